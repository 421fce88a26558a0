//! What is stored already, as plain lists: imports compare with it, exports are made of it.

use chrono::NaiveDate;

use crate::{
    domain::{
        Absence, Assessment, Child, Decision, Family, Goal, Id, Instrument, Invoice, InvoiceLine, Meeting, Note,
        Person, PlanLine, PlanVersion, Price, Programme, Provider, Record, RuleBook, Scoring, Series, Service, Session,
        Suggestion, User, personal_code, plan,
    },
    i18n::search::fold,
};

/// Records by kind, each list ordered by number; lists that a purpose does not need may stay empty.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Register {
    pub programmes: Vec<Programme>,
    pub families: Vec<Family>,
    pub persons: Vec<Person>,
    pub children: Vec<Child>,
    pub assessments: Vec<Assessment>,
    pub goals: Vec<Goal>,
    pub decisions: Vec<Decision>,
    pub plans: Vec<PlanVersion>,
    pub lines: Vec<PlanLine>,
    pub services: Vec<Service>,
    pub providers: Vec<Provider>,
    pub prices: Vec<Price>,
    pub sessions: Vec<Session>,
    pub notes: Vec<Note>,
    pub users: Vec<User>,
    pub instruments: Vec<Instrument>,
    pub scorings: Vec<Scoring>,
    pub meetings: Vec<Meeting>,
    pub suggestions: Vec<Suggestion>,
    pub rule_books: Vec<RuleBook>,
    pub series: Vec<Series>,
    pub absences: Vec<Absence>,
    pub invoices: Vec<Invoice>,
    pub invoice_lines: Vec<InvoiceLine>,
}

impl Register {
    /// The family of that number.
    pub fn family(&self, id: Id<Family>) -> Option<&Family> {
        by_number(&self.families, id)
    }

    /// The person of that number.
    pub fn person(&self, id: Id<Person>) -> Option<&Person> {
        by_number(&self.persons, id)
    }

    /// The child case of that number.
    pub fn child(&self, id: Id<Child>) -> Option<&Child> {
        by_number(&self.children, id)
    }

    /// The programme of that number.
    pub fn programme(&self, id: Id<Programme>) -> Option<&Programme> {
        by_number(&self.programmes, id)
    }

    /// The provider of that number.
    pub fn provider(&self, id: Id<Provider>) -> Option<&Provider> {
        by_number(&self.providers, id)
    }

    /// The goal of that number.
    pub fn goal(&self, id: Id<Goal>) -> Option<&Goal> {
        by_number(&self.goals, id)
    }

    /// The plan version of that number.
    pub fn plan(&self, id: Id<PlanVersion>) -> Option<&PlanVersion> {
        by_number(&self.plans, id)
    }

    /// The session of that number.
    pub fn session(&self, id: Id<Session>) -> Option<&Session> {
        by_number(&self.sessions, id)
    }

    /// The plan line of that number.
    pub fn line(&self, id: Id<PlanLine>) -> Option<&PlanLine> {
        by_number(&self.lines, id)
    }

    /// The catalogue row that a file means: by code, or by its name in either language.
    pub fn service_named(&self, text: &str) -> Option<&Service> {
        let wanted = fold(text.trim());
        let by_code = self.services.iter().find(|service| fold(&service.code) == wanted);
        by_code.or_else(|| {
            self.services
                .iter()
                .find(|service| fold(&service.latvian_name) == wanted || fold(&service.english_name) == wanted)
        })
    }

    /// The provider that a file means: by registration number or name.
    pub fn provider_named(&self, text: &str) -> Option<&Provider> {
        provider_named(&self.providers, text)
    }

    /// The programme that a file means: by name, municipality or both, if only one has it.
    pub fn programme_named(&self, text: &str) -> Option<&Programme> {
        let wanted = fold(text.trim());
        let mut named = self.programmes.iter().filter(|programme| {
            let names = [&programme.name, &programme.municipality, &full_name(programme)];
            names.into_iter().any(|name| fold(name) == wanted)
        });
        named.next().filter(|_| named.next().is_none())
    }

    /// The child case of somebody with that personal code, present or previous.
    pub fn child_by_code(&self, code: &str) -> Option<&Child> {
        let code = personal_code::normal(code);
        let mut having = self.persons.iter().filter(|p| p.personal_code == code || p.previous_codes.contains(&code));
        having.find_map(|person| self.children.iter().find(|child| child.person == person.id))
    }

    /// The child cases in the family with that case number whose names are those; an empty name fits every child.
    pub fn children_named(&self, case_number: &str, surname: &str, given_names: &str) -> Vec<&Child> {
        let fits = |wanted: &str, name: &str| wanted.is_empty() || fold(wanted) == fold(name);
        let family = self.families.iter().find(|family| fold(&family.case_number) == fold(case_number));
        let Some(family) = family else { return Vec::new() };
        let children = self.children.iter().filter(|child| child.family == family.id);
        let named = children.filter(|child| {
            let person = self.person(child.person);
            person.is_some_and(|person| fits(surname, &person.surname) && fits(given_names, &person.given_names))
        });
        named.collect()
    }

    /// The plan version of a child that counts on `day`, as everywhere else: before the first one begins, that one, for
    /// what its lines have due then.
    pub fn plan_on(&self, child: Id<Child>, day: NaiveDate) -> Option<&PlanVersion> {
        let of_child = self.plans.iter().filter(|plan| plan.child == child);
        plan::in_force(of_child, day).filter(|plan| plan.closed_on.is_none_or(|last| day <= last))
    }
}

fn by_number<R: Record>(list: &[R], id: Id<R>) -> Option<&R> {
    list.binary_search_by_key(&id.0, R::number).ok().and_then(|place| list.get(place))
}

/// Municipality and name, which tell programmes of the same name apart.
pub(super) fn full_name(programme: &Programme) -> String {
    format!("{}, {}", programme.municipality, programme.name)
}

/// Among `providers`, the one of that registration number or name.
pub(super) fn provider_named<'a>(providers: &'a [Provider], text: &str) -> Option<&'a Provider> {
    let wanted = fold(text.trim());
    let by_number =
        providers.iter().find(|p| !p.registration_number.is_empty() && fold(&p.registration_number) == wanted);
    by_number.or_else(|| providers.iter().find(|provider| fold(&provider.name) == wanted))
}

//! The work queue: what waits, computed from the records and never stored.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate};

pub use super::waiting::{Lack, Matter, Task, Waiting};
use super::{Assessment, CaseStatus, Child, Family, Id, PlanState, SuggestionState};

/// An assessment is shown so many days before it is due.
const ASSESSMENT_AHEAD: Days = Days::new(14);
/// Opinions and representations are shown so many days before they expire: a new one takes as long.
const PAPER_AHEAD: Days = Days::new(60);

/// An accepted invoice is shown so many days before it is to be paid.
const PAYMENT_AHEAD: Days = Days::new(5);

/// The last day on which an assessment that is due shows today.
pub fn assessments_until(today: NaiveDate) -> NaiveDate {
    today + ASSESSMENT_AHEAD
}

/// All that waits, the longest first; the user's own caseload before that of others. Who owns no case works for all.
pub fn tasks(waiting: Waiting<'_>) -> Vec<Task> {
    let mut found = Finding::new(waiting);
    found.assessments();
    found.papers();
    found.sessions();
    found.plans();
    found.moved();
    found.reminders();
    found.suggestions();
    found.invoices();
    found.drafts();
    let mut tasks = found.tasks;
    tasks.sort_by_key(|task| (!task.is_mine, task.day));
    tasks
}

/// How many of the user's own plan lines remind of something.
pub fn own_reminders(waiting: Waiting<'_>) -> usize {
    let mut found = Finding::new(waiting);
    found.reminders();
    found.tasks.iter().filter(|task| task.is_mine).count()
}

struct Finding<'a> {
    waiting: Waiting<'a>,
    families: BTreeMap<Id<Family>, &'a Family>,
    children: BTreeMap<Id<Child>, &'a Child>,
    owns_none: bool,
    tasks: Vec<Task>,
}

impl<'a> Finding<'a> {
    fn new(waiting: Waiting<'a>) -> Self {
        Self {
            families: waiting.families.iter().map(|family| (family.id, family)).collect(),
            children: waiting.children.iter().map(|child| (child.id, child)).collect(),
            owns_none: !waiting.families.iter().any(|family| family.owner == waiting.user),
            tasks: Vec::new(),
            waiting,
        }
    }

    fn is_mine(&self, owner: &str) -> bool {
        self.owns_none || owner.is_empty() || owner == self.waiting.user
    }

    fn add(&mut self, day: NaiveDate, matter: Matter, family: Id<Family>, child: Id<Child>) {
        let is_mine = self.is_mine(self.owner(family));
        self.tasks.push(Task { day, matter, family, child, is_mine });
    }

    fn owner(&self, family: Id<Family>) -> &'a str {
        self.families.get(&family).map_or("", |family| &family.owner)
    }

    /// The child's case, while it and its family's are open.
    fn open_case(&self, child: Id<Child>) -> Option<&'a Child> {
        let child = *self.children.get(&child)?;
        (child.status != CaseStatus::Closed && self.is_open(child.family)).then_some(child)
    }

    fn is_open(&self, family: Id<Family>) -> bool {
        self.families.get(&family).is_some_and(|family| family.status != CaseStatus::Closed)
    }

    fn assessments(&mut self) {
        for assessment in self.waiting.assessments {
            let Some(child) = self.open_case(assessment.child) else { continue };
            match (assessment.done_on, assessment.planned_on) {
                _ if assessment.is_completed() => {}
                (Some(day), _) => {
                    let matter = Matter::ReportOpen(assessment.id, lacks(assessment));
                    self.add(day, matter, child.family, child.id);
                }
                (None, Some(day)) if day <= assessments_until(self.waiting.today) => {
                    self.add(day, Matter::AssessmentDue(assessment.id), child.family, child.id);
                }
                _ => {}
            }
        }
    }

    fn papers(&mut self) {
        let soon = |day: &NaiveDate| *day <= self.waiting.today + PAPER_AHEAD;
        let mut expiring = Vec::new();
        for child in self.waiting.children.iter().filter_map(|child| self.open_case(child.id)) {
            let papers = [
                (child.disability_until, Matter::Disability(child.id)),
                (child.special_care_until, Matter::SpecialCare(child.id)),
            ];
            for (until, matter) in papers {
                expiring.extend(until.filter(soon).map(|day| (day, matter, child.family, child.id)));
            }
        }
        for person in self.waiting.people.iter().filter(|person| !person.closed && self.is_open(person.family)) {
            let until = person.representation.as_ref().and_then(|representation| representation.valid_until);
            let matter = Matter::Representation(person.id);
            expiring.extend(until.filter(soon).map(|day| (day, matter, person.family, Id::default())));
        }
        for (day, matter, family, child) in expiring {
            self.add(day, matter, family, child);
        }
    }

    /// A day's sheet is one thing to do, however many sessions are on it.
    fn sessions(&mut self) {
        let mut unmarked: BTreeMap<(NaiveDate, bool), usize> = BTreeMap::new();
        for session in self.waiting.sessions.iter().filter(|one| one.is_open() && one.day < self.waiting.today) {
            let Some(child) = self.children.get(&session.child) else { continue };
            let is_mine = self.is_mine(self.owner(child.family));
            *unmarked.entry((session.day, is_mine)).or_default() += 1;
        }
        self.tasks.extend(unmarked.into_iter().map(|((day, is_mine), count)| Task {
            day,
            matter: Matter::Sessions(count),
            family: Id::default(),
            child: Id::default(),
            is_mine,
        }));
    }

    /// What was handed in waits for whoever decides, whosever family it is; what was refused for the worker.
    fn plans(&mut self) {
        for plan in self.waiting.plans {
            let Some(child) = self.open_case(plan.child) else { continue };
            match (plan.state, plan.submitted_on, plan.refused_on) {
                (PlanState::Submitted, Some(day), _) => self.tasks.push(Task {
                    day,
                    matter: Matter::Approval(plan.id),
                    family: child.family,
                    child: child.id,
                    is_mine: self.waiting.decides,
                }),
                (PlanState::Draft, _, Some(day)) => self.add(day, Matter::Refused(plan.id), child.family, child.id),
                _ => {}
            }
        }
    }

    fn moved(&mut self) {
        for session in self.waiting.moved {
            if let Some(child) = self.open_case(session.child) {
                self.add(session.day, Matter::Inform(session.id), child.family, child.id);
            }
        }
    }

    /// A case that is suspended waits for nothing.
    fn reminders(&mut self) {
        for (n, (child, reminder)) in self.waiting.reminders.iter().enumerate() {
            if let Some(child) = self.open_case(*child).filter(|child| child.status != CaseStatus::Suspended) {
                self.add(reminder.day, Matter::Reminder(n), child.family, child.id);
            }
        }
    }

    /// Whoever took it on sees to it, whosever family said it.
    fn suggestions(&mut self) {
        for suggestion in self.waiting.suggestions.iter().filter(|one| one.state == SuggestionState::Task) {
            self.tasks.push(Task {
                day: suggestion.due_on.unwrap_or(self.waiting.today),
                matter: Matter::Suggestion(suggestion.id),
                family: suggestion.family,
                child: Id::default(),
                is_mine: self.is_mine(&suggestion.owner),
            });
        }
    }

    /// Nobody's family is concerned: whoever sees to invoices sees to all of them.
    fn invoices(&mut self) {
        for invoice in self.waiting.invoices.iter().filter(|_| self.waiting.sees_to_invoices) {
            let ahead = if invoice.is_accepted() { PAYMENT_AHEAD } else { Days::new(0) };
            let Some(day) = invoice.due_on().filter(|day| *day <= self.waiting.today + ahead) else { continue };
            let (family, child) = (Id::default(), Id::default());
            self.tasks.push(Task { day, matter: Matter::Invoice(invoice.id), family, child, is_mine: true });
        }
    }

    fn drafts(&mut self) {
        for (n, draft) in self.waiting.drafts.iter().enumerate() {
            // One that was left a moment ago has no time of its own yet.
            let saved = DateTime::from_timestamp(draft.saved_at, 0).filter(|_| draft.saved_at != 0);
            self.tasks.push(Task {
                day: saved.map_or(self.waiting.today, |saved| saved.date_naive().min(self.waiting.today)),
                matter: Matter::Draft(n),
                family: Id::new(draft.family),
                child: Id::new(draft.child),
                is_mine: true,
            });
        }
    }
}

fn lacks(assessment: &Assessment) -> Vec<Lack> {
    let empty = |text: &str| text.trim().is_empty();
    let all = [
        (Lack::Scores, assessment.scores.is_empty()),
        (Lack::Conclusions, empty(&assessment.conclusions)),
        (Lack::Recommendations, empty(&assessment.recommendations)),
    ];
    all.into_iter().filter(|(_, lacks)| *lacks).map(|(lack, _)| lack).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Draft, Invoice, Outcome, Person, PlanVersion, Representation, Score, Session, Suggestion, calendar::date,
        reminder::Reminder,
    };

    fn today() -> NaiveDate {
        date(2019, 3, 15)
    }

    fn family(number: u64, owner: &str) -> Family {
        Family { id: Id::new(number), owner: owner.to_owned(), status: CaseStatus::Active, ..Family::default() }
    }

    fn child(number: u64) -> Child {
        Child { id: Id::new(number), family: Id::new(number), status: CaseStatus::Active, ..Child::default() }
    }

    /// Two families: the first is Anna's, the second Pēteris'. Each has a child of its number.
    fn told(waiting: impl Fn(Waiting<'_>) -> Vec<Task>) -> Vec<String> {
        let (families, children) = ([family(1, "anna"), family(2, "pēteris")], [child(1), child(2)]);
        let empty = Waiting::of("anna", today(), &families, &children);
        let tell = |task: &Task| {
            let what = match &task.matter {
                Matter::AssessmentDue(id) => format!("due {id}"),
                Matter::ReportOpen(id, lacks) => format!("report {id} {lacks:?}"),
                Matter::Disability(id) => format!("disability {id}"),
                Matter::SpecialCare(id) => format!("care {id}"),
                Matter::Representation(id) => format!("represents {id}"),
                Matter::Sessions(count) => format!("sessions {count}"),
                Matter::Approval(id) => format!("approve {id}"),
                Matter::Refused(id) => format!("refused {id}"),
                Matter::Inform(id) => format!("inform {id}"),
                Matter::Reminder(n) => format!("reminder {n}"),
                Matter::Suggestion(id) => format!("suggestion {id}"),
                Matter::Invoice(id) => format!("invoice {id}"),
                Matter::Draft(n) => format!("draft {n}"),
            };
            let sign = if task.is_mine { "" } else { "(" };
            format!("{sign}{} {what}", task.day.format("%d.%m."))
        };
        waiting(empty).iter().map(tell).collect()
    }

    #[test]
    fn assessments_wait_two_weeks_before_their_day_and_until_they_are_completed() {
        let check = |assessment: Assessment, expect: &[&str]| {
            let own = [Assessment { id: Id::new(7), child: Id::new(1), ..assessment }];
            assert_eq!(told(|empty| tasks(Waiting { assessments: &own, ..empty })), expect);
        };
        let planned = |day| Assessment { planned_on: Some(day), ..Assessment::default() };
        check(planned(date(2019, 3, 29)), &["29.03. due 7"]);
        check(planned(date(2019, 3, 30)), &[]);
        check(planned(date(2019, 3, 9)), &["09.03. due 7"]);
        let held = |assessment: Assessment| Assessment { done_on: Some(date(2019, 3, 10)), ..assessment };
        check(held(planned(date(2019, 3, 9))), &["10.03. report 7 [Scores, Conclusions, Recommendations]"]);
        let written = Assessment {
            scores: vec![Score::default()],
            conclusions: "Staigā drošāk.".to_owned(),
            recommendations: " ".to_owned(),
            ..Assessment::default()
        };
        check(held(written.clone()), &["10.03. report 7 [Recommendations]"]);
        check(held(Assessment { completed_on: Some(date(2019, 3, 12)), ..written }), &[]);
    }

    #[test]
    fn opinions_and_representations_wait_before_they_expire_and_after() {
        let check = |disability, care, represents, expect: &[&str]| {
            let children = [Child { disability_until: disability, special_care_until: care, ..child(1) }];
            let representation = Representation { valid_until: represents, ..Representation::default() };
            let people = [Person {
                id: Id::new(4),
                family: Id::new(1),
                representation: Some(representation),
                ..Person::default()
            }];
            assert_eq!(told(|empty| tasks(Waiting { children: &children, people: &people, ..empty })), expect);
        };
        check(Some(date(2019, 5, 14)), None, None, &["14.05. disability 1"]);
        check(Some(date(2019, 5, 15)), None, None, &[]);
        check(None, Some(date(2018, 12, 31)), Some(date(2019, 4, 1)), &["31.12. care 1", "01.04. represents 4"]);
        check(None, None, None, &[]);
    }

    #[test]
    fn nothing_waits_in_a_closed_case() {
        let closed = |child: Child, family: Family| {
            let (children, families) = ([child], [family]);
            let assessments =
                [Assessment { child: Id::new(1), planned_on: Some(date(2019, 3, 9)), ..Assessment::default() }];
            told(|empty| {
                tasks(Waiting { children: &children, families: &families, assessments: &assessments, ..empty })
            })
        };
        let expiring = Child { disability_until: Some(date(2019, 4, 1)), ..child(1) };
        assert_eq!(closed(expiring.clone(), family(1, "anna")).len(), 2);
        assert!(closed(Child { status: CaseStatus::Closed, ..expiring.clone() }, family(1, "anna")).is_empty());
        assert!(closed(expiring, Family { status: CaseStatus::Closed, ..family(1, "anna") }).is_empty());
    }

    #[test]
    fn a_day_of_unmarked_sessions_is_one_thing_to_do() {
        let session = |child, day, outcome| Session { child: Id::new(child), day, outcome, ..Session::default() };
        let (eleventh, twelfth) = (date(2019, 3, 11), date(2019, 3, 12));
        let sessions = [
            session(1, twelfth, Outcome::Scheduled),
            session(1, eleventh, Outcome::Scheduled),
            session(1, eleventh, Outcome::Scheduled),
            session(2, eleventh, Outcome::Scheduled),
            session(1, eleventh, Outcome::Attended),
            session(1, today(), Outcome::Scheduled),
            session(5, eleventh, Outcome::Scheduled),
        ];
        let found = told(|empty| tasks(Waiting { sessions: &sessions, ..empty }));
        assert_eq!(found, ["11.03. sessions 2", "12.03. sessions 1", "(11.03. sessions 1"]);
    }

    #[test]
    fn plans_wait_for_whoever_decides_and_refused_ones_for_their_worker() {
        let plan = |child, state| PlanVersion {
            id: Id::new(child),
            child: Id::new(child),
            state,
            submitted_on: Some(date(2019, 3, 10)),
            refused_on: (state == PlanState::Draft).then(|| date(2019, 3, 12)),
            ..PlanVersion::default()
        };
        let check = |plans: &[PlanVersion], decides, expect: &[&str]| {
            assert_eq!(told(|empty| tasks(Waiting { plans, decides, ..empty })), expect);
        };
        let submitted = [plan(1, PlanState::Submitted), plan(2, PlanState::Submitted)];
        check(&submitted, true, &["10.03. approve 1", "10.03. approve 2"]);
        check(&submitted, false, &["(10.03. approve 1", "(10.03. approve 2"]);
        check(
            &[plan(1, PlanState::Draft), plan(2, PlanState::Draft)],
            false,
            &["12.03. refused 1", "(12.03. refused 2"],
        );
        check(&[plan(1, PlanState::Approved)], true, &[]);
    }

    #[test]
    fn moved_sessions_and_reminders_wait_in_open_cases() {
        let reminder = Reminder {
            what: crate::domain::reminder::Reminds::NothingBooked(3.into()),
            day: date(2019, 3, 18),
            line: Id::new(1),
            service: "FIZ".into(),
        };
        let moved = [Session { id: Id::new(5), child: Id::new(1), day: date(2019, 3, 20), ..Session::default() }];
        let reminders = [(Id::new(1), reminder.clone()), (Id::new(2), reminder)];
        let found = told(|empty| tasks(Waiting { moved: &moved, reminders: &reminders, ..empty }));
        assert_eq!(found, ["18.03. reminder 0", "20.03. inform 5", "(18.03. reminder 1"]);
        let suspended = [Child { status: CaseStatus::Suspended, ..child(1) }];
        let found = told(|empty| tasks(Waiting { children: &suspended, reminders: &reminders, ..empty }));
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn suggestions_wait_for_whoever_took_them_on_and_only_as_tasks() {
        let suggestion = |number, state, owner: &str| Suggestion {
            id: Id::new(number),
            family: Id::new(1),
            state,
            owner: owner.to_owned(),
            due_on: Some(date(2019, 4, 1)),
            ..Suggestion::default()
        };
        let suggestions = [
            suggestion(1, SuggestionState::Task, "pēteris"),
            suggestion(2, SuggestionState::Task, "anna"),
            suggestion(3, SuggestionState::Noted, "anna"),
            suggestion(4, SuggestionState::Done, "anna"),
            suggestion(5, SuggestionState::Proposal, "anna"),
        ];
        let found = told(|empty| tasks(Waiting { suggestions: &suggestions, ..empty }));
        assert_eq!(found, ["01.04. suggestion 2", "(01.04. suggestion 1"]);
    }

    #[test]
    fn invoices_wait_for_those_who_see_to_them_until_they_are_accepted_and_paid() {
        let registered = |number, day| Invoice { id: Id::new(number), day, ..Invoice::default() };
        let accepted = |number, day| Invoice { accepted_on: Some(day), ..registered(number, day) };
        let invoices = [
            // Not accepted for ten days; not paid thirty days later, or in five days.
            registered(1, date(2019, 3, 4)),
            registered(2, date(2019, 3, 5)),
            registered(3, date(2019, 3, 6)),
            accepted(4, date(2019, 2, 12)),
            accepted(5, date(2019, 2, 18)),
            accepted(6, date(2019, 2, 19)),
            Invoice { paid_on: Some(today()), ..accepted(7, date(2019, 1, 1)) },
        ];
        let check = |sees_to_invoices, expect: &[&str]| {
            assert_eq!(told(|empty| tasks(Waiting { invoices: &invoices, sees_to_invoices, ..empty })), expect);
        };
        let due = ["14.03. invoice 1", "14.03. invoice 4", "15.03. invoice 2", "20.03. invoice 5"];
        check(true, &due);
        check(false, &[]);
    }

    #[test]
    fn everything_stands_in_one_list_by_date_the_own_caseload_first() {
        let assessments = [1, 2].map(|number| Assessment {
            id: Id::new(number),
            child: Id::new(number),
            planned_on: Some(date(2019, 3, 14)),
            ..Assessment::default()
        });
        let sessions = [Session { child: Id::new(1), day: date(2019, 3, 13), ..Session::default() }];
        let drafts = [Draft::default(), Draft { saved_at: 1_552_000_000, ..Draft::default() }];
        let anna = told(|empty| {
            let waiting = Waiting { assessments: &assessments, sessions: &sessions, drafts: &drafts, ..empty };
            tasks(waiting)
        });
        assert_eq!(anna, ["07.03. draft 1", "13.03. sessions 1", "14.03. due 1", "15.03. draft 0", "(14.03. due 2"]);
        // The head of service owns no case: all of them are hers.
        let head = told(|empty| {
            let waiting = Waiting { assessments: &assessments, sessions: &sessions, user: "līga", ..empty };
            tasks(waiting)
        });
        assert_eq!(head, ["13.03. sessions 1", "14.03. due 1", "14.03. due 2"]);
    }
}

//! Support plans from a table and into one: a row a line, with what its version is; a version without lines has a row of
//! its own. A version that is stored stays as it is.

use std::collections::{BTreeSet, HashMap, HashSet};

use rust_decimal::Decimal;

use super::{
    Register,
    cells::Cells,
    children::Children,
    export::{Written, list},
    import::{Intake, Reading, Verdict, new},
    joined::of_person,
    table::Table,
};
use crate::{
    domain::{
        AnyRecord, Child, Field, Format, Group, Id, Party, PlanLine, PlanState, PlanVersion, Problem, Programme,
        Recipient, Signature, Unit, planning, pricing::PriceList,
    },
    i18n::{Lang, choice::Worded, date, number},
};

/// What a row may hold. The child is found by personal code, else by case number and names.
pub(super) const COLUMNS: &[Field] = &[
    Field::CaseNumber,
    Field::Surname,
    Field::GivenNames,
    Field::PersonalCode,
    Field::Number,
    Field::State,
    Field::Reason,
    Field::EffectiveFrom,
    Field::Supersedes,
    Field::SubmittedOn,
    Field::SubmittedBy,
    Field::WorkerSigned,
    Field::WorkerSignedOn,
    Field::RepresentativeSigned,
    Field::RepresentativeSignedOn,
    Field::LeadSigned,
    Field::LeadSignedOn,
    Field::ApprovedOn,
    Field::ApprovedBy,
    Field::ClosedOn,
    Field::DecisionNote,
    Field::Group,
    Field::Service,
    Field::Recipient,
    Field::Format,
    Field::Quantity,
    Field::Unit,
    Field::PerWeek,
    Field::Provider,
    Field::Specialist,
    Field::Minutes,
    Field::From,
    Field::To,
    Field::CopaymentPercent,
    Field::Goals,
    Field::NoGoalReason,
];

/// Under which columns a party signs.
const SIGNED: [(Party, Field, Field); 3] = [
    (Party::Worker, Field::WorkerSigned, Field::WorkerSignedOn),
    (Party::Representative, Field::RepresentativeSigned, Field::RepresentativeSignedOn),
    (Party::TeamLead, Field::LeadSigned, Field::LeadSignedOn),
];

/// These versions in the shape that an import takes.
pub(super) fn written(records: &[AnyRecord], register: &Register, lang: Lang) -> Written {
    let mut rows = Vec::new();
    let mut lines_of: HashMap<Id<PlanVersion>, Vec<&PlanLine>> = HashMap::new();
    for line in &register.lines {
        lines_of.entry(line.plan).or_default().push(line);
    }
    for record in records {
        let AnyRecord::PlanVersion(plan) = record else { continue };
        let mut lines = lines_of.remove(&plan.id).unwrap_or_default();
        lines.sort_by(|a, b| (a.group, &a.service, a.from, a.id).cmp(&(b.group, &b.service, b.from, b.id)));
        let row = |line: Option<&PlanLine>| {
            let cell = |field: &Field| {
                of_line(line, register, *field, lang)
                    .or_else(|| of_version(plan, register, *field, lang))
                    .unwrap_or_default()
            };
            COLUMNS.iter().map(cell).collect()
        };
        rows.extend(lines.iter().map(|line| row(Some(line))));
        if lines.is_empty() {
            rows.push(row(None));
        }
    }
    Written { fields: COLUMNS.to_vec(), rows }
}

fn of_version(plan: &PlanVersion, register: &Register, field: Field, lang: Lang) -> Option<String> {
    let signed = |party| plan.signature(party);
    for (party, name, day) in SIGNED {
        if field == name {
            return signed(party).map(|signature| signature.name.clone());
        }
        if field == day {
            return signed(party).map(|signature| date::iso(signature.day));
        }
    }
    let child = register.child(plan.child);
    match field {
        Field::CaseNumber => {
            child.and_then(|child| register.family(child.family)).map(|family| family.case_number.clone())
        }
        Field::Number => Some(plan.number.to_string()),
        Field::State => Some(plan.state.text(lang).to_owned()),
        Field::Reason => Some(plan.reason.clone()),
        Field::EffectiveFrom => plan.effective_from.map(date::iso),
        Field::Supersedes => register.plan(plan.supersedes).map(|other| other.number.to_string()),
        Field::SubmittedOn => plan.submitted_on.map(date::iso),
        Field::SubmittedBy => Some(plan.submitted_by.clone()),
        Field::ApprovedOn => plan.approved_on.map(date::iso),
        Field::ApprovedBy => Some(plan.approved_by.clone()),
        Field::ClosedOn => plan.closed_on.map(date::iso),
        Field::DecisionNote => Some(plan.decision_note.clone()),
        Field::Surname | Field::GivenNames | Field::PersonalCode => {
            child.and_then(|child| register.person(child.person)).and_then(|person| of_person(person, field, lang))
        }
        _ => None,
    }
}

fn of_line(line: Option<&PlanLine>, register: &Register, field: Field, lang: Lang) -> Option<String> {
    let line = line?;
    let amount = |amount: Decimal| number::plain(amount, lang);
    let goal = |id: &Id<_>| register.goal(*id).map(|goal| goal.number.to_string());
    Some(match field {
        Field::Group => line.group.text(lang).to_owned(),
        Field::Service => line.service.clone(),
        Field::Recipient => line.recipient.text(lang).to_owned(),
        Field::Format => line.format.text(lang).to_owned(),
        Field::Quantity => amount(line.quantity),
        Field::Unit => line.unit.text(lang).to_owned(),
        Field::PerWeek => amount(line.per_week),
        Field::Provider => register.provider(line.provider).map(|provider| provider.name.clone()).unwrap_or_default(),
        Field::Specialist => line.specialist.clone(),
        Field::Minutes => line.minutes.to_string(),
        Field::From => date::iso(line.from),
        Field::To => date::iso(line.to),
        Field::CopaymentPercent => amount(line.copayment_percent),
        Field::Goals => list(line.goals.iter().filter_map(goal)),
        Field::NoGoalReason => line.no_goal_reason.clone(),
        _ => return None,
    })
}

/// A version by whose it is and its number among the child's.
type Key = (Id<Child>, u32);

pub(super) fn import(table: &Table, stored: &Register, reading: Reading, intake: &mut Intake) {
    let mut finder = Finder::new(stored);
    let mut rows: Vec<_> = table.rows.iter().map(|row| Cells::new(table, row, reading.lang, reading.today)).collect();
    // Which version takes whose place is known only when all rows are read.
    let keys: Vec<Option<Key>> = rows.iter_mut().map(|cells| finder.version(cells, intake)).collect();
    for (mut cells, key) in rows.into_iter().zip(keys) {
        let Some(key) = key else {
            intake.take(cells, Verdict::Bad);
            continue;
        };
        let verdict = finder.verdict(&mut cells, key, intake);
        if intake.take(cells, verdict) {
            finder.taken.insert(key);
        }
    }
}

/// What is stored, and the versions that the file names.
struct Finder<'a> {
    stored: &'a Register,
    /// Its versions.
    known: HashMap<Key, &'a PlanVersion>,
    prices: PriceList,
    children: Children<'a>,
    /// Those of the file that are not stored, as their first row has them, and the number whose place each takes.
    versions: HashMap<Key, (PlanVersion, Option<u32>)>,
    /// Of each child the versions, stored or of the file, that are approved.
    approved: HashMap<Id<Child>, BTreeSet<u32>>,
    /// Of these, those of which a row was taken: the version itself is added once.
    taken: HashSet<Key>,
}

impl<'a> Finder<'a> {
    fn new(stored: &'a Register) -> Self {
        let mut approved: HashMap<_, BTreeSet<u32>> = HashMap::new();
        for plan in stored.plans.iter().filter(|plan| plan.state == PlanState::Approved) {
            approved.entry(plan.child).or_default().insert(plan.number);
        }
        Self {
            stored,
            known: stored.plans.iter().map(|plan| ((plan.child, plan.number), plan)).collect(),
            prices: PriceList::new(&stored.prices),
            children: Children::new(stored),
            versions: HashMap::new(),
            approved,
            taken: HashSet::new(),
        }
    }

    fn stored_version(&self, key: Key) -> Option<&'a PlanVersion> {
        self.known.get(&key).copied()
    }

    /// Whether there is such a version, stored or in the file.
    fn exists(&self, key: Key) -> bool {
        self.stored_version(key).is_some() || self.versions.contains_key(&key)
    }

    /// Which version a row is of; the first row of a new one says what it is, and the others must not say otherwise.
    fn version(&mut self, cells: &mut Cells, intake: &mut Intake) -> Option<Key> {
        let child = self.children.of_row(cells);
        let number = cells.count(Field::Number);
        let number = cells.needed(Field::Number, number);
        let state: Option<PlanState> = cells.choice(Field::State);
        let supersedes = cells.count(Field::Supersedes);
        let mut signatures = Vec::new();
        for (party, name, day) in SIGNED {
            let (name, day) = (cells.line(name), cells.date(day));
            signatures.extend(day.map(|day| Signature { party, name, day }));
        }
        let plan = PlanVersion {
            number: number.unwrap_or_default(),
            state: state.unwrap_or_default(),
            reason: cells.line(Field::Reason),
            effective_from: cells.date(Field::EffectiveFrom),
            submitted_on: cells.date(Field::SubmittedOn),
            submitted_by: cells.line(Field::SubmittedBy),
            signatures,
            approved_on: cells.date(Field::ApprovedOn),
            approved_by: cells.line(Field::ApprovedBy),
            closed_on: cells.date(Field::ClosedOn),
            decision_note: cells.text(Field::DecisionNote),
            ..PlanVersion::default()
        };
        let key = (child?.id, number?);
        let plan = PlanVersion { child: key.0, ..plan };
        if self.stored_version(key).is_some() {
            return Some(key);
        }
        // Each of its rows is refused with the version: a line cannot be there without it.
        cells.check(&plan);
        match self.versions.get(&key) {
            Some((first, before)) => {
                let same = PlanVersion { id: first.id, ..plan.clone() } == *first && *before == supersedes;
                if !same {
                    cells.fault(Field::Number, Problem::Duplicate(format!("v{}", plan.number)));
                }
            }
            None => {
                if plan.state == PlanState::Approved {
                    self.approved.entry(key.0).or_default().insert(key.1);
                }
                self.versions.insert(key, (PlanVersion { id: intake.placeholder(), ..plan }, supersedes));
            }
        }
        Some(key)
    }

    /// What a row adds, when all rows have said of which version they are.
    fn verdict(&self, cells: &mut Cells, key: Key, intake: &mut Intake) -> Verdict {
        let line = cells.has(Field::Service).then(|| self.line(cells, key, intake));
        if let Some(plan) = self.stored_version(key) {
            return self.known(cells, plan, line);
        }
        let Some((plan, before)) = self.versions.get(&key) else { return Verdict::Bad };
        self.check_succession(cells, key, *before);
        if plan.state == PlanState::Approved && self.others_approved(key) {
            cells.fault(Field::State, Problem::Duplicate(plan.state.text(cells.lang()).to_owned()));
        }
        let mut puts = Vec::new();
        if !self.taken.contains(&key) {
            let supersedes = before.and_then(|number| self.number_of((key.0, number)));
            puts.push(new(PlanVersion { supersedes: supersedes.unwrap_or_default(), ..plan.clone() }));
        }
        if let Some(line) = line {
            cells.check(&line);
            if let Some(from) = plan.effective_from.filter(|from| line.to < *from) {
                cells.fault(Field::To, Problem::OutsideVersion(from));
            }
            puts.push(new(PlanLine { plan: plan.id, ..line }));
        }
        Verdict::Adds(puts)
    }

    fn others_approved(&self, (child, number): Key) -> bool {
        self.approved.get(&child).is_some_and(|numbers| numbers.iter().any(|other| *other != number))
    }

    /// The record's number of a version, stored or new.
    fn number_of(&self, key: Key) -> Option<Id<PlanVersion>> {
        let new = || self.versions.get(&key).map(|(plan, _)| plan.id);
        self.stored_version(key).map(|plan| plan.id).or_else(new)
    }

    /// A version takes the place of an earlier one; those that come round to themselves are told as they go.
    fn check_succession(&self, cells: &mut Cells, key: Key, before: Option<u32>) {
        let Some(before) = before else { return };
        if !self.exists((key.0, before)) {
            return cells.fault(Field::Supersedes, Problem::NoSuchRecord(format!("v{before}")));
        }
        let mut chain = vec![key.1];
        let mut next = Some(before);
        while let Some(number) = next {
            chain.push(number);
            if number == key.1 {
                let told: Vec<String> = chain.iter().map(|number| format!("v{number}")).collect();
                return cells.fault(Field::Supersedes, Problem::Circular(told.join(" → ")));
            }
            let unseen = chain.iter().filter(|other| **other == number).count() == 1;
            next = self.versions.get(&(key.0, number)).and_then(|(_, before)| *before).filter(|_| unseen);
        }
        if before >= key.1 {
            cells.fault(Field::Supersedes, Problem::NotEarlierVersion(before));
        }
    }

    /// A row of a version that is stored: where it says something else than that, it is told and changes nothing.
    fn known(&self, cells: &mut Cells, plan: &PlanVersion, line: Option<PlanLine>) -> Verdict {
        let (stored, lang) = (self.stored, cells.lang());
        let given = {
            let before = cells.count(Field::Supersedes).and_then(|number| self.number_of((plan.child, number)));
            let state = cells.choice(Field::State).unwrap_or(plan.state);
            PlanVersion {
                id: plan.id,
                child: plan.child,
                number: plan.number,
                state,
                reason: cells.line(Field::Reason),
                effective_from: cells.date(Field::EffectiveFrom),
                supersedes: before.unwrap_or_default(),
                approved_on: cells.date(Field::ApprovedOn),
                ..PlanVersion::default()
            }
        };
        let fields = [Field::State, Field::Reason, Field::EffectiveFrom, Field::Supersedes, Field::ApprovedOn];
        let told = |plan: &PlanVersion, field| of_version(plan, stored, field, lang).unwrap_or_default();
        cells.compare(&fields, |field| Some((told(plan, field), told(&given, field))));
        let Some(line) = line else { return Verdict::Known };
        let told = |line: &PlanLine, field| of_line(Some(line), stored, field, lang).unwrap_or_default();
        let fields = &COLUMNS[COLUMNS.iter().position(|field| *field == Field::Group).unwrap_or_default()..];
        let of_plan = stored.lines.iter().filter(|other| other.plan == plan.id && other.is_same_service(&line));
        // Of several of one service the one that differs least.
        let differs =
            |other: &&PlanLine| fields.iter().filter(|field| told(other, **field) != told(&line, **field)).count();
        match of_plan.min_by_key(differs) {
            Some(other) => cells.compare(fields, |field| Some((told(other, field), told(&line, field)))),
            None => cells.fault(Field::Service, Problem::NotInPlan(line.service.clone())),
        }
        Verdict::Known
    }

    /// The line of a row.
    fn line(&self, cells: &mut Cells, key: Key, intake: &mut Intake) -> PlanLine {
        let stored = self.stored;
        let service = cells.parsed(Field::Service, |raw| {
            stored.service_named(raw).ok_or_else(|| Problem::NoSuchRecord(raw.to_owned()))
        });
        let provider = cells.parsed(Field::Provider, |raw| {
            stored.provider_named(raw).ok_or_else(|| Problem::NoSuchRecord(raw.to_owned()))
        });
        let programme = self.programme(key.0);
        let (group, recipient): (Option<Group>, Option<Recipient>) =
            (cells.choice(Field::Group), cells.choice(Field::Recipient));
        let (format, unit): (Option<Format>, Option<Unit>) = (cells.choice(Field::Format), cells.choice(Field::Unit));
        let quantity = cells.decimal(Field::Quantity);
        let from = cells.date(Field::From).or(programme.map(|programme| programme.from));
        let to = cells.date(Field::To).or(programme.map(|programme| programme.to));
        let mut goals = Vec::new();
        for item in cells.items(Field::Goals) {
            let wanted: Option<u32> = item.trim_start_matches(['M', 'm']).parse().ok();
            let goal = stored.goals.iter().find(|goal| goal.child == key.0 && Some(goal.number) == wanted);
            match goal {
                Some(goal) => goals.push(goal.id),
                None => cells.fault(Field::Goals, Problem::NoSuchRecord(item)),
            }
        }
        let line = PlanLine {
            id: intake.placeholder(),
            goals,
            no_goal_reason: cells.line(Field::NoGoalReason),
            group: group.or(service.and_then(|service| service.groups.first().copied())).unwrap_or_default(),
            service: service.map(|service| service.code.clone()).unwrap_or_default(),
            recipient: recipient
                .or(service.and_then(|service| service.recipients.first().copied()))
                .unwrap_or_default(),
            format: format.unwrap_or_default(),
            quantity: cells.needed(Field::Quantity, quantity).unwrap_or_default(),
            unit: unit.or(service.and_then(|service| service.units.first().copied())).unwrap_or_default(),
            per_week: cells.decimal(Field::PerWeek).unwrap_or_default(),
            provider: provider.map(|provider| provider.id).unwrap_or_default(),
            specialist: cells.line(Field::Specialist),
            from: from.unwrap_or_default(),
            to: to.unwrap_or_default(),
            copayment_percent: cells.percent(Field::CopaymentPercent).unwrap_or_default(),
            minutes: cells.minutes(Field::Minutes).unwrap_or_default(),
            ..PlanLine::default()
        };
        if let Some(programme) = programme {
            told_outside(cells, &line, programme);
        }
        if let Some(fault) = service.and_then(|_| planning::unpriced(&line, None, &self.prices)) {
            cells.fault(Field::From, fault.problem);
        }
        line
    }

    fn programme(&self, child: Id<Child>) -> Option<&'a Programme> {
        let family = self.stored.child(child).and_then(|child| self.stored.family(child.family))?;
        self.stored.programme(family.programme)
    }
}

fn told_outside(cells: &mut Cells, line: &PlanLine, programme: &Programme) {
    if line.from < programme.from {
        cells.fault(Field::From, Problem::BeforeProgramme(programme.from));
    }
    if line.to > programme.to {
        cells.fault(Field::To, Problem::AfterProgramme(programme.to));
    }
}

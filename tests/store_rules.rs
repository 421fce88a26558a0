//! The rules that every programme has, asked of every write whichever way it comes: units of a line, a doctor's word, the
//! dates of the plan.

#[path = "support/store_world.rs"]
mod world;

use atbalsts::{
    domain::{
        Absence, AbsenceWay, Ceiling, Child, Deed, Format, HealthLimit, Id, Kind, MedicalForm, Money, Operation,
        Outcome, PlanLine, PlanState, PlanVersion, Programme, Provider, Recipient, Service, Session, Unit,
        proposal::{AbsenceChange, Proposal, Proposed},
        rules::{Amount, Basis, Breach, Policy, RuleReason, Turn},
    },
    store::{
        Reader, StoreError,
        proposals::{Occasion, is_still, propose},
        views,
    },
};
use chrono::{Days, NaiveDate, NaiveTime};
use world::{World, day, get, household};

/// A child with three units of riding from April to June in the plan, two of them booked.
struct Spring {
    world: World,
    programme: Id<Programme>,
    child: Id<Child>,
    line: Id<PlanLine>,
    nights: Id<PlanLine>,
}

impl Spring {
    fn new() -> Self {
        let world = World::new();
        let (programme, family, person) = household(&world.store);
        let (amount, legal_basis) = (Money::from_cents(100_000), "Lēmums Nr. 12".to_owned());
        let ceiling = Ceiling { amount, from: day(2018, 9, 3), legal_basis };
        let plan = PlanVersion {
            id: Id::placeholder(1),
            child: Id::placeholder(0),
            number: 1,
            state: PlanState::Approved,
            approved_on: Some(day(2018, 9, 3)),
            ..PlanVersion::default()
        };
        let line = PlanLine { id: Id::placeholder(2), plan: plan.id, ..riding_line() };
        let child = Child { id: Id::placeholder(0), family, person, ceilings: vec![ceiling], ..Child::default() };
        let service = Service { code: "REI".into(), latvian_name: "reitterapija".into(), ..Service::default() };
        let nights = PlanLine { id: Id::placeholder(3), service: "ATB".into(), unit: Unit::Night, ..line.clone() };
        let operation =
            Operation::new(Deed::AddChild).create(child).create(plan).create(line).create(nights).create(service);
        let made = world.store.apply("anna", &operation).unwrap().numbers;
        let number = |kind| made.iter().find(|(it, _)| *it == kind).unwrap().1;
        let (child, line) = (Id::new(number(Kind::Child)), Id::new(number(Kind::PlanLine)));
        let nights = Id::new(line.0 + 1);
        let spring = Self { world, programme, child, line, nights };
        spring.apply(&[0, 7].iter().fold(Operation::new(Deed::BookSessions), |operation, days| {
            operation.create(spring.session(monday() + Days::new(*days)))
        }));
        spring
    }

    fn session(&self, on: NaiveDate) -> Session {
        Session { child: self.child, line: self.line, day: on, units: 1.into(), ..Session::default() }
    }

    fn apply(&self, operation: &Operation) {
        self.world.store.apply("anna", operation).unwrap();
    }

    /// What the rules had against it; nothing was written then.
    fn refused(&self, operation: &Operation) -> Vec<Breach> {
        let before = self.world.store.revision().unwrap();
        let Err(StoreError::Rules(objections)) = self.world.store.apply("anna", operation) else {
            panic!("{operation:?} was not refused by rules")
        };
        assert_eq!(self.world.store.revision().unwrap(), before);
        assert!(objections.iter().all(|it| it.child == self.child && it.name == "Bērziņa-Āboliņa Ilze"));
        objections.into_iter().map(|it| it.breach).collect()
    }

    fn edit_child(&self, change: impl FnOnce(&mut Child)) -> Operation {
        let child = get(&self.world.store, self.child);
        let mut after = child.clone();
        change(&mut after);
        Operation::new(Deed::EditChild).change(child, after)
    }

    fn bar(&self) {
        self.apply(&self.edit_child(|child| {
            child.health_limits = vec![HealthLimit { service: "REI".into(), reason: "pēc operācijas".into() }];
        }));
    }

    fn sessions(&self) -> Vec<Session> {
        self.world.store.read(|reader| reader.all()).unwrap()
    }

    fn shift(&self, way: AbsenceWay) -> Operation {
        self.proposed(way).made.operation
    }

    /// The child is away for five days.
    fn proposed(&self, way: AbsenceWay) -> Proposed {
        let (from, to) = (monday(), monday() + Days::new(4));
        let absence = Absence { child: self.child, from, to, way, reason: "slimnīca".into(), ..Absence::default() };
        let proposal = Proposal::Absence(AbsenceChange { before: None, after: Some(absence) });
        self.world.store.read(|reader| propose(reader, &proposal, self.asked())).unwrap().unwrap()
    }

    fn asked(&self) -> Occasion<'static> {
        Occasion { programme: self.programme, user: "anna", today: day(2019, 4, 1) }
    }
}

fn riding_line() -> PlanLine {
    PlanLine {
        service: "REI".into(),
        quantity: 3.into(),
        from: day(2019, 4, 1),
        to: day(2019, 6, 30),
        no_goal_reason: "pēc ģimenes vēlēšanās".into(),
        ..PlanLine::default()
    }
}

fn monday() -> NaiveDate {
    day(2019, 5, 6)
}

#[test]
fn more_units_than_the_line_has_need_a_reason_that_stays_with_the_sessions() {
    let spring = Spring::new();
    let two = (2..4).fold(Operation::new(Deed::BookSessions), |operation, week| {
        operation.create(spring.session(monday() + Days::new(7 * week)))
    });
    let over = spring.refused(&two);
    assert_eq!((over.len(), over[0].rule.as_str(), over[0].policy), (1, "quantity", Policy::Allow));
    let units = |number: i64| Amount::Units(number.into());
    assert_eq!(
        (&over[0].measure.limit, &over[0].measure.used, over[0].measure.date),
        (&units(3), &units(4), monday() + Days::new(21))
    );
    spring.apply(&two.because("ārsta ieteikums"));
    let reason = RuleReason { rule: "quantity".into(), reason: "ārsta ieteikums".into() };
    let reasons: Vec<_> = spring.sessions().into_iter().map(|session| session.rule_reasons).collect();
    assert_eq!(reasons, [vec![], vec![], vec![reason.clone()], vec![reason]]);

    // Marking one of them, or moving it to another day, makes it no worse.
    let last = spring.sessions().remove(3);
    let later = Session { day: last.day + Days::new(1), ..last.clone() };
    spring.apply(&Operation::new(Deed::EditSession).change(last, later.clone()));
    spring.apply(
        &Operation::new(Deed::CancelSession).change(later.clone(), Session { outcome: Outcome::Excused, ..later }),
    );
}

#[test]
fn what_is_shifted_is_asked_too_and_what_is_called_off_is_not() {
    let spring = Spring::new();
    spring.bar();
    let barred = spring.refused(&spring.shift(AbsenceWay::Shift).because("vienojāmies"));
    let why = Amount::Barred("pēc operācijas".into());
    assert_eq!((barred[0].policy, &barred[0].measure.limit), (Policy::Prevent, &why));
    spring.apply(&spring.shift(AbsenceWay::Cancel));
    assert_eq!(spring.sessions()[0].outcome, Outcome::Excused);
}

#[test]
fn a_doctors_word_is_taken_down_whatever_it_bars_and_holds_from_then_on() {
    let spring = Spring::new();
    spring.bar();
    let new = Operation::new(Deed::BookSessions).create(spring.session(monday() + Days::new(14)));
    assert_eq!(spring.refused(&new)[0].rule, "doctor-bars");
    // What is told before it is written is what refuses it.
    let told = spring.world.store.read(|reader| views::consequences(reader, &new, day(2019, 4, 1))).unwrap();
    let broken: Vec<_> = told.rules().filter(|(_, rule)| rule.turn == Turn::Broken).collect();
    assert_eq!(broken.iter().map(|(_, rule)| rule.told.rule.as_str()).collect::<Vec<_>>(), ["doctor-bars"]);
    // What is booked already is called off, or held; its time is not changed.
    let first = spring.sessions().remove(0);
    let moved = Session { day: first.day + Days::new(1), ..first.clone() };
    assert_eq!(spring.refused(&Operation::new(Deed::EditSession).change(first.clone(), moved))[0].rule, "doctor-bars");
    let noted = Session { text: "jautāt ārstam".into(), ..first.clone() };
    spring.apply(&Operation::new(Deed::EditSession).change(first, noted));
    // The parents' own is theirs; another service that is barred does not come into a plan.
    let draft = PlanVersion {
        id: Id::placeholder(0),
        child: spring.child,
        number: 2,
        reason: "starpizvērtējums".into(),
        ..PlanVersion::default()
    };
    let parents = PlanLine { id: Id::placeholder(1), plan: draft.id, recipient: Recipient::Parent, ..riding_line() };
    let session = Session { line: parents.id, ..spring.session(monday()) };
    spring.apply(&Operation::new(Deed::AddPlan).create(draft).create(parents).create(session));
    let group = PlanLine { plan: Id::new(2), format: Format::Group, ..riding_line() };
    let refused = spring.refused(&Operation::new(Deed::AddLine).create(group));
    assert_eq!((refused[0].rule.as_str(), refused[0].measure.basis), ("doctor-bars", Basis::Plan));
}

#[test]
fn a_plan_that_goes_on_as_it_was_is_not_asked_again_about_what_was_barred_meanwhile() {
    let spring = Spring::new();
    spring.bar();
    let old: PlanVersion = get(&spring.world.store, Id::new(1));
    let next = PlanVersion {
        id: Id::placeholder(0),
        number: 2,
        supersedes: old.id,
        reason: "pagarināts".into(),
        effective_from: Some(day(2019, 6, 1)),
        ..old.clone()
    };
    let line = PlanLine { plan: next.id, to: day(2019, 8, 31), ..riding_line() };
    let superseded = PlanVersion { state: PlanState::Superseded, ..old.clone() };
    spring.apply(&Operation::new(Deed::ExtendProgramme).change(old, superseded).create(next).create(line));
}

#[test]
fn without_the_doctors_form_it_is_a_warning_until_somebody_heeds_it() {
    let spring = Spring::new();
    let service = spring.world.store.read(|reader| reader.all::<Service>()).unwrap().remove(0);
    let asking = Service { needs_medical_form: true, ..service.clone() };
    spring.apply(&Operation::new(Deed::EditService).change(service, asking));
    let until = monday() + Days::new(14);
    let form = MedicalForm { service: "REI".into(), valid_until: until };
    spring.apply(&spring.edit_child(|child| child.medical_forms = vec![form]));
    let book = |on| Operation::new(Deed::BookSessions).create(spring.session(on));
    let late = book(until + Days::new(1));
    let told = spring.refused(&late).remove(0);
    assert_eq!((told.policy, told.measure.limit), (Policy::Warn, Amount::Form(Some(until))));
    spring.apply(&book(until));
    spring.apply(&Operation { heeded: true, ..late }.because("ceturtā nodarbība"));
}

#[test]
fn no_session_lies_outside_its_line_unless_another_goes_on_with_it() {
    let spring = Spring::new();
    let after = day(2019, 7, 1);
    let late = Operation::new(Deed::BookSessions).create(spring.session(after));
    let told = spring.refused(&late.clone().because("vasarā")).remove(0);
    assert_eq!(
        (told.rule.as_str(), told.policy, told.measure.limit),
        ("line-dates", Policy::Prevent, Amount::Day(day(2019, 6, 30)))
    );
    // The next version has the summer, too.
    let plan = PlanVersion {
        id: Id::placeholder(0),
        child: spring.child,
        number: 2,
        reason: "vasara".into(),
        state: PlanState::Approved,
        approved_on: Some(day(2019, 5, 1)),
        effective_from: Some(after),
        ..PlanVersion::default()
    };
    let line = PlanLine { plan: plan.id, to: day(2019, 8, 31), ..riding_line() };
    spring.apply(&Operation::new(Deed::AddPlan).create(plan).create(line));
    spring.apply(&late);
}

#[test]
fn a_night_meets_the_next_morning_whichever_is_booked_last() {
    for night_comes_last in [false, true] {
        let spring = Spring::new();
        let evening = monday() + Days::new(21);
        let night = Session { line: spring.nights, ..spring.session(evening) };
        let morning = Session { start: NaiveTime::from_hms_opt(7, 30, 0), ..spring.session(evening + Days::new(1)) };
        let (first, last) = if night_comes_last { (morning, night) } else { (night, morning) };
        spring.apply(&Operation::new(Deed::BookSessions).create(first));
        let told = spring.refused(&Operation::new(Deed::BookSessions).create(last));
        assert_eq!(told.iter().map(|breach| breach.rule.as_str()).collect::<Vec<_>>(), ["clash-child"]);
    }
}

#[test]
fn what_is_written_is_what_was_shown_whoever_comes_between() {
    let spring = Spring::new();
    let store = &spring.world.store;
    let carry_out = |shown: &Proposed, seen| {
        let still = |reader: &Reader| is_still(reader, shown, spring.asked());
        let operation = shown.made.operation.clone().because("slimnīca");
        store.apply_if_still("anna", &operation, seen, still).map(|_| ())
    };
    let (shown, seen) = (spring.proposed(AbsenceWay::Cancel), store.revision().unwrap());
    // Somebody books a session in those days: it would stay on the calendar, and nobody would know.
    let between = Operation::new(Deed::BookSessions).create(spring.session(monday() + Days::new(2)));
    spring.apply(&between);
    let before = store.revision().unwrap();
    assert!(matches!(carry_out(&shown, seen), Err(StoreError::Outdated)));
    assert_eq!(store.revision().unwrap(), before);
    // What changes nothing of it is in nobody's way.
    let (shown, seen) = (spring.proposed(AbsenceWay::Cancel), store.revision().unwrap());
    spring.apply(
        &Operation::new(Deed::AddProvider).create(Provider { name: "SIA “Cits”".into(), ..Provider::default() }),
    );
    carry_out(&shown, seen).unwrap();
    let in_those_days = |session: &&Session| (monday()..=monday() + Days::new(4)).contains(&session.day);
    let sessions = spring.sessions();
    let there: Vec<&Session> = sessions.iter().filter(in_those_days).collect();
    assert_eq!((there.len(), there.iter().filter(|session| session.is_open()).count()), (2, 0));
}

//! Several children in one group session: each has an outcome, units and a time of its own, and all are recorded at once.

use std::sync::OnceLock;

use atbalsts::action::Action;
use atbalsts::domain::{
    CaseStatus, Ceiling, Child, Deed, Family, Format, Group, Id, Money, Operation, Outcome, Person, PlanLine,
    PlanState, PlanVersion, Price, Programme, Provider, Recipient, Relation, Session, Unit,
};
use chrono::NaiveTime;

use crate::desk::{World, day, everywhere};
use crate::first_day::office;

/// Who sings together, in the order of the letters.
const GROUP: [&str; 5] = ["Ābele", "Čakste", "Liepa", "Ozola", "Žagare"];

/// Five families with a child each in one music group on Tuesday at one; beside them somebody alone at the same time.
fn choir(world: &World) {
    drop(office(world, crate::desk::Place::of(atbalsts::i18n::Lang::Latvian)));
    let programme: Programme = world.read(|reader| reader.all()).remove(0);
    let provider: Provider = world.read(|reader| reader.all()).remove(0);
    let price = Price {
        service: "MUZ".into(),
        provider: provider.id,
        format: Format::Group,
        unit: Unit::Session,
        amount: Money::from_cents(364),
        from: day(2018, 9, 3),
        ..Price::default()
    };
    let late = Provider { notice_hours: 24, ..provider.clone() };
    let mut operation = Operation::new(Deed::AddFamily).create(price).change(provider.clone(), late);
    for (n, surname) in (0..).map(|n| n * 10).zip(GROUP) {
        let family = Family {
            id: Id::placeholder(n),
            programme: programme.id,
            case_number: format!("2018-{}", 50 + n),
            surname: surname.into(),
            owner: "anna".into(),
            status: CaseStatus::Active,
            ..Family::default()
        };
        let person = Person {
            id: Id::placeholder(n),
            family: family.id,
            given_names: "Elza".into(),
            surname: surname.into(),
            relation: Relation::Child,
            birth_date: Some(day(2011, 4, 5)),
            ..Person::default()
        };
        let child = Child {
            id: Id::placeholder(n),
            family: family.id,
            person: person.id,
            status: CaseStatus::Active,
            ceilings: vec![Ceiling {
                amount: Money::from_cents(100_000),
                from: day(2018, 9, 3),
                legal_basis: "Lēmums 7".into(),
            }],
            ..Child::default()
        };
        let plan = PlanVersion {
            id: Id::placeholder(n),
            child: child.id,
            number: 1,
            state: PlanState::Approved,
            effective_from: Some(day(2018, 9, 3)),
            approved_on: Some(day(2018, 9, 3)),
            approved_by: "līga".into(),
            ..PlanVersion::default()
        };
        let line = PlanLine {
            id: Id::placeholder(n),
            plan: plan.id,
            group: Group::Development,
            service: "MUZ".into(),
            recipient: Recipient::Child,
            format: Format::Group,
            quantity: 20.into(),
            unit: Unit::Session,
            provider: provider.id,
            specialist: "Ilze Kalniņa".into(),
            minutes: 45,
            from: day(2018, 9, 3),
            to: day(2019, 9, 30),
            no_goal_reason: "dzied labprāt".into(),
            ..PlanLine::default()
        };
        let session = Session {
            id: Id::placeholder(n),
            child: child.id,
            line: line.id,
            provider: provider.id,
            specialist: "Ilze Kalniņa".into(),
            day: day(2018, 9, 11),
            start: NaiveTime::from_hms_opt(13, 0, 0),
            minutes: 45,
            units: 1.into(),
            ..Session::default()
        };
        operation = operation.create(family).create(person).create(child).create(plan).create(line).create(session);
    }
    // Nothing was granted to any of them yet: that is told, and heeded.
    operation.heeded = true;
    world.store().apply("anna", &operation).unwrap();
}

pub fn with_choir() -> World {
    static CHOIR: OnceLock<Vec<u8>> = OnceLock::new();
    World::after(&CHOIR, day(2018, 9, 11), choir)
}

/// The group's sessions in the order of the children's names.
pub fn sung(world: &World) -> Vec<Session> {
    let sessions: Vec<Session> = world.read(|reader| reader.all());
    sessions.into_iter().filter(|session| session.specialist == "Ilze Kalniņa").collect()
}

#[test]
fn each_child_of_a_group_is_marked_on_its_own_and_all_are_recorded_at_once() {
    everywhere(|place| {
        let world = with_choir();
        let mut desk = world.desk(place);
        desk.act(Action::Attendance);
        let screen = desk.screen();
        let at = |name: &str| screen.lines().position(|line| line.contains(name)).expect(name);
        let rows: Vec<usize> = GROUP.iter().map(|name| at(name)).collect();
        assert!(rows.windows(2).all(|pair| pair[1] == pair[0] + 1), "they stand together:\n{screen}");
        assert_eq!(screen.matches("13:00").count(), 1, "under one time");
        desk.act(Action::Back);

        let keys = desk.count(|desk| {
            desk.act(Action::Attendance);
            // The first two rows, one's own session of the morning and Ābele's, are as booked.
            desk.act(Action::Down);
            desk.act(Action::Down);
            // Čakste was called off two hours before, Liepa did not come.
            desk.act(Action::MarkExcused);
            desk.act(Action::MarkNoShow);
            // Ozola came late.
            desk.act(Action::MarkTime);
            desk.act(Action::ClearField);
            desk.type_text("1320 25");
            desk.act(Action::Accept);
            // Žagare sang twice.
            desk.act(Action::Down);
            desk.type_text("2");
            for _ in 0..3 {
                desk.act(Action::Up);
            }
            desk.type_text("2");
            desk.act(Action::Accept);
        });
        assert!(keys <= 23, "five children, four of them otherwise: {keys} keys");

        let told: Vec<(Outcome, String, Option<Money>)> = sung(&world)
            .iter()
            .map(|session| {
                let amount = session.charge.as_ref().map(|charge| charge.amount());
                (session.outcome, session.units.to_string(), amount)
            })
            .collect();
        let one = |outcome, units: &str, cents| (outcome, units.to_owned(), Some(Money::from_cents(cents)));
        assert_eq!(
            told,
            [
                one(Outcome::Attended, "1", 364),
                // Half, for late notice and for not coming.
                one(Outcome::Excused, "1", 182),
                one(Outcome::NoShow, "1", 182),
                one(Outcome::Attended, "1", 364),
                one(Outcome::Attended, "2", 728),
            ]
        );
        let late = &sung(&world)[3];
        assert_eq!((late.held_start, late.held_minutes), (NaiveTime::from_hms_opt(13, 20, 0), 25));
        assert_eq!((late.start, late.minutes), (NaiveTime::from_hms_opt(13, 0, 0), 45), "what was booked stays");
        assert_eq!(sung(&world)[1].notice_given, Some(2));

        // One action, taken back as one.
        desk.act(Action::Undo);
        desk.act(Action::Accept);
        assert!(sung(&world).iter().all(|session| session.is_open() && session.held_start.is_none()));
    });
}

#[test]
fn a_code_a_child_is_all_that_a_group_takes() {
    everywhere(|place| {
        let world = with_choir();
        let mut desk = world.desk(place);
        let keys = desk.count(|desk| {
            desk.act(Action::Attendance);
            // The morning's, then the choir from top to bottom, as the sheet of paper has them.
            desk.act(Action::MarkPresent);
            desk.act(Action::MarkPresent);
            desk.act(Action::MarkExcused);
            desk.act(Action::MarkByProvider);
            desk.act(Action::MarkNoShow);
            desk.act(Action::Accept);
        });
        assert_eq!(keys, 7);
        let outcomes: Vec<Outcome> = sung(&world).iter().map(|session| session.outcome).collect();
        use Outcome::{Attended, ByProvider, Excused, NoShow};
        assert_eq!(outcomes, [Attended, Excused, ByProvider, NoShow, Attended]);
    });
}

//! Decisions: numbered in the write, kept as they were made, superseded and not changed.

#[path = "support/store_world.rs"]
mod world;

use atbalsts::domain::{
    Child, Decision, DecisionKind, Deed, Fault, Field, Id, Kind, Operation, PlanState, PlanVersion, Problem, Programme,
};
use atbalsts::store::{Blocked, Finding, Store, StoreError, audits};
use chrono::NaiveDate;
use world::{World, day, household};

/// A child's case in a programme.
fn case(store: &Store) -> (Id<Programme>, Id<Child>) {
    let (programme, family, person) = household(store);
    let child = Child { family, person, ..Child::default() };
    let child = store.write("anna", Deed::AddChild, |tx| tx.put(child)).unwrap().value;
    (programme, child)
}

fn decision(programme: Id<Programme>, child: Id<Child>, on: NaiveDate) -> Decision {
    Decision { programme, child, day: on, decided_by: "līga".into(), ..Decision::default() }
}

fn decide(store: &Store, decision: Decision) -> Result<u64, StoreError> {
    store.apply("līga", &Operation::new(Deed::AddDecision).create(decision)).map(|applied| applied.revision)
}

fn labels(store: &Store) -> Vec<String> {
    store.read(|reader| reader.all::<Decision>()).unwrap().iter().map(Decision::label).collect()
}

fn sound(store: &Store) {
    assert_eq!(store.check(audits::ALL).unwrap().findings, vec![]);
}

fn programme_of(store: &Store, municipality: &str) -> Id<Programme> {
    let programme = Programme { municipality: municipality.into(), ..world::programme() };
    store.write("anna", Deed::AddProgramme, |tx| tx.put(programme)).unwrap().value
}

#[test]
fn each_municipality_counts_its_decisions_from_one_each_year() {
    let world = World::new();
    let (programme, child) = case(&world.store);
    let own = world::get(&world.store, programme).municipality;
    let (second, other) =
        (programme_of(&world.store, &own.to_uppercase()), programme_of(&world.store, "Dobeles novads"));
    let dates = [day(2018, 9, 3), day(2018, 9, 3), day(2019, 1, 2), day(2018, 12, 28)];
    for date in dates {
        // Whatever number it comes with.
        decide(&world.store, Decision { number: 7, ..decision(programme, child, date) }).unwrap();
    }
    decide(&world.store, decision(other, child, day(2018, 9, 3))).unwrap();
    // The municipality's next programme goes on in its register, and the first one after it.
    decide(&world.store, decision(second, child, day(2018, 9, 4))).unwrap();
    decide(&world.store, decision(programme, child, day(2018, 9, 5))).unwrap();
    let expect = ["2018/1", "2018/2", "2019/1", "2018/3", "2018/1", "2018/4", "2018/5"];
    assert_eq!(labels(&world.store), expect);
    sound(&world.store);
}

#[test]
fn what_two_programmes_numbered_alike_before_stays_and_is_told() {
    let world = World::new();
    let (programme, child) = case(&world.store);
    let (own, second) = (world::get(&world.store, programme), programme_of(&world.store, "Dobeles novads"));
    for of in [programme, second] {
        decide(&world.store, decision(of, child, day(2018, 9, 3))).unwrap();
    }
    sound(&world.store);
    // It turns out that both are of one municipality.
    let second = world::get(&world.store, second);
    let joined = Programme { municipality: own.municipality, ..second.clone() };
    world.store.apply("anna", &Operation::new(Deed::EditProgramme).change(second.clone(), joined)).unwrap();
    assert_eq!(labels(&world.store), ["2018/1", "2018/1"]);
    let findings = world.store.check(audits::ALL).unwrap().findings;
    let told = vec![Fault::new(Field::Number, Problem::Duplicate("2018/1".into()))];
    let double = |id| Finding::Faults { record: (Kind::Decision, id), faults: told.clone() };
    assert_eq!(findings, [double(1), double(2)]);
    decide(&world.store, decision(second.id, child, day(2018, 9, 3))).unwrap();
    assert_eq!(labels(&world.store)[2], "2018/2");
}

#[test]
fn those_who_decide_at_once_get_numbers_without_gaps_and_doubles() {
    let world = World::new();
    let (programme, child) = case(&world.store);
    let (writers, each) = (4, 10);
    std::thread::scope(|scope| {
        for _ in 0..writers {
            let store = world.another();
            scope.spawn(move || {
                for _ in 0..each {
                    decide(&store, decision(programme, child, day(2018, 9, 3))).unwrap();
                }
            });
        }
    });
    let mut numbers: Vec<u32> =
        world.store.read(|reader| reader.all::<Decision>()).unwrap().iter().map(|d| d.number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=writers * each).collect::<Vec<u32>>());
    sound(&world.store);
}

#[test]
fn a_decision_is_superseded_and_not_changed() {
    let world = World::new();
    let (programme, child) = case(&world.store);
    decide(&world.store, decision(programme, child, day(2018, 9, 3))).unwrap();
    let made: Decision = world::get(&world.store, Id::new(1));
    let locked = |result: Result<(), StoreError>| match result {
        Err(StoreError::Faults { faults, .. }) => {
            assert_eq!(faults, [Fault::new(Field::RegisterDecision, Problem::Decided)]);
        }
        other => panic!("{other:?}"),
    };
    let changed = Decision { text: "cits".into(), ..made.clone() };
    locked(world.store.write("līga", Deed::AddDecision, |tx| tx.put(changed)).map(drop));
    locked(world.store.write("līga", Deed::AddDecision, |tx| tx.remove(made.id)).map(drop));
    let next = Decision { supersedes: made.id, ..decision(programme, child, day(2018, 9, 4)) };
    decide(&world.store, next).unwrap();
    assert_eq!(labels(&world.store), ["2018/1", "2018/2"]);
    let refusal = Decision { kind: DecisionKind::Refuse, ..decision(programme, child, day(2018, 9, 4)) };
    match decide(&world.store, refusal) {
        Err(StoreError::Faults { faults, .. }) => assert_eq!(faults, [Fault::new(Field::Text, Problem::Missing)]),
        other => panic!("{other:?}"),
    }
    assert_eq!(labels(&world.store).len(), 2, "what was refused took no number");
}

#[test]
fn the_last_decision_can_be_taken_back_and_leaves_no_gap() {
    let world = World::new();
    let (programme, child) = case(&world.store);
    let make = || decide(&world.store, decision(programme, child, day(2018, 9, 3))).unwrap();
    let (first, last) = (make(), make());
    assert!(matches!(world.store.undo_preview_of(first).unwrap().blocked_by, Some(Blocked::Registered { .. })));
    world.store.undo("līga", last).unwrap();
    make();
    assert_eq!(labels(&world.store), ["2018/1", "2018/2"]);
    sound(&world.store);
}

#[test]
fn plan_versions_take_the_place_of_earlier_ones_and_step_by_step() {
    let world = World::new();
    let (_, child) = case(&world.store);
    let put =
        |plan: PlanVersion| world.store.write("anna", Deed::AddPlan, |tx| tx.put(plan)).map(|written| written.value);
    let version = |number, supersedes| PlanVersion {
        child,
        number,
        supersedes,
        reason: "vairāk".into(),
        ..PlanVersion::default()
    };
    let refused = |result: Result<Id<PlanVersion>, StoreError>, expect: Fault| match result {
        Err(StoreError::Faults { faults, .. }) => assert_eq!(faults, [expect]),
        other => panic!("{other:?}"),
    };
    let first = put(version(1, Id::default())).unwrap();
    let second = put(version(2, first)).unwrap();
    refused(put(version(2, first)), Fault::new(Field::Number, Problem::Duplicate("v2".into())));
    let circle = PlanVersion { id: first, ..version(1, second) };
    refused(put(circle), Fault::new(Field::Supersedes, Problem::NotEarlierVersion(2)));
    assert!(matches!(put(version(3, Id::new(99))), Err(StoreError::Faults { .. } | StoreError::BrokenLink { .. })));
    let approved =
        PlanVersion { id: second, state: PlanState::Approved, approved_on: Some(day(2018, 9, 3)), ..version(2, first) };
    refused(put(approved), Fault::new(Field::State, Problem::NotSubmitted));
    sound(&world.store);
}

//! The store against a model in memory, over random sequences of what people do.

#[path = "support/store_world.rs"]
mod world;

use std::collections::BTreeMap;

use atbalsts::domain::{AnyRecord, Deed, Family, Id, Index, IndexKey, Kind, Operation, Person, Programme};
use atbalsts::store::{Store, StoreError};
use world::{World, assert_sound, by_case_number, family, get, household, person};

#[test]
fn every_index_key_and_row_is_where_the_model_says_after_any_sequence() {
    use proptest::{prelude::*, test_runner::Config};

    proptest!(Config { cases: 64, max_shrink_iters: 60, ..Config::default() }, |(steps in prop::collection::vec(step(), 1..25))| {
        let world = World::new();
        let (programme, ..) = household(&world.store);
        let mut model = Model { programme, now: state(&world.store, None), past: BTreeMap::new() };
        model.past.insert(1, model.now.clone());
        for step in steps {
            model.walk(&world.store, step);
        }
        assert_sound(&world.store);
        for (revision, then) in &model.past {
            prop_assert_eq!(&state(&world.store, Some(*revision)), then, "as of {}", revision);
        }
    });

    #[derive(Clone, Debug)]
    enum Step {
        AddFamily { case: u8 },
        AddPerson { family: usize },
        AddHousehold { case: u8 },
        Rename { family: usize, case: u8 },
        Move { person: usize, family: usize },
        RemoveFamily { family: usize },
        RemovePerson { person: usize },
        Undo { back: u64 },
    }

    fn step() -> impl Strategy<Value = Step> {
        let (case, place) = (0..12_u8, 0..8_usize);
        prop_oneof![
            case.clone().prop_map(|case| Step::AddFamily { case }),
            place.clone().prop_map(|family| Step::AddPerson { family }),
            case.clone().prop_map(|case| Step::AddHousehold { case }),
            (place.clone(), case).prop_map(|(family, case)| Step::Rename { family, case }),
            (place.clone(), place.clone()).prop_map(|(person, family)| Step::Move { person, family }),
            place.clone().prop_map(|family| Step::RemoveFamily { family }),
            place.prop_map(|person| Step::RemovePerson { person }),
            (0..3_u64).prop_map(|back| Step::Undo { back }),
        ]
    }

    /// Families by number with their case numbers, people by number with their families.
    type State = (BTreeMap<u64, String>, BTreeMap<u64, u64>);

    /// What the store holds, by its rows; and its indexes must say the same.
    fn state(store: &Store, revision: Option<u64>) -> State {
        let revision = revision.unwrap_or_else(|| store.revision().unwrap());
        store
            .read_as_of(revision, |reader| {
                let families = reader.all::<Family>()?;
                let mut indexed = BTreeMap::new();
                for family in &families {
                    let found = reader.find::<Family>(&by_case_number(&family.case_number))?;
                    assert_eq!(found.iter().map(|found| found.id).collect::<Vec<_>>(), [family.id]);
                    for person in reader.find::<Person>(&IndexKey::new(Index::PersonByFamily).id(family.id.0))? {
                        indexed.insert(person.id.0, family.id.0);
                    }
                }
                let all = IndexKey::new(Index::FamilyByCaseNumber);
                assert_eq!(reader.count(&all, &all)?, families.len() as u64);
                let people = reader.all::<Person>()?.into_iter().map(|person| (person.id.0, person.family.0));
                let people: BTreeMap<u64, u64> = people.collect();
                assert_eq!(people, indexed);
                Ok((families.into_iter().map(|family| (family.id.0, family.case_number)).collect(), people))
            })
            .unwrap()
    }

    struct Model {
        programme: Id<Programme>,
        now: State,
        past: BTreeMap<u64, State>,
    }

    impl Model {
        /// Does the step to the store and to the model; both must agree on the outcome.
        fn walk(&mut self, store: &Store, step: Step) {
            let case_number = |case: u8| format!("K-{case}");
            let taken = |state: &State, case: u8| state.0.values().any(|number| *number == case_number(case));
            let nth_family = |state: &State, nth: usize| state.0.keys().copied().cycle().nth(nth);
            let nth_person = |state: &State, nth: usize| state.1.keys().copied().cycle().nth(nth);
            let mut next = self.now.clone();
            let (operation, allowed) = match step {
                Step::AddFamily { case } => {
                    let operation =
                        Operation::new(Deed::AddFamily).create(family(self.programme, &case_number(case), "Ozola"));
                    (operation, !taken(&next, case))
                }
                Step::AddHousehold { case } => {
                    let operation =
                        Operation::new(Deed::AddFamily).create(person(Id::placeholder(7), "Anna", "Ozola")).create(
                            Family { id: Id::placeholder(7), ..family(self.programme, &case_number(case), "Ozola") },
                        );
                    (operation, !taken(&next, case))
                }
                Step::AddPerson { family } => {
                    let Some(family) = nth_family(&next, family) else { return };
                    (Operation::new(Deed::AddPerson).create(person(Id::new(family), "Anna", "Ozola")), true)
                }
                Step::Rename { family, case } => {
                    let Some(number) = nth_family(&next, family) else { return };
                    let base = get(store, Id::<Family>::new(number));
                    let renamed = Family { case_number: case_number(case), ..base.clone() };
                    let same = base.case_number == renamed.case_number;
                    let allowed = same || !taken(&next, case);
                    if allowed {
                        next.0.insert(number, case_number(case));
                    }
                    (Operation::new(Deed::EditFamily).change(base, renamed), allowed)
                }
                Step::Move { person, family } => {
                    let (Some(number), Some(family)) = (nth_person(&next, person), nth_family(&next, family)) else {
                        return;
                    };
                    let base = get(store, Id::<Person>::new(number));
                    next.1.insert(number, family);
                    let moved = Person { family: Id::new(family), ..base.clone() };
                    (Operation::new(Deed::EditPerson).change(base, moved), true)
                }
                Step::RemoveFamily { family } => {
                    let Some(number) = nth_family(&next, family) else { return };
                    let allowed = !next.1.values().any(|family| *family == number);
                    if allowed {
                        next.0.remove(&number);
                    }
                    (Operation::new(Deed::CloseFamily).remove(&get(store, Id::<Family>::new(number))), allowed)
                }
                Step::RemovePerson { person } => {
                    let Some(number) = nth_person(&next, person) else { return };
                    next.1.remove(&number);
                    (Operation::new(Deed::ClosePerson).remove(&get(store, Id::<Person>::new(number))), true)
                }
                Step::Undo { back } => return self.undo(store, back),
            };
            let before = store.revision().unwrap();
            let applied = store.apply("anna", &operation);
            assert_eq!(applied.is_ok(), allowed, "{operation:?}: {applied:?}");
            // New numbers are the store's to choose: the model takes them over.
            for (put, (kind, number)) in operation.puts.iter().zip(applied.map(|a| a.numbers).unwrap_or_default()) {
                match (&put.base, &put.record, kind) {
                    (None, AnyRecord::Family(family), Kind::Family) => {
                        next.0.insert(number, family.case_number.clone());
                    }
                    (None, AnyRecord::Person(_), Kind::Person) => {
                        next.1.insert(number, get(store, Id::<Person>::new(number)).family.0);
                    }
                    _ => {}
                }
            }
            assert_eq!(store.revision().unwrap(), before + u64::from(next != self.now));
            self.arrive(store, next);
        }

        /// Undoing the last operation always works and restores the state before it exactly; an earlier one works
        /// or changes nothing, and the preview says which.
        fn undo(&mut self, store: &Store, back: u64) {
            let last = store.revision().unwrap();
            let Some(revision) = last.checked_sub(back).filter(|revision| *revision > 1) else { return };
            let blocked = store.undo_preview_of(revision).unwrap().blocked_by;
            let undone = store.undo("anna", revision);
            if back == 0 {
                undone.unwrap();
                let before = self.past[&(revision - 1)].clone();
                self.arrive(store, before);
            } else {
                // A case number given to somebody else meanwhile is all that the preview does not foresee.
                let duplicate = matches!(undone, Err(StoreError::Duplicate { .. }));
                assert_eq!(undone.is_ok(), blocked.is_none() && !duplicate, "{blocked:?} {undone:?}");
                let next = if undone.is_ok() { state(store, None) } else { self.now.clone() };
                self.arrive(store, next);
            }
        }

        fn arrive(&mut self, store: &Store, next: State) {
            assert_eq!(state(store, None), next);
            self.now = next;
            self.past.insert(store.revision().unwrap(), self.now.clone());
        }
    }
}

//! The store through its public face: what people do to it, and what it must never do to them.

#[path = "support/store_world.rs"]
mod world;

use std::collections::BTreeMap;

use atbalsts::domain::{
    AnyRecord, CaseStatus, Deed, Draft, DraftKey, Family, Field, Id, Index, IndexKey, Kind, Operation, Person,
    Programme, Record, Service, User,
};
use atbalsts::store::{Blocked, Change, Clock, Store, StoreError};
use serde_json::json;
use world::{World, clock, family, instant, person, programme};

/// A programme with one family and its mother; their ids.
fn household(store: &Store) -> (Id<Programme>, Id<Family>, Id<Person>) {
    let operation = Operation::new(Deed::AddFamily)
        .add(Programme { id: Id::placeholder(0), ..programme() })
        .add(Family { id: Id::placeholder(1), ..family(Id::placeholder(0), "2018-01", "Bērziņa-Āboliņa") })
        .add(person(Id::placeholder(1), "Ilze", "Bērziņa-Āboliņa"));
    let applied = store.apply("pēteris", &operation).unwrap();
    let [programme, family, person] = applied.numbers[..] else { panic!("three records") };
    assert_eq!((programme.0, family.0, person.0), (Kind::Programme, Kind::Family, Kind::Person));
    (Id::new(programme.1), Id::new(family.1), Id::new(person.1))
}

fn get<R: Record>(store: &Store, id: Id<R>) -> R {
    store.read(|reader| reader.get(id)).unwrap().expect("the record is there")
}

fn by_case_number(case_number: &str) -> IndexKey {
    IndexKey::new(Index::FamilyByCaseNumber).text(case_number)
}

fn assert_sound(store: &Store) {
    assert_eq!(store.check(&[]).unwrap().findings, vec![]);
}

#[test]
fn a_family_with_its_mother_is_entered_in_one_operation_and_others_find_it() {
    let world = World::new();
    let (programme, family, _) = household(&world.store);
    let (families, people, entries) = world
        .another()
        .read(|reader| {
            let families = reader.find::<Family>(&by_case_number("2018-01"))?;
            let people = reader.find::<Person>(&IndexKey::new(Index::PersonByFamily).id(family.0))?;
            Ok((families, people, reader.entries(0, 10)?))
        })
        .unwrap();
    assert_eq!((families[0].id, families[0].programme), (family, programme));
    assert_eq!(people[0].surname, "Bērziņa-Āboliņa");
    assert_eq!((entries.len(), entries[0].changes.len(), entries[0].user.as_str()), (1, 3, "pēteris"));
    assert_eq!((entries[0].at, entries[0].deed, world.store.revision().unwrap()), (instant(0), Deed::AddFamily, 1));
    assert_sound(&world.store);
}

#[test]
fn new_records_may_be_named_by_their_order_in_the_operation() {
    let world = World::new();
    let operation = Operation::new(Deed::AddFamily)
        .add(programme())
        .add(family(Id::placeholder(0), "2018-01", "Šķēle"))
        .add(person(Id::placeholder(1), "Ādams", "Šķēle"));
    let numbers = world.store.apply("anna", &operation).unwrap().numbers;
    assert_eq!(get(&world.store, Id::<Person>::new(numbers[2].1)).family.0, numbers[1].1);
    let dangling = Operation::new(Deed::AddPerson).add(person(Id::placeholder(5), "Ādams", "Šķēle"));
    assert!(matches!(world.store.apply("anna", &dangling), Err(StoreError::BrokenLink { .. })));
}

#[test]
fn what_is_not_fit_is_refused_whole() {
    let world = World::new();
    let (programme, family_id, person_id) = household(&world.store);
    let check = |operation: Operation, expect: fn(&StoreError) -> bool| {
        let error = world.store.apply("anna", &operation).unwrap_err();
        assert!(expect(&error), "{error:?}");
        assert_eq!(world.store.revision().unwrap(), 1, "nothing is stored");
    };
    let add = |deed| Operation::new(deed);
    check(
        add(Deed::AddFamily).add(family(programme, "2018-02", "Ozola")).add(family(programme, " ", "Ozola")),
        |error| matches!(error, StoreError::Faults { kind: Kind::Family, faults, .. } if faults[0].field == Field::CaseNumber),
    );
    check(add(Deed::AddFamily).add(family(programme, "2018-01", "Ozola")), |error| {
        matches!(error, StoreError::Duplicate { field: Field::CaseNumber, number: 1, .. })
    });
    check(add(Deed::AddPerson).add(person(Id::new(77), "Jānis", "Ozols")), |error| {
        matches!(error, StoreError::BrokenLink { to: (Kind::Family, 77), .. })
    });
    check(add(Deed::CloseFamily).remove(&get(&world.store, family_id)), |error| {
        matches!(error, StoreError::StillLinked { record: (Kind::Family, 1), by: (Kind::Person, 1) })
    });
    let user = User { login: "anna".into(), ..User::default() };
    check(add(Deed::AddUser).add(user.clone()).add(user), |error| {
        matches!(error, StoreError::Duplicate { field: Field::Login, .. })
    });
    let service = Service { code: "FIZ".into(), latvian_name: "fizioterapeits".into(), ..Service::default() };
    check(add(Deed::AddService).add(service.clone()).add(service), |error| {
        matches!(error, StoreError::Duplicate { field: Field::Code, .. })
    });
    let stranger = Family { id: Id::new(9), ..family(programme, "2018-09", "Ozola") };
    check(add(Deed::EditFamily).add(stranger), |error| {
        matches!(error, StoreError::NoSuchRecord { kind: Kind::Family, number: 9 })
    });
    // Those who belong together may go together.
    let both = add(Deed::CloseFamily).remove(&get(&world.store, family_id)).remove(&get(&world.store, person_id));
    assert_eq!(world.store.apply("anna", &both).unwrap().revision, 2);
    assert_sound(&world.store);
}

#[test]
fn two_edits_of_one_family_are_merged_field_by_field() {
    let world = World::new();
    let (_, id, _) = household(&world.store);
    let base = get(&world.store, id);
    let anna = Family { phone: "29357075".into(), ..base.clone() };
    let peter = Family { actual_address: "Ķekavas iela 4".into(), status: CaseStatus::Suspended, ..base.clone() };
    world.store.apply("anna", &Operation::new(Deed::EditFamily).change(base.clone(), anna.clone())).unwrap();
    world.another().apply("pēteris", &Operation::new(Deed::EditFamily).change(base.clone(), peter.clone())).unwrap();
    assert_eq!(get(&world.store, id), Family { phone: "29357075".into(), ..peter });
    // The same form sent twice changes nothing the second time.
    let again = world.store.apply("anna", &Operation::new(Deed::EditFamily).change(base, anna)).unwrap();
    assert_eq!((again.revision, world.store.revision().unwrap()), (3, 3));
    assert_sound(&world.store);
}

#[test]
fn a_field_that_both_changed_is_asked_about_and_nothing_is_stored() {
    let world = World::new();
    let (_, id, mother) = household(&world.store);
    let base = get(&world.store, id);
    let mine = Family { phone: "29357075".into(), email: "ilze@talsi.lv".into(), ..base.clone() };
    let theirs = Family { phone: "27000111".into(), ..base.clone() };
    world.store.apply("anna", &Operation::new(Deed::EditFamily).change(base.clone(), theirs.clone())).unwrap();
    let ilze = get(&world.store, mother);
    let operation = Operation::new(Deed::EditFamily)
        .change(ilze.clone(), Person { phone: "29357075".into(), ..ilze.clone() })
        .change(base, mine);
    match world.store.apply("pēteris", &operation) {
        Err(StoreError::Clash { kind: Kind::Family, number: 1, fields, theirs: stored }) => {
            let [field] = &fields[..] else { panic!("one field: {fields:?}") };
            assert_eq!((field.name.as_str(), &field.base), ("phone", &json!("")));
            assert_eq!((&field.mine, &field.theirs), (&json!("29357075"), &json!("27000111")));
            assert_eq!(*stored, AnyRecord::from(theirs.clone()));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!((get(&world.store, id), get(&world.store, mother)), (theirs.clone(), ilze.clone()));

    world.store.write("anna", Deed::EditFamily, |tx| tx.remove(mother)).unwrap();
    let late = Operation::new(Deed::EditPerson).change(ilze.clone(), Person { phone: "29357075".into(), ..ilze });
    assert!(matches!(world.store.apply("pēteris", &late), Err(StoreError::Removed { kind: Kind::Person, .. })));
}

#[test]
fn a_draft_waits_for_its_user_and_goes_with_the_operation_that_completes_it() {
    let world = World::new();
    let (programme, ..) = household(&world.store);
    let draft = Draft {
        form: "family".into(),
        about: programme.0,
        texts: vec![("surname".into(), "Bērz".into())],
        focus: 1,
        ..Draft::default()
    };
    world.store.save_draft("anna", &draft).unwrap();
    world.store.save_draft("anna", &Draft { form: "note".into(), ..draft.clone() }).unwrap();
    world.store.save_draft("annabella", &draft).unwrap();
    let drafts = |user: &str| world.another().read(|reader| reader.drafts(user)).unwrap();
    assert_eq!((drafts("anna").len(), drafts("annabella").len(), drafts("ann").len()), (2, 1, 0));
    assert_eq!(world.store.revision().unwrap(), 1, "drafts are nobody else's business");

    let wrong = Operation::new(Deed::AddFamily).add(family(programme, "", "Bērziņa")).completes(Some(draft.key()));
    world.store.apply("anna", &wrong).unwrap_err();
    assert_eq!(drafts("anna").len(), 2, "what was refused is still there to be corrected");
    let right =
        Operation::new(Deed::AddFamily).add(family(programme, "2018-02", "Bērziņa")).completes(Some(draft.key()));
    world.store.apply("anna", &right).unwrap();
    assert_eq!(drafts("anna").iter().map(|draft| draft.form.as_str()).collect::<Vec<_>>(), ["note"]);
    assert_eq!(drafts("annabella"), [draft]);
    assert!(matches!(world.store.apply("anna", &right), Err(StoreError::Duplicate { .. })), "sent twice");

    world.store.drop_draft("anna", &DraftKey { form: "note".into(), about: programme.0 }).unwrap();
    assert_eq!(drafts("anna"), []);
}

#[test]
fn undo_takes_back_ones_own_last_operation_and_says_what_stands_in_the_way() {
    let world = World::new();
    let (_, family_id, _) = household(&world.store);
    let base = get(&world.store, family_id);
    let edited = Family { phone: "29357075".into(), ..base.clone() };
    world.store.apply("anna", &Operation::new(Deed::EditFamily).change(base.clone(), edited.clone())).unwrap();

    let preview = world.store.undo_preview("pēteris").unwrap().unwrap();
    assert_eq!((preview.revision, preview.changes.values().sum::<usize>()), (1, 3));
    let by = Blocked::Later { record: (Kind::Family, 1), revision: 2, deed: Deed::EditFamily, user: "anna".into() };
    assert_eq!(preview.blocked_by, Some(by));
    assert!(matches!(world.store.undo("pēteris", 1), Err(StoreError::UndoBlocked { revision: 1, .. })));

    let preview = world.store.undo_preview("anna").unwrap().unwrap();
    assert_eq!((preview.revision, preview.deed, preview.blocked_by), (2, Deed::EditFamily, None));
    assert_eq!(world.store.undo("anna", 2).unwrap().revision, 3);
    assert_eq!(get(&world.store, family_id), base);
    assert_eq!(world.store.undo_preview("anna").unwrap(), None, "it is undone, and the undo is no new operation");
    // The undo of the undo.
    world.store.undo("pēteris", 3).unwrap();
    assert_eq!(get(&world.store, family_id), edited);
    assert_eq!(world.store.undo_preview("anna").unwrap().map(|preview| preview.revision), Some(2));
    world.store.undo("anna", 2).unwrap();
    world.store.undo("anna", 4).unwrap_err();
    // The family was entered by somebody else: that somebody may now take back all of it.
    world.store.undo("pēteris", 1).unwrap();
    assert_eq!(world.store.read(|reader| reader.all::<Family>()).unwrap(), []);
    let entry = world.store.read(|reader| Ok(reader.entries_back(None, 1)?.remove(0))).unwrap();
    assert_eq!((entry.revision, entry.deed, entry.undoes), (6, Deed::Undo, Some(1)));
    assert!(matches!(world.store.undo("anna", 99), Err(StoreError::NoSuchRevision(99))));
    assert_sound(&world.store);
}

#[test]
fn undo_leaves_no_link_to_nowhere() {
    let world = World::new();
    let (_, family_id, mother) = household(&world.store);
    let child = world.store.write("anna", Deed::AddPerson, |tx| tx.put(person(family_id, "Līga", "Āboliņa"))).unwrap();
    let blocked = world.store.undo_preview("pēteris").unwrap().unwrap().blocked_by;
    let by = (Kind::Person, child.value.0);
    assert_eq!(blocked, Some(Blocked::StillLinked { record: (Kind::Family, family_id.0), by }));

    let operation = Operation::new(Deed::ClosePerson).remove(&get(&world.store, mother));
    world.store.apply("anna", &operation).unwrap();
    let others =
        Operation::new(Deed::CloseFamily).remove(&get(&world.store, child.value)).remove(&get(&world.store, family_id));
    world.store.apply("pēteris", &others).unwrap();
    let blocked = world.store.undo_preview("anna").unwrap().unwrap().blocked_by;
    let record = (Kind::Person, mother.0);
    assert_eq!(blocked, Some(Blocked::BrokenLink { record, to: (Kind::Family, family_id.0) }));
    world.store.undo("pēteris", 4).unwrap();
    world.store.undo("anna", 3).unwrap();
    assert_eq!(get(&world.store, mother).given_names, "Ilze");
    assert_sound(&world.store);
}

#[test]
fn last_month_reads_as_it_was_then_indexes_included() {
    let world = World::new();
    let (programme, family_id, mother) = household(&world.store);
    let base = get(&world.store, family_id);
    let store = Store::open(world.store.path(), Clock::Fixed(instant(60))).unwrap();
    let renamed = Family { case_number: "2018-77".into(), ..base.clone() };
    store.apply("anna", &Operation::new(Deed::EditFamily).change(base.clone(), renamed)).unwrap();
    store.write("anna", Deed::ClosePerson, |tx| tx.remove(mother)).unwrap();
    store.write("anna", Deed::AddFamily, |tx| tx.put(family(programme, "2018-02", "Ozola"))).unwrap();

    let (then, missing, people, count, journal) = store
        .read_as_of(1, |reader| {
            let all = IndexKey::new(Index::FamilyByCaseNumber);
            Ok((
                reader.find::<Family>(&by_case_number("2018-01"))?,
                reader.find::<Family>(&by_case_number("2018-77"))?,
                reader.find::<Person>(&IndexKey::new(Index::PersonByFamily).id(family_id.0))?,
                reader.count(&all, &all)?,
                reader.entries_back(None, 10)?,
            ))
        })
        .unwrap();
    assert_eq!((then.as_slice(), missing.as_slice(), people.len(), count), (&[base][..], &[][..], 1, 1));
    assert_eq!((journal.len(), journal[0].revision), (1, 1), "the journal too ends where the past does");
    let history = store.read(|reader| reader.history(Kind::Family, family_id.0)).unwrap();
    let case_number = |change: &Change| change.after_fields()["case_number"].clone();
    let numbers: Vec<_> = history.iter().map(|past| (past.revision, case_number(&past.change))).collect();
    assert_eq!(numbers, [(1, json!("2018-01")), (2, json!("2018-77"))]);
    let at = |minutes| store.read(|reader| reader.revision_at(instant(minutes))).unwrap();
    assert_eq!((at(-1), at(0), at(59), at(60), at(99)), (0, 1, 1, 4, 4));
    assert!(matches!(store.read_as_of(5, |_| Ok(())), Err(StoreError::NoSuchRevision(5))));
    assert_eq!(store.read_as_of(0, |reader| reader.all::<Family>()).unwrap(), []);
}

#[test]
fn a_screen_reads_the_rows_that_it_shows_and_no_others() {
    let world = World::new();
    let (programme, family_id, _) = household(&world.store);
    let mut import = Operation::new(Deed::Import);
    for number in 2..200 {
        import = import.add(family(programme, &format!("2018-{number:03}"), "Ozola"));
    }
    world.store.apply("anna", &import).unwrap();
    let (people, page, count) = world
        .store
        .read(|reader| {
            reader.find::<Person>(&IndexKey::new(Index::PersonByFamily).id(family_id.0))?;
            let people = reader.rows_read();
            let page = reader.range::<Family>(&by_case_number("2018-010"), &by_case_number("2018-019"))?;
            let all = IndexKey::new(Index::FamilyByProgramme).id(programme.0);
            let count = reader.count(&all, &all)?;
            Ok((people, (page.len() as u64, page[0].case_number.clone(), reader.rows_read() - people), count))
        })
        .unwrap();
    assert_eq!((people, page, count), (1, (10, "2018-010".to_owned(), 10), 199));
    let prefix = IndexKey::new(Index::FamilyByCaseNumber).text_prefix("2018-19");
    assert_eq!(world.store.read(|reader| reader.find::<Family>(&prefix)).unwrap().len(), 10);
}

#[test]
fn who_looked_at_a_family_is_known_and_is_no_change() {
    let world = World::new();
    let (_, family_id, mother) = household(&world.store);
    let opened = [(Kind::Family, family_id.0), (Kind::Person, mother.0)];
    world.store.note_looks("audits", &opened).unwrap();
    let later = Store::open(world.store.path(), Clock::Fixed(instant(5))).unwrap();
    later.note_looks("ģirts", &opened[..1]).unwrap();
    let looks = world.store.read(|reader| reader.looks(Kind::Family, family_id.0)).unwrap();
    let looks: Vec<_> = looks.iter().map(|look| (look.user.as_str(), look.at)).collect();
    assert_eq!(looks, [("audits", instant(0)), ("ģirts", instant(5))]);
    assert_eq!(world.store.read(|reader| reader.all_looks()).unwrap().len(), 3);
    assert_eq!(world.store.revision().unwrap(), 1);
}

#[test]
fn a_write_that_changes_nothing_leaves_no_trace() {
    let world = World::new();
    let (_, id, _) = household(&world.store);
    let same = get(&world.store, id);
    let written = world.store.write("anna", Deed::EditFamily, |tx| {
        tx.put(Family { phone: "29357075".into(), ..same.clone() })?;
        tx.put(same.clone())
    });
    assert_eq!(written.map(|written| (written.revision, written.changed)).unwrap(), (1, false));
    let failed: Result<_, StoreError> = world.store.write("anna", Deed::EditFamily, |tx| {
        tx.put(Family { surname: "Cita".into(), ..same.clone() })?;
        Err::<(), _>(StoreError::NothingToUndo)
    });
    failed.unwrap_err();
    assert_eq!((get(&world.store, id), world.store.revision().unwrap()), (same, 1));
}

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
                        Operation::new(Deed::AddFamily).add(family(self.programme, &case_number(case), "Ozola"));
                    (operation, !taken(&next, case))
                }
                Step::AddHousehold { case } => {
                    let operation = Operation::new(Deed::AddFamily)
                        .add(person(Id::placeholder(7), "Anna", "Ozola"))
                        .add(Family { id: Id::placeholder(7), ..family(self.programme, &case_number(case), "Ozola") });
                    (operation, !taken(&next, case))
                }
                Step::AddPerson { family } => {
                    let Some(family) = nth_family(&next, family) else { return };
                    (Operation::new(Deed::AddPerson).add(person(Id::new(family), "Anna", "Ozola")), true)
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

#[test]
fn a_backup_is_the_whole_store_and_replaces_nothing() {
    let world = World::new();
    let (_, family_id, _) = household(&world.store);
    world.store.save_draft("anna", &Draft { form: "note".into(), ..Draft::default() }).unwrap();
    world.store.note_looks("anna", &[(Kind::Family, family_id.0)]).unwrap();
    let directory = world.store.path().parent().unwrap();
    let backup = directory.join("kopija.atbalsts");
    world.store.backup(&backup).unwrap();
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(backup.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert!(matches!(world.store.backup(&backup), Err(StoreError::Exists(_))));

    let base = get(&world.store, family_id);
    let later = Family { phone: "29357075".into(), ..base.clone() };
    world.store.apply("anna", &Operation::new(Deed::EditFamily).change(base.clone(), later)).unwrap();
    let restored = directory.join("atjaunots.redb");
    assert_eq!(atbalsts::store::restore(&backup, &restored).unwrap().findings, vec![]);
    let store = Store::open(&restored, clock()).unwrap();
    assert_eq!((get(&store, family_id), store.revision().unwrap()), (base.clone(), 1));
    assert_eq!(store.read(|reader| Ok((reader.drafts("anna")?.len(), reader.all_looks()?.len()))).unwrap(), (1, 1));
    // It goes on from there: numbers continue and the journal's chain with them.
    store.write("anna", Deed::AddFamily, |tx| tx.put(family(base.programme, "2018-02", "Ozola"))).unwrap();
    assert_sound(&store);

    assert!(matches!(atbalsts::store::restore(&backup, &restored), Err(StoreError::Exists(_))));
    let mut names: Vec<_> =
        directory.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| !name.ends_with(".writer"));
    names.sort();
    assert_eq!(names, ["atjaunots.redb", "kopija.atbalsts", "lietas.redb"], "nothing half made is left");
}

#[test]
fn a_damaged_backup_is_refused_before_anything_is_made_of_it() {
    let world = World::new();
    household(&world.store);
    let directory = world.store.path().parent().unwrap();
    let backup = directory.join("kopija.atbalsts");
    world.store.backup(&backup).unwrap();
    let whole = std::fs::read(&backup).unwrap();
    let destination = directory.join("atjaunots.redb");
    let check = |bytes: &[u8]| {
        std::fs::write(&backup, bytes).unwrap();
        let error = atbalsts::store::restore(&backup, &destination).unwrap_err();
        assert!(matches!(error, StoreError::BadBackup { .. }), "{error:?}");
        assert!(!destination.exists());
    };
    check(&whole[..whole.len() / 2]);
    check(b"");
    check(b"a letter to the ministry");
    for at in (12..whole.len()).step_by(97) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        check(&flipped);
    }
    assert!(matches!(
        atbalsts::store::restore(&directory.join("nav.atbalsts"), &destination),
        Err(StoreError::Missing(_))
    ));
}

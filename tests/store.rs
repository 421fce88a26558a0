//! The store through its public face: what people do to it, and what it must never do to them.

#[path = "support/store_world.rs"]
mod world;

use atbalsts::domain::{
    AnyRecord, CaseStatus, Deed, Draft, DraftKey, Family, Field, Id, Index, IndexKey, Kind, Operation, Person, Service,
    User,
};
use atbalsts::store::{Blocked, Change, Clock, Store, StoreError};
use serde_json::json;
use world::{World, assert_sound, by_case_number, family, get, household, instant, person, programme};

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
        .create(programme())
        .create(family(Id::placeholder(0), "2018-01", "Šķēle"))
        .create(person(Id::placeholder(1), "Ādams", "Šķēle"));
    let numbers = world.store.apply("anna", &operation).unwrap().numbers;
    assert_eq!(get(&world.store, Id::<Person>::new(numbers[2].1)).family.0, numbers[1].1);
    let dangling = Operation::new(Deed::AddPerson).create(person(Id::placeholder(5), "Ādams", "Šķēle"));
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
        add(Deed::AddFamily).create(family(programme, "2018-02", "Ozola")).create(family(programme, " ", "Ozola")),
        |error| matches!(error, StoreError::Faults { kind: Kind::Family, faults, .. } if faults[0].field == Field::CaseNumber),
    );
    check(add(Deed::AddFamily).create(family(programme, "2018-01", "Ozola")), |error| {
        matches!(error, StoreError::Duplicate { field: Field::CaseNumber, number: 1, .. })
    });
    check(add(Deed::AddPerson).create(person(Id::new(77), "Jānis", "Ozols")), |error| {
        matches!(error, StoreError::BrokenLink { to: (Kind::Family, 77), .. })
    });
    check(add(Deed::CloseFamily).remove(&get(&world.store, family_id)), |error| {
        matches!(error, StoreError::StillLinked { record: (Kind::Family, 1), by: (Kind::Person, 1) })
    });
    let user = User { login: "anna".into(), ..User::default() };
    check(add(Deed::AddUser).create(user.clone()).create(user), |error| {
        matches!(error, StoreError::Duplicate { field: Field::Login, .. })
    });
    let service = Service { code: "FIZ".into(), latvian_name: "fizioterapeits".into(), ..Service::default() };
    check(add(Deed::AddService).create(service.clone()).create(service), |error| {
        matches!(error, StoreError::Duplicate { field: Field::Code, .. })
    });
    let stranger = Family { id: Id::new(9), ..family(programme, "2018-09", "Ozola") };
    check(add(Deed::EditFamily).create(stranger), |error| {
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

    let wrong = Operation::new(Deed::AddFamily).create(family(programme, "", "Bērziņa")).completes(Some(draft.key()));
    world.store.apply("anna", &wrong).unwrap_err();
    assert_eq!(drafts("anna").len(), 2, "what was refused is still there to be corrected");
    let right =
        Operation::new(Deed::AddFamily).create(family(programme, "2018-02", "Bērziņa")).completes(Some(draft.key()));
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
        import = import.create(family(programme, &format!("2018-{number:03}"), "Ozola"));
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
fn a_store_can_be_handed_to_a_thread_of_its_own() {
    let world = World::new();
    let path = world.store.path().to_owned();
    let store = Store::open(&path, world::clock()).unwrap();
    let revision = std::thread::spawn(move || {
        household(&store);
        store.revision().unwrap()
    });
    assert_eq!(revision.join().unwrap(), 1);
}

#[test]
fn what_a_record_is_at_rest_never_changes() {
    // Rows lack the fields that are at rest: one that meant something else from now on would change what they say.
    let told: Vec<String> = Kind::ALL
        .iter()
        .map(|kind| format!("{} {}", kind.name(), AnyRecord::from_json(*kind, "{}").unwrap().to_json()))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

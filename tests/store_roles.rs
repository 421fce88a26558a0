//! Who may write what: asked in the transaction that writes, whatever a screen or a script thinks.

#[path = "support/store_world.rs"]
mod world;

use atbalsts::domain::{
    Child, Choice, Deed, Draft, Id, KeymapWish, Kind, LangWish, Note, Operation, PlanState, PlanVersion, Price,
    Programme, Role, User,
};
use atbalsts::store::{Store, StoreError, own_login};
use world::{World, assert_sound, family, get, household};

/// A store with a household and a user for each role, whose login is the role's name; opened as the users do.
fn office() -> (World, Store) {
    let world = World::new();
    household(&world.store);
    let users = Role::ALL.iter().map(|&role| User { login: role.name().into(), role, ..User::default() });
    let operation = users.fold(Operation::new(Deed::AddUser), Operation::create);
    world.store.apply("anna", &operation).unwrap();
    let store = world.another();
    (world, store)
}

fn note(text: &str) -> Note {
    Note { family: Id::new(1), text: text.into(), ..Note::default() }
}

fn is_refused<T: std::fmt::Debug>(result: Result<T, StoreError>) -> bool {
    match result {
        Ok(_) => false,
        Err(StoreError::NotAllowed { .. }) => true,
        Err(error) => panic!("{error:?}"),
    }
}

#[test]
fn every_role_can_do_what_its_deeds_are_and_nothing_else() {
    let (world, store) = office();
    let mut revision = store.revision().unwrap();
    for &role in Role::ALL {
        for &deed in Deed::ALL {
            let result = store.write(role.name(), deed, |tx| tx.put(note(deed.name())));
            let may = match deed {
                // A note is nobody's language.
                Deed::ChooseSettings => false,
                Deed::Import => role.may(deed) && role.may(Deed::AddNote),
                _ => role.may(deed),
            };
            assert_eq!(is_refused(result), !may, "{role:?} {deed:?}");
            revision += u64::from(may);
            assert_eq!(store.revision().unwrap(), revision, "what is refused leaves no trace: {role:?} {deed:?}");
        }
    }
    assert_sound(&world.store);
}

#[test]
fn an_operation_is_refused_as_a_whole_and_names_who_may() {
    let (_world, store) = office();
    let approve = Operation::new(Deed::ApprovePlan).create(note("Apstiprināts"));
    match store.apply("worker", &approve).unwrap_err() {
        StoreError::NotAllowed { role, deed } => assert_eq!((role, deed), (Role::Worker, Deed::ApprovePlan)),
        other => panic!("{other:?}"),
    }
    store.apply("head", &approve).unwrap();
}

#[test]
fn an_import_brings_in_what_one_could_have_entered_and_nothing_more() {
    let (_world, store) = office();
    let price = || Price { service: "FIZ".into(), ..Price::default() };
    let mixed = |tx: &mut atbalsts::store::Tx| {
        tx.put(note("Zvans"))?;
        tx.put(price())
    };
    assert!(is_refused(store.write("worker", Deed::Import, mixed)), "prices are not a worker's");
    assert!(is_refused(store.write("accountant", Deed::Import, mixed)), "notes are not an accountant's");
    let of_speech_therapy = || Price { service: "LOG".into(), ..Price::default() };
    assert!(!is_refused(store.write("accountant", Deed::Import, |tx| tx.put(of_speech_therapy()))));
    assert!(!is_refused(store.write("head", Deed::Import, mixed)));
    let child = Child { family: Id::new(1), person: Id::new(1), ..Child::default() };
    store.write("worker", Deed::AddChild, |tx| tx.put(child)).unwrap();
    // A plan that comes in approved is approved by whoever brings it in.
    let plan = |state| PlanVersion {
        child: Id::new(1),
        number: 7,
        state,
        reason: "no iepriekšējās programmas".into(),
        approved_on: (state == PlanState::Approved).then(|| chrono::NaiveDate::from_ymd_opt(2018, 8, 28).unwrap()),
        ..PlanVersion::default()
    };
    assert!(is_refused(store.write("worker", Deed::Import, |tx| tx.put(plan(PlanState::Approved)))));
    assert!(!is_refused(store.write("worker", Deed::Import, |tx| tx.put(plan(PlanState::Draft)))));
}

#[test]
fn undo_takes_back_only_what_the_role_could_have_done() {
    let (_world, store) = office();
    let priced =
        store.write("accountant", Deed::AddPrice, |tx| tx.put(Price { service: "FIZ".into(), ..Price::default() }));
    let priced = priced.unwrap().revision;
    assert!(is_refused(store.undo("worker", priced)));
    assert!(is_refused(store.undo("auditor", priced)));
    let undone = store.undo("accountant", priced).unwrap().revision;
    assert!(is_refused(store.undo("worker", undone)), "doing it again is doing it");
    store.undo("head", undone).unwrap();
    let imported = store.write("head", Deed::Import, |tx| tx.put(Price { service: "LOG".into(), ..Price::default() }));
    let imported = imported.unwrap().revision;
    assert!(is_refused(store.undo("worker", imported)), "prices are not a worker's, however they came in");
    store.undo("accountant", imported).unwrap();
}

#[test]
fn everybody_chooses_their_own_language_and_keymap_and_nothing_else() {
    let (world, store) = office();
    let user = |login: &str| -> User {
        let users: Vec<User> = store.read(|reader| reader.all()).unwrap();
        users.into_iter().find(|user| user.login == login).unwrap()
    };
    let choose = |by: &str, whose: &str, edit: fn(&mut User)| {
        let base = user(whose);
        let mut mine = base.clone();
        edit(&mut mine);
        store.apply(by, &Operation::new(Deed::ChooseSettings).change(base, mine))
    };
    for &role in Role::ALL {
        let own = role.name();
        let wishes = |user: &mut User| (user.lang, user.keymap) = (LangWish::English, KeymapWish::Classic);
        let chosen = choose(own, own, wishes).unwrap().revision;
        assert_eq!((user(own).lang, user(own).keymap), (LangWish::English, KeymapWish::Classic));
        // Neither more of oneself …
        let promote = |user: &mut User| {
            user.role = if user.role == Role::Administrator { Role::Head } else { Role::Administrator };
        };
        assert!(is_refused(choose(own, own, promote)), "{role:?}");
        assert!(is_refused(choose(own, own, |user| user.keys = vec!["ssh-ed25519 AAAA".into()])), "{role:?}");
        assert!(is_refused(choose(own, own, |user| user.full_name = "Kāda Cita".into())), "{role:?}");
        // … nor anything of anybody else, nor a user who was not there.
        let other = if role == Role::Head { "worker" } else { "head" };
        assert!(is_refused(choose(own, other, |user| user.keymap = KeymapWish::Vim)), "{role:?}");
        let added = Operation::new(Deed::ChooseSettings).create(User { login: own.into(), ..User::default() });
        assert!(is_refused(store.apply(own, &added)), "{role:?}");
        // What somebody chose, they take back themselves.
        if role.may(Deed::Undo) && !role.may(Deed::EditUser) {
            assert!(is_refused(store.undo(other, chosen)), "{role:?}");
            store.undo(own, chosen).unwrap();
            assert_eq!(user(own).lang, LangWish::Usual);
        }
    }
    assert_sound(&world.store);
}

#[test]
fn whoever_is_disabled_is_refused_at_once_also_where_the_store_is_open() {
    let (world, store) = office();
    store.save_draft("worker", &Draft { form: "note".into(), ..Draft::default() }).unwrap();
    let base = world.store.read(|reader| reader.all::<User>()).unwrap().remove(0);
    assert_eq!(base.login, "worker");
    let disabled = User { disabled: true, ..base.clone() };
    world.another().apply("administrator", &Operation::new(Deed::DisableUser).change(base, disabled)).unwrap();
    let is_closed = |error: StoreError| matches!(error, StoreError::AccessClosed { user } if user == "worker");
    assert!(is_closed(store.write("worker", Deed::AddNote, |tx| tx.put(note("Zvans"))).unwrap_err()));
    assert!(is_closed(store.save_draft("worker", &Draft::default()).unwrap_err()));
    assert!(is_closed(store.note_looks("worker", &[(Kind::Family, 1)]).unwrap_err()));
    assert!(is_closed(store.role("worker").unwrap_err()));
    store.write("head", Deed::AddNote, |tx| tx.put(note("Zvans"))).unwrap();
}

#[test]
fn an_auditor_reads_and_is_seen_reading_but_writes_nothing() {
    let (_world, store) = office();
    let programme: Programme = get(&store, Id::new(1));
    assert!(is_refused(store.write("auditor", Deed::AddFamily, |tx| tx.put(family(programme.id, "2018-02", "Ozola")))));
    store.note_looks("auditor", &[(Kind::Family, 1)]).unwrap();
    assert_eq!(store.read(|reader| reader.looks(Kind::Family, 1)).unwrap().len(), 1);
}

#[test]
fn the_files_owner_keeps_the_keys_while_the_list_does_not_name_them() {
    let (_world, store) = office();
    assert_eq!(store.role(&own_login()).unwrap(), Role::Administrator, "this process owns the file");
    // Nobody is made up by whoever owns it.
    for name in ["annna", "nobody"] {
        assert!(matches!(store.role(name), Err(StoreError::UnknownUser { user }) if user == name));
        let written = store.write(name, Deed::AddNote, |tx| tx.put(note("Zvanīja māte")));
        assert!(matches!(written, Err(StoreError::UnknownUser { .. })), "{written:?}");
    }
    assert_eq!(store.role("auditor").unwrap(), Role::Auditor, "the list comes first");
}

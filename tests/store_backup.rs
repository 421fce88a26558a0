//! Backups: whole or refused.

#[path = "support/store_world.rs"]
mod world;

use std::path::{Path, PathBuf};

use atbalsts::domain::{Deed, Draft, Family, Kind, Operation};
use atbalsts::store::{Store, StoreError, Subject, check_backup};
use world::{World, assert_sound, clock, family, get, household};

#[test]
fn a_backup_is_the_whole_store_and_replaces_nothing() {
    let world = World::new();
    let (_, family_id, _) = household(&world.store);
    world.store.save_draft("anna", &Draft { form: "note".into(), ..Draft::default() }).unwrap();
    world.store.note_looks("anna", &[(Kind::Family, family_id.0)]).unwrap();
    let directory = world.store.path().parent().unwrap();
    let backup = directory.join("kopija.atbalsts");
    world.store.backup(None, &backup).unwrap();
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(backup.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert!(matches!(world.store.backup(None, &backup), Err(StoreError::Exists(_))));

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
    world.store.backup(None, &backup).unwrap();
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

/// Works on a store as an office does: families come, are edited, one edit is taken back, drafts and looks are left.
fn a_day(store: &Store, n: u64) {
    let programme = get(store, atbalsts::domain::Id::<atbalsts::domain::Programme>::new(1)).id;
    let new = family(programme, &format!("2018-{n}"), "Ozola");
    let id = store.write("pēteris", Deed::AddFamily, |tx| tx.put(new)).unwrap().value;
    let base = get(store, id);
    let edited = Family { phone: "29357075".into(), ..base.clone() };
    let revision = store.apply("anna", &Operation::new(Deed::EditFamily).change(base, edited)).unwrap().revision;
    store.undo("anna", revision).unwrap();
    store.save_draft("anna", &Draft { form: "note".into(), about: n, ..Draft::default() }).unwrap();
    store.note_looks("anna", &[(Kind::Family, id.0)]).unwrap();
}

/// Everything that a store holds, through its own eyes.
fn contents(store: &Store) -> impl PartialEq + std::fmt::Debug {
    store
        .read(|reader| {
            let entries = reader.entries(0, usize::MAX)?;
            Ok((reader.all::<Family>()?, entries, reader.drafts("anna")?, reader.all_looks()?))
        })
        .unwrap()
}

/// A backup of the store, and a second store made from it.
fn copied(store: &Store, directory: &Path) -> (PathBuf, Store) {
    let (whole, copy) = (directory.join("kopija.atbalsts"), directory.join("kopija.redb"));
    store.backup(None, &whole).unwrap();
    atbalsts::store::restore(&whole, &copy).unwrap();
    let copy = Store::open(&copy, clock()).unwrap();
    (whole, copy)
}

#[test]
fn a_copy_catches_up_with_what_was_added_since_and_goes_on_from_there() {
    let world = World::new();
    household(&world.store);
    let directory = world.store.path().parent().unwrap();
    let (_, copy) = copied(&world.store, directory);
    for n in 2..5 {
        let since = copy.revision().unwrap();
        a_day(&world.store, n);
        let delta = directory.join(format!("papildinājums-{n}"));
        world.store.backup(Some(since), &delta).unwrap();
        assert_eq!(check_backup(&delta, &[]).unwrap().entries, 3);
        assert_eq!(copy.catch_up("anna", &delta).unwrap(), world.store.revision().unwrap());
        assert_eq!(contents(&copy), contents(&world.store));
        assert_sound(&copy);
        // The same again changes nothing.
        copy.catch_up("anna", &delta).unwrap();
        assert_eq!(contents(&copy), contents(&world.store));
    }
    // Numbers continue where those of the original do.
    let next = |store: &Store| {
        let new = family(get(store, atbalsts::domain::Id::<atbalsts::domain::Programme>::new(1)).id, "2019-1", "Liepa");
        store.write("anna", Deed::AddFamily, |tx| tx.put(new)).unwrap().value
    };
    assert_eq!(next(&copy), next(&world.store));
    assert_sound(&copy);
}

#[test]
fn what_does_not_continue_the_copy_or_was_tampered_with_is_refused_and_changes_nothing() {
    let world = World::new();
    household(&world.store);
    let directory = world.store.path().parent().unwrap();
    let (whole, copy) = copied(&world.store, directory);
    a_day(&world.store, 2);
    let at = world.store.revision().unwrap();
    a_day(&world.store, 3);
    let (gap, next) = (directory.join("ar-robu"), directory.join("nākamais"));
    world.store.backup(Some(at), &gap).unwrap();
    world.store.backup(Some(1), &next).unwrap();
    let before = contents(&copy);
    assert!(matches!(copy.catch_up("anna", &gap), Err(StoreError::DoesNotFollow { has: 1, from: 4, to: 7 })));
    assert!(matches!(copy.catch_up("anna", &whole), Err(StoreError::BadBackup { .. })), "a whole one is no delta");
    assert!(matches!(world.store.backup(Some(99), &directory.join("x")), Err(StoreError::NoSuchRevision(99))));

    let bytes = std::fs::read(&next).unwrap();
    let bad = directory.join("bojāts");
    for at in (12..bytes.len()).step_by(53) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        std::fs::write(&bad, &flipped).unwrap();
        assert!(matches!(copy.catch_up("anna", &bad), Err(StoreError::BadBackup { .. })));
        assert!(matches!(check_backup(&bad, &[]), Err(StoreError::BadBackup { .. })));
    }
    assert!(contents(&copy) == before, "nothing was changed");

    // A copy that went its own way is no copy any more.
    a_day(&copy, 9);
    assert!(matches!(copy.catch_up("anna", &next), Err(StoreError::DoesNotFollow { has: 4, from: 1, to: 7 })));
    assert_sound(&copy);
}

#[test]
fn a_backup_can_be_checked_without_making_a_store_of_it() {
    let world = World::new();
    household(&world.store);
    a_day(&world.store, 2);
    let directory = world.store.path().parent().unwrap();
    let backup = directory.join("kopija.atbalsts");
    world.store.backup(None, &backup).unwrap();
    let names = || directory.read_dir().unwrap().count();
    let before = names();
    let report = check_backup(&backup, &[]).unwrap();
    assert_eq!((report.findings, report.entries, report.rows), (vec![], 4, 4));
    assert_eq!(names(), before, "nothing is left of it");

    let mut piped = Vec::new();
    world.store.backup_to(None, &mut piped).unwrap();
    assert!(piped == std::fs::read(&backup).unwrap(), "the pipe gets what the file gets");
}

#[test]
fn what_no_copy_can_be_brought_over_is_refused_before_the_first_byte() {
    let world = World::new();
    let (_, family, _) = household(&world.store);
    a_day(&world.store, 2);
    let before = world.store.revision().unwrap();
    world.store.erase("admin", Subject::Family(family.0), "Glabāšanas termiņš beidzies").unwrap();
    let piped = |since| {
        let mut piped = Vec::new();
        (world.store.backup_to(since, &mut piped), piped.len())
    };
    assert!(matches!(piped(Some(0)), (Err(StoreError::SpansErasure), 0)));
    assert!(matches!(piped(Some(before + 9)), (Err(StoreError::NoSuchRevision(_)), 0)));
    let since = world.store.revision().unwrap();
    a_day(&world.store, 3);
    assert!(matches!(piped(Some(since)), (Ok(()), 1..)));
    assert!(matches!(piped(None), (Ok(()), 1..)));
}

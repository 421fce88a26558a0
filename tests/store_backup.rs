//! Backups: whole or refused.

#[path = "support/store_world.rs"]
mod world;

use atbalsts::domain::{Deed, Draft, Family, Kind, Operation};
use atbalsts::store::{Store, StoreError};
use world::{World, assert_sound, clock, family, get, household};

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

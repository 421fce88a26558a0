//! Stores kept from earlier versions open with this one, with nothing lost.

#[path = "support/store_world.rs"]
mod world;

use std::{fs::File, io, path::PathBuf};

use atbalsts::domain::{AnyRecord, Deed, Family, Id, Index, IndexKey, Programme, Session, diary::*};
use atbalsts::store::{Blocked, SCHEMA, Store, StoreError, views};
use flate2::read::GzDecoder;
use world::clock;

/// Unpacks a kept store into a directory that vanishes.
fn kept(name: &str) -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("lietas.redb");
    let packed = File::open(format!("{}/tests/fixtures/{name}.gz", env!("CARGO_MANIFEST_DIR"))).unwrap();
    io::copy(&mut GzDecoder::new(packed), &mut File::create(&path).unwrap()).unwrap();
    (directory, path)
}

fn phones(store: &Store, revision: u64) -> Vec<String> {
    let families = store.read_as_of(revision, |reader| reader.all::<Family>()).unwrap();
    families.into_iter().map(|family| family.phone).collect()
}

#[test]
fn a_store_of_schema_1_opens_with_every_phone_and_its_whole_past() {
    let (_directory, path) = kept("schema-1.redb");
    let store = Store::open(&path, clock()).unwrap();
    assert_eq!(store.read(|reader| Ok(reader.schema())).unwrap(), SCHEMA);
    assert_eq!(phones(&store, 6), ["27000111", "26111222, 63222333", ""]);
    assert_eq!(phones(&store, 5), phones(&store, 6), "the day before the upgrade");
    assert_eq!(phones(&store, 4), ["29357075", "26111222, 63222333", ""], "before a change of schema 1");
    assert_eq!(phones(&store, 2), ["29357075"]);

    let report = store.check(&[]).unwrap();
    assert_eq!((report.findings, report.entries), (vec![], 6));
    let key = IndexKey::new(Index::FamilyByCaseNumber).text("2018-02");
    assert_eq!(store.read(|reader| reader.find::<Family>(&key)).unwrap()[0].surname, "Šķēle");
}

#[test]
fn the_upgrade_is_in_the_journal_and_is_not_undone() {
    let (_directory, path) = kept("schema-1.redb");
    let store = Store::open(&path, clock()).unwrap();
    let entry = store.read(|reader| Ok(reader.entries_back(None, 1)?.remove(0))).unwrap();
    assert_eq!((entry.deed, entry.changes.len()), (Deed::Migrate, 3));
    let change = &entry.changes[0];
    assert!(change.before_fields().contains_key("phones") && !change.after_fields().contains_key("phones"));
    let Some(AnyRecord::Family(before)) = change.before_record().unwrap() else { panic!("no family") };
    assert_eq!(before.phone, "27000111", "rows of the past are read in today's shape");
    assert_eq!(store.undo_preview_of(6).unwrap().blocked_by, Some(Blocked::Migration));
    assert_eq!(store.undo_preview("anna").unwrap().unwrap().revision, 5);

    drop(store);
    let again = Store::open(&path, clock()).unwrap();
    assert_eq!(again.revision().unwrap(), 6, "once is enough");
    let family = again.read(|reader| reader.get::<Family>(Id::new(1))).unwrap().unwrap();
    let changed = Family { phone: "20000000".into(), ..family };
    again.write("anna", Deed::EditFamily, |tx| tx.put(changed)).unwrap();
    assert_eq!(phones(&again, 7)[0], "20000000");
    assert_eq!(phones(&again, 6)[0], "27000111");
    assert_eq!(again.check(&[]).unwrap().findings, vec![]);
}

#[test]
fn what_was_added_over_an_upgrade_is_not_packed() {
    let (_directory, path) = kept("schema-1.redb");
    let store = Store::open(&path, clock()).unwrap();
    let since = |revision| {
        let mut piped = Vec::new();
        (store.backup_to(Some(revision), &mut piped), piped.len())
    };
    assert!(matches!(since(4), (Err(StoreError::SpansUpgrade), 0)));
    assert!(matches!(since(5), (Err(StoreError::SpansUpgrade), 0)));
    let family = store.read(|reader| reader.get::<Family>(Id::new(1))).unwrap().unwrap();
    store.write("anna", Deed::EditFamily, |tx| tx.put(Family { phone: "20000000".into(), ..family })).unwrap();
    assert!(matches!(since(6), (Ok(()), 1..)));
}

/// An office's store of schema 4, from which the sessions of a specialist were found by reading those of everybody.
#[test]
fn a_store_of_schema_4_finds_the_sessions_of_a_specialist() {
    let (_directory, path) = kept("schema-4.redb");
    let store = Store::open(&path, clock()).unwrap();
    let (programme, sessions) =
        store.read(|reader| Ok((reader.all::<Programme>()?, reader.all::<Session>()?))).unwrap();
    assert_eq!(sessions.len(), 12);
    let found = |name: &str| -> Vec<String> {
        let (from, to) = (programme[0].from, programme[0].to);
        let wish = DiaryWish { whose: Whose::Specialist(name.into()), from, to };
        let diary = store.read(|reader| views::diary(reader, programme[0].id, wish)).unwrap();
        diary.rows.iter().map(|row| format!("{} {} {}", row.service, row.session.day, row.session.specialist)).collect()
    };
    assert_eq!(found("ILZE KALNINA "), ["LOG 2018-09-18 Ilze Kalniņa"]);
    assert_eq!(found("Kalniņa"), [""; 0]);
    assert_eq!(store.check(&[]).unwrap().findings, vec![]);
}

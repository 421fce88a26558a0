//! Files that cannot be used as a store: each is told apart, none is touched, nothing is made beside them.

#[path = "support/store_world.rs"]
mod world;

use std::{
    fs,
    os::unix::{
        fs::{PermissionsExt, symlink},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::Command,
};

use atbalsts::domain::{Deed, Note};
use atbalsts::i18n::Lang;
use atbalsts::store::{Store, StoreError};
use world::{World, clock, family, programme};

/// The directory's files with their contents.
fn contents(directory: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = directory.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read(&path).unwrap_or_default())).collect()
}

/// Opens the file, which must fail as expected and leave everything as it was.
fn check(path: &Path, expect: fn(&StoreError) -> bool) {
    let directory = path.parent().unwrap();
    let before = contents(directory);
    let error = Store::open(path, clock()).map(drop).unwrap_err();
    assert!(expect(&error), "{error:?}");
    for lang in Lang::ALL {
        assert!(!error.sentence(*lang).contains("{}"), "{}", error.sentence(*lang));
    }
    assert!(contents(directory) == before, "the file was touched, or something made beside it: {error:?}");
}

fn is_no_store(error: &StoreError) -> bool {
    matches!(error, StoreError::NotAStore(_))
}

/// A directory with a closed store that holds a little.
fn closed_store() -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("lietas.redb");
    fill(&Store::create(&path, clock()).unwrap());
    fs::remove_file(directory.path().join("lietas.redb.writer")).unwrap();
    (directory, path)
}

fn fill(store: &Store) {
    store
        .write("anna", Deed::AddFamily, |tx| {
            let programme = tx.put(programme())?;
            for number in 0..50 {
                tx.put(family(programme, &format!("2018-{number}"), "Bērziņa-Āboliņa"))?;
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_is_not_there_is_missing_and_is_not_made() {
    let directory = tempfile::tempdir().unwrap();
    check(&directory.path().join("nav.redb"), |error| matches!(error, StoreError::Missing(_)));
    let dangling = directory.path().join("saite.redb");
    symlink("nekurienē", &dangling).unwrap();
    check(&dangling, |error| matches!(error, StoreError::Linked(_)));
}

#[test]
fn other_files_are_no_stores() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("vēstule.txt");
    let random: Vec<u8> = (0..20_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for bytes in [&b""[..], b"re", b"Labdien!", &random] {
        fs::write(&path, bytes).unwrap();
        check(&path, is_no_store);
    }
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let error = Store::open(&path, clock()).map(drop).unwrap_err();
    assert!(is_no_store(&error), "{error:?}");
}

#[test]
fn a_store_cut_short_anywhere_is_told_and_kept_for_the_experts() {
    let (_directory, path) = closed_store();
    let whole = fs::read(&path).unwrap();
    let length = whole.len();
    for left in [12, 100, 4096, length / 4 / 4096 * 4096, length / 2, length - 4096, length - 1] {
        fs::write(&path, &whole[..left]).unwrap();
        check(&path, |error| matches!(error, StoreError::Truncated(_)));
    }
    fs::write(&path, &whole).unwrap();
    Store::open(&path, clock()).unwrap();
}

#[test]
fn a_store_damaged_at_its_root_is_told_and_not_touched() {
    let (_directory, path) = closed_store();
    let whole = fs::read(&path).unwrap();
    let mut damaged = whole.clone();
    // Both of the places where the database keeps its roots.
    damaged[64..320].fill(0xA5);
    fs::write(&path, &damaged).unwrap();
    check(&path, |error| matches!(error, StoreError::Damaged { .. }));
}

#[test]
fn create_makes_a_private_file_in_private_directories_and_replaces_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("sociālais dienests/2018/lietas.redb");
    let store = Store::create(&path, clock()).unwrap();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    fill(&store);
    assert_eq!(mode(&directory.path().join("sociālais dienests/2018/lietas.redb.writer")), 0o600);
    assert!(matches!(Store::create(&path, clock()).map(drop), Err(StoreError::Exists(_))));
    assert_eq!(store.revision().unwrap(), 1);

    let letter = directory.path().join("vēstule.txt");
    fs::write(&letter, "Labdien!").unwrap();
    assert!(matches!(Store::create(&letter, clock()).map(drop), Err(StoreError::Exists(_))));
    assert!(Store::create(&letter.join("lietas.redb"), clock()).is_err());
    assert_eq!(fs::read_to_string(&letter).unwrap(), "Labdien!");
}

/// Runs one of this file's workers in a process of its own; what it printed after `=`.
fn run(worker: &str, path: &Path, prepare: impl FnOnce(&mut Command)) -> String {
    let exe = std::env::current_exe().unwrap();
    let mut command = Command::new(&exe);
    command.args([worker, "--exact", "--nocapture"]).env("STORE_UNDER_TEST", path);
    prepare(&mut command);
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let said = text.lines().find_map(|line| Some(line.split_once("said=")?.1.to_owned()));
    said.unwrap_or_else(|| panic!("{text}\n{}", String::from_utf8_lossy(&output.stderr)))
}

/// The store that a worker is to use; none when the tests run as tests.
fn under_test() -> Option<PathBuf> {
    std::env::var_os("STORE_UNDER_TEST").map(PathBuf::from)
}

/// Says how opening goes, to the process that asked.
#[test]
fn worker_opens() {
    let Some(path) = under_test() else { return };
    match Store::open(&path, clock()) {
        Ok(_) => println!("said=opened"),
        Err(error) => println!("said={error:?}"),
    }
}

#[test]
fn what_may_not_be_written_is_told_and_stays() {
    let (directory, path) = closed_store();
    let outsider = |command: &mut Command| {
        // The superuser may write everything, so the outsider is nobody.
        if uzers::get_effective_uid() == 0 {
            command.uid(65534).gid(65534);
        }
    };
    let exe = std::env::current_exe().unwrap();
    let readable = exe.ancestors().all(|part| part.metadata().is_ok_and(|m| m.permissions().mode() & 0o001 != 0));
    if uzers::get_effective_uid() == 0 && !readable {
        eprintln!("SKIPPED: the test program cannot be run as another user from {}", exe.display());
        return;
    }
    fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o555)).unwrap();
    // A file that lies open to everybody is nobody's store: this one is shared with the outsider's group.
    if uzers::get_effective_uid() == 0 {
        std::os::unix::fs::chown(&path, None, Some(65534)).unwrap();
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
    let before = contents(directory.path());
    let said = run("worker_opens", &path, outsider);
    assert!(said.starts_with("ReadOnly"), "{said}");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    assert!(run("worker_opens", &path, outsider).starts_with("ReadOnly"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    assert!(contents(directory.path()) == before);
    fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o755)).unwrap();
}

/// Writes until the disk is full, then asks what became of the store.
#[test]
fn worker_fills_the_disk() {
    let Some(path) = under_test() else { return };
    let store = Store::open(&path, clock()).unwrap();
    let write = || {
        store.write("anna", Deed::AddNote, |tx| {
            let family = tx.numbers(&first_index(), &first_index())?[0];
            let text = "Garš apraksts. ".repeat(4000);
            tx.put(Note { family: atbalsts::domain::Id::new(family), text, ..Note::default() })
        })
    };
    let mut acknowledged = store.revision().unwrap();
    let error = loop {
        match write() {
            Ok(written) => acknowledged = written.revision,
            Err(error) => break error,
        }
    };
    // The same handle goes on reading, and knows all that was acknowledged and no more.
    let revision = store.revision().unwrap();
    let again = write().unwrap_err();
    println!("said={error:?} {again:?} {}", if revision == acknowledged { "nothing lost" } else { "LOST" });
}

fn first_index() -> atbalsts::domain::IndexKey {
    atbalsts::domain::IndexKey::new(atbalsts::domain::Index::FamilyByCaseNumber)
}

#[test]
fn a_full_disk_is_told_and_what_was_saved_before_stays() {
    let (_directory, path) = closed_store();
    let blocks = fs::metadata(&path).unwrap().len() / 512 + 2048;
    let exe = std::env::current_exe().unwrap();
    // A limit on the size of files stands for a small disk; the signal that comes with it is turned off.
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" worker_fills_the_disk --exact --nocapture");
    let output = Command::new("sh").args(["-c", &script]).arg(exe).env("STORE_UNDER_TEST", &path).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        text.contains("said=DiskFull DiskFull nothing lost"),
        "{text}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );

    let store = Store::open(&path, clock()).unwrap();
    let before = store.revision().unwrap();
    assert!(before > 1);
    assert_eq!(store.check(&[]).unwrap().findings, vec![]);
    let written = store.write("anna", Deed::AddFamily, |tx| tx.put(programme())).unwrap();
    assert_eq!(written.revision, before + 1, "with room again, work goes on");
}

#[test]
fn a_store_whose_last_process_was_killed_opens_and_a_cut_one_is_still_told() {
    let (_directory, path) = closed_store();
    let copy = path.with_file_name("pēc avārijas.redb");
    let store = Store::open(&path, clock()).unwrap();
    store.write("anna", Deed::AddProgramme, |tx| tx.put(programme())).unwrap();
    // What a killed process leaves behind is what the file holds while it is open.
    fs::copy(&path, &copy).unwrap();
    let whole = fs::read(&copy).unwrap();
    drop(store);
    fs::write(&copy, &whole[..whole.len() / 2 / 4096 * 4096]).unwrap();
    check(&copy, |error| matches!(error, StoreError::Truncated(_) | StoreError::Damaged { .. }));
    fs::write(&copy, &whole).unwrap();
    let store = Store::open(&copy, clock()).unwrap();
    assert_eq!((store.revision().unwrap(), store.check(&[]).unwrap().findings), (2, vec![]));
}

#[test]
fn a_store_removed_under_an_open_one_does_not_come_back_empty() {
    let world = World::new();
    fill(&world.store);
    fs::remove_file(world.store.path()).unwrap();
    assert!(matches!(Store::open(world.store.path(), clock()).map(drop), Err(StoreError::Missing(_))));
}

//! What cannot be opened is told on the shell's screen, and the terminal is not touched.

use std::{
    fs,
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::Path,
    process::{Command, Stdio},
};

use atbalsts::{
    domain::{Deed, Family, Id, Operation, User},
    store::{Clock, Store},
};
use redb::{Builder, ConcurrencyMode, TableDefinition};

use crate::home::Home;

/// Opens a store that cannot be used.
#[track_caller]
fn check(home: &Home, path: &Path, sentence: &str) {
    let before = fs::read(path).unwrap();
    let mut session = home.start(&["--store", path.to_str().unwrap()]);
    assert_eq!(session.wait_exit(), 3, "{}", session.text());
    let shown = session.text().replace('\n', "");
    assert!(shown.contains(sentence), "{sentence:?} is not in {shown:?}");
    assert!(!session.since(0).contains(&0x1b), "the terminal was touched");
    assert!(fs::read(path).unwrap() == before, "the file was touched");
}

#[test]
fn a_store_that_is_cut_short() {
    let home = Home::with_demo();
    let path = home.demo_store();
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    check(&home, &path, "ir nepilnīgs: trūkst tā beigu");
}

#[test]
fn a_file_that_is_no_store() {
    let home = Home::new();
    let path = home.path("vēstule.txt");
    fs::write(&path, "Labdien! Nosūtu Bērziņas-Āboliņas iesniegumu.").unwrap();
    check(&home, &path, "nav atbalsts datu fails");
}

/// The store's own mode of opening: another would lock it out.
fn builder() -> Builder {
    let mut builder = Builder::new();
    builder.set_concurrency_mode(ConcurrencyMode::MultiWriter);
    builder
}

#[test]
fn a_store_of_a_newer_version() {
    let home = Home::with_demo();
    let path = home.demo_store();
    let database = builder().open(&path).unwrap();
    let transaction = database.begin_write().unwrap();
    let meta: TableDefinition<&[u8], &[u8]> = TableDefinition::new("meta");
    let newer = 9_999_u64.to_be_bytes();
    transaction.open_table(meta).unwrap().insert(b"schema".as_slice(), newer.as_slice()).unwrap();
    transaction.commit().unwrap();
    drop(database);
    check(&home, &path, "jaunāka programmas versija (shēma 9999");
}

#[test]
fn a_store_that_another_program_holds() {
    let home = Home::with_demo();
    let path = home.demo_store();
    let mut alone = builder();
    let _held = alone.set_concurrency_mode(ConcurrencyMode::SingleWriter).open(&path).unwrap();
    check(&home, &path, "ir aizņēmusi cita programma");
}

#[test]
fn a_store_that_may_not_be_written() {
    let home = Home::with_demo();
    let path = home.demo_store();
    let directory = path.parent().unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_atbalsts"));
    let mut command = Command::new(program);
    command.args(["--store", path.to_str().unwrap()]).env("LANG", "lv_LV.UTF-8").stdin(Stdio::null());
    // The superuser may write everything, so the outsider is nobody.
    if uzers::get_effective_uid() == 0 {
        let open_to_all = |part: &Path| part.metadata().is_ok_and(|found| found.permissions().mode() & 0o001 != 0);
        if !program.ancestors().all(open_to_all) {
            eprintln!("SKIPPED: the program cannot be run as another user from {}", program.display());
            return;
        }
        for part in directory.ancestors().take(3) {
            fs::set_permissions(part, fs::Permissions::from_mode(0o755)).unwrap();
        }
        command.uid(65534).gid(65534);
        std::os::unix::fs::chown(&path, None, Some(65534)).unwrap();
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
    let ran = command.output().unwrap();
    let told = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(3), "{told}");
    assert!(told.contains("nav atļauts rakstīt"), "{told}");
    assert!(ran.stdout.is_empty());
}

#[test]
fn a_link_to_a_store_elsewhere() {
    let home = Home::with_demo();
    let link = home.path("saite.redb");
    std::os::unix::fs::symlink(home.demo_store(), &link).unwrap();
    check(&home, &link, "ir saite uz citu failu");
    let hanging = home.path("karājas.redb");
    std::os::unix::fs::symlink(home.path("nekā nav"), &hanging).unwrap();
    let mut session = home.start(&["--store", hanging.to_str().unwrap()]);
    assert_eq!(session.wait_exit(), 3, "{}", session.text());
    assert!(!home.path("nekā nav").exists(), "nothing is made where it points");
}

#[test]
fn a_terminal_that_can_only_print() {
    let home = Home::with_demo();
    let mut session = home.start_in(&["demo"], (80, 24), &[("TERM", "dumb")]);
    assert_eq!(session.wait_exit(), 1);
    assert!(session.text().contains("TERM=dumb"), "{}", session.text());
    assert!(!session.since(0).contains(&0x1b), "the terminal was touched");
}

#[test]
fn without_a_terminal() {
    let home = Home::with_demo();
    let run = Command::new(env!("CARGO_BIN_EXE_atbalsts"))
        .args(["--lang", "lv", "--store", home.demo_store().to_str().unwrap()])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(1), "{told}");
    assert!(told.contains("nav termināļa"), "{told}");
    assert!(run.stdout.is_empty());
}

#[test]
fn somebody_whose_access_is_closed_while_they_sit_there() {
    // A family that is not for her eyes makes no difference: she is out without touching a key.
    for restricted in [false, true] {
        let home = Home::with_demo();
        let store = Store::open(&home.demo_store(), Clock::System).unwrap();
        if restricted {
            let family: Family = store.read(|reader| reader.get(Id::new(1))).unwrap().unwrap();
            let hidden = Family { restricted_to: vec!["līga".into()], ..family.clone() };
            store.apply("līga", &Operation::new(Deed::EditFamily).change(family, hidden)).unwrap();
        }
        let mut session = home.demo();
        let users: Vec<User> = store.read(|reader| reader.all()).unwrap();
        let anna = users.into_iter().find(|user| user.login == "anna").unwrap();
        let disabled = User { disabled: true, ..anna.clone() };
        store.apply("admin", &Operation::new(Deed::DisableUser).change(anna, disabled)).unwrap();
        assert_eq!(session.wait_exit(), 1, "{}", session.text());
        assert!(session.terminal_restored());
        session.wait_for_text("Lietotājam anna piekļuve datiem ir slēgta");
        let mut again = home.start(&["demo"]);
        assert_eq!(again.wait_exit(), 1, "{}", again.text());
        assert!(!again.since(0).contains(&0x1b), "the terminal was touched");
    }
}

//! A backup that leaves the server goes through age: out by a pipe, back by a pipe, and whole.

#[path = "support/office.rs"]
mod office;
#[path = "support/outside.rs"]
mod outside;

use std::{
    fs::{self, File},
    path::Path,
    process::{Command, Stdio},
};

use office::{Office, run};
use outside::needed;

#[test]
fn what_age_encrypted_comes_back_and_is_whole() {
    let (Some(age), Some(keygen)) = (needed("age"), needed("age-keygen")) else { return };
    let office = Office::demo();
    let (key, sealed, back) = (office.path("key"), office.path("atbalsts.age"), office.path("atpakaļ.gz"));
    assert!(Command::new(keygen).arg("-o").arg(&key).stderr(Stdio::null()).status().unwrap().success());
    let recipient = fs::read_to_string(&key).unwrap();
    let recipient = recipient.lines().find_map(|line| line.strip_prefix("# public key: ")).unwrap().to_owned();

    // As the README has it: atbalsts backup - | age -r KEY > atbalsts.age
    let mut backup = office.command().args(["backup", "-"]).stdout(Stdio::piped()).spawn().unwrap();
    let pipe = backup.stdout.take().unwrap();
    let out = File::create(&sealed).unwrap();
    assert!(Command::new(&age).args(["-r", &recipient]).stdin(pipe).stdout(out).status().unwrap().success());
    assert!(backup.wait().unwrap().success());
    assert!(fs::read(&sealed).unwrap().starts_with(b"age-encryption.org/"));
    assert_eq!(check(&office, &sealed), 1, "nobody reads it without the key");

    let out = File::create(&back).unwrap();
    let decrypt = Command::new(&age).arg("-d").arg("-i").arg(&key).arg(&sealed).stdout(out).status();
    assert!(decrypt.unwrap().success());
    assert_eq!(check(&office, &back), 0);
    let other = office.path("cits/atbalsts.redb");
    let mut restore = office.command();
    restore.env("ATBALSTS_STORE", &other).arg("restore").arg(&back);
    assert_eq!(run(&mut restore).code, 0);
    let children = |store: &Path| {
        let mut export = office.command();
        run(export.env("ATBALSTS_STORE", store).args(["export", "children", "--format", "json"])).out
    };
    assert_eq!(children(&other), children(&office.store()));
    assert!(children(&other).len() > 1000);
}

fn check(office: &Office, file: &Path) -> u8 {
    run(office.command().arg("check").arg(file)).code
}

#[test]
fn a_backup_is_checked_and_restored_from_a_pipe_and_leaves_nothing_else() {
    let office = Office::demo();
    let backup = office.path("kopija.gz");
    office.ok(&["backup", backup.to_str().unwrap()]);
    let from = |command: &mut Command, file: &Path| {
        let ran = command.stdin(File::open(file).unwrap()).output().unwrap();
        (ran.status.code(), String::from_utf8(ran.stderr).unwrap())
    };
    assert_eq!(from(office.command().args(["check", "-"]), &backup).0, Some(0));
    let other = office.path("cits");
    fs::create_dir(&other).unwrap();
    let restore =
        |file: &Path| from(office.command().env("ATBALSTS_STORE", other.join("a.redb")).args(["restore", "-"]), file);
    // Half of it is no backup.
    let half = office.path("puse.gz");
    let bytes = fs::read(&backup).unwrap();
    fs::write(&half, &bytes[..bytes.len() / 2]).unwrap();
    let (code, told) = restore(&half);
    assert!(code == Some(1) && told.contains("nav derīga rezerves kopija"), "{code:?} {told}");
    assert_eq!(fs::read_dir(&other).unwrap().count(), 0);
    assert_eq!(restore(&backup), (Some(0), String::new()));
    let left: Vec<_> = fs::read_dir(&other).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_str().unwrap().contains("incoming")), "{left:?}");
    let mut export = office.command();
    let restored = run(export.env("ATBALSTS_STORE", other.join("a.redb")).args(["export", "children"])).out;
    assert_eq!(restored, office.ok(&["export", "children"]));
}

//! What an administrator does on the command line: keys, erasing, compacting, and seeing who looked.

#[path = "support/office.rs"]
mod office;

use std::{
    io::Write,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use atbalsts::{
    domain::{Id, Kind},
    store::{Clock, Store},
};
use office::{Office, Ran};

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl anna@dators";

/// Runs with something typed.
fn typing(office: &Office, arguments: &[&str], typed: &str) -> Ran {
    let mut command: Command = office.command();
    let mut child =
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let code = u8::try_from(output.status.code().unwrap()).unwrap();
    Ran { code, out: text(output.stdout), err: text(output.stderr) }
}

#[test]
fn keys_are_added_listed_and_removed_and_no_two_people_have_one() {
    let office = Office::with_plan();
    for login in ["anna", "pēteris"] {
        office.ok(&["user", "add", login, "--role", "worker"]);
    }
    office.ok(&["user", "key", "add", "anna", &office.file("anna.pub", KEY.as_bytes())]);
    assert_eq!(office.ok(&["user", "key", "list", "anna"]), "1  ssh-ed25519 …h2l9GKJl anna@dators\n");
    let again = typing(&office, &["user", "key", "add", "pēteris", "-"], KEY);
    assert_eq!((again.code, again.err.contains("jau ir lietotājam anna")), (1, true), "{}", again.err);
    let private = typing(&office, &["user", "key", "add", "pēteris", "-"], "-----BEGIN OPENSSH PRIVATE KEY-----\n");
    assert_eq!((private.code, private.err.contains("nav publiskā SSH atslēga")), (1, true), "{}", private.err);

    let line = office.ok(&["ssh-keys"]);
    assert!(line.starts_with("restrict,pty,command=\"") && line.trim_end().ends_with(KEY), "{line}");
    assert!(line.contains(" --forced --store ") && line.contains(" --user anna\" "), "{line}");
    let other = KEY.replace("IOMqqnkV", "IOMqqnkW");
    assert_eq!(typing(&office, &["user", "key", "add", "pēteris", "-"], &other).code, 0);
    assert!(office.ok(&["ssh-keys"]).contains(" --user 'pēteris'\" "));
    office.ok(&["user", "disable", "anna"]);
    assert_eq!(office.ok(&["ssh-keys"]).lines().count(), 1);
    office.ok(&["user", "enable", "anna"]);
    office.ok(&["user", "key", "remove", "anna", "1"]);
    assert_eq!(office.run(&["user", "key", "remove", "anna", "1"]).code, 1);
    assert_eq!(office.ok(&["user", "key", "list", "anna"]), "");
}

#[test]
fn the_forced_command_opens_nothing_but_the_interface() {
    let office = Office::with_plan();
    office.ok(&["user", "add", "anna", "--role", "worker"]);
    let store = office.store();
    let store = store.to_str().unwrap();
    let named = ["--forced", "--store", store, "--user", "anna"];
    for more in [&["export", "families"][..], &["check"], &["ssh-keys"]] {
        let ran = office.run(&[&named[..], more].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{more:?}");
    }
    // The environment names a store and a user here, and that is not enough.
    assert_eq!(office.run(&["--forced", "--user", "anna"]).code, 2);
    assert_eq!(office.run(&["--forced", "--store", store]).code, 2);
    let mut asked = office.command();
    let ran = office::run(asked.env("SSH_ORIGINAL_COMMAND", "sh").args(named));
    assert_eq!((ran.code, ran.err.contains("Šeit atveras tikai atbalsts")), (2, true), "{}", ran.err);
}

#[test]
fn erasing_asks_first_and_says_what_is_left_to_do() {
    let office = Office::with_plan();
    let before = office.revision();
    let erase = ["erase", "--family", "1", "--reason", "Glabāšanas termiņš beidzies"];
    let ran = typing(&office, &erase, "jā\n");
    assert_eq!((ran.code, ran.err.contains("Nekas nav dzēsts")), (1, true), "{}{}", ran.out, ran.err);
    assert!(ran.out.starts_with("Tiks dzēsta ģimene Bērziņa-Āboliņa, 2018-01: "), "{}", ran.out);
    assert!(ran.out.contains("Lai dzēstu, ierakstiet: dzēst 1"), "{}", ran.out);
    assert_eq!(office.revision(), before);
    assert_eq!(office.run(&["erase", "--family", "1"]).code, 2, "a reason is needed");
    assert_eq!(office.run(&["erase", "--reason", "x"]).code, 2, "so is somebody");
    assert_eq!(office.run(&["erase", "--family", "1", "--child", "1", "--reason", "x"]).code, 2, "and only one");

    let ran = typing(&office, &erase, "Dzest 1\n");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.contains("atbalsts compact"), "{}", ran.out);
    assert!(office.rows("families").iter().all(|family| family["id"] != 1));
    let journal = office.ok(&["journal"]);
    assert!(journal.contains("Personas dati dzēsti: Glabāšanas termiņš beidzies"), "{journal}");
    // The journal counts what was announced.
    let (_, goes) = ran.out.split_once(": ").unwrap();
    let (goes, _) = goes.split_once(". To nevar atsaukt").unwrap();
    assert!(journal.contains(&format!("beidzies ({goes})")), "{journal}{}", ran.out);
    assert!(office.ok(&["compact"]).contains("pārrakstīts"));
    office.ok(&["check"]);
    // What was packed over an erasure would bring nothing back, so no such copy is made; what came after it can be.
    let delta = office.path("papildus.gz");
    let since = |revision: u64| office.run(&["backup", delta.to_str().unwrap(), "--since", &revision.to_string()]);
    let ran = since(before);
    assert_eq!((ran.code, ran.err.contains("Izveidojiet pilnu rezerves kopiju")), (1, true), "{}", ran.err);
    assert!(!delta.exists());
    assert_eq!(since(office.revision()).code, 0);
    office.ok(&["check", delta.to_str().unwrap()]);
}

#[test]
fn who_looked_is_told_to_those_who_may_know() {
    let office = Office::with_plan();
    for (login, role) in [("anna", "worker"), ("līga", "head")] {
        office.ok(&["user", "add", login, "--role", role]);
    }
    let store = Store::open(&office.store(), Clock::System).unwrap();
    store.note_looks("anna", &[(Kind::Child, 1)]).unwrap();
    store.open_restricted("līga", Id::new(1), "Sūdzība Nr. 4").unwrap();
    drop(store);
    let told = office.ok(&["journal", "--reads"]);
    assert_eq!(told.lines().count(), 2, "{told}");
    for (scope, lines) in [(["--family", "1"], 2), (["--child", "1"], 1), (["--record", "families:1"], 1)] {
        let told = office.ok(&[&["journal", "--reads"][..], &scope].concat());
        assert_eq!(told.lines().count(), lines, "{scope:?}: {told}");
    }
    let (child, family) = (office.rows("children")[0].clone(), office.rows("families")[0].clone());
    let person = office.rows("persons").into_iter().find(|person| person["id"] == child["person"]).unwrap();
    let name = format!("{} {}", person["surname"].as_str().unwrap(), person["given_names"].as_str().unwrap());
    assert!(told.contains(&format!("anna  bērna lieta, {name}")), "{told}");
    let surname = family["surname"].as_str().unwrap();
    assert!(told.contains(&format!("līga  ģimene, {surname}  Sūdzība Nr. 4")), "{told}");
    let anna = office.ok(&["journal", "--reads", "--user", "anna", "--format", "json"]);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&anna).unwrap();
    assert_eq!((rows.len(), &rows[0]["id"], &rows[0]["reason"]), (1, &1.into(), &"".into()));
}

#[test]
fn whose_records_leave_the_store_is_in_the_read_log() {
    let office = Office::with_plan();
    office.ok(&["import", "sessions", &office.fixture("sessions")]);
    let looked = |office: &Office| office.ok(&["journal", "--reads", "--child", "1"]).matches("bērna lieta").count();
    let before = looked(&office);
    office.ok(&["export", "sessions"]);
    let after = looked(&office);
    assert!(after > before, "sessions tell of children");
    office.ok(&["journal", "--format", "json"]);
    let of_journal = looked(&office);
    assert!(of_journal > after, "and so does the journal with all that stood in them");
    office.ok(&["export", "plan_lines", "--format", "json"]);
    assert!(looked(&office) > of_journal, "lines are their plan's child's");
}

#[test]
fn a_demonstration_cut_short_while_it_is_made_is_made_whole_the_next_time() {
    let office = Office::empty();
    let demo = || {
        let mut command = office.command();
        command.env_remove("ATBALSTS_STORE").args(["demo", "--no-open"]).stdout(Stdio::null());
        command
    };
    let directory = office.path("data").join("atbalsts");
    let begun = || std::fs::read_dir(&directory).is_ok_and(|mut files| files.next().is_some());
    let mut making = demo().spawn().unwrap();
    let deadline = Instant::now() + Duration::from_secs(60);
    while !begun() {
        assert!(Instant::now() < deadline && making.try_wait().unwrap().is_none(), "the file is seen while it is made");
        std::thread::yield_now();
    }
    making.kill().unwrap();
    making.wait().unwrap();
    assert!(demo().status().unwrap().success());
    let store = directory.join("demo.redb");
    let families = office.ok(&["--store", store.to_str().unwrap(), "export", "families"]);
    assert!(families.lines().count() > 10, "{families}");
    office.ok(&["--store", store.to_str().unwrap(), "check"]);
}

//! The instrument on the command line: a municipality's own file is checked, taken into use, and printed.

#[path = "support/office.rs"]
mod office;

use office::{Office, run};

/// The built-in instrument with something replaced.
fn own(office: &Office, from: &str, to: &str) -> String {
    let dumped = office.ok(&["instrument", "dump"]);
    assert!(dumped.contains(from), "{from} in {dumped}");
    office.file(&format!("{to}.toml"), dumped.replacen(from, to, 1).as_bytes())
}

#[test]
fn what_is_dumped_is_good_and_the_same_again() {
    let office = Office::empty();
    let mut command = office.command();
    let dumped = run(command.env_remove("ATBALSTS_STORE").args(["instrument", "dump"]));
    assert_eq!(dumped.code, 0, "it needs no store: {}", dumped.err);
    let dumped = dumped.out;
    let file = office.file("mans.toml", dumped.as_bytes());
    let told = office.ok(&["instrument", "check", &file]);
    assert!(told.contains("22 bērna un 8 vecāku vērtējamie, skala 0 1 2 3 4 8 9"), "{told}");
    let office = Office::new();
    office.ok(&["instrument", "adopt", &file]);
    assert_eq!(office.ok(&["instrument", "dump"]), dumped);
    assert_eq!(office.rows("instruments").len(), 1);
}

#[test]
fn faults_of_a_file_are_told_with_line_and_column_in_both_languages() {
    let office = Office::new();
    let text = "name = \"Mūsu\"\n[[level]]\nvalue = 12\nlv = \"nav\"\n[[item]]\ncode = \"d1\"\nlv = \"Iet\"\nen = \"Walks\"\nx = 1\n";
    let file = office.file("bojāts.toml", text.as_bytes());
    let file = file.as_str();
    let check = |lang: &str, expect: &[(&str, &str)]| {
        for command in ["check", "adopt"] {
            let ran = office.run(&["--lang", lang, "instrument", command, file]);
            assert_eq!((ran.code, ran.out.as_str()), (1, ""));
            let told: Vec<(&str, &str)> = ran
                .err
                .lines()
                .filter_map(|line| line.strip_prefix("atbalsts: ")?.strip_prefix(file)?.split_once(": "))
                .collect();
            assert_eq!(told, expect, "{}", ran.err);
        }
    };
    check(
        "lv",
        &[
            (":1:1", "Trūkst: component."),
            (":2:1", "Trūkst: en."),
            (":3:9", "Šeit jābūt ciparam no 0 līdz 9: vērtējumu ievada ar vienu taustiņu."),
            (":6:8", "Kods „d1” nesākas ne ar vienas sastāvdaļas kodu."),
            (":9:1", "Tāda nosaukuma šeit nav: „x”."),
        ],
    );
    check(
        "en",
        &[
            (":1:1", "Missing: component."),
            (":2:1", "Missing: en."),
            (":3:9", "A digit from 0 to 9 belongs here: a score is typed with one key."),
            (":6:8", "The code “d1” begins with that of no component."),
            (":9:1", "There is no such name here: “x”."),
        ],
    );
    assert!(office.rows("instruments").is_empty());
}

#[test]
fn the_latest_adopted_by_the_day_is_in_use() {
    let office = Office::new();
    let first = own(&office, "1. izdevums", "Talsu izdevums");
    let told = office.ok(&["instrument", "adopt", &first, "--from", "01.09.2018"]);
    assert!(told.contains("Spēkā no 01.09.2018.: Bērna funkcionēšana un vecāku vajadzības, Talsu izdevums"), "{told}");
    let later = own(&office, "Talsu izdevums", "nākamais izdevums");
    office.ok(&["instrument", "adopt", &later, "--from", "01.09.2099"]);
    assert!(office.ok(&["instrument", "dump"]).contains("Talsu izdevums"), "the other is for later");
    let again = office.ok(&["instrument", "adopt", &first]);
    assert!(again.contains("jau ir spēkā no 01.09.2018."), "{again}");
    assert_eq!(office.rows("instruments").len(), 2);
    let journal = office.ok(&["journal", "--format", "json"]);
    assert_eq!(journal.matches("adopt_instrument").count(), 2, "{journal}");
}

#[test]
fn files_that_are_not_there_or_no_text_are_told() {
    let office = Office::new();
    assert_eq!(office.run(&["instrument", "check", "/nav/tāda.toml"]).code, 2);
    let file = office.file("bilde.toml", b"\xff\xd8\xff");
    let ran = office.run(&["instrument", "adopt", &file]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("nav teksta fails"), "{}", ran.err);
    let named = office.path("cita.redb");
    assert_eq!(office.run(&["--store", named.to_str().unwrap(), "instrument", "dump"]).code, 3);
}

#[test]
fn which_instrument_is_used_is_not_for_everybody_to_decide() {
    let office = Office::new();
    office.ok(&["user", "add", "līga", "--role", "head"]);
    office.ok(&["user", "add", "pēteris", "--role", "worker"]);
    let file = own(&office, "1. izdevums", "Talsu izdevums");
    let refused = office.run(&["--user", "pēteris", "instrument", "adopt", &file]);
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(office.rows("instruments").is_empty());
    office.ok(&["--user", "līga", "instrument", "adopt", &file]);
    assert_eq!(office.rows("instruments").len(), 1);
}

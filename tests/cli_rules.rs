//! Rules as a file, and in a store, on the command line.

#[path = "support/office.rs"]
mod office;

use atbalsts::{
    domain::{Child, Deed, HealthLimit, Operation},
    store::{Clock, Store},
};
use office::Office;

#[test]
fn rules_are_dumped_checked_adopted_and_replaced() {
    let office = office::Office::new();
    let sample = office.ok(&["rules", "dump"]);
    assert!(sample.contains("Paraugs, nevis spēkā esoši"), "{sample}");
    let file = office.file("noteikumi.toml", sample.as_bytes());
    let told = office.ok(&["rules", "check", &file]);
    assert!(
        told.contains("18\u{a0}noteikumu") && told.contains("REI: no 5 gadu vecuma līdz 18 gadu vecumam"),
        "{told}"
    );
    let english = office.ok(&["--lang", "en", "rules", "check", &file]);
    assert!(english.contains("TRA, STR: at most €800.00 a year; autism spectrum – €1,500.00"), "{english}");

    // Nothing is in force unless somebody adopts it.
    assert_eq!(office.run(&["rules", "dump", "--programme", "1"]).code, 1);
    assert_eq!(office.rows("rule_books"), Vec::<serde_json::Value>::new());
    let adopt = |from: &str| office.ok(&["rules", "adopt", &file, "--programme", "1", "--from", from]);
    let adopted = adopt("03.09.2018");
    assert!(adopted.contains("spēkā no 03.09.2018.") && adopted.contains("Paraugi starp tiem: 18"), "{adopted}");
    let again = adopt("01.01.2019");
    assert!(again.contains("jau ir spēkā no 03.09.2018."), "{again}");
    assert_eq!(office.rows("rule_books").len(), 1, "the same is not stored twice");
    let stricter = office.file("jauni.toml", sample.replacen("most = 60", "most = 40", 1).as_bytes());
    office.ok(&["rules", "adopt", &stricter, "--programme", "1", "--from", "2019-01-01"]);
    let dumped = office.ok(&["rules", "dump", "--programme", "1"]);
    assert!(dumped.contains("most = 40"), "{dumped}");
    let back = office.file("izrakstīti.toml", dumped.as_bytes());
    let same = office.ok(&["rules", "adopt", &back, "--programme", "1"]);
    assert!(same.contains("jau ir spēkā no 01.01.2019."), "what is dumped is what was adopted: {same}");
    assert_eq!(office.run(&["rules", "adopt", &file, "--programme", "9"]).code, 2);
    // The journal tells it in words, a rule in a line.
    let journal = office.ok(&["journal", "--record", "rule_books:1"]);
    assert!(
        journal.contains("Paraugs: noteikumu veidi, noteikumu krājums") && journal.contains("18\u{a0}noteikumu"),
        "{journal}"
    );
    assert!(journal.contains("REI: no 5 gadu vecuma līdz 18 gadu vecumam"), "{journal}");
    assert!(journal.lines().all(|line| line.chars().count() < 240 && !line.contains('{')), "{journal}");
    office.ok(&["check"]);
}

#[test]
fn a_file_with_faults_is_refused_with_every_line_and_column() {
    let office = office::Office::new();
    let bad = "name = \"N\"\n[[rule]]\ncode = \"a\"\nlv = \"A\"\nen = \"A\"\nshape = \"cuont\"\npolicy = \"warn\"\n";
    let file = office.file("slikti.toml", bad.as_bytes());
    for command in [&["rules", "check", &file][..], &["rules", "adopt", &file, "--programme", "1"]] {
        let ran = office.run(command);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""));
        assert!(ran.err.contains("slikti.toml:6:9: „cuont” šeit nevar būt"), "{}", ran.err);
        assert!(ran.err.contains("Vai domāts „count”?"), "{}", ran.err);
    }
    let elsewhere = office.file("teksts.toml", &[0xff, 0xfe]);
    assert_eq!(office.run(&["rules", "check", &elsewhere]).code, 1);
    assert_eq!(office.run(&["rules", "check", "nav.toml"]).code, 2);
}

/// The first child may not have physiotherapy.
fn bar(office: &Office) {
    let store = Store::open(&office.store(), Clock::System).unwrap();
    let child = store.read(|reader| reader.all::<Child>()).unwrap().remove(0);
    let limit = HealthLimit { service: "FIZ".into(), reason: "pēc operācijas".into() };
    let barred = Child { health_limits: vec![limit], ..child.clone() };
    store.apply("anna", &Operation::new(Deed::EditChild).change(child, barred)).unwrap();
}

#[test]
fn what_a_doctor_bars_is_refused_row_by_row_in_a_table_and_in_a_calendar() {
    let with_sessions = Office::with_plan();
    let table = "Lietas numurs;Vārds;Pakalpojums;Datums;Laiks;Ilgums\n\
                 2018-01;Žanete;LOG;06.11.2018;10:00;45\n2018-01;Žanete;FIZ;05.11.2018;10:00;45\n";
    with_sessions.ok(&["import", "sessions", &with_sessions.file("n.csv", table.as_bytes())]);
    let calendar = with_sessions.ok(&["export", "sessions", "--format", "ics"]);
    let at = 1 + calendar.lines().position(|line| line.contains("FIZ")).unwrap();
    let begins =
        calendar.lines().take(at).enumerate().filter(|(_, line)| *line == "BEGIN:VEVENT").last().unwrap().0 + 1;

    let office = Office::with_plan();
    bar(&office);
    let files = [("n.csv", table, "n.csv:3:3:".to_owned()), ("n.ics", &calendar, format!("n.ics:{begins}:"))];
    for (name, text, place) in files {
        let before = office.revision();
        let ran = office.run(&["import", "sessions", &office.file(name, text.as_bytes()), "--reason", "tā bija"]);
        assert_eq!((ran.code, office.revision()), (1, before), "{}{}", ran.out, ran.err);
        let told =
            ran.err.lines().find(|line| line.contains("pēc operācijas")).unwrap_or_else(|| panic!("{}", ran.err));
        assert!(told.contains(&place) && told.contains("Ārsta liegums: FIZ 05.11.2018."), "{told} at {place}");
        // The good rows go in by themselves.
        office.run(&["import", "sessions", "--skip-bad", &office.file(name, text.as_bytes())]);
        assert_eq!(office.rows("sessions").len(), 1);
    }
    // Where the programme leaves it to a reason, the reason says why.
    let book = "name = \"N\"\n[[rule]]\ncode = \"arsts\"\nlv = \"Ārsts\"\nen = \"Doctor\"\n\
                shape = \"medical\"\nof = \"barred\"\npolicy = \"allow_with_reason\"\n";
    let book = office.file("n.toml", book.as_bytes());
    office.ok(&["rules", "adopt", &book, "--programme", "1", "--from", "2018-09-03"]);
    let file = office.file("n.csv", table.as_bytes());
    let ran = office.run(&["import", "sessions", &file]);
    assert!(ran.code == 1 && ran.err.contains("norādiet pamatojumu"), "{}", ran.err);
    office.ok(&["import", "sessions", &file, "--reason", "ārsts atļāvis no novembra"]);
    let kept = office.rows("sessions");
    assert_eq!(kept[1]["rule_reasons"][0]["reason"], "ārsts atļāvis no novembra", "{kept:?}");
}

#[test]
fn more_units_than_the_plan_has_are_imported_with_a_reason_only() {
    let office = Office::with_plan();
    let day = chrono::NaiveDate::from_ymd_opt(2018, 10, 1).unwrap();
    let rows = (0..41).map(|n| format!("2018-01;Žanete;FIZ;{};10:00;45\n", day + chrono::Days::new(n)));
    let table = format!("Lietas numurs;Vārds;Pakalpojums;Datums;Laiks;Ilgums\n{}", rows.collect::<String>());
    let file = office.file("n.csv", table.as_bytes());
    let before = office.revision();
    let ran = office.run(&["import", "sessions", &file]);
    assert_eq!((ran.code, office.revision()), (1, before), "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("Plāna rindas apjoms: drīkst 40 vien., ir FIZ 41 vien. (10.11.2018.)"), "{}", ran.err);
    office.ok(&["import", "sessions", &file, "--reason", "pēc ārsta norīkojuma"]);
    assert_eq!(office.rows("sessions").len(), 41);
}

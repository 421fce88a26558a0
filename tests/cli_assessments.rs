//! Assessments that come from tables and leave as tables.

#[path = "support/office.rs"]
mod office;

use atbalsts::{
    domain::{Assessment, AssessmentKind, Child, Deed, Goal, Id, Operation, Progress, TeamMember},
    store::{Clock, Store},
};
use chrono::NaiveDate;
use office::Office;

const FILE: &str = "Lieta;Bērna vārds;Veids;Par ko;Datums;Joma;Vērtējums;Piezīme
2018-01;Žanete;1;;18.09.2018.;d4;3;Ārā ar rāmi
2018-01;Žanete;1;;18.09.2018.;b7;2;
2018-01;Žanete;1;vecāki;18.09.2018.;Laiks sev un atpūta;4;
2018-02;Šarlote;sākotnējais;bērns;19.09.2018.;D4;9;
";

fn with_families() -> Office {
    let office = Office::new();
    office.ok(&["import", "families", &office.fixture("families")]);
    office
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Changes or makes assessments as the interface would.
fn apply(office: &Office, operation: &Operation) {
    Store::open(&office.store(), Clock::System).unwrap().apply("anna", operation).unwrap();
}

fn stored(office: &Office, number: u64) -> Assessment {
    let store = Store::open(&office.store(), Clock::System).unwrap();
    store.read(|reader| reader.get(Id::new(number))).unwrap().unwrap()
}

#[test]
fn rows_of_a_child_kind_and_subject_are_one_assessment_and_come_in_once() {
    let office = with_families();
    let file = office.file("v.csv", FILE.as_bytes());
    let dry = office.ok(&["import", "assessments", &file, "--dry-run"]);
    assert!(dry.contains("Būtu jaunas rindas: 4;") && dry.contains("3\u{a0}izvērtējumi"), "{dry}");
    assert!(office.rows("assessments").is_empty());
    office.ok(&["import", "assessments", &file]);
    let rows = office.rows("assessments");
    assert_eq!(rows.len(), 3);
    assert_eq!((&rows[0]["done_on"], &rows[0]["completed_on"]), (&"2018-09-18".into(), &serde_json::Value::Null));
    let scores = rows[0]["scores"].as_array().unwrap();
    assert_eq!(scores.len(), 2);
    assert_eq!((&scores[0]["item"], &scores[1]["item"]), (&"b7".into(), &"d4".into()), "in the instrument's order");
    assert_eq!(scores[1]["observation"], "Ārā ar rāmi");
    assert_eq!((&rows[1]["subject"], &rows[1]["scores"][0]["item"]), (&"parents".into(), &"p4".into()));
    assert_eq!(office.rows("instruments").len(), 1, "the one that comes with the program is stored with the scores");
    assert!(rows.iter().all(|row| row["instrument"] == 1 && row["instrument_name"].is_string()), "{rows:?}");
    let revision = office.revision();
    let again = office.ok(&["import", "assessments", &file]);
    assert!(again.contains("Jaunas rindas: 0; jau bija: 4;"), "{again}");
    assert_eq!(office.revision(), revision);
    office.ok(&["check"]);
}

#[test]
fn an_assessment_that_is_planned_is_filled_in_and_a_completed_one_is_not() {
    let office = with_families();
    let planned = Assessment {
        child: Id::new(1),
        kind: AssessmentKind::Initial,
        planned_on: Some(day(2018, 9, 10)),
        place: "Talsi".into(),
        ..Assessment::default()
    };
    apply(&office, &Operation::new(Deed::AddAssessment).create(planned));
    let file = office.file("v.csv", FILE.as_bytes());
    office.ok(&["import", "assessments", &file]);
    let held = stored(&office, 1);
    assert_eq!((held.done_on, held.place.as_str(), held.scores.len()), (Some(day(2018, 9, 18)), "Talsi", 2));
    let completed = Assessment { completed_on: Some(day(2018, 9, 20)), completed_by: "anna".into(), ..held.clone() };
    apply(&office, &Operation::new(Deed::CompleteAssessment).change(held, completed.clone()));
    office.ok(&["import", "assessments", &file]);
    let more = FILE.replace("d4;3;Ārā ar rāmi", "d5;3;");
    let ran = office.run(&["import", "assessments", &office.file("vēl.csv", more.as_bytes())]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("vēl.csv:2:7: Vērtējums: apstiprināto un pabeigto nelabo"), "{}", ran.err);
    assert_eq!(stored(&office, 1), completed);
}

#[test]
fn faults_are_told_with_line_and_column() {
    let office = with_families();
    let check = |row: &str, latvian: &str, english: &str| {
        let text = format!("{FILE}{row}\n");
        for (lang, sentence) in [("lv", latvian), ("en", english)] {
            let file = office.file("v.csv", text.as_bytes());
            let ran = office.run(&["--lang", lang, "import", "assessments", &file]);
            assert_eq!(ran.code, 1, "{row}: {}", ran.out);
            assert!(ran.err.contains(&format!("v.csv:6:{sentence}")), "{sentence} in {}", ran.err);
        }
        assert!(office.rows("assessments").is_empty(), "all or nothing");
    };
    check(
        "2018-01;Žanete;1;;18.09.2018.;d77;3;",
        "6: Joma: instrumentā tādas jomas nav: „d77”",
        "6: Domain: the instrument has no such item: “d77”",
    );
    check("2018-01;Žanete;1;;18.09.2018.;p1;3;", "6: Joma: instrumentā", "6: Domain: the instrument");
    check(
        "2018-01;Žanete;1;;18.09.2018.;d1;5;",
        "7: Vērtējums: skalā ir 0, 1, 2, 3, 4, 8, 9",
        "7: Score: the scale has 0, 1, 2, 3, 4, 8, 9",
    );
    check(
        "2018-01;Žanete;1;;20.09.2018.;d1;2;",
        "3: Veids: tāds jau ir: sākotnējais, 18.09.2018.",
        "3: Kind: there is already one: initial, 18.09.2018",
    );
    check("2018-01;Žanete;1;;18.09.2018.;d4;1;", "6: Joma: tāds jau ir: d4", "6: Domain: there is already");
    check("2018-01;Žanete;;;18.09.2018.;d1;2;", "3: Veids: nav aizpildīts", "3: Kind: is not filled in");
    check("2018-01;Žanete;2;;18.09.2098.;d1;2;", "5: Datums: šis datums", "5: Date: this day has not come");
    check("2018-09;;1;;18.09.2018.;d1;2;", "1: Lietas numurs: nav atrasts", "1: Case number: not found");
    check("2018-01;Žanete;1;;18.09.2018.;;2;", "6: Joma: nav aizpildīts", "6: Domain: is not filled in");
}

#[test]
fn a_day_before_the_programme_is_told_once_and_does_not_stand_in_the_way() {
    let office = with_families();
    let early = FILE.replace("18.09.2018.", "18.08.2018.");
    let ran = office.run(&["import", "assessments", &office.file("v.csv", early.as_bytes())]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let told: Vec<&str> =
        ran.err.lines().filter(|line| line.contains("ir pirms programmas sākuma 03.09.2018.")).collect();
    assert_eq!(told.len(), 2, "once for the child, once for the parents: {}", ran.err);
    assert_eq!(office.rows("assessments").len(), 3);
}

#[test]
fn good_rows_come_in_alone_when_asked() {
    let office = with_families();
    let text = format!("{FILE}2018-01;Žanete;1;;18.09.2018.;d1;7;\n");
    let file = office.file("v.csv", text.as_bytes());
    let ran = office.run(&["import", "assessments", &file, "--skip-bad"]);
    assert_eq!(ran.code, 1);
    assert_eq!(office.rows("assessments").len(), 3);
    let rejects = std::fs::read_to_string(office.path("v.csv.rejects.csv")).unwrap();
    assert!(rejects.contains("d1;7;") && !rejects.contains("d4;"), "{rejects}");
    // Corrected, the rest comes in.
    let corrected = office.file("labots.csv", rejects.replace("d1;7;", "d1;2;").as_bytes());
    let out = office.run(&["import", "assessments", &corrected]).out;
    assert!(out.contains("Jaunas rindas: 1;"), "{out}");
    assert_eq!(stored(&office, 1).scores.len(), 3);
}

#[test]
fn another_score_in_the_file_is_told_and_the_stored_one_stays() {
    let office = with_families();
    office.ok(&["import", "assessments", &office.file("v.csv", FILE.as_bytes())]);
    let other = office.file("cits.csv", FILE.replace("b7;2", "b7;1").as_bytes());
    let ran = office.run(&["import", "assessments", &other]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("cits.csv:3:7: Vērtējums: saglabāts „2”, failā „1”"), "{}", ran.err);
    assert_eq!(stored(&office, 1).score("b7").unwrap().value, 2);
}

#[test]
fn what_is_exported_comes_in_elsewhere_as_the_same() {
    let office = with_families();
    office.ok(&["import", "assessments", &office.file("v.csv", FILE.as_bytes())]);
    let there = with_families();
    for lang in ["lv", "en"] {
        let exported = office.ok(&["--lang", lang, "export", "assessments"]);
        assert_eq!(exported.lines().count(), 5, "{exported}");
        let file = there.file("no citurienes.csv", exported.as_bytes());
        assert_eq!(there.run(&["import", "assessments", &file]).code, 0);
    }
    let all = |office: &Office| office.ok(&["export", "assessments", "--format", "json"]);
    assert_eq!(all(&there), all(&office));
    let latvian = office.ok(&["export", "assessments"]);
    assert!(latvian.contains(";d4;3;Ārā ar rāmi;Pārvietošanās un rokas"), "{latvian}");
    let english = office.ok(&["--lang", "en", "export", "assessments", "--child", "3"]);
    assert!(
        english.contains("initial;child;2018-09-19;d4;9;;\"Getting about, using hands\"")
            || english.contains("initial;child;2018-09-19;d4;9;;Getting about, using hands"),
        "{english}"
    );
}

#[test]
fn json_has_all_that_an_assessment_tells() {
    let office = with_families();
    office.ok(&["import", "assessments", &office.file("v.csv", FILE.as_bytes())]);
    let child: Id<Child> = Id::new(1);
    let goal = Goal { child, number: 1, wording: "Staigāt".into(), ..Goal::default() };
    apply(&office, &Operation::new(Deed::AddGoal).create(goal));
    let held = stored(&office, 1);
    let leads = TeamMember { name: "Aija Upīte".into(), profession: "ārste rehabilitoloģe".into(), lead: true };
    let progress = Progress { goal: Id::new(1), scale: -2, ..Progress::default() };
    let told = Assessment { team: vec![leads], progress: vec![progress], ..held.clone() };
    apply(&office, &Operation::new(Deed::EditAssessment).change(held, told));
    let row = &office.rows("assessments")[0];
    assert_eq!(row["team"][0]["profession"], "ārste rehabilitoloģe");
    assert_eq!(row["team"][0]["lead"], true);
    assert_eq!((&row["progress"][0]["goal"], &row["progress"][0]["scale"]), (&1.into(), &(-2).into()));
    assert_eq!(row["scores"][0]["value"], 2);
    assert_eq!(row["instrument_name"], "Bērna funkcionēšana un vecāku vajadzības, 1. izdevums");
}

#[test]
fn a_social_worker_may_bring_in_the_first_scores_of_a_store() {
    let office = with_families();
    office.ok(&["user", "add", "līga", "--role", "administrator"]);
    office.ok(&["user", "add", "pēteris", "--role", "worker"]);
    let file = office.file("v.csv", FILE.as_bytes());
    office.ok(&["--user", "pēteris", "import", "assessments", &file]);
    assert_eq!((office.rows("assessments").len(), office.rows("instruments").len()), (3, 1));
}

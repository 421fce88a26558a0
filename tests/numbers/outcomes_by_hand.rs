//! What became of three children, worked out on paper and told by the program: scores from a table, goals, one
//! correction, an assessment that was never held, scores that say nothing.

use atbalsts::{
    domain::{Assessment, Attainment, Child, Deed, Goal, Id, Operation, Progress},
    store::{Clock, Store},
};
use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::office::Office;

/// The scores by child, kind (1, 2, 3) and item; `p4` is of the parents.
///
/// | | b1 | d4 | d5 | p4 |
/// |---|---|---|---|---|
/// | Žanete | 3 2 1 | 4 4 3 | 2 – 2 | 3 2 2 |
/// | Ņikita | 2 2 3 | 9 3 2 | 1 1 0 | – 4 4 |
/// | Šarlote | 1 1 – | 2 3 – | 8 1 – | |
///
/// Žanete's d4 was first taken down as 4 at the closing assessment, and corrected.
const SCORES: &str = "Žanete 1 b1 3, Žanete 1 d4 4, Žanete 1 d5 2, Žanete 1 p4 3,
    Žanete 2 b1 2, Žanete 2 d4 4, Žanete 2 p4 2,
    Žanete 3 b1 1, Žanete 3 d4 4, Žanete 3 d5 2, Žanete 3 p4 2,
    Ņikita 1 b1 2, Ņikita 1 d4 9, Ņikita 1 d5 1,
    Ņikita 2 b1 2, Ņikita 2 d4 3, Ņikita 2 d5 1, Ņikita 2 p4 4,
    Ņikita 3 b1 3, Ņikita 3 d4 2, Ņikita 3 d5 0, Ņikita 3 p4 4,
    Šarlote 1 b1 1, Šarlote 1 d4 2, Šarlote 1 d5 8,
    Šarlote 2 b1 1, Šarlote 2 d4 3, Šarlote 2 d5 1";

/// The table that an office would hand over.
fn table() -> String {
    let mut table = "Lieta;Bērna vārds;Veids;Ko izvērtē;Datums;Vērtējamā joma;Vērtējums\n".to_owned();
    for score in SCORES.split(',') {
        let [child, kind, item, value] = score.split_whitespace().collect::<Vec<_>>()[..] else { panic!("{score}") };
        let case = if child == "Žanete" { "2018-01" } else { "2018-02" };
        let subject = if item.starts_with('p') { "vecāki" } else { "bērns" };
        let day = ["10.09.2018.", "10.03.2019.", "20.09.2019."][kind.parse::<usize>().unwrap() - 1];
        table += &format!("{case};{child};{kind};{subject};{day};{item};{value}\n");
    }
    table
}

/// The three children with scores, goals and a correction.
fn office() -> Office {
    let office = Office::new();
    office.ok(&["import", "families", &office.fixture("families")]);
    office.ok(&["import", "assessments", &office.file("vērtējumi.csv", table().as_bytes())]);
    let store = Store::open(&office.store(), Clock::System).unwrap();
    let apply = |operation: Operation| store.apply("anna", &operation).unwrap();
    let goal = |child, number, wording: &str| Goal {
        child: Id::<Child>::new(child),
        number,
        wording: wording.to_owned(),
        ..Goal::default()
    };
    let goals = Operation::new(Deed::AddGoal);
    let goals = goals.create(goal(1, 1, "Staigāt")).create(goal(1, 2, "Ģērbties")).create(goal(2, 1, "Runāt"));
    apply(goals);
    let all = || store.read(|reader| reader.all::<Assessment>()).unwrap();
    let children = all();
    let of = |child: u64, kind: &str, subject: &str| {
        let fits = |one: &&Assessment| {
            let told = serde_json::to_value(one).unwrap();
            one.child.0 == child && told["kind"] == kind && told["subject"] == subject
        };
        children.iter().find(fits).unwrap().clone()
    };
    let progress = |goal, scale, attainment| Progress { goal: Id::new(goal), scale, attainment, ..Progress::default() };
    let judged = |one: Assessment, progress: Vec<Progress>| Assessment { progress, ..one };
    use Attainment::{NotReached, Open, Partly, Reached};
    for (before, progress) in [
        (of(1, "initial", "child"), vec![progress(1, -2, Open), progress(2, -2, Open)]),
        (of(1, "interim", "child"), vec![progress(1, -1, Partly)]),
        (of(1, "closing", "child"), vec![progress(1, 1, Reached), progress(2, -1, Partly)]),
        (of(2, "initial", "child"), vec![progress(3, -1, Open)]),
        (of(2, "interim", "child"), vec![progress(3, -2, NotReached)]),
        (of(2, "closing", "child"), vec![progress(3, -2, NotReached)]),
    ] {
        apply(Operation::new(Deed::ScoreAssessment).change(before.clone(), judged(before, progress)));
    }
    // The closing assessment is completed with the slip, then corrected.
    let on = |day| NaiveDate::from_ymd_opt(2019, 9, day);
    let slip = all().into_iter().find(|one| one.id == of(1, "closing", "child").id).unwrap();
    let completed = Assessment { completed_on: on(21), completed_by: "anna".into(), ..slip.clone() };
    apply(Operation::new(Deed::CompleteAssessment).change(slip, completed.clone()));
    let mut right = Assessment {
        id: Id::default(),
        corrects: completed.id,
        correction_reason: "Pārrakstīšanās".into(),
        completed_on: on(25),
        ..completed
    };
    right.scores.iter_mut().find(|score| score.item == "d4").unwrap().value = 3;
    apply(Operation::new(Deed::CorrectAssessment).create(right));
    office
}

fn means(initial: Option<&str>, interim: Option<&str>, closing: Option<&str>) -> Value {
    json!({ "initial": initial, "interim": interim, "closing": closing })
}

fn report(office: &Office, options: &[&str]) -> Value {
    let arguments = [&["report", "outcomes", "--format", "json"], options].concat();
    serde_json::from_str(&office.ok(&arguments)).unwrap()
}

#[test]
fn domains_over_three_children() {
    let told = report(&office(), &[]);
    let domains = told["domains"].as_array().unwrap();
    let check = |item: &str, expect: Value, measured: [u64; 3], moved: [u64; 3]| {
        let domain = domains.iter().find(|domain| domain["item"] == item).unwrap();
        assert_eq!(domain["means"], expect, "{item}");
        let [initial, interim, closing] = measured;
        let measured = json!({ "initial": initial, "interim": interim, "closing": closing });
        assert_eq!(domain["measured"], measured, "{item}");
        assert_eq!(["better", "same", "worse"].map(|way| domain[way].as_u64().unwrap()), moved, "{item}");
    };
    // (3 + 2 + 1) / 3 = 2; (2 + 2 + 1) / 3 = 1,666…; (1 + 3) / 2 = 2. 3 → 1 better, 2 → 3 worse, 1 → 1 same.
    check("b1", means(Some("2.00"), Some("1.67"), Some("2.00")), [3, 3, 2], [1, 1, 1]);
    // 9 is left out: (4 + 2) / 2 = 3; (4 + 3 + 3) / 3 = 3,333…; (3 + 2) / 2 = 2,5, with the corrected 3.
    // 4 → 3 better; 3 → 2 better, from the first that measured; 2 → 3 worse.
    check("d4", means(Some("3.00"), Some("3.33"), Some("2.50")), [2, 3, 2], [2, 0, 1]);
    // 8 is left out: (2 + 1) / 2 = 1,5; (1 + 1) / 2 = 1; (2 + 0) / 2 = 1. 2 → 2 same; 1 → 0 better; 1 only once.
    check("d5", means(Some("1.50"), Some("1.00"), Some("1.00")), [2, 2, 2], [1, 1, 0]);
    // 3 / 1; (2 + 4) / 2 = 3; (2 + 4) / 2 = 3. 3 → 2 better; 4 → 4 same.
    check("p4", means(Some("3.00"), Some("3.00"), Some("3.00")), [1, 2, 2], [1, 1, 0]);
    // Nobody scored it.
    check("b8", means(None, None, None), [0, 0, 0], [0, 0, 0]);
}

#[test]
fn each_child_and_each_component() {
    let told = report(&office(), &[]);
    let names: Vec<&str> =
        told["children"].as_array().unwrap().iter().map(|child| child["given_names"].as_str().unwrap()).collect();
    assert_eq!(names, ["Žanete", "Ņikita", "Šarlote"], "by the Latvian alphabet: Bērziņa-Āboliņa, Ķirsis, Ķirsis");
    let check = |child: usize, subject: usize, part: Option<&str>, expect: Value, moved: [u64; 3]| {
        let assessed = &told["children"][child]["assessed"][subject];
        let told = match part {
            None => assessed,
            Some(part) => {
                let parts = assessed["components"].as_array().unwrap();
                parts.iter().find(|one| one["component"] == part).unwrap()
            }
        };
        assert_eq!(told["means"], expect, "{child} {part:?}");
        assert_eq!(["better", "same", "worse"].map(|way| told[way].as_u64().unwrap()), moved, "{child} {part:?}");
    };
    // Žanete: (3 + 4 + 2) / 3 = 3; (2 + 4) / 2 = 3; (1 + 3 + 2) / 3 = 2. b1, d4 better, d5 same.
    check(0, 0, None, means(Some("3.00"), Some("3.00"), Some("2.00")), [2, 1, 0]);
    // Of it d: (4 + 2) / 2 = 3; 4 / 1; (3 + 2) / 2 = 2,5.
    check(0, 0, Some("d"), means(Some("3.00"), Some("4.00"), Some("2.50")), [1, 1, 0]);
    check(0, 1, None, means(Some("3.00"), Some("2.00"), Some("2.00")), [1, 0, 0]);
    // Ņikita: (2 + 1) / 2 = 1,5; (2 + 3 + 1) / 3 = 2; (3 + 2 + 0) / 3 = 1,666…. d4, d5 better, b1 worse.
    check(1, 0, None, means(Some("1.50"), Some("2.00"), Some("1.67")), [2, 0, 1]);
    check(1, 1, None, means(None, Some("4.00"), Some("4.00")), [0, 1, 0]);
    // Šarlote: (1 + 2) / 2 = 1,5; (1 + 3 + 1) / 3 = 1,666…; the closing one was never held.
    check(2, 0, None, means(Some("1.50"), Some("1.67"), None), [0, 1, 1]);
    assert!(told["children"][2]["assessed"][1].is_null(), "her parents were not assessed");
}

#[test]
fn each_goal_at_start_between_and_at_the_end() {
    let told = report(&office(), &[]);
    let check = |child: usize, goal: usize, scales: Value, end: &str| {
        let told = &told["children"][child]["goals"][goal];
        let at = |kind: &str| told["progress"][kind]["scale"].clone();
        assert_eq!(json!([at("initial"), at("interim"), at("closing")]), scales, "{told}");
        assert_eq!(told["attainment"], end);
    };
    check(0, 0, json!([-2, -1, 1]), "reached");
    check(0, 1, json!([-2, null, -1]), "partly");
    check(1, 0, json!([-1, -2, -2]), "not_reached");
    assert_eq!(told["children"][2]["goals"], json!([]));
}

#[test]
fn one_child_is_told_alone_and_tables_say_the_same() {
    let office = office();
    let told = report(&office, &["--child", "2"]);
    assert_eq!(told["children"].as_array().unwrap().len(), 1);
    let b1 = told["domains"].as_array().unwrap().iter().find(|domain| domain["item"] == "b1").unwrap();
    assert_eq!(b1["means"], means(Some("2.00"), Some("2.00"), Some("3.00")));
    let csv = office.ok(&["report", "outcomes", "--format", "csv"]);
    for line in [
        "Bērna kopsavilkums;2018-02;Ķirsis;Ņikita;;bērns;1,50;2,00;1,67;;2;0;1",
        "Mērķis;2018-01;Bērziņa-Āboliņa;Žanete;M1;Staigāt;-2;-1;1;sasniegts;;;",
        "Vērtējamā joma;;;;d4;Pārvietošanās un rokas;3,00;3,33;2,50;;2;0;1",
    ] {
        assert!(csv.lines().any(|told| told == line), "{line} in {csv}");
    }
    let text = office.ok(&["--lang", "en", "report", "outcomes"]);
    let line = "  d4 Getting about, using hands      3.00   3.33   2.50       2       0       1";
    assert!(text.lines().any(|told| told == line), "{text}");
    assert!(text.contains("M1 Staigāt") && text.contains("−2     −1     +1  reached"), "{text}");
    assert_eq!(office.run(&["report", "outcomes", "--child", "99"]).code, 2);
}

#[test]
fn the_export_tells_what_the_report_is_made_of() {
    let office = office();
    let rows = office.rows("assessments");
    assert_eq!(rows.len(), 3 + 3 + 3 + 2 + 2 + 1, "of children and parents, and the correction");
    let right = rows.iter().find(|row| row["corrects"] != 0).unwrap();
    let score = |row: &Value, item: &str| {
        row["scores"].as_array().unwrap().iter().find(|score| score["item"] == item).unwrap()["value"].clone()
    };
    assert_eq!((score(right, "d4"), score(right, "b1")), (json!(3), json!(1)));
    assert_eq!(right["progress"][0], json!({ "goal": 1, "scale": 1, "attainment": "reached", "observation": "" }));
    // As a table: only what is in force, so the slip is not in it.
    let table = office.ok(&["export", "assessments"]);
    assert_eq!(table.lines().count(), 1 + SCORES.split(',').count());
    assert!(table.contains(";noslēguma;bērns;2019-09-20;d4;3;") && !table.contains(";2019-09-20;d4;4;"), "{table}");
}

#[test]
fn as_it_was_before_the_correction() {
    let office = office();
    let before = (office.revision() - 1).to_string();
    let told = report(&office, &["--as-of", &before]);
    let d4 = told["domains"].as_array().unwrap().iter().find(|domain| domain["item"] == "d4").unwrap();
    // (4 + 2) / 2.
    assert_eq!(d4["means"]["closing"], "3.00");
}

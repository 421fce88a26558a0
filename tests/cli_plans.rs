//! Plans out of one office and into another, and what is told of a file that cannot be right.

#[path = "support/office.rs"]
mod office;

use atbalsts::{
    domain::{
        Absence, Child, Decision, DecisionKind, Deed, Id, Operation, Party, PlanLine, PlanState, PlanVersion,
        Programme, Signature, Unit,
    },
    store::{Clock, Store},
};
use office::{Office, day as date};

#[test]
fn plans_go_out_and_in_again_without_a_difference() {
    let office = Office::with_plan();
    let plans = office.ok(&["export", "plans"]);
    let file = office.file("plans.csv", plans.as_bytes());
    let before = office.revision();
    office.ok(&["import", "plans", &file]);
    assert_eq!(office.revision(), before, "all of it is there already");

    // The same office before it had a plan.
    let other = Office::new();
    for kind in ["families", "providers", "prices"] {
        other.ok(&["import", kind, &other.fixture(kind)]);
    }
    let file = other.file("plans.csv", plans.replace(";1;\r\n", ";;bez mērķa\r\n").as_bytes());
    other.ok(&["import", "plans", &file]);
    let (lines, there) = (office.rows("plan_lines"), other.rows("plan_lines"));
    let told = |rows: &[serde_json::Value]| {
        let fields = ["service", "quantity", "unit", "from", "to", "minutes"];
        rows.iter().map(|row| fields.map(|field| row[field].to_string())).collect::<Vec<_>>()
    };
    assert_eq!(told(&lines), told(&there));
    assert_eq!(other.rows("plans")[0]["state"], "approved");
    other.ok(&["check"]);
}

#[test]
fn what_is_wrong_with_a_plan_is_told_by_line_and_column() {
    let office = Office::with_plan();
    let file = office.file(
        "plans.csv",
        "Lietas numurs;Numurs;Iemesls;Spēkā no;Nomaina;Pakalpojums;Apjoms;No;Līdz\n\
         2018-01;2;vairāk;1.10.2018.;3;FIZ;40;1.10.2018.;30.9.2019.\n\
         2018-01;3;mazāk;1.11.2018.;2;FIZ;20;1.9.2018.;30.10.2019.\n\
         2018-01;4;cits;1.12.2018.;9;LOG;10;3.9.2018.;30.9.2018.\n"
            .as_bytes(),
    );
    let before = office.revision();
    let ran = office.run(&["import", "plans", &file]);
    assert_eq!((ran.code, office.revision()), (1, before), "{}{}", ran.out, ran.err);
    for told in [
        "plans.csv:2:5: Nomaina: versijas nomaina cita citu aplī: v2 → v3 → v2",
        "plans.csv:3:5: Nomaina: versijas nomaina cita citu aplī: v3 → v2 → v3",
        "plans.csv:4:5: Nomaina: nav atrasts: „v9”",
    ] {
        assert!(ran.err.contains(told), "{told}:\n{}", ran.err);
    }
    let good = office.file(
        "good.csv",
        "Lietas numurs;Numurs;Iemesls;Spēkā no;Nomaina;Pakalpojums;Apjoms;No;Līdz\n\
         2018-01;2;vairāk;1.10.2018.;1;FIZ;40;1.9.2018.;30.9.2018.\n\
         2018-01;2;vairāk;1.10.2018.;1;MUZ;10;1.10.2018.;30.10.2019.\n"
            .as_bytes(),
    );
    let ran = office.run(&["import", "plans", &good]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    for told in [
        "good.csv:2:8: No: ir pirms programmas",
        "good.csv:2:9: Līdz: rinda beidzas",
        "good.csv:3:9: Līdz: ir pēc programmas",
        "good.csv:3:8: No: MUZ 01.10.2018.–30.10.2019. nav cenas",
    ] {
        assert!(ran.err.contains(told), "{told}:\n{}", ran.err);
    }
    assert_eq!(office.rows("plans").len(), 2);
    office.ok(&["check"]);
}

#[test]
fn a_version_that_cannot_be_taken_is_left_out_with_all_its_lines() {
    let office = Office::with_plan();
    let file = office.file(
        "plans.csv",
        "Lietas numurs;Numurs;Stāvoklis;Iemesls;Spēkā no;Pakalpojums;Apjoms;No;Līdz\n\
         2018-01;2;Apstiprināts;vairāk;1.10.2018.;FIZ;40;1.10.2018.;30.9.2019.\n\
         2018-01;2;Apstiprināts;vairāk;1.10.2018.;LOG;10;1.10.2018.;30.9.2019.\n\
         2018-01;3;Melnraksts;cits;1.11.2018.;FIZ;20;1.11.2018.;30.9.2019.\n"
            .as_bytes(),
    );
    let ran = office.run(&["import", "plans", &file, "--skip-bad"]);
    // Nobody approved it on any day.
    for row in [2, 3] {
        assert!(ran.err.contains(&format!("plans.csv:{row}:")) && ran.err.contains("Apstiprināts"), "{}", ran.err);
    }
    let numbers: Vec<String> = office.rows("plans").iter().map(|plan| plan["number"].to_string()).collect();
    assert_eq!(numbers, ["1", "3"], "{}{}", ran.out, ran.err);
    office.ok(&["check"]);
}

/// A second version: more physiotherapy from a sum that is bigger by what it costs, no speech therapist any more, and
/// transport that is new.
fn change_the_plan(office: &Office) {
    let store = Store::open(&office.store(), Clock::System).unwrap();
    let (plan, lines) =
        store.read(|reader| Ok((reader.all::<PlanVersion>()?.remove(0), reader.all::<PlanLine>()?))).unwrap();
    let second = PlanVersion {
        id: Id::placeholder(1),
        number: 2,
        state: PlanState::Submitted,
        reason: "vairāk fizioterapijas; logopēds vairs nav vajadzīgs".into(),
        effective_from: Some(date(2019, 3, 1)),
        supersedes: plan.id,
        submitted_on: Some(date(2019, 2, 11)),
        submitted_by: "anna".into(),
        signatures: vec![Signature {
            party: Party::Representative,
            name: "Bērziņa Ilze".into(),
            day: date(2019, 2, 12),
        }],
        approved_on: None,
        approved_by: String::new(),
        ..plan.clone()
    };
    let of_second = |line: &PlanLine, n| PlanLine { id: Id::placeholder(n), plan: second.id, ..line.clone() };
    let more = PlanLine { quantity: 50.into(), copayment_percent: 10.into(), ..of_second(&lines[0], 2) };
    let other = PlanLine { service: "TRA".into(), unit: Unit::Trip, ..of_second(&lines[1], 3) };
    let granted = Decision {
        programme: Id::new(1),
        kind: DecisionKind::Grant,
        day: date(2018, 8, 30),
        child: plan.child,
        plan: plan.id,
        text: "Piešķirt individuālo budžetu".into(),
        decided_by: "līga".into(),
        ..Decision::default()
    };
    store.apply("anna", &Operation::new(Deed::AddDecision).create(granted)).unwrap();
    store.apply("anna", &Operation::new(Deed::AddPlan).create(second).create(more).create(other)).unwrap();
}

#[test]
fn a_plan_is_told_version_by_version_with_what_each_changed() {
    let office = Office::with_plan();
    let before = office.revision();
    let first = office.ok(&["report", "plan", "--child", "1", "--format", "json"]);
    change_the_plan(&office);

    let told = office.ok(&["report", "plan", "--child", "1", "--month", "2019-02"]);
    for line in [
        "Stāvoklis 28.02.2019.",
        "v1 spēkā · no 03.09.2018.",
        "v2 saskaņots · no 01.03.2019.",
        "Iemesls: vairāk fizioterapijas; logopēds vairs nav vajadzīgs",
        "Iesniegts: 11.02.2019. anna · Paraksti: Bērziņa Ilze (likumiskais pārstāvis, 12.02.2019.)",
        "2018/1 · 30.08.2018. · piešķirt · v1 · līga · Piešķirt individuālo budžetu",
        "Kas mainās v1 → v2",
        "~ C FIZ fizioterapeits",
        "40 → 50",
        "Līdzmaksājums, %: 0 → 10",
        "− C LOG logopēds",
        "+ C TRA transports",
    ] {
        assert!(told.contains(line), "{line}:\n{told}");
    }
    let english = office.ok(&["--lang", "en", "report", "plan"]);
    assert!(english.contains("v2 agreed · from 01.03.2019") && english.contains("What differs v1 → v2"), "{english}");

    let json: serde_json::Value =
        serde_json::from_str(&office.ok(&["report", "plan", "--child", "1", "--format", "json"])).unwrap();
    let (child, second) = (&json[0], &json[0]["versions"][1]);
    assert_eq!((&child["decisions"][0]["label"], &child["decisions"][0]["version"]), (&"2018/1".into(), &1.into()));
    assert_eq!((&second["stage"], &second["differs_from"]), (&"agreed".into(), &1.into()));
    let cents = |value: &serde_json::Value| value.as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
    let sum = |rows: &serde_json::Value, amount: &str| {
        rows.as_array().unwrap().iter().map(|row| cents(&row[amount])).sum::<i64>()
    };
    let changes: Vec<_> = second["differences"].as_array().unwrap().iter().map(|one| one["change"].as_str()).collect();
    assert_eq!(changes, [Some("changed"), Some("removed"), Some("added")]);
    assert_eq!(sum(&second["differences"], "amount"), cents(&second["amount"]));
    assert_eq!(sum(&second["differences"], "amount_before"), cents(&child["versions"][0]["amount"]));
    assert_eq!(sum(&second["lines"], "amount"), cents(&second["amount"]));
    let planned = office.ok(&["report", "budget", "--child", "1", "--month", "2018-10", "--format", "json"]);
    let planned: serde_json::Value = serde_json::from_str(&planned).unwrap();
    assert_eq!(planned[0]["figures"]["planned"], child["versions"][0]["amount"]);

    let csv = office.ok(&["report", "plan", "--format", "csv"]);
    let rows = |of: &str| csv.lines().filter(|row| row.starts_with(of)).count();
    assert_eq!((rows("Plāna versija;2018-01;"), rows("Plāna rinda;2018-01;"), rows("Lēmums;2018-01;")), (2, 5, 1));

    let then = office.ok(&["report", "plan", "--child", "1", "--format", "json", "--as-of", &before.to_string()]);
    let day = |text: &str| text.lines().filter(|line| !line.contains("\"day\"")).collect::<Vec<_>>().join("\n");
    assert_eq!(day(&then), day(&first), "what was reported stays what was reported");
    assert_eq!(office.run(&["report", "plan", "--child", "77"]).code, 2);
}

#[test]
fn with_a_child_goes_out_whatever_keeps_it_from_its_sessions() {
    let office = Office::with_plan();
    let store = Store::open(&office.store(), Clock::System).unwrap();
    let child = store.read(|reader| reader.get(Id::<Child>::new(1))).unwrap().unwrap();
    let (programme, family) = (Id::<Programme>::new(1), child.family);
    let absence = |reason: &str, change: &dyn Fn(&mut Absence)| {
        let (from, to) = (date(2018, 12, 3), date(2018, 12, 7));
        let mut absence = Absence { from, to, reason: reason.to_owned(), ..Absence::default() };
        change(&mut absence);
        absence
    };
    let service = |absence: &mut Absence, code: &str| {
        absence.programme = programme;
        absence.service = code.to_owned();
    };
    let all = [
        absence("slimnīcā", &|absence| absence.child = child.id),
        absence("ciemos", &|absence| absence.family = family),
        absence("remonts", &|absence| absence.provider = Id::new(1)),
        absence("remonts pirms plāna", &|absence| {
            (absence.provider, absence.from, absence.to) = (Id::new(1), date(2018, 7, 2), date(2018, 7, 6));
        }),
        absence("cits sniedzējs", &|absence| absence.provider = Id::new(2)),
        absence("fizioterapija apturēta", &|absence| service(absence, "FIZ")),
        absence("reitterapija apturēta", &|absence| service(absence, "REI")),
        absence("viss apturēts", &|absence| absence.programme = programme),
    ];
    let operation = all.into_iter().fold(Operation::new(Deed::RecordAbsence), Operation::create);
    store.apply("anna", &operation).unwrap();
    drop(store);
    let told = |child: &str| {
        let json = office.ok(&["export", "absences", "--child", child, "--format", "json"]);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
        rows.iter().map(|row| row["reason"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(told("1"), ["slimnīcā", "ciemos", "remonts", "fizioterapija apturēta", "viss apturēts"]);
    // A child of another family, that has no plan yet.
    assert_eq!(told("2"), ["viss apturēts"]);
}

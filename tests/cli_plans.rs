//! Plans out of one office and into another, and what is told of a file that cannot be right.

#[path = "support/office.rs"]
mod office;

use office::Office;

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
        "good.csv:3:8: No: nav cenas",
    ] {
        assert!(ran.err.contains(told), "{told}:\n{}", ran.err);
    }
    assert_eq!(office.rows("plans").len(), 2);
    office.ok(&["check"]);
}

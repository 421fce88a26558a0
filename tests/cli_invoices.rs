//! Invoices as files: a row per session, held against the sessions, and the same table out again.

#[path = "support/office.rs"]
mod office;

use office::Office;

const HEADINGS: &str =
    "Rēķins;Rēķina datums;Sniedzējs;Lietas numurs;Vārds;Pakalpojums;Datums;Vienības;Summa;Kopsumma\n";

/// The office once its sessions were held: at 21,83, a no-show at half of it, at 23,50.
fn office() -> Office {
    let office = Office::with_plan();
    office.ok(&["import", "sessions", &office.fixture("sessions")]);
    office
}

/// A row of the provider's invoice for the first child.
fn row(number: &str, day: &str, amount: &str, total: &str) -> String {
    format!("{number};31.01.2019;SIA “Kustība”;2018-01;Žanete;FIZ;{day};1;{amount};{total}\n")
}

#[test]
fn an_invoice_that_agrees_is_taken_once_however_often_it_is_given() {
    let office = office();
    let rows = row("KP-1", "05.11.2018", "21,83", "") + &row("KP-1", "12.11.2018", "10,92", "");
    let file = office.file("rēķins.csv", (HEADINGS.to_owned() + &rows).as_bytes());
    let dry = office.ok(&["import", "invoices", &file, "--dry-run"]);
    assert!(dry.contains("Būtu jaunas rindas: 2;"), "{dry}");
    assert!(office.rows("invoices").is_empty());
    let out = office.ok(&["import", "invoices", &file]);
    assert!(out.contains("1\u{a0}rēķins") && out.contains("2\u{a0}rēķina rindas"), "{out}");
    let invoice = &office.rows("invoices")[0];
    let told = ["number", "day", "from", "to", "total"].map(|field| invoice[field].as_str().unwrap().to_owned());
    assert_eq!(told, ["KP-1", "2019-01-31", "2018-11-05", "2018-11-12", "32.75"], "the rows come to the total");
    let lines = office.rows("invoice_lines");
    assert_eq!(lines.iter().map(|line| line["session"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 2]);
    let revision = office.revision();
    let out = office.ok(&["import", "invoices", &file]);
    assert!(out.contains("Jaunas rindas: 0; jau bija: 2;"), "{out}");
    assert_eq!(office.revision(), revision, "nothing was written");
    office.ok(&["check"]);
}

#[test]
fn what_differs_is_told_row_by_row_and_taken_as_it_is() {
    let office = office();
    let check = |rows: &str, sentences: &[&str], stored: usize| {
        let file = office.file("rēķins.csv", (HEADINGS.to_owned() + rows).as_bytes());
        let ran = office.run(&["import", "invoices", &file]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        for sentence in sentences {
            assert!(ran.err.contains(sentence), "{sentence}\n{}", ran.err);
        }
        assert_eq!(ran.err.lines().count(), sentences.len(), "{}", ran.err);
        assert_eq!(office.rows("invoice_lines").len(), stored);
    };
    let asks = row("KP-1", "05.11.2018", "23,83", "40,00") + &row("KP-1", "12.11.2018", "10,92", "40,00");
    check(&asks, &[":2:9: Summa: pienākas 21,83\u{a0}€", ":2:10: Kopsumma: rindas kopā 34,75\u{a0}€"], 2);
    // Asked for already, by another paper.
    check(&row("KP-2", "12.11.2018", "10,92", ""), &[":2:9: Summa: pienākas 0,00\u{a0}€"], 3);
}

#[test]
fn rows_without_a_session_are_rejected_with_their_place() {
    let office = office();
    let check = |row: &str, sentence: &str| {
        let file = office.file("rēķins.csv", (HEADINGS.to_owned() + row).as_bytes());
        let ran = office.run(&["import", "invoices", &file]);
        assert_eq!(ran.code, 1, "{}", ran.out);
        assert!(ran.err.contains(sentence), "{sentence}\n{}", ran.err);
        assert!(office.rows("invoices").is_empty() && office.rows("invoice_lines").is_empty());
    };
    let good = || row("KP-1", "05.11.2018", "21,83", "");
    check(&row("KP-1", "06.11.2018", "21,83", ""), ":2:7: Datums: 06.11.2018. sniedzējam nav");
    check(&good().replace("FIZ", "LOG"), ":2:7: Datums: 05.11.2018. sniedzējam nav");
    check(&(good() + &good()), ":3:7: Datums: 05.11.2018. sniedzējam nav");
    check(&good().replace("SIA “Kustība”", "SIA “Cits”"), ":2:3: Sniedzējs:");
    check(&good().replace("Žanete", "Zane"), ":2:4: Lietas numurs:");
    check(&good().replace("31.01.2019", ""), ":2:2: Rēķina datums:");
    check(&good().replace("KP-1", ""), ":2:1: Rēķins:");
    check(&good().replace("21,83", "divi"), ":2:9: Summa:");
    // Two totals on one paper.
    let two = row("KP-1", "05.11.2018", "21,83", "32,75") + &row("KP-1", "12.11.2018", "10,92", "32,00");
    check(&two, ":3:10: Kopsumma:");
}

#[test]
fn a_stored_invoice_stays_and_what_the_file_says_otherwise_is_told() {
    let office = office();
    let first = row("KP-1", "05.11.2018", "21,83", "21,83");
    office.ok(&["import", "invoices", &office.file("r.csv", (HEADINGS.to_owned() + &first).as_bytes())]);
    let revision = office.revision();
    let other = row("kp-1", "05.11.2018", "20,00", "30,92") + &row("kp-1", "12.11.2018", "10,92", "30,92");
    let ran = office.run(&["import", "invoices", &office.file("r.csv", (HEADINGS.to_owned() + &other).as_bytes())]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    for sentence in
        [":2:9: Summa: saglabāts „21,83”", ":2:10: Kopsumma: saglabāts „21,83”", ":3:9: Summa: saglabātā nav"]
    {
        assert!(ran.err.contains(sentence), "{sentence}\n{}", ran.err);
    }
    assert_eq!(office.revision(), revision);
}

#[test]
fn what_is_exported_is_imported_as_the_same() {
    let office = office();
    let rows = row("KP-1", "05.11.2018", "23,83", "40,00") + &row("KP-1", "12.11.2018", "10,92", "40,00");
    let rows = rows + &row("KP-2", "14.01.2019", "23,50", "");
    office.ok(&["import", "invoices", &office.file("r.csv", (HEADINGS.to_owned() + &rows).as_bytes())]);
    for lang in ["lv", "en"] {
        let csv = office.ok(&["--lang", lang, "export", "invoices"]);
        assert_eq!(csv.lines().count(), 4, "{csv}");
        let file = office.file("izraksts.csv", csv.as_bytes());
        let out = office.ok(&["--lang", "lv", "import", "invoices", &file]);
        assert!(out.contains("Jaunas rindas: 0; jau bija: 3; atšķiras: 0; kļūdainas: 0"), "{out}");
        let there = self::office();
        let ran = there.run(&["import", "invoices", &there.file("izraksts.csv", csv.as_bytes())]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let records = |office: &Office| ["invoices", "invoice_lines"].map(|noun| office.rows(noun).len());
        assert_eq!(records(&there), records(&office));
        assert_eq!(there.ok(&["--lang", lang, "export", "invoices"]), csv);
    }
    let january = office.ok(&["export", "invoices", "--from", "2019-02-01"]);
    assert_eq!(january.lines().count(), 1, "both were issued in January");
    let empty = self::office().ok(&["export", "invoices"]);
    assert!(empty.contains("Rēķins;Rēķina datums;Sniedzējs"), "the headings are there to be filled in: {empty}");
}

#[test]
fn whose_sessions_were_exported_was_looked_at() {
    let office = office();
    let file = HEADINGS.to_owned() + &row("KP-1", "05.11.2018", "21,83", "");
    office.ok(&["import", "invoices", &office.file("r.csv", file.as_bytes())]);
    let looks = |office: &Office| office.ok(&["journal", "--reads", "--format", "json"]).matches("\"kind\"").count();
    let before = looks(&office);
    office.ok(&["export", "invoices"]);
    assert!(looks(&office) > before);
}

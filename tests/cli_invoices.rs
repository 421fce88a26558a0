//! Invoices as files: a row per session, held against the sessions, and the same table out again.

#[path = "support/office.rs"]
mod office;

use std::collections::BTreeSet;

use atbalsts::{
    domain::{Child, Deed, Id, Invoice, InvoiceLine, Kind, Operation, Outcome, Session, demo, invoicing::correction},
    files::instrument::built_in,
    store::{Clock, Store, Subject, audits, views::invoices::lines_about},
};
use office::{Office, day};

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
fn days_that_cannot_be_are_rejected_with_their_place() {
    let office = office();
    let headings = HEADINGS.trim_end().to_owned() + ";Pieņemts;Pieņēma;Apmaksāts\n";
    let row = |issued: &str, accepted: &str, paid: &str| {
        let row = row("KP-1", "05.11.2018", "21,83", "").replace("31.01.2019", issued);
        format!("{};{accepted};mara;{paid}\n", row.trim_end())
    };
    let import =
        |row: String| office.run(&["import", "invoices", &office.file("r.csv", (headings.clone() + &row).as_bytes())]);
    let check = |row: String, sentence: &str| {
        let ran = import(row);
        assert_eq!(ran.code, 1, "{}", ran.out);
        assert!(ran.err.contains(sentence), "{sentence}\n{}", ran.err);
        assert!(office.rows("invoices").is_empty());
    };
    check(row("31.01.2019", "30.01.2019", ""), ":2:11: Pieņemts: nevar būt agrāk par 31.01.2019. (Rēķina datums)");
    check(
        row("31.01.2019", "05.02.2019", "04.02.2019"),
        ":2:13: Apmaksāts: nevar būt agrāk par 05.02.2019. (Pieņemts)",
    );
    check(row("31.01.2099", "", ""), ":2:2: Rēķina datums: šis datums vēl nav pienācis");
    check(row("31.01.2019", "31.01.2099", ""), ":2:11: Pieņemts: šis datums vēl nav pienācis");
    assert_eq!(import(row("31.01.2019", "31.01.2019", "31.01.2019")).code, 0);
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

/// The demonstration after a child was erased, with its invoices or without them.
fn demonstration(with_invoices: bool, erased: Id<Child>) -> Office {
    let office = Office::empty();
    let store = Store::create(&office.store(), Clock::System).unwrap();
    for operation in demo::pilot(7, day(2019, 3, 14), &built_in()) {
        let is_wanted = |kind| with_invoices || !matches!(kind, Kind::Invoice | Kind::InvoiceLine);
        let puts = operation.puts.iter().filter(|put| is_wanted(put.record.kind())).cloned().collect();
        store.apply("anna", &Operation { puts, ..operation }).unwrap();
    }
    store.erase("anna", Subject::Child(erased.0), "Glabāšanas termiņš beidzies").unwrap();
    office
}

/// The session was not held after all; what was invoiced for it is corrected.
fn excuse(office: &Office, session: Id<Session>) {
    let store = Store::open(&office.store(), Clock::System).unwrap();
    let (before, lines) =
        store.read(|reader| Ok((reader.get(session)?.unwrap(), lines_about(reader, session)?))).unwrap();
    let after = Session { outcome: Outcome::Excused, charge: None, ..before.clone() };
    let brought = correction(&before, &after, &lines, "slimoja");
    let operation = Operation::new(Deed::MarkAttendance).change(before, after);
    store.apply("anna", &brought.into_iter().fold(operation, Operation::create)).unwrap();
}

/// What is known of invoices, apart from their numbers in the store.
fn known(office: &Office) -> (Vec<Invoice>, BTreeSet<String>) {
    let store = Store::open(&office.store(), Clock::System).unwrap();
    assert_eq!(store.check(audits::ALL).unwrap().findings, vec![]);
    let (mut invoices, lines) =
        store.read(|reader| Ok((reader.all::<Invoice>()?, reader.all::<InvoiceLine>()?))).unwrap();
    let mut told: Vec<String> = lines
        .into_iter()
        .map(|line| {
            let invoice = invoices.iter().find(|invoice| invoice.id == line.invoice);
            let number = invoice.map(|invoice| invoice.number.clone());
            format!("{number:?} {:?}", InvoiceLine { id: Id::default(), invoice: Id::default(), ..line })
        })
        .collect();
    told.sort();
    let told = told.iter().enumerate().map(|(n, line)| {
        // Lines of which only the sum is left may be alike.
        let alike = told[..n].iter().filter(|other| *other == line).count();
        format!("{line} {alike}")
    });
    let told = told.collect();
    invoices.iter_mut().for_each(|invoice| invoice.id = Id::default());
    invoices.sort_by_key(|invoice| (invoice.provider, invoice.number.clone()));
    (invoices, told)
}

#[test]
fn a_copy_gets_the_same_invoices_accepted_paid_corrected_and_what_an_erasure_left() {
    let whole = demonstration(true, Id::new(1));
    let lines = whole.rows("invoice_lines");
    let of_others = lines.iter().rfind(|line| line["session"].as_u64().is_some_and(|session| session != 0));
    let slip = Id::new(of_others.unwrap()["session"].as_u64().unwrap());
    excuse(&whole, slip);
    let expect = known(&whole);
    let (invoices, lines) = &expect;
    assert!(
        invoices.iter().any(|invoice| invoice.paid_on.is_some())
            && lines.iter().any(|line| line.contains("erased: true"))
    );
    assert!(lines.iter().any(|line| line.starts_with("None")), "a correction waits");
    let copy = demonstration(false, Id::new(1));
    excuse(&copy, slip);
    let file = copy.file("izraksts.csv", whole.ok(&["export", "invoices"]).as_bytes());
    let ran = copy.run(&["import", "invoices", &file]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(known(&copy), expect);
    // Every row is known again, here and there.
    let again = copy.ok(&["import", "invoices", &file]);
    assert!(again.contains("Jaunas rindas: 0;"), "{again}");
    assert_eq!(whole.ok(&["import", "invoices", &file]), again);
}

#[test]
fn what_says_it_was_accepted_is_only_registered_where_it_is_not_right() {
    const HEADINGS: &str =
        "Rēķins;Rēķina datums;Sniedzējs;Lietas numurs;Vārds;Pakalpojums;Datums;Summa;Pieņemts;Pieņēma;Apmaksāts\n";
    let row = |amount: &str, accepted: &str| {
        format!("KP-1;31.01.2019;SIA “Kustība”;2018-01;Žanete;FIZ;05.11.2018;{amount};{accepted}\n")
    };
    let check = |row: String, code: u8, sentence: &str, accepted: Option<&str>| {
        let office = office();
        let ran = office.run(&["import", "invoices", &office.file("r.csv", (HEADINGS.to_owned() + &row).as_bytes())]);
        assert_eq!(ran.code, code, "{}{}", ran.out, ran.err);
        assert!(ran.err.contains(sentence), "{}", ran.err);
        let stored = office.rows("invoices");
        assert_eq!(stored.first().and_then(|invoice| invoice["accepted_on"].as_str()), accepted);
        assert_eq!(stored.len(), usize::from(code == 0));
    };
    check(row("21,83", "05.02.2019;māra;01.03.2019"), 0, "", Some("2019-02-05"));
    check(row("23,83", "05.02.2019;māra;01.03.2019"), 0, ":2:9: Pieņemts:", None);
    check(row("21,83", "05.02.2019;;01.03.2019"), 1, ":2:10: Pieņēma:", None);
    check(row("21,83", ";;01.03.2019"), 1, ":2:11: Apmaksāts:", None);
    check(row("21,83", "05.02.2919;māra;"), 1, ":2:9: Pieņemts:", None);
}

#[test]
fn an_invoice_that_asks_for_nothing_and_corrections_that_wait_are_rows_of_their_own() {
    let office = office();
    let rows = "KP-1;31.01.2019;SIA “Kustība”;40,00;;;;;;\n".to_owned()
        + "KP-2;31.01.2019;SIA “Kustība”;;2018-01;Žanete;FIZ;05.11.2018;25,00;\n"
        + ";;SIA “Kustība”;;2018-01;Žanete;FIZ;05.11.2018;-3,17;maksāja dārgāk\n";
    let headings =
        "Rēķins;Rēķina datums;Sniedzējs;Kopsumma;Lietas numurs;Vārds;Pakalpojums;Datums;Summa;Labojuma iemesls\n";
    let file = office.file("r.csv", (headings.to_owned() + &rows).as_bytes());
    let out = office.ok(&["import", "invoices", &file]);
    assert!(out.contains("Jaunas rindas: 3;"), "{out}");
    let totals: Vec<_> =
        office.rows("invoices").iter().map(|invoice| invoice["total"].as_str().unwrap().to_owned()).collect();
    assert_eq!(totals, ["40.00", "25.00"]);
    let lines = office.rows("invoice_lines");
    assert_eq!((lines[1]["amount"].as_str(), lines[1]["invoice"].as_u64()), (Some("-3.17"), Some(0)));
    let out = office.ok(&["import", "invoices", &file]);
    assert!(out.contains("Jaunas rindas: 0; jau bija: 3;"), "{out}");
    // A row in which only the child is forgotten is none of these.
    let forgotten = headings.to_owned() + "KP-3;31.01.2019;SIA “Kustība”;;;;;;12,00;\n";
    let ran = office.run(&["import", "invoices", &office.file("r.csv", forgotten.as_bytes())]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("Lietas numurs"), "{}", ran.err);
}

//! What an office does with its files: imports them, corrects them, imports them again, exports what is stored.

#[path = "support/office.rs"]
mod office;

use atbalsts::{
    domain::{Child, Deed, Group, Id, Operation, PlanLine, PlanState, PlanVersion, Session},
    store::{Clock, Store},
};
use office::{Office, day};

/// The four files, in the order an empty store takes them.
const FILES: [&str; 3] = ["families", "providers", "prices"];

fn counts(office: &Office) -> Vec<usize> {
    let nouns = ["families", "persons", "children", "providers", "prices"];
    nouns.iter().map(|noun| office.rows(noun).len()).collect()
}

#[test]
fn files_are_imported_once_however_often_they_are_given() {
    let office = Office::new();
    for kind in FILES {
        let file = office.fixture(kind);
        office.ok(&["import", kind, &file]);
    }
    assert_eq!(counts(&office), [2, 4, 3, 2, 4]);
    let revision = office.revision();
    for kind in FILES {
        let out = office.ok(&["import", kind, &office.fixture(kind)]);
        assert!(out.contains("Jaunas rindas: 0;"), "{out}");
    }
    assert_eq!(office.revision(), revision, "nothing was written");
}

#[test]
fn what_a_file_says_is_what_is_stored() {
    let office = Office::new();
    office.ok(&["import", "families", &office.fixture("families")]);
    let people = office.rows("persons");
    let person = |given: &str| people.iter().find(|person| person["given_names"] == given).unwrap();
    assert_eq!(person("Žanete")["surname"], "Bērziņa-Āboliņa");
    assert_eq!(person("Žanete")["birth_date"], "2010-03-05");
    assert_eq!(person("Šarlote")["birth_date"], "2014-02-01");
    assert_eq!(person("Ilze")["personal_code"], "16117519997");
    assert_eq!(person("Ilze")["phone"], "26123456");
    assert_eq!(person("Ilze")["representation"]["basis"], "parent");
    let families = office.rows("families");
    assert_eq!(families[0]["phone"], "29357075", "a child's row has the household's phone");
    assert_eq!(families[0]["declared_address"], "Lielā iela 5, Talsi");
    assert_eq!(families[0]["postcode"], "LV-3201");
    let children = office.rows("children");
    assert_eq!(children[0]["ceilings"][0]["amount"], "4000.00");
    assert_eq!(children[0]["ceilings"][0]["from"], "2018-09-03", "the programme's first day");
    assert_eq!(children[0]["impairments"][1], "speech");
    assert_eq!(children[1]["ceilings"][0]["amount"], "3500.50");
}

#[test]
fn every_way_of_saving_a_file_gives_the_same() {
    let plain = std::fs::read_to_string(office::fixture("families")).unwrap();
    // The exports are compared, so the order and the numbers of records have to be the same as well.
    let exported = |name: &str, bytes: &[u8]| {
        let office = Office::new();
        let file = office.file(name, bytes);
        office.ok(&["import", "families", &file]);
        ["families", "persons", "children"].map(|noun| office.ok(&["export", noun, "--format", "json"]))
    };
    let expect = exported("plain.csv", plain.as_bytes());
    let windows = encoding_rs::WINDOWS_1257.encode(&plain.replace('\n', "\r\n")).0.into_owned();
    let tabs = plain.replace(';', "\t");
    let english = plain.replace("Vārds", "Given names").replace("Dzimšanas datums", "birth_date");
    for (name, bytes) in [
        ("crlf.csv", plain.replace('\n', "\r\n").into_bytes()),
        ("bom.csv", format!("\u{feff}{plain}").into_bytes()),
        ("windows-1257.csv", windows),
        ("tabs.csv", tabs.into_bytes()),
        ("headings.csv", english.into_bytes()),
    ] {
        assert_eq!(exported(name, &bytes), expect, "{name}");
    }
}

#[test]
fn columns_may_stand_in_any_order() {
    let prices = "Price,Valid from,Service\n\"21,83\",2018-01-01,FIZ\n18.00,2018-01-01,LOG\n";
    let office = Office::new();
    let file = office.file("prices.csv", prices.as_bytes());
    office.ok(&["import", "prices", &file]);
    let amounts: Vec<_> = office.rows("prices").iter().map(|price| price["amount"].clone()).collect();
    assert_eq!(amounts, ["21.83", "18.00"]);
}

/// The third row's date and the fourth row's ceiling cannot be read.
const BAD: &str = "Lietas numurs;Uzvārds;Vārds;Dzimšanas datums;Griesti;Juridiskais pamats
2018-01;Ozola;Anna;01.02.2012;1000;Lēmums
2018-02;Ķirsis;Šarlote;31.02.2012;1000;Lēmums
2018-03;Liepa;Žanis;01.02.2012;1.234;Lēmums
";

#[test]
fn a_bad_row_is_named_by_line_and_column_and_nothing_is_stored() {
    let office = Office::new();
    let file = office.file("slikts.csv", BAD.as_bytes());
    let before = office.revision();
    let check = |lang: &str, unsaved: &str, sentences: [&str; 2]| {
        let ran = office.run(&["--lang", lang, "import", "families", &file]);
        assert_eq!(ran.code, 1);
        assert!(ran.out.starts_with(unsaved), "before the counts: {}", ran.out);
        for sentence in sentences {
            assert!(ran.err.contains(sentence), "{sentence} in {}", ran.err);
        }
    };
    check(
        "lv",
        "Nekas nav saglabāts",
        [
            "slikts.csv:3:4: Dzimšanas datums: tāda datuma nav; raksta 05.12.2026. („31.02.2012”)",
            "slikts.csv:4:5: Griesti: neskaidra summa; raksta 1234,50 („1.234”)",
        ],
    );
    check(
        "en",
        "Nothing was stored",
        [
            "slikts.csv:3:4: Birth date: no such date; write 05.12.2026 (“31.02.2012”)",
            "slikts.csv:4:5: Ceiling: unclear amount; write 1234.50 (“1.234”)",
        ],
    );
    assert_eq!(office.revision(), before);
    assert!(office.rows("families").is_empty());
}

#[test]
fn what_differs_from_the_store_is_told_cell_by_cell_and_not_overwritten() {
    let office = Office::new();
    for kind in FILES {
        office.ok(&["import", kind, &office.fixture(kind)]);
    }
    let before = office.revision();
    let check = |kind: &str, from: &str, to: &str, sentence: &str| {
        let text = std::fs::read_to_string(office::fixture(kind)).unwrap();
        assert!(text.contains(from), "{from} in {text}");
        let file = office.file("mainīts.csv", text.replacen(from, to, 1).as_bytes());
        let ran = office.run(&["import", kind, &file]);
        assert_eq!(ran.code, 1, "{}", ran.out);
        assert!(ran.err.contains(sentence), "{sentence} in {}", ran.err);
        assert!(ran.out.contains("atšķiras: 1;"), "{}", ran.out);
        assert!(ran.err.contains("Rindas, kas atšķiras no saglabātā: 1"), "{}", ran.err);
    };
    check(
        "families",
        "Lēmums Nr. 12",
        "Lēmums Nr. 99",
        "mainīts.csv:2:12: Juridiskais pamats: saglabāts „Lēmums Nr. 12”, failā „Lēmums Nr. 99”",
    );
    check(
        "families",
        "16.11.1975",
        "17.11.1975",
        "mainīts.csv:4:6: Dzimšanas datums: saglabāts „16.11.1975.”, failā „17.11.1975.”",
    );
    check("families", "3201", "3202", "mainīts.csv:2:9: Pasta indekss: saglabāts „LV-3201”, failā „LV-3202”");
    check("providers", "63222333", "63222334", "mainīts.csv:2:4: Tālrunis: saglabāts „63222333”, failā „63222334”");
    check("prices", "23,50", "24,50", "mainīts.csv:3:5: Summa: saglabāts „23,50”, failā „24,50”");
    check("prices", ";18;01.01.2018;31.12.2019", ";18;01.01.2018;30.06.2019", "Līdz: saglabāts „31.12.2019.”");
    assert_eq!(office.revision(), before);
}

#[test]
fn an_import_without_a_store_says_where_to_begin() {
    let office = Office::new();
    let ran = office.run(&["--store", "/nav/tāda.redb", "import", "families", &office.fixture("families")]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("Vispirms palaidiet atbalsts"), "{}", ran.err);
}

#[test]
fn the_good_rows_can_go_first_and_the_bad_ones_later() {
    let office = Office::new();
    let file = office.file("slikts.csv", BAD.as_bytes());
    let ran = office.run(&["import", "families", &file, "--skip-bad"]);
    assert_eq!(ran.code, 1, "bad rows are a problem even when they are put aside");
    assert_eq!(office.rows("families").len(), 1);
    let rejects = format!("{file}.rejects.csv");
    assert!(ran.err.contains(&rejects), "{}", ran.err);
    let text = std::fs::read_to_string(&rejects).unwrap();
    assert!(text.contains("2018-02;Ķirsis;Šarlote;31.02.2012") && !text.contains("Ozola"), "{text}");
    assert!(text.contains("Dzimšanas datums: tāda datuma nav; raksta 05.12.2026. („31.02.2012”)"), "{text}");
    // Corrected in place, the rejects are a file like any other.
    let corrected = text.replace("31.02.2012", "28.02.2012").replace("1.234", "1234");
    std::fs::write(&rejects, corrected).unwrap();
    office.ok(&["import", "families", &rejects]);
    assert_eq!(office.rows("families").len(), 3);
}

#[test]
fn rejects_are_never_written_over_others() {
    let office = Office::new();
    let file = office.file("slikts.csv", BAD.as_bytes());
    office.run(&["import", "families", &file, "--skip-bad"]);
    let first = std::fs::read(format!("{file}.rejects.csv")).unwrap();
    office.run(&["import", "families", &file, "--skip-bad"]);
    assert_eq!(std::fs::read(format!("{file}.rejects.csv")).unwrap(), first);
    assert!(std::fs::exists(format!("{file}.rejects-2.csv")).unwrap());
}

#[test]
fn a_dry_run_tells_and_stores_nothing() {
    let office = Office::new();
    let before = office.revision();
    let out = office.ok(&["import", "families", &office.fixture("families"), "--dry-run"]);
    assert!(out.contains("Būtu jaunas rindas: 4;") && out.contains("2\u{a0}ģimenes"), "{out}");
    assert_eq!(office.revision(), before);
    let bad = office.file("slikts.csv", BAD.as_bytes());
    assert_eq!(office.run(&["import", "families", &bad, "--dry-run", "--skip-bad"]).code, 1);
    assert!(!std::fs::exists(format!("{bad}.rejects.csv")).unwrap());
}

#[test]
fn sessions_go_on_the_plan_with_the_price_of_their_day() {
    let office = Office::with_plan();
    office.ok(&["import", "sessions", &office.fixture("sessions")]);
    let sessions = office.rows("sessions");
    let told: Vec<_> = sessions
        .iter()
        .map(|session| {
            let charge = &session["charge"];
            let text = |field: &str| charge[field].as_str().unwrap_or("-").to_owned();
            (session["outcome"].as_str().unwrap().to_owned(), text("unit_price"), text("charged_percent"))
        })
        .collect();
    let expect =
        [("attended", "21.83", "100"), ("no_show", "21.83", "50"), ("attended", "23.50", "100"), ("excused", "-", "-")];
    assert_eq!(told, expect.map(|(outcome, price, percent)| (outcome.into(), price.into(), percent.into())));
    assert_eq!(sessions[1]["text"], "slima,\nnepiezvanīja");
    assert_eq!(sessions[2]["start"], "09:30:00");
    assert_eq!(sessions[3]["minutes"], 45, "the line's usual length");
    let out = office.ok(&["import", "sessions", &office.fixture("sessions")]);
    assert!(out.contains("jau bija: 4;"), "{out}");
    assert_eq!(office.rows("sessions").len(), 4);
    office.ok(&["check"]);
}

#[test]
fn a_booked_session_that_was_held_is_marked_and_not_doubled() {
    let office = Office::with_plan();
    let booked = "Lieta;Vārds;Pakalpojums;Datums;Laiks\n2018-01;Žanete;FIZ;05.11.2018;10:00\n";
    office.ok(&["import", "sessions", &office.file("plāns.csv", booked.as_bytes())]);
    assert_eq!(office.rows("sessions")[0]["outcome"], "scheduled");
    office.ok(&["import", "sessions", &office.fixture("sessions")]);
    let sessions = office.rows("sessions");
    assert_eq!(sessions.len(), 4);
    assert_eq!((&sessions[0]["outcome"], &sessions[0]["id"]), (&"attended".into(), &1.into()));
}

#[test]
fn sessions_that_fit_no_plan_are_refused_with_the_reason() {
    let office = Office::with_plan();
    let check = |row: &str, sentence: &str| {
        let text = format!("Lieta;Vārds;Pakalpojums;Datums;Iznākums;Norises veids\n{row}\n");
        let ran = office.run(&["import", "sessions", &office.file("n.csv", text.as_bytes())]);
        assert_eq!(ran.code, 1, "{row}");
        assert!(ran.err.contains(sentence), "{sentence} in {}", ran.err);
    };
    check("2018-09;Anna;FIZ;05.11.2018;+;", "n.csv:2:1: Lietas numurs: nav atrasts: „2018-09 Anna”");
    check("2018-02;;FIZ;05.11.2018;+;", "n.csv:2:2: Vārds: nav aizpildīts");
    check("2018-01;Žanete;XXX;05.11.2018;+;", "n.csv:2:3: Pakalpojums: nav atrasts: „XXX”");
    check("2018-01;Žanete;ERG;05.11.2018;+;", "n.csv:2:3: Pakalpojums: spēkā esošajā plānā nav tādas rindas: ERG");
    check("2018-01;Žanete;FIZ;05.11.2018;+;grupā", "n.csv:2:6: Norises veids: spēkā esošajā plānā nav tādas rindas");
    check(
        "2018-01;Žanete;FIZ;01.10.2019;+;",
        "n.csv:2:4: Datums: ir ārpus plāna rindas datumiem 03.09.2018.–30.09.2019.",
    );
    check("2018-02;Ņikita;FIZ;05.11.2018;+;", "n.csv:2:4: Datums: bērnam nav apstiprināta plāna");
    check(
        "2018-01;Žanete;FIZ;05.11.2018;varbūt;",
        "n.csv:2:5: Norise: nav sarakstā vai der vairākām izvēlēm („varbūt”)",
    );
    assert!(office.rows("sessions").is_empty());
}

#[test]
fn exports_can_be_imported_into_another_store() {
    let office = Office::with_plan();
    for lang in ["lv", "en"] {
        let other = Office::new();
        for kind in FILES {
            let csv = office.ok(&["--lang", lang, "export", kind]);
            other.ok(&["import", kind, &other.file("e.csv", csv.as_bytes())]);
            let back = other.ok(&["--lang", lang, "export", kind]);
            assert_eq!(back, csv, "{kind} in {lang}");
        }
    }
    office.ok(&["import", "sessions", &office.fixture("sessions")]);
    let sessions = office.ok(&["export", "sessions"]);
    let out = office.ok(&["import", "sessions", &office.file("s.csv", sessions.as_bytes())]);
    assert!(out.contains("Jaunas rindas: 0; jau bija: 4;"), "{out}");
}

#[test]
fn the_demonstration_survives_its_own_exports() {
    let office = Office::demo();
    for kind in ["families", "providers", "prices", "sessions"] {
        let csv = office.ok(&["export", kind]);
        let ran = office.run(&["import", kind, &office.file("d.csv", csv.as_bytes())]);
        assert_eq!(ran.code, 0, "{kind}: {}", ran.err);
        assert!(ran.out.contains("Jaunas rindas: 0;"), "{kind}: {}", ran.out);
    }
}

#[test]
fn files_that_are_no_tables_are_told_apart() {
    let office = Office::new();
    let check = |bytes: &[u8], code: u8, sentence: &str| {
        let ran = office.run(&["import", "families", &office.file("f.csv", bytes)]);
        assert_eq!(ran.code, code);
        assert!(ran.err.contains(sentence), "{sentence} in {}", ran.err);
    };
    check(b"", 1, "fails ir tukšs");
    check(b"PK\x03\x04", 1, "saglabājiet to kā CSV");
    check(b"\x00\x01", 1, "nav teksta fails");
    check(b"a;b\n1;2\n", 1, "f.csv:1: nav nevienas pazīstamas ailes");
    check("Vārds;Uzvārds\n\"Anna;Ozola\n".as_bytes(), 1, "f.csv:2: pēdiņas nav aizvērtas");
    let missing = office.run(&["import", "families", "/nav/tāda.csv"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("/nav/tāda.csv: nevar nolasīt: nav tāda faila"), "{}", missing.err);
}

#[test]
fn formulas_and_escape_sequences_stay_text() {
    let office = Office::new();
    let text = "Nosaukums;Līgums\n=HYPERLINK(\"x\");\u{1b}[2Jlīgums\n-5 SIA;\n";
    office.ok(&["import", "providers", &office.file("p.csv", text.as_bytes())]);
    let stored = office.rows("providers");
    assert_eq!(stored[0]["contract"], "␛[2Jlīgums");
    let csv = office.ok(&["export", "providers"]);
    assert!(csv.contains("\"'=HYPERLINK(\"\"x\"\")\"") && csv.contains("'-5 SIA"), "{csv}");
    let out = office.ok(&["import", "providers", &office.file("q.csv", csv.as_bytes())]);
    assert!(out.contains("Jaunas rindas: 0"), "{out}");
}

#[test]
fn somebody_who_is_there_already_is_refused_by_line_and_column_unless_a_reason_is_given() {
    let office = Office::new();
    office.ok(&["import", "families", &office.fixture("families")]);
    let heading = "Lietas numurs;Vārds;Uzvārds;Personas kods;Dzimšanas datums;Saistība ar bērnu;Kāpēc cita persona";
    let row = |reason: &str| {
        let table = format!("{heading}\n2019-77;Ilze;Citāda;161175-19997;16.11.1975.;māte;{reason}\n");
        office.file("otra.csv", table.as_bytes())
    };
    let ran = office.run(&["import", "families", &row("")]);
    assert!(ran.err.contains("otra.csv:2:4"), "{}", ran.err);
    assert_eq!(office.rows("persons").len(), 4, "nothing was stored");
    let file = row("PMLP ziņo par kļūdu");
    office.ok(&["import", "families", &file]);
    assert_eq!(office.rows("persons").len(), 5);
    let again = office.ok(&["import", "families", &file]);
    assert!(again.contains("Jaunas rindas: 0;"), "{again}");
    office.ok(&["check"]);
}

#[test]
fn sessions_beyond_the_ceiling_come_in_with_a_reason_only() {
    let office = Office::with_plan();
    let fixture = String::from_utf8(std::fs::read(office.fixture("sessions")).unwrap()).unwrap();
    let (head, first) = (fixture.lines().next().unwrap(), fixture.lines().nth(1).unwrap());
    // A session every day for as long as the money does not last.
    let days = |month: u32| (1..=28).map(move |day| format!("{day:02}.{month:02}.2019"));
    let rows: Vec<String> = (1..=9).flat_map(days).map(|day| first.replace("05.11.2018", &day)).collect();
    let file = office.file("daudz.csv", format!("{head}\n{}\n", rows.join("\n")).as_bytes());
    let ran = office.run(&["import", "sessions", &file]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("Griesti: drīkst") && ran.err.contains("norādiet pamatojumu"), "{}", ran.err);
    assert_eq!(office.rows("sessions").len(), 0);
    office.ok(&["import", "sessions", &file, "--reason", "dome piešķīra vairāk"]);
    let sessions = office.rows("sessions");
    assert_eq!(sessions.len(), 9 * 28);
    assert_eq!(sessions[0]["rule_reasons"][0]["reason"], "dome piešķīra vairāk");
}

#[test]
fn a_price_list_tells_what_it_changes_for_each_child_before_it_is_accepted() {
    let office = Office::with_plan();
    office.ok(&["import", "sessions", &office.fixture("sessions")]);
    let list = "Pakalpojums;Sniedzējs;Forma;Vienība;Cena;No\nFIZ;SIA “Kustība”;individuāli;nodarbība;24;01.11.2018\n";
    let file = office.file("cenas.csv", list.as_bytes());
    let charges = |office: &Office| -> Vec<String> {
        let rows = office.rows("sessions");
        let charged = rows.iter().filter(|row| row["charge"].is_object());
        charged.map(|row| row["charge"]["unit_price"].as_str().unwrap().to_owned()).collect()
    };
    let (before, revision) = (charges(&office), office.revision());
    assert!(before.iter().any(|price| price == "21.83"), "{before:?}");

    let told = office.ok(&["import", "prices", &file, "--dry-run"]);
    assert!(told.contains("Bērziņa-Āboliņa Žanete v1: Plānots "), "{told}");
    assert!(told.contains("paliek ar savu cenu"), "{told}");
    assert_eq!(office.revision(), revision, "nothing is written");

    // With a reason, what was held from then on is charged anew, and each session is named.
    let retroactive = ["import", "prices", &file, "--retroactive", "jauns līgums"];
    let told = office.ok(&[&retroactive[..], &["--dry-run"]].concat());
    assert!(told.contains("05.11.2018. FIZ: 21,83 → 24,00"), "{told}");
    assert_eq!(charges(&office), before);
    assert_eq!(office.ok(&retroactive).lines().next(), told.lines().next());
    let changed = before.iter().zip(charges(&office)).filter(|(before, after)| **before != *after).count();
    assert_eq!(changed, told.matches(" FIZ: 21,83 → 24,00").count());
    let prices = office.rows("prices");
    assert!(prices.iter().any(|price| price["amount"] == "24.00" && price["retroactive_reason"] == "jauns līgums"));
    assert!(office.ok(&["journal"]).contains("Ielasīts cenrādis"));
}

/// Sessions of Žanete, a row each.
fn sessions_of(office: &Office, name: &str, rows: &[&str]) -> String {
    let head = "Lietas numurs;Vārds;Pakalpojums;Datums;Laiks;Ilgums;Speciālists;Vienības";
    let rows: Vec<String> = rows.iter().map(|row| format!("2018-01;Žanete;{row}")).collect();
    office.file(name, format!("{head}\n{}\n", rows.join("\n")).as_bytes())
}

#[test]
fn a_dry_run_says_what_the_real_one_would_and_what_the_rules_object_to_is_named_by_line() {
    let office = Office::with_plan();
    let file = sessions_of(
        &office,
        "laiki.csv",
        &["FIZ;06.11.2018;9:00;45;;", "FIZ;07.11.2018;10:00;45;;", "LOG;07.11.2018;10:15;45;;"],
    );
    let before = office.revision();
    let dry = office.run(&["import", "sessions", &file, "--dry-run"]);
    let real = office.run(&["import", "sessions", &file]);
    assert_eq!((dry.code, real.code, office.revision()), (1, 1, before), "{dry:?}");
    assert_eq!(dry.err, real.err);
    let named = |line: &str| {
        line.contains("laiki.csv:3: Bērziņa-Āboliņa Žanete – ")
            || line.contains("laiki.csv:4: Bērziņa-Āboliņa Žanete – ")
    };
    assert!(!dry.err.is_empty() && dry.err.lines().all(named), "{}", dry.err);
    assert!(real.out.starts_with("Nekas nav saglabāts"), "{}", real.out);
    let reason = ["import", "sessions", &file, "--reason", "abi kopā baseinā"];
    office.ok(&[&reason[..], &["--dry-run"]].concat());
    assert_eq!(office.revision(), before);
    office.ok(&reason);
    assert_eq!(office.rows("sessions").len(), 3);
}

#[test]
fn a_stored_session_that_the_file_tells_otherwise_is_told_cell_by_cell() {
    let office = Office::with_plan();
    office.ok(&["import", "sessions", &sessions_of(&office, "s.csv", &["LOG;22.03.2019;13:00;45;Šteina;1"])]);
    let before = office.revision();
    let ran = office.run(&["import", "sessions", &sessions_of(&office, "t.csv", &["LOG;22.03.2019;13:00;15;Ozola;3"])]);
    assert!(ran.out.contains("jau bija: 0; atšķiras: 1;"), "{}", ran.out);
    for cell in
        ["t.csv:2:6: Ilgums", "t.csv:2:7: Speciālists: saglabāts „Šteina”, failā „Ozola”", "t.csv:2:8: Vienības"]
    {
        assert!(ran.err.contains(cell), "{cell} in {}", ran.err);
    }
    assert_eq!((ran.code, office.revision()), (1, before));
}

#[test]
fn what_a_line_has_due_before_its_plan_begins_comes_in_as_it_is_booked() {
    let office = Office::with_plan();
    let child: Id<Child> = Id::new(2);
    let plan = PlanVersion {
        id: Id::placeholder(0),
        child,
        number: 1,
        state: PlanState::Approved,
        effective_from: Some(day(2018, 11, 22)),
        approved_on: Some(day(2018, 11, 20)),
        approved_by: "līga".into(),
        ..PlanVersion::default()
    };
    let line = PlanLine {
        plan: plan.id,
        group: Group::Development,
        service: "LOG".into(),
        quantity: 40.into(),
        from: day(2018, 9, 1),
        to: day(2019, 9, 30),
        minutes: 45,
        ..PlanLine::default()
    };
    let session =
        Session { child, line: Id::new(3), day: day(2018, 11, 2), minutes: 45, units: 1.into(), ..Session::default() };
    let store = Store::open(&office.store(), Clock::System).unwrap();
    store.apply("anna", &Operation::new(Deed::AddPlan).create(plan).create(line)).unwrap();
    store.apply("anna", &Operation::new(Deed::BookSessions).create(session)).unwrap();
    drop(store);
    let sessions = office.ok(&["export", "sessions"]);
    let out = office.ok(&["import", "sessions", &office.file("s.csv", sessions.as_bytes())]);
    assert!(out.contains("Jaunas rindas: 0; jau bija: 1;"), "{out}");
    let early = office.file("agri.csv", sessions.replace("2018-11-02", "2018-08-31").as_bytes());
    let ran = office.run(&["import", "sessions", &early]);
    assert!(ran.err.contains("01.09.2018."), "the line's own days hold: {}", ran.err);
}

#[test]
fn a_price_in_a_unit_that_the_service_does_not_have_is_refused() {
    let office = Office::new();
    let list = "Pakalpojums;Vienība;Cena;No\nLOG;diennakts;24;01.11.2018\n";
    let ran = office.run(&["import", "prices", &office.file("cenas.csv", list.as_bytes())]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("cenas.csv:2:2: Vienība: pakalpojumam nav tādas vienības; ir: nodarbība"), "{}", ran.err);
    assert_eq!(office.rows("prices").len(), 0);
}

#[test]
fn a_child_without_a_representative_comes_in_with_a_warning_and_its_mother_is_called() {
    let office = Office::with_plan();
    let head = "Lietas numurs;Vārds;Uzvārds;Dzimšanas datums;Saistība ar bērnu;Tālrunis;Pārstāvības pamats";
    let rows = |basis: &str| {
        format!("{head}\n2018-77;Jānis;Kļaviņš;01.02.2018;bērns;;\n2018-77;Dace;Kļaviņa;;māte;26000001;{basis}\n")
    };
    let with = office.run(&["import", "families", &office.file("ar.csv", rows("vecāks").as_bytes()), "--dry-run"]);
    assert_eq!((with.code, with.err.as_str()), (0, ""));
    let without = office.run(&["import", "families", &office.file("bez.csv", rows("").as_bytes())]);
    assert!(
        without.code == 0 && without.err.contains("bez.csv:2:7: Pārstāvības pamats: bērnam nav likumiskā pārstāvja"),
        "{without:?}"
    );
    let child = office.rows("children").iter().map(|child| child["id"].as_u64().unwrap()).max().unwrap();
    let plan = PlanVersion {
        id: Id::placeholder(0),
        child: Id::new(child),
        number: 1,
        state: PlanState::Approved,
        effective_from: Some(day(2018, 9, 3)),
        approved_on: Some(day(2018, 9, 1)),
        approved_by: "līga".into(),
        ..PlanVersion::default()
    };
    let line = PlanLine {
        id: Id::placeholder(1),
        plan: plan.id,
        group: Group::Development,
        service: "LOG".into(),
        quantity: 40.into(),
        from: day(2018, 9, 3),
        to: day(2019, 9, 30),
        minutes: 45,
        ..PlanLine::default()
    };
    let session = Session {
        child: Id::new(child),
        line: line.id,
        day: day(2018, 11, 2),
        minutes: 45,
        units: 1.into(),
        ..Session::default()
    };
    let operation =
        Operation { heeded: true, ..Operation::new(Deed::Import).create(plan).create(line).create(session) };
    Store::open(&office.store(), Clock::System).unwrap().apply("anna", &operation).unwrap();
    let page = office.ok(&["print", "calls", "--all", "--day", "2.11.2018"]);
    assert!(page.contains("[ ] Kļaviņa Dace 26 000 001"), "{page}");
}

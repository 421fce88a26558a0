//! The command line as scripts, cron and people use it: the real binary, its output and its exit codes.

#[path = "support/office.rs"]
mod office;

use atbalsts::domain::Kind;
use office::{Office, run};
use serde_json::Value;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn the_language_is_the_first_that_is_told() {
    let office = Office::empty();
    let config = |text: &str| office.file("config/atbalsts/config.toml", text.as_bytes());
    let help = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = office.command();
        command.envs(variables.iter().copied()).args(arguments);
        let out = run(&mut command).out;
        if out.contains("Lietošana:") { "lv" } else { "en" }
    };
    assert_eq!(help(&[("LANG", "C")], &["--help"]), "lv", "Latvian where nothing is told");
    assert_eq!(help(&[("LANG", "en_GB.UTF-8")], &["--help"]), "en");
    assert_eq!(help(&[("LANG", "en_GB.UTF-8"), ("LC_ALL", "lv_LV.UTF-8")], &["--help"]), "lv");
    config("lang = \"en\"");
    assert_eq!(help(&[], &["--help"]), "en");
    assert_eq!(help(&[("ATBALSTS_LANG", "lv")], &["--help"]), "lv");
    assert_eq!(help(&[("ATBALSTS_LANG", "lv")], &["--lang", "en", "--help"]), "en");
    assert_eq!(help(&[("ATBALSTS_LANG", "lv")], &["import", "--help", "--lang=en"]), "en");
}

#[test]
fn bad_usage_is_told_in_the_language_and_exits_with_2() {
    let office = Office::empty();
    let check = |arguments: &[&str], latvian: &str, english: &str| {
        for (lang, sentence) in [("lv", latvian), ("en", english)] {
            let ran = office.run(&[&["--lang", lang], arguments].concat());
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
            assert!(ran.err.contains(sentence), "{sentence} in {}", ran.err);
            assert!(!ran.err.contains("error:"), "{}", ran.err);
        }
    };
    check(
        &["improt"],
        "nav tādas komandas: improt; vai domājāt „import”?",
        "no such command: improt; did you mean “import”?",
    );
    check(&["--colour"], "nav tādas izvēles: --colour", "no such option: --colour");
    check(
        &["import", "xyzzy", "f"],
        "nederīga vērtība „xyzzy” (iespējams: families, providers",
        "“xyzzy” is not a possible value",
    );
    check(&["import", "families"], "trūkst: <FAILS>", "missing: <FILE>");
    check(&["keymap"], "vajag komandu", "a command is needed");
    check(&["erase", "--family", "x", "--reason", "y"], "nederīga vērtība „x”", "“x” is not a possible value");
    check(&["export", "children", "--from", "2019"], "„2019” nav datums", "“2019” is not a date");
    check(&["export", "users", "--child", "1"], "nepieder vienam bērnam", "do not belong to one child");
    check(&["export", "goals", "--from", "1.1.2019"], "nav datuma, pēc kura", "have no date to choose by");
    check(&["--keymap", "nav", "demo"], "nav tādas taustiņu kartes: nav", "there is no such keymap: nav");
}

#[test]
fn a_store_that_is_missing_or_none_exits_with_3_and_stays_as_it_is() {
    let office = Office::empty();
    let missing = office.run(&["check"]);
    assert_eq!(missing.code, 3);
    assert!(missing.err.contains("atbalsts.redb"), "{}", missing.err);
    let other = office.file("atbalsts.redb", "te nav krātuves\n".as_bytes());
    for command in [&["check"][..], &["journal"], &["export", "families"], &["user", "list"], &["report", "burndown"]] {
        assert_eq!(office.run(command).code, 3, "{command:?}");
    }
    assert_eq!(std::fs::read(other).unwrap(), "te nav krātuves\n".as_bytes());
}

#[test]
fn the_store_is_the_first_that_is_named() {
    let office = Office::new();
    let path = office.store();
    let elsewhere = office.path("cits.redb");
    std::fs::copy(&path, &elsewhere).unwrap();
    let elsewhere = elsewhere.to_str().unwrap();
    office.ok(&["--store", elsewhere, "user", "add", "ilze"]);
    assert!(office.rows("users").is_empty(), "the option goes before the variable");
    office.file("config/atbalsts/config.toml", format!("store = \"{elsewhere}\"\n").as_bytes());
    let mut command = office.command();
    let ran = run(command.env_remove("ATBALSTS_STORE").args(["user", "list"]));
    assert!(ran.out.contains("ilze"), "the configuration goes before the usual place: {ran:?}");
}

#[test]
fn faults_of_the_configuration_are_told_and_the_rest_holds() {
    let office = Office::new();
    office.file("config/atbalsts/config.toml", b"lang = \"en\"\ncolor = 3\n");
    let ran = office.run(&["check"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("The store is in order"), "{}", ran.out);
    assert!(ran.err.contains("config.toml:2:1: no such setting"), "{}", ran.err);
}

#[test]
fn the_demonstration_is_made_checked_and_the_same_for_a_seed() {
    let office = Office::empty();
    let make = |name: &str, seed: &str| {
        let path = office.path(name);
        let path = path.to_str().unwrap().to_owned();
        office.ok(&["--store", &path, "demo", "--no-open", "--seed", seed]);
        office.ok(&["--store", &path, "check"]);
        office.ok(&["--store", &path, "export", "families"])
    };
    let first = make("a.redb", "7");
    assert_eq!(make("b.redb", "7"), first);
    assert_ne!(make("c.redb", "8"), first);
    let path = office.path("a.redb");
    let again = office.run(&["--store", path.to_str().unwrap(), "demo", "--no-open"]);
    assert_eq!(again.code, 2, "a store that was named is never written over");
}

#[test]
fn every_noun_is_exported_as_csv_and_json() {
    let office = Office::demo();
    for kind in Kind::ALL {
        let rows = office.rows(kind.name());
        // The demonstration has none of these yet: their tables have headings only.
        assert!(rows.is_empty() == matches!(kind, Kind::RuleBook | Kind::Absence), "{}", kind.name());
        assert!(rows.iter().all(|row| row["id"].is_u64()), "{}", kind.name());
        let csv = office.ok(&["export", kind.name()]);
        assert!(csv.starts_with('\u{feff}') && csv.contains(";") && csv.ends_with("\r\n"), "{}", kind.name());
        assert!(csv.matches("\r\n").count() > rows.len(), "{}", kind.name());
    }
    let session = &office.rows("sessions")[0];
    assert_eq!(session["day"].as_str().unwrap().len(), 10);
    assert!(session["charge"]["unit_price"].as_str().unwrap().contains('.'));
}

#[test]
fn exports_are_narrowed_to_a_child_and_to_days() {
    let office = Office::demo();
    let sessions = |arguments: &[&str]| {
        let out = office.ok(&[&["export", "sessions", "--format", "json"], arguments].concat());
        json(&out).as_array().unwrap().clone()
    };
    let all = sessions(&[]);
    let of_child = sessions(&["--child", "3"]);
    assert!(of_child.len() < all.len() && of_child.iter().all(|session| session["child"] == 3));
    let of_week = sessions(&["--child", "3", "--from", "2018-11-05", "--to", "11.11.2018"]);
    assert!(!of_week.is_empty() && of_week.len() < of_child.len());
    assert!(of_week.iter().all(|session| ("2018-11-05"..="2018-11-11").contains(&session["day"].as_str().unwrap())));
    let lines = json(&office.ok(&["export", "plan_lines", "--format", "json", "--child", "3"]));
    assert!(!lines.as_array().unwrap().is_empty());
    assert_eq!(office.run(&["export", "sessions", "--child", "999"]).code, 1);
}

#[test]
fn an_export_goes_to_a_file_that_only_its_owner_reads() {
    use std::os::unix::fs::PermissionsExt;
    let office = Office::demo();
    let path = office.path("eksports.csv");
    assert_eq!(office.ok(&["export", "persons", "-o", path.to_str().unwrap()]), "");
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), office.ok(&["export", "persons"]));
}

#[test]
fn the_burn_down_adds_up_in_every_format() {
    let office = Office::demo();
    let report = json(&office.ok(&["report", "burndown", "--child", "1", "--month", "2019-03", "--format", "json"]));
    let child = &report[0];
    assert_eq!(child["day"], "2019-03-31");
    let cents = |value: &Value| value.as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
    let figure = |name: &str| cents(&child["figures"][name]);
    assert_eq!(figure("balance"), figure("ceiling") - figure("delivered"));
    assert_eq!(figure("free"), figure("balance") - figure("reserved"));
    let points = child["points"].as_array().unwrap();
    assert_eq!(points.len(), 13, "thirteen months");
    assert_eq!((&points[0]["day"], &points[12]["day"]), (&"2018-09-30".into(), &"2019-09-30".into()));
    assert_eq!(cents(&points[6]["actual"]), figure("delivered"));
    assert!(points[7]["actual"].is_null());
    assert!(points[5]["forecast"].is_null());
    assert_eq!(cents(&points[12]["forecast"]), figure("forecast"));
    assert_eq!(cents(&points[12]["booked"]), figure("delivered") + figure("reserved"));
    assert_eq!(child["ceilings"][0]["from"], "2018-09-03");
    // What could still be booked never takes more than the line has left.
    for line in child["bookable"].as_array().unwrap() {
        assert!(cents(&line["amount"]) >= cents(&line["unit_amount"]), "{line}");
    }
    let csv = office.ok(&["report", "burndown", "--child", "1", "--month", "2019-03", "--format", "csv"]);
    assert_eq!(csv.matches("\r\n").count(), 14);
    let delivered = child["figures"]["delivered"].as_str().unwrap().replace('.', ",");
    assert!(csv.contains(&delivered), "{csv}");
    let text = office.ok(&["report", "burndown", "--child", "1", "--month", "2019-03"]);
    assert!(text.contains("Izlietots") && text.contains("2019-03") && text.contains("31.03.2019."), "{text}");
    let all = json(&office.ok(&["report", "burndown", "--month", "2019-03", "--format", "json"]));
    assert_eq!(all.as_array().unwrap().len(), office.rows("children").len());
    assert_eq!(office.run(&["report", "burndown", "--month", "marts"]).code, 2);
}

#[test]
fn a_report_as_of_a_revision_does_not_change_any_more() {
    let office = Office::with_plan();
    office.ok(&["import", "sessions", &office.fixture("sessions")]);
    let revision = office.revision().to_string();
    let report = |as_of: &[&str]| {
        office.ok(&[&["report", "burndown", "--child", "1", "--month", "2019-03", "--format", "json"], as_of].concat())
    };
    let then = report(&[]);
    let more = "Lieta;Vārds;Pakalpojums;Datums;Iznākums\n2018-01;Žanete;FIZ;04.02.2019;+\n";
    office.ok(&["import", "sessions", &office.file("n.csv", more.as_bytes())]);
    assert_ne!(report(&[]), then);
    assert_eq!(report(&["--as-of", &revision]), then);
}

#[test]
fn the_calendar_has_holidays_and_moved_days() {
    let office = Office::empty();
    let days = json(&office.ok(&["calendar", "--from", "2018-01-01", "--to", "2018-12-31", "--format", "json"]));
    let days = days.as_array().unwrap();
    let on = |date: &str| days.iter().find(|day| day["date"] == date).unwrap_or_else(|| panic!("{date}"));
    assert_eq!(on("2018-09-24")["holiday"], "papal_visit");
    assert_eq!(on("2018-04-30")["worked_on"], "2018-04-21");
    assert_eq!(on("2018-04-21")["kind"], "moved_on");
    assert!(days.iter().all(|day| day["date"].as_str().unwrap().starts_with("2018")));
    let text = office.ok(&["calendar", "--from", "3.9.2018", "--to", "30.9.2019"]);
    assert!(text.contains("18.11.2018. sv  Latvijas proklamēšanas diena"), "{text}");
    assert!(text.contains("269\u{a0}dienas"), "{text}");
    let english = office.ok(&["--lang", "en", "calendar", "--from", "3.9.2018", "--to", "30.9.2019"]);
    assert!(english.contains("Proclamation of the Republic") && english.contains("269\u{a0}days"), "{english}");
}

#[test]
fn the_calendar_says_where_its_knowledge_of_school_holidays_ends() {
    let office = Office::empty();
    let until = |day: &str, lang: &str| office.run(&["--lang", lang, "calendar", "--from", "2026-09-01", "--to", day]);
    let known = until("2027-08-31", "lv");
    assert!(
        known.err.is_empty() && known.out.contains("19.10.2026. pr – 23.10.2026. pk  rudens brīvdienas"),
        "{}{}",
        known.out,
        known.err
    );
    let beyond = until("2027-09-01", "lv");
    assert_eq!(beyond.code, 0);
    assert!(beyond.err.contains("2027./2028. mācību gada brīvlaiki nav zināmi"), "{}", beyond.err);
    assert!(until("2027-09-01", "en").err.contains("the school holidays of 2027/2028 are not known"));
}

#[test]
fn an_administrator_can_replace_the_moved_days_and_is_told_what_is_wrong_with_them() {
    let office = Office::empty();
    let listed = |arguments: &[&str]| office.run(&[&["calendar"], arguments].concat());
    let spring = ["--from", "2019-03-01", "--to", "2019-05-31"];
    assert!(listed(&spring).out.contains("11.03.2019. pr – 15.03.2019. pk  pavasara brīvdienas"));
    office.file("config/atbalsts/config.toml", b"calendar = \"kalendars.toml\"\n");
    office.file("config/atbalsts/kalendars.toml", b"[[moved]]\noff = 2019-05-03\nworked = 2019-05-11\n");
    let own = listed(&spring);
    assert!(own.out.contains("03.05.2019. pk  brīva diena; tās vietā strādā 11.05.2019."), "{}", own.out);
    assert!(!own.out.contains("pavasara brīvdienas"), "{}", own.out);
    assert!(own.err.contains("2018./2019. mācību gada brīvlaiki nav zināmi"), "no holidays are named: {}", own.err);
    office.file("config/atbalsts/kalendars.toml", b"[[moved]]\noff = 2019-05-05\nworked = 2019-05-11\n");
    let wrong = listed(&spring);
    assert!(wrong.err.contains("kalendars.toml:2:7: ") && wrong.out.contains("pavasara brīvdienas"), "{}", wrong.err);
}

#[test]
fn the_journal_tells_who_did_what_and_to_whom() {
    let office = Office::with_plan();
    office.ok(&["--user", "pēteris", "user", "add", "ilze"]);
    let entries = json(&office.ok(&["journal", "--format", "json"]));
    let entries = entries.as_array().unwrap();
    let revisions: Vec<u64> = entries.iter().map(|entry| entry["rev"].as_u64().unwrap()).collect();
    assert_eq!(revisions, (1..=entries.len() as u64).collect::<Vec<_>>());
    let last = &entries[entries.len() - 1];
    assert_eq!((&last["user"], &last["action"]), (&"pēteris".into(), &"add_user".into()));
    assert_eq!(last["changes"][0]["after"]["login"], "ilze");
    assert!(last["changes"][0]["before"].is_null());

    let told = |arguments: &[&str]| json(&office.ok(&[&["journal", "--format", "json"], arguments].concat()));
    let actions = |told: Value| -> Vec<String> {
        told.as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(actions(told(&["--user", "pēteris"])), ["add_user"]);
    assert_eq!(actions(told(&["--child", "1"])), ["import", "add_plan"]);
    assert_eq!(actions(told(&["--child", "2"])), ["import"]);
    assert_eq!(actions(told(&["--since", "01.01.2199"])), Vec::<String>::new());
    let family = office.rows("children")[0]["family"].to_string();
    assert_eq!(actions(told(&["--family", &family])), ["import", "add_plan"]);
    assert_eq!(actions(told(&["--record", "plans:1"])), ["add_plan"]);
    let of_record = told(&["--record", &format!("families:{family}")]);
    assert_eq!(of_record[0]["changes"].as_array().unwrap().len(), 1, "{of_record}");
    assert_eq!(of_record[0]["changes"][0]["kind"], "families");
    for wrong in ["families", "families:x", "ģimenes:1"] {
        let refused = office.run(&["journal", "--record", wrong]);
        assert!(refused.code == 2 && refused.err.contains("plan_lines"), "{wrong}: {}", refused.err);
    }
    assert_eq!(office.run(&["journal", "--child", "1", "--family", "1"]).code, 2);
    // What the same entry says of other children is none of this one's.
    for change in
        told(&["--child", "1"]).as_array().unwrap().iter().flat_map(|entry| entry["changes"].as_array().unwrap())
    {
        let record = &change["after"];
        assert!(
            (&change["kind"], &change["id"]) == (&"children".into(), &1.into())
                || record["child"] == 1
                || change["kind"] == "plan_lines",
            "{change}"
        );
    }
    // A line is told of as its plan's child's.
    let lines =
        |child: &str| office.ok(&["journal", "--child", child, "--format", "json"]).matches("plan_lines").count();
    assert!(lines("1") > 0 && lines("2") == 0);
    let of_child = office.ok(&["journal", "--child", "1"]);
    let name_of = |child: usize| {
        let person = office.rows("children")[child]["person"].clone();
        let person = office.rows("persons").into_iter().find(|one| one["id"] == person).unwrap();
        format!("{} {}", person["surname"].as_str().unwrap(), person["given_names"].as_str().unwrap())
    };
    assert!(of_child.contains(&name_of(0)) && !of_child.contains(&name_of(1)), "{of_child}");
    let text = office.ok(&["journal", "--user", "pēteris"]);
    assert!(text.contains("Lietotājvārds: ilze"), "{text}");
    assert!(text.contains("pēteris  Pievienots lietotājs (1\u{a0}lietotājs)"), "{text}");
}

#[test]
fn users_are_added_given_roles_and_shut_out() {
    let office = Office::new();
    office.ok(&["user", "add", "līga", "--name", "Līga Bērziņa", "--role", "head"]);
    office.ok(&["user", "add", "anna"]);
    let twice = office.run(&["user", "add", "anna"]);
    assert_eq!(twice.code, 1);
    assert!(twice.err.contains("tāds lietotājs jau ir: anna"), "{}", twice.err);
    office.ok(&["user", "role", "anna", "accountant"]);
    office.ok(&["user", "disable", "anna"]);
    let list = office.ok(&["user", "list"]);
    assert_eq!(list, "anna    grāmatvedis (piekļuve slēgta)\nlīga  Līga Bērziņa  dienesta vadītājs\n");
    let shut_out = office.run(&["--user", "anna", "export", "families"]);
    assert_eq!((shut_out.code, shut_out.out.as_str()), (1, ""));
    assert!(shut_out.err.contains("Lietotājam anna piekļuve datiem ir slēgta"), "{}", shut_out.err);
    office.ok(&["user", "enable", "anna"]);
    assert_eq!(office.rows("users")[1]["disabled"], false);
    assert_eq!(office.run(&["user", "disable", "jānis"]).code, 1);
    assert_eq!(office.run(&["user", "role", "anna", "boss"]).code, 2);
}

#[test]
fn the_last_administrator_keeps_access_and_role() {
    let office = Office::new();
    office.ok(&["user", "add", "līga", "--role", "administrator"]);
    let refused = |arguments: &[&str]| {
        let ran = office.run(arguments);
        assert_eq!(ran.code, 1, "{}", ran.out);
        assert!(ran.err.contains("līga ir vienīgais administrators"), "{}", ran.err);
    };
    refused(&["user", "disable", "līga"]);
    refused(&["user", "role", "līga", "head"]);
    office.ok(&["user", "add", "anna", "--role", "administrator"]);
    assert_eq!(office.ok(&["user", "disable", "anna"]), "Piekļuve slēgta: anna\n");
    refused(&["user", "disable", "līga"]);
    assert_eq!(office.ok(&["user", "enable", "anna"]), "Piekļuve atjaunota: anna\n");
    assert_eq!(office.ok(&["user", "role", "līga", "head"]), "Lietotājs mainīts: līga\n");
}

#[test]
fn keymaps_are_listed_dumped_and_checked() {
    let office = Office::empty();
    assert_eq!(office.ok(&["keymap", "list"]), "default\nclassic\nvim\n");
    for name in ["default", "classic", "vim"] {
        office.ok(&["keymap", "check", name]);
        let dumped = office.ok(&["keymap", "dump", name]);
        office.ok(&["keymap", "check", &office.file("mana.toml", dumped.as_bytes())]);
    }
    let bad = office.file("slikta.toml", "[families]\nfly = [\"x\"]\n\n[everywhere]\nquit = [\"Ctrl+I\"]\n".as_bytes());
    let ran = office.run(&["keymap", "check", &bad]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("slikta.toml:2:1:") && ran.err.contains("slikta.toml:5:"), "{}", ran.err);
    assert_eq!(office.run(&["keymap", "check", "nav"]).code, 2);
}

#[test]
fn a_backup_is_restored_elsewhere_and_never_over_a_file() {
    let office = Office::with_plan();
    let backup = office.path("kopija.gz");
    let backup = backup.to_str().unwrap();
    office.ok(&["backup", backup]);
    assert_eq!(office.run(&["backup", backup]).code, 2, "a backup is not written over");
    let here = std::fs::read(office.store()).unwrap();
    assert_eq!(office.run(&["restore", backup]).code, 2, "nor is a store");
    assert_eq!(std::fs::read(office.store()).unwrap(), here);
    let elsewhere = office.path("atjaunota.redb");
    let elsewhere = elsewhere.to_str().unwrap();
    office.ok(&["--store", elsewhere, "restore", backup]);
    office.ok(&["--store", elsewhere, "check"]);
    assert_eq!(office.ok(&["--store", elsewhere, "export", "families"]), office.ok(&["export", "families"]));
    let none = office.file("nav-kopija.gz", b"kas cits");
    let ran = office.run(&["--store", office.path("x.redb").to_str().unwrap(), "restore", &none]);
    assert_eq!(ran.code, 1);
    assert!(!office.path("x.redb").exists());
}

#[test]
fn a_backup_is_piped_checked_and_caught_up_with() {
    let office = Office::with_plan();
    let mut command = office.command();
    let piped = command.args(["backup", "-"]).output().unwrap();
    assert!(piped.status.success() && piped.stderr.is_empty(), "{piped:?}");
    let backup = office.file("kopija.gz", &piped.stdout);
    let told = office.ok(&["check", &backup]);
    assert_eq!(told, office.ok(&["check"]), "the backup is as good as the store");
    let copy = office.path("kopija.redb");
    let copy = copy.to_str().unwrap();
    office.ok(&["--store", copy, "restore", &backup]);

    let since = office.revision().to_string();
    office.ok(&["user", "add", "ilze"]);
    let delta = office.path("papildinajums.gz");
    let delta = delta.to_str().unwrap();
    office.ok(&["backup", "--since", &since, delta]);
    office.ok(&["check", delta]);
    assert_eq!(office.run(&["--store", office.path("x.redb").to_str().unwrap(), "restore", delta]).code, 3);
    let told = office.ok(&["--store", copy, "restore", delta]);
    assert!(told.contains(&format!("nr. {}", office.revision())), "{told}");
    assert_eq!(office.ok(&["--store", copy, "user", "list"]), office.ok(&["user", "list"]));

    let cut = office.file("nepilna.gz", &piped.stdout[..piped.stdout.len() - 9]);
    assert_eq!(office.run(&["check", &cut]).code, 1, "what the pipe lost is noticed");
}

#[test]
fn doctor_names_what_is_not_as_it_should_be() {
    use std::os::unix::fs::PermissionsExt;
    let office = Office::new();
    let out = office.run(&["doctor"]).out;
    assert_eq!(out.lines().count(), 8, "{out}");
    // Where this test's files lie is not for the test to choose.
    assert!(out.lines().all(|line| line.starts_with("+ ") || line.contains("Failu sistēma")), "{out}");
    std::fs::set_permissions(office.store(), std::fs::Permissions::from_mode(0o644)).unwrap();
    let mut command = office.command();
    let ran = run(command.env("TZ", "Asia/Tokyo").env("LANG", "lv_LV").arg("doctor"));
    assert_eq!(ran.code, 1);
    for sentence in ["var lasīt jebkurš", "Asia/Tokyo; paredzēta Europe/Riga", "lv_LV: Latvijas burtiem vajag UTF-8"]
    {
        assert!(ran.err.contains(sentence), "{sentence} in {}", ran.err);
    }
}

#[test]
fn completions_and_the_manual_page_come_from_the_same_definition() {
    let office = Office::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(office.ok(&["completions", shell]).contains("burndown"), "{shell}");
    }
    let page = office.ok(&["man"]);
    assert!(page.contains(".TH atbalsts") && page.contains("SH \"IMPORT\""), "{page}");
    assert!(page.contains(".SH LIETOŠANA") && !page.contains("SYNOPSIS"), "{page}");
    assert!(office.ok(&["--lang", "en", "man"]).contains(".SS SYNOPSIS"));
    assert!(office.ok(&["--version"]).starts_with("atbalsts "));
}

#[test]
fn without_a_terminal_the_interface_says_so() {
    let office = Office::new();
    let ran = office.run(&[]);
    assert_ne!(ran.code, 0);
    assert!(!ran.err.is_empty() && !ran.err.contains("panicked"), "{}", ran.err);
}

#[test]
fn each_command_says_of_itself_what_it_takes() {
    let office = Office::new();
    let check = |arguments: &[&str], sentences: &[&str]| {
        let ran = office.run(arguments);
        assert_eq!(ran.code, 2, "{ran:?}");
        for sentence in sentences {
            assert!(ran.err.contains(sentence), "{sentence} in {}", ran.err);
        }
    };
    check(&["user", "add"], &["Sīkāk: atbalsts user add --help"]);
    check(
        &["erase", "--family", "Ozoliņi", "--reason", "x"],
        &["„Ozoliņi”; vajag numuru", "Sīkāk: atbalsts erase --help"],
    );
    check(&["calendar", "--from", "1.1.2101", "--to", "1.2.2101"], &["kalendārs zināms no 2018. līdz 2100. gadam"]);
    check(
        &["calendar", "--from", "2.1.2019", "--to", "1.1.2019"],
        &["--to (01.01.2019.) ir pirms --from (02.01.2019.)"],
    );
    assert!(office.ok(&["check", "--help"]).contains("atbalsts check [IZVĒLES] [FAILS]"));
    assert!(office.ok(&["import", "--help"]).contains(".ics"));
    assert!(office.ok(&["journal", "--help"]).contains("pie journal: kura ieraksti"));
    let manual = office.ok(&["man"]);
    assert!(!manual.contains("(1)\n") && manual.contains("\\fBdemo\\fR"), "no pages that do not exist: {manual}");
    assert!(office.ok(&["user", "add", "jauns"]).contains("jauns (sociālais darbinieks)"));
}

#[test]
fn a_child_is_named_by_the_number_of_the_file_wherever_it_is_asked_for() {
    let office = Office::with_plan();
    for command in [
        &["report", "budget", "--child"][..],
        &["report", "outcomes", "--child"],
        &["export", "plans", "--child"],
        &["journal", "--child"],
        &["print", "month", "--child"],
    ] {
        let by_file = office.ok(&[command, &["2018-01"]].concat());
        assert_eq!(by_file, office.ok(&[command, &["1"]].concat()), "{command:?}");
        let several = office.run(&[command, &["2018-02"]].concat());
        assert!(several.code == 1 && several.err.contains("2 Ķirsis Ņikita, 3 Ķirsis Šarlote"), "{several:?}");
        let nobody = office.run(&[command, &["2018-99"]].concat());
        assert!(nobody.code == 2 && nobody.err.contains("nav tāda bērna: 2018-99"), "{nobody:?}");
    }
}

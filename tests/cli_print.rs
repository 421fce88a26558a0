//! Sheets for paper: a month to be signed, a specialist's week, the list for phone calls.

#[path = "support/office.rs"]
mod office;

use office::Office;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

/// No line is wider than a page of A4, and none ends in blanks.
#[track_caller]
fn fits(page: &str) {
    for line in page.lines() {
        assert!(line.width() <= 80, "{} columns: {line}", line.width());
        assert_eq!(line, line.trim_end());
    }
}

#[test]
fn a_month_of_a_child_is_signed_line_by_line() {
    let office = Office::demo();
    let page = office.ok(&["print", "month", "--child", "1", "--day", "1.3.2019"]);
    fits(&page);
    assert!(page.contains("Apmeklējumu lapa · 2019. gada marts"), "{page}");
    let sheet: Value = json(&office, &["print", "month", "--child", "1", "--day", "2019-03-31"]);
    let sessions = sheet["sessions"].as_array().unwrap();
    assert!(!sessions.is_empty() && sheet["month"] == "2019-03");
    let signing = sheet["representatives"].as_array().unwrap().len() + 1;
    assert_eq!(page.matches("__________\n").count() - signing, sessions.len(), "each is signed for\n{page}");
    assert!(sessions.iter().all(|session| session["date"].as_str().unwrap().starts_with("2019-03")));
    // What is charged adds up.
    let cents = |value: &Value| value.as_str().map_or(0, |text| text.replace('.', "").parse::<i64>().unwrap());
    let sum: i64 = sessions.iter().map(|session| cents(&session["amount"])).sum();
    assert_eq!(sum, cents(&sheet["total"]));
    let missing = office.run(&["print", "month", "--child", "99999"]);
    assert_eq!(missing.code, 1);
}

#[test]
fn a_specialists_week_has_who_comes_when() {
    let office = Office::demo();
    let all = office.rows("sessions");
    let name = all.iter().filter(|row| row["day"] == "2019-03-15").find_map(|row| row["specialist"].as_str()).unwrap();
    let page = office.ok(&["print", "week", "--specialist", name, "--day", "15.3.2019"]);
    fits(&page);
    assert!(page.starts_with(&format!("{name} · nedēļa 11.03.–17.03.2019.")), "{page}");
    let sheet = json(&office, &["print", "week", "--specialist", &name.to_lowercase(), "--day", "11.3.2019"]);
    let sessions = sheet["sessions"].as_array().unwrap();
    assert!(sessions.iter().any(|session| session["date"] == "2019-03-15"));
    for session in sessions {
        assert!(page.contains(session["child"].as_str().unwrap().get(..8).unwrap_or_default()), "{page}");
    }
}

#[test]
fn a_specialist_is_found_by_the_beginning_of_a_name_and_otherwise_told() {
    let office = Office::demo();
    let all = office.rows("sessions");
    let name = all.iter().filter(|row| row["day"] == "2019-03-15").find_map(|row| row["specialist"].as_str()).unwrap();
    let week = |name: &str| office.run(&["print", "week", "--specialist", name, "--day", "15.3.2019"]);
    let surname: String = atbalsts::i18n::search::fold(name.split(' ').next_back().unwrap());
    assert!(week(&surname).out.starts_with(&format!("{name} · ")), "{surname}");
    let missing = week("Nebijušais");
    assert_eq!((missing.code, missing.out.as_str()), (1, ""));
    assert!(missing.err.contains("Nebijušais") && missing.err.contains(name), "{}", missing.err);
    // A letter with which several begin.
    let several = week(&surname[..1]);
    assert!(several.out.starts_with(name) || (several.code == 1 && several.err.contains(name)), "{}", several.err);
    let evil = week("Anna\u{1b}[2J\u{9b}5A");
    assert!(!evil.err.contains('\u{1b}') && !evil.err.contains('\u{9b}') && evil.code == 1, "{:?}", evil.err);
}

#[test]
fn a_childs_month_is_asked_for_by_the_number_of_the_file_and_signed_by_name() {
    let office = Office::demo();
    let (children, families, users) = (office.rows("children"), office.rows("families"), office.rows("users"));
    let of = |family: &Value| children.iter().filter(|child| child["family"] == family["id"]).count();
    let alone = families.iter().find(|family| of(family) == 1).unwrap();
    let several = families.iter().find(|family| of(family) > 1).unwrap();
    let month = |family: &Value| {
        office.run(&["print", "month", "--child", family["case_number"].as_str().unwrap(), "--day", "1.3.2019"])
    };
    let page = month(alone).out;
    fits(&page);
    let owner = users.iter().find(|user| user["login"] == alone["owner"]).unwrap();
    assert!(page.contains(owner["full_name"].as_str().unwrap()), "{page}");
    assert!(page.contains(atbalsts::i18n::command::CommandText::SheetUnits.text(atbalsts::i18n::Lang::Latvian)));
    let asked = month(several);
    assert_eq!(asked.code, 1);
    for child in children.iter().filter(|child| child["family"] == several["id"]) {
        assert!(asked.err.contains(&child["id"].to_string()), "{}", asked.err);
    }
}

#[test]
fn each_family_is_called_once() {
    let office = Office::demo();
    let page = office.ok(&["print", "calls", "--all", "--day", "21.3.2019"]);
    fits(&page);
    let sheet = json(&office, &["print", "calls", "--all", "--day", "21.3.2019"]);
    let calls = sheet["calls"].as_array().unwrap();
    assert!(calls.len() > 1);
    assert_eq!(page.matches("[ ] ").count(), calls.len());
    let mut called: Vec<String> = calls.iter().map(|call| call["to"].to_string()).collect();
    assert!(called.iter().all(|to| to.chars().filter(char::is_ascii_digit).count() >= 8), "with a phone: {called:?}");
    called.sort();
    called.dedup();
    assert_eq!(called.len(), calls.len());
    let own = json(&office, &["--user", "anna", "print", "calls", "--day", "21.3.2019"]);
    assert!(own["calls"].as_array().unwrap().len() < calls.len(), "a colleague's families are the colleague's to call");
    let none = office.ok(&["--lang", "en", "print", "calls", "--day", "24.3.2019"]);
    assert!(none.contains("No sessions."), "{none}");
}

fn json(office: &Office, arguments: &[&str]) -> Value {
    serde_json::from_str(&office.ok(&[arguments, &["--format", "json"]].concat())).unwrap()
}

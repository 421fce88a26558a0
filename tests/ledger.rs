//! The ledger adds up to the cents of the budget report: by our own reading of it, and by hledger where that is installed.

#[path = "support/office.rs"]
mod office;
#[path = "support/outside.rs"]
mod outside;

use std::{
    collections::BTreeMap,
    io::Write,
    process::{Command, Stdio},
};

use office::Office;
use serde_json::Value;

/// Cents by account.
type Balances = BTreeMap<String, i64>;

fn cents(amount: &str) -> i64 {
    let (euros, cents) = amount.split_once('.').unwrap_or_else(|| panic!("two places: {amount}"));
    assert_eq!(cents.len(), 2, "{amount}");
    format!("{euros}{cents}").parse().unwrap_or_else(|_| panic!("an amount: {amount}"))
}

fn add(balances: &mut Balances, account: &str, amount: i64) {
    *balances.entry(account.to_owned()).or_default() += amount;
}

/// What the program's own budget report says each account of the ledger comes to.
fn reported(office: &Office, narrowed: &[&str]) -> Balances {
    let out = office.ok(&[&["report", "budget", "--format", "json"], narrowed].concat());
    let programmes: Vec<Value> = serde_json::from_str(&out).unwrap();
    let mut balances = Balances::new();
    for programme in &programmes {
        let municipality = programme["municipality"].as_str().unwrap();
        for child in programme["children"].as_array().unwrap() {
            let case = format!("{municipality}:{}", child["case_number"].as_str().unwrap());
            let figure = |name: &str| cents(child["figures"][name].as_str().unwrap());
            add(&mut balances, &format!("allocated:{case}"), -figure("ceiling"));
            add(&mut balances, &format!("free:{case}"), figure("free"));
            for service in child["services"].as_array().unwrap() {
                let code = service["service"].as_str().unwrap_or("unknown");
                let of = |account: &str| cents(service[account].as_str().unwrap());
                for account in ["delivered", "reserved", "invoiced"] {
                    add(&mut balances, &format!("{account}:{case}:{code}"), of(account));
                }
                add(&mut balances, &format!("payable:{case}:{code}"), of("paid") - of("invoiced"));
                add(&mut balances, &format!("paid:{case}:{code}"), -of("paid"));
            }
        }
    }
    balances.retain(|_, amount| *amount != 0);
    balances
}

/// Reads the journal as hledger does; every transaction must come to nothing.
fn read(ledger: &str) -> Balances {
    let (mut balances, mut declared) = (Balances::new(), Vec::new());
    let mut open: Option<(String, i64)> = None;
    let close = |open: &mut Option<(String, i64)>| {
        if let Some((head, rest)) = open.take() {
            assert_eq!(rest, 0, "not balanced: {head}");
        }
    };
    for line in ledger.lines() {
        if let Some(posting) = line.strip_prefix("    ") {
            let (account, amount) = posting.split_once("  ").unwrap_or_else(|| panic!("account and amount: {line}"));
            let amount = cents(amount.strip_suffix(" EUR").unwrap_or_else(|| panic!("euros: {line}")));
            assert!(declared.iter().any(|known| known == account), "not declared: {account}");
            open.as_mut().unwrap_or_else(|| panic!("outside a transaction: {line}")).1 += amount;
            add(&mut balances, account, amount);
        } else {
            close(&mut open);
            match line.split_once(' ') {
                Some(("account", account)) => declared.push(account.to_owned()),
                Some((day, _)) if day.len() == 10 && day.starts_with("20") => open = Some((line.to_owned(), 0)),
                Some((";" | "decimal-mark" | "commodity", _)) | None => {}
                Some(_) => panic!("what is this: {line}"),
            }
        }
    }
    close(&mut open);
    balances.retain(|_, amount| *amount != 0);
    balances
}

fn ledger(office: &Office, narrowed: &[&str]) -> String {
    office.ok(&[&["export", "ledger"], narrowed].concat())
}

#[test]
fn the_ledger_comes_to_what_the_budget_report_says_account_by_account() {
    let office = Office::demo();
    for narrowed in [&[][..], &["--child", "3"]] {
        let read = read(&ledger(&office, narrowed));
        assert!(read.len() > 4, "{read:?}");
        assert_eq!(read, reported(&office, narrowed));
        assert_eq!(read.values().sum::<i64>(), 0);
    }
}

#[test]
fn sums_of_the_report_are_those_of_its_children_groups_and_services() {
    let office = Office::demo();
    let programmes: Vec<Value> = serde_json::from_str(&office.ok(&["report", "budget", "--format", "json"])).unwrap();
    assert_eq!(programmes.len(), 2, "the pilot's two municipalities");
    let of = |value: &Value, name: &str| cents(value[name].as_str().unwrap());
    let added = |rows: &Value, name: &str| rows.as_array().unwrap().iter().map(|row| of(row, name)).sum::<i64>();
    for programme in &programmes {
        let children = programme["children"].as_array().unwrap();
        for name in programme["figures"].as_object().unwrap().keys() {
            let sum: i64 = children.iter().map(|child| of(&child["figures"], name)).sum();
            assert_eq!(of(&programme["figures"], name), sum, "{name}");
        }
        for whole in children.iter().chain([programme]) {
            for name in ["planned", "reserved", "delivered", "invoiced", "accepted", "paid"] {
                let figure = of(&whole["figures"], name);
                assert_eq!(added(&whole["groups"], name), figure, "{name} by group");
                assert_eq!(added(&whole["services"], name), figure, "{name} by service");
            }
        }
    }
    // The same in the other formats: a row a child, and the programmes' names.
    let csv = office.ok(&["report", "budget", "--format", "csv"]);
    let children: usize = programmes.iter().map(|programme| programme["children"].as_array().unwrap().len()).sum();
    assert_eq!(csv.matches("\r\n").count(), children + 1);
    let text = office.ok(&["report", "budget", "--programme", "1"]);
    assert!(text.contains("Talsu novads") && !text.contains("Tukuma novads"), "{text}");
    assert_eq!(office.run(&["report", "budget", "--programme", "99"]).code, 2);
}

#[test]
fn by_whatever_the_report_adds_up_it_comes_to_the_same() {
    let office = Office::demo();
    let report = |by: &str, more: &[&str]| -> Vec<Value> {
        serde_json::from_str(&office.ok(&[&["report", "budget", "--format", "json", "--by", by], more].concat()))
            .unwrap()
    };
    let figure = |of: &Value, name: &str| cents(of["figures"][name].as_str().unwrap_or_else(|| panic!("{name}: {of}")));
    let whole = report("programme", &[]);
    assert_eq!(whole.len(), 2);
    for by in ["child", "family", "service", "provider", "group", "worker", "programme"] {
        for (programme, expect) in report(by, &[]).iter().zip(&whole) {
            let rows = programme["rows"].as_array().unwrap();
            for name in ["planned", "reserved", "delivered", "copayment", "invoiced", "accepted", "paid", "forecast"] {
                let added: i64 = rows.iter().map(|row| figure(row, name)).sum();
                assert_eq!(added, figure(expect, name), "{name} by {by}");
            }
            let whole_children = ["child", "family", "worker", "programme"].contains(&by);
            assert!(rows.iter().all(|row| row["figures"]["ceiling"].is_string() == whole_children), "{by}");
        }
        // Two halves of the time make up the whole of it; months have no ceiling.
        let halves = [report(by, &["--to", "2019-02-28"]), report(by, &["--from", "2019-03-01"])];
        for (n, expect) in whole.iter().enumerate() {
            for name in ["planned", "reserved", "delivered", "invoiced", "accepted", "paid", "forecast"] {
                let added: i64 = halves.iter().map(|half| figure(&half[n], name)).sum();
                assert_eq!(added, figure(expect, name), "{name} by {by} in halves");
                assert!(halves.iter().all(|half| half[n]["figures"]["ceiling"].is_null()));
            }
        }
        let csv = office.ok(&["report", "budget", "--by", by, "--format", "csv", "--programme", "1"]);
        let rows = report(by, &["--programme", "1"])[0]["rows"].as_array().unwrap().len();
        assert_eq!(csv.matches("\r\n").count(), rows + 1, "{by}");
    }
    let text = office.ok(&["report", "budget", "--by", "provider", "--programme", "1", "--from", "1.1.2019"]);
    for told in ["Dienās 01.01.2019.–…", "SIA “Klusā osta”", "Vienībās", "brauciens"] {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert_eq!(office.run(&["report", "budget", "--by", "month"]).code, 2);
}

#[test]
fn the_ledger_takes_what_it_can_narrow_by_and_refuses_the_rest() {
    let office = Office::with_plan();
    assert_eq!(office.run(&["export", "ledger", "--from", "01.01.2019"]).code, 2);
    assert_eq!(office.run(&["export", "sessions", "--as-of", "1"]).code, 2);
    let revision = office.revision().to_string();
    let then = ledger(&office, &[]);
    office.ok(&["import", "sessions", &office.fixture("sessions")]);
    assert_ne!(ledger(&office, &[]), then);
    assert_eq!(ledger(&office, &["--as-of", &revision]), then);
    // What leaves the store is read by somebody.
    assert_eq!(read(&ledger(&office, &[])), reported(&office, &[]));
}

/// What hledger makes of it; none where it is not installed.
fn hledger(arguments: &[&str], ledger: &str) -> Option<String> {
    let mut child = Command::new(outside::needed("hledger")?)
        .args(["-f", "-"])
        .args(arguments)
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(ledger.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "hledger {arguments:?}");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn hledger_adds_the_ledger_up_to_the_same_cents() {
    let office = Office::demo();
    let ledger = ledger(&office, &[]);
    let Some(csv) = hledger(&["balance", "--flat", "--no-total", "--output-format", "csv"], &ledger) else {
        return;
    };
    let rows = csv.lines().skip(1).map(|row| row.trim_matches('"').split_once("\",\"").expect("two cells"));
    let balances: Balances =
        rows.map(|(account, amount)| (account.to_owned(), cents(amount.trim_end_matches(" EUR")))).collect();
    assert_eq!(balances, reported(&office, &[]));
    hledger(&["check", "--strict", "ordereddates"], &ledger);
}

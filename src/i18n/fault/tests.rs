//! What is wrong, as people read it.

use super::*;
use crate::domain::{Field, Money};
use chrono::NaiveDate;

#[test]
fn faults_say_where_and_what() {
    let check = |fault: Fault, latvian: &str, english: &str| {
        assert_eq!(fault.sentence(Lang::Latvian), latvian);
        assert_eq!(fault.sentence(Lang::English), english);
    };
    check(Fault::new(Field::Surname, Problem::Missing), "Uzvārds: nav aizpildīts", "Surname: is not filled in");
    let day = NaiveDate::from_ymd_opt(2026, 12, 5).expect("a day of the calendar");
    check(
        Fault::new(Field::Day, Problem::AfterProgramme(day)),
        "Datums: ir pēc programmas beigām 05.12.2026.",
        "Date: lies after the programme ends on 05.12.2026",
    );
    check(
        Fault::new(Field::Ceiling, Problem::OverCeiling(Money::from_cents(123_450))),
        "Griesti: plāns pārsniedz griestus par 1\u{a0}234,50\u{a0}€",
        "Ceiling: the plan exceeds the ceiling by €1,234.50",
    );
    check(
        Fault::new(Field::Text, Problem::TooLong(21)),
        "Teksts: par garu; ne vairāk kā 21\u{a0}rakstzīme",
        "Text: too long; at most 21\u{a0}characters",
    );
}

#[test]
fn sessions_to_be_cancelled_are_counted_in_latvian_forms() {
    let check =
        |count, expect: &str| assert_eq!(Problem::CancelsSessions(count).sentence(Lang::Latvian), expect, "{count}");
    check(1, "1\u{a0}ieplānota nodarbība tiks atcelta");
    check(2, "2\u{a0}ieplānotas nodarbības tiks atceltas");
    check(10, "10\u{a0}ieplānotas nodarbības tiks atceltas");
    assert!(Problem::CancelsSessions(1).is_warning());
}

#[test]
fn a_sentence_alone_begins_with_a_capital_and_ends() {
    let check = |problem: Problem, expect: &str| assert_eq!(problem.alone(Lang::Latvian), expect);
    let day = NaiveDate::from_ymd_opt(2026, 12, 5).expect("a day of the calendar");
    check(Problem::HealthLimit("alerģija".into()), "Ārsts to nav atļāvis: alerģija.");
    check(Problem::BeforeProgramme(day), "Ir pirms programmas sākuma 05.12.2026.");
}

#[test]
fn what_was_typed_cannot_drive_the_terminal() {
    let sentence = Problem::NotADate("\u{1b}[2J".to_owned()).sentence(Lang::Latvian);
    assert!(sentence.contains("␛[2J"), "{sentence}");
}

//! Sessions in one line, as people type them: `FIZ ot ce 10:00 45 x10 no 1.12 Kalniņa`.
//!
//! The parts come in any order, the words of both languages alike:
//!
//! * a service by its code or the beginning of its name; a specialist by the beginning of a name, in quotes if nobody
//!   has heard of them; a provider after `pie`, `at`, or by the beginning of its name;
//! * `ot ce`, `ot,ce`, `pr-pk`: weekdays; `2ot`, `-1pk`, `pēd pk`: the second, the last of the month; `mēn 15`: days
//!   of the month; `ik 2n`, `every 2w`, `ik 3m`: every so many weeks or months;
//! * `10`, `10:00`, `930`: when; `45`, `1h30`, `48h`: how long; `20:00-8:00`: both; `2v`, `2u`: units each;
//! * `x10`: how many; `līdz 30.6`, `until 30.6`: until when; `no 1.12`, `from 1.12`, `1.12.`, `rīt`: from when;
//! * `pārcelt`, `shift`: days off go to the next working day; `bez 24.11`, `except 24.11`: not on that day;
//!   `bez brīvlaika`, `except school`: not in the holidays of schools.

mod reader;

use chrono::{NaiveDate, NaiveTime, Weekday};
use rust_decimal::Decimal;

use super::{Lang, date, search::fold, time};
use crate::domain::{
    Id, PlanLine, Provider, Skip,
    recurrence::{End, Pattern, Rule},
};
pub use reader::read;
use reader::{begins, keyword, weekdays};

/// A plan line by its code, with the names of its service.
pub type KnownLine = (Id<PlanLine>, String, Vec<String>);

/// What can be meant by words.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Plan lines by their codes, each with the names of its service.
    pub lines: Vec<KnownLine>,
    /// Services by code and names, whether the plan has a line of them or not.
    pub services: Vec<[String; 3]>,
    /// Specialists, each once.
    pub specialists: Vec<String>,
    /// Providers.
    pub providers: Vec<(Id<Provider>, String)>,
    /// The day of typing.
    pub today: NaiveDate,
}

/// What was typed, as far as it could be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    /// Of which plan line.
    pub line: Option<Id<PlanLine>>,
    /// At which provider.
    pub provider: Option<Id<Provider>>,
    /// With whom.
    pub specialist: Option<String>,
    /// On which days of the week, in its order.
    pub weekdays: Vec<Weekday>,
    /// On which weekdays of the month.
    pub places: Vec<(i8, Weekday)>,
    /// On which days of the month.
    pub month_days: Vec<u32>,
    /// By months, not weeks.
    pub monthly: bool,
    /// Every so many weeks or months.
    pub every: Option<u32>,
    /// When.
    pub start: Option<NaiveTime>,
    /// How long, in minutes.
    pub minutes: Option<u32>,
    /// Units each.
    pub units: Option<Decimal>,
    /// How many sessions.
    pub times: Option<u32>,
    /// From which day on.
    pub from: Option<NaiveDate>,
    /// Until which day.
    pub until: Option<NaiveDate>,
    /// What becomes of days off.
    pub skip: Skip,
    /// Days taken out.
    pub without: Vec<NaiveDate>,
    /// Not in the holidays of schools.
    pub school_holidays: bool,
}

/// What the line of a series says of its rule.
impl From<&Rule> for Typed {
    fn from(rule: &Rule) -> Self {
        let mut typed = Self { every: Some(rule.every).filter(|every| *every > 1), ..Self::default() };
        match &rule.pattern {
            Pattern::Weekly(days) => typed.weekdays.clone_from(days),
            Pattern::MonthDays(days) => typed.month_days.clone_from(days),
            Pattern::MonthWeekdays(places) => typed.places.clone_from(places),
        }
        typed.monthly = !matches!(rule.pattern, Pattern::Weekly(_));
        match rule.end {
            End::Count(times) => typed.times = Some(times),
            End::Until(day) => typed.until = Some(day),
        }
        typed
    }
}

/// A rule in the words of the line: `ot ce x10`, `every 2w Tu until 30.06.2027`.
pub fn rule(rule: &Rule, lang: Lang) -> String {
    write(&rule.into(), &Vocabulary::default(), lang)
}

/// The line that says the same: `FIZ ot ce 10:00 45 x10 no 01.12.2026. Kalniņa`.
pub fn write(typed: &Typed, vocabulary: &Vocabulary, lang: Lang) -> String {
    let word = |latvian, english| lang.pick(latvian, english);
    let mut parts: Vec<String> = Vec::new();
    let line = vocabulary.lines.iter().find(|(id, ..)| Some(*id) == typed.line);
    parts.extend(line.map(|(_, code, _)| code.clone()));
    match (typed.monthly, typed.every) {
        (true, Some(every)) if every > 1 => parts.push(format!("{} {every}m", word("ik", "every"))),
        (false, Some(every)) if every > 1 => parts.push(format!("{} {every}{}", word("ik", "every"), word("n", "w"))),
        _ => {}
    }
    if !typed.month_days.is_empty() {
        let days: Vec<String> = typed.month_days.iter().map(u32::to_string).collect();
        parts.push(format!("{} {}", word("mēn", "month"), days.join(",")));
    }
    parts.extend(typed.places.iter().map(|(nth, day)| format!("{nth}{}", date::weekday_short(*day, lang))));
    parts.extend(typed.weekdays.iter().map(|day| date::weekday_short(*day, lang).to_owned()));
    parts.extend(typed.start.map(time::show));
    parts.extend(typed.minutes.map(|minutes| match (typed.start, time::type_duration(minutes)) {
        // Alone `720` would be twenty past seven.
        (None, text) if text.bytes().all(|byte| byte.is_ascii_digit()) => format!("{text}min"),
        (_, text) => text,
    }));
    parts.extend(typed.units.map(|units| format!("{}{}", units.normalize(), word("v", "u"))));
    parts.extend(typed.times.map(|times| format!("x{times}")));
    let day = |keyword, day: NaiveDate| format!("{keyword} {}", date::show(day, lang));
    parts.extend(typed.from.map(|from| day(word("no", "from"), from)));
    parts.extend(typed.until.map(|until| day(word("līdz", "until"), until)));
    if typed.skip == Skip::NextWorkingDay {
        parts.push(word("pārcelt", "shift").to_owned());
    }
    if typed.school_holidays {
        parts.push(word("bez brīvlaika", "except school").to_owned());
    }
    if !typed.without.is_empty() {
        let days: Vec<String> = typed.without.iter().map(|day| date::show(*day, lang)).collect();
        parts.push(format!("{} {}", word("bez", "except"), days.join(" ")));
    }
    if let Some(name) = &typed.specialist {
        let plain = read(name, vocabulary).0 == Typed { specialist: Some(name.clone()), ..Typed::default() };
        parts.push(if plain { name.clone() } else { format!("\"{name}\"") });
    }
    let provider = vocabulary.providers.iter().find(|(id, _)| Some(*id) == typed.provider);
    parts.extend(provider.map(|(_, name)| format!("{} \"{name}\"", word("pie", "at"))));
    parts.join(" ")
}

/// What the word at the end of the line may become: what to put in its place, and what it stands for.
pub fn completions(text: &str, vocabulary: &Vocabulary) -> Vec<(String, String)> {
    let begun = text.rsplit(char::is_whitespace).next().map(fold).unwrap_or_default();
    if begun.is_empty() || keyword(&begun).is_some() || weekdays(&begun).is_some() {
        return Vec::new();
    }
    let lines = vocabulary.lines.iter().filter(|(_, code, names)| {
        let code = fold(code);
        code != begun && (code.starts_with(&begun) || names.iter().any(|name| begins(&fold(name), &begun)))
    });
    let lines = lines.map(|(_, code, names)| (code.clone(), names.first().cloned().unwrap_or_default()));
    let fits = |name: &str| fold(name) != begun && begins(&fold(name), &begun);
    let specialists = vocabulary.specialists.iter().filter(|name| fits(name));
    let specialists = specialists.map(|name| (format!("\"{name}\""), name.clone()));
    let providers = vocabulary.providers.iter().filter(|(_, name)| fits(name));
    let providers = providers.map(|(_, name)| (format!("pie \"{name}\""), name.clone()));
    lines.chain(specialists).chain(providers).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Problem, catalogue};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn vocabulary() -> Vocabulary {
        let line = |n, code: &str, latvian: &str, english: &str| {
            (Id::new(n), code.to_owned(), vec![latvian.to_owned(), english.to_owned()])
        };
        Vocabulary {
            lines: vec![
                line(1, "FIZ", "fizioterapeits", "physiotherapist"),
                line(2, "LOG", "logopēds", "speech therapist"),
                line(3, "PSI", "psihologa konsultācija", "psychologist"),
                line(4, "PSI2", "psihologa konsultācija", "psychologist"),
            ],
            services: vec![["GAS".into(), "ģimenes asistents".into(), "family assistant".into()]],
            specialists: vec!["Ilze Kalniņa".into(), "Anna Kalniņa".into(), "Jānis Otto".into()],
            providers: vec![(Id::new(7), "Talsu poliklīnika".into()), (Id::new(8), "SIA Solis".into())],
            today: day(2026, 11, 22),
        }
    }

    fn at(hour: u32, minute: u32) -> Option<NaiveTime> {
        NaiveTime::from_hms_opt(hour, minute, 0)
    }

    #[track_caller]
    fn check(text: &str, expect: Typed) {
        assert_eq!(read(text, &vocabulary()), (expect, vec![]), "{text}");
    }

    /// What the sketch of the line has.
    fn sketch() -> Typed {
        Typed {
            line: Some(Id::new(1)),
            specialist: Some("Ilze Kalniņa".into()),
            weekdays: vec![Weekday::Tue, Weekday::Thu],
            start: at(10, 0),
            minutes: Some(45),
            times: Some(10),
            from: Some(day(2026, 12, 1)),
            ..Typed::default()
        }
    }

    #[test]
    fn the_parts_are_read_in_any_order_and_either_language() {
        for text in [
            "FIZ ot ce 10:00 45 x10 no 1.12 Ilze Kalniņa",
            "kalnina ilze no 1.12. x10 45 10:00 ce ot fizio",
            "physio Tu Th 1000 45min 10x from 1.12.2026. Ilze Kal",
            "fiz ot,ce 10 45 × 10 no 01.12.2026 \"Ilze Kalniņa\"",
            "45 10 FIZ ceturtdiena otrdiena x10 no 0112 il",
            "fiz ot ce 10:00-10:45 x10 no 1.12 ilze",
        ] {
            let mut expect = sketch();
            if text.starts_with("45 10") {
                (expect.start, expect.minutes) = (at(10, 0), Some(45));
            }
            check(text, expect);
        }
    }

    #[test]
    fn each_part_is_read_alone() {
        let none = Typed::default;
        check("", none());
        check("līdz 30.6", Typed { until: Some(day(2027, 6, 30)), ..none() });
        check("ik 2n ot", Typed { every: Some(2), weekdays: vec![Weekday::Tue], ..none() });
        check("every 2 weeks", Typed { every: Some(2), ..none() });
        check("ik nedēļu", Typed { every: Some(1), ..none() });
        check("ik 3m", Typed { every: Some(3), monthly: true, ..none() });
        check("2ot -1pk", Typed { places: vec![(2, Weekday::Tue), (-1, Weekday::Fri)], ..none() });
        check("2.ot pēd pi", Typed { places: vec![(2, Weekday::Tue), (-1, Weekday::Fri)], ..none() });
        check("mēn 1,15", Typed { monthly: true, month_days: vec![1, 15], ..none() });
        check("month 15. 9", Typed { monthly: true, month_days: vec![15], start: at(9, 0), ..none() });
        let week = vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
        check("pr-pk", Typed { weekdays: week, ..none() });
        check("20:00-08:00", Typed { start: at(20, 0), minutes: Some(720), ..none() });
        check("8-8", Typed { start: at(8, 0), minutes: Some(1440), ..none() });
        check("10:00 1:30", Typed { start: at(10, 0), minutes: Some(90), ..none() });
        check("1:30 10:00", Typed { start: at(10, 0), minutes: Some(90), ..none() });
        check("9:00 10:00", Typed { start: at(9, 0), minutes: Some(60), ..none() });
        check("9:00-10:00", Typed { start: at(9, 0), minutes: Some(60), ..none() });
        check("14.2 10:00", Typed { from: Some(day(2027, 2, 14)), start: at(10, 0), ..none() });
        check("45min. 10:00", Typed { start: at(10, 0), minutes: Some(45), ..none() });
        check("otrdienās ceturtdienās", Typed { weekdays: vec![Weekday::Tue, Weekday::Thu], ..none() });
        check("otrdien Tuesdays", Typed { weekdays: vec![Weekday::Tue], ..none() });
        check("1h30 930", Typed { start: at(9, 30), minutes: Some(90), ..none() });
        check("120 10", Typed { start: at(10, 0), minutes: Some(120), ..none() });
        check("12.12.", Typed { from: Some(day(2026, 12, 12)), ..none() });
        check("LOG rīt 9", Typed { line: Some(Id::new(2)), from: Some(day(2026, 11, 23)), start: at(9, 0), ..none() });
        check(
            "LOG nākamo otrdien 9",
            Typed { line: Some(Id::new(2)), from: Some(day(2026, 11, 24)), start: at(9, 0), ..none() },
        );
        check("next tue 9", Typed { from: Some(day(2026, 11, 24)), start: at(9, 0), ..none() });
        check("tomorrow 9", Typed { from: Some(day(2026, 11, 23)), start: at(9, 0), ..none() });
        check("31.12 10:00", Typed { from: Some(day(2026, 12, 31)), start: at(10, 0), ..none() });
        check("10:00 10.12", Typed { from: Some(day(2026, 12, 10)), start: at(10, 0), ..none() });
        check("10.12 9", Typed { from: Some(day(2026, 12, 10)), start: at(9, 0), ..none() });
        check("10.12 45", Typed { start: at(10, 12), minutes: Some(45), ..none() });
        check("9.30 20", Typed { start: at(9, 30), minutes: Some(20), ..none() });
        check("ik 2 ned", Typed { every: Some(2), ..none() });
        check("48h", Typed { minutes: Some(2880), ..none() });
        check("bez brīvl", Typed { school_holidays: true, ..none() });
        check("2v 12km", Typed { units: Some(12.into()), ..none() });
        check(
            "pārcelt bez 24.11 26.11",
            Typed { skip: Skip::NextWorkingDay, without: vec![day(2026, 11, 24), day(2026, 11, 26)], ..none() },
        );
        let without = vec![day(2026, 11, 24)];
        check("bez 24.11 ot 10", Typed { without, weekdays: vec![Weekday::Tue], start: at(10, 0), ..none() });
        check("bez brīvlaika", Typed { school_holidays: true, ..none() });
        check("without school holidays 9", Typed { school_holidays: true, start: at(9, 0), ..none() });
        check("psi", Typed { line: Some(Id::new(3)), ..none() });
        check("psi2", Typed { line: Some(Id::new(4)), ..none() });
        check("talsu", Typed { provider: Some(Id::new(7)), ..none() });
        check("pie \"SIA Solis\"", Typed { provider: Some(Id::new(8)), ..none() });
        check("\"Zane Ozola\"", Typed { specialist: Some("Zane Ozola".into()), ..none() });
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let check = |text: &str, expect: Problem| assert_eq!(read(text, &vocabulary()).1, [expect], "{text}");
        let not_understood = |part: &str| Problem::NotUnderstood(part.to_owned());
        check("FIZ xot", not_understood("xot"));
        check("FIZ Bērziņa", not_understood("Bērziņa"));
        check("FIZ 10 45 30", not_understood("30"));
        check("FIZ 2xot", not_understood("2xot"));
        check("ik", not_understood("ik"));
        for text in ["FIZ 31.2. 10:00", "FIZ 31.4. 10", "FIZ 31.4.2027 10:00 45", "ot 31.2. 10:00"] {
            let date = text.split(' ').nth(1).unwrap();
            check(text, Problem::NotADate(date.into()));
        }
        check("FIZ 31.2 10:00", Problem::NotADate("31.2".into()));
        check("FIZ mēn 32 9", Problem::NotADate("mēn 32".into()));
        check("FIZ month 0 9", Problem::NotADate("month 0".into()));
        check("FIZ 20.12. 27.12. 9", Problem::SecondDate("27.12.".into()));
        check("FIZ rīt 9 -5", Problem::SecondDate("-5".into()));
        check("FIZ no 1.12. 10:00 8.12", Problem::SecondDate("8.12".into()));
        check("FIZ ot līdz 1.12. līdz 8.12.", Problem::SecondDate("8.12.".into()));
        let not_a_duration = |part: &str| Problem::NotADuration(part.to_owned());
        check("FIZ rīt 9 0", not_a_duration("0"));
        check("FIZ rīt 9 0h", not_a_duration("0h"));
        check("FIZ 10:00 0:00", not_a_duration("0:00"));
        // Until the next morning, or so many hours?
        check("FIZ 10:00 9:00", not_a_duration("9:00"));
        check("FIZ x3 x4", not_understood("x4"));
        check("gas 10", Problem::NoSuchLine("gas".into(), "FIZ, LOG, PSI, PSI2".into()));
        check("FIZ ik 0n", Problem::NotBetween("ik 0n".into(), 1, 52));
        check("FIZ x1001", Problem::NotBetween("x1001".into(), 1, 1000));
        check(&"Ozols ".repeat(340), Problem::NothingUnderstood("Ozols".into(), 340));
        check("FIZ no 31.2.2027", Problem::NotADate("no 31.2.2027".into()));
        check("FIZ līdz", Problem::NotADate("līdz".into()));
        check("FIZ kalniņa", Problem::NotAChoice("kalniņa".into()));
        check("psiho", Problem::NotAChoice("psiho".into()));
        check("x0", Problem::NotBetween("x0".into(), 1, 1000));
        check("pie Rīgas", Problem::NotAChoice("pie Rīgas".into()));
        check("25:00", Problem::NotATime("25:00".into()));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let vocabulary = vocabulary();
        for lang in Lang::ALL {
            let night = Typed {
                provider: Some(Id::new(7)),
                specialist: Some("Zane Ozola".into()),
                places: vec![(2, Weekday::Tue), (-1, Weekday::Fri)],
                monthly: true,
                every: Some(2),
                start: at(20, 0),
                minutes: Some(720),
                units: Some(Decimal::new(15, 1)),
                until: Some(day(2027, 6, 30)),
                skip: Skip::NextWorkingDay,
                without: vec![day(2026, 12, 8)],
                school_holidays: true,
                ..Typed::default()
            };
            for typed in [sketch(), night, Typed { month_days: vec![1, 31], monthly: true, ..sketch() }] {
                let text = write(&typed, &vocabulary, *lang);
                assert_eq!(read(&text, &vocabulary), (typed, vec![]), "{text}");
            }
        }
        let expect = "FIZ ot ce 10:00 45 x10 no 01.12.2026. Ilze Kalniņa";
        assert_eq!(write(&sketch(), &vocabulary, Lang::Latvian), expect);
    }

    #[test]
    fn a_rule_is_told_in_the_words_of_the_line() {
        let check = |text: &str, lang, expect: &str| assert_eq!(rule(&text.parse().unwrap(), lang), expect, "{text}");
        check("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3", Lang::Latvian, "pr ce x3");
        check("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270630", Lang::English, "every 2w Tu until 30.06.2027");
        check("FREQ=MONTHLY;BYDAY=2TU;COUNT=4", Lang::Latvian, "2ot x4");
        check("FREQ=MONTHLY;BYMONTHDAY=1,15;COUNT=4", Lang::English, "month 1,15 x4");
    }

    #[test]
    fn the_code_of_every_service_is_read_as_that_service() {
        let lines = catalogue::rows().into_iter().zip(1..);
        let lines = lines.map(|(row, n)| (Id::new(n), row.code, vec![row.latvian_name, row.english_name]));
        let vocabulary = Vocabulary { lines: lines.collect(), ..vocabulary() };
        for (line, code, _) in &vocabulary.lines {
            for lang in Lang::ALL {
                for weekdays in [vec![], vec![Weekday::Mon], vec![Weekday::Tue, Weekday::Thu]] {
                    let typed = Typed { line: Some(*line), weekdays, minutes: Some(2880), ..sketch() };
                    let text = write(&typed, &vocabulary, *lang);
                    assert_eq!(read(&text, &vocabulary), (typed, vec![]), "{text}");
                }
            }
            let typed = Typed { line: Some(*line), start: at(10, 0), times: Some(2), ..Typed::default() };
            assert_eq!(read(&format!("x2 10:00 {}", code.to_lowercase()), &vocabulary), (typed, vec![]), "{code}");
        }
        // Beside another line it is the weekday, wherever it stands.
        let montessori = vocabulary.lines.iter().find(|(_, code, _)| code == "MON").map(|(id, ..)| *id);
        let logopaed = vocabulary.lines.iter().find(|(_, code, _)| code == "LOG").map(|(id, ..)| *id);
        for (text, line) in [("LOG mon 10", logopaed), ("mon 10 LOG", logopaed), ("mon mon 10", montessori)] {
            let typed = Typed { line, weekdays: vec![Weekday::Mon], start: at(10, 0), ..Typed::default() };
            assert_eq!(read(text, &vocabulary), (typed, vec![]), "{text}");
        }
    }

    #[test]
    fn a_word_at_the_end_is_completed() {
        let check = |text: &str, expect: &[&str]| {
            let found = completions(text, &vocabulary());
            assert_eq!(found.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>(), expect, "{text}");
        };
        check("fi", &["FIZ"]);
        check("FIZ", &[]);
        check("FIZ ot kal", &["\"Ilze Kalniņa\"", "\"Anna Kalniņa\""]);
        check("FIZ so", &["pie \"SIA Solis\""]);
        check("FIZ ot", &[]);
        check("FIZ ", &[]);
        check("", &[]);
    }
}

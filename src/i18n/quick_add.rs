//! Sessions in one line, as people type them: `FIZ ot ce 10:00 45 x10 no 1.12 Kalniņa`.
//!
//! The parts come in any order, the words of both languages alike:
//!
//! * a service by its code or the beginning of its name; a specialist by the beginning of a name, in quotes if nobody
//!   has heard of them; a provider after `pie`, `at`, or by the beginning of its name;
//! * `ot ce`, `ot,ce`, `pr-pk`: weekdays; `2ot`, `-1pk`, `pēd pk`: the second, the last of the month; `mēn 15`: days
//!   of the month; `ik 2n`, `every 2w`, `ik 3m`: every so many weeks or months;
//! * `10`, `10:00`, `930`: when; `45`, `1h30`: how long; `20:00-8:00`: both; `2v`, `2u`: units each;
//! * `x10`: how many; `līdz 30.6`, `until 30.6`: until when; `no 1.12`, `from 1.12`: from when;
//! * `pārcelt`, `shift`: days off go to the next working day; `bez 24.11`, `except 24.11`: not on that day.

use chrono::{NaiveDate, NaiveTime, TimeDelta, Timelike, Weekday};
use rust_decimal::Decimal;

use super::{
    Lang, date, number,
    search::{fold, words},
    time,
};
use crate::domain::{Id, PlanLine, Problem, Provider, Skip, recurrence};

/// What can be meant by words.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Plan lines by their codes, each with the names of its service.
    pub lines: Vec<(Id<PlanLine>, String, Vec<String>)>,
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
}

/// Words that say what the next part is.
#[derive(Clone, Copy, PartialEq)]
enum Keyword {
    From,
    Until,
    Every,
    Without,
    Shift,
    Last,
    Month,
    At,
}

fn keyword(folded: &str) -> Option<Keyword> {
    Some(match folded {
        "no" | "from" => Keyword::From,
        "lidz" | "until" => Keyword::Until,
        "ik" | "every" => Keyword::Every,
        "bez" | "except" | "without" => Keyword::Without,
        "parcelt" | "shift" => Keyword::Shift,
        "ped" | "pedeja" | "pedejo" | "last" => Keyword::Last,
        "men" | "menesi" | "month" | "monthly" => Keyword::Month,
        "pie" | "at" => Keyword::At,
        _ => return None,
    })
}

/// A weekday by its two letters or more; Friday also as it is heard.
fn weekday(text: &str) -> Option<Weekday> {
    if fold(text) == "pi" { Some(Weekday::Fri) } else { date::parse_weekday(text) }
}

/// Reads a line; the problems name the parts that could not be read.
pub fn read(text: &str, vocabulary: &Vocabulary) -> (Typed, Vec<Problem>) {
    let mut reader = Reader {
        vocabulary,
        typed: Typed::default(),
        problems: Vec::new(),
        numbers: Vec::new(),
        clocks: Vec::new(),
        names: Names::default(),
    };
    let parts = split(text);
    let mut rest = parts.as_slice();
    while let Some((part, after)) = rest.split_first() {
        rest = after;
        let taken = reader.part(part, rest);
        rest = rest.get(taken..).unwrap_or_default();
    }
    reader.finish()
}

/// A part of the line, and whether it stood in quotes.
#[derive(Clone, Debug, PartialEq)]
struct Part {
    text: String,
    quoted: bool,
}

/// The parts between blanks; what stands in quotes is one.
fn split(text: &str) -> Vec<Part> {
    const QUOTES: [char; 5] = ['"', '„', '”', '“', '\u{201f}'];
    let mut parts = Vec::new();
    for (n, piece) in text.split(QUOTES).enumerate() {
        if n % 2 == 1 {
            let text = piece.trim().to_owned();
            parts.extend((!text.is_empty()).then_some(Part { text, quoted: true }));
        } else {
            parts.extend(piece.split_whitespace().map(|text| Part { text: text.to_owned(), quoted: false }));
        }
    }
    parts
}

/// Which names the words so far leave.
#[derive(Default)]
struct Names<'a> {
    lines: Option<Vec<&'a (Id<PlanLine>, String, Vec<String>)>>,
    specialists: Option<Vec<&'a String>>,
    providers: Option<Vec<&'a (Id<Provider>, String)>>,
    /// The words that each was told by, for the complaint.
    told: [Vec<String>; 3],
}

struct Reader<'a> {
    vocabulary: &'a Vocabulary,
    typed: Typed,
    problems: Vec<Problem>,
    /// Plain numbers, which are times or minutes by what else is there.
    numbers: Vec<String>,
    /// Parts like `10:00`, which are times of day or durations.
    clocks: Vec<String>,
    names: Names<'a>,
}

impl<'a> Reader<'a> {
    /// Takes a part; how many of those after it were taken with it.
    fn part(&mut self, part: &Part, after: &[Part]) -> usize {
        let text = part.text.as_str();
        if part.quoted {
            self.typed.specialist = Some(text.to_owned());
            return 0;
        }
        let folded = fold(text);
        if let Some(keyword) = keyword(&folded) {
            return self.keyword(keyword, text, after);
        }
        let next = after.first().map_or("", |part| part.text.as_str());
        if matches!(folded.as_str(), "x" | "×") && next.bytes().all(|byte| byte.is_ascii_digit()) && !next.is_empty() {
            self.times(next, next);
            return 1;
        }
        let times = folded.strip_prefix(['x', '×']).or_else(|| folded.strip_suffix(['x', '×']));
        if let Some(times) = times.filter(|times| times.starts_with(|c: char| c.is_ascii_digit())) {
            self.times(times, text);
            return 0;
        }
        if folded.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
            self.digits(text, &folded);
        } else if let Some(days) = weekdays(text) {
            self.typed.weekdays.extend(days);
        } else {
            self.name(text, &folded);
        }
        0
    }

    fn keyword(&mut self, keyword: Keyword, text: &str, after: &[Part]) -> usize {
        let next = after.first().map_or("", |part| part.text.as_str());
        match keyword {
            Keyword::Shift => self.typed.skip = Skip::NextWorkingDay,
            Keyword::From | Keyword::Until => {
                match date::parse_date_ahead(next, self.vocabulary.today) {
                    Ok(day) if keyword == Keyword::From => self.typed.from = Some(day),
                    Ok(day) => self.typed.until = Some(day),
                    Err(_) => self.problems.push(Problem::NotADate(format!("{text} {next}").trim().to_owned())),
                }
                return 1;
            }
            Keyword::Without => {
                let days =
                    after.iter().map_while(|part| date::parse_date_ahead(&part.text, self.vocabulary.today).ok());
                let days: Vec<NaiveDate> = days.collect();
                if days.is_empty() {
                    self.problems.push(Problem::NotADate(format!("{text} {next}").trim().to_owned()));
                    return 1;
                }
                let taken = days.len();
                self.typed.without.extend(days);
                return taken;
            }
            Keyword::Every => return self.every(text, after),
            Keyword::Last => match weekday(next) {
                Some(day) => {
                    self.typed.places.push((-1, day));
                    return 1;
                }
                None => self.unread(text),
            },
            Keyword::Month => {
                self.typed.monthly = true;
                let number = |part: &Part| -> Option<Vec<u32>> {
                    let days = part.text.split(',').filter(|day| !day.is_empty());
                    days.map(|day| day.trim_end_matches('.').parse().ok().filter(|day| (1..=31).contains(day)))
                        .collect()
                };
                let days: Vec<Vec<u32>> = after.iter().take(1).map_while(number).collect();
                let taken = days.len();
                self.typed.month_days.extend(days.into_iter().flatten());
                return taken;
            }
            Keyword::At => {
                let wanted = fold(next);
                let mut fitting = self.vocabulary.providers.iter().filter(|(_, name)| begins(&fold(name), &wanted));
                match (fitting.next(), fitting.next()) {
                    (Some((id, _)), None) if !next.is_empty() => self.typed.provider = Some(*id),
                    _ => self.problems.push(Problem::NotAChoice(format!("{text} {next}").trim().to_owned())),
                }
                return 1;
            }
        }
        0
    }

    /// `ik 2n`, `ik 2 nedēļas`, `every week`, `ik 3m`, `ik mēn`.
    fn every(&mut self, text: &str, after: &[Part]) -> usize {
        let next = after.first().map(|part| fold(&part.text)).unwrap_or_default();
        let number = next.find(|c: char| !c.is_ascii_digit()).unwrap_or(next.len());
        let (number, unit) = next.split_at(number);
        let second = after.get(1).map(|part| fold(&part.text)).unwrap_or_default();
        let is_word = |unit: &str| (unit.starts_with("nedel") || unit.starts_with("week")).then_some(false);
        let is_month = |unit: &str| (unit.starts_with("men") || unit.starts_with("month")).then_some(true);
        let of = |unit: &str| match unit {
            "n" | "w" => Some(false),
            "m" => Some(true),
            unit => is_word(unit).or_else(|| is_month(unit)),
        };
        let every =
            if number.is_empty() { Some(1) } else { number.parse().ok().filter(|every| (1..=52).contains(every)) };
        let (monthly, taken) = match (of(unit), unit.is_empty(), of(&second)) {
            (Some(monthly), ..) => (monthly, 1),
            (None, true, Some(monthly)) if !number.is_empty() => (monthly, 2),
            (None, true, None) if !number.is_empty() => (false, 1),
            _ => {
                self.unread(text);
                return 0;
            }
        };
        match every {
            Some(every) => self.typed.every = Some(every),
            None => self.problems.push(Problem::NotANumber(format!("{text} {next}"))),
        }
        self.typed.monthly |= monthly;
        taken
    }

    fn times(&mut self, digits: &str, text: &str) {
        match digits.parse() {
            Ok(times) if times > 0 => self.typed.times = Some(times),
            _ => self.problems.push(Problem::NotANumber(text.to_owned())),
        }
    }

    /// A part that begins with a digit.
    fn digits(&mut self, text: &str, folded: &str) {
        if folded.bytes().all(|byte| byte.is_ascii_digit()) {
            self.numbers.push(text.to_owned());
            return;
        }
        if let Some((from, to)) = text.split_once(['-', '–']).filter(|(from, _)| !from.is_empty())
            && let (Ok(from), Ok(to)) = (time::parse_time(from), time::parse_time(to))
        {
            self.typed.start = Some(from);
            // What ends no later than it begins ends on the next day.
            let long = (to - from).num_minutes();
            let long = if long <= 0 { long + TimeDelta::days(1).num_minutes() } else { long };
            self.typed.minutes = u32::try_from(long).ok();
            return;
        }
        let edge = folded.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(folded.len());
        let (nth, rest) = folded.split_at(edge);
        if let Ok(nth @ (-5..=-1 | 1..=5)) = nth.parse::<i8>()
            && let Some(day) = weekday(rest.trim_start_matches('.')).filter(|_| rest.len() > 1)
        {
            self.typed.places.push((nth, day));
            return;
        }
        let counted = ["v", "u", "km"].iter().find_map(|unit| folded.strip_suffix(unit));
        // `12.12.` and `1.12.2026` are days, `9.30` is a time of day.
        let dated = text.ends_with('.') || text.matches(['.', '-']).count() > 1;
        if let Some(Ok(units)) = counted.map(number::parse_decimal) {
            self.typed.units = Some(units);
        } else if dated && let Ok(day) = date::parse_date_ahead(text, self.vocabulary.today) {
            self.typed.from = Some(day);
        } else if rest.starts_with(':') {
            self.clocks.push(text.to_owned());
        } else if let Ok(at) = time::parse_time(text) {
            self.typed.start = Some(at);
        } else if let Ok(minutes) = time::parse_duration(text) {
            self.typed.minutes = Some(minutes);
        } else {
            self.unread(text);
        }
    }

    /// A word that is a name, or the beginning of one: of a service, a specialist, a provider.
    fn name(&mut self, text: &str, folded: &str) {
        fn narrow<'a, T>(known: &'a [T], left: &mut Option<Vec<&'a T>>, fits: impl Fn(&T) -> bool) -> bool {
            let before: Vec<&T> = left.take().unwrap_or_else(|| known.iter().collect());
            let narrowed: Vec<&T> = before.iter().copied().filter(|item| fits(item)).collect();
            let any = !narrowed.is_empty();
            let untouched = before.len() == known.len() && !any;
            *left = if untouched { None } else { Some(if any { narrowed } else { before }) };
            any
        }
        let vocabulary: &'a Vocabulary = self.vocabulary;
        let long_enough = folded.chars().count() >= 2;
        let exact = |line: &(Id<PlanLine>, String, Vec<String>)| fold(&line.1) == folded;
        let begun = |line: &(Id<PlanLine>, String, Vec<String>)| {
            fold(&line.1).starts_with(folded) || line.2.iter().any(|name| begins(&fold(name), folded))
        };
        let names = &mut self.names;
        let place = if vocabulary.lines.iter().any(exact) && narrow(&vocabulary.lines, &mut names.lines, exact)
            || long_enough && narrow(&vocabulary.lines, &mut names.lines, begun)
        {
            0
        } else if long_enough
            && narrow(&vocabulary.specialists, &mut names.specialists, |name| begins(&fold(name), folded))
        {
            1
        } else if long_enough
            && narrow(&vocabulary.providers, &mut names.providers, |(_, name)| begins(&fold(name), folded))
        {
            2
        } else {
            return self.unread(text);
        };
        names.told[place].push(text.to_owned());
    }

    fn unread(&mut self, text: &str) {
        self.problems.push(Problem::NotUnderstood(text.to_owned()));
    }

    /// Settles what depends on everything else.
    fn finish(mut self) -> (Typed, Vec<Problem>) {
        // Of two parts like `10:00 1:30` the later one is the time of day.
        let mut clocks: Vec<NaiveTime> = Vec::new();
        for text in std::mem::take(&mut self.clocks) {
            match time::parse_time(&text) {
                Ok(clock) => clocks.push(clock),
                Err(problem) => self.problems.push(problem),
            }
        }
        clocks.sort_unstable();
        for clock in clocks.into_iter().rev() {
            if self.typed.start.is_none() {
                self.typed.start = Some(clock);
            } else if self.typed.minutes.is_none() {
                self.typed.minutes = Some(clock.num_seconds_from_midnight() / 60);
            } else {
                self.unread(&time::show(clock));
            }
        }
        for text in std::mem::take(&mut self.numbers) {
            // From six to ten in the evening people work; `120` is two hours, not twenty past one.
            let hour = time::parse_time(&text).ok().filter(|at| text.len() <= 2 || (6..22).contains(&at.hour()));
            match (hour, self.typed.start, time::parse_duration(&text).ok(), self.typed.minutes) {
                (Some(at), None, ..) => self.typed.start = Some(at),
                (.., Some(minutes), None) => self.typed.minutes = Some(minutes),
                _ => self.unread(&text),
            }
        }
        let [lines, specialists, providers] = std::mem::take(&mut self.names.told);
        let ambiguous = |told: Vec<String>| Problem::NotAChoice(told.join(" "));
        match self.names.lines.take().as_deref() {
            Some([only]) => self.typed.line = Some(only.0),
            Some(_) => self.problems.push(ambiguous(lines)),
            None => {}
        }
        match self.names.specialists.take().as_deref() {
            Some([only]) => self.typed.specialist = Some((*only).clone()),
            Some(_) => self.problems.push(ambiguous(specialists)),
            None => {}
        }
        match self.names.providers.take().as_deref() {
            Some([only]) => self.typed.provider = Some(only.0),
            Some(_) => self.problems.push(ambiguous(providers)),
            None => {}
        }
        recurrence::sort(&mut self.typed.weekdays);
        self.typed.without.sort_unstable();
        self.typed.without.dedup();
        (self.typed, self.problems)
    }
}

/// Whether the name, or a word of it, begins so.
fn begins(folded_name: &str, folded: &str) -> bool {
    folded_name.starts_with(folded) || words(folded_name).any(|word| word.starts_with(folded))
}

/// `ot`, `ot,ce`, `pr-pk`.
fn weekdays(text: &str) -> Option<Vec<Weekday>> {
    if let Some((first, last)) = text.split_once('-') {
        let (first, last) = (weekday(first)?, weekday(last)?);
        let mut days = vec![first];
        while days[days.len() - 1] != last {
            days.push(days[days.len() - 1].succ());
        }
        return Some(days);
    }
    text.split(',')
        .filter(|day| !day.is_empty())
        .map(weekday)
        .collect::<Option<Vec<_>>>()
        .filter(|days| !days.is_empty())
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
    parts.extend(typed.minutes.map(|minutes| minutes.to_string()));
    parts.extend(typed.units.map(|units| format!("{}{}", units.normalize(), word("v", "u"))));
    parts.extend(typed.times.map(|times| format!("x{times}")));
    let day = |keyword, day: NaiveDate| format!("{keyword} {}", date::show(day, lang));
    parts.extend(typed.from.map(|from| day(word("no", "from"), from)));
    parts.extend(typed.until.map(|until| day(word("līdz", "until"), until)));
    if typed.skip == Skip::NextWorkingDay {
        parts.push(word("pārcelt", "shift").to_owned());
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
        check("1h30 930", Typed { start: at(9, 30), minutes: Some(90), ..none() });
        check("120 10", Typed { start: at(10, 0), minutes: Some(120), ..none() });
        check("12.12.", Typed { from: Some(day(2026, 12, 12)), ..none() });
        check("2v 12km", Typed { units: Some(12.into()), ..none() });
        check(
            "pārcelt bez 24.11 26.11",
            Typed { skip: Skip::NextWorkingDay, without: vec![day(2026, 11, 24), day(2026, 11, 26)], ..none() },
        );
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
        check("FIZ no 31.2.2027", Problem::NotADate("no 31.2.2027".into()));
        check("FIZ līdz", Problem::NotADate("līdz".into()));
        check("FIZ kalniņa", Problem::NotAChoice("kalniņa".into()));
        check("psiho", Problem::NotAChoice("psiho".into()));
        check("x0", Problem::NotANumber("x0".into()));
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

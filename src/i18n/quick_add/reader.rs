//! Reading the line part by part.

mod when;

use chrono::{NaiveDate, NaiveTime, Weekday};

use super::{
    super::{
        date,
        search::{fold, words},
    },
    KnownLine, Typed, Vocabulary,
};
use crate::domain::{
    Id, Problem, Provider, Skip,
    recurrence::{self, MOST_DAYS, WIDEST},
};

/// If more parts than these mean nothing, this is no line but something that was pasted.
const MOST_UNREAD: usize = 5;

/// Reads a line; the problems name the parts that could not be read.
pub fn read(text: &str, vocabulary: &Vocabulary) -> (Typed, Vec<Problem>) {
    let mut reader = Reader {
        vocabulary,
        typed: Typed::default(),
        problems: Vec::new(),
        numbers: Vec::new(),
        clocks: Vec::new(),
        dotted: Vec::new(),
        codes: Vec::new(),
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

/// Words that say what the next part is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Keyword {
    From,
    Until,
    Every,
    Without,
    Shift,
    Last,
    Month,
    At,
}

pub(super) fn keyword(folded: &str) -> Option<Keyword> {
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
    lines: Option<Vec<&'a KnownLine>>,
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
    /// Parts like `10.12`, which are days or, where nothing else says when, times of day.
    dotted: Vec<(String, NaiveTime, NaiveDate)>,
    /// Words that are the code of a plan line and a weekday: the first is the line, if nothing else says which.
    codes: Vec<String>,
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
        if self.vocabulary.lines.iter().any(|(_, code, _)| fold(code) == folded) {
            if weekdays(text).is_some() {
                self.codes.push(text.to_owned());
            } else {
                self.name(text, &folded);
            }
            return 0;
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
        } else if let Ok(day) = date::parse_date_ahead(text, self.vocabulary.today) {
            // `rīt`, `+7`.
            self.from(day, text);
        } else if let Ok(day) = date::parse_date_ahead(&format!("{text} {next}"), self.vocabulary.today) {
            // `nākamo otrdien`.
            self.from(day, next);
            return 1;
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
                    Ok(day) if keyword == Keyword::From => self.from(day, next),
                    Ok(day) => {
                        if self.typed.until.replace(day).is_some_and(|known| known != day) {
                            self.problems.push(Problem::SecondDate(next.to_owned()));
                        }
                    }
                    Err(_) => self.problems.push(Problem::NotADate(format!("{text} {next}").trim().to_owned())),
                }
                return 1;
            }
            Keyword::Without => {
                let word = fold(next);
                if word.starts_with("briv") || word.starts_with("school") {
                    self.typed.school_holidays = true;
                    let second = after.get(1).map(|part| fold(&part.text)).unwrap_or_default();
                    return 1 + usize::from(second.starts_with("holiday"));
                }
                // After the first, only what can be nothing but a date: a weekday or an hour stands for itself.
                let is_day =
                    |place, text: &str| place == 0 || text.contains(['.', '/']) || text.matches('-').count() == 2;
                let days = after.iter().enumerate().map_while(|(place, part)| {
                    let day = date::parse_date_ahead(&part.text, self.vocabulary.today).ok();
                    day.filter(|_| is_day(place, &part.text))
                });
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
                // What is longer, or no number, says when: `mēn 930`.
                let is_day = |day: &str| (1..=2).contains(&day.len()) && day.bytes().all(|byte| byte.is_ascii_digit());
                let days: Vec<&str> = next.split(',').map(|day| day.trim_end_matches('.')).collect();
                let days: Vec<&str> = days.into_iter().filter(|day| !day.is_empty()).collect();
                if days.is_empty() || !days.iter().all(|day| is_day(day)) {
                    return 0;
                }
                for day in days.into_iter().map(|day| day.parse().unwrap_or_default()) {
                    if (1..=31).contains(&day) {
                        self.typed.month_days.push(day);
                    } else {
                        self.problems.push(Problem::NotADate(format!("{text} {day}")));
                    }
                }
                return 1;
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
        let is_word = |unit: &str| (unit.starts_with("ned") || unit.starts_with("week")).then_some(false);
        let is_month = |unit: &str| (unit.starts_with("men") || unit.starts_with("month")).then_some(true);
        let of = |unit: &str| match unit {
            "n" | "w" => Some(false),
            "m" => Some(true),
            unit => is_word(unit).or_else(|| is_month(unit)),
        };
        let every =
            if number.is_empty() { Some(1) } else { number.parse().ok().filter(|every| (1..=WIDEST).contains(every)) };
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
            None => self.problems.push(Problem::NotBetween(format!("{text} {next}"), 1, WIDEST)),
        }
        self.typed.monthly |= monthly;
        taken
    }

    fn times(&mut self, digits: &str, text: &str) {
        let most = u32::try_from(MOST_DAYS).unwrap_or(u32::MAX);
        match digits.parse().ok().filter(|times| (1..=most).contains(times)) {
            Some(times) if self.typed.times.replace(times).is_none_or(|known| known == times) => {}
            Some(_) => self.unread(text),
            None => self.problems.push(Problem::NotBetween(text.to_owned(), 1, most)),
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
        let exact = |line: &KnownLine| fold(&line.1) == folded;
        let begun = |line: &KnownLine| {
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
        } else if vocabulary.services.iter().flatten().any(|name| long_enough && begins(&fold(name), folded)) {
            let lines: Vec<&str> = vocabulary.lines.iter().map(|(_, code, _)| code.as_str()).collect();
            return self.problems.push(Problem::NoSuchLine(text.to_owned(), lines.join(", ")));
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
        for text in std::mem::take(&mut self.codes) {
            if self.names.told[0].is_empty() {
                self.name(&text, &fold(&text));
            } else {
                self.typed.weekdays.extend(weekdays(&text).unwrap_or_default());
            }
        }
        self.settle_times();
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
        let is_unread = |problem: &Problem| matches!(problem, Problem::NotUnderstood(_));
        let unread = self.problems.iter().filter(|problem| is_unread(problem)).count();
        if unread > MOST_UNREAD
            && let Some(Problem::NotUnderstood(first)) = self.problems.iter().find(|problem| is_unread(problem))
        {
            self.problems = vec![Problem::NothingUnderstood(first.clone(), unread)];
        }
        (self.typed, self.problems)
    }
}

/// Whether the name, or a word of it, begins so.
pub(super) fn begins(folded_name: &str, folded: &str) -> bool {
    folded_name.starts_with(folded) || words(folded_name).any(|word| word.starts_with(folded))
}

/// `ot`, `ot,ce`, `pr-pk`.
pub(super) fn weekdays(text: &str) -> Option<Vec<Weekday>> {
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

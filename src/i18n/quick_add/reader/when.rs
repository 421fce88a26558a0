//! When and how long: days, times of day, durations, of which many look alike.

use chrono::{NaiveDate, NaiveTime, TimeDelta, Timelike};

use super::{
    super::super::{date, number, time},
    Reader, weekday,
};
use crate::domain::Problem;

/// No session is shorter than so many minutes.
const SHORTEST: u32 = 15;
/// Nobody begins before this hour: an earlier clock beside another is how long.
const EARLIEST: u32 = 6;

impl Reader<'_> {
    /// From which day on; there is but one.
    pub(super) fn from(&mut self, day: NaiveDate, text: &str) {
        if self.typed.from.replace(day).is_some_and(|known| known != day) {
            self.problems.push(Problem::SecondDate(text.to_owned()));
        }
    }

    /// How long; nothing lasts no time.
    fn lasts(&mut self, minutes: u32, text: &str) {
        match self.typed.minutes {
            _ if minutes == 0 => self.problems.push(Problem::NotADuration(text.to_owned())),
            None => self.typed.minutes = Some(minutes),
            Some(_) => self.unread(text),
        }
    }

    /// A part that begins with a digit.
    pub(super) fn digits(&mut self, text: &str, folded: &str) {
        if folded.bytes().all(|byte| byte.is_ascii_digit()) {
            self.numbers.push(text.to_owned());
            return;
        }
        if let Some((from, to)) = text.split_once(['-', '–']).filter(|(from, _)| !from.is_empty())
            && let (Ok(from), Ok(to)) = (time::parse_time(from), time::parse_time(to))
        {
            if self.typed.start.replace(from).is_some() {
                return self.unread(text);
            }
            // What ends no later than it begins ends on the next day.
            let long = (to - from).num_minutes();
            let long = if long <= 0 { long + TimeDelta::days(1).num_minutes() } else { long };
            return self.lasts(u32::try_from(long).unwrap_or_default(), text);
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
        let is_word = text.contains(char::is_alphabetic);
        let dated = !is_word && (text.ends_with('.') || text.matches(['.', '-']).count() > 1);
        if let Some(Ok(units)) = counted.map(number::parse_decimal) {
            self.typed.units = Some(units);
        } else if dated {
            match date::parse_date_ahead(text, self.vocabulary.today) {
                Ok(day) => self.from(day, text),
                Err(problem) => self.problems.push(problem),
            }
        } else if rest.starts_with(':') {
            self.clocks.push(text.to_owned());
        } else {
            let day = date::parse_date_ahead(text, self.vocabulary.today);
            // Numbers with points between them are no duration, even if no such day is found: `31.2`.
            let long = time::parse_duration(text).ok().filter(|_| is_word);
            match (time::parse_time(text), day) {
                (Ok(at), Ok(day)) => self.dotted.push((text.to_owned(), at, day)),
                (Ok(at), _) if self.typed.start.is_none() => self.typed.start = Some(at),
                (_, Ok(day)) => self.from(day, text),
                (_, Err(problem)) => match long {
                    Some(minutes) => self.lasts(minutes, text),
                    None if text.contains(['.', '/']) && !is_word => self.problems.push(problem),
                    None => self.unread(text),
                },
            }
        }
    }

    /// Parts like `10:00`: `10:00 1:30` is when and how long, in either order; `9:00 10:00` from when until when.
    fn clocks(&mut self) {
        let mut clocks: Vec<(NaiveTime, String)> = Vec::new();
        for text in std::mem::take(&mut self.clocks) {
            match time::parse_time(&text) {
                Ok(clock) => clocks.push((clock, text)),
                Err(problem) => self.problems.push(problem),
            }
        }
        let minutes = |clock: NaiveTime| clock.num_seconds_from_midnight() / 60;
        let is_duration = |clock: NaiveTime| clock.hour() < EARLIEST;
        match &mut clocks[..] {
            [(one, _), (other, _)] if is_duration(*one) && !is_duration(*other) => clocks.swap(0, 1),
            [(from, _), (to, text)] if !is_duration(*to) && *from < *to && self.typed.start.is_none() => {
                self.typed.start = Some(*from);
                return self.lasts(minutes(*to) - minutes(*from), text);
            }
            _ => {}
        }
        for (n, (clock, text)) in clocks.iter().enumerate() {
            if self.typed.start.is_none() {
                self.typed.start = Some(*clock);
            } else if n > 0 && !is_duration(*clock) {
                // Until then, or so long? `8h` and `20:00-8:00` say it.
                self.problems.push(Problem::NotADuration(text.clone()));
            } else {
                self.lasts(minutes(*clock), text);
            }
        }
    }

    /// Settles which numbers are times of day, which durations and which days.
    pub(super) fn settle_times(&mut self) {
        self.clocks();
        // Nothing is so short that these could be its minutes.
        let is_hour = |text: &String| text.len() <= 2 && text.parse().is_ok_and(|hour: u32| hour < SHORTEST);
        for (text, at, day) in std::mem::take(&mut self.dotted) {
            if self.typed.start.is_none() && !self.numbers.iter().any(is_hour) {
                self.typed.start = Some(at);
            } else {
                self.from(day, &text);
            }
        }
        for text in std::mem::take(&mut self.numbers) {
            // From six to ten in the evening people work; `120` is two hours, not twenty past one.
            let hour = time::parse_time(&text).ok().filter(|at| text.len() <= 2 || (6..22).contains(&at.hour()));
            match (hour, self.typed.start, time::parse_duration(&text).ok()) {
                (Some(at), None, _) => self.typed.start = Some(at),
                (.., Some(minutes)) => self.lasts(minutes, &text),
                _ => self.unread(&text),
            }
        }
    }
}

//! What a line like `FIZ ot ce 10:00 45 x10` comes to: the days, what is left out and why, what speaks against them,
//! and what they cost. Computed anew from the text whenever it is shown or saved.

mod sample;
mod stored;
mod words;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::{form::Form, forms};
use crate::{
    domain::{
        Charge, Fault, Field, Id, Money, PlanLine, Problem, Series, Session, Skip,
        almanac::Almanac,
        calendar::{DayOff, DaysOff},
        clash::{Clash, Found, Surroundings, by_kind},
        overview::FormContext,
        recurrence::{End, Endless, Pattern, RuleFault},
        series::{Outline, Planned, Wish, outline},
        succession::line_on,
    },
    i18n::{
        Lang,
        quick_add::{Typed, read, write},
    },
};
use sample::{line_of, sample, usual_minutes};
pub use stored::typed_of;
pub use words::{completed, told_line, vocabulary};

/// One day of what is typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The day by the rule.
    pub rule_day: NaiveDate,
    /// The day on which the session is held; none: it is left out.
    pub held_on: Option<NaiveDate>,
    /// Why not on its own day; none: it is, or was taken out by hand.
    pub why: Option<DayOff>,
    /// What the budget bears; none: no price is in force, or nothing is booked.
    pub amount: Option<Money>,
    /// What speaks against it.
    pub clashes: Vec<Clash>,
    /// What becomes of it.
    pub turn: Turn,
}

/// What becomes of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is booked, or left out, for the first time.
    New,
    /// Its session is changed.
    Changed,
    /// Its session is taken off the calendar.
    Removed,
    /// It is as it was.
    Same,
}

/// Why a series ends where nobody said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The plan line ends on that day.
    Line(NaiveDate),
    /// The plan line has no more units.
    Units,
}

/// What the line comes to.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// The plan line that is booked from, once it is known.
    pub line: Option<PlanLine>,
    /// The series as it will be stored.
    pub series: Series,
    /// Its days in order.
    pub entries: Vec<Entry>,
    /// Why the series ends where nobody said so.
    pub bound: Option<Bound>,
    /// What is wrong, in the order of reading; warnings do not stand in the way.
    pub faults: Vec<Fault>,
    /// What the budget bears more than before: new sessions, what changed ones differ by, less what is taken off.
    pub total: Money,
    /// Units of the line that will be left; none where its plan is not in force.
    pub left: Option<Decimal>,
    /// Sessions to be booked.
    pub added: Vec<Session>,
    /// Sessions to be changed: as they are, and as they will be.
    pub changed: Vec<(Session, Session)>,
    /// Sessions to be taken off the calendar.
    pub removed: Vec<Session>,
}

impl Preview {
    /// The days that something becomes of.
    pub fn affected(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.turn != Turn::Same)
    }
}

/// Columns of a day with its time, its price and a short word of what is wrong.
pub const DAY: usize = 39;
/// Rows above the days: the title, the service.
pub const HEAD: usize = 2;
/// Rows below the days: what is wrong, the sum, the completions, the line.
pub const FOOT: usize = 5;

/// How many of so many days are shown at once on a screen of that size; where not all are, a row tells which.
pub fn days_shown(count: usize, (width, height): (usize, usize)) -> usize {
    let room = height.saturating_sub(HEAD + FOOT).max(1) * (width / DAY).max(1);
    if count > room { (room - 1).max(1) } else { count }
}

/// Goes to other days of a line that makes more of them than fit.
pub fn turn_page(form: &mut Form, down: bool, size: (usize, usize), lang: Lang) {
    let typed = form.fields.iter().find(|field| field.field == Field::Rule);
    let text = typed.map_or("", |field| field.line.text());
    let count = preview(text, &form.context, form.request.day, lang).affected().count();
    let shown = days_shown(count, size);
    let first = if down { form.scroll + shown } else { form.scroll.saturating_sub(shown) };
    form.scroll = first.min(count - shown);
}

fn base(context: &FormContext) -> Option<&Series> {
    match &context.base {
        Some(crate::domain::AnyRecord::Series(series)) => Some(series),
        _ => None,
    }
}

/// The days off, with the holidays of schools if the series leaves them out.
fn with_school(off: DaysOff<'_>, leaves_out: bool) -> DaysOff<'_> {
    if leaves_out { DaysOff { school: Some(Almanac::in_force()), ..off } } else { off }
}

/// What the text comes to. `day`: on which the cursor stands, where the text does not say from when.
pub fn preview(text: &str, context: &FormContext, day: NaiveDate, lang: Lang) -> Preview {
    let vocabulary = vocabulary(context, lang);
    let (typed, unread) = read(text, &vocabulary);
    let mut preview = Preview::default();
    preview.faults.extend(unread.into_iter().map(|problem| Fault::new(Field::Rule, problem)));
    let is_elsewhere = preview.faults.iter().any(|fault| matches!(fault.problem, Problem::NoSuchLine(..)));
    let Some(line) = line_of(&typed, context).filter(|_| !is_elsewhere) else {
        if !is_elsewhere {
            preview.faults.push(Fault::new(Field::Line, Problem::Missing));
        }
        return preview;
    };
    let old = base(context);
    let from = typed.from.unwrap_or_else(|| day.max(line.from));
    let line = line_on(context, line, from);
    let new = sample(&typed, context, line);
    let sample = match old {
        Some(old) => {
            // What the line does not say otherwise than it did stays as the series has it.
            let (was, _) = read(&write(&typed_of(old, context), &vocabulary, lang), &vocabulary);
            let line_was = line_of(&was, context).unwrap_or(line);
            sample::following(old, &sample(&was, context, line_on(context, line_was, old.from)), &new)
        }
        None => new,
    };
    let kept: Vec<&Session> = context
        .sessions
        .iter()
        .filter(|own| old.is_some_and(|old| old.id == own.series && own.series.is_some()))
        .collect();
    // What has been marked, or should have been, is not touched.
    let is_movable = |own: &Session| own.is_open() && own.day >= context.today;
    let by_hand = old.map(|old| stored::by_hand(old, &kept, is_movable, context, typed.skip)).unwrap_or_default();
    let (movable, fixed): (Vec<&Session>, Vec<&Session>) = kept.into_iter().partition(|own| is_movable(own));
    let replaced: Vec<Id<Session>> = movable.iter().map(|own| own.id).collect();
    let around = Surroundings::new(context, line, &replaced);
    preview.line = Some(line.clone());
    let laid = match lay_out(&typed, from, line, &sample, &around, by_hand, &mut preview) {
        Ok(laid) => laid,
        Err(problem) => {
            preview.faults.push(Fault::new(Field::Rule, problem));
            return preview;
        }
    };
    preview.series = Series { school_holidays: typed.school_holidays, ..Series::of(&sample, &laid, typed.skip) };
    if let Some(old) = old {
        (preview.series.id, preview.series.uid) = (old.id, old.uid.clone());
    }
    let alone = old.is_none() && laid.days.len() == 1;
    let mut booked: Vec<Session> = Vec::new();
    let mut places: Vec<usize> = Vec::new();
    for Planned { rule_day, held_on, why } in laid.days {
        let stays = fixed.iter().any(|own| own.rule_day() == rule_day);
        // A series that is changed is not booked into the past.
        let over = old.is_some() && held_on.is_some_and(|day| day < context.today);
        if over && !stays {
            continue;
        }
        let before = movable.iter().find(|own| own.rule_day() == rule_day);
        let was_out = old.is_some_and(|old| old.exceptions.contains(&rule_day));
        let mut turn = match (held_on, before) {
            _ if stays => Turn::Same,
            (None, Some(_)) => Turn::Removed,
            (None, None) if was_out => Turn::Same,
            _ => Turn::New,
        };
        if let (Some(day), false) = (held_on, stays) {
            let line = line_on(context, line, day);
            let mut session = Session { line: line.id, ..preview.series.planned(line, rule_day, day) };
            match before.zip(old) {
                Some((&before, old)) => {
                    session = before.following(&old.planned(line, rule_day, day), &session);
                    let booked = context.all_lines.iter().find(|line| line.id == before.line);
                    if booked.is_some_and(|booked| line_on(context, booked, day).id == line.id) {
                        // Another version of the plan has the same line.
                        session.line = before.line;
                    }
                    turn = if session == *before { Turn::Same } else { Turn::Changed };
                    if session != *before {
                        preview.changed.push((before.clone(), session.clone()));
                    }
                }
                None => session.id = Id::placeholder(preview.added.len() as u64 + 1),
            }
            if alone {
                session.series = Id::default();
            }
            if before.is_none() {
                preview.added.push(session.clone());
            }
            places.push(preview.entries.len());
            booked.push(session);
        }
        let entry = Entry { rule_day, held_on, why, amount: None, clashes: Vec::new(), turn };
        preview.entries.push(entry);
    }
    let goes = |own: &&&Session| !booked.iter().any(|session| session.id == own.id);
    preview.removed = movable.iter().filter(goes).map(|&own| own.clone()).collect();
    weigh(&mut preview, context, &around, (&booked, &places), lang);
    for gone in &preview.removed {
        if !preview.entries.iter().any(|entry| entry.rule_day == gone.rule_day()) {
            let (rule_day, turn) = (gone.rule_day(), Turn::Removed);
            let entry = Entry { rule_day, held_on: None, why: None, amount: None, clashes: Vec::new(), turn };
            preview.entries.push(entry);
        }
    }
    preview.entries.sort_by_key(|entry| entry.rule_day);
    preview
}

/// What the sessions cost and what speaks against them.
fn weigh(
    preview: &mut Preview,
    context: &FormContext,
    around: &Surroundings<'_>,
    (booked, places): (&[Session], &[usize]),
    lang: Lang,
) {
    let amount = |session: &Session| {
        let line = context.all_lines.iter().find(|line| line.id == session.line)?;
        let price = around.prices().for_session(session, line)?;
        Some(Charge::in_full(line, price.amount, session.units).amount())
    };
    for (session, &place) in booked.iter().zip(places) {
        preview.entries[place].amount = amount(session);
    }
    let sum = |sessions: &mut dyn Iterator<Item = &Session>| -> Money {
        sessions.map(|session| amount(session).unwrap_or_default()).sum()
    };
    let after = sum(&mut preview.added.iter().chain(preview.changed.iter().map(|(_, after)| after)));
    let before = sum(&mut preview.removed.iter().chain(preview.changed.iter().map(|(before, _)| before)));
    preview.total = after - before;
    let Some(line) = preview.line.clone() else { return };
    let (_, left) = around.weighed(booked);
    preview.left = left.or_else(|| around.remaining(preview.series.from)).map(|left| left.max(Decimal::ZERO));
    let is_same =
        |n: usize| places.get(n).and_then(|&place| preview.entries.get(place)).is_some_and(|e| e.turn == Turn::Same);
    let nothing_changes = !booked.is_empty() && (0..booked.len()).all(is_same);
    let found: Vec<Found> = around.clashes(booked);
    // What is on the calendar already, and stays as it is, is not what is being decided.
    let new = found.into_iter().filter(|found| !found.session.map_or(nothing_changes, is_same)).collect::<Vec<_>>();
    preview.faults.extend(by_kind(&new, booked).into_iter().map(|(first, others)| {
        Fault::new(Field::Rule, forms::session::problem(&first.clash, &line, lang)).also_on(others)
    }));
    for found in new {
        if let Some(&place) = found.session.and_then(|n| places.get(n)) {
            preview.entries[place].clashes.push(found.clash);
        }
    }
}

/// On which days of the week or month; nothing typed means the weekday of the first day.
fn pattern(typed: &Typed, from: NaiveDate) -> Result<Pattern, Problem> {
    let kinds = [!typed.weekdays.is_empty(), !typed.places.is_empty(), !typed.month_days.is_empty()];
    if kinds.iter().filter(|kind| **kind).count() > 1 {
        // The second Tuesday and every Thursday are two series.
        return Err(Problem::BadRule(RuleFault::Mixed));
    }
    Ok(if !typed.places.is_empty() {
        Pattern::MonthWeekdays(typed.places.clone())
    } else if !typed.month_days.is_empty() {
        Pattern::MonthDays(typed.month_days.clone())
    } else if typed.monthly && typed.weekdays.is_empty() {
        Pattern::MonthDays(vec![from.day()])
    } else if typed.monthly {
        // Every month on a Tuesday: on the one by which the first of them is counted.
        let first = Endless::new(&Pattern::Weekly(typed.weekdays.clone()), 1, from).next().unwrap_or(from);
        let nth = i8::try_from((first.day() - 1) / 7 + 1).unwrap_or(1);
        Pattern::MonthWeekdays(typed.weekdays.iter().map(|day| (nth, *day)).collect())
    } else if typed.weekdays.is_empty() {
        Pattern::Weekly(vec![from.weekday()])
    } else {
        Pattern::Weekly(typed.weekdays.clone())
    })
}

/// The days. One session stays on its day; a series without an end goes on as long as the plan line does.
fn lay_out(
    typed: &Typed,
    from: NaiveDate,
    line: &PlanLine,
    sample: &Session,
    around: &Surroundings<'_>,
    by_hand: Vec<(NaiveDate, NaiveDate)>,
    preview: &mut Preview,
) -> Result<Outline, Problem> {
    let pattern = pattern(typed, from)?;
    // Every second week is counted from the week of the first session.
    let from = Endless::new(&pattern, 1, from).next().ok_or(Problem::BadRule(RuleFault::Never))?;
    let repeats = !typed.weekdays.is_empty() || typed.monthly || typed.every.is_some() || !typed.places.is_empty();
    let end = match (typed.times, typed.until) {
        (Some(_), Some(_)) => return Err(Problem::BadRule(RuleFault::TwoEnds)),
        (Some(times), None) => End::Count(times),
        (None, Some(until)) if until < from => return Err(Problem::EndsBeforeStart),
        (None, Some(until)) => End::Until(until),
        (None, None) if repeats && !line.covers(from) => return Err(Problem::OutsideLine(line.from, line.to)),
        (None, None) if repeats => {
            preview.bound = Some(Bound::Line(line.to));
            End::Until(line.to)
        }
        (None, None) => End::Count(1),
    };
    let every = typed.every.unwrap_or(1);
    let wish = Wish { pattern, every, from, end, skip: typed.skip, without: typed.without.clone(), by_hand };
    let is_plain = typed.without.is_empty() && wish.by_hand.is_empty() && typed.skip == Skip::LeaveOut;
    if end == End::Count(1) && is_plain {
        let rule = crate::domain::recurrence::Rule { pattern: wish.pattern, every, end };
        return Ok(Outline { from, rule, days: vec![Planned { rule_day: from, held_on: Some(from), why: None }] });
    }
    let off = with_school(around.days_off(sample.provider), typed.school_holidays);
    let laid = outline(&wish, &off).map_err(Problem::BadRule)?;
    let unknown = off.unknown_school_year(laid.held().map(|(_, day)| day));
    preview.faults.extend(unknown.map(|year| Fault::new(Field::Rule, Problem::UnknownSchoolYear(year))));
    let (Some(Bound::Line(_)), Some(remaining)) = (preview.bound, around.remaining(from)) else { return Ok(laid) };
    let affordable = (remaining / sample.units.max(Decimal::new(1, 2))).floor();
    let affordable = u32::try_from(affordable).unwrap_or(u32::MAX).max(1);
    if laid.held().count() <= affordable as usize {
        return Ok(laid);
    }
    preview.bound = Some(Bound::Units);
    outline(&Wish { end: End::Count(affordable), ..wish }, &off).map_err(Problem::BadRule)
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use super::*;
    use crate::domain::{Price, Service};

    fn day(month: u32, date: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2028, month, date).unwrap()
    }

    fn context() -> FormContext {
        let line =
            PlanLine { id: Id::new(1), service: "ATB".into(), from: day(1, 1), to: day(12, 31), ..PlanLine::default() };
        let price =
            Price { service: "ATB".into(), amount: Money::from_cents(6738), from: day(1, 1), ..Price::default() };
        FormContext {
            lines: vec![line.clone()],
            all_lines: vec![line],
            services: vec![Service { code: "ATB".into(), ..Service::default() }],
            prices: vec![price],
            today: day(1, 3),
            ..FormContext::default()
        }
    }

    fn problems(text: &str) -> Vec<Problem> {
        let preview = preview(text, &context(), day(1, 3), Lang::Latvian);
        preview.faults.into_iter().map(|fault| fault.problem).collect()
    }

    #[test]
    fn what_cannot_be_is_said_and_what_is_odd_but_possible_is_booked() {
        let check = |text: &str, expect: &[Problem]| assert_eq!(problems(text), expect, "{text}");
        let rule = |fault| Problem::BadRule(fault);
        check("ATB no 31.2.2028 10", &[Problem::NotADate("no 31.2.2028".into())]);
        // On that Sunday clocks go from three to four.
        check("ATB sv 3:30 45 no 26.3.2028 x1", &[Problem::SkippedHour(day(3, 26))]);
        check("ATB sv 4:30 45 no 26.3.2028 x1", &[]);
        check("ATB ot 10 45 x10000", &[Problem::NotBetween("x10000".into(), 1, 1000)]);
        check("ATB ot 10 45 x10 līdz 30.6.2028", &[rule(RuleFault::TwoEnds)]);
        check("ATB ot 10 45 no 1.6.2028 līdz 1.5.2028", &[Problem::EndsBeforeStart]);
        // Nobody has set the school holidays of those years.
        check("ATB ot 10 45 x3 bez brīvlaika", &[Problem::UnknownSchoolYear(2027)]);
        check("ATB ot 10 45 x3", &[]);
    }

    #[test]
    fn a_night_and_a_whole_day_are_sessions_of_the_day_on_which_they_begin() {
        let booked = |text: &str| {
            let preview = preview(text, &context(), day(1, 3), Lang::Latvian);
            let session = preview.added.first().cloned().unwrap_or_default();
            (preview.faults.len(), preview.added.len(), session.day.weekday(), session.minutes)
        };
        assert_eq!(booked("ATB pk 20:00-08:00 x4"), (0, 4, Weekday::Fri, 12 * 60));
        assert_eq!(booked("ATB pk 8-8 x4"), (0, 4, Weekday::Fri, 24 * 60));
    }

    #[test]
    fn a_series_without_an_end_goes_on_as_long_as_its_line() {
        let preview = preview("ATB ot 10 45", &context(), day(1, 3), Lang::Latvian);
        assert_eq!((preview.bound, preview.faults.len()), (Some(Bound::Line(day(12, 31))), 0));
        assert_eq!(
            preview.added.last().map(|session| session.day),
            Some(day(12, 19)),
            "the last Tuesday that is no holiday"
        );
    }
}

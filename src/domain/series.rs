//! The series: sessions that repeat by a rule, what it leaves out and why, and how it is changed as a whole.

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    Child, Fault, Field, Id, Index, IndexKey, PlanLine, Problem, Provider, Session,
    calendar::{DayOff, DaysOff},
    choices, record,
    recurrence::{End, Endless, MOST_DAYS, Pattern, Rule, RuleFault},
};

choices! {
    /// What becomes of a session that would fall on a day off.
    Skip {
        LeaveOut "leave_out" "i",
        NextWorkingDay "next_working_day" "p",
    }
}

/// Sessions that were booked together and repeat by a rule. The sessions themselves are records of their own: they
/// carry attendance and money.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Series {
    /// Its number.
    pub id: Id<Series>,
    /// Whose budget bears it.
    pub child: Id<Child>,
    /// The plan line it uses up.
    pub line: Id<PlanLine>,
    /// Who provides it; 0 while not chosen.
    pub provider: Id<Provider>,
    /// The specialist.
    pub specialist: String,
    /// When each session starts; none where only the day matters.
    pub start: Option<NaiveTime>,
    /// How long each is, in minutes; 0 where the unit says it.
    pub minutes: u32,
    /// How many units of the line each is.
    #[serde(with = "rust_decimal::serde::str")]
    pub units: Decimal,
    /// The day from which the rule counts.
    pub from: NaiveDate,
    /// The rule.
    pub rule: Rule,
    /// Days of the rule without a session, in order: days off, and days taken out by hand.
    pub exceptions: Vec<NaiveDate>,
    /// What becomes of sessions on days off.
    pub skip: Skip,
    /// School holidays are days off, too.
    pub school_holidays: bool,
    /// What the calendar calls it from which it came; empty: it was booked here.
    pub uid: String,
}

impl Series {
    /// Of sessions like this one, on the days that were laid out. It is new: the sessions link to its placeholder.
    pub fn of(session: &Session, laid: &Outline, skip: Skip) -> Self {
        Self {
            id: Id::placeholder(0),
            child: session.child,
            line: session.line,
            provider: session.provider,
            specialist: session.specialist.clone(),
            start: session.start,
            minutes: session.minutes,
            units: session.units,
            from: laid.from,
            rule: laid.rule.clone(),
            exceptions: laid.exceptions(),
            skip,
            school_holidays: false,
            uid: String::new(),
        }
    }

    /// The days of the rule that have a session, in order. A rule that cannot be carried out has none.
    pub fn days(&self) -> Vec<NaiveDate> {
        let mut days = self.rule.days(self.from).unwrap_or_default();
        days.retain(|day| self.exceptions.binary_search(day).is_err());
        days
    }

    /// The session of the series that stands for a day of the rule and is held on `day`.
    pub fn session(&self, rule_day: NaiveDate, day: NaiveDate) -> Session {
        Session {
            child: self.child,
            line: self.line,
            provider: self.provider,
            specialist: self.specialist.clone(),
            day,
            start: self.start,
            minutes: self.minutes,
            units: self.units,
            series: self.id,
            instead_of: (rule_day != day).then_some(rule_day),
            ..Session::default()
        }
    }

    /// The same, where its line counts hours with as many as really pass on that day.
    pub fn planned(&self, line: &PlanLine, rule_day: NaiveDate, day: NaiveDate) -> Session {
        let session = self.session(rule_day, day);
        if session.counts_time(line) { session.counted(line) } else { session }
    }

    /// The same series with exactly these days, which are in order; none where no rule has them.
    pub fn on_days(&self, days: &[NaiveDate]) -> Option<Self> {
        let (rule, exceptions) = self.rule.going_on(days)?;
        Some(Self { from: *days.first()?, rule, exceptions, ..self.clone() })
    }

    /// The same series without that day of its rule.
    pub fn without(&self, rule_day: NaiveDate) -> Self {
        let mut exceptions = self.exceptions.clone();
        exceptions.push(rule_day);
        exceptions.sort_unstable();
        exceptions.dedup();
        Self { exceptions, ..self.clone() }
    }

    /// The series up to the day before `day`.
    pub fn until(&self, day: NaiveDate) -> Self {
        let last = day.pred_opt().unwrap_or(day);
        let exceptions = self.exceptions.iter().copied().filter(|exception| *exception <= last).collect();
        Self { rule: Rule { end: End::Until(last), ..self.rule.clone() }, exceptions, ..self.clone() }
    }
}

impl Session {
    /// The day of its series that it stands for: its own, unless it is held on another.
    pub fn rule_day(&self) -> NaiveDate {
        self.instead_of.unwrap_or(self.day)
    }

    /// The session after its series changed: `old` is what the series had in its place, `new` what it has now. What is
    /// otherwise of this one alone was set by hand, and stays.
    pub fn following(&self, old: &Self, new: &Self) -> Self {
        fn follow<T: PartialEq + Clone>(own: &T, old: &T, new: &T) -> T {
            if own == old { new.clone() } else { own.clone() }
        }
        Self {
            line: new.line,
            provider: follow(&self.provider, &old.provider, &new.provider),
            specialist: follow(&self.specialist, &old.specialist, &new.specialist),
            day: new.day,
            instead_of: new.instead_of,
            start: follow(&self.start, &old.start, &new.start),
            minutes: follow(&self.minutes, &old.minutes, &new.minutes),
            units: follow(&self.units, &old.units, &new.units),
            ..self.clone()
        }
    }
}

/// What is wanted of a new series.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// On which days.
    pub pattern: Pattern,
    /// Every so many weeks or months.
    pub every: u32,
    /// Not before this day.
    pub from: NaiveDate,
    /// So many sessions to be held, or until a day.
    pub end: End,
    /// What becomes of sessions on days off.
    pub skip: Skip,
    /// Days taken out by hand.
    pub without: Vec<NaiveDate>,
    /// Days of the rule whose session is held on another day, or although nothing else would be: it stays there.
    pub by_hand: Vec<(NaiveDate, NaiveDate)>,
}

/// One day of the rule, and what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The day by the rule.
    pub rule_day: NaiveDate,
    /// The day on which the session is held; none: it is left out.
    pub held_on: Option<NaiveDate>,
    /// Why not on its own day; none: it is, or was taken out by hand.
    pub why: Option<DayOff>,
}

/// The days that come of a wish.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// The first day of the rule.
    pub from: NaiveDate,
    /// The rule as stored.
    pub rule: Rule,
    /// Its days, in order.
    pub days: Vec<Planned>,
}

impl Outline {
    /// The days with a session: by the rule, and on which it is held.
    pub fn held(&self) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
        self.days.iter().filter_map(|planned| Some((planned.rule_day, planned.held_on?)))
    }

    /// The days of the rule without a session.
    pub fn exceptions(&self) -> Vec<NaiveDate> {
        self.days.iter().filter(|planned| planned.held_on.is_none()).map(|planned| planned.rule_day).collect()
    }
}

/// Lays the sessions out: what would fall on a day off is left out and, where a number is wanted, made up for at the
/// end; or it is held on the next working day.
pub fn outline(wish: &Wish, off: &DaysOff<'_>) -> Result<Outline, RuleFault> {
    let (wanted, last) = match wish.end {
        End::Count(0) => return Err(RuleFault::Never),
        End::Count(count) if count as usize > MOST_DAYS => return Err(RuleFault::TooMany),
        End::Count(count) => (count as usize, NaiveDate::MAX),
        End::Until(last) => (usize::MAX, last),
    };
    let mut rule_days = Endless::new(&wish.pattern, wish.every, wish.from);
    let mut days: Vec<Planned> = Vec::new();
    let mut held = 0;
    while held < wanted {
        let Some(rule_day) = rule_days.next().filter(|day| *day <= last) else { break };
        if days.len() >= 2 * MOST_DAYS {
            return Err(RuleFault::TooMany);
        }
        let why = off.why(rule_day);
        let by_hand = wish.by_hand.iter().find(|(day, _)| *day == rule_day).map(|(_, held_on)| *held_on);
        let held_on = match (wish.without.contains(&rule_day), by_hand, why, wish.skip) {
            (true, ..) => None,
            (_, Some(held_on), ..) => Some(held_on),
            (_, _, Some(_), Skip::LeaveOut) => None,
            (_, _, None, _) => Some(rule_day),
            (_, _, Some(_), Skip::NextWorkingDay) => {
                let falls =
                    |day: NaiveDate| rule_days.clone().take_while(|other| *other <= day).any(|other| other == day);
                let set = |day: NaiveDate| wish.by_hand.iter().any(|(_, held_on)| *held_on == day);
                let taken =
                    |day: NaiveDate| falls(day) || set(day) || days.iter().any(|other| other.held_on == Some(day));
                let free = |day: &NaiveDate| *day <= last && off.is_working_day(*day) && !taken(*day);
                // Within the week: further off it would be another week's session.
                rule_day.iter_days().skip(1).take(6).find(free)
            }
        };
        held += usize::from(held_on.is_some());
        let why = why.filter(|_| held_on != Some(rule_day) && by_hand.is_none() && !wish.without.contains(&rule_day));
        days.push(Planned { rule_day, held_on, why });
    }
    let first = days.first().map(|planned| planned.rule_day);
    let (Some(from), true) = (first, held > 0 && (wanted == usize::MAX || held == wanted)) else {
        return Err(RuleFault::Never);
    };
    let end = match wish.end {
        End::Count(_) => End::Count(u32::try_from(days.len()).unwrap_or(u32::MAX)),
        until => until,
    };
    if days.len() > MOST_DAYS {
        return Err(RuleFault::TooMany);
    }
    Ok(Outline { from, rule: Rule { pattern: wish.pattern.clone(), every: wish.every, end }, days })
}

record! { Series,
    links: |this| [Child: [&mut this.child], PlanLine: [&mut this.line], Provider: [&mut this.provider]],
    index: |series| vec![IndexKey::new(Index::SeriesByChild).id(series.child.0)],
    faults: |series| {
        let mut faults = Vec::new();
        if !series.child.is_some() {
            faults.push(Fault::new(Field::Child, Problem::Missing));
        }
        if !series.line.is_some() {
            faults.push(Fault::new(Field::Line, Problem::Missing));
        }
        if series.units <= Decimal::ZERO {
            faults.push(Fault::new(Field::Units, Problem::NotPositive));
        }
        faults.extend(super::units_faults(Field::Units, series.units));
        faults.extend(super::year_faults(Field::From, series.from));
        if let Err(fault) = series.rule.days(series.from) {
            faults.push(Fault::new(Field::Rule, Problem::BadRule(fault)));
        }
        faults
    },
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use super::*;
    use crate::domain::almanac::Almanac;

    fn day(month: u32, day: u32) -> NaiveDate {
        let year = if month > 8 { 2026 } else { 2027 };
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn wish(end: End) -> Wish {
        Wish {
            pattern: Pattern::Weekly(vec![Weekday::Thu]),
            every: 1,
            from: day(12, 14),
            end,
            skip: Skip::LeaveOut,
            without: Vec::new(),
            by_hand: Vec::new(),
        }
    }

    fn off(closures: &[NaiveDate]) -> DaysOff<'_> {
        DaysOff { moved: Almanac::followed(false), school: None, closures, away: Vec::new() }
    }

    fn laid(wish: &Wish, closures: &[NaiveDate]) -> Outline {
        outline(wish, &off(closures)).unwrap()
    }

    #[test]
    fn what_moves_to_the_next_working_day_takes_no_other_sessions_place() {
        let days = vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Fri];
        let wish = Wish {
            pattern: Pattern::Weekly(days),
            from: day(1, 11),
            skip: Skip::NextWorkingDay,
            ..wish(End::Count(4))
        };
        let held: Vec<NaiveDate> = laid(&wish, &[day(1, 11)]).held().map(|(_, day)| day).collect();
        assert_eq!(held, [day(1, 14), day(1, 12), day(1, 13), day(1, 15)]);
    }

    #[test]
    fn what_falls_on_days_off_is_left_out_and_made_up_for() {
        let out = laid(&wish(End::Count(3)), &[day(1, 7)]);
        let held: Vec<NaiveDate> = out.held().map(|(_, day)| day).collect();
        // Thursdays: 24 and 31 December are holidays, 7 January the provider's.
        assert_eq!(held, [day(12, 17), day(1, 14), day(1, 21)]);
        assert_eq!(out.exceptions(), [day(12, 24), day(12, 31), day(1, 7)]);
        assert_eq!((out.from, out.rule.to_string().as_str()), (day(12, 17), "FREQ=WEEKLY;BYDAY=TH;COUNT=6"));
        let why: Vec<bool> = out.days.iter().map(|planned| planned.why.is_some()).collect();
        assert_eq!(why, [false, true, true, true, false, false]);

        let until = laid(&wish(End::Until(day(1, 14))), &[]);
        assert_eq!(until.held().count(), 3);
    }

    #[test]
    fn or_is_held_on_the_next_working_day() {
        let out = laid(&Wish { skip: Skip::NextWorkingDay, ..wish(End::Count(3)) }, &[]);
        let held: Vec<_> = out.held().collect();
        let shifted = [(day(12, 17), day(12, 17)), (day(12, 24), day(12, 28)), (day(12, 31), day(1, 4))];
        assert_eq!(held, shifted, "past Christmas, its weekend and New Year");
        assert!(out.exceptions().is_empty());
    }

    #[test]
    fn what_was_taken_out_by_hand_stays_out() {
        let out = laid(&Wish { without: vec![day(12, 17)], ..wish(End::Until(day(1, 14))) }, &[]);
        assert_eq!(out.days[0], Planned { rule_day: day(12, 17), held_on: None, why: None });
        assert_eq!(out.held().count(), 2);
    }

    #[test]
    fn what_was_put_on_another_day_by_hand_stays_there_and_counts() {
        let by_hand = vec![(day(12, 17), day(12, 18)), (day(12, 24), day(12, 23))];
        let out = laid(&Wish { by_hand: by_hand.clone(), ..wish(End::Count(3)) }, &[]);
        let held: Vec<_> = out.held().collect();
        assert_eq!(held, [by_hand[0], by_hand[1], (day(1, 7), day(1, 7))]);
        assert!(out.days.iter().all(|planned| planned.rule_day == day(12, 31) || planned.why.is_none()));
        // Nothing else is put beside it: the Monday after Christmas is taken.
        let by_hand = vec![(day(12, 17), day(12, 28))];
        let out = laid(&Wish { by_hand, skip: Skip::NextWorkingDay, ..wish(End::Count(2)) }, &[]);
        assert_eq!(out.held().last(), Some((day(12, 24), day(12, 29))));
    }

    #[test]
    fn a_wish_that_cannot_be_says_why() {
        let check = |wish: &Wish, expect| {
            assert_eq!(outline(wish, &off(&[])), Err(expect));
        };
        check(&wish(End::Count(10_000)), RuleFault::TooMany);
        check(&wish(End::Count(0)), RuleFault::Never);
        check(&wish(End::Until(day(12, 15))), RuleFault::Never);
        let never = Pattern::MonthDays(vec![31]);
        let february = NaiveDate::from_ymd_opt(2027, 2, 1).unwrap();
        check(&Wish { pattern: never, every: 12, from: february, ..wish(End::Count(1)) }, RuleFault::Never);
    }

    #[test]
    fn a_series_ends_earlier_and_keeps_what_lies_before() {
        let series = Series {
            from: day(12, 3),
            rule: "FREQ=WEEKLY;BYDAY=TH;COUNT=6".parse().unwrap(),
            exceptions: vec![day(12, 10), day(12, 31)],
            ..Series::default()
        };
        assert_eq!(series.days(), [day(12, 3), day(12, 17), day(12, 24), day(1, 7)]);
        let before = series.until(day(12, 24));
        assert_eq!((before.days(), before.exceptions.clone()), (vec![day(12, 3), day(12, 17)], vec![day(12, 10)]));
        assert_eq!(before.on_days(&series.days()).unwrap().days(), series.days());
    }
}

//! The session: one appointment of a plan line, and how it was attended.

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    Absence, Child, Fault, Field, Id, Index, IndexKey, Money, PlanLine, Problem, Provider, Series, Unit,
    calendar::minutes_passed,
    choices, record,
    rules::RuleReason,
    shared_time::{DAY_MINUTES, name_key},
};

choices! {
    /// What became of a session. The codes are those of the attendance grid.
    Outcome {
        Scheduled "scheduled" "?",
        Attended "attended" "+",
        Excused "excused" "k",
        NoShow "no_show" "n",
        ByProvider "cancelled_by_provider" "s",
        Moved "moved" "p",
    }
}

/// What was agreed on the day: the price and what of it is charged, so that later prices change nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Charge {
    /// EUR for a unit, as in force on the day.
    pub unit_price: Money,
    /// Units charged.
    #[serde(with = "rust_decimal::serde::str")]
    pub units: Decimal,
    /// Percent of the price that is charged: 100 attended, the provider's policy for a no-show.
    #[serde(with = "rust_decimal::serde::str")]
    pub charged_percent: Decimal,
    /// Percent of it that the family pays.
    #[serde(with = "rust_decimal::serde::str")]
    pub copayment_percent: Decimal,
}

/// On what terms a session can be charged.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Terms {
    /// EUR for a unit: as agreed when it was marked before, else on its day; none: no price is in force.
    pub unit_price: Option<Money>,
    /// What its provider charges for a no-show, in percent (0–100).
    pub no_show_percent: Decimal,
    /// How many hours before a session it can be called off free of charge.
    pub notice_hours: u32,
}

impl Terms {
    /// What of the price is charged for an outcome, in percent: attended in full; a no-show, and what was called off
    /// later than the provider asks for, by the provider's policy; anything else not at all. `notice`: so many hours
    /// before; none: early enough.
    pub fn charged_percent(&self, outcome: Outcome, notice: Option<u32>) -> Decimal {
        let late = || notice.is_some_and(|hours| hours < self.notice_hours);
        match outcome {
            Outcome::Attended => Decimal::ONE_HUNDRED,
            Outcome::NoShow => self.no_show_percent,
            Outcome::Excused if late() => self.no_show_percent,
            Outcome::Scheduled | Outcome::Excused | Outcome::ByProvider | Outcome::Moved => Decimal::ZERO,
        }
    }
}

impl Charge {
    /// Of units of the line that are charged in full, as those that were attended are.
    pub fn in_full(line: &PlanLine, unit_price: Money, units: Decimal) -> Self {
        Self { unit_price, units, charged_percent: Decimal::ONE_HUNDRED, copayment_percent: line.copayment_percent }
    }

    /// What the budget bears: the price of the units, charged in part, less the family's share.
    /// Rounded once, to the cent, halves away from zero: the session is the rounding point.
    pub fn amount(&self) -> Money {
        // Percent of percent; multiplied, which is as exact as dividing by ten thousand, and sooner done.
        let percents = self.charged_percent * (Decimal::ONE_HUNDRED - self.copayment_percent) * Decimal::new(1, 4);
        Money::new(self.unit_price.decimal() * self.units * percents)
    }

    /// What the family pays: the rest of what is charged, so that both shares make up the whole to the cent.
    pub fn family_share(&self) -> Money {
        Money::new(self.unit_price.decimal() * self.units * self.charged_percent / Decimal::ONE_HUNDRED) - self.amount()
    }
}

/// One appointment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// Its number.
    pub id: Id<Session>,
    /// Whose budget bears it.
    pub child: Id<Child>,
    /// The plan line it uses up.
    pub line: Id<PlanLine>,
    /// Who provides it; 0 while not chosen.
    pub provider: Id<Provider>,
    /// The specialist.
    pub specialist: String,
    /// The day.
    pub day: NaiveDate,
    /// When it starts; none where only the day matters.
    pub start: Option<NaiveTime>,
    /// How long, in minutes; 0 where the unit says it.
    pub minutes: u32,
    /// How many units of the line it is.
    #[serde(with = "rust_decimal::serde::str")]
    pub units: Decimal,
    /// What became of it.
    pub outcome: Outcome,
    /// What it cost; set when attendance is recorded.
    pub charge: Option<Charge>,
    /// What there is to say about it.
    pub text: String,
    /// The session it was moved to; 0: none.
    pub moved_to: Id<Session>,
    /// Those concerned are still to be told that it was moved.
    pub to_inform: bool,
    /// The series it was booked with; 0: booked alone.
    pub series: Id<Series>,
    /// The day of its series that it stands for, where it is held on another.
    pub instead_of: Option<NaiveDate>,
    /// How many hours before it began it was called off; none: early enough, or nobody has said.
    pub notice_given: Option<u32>,
    /// When it really began; none: as booked.
    pub held_start: Option<NaiveTime>,
    /// How long it really lasted, in minutes; 0: as booked.
    pub held_minutes: u32,
    /// Rules that it breaks on purpose, each with the reason.
    pub rule_reasons: Vec<RuleReason>,
    /// The absence that cancelled or moved it; 0: none.
    pub absence: Id<Absence>,
    /// What the calendar calls it from which it came; empty: it was booked here.
    pub uid: String,
}

impl Session {
    /// Still to be held or to be marked.
    pub fn is_open(&self) -> bool {
        self.outcome == Outcome::Scheduled
    }

    /// The sessions, of these, that it was moved from and to.
    pub fn moved<'a>(&self, sessions: impl Iterator<Item = &'a Self> + Clone) -> (Option<&'a Self>, Option<&'a Self>) {
        let from = sessions.clone().find(|other| self.id.is_some() && other.moved_to == self.id);
        let to = sessions.clone().find(|other| self.moved_to.is_some() && other.id == self.moved_to);
        (from, to)
    }

    /// Whether both are for the same child, line, provider, day and time.
    pub fn same_appointment(&self, other: &Self) -> bool {
        let of = |session: &Self| (session.child, session.line, session.provider, session.day, session.start);
        of(self) == of(other)
    }

    /// What `other` is planned otherwise in: whoever said what became of this one saw it as it is planned here.
    pub fn replanned(&self, other: &Self) -> Vec<Field> {
        let differs = [
            (Field::Child, self.child != other.child),
            (Field::Line, self.line != other.line),
            (Field::Provider, self.provider != other.provider),
            (Field::Day, self.day != other.day),
            (Field::Start, self.start != other.start),
            (Field::Minutes, self.minutes != other.minutes),
            (Field::Units, self.units != other.units),
        ];
        differs.into_iter().filter_map(|(field, differs)| differs.then_some(field)).collect()
    }

    /// Who provides it: its own provider, else its line's.
    pub fn provider_by(&self, line: &PlanLine) -> Id<Provider> {
        if self.provider.is_some() { self.provider } else { line.provider }
    }

    /// The session with its attendance recorded; `notice` as in [`Session::notice_given`]. What is charged needs a price;
    /// nothing charged needs none. Of one that was marked before, what is not said anew stays as it was agreed.
    pub fn marked(
        &self,
        outcome: Outcome,
        units: Decimal,
        notice: Option<u32>,
        line: &PlanLine,
        terms: Terms,
    ) -> Result<Self, Problem> {
        let (agreed, same) = (self.charge.as_ref(), (outcome, notice) == (self.outcome, self.notice_given));
        let of_agreed = agreed.filter(|_| same).map(|charge| charge.charged_percent);
        let charged_percent = of_agreed.unwrap_or_else(|| terms.charged_percent(outcome, notice));
        let charge = if same && units == self.units {
            agreed.cloned()
        } else if charged_percent.is_zero() {
            None
        } else {
            let unit_price = terms.unit_price.ok_or(Problem::CannotCharge(self.day))?;
            let copayment_percent = agreed.map_or(line.copayment_percent, |charge| charge.copayment_percent);
            Some(Charge { unit_price, units, charged_percent, copayment_percent })
        };
        Ok(Self { outcome, units, charge, notice_given: notice, ..self.clone() })
    }
}

/// Units of one session of so many minutes: its hours where the line counts hours, its days, begun ones whole, where it
/// counts days of 24 hours, else one.
pub fn units_of(line: &PlanLine, minutes: u32) -> Decimal {
    match line.unit {
        Unit::Hour if minutes > 0 => (Decimal::from(minutes) / Decimal::from(60)).round_dp(2).normalize(),
        Unit::FullDay if minutes > 0 => Decimal::from(minutes.div_ceil(DAY_MINUTES)),
        _ => Decimal::ONE,
    }
}

/// The same for a session that begins on that day: of the hours by the clock those that really pass, where the line
/// counts hours and it is known when they begin.
pub fn units_on(line: &PlanLine, day: NaiveDate, start: Option<NaiveTime>, minutes: u32) -> Decimal {
    match start {
        Some(start) if line.unit == Unit::Hour => units_of(line, minutes_passed(day, start, minutes)),
        _ => units_of(line, minutes),
    }
}

impl Session {
    /// Whether its units are what its length comes to by the clock, or by the hours that really pass: nobody said others.
    pub fn counts_time(&self, line: &PlanLine) -> bool {
        self.units == units_of(line, self.minutes) || self.units == units_on(line, self.day, self.start, self.minutes)
    }

    /// The same session, its units counted by its time.
    pub fn counted(self, line: &PlanLine) -> Self {
        Self { units: units_on(line, self.day, self.start, self.minutes), ..self }
    }
}

record! { Session,
    links: |this| [
        Child: [&mut this.child],
        PlanLine: [&mut this.line],
        Provider: [&mut this.provider],
        Session: [&mut this.moved_to],
        Series: [&mut this.series],
        Absence: [&mut this.absence],
    ],
    index: |session| {
        let mut keys = vec![
            IndexKey::new(Index::SessionByDay).day(session.day),
            IndexKey::new(Index::SessionByChild).id(session.child.0).day(session.day),
            IndexKey::new(Index::SessionByLine).id(session.line.0).day(session.day),
        ];
        if session.provider.is_some() {
            keys.push(IndexKey::new(Index::SessionByProvider).id(session.provider.0).day(session.day));
        }
        let specialist = name_key(&session.specialist);
        if !specialist.is_empty() {
            keys.push(IndexKey::new(Index::SessionBySpecialist).text(&specialist).day(session.day));
        }
        if session.to_inform {
            keys.push(IndexKey::new(Index::SessionToInform).day(session.day));
        }
        if session.is_open() {
            keys.push(IndexKey::new(Index::SessionUnmarked).day(session.day));
        }
        keys
    },
    faults: |session| {
        let mut faults = Vec::new();
        if !session.child.is_some() {
            faults.push(Fault::new(Field::Child, Problem::Missing));
        }
        if !session.line.is_some() {
            faults.push(Fault::new(Field::Line, Problem::Missing));
        }
        if session.units <= Decimal::ZERO {
            faults.push(Fault::new(Field::Units, Problem::NotPositive));
        }
        faults.extend(super::units_faults(Field::Units, session.units));
        if let Some(charge) = &session.charge {
            faults.extend(super::amount_faults(Field::UnitPrice, charge.unit_price));
            faults.extend(super::units_faults(Field::Units, charge.units));
            if charge.unit_price.is_negative() {
                faults.push(Fault::new(Field::UnitPrice, Problem::Negative));
            }
            if charge.units < Decimal::ZERO {
                faults.push(Fault::new(Field::Units, Problem::Negative));
            }
            faults.extend(super::percent_faults(Field::ChargedPercent, charge.charged_percent));
            faults.extend(super::percent_faults(Field::CopaymentPercent, charge.copayment_percent));
        }
        faults
    },
    change: |before, after| match after {
        // What became of it is kept; only what was never held is taken off the calendar.
        None if !before.is_open() => vec![Fault::new(Field::Outcome, Problem::AlreadyMarked)],
        _ => Vec::new(),
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_charged_depends_on_the_notice_that_was_given() {
        let terms = Terms { unit_price: Some(Money::from_cents(2000)), no_show_percent: 50.into(), notice_hours: 24 };
        let check = |outcome, notice_given, cents: Option<i64>| {
            let marked = Session::default().marked(outcome, Decimal::ONE, notice_given, &PlanLine::default(), terms);
            let marked = marked.unwrap();
            assert_eq!(marked.charge.map(|charge| charge.amount()), cents.map(Money::from_cents), "{outcome:?}");
        };
        check(Outcome::Attended, None, Some(2000));
        check(Outcome::NoShow, None, Some(1000));
        check(Outcome::Excused, None, None);
        check(Outcome::Excused, Some(24), None);
        check(Outcome::Excused, Some(23), Some(1000));
        check(Outcome::Excused, Some(0), Some(1000));
        check(Outcome::ByProvider, Some(0), None);
    }

    #[test]
    fn what_was_agreed_when_it_was_marked_stays_for_what_is_not_said_anew() {
        use Outcome::{Attended, Excused, NoShow, Scheduled};
        let charge = |cents, units: i64, percent: i64, copayment: i64| Charge {
            unit_price: Money::from_cents(cents),
            units: units.into(),
            charged_percent: percent.into(),
            copayment_percent: copayment.into(),
        };
        let (session, line) = (Session { units: Decimal::ONE, ..Session::default() }, PlanLine::default());
        let agreed = Terms { unit_price: Some(Money::from_cents(2000)), no_show_percent: 50.into(), notice_hours: 24 };
        // Since then the provider charges all of it, and the family pays a tenth.
        let terms = Terms { no_show_percent: 100.into(), ..agreed };
        let by_now = PlanLine { copayment_percent: 10.into(), ..line.clone() };
        let check = |was, (outcome, units, notice), expect| {
            let before = session.marked(was, Decimal::ONE, None, &line, agreed).unwrap();
            let after = before.marked(outcome, Decimal::from(units), notice, &by_now, terms).unwrap();
            assert_eq!(after.charge, expect, "{was:?} → {outcome:?}");
        };
        check(Attended, (Attended, 1, None), Some(charge(2000, 1, 100, 0)));
        check(NoShow, (NoShow, 1, None), Some(charge(2000, 1, 50, 0)));
        check(NoShow, (NoShow, 2, None), Some(charge(2000, 2, 50, 0)));
        check(Attended, (NoShow, 1, None), Some(charge(2000, 1, 100, 0)));
        check(Excused, (Excused, 1, Some(2)), Some(charge(2000, 1, 100, 10)));
        check(Attended, (Scheduled, 1, None), None);
        check(Scheduled, (Attended, 1, None), Some(charge(2000, 1, 100, 10)));
        // What is known of it without its price stays without one.
        let unpriced = Session { outcome: Attended, ..session.clone() };
        let none = Terms { unit_price: None, ..terms };
        assert_eq!(unpriced.marked(Attended, Decimal::ONE, None, &line, none), Ok(unpriced));
    }

    #[test]
    fn hours_are_counted_by_minutes_where_the_line_counts_hours() {
        let check = |unit, minutes, expect: &str| {
            let units = units_of(&PlanLine { unit, ..PlanLine::default() }, minutes);
            assert_eq!(units.to_string(), expect, "{minutes}");
        };
        check(Unit::Hour, 90, "1.5");
        check(Unit::Hour, 50, "0.83");
        check(Unit::Hour, 0, "1");
        check(Unit::Session, 90, "1");
        check(Unit::FullDay, 0, "1");
        check(Unit::FullDay, 720, "1");
        check(Unit::FullDay, 2880, "2");
    }
}

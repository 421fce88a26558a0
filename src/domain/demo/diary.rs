//! Thirteen months of appointments: when they are, and what became of them.

use std::collections::HashSet;

use chrono::{Days, NaiveDate, NaiveTime, Weekday};
use rust_decimal::Decimal;

use super::{
    Builder,
    plan::{Plan, PlannedLine},
    random::Random,
    setting::Providers,
    words,
};
use crate::domain::{
    Child, Format, Id, Outcome, PlanLine, Programme, Provider, Series, Session, calendar, pricing::PriceList,
};

/// How a child's services run: what makes budgets differ.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    /// Sessions are laid into this part of the line's dates, in percent: less is faster.
    pub within: u64,
    /// How often a child is excused, in percent.
    pub excused: u64,
    /// No sessions between these days, the first included.
    pub pause: Option<(NaiveDate, NaiveDate)>,
}

/// Half hours that are taken, by child or specialist.
#[derive(Default)]
pub(super) struct Diary {
    taken: HashSet<(Who, NaiveDate, u32)>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Who {
    Child(Id<Child>),
    Specialist(String),
    /// A specialist with a group.
    Class(String),
}

const FIRST_HOUR: u32 = 8;
const LAST_HALF_HOUR: u32 = 22; // begins at 19.00

/// What all sessions of the demo look at.
pub(super) struct Frame<'a> {
    pub programme: &'a Programme,
    pub providers: &'a Providers,
    pub prices: &'a PriceList,
    pub today: NaiveDate,
}

impl Frame<'_> {
    /// The session with its charge, by its outcome; open where no price is in force.
    fn marked(&self, session: Session, line: &PlanLine, provider: &Provider) -> Session {
        let terms = self.prices.terms(&session, line, Some(provider));
        let open = Session { outcome: Outcome::Scheduled, ..session.clone() };
        open.marked(session.outcome, session.units, None, line, terms).unwrap_or(open)
    }
}

impl Diary {
    /// Books all sessions of a child's plan and marks those before today.
    pub fn fill(
        &mut self,
        builder: &mut Builder,
        random: &mut Random,
        frame: &Frame,
        child: Id<Child>,
        plan: &Plan,
        manner: Manner,
    ) {
        for (at, planned) in plan.lines.iter().enumerate() {
            let provider = frame.providers.offering(&planned.line.service);
            let weekday = (child.0 + 2 * at as u64) % 5;
            let preferred = 2 * (at as u32 + 1) % LAST_HALF_HOUR;
            let days = days(frame.programme, planned, provider, weekday, manner);
            // What was moved within its week stands for the usual day of that week.
            let rule_day = |day: NaiveDate| {
                let usual = day.week(Weekday::Mon).first_day() + Days::new(weekday);
                if days.contains(&usual) || !planned.line.covers(usual) { day } else { usual }
            };
            let mut rule_days: Vec<NaiveDate> = days.iter().map(|&day| rule_day(day)).collect();
            rule_days.dedup();
            let start = time(preferred).filter(|_| planned.line.minutes > 0);
            let series = series(builder, child, planned, provider, (start, &rule_days));
            for &day in &days {
                let usual = rule_day(day);
                let session = Session {
                    child,
                    line: planned.line.id,
                    provider: provider.id,
                    specialist: planned.line.specialist.clone(),
                    day,
                    start: self.free(child, &planned.line, day, preferred),
                    minutes: planned.line.minutes,
                    units: Decimal::from(planned.units_each),
                    series,
                    instead_of: (usual != day).then_some(usual),
                    ..Session::default()
                };
                self.mark(builder, random, frame, (&planned.line, provider), session, manner);
            }
        }
    }

    /// Puts a session in, with what became of it.
    fn mark(
        &mut self,
        builder: &mut Builder,
        random: &mut Random,
        frame: &Frame,
        (line, provider): (&PlanLine, &Provider),
        mut session: Session,
        manner: Manner,
    ) {
        let days_ago = (frame.today - session.day).num_days();
        // Some of the last days' sheets have not come in yet.
        let unmarked = days_ago <= 0 || (days_ago <= 3 && random.percent(35));
        if !unmarked {
            (session.outcome, session.text) = outcome(random, manner);
            if session.outcome == Outcome::Moved {
                match self.moved_to(builder, frame, (line, provider), &session) {
                    Some(other) => session.moved_to = other,
                    None => (session.outcome, session.text) = (Outcome::Attended, String::new()),
                }
            }
            session = frame.marked(session, line, provider);
        }
        builder.add(|id| Session { id, ..session });
    }

    /// Books the session that replaces `session`, on one of the next days.
    fn moved_to(
        &mut self,
        builder: &mut Builder,
        frame: &Frame,
        (line, provider): (&PlanLine, &Provider),
        session: &Session,
    ) -> Option<Id<Session>> {
        let day = session.day.iter_days().skip(1).take(6).find(|day| is_open(frame.programme, provider, *day))?;
        let start = self.free(session.child, line, day, 4);
        if !line.covers(day) {
            return None;
        }
        let outcome = if day < frame.today { Outcome::Attended } else { Outcome::Scheduled };
        let session = Session {
            day,
            start,
            outcome,
            text: String::new(),
            series: Id::default(),
            instead_of: None,
            ..session.clone()
        };
        let session = frame.marked(session, line, provider);
        Some(builder.add(|id| Session { id, ..session }).id)
    }

    /// A time on `day` when both the child and the specialist are free, the first from `preferred` (half hours after
    /// 8.00) on; none for lines of whole days, and on a day that is full.
    fn free(&mut self, child: Id<Child>, line: &PlanLine, day: NaiveDate, preferred: u32) -> Option<NaiveTime> {
        let length = line.minutes.div_ceil(30);
        if length == 0 {
            return None;
        }
        let (alone, class) = (Who::Specialist(line.specialist.clone()), Who::Class(line.specialist.clone()));
        // Several children can be in a class; everybody else needs the specialist for themselves.
        let (takes, barring) = match line.format {
            Format::Individual => (alone.clone(), vec![Who::Child(child), alone, class]),
            Format::Group => (class, vec![Who::Child(child), alone]),
        };
        let mut starts = (preferred..LAST_HALF_HOUR).chain(0..preferred);
        let is_free = |slot| barring.iter().all(|who| !self.taken.contains(&(who.clone(), day, slot)));
        let start = starts.find(|start| (*start..start + length).all(is_free))?;
        for slot in start..start + length {
            self.taken.extend([(Who::Child(child), day, slot), (takes.clone(), day, slot)]);
        }
        time(start)
    }
}

/// The time of a half hour, counted from the first.
fn time(half_hour: u32) -> Option<NaiveTime> {
    NaiveTime::from_hms_opt(FIRST_HOUR + half_hour / 2, half_hour % 2 * 30, 0)
}

/// The series that a line's sessions belong to; none where there is only one.
fn series(
    builder: &mut Builder,
    child: Id<Child>,
    PlannedLine { line, units_each }: &PlannedLine,
    provider: &Provider,
    (start, days): (Option<NaiveTime>, &[NaiveDate]),
) -> Id<Series> {
    if days.len() < 2 {
        return Id::default();
    }
    let series = Series {
        child,
        line: line.id,
        provider: provider.id,
        specialist: line.specialist.clone(),
        start,
        minutes: line.minutes,
        units: Decimal::from(*units_each),
        ..Series::default()
    };
    let Some(series) = series.on_days(days) else { return Id::default() };
    builder.add(|id| Series { id, ..series }).id
}

/// Whether the provider works on `day` and children can come.
fn is_open(programme: &Programme, provider: &Provider, day: NaiveDate) -> bool {
    calendar::is_working_day(day, programme.follows_moved_days) && !provider.closure_days.contains(&day)
}

/// The days of a line's sessions: every week, every second week or so, on the same day of the week; where that is a
/// holiday, the next open day of the week. What finds no place is not booked.
fn days(
    programme: &Programme,
    PlannedLine { line, units_each }: &PlannedLine,
    provider: &Provider,
    weekday: u64,
    manner: Manner,
) -> Vec<NaiveDate> {
    let wanted = (line.quantity / Decimal::from(*units_each)).floor();
    let wanted = u64::try_from(wanted).unwrap_or(0);
    let monday = line.from.week(Weekday::Mon).first_day();
    let weeks = ((line.to - monday).num_days() as u64 / 7 + 1) * manner.within / 100;
    let paused = |day: &NaiveDate| manner.pause.is_some_and(|(from, to)| (from..to).contains(day));
    let mut days: Vec<NaiveDate> = Vec::new();
    for k in 0..wanted {
        let week = monday + Days::new(7 * (k * weeks / wanted));
        let first = week + Days::new(weekday);
        // From the usual day to Friday, then from Monday on.
        let order =
            (0..5).map(
                |step| if weekday + step < 5 { first + Days::new(step) } else { week + Days::new(weekday + step - 5) },
            );
        let mut open = order.filter(|day| line.covers(*day) && is_open(programme, provider, *day) && !paused(day));
        if let Some(day) = open.find(|day| !days.contains(day)) {
            days.push(day);
        }
    }
    days.sort_unstable();
    days
}

/// What became of a session that is over, with a remark where it is an exception.
fn outcome(random: &mut Random, manner: Manner) -> (Outcome, String) {
    let excused = manner.excused;
    let (outcome, remarks) = match random.below(100) {
        chance if chance < excused => (Outcome::Excused, words::EXCUSES),
        chance if chance < excused + 3 => (Outcome::NoShow, words::NO_SHOWS),
        chance if chance < excused + 5 => (Outcome::ByProvider, words::PROVIDER_CANCELLED),
        chance if chance < excused + 7 => (Outcome::Moved, words::MOVED),
        _ => return (Outcome::Attended, String::new()),
    };
    (outcome, (*random.pick(remarks)).to_owned())
}

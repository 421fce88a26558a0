//! Which sessions take the same time of the same people: the one place for booking, for moving, and for the rules that
//! are asked of every write.

use std::sync::Arc;

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};

use super::{Format, Id, PlanLine, Provider, Recipient, Session, Unit, choices, diary::Whose, fold};

/// Minutes of a day.
pub const DAY_MINUTES: u32 = 24 * 60;
/// So many days after its first a session may still last: two weeks of respite.
pub const LONGEST_DAYS: u64 = 14;
/// The same in minutes.
pub const LONGEST_MINUTES: u32 = LONGEST_DAYS as u32 * DAY_MINUTES;
/// When a night begins that has no hour of its own.
const EVENING: u32 = 20;

choices! {
    /// Who or what cannot be in two places at once, nor sooner than the way from one to the other takes.
    Busy {
        Child "child" "b",
        Parent "parent" "v",
        Specialist "specialist" "s",
        Places "places" "t",
        Way "way" "c",
    }
}

/// A session of another child, with what is told of it where it is in the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    /// The session.
    pub session: Session,
    /// Its plan line.
    pub line: Arc<PlanLine>,
    /// The child's name, as whoever looks may see it.
    pub child: Arc<str>,
}

/// A session among those that it may be in the way of.
#[derive(Clone, Copy, Debug)]
pub struct Booked<'a> {
    /// The session.
    pub session: &'a Session,
    /// Its plan line, where it is known.
    pub line: Option<&'a PlanLine>,
    /// The name of another child; empty where it is the child's own.
    pub child: &'a str,
    /// Of the same family.
    pub is_kin: bool,
}

impl Booked<'_> {
    fn takes_child(&self) -> bool {
        self.line.is_none_or(|line| line.recipient != Recipient::Parent)
    }

    fn takes_parent(&self) -> bool {
        self.line.is_some_and(|line| line.recipient != Recipient::Child)
    }

    fn span(&self) -> Option<Span> {
        span(self.session, self.line)
    }

    /// Who provides it: its own provider, else its line's.
    pub fn provider(&self) -> Id<Provider> {
        self.line.map_or(self.session.provider, |line| self.session.provider_by(line))
    }

    /// Whether it takes people from one place to another.
    fn is_ride(&self) -> bool {
        self.line.is_some_and(|line| matches!(line.unit, Unit::Trip | Unit::Kilometre))
    }
}

/// From when to when.
pub type Span = (NaiveDateTime, NaiveDateTime);

/// How many minutes a unit lasts where nobody says otherwise; 0 where that is not the unit's to say.
pub fn minutes_of(unit: Unit) -> u32 {
    match unit {
        Unit::FullDay => DAY_MINUTES,
        Unit::Night => 12 * 60,
        Unit::Day => 8 * 60,
        Unit::Hour | Unit::Session | Unit::Visit | Unit::Trip | Unit::Kilometre => 0,
    }
}

/// From when to when a session lasts. Without an hour what lasts a day or longer takes its days whole, a night is from
/// evening to morning, and of anything else only the day is known: none.
pub fn span(session: &Session, line: Option<&PlanLine>) -> Option<Span> {
    let by_unit = || line.map_or(0, |line| minutes_of(line.unit));
    let minutes = if session.minutes > 0 { session.minutes } else { by_unit() };
    let is_night = line.is_some_and(|line| line.unit == Unit::Night);
    let (start, minutes) = match session.start {
        Some(start) => (start, minutes),
        None if minutes >= DAY_MINUTES => (NaiveTime::MIN, minutes.next_multiple_of(DAY_MINUTES)),
        None if is_night => (NaiveTime::from_hms_opt(EVENING, 0, 0)?, minutes),
        None => return None,
    };
    let from = session.day.and_time(start);
    Some((from, from + TimeDelta::minutes(i64::from(minutes.max(1)))))
}

/// The same; what has no hour takes its day whole: a place is kept for it.
fn span_of_place(session: &Session, line: Option<&PlanLine>) -> Span {
    span(session, line).unwrap_or_else(|| {
        let from = session.day.and_time(NaiveTime::MIN);
        (from, from + TimeDelta::minutes(i64::from(DAY_MINUTES)))
    })
}

fn meet(a: Span, b: Span) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// Whether two sessions take the same time.
pub fn overlap(new: &Session, old: &Session) -> bool {
    let is_other = new.id != old.id;
    is_other && span(new, None).zip(span(old, None)).is_some_and(|(new, old)| meet(new, old))
}

/// What stands in the way of a session.
#[derive(Clone, Copy, Debug)]
pub enum Met<'a> {
    /// Somebody has another session at that time.
    Session(Busy, Booked<'a>),
    /// Somebody has another session at another place, and the way takes so many minutes.
    TooFar(Booked<'a>, u32),
    /// So many others have the provider's places.
    NoPlace(usize),
}

/// What stands in the way of a session; of each kind the first. The providers say how many places they have, and how
/// long the way to them is.
pub fn met<'a>(new: Booked<'_>, around: &[Booked<'a>], providers: &[Provider]) -> Vec<Met<'a>> {
    let mut met: Vec<Met> = Vec::new();
    for old in around {
        for busy in shared(new, *old) {
            if !met.iter().any(|known| matches!(known, Met::Session(told, _) if *told == busy)) {
                met.push(Met::Session(busy, *old));
            }
        }
    }
    let too_far = around.iter().find_map(|old| Some(Met::TooFar(*old, hurry(new, *old, providers)?)));
    met.extend(too_far);
    let here = providers.iter().find(|provider| provider.id == new.provider());
    let (taken, places) = (places_taken(new, around), here.map_or(0, |here| here.capacity));
    if places > 0 && taken >= places as usize {
        met.push(Met::NoPlace(taken));
    }
    met
}

/// Who would be in two sessions at once.
fn shared(new: Booked<'_>, old: Booked<'_>) -> Vec<Busy> {
    let at_once = new.span().zip(old.span()).is_some_and(|(new, old)| meet(new, old));
    if at_once { in_both(new, old) } else { Vec::new() }
}

/// How many minutes the way between two sessions takes, where somebody is in both and there is less time between them.
/// The way is the longer one of what the two providers say; who stays at one place needs none, and a ride is the way.
fn hurry(new: Booked<'_>, old: Booked<'_>, providers: &[Provider]) -> Option<u32> {
    let (a, b) = (new.span()?, old.span()?);
    let between = (b.0 - a.1).max(a.0 - b.1);
    let of = |one: Booked| providers.iter().find(|provider| provider.id == one.provider());
    let (here, there) = of(new).zip(of(old))?;
    let minutes = here.travel_minutes.max(there.travel_minutes);
    let short = between >= TimeDelta::zero() && between < TimeDelta::minutes(i64::from(minutes));
    let rides = new.is_ride() || old.is_ride();
    (here.id != there.id && short && !rides && !in_both(new, old).is_empty()).then_some(minutes)
}

/// Who is in both sessions, whenever they are.
fn in_both(new: Booked<'_>, old: Booked<'_>) -> Vec<Busy> {
    if new.session.id == old.session.id {
        return Vec::new();
    }
    let is_own = new.session.child == old.session.child;
    let child = is_own && new.takes_child() && old.takes_child();
    let parent = (is_own || old.is_kin) && new.takes_parent() && old.takes_parent() && !together(new, old);
    let specialist = shares_specialist(new, old);
    // Whoever is told of the child need not be told of the parents beside it.
    let all = [(Busy::Child, child), (Busy::Parent, parent && !child), (Busy::Specialist, specialist && !child)];
    all.into_iter().filter(|(_, is)| *is).map(|(busy, _)| busy).collect()
}

/// Whether one specialist has both. In a group that begins together they are meant to; of a stay of days or nights
/// somebody is in charge, and how many stay there the places say.
fn shares_specialist(new: Booked<'_>, old: Booked<'_>) -> bool {
    let stays = |one: Booked<'_>| one.line.is_some_and(|line| minutes_of(line.unit) > 0);
    if stays(new) || stays(old) {
        return false;
    }
    let in_group = new.line.is_some_and(|line| line.format == Format::Group);
    let same_start = (new.session.day, new.session.start) == (old.session.day, old.session.start);
    !(in_group && same_start) && same_name(&new.session.specialist, &old.session.specialist)
}

/// Whether a service for the whole family is booked for brother and sister, to be used together.
fn together(new: Booked<'_>, old: Booked<'_>) -> bool {
    let (Some(one), Some(other)) = (new.line, old.line) else { return false };
    let same_start = (new.session.day, new.session.start) == (old.session.day, old.session.start);
    let for_family = one.recipient == Recipient::Family || one.format == Format::Group;
    old.is_kin && same_start && for_family && (&one.service, one.recipient) == (&other.service, other.recipient)
}

/// How many of a provider's places others have while the new session lasts. The last place is the child's own.
fn places_taken(new: Booked<'_>, others: &[Booked<'_>]) -> usize {
    let wanted = span_of_place(new.session, new.line);
    let takes = |old: &&Booked<'_>| {
        old.provider() == new.provider()
            && old.session.child != new.session.child
            && meet(wanted, span_of_place(old.session, old.line))
    };
    others.iter().filter(takes).count()
}

/// A name as it is compared: the same however it was typed.
pub fn name_key(name: &str) -> String {
    fold(name.trim())
}

/// Whether two names are the same however they were typed; nobody has an empty one.
pub fn same_name(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim(), other.trim());
    !one.is_empty() && (one == other || fold(one) == fold(other))
}

/// Whose calendars have the sessions of other families that may be in the way of one at that provider, with that
/// specialist.
pub fn calendars_of(provider: Id<Provider>, specialist: &str) -> impl Iterator<Item = Whose> {
    let specialist = name_key(specialist);
    let provider = provider.is_some().then_some(Whose::Provider(provider));
    provider.into_iter().chain((!specialist.is_empty()).then_some(Whose::Specialist(specialist)))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::Child;

    fn session(id: u64, child: u64, start: Option<u32>, minutes: u32) -> Session {
        Session {
            id: Id::new(id),
            child: Id::<Child>::new(child),
            day: NaiveDate::from_ymd_opt(2027, 1, 5).unwrap(),
            start: start.and_then(|hour| NaiveTime::from_hms_opt(hour, 0, 0)),
            minutes,
            ..Session::default()
        }
    }

    fn line(service: &str, recipient: Recipient, unit: Unit) -> PlanLine {
        PlanLine { service: service.into(), recipient, unit, ..PlanLine::default() }
    }

    fn booked<'a>(session: &'a Session, line: &'a PlanLine, is_kin: bool) -> Booked<'a> {
        Booked { session, line: Some(line), child: "", is_kin }
    }

    #[test]
    fn whose_time_two_sessions_share_depends_on_whom_they_are_for() {
        use Recipient::*;
        let check = |one, other, is_kin, expect: &[Busy]| {
            let (new, old) = (session(1, 1, Some(9), 60), session(2, if is_kin { 2 } else { 1 }, Some(9), 45));
            let (one, other) = (line("PSI", one, Unit::Session), line("PST", other, Unit::Session));
            assert_eq!(shared(booked(&new, &one, false), booked(&old, &other, is_kin)), expect);
        };
        check(Child, Child, false, &[Busy::Child]);
        check(Child, Parent, false, &[]);
        check(Parent, Parent, false, &[Busy::Parent]);
        check(Family, Child, false, &[Busy::Child]);
        check(Parent, Parent, true, &[Busy::Parent]);
        check(Parent, Family, true, &[Busy::Parent]);
        check(Child, Child, true, &[]);
        check(Child, Parent, true, &[]);
    }

    #[test]
    fn a_family_is_brought_in_one_car() {
        let (new, old) = (session(1, 1, Some(9), 60), session(2, 2, Some(9), 60));
        let car = line("TRA", Recipient::Family, Unit::Trip);
        assert_eq!(shared(booked(&new, &car, false), booked(&old, &car, true)), []);
    }

    #[test]
    fn days_and_nights_without_an_hour_take_their_time() {
        let child = |unit| line("ATB", Recipient::Child, unit);
        let check = |start, minutes, unit, expect: Option<(i64, i64)>| {
            let session = session(1, 1, start, minutes);
            let hours = |time: NaiveDateTime| (time - session.day.and_time(NaiveTime::MIN)).num_hours();
            let found = span(&session, Some(&child(unit))).map(|(from, to)| (hours(from), hours(to)));
            assert_eq!(found, expect, "{start:?} {minutes} {unit:?}");
        };
        check(None, 0, Unit::FullDay, Some((0, 24)));
        check(None, 2880, Unit::FullDay, Some((0, 48)));
        check(Some(8), 0, Unit::FullDay, Some((8, 32)));
        check(None, 0, Unit::Night, Some((20, 32)));
        check(Some(8), 0, Unit::Day, Some((8, 16)));
        // Some time that day: nobody can say that it clashes.
        check(None, 45, Unit::Session, None);
        check(None, 0, Unit::Trip, None);
    }

    #[test]
    fn what_has_no_hour_has_a_place_all_day() {
        let stay = line("ATB", Recipient::Child, Unit::FullDay);
        let day = line("DAC", Recipient::Child, Unit::Day);
        let (new, old, own) = (session(1, 1, Some(8), 1440), session(2, 2, None, 0), session(3, 1, None, 0));
        let others = [booked(&old, &day, false), booked(&own, &day, false)];
        assert_eq!(places_taken(booked(&new, &stay, false), &others), 1);
    }
}

//! Booking sessions, moving one, and saying what became of one.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use rust_decimal::Decimal;

use super::{super::form::Reading, Filling, FormField, Pick, base, provider_picks, put};
use crate::{
    app::msg::FormRequest,
    domain::{
        Deed, Fault, Field, Format, Id, Operation, Outcome, PlanLine, Problem, Provider, Session, calendar,
        overview::FormContext, pricing::PriceList,
    },
    i18n::{Lang, date, number, search},
};

/// The most sessions booked at once: three years, weekly.
const MOST: u32 = 160;

pub fn fields(request: &FormRequest, context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let session = match &context.base {
        Some(_) => base::<Session>(context),
        None => Session { day: request.day.max(context.programme.from), units: Decimal::ONE, ..Session::default() },
    };
    let lang = filling.lang;
    let mut fields = vec![
        FormField::one(Field::Line, line_picks(context, session.line, lang), session.line.0),
        FormField::date(Field::Day, Some(session.day), lang),
        FormField::time(Field::Start, session.start),
        FormField::minutes(Field::Minutes, session.minutes),
        FormField::number(Field::Units, session.units, lang),
    ];
    if context.base.is_none() {
        fields.push(FormField::number(Field::Repeat, Decimal::ONE, lang));
    }
    fields.extend([
        FormField::text(Field::Specialist, &session.specialist),
        FormField::text(Field::Text, &session.text),
        FormField::one(Field::Provider, provider_picks(context, session.provider.0), session.provider.0),
    ]);
    fields
}

/// The plan's lines to book from, `FIZ fizioterapeits (16)` with the units left; and the session's own, if an earlier
/// version has it.
fn line_picks(context: &FormContext, own: Id<PlanLine>, lang: Lang) -> Vec<Pick> {
    let current = context.lines.iter();
    let earlier = context.all_lines.iter().filter(|line| line.id == own);
    let mut lines: Vec<&PlanLine> = current.chain(earlier).collect();
    lines.dedup_by_key(|line| line.id);
    let mut picks: Vec<Pick> = Vec::with_capacity(lines.len());
    for (n, line) in lines.iter().enumerate() {
        if picks.iter().any(|pick| pick.value == line.id.0) {
            continue;
        }
        let name = context.services.iter().find(|service| service.code == line.service);
        let name = name.map(|service| super::service_name(service, lang)).unwrap_or_default();
        let left = context.uses.get(n).map(|used| number::decimal(used.remaining_units, lang));
        let left = left.map(|left| format!(" ({left})")).unwrap_or_default();
        let twin = lines[..n].iter().filter(|other| other.service == line.service).count();
        let code = if twin == 0 { line.service.clone() } else { format!("{}{}", line.service, twin + 1) };
        picks.push(Pick { label: format!("{code} {name}{left}"), code, value: line.id.0 });
    }
    picks
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext, filling: Filling<'_>) -> Operation {
    let old = base::<Session>(context);
    let line = picked_line(reading, context);
    let minutes = reading.minutes(Field::Minutes);
    let specialist = reading.text(Field::Specialist);
    // Another line brings its own provider, unless one was chosen here.
    let follows_line = line.id != old.line && !reading.is_changed(Field::Provider);
    let provider = reading.pick(Field::Provider).filter(|_| !follows_line);
    let session = Session {
        child: context.child.as_ref().map(|child| child.id).unwrap_or_default(),
        line: line.id,
        provider: provider.map_or(line.provider, Id::new),
        specialist: if specialist.is_empty() { line.specialist.clone() } else { specialist },
        day: reading.need_date(Field::Day),
        start: reading.time(Field::Start),
        minutes: if minutes == 0 { line.minutes } else { minutes },
        units: reading.number(Field::Units),
        text: reading.text(Field::Text),
        ..old
    };
    if context.base.is_some() {
        if !session.is_open() {
            reading.fault(Field::Line, Problem::AlreadyMarked);
        }
        check(reading, context, &line, &[&session], filling.lang);
        return put(context, session, Deed::EditSession, Deed::EditSession);
    }
    let Some(times) = times(reading) else {
        return Operation::new(Deed::BookSessions).create(session);
    };
    let (days, skipped) = weekly(session.day, times, context, session.provider);
    if !skipped.is_empty() {
        let shown: Vec<String> = skipped.iter().map(|&day| date::show(day, filling.lang)).collect();
        reading.fault(Field::Repeat, Problem::ClosedDay(shown.join(" ")));
    }
    let first = Id::placeholder(1);
    let series = if days.len() > 1 { first } else { Id::default() };
    let booked: Vec<Session> = days
        .into_iter()
        .enumerate()
        .map(|(n, day)| Session { id: Id::placeholder(n as u64 + 1), day, series, ..session.clone() })
        .collect();
    check(reading, context, &line, &booked.iter().collect::<Vec<_>>(), filling.lang);
    booked.into_iter().fold(Operation::new(Deed::BookSessions), Operation::create)
}

/// How many weeks are booked; one where nothing is entered.
fn times(reading: &mut Reading<'_>) -> Option<u32> {
    let typed = reading.text(Field::Repeat);
    if typed.is_empty() {
        return Some(1);
    }
    let problem = match number::parse_count(&typed) {
        Ok(times) if (1..=MOST).contains(&times) => return Some(times),
        Ok(0) => Problem::NotPositive,
        Ok(_) => Problem::TooMuch(u64::from(MOST)),
        Err(problem) => problem,
    };
    reading.fault(Field::Repeat, problem);
    None
}

fn picked_line(reading: &mut Reading<'_>, context: &FormContext) -> PlanLine {
    let number = reading.pick(Field::Line).unwrap_or_default();
    context.all_lines.iter().find(|line| line.id.0 == number).cloned().unwrap_or_default()
}

/// A public holiday, or a day on which the provider is closed.
fn is_closed(day: NaiveDate, context: &FormContext, provider: Id<Provider>) -> bool {
    let provider = context.providers.iter().find(|candidate| candidate.id == provider);
    calendar::holiday(day).is_some() || provider.is_some_and(|provider| provider.closure_days.contains(&day))
}

/// That many days, a week apart, and the closed days stepped over. One session is never moved.
fn weekly(
    first: NaiveDate,
    times: u32,
    context: &FormContext,
    provider: Id<Provider>,
) -> (Vec<NaiveDate>, Vec<NaiveDate>) {
    if times <= 1 {
        return (vec![first], Vec::new());
    }
    let (mut days, mut skipped) = (Vec::new(), Vec::new());
    let mut day = first;
    while (days.len() as u32) < times && skipped.len() < 60 {
        if is_closed(day, context, provider) {
            skipped.push(day)
        } else {
            days.push(day)
        }
        day = day + Days::new(7);
    }
    (days, skipped)
}

/// Everything that speaks against booking these sessions of one line.
fn check(reading: &mut Reading<'_>, context: &FormContext, line: &PlanLine, sessions: &[&Session], lang: Lang) {
    if !line.id.is_some() {
        return;
    }
    let service = context.services.iter().find(|service| service.code == line.service);
    if let (Some(child), Some(service)) = (&context.child, service) {
        let problem = sessions.iter().find_map(|session| child.medical_problem(service, session.day));
        reading.faults.extend(problem.map(|problem| Fault::new(Field::Line, problem)));
    }
    let prices = PriceList::new(&context.prices);
    if let Some(outside) = sessions.iter().find(|session| !line.covers(session.day)) {
        let field = if outside.id == sessions[0].id { Field::Day } else { Field::Repeat };
        reading.fault(field, Problem::OutsideLine(line.from, line.to));
    }
    if let Some(session) = sessions.iter().find(|session| prices.for_session(session, line).is_none()) {
        reading.fault(Field::Day, Problem::NoPrice(session.day));
    }
    if let [only] = sessions
        && is_closed(only.day, context, only.provider)
    {
        reading.fault(Field::Day, Problem::ClosedDay(date::show(only.day, lang)));
    }
    if let Some(used) = context.lines.iter().position(|other| other.id == line.id).and_then(|n| context.uses.get(n)) {
        let before = context.sessions.iter().filter(|old| old.line == line.id);
        let already: Decimal = before.filter(|old| sessions.iter().any(|new| new.id == old.id)).map(|s| s.units).sum();
        let wanted: Decimal = sessions.iter().map(|session| session.units).sum();
        let over = wanted - already - used.remaining_units;
        if over > Decimal::ZERO {
            reading.fault(Field::Units, Problem::OverQuantity(number::decimal(over, lang)));
        }
    }
    let own = sessions.iter().find_map(|new| context.sessions.iter().find(|old| overlap(new, old)));
    let busy =
        |new: &Session| context.elsewhere.iter().find(|old| same_specialist(new, old, line) && overlap(new, old));
    if let Some(clash) = own.or_else(|| sessions.iter().find_map(|new| busy(new))) {
        let time = clash.start.map(|time| time.format(" %H:%M").to_string()).unwrap_or_default();
        let whose = if own.is_some() { String::new() } else { format!(" {}", clash.specialist) };
        reading.fault(Field::Start, Problem::Clash(format!("{}{time}{whose}", date::show(clash.day, lang))));
    }
}

/// Whether two sessions take the same time.
fn overlap(new: &Session, old: &Session) -> bool {
    let span = |session: &Session| -> Option<(NaiveTime, TimeDelta)> {
        Some((session.start?, TimeDelta::minutes(i64::from(session.minutes.max(1)))))
    };
    let (Some((a, a_long)), Some((b, b_long))) = (span(new), span(old)) else { return false };
    new.id != old.id && old.is_open() && new.day == old.day && a - b < b_long && b - a < a_long
}

/// Whether one specialist would be with two children at once; in a group that begins together they are meant to be.
fn same_specialist(new: &Session, old: &Session, line: &PlanLine) -> bool {
    let together = line.format == Format::Group && new.start == old.start;
    let names = (search::fold(new.specialist.trim()), search::fold(old.specialist.trim()));
    !together && !names.0.is_empty() && names.0 == names.1
}

pub fn moving_fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let session = base::<Session>(context);
    vec![
        FormField::date(Field::Day, Some(session.day), filling.lang),
        FormField::time(Field::Start, session.start),
        FormField::text(Field::Text, ""),
    ]
}

/// The old session stays, marked as moved, and points to the new one.
pub fn build_move(reading: &mut Reading<'_>, context: &FormContext, filling: Filling<'_>) -> Operation {
    let old = base::<Session>(context);
    if !old.is_open() {
        reading.fault(Field::Day, Problem::AlreadyMarked);
    }
    let new = Session {
        id: Id::placeholder(1),
        day: reading.need_date(Field::Day),
        start: reading.time(Field::Start),
        series: Id::default(),
        ..old.clone()
    };
    if new.day == old.day && new.start == old.start {
        reading.fault(Field::Day, Problem::Duplicate(date::show(old.day, filling.lang)));
    }
    let line = context.all_lines.iter().find(|line| line.id == old.line).cloned().unwrap_or_default();
    // The old session gives its units back before the new one is checked.
    let mut without = context.clone();
    without.sessions.retain(|session| session.id != old.id);
    if let Some(used) = without.lines.iter().position(|l| l.id == old.line).and_then(|n| without.uses.get_mut(n)) {
        used.remaining_units += old.units;
    }
    check(reading, &without, &line, &[&new], filling.lang);
    // Why it was moved is said of the old one; what was noted before stays unless something is said.
    let why = reading.text(Field::Text);
    let text = if why.is_empty() { old.text.clone() } else { why };
    let moved = Session { outcome: Outcome::Moved, moved_to: new.id, text, ..old.clone() };
    Operation::new(Deed::MoveSession).create(new).change(old, moved)
}

pub fn outcome_fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let session = base::<Session>(context);
    let outcome = if session.is_open() { Outcome::Excused } else { session.outcome };
    vec![
        FormField::choice(Field::Outcome, outcome, filling.lang),
        FormField::number(Field::Units, session.units, filling.lang),
        FormField::text(Field::Text, &session.text),
    ]
}

pub fn build_outcome(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let old = base::<Session>(context);
    let outcome: Outcome = reading.choice(Field::Outcome);
    // The session it was moved to stands in its place: moving is done, and taken back, as a whole.
    if (outcome == Outcome::Moved) != (old.outcome == Outcome::Moved) {
        reading.fault(Field::Outcome, Problem::NotAChoice(reading.text(Field::Outcome)));
    }
    if matches!(outcome, Outcome::Attended | Outcome::NoShow) && old.day > context.today {
        reading.fault(Field::Outcome, Problem::InFuture);
    }
    let line = context.all_lines.iter().find(|line| line.id == old.line).cloned().unwrap_or_default();
    let provider = context.providers.iter().find(|provider| provider.id == old.provider_by(&line));
    let terms = PriceList::new(&context.prices).terms(&old, &line, provider);
    let session = old.marked(outcome, reading.number(Field::Units), &line, terms).unwrap_or_else(|problem| {
        reading.fault(Field::Outcome, problem);
        old.clone()
    });
    let deed = if outcome == Outcome::Attended { Deed::MarkAttendance } else { Deed::CancelSession };
    let session = Session { text: reading.text(Field::Text), ..session };
    Operation::new(deed).change(old, session)
}

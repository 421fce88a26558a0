//! Booking sessions, moving one, and saying what became of one.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use rust_decimal::Decimal;

use super::{super::form::Reading, Filling, FormField, Pick, base, put};
use crate::{
    app::msg::FormRequest,
    domain::{
        Deed, Field, Id, Operation, Outcome, PlanLine, Problem, Provider, Session, calendar, overview::FormContext,
        pricing::PriceList,
    },
    i18n::{Lang, date, number},
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
        FormField::one(Field::Line, line_picks(context, lang), session.line.0),
        FormField::date(Field::Day, Some(session.day), lang),
        FormField::time(Field::Start, session.start),
        FormField::minutes(Field::Minutes, session.minutes),
        FormField::number(Field::Units, session.units, lang),
    ];
    if context.base.is_none() {
        fields.push(FormField::number(Field::Repeat, Decimal::ONE, lang));
    }
    fields.push(FormField::text(Field::Specialist, &session.specialist));
    fields.push(FormField::text(Field::Text, &session.text));
    fields
}

/// The plan's lines to book from: `FIZ fizioterapeits 16/40`.
fn line_picks(context: &FormContext, lang: Lang) -> Vec<Pick> {
    let lines = context.lines.iter().enumerate();
    lines
        .map(|(n, line)| {
            let name = context.services.iter().find(|service| service.code == line.service);
            let name = name.map(|service| super::service_name(service, lang)).unwrap_or_default();
            let left = context.uses.get(n).map(|used| number::decimal(used.remaining_units, lang));
            let left = left.map(|left| format!(" ({left})")).unwrap_or_default();
            let twin = context.lines[..n].iter().filter(|other| other.service == line.service).count();
            let code = if twin == 0 { line.service.clone() } else { format!("{}{}", line.service, twin + 1) };
            Pick { label: format!("{code} {name}{left}"), code, value: line.id.0 }
        })
        .collect()
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext, filling: Filling<'_>) -> Operation {
    let old = base::<Session>(context);
    let line = picked_line(reading, context);
    let minutes = reading.minutes(Field::Minutes);
    let specialist = reading.text(Field::Specialist);
    let provider = if context.base.is_some() { old.provider } else { line.provider };
    let session = Session {
        child: context.child.as_ref().map(|child| child.id).unwrap_or_default(),
        line: line.id,
        provider,
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
            reading.fault(Field::Day, Problem::Locked);
        }
        check(reading, context, &line, &[&session], filling.lang);
        return put(context, session, Deed::EditSession, Deed::EditSession);
    }
    let times = reading.number(Field::Repeat);
    let Some(times) = u32::try_from(times).ok().filter(|&n| (1..=MOST).contains(&n) && Decimal::from(n) == times)
    else {
        reading.fault(Field::Repeat, Problem::NotANumber(reading.text(Field::Repeat)));
        return Operation::new(Deed::BookSessions).create(session);
    };
    let (days, skipped) = weekly(session.day, times, context, &line);
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

fn picked_line(reading: &mut Reading<'_>, context: &FormContext) -> PlanLine {
    let number = reading.pick(Field::Line).unwrap_or_default();
    context.lines.iter().find(|line| line.id.0 == number).cloned().unwrap_or_default()
}

fn provider_of<'a>(context: &'a FormContext, line: &PlanLine) -> Option<&'a Provider> {
    context.providers.iter().find(|provider| provider.id == line.provider)
}

/// That many days, a week apart, and the holidays and closed days stepped over. One session is never moved.
fn weekly(first: NaiveDate, times: u32, context: &FormContext, line: &PlanLine) -> (Vec<NaiveDate>, Vec<NaiveDate>) {
    if times <= 1 {
        return (vec![first], Vec::new());
    }
    let closed = |day: NaiveDate| {
        calendar::holiday(day).is_some()
            || provider_of(context, line).is_some_and(|provider| provider.closure_days.contains(&day))
    };
    let (mut days, mut skipped) = (Vec::new(), Vec::new());
    let mut day = first;
    while (days.len() as u32) < times && skipped.len() < 60 {
        if closed(day) {
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
    if let Some(limit) = context.child.as_ref().and_then(|child| child.health_limit(&line.service)) {
        reading.fault(Field::Line, Problem::HealthLimit(limit.reason.clone()));
    }
    let prices = PriceList::new(&context.prices);
    if let Some(outside) = sessions.iter().find(|session| !line.covers(session.day)) {
        let field = if outside.id == sessions[0].id { Field::Day } else { Field::Repeat };
        reading.fault(field, Problem::OutsideLine(line.from, line.to));
    }
    let unpriced = |session: &&&Session| {
        prices.price_on(&line.service, session.provider, line.format, line.unit, session.day).is_none()
    };
    if let Some(session) = sessions.iter().find(unpriced) {
        reading.fault(Field::Day, Problem::NoPrice(session.day));
    }
    if let [only] = sessions {
        let shown = date::show(only.day, lang);
        let closed = provider_of(context, line).is_some_and(|provider| provider.closure_days.contains(&only.day));
        if calendar::holiday(only.day).is_some() || closed {
            reading.fault(Field::Day, Problem::ClosedDay(shown));
        }
    }
    if let Some(used) = context.lines.iter().position(|other| other.id == line.id).and_then(|n| context.uses.get(n)) {
        let already: Decimal =
            context.sessions.iter().filter(|s| sessions.iter().any(|new| new.id == s.id)).map(|s| s.units).sum();
        let wanted: Decimal = sessions.iter().map(|session| session.units).sum();
        let over = wanted - already - used.remaining_units;
        if over > Decimal::ZERO {
            reading.fault(Field::Units, Problem::OverQuantity(number::decimal(over, lang)));
        }
    }
    let clash = sessions.iter().find_map(|new| context.sessions.iter().find(|old| overlap(new, old)));
    if let Some(clash) = clash {
        let time = clash.start.map(|time| time.format(" %H:%M").to_string()).unwrap_or_default();
        reading.fault(Field::Start, Problem::Clash(format!("{}{time}", date::show(clash.day, lang))));
    }
}

/// Whether two sessions of a child take the same time.
fn overlap(new: &Session, old: &Session) -> bool {
    let span = |session: &Session| -> Option<(NaiveTime, TimeDelta)> {
        Some((session.start?, TimeDelta::minutes(i64::from(session.minutes.max(1)))))
    };
    let (Some((a, a_long)), Some((b, b_long))) = (span(new), span(old)) else { return false };
    new.id != old.id && old.is_open() && new.day == old.day && a - b < b_long && b - a < a_long
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
        reading.fault(Field::Day, Problem::Locked);
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
    let text = reading.text(Field::Text);
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
    if outcome == Outcome::Moved && old.outcome != Outcome::Moved {
        reading.fault(Field::Outcome, Problem::NotAChoice(reading.text(Field::Outcome)));
    }
    if outcome == Outcome::Attended && old.day > context.today {
        reading.fault(Field::Outcome, Problem::InFuture);
    }
    let line = context.all_lines.iter().find(|line| line.id == old.line).cloned().unwrap_or_default();
    let prices = PriceList::new(&context.prices);
    let price = prices.price_on(&line.service, old.provider, line.format, line.unit, old.day).map(|p| p.amount);
    let percent = context.providers.iter().find(|provider| provider.id == old.provider).map(|p| p.charged_percent);
    let marked = old.marked(outcome, reading.number(Field::Units), &line, price, percent.unwrap_or_default());
    let session = marked.unwrap_or_else(|problem| {
        reading.fault(Field::Outcome, problem);
        old.clone()
    });
    let deed = if outcome == Outcome::Attended { Deed::MarkAttendance } else { Deed::CancelSession };
    let session = Session { text: reading.text(Field::Text), ..session };
    Operation::new(deed).change(old, session)
}

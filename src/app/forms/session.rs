//! Booking sessions, and moving one.

use chrono::Datelike;
use rust_decimal::Decimal;

use super::{
    super::form::{Form, Reading},
    Filling, FormField, Noun, Pick, base,
    provider::specialist,
    provider_picks, put, suggest,
};
use crate::{
    app::msg::FormRequest,
    domain::{
        Deed, Fault, Field, Format, Id, Operation, Outcome, PlanLine, Problem, Recipient, Series, Session, Skip,
        calendar::DayOff,
        clash::{Clash, InTheWay, Surroundings, by_kind},
        overview::FormContext,
        recurrence::{End, Pattern},
        series::{Outline, Wish, outline},
        succession::line_on,
        units_of, units_on,
    },
    i18n::{Lang, Text, choice::Worded, date, number, rules::appointment},
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
pub(super) fn line_picks(context: &FormContext, own: Id<PlanLine>, lang: Lang) -> Vec<Pick> {
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
        let name = name.map_or("", |service| super::service_name(service, lang));
        let name = line_name(line, name, lang);
        let left = context.uses.get(n).map(|used| number::decimal(used.remaining_units, lang));
        let left = left.map(|left| format!(" ({left})")).unwrap_or_default();
        let twin = lines[..n].iter().filter(|other| other.service == line.service).count();
        let code = if twin == 0 { line.service.clone() } else { format!("{}{}", line.service, twin + 1) };
        picks.push(Pick { label: format!("{code} {name}{left}"), code, value: line.id.0 });
    }
    picks
}

/// What a line of the plan is told by beside another one of the same service: `psihologa konsultācija · grupa · vecāks`.
pub fn line_name(line: &PlanLine, service: &str, lang: Lang) -> String {
    let format = (line.format == Format::Group).then(|| line.format.text(lang));
    let recipient = (line.recipient != Recipient::Child).then(|| line.recipient.text(lang));
    let copayment = Some(line.copayment_percent).filter(|percent| !percent.is_zero());
    let copayment = copayment.map(|percent| Text::FamilyPays.fill(lang, &[&number::percent(percent, lang)]));
    let parts = [Some(service), format, recipient, copayment.as_deref()];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext, filling: Filling<'_>) -> Operation {
    let old = base::<Session>(context);
    let day = reading.need_date(Field::Day);
    let picked = picked_line(reading, context);
    let line = line_on(context, &picked, day).clone();
    let minutes = usual_minutes(reading, &line);
    // Another line brings its own provider, unless one was chosen here.
    let follows_line = line.id != old.line && !reading.is_changed(Field::Provider);
    let provider = reading.pick(Field::Provider).filter(|_| !follows_line);
    let provider = provider.map_or(line.provider, Id::new);
    let specialist = specialist(reading, context, provider);
    let start = reading.time(Field::Start);
    let by_time = follows_time(reading, context, &line);
    let session = Session {
        child: context.child.as_ref().map(|child| child.id).unwrap_or_default(),
        line: line.id,
        provider,
        specialist: if specialist.is_empty() { line.specialist.clone() } else { specialist },
        day,
        start,
        minutes,
        units: match by_time {
            true => units_on(&line, day, start, minutes),
            false => reading.number(Field::Units),
        },
        text: reading.text(Field::Text),
        ..old
    };
    if context.base.is_some() {
        // It still stands for the day of its series on which it was.
        let rule_day = base::<Session>(context).rule_day();
        let in_series = session.series.is_some() && session.day != rule_day;
        let session = Session { instead_of: in_series.then_some(rule_day), ..session };
        if !session.is_open() {
            reading.fault(Field::Line, Problem::AlreadyMarked);
        }
        check(reading, context, &line, std::slice::from_ref(&session), filling.lang);
        return put(context, session, Deed::EditSession, Deed::EditSession);
    }
    let Some(times) = times(reading) else {
        return Operation::new(Deed::BookSessions).create(session);
    };
    // One session is never moved off its day.
    if times == 1 {
        check(reading, context, &line, std::slice::from_ref(&session), filling.lang);
        return Operation::new(Deed::BookSessions).create(session);
    }
    let wish = Wish {
        pattern: Pattern::Weekly(vec![session.day.weekday()]),
        every: 1,
        from: session.day,
        end: End::Count(times),
        skip: Skip::LeaveOut,
        without: Vec::new(),
        by_hand: Vec::new(),
    };
    let around = Surroundings::new(context, &line, &[]);
    match outline(&wish, &around.days_off(session.provider)) {
        Ok(laid) => {
            let skipped: Vec<String> = laid.exceptions().iter().map(|&day| date::show(day, filling.lang)).collect();
            if !skipped.is_empty() {
                reading.fault(Field::Repeat, Problem::ClosedDay(skipped.join(" ")));
            }
            // Of a night with another hour the series knows nothing.
            let usual = if by_time { units_of(&line, minutes) } else { session.units };
            let series = Series::of(&Session { units: usual, ..session.clone() }, &laid, wish.skip);
            let mut booked = booked(&series, &line, &laid, &session.text);
            for one in &mut booked {
                one.line = line_on(context, &picked, one.day).id;
            }
            check(reading, context, &line, &booked, filling.lang);
            booked.into_iter().fold(Operation::new(Deed::BookSessions).create(series), Operation::create)
        }
        Err(fault) => {
            reading.fault(Field::Repeat, Problem::BadRule(fault));
            Operation::new(Deed::BookSessions).create(session)
        }
    }
}

/// The sessions of a new series, as they are laid out.
fn booked(series: &Series, line: &PlanLine, laid: &Outline, text: &str) -> Vec<Session> {
    let sessions = laid.held().enumerate().map(|(n, (rule_day, day))| Session {
        id: Id::placeholder(n as u64 + 1),
        text: text.to_owned(),
        ..series.planned(line, rule_day, day)
    });
    sessions.collect()
}

/// As long as was entered, else as long as the line has it.
fn usual_minutes(reading: &mut Reading<'_>, line: &PlanLine) -> u32 {
    match reading.minutes(Field::Minutes) {
        0 => line.minutes,
        minutes => minutes,
    }
}

/// Whether the units follow from the time: nobody said how many, now or before.
fn follows_time(reading: &Reading<'_>, context: &FormContext, line: &PlanLine) -> bool {
    let old = base::<Session>(context);
    let of_old = context.all_lines.iter().find(|other| other.id == old.line);
    of_old.is_none_or(|of_old| old.counts_time(of_old)) && line.id.is_some() && !reading.is_changed(Field::Units)
}

/// The line, the time or the length was entered: the units follow, where the form can be seen to say so.
pub(super) fn derive(context: &FormContext, fields: &mut [FormField], lang: Lang) {
    let mut reading = Reading::new(fields, context.today);
    let (day, start) = (reading.need_date(Field::Day), reading.time(Field::Start));
    let line = line_on(context, &picked_line(&mut reading, context), day).clone();
    let minutes = usual_minutes(&mut reading, &line);
    if follows_time(&reading, context, &line) {
        suggest(fields, Field::Units, &number::plain(units_on(&line, day, start, minutes), lang));
    }
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

/// Everything that speaks against booking these sessions of one line: of each kind, the first.
fn check(reading: &mut Reading<'_>, context: &FormContext, line: &PlanLine, sessions: &[Session], lang: Lang) {
    let replaced: Vec<Id<Session>> = sessions.iter().map(|session| session.id).collect();
    check_instead_of(reading, context, line, sessions, &replaced, lang);
}

/// The same, as if the sessions in `replaced` were not on the calendar.
fn check_instead_of(
    reading: &mut Reading<'_>,
    context: &FormContext,
    line: &PlanLine,
    sessions: &[Session],
    replaced: &[Id<Session>],
    lang: Lang,
) {
    if !line.id.is_some() {
        return;
    }
    for (found, others) in by_kind(&Surroundings::new(context, line, replaced).clashes(sessions), sessions) {
        // Of a series the days off are told as what it skips.
        let skipped = sessions.len() > 1 && matches!(found.clash, Clash::DayOff(..));
        // What a rule is about is told by the rule, when it is saved.
        if skipped || found.clash.is_ruled() {
            continue;
        }
        let later = found.session.is_some_and(|n| n > 0);
        let field = match found.clash {
            Clash::Medical(_) => Field::Line,
            Clash::UnknownSchoolYear(_) if sessions.len() > 1 => Field::Repeat,
            Clash::OutsideLine(_) if later => Field::Repeat,
            Clash::UnknownSchoolYear(_) | Clash::OutsideLine(_) | Clash::NoPrice(_) | Clash::DayOff(..) => Field::Day,
            Clash::OverQuantity(_) => Field::Units,
            Clash::SkippedHour(_) | Clash::Busy(..) | Clash::TooFar(..) | Clash::NoPlace(..) => Field::Start,
        };
        if !reading.faults.iter().any(|known| known.field == field) {
            reading.faults.push(Fault::new(field, problem(&found.clash, line, lang)).also_on(others));
        }
    }
}

/// A clash as what is wrong with a field.
pub fn problem(clash: &Clash, line: &PlanLine, lang: Lang) -> Problem {
    let at = |way: &InTheWay| {
        let session = &way.session;
        let told = appointment(&way.service, session.day, session.start, &way.child, lang);
        format!("{told} {}", session.specialist).trim_end().to_owned()
    };
    match clash {
        Clash::Medical(problem) => problem.clone(),
        Clash::OutsideLine(_) => Problem::OutsideLine(line.from, line.to),
        Clash::NoPrice(day) => Problem::NoPrice(*day),
        Clash::DayOff(day, DayOff::Absent(scope)) => Problem::Away(*scope, *day),
        Clash::DayOff(day, _) => Problem::ClosedDay(date::show(*day, lang)),
        Clash::SkippedHour(day) => Problem::SkippedHour(*day),
        Clash::OverQuantity(over) => Problem::OverQuantity(number::decimal(*over, lang)),
        Clash::Busy(busy, other) => Problem::Clash(*busy, at(other)),
        Clash::TooFar(other, minutes) => Problem::TooFar(at(other), *minutes),
        Clash::NoPlace(day, places) => Problem::NoPlace(*day, *places),
        Clash::UnknownSchoolYear(year) => Problem::UnknownSchoolYear(*year),
    }
}

/// Who works where the session is held, of the form of one.
pub fn specialists(form: &Form) -> &[String] {
    if !matches!(form.noun, Noun::Session | Noun::MoveSession) {
        return &[];
    }
    let context = &form.context;
    let old = base::<Session>(context);
    let mut reading = Reading::new(&form.fields, context.today);
    let line = match reading.pick(Field::Line) {
        Some(number) => Id::new(number),
        None => old.line,
    };
    let line = context.all_lines.iter().find(|known| known.id == line);
    let own = old.provider.is_some().then_some(old.provider);
    let provider = reading.pick(Field::Provider).map(Id::new).or(own).or_else(|| Some(line?.provider));
    let provider = context.providers.iter().find(|known| Some(known.id) == provider);
    provider.map_or(&[], |provider| &provider.specialists)
}

pub fn moving_fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let session = base::<Session>(context);
    vec![
        FormField::date(Field::Day, Some(session.day), filling.lang),
        FormField::time(Field::Start, session.start),
        FormField::proposal(Field::Specialist, &session.specialist),
        FormField::text(Field::Text, ""),
    ]
}

/// The old session stays, marked as moved, and points to the new one.
pub fn build_move(reading: &mut Reading<'_>, context: &FormContext, filling: Filling<'_>) -> Operation {
    let old = base::<Session>(context);
    if !old.is_open() {
        reading.fault(Field::Day, Problem::AlreadyMarked);
    }
    let line = context.all_lines.iter().find(|line| line.id == old.line).cloned().unwrap_or_default();
    let specialist = specialist(reading, context, old.provider_by(&line));
    let new = Session {
        id: Id::placeholder(1),
        day: reading.need_date(Field::Day),
        start: reading.time(Field::Start),
        specialist: if specialist.is_empty() { old.specialist.clone() } else { specialist },
        series: Id::default(),
        instead_of: None,
        uid: String::new(),
        ..old.clone()
    };
    if new.day == old.day && new.start == old.start {
        reading.fault(Field::Day, Problem::Duplicate(date::show(old.day, filling.lang)));
    }
    let new = if old.counts_time(&line) { new.counted(&line) } else { new };
    check_instead_of(reading, context, &line, std::slice::from_ref(&new), &[old.id], filling.lang);
    // Why it was moved is said of the old one; what was noted before stays unless something is said.
    let why = reading.text(Field::Text);
    let text = if why.is_empty() { old.text.clone() } else { why };
    let to_inform = old.day >= context.today;
    let moved = Session { outcome: Outcome::Moved, moved_to: new.id, text, to_inform, ..old.clone() };
    Operation::new(Deed::MoveSession).create(new).change(old, moved)
}

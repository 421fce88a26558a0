//! A series that there is, as the line that would make it, and what of its sessions was set by hand.

use chrono::{Datelike, NaiveDate};

use super::{usual_minutes, with_school};
use crate::{
    domain::{
        PlanLine, Series, Session, Skip, calendar::DaysOff, clash::Surroundings, overview::FormContext,
        recurrence::Pattern, units_of,
    },
    i18n::quick_add::Typed,
};

/// The line that says what the series is; what its plan line says is not repeated.
pub fn typed_of(series: &Series, context: &FormContext) -> Typed {
    let line = line_of(series, context);
    let off = days_off(series, context, &line);
    let by_hand = |day: &NaiveDate| series.skip == Skip::NextWorkingDay || off.why(*day).is_none();
    let mut typed = Typed {
        line: Some(series.line),
        provider: Some(series.provider).filter(|provider| *provider != line.provider),
        specialist: Some(series.specialist.clone()).filter(|name| *name != line.specialist && !name.is_empty()),
        start: series.start,
        minutes: Some(series.minutes).filter(|minutes| *minutes > 0 && *minutes != usual_minutes(&line, context)),
        units: Some(series.units).filter(|units| *units != units_of(&line, series.minutes)),
        from: Some(series.from),
        skip: series.skip,
        without: series.exceptions.iter().copied().filter(by_hand).collect(),
        school_holidays: series.school_holidays,
        ..Typed::from(&series.rule)
    };
    match &series.rule.pattern {
        Pattern::Weekly(days) if days.is_empty() => typed.weekdays = vec![series.from.weekday()],
        Pattern::MonthDays(days) if days.is_empty() => typed.month_days = vec![series.from.day()],
        _ => {}
    }
    if typed.times.is_some() {
        // Of its days those that are left out are not counted.
        typed.times = u32::try_from(series.days().len()).ok();
    }
    typed
}

/// Sessions of a series that are not where its rule has them, but for those that only days off put there, if `skip` now
/// says otherwise of days off; and whatever is over. By day of the rule: on which they are held.
pub(super) fn by_hand(
    series: &Series,
    kept: &[&Session],
    is_movable: impl Fn(&Session) -> bool,
    context: &FormContext,
    skip: Skip,
) -> Vec<(NaiveDate, NaiveDate)> {
    let line = line_of(series, context);
    let off = days_off(series, context, &line);
    // Where it was put stays its place as long as days off are treated as before.
    let shifts = |day: NaiveDate| skip != series.skip && skip == Skip::LeaveOut && off.why(day).is_some();
    // What was booked before a day became one off is held there, too.
    let is_by_hand = |own: &Session| {
        if own.day == own.rule_day() { off.why(own.day).is_some() } else { !shifts(own.rule_day()) }
    };
    let stays = kept.iter().filter(|own| !is_movable(own) || is_by_hand(own));
    stays.map(|own| (own.rule_day(), own.day)).collect()
}

fn line_of(series: &Series, context: &FormContext) -> PlanLine {
    context.all_lines.iter().find(|line| line.id == series.line).cloned().unwrap_or_default()
}

fn days_off<'a>(series: &Series, context: &'a FormContext, line: &'a PlanLine) -> DaysOff<'a> {
    let off = Surroundings::new(context, line, &[]).days_off(series.provider);
    with_school(off, series.school_holidays)
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveTime, Weekday};
    use proptest::prelude::*;

    use super::{super::preview, *};
    use crate::{
        app::quick_add::vocabulary,
        domain::{AnyRecord, Id, Money, Price, Provider, Unit},
        i18n::{Lang, quick_add::write},
    };

    fn day(month: u32, date: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2028, month, date).unwrap()
    }

    fn context() -> FormContext {
        let line = |id, service: &str, unit, minutes| PlanLine {
            id: Id::new(id),
            service: service.into(),
            unit,
            minutes,
            provider: Id::new(1),
            specialist: "Ilze Kalniņa".into(),
            from: day(1, 1),
            to: day(12, 31),
            ..PlanLine::default()
        };
        let lines = vec![
            line(1, "ATB", Unit::FullDay, 0),
            line(2, "NAK", Unit::Night, 0),
            line(3, "PAV", Unit::Hour, 0),
            line(4, "LOG", Unit::Session, 45),
        ];
        let price = |line: &PlanLine| Price {
            service: line.service.clone(),
            unit: line.unit,
            amount: Money::from_cents(1000),
            from: day(1, 1),
            ..Price::default()
        };
        let provider = |id, name: &str| Provider {
            id: Id::new(id),
            name: name.into(),
            closure_days: vec![day(3, 6), day(3, 7)],
            ..Provider::default()
        };
        FormContext {
            prices: lines.iter().map(price).collect(),
            all_lines: lines.clone(),
            lines,
            providers: vec![provider(1, "Talsu poliklīnika"), provider(2, "SIA Solis")],
            today: day(1, 3),
            ..FormContext::default()
        }
    }

    prop_compose! {
        /// A series as it was booked or came from a file, and its sessions.
        fn stored()(
            line in 1..=4_u64,
            days in prop::sample::subsequence(vec![Weekday::Mon, Weekday::Tue, Weekday::Thu, Weekday::Sun], 1..=3),
            kind in 0..3,
            every in 1..3_u32,
            start in prop::option::of((0..24_u32, 0..60_u32)),
            minutes in prop::sample::select(vec![0, 45, 60, 480, 720, 1440, 2880]),
            times in 1..12_u32,
            until in any::<bool>(),
            skip in prop::sample::select(vec![Skip::LeaveOut, Skip::NextWorkingDay]),
            out in prop::collection::vec(0..8_usize, 0..3),
            (specialist, provider) in (prop::sample::select(vec!["", "Ilze Kalniņa", "Zane Ozola"]), 0..=2_u64),
        ) -> (Series, Vec<Session>) {
            let context = context();
            let mut typed = Typed {
                line: Some(Id::new(line)),
                every: Some(every),
                times: Some(times).filter(|_| !until),
                until: Some(day(5, 31)).filter(|_| until),
                from: Some(day(2, 28)),
                skip,
                ..Typed::default()
            };
            match kind {
                0 => typed.weekdays = days,
                1 => typed.places = days.into_iter().map(|day| (2, day)).collect(),
                _ => typed.month_days = vec![1, 6, 31],
            }
            typed.monthly = kind > 0;
            let typed_line = write(&typed, &vocabulary(&context, Lang::Latvian), Lang::Latvian);
            let booked = preview(&typed_line, &context, day(2, 1), Lang::Latvian);
            let mut series = Series {
                id: Id::new(1),
                start: start.and_then(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0)),
                minutes,
                specialist: specialist.into(),
                provider: Id::new(provider),
                ..booked.series
            };
            let mut sessions = Vec::new();
            for (n, own) in booked.added.iter().enumerate() {
                if out.contains(&n) && booked.added.len() > 8 {
                    series.exceptions.push(own.rule_day());
                } else {
                    let own = series.session(own.rule_day(), own.day);
                    sessions.push(Session { id: Id::new(n as u64 + 1), ..own });
                }
            }
            series.exceptions.sort_unstable();
            (series, sessions)
        }
    }

    proptest! {
        /// Whatever a series is, its line says no more and no less.
        #[test]
        fn what_nobody_types_changes_nothing((series, sessions) in stored(), english in any::<bool>()) {
            prop_assume!(!sessions.is_empty());
            let lang = if english { Lang::English } else { Lang::Latvian };
            let context = FormContext { base: Some(AnyRecord::Series(series.clone())), sessions, ..context() };
            let typed = typed_of(&series, &context);
            let line = write(&typed, &vocabulary(&context, lang), lang);
            let same = preview(&line, &context, day(1, 3), lang);
            prop_assert_eq!(same.faults, vec![], "{}", line);
            prop_assert_eq!((same.added, same.changed, same.removed), (vec![], vec![], vec![]), "{}", line);

            // What is typed changes that, and nothing else.
            let start = NaiveTime::from_hms_opt(9, 35, 0);
            let later = write(&Typed { start, ..typed }, &vocabulary(&context, lang), lang);
            let later = preview(&later, &context, day(1, 3), lang);
            prop_assert_eq!((later.added, later.removed), (vec![], vec![]), "{}", line);
            for (before, after) in &later.changed {
                prop_assert_eq!(after, &Session { start, ..before.clone() });
            }
            prop_assert_eq!(later.changed.len(), context.sessions.iter().filter(|own| own.start != start).count());
        }
    }
}

//! A series that there is, as the line that would make it, and what of its sessions was set by hand.

use chrono::{Datelike, NaiveDate};

use super::{usual_minutes, with_school};
use crate::{
    domain::{
        PlanLine, Series, Session, Skip,
        calendar::DaysOff,
        clash::Surroundings,
        overview::FormContext,
        recurrence::{End, Pattern},
        units_of,
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
        every: Some(series.rule.every).filter(|every| *every > 1),
        start: series.start,
        minutes: Some(series.minutes).filter(|minutes| *minutes != usual_minutes(&line, context)),
        units: Some(series.units).filter(|units| *units != units_of(&line, series.minutes)),
        from: Some(series.from),
        skip: series.skip,
        without: series.exceptions.iter().copied().filter(by_hand).collect(),
        school_holidays: series.school_holidays,
        ..Typed::default()
    };
    match &series.rule.pattern {
        Pattern::Weekly(days) if days.is_empty() => typed.weekdays = vec![series.from.weekday()],
        Pattern::Weekly(days) => typed.weekdays = days.clone(),
        Pattern::MonthDays(days) if days.is_empty() => typed.month_days = vec![series.from.day()],
        Pattern::MonthDays(days) => typed.month_days = days.clone(),
        Pattern::MonthWeekdays(places) => typed.places = places.clone(),
    }
    typed.monthly = !matches!(series.rule.pattern, Pattern::Weekly(_));
    match series.rule.end {
        End::Count(_) => typed.times = u32::try_from(series.days().len()).ok(),
        End::Until(day) => typed.until = Some(day),
    }
    typed
}

/// Sessions of a series that are not where its rule has them, but for those that it puts on the next working day itself;
/// and whatever is over. By day of the rule: on which they are held.
pub(super) fn by_hand(
    series: &Series,
    kept: &[&Session],
    is_movable: impl Fn(&Session) -> bool,
    context: &FormContext,
) -> Vec<(NaiveDate, NaiveDate)> {
    let line = line_of(series, context);
    let off = days_off(series, context, &line);
    let shifts = |day: NaiveDate| series.skip == Skip::NextWorkingDay && off.why(day).is_some();
    let is_by_hand = |own: &Session| own.day != own.rule_day() && !shifts(own.rule_day());
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

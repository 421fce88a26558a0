//! One of the sessions of a line: what was typed, and where it says nothing what the plan line, or the series as it was,
//! has.

use super::base;
use crate::{
    domain::{PlanLine, Series, Session, overview::FormContext, shared_time::minutes_of, units_of},
    i18n::quick_add::Typed,
};

/// The plan line that was typed, that of the series, or the only one there is.
pub(super) fn line_of<'a>(typed: &Typed, context: &'a FormContext) -> Option<&'a PlanLine> {
    let only = match &context.lines[..] {
        [only] => Some(only.id),
        _ => None,
    };
    let wanted = typed.line.or(base(context).map(|base| base.line)).or(only)?;
    context.all_lines.iter().find(|line| line.id == wanted)
}

/// How long a session lasts where nobody says it: as the line has it, the unit, or the service; 0 where none does.
pub(super) fn usual_minutes(line: &PlanLine, context: &FormContext) -> u32 {
    let service = context.services.iter().find(|service| service.code == line.service);
    let said = [line.minutes, minutes_of(line.unit), service.map_or(0, |service| service.minutes)];
    said.into_iter().find(|minutes| *minutes > 0).unwrap_or_default()
}

/// One of the sessions, on no day: what was typed, and what the plan line says of the rest.
pub(super) fn sample(typed: &Typed, context: &FormContext, line: &PlanLine) -> Session {
    let minutes = typed.minutes.unwrap_or_else(|| usual_minutes(line, context));
    let works_at = |name: &String| {
        let mut at = context.providers.iter().filter(|provider| provider.specialists.contains(name));
        at.next().filter(|_| at.next().is_none()).map(|provider| provider.id)
    };
    // Whoever is named brings the provider that they work at.
    let provider = typed.provider.or_else(|| typed.specialist.as_ref().and_then(works_at)).unwrap_or(line.provider);
    let own = if provider == line.provider { line.specialist.clone() } else { String::new() };
    Session {
        child: context.child.as_ref().map(|child| child.id).unwrap_or_default(),
        line: line.id,
        provider,
        specialist: typed.specialist.clone().unwrap_or(own),
        start: typed.start,
        minutes,
        units: typed.units.unwrap_or_else(|| units_of(line, minutes)),
        ..Session::default()
    }
}

/// One of the sessions of a series that is changed: `was` is what its line said before, `new` what it says now.
pub(super) fn following(series: &Series, was: &Session, new: &Session) -> Session {
    let own = series.session(series.from, series.from);
    let after = own.following(was, new);
    Session { line: if was.line == new.line { own.line } else { new.line }, ..after }
}

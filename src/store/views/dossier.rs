//! Everything the panes show about one child.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{Case, Result, absences::absences, assessment::assessments_of, joins::joins_of};
use crate::{
    domain::{
        Absence, AbsenceScope, Child, Goal, Id, Index, IndexKey,
        burndown::{Burndown, Step},
        overview::{Dossier, PlanShown},
    },
    store::Reader,
};

/// Everything the panes show about one child; none if there is no such child.
pub fn dossier(reader: &Reader, child: Id<Child>, today: NaiveDate) -> Result<Option<Arc<Dossier>>> {
    let Some(case) = Case::read_with_invoices(reader, child, today)? else { return Ok(None) };
    let mut goals: Vec<Goal> = reader.find(&IndexKey::new(Index::GoalByChild).id(child.0))?;
    goals.sort_by_key(|goal| goal.number);
    let assessments = assessments_of(reader, child)?;
    let account = case.account();
    let figures = account.figures(today);
    let (by_month, by_week) = (Burndown::new(&account, today, Step::Month), Burndown::new(&account, today, Step::Week));
    let newest = case.money.plans.last().map(|plan| plan.id);
    let now = case.money.in_force(today).map(|plan| plan.id).filter(|now| Some(*now) != newest);
    let in_force = now.map(|plan| {
        let held = case.clone().by_version(plan);
        let figures = held.account().figures(today);
        let uses = held.plan.iter().filter_map(|line| figures.line(line.id).cloned()).collect();
        Box::new(PlanShown { plan, lines: held.plan, uses })
    });
    let (case, shown) = match newest {
        // What the draft would come to, with what was used so far counted against its lines.
        Some(newest) if case.version != Some(newest) => {
            let case = case.by_version(newest);
            let drafted = case.account().figures(today);
            (case, drafted)
        }
        _ => (case, figures.clone()),
    };
    let uses = case.plan.iter().filter_map(|line| shown.line(line.id).cloned()).collect();
    let Some(person) = case.person().cloned() else { return Ok(None) };
    let Case { child, family, programme, money, plan: lines, .. } = case;
    let concerns = |absence: &Absence| match absence.scope() {
        AbsenceScope::Provider => money.sessions.iter().any(|session| session.provider == absence.provider),
        _ => true,
    };
    let absences = absences(reader, &child, programme.id, programme.from)?.into_iter().filter(concerns).collect();
    let gaps = joins_of(reader, &child, &goals, &lines, &assessments)?.iter().filter(|join| join.is_open()).count();
    Ok(Some(Arc::new(Dossier {
        revision: reader.revision(),
        child,
        person,
        family,
        goals,
        plans: money.plans,
        services: money.lines.iter().map(|line| (line.id, line.service.clone())).collect(),
        lines,
        uses,
        in_force,
        sessions: Arc::unwrap_or_clone(money.sessions),
        absences,
        assessments,
        figures,
        gaps,
        by_month,
        by_week,
    })))
}

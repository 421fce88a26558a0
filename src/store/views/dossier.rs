//! Everything the panes show about one child.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{Case, Result, assessment::assessments_of, joins::joins_of};
use crate::{
    domain::{
        Child, Goal, Id, Index, IndexKey,
        budget::Account,
        burndown::{Burndown, Step},
        overview::Dossier,
    },
    store::Reader,
};

/// Everything the panes show about one child; none if there is no such child.
pub fn dossier(reader: &Reader, child: Id<Child>, today: NaiveDate) -> Result<Option<Arc<Dossier>>> {
    let Some(case) = Case::read(reader, child)? else { return Ok(None) };
    let mut goals: Vec<Goal> = reader.find(&IndexKey::new(Index::GoalByChild).id(child.0))?;
    goals.sort_by_key(|goal| goal.number);
    let assessments = assessments_of(reader, child)?;
    let account = case.account();
    let figures = account.figures(today);
    let (by_month, by_week) = (Burndown::new(&account, today, Step::Month), Burndown::new(&account, today, Step::Week));
    let Case { child, person, family, programme, money, lines: (in_force, _) } = case;
    let (newest, approved) = (money.plans.last(), money.approved());
    let (lines, uses) = if newest.map(|plan| plan.id) == approved.map(|plan| plan.id) {
        let uses = in_force.iter().filter_map(|line| figures.line(line.id).cloned()).collect();
        (in_force, uses)
    } else {
        // What the draft would come to, with what was used so far counted against its lines.
        let (lines, others) = money.split(newest);
        let account = Account::new(&child, &programme, &lines, &money.sessions, &money.prices).with_earlier(&others);
        let drafted = account.figures(today);
        let uses = lines.iter().filter_map(|line| drafted.line(line.id).cloned()).collect();
        (lines, uses)
    };
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
        sessions: money.sessions,
        assessments,
        figures,
        gaps,
        by_month,
        by_week,
    })))
}

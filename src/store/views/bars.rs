//! What a doctor, and the dates of the plan, have against sessions and lines that are written.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::Result;
use crate::{
    domain::{
        Child, Id, Index, IndexKey, PlanLine, PlanState, PlanVersion, Service, Session,
        rules::{Breach, Rule, doctor_of_line, doctor_of_session, outside_line},
    },
    store::Reader,
};

/// Reads what it takes to ask: each service once, other lines only where something is in the way.
pub(super) struct Bars<'r, 's> {
    reader: &'r Reader<'s>,
    services: HashMap<String, Option<Service>>,
}

impl<'r, 's> Bars<'r, 's> {
    pub(super) fn new(reader: &'r Reader<'s>) -> Self {
        Self { reader, services: HashMap::new() }
    }

    /// Against a session that is on the calendar.
    pub(super) fn of_session(
        &mut self,
        rules: &[Rule],
        child: &Child,
        line: &PlanLine,
        session: &Session,
    ) -> Result<Vec<Breach>> {
        let mut breaches = match self.service(&line.service)? {
            Some(service) => doctor_of_session(rules, child, service, line, session),
            None => Vec::new(),
        };
        let outside = if line.id.is_some() { outside_line(rules, line, session) } else { Vec::new() };
        let counts = |plan: &PlanVersion| matches!(plan.state, PlanState::Approved | PlanState::Submitted);
        if !outside.is_empty() && !self.is_planned(child.id, line, counts, |other| other.covers(session.day))? {
            breaches.extend(outside);
        }
        Ok(breaches)
    }

    /// Against a line of the plan; one that goes on with what the version before it has is not asked again.
    pub(super) fn of_line(
        &mut self,
        rules: &[Rule],
        child: &Child,
        line: &PlanLine,
        today: NaiveDate,
    ) -> Result<Vec<Breach>> {
        let Some(service) = self.service(&line.service)? else { return Ok(Vec::new()) };
        let breaches = doctor_of_line(rules, child, service, line, today);
        if breaches.is_empty() {
            return Ok(breaches);
        }
        let before = self.reader.get(line.plan)?.map(|plan| plan.supersedes);
        let counts = |plan: &PlanVersion| plan.state == PlanState::Approved || Some(plan.id) == before;
        let goes_on = self.is_planned(child.id, line, counts, |_| true)?;
        Ok(if goes_on { Vec::new() } else { breaches })
    }

    /// Whether another version of the child's plan, one of those that count, has such a line that goes on with the same.
    fn is_planned(
        &self,
        child: Id<Child>,
        line: &PlanLine,
        counts: impl Fn(&PlanVersion) -> bool,
        fits: impl Fn(&PlanLine) -> bool,
    ) -> Result<bool> {
        let plans: Vec<PlanVersion> = self.reader.find(&IndexKey::new(Index::PlanByChild).id(child.0))?;
        for plan in plans.iter().filter(|plan| plan.id != line.plan && counts(plan)) {
            let lines: Vec<PlanLine> = self.reader.find(&IndexKey::new(Index::LineByPlan).id(plan.id.0))?;
            if lines.iter().any(|other| other.is_same_service(line) && fits(other)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The service, read once.
    fn service(&mut self, code: &str) -> Result<Option<&Service>> {
        if !self.services.contains_key(code) {
            let found: Vec<Service> = self.reader.find(&IndexKey::new(Index::ServiceByCode).text(code))?;
            self.services.insert(code.to_owned(), found.into_iter().next());
        }
        Ok(self.services.get(code).and_then(Option::as_ref))
    }
}

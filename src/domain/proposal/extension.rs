//! The programme lasts longer on the same money: ceilings and quantities stay, and lines may last longer with it.

use chrono::NaiveDate;

use super::{CaseFacts, Facts, Made, Remark};
use crate::domain::{
    CaseStatus, Deed, Fault, Field, Id, PlanLine, PlanState, PlanVersion, Problem, Programme, Record, Session,
};

/// A later last day of the programme.
#[derive(Clone, Debug, PartialEq)]
pub struct Extension {
    /// The new last day.
    pub to: NaiveDate,
    /// Whether plan lines that run to the old last day run to the new one.
    pub stretch: bool,
    /// Why: stands in the plan versions that this makes.
    pub reason: String,
}

impl Extension {
    /// Each plan in force gets a version with the longer lines, approved with the extension; a draft is changed as it is.
    pub(super) fn made(&self, facts: &Facts) -> Result<Made, Fault> {
        let programme = &facts.programme;
        if self.to <= programme.to {
            return Err(Fault::new(Field::To, Problem::NotLater(programme.to)));
        }
        if self.stretch && self.reason.trim().is_empty() {
            return Err(Fault::new(Field::Reason, Problem::Missing));
        }
        let extended = Programme { to: self.to, ..programme.clone() };
        if let Some(fault) = extended.faults().into_iter().next() {
            return Err(fault);
        }
        let mut made = Made::new(Deed::ExtendProgramme);
        made.change(programme, extended);
        if !self.stretch {
            return Ok(made);
        }
        let (mut versions, mut lines) = (0, 0);
        for case in facts.cases.iter().filter(|case| case.child.status != CaseStatus::Closed) {
            if let Some(waiting) = case.submitted() {
                made.remarks.push((case.child.id, Remark::PlanWaits(waiting.number)));
                continue;
            }
            match (case.draft(), case.approved()) {
                (Some(draft), in_force) => {
                    for line in case.lines_of(draft.id) {
                        made.change(line, self.stretched(line, programme));
                    }
                    if in_force.is_some() {
                        made.remarks.push((case.child.id, Remark::OnlyInDraft));
                    }
                }
                (None, Some(approved)) => {
                    let long: Vec<&PlanLine> =
                        case.lines_of(approved.id).filter(|line| line.to == programme.to).collect();
                    if !long.is_empty() {
                        let number = Id::placeholder(versions);
                        versions += 1;
                        self.new_version(case, approved, number, &mut lines, facts, &mut made);
                    }
                }
                (None, None) => {}
            }
        }
        Ok(made)
    }

    fn stretched(&self, line: &PlanLine, programme: &Programme) -> PlanLine {
        let to = if line.to == programme.to { self.to } else { line.to };
        PlanLine { to, ..line.clone() }
    }

    /// The plan in force once more, with longer lines; its open sessions go on under them.
    fn new_version(
        &self,
        case: &CaseFacts,
        approved: &PlanVersion,
        version: Id<PlanVersion>,
        placeholders: &mut u64,
        facts: &Facts,
        made: &mut Made,
    ) {
        let number = case.plans.iter().map(|plan| plan.number).max().unwrap_or_default() + 1;
        made.create(PlanVersion {
            id: version,
            child: case.child.id,
            number,
            state: PlanState::Approved,
            reason: self.reason.clone(),
            effective_from: Some(facts.today.max(facts.programme.from)).max(approved.effective_from),
            supersedes: approved.id,
            approved_on: Some(facts.today),
            approved_by: facts.user.clone(),
            ..PlanVersion::default()
        });
        made.change(approved, PlanVersion { state: PlanState::Superseded, ..approved.clone() });
        for line in case.lines_of(approved.id) {
            let id = Id::placeholder(*placeholders);
            *placeholders += 1;
            made.create(PlanLine { id, plan: version, ..self.stretched(line, &facts.programme) });
            for session in case.sessions.iter().filter(|session| session.is_open() && session.line == line.id) {
                made.change(session, Session { line: id, ..session.clone() });
            }
        }
    }
}

//! The steps of a plan version: handed in, signed, approved or refused, and what each changes beside it.

use chrono::NaiveDate;

use super::{Operation, PlanLine, PlanState, PlanVersion, Session};

/// The version as it is handed to the head of service; what was said when it was refused before is answered by that.
pub fn submitted(plan: PlanVersion, day: NaiveDate, user: &str) -> PlanVersion {
    PlanVersion {
        state: PlanState::Submitted,
        submitted_on: Some(day),
        submitted_by: user.to_owned(),
        refused_on: None,
        refused_by: String::new(),
        decision_note: String::new(),
        ..plan
    }
}

/// The version as a draft again: nobody has signed what it will say. `refused`: when and by whom (login); none if it
/// was taken back.
pub fn returned(plan: PlanVersion, refused: Option<(NaiveDate, &str)>, note: String) -> PlanVersion {
    PlanVersion {
        state: PlanState::Draft,
        submitted_on: None,
        submitted_by: String::new(),
        signatures: Vec::new(),
        refused_on: refused.map(|(day, _)| day),
        refused_by: refused.map(|(_, user)| user.to_owned()).unwrap_or_default(),
        decision_note: note,
        ..plan
    }
}

/// The version as it is approved.
pub fn approved(plan: PlanVersion, day: NaiveDate, user: &str, note: String) -> PlanVersion {
    PlanVersion {
        state: PlanState::Approved,
        approved_on: Some(day),
        approved_by: user.to_owned(),
        decision_note: note,
        ..plan
    }
}

/// The version as it ends: it holds until `last`.
pub fn closed(plan: PlanVersion, last: NaiveDate) -> PlanVersion {
    PlanVersion { state: PlanState::Closed, closed_on: Some(last), ..plan }
}

/// Also what follows from the approval of `plan`: the version approved before it is superseded, and the open sessions
/// from the first day of the new one on go on under its lines.
pub fn with_succession(
    mut operation: Operation,
    plan: &PlanVersion,
    plans: &[PlanVersion],
    lines: &[PlanLine],
    sessions: &[Session],
) -> Operation {
    for before in plans.iter().filter(|other| other.id != plan.id && other.state == PlanState::Approved) {
        operation = operation.change(before.clone(), PlanVersion { state: PlanState::Superseded, ..before.clone() });
    }
    for session in sessions.iter().filter(|session| session.is_open() && plan.has_begun(session.day)) {
        let Some(old) = lines.iter().find(|line| line.id == session.line) else { continue };
        let goes_on = |line: &&PlanLine| {
            line.plan == plan.id && line.plan != old.plan && line.is_same_service(old) && line.covers(session.day)
        };
        if let Some(line) = lines.iter().find(goes_on) {
            operation = operation.change(session.clone(), Session { line: line.id, ..session.clone() });
        }
    }
    operation
}

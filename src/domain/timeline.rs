//! The timeline of a case: which deeds stand in it beside what people noted, and by which of their records.

use chrono::{DateTime, Utc};

use super::{AnyRecord, Deed, Kind, Outcome, PlanState};

/// A deed as the timeline of a family's case tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The journal's revision.
    pub revision: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who (login).
    pub user: String,
    /// What.
    pub deed: Deed,
    /// Of how many of the family's records it tells.
    pub count: usize,
    /// The first of them and, where there are several, the last, as the deed left them.
    pub records: Vec<AnyRecord>,
}

/// By which kinds of record a deed is told; by none if it does not belong into the timeline. What is clerical stays in
/// the journal; notes tell themselves.
pub fn subjects(deed: Deed) -> &'static [Kind] {
    use Deed::*;
    match deed {
        AddFamily | EditFamily | CloseFamily => &[Kind::Family],
        AddPerson | ClosePerson | MergePersons => &[Kind::Person],
        AddChild | EditChild | CloseChild => &[Kind::Child],
        AddAssessment | EditAssessment | CompleteAssessment | CorrectAssessment => &[Kind::Assessment],
        AddGoal | CloseGoal => &[Kind::Goal],
        AddPlan | SubmitPlan | WithdrawPlan | RefusePlan | ApprovePlan => &[Kind::PlanVersion],
        BookSessions | EditSession | EditSeries | MoveSession | CancelSession | RemoveSession | MarkAttendance => {
            &[Kind::Session]
        }
        AddDecision => &[Kind::Decision],
        // What was done for many at once is told of each family by what it did there.
        RecordAbsence | EditAbsence | EndAbsence | Suspend | EditSuspension => &[Kind::Session],
        AddPrice | EditPrice | ClosePrice | UpliftPrices | ImportPrices => &[Kind::Session],
        ExtendProgramme | ReallocateLines => &[Kind::PlanVersion, Kind::PlanLine],
        ReallocateCeilings => &[Kind::Child],
        CopyToSiblings => &[Kind::PlanLine, Kind::Assessment, Kind::Goal],
        _ => &[],
    }
}

/// Whether a deed is told only of some of the records it changed: [`tells`] says of which.
pub fn is_selective(deed: Deed) -> bool {
    use Deed::*;
    matches!(
        deed,
        EditFamily
            | EditChild
            | EditAssessment
            | EditSession
            | EditSeries
            | MarkAttendance
            | ApprovePlan
            | RecordAbsence
            | EditAbsence
            | EndAbsence
            | Suspend
            | EditSuspension
            | AddPrice
            | EditPrice
            | ClosePrice
            | UpliftPrices
            | ImportPrices
            | ExtendProgramme
            | ReallocateLines
    )
}

/// Whether a selective deed is told of a record that it changed: a case that got another status or ceiling, an
/// assessment or a session on another day, a session that did not go as it should, or that costs something else than it
/// did.
pub fn tells(deed: Deed, before: Option<&AnyRecord>, after: &AnyRecord) -> bool {
    use Deed::*;
    match (deed, before, after) {
        (
            RecordAbsence | EditAbsence | EndAbsence | Suspend | EditSuspension,
            Some(AnyRecord::Session(before)),
            AnyRecord::Session(after),
        ) => before.outcome != after.outcome,
        (
            AddPrice | EditPrice | ClosePrice | UpliftPrices | ImportPrices,
            Some(AnyRecord::Session(before)),
            AnyRecord::Session(after),
        ) => before.charge != after.charge,
        (ExtendProgramme | ReallocateLines, None, AnyRecord::PlanVersion(_)) => true,
        (ExtendProgramme | ReallocateLines, Some(AnyRecord::PlanLine(before)), AnyRecord::PlanLine(after)) => {
            (before.quantity, before.to) != (after.quantity, after.to)
        }
        (Deed::EditFamily, Some(AnyRecord::Family(before)), AnyRecord::Family(after)) => before.status != after.status,
        (Deed::EditChild, Some(AnyRecord::Child(before)), AnyRecord::Child(after)) => {
            before.status != after.status || before.ceilings != after.ceilings
        }
        (Deed::EditAssessment, Some(AnyRecord::Assessment(before)), AnyRecord::Assessment(after)) => {
            (before.planned_on, before.done_on) != (after.planned_on, after.done_on)
        }
        (Deed::EditSession | Deed::EditSeries, Some(AnyRecord::Session(before)), AnyRecord::Session(after)) => {
            (before.day, before.start) != (after.day, after.start)
        }
        (Deed::MarkAttendance, _, AnyRecord::Session(after)) => {
            matches!(after.outcome, Outcome::Excused | Outcome::NoShow | Outcome::ByProvider)
        }
        (Deed::ApprovePlan, _, AnyRecord::PlanVersion(after)) => after.state == PlanState::Approved,
        _ => !is_selective(deed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CaseStatus, Child, Choice, Note, PlanVersion, Session};

    #[test]
    fn what_went_as_it_should_is_not_told() {
        let check = |deed, before: Option<AnyRecord>, after: AnyRecord, expect: bool| {
            assert_eq!(tells(deed, before.as_ref(), &after), expect, "{deed:?} {after:?}");
        };
        let session = |outcome| AnyRecord::from(Session { outcome, ..Session::default() });
        check(Deed::MarkAttendance, None, session(Outcome::Attended), false);
        check(Deed::MarkAttendance, None, session(Outcome::NoShow), true);
        check(Deed::CancelSession, None, session(Outcome::Excused), true);
        let child = |status, school: &str| Child { status, school: school.into(), ..Child::default() }.into();
        let active = child(CaseStatus::Active, "");
        check(Deed::EditChild, Some(active), child(CaseStatus::Suspended, ""), true);
        let active = child(CaseStatus::Active, "");
        check(Deed::EditChild, Some(active), child(CaseStatus::Active, "Talsu 2. vidusskola"), false);
        let plan = |state| AnyRecord::from(PlanVersion { state, ..PlanVersion::default() });
        check(Deed::ApprovePlan, None, plan(PlanState::Approved), true);
        check(Deed::ApprovePlan, None, plan(PlanState::Superseded), false);
        check(Deed::AddChild, None, Child::default().into(), true);
        // A session that takes the place of one that falls into a suspension is told by that one.
        check(Deed::Suspend, None, session(Outcome::Scheduled), false);
        check(Deed::Suspend, Some(session(Outcome::Scheduled)), session(Outcome::Moved), true);
        check(Deed::ExtendProgramme, None, plan(PlanState::Approved), true);
        check(Deed::ExtendProgramme, Some(plan(PlanState::Approved)), plan(PlanState::Superseded), false);
        check(Deed::UpliftPrices, Some(session(Outcome::Attended)), session(Outcome::Attended), false);
    }

    #[test]
    fn notes_tell_themselves_and_selective_deeds_have_a_subject() {
        assert!(Deed::ALL.iter().all(|deed| !subjects(*deed).contains(&AnyRecord::from(Note::default()).kind())));
        // What is told of after a look at each change is of one kind, but where lines change together with their version.
        for deed in Deed::ALL.iter().filter(|deed| is_selective(**deed)) {
            let with_version = matches!(deed, Deed::ExtendProgramme | Deed::ReallocateLines);
            assert_eq!(subjects(*deed).len(), if with_version { 2 } else { 1 }, "{deed:?}");
        }
    }
}

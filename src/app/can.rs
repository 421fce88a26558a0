//! Whether an action applies here and now, and if not, why: for hints, help, palette and the message.

use super::{
    App, Screen,
    field::FieldKind,
    form::Form,
    forms::Noun,
    frame::Pane,
    page::{PageKind, Target},
    question::{Question, Yes},
    quick_add,
};
use crate::{
    action::Action,
    domain::{
        AnyRecord, CaseStatus, Deed, InvoiceState, Kind, PlanState, PlanVersion, Session,
        overview::{Dossier, PageOf},
    },
    i18n::{Text, invoice::InvoiceText, proposal::ProposalText},
};

/// Whether an action can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Can {
    /// It can.
    Yes,
    /// It belongs here, but not now: why.
    No(Text),
    /// It does not belong here.
    Absent,
}

impl App {
    /// Whether the action applies to the screen on top.
    pub fn can(&self, action: Action) -> Can {
        if !action.contexts().iter().any(|context| self.contexts().contains(context)) {
            return Can::Absent;
        }
        let only_if = |holds: bool, why: Text| if holds { Can::Yes } else { Can::No(why) };
        if matches!(self.screens.last(), Some(Screen::Welcome(_))) {
            return match action {
                Action::Down | Action::Up | Action::Top | Action::Bottom | Action::Open => Can::Yes,
                Action::NewProgramme | Action::Back | Action::Quit | Action::Redraw => Can::Yes,
                _ => Can::No(Text::NoStoreYet),
            };
        }
        if self.deed_of(action).is_some_and(|deed| !self.overview.role.may(deed)) {
            return Can::No(Text::NotInYourRole);
        }
        if self.is_behind_veil(action) {
            return Can::No(Text::CaseRestricted);
        }
        if let Some(Screen::Scoring(sheet)) = self.screens.last() {
            return self.can_in_sheet(sheet, action);
        }
        if let (Action::Explain | Action::ArrangeFamilies, Some(Screen::Page(_))) = (action, self.screens.last()) {
            let is_proposed = matches!(self.page_target(), Some(Target::Proposed(_)));
            return if is_proposed && action == Action::Explain { Can::Yes } else { self.can_in_table(action) };
        }
        if let (Action::Explain, Some(Screen::Form(_) | Screen::Question(_))) = (action, self.screens.last()) {
            return match (self.may_suppose(), self.tells_what_if()) {
                (false, _) => Can::Absent,
                (true, told) => only_if(told, Text::NothingWouldChange),
            };
        }
        let has_programme = self.overview.programme.is_some();
        match action {
            Action::CopyToSiblings => self.can_copy_to_siblings(),
            Action::LogCall if self.is_noting() => Can::No(Text::AlreadyNoting),
            Action::NewPerson
            | Action::NewChild
            | Action::NewNote
            | Action::LogCall
            | Action::LogVisit
            | Action::LogEmail
            | Action::LogMeeting
            | Action::CaseFile => only_if(self.selected_family().is_some(), Text::ChooseFamily),
            Action::BreakLine => {
                let long = |form: &Form| form.focused().is_some_and(|field| matches!(field.kind, FieldKind::Long));
                match self.screens.last() {
                    Some(Screen::Form(form)) if long(form) => Can::Yes,
                    _ => Can::Absent,
                }
            }
            Action::NewPlanVersion
                if self.dossier().and_then(|dossier| dossier.plan()).is_some_and(|plan| !plan.was_approved()) =>
            {
                Can::No(Text::VersionNotApproved)
            }
            // The line that books sessions is mostly alone: there is no next field, but a word to be completed.
            Action::NextField | Action::PreviousField => match self.screens.last() {
                Some(Screen::Form(form)) if form.fields.len() < 2 && form.noun == Noun::Series => {
                    let completes =
                        action == Action::NextField && quick_add::completed(form, self.setting.lang).is_some();
                    only_if(completes, Text::NothingToComplete)
                }
                _ => Can::Yes,
            },
            Action::NewGoal
            | Action::NewAssessment
            | Action::NewPlanVersion
            | Action::NewPlanLine
            | Action::AdvancePlan
            | Action::ReturnPlan
            | Action::NewSession
            | Action::QuickAdd
                if self.dossier().is_some_and(|dossier| dossier.child.status == CaseStatus::Closed) =>
            {
                Can::No(Text::CaseClosed)
            }
            Action::NewAbsence | Action::UpliftPrices | Action::ExtendProgramme => {
                only_if(has_programme, Text::NoProgramme)
            }
            Action::Reallocate => match self.dossier() {
                None => Can::No(Text::ChooseChild),
                Some(dossier) => only_if(!dossier.lines.is_empty(), Text::NoPlanLines),
            },
            Action::Explain if self.screens.is_empty() && self.focus == Pane::Plan => match self.dossier() {
                None => Can::No(Text::ChooseChild),
                Some(dossier) => only_if(!self.plan_shown(dossier).1.is_empty(), Text::NoPlanLines),
            },
            // In the calendar it may be another child's session.
            Action::EditSeries | Action::Move if self.screens.is_empty() && self.cursor_case_is_closed() => {
                Can::No(Text::CaseClosed)
            }
            Action::NewGoal
            | Action::NewAssessment
            | Action::NewPlanVersion
            | Action::NewDecision
            | Action::Explain
            | Action::Joins
            | Action::Versions
            | Action::Rules => only_if(self.dossier().is_some(), Text::ChooseChild),
            Action::MergePersons => match self.screens.last() {
                Some(Screen::Page(page)) if matches!(page.kind, PageKind::Stored(PageOf::Merging(..))) => {
                    let can = self.merging.as_ref().is_some_and(|merging| merging.conflict().is_none());
                    only_if(can, Text::TwoCasesOneProgramme)
                }
                Some(Screen::Page(page)) => {
                    let person = match page.selected().map(|row| &row.target) {
                        Some(Target::Record(record)) => record.kind() == Kind::Person,
                        Some(Target::Merge(..)) => true,
                        _ => false,
                    };
                    only_if(person, Text::ChoosePerson)
                }
                _ => Can::Absent,
            },
            Action::OwnSettings => only_if(self.overview.is_listed, Text::NotOnTheList),
            Action::Looks if !self.overview.role.may_see_looks() => Can::No(Text::NotInYourRole),
            Action::Looks => only_if(self.selected_family().is_some(), Text::ChooseFamily),
            Action::OpenRestricted if !self.is_veiled() => Can::No(Text::NotRestricted),
            Action::OpenRestricted => only_if(self.overview.role.may_open_restricted(), Text::NotInYourRole),
            Action::ArrangeFamilies => only_if(!self.families.rows.is_empty(), Text::NoFamilies),
            Action::NewFamily
            | Action::AllChildren
            | Action::Attendance
            | Action::Meetings
            | Action::Decisions
            | Action::Invoices
            | Action::NewInvoice
            | Action::NewMeeting
            | Action::NewSuggestion => only_if(has_programme, Text::NoProgramme),
            Action::AcceptInvoice => match self.invoice_here() {
                None => Can::Absent,
                Some(sum) if sum.invoice.is_accepted() => Can::No(Text::InvoiceStays),
                Some(sum) => only_if(sum.is_acceptable(), Text::ExplainFirst),
            },
            Action::PayInvoice => match self.invoice_here().map(|sum| sum.invoice.state()) {
                None => Can::Absent,
                Some(InvoiceState::Registered) => Can::No(Text::InvoiceNotAccepted),
                Some(state) => only_if(state == InvoiceState::Accepted, Text::InvoicePaid),
            },
            Action::NewSession | Action::QuickAdd => match self.dossier() {
                None => Can::No(Text::ChooseChild),
                Some(dossier) => {
                    only_if(dossier.plans.iter().any(|plan| plan.state == PlanState::Approved), Text::NoApprovedPlan)
                }
            },
            Action::AdvancePlan | Action::ReturnPlan if !self.shows_plan() => Can::Absent,
            Action::NewPlanLine | Action::AdvancePlan | Action::ReturnPlan => match self.dossier() {
                None => Can::No(Text::ChooseChild),
                Some(dossier) => self.can_change_plan(dossier, action),
            },
            Action::Duplicate => match self.screens.last() {
                Some(Screen::Attendance(sheet)) if sheet.clashes().next().is_none() => Can::Absent,
                _ => Can::Yes,
            },
            Action::Move if matches!(self.screens.last(), Some(Screen::Attendance(_))) => {
                only_if(self.can_move_in_attendance(), Text::NoOpenSession)
            }
            Action::Move => only_if(self.cursor_session().is_some_and(Session::is_open), Text::NoOpenSession),
            Action::PrintSheet => only_if(self.sheet_wanted().is_some(), Text::ChooseChild),
            Action::CalendarWhose if !self.screens.is_empty() => only_if(self.caseload().is_some(), Text::OwnsNoCase),
            Action::Assessments => only_if(self.selected_child().is_some(), Text::ChooseChild),
            Action::ChartTable | Action::ChartCloser => only_if(self.dossier().is_some(), Text::ChooseChild),
            Action::ChartWider => only_if(!self.budget.is_whole(), Text::WholeShown),
            Action::OnlyMoved => match self.screens.last() {
                Some(Screen::Page(page)) if matches!(page.kind, PageKind::Stored(PageOf::Assessments(_))) => Can::Yes,
                _ => Can::Absent,
            },
            Action::CorrectAssessment => match self.page_target() {
                Some(Target::Record(record)) => match record.as_ref() {
                    AnyRecord::Assessment(assessment) => only_if(assessment.is_completed(), Text::NotCompletedYet),
                    _ => Can::Absent,
                },
                _ => Can::Absent,
            },
            Action::Edit | Action::Close if self.page_target().is_some_and(is_completed) => {
                Can::No(Text::AssessmentLocked)
            }
            Action::Edit | Action::Close if self.is_accepted_invoice(action) => Can::No(Text::InvoiceStays),
            Action::ReachThis | Action::ReachLater | Action::ReachAll => {
                let asked = |question: &Question| matches!(question.yes, Yes::Reach(_));
                match self.screens.last() {
                    Some(Screen::Question(question)) if asked(question) => Can::Yes,
                    _ => Can::Absent,
                }
            }
            Action::EditSeries => {
                let in_series = self.cursor_session().is_some_and(|session| session.series.is_some());
                only_if(in_series, Text::NoSeries)
            }
            Action::ClearFilter => only_if(self.has_filter(), Text::NoFilter),
            Action::Edit | Action::Close => match self.screens.last() {
                None if self.focus == Pane::Plan
                    && self.dossier().is_some_and(|dossier| !self.plan_shown(dossier).1.is_empty()) =>
                {
                    let draft = |plan: &PlanVersion| plan.state == PlanState::Draft;
                    only_if(
                        self.dossier().and_then(|dossier| self.plan_shown(dossier).0).is_some_and(draft),
                        Text::NoDraftPlan,
                    )
                }
                None => only_if(self.cursor_form(action).is_some(), Text::NothingHere),
                Some(Screen::Page(page)) => {
                    let target = page.selected().map(|row| &row.target);
                    let editable =
                        matches!(target, Some(Target::Record(_) | Target::Invoice(_) | Target::InvoiceLine(_)))
                            || (action == Action::Edit && matches!(target, Some(Target::Form { .. })))
                            || (action == Action::Close && matches!(target, Some(Target::Draft(_))));
                    only_if(editable, Text::NothingHere)
                }
                Some(_) => Can::Absent,
            },
            Action::Left | Action::Right => {
                let in_table = matches!(self.screens.last(), Some(Screen::Page(page)) if page.table.is_some());
                let in_pane = self.screens.is_empty() && matches!(self.focus, Pane::Budget | Pane::Calendar);
                // From the newest version of the plan to the one in force, and back.
                let two_plans = self.dossier().is_some_and(|dossier| dossier.in_force.is_some());
                let in_plan = self.screens.is_empty() && self.focus == Pane::Plan && two_plans;
                let sideways = in_table || in_pane || in_plan;
                if sideways { Can::Yes } else { Can::Absent }
            }
            _ => Can::Yes,
        }
    }

    /// Whether the newest version of the plan takes a line or a step.
    fn can_change_plan(&self, dossier: &Dossier, action: Action) -> Can {
        let only_if = |holds: bool, why: Text| if holds { Can::Yes } else { Can::No(why) };
        let state = dossier.plan().map(|plan| plan.state);
        match (action, state) {
            (Action::ReturnPlan, _) => only_if(state == Some(PlanState::Submitted), Text::NotSubmitted),
            (Action::AdvancePlan, Some(PlanState::Draft)) => only_if(!dossier.lines.is_empty(), Text::NoPlanLines),
            (Action::AdvancePlan, Some(PlanState::Submitted)) => {
                only_if(self.overview.role.may(Deed::ApprovePlan), Text::WaitsForHead)
            }
            _ => only_if(state == Some(PlanState::Draft), Text::NoDraftPlan),
        }
    }

    /// Whether the plan of the selected child is before whoever looks: its pane, or a page of its versions.
    fn shows_plan(&self) -> bool {
        match self.screens.last() {
            None => self.focus == Pane::Plan,
            Some(Screen::Page(page)) => match page.kind {
                PageKind::Stored(PageOf::Versions(child) | PageOf::Version(child, _)) => {
                    self.dossier().is_some_and(|dossier| dossier.child.id == child)
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether the session under the calendar's cursor is of a case that is closed.
    fn cursor_case_is_closed(&self) -> bool {
        let Some(session) = self.cursor_session() else { return false };
        let case = self.overview.children.iter().find(|child| child.id == session.child);
        case.is_some_and(|child| child.status == CaseStatus::Closed)
    }

    /// What the action does here, in a word or three: on a proposal Enter carries it out, in a form of one line it
    /// saves.
    pub fn words_of(&self, action: Action) -> &'static str {
        let lang = self.setting.lang;
        match (action, self.screens.last()) {
            (Action::Open, Some(Screen::Page(page))) if page.kind == PageKind::Proposal => {
                ProposalText::CarryOut.text(lang)
            }
            (Action::Open, Some(Screen::Page(_))) if matches!(self.page_target(), Some(Target::Beside(_))) => {
                InvoiceText::TakeIn.text(lang)
            }
            (Action::Close, Some(Screen::Page(_)))
                if matches!(self.page_target(), Some(Target::Invoice(_) | Target::InvoiceLine(_))) =>
            {
                InvoiceText::TakeAway.text(lang)
            }
            (Action::Confirm, Some(Screen::Form(form))) if form.fields.len() == 1 => Action::Save.text(lang),
            (Action::NextField, Some(Screen::Form(form)))
                if quick_add::completed(form, self.setting.lang).is_some() =>
            {
                Text::Complete.text(lang)
            }
            (Action::Duplicate, Some(Screen::Attendance(_))) => Text::TakeTheirs.text(lang),
            _ => action.text(lang),
        }
    }

    /// Whether a new note is being written already: two would be one draft.
    fn is_noting(&self) -> bool {
        let noting = |form: &Form| form.request.record == 0 && form.noun.contact().is_some();
        self.screens.iter().any(|screen| matches!(screen, Screen::Form(form) if noting(form)))
    }

    /// Whether the cursor stands on what an accepted invoice keeps: its lines, and that it is there.
    fn is_accepted_invoice(&self, action: Action) -> bool {
        let kept = match self.page_target() {
            Some(Target::Invoice(_)) => action == Action::Close,
            Some(Target::InvoiceLine(_)) => true,
            _ => false,
        };
        kept && self.invoice_here().is_some_and(|sum| sum.invoice.is_accepted())
    }

    /// What the row under the cursor of the page stands for.
    fn page_target(&self) -> Option<&Target> {
        match self.screens.last()? {
            Screen::Page(page) => page.selected().map(|row| &row.target),
            _ => None,
        }
    }

    fn has_filter(&self) -> bool {
        match self.screens.last() {
            Some(Screen::Page(page)) if page.kind != PageKind::Arrange => !page.filter.is_empty(),
            _ => !self.families.filter.is_empty() || self.families.arrangement.is_on(),
        }
    }

    /// The form that edits or closes what the cursor of the panes stands on, and the record's number.
    pub(super) fn cursor_form(&self, action: Action) -> Option<(Noun, u64)> {
        let close = action == Action::Close;
        match self.focus {
            Pane::Families => {
                let row = self.families.selected()?;
                Some(match (row.child, close) {
                    (Some(child), true) => (Noun::CloseChild, child.0),
                    (Some(child), false) => (Noun::Child, child.0),
                    (None, true) => (Noun::CloseFamily, row.family.0),
                    (None, false) => (Noun::Family, row.family.0),
                })
            }
            // Closing a plan line removes it from the draft: no form, but it is there to be closed.
            Pane::Plan => Some((Noun::PlanLine, self.plan_shown(self.dossier()?).1.get(self.plan.row)?.id.0)),
            Pane::Budget => None,
            Pane::Calendar => {
                let session = self.cursor_session()?;
                Some((if close { Noun::SessionOutcome } else { Noun::Session }, session.id.0))
            }
        }
    }
}

/// Whether it is an assessment that can no longer be changed.
fn is_completed(target: &Target) -> bool {
    let record = match target {
        Target::Record(record) => record.as_ref(),
        _ => return false,
    };
    matches!(record, AnyRecord::Assessment(assessment) if assessment.is_completed())
}

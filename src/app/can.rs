//! Whether an action applies here and now, and if not, why: for hints, help, palette and the message.

mod calendar;
mod invoice;
mod plan;
mod record;

use super::{
    App, Screen,
    field::FieldKind,
    form::Form,
    forms::Noun,
    frame::Pane,
    page::{PageKind, Target},
    quick_add,
};
use crate::{
    action::Action,
    domain::{CaseStatus, overview::PageOf},
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

impl Can {
    /// It can if that holds; else why it cannot.
    fn only_if(holds: bool, why: Text) -> Self {
        if holds { Self::Yes } else { Self::No(why) }
    }

    /// It belongs here if that holds.
    fn here_if(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::Absent }
    }
}

impl App {
    /// Whether the action applies to the screen on top.
    pub fn can(&self, action: Action) -> Can {
        if !action.contexts().iter().any(|context| self.contexts().contains(context)) {
            return Can::Absent;
        }
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
        match (self.screens.last(), action) {
            (Some(Screen::Scoring(sheet)), _) => self.can_in_sheet(sheet, action),
            (Some(Screen::Page(_)), Action::Explain) if matches!(self.page_target(), Some(Target::Proposed(_))) => {
                Can::Yes
            }
            (Some(Screen::Page(_)), Action::Explain | Action::ArrangeFamilies) => self.can_in_table(action),
            (Some(Screen::Form(_) | Screen::Question(_)), Action::Explain) => match self.may_suppose() {
                false => Can::Absent,
                true => Can::only_if(self.tells_what_if(), Text::NothingWouldChange),
            },
            _ => self.can_here(action),
        }
    }

    /// The same where neither the role nor the kind of screen has decided it.
    fn can_here(&self, action: Action) -> Can {
        match action {
            Action::LogCall if self.is_noting() => Can::No(Text::AlreadyNoting),
            Action::NewPerson
            | Action::NewChild
            | Action::NewNote
            | Action::LogCall
            | Action::LogVisit
            | Action::LogEmail
            | Action::LogMeeting
            | Action::CaseFile => Can::only_if(self.selected_family().is_some(), Text::ChooseFamily),
            Action::Looks if !self.overview.role.may_see_looks() => Can::No(Text::NotInYourRole),
            Action::Looks => Can::only_if(self.selected_family().is_some(), Text::ChooseFamily),
            Action::OpenRestricted if !self.is_veiled() => Can::No(Text::NotRestricted),
            Action::OpenRestricted => Can::only_if(self.overview.role.may_open_restricted(), Text::NotInYourRole),
            Action::NewGoal | Action::NewAssessment if self.is_case_closed() => Can::No(Text::CaseClosed),
            Action::NewGoal
            | Action::NewAssessment
            | Action::NewDecision
            | Action::Joins
            | Action::Versions
            | Action::Rules
            | Action::ChartTable
            | Action::ChartCloser => Can::only_if(self.dossier().is_some(), Text::ChooseChild),
            Action::ChartWider => Can::only_if(!self.budget.is_whole(), Text::WholeShown),
            Action::Assessments => Can::only_if(self.selected_child().is_some(), Text::ChooseChild),
            Action::CopyToSiblings => self.can_copy_to_siblings(),
            Action::NewPlanVersion
            | Action::NewPlanLine
            | Action::AdvancePlan
            | Action::ReturnPlan
            | Action::Reallocate
            | Action::Explain => self.can_with_plan(action),
            Action::NewSession
            | Action::QuickAdd
            | Action::EditSeries
            | Action::Move
            | Action::PrintSheet
            | Action::CalendarWhose
            | Action::Duplicate
            | Action::ReachThis
            | Action::ReachLater
            | Action::ReachAll => self.can_with_sessions(action),
            Action::AcceptInvoice | Action::PayInvoice => self.can_with_invoice(action),
            Action::Edit | Action::Close | Action::CorrectAssessment | Action::MergePersons => {
                self.can_with_record(action)
            }
            Action::NewFamily
            | Action::AllChildren
            | Action::Attendance
            | Action::Meetings
            | Action::Decisions
            | Action::Invoices
            | Action::NewInvoice
            | Action::NewMeeting
            | Action::NewSuggestion
            | Action::NewAbsence
            | Action::UpliftPrices
            | Action::ExtendProgramme => Can::only_if(self.overview.programme.is_some(), Text::NoProgramme),
            Action::OwnSettings => Can::only_if(self.overview.is_listed, Text::NotOnTheList),
            Action::ArrangeFamilies => Can::only_if(!self.families.rows.is_empty(), Text::NoFamilies),
            Action::ClearFilter => Can::only_if(self.has_filter(), Text::NoFilter),
            Action::BreakLine => {
                let long = |form: &Form| form.focused().is_some_and(|field| matches!(field.kind, FieldKind::Long));
                Can::here_if(matches!(self.screens.last(), Some(Screen::Form(form)) if long(form)))
            }
            // The line that books sessions is mostly alone: there is no next field, but a word to be completed.
            Action::NextField | Action::PreviousField => match self.screens.last() {
                Some(Screen::Form(form)) if form.fields.len() < 2 && form.noun == Noun::Series => {
                    let completes =
                        action == Action::NextField && quick_add::completed(form, self.setting.lang).is_some();
                    Can::only_if(completes, Text::NothingToComplete)
                }
                _ => Can::Yes,
            },
            Action::OnlyMoved => Can::here_if(matches!(
                self.screens.last(),
                Some(Screen::Page(page)) if matches!(page.kind, PageKind::Stored(PageOf::Assessments(_)))
            )),
            Action::Left | Action::Right => Can::here_if(self.goes_sideways()),
            _ => Can::Yes,
        }
    }

    /// Whether there is something beside the cursor.
    fn goes_sideways(&self) -> bool {
        match self.screens.last() {
            Some(Screen::Page(page)) => page.table.is_some(),
            Some(_) => false,
            None => match self.focus {
                Pane::Budget | Pane::Calendar => true,
                // From the newest version of the plan to the one in force, and back.
                Pane::Plan => self.dossier().is_some_and(|dossier| dossier.in_force.is_some()),
                Pane::Families => false,
            },
        }
    }

    /// Whether the case under the cursor is closed.
    fn is_case_closed(&self) -> bool {
        self.dossier().is_some_and(|dossier| dossier.child.status == CaseStatus::Closed)
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
}

//! What actions do on each screen, from the one on top down to what can be done anywhere.

mod attendance;
mod form;
mod invoice;
mod line;
mod merge;
mod objections;
mod page;
mod panes;
mod proposal;
mod question;
pub(super) mod scoring;
mod siblings;
mod welcome;

use super::{
    App, Can, Effect, FormRequest, Message, Screen,
    arrangement::Arrangement,
    forms::Noun,
    frame::Pane,
    line::Purpose,
    page::{Jump, Target},
    pages,
    question::{Question, Yes},
};
use crate::{
    action::Action,
    domain::{AnyRecord, Child, Family, Field, Id, PlanState, budget::FigureKind, overview::PageOf},
};

impl App {
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        match self.can(action) {
            Can::Yes => {}
            Can::No(why) => {
                self.message = Some(Message::Error(why.text(self.setting.lang).to_owned()));
                return Vec::new();
            }
            Can::Absent => return Vec::new(),
        }
        // The same on every screen; only the budget pane has an explanation of its own.
        let explains = self.screens.is_empty() && self.focus == Pane::Budget;
        match action {
            Action::Redraw => return vec![Effect::Redraw],
            Action::Palette => {
                self.open_line(Purpose::Palette, "");
                return Vec::new();
            }
            Action::Help if !explains => {
                let help = pages::help(self);
                self.open_page(help);
                return Vec::new();
            }
            _ => {}
        }
        match self.screens.last() {
            Some(Screen::Form(_)) => self.act_in_form(action),
            Some(Screen::Line(_)) => self.act_in_line(action),
            Some(Screen::Question(_)) => self.act_in_question(action),
            Some(Screen::Attendance(_)) => self.act_in_attendance(action),
            Some(Screen::Scoring(_)) => self.act_in_scoring(action),
            Some(Screen::Welcome(_)) => self.act_in_welcome(action),
            Some(Screen::Page(_)) => self.act_in_page(action).unwrap_or_else(|| self.act_anywhere(action)),
            None => self.act_in_panes(action).unwrap_or_else(|| self.act_anywhere(action)),
        }
    }

    fn act_anywhere(&mut self, action: Action) -> Vec<Effect> {
        let new = |app: &Self, noun| app.open_form(noun, 0);
        match action {
            Action::NewFamily => new(self, Noun::Family),
            Action::NewPerson => new(self, Noun::Person),
            Action::NewChild => new(self, Noun::Child),
            Action::NewAssessment => new(self, Noun::Assessment),
            Action::NewGoal => new(self, Noun::Goal),
            Action::NewPlanVersion => new(self, Noun::PlanVersion),
            Action::NewPlanLine => new(self, Noun::PlanLine),
            Action::NewDecision => new(self, Noun::Decision),
            Action::NewProvider => new(self, Noun::Provider),
            Action::NewPrice => new(self, Noun::Price),
            Action::NewService => new(self, Noun::Service),
            Action::NewSession => new(self, Noun::Session),
            Action::QuickAdd => new(self, Noun::Series),
            Action::NewNote => new(self, Noun::Note),
            Action::LogCall => new(self, Noun::Call),
            Action::LogVisit => new(self, Noun::Visit),
            Action::LogEmail => new(self, Noun::Email),
            Action::LogMeeting => new(self, Noun::Talk),
            Action::NewProgramme => new(self, Noun::Programme),
            Action::NewUser => new(self, Noun::User),
            Action::OwnSettings => new(self, Noun::OwnSettings),
            Action::NewAbsence => new(self, Noun::Absence),
            Action::UpliftPrices => new(self, Noun::Uplift),
            Action::ExtendProgramme => new(self, Noun::Extension),
            Action::Reallocate => new(self, Noun::Reallocation),
            Action::NewMeeting => new(self, Noun::Meeting),
            Action::NewInvoice => new(self, Noun::Invoice),
            Action::NewSuggestion => self.new_suggestion(),
            Action::CopyToSiblings => self.copy_to_siblings(),
            Action::CaseFile => match self.selected_family() {
                Some(family) => vec![Effect::LoadPage(PageOf::CaseFile(family))],
                None => Vec::new(),
            },
            Action::Assessments => match self.selected_child() {
                Some(child) => vec![Effect::Looked(child), Effect::LoadPage(PageOf::Assessments(child))],
                None => Vec::new(),
            },
            Action::AllChildren => self.open_table(),
            Action::WorkQueue => vec![Effect::LoadPage(PageOf::WorkQueue)],
            Action::Joins => match self.selected_child() {
                Some(child) => vec![Effect::LoadPage(PageOf::Joins(child))],
                None => Vec::new(),
            },
            Action::Rules => match self.selected_child() {
                Some(child) => vec![Effect::Looked(child), Effect::LoadPage(PageOf::Rules(child))],
                None => Vec::new(),
            },
            Action::Versions => match self.selected_child() {
                Some(child) => vec![Effect::Looked(child), Effect::LoadPage(PageOf::Versions(child))],
                None => Vec::new(),
            },
            Action::Decisions => vec![Effect::LoadPage(PageOf::Decisions)],
            Action::Invoices => vec![Effect::LoadPage(PageOf::Invoices(PageOf::PAID_INVOICES))],
            Action::Meetings => vec![Effect::LoadPage(PageOf::Meetings)],
            Action::Providers => vec![Effect::LoadPage(PageOf::Providers)],
            Action::Catalogue => vec![Effect::LoadPage(PageOf::Catalogue)],
            Action::Programmes => vec![Effect::LoadPage(PageOf::Programmes)],
            Action::Users => vec![Effect::LoadPage(PageOf::Users)],
            Action::Journal => vec![Effect::LoadPage(self.journal_wanted())],
            Action::Looks => match self.selected_family() {
                Some(family) => vec![Effect::LoadPage(PageOf::Looks(family))],
                None => Vec::new(),
            },
            Action::AdvancePlan | Action::ReturnPlan => match self.dossier().and_then(|dossier| dossier.plan()) {
                None => Vec::new(),
                Some(plan) => {
                    let noun = match (action, plan.state) {
                        (Action::ReturnPlan, _) => Noun::ReturnPlan,
                        (_, PlanState::Draft) => Noun::SubmitPlan,
                        _ => Noun::ApprovePlan,
                    };
                    self.open_form(noun, plan.id.0)
                }
            },
            Action::OpenRestricted => {
                if let Some(family) = self.selected_family() {
                    self.open_line(Purpose::OpeningReason(family), "");
                }
                Vec::new()
            }
            Action::Undo => vec![Effect::PreviewUndo(self.undo_wanted())],
            Action::Filter => {
                let purpose = match self.screens.last() {
                    Some(Screen::Page(page)) => (Purpose::FilterPage(page.filter.clone()), page.filter.clone()),
                    // A search begins anew: with nothing typed it offers the children looked at before.
                    _ => (Purpose::FilterFamilies(self.families.filter.clone()), String::new()),
                };
                self.open_line(purpose.0, &purpose.1);
                Vec::new()
            }
            Action::ClearFilter => {
                match self.screens.last_mut() {
                    Some(Screen::Page(page)) if !page.filter.is_empty() => page.set_filter(""),
                    _ => {
                        // In this order: the row with the cursor is among those that are shown all the while.
                        self.arrange(|arrangement| *arrangement = Arrangement::default());
                        self.families.set_filter("");
                    }
                }
                Vec::new()
            }
            Action::MergePersons => self.merge_persons(),
            Action::ArrangeFamilies => {
                let arrange = pages::arrange(self);
                self.open_page(arrange);
                Vec::new()
            }
            Action::Drafts => {
                let drafts = pages::drafts(self);
                self.open_page(drafts);
                Vec::new()
            }
            Action::Quit => vec![Effect::Quit],
            _ => Vec::new(),
        }
    }

    /// A suggestion hangs on the meeting under the cursor, else on the newest.
    fn new_suggestion(&self) -> Vec<Effect> {
        let mut jump = Jump::new(Noun::Suggestion, 0);
        if let Some(Screen::Page(page)) = self.screens.last()
            && let Some(Target::Record(record)) = page.selected().map(|row| &row.target)
        {
            let meeting = match &**record {
                AnyRecord::Meeting(meeting) => Some(meeting.id),
                AnyRecord::Suggestion(suggestion) => Some(suggestion.meeting),
                _ => None,
            };
            if let Some(meeting) = meeting {
                jump = jump.with(Field::Meeting, meeting.to_string());
            }
        }
        self.follow_jump(jump)
    }

    pub(super) fn open_page(&mut self, page: super::Page) {
        self.screens.push(Screen::Page(Box::new(page)));
    }

    fn explain(&mut self, kind: FigureKind) {
        if let Some(page) = pages::figure(self, kind) {
            self.open_page(page);
        }
    }

    /// Asks for a form about the child under the cursor.
    pub(super) fn open_form(&self, noun: Noun, record: u64) -> Vec<Effect> {
        self.follow_jump(Jump::new(noun, record))
    }

    /// Asks for a form; one that was left with something typed in it goes on where it was.
    pub(super) fn follow_jump(&self, jump: Jump) -> Vec<Effect> {
        let Jump { noun, record, child, focus, preset } = jump;
        let of_family = matches!(noun, Noun::Family | Noun::CloseFamily | Noun::Person);
        let no_case = matches!(
            noun,
            Noun::Provider
                | Noun::Price
                | Noun::Service
                | Noun::Programme
                | Noun::User
                | Noun::OwnSettings
                | Noun::Meeting
                | Noun::Suggestion
                | Noun::Uplift
                | Noun::Extension
                | Noun::Invoice
        );
        let (here, own) = self.concerned();
        let child = if child.is_some() { child } else { own };
        let elsewhere = child.is_some() && Some(child) != self.selected_child();
        let of_child = self.overview.children.iter().find(|other| child.is_some() && other.id == child);
        let mut request = FormRequest {
            noun,
            record,
            family: if no_case || (noun == Noun::Family && record == 0) {
                Id::default()
            } else {
                of_child.map_or(here, |child| child.family)
            },
            child: if no_case || of_family || (noun == Noun::Child && record == 0) { Id::default() } else { child },
            draft: None,
            day: self.calendar.day,
            focus,
            preset,
        };
        let form = noun.form_name(record != 0);
        let about = request.about();
        let draft = self.overview.drafts.iter().find(|draft| draft.form == form && draft.about == about);
        request.draft = draft.cloned();
        let mut effects = vec![Effect::LoadForm(request)];
        if elsewhere {
            effects.push(Effect::Looked(child));
        }
        effects
    }

    /// Whom the uppermost screen is about, the household and the child, else whom the families' cursor stands on: a
    /// call during somebody's form is about them.
    fn concerned(&self) -> (Id<Family>, Id<Child>) {
        let selected = (self.selected_family().unwrap_or_default(), self.selected_child().unwrap_or_default());
        match self.screens.last() {
            Some(Screen::Form(form)) => match (&form.context.child, &form.context.family) {
                (Some(child), _) => (child.family, child.id),
                (None, Some(family)) if family.id != selected.0 => (family.id, Id::default()),
                _ => selected,
            },
            Some(Screen::Scoring(sheet)) => (sheet.context.family, sheet.context.assessment.child),
            Some(Screen::Attendance(attendance)) => {
                let child = attendance.session().map(|session| session.child);
                let child = self.overview.children.iter().find(|own| Some(own.id) == child);
                child.map_or(selected, |child| (child.family, child.id))
            }
            _ => selected,
        }
    }

    pub(super) fn ask(&mut self, lines: Vec<String>, yes: Yes) {
        self.screens.push(Screen::Question(Question { lines, yes }));
    }
}

//! What actions do on a page of rows, and on what its rows stand for.

use super::super::{
    App, Effect, Message, Screen,
    arrangement::Arrangement,
    forms::Noun,
    frame::Pane,
    line::Purpose,
    page::{Cell, Jump, PageKind, Target},
    pages,
    question::Yes,
};
use crate::{
    action::Action,
    domain::{
        AnyRecord, Attainment, Choice, Deed, Field, Goal, Id, Kind, Operation, SuggestionState, overview::PageOf,
    },
    i18n::{Text, choice::Worded, date},
};

impl App {
    pub(super) fn act_in_page(&mut self, action: Action) -> Option<Vec<Effect>> {
        let height = self.frame().page_rows();
        let Some(Screen::Page(page)) = self.screens.last_mut() else { return None };
        if page.act(action, height) {
            return Some(match page.selected().map(|row| &row.target) {
                Some(Target::More(of)) => vec![Effect::LoadPage(of.clone())],
                _ => Vec::new(),
            });
        }
        match action {
            Action::Back if !page.filter.is_empty() => {
                page.set_filter("");
                Some(Vec::new())
            }
            Action::Back if page.kind == PageKind::Proposal => {
                self.leave_proposal();
                Some(Vec::new())
            }
            Action::Back => {
                self.screens.pop();
                Some(Vec::new())
            }
            Action::ArrangeFamilies => Some(self.open_arrangement()),
            Action::OnlyMoved => {
                page.toggle_moved();
                Some(Vec::new())
            }
            Action::CorrectAssessment => match page.selected().map(|row| &row.target) {
                Some(Target::Record(record)) => {
                    let number = record.number();
                    Some(self.open_form(Noun::Correction, number))
                }
                _ => Some(Vec::new()),
            },
            Action::Open if page.kind == PageKind::Proposal => Some(self.carry_out()),
            Action::Explain => match page.selected().map(|row| &row.target) {
                Some(Target::Proposed(child)) => {
                    let child = *child;
                    Some(self.explain_proposal(child))
                }
                _ => Some(self.explain_in_table()),
            },
            Action::AcceptInvoice | Action::PayInvoice => Some(self.ask_about_invoice(action)),
            Action::Open | Action::Edit | Action::Close => {
                let target = page.selected()?.target.clone();
                Some(self.act_on(target, action))
            }
            _ => None,
        }
    }

    fn act_on(&mut self, target: Target, action: Action) -> Vec<Effect> {
        match (target, action) {
            (Target::Record(record), Action::Close) => self.close_record(*record),
            (Target::Page(of), Action::Open) => vec![Effect::LoadPage(of)],
            (Target::Invoice(sum), action) => self.act_on_invoice(&sum, action),
            (Target::InvoiceLine(told), action) => self.act_on_invoice_line(&told, action),
            (Target::Beside(told), Action::Open) => self.take_into_invoice(&told),
            (Target::Record(record), Action::Open) if record.kind() == Kind::Programme => {
                self.screens.pop();
                self.forget_dossiers();
                vec![Effect::LoadOverview(Some(Id::new(record.number())))]
            }
            (Target::Record(record), action) if record.kind() == Kind::Goal => match *record {
                AnyRecord::Goal(goal) => self.act_on_goal(&goal, action),
                _ => Vec::new(),
            },
            (Target::Form { open, .. }, Action::Open) => self.follow_jump(*open),
            (Target::Form { edit, .. }, Action::Edit) => self.follow_jump(*edit),
            (Target::Record(record), Action::Open) if record.kind() == Kind::Assessment => {
                self.open_assessment(Id::new(record.number()))
            }
            (Target::Record(record), Action::Open) if record.kind() == Kind::PlanVersion => match *record {
                AnyRecord::PlanVersion(plan) => vec![Effect::LoadPage(PageOf::Version(plan.child, plan.id))],
                _ => Vec::new(),
            },
            (Target::Record(record), Action::Open) if record.kind() == Kind::Decision => {
                vec![Effect::LoadPage(PageOf::History(Kind::Decision, record.number()))]
            }
            (Target::Record(record), _) if record.kind() == Kind::Decision => match *record {
                // It stays as it was made: another one takes its place.
                AnyRecord::Decision(decision) => {
                    let jump = Jump::new(Noun::Decision, 0).of(decision.child);
                    self.follow_jump(jump.with(Field::Supersedes, decision.label()))
                }
                _ => Vec::new(),
            },
            (Target::Record(record), _) => match Noun::editing(record.kind()) {
                Some(noun) => self.open_form(noun, record.number()),
                None => Vec::new(),
            },
            (Target::Draft(draft), Action::Close) => {
                let title = pages::draft_title(&draft, self.setting.lang);
                let lines = vec![Text::DropDraft.fill(self.setting.lang, &[&title])];
                self.ask(lines, Yes::DropDraft(draft.key()));
                Vec::new()
            }
            (Target::Draft(draft), Action::Open) => {
                let load = match super::super::reply::resume(&draft) {
                    Some(request) => Some(Effect::LoadForm(request)),
                    None => super::scoring::resume(&draft)
                        .map(Effect::LoadScoring)
                        .or_else(|| self.resume_attendance(&draft)),
                };
                if load.is_some() {
                    self.screens.pop();
                }
                load.into_iter().collect()
            }
            (Target::Sum(key), Action::Open) => self.open_sum(&key),
            (Target::Share(child), Action::Open) => self.explain_further(None, Some(child)).unwrap_or_default(),
            (Target::ArrangeSums(view), Action::Open) => self.arrange_sums(view),
            (Target::SumsDays, Action::Open) => {
                self.open_line(Purpose::SumsDays, "");
                Vec::new()
            }
            (Target::SumsAsOf, Action::Open) => {
                self.open_line(Purpose::SumsAsOf, "");
                Vec::new()
            }
            (Target::Figure(kind), Action::Open) => {
                if let Some(effects) = self.explain_further(Some(kind), None) {
                    return effects;
                }
                self.explain(kind);
                Vec::new()
            }
            (Target::Supposed(child), Action::Open) => self.explain_supposed_for(child),
            (Target::Act(chosen), Action::Open) => {
                self.screens.pop();
                self.act(chosen)
            }
            (Target::Child(child), Action::Open) => {
                self.screens.pop();
                self.go_to_row(|row| row.child == Some(child));
                self.focus = Pane::Families;
                Vec::new()
            }
            (Target::Attendance(day), Action::Open) => {
                self.load_attendance(self.caseload(), (day, day)).into_iter().collect()
            }
            (Target::Merge(kept, other), Action::Open) => self.preview_merge(kept, other),
            (Target::Keep(field), Action::Open) => self.keep_other(field),
            (Target::MergeNow, Action::Open) => self.ask_merge(),
            (Target::Sheet(request), Action::Open) => {
                self.screens.pop();
                vec![Effect::LoadScoring(request)]
            }
            (Target::Mark(about), Action::Open) => {
                self.go_to_mark(&about);
                Vec::new()
            }
            (Target::Item(child, item), Action::Open) => {
                vec![Effect::LoadPage(PageOf::AssessedItem(child, item))]
            }
            (Target::Rule(child, code, since), Action::Open) => {
                vec![Effect::LoadPage(PageOf::RuleLines(child, code, since))]
            }
            (Target::Sort(sort), Action::Open) => self.arrange(|arrangement| arrangement.sort = sort),
            (Target::Inform(session), Action::Open | Action::Close) => self.ask_informed(&session),
            (Target::Calendar(subject), Action::Open) => {
                self.screens.pop();
                self.show_sessions_of(subject);
                Vec::new()
            }
            (Target::Only(only), Action::Open) => self.arrange(|arrangement| arrangement.toggle(only)),
            (Target::History(kind, number), Action::Open) => vec![Effect::LoadPage(PageOf::History(kind, number))],
            (Target::Entry(_, Some(of)), Action::Open) => vec![Effect::LoadPage(of)],
            _ => Vec::new(),
        }
    }

    /// Enter opens a goal's page, and on that page its form; a closed goal is reopened before it is changed.
    fn act_on_goal(&mut self, goal: &Goal, action: Action) -> Vec<Effect> {
        let lang = self.setting.lang;
        let its_page = PageKind::Stored(PageOf::Goal(goal.id));
        let on_page = matches!(self.screens.last(), Some(Screen::Page(page)) if page.kind == its_page);
        if action == Action::Open && !on_page {
            return vec![Effect::LoadPage(PageOf::Goal(goal.id)), Effect::Looked(goal.child)];
        }
        if !goal.is_closed() {
            return self.follow_jump(Jump::new(Noun::Goal, goal.id.0).of(goal.child));
        }
        let closed_on = goal.closed_on.map(|day| date::show(day, lang)).unwrap_or_default();
        let line = Text::ReopenGoal.fill(lang, &[&goal.number, &closed_on, &goal.attainment.text(lang)]);
        let reopened = Goal { attainment: Attainment::Open, closed_on: None, ..goal.clone() };
        let operation = Operation::new(Deed::EditGoal).change(goal.clone(), reopened);
        self.ask(vec![line, goal.wording.clone()], Yes::Apply(Box::new(operation)));
        Vec::new()
    }

    /// Arranges the families otherwise; the page that shows how follows.
    pub(super) fn arrange(&mut self, change: impl FnOnce(&mut Arrangement)) -> Vec<Effect> {
        self.families.arrange(change);
        let fresh = pages::arrange(self);
        if let Some(Screen::Page(page)) = self.screens.last_mut()
            && page.kind == PageKind::Arrange
        {
            page.refill(fresh);
        }
        Vec::new()
    }

    /// Closing keeps the record and takes it out of use; what needs a reason asks for it in a form.
    fn close_record(&mut self, record: AnyRecord) -> Vec<Effect> {
        let lang = self.setting.lang;
        let number = record.number();
        let base = record.clone();
        if record.is_closed(self.setting.today) {
            self.message = Some(Message::Error(Text::AlreadyClosed.text(lang).to_owned()));
            return Vec::new();
        }
        let (deed, closed): (Deed, AnyRecord) = match record {
            AnyRecord::Family(_) => return self.open_form(Noun::CloseFamily, number),
            AnyRecord::Child(_) => return self.open_form(Noun::CloseChild, number),
            AnyRecord::Goal(_) => return self.open_form(Noun::CloseGoal, number),
            AnyRecord::Session(_) => return self.open_form(Noun::SessionOutcome, number),
            AnyRecord::PlanVersion(_) => return self.open_form(Noun::PlanVersion, number),
            AnyRecord::Assessment(_) => return self.open_form(Noun::Assessment, number),
            AnyRecord::Suggestion(suggestion) => {
                // Declining says why; what was done is said in its own form.
                let state = SuggestionState::Declined.code().to_owned();
                let jump = Jump::new(Noun::Suggestion, suggestion.id.0).with(Field::State, state).on(Field::Answer);
                return self.follow_jump(jump);
            }
            AnyRecord::Decision(_) => {
                self.message = Some(Message::Error(Text::DecisionStays.text(lang).to_owned()));
                return Vec::new();
            }
            AnyRecord::Meeting(_) => {
                self.message = Some(Message::Error(Text::MeetingStays.text(lang).to_owned()));
                return Vec::new();
            }
            AnyRecord::Absence(absence) => return self.withdraw_absence(absence),
            AnyRecord::Instrument(_)
            | AnyRecord::Scoring(_)
            | AnyRecord::RuleBook(_)
            | AnyRecord::Series(_)
            | AnyRecord::Invoice(_)
            | AnyRecord::InvoiceLine(_) => {
                return Vec::new();
            }
            AnyRecord::PlanLine(line) => {
                self.remove_line(&line, true);
                return Vec::new();
            }
            AnyRecord::Person(mut person) => {
                person.closed = true;
                (Deed::ClosePerson, person.into())
            }
            AnyRecord::Provider(mut provider) => {
                provider.closed = true;
                (Deed::CloseProvider, provider.into())
            }
            AnyRecord::Price(mut price) => {
                price.to = Some(price.from.max(self.setting.today));
                (Deed::ClosePrice, price.into())
            }
            AnyRecord::Service(mut service) => {
                service.closed = true;
                (Deed::CloseService, service.into())
            }
            AnyRecord::Note(mut note) => {
                note.closed = true;
                (Deed::CloseNote, note.into())
            }
            AnyRecord::User(mut user) => {
                user.disabled = true;
                (Deed::DisableUser, user.into())
            }
            AnyRecord::Programme(mut programme) => {
                programme.closed = true;
                (Deed::EditProgramme, programme.into())
            }
        };
        let what = match self.screens.last() {
            Some(Screen::Page(page)) => page.selected().map(row_words).unwrap_or_default(),
            _ => String::new(),
        };
        let form = Noun::editing(base.kind()).map_or("", |noun| noun.title(true).text(lang));
        let lines = vec![Text::CloseRecord.fill(lang, &[&form]), what];
        let operation = Operation::new(deed).change(base, closed);
        self.ask(lines, Yes::Apply(Box::new(operation)));
        Vec::new()
    }

    /// The entry that undo is about: the one under the cursor of the journal; elsewhere one's own last.
    pub(super) fn undo_wanted(&self) -> Option<u64> {
        match self.screens.last() {
            Some(Screen::Page(page)) => match page.selected()?.target {
                Target::Entry(revision, _) => Some(revision),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn journal_wanted(&self) -> PageOf {
        match self.screens.last() {
            Some(Screen::Page(page)) => match page.selected().map(|row| &row.target) {
                Some(Target::Record(record)) => PageOf::History(record.kind(), record.number()),
                Some(Target::Invoice(sum)) => PageOf::History(Kind::Invoice, sum.invoice.id.0),
                Some(Target::InvoiceLine(told)) => PageOf::History(Kind::InvoiceLine, told.matched.line.id.0),
                _ => PageOf::Journal(PageOf::ENTRIES),
            },
            _ => PageOf::Journal(PageOf::ENTRIES),
        }
    }
}

/// A row's words, for a question about it.
fn row_words(row: &super::super::page::Row) -> String {
    let words = row.cells.iter().filter_map(|cell| match cell {
        Cell::Text(text) | Cell::Number(text) if !text.is_empty() => Some(text.as_str()),
        _ => None,
    });
    words.collect::<Vec<_>>().join(" · ")
}

/// Pages that the store knows nothing of are told apart by what they show.
impl PageKind {
    /// Whether its rows come from the store, and follow it.
    pub fn is_stored(&self) -> bool {
        matches!(self, Self::Stored(_))
    }
}

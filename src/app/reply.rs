//! What the store answered.

use super::{
    App, Clash, Effect, Message, Reply, Screen,
    arrangement::Arrangement,
    families::FamilyRow,
    forms::{self, Noun},
    msg::FormRequest,
    page::PageKind,
    pages,
    question::{Question, Yes},
    welcome::Welcome,
};
use crate::{
    domain::{
        AnyRecord, Deed, Draft, Field, Id, Kind, Session,
        overview::{Overview, PageOf},
    },
    i18n::{
        Text,
        choice::Worded,
        clean::{clean, one_line},
        plural,
    },
};

impl App {
    pub(super) fn reply(&mut self, reply: Reply) -> Vec<Effect> {
        match reply {
            Reply::Dossier(dossier) => {
                self.take_dossier(dossier);
                return Vec::new();
            }
            Reply::Consequences(number, told) => {
                self.take_consequences(number, told);
                return Vec::new();
            }
            Reply::Standings(standings) => {
                self.families.judge(standings);
                self.suppose_anew();
                self.count_reminders();
                return self.reload_work();
            }
            Reply::Trouble(sentence) => {
                self.message = Some(Message::Error(sentence));
                return Vec::new();
            }
            Reply::NoDossier(child, Some(sentence)) => {
                self.miss_dossier(child);
                self.message = Some(Message::Error(sentence));
                return Vec::new();
            }
            Reply::NoDossier(child, None) => {
                self.families.remove(child);
                return Vec::new();
            }
            Reply::Colleagues(colleagues) => {
                self.colleagues = colleagues;
                return Vec::new();
            }
            Reply::ShutOut(sentence) => {
                self.farewell = Some(sentence);
                return vec![Effect::Quit];
            }
            Reply::Changed(revision) => {
                if revision == self.overview.revision {
                    return Vec::new();
                }
                return self.reload();
            }
            Reply::Waits(why) => {
                // What nobody waits for may take its time.
                if self.holding > 0 {
                    self.message = Some(Message::Wait(why));
                }
                return Vec::new();
            }
            _ => self.holding = self.holding.saturating_sub(1),
        }
        self.message.take_if(|message| matches!(message, Message::Wait(_)));
        match reply {
            Reply::Overview(overview) => self.take_overview(*overview),
            Reply::Page(data) => {
                let merges = matches!(data.of, PageOf::Merging(..));
                let mut effects = if merges { self.take_merging(&data) } else { Vec::new() };
                effects.extend(Self::looked_at_in_invoice(&data));
                if self.has_lost_invoice(&data) {
                    return effects;
                }
                let page = pages::page(*data, self);
                let same = self.screens.iter_mut().find_map(|screen| match screen {
                    Screen::Page(open) if open.kind.is_as(&page.kind) => Some(open),
                    _ => None,
                });
                match same {
                    Some(open) => open.refill(page),
                    None => self.screens.push(Screen::Page(Box::new(page))),
                }
                effects
            }
            Reply::Form(request, context) => {
                let resumed = request.draft.is_some();
                let form = forms::open(*request, *context, self.filling());
                self.screens.push(Screen::Form(Box::new(form)));
                if resumed && self.message.is_none() {
                    self.inform(Text::DraftRestored.text(self.setting.lang).to_owned());
                }
                Vec::new()
            }
            Reply::Elsewhere(sessions) => {
                self.take_elsewhere(sessions);
                Vec::new()
            }
            Reply::Lookalikes(found) => self.take_lookalikes(found),
            Reply::Attendance(sheet) => self.take_attendance(*sheet),
            Reply::Supposed(child, figures) => {
                self.take_supposed(child, &figures);
                Vec::new()
            }
            Reply::Proposed(proposed) => self.take_proposed(proposed),
            Reply::Refused(fault) => self.take_refusal(*fault),
            Reply::Diary(diary) => {
                // Whoever's names and services are shown was looked at.
                let mut looked: Vec<_> = diary.rows.iter().map(|row| row.session.child).collect();
                looked.sort_unstable();
                looked.dedup();
                self.calendar.take(diary);
                looked.into_iter().map(Effect::Looked).collect()
            }
            Reply::Sheet(text, whose) => {
                let sheet = pages::sheet(&text, self.setting.lang);
                self.open_page(sheet);
                whose.into_iter().map(Effect::Looked).collect()
            }
            Reply::Siblings(siblings) => self.ask_copies(&siblings),
            Reply::Scoring(request, context) => self.take_scoring(request, *context),
            Reply::Applied(deed, numbers) => {
                self.leave_proposal();
                let moved = self.moved_in_form();
                self.saved();
                if deed == Deed::MergePersons {
                    self.leave_merging();
                }
                if let (Deed::CompleteAssessment, Some(Screen::Scoring(sheet))) = (deed, self.screens.last_mut()) {
                    sheet.settle();
                }
                let mut told = deed.text(self.setting.lang).to_owned();
                if matches!(deed, Deed::BookSessions | Deed::MarkAttendance) {
                    let count = numbers.iter().filter(|(kind, _)| *kind == Kind::Session).count();
                    told = format!("{told}: {count}");
                }
                if deed == Deed::RegisterInvoice {
                    let lines = numbers.iter().filter(|(kind, _)| *kind == Kind::InvoiceLine).count();
                    told = format!("{told}: {}", plural::Counted::InvoiceLine.text(lines as u64, self.setting.lang));
                }
                if let Some(session) = moved.filter(|_| deed == Deed::MoveSession) {
                    let whom = self.to_be_told(&session).join(", ");
                    told = format!("{told}. {}", Text::ToInform.fill(self.setting.lang, &[&whom]));
                }
                if deed == Deed::ChooseSettings {
                    told = Text::FromNextTime.fill(self.setting.lang, &[&told]);
                }
                // Whoever was just added is who is worked on next.
                let added = matches!(deed, Deed::AddFamily | Deed::AddChild);
                self.added = numbers.last().copied().filter(|_| added);
                self.inform(told);
                let correction = numbers.last().filter(|_| deed == Deed::CorrectAssessment);
                if correction.is_some() && matches!(self.screens.last(), Some(Screen::Scoring(_))) {
                    // What is corrected makes room for its correction.
                    self.screens.pop();
                }
                let mut effects = self.reload();
                effects.extend(self.open_registered(&numbers).filter(|_| deed == Deed::RegisterInvoice));
                if let Some((_, number)) = correction {
                    effects.extend(self.open_assessment(Id::new(*number)));
                }
                effects
            }
            Reply::Clash(clash) => self.clash(*clash),
            Reply::Outdated(sentence) => {
                self.message = Some(Message::Error(sentence));
                self.made_anew()
            }
            Reply::Objections(operation, objections) => self.take_objections(*operation, objections),
            Reply::Failed(sentence) => {
                if let Some(Screen::Form(form)) = self.screens.last_mut() {
                    form.saving = false;
                }
                self.message = Some(Message::Error(sentence));
                Vec::new()
            }
            Reply::Undoable(None) => {
                self.message = Some(Message::Error(Text::NothingToUndo.text(self.setting.lang).to_owned()));
                Vec::new()
            }
            Reply::Undoable(Some(undoable)) => {
                self.ask_undo(*undoable);
                Vec::new()
            }
            Reply::Undone(deed) => {
                self.saved();
                self.inform(Text::Undone.fill(self.setting.lang, &[&deed.text(self.setting.lang)]));
                self.reload()
            }
            Reply::NoStore(path) => {
                self.screens.clear();
                self.screens.push(Screen::Welcome(Welcome { path, cursor: Default::default() }));
                Vec::new()
            }
            Reply::Dossier(_)
            | Reply::NoDossier(..)
            | Reply::Standings(_)
            | Reply::Consequences(..)
            | Reply::Changed(_)
            | Reply::Trouble(_)
            | Reply::Waits(_)
            | Reply::ShutOut(_)
            | Reply::Colleagues(_) => Vec::new(),
        }
    }

    pub(super) fn inform(&mut self, text: String) {
        self.message = Some(Message::Info(text));
    }

    fn take_overview(&mut self, overview: Overview) -> Vec<Effect> {
        if overview.revision != self.overview.revision {
            self.forget_dossiers();
        }
        self.setting.today = overview.today;
        let switched = overview.programme.as_ref().map(|p| p.id) != self.overview.programme.as_ref().map(|p| p.id);
        if switched && let Some(programme) = &overview.programme {
            self.calendar.go(self.setting.today.clamp(programme.from, programme.to));
        }
        self.screens.retain(|screen| !matches!(screen, Screen::Welcome(_)));
        // What was read at the same revision is what stands there already.
        let mut effects = Vec::new();
        if switched || overview.revision != self.overview.revision || overview.today != self.overview.today {
            self.families.fill(&overview, &self.setting.user);
            effects.extend(overview.programme.as_ref().map(|programme| Effect::LoadStandings(programme.id)));
        }
        match self.added.take() {
            Some((Kind::Family, number)) => drop(self.go_to_row(|row| row.family.0 == number)),
            Some((Kind::Child, number)) => drop(self.go_to_row(|row| row.child.is_some_and(|child| child.0 == number))),
            _ => {}
        }
        self.overview = overview;
        self.count_reminders();
        if self.greeted || self.overview.programme.is_none() {
            return effects;
        }
        self.greeted = true;
        if let Some(draft) = self.overview.drafts.first().cloned() {
            self.offer(draft);
        }
        effects
    }

    /// Asks whether to go on with what was typed and not saved.
    fn offer(&mut self, draft: Draft) {
        let yes = match resume(&draft) {
            Some(request) => Yes::Resume(Box::new(request), Box::new(draft.clone())),
            None => match super::act::scoring::resume(&draft) {
                Some(request) => Yes::ResumeSheet(request),
                None => match self.resume_attendance(&draft) {
                    Some(_) => Yes::ResumeAttendance(Box::new(draft.clone())),
                    None => return,
                },
            },
        };
        let lang = self.setting.lang;
        let mut lines = vec![Text::DraftOffered.fill(lang, &[&pages::draft_title(&draft, lang)])];
        if let Some(text) = draft.texts.iter().map(|(_, text)| text.trim()).max_by_key(|text| text.len()) {
            lines.push(one_line(text).chars().take(60).collect());
        }
        let others = self.overview.drafts.len() - 1;
        if others > 0 {
            lines.push(Text::MoreDrafts.fill(lang, &[&plural::Counted::Draft.text(others as u64, lang)]));
        }
        self.screens.push(Screen::Question(Question { lines, yes }));
    }

    /// What plans remind of came after the work queue was made, which has it, too.
    fn reload_work(&self) -> Vec<Effect> {
        let is_work =
            |screen: &Screen| matches!(screen, Screen::Page(page) if page.kind == PageKind::Stored(PageOf::WorkQueue));
        let open = self.screens.iter().any(is_work);
        open.then_some(Effect::LoadPage(PageOf::WorkQueue)).into_iter().collect()
    }

    /// What is on the screen was read from a store that has moved on.
    pub(super) fn reload(&mut self) -> Vec<Effect> {
        self.calendar.forget();
        let mut effects = vec![Effect::LoadOverview(self.overview.programme.as_ref().map(|programme| programme.id))];
        for screen in &self.screens {
            match screen {
                Screen::Page(page) => {
                    // What was, stays as it was.
                    if let PageKind::Stored(of) = &page.kind
                        && of.as_of().is_none()
                    {
                        effects.push(Effect::LoadPage(of.clone()));
                    }
                }
                Screen::Attendance(attendance) => {
                    effects.extend(self.load_attendance(attendance.sheet.owner.clone(), attendance.days()));
                }
                Screen::Scoring(sheet) => effects.push(Effect::LoadScoring(sheet.request())),
                _ => {}
            }
        }
        effects
    }

    /// The session that the form on top moves.
    fn moved_in_form(&self) -> Option<Session> {
        match self.screens.last() {
            Some(Screen::Form(form)) if form.noun == Noun::MoveSession => match &form.context.base {
                Some(AnyRecord::Session(session)) => Some(session.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// The screen that asked for it has done its work.
    fn saved(&mut self) {
        match self.screens.pop() {
            Some(Screen::Form(form)) => {
                for field in &form.fields {
                    self.before.insert((form.noun, field.field), field.line.text().to_owned());
                }
            }
            Some(Screen::Attendance(_) | Screen::Scoring(_) | Screen::Question(_)) | None => {}
            Some(other) => self.screens.push(other),
        }
    }

    /// Shows what a colleague wrote meanwhile; saving again means: mine, knowing theirs.
    fn clash(&mut self, clash: Clash) -> Vec<Effect> {
        let lang = self.setting.lang;
        let by = if clash.by.is_empty() { Text::Colleague.text(lang).to_owned() } else { clean(&clash.by) };
        if let Some(Screen::Scoring(sheet)) = self.screens.last_mut() {
            // What both typed is told row by row; where they scored different rows, nobody has to know.
            sheet.retry = Some(by);
            return vec![Effect::LoadScoring(sheet.request())];
        }
        if let Some(Screen::Attendance(attendance)) = self.screens.last_mut() {
            attendance.retry = Some(by);
            let (owner, days) = (attendance.sheet.owner.clone(), attendance.days());
            return self.load_attendance(owner, days).into_iter().collect();
        }
        let label = |name: &'_ String| Field::by_name(name).map_or(name.clone(), |field| field.text(lang).to_owned());
        let names: Vec<String> = clash.fields.iter().map(label).collect();
        self.message = Some(Message::Error(Text::Clash.fill(lang, &[&by, &names.join(", ")])));
        let filling = self.setting.filling();
        let asked = matches!(self.screens.last(), Some(Screen::Question(_)));
        if asked {
            // The question was about a record that is not what it was.
            self.screens.pop();
        }
        match self.screens.last_mut() {
            Some(Screen::Form(form)) => {
                let is_its_own =
                    |base: &AnyRecord| (base.kind(), base.number()) == (clash.theirs.kind(), clash.theirs.number());
                if form.context.base.as_ref().is_some_and(is_its_own) {
                    let now = clash.told(lang);
                    form.show_theirs(clash, filling);
                    if form.theirs.is_empty() {
                        // Nothing to choose between: what the form says is to be thought over.
                        self.message = Some(Message::Error(Text::ClashBeside.fill(lang, &[&by, &now])));
                    }
                    return Vec::new();
                }
                // Of many records another one is not what it was.
                self.made_anew()
            }
            _ if asked => self.reload(),
            _ => Vec::new(),
        }
    }

    /// What is on top was made of what is no more: a form is made anew of what the store has now, with what was typed.
    fn made_anew(&mut self) -> Vec<Effect> {
        match self.screens.last() {
            Some(Screen::Form(form)) => {
                let request = FormRequest { draft: Some(form.draft()), ..form.request.clone() };
                self.screens.pop();
                vec![Effect::LoadForm(request)]
            }
            Some(Screen::Question(_)) => {
                self.screens.pop();
                self.reload()
            }
            _ => self.reload(),
        }
    }

    /// Puts the families' cursor on a row; whether there is such a row.
    pub(super) fn go_to_row(&mut self, fits: impl Fn(&FamilyRow) -> bool) -> bool {
        if self.families.select(&fits) {
            return true;
        }
        self.families.set_filter("");
        if !self.families.select(&fits) {
            // It is not among those that are shown, and yet it is asked for.
            self.families.arrange(|arrangement| *arrangement = Arrangement::default());
        }
        self.families.select(&fits)
    }
}

/// The form that goes on with a draft.
pub(super) fn resume(draft: &Draft) -> Option<FormRequest> {
    Some(FormRequest {
        noun: Noun::by_form_name(&draft.form)?,
        record: draft.record,
        family: Id::new(draft.family),
        child: Id::new(draft.child),
        draft: Some(draft.clone()),
        day: draft.day,
        focus: None,
        preset: Vec::new(),
    })
}

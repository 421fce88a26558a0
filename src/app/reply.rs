//! What the store answered.

mod applied;
mod clash;
mod overview;
mod undo;

pub(super) use overview::resume;

use super::{App, Effect, Message, Reply, Screen, forms, msg::FormRequest, page::PageKind, pages, welcome::Welcome};
use crate::{
    domain::{
        diary::Diary,
        overview::{FormContext, PageData, PageOf},
    },
    i18n::{Text, choice::Worded},
};

impl App {
    pub(super) fn reply(&mut self, reply: Reply) -> Vec<Effect> {
        if reply.is_awaited() {
            self.holding = self.holding.saturating_sub(1);
            self.message.take_if(|message| matches!(message, Message::Wait(_)));
        }
        match reply {
            Reply::Dossier(dossier) => {
                self.take_dossier(dossier);
                Vec::new()
            }
            Reply::NoDossier(child, Some(sentence)) => {
                self.miss_dossier(child);
                self.message = Some(Message::Error(sentence));
                Vec::new()
            }
            Reply::NoDossier(child, None) => {
                self.families.remove(child);
                Vec::new()
            }
            Reply::Consequences(number, told) => {
                self.take_consequences(number, told);
                Vec::new()
            }
            Reply::Standings(standings) => {
                self.families.judge(standings);
                self.suppose_anew();
                self.count_reminders();
                self.reload_work()
            }
            Reply::Colleagues(colleagues) => {
                self.colleagues = colleagues;
                Vec::new()
            }
            Reply::Changed(revision) if revision == self.overview.revision => Vec::new(),
            Reply::Changed(_) => self.reload(),
            Reply::Trouble(sentence) => {
                self.message = Some(Message::Error(sentence));
                Vec::new()
            }
            // What nobody waits for may take its time.
            Reply::Waits(_) if self.holding == 0 => Vec::new(),
            Reply::Waits(why) => {
                self.message = Some(Message::Wait(why));
                Vec::new()
            }
            Reply::ShutOut(sentence) => {
                self.farewell = Some(sentence);
                vec![Effect::Quit]
            }
            Reply::Overview(overview) => self.take_overview(*overview),
            Reply::Page(data) => self.take_page(*data),
            Reply::Form(request, context) => self.take_form(*request, *context),
            Reply::Diary(diary) => self.take_diary(diary),
            Reply::Applied(deed, numbers) => self.applied(deed, &numbers),
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
            Reply::Sheet(text, whose) => {
                let sheet = pages::sheet(&text, self.setting.lang);
                self.open_page(sheet);
                whose.into_iter().map(Effect::Looked).collect()
            }
            Reply::Siblings(siblings) => self.ask_copies(&siblings),
            Reply::Scoring(request, context) => self.take_scoring(request, *context),
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
        }
    }

    pub(super) fn inform(&mut self, text: String) {
        self.message = Some(Message::Info(text));
    }

    fn take_page(&mut self, data: PageData) -> Vec<Effect> {
        let merges = matches!(data.of, PageOf::Merging(..));
        let mut effects = if merges { self.take_merging(&data) } else { Vec::new() };
        effects.extend(Self::looked_at_in_invoice(&data));
        if self.has_lost_invoice(&data) {
            return effects;
        }
        let page = pages::page(data, self);
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

    fn take_form(&mut self, request: FormRequest, context: FormContext) -> Vec<Effect> {
        let resumed = request.draft.is_some();
        let form = forms::open(request, context, self.filling());
        self.screens.push(Screen::Form(Box::new(form)));
        if resumed && self.message.is_none() {
            self.inform(Text::DraftRestored.text(self.setting.lang).to_owned());
        }
        Vec::new()
    }

    fn take_diary(&mut self, diary: Box<Diary>) -> Vec<Effect> {
        // Whoever's names and services are shown was looked at.
        let mut looked: Vec<_> = diary.rows.iter().map(|row| row.session.child).collect();
        looked.sort_unstable();
        looked.dedup();
        self.calendar.take(diary);
        looked.into_iter().map(Effect::Looked).collect()
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
}

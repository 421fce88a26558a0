//! The programme at a glance has come: the families, what there is to be done, and what was left unsaved.

use super::super::{
    App, Effect, Screen,
    arrangement::Arrangement,
    families::FamilyRow,
    forms::Noun,
    msg::FormRequest,
    pages,
    question::{Question, Yes},
};
use crate::{
    domain::{Draft, Id, Kind, overview::Overview},
    i18n::{Text, clean::one_line, plural},
};

impl App {
    pub(super) fn take_overview(&mut self, overview: Overview) -> Vec<Effect> {
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
            None => match super::super::act::scoring::resume(&draft) {
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

    /// Puts the families' cursor on a row; whether there is such a row.
    pub(in crate::app) fn go_to_row(&mut self, fits: impl Fn(&FamilyRow) -> bool) -> bool {
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
pub(in crate::app) fn resume(draft: &Draft) -> Option<FormRequest> {
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

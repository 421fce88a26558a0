//! What actions do on the sheet of an assessment, and how one is opened.

use super::super::{
    App, Can, Effect, Message, Screen, Soon,
    forms::Noun,
    line::Purpose,
    pages,
    question::Yes,
    scoring::{About, ScoringRequest, Sheet, WhoseSheet, sheet_of},
};
use crate::{
    action::Action,
    domain::{Assessment, Deed, Draft, Id, overview::ScoringContext},
    i18n::{Text, assessment::AssessmentText},
};

impl App {
    pub(super) fn act_in_scoring(&mut self, action: Action) -> Vec<Effect> {
        let height = Sheet::list_rows(&self.frame());
        let (today, lang) = (self.setting.today, self.setting.lang);
        let Some(Screen::Scoring(sheet)) = self.screens.last_mut() else { return Vec::new() };
        if sheet.act(action, height) {
            return Vec::new();
        }
        let assessment = sheet.context.assessment.id;
        match action {
            Action::SkipItem => sheet.skip(),
            Action::SameScore => match sheet.as_before(lang) {
                Ok(()) => return self.keep_sheet(Soon::Later),
                Err(why) => self.message = Some(Message::Error(why)),
            },
            Action::ClearScore => {
                sheet.clear();
                return self.keep_sheet(Soon::Later);
            }
            Action::Observe => {
                if let Some(text) = sheet.mark().map(|mark| mark.now.observation.clone()) {
                    self.open_line(Purpose::Observation, &text);
                }
            }
            Action::LogCall => return self.open_form(Noun::Call, 0),
            Action::Edit => return self.open_form(Noun::Assessment, assessment.0),
            Action::CorrectAssessment => return self.open_form(Noun::Correction, assessment.0),
            Action::CompleteAssessment => {
                let lacking = sheet.lacking(today);
                if lacking.is_empty() {
                    let operation = sheet.complete(today, &self.setting.user);
                    let lines = vec![
                        AssessmentText::CompleteAssessment.text(lang).to_owned(),
                        AssessmentText::CompletedIsLocked.text(lang).to_owned(),
                    ];
                    self.ask(lines, Yes::Apply(Box::new(operation)));
                } else {
                    let page = pages::lacking(sheet, &lacking, lang);
                    self.open_page(page);
                }
            }
            Action::Accept => return self.save_sheet(),
            Action::Back => return self.leave_sheet(),
            _ => {}
        }
        Vec::new()
    }

    /// Whether an action applies to the sheet.
    pub(in crate::app) fn can_in_sheet(&self, sheet: &Sheet, action: Action) -> Can {
        let locked = sheet.is_locked();
        match action {
            Action::SameScore
            | Action::SkipItem
            | Action::ClearScore
            | Action::Observe
            | Action::Edit
            | Action::Accept
            | Action::CompleteAssessment
                if locked =>
            {
                Can::No(Text::AssessmentLocked)
            }
            Action::CompleteAssessment if sheet.member.is_some() => Can::No(Text::TeamCompletes),
            Action::ClearScore if sheet.mark().is_none_or(|mark| mark.now.value.is_none()) => {
                Can::No(Text::NoScoreHere)
            }
            Action::Observe if sheet.mark().is_none() => Can::No(Text::NoScoreHere),
            Action::CorrectAssessment if !locked => Can::No(Text::NotCompletedYet),
            Action::CorrectAssessment if sheet.context.has_correction => Can::No(Text::AlreadyCorrected),
            _ => Can::Yes,
        }
    }

    /// Types scores: the first that is not on the scale stops the rest, or they would stand one row too early.
    pub(in crate::app) fn type_scores(&mut self, text: &str) -> Vec<Effect> {
        let lang = self.setting.lang;
        if !self.overview.role.may(Deed::ScoreAssessment) {
            self.message = Some(Message::Error(Text::NotInYourRole.text(lang).to_owned()));
            return Vec::new();
        }
        let Some(Screen::Scoring(sheet)) = self.screens.last_mut() else { return Vec::new() };
        if sheet.is_locked() {
            self.message = Some(Message::Error(Text::AssessmentLocked.text(lang).to_owned()));
            return Vec::new();
        }
        for letter in text.chars().filter(|letter| !letter.is_whitespace()) {
            let scored = match letter.to_digit(10).and_then(|digit| u8::try_from(digit).ok()) {
                Some(digit) => sheet.digit(digit, lang),
                None => Err(AssessmentText::NotAScore.fill(lang, &[&letter])),
            };
            if let Err(why) = scored {
                self.message = Some(Message::Error(why));
                break;
            }
        }
        self.keep_sheet(Soon::Later)
    }

    /// The topmost sheet, also under the line or the page that was opened from it.
    pub(in crate::app) fn sheet_mut(&mut self) -> Option<&mut Sheet> {
        self.screens.iter_mut().rev().find_map(|screen| match screen {
            Screen::Scoring(sheet) => Some(sheet.as_mut()),
            _ => None,
        })
    }

    /// Where the cursor stands in the observation that is being written.
    pub(in crate::app) fn observing(&self) -> Option<usize> {
        match self.screens.last() {
            Some(Screen::Line(line)) if line.purpose == Purpose::Observation => Some(line.edit.cursor()),
            _ => None,
        }
    }

    /// Whether an observation is being written.
    pub fn is_observing(&self) -> bool {
        self.observing().is_some()
    }

    /// Keeps what was typed on the sheet as a draft.
    pub(in crate::app) fn keep_sheet(&mut self, soon: Soon) -> Vec<Effect> {
        let observing = self.observing();
        let draft = self.sheet_mut().filter(|sheet| sheet.touched).map(|sheet| sheet.draft(observing));
        draft.map(|draft| Effect::SaveDraft(Box::new(draft), soon)).into_iter().collect()
    }

    /// Leaving a sheet on which something was typed keeps it as a draft.
    fn leave_sheet(&mut self) -> Vec<Effect> {
        let Some(Screen::Scoring(sheet)) = self.screens.pop() else { return Vec::new() };
        if !sheet.is_dirty() {
            return if sheet.touched { vec![Effect::DropDraft(sheet.draft_key())] } else { Vec::new() };
        }
        let draft = sheet.draft(None);
        self.overview.drafts.retain(|other| other.key() != draft.key());
        self.overview.drafts.insert(0, draft.clone());
        self.inform(Text::DraftKept.text(self.setting.lang).to_owned());
        vec![Effect::SaveDraft(Box::new(draft), Soon::Now)]
    }

    /// Saves the sheet; what was not changed is only left.
    pub(in crate::app) fn save_sheet(&mut self) -> Vec<Effect> {
        let (today, lang) = (self.setting.today, self.setting.lang);
        let Some(sheet) = self.sheet_mut() else { return Vec::new() };
        if let Some(about) = sheet.unscored().cloned() {
            sheet.go_to(&about);
            self.message = Some(Message::Error(AssessmentText::ObservationAlone.text(lang).to_owned()));
            return Vec::new();
        }
        let operation = sheet.save(today);
        if operation.puts.is_empty() {
            return self.leave_sheet();
        }
        vec![Effect::Apply(Box::new(operation))]
    }

    /// Opens an assessment: the team's sheet, or where the team has several members, the choice whose.
    pub(in crate::app) fn open_assessment(&self, assessment: Id<Assessment>) -> Vec<Effect> {
        vec![Effect::LoadScoring(ScoringRequest { assessment, whose: WhoseSheet::Ask })]
    }

    /// The sheet was read: it is shown, or what is shown of it follows.
    pub(in crate::app) fn take_scoring(&mut self, request: ScoringRequest, context: ScoringContext) -> Vec<Effect> {
        let lang = self.setting.lang;
        let looked = Effect::Looked(context.assessment.child);
        let open = self.screens.iter_mut().find_map(|screen| match screen {
            Screen::Scoring(sheet) if sheet.request() == request => Some(sheet),
            _ => None,
        });
        if let Some(sheet) = open {
            let again = sheet.retry.take();
            let clash = sheet.refresh(context);
            return match again {
                Some(by) if clash => {
                    self.message = Some(Message::Error(AssessmentText::SheetClash.fill(lang, &[&by])));
                    Vec::new()
                }
                Some(_) => self.save_sheet(),
                None => Vec::new(),
            };
        }
        // A correction is the team's: what members saw on their own is told of the assessment that it corrects.
        let alone = context.assessment.team.len() < 2 || context.corrected.is_some();
        let asks = request.whose == WhoseSheet::Ask && !alone;
        if asks && !context.assessment.is_completed() {
            let page = pages::sheets(&context, lang);
            self.open_page(page);
            return vec![looked];
        }
        let member = match request.whose {
            WhoseSheet::Member(member) => Some(member),
            WhoseSheet::Ask | WhoseSheet::Team => None,
        };
        let mut sheet = Sheet::new(context, member);
        let key = sheet.draft_key();
        let draft = self.overview.drafts.iter().find(|draft| draft.key() == key).cloned();
        if sheet.is_locked() && draft.is_some() {
            // It was completed while the draft lay by: the list of drafts still has what was typed.
            self.message = Some(Message::Error(Text::AssessmentLocked.text(lang).to_owned()));
        }
        let observing = draft.filter(|_| !sheet.is_locked()).map(|draft| sheet.restore(&draft));
        let text = sheet.mark().map(|mark| mark.now.observation.clone()).unwrap_or_default();
        self.screens.push(Screen::Scoring(Box::new(sheet)));
        if let Some(observing) = observing {
            self.inform(Text::DraftRestored.text(lang).to_owned());
            if let Some(at) = observing {
                self.open_line(Purpose::Observation, &text);
                if let Some(Screen::Line(line)) = self.screens.last_mut() {
                    line.edit.place(at);
                }
            }
        }
        vec![looked]
    }

    /// Puts the sheet's cursor on what was chosen from a list.
    pub(super) fn go_to_mark(&mut self, about: &About) {
        self.screens.pop();
        if let Some(sheet) = self.sheet_mut() {
            sheet.go_to(about);
        }
    }
}

/// The sheet that goes on with a draft.
pub(in crate::app) fn resume(draft: &Draft) -> Option<ScoringRequest> {
    let whose = sheet_of(draft)?.map_or(WhoseSheet::Team, |member| WhoseSheet::Member(member.to_owned()));
    Some(ScoringRequest { assessment: Id::new(draft.record), whose })
}

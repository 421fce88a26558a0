//! What becomes of what was typed: a draft, an operation, and what of it goes together with a colleague's.

use chrono::NaiveDate;

use super::{About, Entered, Mark, Sheet, of_member, of_team};
use crate::domain::{
    AnyRecord, Assessment, Attainment, Deed, Draft, DraftKey, Id, Kind, Lacking, Operation, Progress, Score, Scoring,
    agreed_scores, completion_faults, overview::ScoringContext,
};

/// The drafts of sheets are kept under this name; a member's has the name behind a slash.
const FORM: &str = "scoring";

/// Whether a draft is of a sheet, and if so, whose: none is the team's.
pub fn sheet_of(draft: &Draft) -> Option<Option<&str>> {
    match draft.form.strip_prefix(FORM)? {
        "" => Some(None),
        rest => rest.strip_prefix('/').map(Some),
    }
}

impl Sheet {
    /// The key of its draft.
    pub fn draft_key(&self) -> DraftKey {
        let form = self.member.as_ref().map_or_else(|| FORM.to_owned(), |member| format!("{FORM}/{member}"));
        DraftKey { form, about: self.context.assessment.id.0 }
    }

    /// Whether something was typed that is not saved.
    pub fn is_dirty(&self) -> bool {
        self.marks.iter().any(Mark::is_changed)
    }

    /// What was typed, to be kept. `observing`: where the cursor stands in the observation, if one is being written.
    pub fn draft(&self, observing: Option<usize>) -> Draft {
        let key = self.draft_key();
        let typed = self.marks.iter().filter(|mark| mark.is_changed());
        Draft {
            form: key.form,
            about: key.about,
            title: self
                .member
                .as_ref()
                .map_or_else(|| self.context.name.clone(), |member| format!("{} · {member}", self.context.name)),
            texts: typed.map(|mark| (name(&mark.about), written(&mark.now))).collect(),
            focus: self.cursor.row,
            cursor: observing.map_or(0, |at| at + 1),
            record: self.context.assessment.id.0,
            family: self.context.family.0,
            child: self.context.assessment.child.0,
            day: self.context.assessment.day().unwrap_or_default(),
            base: self.base().map(|base| base.to_json()).unwrap_or_default(),
            seen: 0,
            saved_at: 0,
        }
    }

    /// Puts back what was typed; where the cursor stood in an observation, if one was being written.
    pub fn restore(&mut self, draft: &Draft) -> Option<usize> {
        let kind = if self.member.is_some() { Kind::Scoring } else { Kind::Assessment };
        let began = AnyRecord::from_json(kind, &draft.base);
        for mark in &mut self.marks {
            let Some((_, text)) = draft.texts.iter().find(|(of, _)| *of == name(&mark.about)) else { continue };
            mark.now = read(text);
            let before = match &began {
                Some(AnyRecord::Assessment(assessment)) => of_team(assessment, &mark.about),
                Some(AnyRecord::Scoring(scoring)) => of_member(scoring, &mark.about),
                _ => Entered::default(),
            };
            let clashes = mark.stored != before && mark.is_changed();
            mark.theirs = clashes.then(|| mark.stored.clone());
        }
        self.cursor.row = draft.focus;
        self.cursor.clamp(self.lines.len());
        self.pass_headings(false);
        self.touched = true;
        draft.cursor.checked_sub(1).filter(|_| self.mark().is_some())
    }

    /// All that was typed is stored by now, in words of its own perhaps: nothing of it is still to be kept.
    pub fn settle(&mut self) {
        for mark in &mut self.marks {
            mark.stored = mark.now.clone();
            mark.theirs = None;
        }
        self.touched = false;
    }

    /// The same sheet as the store has it now. What was typed stays; what was not follows the store; what both changed
    /// is shown. Whether there is such a clash.
    pub fn refresh(&mut self, context: ScoringContext) -> bool {
        let fresh = Self::new(context, self.member.clone());
        let under_cursor = self.mark().map(|mark| mark.about.clone());
        let old = std::mem::replace(self, fresh);
        let mut clash = false;
        for mark in &mut self.marks {
            let Some(before) = old.marks.iter().find(|other| other.about == mark.about) else { continue };
            if !before.is_changed() {
                continue;
            }
            mark.now = before.now.clone();
            let changed = mark.stored != before.stored && mark.is_changed();
            clash |= changed;
            mark.theirs = if changed { Some(mark.stored.clone()) } else { before.theirs.clone() };
        }
        self.touched = old.touched;
        match under_cursor {
            Some(subject) => self.go_to(&subject),
            None => self.cursor.row = self.lines.len() - 1,
        }
        clash
    }

    /// The record that the sheet changes; none: it makes a new one.
    fn base(&self) -> Option<AnyRecord> {
        match &self.member {
            None => Some(self.context.assessment.clone().into()),
            Some(member) => self.context.scorings.iter().find(|one| one.member == *member).cloned().map(Into::into),
        }
    }

    /// The first observation without a score: it cannot be kept alone.
    pub fn unscored(&self) -> Option<&About> {
        let alone = |mark: &&Mark| mark.value().is_none() && !mark.now.observation.trim().is_empty();
        self.marks.iter().find(alone).map(|mark| &mark.about)
    }

    /// The operation that saves what was typed.
    pub fn save(&self, today: NaiveDate) -> Operation {
        let mut operation = Operation::new(Deed::ScoreAssessment);
        if !self.is_dirty() {
            return operation;
        }
        operation = match &self.member {
            None => {
                let scored =
                    Assessment { instrument: operation.scored_with(&self.context.instrument), ..self.scored(today) };
                operation.change(self.context.assessment.clone(), scored)
            }
            Some(member) => {
                let old = self.context.scorings.iter().find(|one| one.member == *member);
                let scoring = Scoring {
                    assessment: self.context.assessment.id,
                    member: member.clone(),
                    scores: self.scores(old.map_or(&[], |old| &old.scores)),
                    ..old.cloned().unwrap_or_default()
                };
                match old {
                    Some(old) => operation.change(old.clone(), scoring),
                    None => operation.create(scoring),
                }
            }
        };
        operation.completes(Some(self.draft_key()))
    }

    /// What is lacking before the assessment can be completed as it stands here.
    pub fn lacking(&self, today: NaiveDate) -> Vec<(About, Lacking)> {
        let scored = self.agreed(today);
        let faults = completion_faults(&scored, &self.context.scorings, &self.context.instrument);
        faults.into_iter().map(|(code, what)| (About::Item(code.to_owned()), what)).collect()
    }

    /// The operation that saves what was typed and completes the assessment.
    pub fn complete(&self, today: NaiveDate, user: &str) -> Operation {
        let mut operation = Operation::new(Deed::CompleteAssessment);
        let completed = Assessment {
            instrument: operation.scored_with(&self.context.instrument),
            completed_on: Some(today),
            completed_by: user.to_owned(),
            ..self.agreed(today)
        };
        operation.change(self.context.assessment.clone(), completed).completes(Some(self.draft_key()))
    }

    /// The assessment as it is scored here.
    fn scored(&self, today: NaiveDate) -> Assessment {
        let old = &self.context.assessment;
        let mut progress: Vec<Progress> = Vec::new();
        for mark in &self.marks {
            let (About::Goal(goal), Some(scale)) = (&mark.about, mark.now.value) else { continue };
            let observation = mark.now.observation.trim().to_owned();
            progress.push(Progress { goal: *goal, scale, attainment: Attainment::of_scale(scale), observation });
        }
        // Goals that are not on the sheet keep what was said of them.
        let known = |id: Id<_>| self.marks.iter().any(|mark| mark.about == About::Goal(id));
        progress.extend(old.progress.iter().filter(|progress| !known(progress.goal)).cloned());
        Assessment { done_on: old.done_on.or(Some(today)), scores: self.scores(&old.scores), progress, ..old.clone() }
    }

    /// … with what all members agree on.
    fn agreed(&self, today: NaiveDate) -> Assessment {
        let mut assessment = self.scored(today);
        assessment.scores = agreed_scores(&assessment, &self.context.scorings, &self.context.instrument);
        assessment
    }

    /// The scores of the sheet; items that are not on it keep theirs.
    fn scores(&self, old: &[Score]) -> Vec<Score> {
        let mut scores: Vec<Score> = Vec::new();
        for mark in &self.marks {
            let About::Item(item) = &mark.about else { continue };
            let observation = mark.now.observation.trim().to_owned();
            // What was observed of an item on which the members agree stands with their score.
            let agreed = mark.agreed.filter(|_| !observation.is_empty());
            let Some(value) = mark.now.value.or(agreed).and_then(|value| u8::try_from(value).ok()) else { continue };
            scores.push(Score { item: item.clone(), value, observation });
        }
        let known = |code: &str| self.marks.iter().any(|mark| matches!(&mark.about, About::Item(item) if item == code));
        scores.extend(old.iter().filter(|score| !known(&score.item)).cloned());
        scores
    }
}

/// What a subject is called in a draft.
fn name(about: &About) -> String {
    match about {
        About::Item(code) => code.clone(),
        About::Goal(goal) => format!("goal {goal}"),
    }
}

/// What is entered, as a draft keeps it: the score, or a dash, and after a blank the observation.
fn written(entered: &Entered) -> String {
    let value = entered.value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    if entered.observation.is_empty() { value } else { format!("{value} {}", entered.observation) }
}

fn read(text: &str) -> Entered {
    let (value, observation) = text.split_once(' ').unwrap_or((text, ""));
    Entered { value: value.parse().ok(), observation: observation.to_owned() }
}

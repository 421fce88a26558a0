//! The sheet on which an assessment is scored: one digit an item, what was scored before alongside. What is typed is
//! a draft until it is saved, and what colleagues save meanwhile comes in item by item.

mod saving;

pub use saving::sheet_of;

use super::{frame::Frame, list::Cursor};
use crate::{
    action::Action,
    domain::{
        Assessment, Component, Goal, Id, Instrument, Item, Scoring, agreed, disagreements, overview::ScoringContext,
    },
    i18n::{Lang, assessment::AssessmentText},
};

/// Which assessment is to be opened, and whose sheet of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoringRequest {
    /// The assessment.
    pub assessment: Id<Assessment>,
    /// Whose sheet.
    pub whose: WhoseSheet,
}

/// Whose sheet of an assessment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhoseSheet {
    /// To be asked, if the team has several members.
    Ask,
    /// What the team agrees on.
    Team,
    /// What the member of that name saw.
    Member(String),
}

/// What is scored in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The item of the instrument with that code, on the instrument's scale.
    Item(String),
    /// A goal, on the attainment scale from −2 to +2.
    Goal(Id<Goal>),
}

/// What is entered in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entered {
    /// The score; none: not scored.
    pub value: Option<i8>,
    /// What was seen.
    pub observation: String,
}

/// What is scored in a row, and what is entered there.
#[derive(Clone, Debug)]
pub struct Mark {
    /// What is scored.
    pub about: About,
    /// What stands in the row.
    pub now: Entered,
    /// What stood there when it was read from the store.
    pub stored: Entered,
    /// What a colleague saved meanwhile in a row that was changed here too: shown beside it.
    pub theirs: Option<Entered>,
    /// Members scored the item two or more apart: the team's observation must say why.
    pub apart: bool,
    /// What all members who scored the item agree on, where the team has no score of its own.
    pub agreed: Option<i8>,
}

impl Mark {
    /// Whether something was typed here that is not saved.
    pub fn is_changed(&self) -> bool {
        self.now != self.stored
    }

    /// What the row is scored: what stands there, else what members agree on.
    pub fn value(&self) -> Option<i8> {
        self.now.value.or(self.agreed)
    }
}

/// A line of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The name of the component with that place in the instrument.
    Component(usize),
    /// Over the goals.
    Goals,
    /// The mark with that place.
    Mark(usize),
    /// After the last one: what is left to do.
    End,
}

/// The sheet, being filled in.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// What it needs to know.
    pub context: Box<ScoringContext>,
    /// Whose sheet it is; none: the team's.
    pub member: Option<String>,
    /// What is scored, in order.
    pub marks: Vec<Mark>,
    /// The lines on the screen.
    pub lines: Vec<Line>,
    /// The cursor among the lines; it never stands on a heading.
    pub cursor: Cursor,
    /// Something was typed, so that a draft may have been kept.
    pub touched: bool,
    /// It was to be saved and this colleague had been quicker: what goes together is saved again.
    pub retry: Option<String>,
}

impl Sheet {
    /// The sheet as the store has it; the cursor stands on the first row without a score.
    pub fn new(context: ScoringContext, member: Option<String>) -> Self {
        let (instrument, whom) = (&context.instrument, context.assessment.subject);
        let (mut marks, mut lines) = (Vec::new(), Vec::new());
        let apart = disagreements(&context.scorings, instrument);
        let mut component = None;
        for item in instrument.items_for(whom) {
            let own = instrument.component_of(item).map(|component| component.code.as_str());
            let place = instrument.components.iter().position(|component| Some(component.code.as_str()) == own);
            if place != component {
                component = place;
                lines.extend(place.map(Line::Component));
            }
            lines.push(Line::Mark(marks.len()));
            let team = member.is_none();
            let mut mark = mark(About::Item(item.code.clone()), &context, member.as_deref());
            mark.apart = team && apart.iter().any(|one| one.item == item.code);
            // What the team itself scored goes before it.
            mark.agreed = agreed(&Assessment::default(), &context.scorings, &item.code)
                .filter(|_| team && !context.assessment.is_completed())
                .and_then(|value| i8::try_from(value).ok());
            marks.push(mark);
        }
        if member.is_none() && !context.goals.is_empty() {
            lines.push(Line::Goals);
            for goal in &context.goals {
                lines.push(Line::Mark(marks.len()));
                marks.push(mark(About::Goal(goal.id), &context, None));
            }
        }
        lines.push(Line::End);
        let context = Box::new(context);
        let mut sheet = Self { context, member, marks, lines, cursor: Cursor::default(), touched: false, retry: None };
        let open = sheet.marks.iter().position(|mark| mark.value().is_none()).unwrap_or(0);
        sheet.cursor.row = sheet.lines.iter().position(|line| *line == Line::Mark(open)).unwrap_or(0);
        sheet
    }

    /// Whose sheet it is, to read it again.
    pub fn request(&self) -> ScoringRequest {
        let whose = self.member.clone().map_or(WhoseSheet::Team, WhoseSheet::Member);
        ScoringRequest { assessment: self.context.assessment.id, whose }
    }

    /// Nothing of it can be changed any more.
    pub fn is_locked(&self) -> bool {
        self.context.assessment.is_completed()
    }

    /// The mark under the cursor; none at the end.
    pub fn mark(&self) -> Option<&Mark> {
        match self.lines.get(self.cursor.row)? {
            Line::Mark(n) => self.marks.get(*n),
            _ => None,
        }
    }

    fn mark_mut(&mut self) -> Option<&mut Mark> {
        match self.lines.get(self.cursor.row)? {
            Line::Mark(n) => self.marks.get_mut(*n),
            _ => None,
        }
    }

    /// Puts the cursor on that row.
    pub fn go_to(&mut self, about: &About) {
        let Some(place) = self.marks.iter().position(|mark| mark.about == *about) else { return };
        self.cursor.row = self.lines.iter().position(|line| *line == Line::Mark(place)).unwrap_or(self.cursor.row);
    }

    /// Moves as the action says; whether it was a move.
    pub fn act(&mut self, action: Action, height: usize) -> bool {
        if !self.cursor.act(action, self.lines.len(), height) {
            return false;
        }
        self.pass_headings(matches!(action, Action::Up | Action::PageUp));
        true
    }

    /// The cursor never stands on a heading; the first line is one, the last is not.
    fn pass_headings(&mut self, upwards: bool) {
        let is_heading = |line: Option<&Line>| matches!(line, Some(Line::Component(_) | Line::Goals));
        while upwards && self.cursor.row > 0 && is_heading(self.lines.get(self.cursor.row)) {
            self.cursor.row -= 1;
        }
        while is_heading(self.lines.get(self.cursor.row)) {
            self.cursor.row += 1;
        }
    }

    fn advance(&mut self) {
        self.act(Action::Down, usize::MAX);
    }

    /// Scores the row under the cursor and goes on to the next; goals have 1 for −2 to 5 for +2. Says why not.
    pub fn digit(&mut self, digit: u8, lang: Lang) -> Result<(), String> {
        let Some(mark) = self.mark() else { return Err(AssessmentText::AllScored.text(lang).to_owned()) };
        let value = match &mark.about {
            About::Item(_) => {
                let levels = &self.context.instrument.levels;
                if self.context.instrument.level(digit).is_none() {
                    let scale: Vec<String> = levels.iter().map(|level| level.value.to_string()).collect();
                    return Err(AssessmentText::NotOnScale.fill(lang, &[&digit, &scale.join(" ")]));
                }
                i8::try_from(digit).unwrap_or_default()
            }
            About::Goal(_) => {
                if !(1..=5).contains(&digit) {
                    return Err(AssessmentText::NotOnGoalScale.fill(lang, &[&digit]));
                }
                i8::try_from(digit).unwrap_or_default() - 3
            }
        };
        self.score(Some(value));
        self.advance();
        Ok(())
    }

    /// Goes on without a score.
    pub fn skip(&mut self) {
        self.advance();
    }

    /// Scores the row as it was scored last time. Says why not.
    pub fn as_before(&mut self, lang: Lang) -> Result<(), String> {
        let before = self.mark().and_then(|mark| self.before(&mark.about));
        let Some(value) = before.and_then(|before| before.value) else {
            return Err(AssessmentText::NoScoreBefore.text(lang).to_owned());
        };
        let about = self.mark().map(|mark| mark.about.clone());
        if let (Some(About::Item(_)), Ok(digit)) = (about, u8::try_from(value)) {
            return self.digit(digit, lang);
        }
        self.score(Some(value));
        self.advance();
        Ok(())
    }

    /// Takes the score of the row under the cursor back; the cursor stays.
    pub fn clear(&mut self) {
        self.score(None);
    }

    fn score(&mut self, value: Option<i8>) {
        if let Some(mark) = self.mark_mut() {
            mark.now.value = value;
            self.touched = true;
        }
    }

    /// Writes what was seen beside the row under the cursor.
    pub fn observe(&mut self, text: &str) {
        if let Some(mark) = self.mark_mut() {
            text.clone_into(&mut mark.now.observation);
            self.touched = true;
        }
    }

    /// What it was scored at the latest earlier assessment that scored it.
    pub fn before(&self, about: &About) -> Option<Entered> {
        let earlier = self.context.earlier.iter().rev();
        earlier.map(|assessment| of_team(assessment, about)).find(|entered| entered.value.is_some())
    }

    /// What an assessment says of a row.
    pub fn said(assessment: &Assessment, about: &About) -> Entered {
        of_team(assessment, about)
    }

    /// What the assessment that this one corrects says.
    pub fn corrected(&self, about: &About) -> Option<Entered> {
        self.context.corrected.as_ref().map(|corrected| of_team(corrected, about))
    }

    /// The item of a mark.
    pub fn item(&self, mark: &Mark) -> Option<&Item> {
        match &mark.about {
            About::Item(code) => self.context.instrument.item(code),
            About::Goal(_) => None,
        }
    }

    /// The goal of a mark.
    pub fn goal(&self, mark: &Mark) -> Option<&Goal> {
        match &mark.about {
            About::Item(_) => None,
            About::Goal(id) => self.context.goals.iter().find(|goal| goal.id == *id),
        }
    }

    /// The component with that place in the instrument.
    pub fn component(&self, place: usize) -> Option<&Component> {
        self.context.instrument.components.get(place)
    }

    /// How many rows are scored, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        (self.marks.iter().filter(|mark| mark.value().is_some()).count(), self.marks.len())
    }

    /// The rows of the panel below: what the scores mean.
    pub fn panel_rows(frame: &Frame) -> usize {
        if frame.body.height > 30 { 14 } else { 10 }
    }

    /// The rows that the lines have on the screen: the title, the heads of columns and the panel are not theirs.
    pub fn list_rows(frame: &Frame) -> usize {
        usize::from(frame.body.height).saturating_sub(2 + Self::panel_rows(frame)).max(1)
    }
}

/// A row as the store has it.
fn mark(about: About, context: &ScoringContext, member: Option<&str>) -> Mark {
    let stored = match member {
        None => of_team(&context.assessment, &about),
        Some(member) => context
            .scorings
            .iter()
            .find(|scoring| scoring.member == member)
            .map_or_else(Entered::default, |scoring| of_member(scoring, &about)),
    };
    Mark { about, now: stored.clone(), stored, theirs: None, apart: false, agreed: None }
}

/// What an assessment says of it.
fn of_team(assessment: &Assessment, about: &About) -> Entered {
    match about {
        About::Item(code) => entered(assessment.score(code)),
        About::Goal(goal) => assessment.progress_of(*goal).map_or_else(Entered::default, |progress| Entered {
            value: Some(progress.scale),
            observation: progress.observation.clone(),
        }),
    }
}

/// What a member said of it.
pub fn of_member(scoring: &Scoring, about: &About) -> Entered {
    match about {
        About::Item(code) => entered(scoring.scores.iter().find(|score| score.item == *code)),
        About::Goal(_) => Entered::default(),
    }
}

fn entered(score: Option<&crate::domain::Score>) -> Entered {
    score.map_or_else(Entered::default, |score| Entered {
        value: i8::try_from(score.value).ok(),
        observation: score.observation.clone(),
    })
}

/// What a score means: the digit, the scale's name for it, and for an item that has one, the definition.
pub fn meaning(instrument: &Instrument, item: Option<&Item>, value: u8, lang: Lang) -> String {
    let level = instrument.level(value).map(|level| level.name(lang)).unwrap_or_default();
    let defined = item.and_then(|item| item.definitions.iter().find(|definition| definition.value == value));
    match defined {
        Some(defined) => format!("{value} {level}: {}", defined.text(lang)),
        None => format!("{value} {level}"),
    }
}

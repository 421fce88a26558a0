//! What was done to a text, so that it can be taken back and done again.

/// How many steps can be taken back.
const KEPT: usize = 100;

/// A change at one place: what stood there and what stands there now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The byte it begins at.
    pub at: usize,
    /// What stood there.
    pub removed: String,
    /// What stands there now.
    pub inserted: String,
    /// Where the cursor stood before, and where it stands after.
    pub cursor: (usize, usize),
    /// What made it.
    pub kind: StepKind,
}

/// What made a step: steps of a kind that follow each other at one place are taken back together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// A typed letter.
    Typed,
    /// A letter deleted before the cursor.
    DeletedBack,
    /// A letter deleted behind the cursor.
    DeletedForward,
    /// A paste, a word, the whole text: always taken back alone.
    Whole,
}

/// Steps that can be taken back, the last on top, and those that were, for taking them again.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    past: Vec<Step>,
    future: Vec<Step>,
}

impl Steps {
    /// Something was done; what had been taken back cannot be done again any more.
    pub fn remember(&mut self, step: Step) {
        self.future.clear();
        match self.past.last_mut() {
            Some(last) if last.takes(&step) => last.absorb(step),
            _ => self.past.push(step),
        }
        if self.past.len() > KEPT {
            self.past.remove(0);
        }
    }

    /// The step to take back.
    pub fn back(&mut self) -> Option<&Step> {
        self.future.push(self.past.pop()?);
        self.future.last()
    }

    /// The step to do again.
    pub fn again(&mut self) -> Option<&Step> {
        self.past.push(self.future.pop()?);
        self.past.last()
    }
}

impl Step {
    /// Whether both are taken back together: a word with the blanks after it, letters deleted in a row.
    fn takes(&self, next: &Self) -> bool {
        if self.kind != next.kind || self.cursor.1 != next.cursor.0 {
            return false;
        }
        match self.kind {
            StepKind::Typed => {
                let word_begins =
                    self.inserted.ends_with(char::is_whitespace) && !next.inserted.starts_with(char::is_whitespace);
                next.removed.is_empty() && !word_begins
            }
            StepKind::DeletedBack | StepKind::DeletedForward => true,
            StepKind::Whole => false,
        }
    }

    /// Goes on with what came after it.
    fn absorb(&mut self, next: Self) {
        match self.kind {
            StepKind::DeletedBack => self.removed.insert_str(0, &next.removed),
            _ => self.removed += &next.removed,
        }
        self.inserted += &next.inserted;
        self.at = self.at.min(next.at);
        self.cursor.1 = next.cursor.1;
    }
}

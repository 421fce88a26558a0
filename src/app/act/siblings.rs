//! Copying what the cursor stands on to the child's brothers and sisters: who would get it, and who not and why.

use super::super::{
    App, Can, Effect, Message, Screen,
    frame::Pane,
    page::{PageKind, Target, wrap},
    question::Yes,
};
use crate::{
    domain::{AnyRecord, Field, Kind, NoteKind, overview::PageOf, siblings::Siblings},
    i18n::{Text, choice::Worded, clean::one_line, date},
};

impl App {
    /// What would be copied: the plan line under the cursor, or the row of a client file.
    pub(super) fn original(&self) -> Option<(Kind, u64)> {
        match self.screens.last() {
            None if self.focus == Pane::Plan => {
                let line = self.plan_shown(self.dossier()?).1.get(self.plan.row)?;
                Some((Kind::PlanLine, line.id.0))
            }
            Some(Screen::Page(page)) if matches!(page.kind, PageKind::Stored(PageOf::CaseFile(_))) => {
                let Target::Record(record) = &page.selected()?.target else { return None };
                let is_one_childs = match &**record {
                    AnyRecord::Note(note) => note.child.is_some() && !note.closed,
                    AnyRecord::Assessment(_) | AnyRecord::Goal(_) => true,
                    _ => false,
                };
                is_one_childs.then(|| (record.kind(), record.number()))
            }
            _ => None,
        }
    }

    /// Whether there is something to copy, and somebody to copy it to.
    pub(in crate::app) fn can_copy_to_siblings(&self) -> Can {
        if self.original().is_none() {
            return Can::No(Text::NothingToCopy);
        }
        let family = self.selected_family();
        let children = self.overview.children.iter().filter(|child| Some(child.family) == family).count();
        if children > 1 { Can::Yes } else { Can::No(Text::NoSiblings) }
    }

    pub(super) fn copy_to_siblings(&mut self) -> Vec<Effect> {
        self.original().map(|(kind, number)| Effect::LoadSiblings(kind, number)).into_iter().collect()
    }

    /// Asks with every brother and sister by name. Their data were looked at.
    pub(in crate::app) fn ask_copies(&mut self, siblings: &Siblings) -> Vec<Effect> {
        let lang = self.setting.lang;
        if siblings.others.is_empty() {
            self.message = Some(Message::Error(Text::NoSiblings.text(lang).to_owned()));
            return Vec::new();
        }
        let mut told = Vec::new();
        for (sibling, copied) in siblings.copies() {
            let sentence = match copied {
                Err(fault) => fault.problem.sentence(lang),
                Ok((_, warnings)) if warnings.is_empty() => Text::GetsCopy.text(lang).to_owned(),
                Ok((_, warnings)) => {
                    let odd: Vec<String> = warnings.iter().map(|fault| fault.problem.sentence(lang)).collect();
                    Text::GetsCopyThough.fill(lang, &[&odd.join("; ")])
                }
            };
            told.push(format!("{}: {sentence}", sibling.name));
        }
        let operation = siblings.operation();
        let what = self.named(&siblings.original);
        let (question, yes) = if operation.puts.is_empty() {
            (Text::NobodyGetsCopy, Yes::Nothing)
        } else {
            (Text::CopyToSiblings, Yes::Apply(Box::new(operation)))
        };
        let width = usize::from(self.size.0.saturating_sub(10));
        let mut lines = vec![question.text(lang).to_owned(), what];
        lines.extend(told.iter().flat_map(|line| wrap(line, width)).map(str::to_owned));
        self.ask(lines, yes);
        let looked = siblings.others.iter().filter_map(|sibling| sibling.context.child.as_ref());
        looked.map(|child| Effect::Looked(child.id)).collect()
    }

    /// What is copied, in a few words.
    fn named(&self, original: &AnyRecord) -> String {
        let lang = self.setting.lang;
        let beginning = |text: &str| one_line(text).chars().take(40).collect::<String>();
        match original {
            AnyRecord::PlanLine(line) => format!("{} {}", line.service, self.service_name(&line.service)),
            AnyRecord::Note(note) if note.kind == NoteKind::Remark => beginning(&note.text),
            AnyRecord::Note(note) => format!("{}: {}", note.kind.text(lang), beginning(&note.text)),
            AnyRecord::Goal(goal) => format!("{}: {}", Field::Goal.text(lang).to_lowercase(), beginning(&goal.wording)),
            AnyRecord::Assessment(assessment) => {
                let day = assessment.planned_on.map(|day| date::show(day, lang)).unwrap_or_default();
                let kind = assessment.kind.text(lang);
                format!("{}: {kind} {day}", Field::Assessment.text(lang).to_lowercase())
            }
            _ => String::new(),
        }
    }
}

//! What the programme's rules have against something that was to be written: told where it was entered, or asked about.

use super::super::{
    App, Effect, Message, Screen,
    forms::rules,
    line::{Line, Purpose},
    page::wrap,
    question::{Question, Yes},
};
use crate::{
    domain::{
        Operation,
        rules::{Objection, Policy},
    },
    i18n::Text,
};

impl App {
    /// A form tells it beside its fields. Anything else asks: for a reason, or whether to go on all the same.
    pub(in crate::app) fn take_objections(&mut self, operation: Operation, objections: Vec<Objection>) -> Vec<Effect> {
        let lang = self.setting.lang;
        let of = |policy| objections.iter().any(|objection| objection.breach.policy == policy);
        let (refused, wants_reason) = (of(Policy::Prevent), of(Policy::Allow));
        let mut telling = objections.clone();
        // What no reason helps against is what is to be changed: the rest may mend itself with it.
        telling.retain(|objection| !refused || objection.breach.policy == Policy::Prevent);
        let told = Objection::sentences(&telling, lang);
        if let Some(Screen::Form(form)) = self.screens.last_mut() {
            rules::object(form, objections);
            let text = if !refused && !wants_reason { Text::SaveAnyway } else { Text::NotSaved };
            self.message = Some(Message::Error(text.text(lang).to_owned()));
            return Vec::new();
        }
        // The question that led here is answered; what comes next is another.
        if matches!(self.screens.last(), Some(Screen::Question(_))) {
            self.screens.pop();
        }
        if refused {
            self.message = Some(Message::Error(told.join(" ")));
        } else if wants_reason {
            self.screens.push(Screen::Line(Box::new(Line::new(Purpose::Reason(Box::new(operation), told), ""))));
        } else {
            let width = usize::from(self.size.0.saturating_sub(10));
            let lines = told.iter().flat_map(|line| wrap(line, width)).map(str::to_owned).collect();
            let operation = Box::new(Operation { heeded: true, ..operation });
            self.screens.push(Screen::Question(Question { lines, yes: Yes::Insist(operation) }));
        }
        Vec::new()
    }

    /// Writes after all what was objected to; what is shown as a proposal is carried out as one.
    pub(super) fn insist(&self, operation: Box<Operation>) -> Vec<Effect> {
        let shown = self.proposed.as_deref().filter(|shown| shown.made.operation.puts == operation.puts);
        vec![match shown.cloned() {
            Some(mut shown) => {
                shown.made.operation = *operation;
                Effect::CarryOut(Box::new(shown))
            }
            None => Effect::Apply(operation),
        }]
    }
}

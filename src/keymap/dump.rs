//! A keymap as a file: complete, so that reading it gives the same keymap whatever `default` says.

use std::fmt::Write;

use super::Keymap;
use super::key::sequence_name;
use crate::action::{Action, Context};
use crate::i18n::Lang;
use crate::i18n::keymap::KeymapText;

impl Keymap {
    /// The whole keymap as a file, with comments in the language.
    pub fn dump(&self, lang: Lang) -> String {
        let mut out = format!("# {}\nname = {}\n", KeymapText::DumpHead.text(lang), quoted(&self.name));
        for context in Context::ALL {
            let mut actions = Action::ALL.iter().filter(|action| action.contexts().contains(context)).peekable();
            if actions.peek().is_none() {
                continue;
            }
            // Writing to a String cannot fail.
            let _ = write!(out, "\n# {}\n[{}]\n", context.text(lang), context.name());
            for action in actions {
                let keys: Vec<_> =
                    self.bound(*context, *action).iter().map(|keys| quoted(&sequence_name(keys))).collect();
                let _ = writeln!(out, "{} = [{}] # {}", action.name(), keys.join(", "), action.text(lang));
            }
        }
        out
    }
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

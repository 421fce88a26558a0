//! What the last key had to say for itself.

use super::{App, Screen, page::wrap};

/// What the last key had to say for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// It went well.
    Info(String),
    /// It did not.
    Error(String),
    /// It takes longer, and why: until it is done.
    Wait(String),
}

impl App {
    /// The message, in as many lines as it takes; above a line that is being typed it has one.
    pub fn message_lines(&self) -> Vec<&str> {
        let text = match &self.message {
            Some(Message::Info(text) | Message::Error(text) | Message::Wait(text)) => text,
            None => return Vec::new(),
        };
        let mut lines = wrap(text, usize::from(self.size.0).saturating_sub(2));
        if matches!(self.screens.last(), Some(Screen::Line(_))) {
            lines.truncate(1);
        }
        lines
    }
}

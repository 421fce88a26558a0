//! Keys on their way to the interface: typed ahead, and the beginnings of sequences.

use std::collections::VecDeque;

use super::input::Input;
use crate::{
    app::{App, Msg},
    keymap::{Key, Keymap, Next, Resolution, sequence_label},
    ui::View,
};

/// What was typed and not yet taken, and what it will mean by this keymap.
pub struct Keyboard {
    keymap: Keymap,
    /// Keys of a longer sequence that is not complete.
    pending: Vec<Key>,
    nexts: Vec<(Key, Next)>,
    /// Keys that wait for an answer of the store.
    held: VecDeque<Input>,
}

/// What a key means here and now.
enum Meaning {
    Msg(Msg),
    More(Vec<(Key, Next)>),
    Nothing,
}

impl Keyboard {
    /// Nothing typed yet.
    pub fn new(keymap: Keymap) -> Self {
        Self { keymap, pending: Vec::new(), nexts: Vec::new(), held: VecDeque::new() }
    }

    /// The keymap.
    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// Something was typed.
    pub fn push(&mut self, input: Input) {
        self.held.push_back(input);
    }

    /// Whether something typed still waits for an answer.
    pub fn is_holding(&self) -> bool {
        !self.held.is_empty()
    }

    /// The next message that the interface can take now. What it has to wait for is asked again after an answer,
    /// for by then a key may mean something else.
    pub fn next(&mut self, app: &App) -> Option<Msg> {
        while let Some(input) = self.held.front() {
            if app.holds_all_keys() {
                return None;
            }
            let meaning = match input {
                Input::Paste(text) if app.takes_text() => Meaning::Msg(Msg::Text(text.clone())),
                Input::Key(key) => self.resolve(*key, app),
                Input::Paste(_) | Input::Lost => Meaning::Nothing,
            };
            match meaning {
                Meaning::Msg(msg) => {
                    if !app.accepts(&msg) {
                        return None;
                    }
                    self.forget_pending();
                    self.held.pop_front();
                    return Some(msg);
                }
                Meaning::More(nexts) => {
                    if let Some(Input::Key(key)) = self.held.pop_front() {
                        self.pending.push(key);
                    }
                    self.nexts = nexts;
                }
                Meaning::Nothing => {
                    self.forget_pending();
                    self.held.pop_front();
                }
            }
        }
        None
    }

    /// The interface as it is drawn with this keymap and these keys pending.
    pub fn view<'a>(&'a self, app: &'a App) -> View<'a> {
        View { app, keymap: &self.keymap, pending: &self.pending, nexts: &self.nexts }
    }

    fn forget_pending(&mut self) {
        self.pending.clear();
        self.nexts.clear();
    }

    fn resolve(&self, key: Key, app: &App) -> Meaning {
        let mut keys = self.pending.clone();
        keys.push(key);
        match self.keymap.resolve(app.contexts(), &keys) {
            Resolution::Action(action) => Meaning::Msg(Msg::Act(action)),
            Resolution::Pending(nexts) => Meaning::More(nexts),
            // Esc leaves a sequence that was begun by mistake.
            Resolution::None if !self.pending.is_empty() => Meaning::Nothing,
            Resolution::None => match key.printable().filter(|_| app.takes_text()) {
                Some(letter) => Meaning::Msg(Msg::Text(letter.to_string())),
                None => Meaning::Msg(Msg::Unbound(sequence_label(&keys, app.setting.lang))),
            },
        }
    }
}

//! A desk at which stories are worked: the real interface, keymaps, drawing and store, without a terminal and without
//! threads. Keys wait for answers exactly as in the program; time stands still.

#![allow(dead_code)] // each file of tests uses its part

mod forms;
mod world;

use std::collections::VecDeque;
use std::path::Path;

use atbalsts::action::Action;
use atbalsts::app::{App, Effect, Message, Msg, Reply, Screen, Setting, page::Page};
use atbalsts::domain::budget::FigureKind;
use atbalsts::domain::overview::Dossier;
use atbalsts::domain::{Child, Id, Money};
use atbalsts::i18n::Lang;
use atbalsts::keymap::{BUILT_IN, Key, KeyCode, Keymap};
use atbalsts::runtime::colours::Colours;
use atbalsts::runtime::input::Input;
use atbalsts::runtime::keyboard::Keyboard;
use atbalsts::runtime::painter::Painter;
use atbalsts::runtime::worker::{Worker, is_overtaken};
use atbalsts::ui;
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

pub use world::{World, clock};

/// The size that shows everything.
pub const SMALL: (u16, u16) = (80, 24);
/// Panes side by side.
pub const WIDE: (u16, u16) = (120, 40);

/// A keymap and a language: every story is lived in all of them.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub keymap: &'static str,
    pub lang: Lang,
}

impl Place {
    /// The default keymap, in that language.
    pub fn of(lang: Lang) -> Self {
        Self { keymap: "default", lang }
    }
}

/// Lives the story under every keymap and in both languages.
pub fn everywhere(story: impl Fn(Place)) {
    for (keymap, _) in BUILT_IN {
        for &lang in Lang::ALL {
            story(Place { keymap, lang });
        }
    }
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Somebody at work.
pub struct Desk {
    pub app: App,
    /// Keys pressed so far.
    pub pressed: Vec<Key>,
    /// The interface has been left.
    pub ended: bool,
    /// Whose data was looked at, look by look.
    pub looked: Vec<Id<Child>>,
    place: Place,
    keyboard: Keyboard,
    worker: Worker,
    effects: VecDeque<Effect>,
    /// Answers of the store are on their way and do not arrive.
    delayed: bool,
    painter: Painter,
    shown: String,
    /// The story expects to be refused something.
    lenient: bool,
    known: Option<Message>,
}

impl Desk {
    fn open(path: &Path, user: &str, place: Place, size: (u16, u16), today: NaiveDate) -> Self {
        // As the command line does before anything is opened.
        atbalsts::files::almanac::built_in().put_in_force();
        let setting = Setting { user: user.to_owned(), lang: place.lang, today, blocks: false, ascii: false };
        let (app, effects) = App::new(setting, size);
        let keymap = Keymap::built_in(place.keymap).expect("a built-in keymap");
        let mut desk = Self {
            app,
            pressed: Vec::new(),
            ended: false,
            looked: Vec::new(),
            place,
            keyboard: Keyboard::new(keymap),
            worker: Worker::new(path, user, place.lang, clock(), today),
            effects: effects.into(),
            delayed: false,
            painter: Painter::new(Colours::Sixteen),
            shown: String::new(),
            lenient: false,
            known: None,
        };
        desk.work();
        desk
    }

    // ---- keys

    /// Does what a person does who looks the keys of an action up here and presses them.
    pub fn act(&mut self, action: Action) {
        let keys = self.keys_of(action);
        self.press_all(&keys);
    }

    /// The first keys of an action, here and now.
    pub fn keys_of(&self, action: Action) -> Vec<Key> {
        let keys = self.keyboard.keymap().keys_of(self.app.contexts(), action);
        keys.first().unwrap_or_else(|| panic!("no keys for {action:?} in {:?}", self.app.contexts())).clone()
    }

    /// Presses keys by their names in keymap files: `n f`.
    pub fn keys(&mut self, names: &str) {
        let keys: Vec<Key> = names.split_whitespace().map(|name| name.parse().expect("a key")).collect();
        self.press_all(&keys);
    }

    /// Types letter by letter.
    pub fn type_text(&mut self, text: &str) {
        let keys: Vec<Key> = text.chars().map(|letter| Key::new(KeyCode::Char(letter))).collect();
        self.press_all(&keys);
    }

    /// Presses keys one after the other.
    pub fn press_all(&mut self, keys: &[Key]) {
        for &key in keys {
            self.pressed.push(key);
            self.keyboard.push(Input::Key(key));
            self.work();
        }
    }

    /// Pastes.
    pub fn paste(&mut self, text: &str) {
        self.keyboard.push(Input::Paste(text.to_owned()));
        self.work();
    }

    /// Does something and does not mind being told that it cannot be done.
    pub fn heedless(&mut self, work: impl FnOnce(&mut Self)) {
        self.lenient = true;
        work(self);
        self.lenient = false;
        self.known = self.app.message.clone();
    }

    /// How many keys it takes.
    pub fn count(&mut self, work: impl FnOnce(&mut Self)) -> usize {
        let before = self.pressed.len();
        work(self);
        self.pressed.len() - before
    }

    /// Does something that is refused; returns why.
    pub fn refused(&mut self, work: impl FnOnce(&mut Self)) -> String {
        self.lenient = true;
        work(self);
        self.lenient = false;
        match self.app.message.clone() {
            Some(Message::Error(sentence)) => {
                self.known = self.app.message.clone();
                sentence
            }
            other => panic!("expected to be refused, but: {other:?}"),
        }
    }

    // ---- what is there

    /// The page that is open.
    pub fn page(&self) -> &Page {
        match self.app.screens.last() {
            Some(Screen::Page(page)) => page,
            other => panic!("no page is open, but {}", screen_name(other)),
        }
    }

    /// What is known about the child under the cursor.
    pub fn dossier(&self) -> &Dossier {
        self.app.dossier().expect("a child under the cursor")
    }

    /// A figure of the child under the cursor.
    pub fn figure(&self, kind: FigureKind) -> Money {
        self.dossier().figures.figure(kind).amount()
    }

    /// The keymap.
    pub fn keymap(&self) -> &Keymap {
        self.keyboard.keymap()
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.place.lang
    }

    /// The text of the screen, line by line.
    pub fn screen(&self) -> String {
        text_of(&self.frame().0)
    }

    /// The screen as cells, and where its cursor is.
    pub fn frame(&self) -> (Buffer, Option<Position>) {
        let (width, height) = self.app.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let cursor = ui::draw(&self.keyboard.view(&self.app), &mut buffer);
        (buffer, cursor)
    }

    /// What goes over the line to show the screen, after what went before.
    pub fn bytes(&mut self) -> Vec<u8> {
        let (buffer, cursor) = self.frame();
        let mut out = Vec::new();
        self.painter.paint(&buffer, cursor, &mut out);
        out
    }

    /// Fails unless the text is on the screen.
    pub fn sees(&self, text: &str) {
        let screen = self.screen();
        assert!(screen.contains(text), "{text:?} is not on the screen:\n{screen}");
    }

    // ---- time

    /// The terminal has another size now.
    pub fn resize(&mut self, size: (u16, u16)) {
        self.handle(Msg::Resized(size.0, size.1));
        self.work();
    }

    /// Nothing is typed for a while: drafts are written, neighbours read, colleagues' work is noticed.
    pub fn rest(&mut self) {
        for _ in 0..100 {
            let Some(replies) = self.worker.catch_up() else { break };
            self.take(replies);
        }
        let changed = self.worker.poll();
        self.take(changed.into_iter().collect());
    }

    /// A day begins.
    pub fn midnight(&mut self, day: NaiveDate) {
        self.handle(Msg::NewDay(day));
        self.work();
    }

    /// From now on the store is slow: keys arrive before its answers.
    pub fn delay(&mut self) {
        self.delayed = true;
    }

    /// The store has caught up.
    pub fn catch_up(&mut self) {
        self.delayed = false;
        self.work();
    }

    /// The line breaks: what was typed is kept, and the program ends.
    pub fn lose_line(mut self) {
        self.handle(Msg::Leave);
        assert!(self.ended);
        self.work();
        self.rest();
    }

    // ---- how it works

    fn work(&mut self) {
        loop {
            while let Some(msg) = self.keyboard.next(&self.app) {
                self.handle(msg);
            }
            if self.delayed {
                return;
            }
            let Some(effect) = self.effects.pop_front() else { break };
            if is_overtaken(&effect, &self.effects) {
                continue;
            }
            let replies = self.worker.perform(effect);
            self.feed(replies);
        }
        assert!(!self.keyboard.is_holding(), "keys wait for an answer that never comes");
        self.look();
    }

    fn take(&mut self, replies: Vec<Reply>) {
        self.feed(replies);
        self.work();
    }

    fn feed(&mut self, replies: Vec<Reply>) {
        for reply in replies {
            self.handle(Msg::Reply(reply));
        }
    }

    fn handle(&mut self, msg: Msg) {
        let told = format!("{msg:?}");
        let effects = self.app.update(msg);
        for effect in effects {
            match effect {
                Effect::Redraw => self.painter.invalidate(),
                Effect::Quit => self.ended = true,
                effect => {
                    if let Effect::Looked(child) = effect {
                        self.looked.push(child);
                    }
                    self.effects.push_back(effect);
                }
            }
        }
        if self.app.message != self.known {
            self.known = self.app.message.clone();
            if let (Some(Message::Error(sentence)), false) = (&self.known, self.lenient) {
                let told: String = told.chars().take(200).collect();
                panic!("{sentence}\nafter {told}\n{}", self.screen());
            }
        }
    }

    /// The screen is drawn after every key, and its cursor stands somewhere.
    fn look(&mut self) {
        let (buffer, cursor) = self.frame();
        self.shown = text_of(&buffer);
        let (width, height) = self.app.size;
        let smallest = atbalsts::app::frame::SMALLEST;
        let large_enough = width >= smallest.0 && height >= smallest.1;
        assert_eq!(cursor.is_some(), large_enough, "the cursor is shown:\n{}", self.shown);
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{:?}, after {} keys:\n{}", self.place, self.pressed.len(), self.shown);
        }
    }
}

/// The letters of a screen, trailing blanks cut.
pub fn text_of(buffer: &Buffer) -> String {
    let width = usize::from(buffer.area.width).max(1);
    let lines = buffer.content().chunks(width).map(|row| {
        let line: String = row.iter().map(|cell| cell.symbol()).collect();
        line.trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What is on top of the panes, for messages of failing stories.
pub fn screen_name(screen: Option<&Screen>) -> &'static str {
    match screen {
        None => "the panes",
        Some(Screen::Page(_)) => "a page",
        Some(Screen::Form(_)) => "a form",
        Some(Screen::Attendance(_)) => "the attendance",
        Some(Screen::Line(_)) => "a line",
        Some(Screen::Question(_)) => "a question",
        Some(Screen::Scoring(_)) => "the scoring sheet",
        Some(Screen::Welcome(_)) => "the first screen",
    }
}

//! A desk at which stories are worked: the real interface, keymaps, drawing and store, without a terminal and without
//! threads. Keys wait for answers exactly as in the program; time stands still.

#![allow(dead_code)] // each file of tests uses its part

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use atbalsts::action::Action;
use atbalsts::app::{App, Effect, Message, Msg, Reply, Screen, Setting, form::Form, page::Page, question::Yes};
use atbalsts::domain::budget::FigureKind;
use atbalsts::domain::demo;
use atbalsts::domain::overview::Dossier;
use atbalsts::domain::{Child, Deed, Field, Id, Money, Operation, Role, User};
use atbalsts::files::instrument::built_in;
use atbalsts::i18n::Lang;
use atbalsts::keymap::{BUILT_IN, Key, KeyCode, Keymap};
use atbalsts::runtime::colours::Colours;
use atbalsts::runtime::input::Input;
use atbalsts::runtime::keyboard::Keyboard;
use atbalsts::runtime::painter::Painter;
use atbalsts::runtime::worker::{DEMO_SEED, Worker, is_overtaken, make};
use atbalsts::store::{Clock, Reader, Store, StoreError};
use atbalsts::ui;
use chrono::{DateTime, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tempfile::TempDir;

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

/// Every instant of a story is noon of the pilot's first day.
fn clock() -> Clock {
    Clock::Fixed(DateTime::from_timestamp(1_535_976_000, 0).unwrap())
}

/// A directory with a store in it, or room for one.
pub struct World {
    _directory: TempDir,
    pub path: PathBuf,
    pub today: NaiveDate,
}

impl World {
    /// No store yet; the day is given.
    pub fn empty(today: NaiveDate) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("lietas.redb");
        Self { _directory: directory, path, today }
    }

    /// The pilot's fictional data, on its day.
    pub fn demo() -> Self {
        static DEMO: OnceLock<Vec<u8>> = OnceLock::new();
        Self::after(&DEMO, demo::story_day(), |world| {
            drop(make(&world.path, clock(), "anna", &demo::pilot(DEMO_SEED, demo::story_day(), &built_in())).unwrap());
        })
    }

    /// As a story has left a store before: it is told once, whoever asks.
    pub fn after(told: &'static OnceLock<Vec<u8>>, today: NaiveDate, story: impl FnOnce(&Self)) -> Self {
        let bytes = told.get_or_init(|| {
            let world = Self::empty(today);
            story(&world);
            std::fs::read(&world.path).unwrap()
        });
        let world = Self::empty(today);
        std::fs::write(&world.path, bytes).unwrap();
        world
    }

    /// Looks into the store, as another process would.
    pub fn read<T>(&self, work: impl FnOnce(&Reader) -> Result<T, StoreError>) -> T {
        self.store().read(work).unwrap()
    }

    /// The store, as another process would open it.
    pub fn store(&self) -> Store {
        Store::open(&self.path, clock()).unwrap()
    }

    /// The administrator gives somebody another role.
    pub fn give_role(&self, login: &str, role: Role) {
        self.change_user(login, |user| user.role = role);
    }

    /// The administrator lets somebody in.
    pub fn add_user(&self, login: &str, full_name: &str, role: Role) {
        let user = User { login: login.to_owned(), full_name: full_name.to_owned(), role, ..User::default() };
        self.store().apply("admin", &Operation::new(Deed::AddUser).create(user)).unwrap();
    }

    /// The administrator takes somebody's access away.
    pub fn disable(&self, login: &str) {
        self.change_user(login, |user| user.disabled = true);
    }

    fn change_user(&self, login: &str, change: impl FnOnce(&mut User)) {
        let users: Vec<User> = self.read(|reader| reader.all());
        let base = users.into_iter().find(|user| user.login == login).expect("a user of the demonstration");
        let mut user = base.clone();
        change(&mut user);
        self.store().apply("admin", &Operation::new(Deed::EditUser).change(base, user)).unwrap();
    }

    /// Somebody's desk on this store.
    pub fn desk(&self, place: Place) -> Desk {
        self.desk_of("anna", place, SMALL)
    }

    pub fn desk_of(&self, user: &str, place: Place, size: (u16, u16)) -> Desk {
        Desk::open(&self.path, user, place, size, self.today)
    }
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

    // ---- forms

    /// The form that is open.
    pub fn form(&self) -> &Form {
        match self.app.screens.last() {
            Some(Screen::Form(form)) => form,
            other => panic!("no form is open, but {}", screen_name(other)),
        }
    }

    /// Whether a form is open.
    pub fn has_form(&self) -> bool {
        matches!(self.app.screens.last(), Some(Screen::Form(_)))
    }

    /// Goes to a field, from field to field.
    pub fn go_to(&mut self, field: Field) {
        let at = self.form().fields.iter().position(|candidate| candidate.field == field);
        let at = at.unwrap_or_else(|| panic!("the form has no field {field:?}"));
        while self.form().focus != at {
            self.act(Action::NextField);
        }
    }

    /// Goes to a field and types over what is there.
    pub fn enter(&mut self, field: Field, text: &str) {
        self.go_to(field);
        if !self.form().fields[self.form().focus].line.text().is_empty() {
            self.act(Action::ClearField);
        }
        self.type_text(text);
    }

    /// Opens a form, fills it in and saves it.
    pub fn fill(&mut self, open: Action, answers: &[(Field, &str)]) {
        self.act(open);
        for (field, text) in answers {
            self.enter(*field, text);
        }
        self.save();
    }

    /// Saves the form, which is accepted. Of a series of sessions only this one is meant.
    pub fn save(&mut self) {
        let open = self.app.screens.len();
        self.act(Action::Save);
        if matches!(self.app.screens.last(), Some(Screen::Question(question)) if matches!(question.yes, Yes::Reach(_)))
        {
            self.act(Action::Accept);
        }
        assert!(self.app.screens.len() < open, "the form is still open");
    }

    /// The newest plan version is about to be handed in, signed by the legal representative today.
    pub fn sign_plan(&mut self) {
        self.act(Action::PanePlan);
        self.act(Action::AdvancePlan);
        self.enter(Field::RepresentativeSigned, "Ilze Bērziņa");
        self.enter(Field::RepresentativeSignedOn, "šodien");
    }

    /// Saves the form although there is a warning.
    pub fn save_though(&mut self) {
        self.refused(|desk| desk.act(Action::Save));
        self.save();
    }

    /// The newest plan version is handed in and approved.
    pub fn approve_plan(&mut self) {
        self.sign_plan();
        self.save();
        self.fill(Action::AdvancePlan, &[]);
    }

    /// The same, although both are warned of something.
    pub fn approve_plan_though(&mut self) {
        self.sign_plan();
        self.save_though();
        self.act(Action::AdvancePlan);
        self.save_though();
    }

    /// What stands in a field.
    pub fn value(&self, field: Field) -> &str {
        let found = self.form().fields.iter().find(|candidate| candidate.field == field);
        found.unwrap_or_else(|| panic!("the form has no field {field:?}")).line.text()
    }

    /// What is wrong with a field, in words.
    pub fn faults_of(&self, field: Field) -> Vec<String> {
        let faults = self.form().faults.iter().filter(|fault| fault.field == field);
        faults.map(|fault| fault.problem.sentence(self.place.lang)).collect()
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

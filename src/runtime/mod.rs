//! Threads, channel, loop: keys in, frames out. The terminal, its bytes and its signals.

pub mod colours;
pub mod drafts;
pub mod events;
pub mod founding;
pub mod input;
pub mod keyboard;
mod overtaking;
pub mod painter;
pub mod post;
pub mod signals;
mod standings;
pub mod terminal;
pub mod worker;

use std::{path::PathBuf, sync::mpsc, thread, time::Duration};

use chrono::{Local, NaiveDate};
use ratatui::{buffer::Buffer, layout::Rect};

use crate::{
    app::{App, Effect, Msg, Setting},
    i18n::Lang,
    keymap::Keymap,
    store::{Clock, StoreError},
    ui,
};
use colours::{Borders, Capabilities, ChartSymbols};
use events::{Event, Events};
use input::Input;
use keyboard::Keyboard;
use painter::Painter;
use post::{Teller, post};
use signals::Signal;
use terminal::{Terminal, TerminalProblem};
use worker::Worker;

/// A frame waits so long for what it is to show, so that it is drawn once, and whole.
const GRACE: Duration = Duration::from_millis(15);
/// The process lives on for so long at most, without a terminal, until what was typed is written: longer than the store
/// waits for a colleague who is writing.
const LAST_WRITES: Duration = Duration::from_secs(5);

/// What nobody asked for, neither on the command line nor in a configuration: there the user's own wish, which the store
/// knows, comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usual {
    /// The language.
    pub lang: bool,
    /// The keymap.
    pub keymap: bool,
}

/// What the interface is opened with.
pub struct Options {
    /// The store's file.
    pub path: PathBuf,
    /// The login.
    pub user: String,
    /// The language.
    pub lang: Lang,
    /// The keymap.
    pub keymap: Keymap,
    /// What of these nobody asked for.
    pub usual: Usual,
    /// The day to work on, where it is not the calendar's: practice and demonstrations.
    pub today: Option<NaiveDate>,
    /// Only for those on the list of users, and only this store, which must be there: the process runs in the name of a
    /// service, for whoever came to it.
    pub only_listed: bool,
    /// What is to be told on the first screen: every fault of the keymap and the configuration.
    pub notices: Vec<String>,
}

/// Why the interface could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The terminal.
    #[error(transparent)]
    Terminal(#[from] TerminalProblem),
    /// The store.
    #[error("{0}")]
    Store(StoreError),
    /// The user's access was closed meanwhile: why, as a sentence.
    #[error("{0}")]
    ShutOut(String),
    /// Threads.
    #[error("the system gives no thread: {0}")]
    Thread(#[from] std::io::Error),
}

impl OpenError {
    /// In words.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Terminal(problem) => problem.sentence(lang),
            Self::Store(error) => error.sentence(lang),
            Self::ShutOut(sentence) => sentence.clone(),
            Self::Thread(error) => error.to_string(),
        }
    }
}

/// Opens the interface and works until it is left.
pub fn open(mut options: Options) -> Result<(), OpenError> {
    let today = options.today.unwrap_or_else(|| Local::now().date_naive());
    let mut worker = Worker::new(&options.path, &options.user, options.lang, Clock::System, today);
    if options.only_listed {
        worker.serve_only_listed();
    }
    // A store that cannot be read is told on the shell's screen, before the terminal is touched.
    if !worker.open().map_err(OpenError::Store)? && options.only_listed {
        return Err(OpenError::Store(StoreError::Missing(options.path)));
    }
    let (lang, keymap) = worker.wishes();
    if let Some(lang) = lang.filter(|_| options.usual.lang) {
        options.lang = lang;
        worker.speak(lang);
    }
    if let Some(keymap) = keymap.filter(|_| options.usual.keymap) {
        options.keymap = keymap;
    }
    let capabilities = Capabilities::from_environment(|name| std::env::var(name).ok());
    let mut terminal = Terminal::enter()?;
    let (mut events, teller) = Events::new()?;
    let signals = teller.clone();
    signals::listen(move |signal| signals.tell(Event::Signal(signal)))?;
    let (requests, received) = post()?;
    let (ended, has_ended) = mpsc::channel::<()>();
    let fixed_day = options.today.is_some();
    let waits = teller.clone();
    worker.tell_waits(move |reply| waits.tell(Event::Reply(reply)));
    thread::Builder::new().name("store".to_owned()).spawn(move || {
        let replies = |reply| teller.tell(Event::Reply(reply));
        let days = |day| {
            if !fixed_day {
                teller.tell(Event::NewDay(day));
            }
        };
        worker.run(&received, replies, days);
        drop(ended);
    })?;
    let setting = Setting {
        user: options.user,
        lang: options.lang,
        today,
        blocks: capabilities.chart == ChartSymbols::Blocks,
        ascii: capabilities.borders == Borders::Ascii,
    };
    let (app, effects) = App::new(setting, terminal::size());
    let mut desk = Loop {
        app,
        keyboard: Keyboard::new(options.keymap),
        requests: Some(requests),
        later: Vec::new(),
        painter: Painter::new(capabilities.colours),
        buffer: Buffer::empty(Rect::ZERO),
        out: Vec::new(),
    };
    let mut notices = options.notices;
    notices.extend(capabilities.warning(options.lang));
    desk.app.notify(&notices);
    desk.run(effects, &mut events, &mut terminal);
    // The screen is given back first: nobody has to watch the last write.
    drop(terminal);
    desk.request_later();
    desk.requests = None;
    let _ = has_ended.recv_timeout(LAST_WRITES);
    desk.app.farewell.map_or(Ok(()), |sentence| Err(OpenError::ShutOut(sentence)))
}

/// The interface with its keyboard and screen.
struct Loop {
    app: App,
    keyboard: Keyboard,
    requests: Option<Teller<Effect>>,
    /// What the store thread is asked for once the frame is on the screen.
    later: Vec<Effect>,
    painter: Painter,
    buffer: Buffer,
    out: Vec<u8>,
}

impl Loop {
    fn run(&mut self, effects: Vec<Effect>, events: &mut Events, terminal: &mut Terminal) {
        if !self.dispatch(effects) {
            return;
        }
        let mut stale = true;
        let mut happened = Vec::new();
        loop {
            // Everything that has happened comes first: a frame that is overtaken already is not drawn.
            let patience = match stale {
                true if self.app.is_waiting() => Some(GRACE),
                true => Some(Duration::ZERO),
                false => None,
            };
            let heard = events.wait(patience, |event| happened.push(event));
            if heard.is_err() {
                self.leave(events);
                return;
            }
            if happened.is_empty() && stale {
                stale = false;
                self.draw();
                if !self.out.is_empty() && terminal.write(&self.out).is_err() {
                    self.leave(events);
                    return;
                }
                if !self.request_later() {
                    return;
                }
            }
            for event in happened.drain(..) {
                stale = true;
                if is_end(&event) {
                    self.leave(events);
                    return;
                }
                if !self.take(event) {
                    return;
                }
            }
        }
    }

    /// The line is lost, or the process is told to end. What was typed ahead is typed: it belongs to the draft.
    fn leave(&mut self, events: &mut Events) {
        events.rest(|input| self.keyboard.push(input));
        if self.work_off() {
            self.handle(Msg::Leave);
        }
    }

    /// Takes an event; false: the end.
    fn take(&mut self, event: Event) -> bool {
        let goes_on = match event {
            Event::Input(input) => {
                self.keyboard.push(input);
                true
            }
            Event::Signal(Signal::Resized(columns, rows)) => self.handle(Msg::Resized(columns, rows)),
            Event::Signal(Signal::HangUp | Signal::Terminate) => true,
            Event::Reply(reply) => self.handle(Msg::Reply(reply)),
            Event::NewDay(day) => self.handle(Msg::NewDay(day)),
        };
        goes_on && self.work_off()
    }

    /// Gives the interface the keys that it can take now; false: the end.
    fn work_off(&mut self) -> bool {
        while let Some(msg) = self.keyboard.next(&self.app) {
            if !self.handle(msg) {
                return false;
            }
        }
        true
    }

    /// Lets the interface know, and has done what it asks for; false: the end.
    fn handle(&mut self, msg: Msg) -> bool {
        let effects = self.app.update(msg);
        self.dispatch(effects)
    }

    fn dispatch(&mut self, effects: Vec<Effect>) -> bool {
        let mut goes_on = true;
        for effect in effects {
            match effect {
                Effect::Redraw => self.painter.invalidate(),
                Effect::Quit => goes_on = false,
                effect if effect.can_wait() => self.later.push(effect),
                // In order, all the same: what is saved ends the draft that is still to be kept.
                effect => goes_on &= self.request_later() && self.request(effect),
            }
        }
        goes_on
    }

    /// Asks the store thread for what could wait; false: it is no more.
    fn request_later(&mut self) -> bool {
        let later = std::mem::take(&mut self.later);
        later.into_iter().all(|effect| self.request(effect))
    }

    /// Asks the store thread for something; false: it ended by a panic, which has told what happened.
    fn request(&self, effect: Effect) -> bool {
        self.requests.as_ref().is_none_or(|requests| requests.reaches(effect))
    }

    fn draw(&mut self) {
        let (width, height) = self.app.size;
        self.buffer.resize(Rect::new(0, 0, width, height));
        self.buffer.reset();
        let cursor = ui::draw(&self.keyboard.view(&self.app), &mut self.buffer);
        self.out.clear();
        self.painter.paint(&self.buffer, cursor, &mut self.out);
    }
}

/// Whether nobody sits at the terminal any more.
fn is_end(event: &Event) -> bool {
    matches!(event, Event::Input(Input::Lost) | Event::Signal(Signal::HangUp | Signal::Terminate))
}

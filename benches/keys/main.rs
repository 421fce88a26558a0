//! Where the time of a key goes: `cargo bench`. The interface, the store, drawing and painting one after the other,
//! without threads and terminal; medians in microseconds. From outside, terminal and all, ttybench measures. Then what a
//! large office waits for (only that: `cargo bench -- office`, and of that only what has a word in its name:
//! `cargo bench -- office price`).

mod office;

use std::{
    collections::VecDeque,
    path::Path,
    time::{Duration, Instant},
};

use atbalsts::{
    app::{App, Effect, Msg, Setting},
    domain::demo,
    files::instrument::built_in,
    i18n::Lang,
    keymap::{Key, Keymap},
    runtime::{
        colours::Colours,
        input::Input,
        keyboard::Keyboard,
        painter::Painter,
        worker::{DEMO_SEED, Worker, make},
    },
    store::Clock,
    ui,
};
use ratatui::{buffer::Buffer, layout::Rect};

/// What is pressed over and over, and what it shows.
const ROUNDS: [(&str, &str); 6] = [
    ("families", "j j j j j k k k k k"),
    ("panes", "2 j k 3 4 . , 1"),
    ("case file", "enter j j pgdn esc"),
    ("filter", "/ k a l enter esc"),
    ("form, opened and left", "e tab tab esc"),
    ("form, typing", "n z š ķ a backspace backspace backspace esc"),
];
const TIMES: usize = 60;

struct Desk {
    app: App,
    keyboard: Keyboard,
    worker: Worker,
    effects: VecDeque<Effect>,
    buffer: Buffer,
    painter: Painter,
}

/// What one key took.
#[derive(Clone, Copy, Default)]
struct Cost {
    interface: Duration,
    store: Duration,
    draw: Duration,
    paint: Duration,
    bytes: usize,
}

impl Desk {
    fn press(&mut self, key: Key) -> Cost {
        let mut cost = Cost::default();
        self.keyboard.push(Input::Key(key));
        loop {
            cost.interface += timed(|| {
                while let Some(msg) = self.keyboard.next(&self.app) {
                    self.effects.extend(self.app.update(msg));
                }
            });
            let Some(effect) = self.effects.pop_front() else { break };
            let mut replies = Vec::new();
            cost.store += timed(|| replies = self.worker.perform(effect));
            cost.interface += timed(|| {
                for reply in replies {
                    self.effects.extend(self.app.update(Msg::Reply(reply)));
                }
            });
        }
        let (width, height) = self.app.size;
        let mut cursor = None;
        cost.draw = timed(|| {
            self.buffer.resize(Rect::new(0, 0, width, height));
            self.buffer.reset();
            cursor = ui::draw(&self.keyboard.view(&self.app), &mut self.buffer);
        });
        let mut out = Vec::new();
        cost.paint = timed(|| self.painter.paint(&self.buffer, cursor, &mut out));
        cost.bytes = out.len();
        self.rest();
        cost
    }

    /// What is read ahead while nobody types.
    fn rest(&mut self) {
        while let Some(replies) = self.worker.catch_up() {
            for reply in replies {
                self.effects.extend(self.app.update(Msg::Reply(reply)));
            }
        }
    }
}

fn timed(work: impl FnOnce()) -> Duration {
    let begin = Instant::now();
    work();
    begin.elapsed()
}

fn median(mut values: Vec<Duration>) -> f64 {
    values.sort_unstable();
    values[values.len() / 2].as_secs_f64() * 1e6
}

fn main() {
    let directory = tempfile::tempdir().expect("a directory");
    // Cargo says `--bench`, too.
    let words: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    if words.first().is_none_or(|word| word != "office") {
        keys(directory.path());
    }
    office::measure(directory.path(), words.get(1).map_or("", String::as_str));
}

/// Every key of every round, on a small and on a large screen.
fn keys(directory: &Path) {
    let made = directory.join("demo.redb");
    drop(make(&made, Clock::System, "anna", &demo::pilot(DEMO_SEED, demo::story_day(), &built_in())).expect("a store"));
    let path = directory.join("keys.redb");
    println!("µs a key          at     key        interface  store   draw  paint  bytes");
    for size in [(80, 24), (200, 50)] {
        for (name, keys) in ROUNDS {
            // Without the drafts of the round before, which would be offered.
            std::fs::copy(&made, &path).expect("a copy");
            let setting = Setting {
                user: "anna".to_owned(),
                lang: Lang::Latvian,
                today: demo::story_day(),
                blocks: false,
                ascii: false,
            };
            let (app, effects) = App::new(setting, size);
            let mut desk = Desk {
                app,
                keyboard: Keyboard::new(Keymap::built_in("default").expect("a keymap")),
                worker: Worker::new(&path, "anna", Lang::Latvian, Clock::System, demo::story_day()),
                effects: effects.into(),
                buffer: Buffer::empty(Rect::ZERO),
                painter: Painter::new(Colours::Sixteen),
            };
            let keys: Vec<Key> = keys.split(' ').map(|key| key.parse().expect("a key")).collect();
            desk.press(Key::char('l'));
            let mut costs: Vec<Vec<Cost>> = vec![Vec::new(); keys.len()];
            for _ in 0..TIMES {
                for (key, costs) in keys.iter().zip(&mut costs) {
                    costs.push(desk.press(*key));
                }
            }
            for (key, costs) in keys.iter().zip(&costs) {
                let of = |part: fn(&Cost) -> Duration| median(costs.iter().map(part).collect());
                println!(
                    "{name:<16} {:>3}×{:<2} {:<12} {:>6.0} {:>6.0} {:>6.0} {:>6.0} {:>6}",
                    size.0,
                    size.1,
                    key.name(),
                    of(|cost| cost.interface),
                    of(|cost| cost.store),
                    of(|cost| cost.draw),
                    of(|cost| cost.paint),
                    costs.iter().map(|cost| cost.bytes).sum::<usize>() / TIMES,
                );
            }
        }
    }
}

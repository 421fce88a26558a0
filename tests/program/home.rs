//! A person's home directory, in which the program finds and leaves its files.

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
    time::{Duration, Instant},
};

use atbalsts::{
    domain::demo,
    files::instrument::built_in,
    runtime::worker::{DEMO_SEED, make},
    store::{Clock, Reader, Store, StoreError},
};
use tempfile::TempDir;

use crate::pty::{DEADLINE, PtySession};

/// The smallest terminal that shows everything.
pub const SMALL: (u16, u16) = (80, 24);
/// A terminal in which the panes stand side by side.
pub const WIDE: (u16, u16) = (120, 40);
/// The first hint on the panes: they are drawn whole.
pub const PANES: &str = "a apmeklējumi";
/// Nothing is drawn any more after so long without output.
const QUIET: Duration = Duration::from_millis(300);

/// A home directory; gone when dropped.
pub struct Home {
    directory: TempDir,
}

impl Home {
    /// Of somebody who has never opened the program.
    pub fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    /// Of somebody who has looked at the demonstration before.
    pub fn with_demo() -> Self {
        static DEMO: OnceLock<Vec<u8>> = OnceLock::new();
        let bytes = DEMO.get_or_init(|| {
            let home = Self::new();
            drop(
                make(
                    &home.demo_store(),
                    Clock::System,
                    "anna",
                    &demo::pilot(DEMO_SEED, demo::story_day(), &built_in()),
                )
                .unwrap(),
            );
            std::fs::read(home.demo_store()).unwrap()
        });
        let home = Self::new();
        std::fs::create_dir_all(home.demo_store().parent().unwrap()).unwrap();
        std::fs::write(home.demo_store(), bytes).unwrap();
        home
    }

    /// A place in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Where the store is, unless another is named.
    pub fn store(&self) -> PathBuf {
        self.path("data/atbalsts/atbalsts.redb")
    }

    /// Where the demonstration's store is.
    pub fn demo_store(&self) -> PathBuf {
        self.path("data/atbalsts/demo.redb")
    }

    /// Starts the program in a small terminal.
    pub fn start(&self, arguments: &[&str]) -> PtySession {
        self.start_in(arguments, SMALL, &[])
    }

    /// Starts the program in a terminal of that size and with these variables besides the usual ones.
    pub fn start_in(&self, arguments: &[&str], size: (u16, u16), variables: &[(&str, &str)]) -> PtySession {
        let (home, config, data) = (self.path(""), self.path("config"), self.path("data"));
        let text = |path: &'_ Path| path.to_str().unwrap().to_owned();
        let (home, config, data) = (text(&home), text(&config), text(&data));
        let mut all = vec![
            ("HOME", home.as_str()),
            ("XDG_CONFIG_HOME", &config),
            ("XDG_DATA_HOME", &data),
            ("LANG", "lv_LV.UTF-8"),
            ("TZ", "Europe/Riga"),
        ];
        all.extend(variables);
        let anna: &[&str] = if arguments.contains(&"--user") { &[] } else { &["--user", "anna"] };
        let arguments = [anna, arguments].concat();
        PtySession::spawn(env!("CARGO_BIN_EXE_atbalsts"), &arguments, &all, size)
    }

    /// Starts the demonstration and waits for the panes.
    pub fn demo(&self) -> PtySession {
        let mut session = self.start(&["demo"]);
        session.wait_for_text(PANES);
        session
    }
}

/// Looks into a store, as another process would.
pub fn read<T>(path: &Path, work: impl FnOnce(&Reader) -> Result<T, StoreError>) -> T {
    Store::open(path, Clock::System).unwrap().read(work).unwrap()
}

/// Waits until something is so that does not show on the screen.
pub fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + DEADLINE;
    while !is_so() {
        assert!(Instant::now() < deadline, "waited for {what}");
        std::thread::yield_now();
    }
}

/// Reads until nothing is done or drawn any more; returns the screen without blanks at the ends of its lines.
pub fn settle(session: &mut PtySession) -> String {
    let deadline = Instant::now() + DEADLINE;
    while session.settle(QUIET) > 0 || session.is_working() {
        assert!(Instant::now() < deadline, "it never stops drawing:\n{}", session.text());
    }
    session.text().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

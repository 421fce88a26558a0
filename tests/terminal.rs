//! The terminal in a real pseudo-terminal: taken, given back whatever happens, and every key heard.

mod support;

use std::collections::VecDeque;
use std::num::NonZero;
use std::process::{Command, Stdio};
use std::time::Duration;

use atbalsts::i18n::Lang;
use atbalsts::runtime::colours::Colours;
use atbalsts::runtime::events::{Event, Events};
use atbalsts::runtime::input::Input;
use atbalsts::runtime::painter::Painter;
use atbalsts::runtime::signals::{self, Signal};
use atbalsts::runtime::terminal::{self, Terminal, TerminalProblem};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use support::pty::PtySession;

/// A small program: shows what it hears, ends on `q`, panics on `p` (a thread of its own) and on `P`.
#[test]
#[ignore = "runs inside the pseudo-terminals of the other tests"]
fn program() {
    let mut terminal = Terminal::enter().expect("a terminal");
    let (mut events, teller) = Events::new().expect("events");
    signals::listen(move |signal| teller.tell(Event::Signal(signal))).expect("signals");
    let mut happened = VecDeque::new();
    let mut painter = Painter::new(Colours::Sixteen);
    let mut size = terminal::size();
    let mut heard = "gatavs".to_owned();
    loop {
        let mut frame = Buffer::empty(Rect::new(0, 0, size.0, size.1));
        let (end, row) = frame.set_stringn(0, 1, &heard, usize::from(size.0), Style::new());
        let mut bytes = Vec::new();
        painter.paint(&frame, Some(Position::new(end.min(size.0 - 1), row)), &mut bytes);
        if terminal.write(&bytes).is_err() {
            return;
        }
        while happened.is_empty() {
            events.wait(None, |event| happened.push_back(event)).expect("something to wait for");
        }
        heard = match happened.pop_front().expect("an event") {
            Event::Input(Input::Key(key)) => match key.name().as_str() {
                "q" => return,
                "p" => {
                    let thread = std::thread::spawn(|| panic!("pavediens kļūdījās"));
                    assert!(thread.join().is_err());
                    // The screen is given back: the next frame must not reach it.
                    continue;
                }
                "P" => panic!("programma kļūdījās"),
                name => format!("taustiņš {name}"),
            },
            Event::Input(Input::Paste(text)) => format!("ielīmēts {text:?}"),
            Event::Input(Input::Lost) | Event::Signal(Signal::HangUp | Signal::Terminate) => return,
            Event::Signal(Signal::Resized(columns, rows)) => {
                size = (columns, rows);
                format!("izmērs {columns}x{rows}")
            }
            other => panic!("nobody tells {other:?}"),
        };
    }
}

fn start() -> PtySession {
    let tests = std::env::current_exe().expect("this file");
    let arguments = ["program", "--exact", "--ignored", "--nocapture", "--test-threads=1"];
    let mut session = PtySession::spawn(tests.to_str().expect("a readable path"), &arguments, &[], (80, 40));
    session.wait_for_text("gatavs");
    session
}

#[test]
fn the_harness_sees_what_a_program_writes() {
    let mut session =
        PtySession::spawn("sh", &["-c", "printf 'Labdien, Ķekava'; read x; printf \"<$x>\"; exit 3"], &[], (40, 5));
    session.wait_for_text("Labdien, Ķekava");
    let mark = session.mark();
    session.send("šķūnis\r");
    session.wait_for_text("<šķūnis>");
    assert!(!session.since(mark).is_empty());
    assert_eq!(session.wait_exit(), 3);
    assert!(session.terminal_restored());
}

#[test]
fn the_harness_tells_a_terminal_that_was_not_restored() {
    let script = "stty raw; printf '\\033[?1049h\\033[?25l\\033[?2004hbeigas'";
    let mut session = PtySession::spawn("sh", &["-c", script], &[], (40, 5));
    session.wait_for_text("beigas");
    assert_eq!(session.wait_exit(), 0);
    assert!(!session.terminal_restored());
}

#[test]
fn the_terminal_is_taken_and_given_back() {
    let mut session = start();
    assert!(session.screen().alternate_screen() && session.screen().bracketed_paste());
    assert!(!session.terminal_restored());
    session.send("q");
    assert_eq!(session.wait_exit(), 0);
    assert!(session.terminal_restored());
}

#[test]
fn nothing_stays_in_sight_on_a_terminal_that_has_one_screen_only() {
    let mut session = start();
    session.send("a");
    session.wait_for_text("taustiņš a");
    session.send("q");
    session.wait_exit();
    let written = String::from_utf8_lossy(session.since(0)).replace("\x1b[?1049h", "").replace("\x1b[?1049l", "");
    let mut console = vt100::Parser::new(const { NonZero::new(40).unwrap() }, const { NonZero::new(80).unwrap() }, 0);
    console.process(written.as_bytes());
    assert!(!console.screen().contents().contains("taustiņš"), "{}", console.screen().contents());
}

#[test]
fn keys_and_pastes_are_heard() {
    let mut session = start();
    for (bytes, heard) in
        [("š", "taustiņš š"), ("\x13", "taustiņš ctrl+s"), ("\x1b", "taustiņš esc"), ("\x1b[6~", "taustiņš pgdn")]
    {
        session.send(bytes);
        session.wait_for_text(heard);
    }
    session.send("\x1b[200~Bērziņa\rq\x1b[201~");
    session.wait_for_text("ielīmēts \"Bērziņa\\nq\"");
    session.send("aq");
    assert_eq!(session.wait_exit(), 0);
}

#[test]
fn nothing_is_written_while_idle() {
    let mut session = start();
    session.send("a");
    session.wait_for_text("taustiņš a");
    session.settle(Duration::from_millis(200));
    session.send("a");
    assert_eq!(session.settle(Duration::from_millis(500)), 0, "the same frame again");
}

#[test]
fn the_size_follows_the_terminal() {
    let mut session = start();
    session.resize(70, 12);
    session.wait_for_text("izmērs 70x12");
}

#[test]
fn signals_end_the_program_and_restore() {
    for name in ["HUP", "TERM", "INT"] {
        let mut session = start();
        session.signal(name);
        assert_eq!(session.wait_exit(), 0, "{name}");
        assert!(session.terminal_restored(), "{name}");
    }
}

#[test]
fn a_closed_line_ends_the_program() {
    let mut session = start();
    session.close_line();
    session.wait_exit();
}

#[test]
fn a_panic_restores_before_it_is_told() {
    for (key, told) in [("p", "pavediens kļūdījās"), ("P", "programma kļūdījās")] {
        let mut session = start();
        session.send(key);
        session.wait_for(told, |screen| screen.contents().contains(told) && !screen.alternate_screen());
        session.wait_exit();
        assert!(session.terminal_restored(), "{key}");
    }
}

#[test]
fn without_a_terminal_the_program_says_so() {
    let tests = std::env::current_exe().expect("this file");
    let run =
        Command::new(tests).args(["program", "--exact", "--ignored", "--nocapture"]).stdin(Stdio::null()).output();
    let run = run.expect("a run");
    assert!(!run.status.success());
    let told = String::from_utf8_lossy(&run.stderr).into_owned() + &String::from_utf8_lossy(&run.stdout);
    assert!(told.contains("NotATerminal") && !told.contains('\u{1b}'), "{told:?}");
    assert!(TerminalProblem::NotATerminal.sentence(Lang::Latvian).contains("nav termināļa"));
}

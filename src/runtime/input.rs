//! Bytes from the terminal as keys and pastes.
//!
//! crossterm's reader is not used: it takes Esc Esc and Esc ↑, typed ahead, for something else, and when the line
//! closes it neither ends nor tells, but spins.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::os::fd::AsFd;

use crate::keymap::{Key, KeyCode};

/// What comes from the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(Key),
    /// A text pasted at once. Lines end with `\n`; other control characters are gone.
    Paste(String),
    /// The line is closed; nothing comes after this.
    Lost,
}

const PASTE_BEGIN: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// No escape sequence that we know is longer, bytes.
const LONGEST_SEQUENCE: usize = 16;
/// What is pasted beyond that is let go, bytes: no field holds as much.
const LONGEST_PASTE: usize = 1 << 20;
/// Ctrl-C.
const GIVE_UP: u8 = 3;

/// The keys of the terminal.
#[derive(Debug)]
pub struct Keys {
    terminal: File,
    decoder: Decoder,
}

impl Keys {
    /// Of the terminal that is the standard input.
    pub fn of_terminal() -> io::Result<Self> {
        // Not `Stdin`: its buffer would hide how much was typed at once.
        let terminal = File::from(io::stdin().as_fd().try_clone_to_owned()?);
        Ok(Self { terminal, decoder: Decoder::default() })
    }

    /// What is to be watched for keys.
    pub fn terminal(&self) -> &File {
        &self.terminal
    }

    /// Reads once, waiting for a key if there is none yet, and tells `send` of what was typed. The last input is
    /// [`Input::Lost`].
    pub fn read(&mut self, mut send: impl FnMut(Input)) {
        let mut bytes = [0; 4096];
        match self.terminal.read(&mut bytes) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Ok(0) | Err(_) => send(Input::Lost),
            Ok(length) => self.decoder.feed(&bytes[..length], length == bytes.len(), &mut send),
        }
    }
}

/// Puts keys together from bytes that may come in any pieces.
#[derive(Debug, Default)]
struct Decoder {
    bytes: Vec<u8>,
    /// They are of a paste whose end has not come yet; so many of them were looked at.
    pasting: Option<usize>,
}

/// What the first bytes are.
enum Step {
    /// Not complete yet.
    Wait,
    /// So many bytes are this, or nothing that we know.
    Took(usize, Option<Input>),
    /// A paste begins.
    Paste,
}

impl Decoder {
    /// Takes what was read. `more` tells that the rest is certainly on its way.
    fn feed(&mut self, bytes: &[u8], more: bool, send: &mut impl FnMut(Input)) {
        self.bytes.extend_from_slice(bytes);
        let mut start = 0;
        while start < self.bytes.len() {
            if let Some(looked_at) = self.pasting {
                self.bytes.drain(..start);
                let Some((text, length)) = self.pasted(looked_at, more) else { return };
                self.pasting = None;
                start = length;
                send(Input::Paste(text));
                continue;
            }
            match step(&self.bytes[start..], more) {
                Step::Wait => break,
                Step::Took(length, input) => {
                    start += length;
                    if let Some(input) = input {
                        send(input);
                    }
                }
                Step::Paste => {
                    start += PASTE_BEGIN.len();
                    self.pasting = Some(0);
                }
            }
        }
        self.bytes.drain(..start);
    }

    /// What is pasted, and how many bytes it took; none while its end has not come. Ctrl-C ends a paste whose end was lost,
    /// or nobody would hear the keyboard any more.
    fn pasted(&mut self, looked_at: usize, more: bool) -> Option<(String, usize)> {
        let end = self.bytes[looked_at..].windows(PASTE_END.len()).position(|window| window == PASTE_END);
        let (text, length) = match end {
            Some(end) => (looked_at + end, looked_at + end + PASTE_END.len()),
            None if !more && self.bytes.last() == Some(&GIVE_UP) => (self.bytes.len() - 1, self.bytes.len()),
            None => {
                let unsure = self.bytes.len().saturating_sub(PASTE_END.len() - 1);
                if unsure > LONGEST_PASTE {
                    self.bytes.drain(LONGEST_PASTE..unsure);
                }
                self.pasting = Some(unsure.min(LONGEST_PASTE));
                return None;
            }
        };
        let text = String::from_utf8_lossy(&self.bytes[..text]).replace("\r\n", "\n").replace('\r', "\n");
        Some((text.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')).collect(), length))
    }
}

fn step(bytes: &[u8], more: bool) -> Step {
    let key = |key| Step::Took(1, Some(Input::Key(key)));
    match bytes[0] {
        0x1b => escape(bytes, more),
        0 => key(Key::ctrl(' ')),
        // Line feed as well: that is what scripts and some pastes send for Enter.
        b'\r' | b'\n' => key(Key::new(KeyCode::Enter)),
        b'\t' => key(Key::new(KeyCode::Tab)),
        0x08 | 0x7f => key(Key::new(KeyCode::Backspace)),
        control @ 1..=26 => key(Key::ctrl(char::from(b'a' + control - 1))),
        0x1c..=0x1f => Step::Took(1, None),
        _ => character(bytes),
    }
}

fn character(bytes: &[u8]) -> Step {
    let known = &bytes[..bytes.len().min(4)];
    let letter = match std::str::from_utf8(known) {
        Ok(text) => text.chars().next(),
        Err(error) if error.valid_up_to() > 0 => String::from_utf8_lossy(known).chars().next(),
        Err(error) => match error.error_len() {
            None => return Step::Wait,
            Some(length) => return Step::Took(length, None),
        },
    };
    match letter {
        Some(letter) => {
            let input = (!letter.is_control()).then(|| Input::Key(Key::char(letter)));
            Step::Took(letter.len_utf8(), input)
        }
        None => Step::Wait,
    }
}

/// Esc itself, or what begins with it. Esc before anything else is the key: Alt+x and Esc x are the same bytes.
fn escape(bytes: &[u8], more: bool) -> Step {
    let esc = Step::Took(1, Some(Input::Key(Key::new(KeyCode::Esc))));
    match bytes.get(1) {
        None if more => Step::Wait,
        Some(b'[') if bytes.starts_with(PASTE_BEGIN) => Step::Paste,
        Some(b'[') => control_sequence(bytes).unwrap_or(esc),
        Some(b'O') => match bytes.get(2) {
            None => Step::Wait,
            Some(letter) => named(*letter).map_or(esc, |code| Step::Took(3, Some(Input::Key(Key::new(code))))),
        },
        _ => esc,
    }
}

/// `ESC [ numbers letter`; `None` if it cannot become one.
fn control_sequence(bytes: &[u8]) -> Option<Step> {
    // The Linux console's F1 to F5.
    if bytes.get(2) == Some(&b'[') {
        return match bytes.get(3) {
            None => Some(Step::Wait),
            Some(letter @ b'A'..=b'E') => {
                let code = KeyCode::Function(letter - b'A' + 1);
                Some(Step::Took(4, Some(Input::Key(Key::new(code)))))
            }
            Some(_) => None,
        };
    }
    let parameters = bytes[2..].iter().take_while(|byte| (0x20..=0x3f).contains(*byte)).count();
    if parameters > LONGEST_SEQUENCE {
        return None;
    }
    let Some(last) = bytes.get(2 + parameters) else { return Some(Step::Wait) };
    if !(0x40..=0x7e).contains(last) {
        return None;
    }
    // Modifiers come as a second number. Not every terminal sends them, so they make no difference.
    let first = bytes[2..2 + parameters].split(|byte| *byte == b';').next().unwrap_or_default();
    let first = std::str::from_utf8(first).unwrap_or_default();
    let code = match last {
        b'~' => first.parse().ok().and_then(numbered),
        b'Z' => Some(KeyCode::BackTab),
        // Other first numbers are reports, of the cursor's place for example.
        letter if matches!(first, "" | "1") => named(*letter),
        _ => None,
    };
    Some(Step::Took(3 + parameters, code.map(|code| Input::Key(Key::new(code)))))
}

fn named(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'M' => KeyCode::Enter,
        b'P'..=b'S' => KeyCode::Function(letter - b'P' + 1),
        _ => return None,
    })
}

fn numbered(number: u8) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::Function(number - 10),
        17..=21 => KeyCode::Function(number - 11),
        23 | 24 => KeyCode::Function(number - 12),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds the pieces and tells keys by their names in keymap files, pastes in quotes.
    fn decode(pieces: &[&[u8]]) -> String {
        let mut decoder = Decoder::default();
        let mut told = Vec::new();
        for piece in pieces {
            decoder.feed(piece, false, &mut |input| {
                told.push(match input {
                    Input::Key(key) => key.name(),
                    Input::Paste(text) => format!("{text:?}"),
                    Input::Lost => "lost".to_owned(),
                });
            });
        }
        told.join(" ")
    }

    fn check(bytes: &str, expect: &str) {
        assert_eq!(decode(&[bytes.as_bytes()]), expect, "{bytes:?}");
    }

    #[test]
    fn letters_and_controls() {
        check("aŠ?ļ", "a Š ? ļ");
        check("\r\n\t\x7f\x08", "enter enter tab backspace backspace");
        check("\x13\x04\x00", "ctrl+s ctrl+d ctrl+space");
        check("a\u{85}\x1cb", "a b");
    }

    #[test]
    fn named_keys_of_many_terminals() {
        check("\x1b[A\x1bOB\x1b[C\x1b[D", "up down right left");
        check("\x1b[H\x1b[F\x1bOH\x1b[1~\x1b[4~\x1b[7~\x1b[8~", "home end home home end home end");
        check("\x1b[2~\x1b[3~\x1b[5~\x1b[6~\x1b[Z", "insert delete pgup pgdn backtab");
        check("\x1bOP\x1b[11~\x1b[[A\x1b[15~\x1b[17~\x1b[21~\x1b[24~", "f1 f1 f1 f5 f6 f10 f12");
        check("\x1b[1;5A\x1b[3;2~\x1b[1;2P", "up delete f1");
        check("\x1b[12;40Ra\x1b[?1;2ca", "a a");
    }

    /// What each terminal sends, as it comes, for: the arrows, Home, End, PgUp, PgDn, Insert, Delete, Shift-Tab,
    /// Backspace, Enter, and F1, F2, F5, F10, F12.
    #[test]
    fn the_keys_of_the_terminals_that_people_have() {
        let all = "up down right left home end pgup pgdn insert delete backtab backspace enter f1 f2 f5 f10 f12";
        let check = |terminal: &str, bytes: &str| assert_eq!(decode(&[bytes.as_bytes()]), all, "{terminal}");
        let arrows = "\x1b[A\x1b[B\x1b[C\x1b[D";
        let pages = "\x1b[5~\x1b[6~\x1b[2~\x1b[3~\x1b[Z\x7f\r";
        let later = "\x1b[15~\x1b[21~\x1b[24~";
        check("PuTTY", &format!("{arrows}\x1b[1~\x1b[4~{pages}\x1b[11~\x1b[12~{later}"));
        check("xterm", &format!("{arrows}\x1b[H\x1b[F{pages}\x1bOP\x1bOQ{later}"));
        check(
            "xterm, cursor keys of applications",
            &format!("\x1bOA\x1bOB\x1bOC\x1bOD\x1bOH\x1bOF{pages}\x1bOP\x1bOQ{later}"),
        );
        check("Windows Terminal", &format!("{arrows}\x1b[H\x1b[F{pages}\x1bOP\x1bOQ{later}"));
        check("Linux console", &format!("{arrows}\x1b[1~\x1b[4~{pages}\x1b[[A\x1b[[B\x1b[[E\x1b[21~\x1b[24~"));
        check("tmux and screen", &format!("{arrows}\x1b[1~\x1b[4~{pages}\x1bOP\x1bOQ{later}"));
        check("rxvt", &format!("{arrows}\x1b[7~\x1b[8~{pages}\x1b[11~\x1b[12~{later}"));
        // Backspace that PuTTY can be set to, and the keypad's Enter.
        check(
            "PuTTY, Control-H",
            &format!("{arrows}\x1b[1~\x1b[4~\x1b[5~\x1b[6~\x1b[2~\x1b[3~\x1b[Z\x08\x1bOM\x1b[11~\x1b[12~{later}"),
        );
    }

    #[test]
    fn escape_typed_ahead_stays_a_key() {
        check("\x1b", "esc");
        check("\x1b\x1b", "esc esc");
        check("\x1bj", "esc j");
        check("\x1b\x1b[A", "esc up");
        check("\x1b\t", "esc tab");
        check("\x1bOzols", "esc O z o l s");
        check("\x1bš", "esc š");
    }

    #[test]
    fn pieces_make_no_difference() {
        let text = "Bērziņa\x1b[5~\x1b[200~Ķe\r\nkava\x1b[201~\x1b[1;5Cš語";
        let whole = decode(&[text.as_bytes()]);
        assert_eq!(whole, "B ē r z i ņ a pgup \"Ķe\\nkava\" right š 語");
        for at in 1..text.len() {
            let (first, second) = text.as_bytes().split_at(at);
            // Esc at the very end of what was typed is the key itself, unless it is pasted.
            let holds = |mark| first.windows(PASTE_BEGIN.len()).any(|window| window == mark);
            let pasting = holds(PASTE_BEGIN) && !holds(PASTE_END);
            if pasting || !first.ends_with(b"\x1b") {
                assert_eq!(decode(&[first, second]), whole, "cut at {at}");
            }
        }
    }

    #[test]
    fn a_full_buffer_does_not_cut_a_key() {
        let mut decoder = Decoder::default();
        let mut told = Vec::new();
        decoder.feed(b"a\x1b", true, &mut |input| told.push(input));
        decoder.feed(b"[A", false, &mut |input| told.push(input));
        assert_eq!(told, [Input::Key(Key::char('a')), Input::Key(Key::new(KeyCode::Up))]);
    }

    #[test]
    fn pastes_are_text_without_controls() {
        check("\x1b[200~a\x1b[2Jb\x07\tc\rd\x1b[201~x", "\"a[2Jb\\tc\\nd\" x");
    }

    #[test]
    fn a_paste_whose_end_was_lost_does_not_swallow_the_keyboard() {
        assert_eq!(decode(&[b"\x1b[200~Zvan", b"ar", b"j", b"\x03", b"j"]), "\"Zvanarj\" j");
        assert_eq!(decode(&[b"\x1b[200~a\x03b", b"c\x1b[201~d"]), "\"abc\" d");
    }

    #[test]
    fn a_huge_paste_is_cut_and_what_follows_is_heard() {
        let line = [b'a'; 4096];
        let mut decoder = Decoder::default();
        let mut told = Vec::new();
        decoder.feed(PASTE_BEGIN, true, &mut |input| told.push(input));
        for _ in 0..3 * LONGEST_PASTE / line.len() {
            decoder.feed(&line, true, &mut |input| told.push(input));
            assert!(decoder.bytes.len() <= LONGEST_PASTE + line.len());
        }
        decoder.feed(b"\x1b[201~j", false, &mut |input| told.push(input));
        let Some(Input::Paste(text)) = told.first() else { panic!("{told:?}") };
        assert!((LONGEST_PASTE..LONGEST_PASTE + line.len()).contains(&text.len()));
        assert_eq!(told[1..], [Input::Key(Key::char('j'))]);
    }

    #[test]
    fn bytes_of_other_encodings_are_skipped() {
        assert_eq!(decode(&[b"a\xe2\xffb\xc5"]), "a b");
        assert_eq!(decode(&[b"\xc5", b"\xa1"]), "š");
        assert_eq!(decode(&[b"\xc5a\xffb"]), "a b");
    }
}

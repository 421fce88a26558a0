//! A key as a terminal of any age can send it, and how it is written in keymap files and on the screen.

use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

use crate::i18n::Lang;
use crate::i18n::keymap::KeymapText;

/// The key itself, without Ctrl.
#[allow(missing_docs)] // the others say it in their names
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyCode {
    /// A character, with what Shift or AltGr make of it: `a`, `Š`, `?`, space.
    Char(char),
    Enter,
    Esc,
    Tab,
    /// Shift+Tab, the only Shift of a named key that every terminal sends.
    BackTab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    /// F1 to F12.
    Function(u8),
}

/// Names of keys in files, and what is engraved on them.
const NAMES: &[(KeyCode, &str, &str)] = &[
    (KeyCode::Char(' '), "space", "Space"),
    (KeyCode::Enter, "enter", "Enter"),
    (KeyCode::Esc, "esc", "Esc"),
    (KeyCode::Tab, "tab", "Tab"),
    (KeyCode::BackTab, "backtab", "Shift-Tab"),
    (KeyCode::Backspace, "backspace", "Backspace"),
    (KeyCode::Delete, "delete", "Del"),
    (KeyCode::Insert, "insert", "Ins"),
    (KeyCode::Up, "up", "Up"),
    (KeyCode::Down, "down", "Down"),
    (KeyCode::Left, "left", "Left"),
    (KeyCode::Right, "right", "Right"),
    (KeyCode::Home, "home", "Home"),
    (KeyCode::End, "end", "End"),
    (KeyCode::PageUp, "pgup", "PgUp"),
    (KeyCode::PageDown, "pgdn", "PgDn"),
];

/// A key, with or without Ctrl. There is no Alt, for Alt+x arrives as Esc x; and no Shift, for it is in the character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// Whether Ctrl is held: only with `a`–`z` and space.
    pub ctrl: bool,
}

/// Keys pressed one after the other.
pub type Sequence = Vec<Key>;

/// Why a text names no key that can be bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFault {
    /// There is no key of that name.
    Unreadable,
    /// Ctrl and this letter are the same byte as the named key.
    SameAs(Key),
    /// Alt+x and Esc x are the same bytes.
    Alt,
    /// Terminals send it without its Ctrl or Shift, or not at all.
    Unsendable,
}

impl Key {
    /// The key alone.
    pub const fn new(code: KeyCode) -> Self {
        Self { code, ctrl: false }
    }

    /// A character.
    pub const fn char(letter: char) -> Self {
        Self::new(KeyCode::Char(letter))
    }

    /// Ctrl and a letter.
    pub const fn ctrl(letter: char) -> Self {
        Self { code: KeyCode::Char(letter), ctrl: true }
    }

    /// The character it types where text is taken.
    pub const fn printable(self) -> Option<char> {
        match self {
            Self { code: KeyCode::Char(letter), ctrl: false } => Some(letter),
            _ => None,
        }
    }

    /// As keymap files have it: `a`, `space`, `ctrl+s`, `pgdn`, `f2`. Reads back as the same key.
    pub fn name(self) -> String {
        let code = self.code.written("f", |entry| entry.1);
        if self.ctrl { format!("ctrl+{code}") } else { code }
    }

    /// As the screen has it: `a`, `Space`, `^S`, `PgDn`, `F2`.
    pub fn label(self, lang: Lang) -> String {
        let code = match self.code {
            KeyCode::Char(' ') => KeymapText::Space.text(lang).to_owned(),
            KeyCode::Up => KeymapText::Up.text(lang).to_owned(),
            KeyCode::Down => KeymapText::Down.text(lang).to_owned(),
            KeyCode::Left => KeymapText::Left.text(lang).to_owned(),
            KeyCode::Right => KeymapText::Right.text(lang).to_owned(),
            code => code.written("F", |entry| entry.2),
        };
        if self.ctrl { format!("^{}", code.to_uppercase()) } else { code }
    }
}

impl KeyCode {
    /// The character, the function key's number, or what `of` takes from the entry of the name.
    fn written(self, function: &str, of: fn(&(Self, &'static str, &'static str)) -> &'static str) -> String {
        match (self, NAMES.iter().find(|entry| entry.0 == self)) {
            (_, Some(entry)) => of(entry).to_owned(),
            (Self::Function(number), None) => format!("{function}{number}"),
            (Self::Char(letter), None) => letter.to_string(),
            (_, None) => unreachable!("every other key has a name"),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

impl FromStr for Key {
    type Err = KeyFault;

    /// Names are read in any case, characters as they stand.
    fn from_str(text: &str) -> Result<Self, KeyFault> {
        // An editor may have saved `š` as two code points; keyboards send one.
        let text: String = text.nfc().collect();
        let mut rest = text.as_str();
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        while let Some((modifier, key)) = rest.split_once('+').filter(|(_, key)| !key.is_empty()) {
            match modifier.to_ascii_lowercase().as_str() {
                "ctrl" => ctrl = true,
                "alt" => alt = true,
                "shift" => shift = true,
                _ => return Err(KeyFault::Unreadable),
            }
            rest = key;
        }
        let code = code_of(rest).ok_or(KeyFault::Unreadable)?;
        match (code, ctrl, shift) {
            _ if alt => Err(KeyFault::Alt),
            (KeyCode::Tab, false, true) => Ok(Self::new(KeyCode::BackTab)),
            (KeyCode::Char(letter), true, _) => ctrl_with(letter.to_ascii_lowercase()),
            (KeyCode::Char(letter), false, true) if letter.is_alphabetic() => capital(letter),
            (code, false, false) => Ok(Self::new(code)),
            _ => Err(KeyFault::Unsendable),
        }
    }
}

/// The key of one character or of a name.
fn code_of(text: &str) -> Option<KeyCode> {
    let mut letters = text.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return (!letter.is_control() && !letter.is_whitespace()).then_some(KeyCode::Char(letter));
    }
    let name = text.to_ascii_lowercase();
    if let Some(number) = name.strip_prefix('f').and_then(|number| number.parse().ok()) {
        return (1..=12).contains(&number).then_some(KeyCode::Function(number));
    }
    NAMES.iter().find(|entry| entry.1 == name).map(|entry| entry.0)
}

/// Ctrl with a letter is one byte, 1 to 26; four of the bytes have a key of their own.
fn ctrl_with(letter: char) -> Result<Key, KeyFault> {
    match letter {
        'i' => Err(KeyFault::SameAs(Key::new(KeyCode::Tab))),
        'm' | 'j' => Err(KeyFault::SameAs(Key::new(KeyCode::Enter))),
        '[' => Err(KeyFault::SameAs(Key::new(KeyCode::Esc))),
        'h' => Err(KeyFault::SameAs(Key::new(KeyCode::Backspace))),
        'a'..='z' | ' ' => Ok(Key::ctrl(letter)),
        _ => Err(KeyFault::Unsendable),
    }
}

fn capital(letter: char) -> Result<Key, KeyFault> {
    let mut capitals = letter.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) => Ok(Key::char(capital)),
        _ => Err(KeyFault::Unsendable),
    }
}

/// Keys of a sequence as files have them: `g d`.
pub fn sequence_name(keys: &[Key]) -> String {
    keys.iter().map(|key| key.name()).collect::<Vec<_>>().join(" ")
}

/// Keys of a sequence as the screen has them: `g d`, `^W Tab`.
pub fn sequence_label(keys: &[Key], lang: Lang) -> String {
    keys.iter().map(|key| key.label(lang)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, name: &str, label: &str) {
        let key: Key = text.parse().unwrap();
        assert_eq!((key.name().as_str(), key.label(Lang::English).as_str()), (name, label), "{text}");
        assert_eq!(name.parse(), Ok(key), "the name reads back");
    }

    fn check_fault(text: &str, fault: KeyFault) {
        assert_eq!(text.parse::<Key>(), Err(fault), "{text}");
    }

    #[test]
    fn characters_stand_for_themselves() {
        check("a", "a", "a");
        check("A", "A", "A");
        check("š", "š", "š");
        check("s\u{30c}", "š", "š");
        check("Ķ", "Ķ", "Ķ");
        check("+", "+", "+");
        check(":", ":", ":");
        check("shift+a", "A", "A");
        check("shift+š", "Š", "Š");
    }

    #[test]
    fn names_are_read_in_any_case() {
        check("space", "space", "Space");
        check("Enter", "enter", "Enter");
        check("PGDN", "pgdn", "PgDn");
        check("shift+tab", "backtab", "Shift-Tab");
        check("Ctrl+S", "ctrl+s", "^S");
        check("ctrl+space", "ctrl+space", "^SPACE");
        check("F12", "f12", "F12");
    }

    #[test]
    fn labels_of_arrows_are_words_of_the_language() {
        assert_eq!(Key::new(KeyCode::Down).label(Lang::Latvian), "Lejup");
        assert_eq!(sequence_label(&[Key::ctrl('w'), Key::char('š')], Lang::Latvian), "^W š");
    }

    #[test]
    fn keys_no_old_terminal_sends_are_told_apart() {
        check_fault("ctrl+i", KeyFault::SameAs(Key::new(KeyCode::Tab)));
        check_fault("ctrl+M", KeyFault::SameAs(Key::new(KeyCode::Enter)));
        check_fault("ctrl+[", KeyFault::SameAs(Key::new(KeyCode::Esc)));
        check_fault("ctrl+h", KeyFault::SameAs(Key::new(KeyCode::Backspace)));
        check_fault("alt+x", KeyFault::Alt);
        for text in ["ctrl+enter", "ctrl+tab", "shift+f1", "ctrl+š", "ctrl+1", "ctrl+up", "shift+enter", "shift+1"] {
            check_fault(text, KeyFault::Unsendable);
        }
    }

    #[test]
    fn what_is_no_key_is_unreadable() {
        for text in ["", "ab", "f0", "f13", "super+x", "pagedown", "ctrl+", "\u{1b}"] {
            check_fault(text, KeyFault::Unreadable);
        }
    }
}

//! Text that can be put on a terminal: nothing in it moves the cursor, rings, or turns the direction of writing.

use std::{borrow::Cow, fmt::Write};

use unicode_normalization::UnicodeNormalization;

/// One line: composed letters, with control characters, line breaks included, as visible marks (`␛`, `␊`, `‹9B›`).
pub fn clean(text: &str) -> String {
    clean_but(text, |_| false)
}

/// As [`clean`], but line breaks stay (as `\n`, whichever way they were written).
pub fn clean_lines(text: &str) -> String {
    clean_but(&text.replace("\r\n", "\n").replace('\r', "\n"), |c| c == '\n')
}

/// A text of several lines in one: its lines with a stroke between them, as verses are quoted.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    Cow::Owned(lines.collect::<Vec<_>>().join(" / "))
}

/// Whether a terminal obeys the character instead of showing it, or turns the direction of writing by it.
pub fn drives_terminal(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

fn clean_but(text: &str, stays: impl Fn(char) -> bool) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for character in text.nfc() {
        match character {
            kept if stays(kept) => cleaned.push(kept),
            '\t' => cleaned.push(' '),
            // Unicode has a picture for each of the old control characters.
            '\0'..='\u{1f}' => cleaned.extend(char::from_u32(0x2400 + character as u32)),
            '\u{7f}' => cleaned.push('␡'),
            other if drives_terminal(other) => {
                // Writing to a String cannot fail.
                let _ = write!(cleaned, "‹{:X}›", other as u32);
            }
            other => cleaned.push(other),
        }
    }
    cleaned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        let check = |text: &str, expect: &str| assert_eq!(clean(text), expect);
        check("Be\u{304}rzin\u{327}a", "Bērziņa");
        check("\u{1b}[2Jprieks\u{7}", "␛[2Jprieks␇");
        check("divas\r\nrindas\tun", "divas␍␊rindas un");
        check("\u{9b}31m", "‹9B›31m");
        check("\u{202e}sdrok", "‹202E›sdrok");
        check("Ķekava, 1 234,50 €", "Ķekava, 1 234,50 €");
        assert_eq!(one_line("Zvanīja māte.\n\n Rīt nebūs.\n"), "Zvanīja māte. / Rīt nebūs.");
        assert_eq!(clean_lines("viena\r\notra\rtrešā\u{1b}"), "viena\notra\ntrešā␛");
    }
}

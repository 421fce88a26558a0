//! Texts as they are compared: however they were typed.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The text as search compares it: lower case, without marks on letters, in one piece per letter.
///
/// `Ķekava` and `kekava`, typed in one or two code points a letter, fold to the same.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match letter {
            // Letters with a stroke do not decompose; lower-casing `İ` leaves a mark behind.
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            mark if is_combining_mark(mark) => {}
            other => folded.push(other),
        }
    }
    folded
}

//! The order of the Latvian alphabet, for every list that people read.
//!
//! Letters of the alphabet differ first (`ā` after `a`, before `b`), then other accents, then capitals.
//! Spaces come before punctuation, that before digits, digits before letters, letters of other scripts last.

use std::cmp::Ordering;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

const ALPHABET: &str = "aābcčdeēfgģhiyījkķlļmnņoōpqrŗsštuūvwxzž";

/// Bytes that sort as the texts do in a Latvian dictionary. Texts that mean the same have the same key.
pub fn sort_key(text: &str) -> Vec<u8> {
    let mut letters = Vec::with_capacity(text.len() * 3);
    let mut accents = Vec::with_capacity(text.len());
    let mut capitals = Vec::with_capacity(text.len());
    for character in text.nfc() {
        let case = if character.is_uppercase() { CAPITAL } else { SMALL };
        for small in character.to_lowercase() {
            if let Some(place) = place_in_alphabet(small) {
                letters.push(LETTER + place);
                accents.push(NO_ACCENT);
                capitals.push(case);
            } else if is_combining_mark(small) {
                add_accent(&mut accents, small);
            } else {
                add_other(small, case, &mut letters, &mut accents, &mut capitals);
            }
        }
    }
    letters.push(END);
    letters.append(&mut accents);
    letters.push(END);
    letters.append(&mut capitals);
    letters
}

/// Which of two texts comes first in a Latvian dictionary.
pub fn compare(one: &str, other: &str) -> Ordering {
    sort_key(one).cmp(&sort_key(other))
}

const END: u8 = 0;
const NO_ACCENT: u8 = 1;
const ACCENT: u8 = 2;
const SMALL: u8 = 1;
const CAPITAL: u8 = 2;
const SPACE: u8 = 1;
const PUNCTUATION: u8 = 2;
const DIGIT: u8 = 3;
const LETTER: u8 = 0x10;
const FOREIGN: u8 = 0xf0;

fn place_in_alphabet(small: char) -> Option<u8> {
    ALPHABET.chars().position(|letter| letter == small).and_then(|place| u8::try_from(place).ok())
}

/// A character outside the alphabet: a foreign accent on a letter of ours, a sign, a digit, another script.
fn add_other(small: char, case: u8, letters: &mut Vec<u8>, accents: &mut Vec<u8>, capitals: &mut Vec<u8>) {
    let mut parts = small.nfd();
    let base = parts.next().unwrap_or(small);
    let marks: Vec<char> = parts.collect();
    let spelled = match base {
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ø' => "o",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        _ => "",
    };
    if !spelled.is_empty() {
        for letter in spelled.chars() {
            letters.extend(place_in_alphabet(letter).map(|place| LETTER + place));
            capitals.push(case);
            accents.push(NO_ACCENT);
        }
        add_accent(accents, base);
    } else if let Some(place) = place_in_alphabet(base) {
        letters.push(LETTER + place);
        accents.push(NO_ACCENT);
        capitals.push(case);
    } else {
        letters.push(match base {
            blank if blank.is_whitespace() => SPACE,
            digit if digit.is_numeric() => DIGIT,
            letter if letter.is_alphabetic() => FOREIGN,
            _ => PUNCTUATION,
        });
        // A code point has at most 21 bits.
        letters.extend(&(base as u32).to_be_bytes()[1..]);
        accents.push(NO_ACCENT);
        capitals.push(case);
    }
    for mark in marks {
        add_accent(accents, mark);
    }
}

/// Marks the last letter: its place among the accents then sorts after the bare letter's.
fn add_accent(accents: &mut Vec<u8>, mark: char) {
    let bare = accents.pop();
    accents.push(ACCENT);
    accents.extend(&(mark as u32).to_be_bytes()[1..]);
    accents.extend(bare);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_dictionary_order_holds() {
        let check = |ordered: &[&str]| {
            for pair in ordered.windows(2) {
                assert_eq!(compare(pair[0], pair[1]), Ordering::Less, "{} < {}", pair[0], pair[1]);
            }
        };
        check(&["Abols", "Ābele", "Bērziņa", "Cīrule", "Čakste", "Dārziņš"]);
        check(&["Kalniņa", "Kļava", "Ķekava", "Lācis", "Ļaudona", "Zvirbulis", "Žagata"]);
        check(&["Bērziņa Zane", "Bērziņa-Āboliņa Anna", "Bērziņas", "Bērziņš"]);
        check(&["anna", "Anna", "Annā"]);
        check(&["resume", "resumé", "resumée"]);
        check(&["2018-07", "2018-10", "Ozols", "Яна"]);
        check(&["īves", "jāņi"]);
        check(&["inta", "ynta", "īnta", "janta"]);
    }

    #[test]
    fn ways_of_writing_a_letter_are_equal() {
        assert_eq!(compare("Ķekava", "K\u{327}ekava"), Ordering::Equal);
    }

    proptest! {
        #[test]
        fn the_key_of_a_beginning_sorts_before_the_whole(start in "[a-zāčēģīķļņšūž -]{0,8}", rest in "[a-zāčēģīķļņšūž]{1,4}") {
            prop_assert_eq!(compare(&start, &format!("{start}{rest}")), Ordering::Less);
        }

        #[test]
        fn keys_order_as_letters_do(one in "[a-zA-ZāčēģĀČĒĢ ]{0,6}", two in "[a-zA-ZāčēģĀČĒĢ ]{0,6}") {
            prop_assert_eq!(compare(&one, &two), compare(&two, &one).reverse());
            prop_assert_eq!(compare(&one, &two) == Ordering::Equal, one == two);
        }
    }
}

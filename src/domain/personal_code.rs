//! Latvian personal codes, old (a birth date and a check digit inside) and new (random).

use chrono::NaiveDate;

use super::{Fault, Field, Problem};

/// The eleven digits, without hyphen and spaces; anything else as it was typed.
pub fn normal(text: &str) -> String {
    let compact: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-' && *c != '–').collect();
    if compact.len() == 11 && compact.bytes().all(|b| b.is_ascii_digit()) { compact } else { text.trim().to_owned() }
}

/// With the hyphen, as papers have it: `161175-19997`.
pub fn shown(code: &str) -> String {
    if code.len() == 11 && code.bytes().all(|b| b.is_ascii_digit()) {
        format!("{}-{}", &code[..6], &code[6..])
    } else {
        code.to_owned()
    }
}

/// Whether it is of the shape given since 01.07.2017: `3[2-9]` and nine random digits.
pub fn is_new_style(code: &str) -> bool {
    matches!(code.as_bytes(), [b'3', b'2'..=b'9', ..])
}

/// The birth date inside an old-style code.
pub fn birth_date(code: &str) -> Option<NaiveDate> {
    if code.len() != 11 || is_new_style(code) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| code.get(range)?.parse::<u32>().ok();
    let century = match part(6..7)? {
        0 => 1800,
        1 => 1900,
        2 => 2000,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(century + part(4..6)? as i32, part(2..4)?, part(0..2)?)
}

/// Whether the check digit of an old-style code fits. The rule is confirmed by use, not published: only warn.
pub fn check_digit_fits(code: &str) -> bool {
    const WEIGHTS: [i32; 10] = [1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits: Vec<i32> = code.bytes().map(|b| i32::from(b) - i32::from(b'0')).collect();
    let sum: i32 = WEIGHTS.iter().zip(&digits).map(|(weight, digit)| weight * digit).sum();
    digits.len() == 11 && (1101 - sum).rem_euclid(11) % 10 == digits[10]
}

/// Whether two codes differ by what a tired hand does: one wrong digit, or two swapped ones.
pub fn is_near(one: &str, other: &str) -> bool {
    if one.len() != 11 || other.len() != 11 {
        return false;
    }
    let differing: Vec<(u8, u8)> = one.bytes().zip(other.bytes()).filter(|(a, b)| a != b).collect();
    match differing.as_slice() {
        [_] => true,
        [(a, b), (c, d)] => a == d && b == c,
        _ => false,
    }
}

/// Every code that [`is_near`] this one; none for what is no code.
pub fn near(code: &str) -> Vec<String> {
    let digits: Vec<char> = code.chars().collect();
    if digits.len() != 11 || !digits.iter().all(char::is_ascii_digit) {
        return Vec::new();
    }
    let mut near = Vec::new();
    for at in 0..digits.len() {
        for digit in ('0'..='9').filter(|digit| *digit != digits[at]) {
            let mut other = digits.clone();
            other[at] = digit;
            near.push(other.into_iter().collect());
        }
        for to in (at + 1..digits.len()).filter(|&to| digits[to] != digits[at]) {
            let mut other = digits.clone();
            other.swap(at, to);
            near.push(other.into_iter().collect());
        }
    }
    near
}

/// What is wrong with a code, seen beside the birth date entered; an empty code is fine.
pub fn faults(code: &str, born: Option<NaiveDate>) -> Vec<Fault> {
    let fault = |problem| vec![Fault::new(Field::PersonalCode, problem)];
    if code.is_empty() {
        return Vec::new();
    }
    if code.len() != 11 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return fault(Problem::CodeShape);
    }
    if is_new_style(code) {
        return Vec::new();
    }
    let Some(inside) = birth_date(code) else { return fault(Problem::CodeShape) };
    if born.is_some_and(|born| born != inside) {
        return fault(Problem::CodeBirthDate(inside));
    }
    if !check_digit_fits(code) {
        return fault(Problem::CodeCheckDigit);
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_test_code_fits_and_its_neighbours_do_not() {
        assert!(check_digit_fits("16117519997"));
        for wrong in ["16117519996", "16117519979", "61117519997"] {
            assert!(!check_digit_fits(wrong), "{wrong}");
        }
    }

    #[test]
    fn codes_near_one_another_differ_by_a_digit_or_a_swap() {
        let check = |one: &str, other: &str, expect: bool| {
            assert_eq!(is_near(one, other), expect, "{one} {other}");
            assert_eq!(near(one).contains(&other.to_owned()), expect, "{one} {other}");
        };
        check("16117519997", "16117519997", false);
        check("16117519997", "16117519987", true);
        check("16117519997", "61117519997", true);
        check("16117519997", "16197511997", true);
        check("16117519997", "16117518987", false);
        check("16117519997", "1611751999", false);
        assert_eq!(near("nav zināms"), [""; 0]);
    }

    #[test]
    fn codes_are_judged_by_their_kind() {
        let check = |code: &str, born: Option<NaiveDate>, expect: &[Problem]| {
            let found: Vec<_> = faults(&normal(code), born).into_iter().map(|fault| fault.problem).collect();
            assert_eq!(found, expect, "{code}");
        };
        let born = NaiveDate::from_ymd_opt(1975, 11, 16);
        check("", None, &[]);
        check("161175-19997", born, &[]);
        check("161175 19997", born, &[]);
        check("161175-19996", born, &[Problem::CodeCheckDigit]);
        check("161175-19997", NaiveDate::from_ymd_opt(2001, 1, 1), &[Problem::CodeBirthDate(born.unwrap())]);
        check("320000-00000", NaiveDate::from_ymd_opt(2015, 5, 5), &[]);
        check("311299-30000", None, &[Problem::CodeShape]);
        check("310299-10000", None, &[Problem::CodeShape]);
        check("1234", None, &[Problem::CodeShape]);
        check("16117ā-19997", None, &[Problem::CodeShape]);
    }

    #[test]
    fn the_seventh_digit_tells_the_century() {
        let check = |code: &str, expect: Option<(i32, u32, u32)>| {
            assert_eq!(birth_date(code), expect.and_then(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d)), "{code}");
        };
        check("16117509999", Some((1875, 11, 16)));
        check("16117519997", Some((1975, 11, 16)));
        check("29020421230", Some((2004, 2, 29)));
        check("29020521230", None); // no such day
        check("16117539997", None); // no such century
        check("32000000000", None); // tells nothing
        check("1611", None);
    }

    #[test]
    fn a_code_is_shown_with_its_hyphen_and_read_back() {
        let check = |stored: &str, expect: &str| {
            assert_eq!(shown(stored), expect);
            assert_eq!(normal(expect), stored);
        };
        check("16117519997", "161175-19997");
        check("nav zināms", "nav zināms");
        check("", "");
    }
}

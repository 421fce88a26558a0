//! Money and numbers as people write and read them.
//!
//! A lone separator before exactly three digits (`1.234`, `1,234`) could be thousands or decimals: it is refused, never guessed.

use rust_decimal::Decimal;

use super::Lang;
use crate::domain::{Money, Problem};

/// `1 234,50` (with no-break spaces) or `1,234.50`.
pub fn money(amount: Money, lang: Lang) -> String {
    let mut cents = amount.decimal();
    // Nothing at all, and rows of old stores, may come without places.
    cents.rescale(2);
    grouped(cents, lang)
}

/// In whole euros, halves away from zero: `1 235`. For looking over, never for reckoning on.
pub fn whole(amount: Money, lang: Lang) -> String {
    let euros = amount.decimal().round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    grouped(euros, lang)
}

/// `1 234,50 €` or `€1,234.50`.
pub fn euros(amount: Money, lang: Lang) -> String {
    match lang {
        Lang::Latvian => format!("{}\u{a0}€", money(amount, lang)),
        Lang::English => {
            let sign = if amount.is_negative() { "-" } else { "" };
            format!("{sign}€{}", money(if amount.is_negative() { -amount } else { amount }, lang))
        }
    }
}

/// A number with as many places as it needs: `12,5`, `40`, `1 234`.
pub fn decimal(number: Decimal, lang: Lang) -> String {
    grouped(number.normalize(), lang)
}

/// A place on a scale around nothing, as that of goal attainment: `−2`, `0`, `+1`.
pub fn signed(value: i8) -> String {
    match value {
        0 => "0".to_owned(),
        1.. => format!("+{value}"),
        _ => format!("−{}", value.unsigned_abs()),
    }
}

/// `50 %` or `50%`.
pub fn percent(percent: Decimal, lang: Lang) -> String {
    match lang {
        Lang::Latvian => format!("{}\u{a0}%", decimal(percent, lang)),
        Lang::English => format!("{}%", decimal(percent, lang)),
    }
}

/// As files have it: no grouping, the language's decimal sign, `1234,50`. It reads back as the same number: three
/// places, which could be taken for thousands, get a fourth.
pub fn plain(number: Decimal, lang: Lang) -> String {
    let mut plain = number.to_string();
    if number.scale() == 3 {
        plain.push('0');
    }
    match lang {
        Lang::Latvian => plain.replace('.', ","),
        Lang::English => plain,
    }
}

fn grouped(number: Decimal, lang: Lang) -> String {
    let (space, point) = match lang {
        Lang::Latvian => ('\u{a0}', ','),
        Lang::English => (',', '.'),
    };
    let plain = number.abs().to_string();
    let (whole, places) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut shown = String::with_capacity(plain.len() + 6);
    if number.is_sign_negative() && !number.is_zero() {
        shown.push('-');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            shown.push(space);
        }
        shown.push(digit);
    }
    if !places.is_empty() {
        shown.push(point);
        shown.push_str(places);
    }
    shown
}

/// An amount as typed: `12,5`, `12.50`, `1 234,5`, `1.234,50`, `-3`, with or without `€` or `EUR`.
/// More than two places are refused: cents are not rounded behind anybody's back.
pub fn parse_money(text: &str) -> Result<Money, Problem> {
    let typed = text.trim();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    let bare = ["EUR", "eur", "Eur", "€"].iter().fold(typed, |rest, sign| {
        let rest = rest.strip_prefix(sign).unwrap_or(rest);
        rest.strip_suffix(sign).unwrap_or(rest).trim()
    });
    // `-€3` has the sign before the sign.
    let bare = bare.replacen("-€", "-", 1);
    let amount = read(&bare).filter(|number| number.scale() <= 2).filter(fits_money);
    amount.map(Money::new).ok_or_else(|| Problem::NotMoney(typed.to_owned()))
}

/// Amounts up to a hundred thousand million euros can be added up without overflow.
fn fits_money(number: &Decimal) -> bool {
    number.abs() < Decimal::from(100_000_000_000_i64)
}

/// A number as typed: `12,5`, `12.50`, `1 234,5`, `-3`, `0,125`.
pub fn parse_decimal(text: &str) -> Result<Decimal, Problem> {
    let typed = text.trim();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    let number = read(typed).filter(|number| number.scale() <= 6).filter(fits_money);
    number.map(|number| number.normalize()).ok_or_else(|| Problem::NotANumber(typed.to_owned()))
}

/// A percentage as typed: a number with or without `%`.
pub fn parse_percent(text: &str) -> Result<Decimal, Problem> {
    parse_decimal(text.trim().trim_end_matches('%'))
}

/// A whole number of something, not negative: `12`, `1 234`.
pub fn parse_count(text: &str) -> Result<u32, Problem> {
    let typed = text.trim();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    let whole = read(typed).filter(|number| number.scale() == 0).and_then(|number| u32::try_from(number).ok());
    whole.ok_or_else(|| Problem::NotANumber(typed.to_owned()))
}

fn read(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let plain = unseparated(digits)?;
    let number: Decimal = plain.parse().ok()?;
    Some(if negative { -number } else { number })
}

/// The digits with a point for the decimals and nothing else; `None` if it is no number, or could be two.
fn unseparated(text: &str) -> Option<String> {
    let is_space = |c: char| c.is_whitespace() || c == '\'';
    if !text.starts_with(|c: char| c.is_ascii_digit()) || !text.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if text.chars().any(|c| !c.is_ascii_digit() && !is_space(c) && c != ',' && c != '.') {
        return None;
    }
    let last = text.rfind([',', '.']);
    let Some(last) = last else { return joined(text, is_space) };
    let (before, after) = (&text[..last], &text[last + 1..]);
    let separator = if text[last..].starts_with(',') { ',' } else { '.' };
    let other = if separator == ',' { '.' } else { ',' };
    if before.contains(separator) {
        // `1.234.567`: the same sign twice can only be thousands.
        return if before.contains(other) || text.contains(is_space) { None } else { joined(text, |c| c == separator) };
    }
    if after.contains(is_space) {
        return None;
    }
    let whole = if before.contains(other) {
        if before.contains(is_space) {
            return None;
        }
        joined(before, |c| c == other)?
    } else {
        let could_be_thousands = after.len() == 3 && before.len() <= 3 && !before.starts_with('0');
        if could_be_thousands {
            return None;
        }
        joined(before, is_space)?
    };
    Some(format!("{whole}.{after}"))
}

/// The digits without separators, which must leave groups of three: `1 234`, not `12 34`.
fn joined(text: &str, is_separator: impl Fn(char) -> bool) -> Option<String> {
    let mut groups = text.split(is_separator);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let fits = digits(first)
        && (rest.is_empty() || first.len() <= 3)
        && rest.iter().all(|group| group.len() == 3 && digits(group));
    fits.then(|| format!("{first}{}", rest.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn money_is_shown_in_both_languages() {
        let check = |cents: i64, latvian: &str, english: &str| {
            assert_eq!(euros(Money::from_cents(cents), Lang::Latvian).replace('\u{a0}', " "), latvian);
            assert_eq!(euros(Money::from_cents(cents), Lang::English), english);
        };
        check(0, "0,00 €", "€0.00");
        check(5, "0,05 €", "€0.05");
        check(123_450, "1 234,50 €", "€1,234.50");
        check(-123_456_789, "-1 234 567,89 €", "-€1,234,567.89");
        check(99_999, "999,99 €", "€999.99");
    }

    #[test]
    fn money_is_read_as_people_write_it() {
        let check = |text: &str, cents: i64| assert_eq!(parse_money(text), Ok(Money::from_cents(cents)), "{text}");
        check("12", 1200);
        check("12,5", 1250);
        check("12.50", 1250);
        check("1 234,5", 123_450);
        check("1\u{a0}234,50 €", 123_450);
        check("1.234,50", 123_450);
        check("1,234.50", 123_450);
        check("1.234.567", 123_456_700);
        check("1 234 567", 123_456_700);
        check("-3", -300);
        check("-€3", -300);
        check("€ 21,83", 2183);
        check("21,83 EUR", 2183);
        check("0", 0);
    }

    #[test]
    fn what_could_be_two_amounts_is_refused() {
        let check = |text: &str| assert_eq!(parse_money(text), Err(Problem::NotMoney(text.to_owned())));
        for text in ["1.234", "1,234", "12,345", "0,125", "1 23", "12 34,5", "1,2,3", "1.23.456", "5,", ",5", "abc"] {
            check(text);
        }
        for text in ["12,50,", "1 234.567,8", "1'234,5 6", "--3", "1e5", "999999999999", "١٢"] {
            check(text);
        }
        assert_eq!(parse_money("  "), Err(Problem::Missing));
    }

    #[test]
    fn numbers_have_the_places_they_need() {
        let check = |text: &str, expect: &str| {
            let read = parse_decimal(text).map(|number| decimal(number, Lang::Latvian).replace('\u{a0}', " "));
            assert_eq!(read, Ok(expect.to_owned()), "{text}");
        };
        check("12,50", "12,5");
        check("40,0", "40");
        check("0,125", "0,125");
        check("1 234,125", "1 234,125");
        check("1234,125", "1 234,125");
        check("-0", "0");
        assert_eq!(parse_decimal("1,234"), Err(Problem::NotANumber("1,234".to_owned())));
        assert_eq!(parse_percent("50 %"), Ok(Decimal::from(50)));
        assert_eq!(percent(Decimal::from(50), Lang::Latvian), "50\u{a0}%");
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(cents in -10_000_000_000_i64..10_000_000_000) {
            let amount = Money::from_cents(cents);
            for lang in Lang::ALL {
                prop_assert_eq!(parse_money(&euros(amount, *lang)), Ok(amount));
            }
        }

        #[test]
        fn files_are_read_back(digits in -10_000_000_000_i64..10_000_000_000, scale in 0..=6_u32) {
            let number = Decimal::new(digits, scale);
            for lang in Lang::ALL {
                prop_assert_eq!(parse_decimal(&plain(number, *lang)), Ok(number.normalize()));
            }
        }

        #[test]
        fn no_text_makes_it_stumble(text in "[-+0-9., €']{0,12}") {
            let _ = parse_money(&text);
            let _ = parse_decimal(&text);
        }
    }

    #[test]
    fn nothing_is_shown_to_the_cent() {
        assert_eq!(money(Money::ZERO, Lang::Latvian), "0,00");
        assert_eq!(euros(Money::default(), Lang::English), "€0.00");
    }
}

//! Phones, postcodes and e-mail addresses: what they look like.

use super::{Fault, Field, Problem};

/// The digits of a Latvian phone number without +371, or the text as it is if it is none.
pub fn normal_phone(text: &str) -> String {
    let compact: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '(' | ')')).collect();
    let national = compact.strip_prefix("+371").or_else(|| compact.strip_prefix("00371")).unwrap_or(&compact);
    if is_latvian_phone(national) { national.to_owned() } else { compact }
}

/// Eight digits that begin with 2 (mobile) or 6 (fixed).
fn is_latvian_phone(text: &str) -> bool {
    text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) && text.starts_with(['2', '6'])
}

/// As people write it: `29 357 075`; anything else is shown as it is.
pub fn shown_phone(text: &str) -> String {
    if is_latvian_phone(text) { format!("{} {} {}", &text[..2], &text[2..5], &text[5..]) } else { text.to_owned() }
}

/// What is wrong with a phone number; an empty one is fine.
pub fn phone_faults(text: &str) -> Option<Fault> {
    let foreign =
        text.strip_prefix('+').is_some_and(|rest| rest.len() >= 7 && rest.bytes().all(|b| b.is_ascii_digit()));
    (!text.is_empty() && !is_latvian_phone(text) && !foreign).then(|| Fault::new(Field::Phone, Problem::PhoneShape))
}

/// `LV-3201` from `3201`, `lv3201`, `LV 3201`; anything else as it is.
pub fn normal_postcode(text: &str) -> String {
    let compact: String = text.to_uppercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let digits = compact.strip_prefix("LV").unwrap_or(&compact);
    if digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()) {
        format!("LV-{digits}")
    } else {
        text.trim().to_owned()
    }
}

/// What is wrong with a postcode; an empty one is fine.
pub fn postcode_faults(text: &str) -> Option<Fault> {
    let good = text.strip_prefix("LV-").is_some_and(|d| d.len() == 4 && d.bytes().all(|b| b.is_ascii_digit()));
    (!text.is_empty() && !good).then(|| Fault::new(Field::Postcode, Problem::PostcodeShape))
}

/// What is wrong with an e-mail address; an empty one is fine.
pub fn email_faults(text: &str) -> Option<Fault> {
    let good = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    }) && !text.contains(char::is_whitespace);
    (!text.is_empty() && !good).then(|| Fault::new(Field::Email, Problem::EmailShape))
}

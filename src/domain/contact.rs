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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_read_as_people_write_them() {
        let check = |typed: &str, stored: &str, shown: &str, good: bool| {
            let normal = normal_phone(typed);
            assert_eq!(normal, stored, "{typed}");
            assert_eq!(shown_phone(&normal), shown, "{typed}");
            assert_eq!(phone_faults(&normal).is_none(), good, "{typed}");
        };
        check("29357075", "29357075", "29 357 075", true);
        check("+371 29 357 075", "29357075", "29 357 075", true);
        check("00371 6322-9999", "63229999", "63 229 999", true);
        check("(6) 3229999", "63229999", "63 229 999", true);
        check("", "", "", true);
        check("+49 30 1234567", "+49301234567", "+49301234567", true);
        check("1234567", "1234567", "1234567", false);
        check("39357075", "39357075", "39357075", false);
        check("zvanīt mātei", "zvanītmātei", "zvanītmātei", false);
    }

    #[test]
    fn postcodes_get_their_prefix_and_others_are_left_alone() {
        let check = |typed: &str, stored: &str, good: bool| {
            let normal = normal_postcode(typed);
            assert_eq!(normal, stored, "{typed}");
            assert_eq!(postcode_faults(&normal).is_none(), good, "{typed}");
        };
        check("3201", "LV-3201", true);
        check("lv3201", "LV-3201", true);
        check(" LV 3201 ", "LV-3201", true);
        check("", "", true);
        check("320", "320", false);
        check("LT-32011", "LT-32011", false);
        check("Ķekava", "Ķekava", false);
    }

    #[test]
    fn an_address_of_a_mailbox_has_a_name_and_a_host() {
        let check = |text: &str, good: bool| assert_eq!(email_faults(text).is_none(), good, "{text}");
        check("", true);
        check("anna.berzina@talsi.lv", true);
        check("anna.talsi.lv", false);
        check("@talsi.lv", false);
        check("anna@talsi", false);
        check("anna@.lv", false);
        check("anna@talsi.", false);
        check("anna berzina@talsi.lv", false);
    }
}

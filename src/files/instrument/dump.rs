//! An instrument as a file: reading it gives the same instrument.

use std::fmt::Write;

use crate::{
    domain::{Choice, Instrument},
    files::handwritten::quoted,
    i18n::{Lang, instrument::InstrumentText},
};

/// The instrument as a file, with its comment in the language.
pub fn dump(instrument: &Instrument, lang: Lang) -> String {
    let mut out = format!("# {}\n\nname = {}\n", InstrumentText::DumpHead.text(lang), quoted(&instrument.name));
    // Writing to a String cannot fail.
    for level in &instrument.levels {
        let _ = write!(out, "\n[[level]]\nvalue = {}\n", level.value);
        words(&mut out, "", &level.latvian, &level.english);
        if !level.measures {
            out += "measures = false\n";
        }
    }
    for component in &instrument.components {
        let _ = write!(out, "\n[[component]]\ncode = {}\n", quoted(&component.code));
        words(&mut out, "", &component.latvian, &component.english);
        let _ = writeln!(out, "subject = {}", quoted(component.subject.name()));
    }
    for item in &instrument.items {
        let _ = write!(out, "\n[[item]]\ncode = {}\n", quoted(&item.code));
        words(&mut out, "", &item.latvian, &item.english);
        for definition in &item.definitions {
            words(&mut out, &format!("{}.", definition.value), &definition.latvian, &definition.english);
        }
    }
    out
}

fn words(out: &mut String, before: &str, latvian: &str, english: &str) {
    let _ = write!(out, "{before}lv = {}\n{before}en = {}\n", quoted(latvian), quoted(english));
}

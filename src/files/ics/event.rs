//! The lines of a calendar file as events with properties.

use super::own_name;
use crate::domain::Field;

/// A property as it stands in the file.
#[derive(Debug)]
pub(super) struct Property {
    /// The name, in capitals.
    name: String,
    /// What stands between the name and the colon.
    parameters: String,
    pub value: String,
}

impl Property {
    /// A line; a colon in quotes belongs to a parameter.
    fn read(line: &str) -> Option<Self> {
        let mut quoted = false;
        let colon = line.find(|letter| {
            quoted ^= letter == '"';
            letter == ':' && !quoted
        })?;
        let (head, value) = (&line[..colon], &line[colon + 1..]);
        let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
        Some(Self { name: name.to_ascii_uppercase(), parameters: parameters.to_owned(), value: value.to_owned() })
    }

    /// What a parameter says, without quotes.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let mut quoted = false;
        let parts = self.parameters.split(move |letter| {
            quoted ^= letter == '"';
            letter == ';' && !quoted
        });
        let mut named = parts.filter_map(|part| part.split_once('='));
        named.find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim_matches('"'))
    }
}

/// An event as it stands in the file.
#[derive(Debug, Default)]
pub(super) struct Event {
    /// The line on which it begins.
    pub line: u64,
    properties: Vec<Property>,
}

impl Event {
    /// The first property of that name.
    pub(super) fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// All properties of that name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    /// What the property of that name says; empty if there is none.
    pub(super) fn value(&self, name: &str) -> &str {
        self.property(name).map_or("", |property| property.value.as_str())
    }

    /// What the property of that name says, a text, as people wrote it.
    pub(super) fn text(&self, name: &str) -> String {
        unescaped(self.value(name))
    }

    /// What our own property of a field says.
    pub(super) fn own(&self, field: Field) -> String {
        self.text(&own_name(field))
    }
}

/// The text of a file of which lines may be folded in the middle of a letter, as lines of so many bytes are: the rest of
/// the letter is put before the fold.
pub(super) fn whole_letters(bytes: &[u8]) -> Vec<u8> {
    let is_rest = |byte: &u8| (0x80..0xc0).contains(byte);
    let mut whole = Vec::with_capacity(bytes.len());
    let mut left = bytes;
    while let Some((&first, others)) = left.split_first() {
        let folds: [&[u8]; 4] = [b"\r\n ", b"\r\n\t", b"\n ", b"\n\t"];
        let fold = folds.into_iter().find(|fold| left.starts_with(fold)).unwrap_or_default();
        let rest = left[fold.len()..].iter().take_while(|byte| is_rest(byte)).count();
        if fold.is_empty() || rest == 0 {
            whole.push(first);
            left = others;
        } else {
            whole.extend(&left[fold.len()..fold.len() + rest]);
            whole.extend(fold);
            left = &left[fold.len() + rest..];
        }
    }
    whole
}

/// The events of a file, their folded lines put together; an error: the line of what begins and does not end.
pub(super) fn events(text: &str) -> Result<Vec<Event>, u64> {
    let mut lines: Vec<(u64, String)> = Vec::new();
    for (number, line) in (1u64..).zip(text.lines()) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some((_, before))) => before.push_str(more),
            _ => lines.push((number, line.to_owned())),
        }
    }
    let (mut events, mut open, mut inner): (Vec<Event>, Option<Event>, u32) = (Vec::new(), None, 0);
    let mut calendar = None;
    for (number, line) in lines {
        let Some(property) = Property::read(&line) else { continue };
        match (property.name.as_str(), property.value.to_ascii_uppercase().as_str(), &mut open) {
            ("BEGIN", "VEVENT", None) => open = Some(Event { line: number, ..Event::default() }),
            ("END", "VEVENT", Some(_)) => events.extend(open.take()),
            ("BEGIN", "VCALENDAR", None) => calendar = Some(number),
            ("END", "VCALENDAR", None) => calendar = None,
            ("BEGIN", "VEVENT", Some(event)) | ("END", "VCALENDAR", Some(event)) => return Err(event.line),
            // Alarms and the like inside an event are none of its properties.
            ("BEGIN", _, Some(_)) => inner += 1,
            ("END", _, Some(_)) => inner = inner.saturating_sub(1),
            (_, _, Some(event)) if inner == 0 => event.properties.push(property),
            _ => {}
        }
    }
    // A file that was cut off is not taken for a shorter one.
    open.map(|event| event.line).or(calendar).map_or(Ok(events), Err)
}

pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            letter => out.push(letter),
        }
    }
    out
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, true) => out.extend(letters.next().map(|next| if matches!(next, 'n' | 'N') { '\n' } else { next })),
            (letter, false) => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{super::write::put, *};

    #[test]
    fn long_lines_are_folded_between_letters_and_put_together_again() {
        let text = "ā".repeat(100) + "; b, c\\ d\ne";
        let mut out = String::from("BEGIN:VEVENT\r\n");
        put(&mut out, "DESCRIPTION", &escaped(&text));
        out.push_str("BEGIN:VALARM\r\nDESCRIPTION:nē\r\nEND:VALARM\r\nEND:VEVENT\r\n");
        assert!(out.lines().all(|line| line.len() <= 75));
        assert_eq!(events(&out).unwrap()[0].text("DESCRIPTION"), text);
    }

    #[test]
    fn a_parameter_may_hold_colons_and_semicolons_in_quotes() {
        let property = Property::read("DTSTART;VALUE=DATE-TIME;tzid=\"a:b;c\":20181204T100000").unwrap();
        assert_eq!((property.name.as_str(), property.value.as_str()), ("DTSTART", "20181204T100000"));
        assert_eq!((property.parameter("TZID"), property.parameter("RANGE")), (Some("a:b;c"), None));
    }
}

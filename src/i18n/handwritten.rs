//! Files that people write by hand: where in them a fault is, and which name was meant.

/// Line, and column in characters, both from 1, of a byte of the text.
pub fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.trim_start_matches('\u{feff}').chars().count() + 1)
}

/// The known name that was probably meant: at most a third of its letters differ.
pub fn nearest(name: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let far = |other: &str| strsim::osa_distance(&name.to_lowercase(), other);
    let (distance, nearest) = known.map(|other| (far(other), other)).min()?;
    (distance * 3 <= nearest.chars().count()).then_some(nearest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_as_people_count() {
        let check =
            |text: &str, at: usize, expect: (usize, usize)| assert_eq!(place(text, at), expect, "{text:?} {at}");
        check("abc", 0, (1, 1));
        check("ā = 1", 3, (1, 3));
        check("a\nb", 2, (2, 1));
        check("\u{feff}name", 3, (1, 1));
        check("ab", 99, (1, 3));
    }

    #[test]
    fn a_name_is_near_when_a_third_of_its_letters_differ_at_most() {
        let check = |name: &str, expect: Option<&'static str>| {
            assert_eq!(nearest(name, ["level", "component", "item"].into_iter()), expect, "{name}");
        };
        check("levle", Some("level"));
        check("Components", Some("component"));
        check("x", None);
    }
}

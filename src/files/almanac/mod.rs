//! Files of the almanac: the one that comes with the program, and an administrator's own in its place.

use std::collections::BTreeMap;

use super::handwritten::{self, Fault, Problem, Reader, Section};
use crate::domain::almanac::{Almanac, MovedDay, SchoolHoliday};

/// The file that comes with the program.
pub const BUILT_IN: &str = include_str!("built_in.toml");

/// The almanac that comes with the program. Its file is checked by a test, so that reading it cannot fail.
pub fn built_in() -> Almanac {
    read(BUILT_IN).unwrap_or_default()
}

/// The almanac that a file describes; or all that is wrong in the file, in its order.
pub fn read(text: &str) -> Result<Almanac, Vec<Fault>> {
    handwritten::read(text, |reader, mut file| {
        let mut seen = BTreeMap::new();
        let moved = optional(reader, &mut file, "moved", |reader, section| {
            let off = reader.need(section, "off", Reader::date);
            let worked = reader.need(section, "worked", Reader::date);
            let (off_at, worked_at) = (section.at_value("off"), section.at_value("worked"));
            // A free day is a working day otherwise, and what is worked for it is none.
            if off.is_some_and(|day| !Almanac::default().is_working_day(day)) {
                reader.fault(off_at, Problem::NotWorkingDay);
            }
            if worked.is_some_and(|day| Almanac::default().is_working_day(day)) {
                reader.fault(worked_at, Problem::IsWorkingDay);
            }
            for (day, at) in [(off, off_at), (worked, worked_at)] {
                let line = reader.line(at);
                if let Some(first) = day.and_then(|day| seen.insert(day, line)) {
                    let day = day.map(|day| day.to_string()).unwrap_or_default();
                    reader.fault(at, Problem::DuplicateCode(day, first));
                }
            }
            off.zip(worked).map(|(off, worked)| MovedDay { off, worked })
        });
        let school = optional(reader, &mut file, "school", |reader, section| {
            let kind = reader.need(section, "kind", Reader::choice);
            let from = reader.need(section, "from", Reader::date);
            let to = reader.need(section, "to", Reader::date);
            if from.zip(to).is_some_and(|(from, to)| to < from) {
                let at = section.at_value("to");
                reader.fault(at, Problem::EndsBeforeStart);
            }
            Some(SchoolHoliday { kind: kind?, from: from?, to: to? })
        });
        reader.unknown(&file);
        Almanac { moved, school }
    })
}

/// Sections that need not be there.
fn optional<T>(
    reader: &mut Reader,
    file: &mut Section,
    name: &'static str,
    read: impl FnMut(&mut Reader, &mut Section) -> Option<T>,
) -> Vec<T> {
    if !file.has(name) {
        file.known.push(name);
        return Vec::new();
    }
    reader.tables(file, name, read).into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, Weekday};

    use super::*;
    use crate::{
        domain::{almanac::SchoolBreak, calendar::date},
        i18n::Lang,
    };

    #[test]
    fn what_comes_with_the_program_is_whole() {
        let almanac = read(BUILT_IN).unwrap();
        assert_eq!(almanac, built_in());
        for MovedDay { off, worked } in &almanac.moved {
            assert!(Almanac::default().is_working_day(*off) && !almanac.is_working_day(*off), "{off}");
            assert!(!Almanac::default().is_working_day(*worked) && almanac.is_working_day(*worked), "{worked}");
            assert_eq!(worked.weekday(), Weekday::Sat);
        }
        assert_eq!(almanac.moved_off(date(2025, 5, 2)), Some(date(2025, 5, 10)));
        // Nine school years, four times each, one after the other.
        assert_eq!(almanac.school.len(), 36);
        let years = (2018..2027)
            .filter_map(|year| Some((date(year, 9, 1), almanac.unknown_school_year([date(year, 9, 1)].into_iter())?)));
        assert_eq!(years.count(), 0);
        assert!(almanac.school.is_sorted_by(|one, next| one.to < next.from));
        assert_eq!(almanac.school_break(date(2019, 3, 13)), Some(SchoolBreak::Spring));
        assert_eq!(almanac.school_break(date(2019, 3, 18)), None);
    }

    #[test]
    fn faults_are_told_with_their_place_all_at_once() {
        let check = |text: &str, expect: &[(usize, usize, &str)]| {
            let faults = read(text).unwrap_err();
            let told: Vec<(usize, usize, String)> =
                faults.iter().map(|fault| (fault.line, fault.column, fault.sentence(Lang::English))).collect();
            let told: Vec<(usize, usize, &str)> =
                told.iter().map(|(line, at, text)| (*line, *at, text.as_str())).collect();
            assert_eq!(told, expect, "{text}");
        };
        check("[[moved]]\noff = 2026-06-24\nworked = 2026-06-27", &[(2, 7, "This day is free anyway.")]);
        check("[[moved]]\noff = 2026-06-22\nworked = 2026-06-25", &[(3, 10, "This day is worked anyway.")]);
        check(
            "[[moved]]\noff = \"2026-06-31\"\nworked = 2026-06-27",
            &[(2, 7, "A date belongs here, such as 2019-01-31.")],
        );
        check(
            "[[school]]\nkind = \"autumn\"\nfrom = 2026-10-26\nto = 2026-10-20",
            &[(4, 6, "It ends before it begins.")],
        );
        check("[[free]]\nday = 2026-06-22", &[(1, 3, "There is no such name here: “free”.")]);
    }

    #[test]
    fn a_file_may_say_little() {
        assert_eq!(read("").unwrap(), Almanac::default());
        assert_eq!(read("[[moved]]\noff = 2026-06-22\nworked = 2026-06-27").unwrap().moved.len(), 1);
    }
}

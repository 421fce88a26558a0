//! Whose personal data a record holds: who reads it has looked at them.

use super::{AnyRecord, Kind};

/// The child, else the family or the person, that the record is about; of a scoring its assessment and of a plan line its
/// version, whose child is known where they are read. None of registers and of what is about many.
pub fn subject(record: &AnyRecord) -> Option<(Kind, u64)> {
    match record.kind() {
        Kind::Family | Kind::Person | Kind::Child => return Some((record.kind(), record.number())),
        // Meetings are many families' and nobody's in particular.
        Kind::Meeting => return None,
        _ => {}
    }
    let mut links = Vec::new();
    record.clone().visit_links(&mut |kind, number| links.push((kind, *number)));
    let of = |wanted| links.iter().copied().find(|(kind, number)| *kind == wanted && *number != 0);
    [Kind::Child, Kind::Family, Kind::Person, Kind::Assessment, Kind::PlanVersion].into_iter().find_map(of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Id, Meeting, Note, PlanLine, Price, Scoring, Session};

    #[test]
    fn a_record_is_about_the_child_before_the_family() {
        let check = |record: AnyRecord, expect| assert_eq!(subject(&record), expect, "{record:?}");
        let note = Note { family: Id::new(3), ..Note::default() };
        check(Note { child: Id::new(5), ..note.clone() }.into(), Some((Kind::Child, 5)));
        check(note.into(), Some((Kind::Family, 3)));
        check(Session { child: Id::new(7), ..Session::default() }.into(), Some((Kind::Child, 7)));
        check(Scoring { assessment: Id::new(4), ..Scoring::default() }.into(), Some((Kind::Assessment, 4)));
        check(PlanLine { plan: Id::new(6), ..PlanLine::default() }.into(), Some((Kind::PlanVersion, 6)));
        check(Price { provider: Id::new(2), ..Price::default() }.into(), None);
        check(Meeting::default().into(), None);
    }
}

//! Files of assessment instruments: the one that comes with the program, a municipality's own, and writing one.

mod dump;
mod reader;

pub use dump::dump;

use super::handwritten::Fault;
use crate::domain::{Instrument, calendar::date};

/// The file of the instrument that comes with the program.
pub const BUILT_IN: &str = include_str!("built_in.toml");

/// The instrument that a file describes, without a number; or all that is wrong in the file, in its order.
pub fn read(text: &str) -> Result<Instrument, Vec<Fault>> {
    reader::read(text)
}

/// The instrument that comes with the program: in use where none is stored. It counts as adopted before any programme
/// began.
pub fn built_in() -> Instrument {
    // A test holds that the file has no faults.
    Instrument { adopted_on: date(2000, 1, 1), ..read(BUILT_IN).unwrap_or_default() }
}

/// Whether both say the same to those who score with them: all but the number and the day of adoption.
pub fn same_words(one: &Instrument, other: &Instrument) -> bool {
    let bare =
        |instrument: &Instrument| Instrument { id: other.id, adopted_on: other.adopted_on, ..instrument.clone() };
    bare(one) == *other
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Record, Subject};

    #[test]
    fn the_instrument_that_comes_with_the_program_is_whole() {
        assert_eq!(read(BUILT_IN).map(|_| ()), Ok(()));
        let instrument = built_in();
        assert_eq!(instrument.faults(), []);
        assert_eq!(instrument.items_for(Subject::Child).count(), 22);
        assert_eq!(instrument.items_for(Subject::Parents).count(), 8);
        let counts = instrument.components.iter().map(|component| {
            let own = |item: &&crate::domain::Item| instrument.component_of(item) == Some(component);
            (component.code.as_str(), instrument.items.iter().filter(own).count())
        });
        assert_eq!(counts.collect::<Vec<_>>(), [("b", 8), ("d", 9), ("e", 5), ("p", 8)]);
        for item in &instrument.items {
            let defined: Vec<u8> = item.definitions.iter().map(|definition| definition.value).collect();
            assert_eq!(defined, [0, 2, 4], "{}", item.code);
        }
        let measuring: Vec<u8> = (0..=9).filter_map(|value| instrument.measured(value)).collect();
        assert_eq!(measuring, [0, 1, 2, 3, 4]);
        assert!(instrument.level(8).is_some() && instrument.level(9).is_some() && instrument.level(5).is_none());
    }

    #[test]
    fn no_wording_stands_in_it_twice() {
        let instrument = built_in();
        let words = instrument.items.iter().flat_map(|item| {
            let definitions = item.definitions.iter().flat_map(|one| [&one.latvian, &one.english]);
            [&item.latvian, &item.english].into_iter().chain(definitions)
        });
        let mut words: Vec<&String> = words.collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!((all, words.len()), (30 * 8, 30 * 8));
    }
}

//! Files of rules: a sample that comes with the program and is never in force by itself, a municipality's own, and
//! writing one.

mod dump;
mod reader;

pub use dump::dump;

use super::handwritten::Fault;
use crate::domain::RuleBook;

/// A file that shows every shape. Its figures are made up or taken from municipalities' own rules of various years.
pub const SAMPLE: &str = include_str!("sample.toml");

/// The rules that a file describes, of no programme yet; or all that is wrong in the file, in its order.
pub fn read(text: &str) -> Result<RuleBook, Vec<Fault>> {
    reader::read(text)
}

/// Whether both say the same: all but the number, the programme and the day from which they are in force.
pub fn same_rules(one: &RuleBook, other: &RuleBook) -> bool {
    one.name == other.name && one.rules == other.rules
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Choice, rules::Policy, rules::Shape};

    #[test]
    fn the_sample_shows_every_shape_and_every_policy_and_says_that_it_is_one() {
        let book = read(SAMPLE).unwrap();
        assert!(book.rules.iter().all(|rule| rule.sample && rule.latvian.contains("paraugs")), "{:?}", book.rules);
        for name in Shape::NAMES {
            assert!(book.rules.iter().any(|rule| rule.shape.name() == *name), "{name}");
        }
        for policy in Policy::ALL {
            assert!(book.rules.iter().any(|rule| rule.policy == *policy), "{policy:?}");
        }
    }
}

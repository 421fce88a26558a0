//! Files that people write by hand: instruments, rules. Every fault is told with its place, all at once.

mod fault;
mod section;

use std::{collections::BTreeSet, ops::Range};

use toml::de::DeTable;

pub use fault::{Fault, Problem};
pub(super) use section::{Reader, Section};

/// No name is longer, characters.
pub(super) const LONGEST_NAME: usize = 100;

/// What `work` makes of the file; or all that is wrong in it, in its order.
pub(super) fn read<T>(text: &str, work: impl FnOnce(&mut Reader, Section) -> T) -> Result<T, Vec<Fault>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { text, faults: Vec::new() };
    let made = work(&mut reader, Section::new(0, table.get_ref()));
    if !errors.is_empty() {
        // The parser leaves out what it cannot read: what is wrong there, or missing anywhere, may be its doing.
        let broken: BTreeSet<usize> = errors.iter().map(|error| reader.line(start(error.span()))).collect();
        let mut faults = std::mem::take(&mut reader.faults);
        faults.retain(|(at, problem)| !broken.contains(&reader.line(*at)) && !problem.is_lack());
        faults.extend(errors.iter().map(|error| (start(error.span()), Problem::Syntax)));
        reader.faults = faults;
    }
    if reader.faults.is_empty() {
        return Ok(made);
    }
    reader.faults.sort_by_key(|(at, problem)| (*at, problem.is_lack()));
    Err(reader.faults.into_iter().map(|(at, problem)| Fault::new(text, at, problem)).collect())
}

/// A text as such a file has it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn start(span: Option<Range<usize>>) -> usize {
    span.map_or(0, |span| span.start)
}

/// The faults when `from` in a good file is replaced by `to`: line, column, what is wrong.
#[cfg(test)]
pub(super) fn faults_when<T>(
    good: &str,
    from: &str,
    to: &str,
    read: impl FnOnce(&str) -> Result<T, Vec<Fault>>,
) -> Vec<(usize, usize, Problem)> {
    assert!(good.contains(from), "{from}");
    let faults = read(&good.replacen(from, to, 1)).err().unwrap_or_default();
    faults.into_iter().map(|fault| (fault.line, fault.column, fault.problem)).collect()
}

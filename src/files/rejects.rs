//! The rows that an import could not use, in the shape of the file they come from, with what is wrong with each.

use std::io;

use super::{cells::Located, export::Sheet, table::Table};
use crate::{
    domain::Fault,
    i18n::{Lang, command::CommandText},
};

/// The bad rows as CSV, to be corrected and imported again. The reasons stand in a last column, which an import ignores.
pub fn csv(table: &Table, rejects: &[Located], lang: Lang) -> io::Result<Vec<u8>> {
    let is_reason = |heading: &str| Lang::ALL.iter().any(|lang| heading == CommandText::RejectReason.text(*lang));
    // A rejects file that is rejected again keeps one column of reasons.
    let kept: Vec<usize> = (0..table.headings.len()).filter(|place| !is_reason(&table.headings[*place])).collect();
    let mut headings: Vec<String> = kept.iter().map(|place| table.headings[*place].clone()).collect();
    headings.push(CommandText::RejectReason.text(lang).to_owned());
    let mut sheet = Sheet::new(&headings)?;
    for row in &table.rows {
        let reasons: Vec<String> =
            rejects.iter().filter(|reject| reject.line == row.line).map(|r| reason(r, lang)).collect();
        if !reasons.is_empty() {
            let cells = kept.iter().map(|place| row.cells.get(*place).map_or("", String::as_str));
            sheet.row(cells.chain([reasons.join("; ").as_str()]))?;
        }
    }
    sheet.finish()
}

fn reason(reject: &Located, lang: Lang) -> String {
    match reject.field {
        Some(field) => Fault::new(field, reject.problem.clone()).sentence(lang),
        None => reject.problem.sentence(lang),
    }
}

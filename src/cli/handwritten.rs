//! Files that administrators write by hand, as the command line reads them: whole, or with every complaint at once.

use std::path::Path;

use super::Failure;
use crate::{
    files::handwritten::Fault,
    i18n::{Lang, command::CommandText},
};

/// What a file describes, or what is to be complained about, each with line and column.
pub(super) fn read<T>(
    file: &Path,
    lang: Lang,
    parse: impl FnOnce(&str) -> Result<T, Vec<Fault>>,
) -> Result<Result<T, Vec<String>>, Failure> {
    let bytes = std::fs::read(file).map_err(|error| Failure::unreadable(file, &error, lang))?;
    let text =
        String::from_utf8(bytes).map_err(|_| Failure::Problem(CommandText::NotText.fill(lang, &[&file.display()])))?;
    Ok(parse(&text).map_err(|faults| {
        let told = faults
            .iter()
            .map(|fault| format!("{}:{}:{}: {}", file.display(), fault.line, fault.column, fault.sentence(lang)));
        told.collect()
    }))
}

//! Who looked at a family and its children, newest first; and why, where a reason was asked.

use super::super::page::{Row, text};
use crate::{
    domain::overview::PageData,
    i18n::{Lang, Text, date},
};

pub fn page(data: &PageData, lang: Lang) -> (String, Vec<Row>) {
    let row = |look: &crate::domain::audit::LookLine| {
        let at = look.at.with_timezone(&chrono::Local).naive_local();
        let at = format!("{} {}", date::show(at.date(), lang), at.format("%H:%M"));
        let whom = data.names.get(&(look.kind, look.number)).cloned().unwrap_or_default();
        let told = if look.reason.is_empty() { whom } else { format!("{whom} · {}", look.reason) };
        Row::new(vec![text(at), text(&look.user), text(told)])
    };
    (Text::Looks.text(lang).to_owned(), data.looks.iter().map(row).collect())
}

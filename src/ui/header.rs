//! The top line: the programme, the user, what is due, the date.

use super::canvas::{Canvas, PLAIN, STRONG};
use crate::{
    app::App,
    i18n::{Lang, date, plural::Plural},
};

pub fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let lang = app.setting.lang;
    let due = app.due() as u64;
    let due = if due == 0 { String::new() } else { format!("{due} {} · ", works(due, lang)) };
    let right = format!("{} · {due}{} ", app.setting.user, date::show(app.setting.today, lang));
    let width = canvas.width();
    let taken = unicode_width::UnicodeWidthStr::width(right.as_str()).min(width);
    canvas.put(width - taken, 0, taken, &right, PLAIN);
    if let Some(programme) = &app.overview.programme {
        let left = format!(" {} · {}", programme.municipality, programme.name);
        canvas.put(0, 0, width.saturating_sub(taken + 1), &left, STRONG);
    } else {
        canvas.put(0, 0, width.saturating_sub(taken + 1), " atbalsts", STRONG);
    }
}

/// `darbs`, `darbi`, `darbu`.
fn works(count: u64, lang: Lang) -> &'static str {
    match (lang, Plural::of(count, lang)) {
        (Lang::Latvian, Plural::Zero) => "darbu",
        (Lang::Latvian, Plural::One) => "darbs",
        (Lang::Latvian, Plural::Other) => "darbi",
        (Lang::English, _) => "due",
    }
}

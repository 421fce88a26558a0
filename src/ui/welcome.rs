//! The first screen where there is no store yet.

use ratatui::layout::Position;

use super::canvas::{Canvas, PLAIN, SELECTED, STRONG};
use crate::{
    app::{
        App,
        welcome::{CHOICES, Welcome},
    },
    i18n::Text,
};

pub fn draw(welcome: &Welcome, app: &App, canvas: &mut Canvas<'_>) -> Option<Position> {
    let lang = app.setting.lang;
    let title = Text::WelcomeTitle.fill(lang, &[&welcome.path.display()]);
    canvas.put(2, 2, canvas.width().saturating_sub(4), &title, STRONG);
    for (n, choice) in CHOICES.iter().enumerate() {
        let y = 4 + n;
        let taken = canvas.put(4, y, canvas.width().saturating_sub(6), choice.text(lang), PLAIN);
        if n == welcome.cursor.row {
            canvas.paint(3, y, taken + 2, SELECTED);
        }
    }
    Some(canvas.position(3, 4 + welcome.cursor.row))
}

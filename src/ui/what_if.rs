//! What would become of the money: a few rows that keep their place while somebody types.

use super::canvas::{ALERT, Canvas, FAINT};
use crate::app::{App, what_if::Tone};

/// From row `y` on.
pub fn draw(app: &App, canvas: &mut Canvas<'_>, y: usize) {
    for (n, row) in app.what_if().into_iter().enumerate() {
        let Some((text, tone)) = row else { continue };
        let style = if tone == Tone::Broken { ALERT } else { FAINT };
        canvas.put(1, y + n, canvas.width() - 2, &text, style);
    }
}

//! The support plan pane: the lines of the newest version, or of the one in force, with what is used of each.

use ratatui::layout::Position;
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::canvas::{Canvas, FAINT, PLAIN, SELECTED, STRONG, fit};
use crate::{
    app::{App, frame::Pane},
    domain::{Choice, Format, PlanLine, Recipient, budget::LineUse},
    i18n::{Text, choice::Worded, number, plural::Counted},
};

pub fn draw(app: &App, canvas: &mut Canvas<'_>, focused: bool) -> Option<Position> {
    let lang = app.setting.lang;
    let gaps = app.dossier().map_or(0, |dossier| dossier.gaps);
    let gaps = if gaps == 0 { String::new() } else { format!("! {}", Counted::Gap.text(gaps as u64, lang)) };
    let has_child_line = app.has_child_line(Pane::Plan);
    let about = app.dossier().map(|dossier| {
        let version = app.plan_shown(dossier).0.map(|plan| {
            let stage = plan.stage(&dossier.plans, app.setting.today);
            // Where the other one is, the newest or the one in force.
            let held =
                dossier.in_force.as_ref().and_then(|held| dossier.plans.iter().find(|plan| plan.id == held.plan));
            let other = match (held, dossier.plan()) {
                (Some(held), _) if held.id != plan.id => format!(" (← v{})", held.number),
                (Some(_), Some(newest)) => format!(" (→ v{})", newest.number),
                _ => String::new(),
            };
            format!("{}{other} · ", Text::Version.fill(lang, &[&plan.number, &stage.text(lang)]))
        });
        // Where the title has no room for more, the line below it has.
        let gaps = if gaps.is_empty() || has_child_line { String::new() } else { format!(" · {gaps}") };
        // The version before the name: the name stands in the list of families too, and may be cut.
        format!("{}{}{gaps}", version.unwrap_or_default(), dossier.person.list_name())
    });
    canvas.title(&super::pane_title(Pane::Plan, Text::Plan, &about.unwrap_or_default(), app), focused);
    let mut y = 1;
    if has_child_line {
        super::child_line(app, canvas, y, &gaps);
        y += 1;
    }
    let Some(dossier) = app.dossier() else {
        super::nothing(app, canvas, y);
        return Some(canvas.position(0, y));
    };
    let (plan, lines, uses) = app.plan_shown(dossier);
    if lines.is_empty() {
        let text = if plan.is_some() { Text::NoLinesYet } else { Text::NoPlanYet };
        canvas.put(1, y, canvas.width(), text.text(lang), FAINT);
        return Some(canvas.position(0, y));
    }
    let height = app.pane_rows(Pane::Plan).min(canvas.height().saturating_sub(y + 1)).max(1);
    let start = app.plan.page_start(height);
    let mut cursor = None;
    for (n, line) in lines.iter().enumerate().skip(start).take(height) {
        let used = uses.iter().find(|used| used.line == line.id);
        draw_line(app, canvas, y, line, used);
        if n == app.plan.row && focused {
            canvas.paint(0, y, 6, SELECTED);
            cursor = Some(canvas.position(0, y));
        }
        y += 1;
    }
    // The goals that the line under the cursor serves, in words.
    if let Some(line) = lines.get(app.plan.row).filter(|_| focused || y < canvas.height()) {
        let goals = dossier.goals.iter().filter(|goal| line.goals.contains(&goal.id));
        let words: Vec<String> = goals.map(|goal| format!("M{} {}", goal.number, goal.wording)).collect();
        canvas.put(1, canvas.height() - 1, canvas.width() - 1, &words.join(" · "), FAINT);
    }
    cursor.or_else(|| Some(canvas.position(0, 1)))
}

fn draw_line(app: &App, canvas: &mut Canvas<'_>, y: usize, line: &PlanLine, used: Option<&LineUse>) {
    let lang = app.setting.lang;
    let width = canvas.width();
    canvas.put(0, y, 1, line.group.name(), PLAIN);
    canvas.put(2, y, 4, &line.service, STRONG);
    // From the right: bar, goals, price, quantity; the name takes what is left.
    let bar = if width >= 60 { 8 } else { 5 };
    let goals = if width >= 46 { 6 } else { 0 };
    let mut right = width - 1;
    if let Some(used) = used {
        right -= bar;
        draw_bar(
            canvas,
            right,
            y,
            bar,
            share(used.delivered_units, line.quantity),
            share(used.reserved_units, line.quantity),
        );
        right -= 1;
    }
    if goals > 0 {
        right -= goals;
        let numbers = app.dossier().map(|dossier| {
            let goals = dossier.goals.iter().filter(|goal| line.goals.contains(&goal.id));
            goals.map(|goal| format!("M{}", goal.number)).collect::<Vec<_>>().join(" ")
        });
        canvas.put(right, y, goals - 1, &numbers.unwrap_or_default(), PLAIN);
    }
    let price = used.and_then(|used| used.price_today);
    let price = price.map_or_else(|| "–".to_owned(), |price| number::money(price, lang));
    right -= 8;
    canvas.put_right(right, y, 7, &price, PLAIN);
    let done = used.map(|used| number::decimal(used.delivered_units, lang)).unwrap_or_default();
    let quantity = format!("{done}/{} ×", number::decimal(line.quantity, lang));
    let wide = 10.min(right.saturating_sub(8));
    right -= wide;
    canvas.put_right(right, y, wide, &quantity, PLAIN);
    let mut name = app.service_name(&line.service).to_owned();
    if line.format == Format::Group {
        name = format!("{name} · {}", line.format.text(lang));
    }
    if line.recipient != Recipient::Child {
        name = format!("{name} · {}", line.recipient.text(lang));
    }
    if !line.copayment_percent.is_zero() {
        name = format!("{} · {name}", Text::FamilyPays.fill(lang, &[&number::percent(line.copayment_percent, lang)]));
    }
    canvas.put(6, y, right.saturating_sub(7), &fit(&name, right.saturating_sub(7)), PLAIN);
}

/// Which part of `whole` it is, from 0 to 100.
fn share(part: Decimal, whole: Decimal) -> usize {
    if whole.is_zero() {
        return 0;
    }
    (part * Decimal::ONE_HUNDRED / whole).to_usize().unwrap_or(0).min(100)
}

/// Delivered solid, reserved lighter, the rest a thin line.
fn draw_bar(canvas: &mut Canvas<'_>, x: usize, y: usize, width: usize, delivered: usize, reserved: usize) {
    let (full, half, rest) = if canvas.ascii { ("#", "=", ".") } else { ("▇", "▄", "▁") };
    let solid = (delivered * width).div_ceil(100).min(width);
    let booked = (((delivered + reserved) * width).div_ceil(100)).clamp(solid, width);
    let bar: String = (0..width)
        .map(|n| {
            if n < solid {
                full
            } else if n < booked {
                half
            } else {
                rest
            }
        })
        .collect();
    canvas.put(x, y, width, &bar, PLAIN);
}

//! What is behind the rows that tell what would be: figures before and after, line by line.

use super::super::{
    App,
    page::{Look, Page, PageKind, Row, Target, number, text},
    what_if,
};
use super::{
    figure::{figure_name, row},
    health_name,
};
use crate::{
    domain::{
        Money,
        budget::{Figure, FigureLine},
        consequence::{Consequences, OfChild, Shift},
        rules::Turn,
    },
    i18n::{Text, number as amounts, plan::more},
};

/// The children for whom something would change; Enter tells what is behind it.
pub fn children(told: &Consequences, app: &App) -> Page {
    let lang = app.setting.lang;
    let rows = told.children.iter().map(|child| {
        let figures = what_if::figures(child, lang);
        Row::new(vec![text(&child.name), text(figures)]).target(Target::Supposed(child.child))
    });
    Page::new(PageKind::Supposed, Text::WhatWouldBe.text(lang).to_owned(), rows.collect())
}

/// A child's figures: what would go, what would come, and what stays in one row.
pub fn child(of: &OfChild, figures: &[Shift<Figure>], app: &App) -> Page {
    let lang = app.setting.lang;
    let mut rows = Vec::new();
    for Shift { before, after } in figures {
        let name = figure_name(after.kind(), lang);
        rows.push(Row::heading(name).apart());
        let (gone, stays, new) = compared(before.lines(), after.lines());
        if !stays.is_empty() {
            let sum: Money = stays.iter().map(|line| line.amount).sum();
            let cells = vec![
                text(format!("  {}", Text::StaysLines.fill(lang, &[&stays.len()]))),
                text(""),
                number(amounts::money(sum, lang)),
            ];
            rows.push(Row::new(cells).look(Look::Faint));
        }
        rows.extend(gone.into_iter().map(|line| row("− ", line, app).target(Target::None).look(Look::Faint)));
        rows.extend(new.into_iter().map(|line| row("+ ", line, app).target(Target::None)));
        let (before, after) = (before.amount(), after.amount());
        let shift = format!("{} → {}", amounts::money(before, lang), amounts::money(after, lang));
        rows.push(Row::new(vec![text(name), text(shift), number(more(after - before, lang))]).look(Look::Sum));
    }
    let word = |health| health_name(health).text(lang);
    let mut judged = Vec::new();
    if of.health.is_change() {
        let shift = format!("{} → {}", word(of.health.before), word(of.health.after));
        judged.push(Row::new(vec![text(Text::Health.text(lang)), text(shift)]));
    }
    if of.pace.is_change() {
        let shift = Text::OfEvenPace.fill(lang, &[&what_if::pace(of.pace, lang)]);
        judged.push(Row::new(vec![text(Text::Pace.text(lang)), text(shift)]));
    }
    if let Some(first) = judged.first_mut() {
        first.apart = true;
    }
    rows.extend(judged);
    if !of.rules.is_empty() {
        rows.push(Row::heading(Text::RuleBooks.text(lang)).apart());
    }
    let width = usize::from(app.size.0).saturating_sub(2);
    for rule in &of.rules {
        let look = if rule.turn == Turn::Broken { Look::Alert } else { Look::Plain };
        rows.extend(Row::paragraph(&what_if::rule_sentence(rule, lang), width).into_iter().map(|row| row.look(look)));
    }
    Page::new(PageKind::SupposedFor(of.child), format!("{} · {}", Text::WhatWouldBe.text(lang), of.name), rows)
}

/// The lines that only the first has, those that both have, those that only the second has; each once.
fn compared<'a>(
    before: &'a [FigureLine],
    after: &'a [FigureLine],
) -> (Vec<&'a FigureLine>, Vec<&'a FigureLine>, Vec<&'a FigureLine>) {
    let (mut gone, mut stays, mut new) = (before.iter().collect::<Vec<_>>(), Vec::new(), Vec::new());
    for line in after {
        match gone.iter().position(|other| *other == line) {
            Some(at) => stays.push(gone.remove(at)),
            None => new.push(line),
        }
    }
    (gone, stays, new)
}

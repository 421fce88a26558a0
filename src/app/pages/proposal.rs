//! What a proposal would change, child by child, before anybody accepts it.

use std::collections::BTreeSet;

use chrono::Datelike;
use unicode_width::UnicodeWidthStr;

use super::super::{
    App,
    forms::Noun,
    page::{Look, Page, PageKind, Row, Target, number, text},
};
use super::{super::what_if::pace, absence::absence_words, figure_name, health_name};
use crate::{
    action::Action,
    domain::{
        Child, Deed, Id, Money, Price, Session,
        budget::FigureKind,
        consequence::{Shift, TOLD},
        proposal::{Proposal, Proposed, ProposedChange, Touched},
        rules::Turn,
    },
    i18n::{
        Lang, Text,
        choice::Worded,
        collation, date, number as numbers,
        plural::Counted,
        proposal::{ProposalText as P, uplift},
    },
};

/// Of so few children everything is told at once.
const FEW: usize = 2;
/// From so many columns on what is odd stands beside the figures.
const ROOMY: usize = 120;
/// Names are given no more columns than that.
const LONGEST_NAME: usize = 34;

/// The proposal that waits to be carried out; none: there is none.
pub fn proposal(app: &App) -> Option<Page> {
    let lang = app.setting.lang;
    let proposed = app.proposed.as_deref()?;
    let mut rows = Vec::new();
    let told_at_once = proposed.children.len() <= FEW;
    if proposed.children.is_empty() && proposed.common.is_empty() {
        rows.push(Row::new(vec![text(P::NothingChanges.text(lang))]).look(Look::Faint));
    }
    let mut common = common(proposed, told_at_once, app);
    if let Some(first) = common.first_mut() {
        first.apart = true;
    }
    let mut above = 0;
    if told_at_once {
        for touched in &proposed.children {
            rows.push(Row::heading(&touched.named()));
            rows.extend(details(touched, app));
        }
    } else {
        if common.len() <= FEW {
            // So little stands above the table, where it is seen whatever is below.
            above = common.len();
            rows.append(&mut common);
        }
        rows.extend(table(proposed, usize::from(app.size.0), lang));
    }
    if !common.is_empty() {
        rows.push(Row::heading(P::ForAll.text(lang)));
        rows.extend(common);
    }
    let mut page = Page::new(PageKind::Proposal, title(proposed, app), rows);
    if !told_at_once {
        // Past the titles of the columns to the first child.
        for _ in 0..=above {
            page.act(Action::Down, 1);
        }
    }
    Some(page)
}

/// What changes for all; unless each child's lines are told, also until when they last.
fn common(proposed: &Proposed, told_at_once: bool, app: &App) -> Vec<Row> {
    let lang = app.setting.lang;
    let days = |(before, after)| format!("{} → {}", date::show(before, lang), date::show(after, lang));
    let mut ends: BTreeSet<_> = match told_at_once {
        true => BTreeSet::new(),
        false => proposed.children.iter().flat_map(Touched::ends).collect(),
    };
    let mut rows = Vec::new();
    for change in &proposed.common {
        rows.push(match change {
            // The lines last as long as the programme.
            ProposedChange::Programme(before, after) if ends.remove(&(before.to, after.to)) => {
                Row::new(vec![text(P::BothEndAt.fill(lang, &[&days((before.to, after.to))]))])
            }
            change => row(change, app),
        });
    }
    rows.extend(ends.into_iter().map(|ends| Row::new(vec![text(P::LinesEndAt.fill(lang, &[&days(ends)]))])));
    rows
}

/// A row a child: sessions, by how much each figure changes, and what is free then; and the sums. Where there is little
/// room, as many figures as stand there whole, and below each child what is odd.
fn table(proposed: &Proposed, width: usize, lang: Lang) -> Vec<Row> {
    let mut children: Vec<&Touched> = proposed.children.iter().collect();
    children.sort_by(|a, b| collation::compare(&a.name, &b.name));
    let sum = |kind: FigureKind| match kind {
        FigureKind::Free => String::new(),
        kind => signed(children.iter().map(|touched| touched.amounts.difference(kind)).sum(), lang),
    };
    let columns = Columns::of(proposed, width);
    let figures = figures_within(proposed, &children, width, &columns, &sum, lang);
    let mut titles = vec![text("")];
    titles.extend(columns.titles(lang).into_iter().map(number));
    titles.extend(figures.iter().map(|kind| number(figure_name(*kind, lang))));
    let mut rows = vec![Row::new(titles).look(Look::Faint).apart()];
    for touched in children.iter() {
        let mut cells = vec![text(&touched.name)];
        cells.extend(columns.cells(touched, lang).into_iter().map(number));
        cells.extend(figures.iter().map(|kind| number(changed(touched, *kind, lang))));
        let remarks = touched.remarks.iter().map(|remark| remark.sentence(lang));
        let odd: Vec<String> = touched.broken().map(|breach| breach.sentence(lang)).chain(remarks).collect();
        let look = if odd.is_empty() { Look::Plain } else { Look::Alert };
        let told = odd.join("; ");
        let below = width < ROOMY && !odd.is_empty();
        cells.push(text(if below { "" } else { &told }));
        let target = || Target::Proposed(touched.child);
        rows.push(Row::new(cells).look(look).target(target()));
        if below {
            let told = Row::paragraph(&format!("! {told}"), width.saturating_sub(2)).into_iter();
            rows.extend(told.map(|row| row.look(Look::Alert).target(target())));
        }
    }
    let count = Counted::Child.text(proposed.children.len() as u64, lang);
    let mut cells = vec![text(count)];
    cells.extend(columns.sums(proposed).into_iter().map(number));
    cells.extend(figures.iter().map(|kind| number(sum(*kind))));
    rows.push(Row::new(cells).look(Look::Sum));
    rows
}

/// What is told of every child before the figures: only what changes for anybody.
struct Columns {
    sessions: bool,
    lines: bool,
    health: bool,
    pace: bool,
}

impl Columns {
    fn of(proposed: &Proposed, width: usize) -> Self {
        let any = |changes: fn(&Touched) -> bool| proposed.children.iter().any(changes);
        Self {
            sessions: any(|touched| touched.sessions() > 0),
            lines: any(|touched| touched.lines().next().is_some()),
            health: any(|touched| touched.health.is_change()),
            // The word says the most of it where there is little room.
            pace: width >= ROOMY && any(|touched| touched.pace.is_change()),
        }
    }

    /// Those that there are, of one for each.
    fn chosen(&self, texts: [String; 4]) -> Vec<String> {
        let all = [self.sessions, self.lines, self.health, self.pace].into_iter().zip(texts);
        all.filter(|(there, _)| *there).map(|(_, text)| text).collect()
    }

    fn titles(&self, lang: Lang) -> Vec<String> {
        let titles = [Text::Sessions, Text::PlanLines, Text::Health, Text::Pace];
        self.chosen(titles.map(|title| title.text(lang).to_owned()))
    }

    fn cells(&self, touched: &Touched, lang: Lang) -> Vec<String> {
        let (sessions, lines) = (counted(touched.sessions()), counted(touched.lines().count()));
        self.chosen([sessions, lines, health(touched, lang), pace(touched.pace, lang)])
    }

    fn sums(&self, proposed: &Proposed) -> Vec<String> {
        let lines = proposed.children.iter().map(|touched| touched.lines().count()).sum();
        self.chosen([counted(proposed.sessions()), counted(lines), String::new(), String::new()])
    }
}

fn counted(count: usize) -> String {
    if count == 0 { String::new() } else { count.to_string() }
}

/// `kārtībā → uzmanīt`; nothing where it stays.
fn health(touched: &Touched, lang: Lang) -> String {
    let Shift { before, after } = touched.health;
    let words = |health| health_name(health).text(lang);
    if touched.health.is_change() { format!("{} → {}", words(before), words(after)) } else { String::new() }
}

/// What a figure of a child changes by; of what is free, before and after.
fn changed(touched: &Touched, kind: FigureKind, lang: Lang) -> String {
    let amount = touched.amounts.figure(kind);
    match kind {
        FigureKind::Free if amount.is_change() => shift(amount, lang),
        FigureKind::Free => String::new(),
        kind => signed(touched.amounts.difference(kind), lang),
    }
}

/// The figures that change and stand whole in so many columns; what is free last, and the first to be left out.
fn figures_within(
    proposed: &Proposed,
    children: &[&Touched],
    width: usize,
    columns: &Columns,
    sum: &dyn Fn(FigureKind) -> String,
    lang: Lang,
) -> Vec<FigureKind> {
    let mut figures = proposed.figures();
    figures.sort_by_key(|kind| *kind == FigureKind::Free);
    let wide = |kind: FigureKind| {
        let amounts = children.iter().map(|touched| changed(touched, kind, lang));
        let told = amounts.chain([figure_name(kind, lang).to_owned(), sum(kind)]);
        told.map(|text| text.width()).max().unwrap_or_default() + 2
    };
    let names = children.iter().map(|touched| touched.name.width()).max().unwrap_or_default();
    let mut taken = 1 + names.min(LONGEST_NAME) + 2;
    for (n, title) in columns.titles(lang).iter().enumerate() {
        let cells = children.iter().map(|touched| columns.cells(touched, lang)[n].width());
        taken += cells.chain([title.width()]).max().unwrap_or_default() + 2;
    }
    taken += figures.iter().map(|kind| wide(*kind)).sum::<usize>();
    while taken > width && figures.len() > 1 {
        taken -= figures.pop().map_or(0, wide);
    }
    figures
}

/// `+43,66`; nothing where nothing changes.
fn signed(amount: Money, lang: Lang) -> String {
    match amount {
        amount if amount.is_zero() => String::new(),
        amount if amount.is_negative() => numbers::money(amount, lang),
        amount => format!("+{}", numbers::money(amount, lang)),
    }
}

fn shift(amount: Shift<Money>, lang: Lang) -> String {
    format!("{} → {}", numbers::money(amount.before, lang), numbers::money(amount.after, lang))
}

/// Everything that it changes for one child.
pub fn proposed_for(app: &App, child: Id<Child>) -> Option<Page> {
    let touched = app.proposed.as_deref()?.children.iter().find(|touched| touched.child == child)?;
    Some(Page::new(PageKind::ProposedFor(child), touched.named(), details(touched, app)))
}

fn details(touched: &Touched, app: &App) -> Vec<Row> {
    let lang = app.setting.lang;
    let mut rows: Vec<Row> = touched.changes.iter().map(|change| row(change, app)).collect();
    if let Some(first) = rows.first_mut() {
        first.apart = true;
    }
    let changed = TOLD.into_iter().filter(|kind| touched.amounts.figure(*kind).is_change());
    let mut figures: Vec<Row> = changed
        .map(|kind| {
            let (amount, by) = (touched.amounts.figure(kind), touched.amounts.difference(kind));
            Row::new(vec![text(figure_name(kind, lang)), number(shift(amount, lang)), text(signed(by, lang))])
        })
        .collect();
    if touched.health.is_change() {
        figures.push(Row::new(vec![text(Text::Health.text(lang)), number(health(touched, lang))]));
    }
    if touched.pace.is_change() {
        let told = Text::OfEvenPace.fill(lang, &[&pace(touched.pace, lang)]);
        figures.push(Row::new(vec![text(Text::Pace.text(lang)), number(told)]));
    }
    if let Some(first) = figures.first_mut() {
        first.apart = true;
    }
    rows.extend(figures);
    let width = usize::from(app.size.0).saturating_sub(2);
    let told = touched.rules.iter().filter_map(|rule| match rule.turn {
        Turn::Broken => Some((rule.told.sentence(lang), Look::Alert)),
        Turn::Mended => Some((P::Mended.fill(lang, &[&rule.told.sentence(lang)]), Look::Faint)),
        Turn::Nearer => None,
    });
    let remarks = touched.remarks.iter().map(|remark| (remark.sentence(lang), Look::Alert));
    for (sentence, look) in told.chain(remarks) {
        let sentence = if look == Look::Alert { format!("! {sentence}") } else { sentence };
        rows.extend(Row::paragraph(&sentence, width).into_iter().map(|row| row.look(look)));
    }
    rows
}

fn row(change: &ProposedChange, app: &App) -> Row {
    let lang = app.setting.lang;
    match change {
        ProposedChange::Session { service, before, after, moved_to } => {
            let becomes = match moved_to {
                Some(day) => format!("{} {}", after.outcome.text(lang), weekday(*day, lang)),
                None => after.outcome.text(lang).to_owned(),
            };
            let change = match price_change(before, after, lang) {
                Some(change) => change,
                None => format!("{} → {becomes}", before.outcome.text(lang)),
            };
            let at = before.start.map(|start| start.format(" %H:%M").to_string()).unwrap_or_default();
            let name = format!("{service} {}", app.service_name(service));
            Row::new(vec![text(format!("{}{at}", weekday(before.day, lang))), text(name), text(change)])
        }
        ProposedChange::Version(version) => {
            let told = P::NewVersion.fill(lang, &[&version.number, &version.state.text(lang), &version.reason]);
            Row::new(vec![text(told)])
        }
        ProposedChange::Line(before, after) => {
            let mut parts = Vec::new();
            if before.quantity != after.quantity {
                let (from, to) = (numbers::decimal(before.quantity, lang), numbers::decimal(after.quantity, lang));
                parts.push(format!("{from} → {to}"));
            }
            if before.to != after.to {
                parts.push(format!("{} → {}", date::show(before.to, lang), date::show(after.to, lang)));
            }
            let name = format!("{} {}", before.service, app.service_name(&before.service));
            Row::new(vec![text(name), text(before.unit.text(lang)), text(parts.join(" · "))])
        }
        ProposedChange::Ceiling(ceiling) => {
            let sign = if ceiling.amount.is_negative() { "" } else { "+" };
            let amount = format!("{sign}{}", numbers::euros(ceiling.amount, lang));
            Row::new(vec![text(P::CeilingBy.fill(lang, &[&amount, &ceiling.legal_basis]))])
        }
        ProposedChange::Price(before, after) => price_row(*before, after, app),
        ProposedChange::Programme(before, after) => {
            let days = format!("{} → {}", date::show(before.to, lang), date::show(after.to, lang));
            Row::new(vec![text(P::EndsAt.fill(lang, &[&days]))])
        }
    }
}

fn price_row(before: Option<Money>, after: &Price, app: &App) -> Row {
    let lang = app.setting.lang;
    let provider = app.overview.providers.iter().find(|provider| provider.id == after.provider);
    let whose = provider.map(|provider| provider.name.as_str()).unwrap_or_default();
    let what = format!("{} {} · {}", after.service, after.format.text(lang), after.unit.text(lang));
    let amount = match before {
        Some(before) if before != after.amount => shift(Shift { before, after: after.amount }, lang),
        _ => numbers::money(after.amount, lang),
    };
    let since = P::From.fill(lang, &[&date::show(after.from, lang)]);
    let until = after.to.map(|to| format!(" {}", P::Until.fill(lang, &[&date::show(to, lang)]))).unwrap_or_default();
    Row::new(vec![text(what), number(amount), text(format!("{since}{until}")), text(whose)])
}

/// `21,83 → 22,50`: another price of a session that was held.
fn price_change(before: &Session, after: &Session, lang: Lang) -> Option<String> {
    let (before, after) = (before.charge.as_ref()?, after.charge.as_ref()?);
    let price = |amount| numbers::money(amount, lang);
    Some(format!("{} → {}", price(before.unit_price), price(after.unit_price)))
}

fn weekday(day: chrono::NaiveDate, lang: Lang) -> String {
    format!("{} {}", date::weekday_short(day.weekday(), lang), date::show(day, lang))
}

fn title(proposed: &Proposed, app: &App) -> String {
    let lang = app.setting.lang;
    let asked = match proposed.made.operation.deed {
        Deed::EndAbsence => P::Withdrawn.text(lang),
        Deed::EditSuspension if matches!(&proposed.proposal, Proposal::Absence(change) if change.after.is_none()) => {
            P::Withdrawn.text(lang)
        }
        _ => noun(&proposed.proposal).title(false).text(lang),
    };
    let what = match &proposed.proposal {
        Proposal::Absence(change) => {
            change.after.as_ref().or(change.before.as_ref()).map(|absence| absence_words(absence, app))
        }
        Proposal::Uplift(asked) => {
            let service = if asked.service.is_empty() { P::All.text(lang) } else { &asked.service };
            let since = P::From.fill(lang, &[&date::show(asked.from, lang)]);
            Some(format!("{service} {} {since}", uplift(asked.by, lang)))
        }
        Proposal::Extension(extension) => Some(P::Until.fill(lang, &[&date::show(extension.to, lang)])),
        Proposal::Prices(_) | Proposal::Lines(_) | Proposal::Ceilings(_) => None,
    };
    std::iter::once(asked.to_owned()).chain(what).collect::<Vec<_>>().join(" · ")
}

/// The form in which such a thing is asked for.
fn noun(proposal: &Proposal) -> Noun {
    match proposal {
        Proposal::Absence(_) => Noun::Absence,
        Proposal::Uplift(_) => Noun::Uplift,
        Proposal::Prices(_) => Noun::Price,
        Proposal::Extension(_) => Noun::Extension,
        Proposal::Lines(_) | Proposal::Ceilings(_) => Noun::Reallocation,
    }
}

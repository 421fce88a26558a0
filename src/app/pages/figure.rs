//! A figure with everything it is made of, so that no number has to be believed.

use super::super::{
    App,
    budget::Sentences,
    page::{Cell, Look, Page, PageKind, Row, Target, number, text},
};
use crate::{
    domain::{
        Format, Money,
        budget::{Bookable, Bought, FigureKind, FigureLine, Key, UnitPrice, What, Within},
        overview::{FigureOf, PageData},
    },
    i18n::{Lang, Text, choice::Worded, date, number as numbers, plural::Counted},
};

/// The page behind a figure of the selected child; none while no child is selected.
pub fn figure(app: &App, kind: FigureKind) -> Option<Page> {
    let lang = app.setting.lang;
    let dossier = app.dossier()?;
    let figure = dossier.figures.figure(kind);
    let note = (kind == FigureKind::Lost).then(|| {
        let sessions = Counted::Session.text(u64::from(dossier.figures.lost_sessions), lang);
        Text::AboutSessions.fill(lang, &[&sessions])
    });
    let mut rows = rows(kind, figure.lines(), figure.amount(), note, app);
    if kind == FigureKind::Lost && !figure.amount().is_zero() && !dossier.figures.bookable.is_empty() {
        rows.push(Row::heading(Text::BookableHead.text(lang)).apart());
        rows.extend(dossier.figures.bookable.iter().map(|it| bookable(it, figure.amount(), app)));
    }
    if kind == FigureKind::Delivered && !dossier.figures.invoiced.lines().is_empty() {
        rows.push(Row::heading(Text::InvoicesForIt.text(lang)).apart());
        rows.extend(FigureKind::OF_INVOICES.iter().map(|&kind| {
            let amount = numbers::money(dossier.figures.figure(kind).amount(), lang);
            Row::new(vec![text(figure_name(kind, lang)), text(""), number(amount)]).target(Target::Figure(kind))
        }));
    }
    let width = usize::from(app.size.0).saturating_sub(2);
    for (n, sentence) in Sentences::new(&dossier.figures, lang).all().into_iter().enumerate() {
        let told = Row::paragraph(sentence, width).into_iter().enumerate();
        rows.extend(told.map(|(line, row)| if n + line == 0 { row.apart() } else { row }));
    }
    let title = format!("{} · {}", figure_name(kind, lang), dossier.person.list_name());
    Some(Page::new(PageKind::Figure(kind), title, rows))
}

/// What could still be booked of a plan line until its end, and how much of it the lost money pays for.
fn bookable(it: &Bookable, lost: Money, app: &App) -> Row {
    let lang = app.setting.lang;
    let Bought { service, format, unit, .. } = &it.bought;
    let counted = |units: u32| Counted::of_unit(unit.unwrap_or_default()).text(u64::from(units), lang);
    let mut what = format!("{service} {}", app.service_name(service));
    if *format == Format::Group {
        what += &format!(" · {}", format.text(lang));
    }
    let sum = format!("{} × {}", numbers::decimal(it.units, lang), numbers::money(it.each, lang));
    Row::new(vec![
        text(Text::BookableLine.fill(lang, &[&what, &date::show_short(it.until, lang)])),
        text(sum),
        number(numbers::money(it.amount, lang)),
        text(Text::PaidByLost.fill(lang, &[&counted(it.units_for(lost))])),
    ])
}

/// A figure of the table of all children.
pub fn explained(of: &FigureOf, data: &PageData, app: &App) -> (String, Vec<Row>) {
    let lang = app.setting.lang;
    let name = figure_name(of.kind, lang);
    let mut title = format!("{name} · {}", key_name(&of.key, app));
    if let Some(child) = of.child.and_then(|child| app.overview.list_name(child)) {
        title += &format!(" · {child}");
    }
    if of.within != Within::ALWAYS {
        title += &format!(" · {}", days_name(of.within, lang));
    }
    if let Some(day) = of.as_of {
        title += &format!(" · {}", Text::AsOfDay.fill(lang, &[&date::show(day, lang)]));
    }
    let lines = data.figure.as_ref().map(|figure| figure.lines()).unwrap_or_default();
    let amount = data.figure.as_ref().map(|figure| figure.amount()).unwrap_or_default();
    (title, rows(of.kind, lines, amount, None, app))
}

/// What a figure is made of, what it comes to, and what it means.
fn rows(kind: FigureKind, lines: &[FigureLine], amount: Money, note: Option<String>, app: &App) -> Vec<Row> {
    let lang = app.setting.lang;
    let mut rows: Vec<Row> = lines.iter().map(|line| row("", line, app)).collect();
    if rows.is_empty() {
        rows.push(Row::new(vec![text(Text::NothingYet.text(lang))]).look(Look::Faint));
    }
    rows.push(
        Row::new(vec![text(figure_name(kind, lang)), text(""), number(numbers::money(amount, lang))]).look(Look::Sum),
    );
    rows.extend(note.map(|note| Row::new(vec![text(note)]).look(Look::Faint)));
    let width = usize::from(app.size.0).saturating_sub(2);
    rows.extend(Row::paragraph(kind.meaning(lang), width).into_iter().map(|row| row.look(Look::Faint)));
    rows
}

/// What falls under a key, as people call it.
pub fn key_name(key: &Key, app: &App) -> String {
    let lang = app.setting.lang;
    let overview = &app.overview;
    let unknown = || Text::UnknownLine.text(lang).to_owned();
    match key {
        Key::Child(child) => overview.list_name(*child).unwrap_or_default(),
        Key::Family(family) => {
            let family = overview.families.iter().find(|other| other.id == *family);
            family.map_or_else(String::new, |family| format!("{} {}", family.surname, family.case_number))
        }
        Key::Service(code) if code.is_empty() => unknown(),
        Key::Service(code) => format!("{code} {}", app.service_name(code)),
        Key::Provider(provider) => {
            let provider = overview.providers.iter().find(|other| other.id == *provider);
            provider.map_or_else(|| Text::NoProviderYet.text(lang).to_owned(), |provider| provider.name.clone())
        }
        Key::Group(group) => group.map_or_else(unknown, |group| group.text(lang).to_owned()),
        Key::Worker(login) if login.is_empty() => Text::NobodysCases.text(lang).to_owned(),
        Key::Worker(login) => login.clone(),
        Key::Programme(_) => overview.programme.as_ref().map_or_else(String::new, |programme| programme.name.clone()),
    }
}

/// `01.03.2019.–31.03.2019.`
pub fn days_name(within: Within, lang: Lang) -> String {
    format!("{}–{}", date::show(within.from, lang), date::show(within.to, lang))
}

/// A line of a figure, with a mark before it.
pub(super) fn row(mark: &str, line: &FigureLine, app: &App) -> Row {
    let lang = app.setting.lang;
    let days = line.days.map(|(from, to)| {
        if from == to {
            date::show(from, lang)
        } else {
            format!("{}–{}", date::show(from, lang), date::show(to, lang))
        }
    });
    let days = days.unwrap_or_default();
    let (what, target) = match &line.what {
        What::Ceiling { basis } => (basis.clone(), Target::None),
        What::PlanUnits(Bought { service, format, .. }) => {
            (format!("{service} {} · {}", app.service_name(service), format.text(lang)), Target::None)
        }
        What::Session { bought: Bought { service, .. }, outcome, .. } => {
            (format!("{service} {} · {}", app.service_name(service), outcome.text(lang)), Target::None)
        }
        What::Invoiced { bought: Bought { service, .. }, number, .. } => {
            let invoice = Text::InvoiceNumber.fill(lang, &[number]);
            (format!("{service} {} · {invoice}", app.service_name(service)), Target::None)
        }
        What::Child(child) => (app.overview.list_name(*child).unwrap_or_default(), Target::Share(*child)),
        What::Part { of, negative } => {
            let sign = if *negative { "−" } else { "+" };
            (format!("{sign} {}", figure_name(*of, lang)), Target::Figure(*of))
        }
        What::Pace { elapsed, total, delivered } => {
            (Text::AtThisPace.fill(lang, &[&numbers::money(*delivered, lang), elapsed, total]), Target::None)
        }
        What::Floor => (Text::NeverLessThanNothing.text(lang).to_owned(), Target::None),
    };
    // What is taken off says so before its name.
    let taken_off = matches!(line.what, What::Part { negative: true, .. });
    let amount = if taken_off { -line.amount } else { line.amount };
    let cells: Vec<Cell> = vec![
        text(if days.is_empty() { format!("{mark}{what}") } else { format!("{mark}{days}  {what}") }),
        text(sum(line, lang)),
        number(numbers::money(amount, lang)),
    ];
    let row = Row::new(cells).target(target);
    if line.has_no_price() { row.look(Look::Alert) } else { row }
}

/// `24 × 21,83 × 50 % − 50 %`: units, price, what of it is charged, the family's share.
fn sum(line: &FigureLine, lang: Lang) -> String {
    let units = numbers::decimal(line.units, lang);
    let mut sum = match line.unit_price {
        UnitPrice::Irrelevant => return String::new(),
        UnitPrice::NoPrice => return format!("{units} × {}", Text::NoPrice.text(lang)),
        UnitPrice::Of(price) => format!("{units} × {}", numbers::money(price, lang)),
    };
    let hundred = rust_decimal::Decimal::ONE_HUNDRED;
    if line.charged_percent != hundred {
        sum += &format!(" × {}", numbers::percent(line.charged_percent, lang));
    }
    if !line.copayment_percent.is_zero() {
        sum += &format!(" × {}", numbers::percent(hundred - line.copayment_percent, lang));
    }
    sum
}

/// A figure's name, as the budget pane has it.
pub fn figure_name(kind: FigureKind, lang: Lang) -> &'static str {
    let name = match kind {
        FigureKind::Ceiling => Text::Ceiling,
        FigureKind::Planned => Text::PlannedMoney,
        FigureKind::Reserved => Text::Reserved,
        FigureKind::Delivered => Text::Delivered,
        FigureKind::Copayment => Text::Copayment,
        FigureKind::Invoiced | FigureKind::Accepted | FigureKind::Paid => return kind.short(lang),
        FigureKind::Balance => Text::Balance,
        FigureKind::Free => Text::Free,
        FigureKind::Forecast => Text::Forecast,
        FigureKind::Projection => Text::Projection,
        FigureKind::Lost => Text::Lost,
    };
    name.text(lang)
}

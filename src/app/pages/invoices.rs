//! The programme's invoices, those that wait first; and one invoice, its lines by child and service.

use super::super::{
    App,
    forms::Noun,
    page::{Cell, Jump, Look, Page, PageKind, Row, Target, number, text},
};
use crate::{
    domain::{
        Child, Deed, Field, Id, InvoiceState, Kind, Provider,
        invoice_told::{InvoiceSum, InvoicesTold, LineTold, Uninvoiced},
        overview::{PageData, PageOf},
    },
    i18n::{
        Lang, Text, collation, date, invoice as words, invoice::InvoiceText, number as numbers, plural::Counted, time,
    },
};

/// The register: what is to be accepted, what is to be paid, what nobody has asked for, what is paid.
pub fn register(told: &InvoicesTold, app: &App) -> (String, Vec<Row>) {
    let lang = app.setting.lang;
    let mut rows = Vec::new();
    for (state, heading) in [
        (InvoiceState::Registered, InvoiceText::ToAccept),
        (InvoiceState::Accepted, InvoiceText::ToPay),
        (InvoiceState::Paid, InvoiceText::Paid),
    ] {
        if state == InvoiceState::Paid && !told.uninvoiced.is_empty() {
            rows.push(Row::heading(InvoiceText::Uninvoiced.text(lang)));
            rows.extend(told.uninvoiced.iter().map(|owed| owed_row(owed, app)));
        }
        let mut sums = told.sums.iter().filter(|sum| sum.invoice.state() == state).peekable();
        if sums.peek().is_some() {
            rows.push(Row::heading(heading.text(lang)));
            rows.extend(sums.map(|sum| invoice_row(sum, app)));
        }
    }
    if told.older > 0 {
        let paid = told.sums.iter().filter(|sum| sum.invoice.state() == InvoiceState::Paid).count();
        let more = Row::new(vec![text(InvoiceText::OlderPaid.fill(lang, &[&told.older]))]).apart();
        rows.push(more.look(Look::Faint).target(Target::More(PageOf::Invoices(paid + PageOf::PAID_INVOICES))));
    }
    if rows.is_empty() {
        rows.push(Row::new(vec![text(InvoiceText::NoInvoices.text(lang))]).look(Look::Faint));
    }
    (Text::Invoices.text(lang).to_owned(), rows)
}

fn invoice_row(sum: &InvoiceSum, app: &App) -> Row {
    let lang = app.setting.lang;
    let invoice = &sum.invoice;
    let cells = vec![
        text(&invoice.number),
        text(provider(invoice.provider, app)),
        text(words::period(invoice.from, invoice.to, lang)),
        number(numbers::money(invoice.total, lang)),
        text(words::standing(sum, lang)),
    ];
    let look = match invoice.state() {
        InvoiceState::Registered if sum.unexplained > 0 => Look::Alert,
        InvoiceState::Paid => Look::Faint,
        _ => Look::Plain,
    };
    Row::new(cells).look(look).target(Target::Invoice(Box::new(sum.clone())))
}

/// Enter registers the invoice over it; where nobody has said who provided it, that is to be said of the first session.
fn owed_row(owed: &Uninvoiced, app: &App) -> Row {
    let lang = app.setting.lang;
    let is_known = owed.provider.is_some();
    let name = if is_known { provider(owed.provider, app) } else { InvoiceText::NoProvider.text(lang).to_owned() };
    let count = Counted::Session.text(owed.sessions as u64, lang);
    let amount = number(numbers::money(owed.amount, lang));
    let period = words::period(owed.days.0, owed.days.1, lang);
    let row = Row::new(vec![text(""), text(&name), text(period), amount, text(count)]);
    let deed = if is_known { Deed::RegisterInvoice } else { Deed::MarkAttendance };
    if !app.overview.role.may(deed) {
        return row;
    }
    if !is_known {
        let (session, child) = owed.first;
        return row.target(Target::jump(Jump::new(Noun::SessionOutcome, session.0).of(child).on(Field::Provider)));
    }
    let day = |day| date::show(day, lang);
    let jump = Jump::new(Noun::Invoice, 0).with(Field::Provider, name).on(Field::Number);
    row.target(Target::jump(jump.with(Field::From, day(owed.days.0)).with(Field::To, day(owed.days.1))))
}

/// One invoice: what it comes to, its lines by child and service, and what could be taken in. The cursor begins on the
/// first line that somebody has to say something about.
pub fn page(told: &InvoicesTold, data: &PageData, app: &App) -> Page {
    let lang = app.setting.lang;
    let kind = PageKind::Stored(data.of.clone());
    let Some(sum) = told.sums.first() else { return Page::new(kind, Text::EditInvoice.text(lang).into(), Vec::new()) };
    let name = provider(sum.invoice.provider, app);
    let title = InvoiceText::Title.fill(lang, &[&sum.invoice.number, &name]);
    let mut rows = facts(sum, app);
    let line = |told: &LineTold| Target::InvoiceLine(Box::new(told.clone()));
    rows.extend(by_child(&told.lines, data, app, &line));
    if !told.beside.is_empty() && app.overview.role.may(Deed::EditInvoice) {
        rows.push(Row::heading(InvoiceText::Beside.text(lang)));
        for (_, lines) in grouped(&told.beside, app) {
            rows.extend(lines.into_iter().map(|beside| {
                let mut cells = line_row(beside, data, lang).cells;
                if let Some(Cell::Text(found)) = cells.last_mut() {
                    let whose = format!("{} {}", child(beside.matched.line.child, app), beside.service);
                    *found = format!("{whose} · {found}").trim_end_matches(" · ").to_owned();
                }
                Row::new(cells).target(Target::Beside(Box::new(beside.clone())))
            }));
        }
    }
    let mut page = Page::new(kind, title, rows);
    let place = |wanted: &dyn Fn(&LineTold) -> bool| {
        page.visible.iter().position(|row| match &page.rows[*row].target {
            Target::InvoiceLine(told) => wanted(told),
            _ => false,
        })
    };
    page.cursor.row = place(&|told| told.matched.needs_reason()).or_else(|| place(&|_| true)).unwrap_or_default();
    page
}

/// How far it has come, and what it comes to.
fn facts(sum: &InvoiceSum, app: &App) -> Vec<Row> {
    let lang = app.setting.lang;
    let invoice = &sum.invoice;
    let said = |words: &str| if words.is_empty() { String::new() } else { InvoiceText::Reason.fill(lang, &[&words]) };
    let lines = [
        vec![
            words::state(sum, lang),
            InvoiceText::IssuedOn.fill(lang, &[&words::day(invoice.day, invoice, lang)]),
            InvoiceText::For.fill(lang, &[&words::period(invoice.from, invoice.to, lang)]),
        ],
        vec![
            InvoiceText::Printed.fill(lang, &[&numbers::euros(invoice.total, lang)]),
            words::agreement(sum, lang),
            said(&invoice.reason),
        ],
        vec![invoice.text.clone()],
    ];
    let told = lines.into_iter().enumerate().filter_map(|(n, parts)| {
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let alert = n == 1 && sum.unexplained > 0;
        let row = (!parts.is_empty()).then(|| Row::new(vec![text(parts.join(" · "))]))?;
        Some(row.look(if alert { Look::Alert } else { Look::Plain }).target(Target::Invoice(Box::new(sum.clone()))))
    });
    told.collect()
}

/// Lines under headings with what they come to.
fn by_child(lines: &[LineTold], data: &PageData, app: &App, target: &dyn Fn(&LineTold) -> Target) -> Vec<Row> {
    let lang = app.setting.lang;
    let mut rows = Vec::new();
    for (whose, lines) in grouped(lines, app) {
        let sum = lines.iter().map(|told| told.matched.line.amount).sum();
        let heading = InvoiceText::GroupSum.fill(lang, &[&whose, &numbers::money(sum, lang)]);
        // The widths of the columns are those of all lines: no table stands apart.
        rows.push(Row::heading(&heading));
        rows.extend(lines.into_iter().map(|told| line_row(told, data, lang).target(target(told))));
    }
    rows
}

/// Lines of the same child and service, by names, each by day.
fn grouped<'a>(lines: &'a [LineTold], app: &App) -> Vec<(String, Vec<&'a LineTold>)> {
    let whose = |told: &LineTold| {
        let child = child(told.matched.line.child, app);
        let service = if told.service.is_empty() { "" } else { app.service_name(&told.service) };
        let parts = [child, format!("{} {service}", told.service).trim().to_owned()];
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        parts.join(" · ")
    };
    let mut named: Vec<(String, &LineTold)> = lines.iter().map(|told| (whose(told), told)).collect();
    let when = |told: &LineTold| told.session.as_ref().map(|session| (session.day, session.start));
    named.sort_by(|(a, one), (b, other)| collation::compare(a, b).then_with(|| when(one).cmp(&when(other))));
    let groups = named.chunk_by(|(a, _), (b, _)| a == b);
    groups.map(|group| (group[0].0.clone(), group.iter().map(|(_, told)| *told).collect())).collect()
}

fn line_row(told: &LineTold, data: &PageData, lang: Lang) -> Row {
    let line = &told.matched.line;
    let other = match told.matched.verdict {
        crate::domain::invoicing::Verdict::Twice(other) if other != line.invoice => {
            data.names.get(&(Kind::Invoice, other.0)).cloned()
        }
        _ => None,
    };
    let waits = line.is_open() && line.id.is_some();
    let waits = if waits { format!("{} · ", InvoiceText::Waiting.text(lang)) } else { String::new() };
    let row = Row::new(vec![
        text(at(told, lang)),
        number(numbers::decimal(line.units, lang)),
        number(numbers::money(line.amount, lang)),
        text(waits + &words::verdict(told, other.as_deref().unwrap_or_default(), lang)),
    ]);
    row.look(if told.matched.needs_reason() { Look::Alert } else { Look::Plain })
}

/// When the session was.
fn at(told: &LineTold, lang: Lang) -> String {
    let Some(session) = &told.session else { return String::new() };
    let start = session.start.map(time::show).unwrap_or_default();
    format!("{} {start}", date::show(session.day, lang)).trim_end().to_owned()
}

/// Its name as the register of providers has it.
pub(super) fn provider(id: Id<Provider>, app: &App) -> String {
    let found = app.overview.providers.iter().find(|provider| provider.id == id);
    found.map(|provider| provider.name.clone()).unwrap_or_default()
}

fn child(id: Id<Child>, app: &App) -> String {
    app.overview.list_name(id).unwrap_or_default()
}

//! What a proposal would change, child by child, before anybody accepts it.

use chrono::Datelike;

use super::super::{
    App,
    forms::Noun,
    page::{Cell, Look, Page, PageKind, Row, Target, number, text},
};
use crate::{
    action::Action,
    domain::{
        Absence, AbsenceScope, Child, Deed, Id, Price, Session,
        proposal::{Change, Proposal, Proposed, Touched},
    },
    i18n::{
        Lang,
        choice::Worded,
        date, number as numbers,
        plural::Counted,
        proposal::{ProposalText as P, uplift},
    },
};

/// Of so few children everything is told at once.
const FEW: usize = 2;

/// The proposal that waits to be carried out; none: there is none.
pub fn proposal(app: &App) -> Option<Page> {
    let lang = app.setting.lang;
    let proposed = app.proposed.as_deref()?;
    let key = |action, words: P| Row::new(vec![Cell::Keys(action), text(words.text(lang))]);
    let mut rows = vec![key(Action::Open, P::CarryOut)];
    let told_at_once = proposed.children.len() <= FEW;
    if !told_at_once {
        rows.push(key(Action::Explain, P::ShowChild));
    }
    let mut common: Vec<Row> = proposed.common.iter().map(|change| row(change, app)).collect();
    if let Some(first) = common.first_mut() {
        first.apart = true;
        rows.push(Row::heading(P::ForAll.text(lang)));
        rows.extend(common);
    }
    if proposed.children.is_empty() && proposed.common.is_empty() {
        rows.push(Row::new(vec![text(P::NothingChanges.text(lang))]).look(Look::Faint));
    }
    if told_at_once {
        for touched in &proposed.children {
            rows.push(Row::heading(&touched.name));
            rows.extend(details(touched, app));
        }
    } else {
        rows.push(Row::heading(P::Children.text(lang)));
        let mut children: Vec<Row> = proposed.children.iter().map(|touched| child_row(touched, lang)).collect();
        children[0].apart = true;
        rows.extend(children);
        let count = Counted::Session.text(proposed.sessions() as u64, lang);
        rows.push(
            Row::new(vec![text(Counted::Child.text(proposed.children.len() as u64, lang)), number(count)])
                .look(Look::Sum),
        );
    }
    Some(Page::new(PageKind::Proposal, title(proposed, app), rows))
}

/// Everything that it changes for one child.
pub fn proposed_for(app: &App, child: Id<Child>) -> Option<Page> {
    let touched = app.proposed.as_deref()?.children.iter().find(|touched| touched.child == child)?;
    Some(Page::new(PageKind::ProposedFor(child), touched.name.clone(), details(touched, app)))
}

fn child_row(touched: &Touched, lang: Lang) -> Row {
    let sessions = touched.sessions();
    let sessions = if sessions == 0 { String::new() } else { Counted::Session.text(sessions as u64, lang) };
    let remarks: Vec<String> = touched.remarks.iter().map(|remark| remark.sentence(lang)).collect();
    let row = Row::new(vec![text(&touched.name), number(sessions), text(remarks.join("; "))]);
    let look = if touched.remarks.is_empty() { Look::Plain } else { Look::Alert };
    row.look(look).target(Target::Proposed(touched.child))
}

fn details(touched: &Touched, app: &App) -> Vec<Row> {
    let lang = app.setting.lang;
    let mut rows: Vec<Row> = touched.changes.iter().map(|change| row(change, app)).collect();
    if let Some(first) = rows.first_mut() {
        first.apart = true;
    }
    let width = usize::from(app.size.0).saturating_sub(2);
    for remark in &touched.remarks {
        let sentence = format!("! {}", remark.sentence(lang));
        rows.extend(Row::paragraph(&sentence, width).into_iter().map(|row| row.look(Look::Alert)));
    }
    rows
}

fn row(change: &Change, app: &App) -> Row {
    let lang = app.setting.lang;
    match change {
        Change::Session { service, before, after, moved_to } => {
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
        Change::Version(version) => {
            let told = P::NewVersion.fill(lang, &[&version.number, &version.state.text(lang), &version.reason]);
            Row::new(vec![text(told)])
        }
        Change::Line(before, after) => {
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
        Change::Ceiling(ceiling) => {
            let sign = if ceiling.amount.is_negative() { "" } else { "+" };
            let amount = format!("{sign}{}", numbers::euros(ceiling.amount, lang));
            Row::new(vec![text(P::CeilingBy.fill(lang, &[&amount, &ceiling.legal_basis]))])
        }
        Change::Price(before, after) => price_row(before.as_deref(), after, app),
        Change::Programme(before, after) => {
            let days = format!("{} → {}", date::show(before.to, lang), date::show(after.to, lang));
            Row::new(vec![text(P::EndsAt.fill(lang, &[&days]))])
        }
    }
}

fn price_row(before: Option<&Price>, after: &Price, app: &App) -> Row {
    let lang = app.setting.lang;
    let provider = app.overview.providers.iter().find(|provider| provider.id == after.provider);
    let whose = provider.map(|provider| provider.name.as_str()).unwrap_or_default();
    let what = format!("{} {} · {}", after.service, after.format.text(lang), after.unit.text(lang));
    let amount = numbers::money(after.amount, lang);
    let since = P::From.fill(lang, &[&date::show(after.from, lang)]);
    let until = after.to.map(|to| format!(" {}", P::Until.fill(lang, &[&date::show(to, lang)]))).unwrap_or_default();
    let told = match before {
        Some(before) if before.amount != after.amount => {
            format!("{} → {amount} {since}{until}", numbers::money(before.amount, lang))
        }
        Some(_) => format!("{amount} {since}{until}"),
        None => format!("{} {since}{until}", P::NewPrice.fill(lang, &[&amount])),
    };
    Row::new(vec![text(what), text(whose), text(told)])
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

/// Who is away or what rests, and when: `Talsu «Žubīte» 17.09.2018.–28.09.2018. remonts`.
pub fn absence_words(absence: &Absence, app: &App) -> String {
    let lang = app.setting.lang;
    let overview = &app.overview;
    let whose = match absence.scope() {
        AbsenceScope::Child => {
            let child = overview.children.iter().find(|child| child.id == absence.child);
            let person = child.and_then(|child| overview.people.iter().find(|person| person.id == child.person));
            person.map(|person| person.list_name()).unwrap_or_default()
        }
        AbsenceScope::Family => {
            let family = overview.families.iter().find(|family| family.id == absence.family);
            family.map(|family| family.surname.clone()).unwrap_or_default()
        }
        AbsenceScope::Provider => {
            let provider = overview.providers.iter().find(|provider| provider.id == absence.provider);
            provider.map(|provider| provider.name.clone()).unwrap_or_default()
        }
        AbsenceScope::Service => app.service_name(&absence.service).to_owned(),
        AbsenceScope::Programme => AbsenceScope::Programme.text(lang).to_owned(),
    };
    let days = P::Days.fill(lang, &[&date::show(absence.from, lang), &date::show(absence.to, lang)]);
    format!("{whose} {days} {}", absence.reason)
}

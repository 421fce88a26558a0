//! The rules of the programme for one child: what each limits, what there is, what is left; and what is behind.

use chrono::NaiveDate;

use super::{
    super::{
        App,
        page::{Look, Row, Target, number, text, wrap},
    },
    figure::days_name,
};
use crate::{
    domain::{
        AnyRecord, Child, Id, Kind,
        budget::Within,
        overview::PageData,
        rules::{Amount, Basis, Judgement, Measure, Rule, RuleBook},
    },
    i18n::{Lang, Text, choice::Worded, date, rules::RuleText},
};

type Rows = (String, Vec<Row>);

/// Every rule in words, with what it comes to for the child: those that are broken first.
pub fn page(data: &PageData, child: Id<Child>, app: &App) -> Rows {
    let lang = app.setting.lang;
    let name = data.names.get(&(Kind::Child, child.0)).cloned().unwrap_or_default();
    let title = format!("{} · {name}", Text::RuleBooks.text(lang));
    let width = usize::from(app.size.0).saturating_sub(4);
    let mut rows = Vec::new();
    let books = books(data);
    if books.is_empty() {
        let none = Row::paragraph(RuleText::NoneInForce.text(lang), width + 2);
        rows.extend(none.into_iter().map(|row| row.look(Look::Faint)));
    }
    // What is broken is what somebody comes for.
    let mut judgements: Vec<&Judgement> = data.judgements.iter().collect();
    let is_kept = |judgement: &Judgement| judgement.telling().is_none_or(|measure| !measure.broken);
    judgements.sort_by_key(|judgement| (judgement.within.from, is_kept(judgement)));
    let mut since = None;
    for judgement in judgements {
        let rule = &judgement.rule;
        if since.replace(judgement.within.from) != Some(judgement.within.from) {
            rows.extend(headings(&books, judgement.within, width, lang));
        }
        let target = Target::Rule(child, rule.code.clone(), judgement.within.from);
        let (verdict, look) = verdict(judgement, app);
        rows.push(Row::new(vec![text(rule.name(lang)), text(verdict)]).look(look).target(target.clone()));
        let reasons = judgement.reasons.iter().flat_map(|reason| reason_rows(reason, "  ", width, lang));
        let words = said(rule, "  ", width, lang).into_iter().chain(reasons);
        rows.extend(words.map(|row| row.target(target.clone())));
    }
    (title, rows)
}

/// The rule books of the page, the first the one in force, if there is one.
fn books(data: &PageData) -> Vec<&RuleBook> {
    let books = data.records.iter().filter_map(|record| match record {
        AnyRecord::RuleBook(book) => Some(book),
        _ => None,
    });
    books.collect()
}

/// Which book says what follows, and which rules of the one before it does not have any more.
fn headings(books: &[&RuleBook], within: Within, width: usize, lang: Lang) -> Vec<Row> {
    let Some(at) = books.iter().rposition(|book| book.from <= within.to) else { return Vec::new() };
    let book = books[at];
    let how = if within.from == NaiveDate::MIN { RuleText::InForceSince } else { RuleText::InForceFrom };
    let mut rows = vec![Row::heading(&how.fill(lang, &[&book.name, &date::show(book.from, lang)]))];
    let before = at.checked_sub(1).map(|before| books[before].rules.as_slice()).unwrap_or_default();
    let gone = before.iter().filter(|old| !book.rules.iter().any(|rule| rule.code == old.code));
    let gone: Vec<String> = gone.map(|rule| rule.name(lang)).collect();
    if !gone.is_empty() {
        rows.extend(indented(&RuleText::NoMore.fill(lang, &[&gone.join(", ")]), "  ", width));
    }
    rows
}

/// What one rule says of the child, limit by limit, with the lines and sessions that count.
pub fn behind(data: &PageData, child: Id<Child>, (code, since): (&str, NaiveDate), app: &App) -> Rows {
    let lang = app.setting.lang;
    let name = data.names.get(&(Kind::Child, child.0)).cloned().unwrap_or_default();
    let Some(judgement) = data.judgements.iter().find(|told| told.rule.code == code && told.within.from == since)
    else {
        return (name, Vec::new());
    };
    let rule = &judgement.rule;
    let title = format!("{} · {name}", rule.name(lang));
    let width = usize::from(app.size.0).saturating_sub(2);
    let mut rows: Vec<Row> = said(rule, "", width, lang);
    rows.extend(judgement.reasons.iter().flat_map(|reason| reason_rows(reason, "", width, lang)));
    let mut measures: Vec<&Measure> = judgement.measures.iter().collect();
    measures.sort_by_key(|measure| (!measure.broken, measure.basis, measure.days));
    for measure in measures {
        let basis = if measure.basis == Basis::Sessions { Text::Sessions } else { Text::PlanLines };
        let (from, to) = (date::show(measure.days.0, lang), date::show(measure.days.1, lang));
        let days = if from == to { from } else { format!("{from}–{to}") };
        let what = format!("{} {days} {}", basis.text(lang), measure.of_what(lang));
        rows.push(Row::heading(what.trim_end()));
        let look = if measure.broken { Look::Alert } else { Look::Sum };
        let (used, limit) = (measure.used.text(lang), measure.limit.text(lang));
        if let Some(words) = in_the_way(measure, lang) {
            rows.push(Row::new(vec![text(words)]).look(look));
            continue;
        }
        rows.push(Row::new(vec![text(RuleText::Against.fill(lang, &[&limit])), text(""), number(used)]).look(look));
        rows.extend(measure.behind.iter().map(|one| {
            let code = data.names.get(&one.source.record()).map(String::as_str).unwrap_or_default();
            let service = format!("{code} {}", app.service_name(code));
            Row::new(vec![text(date::show(one.day, lang)), text(service), number(one.amount.text(lang))])
        }));
    }
    if judgement.measures.is_empty() && !judgement.is_kept_silently() {
        rows.push(Row::new(vec![text(RuleText::NothingToMeasure.text(lang))]).look(Look::Faint));
    }
    (title, rows)
}

/// What the session is that another one clashes with, or is too near to.
fn in_the_way(measure: &Measure, lang: Lang) -> Option<String> {
    let used = measure.used.text(lang);
    match measure.limit {
        Amount::Free => Some(RuleText::ClashesWith.fill(lang, &[&used])),
        Amount::Way(_) => Some(RuleText::NoTimeForWay.fill(lang, &[&used, &measure.limit.text(lang)])),
        Amount::Barred(_) | Amount::Form(_) => {
            Some(format!("{} {used}: {}", measure.of_what(lang), measure.limit.text(lang)))
        }
        _ => None,
    }
}

/// What the rule says, and what happens when it is broken.
fn said(rule: &Rule, indent: &str, width: usize, lang: Lang) -> Vec<Row> {
    indented(&format!("{} · {}", rule.sentence(lang), rule.policy.text(lang)), indent, width)
}

/// Why it was right to break it.
fn reason_rows(reason: &str, indent: &str, width: usize, lang: Lang) -> Vec<Row> {
    indented(&RuleText::BecauseOf.fill(lang, &[&reason]), indent, width)
}

fn indented(words: &str, indent: &str, width: usize) -> Vec<Row> {
    let lines = wrap(words, width).into_iter().map(|line| format!("{indent}{line}"));
    lines.map(|line| Row::new(vec![text(line)]).look(Look::Faint)).collect()
}

/// The days that are counted together, where they are not the whole programme's.
fn span(measure: &Measure, app: &App) -> String {
    let whole = app.overview.programme.as_ref().map(|programme| (programme.from, programme.to));
    let (from, to) = measure.days;
    if Some(measure.days) == whole || measure.basis != Basis::Sessions {
        return String::new();
    }
    format!(" ({})", days_name(Within { from, to }, app.setting.lang))
}

/// The worst that the rule says; of what is kept, what today's limit has left.
fn verdict(judgement: &Judgement, app: &App) -> (String, Look) {
    let lang = app.setting.lang;
    let say = |measure: &Measure, how: RuleText| {
        let mut service = measure.of_what(lang);
        if !service.is_empty() {
            service.push(' ');
        }
        let left = measure.left().map(|left| left.bare(lang)).unwrap_or_default();
        let told =
            how.fill(lang, &[&format!("{service}{}", measure.used.bare(lang)), &measure.limit.text(lang), &left]);
        told + &span(measure, app)
    };
    let Some(measure) = judgement.telling() else {
        if judgement.is_kept_silently() {
            return (RuleText::KeptPlainly.text(lang).to_owned(), Look::Plain);
        }
        return (RuleText::NothingToMeasure.text(lang).to_owned(), Look::Faint);
    };
    if let Some(words) = in_the_way(measure, lang) {
        (words, Look::Alert)
    } else if measure.broken {
        (say(measure, RuleText::Broken), Look::Alert)
    } else if measure.left().is_some() {
        (say(measure, RuleText::Kept), Look::Plain)
    } else {
        (RuleText::KeptPlainly.text(lang).to_owned(), Look::Plain)
    }
}

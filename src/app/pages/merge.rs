//! Two records of one person: who may be the same, and what would become of the two.

use super::{
    super::{
        App,
        page::{Look, Page, PageKind, Row, Target, text},
    },
    kind_name,
};
use crate::{
    domain::{
        AnyRecord, Field, Kind, Person, contact,
        merging::{CHOSEN, Merging},
        overview::{Lookalike, PageData, PageOf},
        personal_code,
    },
    i18n::{
        Lang, Text,
        choice::{self, Worded},
        date, likeness, plural,
    },
};

/// Who may be the same person as the first of them: those that look alike, then the others of the family.
pub fn doubles(data: &PageData, app: &App) -> (String, Vec<Row>) {
    let lang = app.setting.lang;
    let mut people = data.records.iter().filter_map(|record| match record {
        AnyRecord::Person(person) => Some(person),
        _ => None,
    });
    let Some(person) = people.next() else { return (Text::WhoIsTheSame.fill(lang, &[&""]), Vec::new()) };
    let (mut alike, mut others) = (Vec::new(), Vec::new());
    for other in people {
        let case_number = data.names.get(&(Kind::Family, other.family.0)).cloned().unwrap_or_default();
        let found = likeness::faults(person, &[Lookalike { person: other.clone(), case_number: case_number.clone() }]);
        let why: Vec<&str> = found.iter().map(|fault| fault.field.text(lang)).collect();
        let born = other.birth_date.map(|day| date::show(day, lang)).unwrap_or_default();
        let code = personal_code::shown(&other.personal_code);
        let row =
            Row::new(vec![text(other.list_name()), text(case_number), text(code), text(born), text(why.join(", "))]);
        let row = row.faint(other.closed).target(Target::Merge(person.id, other.id));
        if found.is_empty() { others.push(row) } else { alike.push(row) }
    }
    let heading = if alike.is_empty() { Text::NobodyAlike } else { Text::OthersOfFamily };
    let mut rows = vec![Row::heading(Text::LooksAlike.text(lang))];
    rows.extend(alike);
    rows.push(Row::heading(heading.text(lang)));
    rows.extend(others);
    (Text::WhoIsTheSame.fill(lang, &[&person.list_name()]), rows)
}

/// What would become of the two records, as it is decided now; none while no merging is under way.
pub fn merging(app: &App) -> Option<Page> {
    let lang = app.setting.lang;
    let merging = app.merging.as_deref()?;
    let result = merging.result();
    let columns = usize::from(app.size.0);
    // Labels leave the rest to three values.
    let room = columns.saturating_sub(30) / 3;
    let row = |label: &str, person: &dyn Fn(&Person) -> String| {
        let cut = |text: String| -> String {
            let mut letters = text.chars();
            let begin: String = letters.by_ref().take(room.saturating_sub(1)).collect();
            if letters.clone().count() > 1 { format!("{begin}…") } else { text }
        };
        let values = [&merging.kept, &merging.other, &result].map(|one| text(cut(person(one))));
        Row::new(std::iter::once(text(label)).chain(values).collect())
    };
    let titles = [Text::ThisRecord, Text::OtherRecord, Text::StaysRecord].map(|title| text(title.text(lang)));
    let mut rows = vec![Row::new(std::iter::once(text("")).chain(titles).collect()).look(Look::Heading)];
    for &field in CHOSEN {
        let row = row(field.text(lang), &|person| value(person, field, merging, lang));
        rows.push(if merging.differs(field) { row.target(Target::Keep(field)) } else { row.look(Look::Faint) });
    }
    rows.push(row(Field::PreviousNames.text(lang), &|person| person.previous_names.join(", ")).look(Look::Faint));
    let codes = |person: &Person| {
        let shown: Vec<String> = person.previous_codes.iter().map(|code| personal_code::shown(code)).collect();
        shown.join(", ")
    };
    rows.push(row(Field::PreviousCodes.text(lang), &codes).look(Look::Faint));
    rows.push(Row::heading(Text::MovesOver.text(lang)));
    if merging.links.is_empty() {
        rows.push(Row::new(vec![text(Text::NothingMoves.text(lang))]).look(Look::Faint));
    }
    let told: Vec<String> = merging.links.iter().map(|link| linked(link, merging, lang)).collect();
    let told = match told.split_last() {
        // What hangs on the last of them goes along: there is seldom more than one.
        Some((last, before)) if !merging.hanging.is_empty() => {
            let hanging = plural::records(merging.hanging.iter().copied(), lang);
            before.iter().cloned().chain([Text::AlongWith.fill(lang, &[last, &hanging])]).collect()
        }
        _ => told,
    };
    rows.extend(told.iter().flat_map(|told| Row::paragraph(told, columns.saturating_sub(2))));
    rows.push(Row::heading(Text::OpenSwaps.text(lang)));
    rows.push(match merging.conflict() {
        Some(_) => Row::new(vec![text(Text::TwoCasesOneProgramme.text(lang))]).look(Look::Alert),
        None => Row::new(vec![text(Text::MergeNow.text(lang))]).target(Target::MergeNow),
    });
    let kind = PageKind::Stored(PageOf::Merging(merging.kept.id, merging.other.id));
    Some(Page::new(kind, Text::MergeTwo.fill(lang, &[&merging.kept.list_name()]), rows))
}

/// A record that refers to the person who goes.
fn linked(link: &AnyRecord, merging: &Merging, lang: Lang) -> String {
    match link {
        AnyRecord::Child(child) => {
            let family = merging.families.get(&child.family);
            let case_number = family.map(|family| family.case_number.as_str()).unwrap_or_default();
            format!("{} {case_number} · {}", Text::EditChild.text(lang), child.status.text(lang))
        }
        other => kind_name(other.kind(), lang).to_owned(),
    }
}

/// A person's value of a field, as people read it.
fn value(person: &Person, field: Field, merging: &Merging, lang: Lang) -> String {
    match field {
        Field::GivenNames => person.given_names.clone(),
        Field::Surname => person.surname.clone(),
        Field::PersonalCode => personal_code::shown(&person.personal_code),
        Field::BirthDate => person.birth_date.map(|day| date::show(day, lang)).unwrap_or_default(),
        Field::Sex => person.sex.text(lang).to_owned(),
        Field::Family => {
            let family = merging.families.get(&person.family);
            family.map(|family| format!("{} {}", family.case_number, family.surname)).unwrap_or_default()
        }
        Field::Relation => person.relation.text(lang).to_owned(),
        Field::Representation => person.representation.as_ref().map_or_else(String::new, |representation| {
            let until = representation.valid_until.map(|day| format!(" –{}", date::show(day, lang)));
            format!("{}{}", representation.basis.text(lang), until.unwrap_or_default())
        }),
        Field::Phone => contact::shown_phone(&person.phone),
        Field::Email => person.email.clone(),
        Field::MovedOut => choice::yes_no(person.closed, lang).to_owned(),
        _ => String::new(),
    }
}

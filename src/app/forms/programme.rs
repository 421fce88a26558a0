//! A programme; the first form of a new store.

use chrono::{Datelike, Months, NaiveDate};

use super::{super::form::Reading, Filling, FormField, base, out_of_use, put};
use crate::{
    domain::{Deed, Field, Milestone, Operation, Problem, Programme, overview::FormContext},
    i18n::{
        Lang,
        choice::{Worded, parse_choice},
        date,
    },
};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    let programme = match &context.base {
        Some(_) => base::<Programme>(context),
        None => {
            let year = filling.today.year();
            let from = NaiveDate::from_ymd_opt(year, 9, 1).unwrap_or(filling.today);
            let to = from.checked_add_months(Months::new(13)).and_then(|day| day.pred_opt()).unwrap_or(from);
            Programme { from, to, ..Programme::default() }
        }
    };
    let mut fields = vec![
        FormField::text(Field::Municipality, &programme.municipality),
        FormField::text(Field::Name, &programme.name),
        FormField::date(Field::From, Some(programme.from), lang),
        FormField::date(Field::To, Some(programme.to), lang),
        FormField::money(Field::DefaultCeiling, programme.default_ceiling, lang),
        FormField::number(Field::OldestAge, programme.oldest_age.into(), lang),
        FormField::text(Field::FundingReference, &programme.funding_reference),
        FormField::yes(Field::FollowsMovedDays, programme.follows_moved_days, lang),
        FormField::yes(Field::CeilingsTransferable, programme.ceilings_transferable, lang),
        FormField::long(Field::Milestones, &shown(&programme.milestones, lang)),
    ];
    fields.extend(out_of_use(programme.closed, Field::Closed, lang));
    fields
}

/// `03.05.2018. vecāku sapulce; 22.09.2019. noslēguma izvērtējums`.
fn shown(milestones: &[Milestone], lang: Lang) -> String {
    let each = milestones.iter().map(|one| format!("{} {}", date::show(one.day, lang), one.kind.text(lang)));
    each.collect::<Vec<_>>().join("; ")
}

/// A day and what it is, by code or in words; several with semicolons between.
fn milestones(reading: &mut Reading<'_>, filling: Filling<'_>) -> Vec<Milestone> {
    let mut milestones = Vec::new();
    for part in reading.text(Field::Milestones).split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (day, kind) = part.split_once(' ').unwrap_or((part, ""));
        let read = date::parse_date(day, filling.today)
            .and_then(|day| Ok(Milestone { day, kind: parse_choice(kind, filling.lang)? }));
        match read {
            Ok(milestone) => milestones.push(milestone),
            Err(Problem::Missing) => reading.fault(Field::Milestones, Problem::NotAChoice(part.to_owned())),
            Err(problem) => reading.fault(Field::Milestones, problem),
        }
    }
    milestones.sort_by_key(|milestone| milestone.day);
    milestones
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext, filling: Filling<'_>) -> Operation {
    let programme = Programme {
        municipality: reading.text(Field::Municipality),
        name: reading.text(Field::Name),
        from: reading.need_date(Field::From),
        to: reading.need_date(Field::To),
        default_ceiling: reading.money(Field::DefaultCeiling),
        oldest_age: reading.count(Field::OldestAge),
        funding_reference: reading.text(Field::FundingReference),
        follows_moved_days: reading.yes(Field::FollowsMovedDays),
        ceilings_transferable: reading.yes(Field::CeilingsTransferable),
        milestones: milestones(reading, filling),
        closed: reading.yes(Field::Closed),
        ..base(context)
    };
    put(context, programme, Deed::AddProgramme, Deed::EditProgramme)
}

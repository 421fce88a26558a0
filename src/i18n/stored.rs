//! Stored values as people read them: choices in words, dates, times and amounts as the interface writes them.

use chrono::{NaiveDate, NaiveTime};

use super::{
    Lang,
    choice::{Worded, yes_no},
    date, number, time,
};
use crate::domain::{
    AssessmentKind, Attainment, CaseStatus, Choice, Field, Format, GoalTerm, Group, Impairment, Kind, MilestoneKind,
    Money, NoteKind, Outcome, PlanState, Recipient, Relation, RepresentationBasis, Role, Sex, Unit,
};

/// A plain text; a stored date or time of day is written as the interface writes it.
pub fn show(text: &str, lang: Lang) -> String {
    // Both shapes are read exactly: a number or a name is neither.
    if let Some(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10) {
        return date::show(day, lang);
    }
    match NaiveTime::parse_from_str(text, "%H:%M:%S") {
        Ok(at) if text.len() == 8 => time::show(at),
        _ => text.to_owned(),
    }
}

/// The value of a record's field: a choice in words, an amount with the language's decimal sign, a date, a time.
/// Several values, separated by `, `, are shown each.
pub fn show_field(kind: Kind, field: Field, text: &str, lang: Lang) -> String {
    let show = |item: &str| match word(kind, field, item, lang) {
        Some(word) => word.to_owned(),
        None if is_amount(field) => match item.parse() {
            Ok(amount) if is_money(field) => number::money(Money::new(amount), lang),
            Ok(amount) => number::decimal(amount, lang),
            Err(_) => item.to_owned(),
        },
        None => show(item, lang),
    };
    // The parts of a milestone or a representation have blanks between; a text with a comma comes out as it went in.
    let parted = matches!(field, Field::Milestones | Field::Representation);
    let show = |item: &str| {
        if parted { item.split(' ').map(show).collect::<Vec<_>>().join(" ") } else { show(item) }
    };
    text.split(", ").map(show).collect::<Vec<_>>().join(", ")
}

/// Whether the field holds euros.
fn is_money(field: Field) -> bool {
    matches!(field, Field::DefaultCeiling | Field::Ceiling | Field::Amount | Field::UnitPrice)
}

/// Whether the field holds an amount of money, units or percent.
pub fn is_amount(field: Field) -> bool {
    use Field::*;
    matches!(
        field,
        DefaultCeiling | Ceiling | Amount | Quantity | PerWeek | CopaymentPercent | ChargedPercent | UnitPrice | Units
    )
}

/// The word of a stored name, if the field holds a choice.
pub fn word(kind: Kind, field: Field, name: &str, lang: Lang) -> Option<&'static str> {
    fn of<C: Worded>(name: &str, lang: Lang) -> Option<&'static str> {
        C::by_name(name).map(|choice| choice.text(lang))
    }
    match field {
        Field::Status => of::<CaseStatus>(name, lang),
        Field::Sex => of::<Sex>(name, lang),
        Field::Relation => of::<Relation>(name, lang),
        Field::Impairments => of::<Impairment>(name, lang),
        Field::Basis | Field::Representation => of::<RepresentationBasis>(name, lang),
        Field::Term => of::<GoalTerm>(name, lang),
        Field::Attainment => of::<Attainment>(name, lang),
        Field::State => of::<PlanState>(name, lang),
        Field::Group | Field::Groups => Group::by_name(name).map(|group| group.name()),
        Field::Recipient | Field::Recipients => of::<Recipient>(name, lang),
        Field::Format => of::<Format>(name, lang),
        Field::Unit | Field::Units => of::<Unit>(name, lang),
        Field::Outcome => of::<Outcome>(name, lang),
        Field::Role => of::<Role>(name, lang),
        Field::Kind if kind == Kind::Assessment => of::<AssessmentKind>(name, lang),
        Field::Kind if kind == Kind::Note => of::<NoteKind>(name, lang),
        Field::Kind | Field::Milestones => of::<MilestoneKind>(name, lang),
        Field::Closed | Field::Disabled | Field::Sample | Field::FollowsMovedDays => {
            (name == "true").then(|| yes_no(true, lang))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_values_are_shown_as_the_interface_writes_them() {
        let check = |kind, field, text: &str, expect: &str| {
            assert_eq!(show_field(kind, field, text, Lang::Latvian), expect, "{text}");
        };
        check(Kind::Session, Field::Day, "2019-03-05", "05.03.2019.");
        check(Kind::Session, Field::Start, "15:30:00", "15:30");
        check(Kind::Session, Field::Outcome, "scheduled", Outcome::Scheduled.text(Lang::Latvian));
        check(Kind::Price, Field::Amount, "1234.50", "1\u{a0}234,50");
        check(Kind::Provider, Field::ClosureDays, "2019-03-05, 2019-03-06", "05.03.2019., 06.03.2019.");
        check(Kind::Family, Field::DeclaredAddress, "Lielā iela 5, Talsi", "Lielā iela 5, Talsi");
        check(Kind::Family, Field::CaseNumber, "2018-01", "2018-01");
        check(Kind::Provider, Field::RegistrationNumber, "40003000001", "40003000001");
    }
}

//! Stored values as people read them in a record's history: choices in words, days, times and numbers as on screens.

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use super::{
    Lang,
    choice::{Worded, yes_no},
    date, number, time,
};
use crate::domain::{
    AssessmentKind, Attainment, CaseStatus, Field, Format, GoalTerm, Group, Impairment, Kind, MilestoneKind, NoteKind,
    Outcome, PlanState, Recipient, Relation, RepresentationBasis, Role, Sex, Unit,
};

/// The words of a choice's stored name.
type Word = fn(&str, Lang) -> Option<&'static str>;

/// What a field of a record holds, told in that language; `value` is plain text, the items of a list with commas
/// between, the parts of an item with blanks.
pub fn told(kind: Kind, field: Field, value: &str, lang: Lang) -> String {
    let word: Word = match (kind, field) {
        (_, Field::Status) => word::<CaseStatus>,
        (_, Field::Milestones) => word::<MilestoneKind>,
        (_, Field::Sex) => word::<Sex>,
        (_, Field::Relation) => word::<Relation>,
        (_, Field::Representation) => word::<RepresentationBasis>,
        (_, Field::Impairments) => word::<Impairment>,
        (Kind::Assessment, Field::Kind) => word::<AssessmentKind>,
        (_, Field::Kind) => word::<NoteKind>,
        (_, Field::Term) => word::<GoalTerm>,
        (_, Field::Attainment) => word::<Attainment>,
        (_, Field::State) => word::<PlanState>,
        (_, Field::Group | Field::Groups) => word::<Group>,
        (_, Field::Recipient | Field::Recipients) => word::<Recipient>,
        (_, Field::Format) => word::<Format>,
        (Kind::Service, Field::Units) | (_, Field::Unit) => word::<Unit>,
        (_, Field::Outcome) => word::<Outcome>,
        (_, Field::Role) => word::<Role>,
        (_, Field::Closed | Field::Disabled | Field::Sample | Field::FollowsMovedDays) => |_, lang| {
            // What is not so is told as nothing.
            Some(yes_no(true, lang))
        },
        (_, field) if holds_numbers(field) => |_, _| None,
        // Text, and what stands for itself: only a whole value that is a day or a time is told as one.
        _ => return day_or_time(value, lang).unwrap_or_else(|| value.to_owned()),
    };
    let part = |part: &str| {
        let known = word(part, lang).map(str::to_owned).or_else(|| day_or_time(part, lang));
        known.or_else(|| amount(part, lang)).unwrap_or_else(|| part.to_owned())
    };
    let item = |item: &str| item.split(' ').map(part).collect::<Vec<_>>().join(" ");
    value.split(", ").map(item).collect::<Vec<_>>().join(", ")
}

fn word<C: Worded>(name: &str, lang: Lang) -> Option<&'static str> {
    C::by_name(name).map(|choice| choice.text(lang))
}

fn holds_numbers(field: Field) -> bool {
    use Field::*;
    matches!(
        field,
        Amount
            | DefaultCeiling
            | Ceilings
            | Charge
            | Units
            | Quantity
            | PerWeek
            | CopaymentPercent
            | ChargedPercent
            | ClosureDays
    )
}

fn day_or_time(text: &str, lang: Lang) -> Option<String> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(|day| date::show(day, lang));
    day.or_else(|| NaiveTime::parse_from_str(text, "%H:%M:%S").ok().map(time::show))
}

/// An amount with its cents, or a number.
fn amount(text: &str, lang: Lang) -> Option<String> {
    let amount: Decimal = text.parse().ok()?;
    Some(if amount.scale() == 2 {
        number::money(crate::domain::Money::new(amount), lang)
    } else {
        number::decimal(amount, lang)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_stored_is_told_in_the_readers_language() {
        let check = |kind, field, value: &str, latvian: &str, english: &str| {
            assert_eq!(told(kind, field, value, Lang::Latvian).replace('\u{a0}', " "), latvian);
            assert_eq!(told(kind, field, value, Lang::English), english);
        };
        check(Kind::Family, Field::Status, "suspended", "pārtraukta", "suspended");
        check(Kind::Assessment, Field::Kind, "interim", "starpizvērtējums", "interim");
        check(Kind::Note, Field::Kind, "call", "zvans", "call");
        check(Kind::Service, Field::Units, "trip, kilometre", "brauciens, kilometrs", "trip, kilometre");
        check(Kind::Session, Field::Units, "1.5", "1,5", "1.5");
        check(Kind::Session, Field::Start, "09:30:00", "9:30", "9:30");
        check(Kind::Price, Field::Amount, "1234.50", "1 234,50", "1,234.50");
        check(Kind::Person, Field::BirthDate, "2011-04-05", "05.04.2011.", "05.04.2011");
        check(Kind::User, Field::Disabled, "true", "jā", "yes");
        let milestone = "2019-09-22 closing_assessment";
        check(
            Kind::Programme,
            Field::Milestones,
            milestone,
            "22.09.2019. noslēguma izvērtējums",
            "22.09.2019 closing assessment",
        );
        check(
            Kind::Child,
            Field::Ceilings,
            "4000.00 2018-09-03 lēmums 14",
            "4 000,00 03.09.2018. lēmums 14",
            "4,000.00 03.09.2018 lēmums 14",
        );
    }

    #[test]
    fn what_people_wrote_is_told_as_they_wrote_it() {
        let check = |field, value: &str| assert_eq!(told(Kind::Note, field, value, Lang::Latvian), value);
        check(Field::Text, "open, 12.50 un call");
        check(Field::Phone, "29357075");
        check(Field::PersonalCode, "16117519997");
    }
}

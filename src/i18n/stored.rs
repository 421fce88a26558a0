//! Stored values as people read them: choices in words, dates, times and amounts as the interface writes them.

use chrono::{NaiveDate, NaiveTime};

use super::{
    Lang,
    choice::{Worded, yes_no},
    date, number, quick_add, time,
};
use crate::domain::{
    AbsenceScope, AbsenceWay, AssessmentKind, Attainment, CaseStatus, Choice, DecisionKind, Field, Format, GoalTerm,
    Group, Impairment, KeymapWish, Kind, LangWish, MeetingKind, MilestoneKind, Money, NoteKind, Outcome, Party,
    PlanState, Recipient, Relation, RepresentationBasis, Role, Sex, Skip, Subject, SuggestionState, Unit,
    personal_code, rules::asked,
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

/// The value of a record's field: choices in words, amounts, dates and times as the interface writes them, codes with
/// their hyphen. Several values stand with `; ` between them.
pub fn show_field(kind: Kind, field: Field, text: &str, lang: Lang) -> String {
    let show_item = |item: &str| match field {
        // Parts with a blank between them; the words of a reason or of a paper stay as they are.
        Field::Ceilings | Field::Milestones | Field::Signatures => {
            item.split(' ').map(|part| show_part(kind, field, part, lang)).collect::<Vec<_>>().join(" ")
        }
        // The reason, and the code of the rule that it is about: of one that every programme has, its name.
        Field::RuleReasons => match item.rsplit_once(' ') {
            Some((reason, code)) => {
                let own = asked(None).into_iter().find(|rule| rule.code == code);
                format!("{reason} ({})", own.map_or_else(|| code.to_owned(), |rule| rule.name(lang)))
            }
            None => item.to_owned(),
        },
        _ => show_part(kind, field, item, lang),
    };
    text.split("; ").map(show_item).collect::<Vec<_>>().join("; ")
}

fn show_part(kind: Kind, field: Field, text: &str, lang: Lang) -> String {
    let choice = match field {
        Field::Milestones => Field::Kind,
        Field::Signatures => Field::Party,
        field => field,
    };
    if let Some(word) = word(kind, choice, text, lang) {
        return word.to_owned();
    }
    match field {
        Field::PersonalCode | Field::PreviousCodes => return personal_code::shown(text),
        Field::DefaultCeiling | Field::Amount | Field::Total | Field::UnitPrice | Field::Ceilings => {
            // Only what is stored as an amount: a number in a paper's name stays.
            if let Some(amount) = text.parse().ok().filter(|_| text.contains('.')) {
                return number::euros(Money::new(amount), lang);
            }
        }
        _ if is_amount(field) => {
            if let Ok(amount) = text.parse() {
                return number::decimal(amount, lang);
            }
        }
        Field::Rule => {
            // The text of another program's rule, or of a rule of the programme, is none of a series.
            if let Ok(rule) = text.parse() {
                return quick_add::rule(&rule, lang);
            }
        }
        // The only texts that are yes or no; "no" is stored as nothing.
        _ if text == "true" => return yes_no(true, lang).to_owned(),
        _ => {}
    }
    show(text, lang)
}

/// Whether the field holds an amount of money, units or percent.
pub fn is_amount(field: Field) -> bool {
    use Field::*;
    matches!(
        field,
        DefaultCeiling
            | Ceiling
            | Amount
            | Total
            | Quantity
            | PerWeek
            | CopaymentPercent
            | ChargedPercent
            | UnitPrice
            | Units
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
        Field::Basis => of::<RepresentationBasis>(name, lang),
        Field::Term => of::<GoalTerm>(name, lang),
        Field::Attainment => of::<Attainment>(name, lang),
        Field::State if kind == Kind::Suggestion => of::<SuggestionState>(name, lang),
        Field::State => of::<PlanState>(name, lang),
        Field::Party => of::<Party>(name, lang),
        Field::Subject => of::<Subject>(name, lang),
        Field::Group | Field::Groups => Group::by_name(name).map(|group| group.name()),
        Field::Recipient | Field::Recipients => of::<Recipient>(name, lang),
        Field::Format => of::<Format>(name, lang),
        Field::Unit | Field::Units => of::<Unit>(name, lang),
        Field::Outcome => of::<Outcome>(name, lang),
        Field::Skip => of::<Skip>(name, lang),
        Field::Scope => of::<AbsenceScope>(name, lang),
        Field::Way => of::<AbsenceWay>(name, lang),
        Field::Role => of::<Role>(name, lang),
        Field::Lang => of::<LangWish>(name, lang),
        Field::Keymap => of::<KeymapWish>(name, lang),
        Field::Kind if kind == Kind::Assessment => of::<AssessmentKind>(name, lang),
        Field::Kind if kind == Kind::Note => of::<NoteKind>(name, lang),
        Field::Kind if kind == Kind::Decision => of::<DecisionKind>(name, lang),
        Field::Kind if kind == Kind::Meeting => of::<MeetingKind>(name, lang),
        Field::Kind => of::<MilestoneKind>(name, lang),
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
        check(Kind::Price, Field::Amount, "1234.50", "1\u{a0}234,50\u{a0}€");
        check(Kind::Provider, Field::ClosureDays, "2019-03-05; 2019-03-06", "05.03.2019.; 06.03.2019.");
        check(Kind::Session, Field::Units, "1.50", "1,5");
        check(
            Kind::Child,
            Field::Ceilings,
            "4000.00 2018-09-03 Lēmums Nr. 12",
            "4\u{a0}000,00\u{a0}€ 03.09.2018. Lēmums Nr. 12",
        );
        check(
            Kind::PlanVersion,
            Field::Signatures,
            "2019-03-15 Līga Vanaga worker; 2019-03-16 Ilze Bērziņa representative",
            &format!(
                "15.03.2019. Līga Vanaga {}; 16.03.2019. Ilze Bērziņa {}",
                Party::Worker.text(Lang::Latvian),
                Party::Representative.text(Lang::Latvian)
            ),
        );
        check(Kind::Session, Field::RuleReasons, "ārsta norīkojums ceiling", "ārsta norīkojums (Griesti)");
        check(Kind::Session, Field::RuleReasons, "ārsta norīkojums quantity", "ārsta norīkojums (Plāna rindas apjoms)");
        check(Kind::Service, Field::Recipients, "parent; child", "vecāks; bērns");
        check(Kind::User, Field::Keymap, "usual", KeymapWish::Usual.text(Lang::Latvian));
        check(Kind::User, Field::Lang, "lv", LangWish::Latvian.text(Lang::Latvian));
        check(Kind::Person, Field::PersonalCode, "16117519997", "161175-19997");
        check(Kind::Price, Field::Sample, "true", yes_no(true, Lang::Latvian));
        check(Kind::Family, Field::DeclaredAddress, "Lielā iela 5, Talsi", "Lielā iela 5, Talsi");
        check(Kind::Family, Field::CaseNumber, "2018-01", "2018-01");
        check(Kind::Provider, Field::RegistrationNumber, "40003000001", "40003000001");
    }
}

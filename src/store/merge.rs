//! Two edits of one record, merged field by field against what both began with.

use serde_json::{Map, Value};

use super::{StoreError, error::FieldClash};
use crate::domain::{AnyRecord, Field};

/// What came of a merge.
pub(super) enum Merged {
    /// No field was changed by both to different values.
    Record(Box<AnyRecord>),
    /// These were.
    Clash(Vec<FieldClash>),
}

/// Takes from `mine` and from `theirs` what each changed of `base`. A list counts as one field, and so does what a
/// session is planned as together with what became of it.
pub(super) fn merge(base: &AnyRecord, mine: &AnyRecord, theirs: &AnyRecord) -> Result<Merged, StoreError> {
    let (base_fields, mine_fields, theirs_fields) = (base.fields(), mine.fields(), theirs.fields());
    let mut merged = Map::new();
    let mut clashes = Vec::new();
    let across = across(base, mine, theirs);
    for (name, my_value) in mine_fields {
        let base_value = base_fields.get(&name).unwrap_or(&Value::Null);
        let their_value = theirs_fields.get(&name).unwrap_or(&Value::Null);
        if their_value == base_value || *their_value == my_value {
            merged.insert(name, my_value);
        } else if my_value == *base_value && !across.iter().any(|field| field.name() == name) {
            merged.insert(name, their_value.clone());
        } else {
            let (base, theirs) = (base_value.clone(), their_value.clone());
            clashes.push(FieldClash { name, base, mine: my_value, theirs });
        }
    }
    if clashes.is_empty() {
        let record = AnyRecord::from_fields(mine.kind(), &merged).map_err(|detail| StoreError::Io { detail })?;
        Ok(Merged::Record(Box::new(record)))
    } else {
        Ok(Merged::Clash(clashes))
    }
}

/// What of theirs clashes although it was left alone here: how a session is planned, where it is said here what became of
/// it, and the other way round. What was held and what it costs holds for the session that was looked at.
fn across(base: &AnyRecord, mine: &AnyRecord, theirs: &AnyRecord) -> Vec<Field> {
    let (AnyRecord::Session(base), AnyRecord::Session(mine), AnyRecord::Session(theirs)) = (base, mine, theirs) else {
        return Vec::new();
    };
    if mine.outcome != base.outcome {
        base.replanned(theirs)
    } else if theirs.outcome != base.outcome && !base.replanned(mine).is_empty() {
        vec![Field::Outcome]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use rust_decimal::Decimal;

    use super::*;
    use crate::domain::{Kind, Outcome, Provider, Record, Session};

    fn provider(name: &str, phone: &str, specialists: &[&str]) -> AnyRecord {
        let specialists = specialists.iter().map(|&name| name.to_owned()).collect();
        Provider { name: name.to_owned(), phone: phone.to_owned(), specialists, ..Provider::default() }.into()
    }

    /// The merged name, phone and specialists, or the names of the fields that clash.
    fn check(base: AnyRecord, mine: AnyRecord, theirs: AnyRecord, expect: Result<AnyRecord, &[&str]>) {
        match merge(&base, &mine, &theirs).unwrap() {
            Merged::Record(record) => assert_eq!(Ok(*record), expect),
            Merged::Clash(fields) => {
                let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
                assert_eq!(Err(names.as_slice()), expect.map(|record| record.number()));
            }
        }
    }

    #[test]
    fn each_keeps_what_only_they_changed() {
        let base = provider("Solis", "29357075", &[]);
        check(
            base.clone(),
            provider("Saules solis", "29357075", &[]),
            provider("Solis", "67334455", &["Ilze Bērziņa-Āboliņa"]),
            Ok(provider("Saules solis", "67334455", &["Ilze Bērziņa-Āboliņa"])),
        );
        check(
            base.clone(),
            base.clone(),
            provider("Ķekavas solis", "29357075", &[]),
            Ok(provider("Ķekavas solis", "29357075", &[])),
        );
        let same = provider("Ķekavas solis", "", &["Jānis"]);
        check(base, same.clone(), same.clone(), Ok(same));
    }

    #[test]
    fn a_field_that_both_changed_differently_clashes_and_a_list_is_one_field() {
        check(
            provider("Solis", "", &["Ilze"]),
            provider("Solis", "", &["Ilze", "Anna"]),
            provider("Solis", "29357075", &["Ilze", "Ģirts"]),
            Err(&["specialists"]),
        );
        assert_eq!(Provider::KIND, Kind::Provider);
    }

    #[test]
    fn what_became_of_a_session_does_not_go_together_with_another_plan_for_it() {
        let base = Session { units: Decimal::ONE, text: "ortozes".into(), ..Session::default() };
        let held = Session { outcome: Outcome::Attended, ..base.clone() };
        let later = Session { day: NaiveDate::from_ymd_opt(2018, 9, 19).unwrap(), ..base.clone() };
        let two = Session { units: Decimal::TWO, ..base.clone() };
        let remarked = Session { text: "bez ortozēm".into(), ..base.clone() };
        let check = |mine: &Session, theirs: &Session, expect: Result<&Session, &[&str]>| {
            let expect = expect.map(|session| session.clone().into());
            check(base.clone().into(), mine.clone().into(), theirs.clone().into(), expect);
        };
        check(&held, &later, Err(&["day"]));
        check(&held, &two, Err(&["units"]));
        check(&later, &held, Err(&["outcome"]));
        check(&two, &held, Err(&["outcome"]));
        let both = Session { text: remarked.text.clone(), ..held.clone() };
        check(&held, &remarked, Ok(&both));
        check(&remarked, &held, Ok(&both));
        check(&two, &later, Ok(&Session { day: later.day, ..two.clone() }));
        let both_held = Session { outcome: Outcome::Attended, ..two.clone() };
        check(&both_held, &both_held, Ok(&both_held));
        check(&both_held, &two, Ok(&both_held));
    }
}

//! The child case: a child's place in the programme; the unit of plan and budget.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    CaseStatus, Family, Fault, Field, Id, Index, IndexKey, Money, Person, Problem, Service, choices, record,
    rules::RuleReason,
};

choices! {
    /// Kinds of functional impairment, as the opinion of the state medical commission groups them.
    Impairment {
        Movement "movement" "k",
        Mental "mental" "g",
        Hearing "hearing" "dz",
        Vision "vision" "r",
        Speech "speech" "v",
        Autism "autism" "a",
        Other "other" "c",
    }
}

/// An amount that the child's budget may reach, with the paper it rests on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ceiling {
    /// EUR; ceilings of one child add up, a lowering is negative.
    pub amount: Money,
    /// From when it counts.
    pub from: NaiveDate,
    /// The legal basis: decision, contract, amendment.
    pub legal_basis: String,
}

/// What the child's health asks to mind: a service that a doctor barred, or a remark.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HealthLimit {
    /// The code of the barred service; empty: none is barred.
    pub service: String,
    /// The doctor's reason, or the remark.
    pub reason: String,
}

/// A doctor's form that a service asks for before it may be given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MedicalForm {
    /// The code of the service that it allows.
    pub service: String,
    /// The last day on which it holds.
    pub valid_until: NaiveDate,
}

/// Why an assessed domain that worsened has no goal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeftOpen {
    /// The item of the instrument (`d4`).
    pub domain: String,
    /// The score it was left at: a heavier one later needs a new reason.
    pub value: u8,
    /// The written reason.
    pub reason: String,
}

/// A child's case in the programme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Child {
    /// Its number.
    pub id: Id<Child>,
    /// The household.
    pub family: Id<Family>,
    /// The child.
    pub person: Id<Person>,
    /// How far the case has come.
    pub status: CaseStatus,
    /// Until when the disability opinion is valid.
    pub disability_until: Option<NaiveDate>,
    /// Until when the opinion on special care is valid.
    pub special_care_until: Option<NaiveDate>,
    /// Kinds of impairment.
    pub impairments: Vec<Impairment>,
    /// School or kindergarten.
    pub school: String,
    /// Services that are medically barred.
    pub health_limits: Vec<HealthLimit>,
    /// Doctor's forms for services that ask for one.
    pub medical_forms: Vec<MedicalForm>,
    /// Domains that worsened and are left without a goal, each with its reason.
    pub left_open: Vec<LeftOpen>,
    /// The ceiling and its changes, oldest first.
    pub ceilings: Vec<Ceiling>,
    /// Rules that the ceilings break on purpose, each with the reason.
    pub rule_reasons: Vec<RuleReason>,
    /// When the case was closed.
    pub closed_on: Option<NaiveDate>,
    /// Why it was closed.
    pub close_reason: String,
}

impl Child {
    /// The doctor's limit that bars `service`, if there is one.
    fn health_limit(&self, service: &str) -> Option<&HealthLimit> {
        self.health_limits.iter().find(|limit| limit.service == service)
    }

    /// What the child's health says against getting `service` on `day`: a doctor's limit bars it; a form that the
    /// service asks for and that is not there, or has run out by then, is a warning.
    pub fn medical_problem(&self, service: &Service, day: NaiveDate) -> Option<Problem> {
        if let Some(limit) = self.health_limit(&service.code) {
            return Some(Problem::HealthLimit(limit.reason.clone()));
        }
        if !service.needs_medical_form {
            return None;
        }
        let forms = self.medical_forms.iter().filter(|form| form.service == service.code);
        let longest = forms.map(|form| form.valid_until).max();
        (longest < Some(day)).then_some(Problem::NoMedicalForm(longest))
    }
}

record! { Child,
    links: |this| [Family: [&mut this.family], Person: [&mut this.person]],
    index: |child| vec![
        IndexKey::new(Index::ChildByFamily).id(child.family.0),
        IndexKey::new(Index::ChildByPerson).id(child.person.0),
    ],
    faults: |child| {
        let mut faults = Vec::new();
        if !child.person.is_some() {
            faults.push(Fault::new(Field::Person, Problem::Missing));
        }
        if child.ceilings.iter().map(|ceiling| ceiling.amount).sum::<Money>().is_negative() {
            faults.push(Fault::new(Field::Ceiling, Problem::Negative));
        }
        faults.extend(child.ceilings.iter().find_map(|ceiling| super::amount_faults(Field::Ceiling, ceiling.amount)));
        if child.ceilings.iter().any(|ceiling| ceiling.legal_basis.trim().is_empty()) {
            faults.push(Fault::new(Field::LegalBasis, Problem::Missing));
        }
        if child.status == CaseStatus::Closed && child.close_reason.trim().is_empty() {
            faults.push(Fault::new(Field::CloseReason, Problem::Missing));
        }
        faults
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn health_bars_a_service_or_asks_for_a_doctors_form() {
        let day = |month, day| NaiveDate::from_ymd_opt(2019, month, day).unwrap();
        let riding = Service { code: "REI".into(), needs_medical_form: true, ..Service::default() };
        let speech = Service { code: "LOG".into(), ..Service::default() };
        let form = |service: &str, until| MedicalForm { service: service.into(), valid_until: until };
        let limit = HealthLimit { service: "LOG".into(), reason: "pēc operācijas".into() };
        let check = |forms: &[MedicalForm], service: &Service, on, expect: Option<Problem>| {
            let child = Child { medical_forms: forms.to_vec(), health_limits: vec![limit.clone()], ..Child::default() };
            assert_eq!(child.medical_problem(service, on), expect, "{forms:?}");
        };
        check(&[], &riding, day(4, 1), Some(Problem::NoMedicalForm(None)));
        check(&[form("LOG", day(5, 1))], &riding, day(4, 1), Some(Problem::NoMedicalForm(None)));
        check(&[form("REI", day(4, 1))], &riding, day(4, 1), None);
        check(&[form("REI", day(4, 1))], &riding, day(4, 2), Some(Problem::NoMedicalForm(Some(day(4, 1)))));
        check(&[form("REI", day(4, 1)), form("REI", day(9, 1))], &riding, day(4, 2), None);
        check(&[form("LOG", day(9, 1))], &speech, day(4, 1), Some(Problem::HealthLimit("pēc operācijas".into())));
    }
}

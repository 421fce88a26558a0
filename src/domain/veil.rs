//! What remains of a record for those who may not look at its family: what sums and calendars need, and nothing by which
//! anybody could be told, or that is anybody's health.

use std::sync::Arc;

use super::{Absence, AnyRecord, Assessment, Child, Family, Goal, InvoiceLine, Person, Scoring};

/// What stands where a text was, and where a name began.
pub const MARK: &str = "***";

/// What stands where a name was. The case number tells restricted families from one another, and nobody who they are.
pub fn name(case_number: &str) -> String {
    format!("{MARK} {case_number}").trim_end().to_owned()
}

/// By what somebody behind the veil is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sign {
    /// The number of the family's case; empty where the family is not known.
    pub case_number: Arc<str>,
    /// The place among brothers and sisters who have cases, from 1; 0: there are none, or it is nobody of them.
    pub place: usize,
}

impl Sign {
    /// Of whatever belongs to a family as a whole.
    pub fn of_family(case_number: &str) -> Self {
        Self { case_number: case_number.into(), place: 0 }
    }

    fn surname(&self) -> String {
        name(&self.case_number)
    }

    fn given_names(&self) -> String {
        if self.place == 0 { String::new() } else { format!("({})", self.place) }
    }

    /// As lists have it.
    pub fn list_name(&self) -> String {
        format!("{} {}", self.surname(), self.given_names()).trim_end().to_owned()
    }
}

/// Whether that is what stands where a name was.
pub fn is_name(text: &str) -> bool {
    text.strip_prefix(MARK).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// The record behind the veil.
pub fn veiled(record: AnyRecord, sign: &Sign) -> AnyRecord {
    let mark = || MARK.to_owned();
    match record {
        AnyRecord::Family(family) => Family {
            id: family.id,
            programme: family.programme,
            case_number: family.case_number,
            surname: sign.surname(),
            status: family.status,
            owner: family.owner,
            applied_on: family.applied_on,
            closed_on: family.closed_on,
            restricted_to: family.restricted_to,
            ..Family::default()
        }
        .into(),
        AnyRecord::Person(person) => Person {
            id: person.id,
            family: person.family,
            surname: sign.surname(),
            given_names: sign.given_names(),
            relation: person.relation,
            closed: person.closed,
            ..Person::default()
        }
        .into(),
        AnyRecord::Child(child) => Child {
            id: child.id,
            family: child.family,
            person: child.person,
            status: child.status,
            ceilings: child.ceilings,
            closed_on: child.closed_on,
            ..Child::default()
        }
        .into(),
        AnyRecord::Assessment(assessment) => Assessment {
            id: assessment.id,
            child: assessment.child,
            kind: assessment.kind,
            subject: assessment.subject,
            planned_on: assessment.planned_on,
            done_on: assessment.done_on,
            instrument: assessment.instrument,
            completed_on: assessment.completed_on,
            corrects: assessment.corrects,
            ..Assessment::default()
        }
        .into(),
        AnyRecord::Scoring(scoring) => {
            Scoring { id: scoring.id, assessment: scoring.assessment, member: scoring.member, ..Scoring::default() }
                .into()
        }
        AnyRecord::Goal(goal) => Goal {
            id: goal.id,
            child: goal.child,
            number: goal.number,
            term: goal.term,
            wording: mark(),
            closed_on: goal.closed_on,
            ..Goal::default()
        }
        .into(),
        AnyRecord::PlanVersion(mut plan) => {
            plan.reason.clear();
            plan.decision_note.clear();
            plan.signatures.clear();
            plan.rule_reasons.clear();
            plan.into()
        }
        AnyRecord::PlanLine(mut line) => {
            line.no_goal_reason.clear();
            line.rule_reasons.clear();
            line.into()
        }
        AnyRecord::Session(mut session) => {
            session.text.clear();
            session.rule_reasons.clear();
            session.into()
        }
        AnyRecord::Note(mut note) => {
            note.text = mark();
            note.into()
        }
        AnyRecord::Suggestion(mut suggestion) => {
            suggestion.text = mark();
            suggestion.answer.clear();
            suggestion.into()
        }
        AnyRecord::Decision(mut decision) => {
            decision.text = mark();
            decision.into()
        }
        AnyRecord::InvoiceLine(line) => InvoiceLine { reason: String::new(), ..line }.into(),
        AnyRecord::Absence(absence) => Absence { reason: String::new(), ..absence }.into(),
        // Registers and programmes are nobody's case; series are days and times.
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Id, Kind, Note, Record};

    #[test]
    fn a_family_is_told_by_its_case_number_alone() {
        let family = Family {
            id: Id::new(7),
            case_number: "2018-07".into(),
            surname: "Šķēle".into(),
            phone: "29357075".into(),
            declared_address: "Lielā iela 4".into(),
            restricted_to: vec!["anna".into()],
            ..Family::default()
        };
        let AnyRecord::Family(seen) = veiled(family.into(), &Sign::of_family("2018-07")) else {
            panic!("another kind")
        };
        let told = (seen.id, seen.case_number.as_str(), seen.surname.as_str());
        assert_eq!(told, (Id::new(7), "2018-07", "*** 2018-07"));
        assert!(seen.phone.is_empty() && seen.declared_address.is_empty() && seen.is_veiled());
        let second = Sign { place: 2, ..Sign::of_family("2018-07") };
        for (sign, expect) in [(Sign::of_family("2018-07"), "*** 2018-07"), (second, "*** 2018-07 (2)")] {
            let AnyRecord::Person(seen) = veiled(Person::default().into(), &sign) else { panic!("another kind") };
            assert_eq!((seen.list_name().trim(), sign.list_name().as_str()), (expect, expect));
        }
        let note = Note { family: Id::new(7), text: "Zvanīja māte".into(), ..Note::default() };
        assert!(!AnyRecord::from(note.clone()).to_json().contains(MARK));
        assert!(!veiled(note.into(), &Sign::of_family("2018-07")).to_json().contains("māte"));
    }

    #[test]
    fn every_kind_was_thought_of() {
        let veils = [
            Kind::Family,
            Kind::Person,
            Kind::Child,
            Kind::Assessment,
            Kind::Scoring,
            Kind::Goal,
            Kind::PlanVersion,
            Kind::PlanLine,
            Kind::Session,
            Kind::Note,
            Kind::Suggestion,
            Kind::Absence,
            Kind::Decision,
            Kind::InvoiceLine,
        ];
        let of_nobody = [
            Kind::Programme,
            Kind::Service,
            Kind::Provider,
            Kind::Price,
            Kind::User,
            Kind::Instrument,
            Kind::Meeting,
            Kind::RuleBook,
            Kind::Series,
            Kind::Invoice,
        ];
        for kind in Kind::ALL {
            assert!(veils.contains(kind) != of_nobody.contains(kind), "{kind:?}: what of it may strangers see?");
        }
        assert_eq!(Family::default().number(), 0);
    }
}

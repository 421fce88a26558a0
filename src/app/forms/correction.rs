//! Correcting a completed assessment: why, and a new assessment that begins with what the old one says.

use super::{super::form::Reading, FormField, base};
use crate::domain::{Assessment, Deed, Field, Id, Operation, Problem, overview::FormContext};

pub fn fields() -> Vec<FormField> {
    vec![FormField::long(Field::CorrectionReason, "")]
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let old = base::<Assessment>(context);
    if !old.is_completed() {
        reading.fault(Field::CompletedOn, Problem::Missing);
    }
    if context.assessments.iter().any(|other| other.corrects == old.id) {
        reading.fault(Field::Corrects, Problem::Duplicate(reading.text(Field::CorrectionReason)));
    }
    let correction = Assessment {
        id: Id::default(),
        completed_on: None,
        completed_by: String::new(),
        corrects: old.id,
        correction_reason: reading.text(Field::CorrectionReason),
        ..old
    };
    Operation::new(Deed::CorrectAssessment).create(correction)
}

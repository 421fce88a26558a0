//! One of the three assessments.

use super::{super::form::Reading, Filling, FormField, base, put};
use crate::domain::{Assessment, AssessmentKind, Choice, Deed, Field, Operation, Problem, overview::FormContext};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    let assessment = match &context.base {
        Some(_) => base::<Assessment>(context),
        None => Assessment { kind: next_kind(context), ..Assessment::default() },
    };
    vec![
        FormField::choice(Field::Kind, assessment.kind, lang),
        FormField::date(Field::PlannedOn, assessment.planned_on, lang),
        FormField::date(Field::DoneOn, assessment.done_on, lang),
        FormField::text(Field::Place, &assessment.place),
        FormField::long(Field::Conclusions, &assessment.conclusions),
        FormField::long(Field::Recommendations, &assessment.recommendations),
    ]
}

/// The first kind that the child does not have yet.
fn next_kind(context: &FormContext) -> AssessmentKind {
    let taken = |kind: &AssessmentKind| context.assessments.iter().any(|assessment| assessment.kind == *kind);
    AssessmentKind::ALL.iter().copied().find(|kind| !taken(kind)).unwrap_or_default()
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let old = base::<Assessment>(context);
    let assessment = Assessment {
        child: context.child.as_ref().map(|child| child.id).unwrap_or_default(),
        kind: reading.choice(Field::Kind),
        planned_on: reading.date(Field::PlannedOn),
        done_on: reading.date(Field::DoneOn),
        place: reading.text(Field::Place),
        conclusions: reading.text(Field::Conclusions),
        recommendations: reading.text(Field::Recommendations),
        ..old
    };
    let mut others = context.assessments.iter().filter(|other| other.id != assessment.id);
    if others.any(|other| other.kind == assessment.kind) {
        reading.fault(Field::Kind, Problem::Duplicate(reading.text(Field::Kind)));
    }
    if assessment.done_on.is_some_and(|day| day > context.today) {
        reading.fault(Field::DoneOn, Problem::InFuture);
    }
    put(context, assessment, Deed::AddAssessment, Deed::EditAssessment)
}

//! One of the three assessments: when, where, by whom, of whom, and what came of it. Scores have a screen of their own.

use super::{super::form::Reading, Filling, FormField, base, put};
use crate::domain::{
    Assessment, AssessmentKind, Choice, Deed, Field, Operation, Problem, Subject, TeamMember, overview::FormContext,
};

/// Stands behind the one who leads the team.
const LEADS: char = '*';

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    let assessment = match &context.base {
        Some(_) => base::<Assessment>(context),
        None => next(context),
    };
    vec![
        FormField::choice(Field::Kind, assessment.kind, lang),
        FormField::choice(Field::Subject, assessment.subject, lang),
        FormField::date(Field::PlannedOn, assessment.planned_on, lang),
        FormField::date(Field::DoneOn, assessment.done_on, lang),
        FormField::text(Field::Place, &assessment.place),
        FormField::long(Field::Team, &shown(&assessment.team)),
        FormField::long(Field::FamilyResources, &assessment.family_resources),
        FormField::long(Field::ParentsNeeds, &assessment.parents_needs),
        FormField::long(Field::Conclusions, &assessment.conclusions),
        FormField::long(Field::Recommendations, &assessment.recommendations),
    ]
}

/// The first kind that the child does not have yet, of the child and then of the parents, by the team of the latest.
fn next(context: &FormContext) -> Assessment {
    let free = |subject: Subject| {
        let taken = |kind: AssessmentKind| {
            context.assessments.iter().any(|other| (other.kind, other.subject) == (kind, subject))
        };
        AssessmentKind::ALL.iter().copied().find(|kind| !taken(*kind)).map(|kind| (kind, subject))
    };
    let (kind, subject) = Subject::ALL.iter().copied().find_map(free).unwrap_or_default();
    let latest = context.assessments.iter().filter(|other| !other.team.is_empty()).max_by_key(|other| other.day());
    let team = latest.map(|latest| latest.team.clone()).unwrap_or_default();
    Assessment { kind, subject, team, ..Assessment::default() }
}

/// `Velga Strautmane, ārste rehabilitoloģe*; Anna Bērzkalne, sociālā darbiniece`.
fn shown(team: &[TeamMember]) -> String {
    let member = |member: &TeamMember| {
        let parts = [member.name.as_str(), member.profession.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let lead = if member.lead { LEADS.to_string() } else { String::new() };
        parts.join(", ") + &lead
    };
    team.iter().map(member).collect::<Vec<_>>().join("; ")
}

/// Members with semicolons between, each a name and, after a comma, a profession; the mark may stand anywhere in it.
/// One who is alone leads.
fn read(text: &str) -> Vec<TeamMember> {
    let member = |part: &str| {
        let bare = part.replace(LEADS, "");
        let (name, profession) = bare.split_once(',').unwrap_or((&bare, ""));
        TeamMember {
            name: name.trim().to_owned(),
            profession: profession.trim().to_owned(),
            lead: part.contains(LEADS),
        }
    };
    let members = text.split([';', '\n']).map(member);
    let mut team: Vec<TeamMember> = members.filter(|member| !member.name.is_empty()).collect();
    if let [only] = team.as_mut_slice() {
        only.lead = true;
    }
    team
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let old = base::<Assessment>(context);
    let assessment = Assessment {
        child: context.child.as_ref().map(|child| child.id).unwrap_or_default(),
        kind: reading.choice(Field::Kind),
        subject: reading.choice(Field::Subject),
        planned_on: reading.date(Field::PlannedOn),
        done_on: reading.date(Field::DoneOn),
        place: reading.text(Field::Place),
        team: read(&reading.text(Field::Team)),
        family_resources: reading.text(Field::FamilyResources),
        parents_needs: reading.text(Field::ParentsNeeds),
        conclusions: reading.text(Field::Conclusions),
        recommendations: reading.text(Field::Recommendations),
        ..old.clone()
    };
    if old.is_completed() {
        reading.fault(Field::Kind, Problem::Locked);
    }
    if context.assessments.iter().any(|other| assessment.is_same_as(other)) {
        reading.fault(Field::Kind, Problem::Duplicate(reading.text(Field::Kind)));
    }
    if !old.scores.is_empty() && assessment.subject != old.subject {
        // What was scored is about the other.
        reading.fault(Field::Subject, Problem::InUse);
    }
    if assessment.done_on.is_some_and(|day| day > context.today) {
        reading.fault(Field::DoneOn, Problem::InFuture);
    }
    let child = context.child.as_ref().and_then(|child| context.people.iter().find(|person| person.id == child.person));
    for fault in assessment.day_faults(&context.programme, child) {
        reading.fault(fault.field, fault.problem);
    }
    put(context, assessment, Deed::AddAssessment, Deed::EditAssessment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_is_read_as_it_is_shown() {
        let check = |text: &str, expect: &[(&str, &str, bool)], again: &str| {
            let team = read(text);
            let told: Vec<(&str, &str, bool)> =
                team.iter().map(|member| (member.name.as_str(), member.profession.as_str(), member.lead)).collect();
            assert_eq!(told, expect, "{text}");
            assert_eq!(shown(&team), again);
        };
        check("", &[], "");
        check("Velga Ķirse", &[("Velga Ķirse", "", true)], "Velga Ķirse*");
        check(
            "Velga Ķirse, ārste*; Ģirts Lūsis , fizioterapeits;",
            &[("Velga Ķirse", "ārste", true), ("Ģirts Lūsis", "fizioterapeits", false)],
            "Velga Ķirse, ārste*; Ģirts Lūsis, fizioterapeits",
        );
        check(
            "* Velga Ķirse, ārste, Rīga\nĢirts Lūsis",
            &[("Velga Ķirse", "ārste, Rīga", true), ("Ģirts Lūsis", "", false)],
            "Velga Ķirse, ārste, Rīga*; Ģirts Lūsis",
        );
    }
}

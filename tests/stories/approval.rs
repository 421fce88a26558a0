//! A plan goes its way: handed in, refused, handed in again, approved with a numbered decision, changed, approved again.

use atbalsts::action::Action;
use atbalsts::app::Can;
use atbalsts::domain::budget::FigureKind::*;
use atbalsts::domain::{Decision, DecisionKind, Field, Money, Party, PlanStage, PlanState, PlanVersion, Problem, Role};
use atbalsts::i18n::{Text, choice::Worded};

use crate::desk::{Desk, Place, SMALL, World, day, everywhere};
use crate::first_day::{check, prepared};

fn plans(world: &World) -> Vec<PlanVersion> {
    world.read(|reader| reader.all())
}

fn decisions(world: &World) -> Vec<Decision> {
    world.read(|reader| reader.all())
}

/// The office with a head of service beside the worker.
fn with_head() -> World {
    let world = prepared();
    world.add_user("līga", "Līga Ozola", Role::Head);
    world.give_role("anna", Role::Worker);
    world
}

fn head(world: &World, place: Place) -> Desk {
    let mut head = world.desk_of("līga", place, SMALL);
    head.act(Action::PanePlan);
    head
}

#[test]
fn a_change_is_refused_put_right_approved_and_holds_from_its_day() {
    everywhere(|place| {
        let world = with_head();
        assert_eq!(decisions(&world).iter().map(Decision::label).collect::<Vec<_>>(), ["2018/1"], "the first version");
        let mut anna = world.desk(place);
        anna.act(Action::PanePlan);
        let (reason, later) = ((Field::Reason, "vairāk fizioterapijas"), (Field::EffectiveFrom, "1.10.2018"));
        anna.fill(Action::NewPlanVersion, &[reason, later]);
        anna.act(Action::Edit);
        anna.enter(Field::Quantity, "60");
        anna.save();
        anna.sign_plan();
        anna.save();
        anna.sees(PlanStage::Agreed.text(place.lang));

        // Handed in, it stays as it is and waits for the head.
        anna.refused(|desk| desk.act(Action::Edit));
        anna.refused(|desk| desk.act(Action::NewPlanLine));
        assert_eq!(anna.app.can(Action::AdvancePlan), Can::No(Text::WaitsForHead));

        let mut head = head(&world, place);
        assert_eq!(head.app.overview.tasks, 1, "it waits for the head");
        head.act(Action::WorkQueue);
        head.sees(&Text::PlanWaits.fill(place.lang, &[&2]));
        head.act(Action::Back);
        head.act(Action::ReturnPlan);
        // What is decided about stands under the fields.
        head.sees("40 → 60");
        head.refused(|desk| desk.act(Action::Save));
        assert_eq!(head.faults_of(Field::DecisionNote), [Problem::Missing.sentence(place.lang)]);
        head.enter(Field::DecisionNote, "par daudz; 50 pietiek");
        head.save();
        let second = &plans(&world)[1];
        assert_eq!((second.state, second.refused_by.as_str()), (PlanState::Draft, "līga"));
        assert!(second.signatures.is_empty(), "nobody has signed what it will say");

        anna.rest();
        anna.sees(PlanStage::Refused.text(place.lang));
        anna.act(Action::WorkQueue);
        anna.sees(&Text::PlanRefused.fill(place.lang, &[&2, &"par daudz; 50 pietiek"]));
        anna.act(Action::Back);
        anna.act(Action::Edit);
        anna.enter(Field::Quantity, "50");
        anna.save();
        anna.sign_plan();
        anna.save();
        head.rest();
        head.fill(Action::AdvancePlan, &[(Field::DecisionNote, "saskaņots")]);

        let (plans, decisions) = (plans(&world), decisions(&world));
        assert_eq!(
            plans.iter().map(|plan| plan.state).collect::<Vec<_>>(),
            [PlanState::Superseded, PlanState::Approved]
        );
        assert_eq!(plans[1].supersedes, plans[0].id);
        assert_eq!((plans[1].approved_by.as_str(), plans[1].decision_note.as_str()), ("līga", "saskaņots"));
        let signed: Vec<Party> = plans[1].signatures.iter().map(|signature| signature.party).collect();
        assert_eq!(signed, [Party::Worker, Party::Representative]);
        let granted = decisions.last().unwrap();
        assert_eq!(
            (granted.label().as_str(), granted.kind, granted.plan),
            ("2018/2", DecisionKind::Grant, plans[1].id)
        );

        // Until its day the first version holds, and what it has due until then; what is approved counts from now on.
        anna.rest();
        check(&anna, &[(Planned, 145_150)]);
        anna.sees(PlanStage::Coming.text(place.lang));
        let open = |desk: &Desk, before: bool| {
            let sessions = desk.dossier().sessions.iter().filter(|session| session.is_open());
            let lines: Vec<_> = desk.dossier().lines.iter().map(|line| line.id).collect();
            sessions.filter(|s| (s.day < day(2018, 10, 1)) == before && lines.contains(&s.line)).count()
        };
        assert_eq!((open(&anna, true), open(&anna, false)), (0, 7), "sessions from its day on are under its lines");
        anna.midnight(day(2018, 9, 30));
        check(&anna, &[(Planned, 145_150)]);
        anna.midnight(day(2018, 10, 1));
        check(&anna, &[(Planned, 145_150)]);
        anna.sees(Text::InForce.text(place.lang));
    });
}

#[test]
fn approval_is_asked_for_and_decided_in_four_keys() {
    everywhere(|place| {
        let world = with_head();
        let mut anna = world.desk(place);
        anna.act(Action::PanePlan);
        anna.fill(Action::NewPlanVersion, &[(Field::Reason, "vairāk")]);
        anna.sign_plan();
        anna.act(Action::Back);
        anna.act(Action::Back);
        anna.act(Action::PanePlan);
        let before = anna.pressed.len();
        anna.act(Action::AdvancePlan);
        anna.act(Action::Save);
        let asked = anna.pressed.len() - before;
        let mut head = head(&world, place);
        let before = head.pressed.len();
        head.act(Action::AdvancePlan);
        head.act(Action::Save);
        let decided = head.pressed.len() - before;
        assert!(asked + decided <= 4, "{asked} and {decided}");
        assert_eq!(decisions(&world).len(), 2);
    });
}

#[test]
fn a_signature_without_a_day_and_a_plan_without_the_parents_are_told() {
    everywhere(|place| {
        let world = with_head();
        let mut anna = world.desk(place);
        anna.act(Action::PanePlan);
        anna.fill(Action::NewPlanVersion, &[(Field::Reason, "vairāk")]);
        anna.act(Action::AdvancePlan);
        anna.enter(Field::LeadSigned, "Dr. Ozols");
        anna.refused(|desk| desk.act(Action::Save));
        let sentence = |problem: Problem| [problem.sentence(place.lang)];
        assert_eq!(anna.faults_of(Field::LeadSignedOn), sentence(Problem::SignatureWithoutDay));
        assert_eq!(anna.faults_of(Field::RepresentativeSignedOn), sentence(Problem::NotSigned));
        anna.save();
        let signed: Vec<Party> = plans(&world)[1].signatures.iter().map(|signature| signature.party).collect();
        assert_eq!(signed, [Party::Worker]);
    });
}

#[test]
fn whoever_handed_it_in_takes_it_back() {
    everywhere(|place| {
        let world = with_head();
        let mut anna = world.desk(place);
        anna.act(Action::PanePlan);
        anna.fill(Action::NewPlanVersion, &[(Field::Reason, "vairāk")]);
        anna.refused(|desk| desk.act(Action::ReturnPlan));
        anna.sign_plan();
        anna.save();
        anna.fill(Action::ReturnPlan, &[(Field::DecisionNote, "māte lūdza pagaidīt")]);
        let plan = &plans(&world)[1];
        assert_eq!((plan.state, plan.refused_on), (PlanState::Draft, None));
        anna.act(Action::Undo);
        anna.act(Action::Accept);
        assert_eq!(plans(&world)[1].state, PlanState::Submitted);
    });
}

#[test]
fn a_decision_grants_refuses_and_ends_and_another_takes_its_place() {
    everywhere(|place| {
        let world = with_head();
        let mut anna = world.desk(place);
        anna.act(Action::PanePlan);
        anna.refused(|desk| desk.act(Action::NewDecision));
        anna.fill(Action::NewPlanVersion, &[(Field::Reason, "vairāk")]);
        anna.sign_plan();
        anna.save();

        let mut head = head(&world, place);
        head.act(Action::NewDecision);
        head.enter(Field::Kind, DecisionKind::Refuse.text(place.lang));
        head.refused(|desk| desk.act(Action::Save));
        assert_eq!(head.faults_of(Field::Text), [Problem::Missing.sentence(place.lang)], "a refusal says why");
        head.enter(Field::Text, "griesti ir sasniegti");
        head.save();
        assert_eq!(plans(&world)[1].state, PlanState::Draft);

        anna.rest();
        anna.sign_plan();
        anna.save();
        head.rest();
        head.fill(Action::NewDecision, &[]);
        assert_eq!(plans(&world)[1].state, PlanState::Approved, "granting approves what was handed in");

        // The register, the newest first; a decision is not edited: a new one takes its place.
        head.act(Action::Decisions);
        head.sees("2018/3");
        head.sees("v2 · griesti ir");
        head.refused(|desk| desk.act(Action::Close));
        head.act(Action::Edit);
        let remainder = |desk: &Desk| desk.figure(Forecast) - desk.figure(Delivered) - desk.figure(Reserved);
        assert!(remainder(&head) > Money::ZERO, "what is not booked yet is expected, too");
        head.enter(Field::Kind, DecisionKind::Terminate.text(place.lang));
        head.enter(Field::Plan, "2");
        head.enter(Field::Text, "ģimene pārcēlās");
        head.refused(|desk| desk.act(Action::Save));
        assert_eq!(head.faults_of(Field::Day).len(), 1, "sessions are still booked");
        head.save();
        let (plans, decisions) = (plans(&world), decisions(&world));
        assert_eq!((plans[1].state, plans[1].closed_on), (PlanState::Closed, Some(world.today)));
        let labels: Vec<String> = decisions.iter().map(Decision::label).collect();
        assert_eq!(labels, ["2018/1", "2018/2", "2018/3", "2018/4"]);
        assert_eq!(decisions[3].supersedes, decisions[2].id);
        head.sees(&Text::SupersededBy.fill(place.lang, &[&"2018/4"]));
        // From the next day on the plan expects nothing any more, and nothing of it is waiting to be booked.
        head.midnight(day(2018, 9, 12));
        assert_eq!(remainder(&head), Money::ZERO);
        let over = head.dossier();
        assert!(
            over.figures.bookable.is_empty() && over.figures.lines.iter().all(|used| used.remaining_units.is_zero())
        );
        assert_eq!(head.app.families.reminders(), []);
        anna.rest();
        assert_eq!(anna.app.can(Action::NewSession), Can::No(Text::NoApprovedPlan));
    });
}

//! The three assessments side by side.

use atbalsts::action::Action;
use atbalsts::app::page::Target;
use atbalsts::domain::{Assessment, AssessmentKind, Deed, Id, Operation, Score};
use atbalsts::i18n::assessment::AssessmentText;

use super::{assessments, planned, sheet};
use crate::desk::{Desk, WIDE, everywhere};

#[test]
fn the_three_stand_side_by_side_and_show_what_moved() {
    everywhere(|place| {
        let lang = place.lang;
        let world = planned(4, &[]);
        let store = world.store();
        let first = assessments(&world).remove(0);
        let of = |kind, digits: &str| {
            let codes = ["b1", "b2", "d3", "d4"];
            let scores = codes.iter().zip(digits.bytes()).map(|(item, digit)| Score {
                item: (*item).to_owned(),
                value: digit - b'0',
                observation: if *item == "d3" { format!("Redzēts, ka ir {}", digit - b'0') } else { String::new() },
            });
            let instrument = Id::new(1);
            let id = if kind == AssessmentKind::Initial { first.id } else { Default::default() };
            let scores = scores.collect();
            Assessment { id, kind, scores, instrument, done_on: Some(world.today), ..first.clone() }
        };
        let operation = Operation::new(Deed::ScoreAssessment)
            .change(first.clone(), of(AssessmentKind::Initial, "3220"))
            .create(of(AssessmentKind::Interim, "2229"))
            .create(of(AssessmentKind::Closing, "1241"));
        store.apply("anna", &operation).unwrap();
        let mut desk = world.desk_of("anna", place, WIDE);
        desk.act(Action::Assessments);
        for expected in ["↓2", "↑2", "↑1", AssessmentText::Better.text(lang), AssessmentText::Worse.text(lang)] {
            desk.sees(expected);
        }
        desk.sees(&AssessmentText::BetterWorse.fill(lang, &[&0, &2]));
        desk.act(Action::OnlyMoved);
        desk.sees(AssessmentText::OnlyMoved.text(lang));
        let rows = |desk: &Desk| desk.screen();
        assert!(!rows(&desk).contains(" b2 "), "{}", desk.screen());
        assert!(rows(&desk).contains(" d3 "));
        // What was seen each time.
        while !matches!(&desk.page().selected().unwrap().target, Target::Item(_, code) if code == "d3") {
            desk.act(Action::Down);
        }
        desk.act(Action::Open);
        for seen in [2, 2, 4] {
            desk.sees(&format!("Redzēts, ka ir {seen}"));
        }
        desk.act(Action::Back);
        desk.act(Action::Top);
        desk.act(Action::Open);
        assert_eq!(sheet(&desk).context.assessment.id, first.id);
    });
}

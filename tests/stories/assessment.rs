//! Assessing: a digit an item, what members saw apart, completing, correcting, and the three side by side.

use atbalsts::action::Action;
use atbalsts::app::Screen;
use atbalsts::app::scoring::{About, Sheet};
use atbalsts::domain::{
    Assessment, AssessmentKind, Child, Component, Deed, Definition, Field, Goal, Instrument, Item, Level, Operation,
    Role, Scoring, Subject, TeamMember,
};
use atbalsts::i18n::{Lang, Text};
use atbalsts::keymap::{Key, KeyCode};

use crate::desk::{Desk, Place, SMALL, WIDE, World, everywhere, screen_name};
use crate::first_day::prepared;

/// An instrument with that many items about the child, half of them activities, and two about the parents.
fn instrument(items: usize) -> Instrument {
    let level = |value: u8, latvian: &str, english: &str| Level {
        value,
        latvian: latvian.to_owned(),
        english: english.to_owned(),
        measures: value < 8,
    };
    let component = |code: &str, latvian: &str, english: &str, subject| Component {
        code: code.to_owned(),
        latvian: latvian.to_owned(),
        english: english.to_owned(),
        subject,
    };
    let item = |code: String| {
        let defined = |value: u8| Definition {
            value,
            latvian: format!("{code}: ko redz ikdienā, ja vērtē ar {value}"),
            english: format!("{code}: what is seen daily when it is scored {value}"),
        };
        Item {
            latvian: format!("Joma {code}"),
            english: format!("Domain {code}"),
            definitions: vec![defined(0), defined(2), defined(4)],
            code,
        }
    };
    let half = items / 2;
    let codes = (1..=half).map(|n| format!("b{n}")).chain((half + 1..=items).map(|n| format!("d{n}")));
    Instrument {
        name: "Novada instruments".to_owned(),
        adopted_on: crate::desk::day(2018, 1, 1),
        levels: vec![
            level(0, "nav grūtību", "no problem"),
            level(1, "vieglas", "mild"),
            level(2, "mērenas", "moderate"),
            level(3, "smagas", "severe"),
            level(4, "pilnīgas", "complete"),
            level(8, "nav norādīts", "not specified"),
            level(9, "nav piemērojams", "not applicable"),
        ],
        components: vec![
            component("b", "Ķermeņa funkcijas", "Body functions", Subject::Child),
            component("d", "Aktivitātes", "Activities", Subject::Child),
            component("p", "Vecāki", "Parents", Subject::Parents),
        ],
        items: codes.chain(["p1".to_owned(), "p2".to_owned()]).map(item).collect(),
        ..Instrument::default()
    }
}

fn member(name: &str, profession: &str, lead: bool) -> TeamMember {
    TeamMember { name: name.to_owned(), profession: profession.to_owned(), lead }
}

const PHYSICIAN: &str = "Ilze Ābola";
const THERAPIST: &str = "Jānis Žagars";

/// The first day's office with that instrument, and a planned assessment by that team.
fn planned(items: usize, team: &[TeamMember]) -> World {
    let world = prepared();
    let child = world.read(|reader| reader.all::<Child>()).remove(0);
    let goal = world.read(|reader| reader.all::<Goal>()).remove(0);
    // The goal is judged in a story of its own.
    let done = Goal { attainment: atbalsts::domain::Attainment::Reached, closed_on: Some(world.today), ..goal.clone() };
    let assessment =
        Assessment { child: child.id, planned_on: Some(world.today), team: team.to_vec(), ..Assessment::default() };
    let operation = Operation::new(Deed::AddAssessment);
    let operation = operation.create(instrument(items)).create(assessment).change(goal, done);
    world.store().apply("anna", &operation).unwrap();
    world
}

fn assessments(world: &World) -> Vec<Assessment> {
    world.read(|reader| reader.all::<Assessment>())
}

fn digits(assessment: &Assessment) -> String {
    assessment.scores.iter().map(|score| char::from(b'0' + score.value)).collect()
}

/// The sheet on top of everything.
fn sheet(desk: &Desk) -> &Sheet {
    match desk.app.screens.last() {
        Some(Screen::Scoring(sheet)) => sheet,
        other => panic!("no sheet is open, but {}", screen_name(other)),
    }
}

/// The code of the item under the cursor; nothing at the end.
fn at(desk: &Desk) -> String {
    match sheet(desk).mark().map(|mark| mark.about.clone()) {
        Some(About::Item(code)) => code,
        Some(About::Goal(goal)) => format!("goal {goal}"),
        None => String::new(),
    }
}

/// From the panes to the n-th assessment in the client file.
pub fn open(desk: &mut Desk, n: usize) {
    desk.act(Action::CaseFile);
    let is_assessment = |desk: &Desk| {
        let row = desk.page().selected().map(|row| row.target.clone());
        matches!(row, Some(atbalsts::app::page::Target::Record(record)) if matches!(*record, atbalsts::domain::AnyRecord::Assessment(_)))
    };
    while !is_assessment(desk) {
        desk.act(Action::Down);
    }
    for _ in 0..n {
        desk.act(Action::Down);
    }
    desk.act(Action::Open);
}

/// Types the digits of scores.
fn score(desk: &mut Desk, digits: &str) {
    desk.type_text(digits);
}

#[test]
fn sixty_items_are_scored_in_sixty_one_keys() {
    everywhere(|place| {
        let world = planned(60, &[]);
        let mut desk = world.desk(place);
        open(&mut desk, 0);
        let typed: String = "012340189".chars().cycle().filter(|digit| *digit != '9').take(60).collect();
        let keys = desk.count(|desk| {
            score(desk, &typed);
            desk.act(Action::Accept);
        });
        assert!(keys <= 61, "{keys} keys");
        let saved = assessments(&world).remove(0);
        assert_eq!(digits(&saved), typed);
        assert_eq!(saved.done_on, Some(world.today));
        assert_eq!(saved.instrument.0, 1);
        assert!(!saved.is_completed());
        assert!(world.read(|reader| reader.drafts("anna")).is_empty(), "the draft is done with");
    });
}

#[test]
fn all_scores_pasted_at_once_are_those_typed() {
    everywhere(|place| {
        let world = planned(8, &[]);
        let mut desk = world.desk(place);
        open(&mut desk, 0);
        desk.paste("0123 4899\n");
        desk.act(Action::Accept);
        assert_eq!(digits(&assessments(&world)[0]), "01234899");
    });
}

#[test]
fn what_is_not_on_the_scale_is_refused_with_the_scale_and_moves_nothing() {
    everywhere(|place| {
        let world = planned(4, &[]);
        let mut desk = world.desk(place);
        open(&mut desk, 0);
        let told = desk.refused(|desk| desk.type_text("7"));
        assert_eq!(told, Text::NotOnScale.fill(place.lang, &[&7, &"0 1 2 3 4 8 9"]));
        assert_eq!(at(&desk), "b1");
        // Of what is pasted, nothing goes on behind it: it would stand a row too early.
        desk.refused(|desk| desk.paste("1734"));
        assert_eq!(at(&desk), "b2");
        assert_eq!(sheet(&desk).progress(), (1, 4));
        desk.sees(if place.lang == Lang::Latvian {
            "2 mērenas: b2: ko redz ikdienā, ja vērtē ar 2"
        } else {
            "2 moderate: b2: what is seen daily when it is scored 2"
        });
    });
}

#[test]
fn an_item_can_be_skipped_taken_back_and_scored_as_last_time() {
    everywhere(|place| {
        let world = planned(4, &[]);
        let mut desk = world.desk(place);
        open(&mut desk, 0);
        desk.refused(|desk| desk.act(Action::SameScore));
        score(&mut desk, "12");
        desk.act(Action::SkipItem);
        score(&mut desk, "4");
        desk.act(Action::Up);
        desk.act(Action::ClearScore);
        desk.act(Action::Accept);
        assert_eq!(digits(&assessments(&world)[0]), "12");
        desk.act(Action::Back);
        desk.fill(
            Action::NewAssessment,
            &[(Field::Kind, AssessmentKind::Interim.name_for_test()), (Field::PlannedOn, "11.9.")],
        );
        open(&mut desk, 1);
        desk.act(Action::SameScore);
        score(&mut desk, "0");
        let told = desk.refused(|desk| desk.act(Action::SameScore));
        assert_eq!(told, Text::NoScoreBefore.text(place.lang));
        desk.act(Action::Accept);
        let interim = assessments(&world).into_iter().find(|one| one.kind == AssessmentKind::Interim).unwrap();
        assert_eq!(digits(&interim), "10");
    });
}

/// Codes for choices that tests type.
trait Typed {
    fn name_for_test(self) -> &'static str;
}

impl Typed for AssessmentKind {
    fn name_for_test(self) -> &'static str {
        atbalsts::domain::Choice::code(self)
    }
}

#[test]
fn a_broken_line_costs_no_digit_and_no_letter_of_an_observation() {
    everywhere(|place| {
        let world = planned(6, &[]);
        let mut desk = world.desk(place);
        open(&mut desk, 0);
        score(&mut desk, "123");
        desk.act(Action::Observe);
        desk.type_text("Staigā ar atbalstu, nogurst");
        for _ in 0..3 {
            desk.act(Action::CursorLeft);
        }
        desk.lose_line();

        let mut desk = world.desk(place);
        assert!(matches!(desk.app.screens[..], [Screen::Question(_)]), "it is offered");
        desk.act(Action::Accept);
        desk.type_text("!");
        desk.sees("Staigā ar atbalstu, nogu!rst");
        desk.act(Action::Accept);
        assert_eq!(at(&desk), "d4");
        score(&mut desk, "4");
        desk.act(Action::Accept);
        let saved = assessments(&world).remove(0);
        assert_eq!(digits(&saved), "1234");
        assert_eq!(saved.score("d4").unwrap().observation, "Staigā ar atbalstu, nogu!rst");
        drop(desk);
        assert!(world.desk(place).app.screens.is_empty(), "nothing is left to offer");
    });
}

#[test]
fn a_sheet_that_was_left_goes_on_where_it_was() {
    everywhere(|place| {
        let world = planned(6, &[]);
        let mut desk = world.desk(place);
        open(&mut desk, 0);
        score(&mut desk, "12");
        desk.act(Action::Back);
        desk.sees(Text::DraftKept.text(place.lang));
        assert!(assessments(&world)[0].scores.is_empty(), "nothing is saved yet");
        desk.act(Action::Open);
        assert_eq!((at(&desk).as_str(), sheet(&desk).progress()), ("b3", (2, 6)));
        desk.act(Action::Back);
        desk.act(Action::Drafts);
        desk.sees(Text::AssessmentSheet.text(place.lang));
        desk.act(Action::Open);
        assert_eq!(sheet(&desk).progress(), (2, 6));
    });
}

#[test]
fn an_observation_without_a_score_is_not_thrown_away() {
    everywhere(|place| {
        let world = planned(4, &[]);
        let mut desk = world.desk(place);
        open(&mut desk, 0);
        desk.act(Action::SkipItem);
        desk.act(Action::Observe);
        desk.type_text("Runā teikumos");
        // Leaving the line keeps what was typed, too.
        desk.act(Action::Back);
        desk.act(Action::Up);
        let told = desk.refused(|desk| desk.act(Action::Accept));
        assert_eq!(told, Text::ObservationAlone.text(place.lang));
        assert_eq!(at(&desk), "b2");
        score(&mut desk, "0");
        desk.act(Action::Accept);
        assert_eq!(assessments(&world)[0].score("b2").unwrap().observation, "Runā teikumos");
    });
}

#[test]
fn members_score_on_their_own_and_what_differs_by_two_is_explained() {
    everywhere(|place| {
        let team = [member(PHYSICIAN, "ārste rehabilitoloģe", true), member(THERAPIST, "fizioterapeits", false)];
        let world = planned(4, &team);
        let lang = place.lang;
        let (mut anna, mut peteris) = (world.desk(place), world.desk_of("pēteris", place, SMALL));
        // Both at once, each for another member.
        for desk in [&mut anna, &mut peteris] {
            open(desk, 0);
            desk.sees(PHYSICIAN);
            desk.sees(Text::LeadsTeam.text(lang));
        }
        anna.act(Action::Down);
        anna.act(Action::Open);
        peteris.act(Action::Down);
        peteris.act(Action::Down);
        peteris.act(Action::Open);
        score(&mut anna, "1134");
        score(&mut peteris, "3124");
        anna.act(Action::Accept);
        peteris.act(Action::Accept);
        let scorings = world.read(|reader| reader.all::<Scoring>());
        assert_eq!(scorings.iter().map(|one| one.member.as_str()).collect::<Vec<_>>(), [PHYSICIAN, THERAPIST]);
        assert!(assessments(&world)[0].scores.is_empty(), "the team has not agreed on anything");

        // The team: what all agree on stands already, a difference of two is marked.
        anna.rest();
        anna.act(Action::Open);
        anna.act(Action::Open);
        assert_eq!(sheet(&anna).progress(), (2, 4));
        anna.sees(Text::Explain.text(lang));
        anna.act(Action::CompleteAssessment);
        assert_eq!(anna.page().visible.len(), 2, "b1 and d3 are not agreed on");
        anna.act(Action::Open);
        assert_eq!(at(&anna), "b1");
        score(&mut anna, "2");
        anna.act(Action::Down);
        score(&mut anna, "3");
        anna.act(Action::CompleteAssessment);
        anna.sees(Text::LacksExplanation.text(lang).split(':').next().unwrap());
        anna.act(Action::Open);
        assert_eq!(at(&anna), "b1");
        anna.act(Action::Observe);
        anna.type_text("Mājās grūtāk nekā kabinetā");
        anna.act(Action::Accept);
        anna.act(Action::CompleteAssessment);
        anna.act(Action::Accept);
        let saved = assessments(&world).remove(0);
        assert_eq!(digits(&saved), "2134");
        assert_eq!((saved.completed_on, saved.completed_by.as_str()), (Some(world.today), "anna"));
    });
}

#[test]
fn two_who_work_on_one_sheet_lose_nothing_and_see_what_both_scored() {
    everywhere(|place| {
        let world = planned(4, &[]);
        let (mut anna, mut peteris) = (world.desk(place), world.desk_of("pēteris", place, SMALL));
        open(&mut anna, 0);
        open(&mut peteris, 0);
        score(&mut anna, "12");
        anna.act(Action::Accept);
        // He scored other items: both are kept, and nobody has to decide anything.
        peteris.act(Action::SkipItem);
        peteris.act(Action::SkipItem);
        score(&mut peteris, "34");
        peteris.act(Action::Accept);
        assert_eq!(digits(&assessments(&world)[0]), "1234");

        // The same item: hers is shown beside his, and his second save decides.
        anna.rest();
        anna.act(Action::Open);
        peteris.act(Action::Open);
        anna.act(Action::Top);
        peteris.act(Action::Top);
        score(&mut anna, "0");
        anna.act(Action::Accept);
        score(&mut peteris, "4");
        let told = peteris.refused(|desk| desk.act(Action::Accept));
        assert_eq!(told, Text::SheetClash.text(place.lang));
        peteris.sees(&Text::TheirScore.fill(place.lang, &[&0]));
        assert_eq!(digits(&assessments(&world)[0]), "0234", "nothing is overwritten unseen");
        peteris.act(Action::Accept);
        assert_eq!(digits(&assessments(&world)[0]), "4234");
    });
}

#[test]
fn two_who_begin_the_same_members_sheet_make_one() {
    everywhere(|place| {
        let team = [member(PHYSICIAN, "ārste", true), member(THERAPIST, "fizioterapeits", false)];
        let world = planned(4, &team);
        let (mut anna, mut peteris) = (world.desk(place), world.desk_of("pēteris", place, SMALL));
        for desk in [&mut anna, &mut peteris] {
            open(desk, 0);
            desk.act(Action::Down);
            desk.act(Action::Open);
        }
        score(&mut anna, "12");
        anna.act(Action::Accept);
        peteris.act(Action::SkipItem);
        peteris.act(Action::SkipItem);
        score(&mut peteris, "34");
        peteris.act(Action::Accept);
        let scorings = world.read(|reader| reader.all::<Scoring>());
        assert_eq!(scorings.len(), 1);
        assert_eq!(scorings[0].scores.iter().map(|score| score.value).collect::<Vec<_>>(), [1, 2, 3, 4]);
    });
}

/// An assessment of four items that is completed.
fn completed(place: Place, scores: &str) -> (World, Desk) {
    let world = planned(4, &[member(PHYSICIAN, "ārste", true), member(THERAPIST, "fizioterapeits", false)]);
    let mut desk = world.desk(place);
    open(&mut desk, 0);
    // The team together.
    desk.act(Action::Open);
    score(&mut desk, scores);
    desk.act(Action::CompleteAssessment);
    desk.act(Action::Accept);
    (world, desk)
}

#[test]
fn what_is_completed_is_locked() {
    everywhere(|place| {
        let (world, mut desk) = completed(place, "1234");
        let locked = Text::AssessmentLocked.text(place.lang);
        assert!(sheet(&desk).is_locked());
        assert_eq!(desk.refused(|desk| desk.type_text("0")), locked);
        for action in [Action::CompleteAssessment, Action::Edit, Action::Observe, Action::ClearScore] {
            assert_eq!(desk.refused(|desk| desk.act(action)), locked, "{action:?}");
        }
        desk.act(Action::Back);
        assert_eq!(desk.refused(|desk| desk.act(Action::Edit)), locked);
        // Nor by a program that asks nobody.
        let before = assessments(&world).remove(0);
        let after = Assessment { place: "Talsi".to_owned(), ..before.clone() };
        let store = world.store();
        assert!(store.apply("anna", &Operation::new(Deed::EditAssessment).change(before.clone(), after)).is_err());
        assert!(store.apply("anna", &Operation::new(Deed::EditAssessment).remove(&before)).is_err());
        let scoring = Scoring { assessment: before.id, member: PHYSICIAN.to_owned(), ..Scoring::default() };
        assert!(store.apply("anna", &Operation::new(Deed::ScoreAssessment).create(scoring)).is_err());
        assert_eq!(assessments(&world), [before]);
    });
}

#[test]
fn a_correction_is_a_new_assessment_that_shows_what_changes() {
    everywhere(|place| {
        let (world, mut desk) = completed(place, "1234");
        let lang = place.lang;
        desk.act(Action::CorrectAssessment);
        desk.refused(|desk| desk.act(Action::Save));
        desk.enter(Field::CorrectionReason, "Sajauktas divas lapas");
        desk.save();
        assert!(!sheet(&desk).is_locked());
        assert_eq!(sheet(&desk).progress(), (4, 4), "it begins with what the old one says");
        desk.act(Action::Down);
        score(&mut desk, "0");
        desk.sees(&Text::WasScored.fill(lang, &[&2]));
        desk.act(Action::CompleteAssessment);
        desk.act(Action::Accept);
        let [old, new] = &assessments(&world)[..] else { panic!("two assessments") };
        assert_eq!((digits(old), digits(new)), ("1234".to_owned(), "1034".to_owned()));
        assert_eq!((new.corrects, new.correction_reason.as_str()), (old.id, "Sajauktas divas lapas"));
        while !desk.app.screens.is_empty() {
            desk.act(Action::Back);
        }
        desk.act(Action::CaseFile);
        desk.sees(Text::Corrected.text(lang));
        desk.sees(Text::InForce.text(lang));
        // The old one cannot be corrected twice.
        open(&mut desk, 0);
        assert_eq!(desk.refused(|desk| desk.act(Action::CorrectAssessment)), Text::AlreadyCorrected.text(lang));
    });
}

#[test]
fn of_two_corrections_begun_at_once_one_stands() {
    everywhere(|place| {
        let (world, mut anna) = completed(place, "1234");
        let mut peteris = world.desk_of("pēteris", place, SMALL);
        open(&mut peteris, 0);
        for desk in [&mut anna, &mut peteris] {
            desk.act(Action::CorrectAssessment);
            desk.enter(Field::CorrectionReason, "Sajauktas divas lapas");
        }
        anna.save();
        peteris.refused(|desk| desk.act(Action::Save));
        assert_eq!(assessments(&world).len(), 2);
        assert_eq!(peteris.value(Field::CorrectionReason), "Sajauktas divas lapas", "what he typed is still there");
    });
}

#[test]
fn completing_what_a_colleague_has_changed_meanwhile_shows_the_change_first() {
    everywhere(|place| {
        let world = planned(4, &[]);
        let (mut anna, mut peteris) = (world.desk(place), world.desk_of("pēteris", place, SMALL));
        open(&mut anna, 0);
        open(&mut peteris, 0);
        score(&mut anna, "1234");
        anna.act(Action::CompleteAssessment);
        score(&mut peteris, "0");
        peteris.act(Action::Accept);
        anna.refused(|desk| desk.act(Action::Accept));
        anna.sees(&Text::TheirScore.fill(place.lang, &[&0]));
        assert!(!assessments(&world)[0].is_completed());
        anna.act(Action::CompleteAssessment);
        anna.act(Action::Accept);
        assert_eq!(digits(&assessments(&world)[0]), "1234");
        assert!(assessments(&world)[0].is_completed());
        // What is completed by now takes no score of his any more.
        peteris.act(Action::Open);
        assert_eq!(peteris.refused(|desk| desk.type_text("3")), Text::AssessmentLocked.text(place.lang));
    });
}

#[test]
fn goals_are_judged_after_the_items() {
    everywhere(|place| {
        let world = prepared();
        let child = world.read(|reader| reader.all::<Child>()).remove(0);
        let assessment = Assessment { child: child.id, planned_on: Some(world.today), ..Assessment::default() };
        let of_parents = Assessment { subject: Subject::Parents, ..assessment.clone() };
        let operation = Operation::new(Deed::AddAssessment).create(instrument(2)).create(assessment).create(of_parents);
        world.store().apply("anna", &operation).unwrap();
        let mut desk = world.desk(place);
        open(&mut desk, 0);
        score(&mut desk, "11");
        desk.sees("Staigāt bez atbalsta");
        let told = desk.refused(|desk| desk.type_text("0"));
        assert_eq!(told, Text::NotOnGoalScale.fill(place.lang, &[&0]));
        score(&mut desk, "2");
        assert_eq!(at(&desk), "", "the sheet ends there");
        desk.act(Action::Accept);
        let saved = assessments(&world).remove(0);
        let progress = &saved.progress[0];
        assert_eq!((progress.scale, progress.attainment), (-1, atbalsts::domain::Attainment::Partly));
        // The parents' assessment does not judge the child's goals.
        desk.act(Action::Down);
        desk.act(Action::Open);
        assert_eq!(sheet(&desk).progress(), (0, 2));
        assert_eq!(at(&desk), "p1");
    });
}

#[test]
fn the_three_stand_side_by_side_and_show_what_moved() {
    everywhere(|place| {
        let lang = place.lang;
        let world = planned(4, &[]);
        let store = world.store();
        let first = assessments(&world).remove(0);
        let of = |kind, digits: &str| {
            let codes = ["b1", "b2", "d3", "d4"];
            let scores = codes.iter().zip(digits.bytes()).map(|(item, digit)| atbalsts::domain::Score {
                item: (*item).to_owned(),
                value: digit - b'0',
                observation: if *item == "d3" { format!("Redzēts, ka ir {}", digit - b'0') } else { String::new() },
            });
            let instrument = atbalsts::domain::Id::new(1);
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
        for expected in ["↓2", "↑2", "↑1", Text::Better.text(lang), Text::Worse.text(lang)] {
            desk.sees(expected);
        }
        desk.sees(&Text::BetterWorse.fill(lang, &[&0, &2]));
        desk.act(Action::OnlyMoved);
        desk.sees(Text::OnlyMoved.text(lang));
        let rows = |desk: &Desk| desk.screen();
        assert!(!rows(&desk).contains(" b2 "), "{}", desk.screen());
        assert!(rows(&desk).contains(" d3 "));
        // What was seen each time.
        while !matches!(&desk.page().selected().unwrap().target, atbalsts::app::page::Target::Item(_, code) if code == "d3")
        {
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

#[test]
fn opening_an_assessment_is_noted() {
    let world = planned(2, &[]);
    let child = assessments(&world)[0].child;
    let mut desk = world.desk_of("līga", Place::of(Lang::Latvian), SMALL);
    desk.act(Action::WorkQueue);
    desk.looked.clear();
    desk.act(Action::Open);
    assert_eq!(sheet(&desk).context.assessment.child, child);
    assert_eq!(desk.looked, [child]);
    desk.act(Action::Back);
    desk.act(Action::Back);
    desk.act(Action::Assessments);
    assert_eq!(desk.looked, [child, child]);
}

#[test]
fn roles_score_complete_and_read_as_they_may() {
    everywhere(|place| {
        for (role, scores) in [(Role::TeamMember, true), (Role::Auditor, false)] {
            let world = World::demo();
            world.give_role("anna", role);
            let mut desk = world.desk(place);
            desk.act(Action::Assessments);
            desk.act(Action::Down);
            desk.act(Action::Down);
            desk.act(Action::Open);
            let told = Text::NotInYourRole.text(place.lang);
            for action in [Action::CompleteAssessment, Action::Edit] {
                assert_eq!(desk.refused(|desk| desk.act(action)), told, "{role:?}");
            }
            if scores {
                score(&mut desk, "12");
                desk.act(Action::Accept);
                assert!(assessments(&world).iter().any(|assessment| digits(assessment) == "12"));
            } else {
                assert_eq!(desk.refused(|desk| desk.type_text("1")), told);
                assert_eq!(desk.refused(|desk| desk.act(Action::Accept)), told);
            }
        }
    });
}

#[test]
fn a_key_that_is_no_score_says_so() {
    let world = planned(2, &[]);
    let mut desk = world.desk(Place::of(Lang::Latvian));
    open(&mut desk, 0);
    let told = desk.refused(|desk| desk.press_all(&[Key::new(KeyCode::Char('ķ'))]));
    assert_eq!(told, Text::NotAScore.fill(Lang::Latvian, &[&'ķ']));
}

//! More than the ceiling: never without a word, whichever way it comes in, and kept with the reason.

use atbalsts::action::Action;
use atbalsts::app::{Screen, line::Purpose, page::Target};
use atbalsts::domain::{
    Ceiling, Child, Deed, Field, Kind, Money, Operation, Outcome, PlanLine, Session,
    budget::FigureKind,
    rules::{Policy, Rule, RuleBook, RuleReason, Shape},
};
use atbalsts::i18n::{Text, number};
use atbalsts::store::StoreError;

use crate::desk::{Desk, Place, World, day, everywhere};
use crate::first_day::prepared;

/// The household whose child may spend hardly more than what is booked already: 236,30 €.
fn nearly_spent() -> World {
    let world = prepared();
    let child: Child = world.read(|reader| reader.all()).remove(0);
    let ceilings = vec![Ceiling { amount: Money::from_cents(25_000), ..child.ceilings[0].clone() }];
    let cut = Operation::new(Deed::EditChild).change(child.clone(), Child { ceilings, ..child });
    // The plan costs more than that from now on.
    world.store().apply("anna", &cut.because("dome samazināja")).unwrap();
    world
}

fn reason(text: &str) -> Vec<RuleReason> {
    vec![RuleReason { rule: Rule::CEILING.into(), reason: text.into() }]
}

fn sessions(world: &World) -> Vec<Session> {
    world.read(|reader| reader.all())
}

/// The form stands there with the field for the reason, and says rule, limit, use and day.
fn is_asked(desk: &mut Desk, place: Place) {
    desk.refused(|desk| desk.act(Action::Save));
    let told = desk.faults_of(Field::RuleReason).join(" ");
    assert!(told.contains(place.lang.pick("Griesti: drīkst 250,00", "Ceiling: €250.00 allowed")), "{told}");
    // Once is enough.
    let what_if: String = desk.app.what_if(77).into_iter().flatten().map(|(text, _)| text).collect();
    assert!(!what_if.contains(place.lang.pick("drīkst 250,00", "€250.00 allowed")), "{what_if}");
    assert!(what_if.contains(FigureKind::Reserved.short(place.lang)), "the figures stay: {what_if}");
}

#[test]
fn a_form_and_the_line_that_books_ask_for_the_reason_and_undo_asks_nothing() {
    everywhere(|place| {
        let world = nearly_spent();
        let mut desk = world.desk(place);
        desk.rest();
        desk.act(Action::NewSession);
        desk.enter(Field::Line, "LOG");
        desk.enter(Field::Day, "20.11.2018");
        is_asked(&mut desk, place);
        desk.enter(Field::RuleReason, "ārsta norīkojums");
        desk.save();
        let before = sessions(&world);
        assert_eq!(before.last().unwrap().rule_reasons, reason("ārsta norīkojums"));
        assert!(desk.figure(FigureKind::Free).is_negative());

        desk.act(Action::QuickAdd);
        desk.type_text("FIZ no 20.11.2018 x2");
        is_asked(&mut desk, place);
        desk.sees(place.lang.pick("Griesti: drīkst 250,00", "Ceiling: €250.00 allowed"));
        desk.enter(Field::RuleReason, "otrs norīkojums");
        desk.sees("> FIZ no 20.11.2018 x2");
        desk.save();
        let booked: Vec<Session> = sessions(&world).split_off(before.len());
        assert_eq!(booked.len(), 2);
        assert!(booked.iter().all(|session| session.rule_reasons == reason("otrs norīkojums")));

        desk.act(Action::Undo);
        desk.act(Action::Accept);
        desk.act(Action::Undo);
        desk.act(Action::Accept);
        assert_eq!(sessions(&world).len(), before.len() - 1);
    });
}

#[test]
fn attendance_asks_in_a_line_and_keeps_the_reason_with_the_session() {
    everywhere(|place| {
        let world = nearly_spent();
        let mut desk = world.desk(place);
        desk.rest();
        desk.act(Action::Attendance);
        // Two sessions are on the day; one of them took nine times as long.
        desk.type_text("9");
        desk.act(Action::Accept);
        let Some(Screen::Line(line)) = desk.app.screens.last() else { panic!("{}", desk.screen()) };
        assert!(matches!(line.purpose, Purpose::Reason(..)));
        desk.sees(place.lang.pick("Griesti: drīkst 250,00", "Ceiling: €250.00 allowed"));
        assert!(sessions(&world).iter().all(Session::is_open), "nothing was written");
        desk.act(Action::Accept);
        assert!(matches!(desk.app.screens.last(), Some(Screen::Line(_))), "no reason is none");
        // Leaving the line leaves the sheet as it was typed.
        desk.act(Action::Back);
        assert!(matches!(desk.app.screens.last(), Some(Screen::Attendance(_))));
        desk.act(Action::Accept);
        desk.type_text("krīzes situācija");
        desk.act(Action::Accept);
        assert!(desk.app.screens.is_empty(), "{}", desk.screen());
        let marked: Vec<Session> = sessions(&world).into_iter().filter(|it| it.outcome == Outcome::Attended).collect();
        assert_eq!(marked.len(), 2);
        assert!(marked.iter().any(|session| session.rule_reasons == reason("krīzes situācija")));
    });
}

#[test]
fn a_ceiling_below_what_is_bound_and_a_price_that_goes_beyond_it_want_a_reason() {
    everywhere(|place| {
        let world = nearly_spent();
        let mut desk = world.desk(place);
        desk.rest();
        desk.act(Action::PaneFamilies);
        let child = desk.app.selected_child().unwrap();
        let record: Child = world.read(|reader| reader.get(child)).unwrap();
        // Whatever has no form of its own for it is refused all the same, in words.
        let lowered = vec![Ceiling { amount: Money::from_cents(20_000), ..record.ceilings[0].clone() }];
        let cut =
            |ceilings| Operation::new(Deed::EditChild).change(record.clone(), Child { ceilings, ..record.clone() });
        let refused = world.store().apply("anna", &cut(lowered.clone())).unwrap_err();
        assert!(matches!(&refused, StoreError::Rules(objections) if objections.len() == 2), "plan and sessions");
        let sentence = refused.sentence(place.lang);
        assert!(sentence.contains("200") && sentence.contains(place.lang.pick("pamatojumu", "reason")), "{sentence}");
        world.store().apply("anna", &cut(lowered).because("dome lēma")).unwrap();
        let kept: Child = world.read(|reader| reader.get(child)).unwrap();
        assert_eq!(kept.rule_reasons, reason("dome lēma"));
        // Raising it again, though not enough, is no overspend of its own.
        let raised = vec![Ceiling { amount: Money::from_cents(21_000), ..record.ceilings[0].clone() }];
        let raise = Operation::new(Deed::EditChild).change(kept.clone(), Child { ceilings: raised, ..kept });
        world.store().apply("anna", &raise).unwrap();
    });
}

#[test]
fn rules_of_the_book_are_asked_of_attendance_too_and_one_that_prevents_stays_shut() {
    everywhere(|place| {
        let world = prepared();
        let rule = |code: &str, most: u32, policy| Rule {
            code: code.into(),
            latvian: format!("Noteikums {code}"),
            english: format!("Rule {code}"),
            services: vec!["FIZ".into()],
            shape: Shape::Count { each_service: false, most: most.into() },
            policy,
            ..Rule::default()
        };
        let programme = world.read(|reader| reader.all::<atbalsts::domain::Programme>()).remove(0).id;
        let rules = vec![rule("daudz", 12, Policy::Warn), rule("par daudz", 15, Policy::Prevent)];
        let book = RuleBook { programme, name: "N".into(), from: day(2018, 9, 3), rules, ..RuleBook::default() };
        world.store().apply("anna", &Operation::new(Deed::AdoptRules).create(book)).unwrap();
        let lines: Vec<PlanLine> = world.read(|reader| reader.all());
        let line = lines.iter().find(|line| line.service == "FIZ").unwrap().id;
        let mut desk = world.desk(place);
        desk.rest();
        desk.act(Action::Attendance);
        while desk_row(&desk) != Some(line.0) {
            desk.act(Action::Down);
        }
        // Ten are booked: seven instead of one are sixteen, and four are thirteen.
        desk.type_text("7");
        desk.refused(|desk| desk.act(Action::Accept));
        desk.sees("par daudz");
        // The sheet is of many children, even where it says it of one.
        desk.sees("Bērziņa-Āboliņa Jānis – ");
        desk.act(Action::MarkOpen);
        while desk_row(&desk) != Some(line.0) {
            desk.act(Action::Up);
        }
        desk.type_text("4");
        desk.act(Action::Accept);
        assert!(matches!(desk.app.screens.last(), Some(Screen::Question(_))), "{}", desk.screen());
        desk.sees("Bērziņa-Āboliņa Jānis – ");
        desk.act(Action::Accept);
        assert!(desk.app.screens.is_empty(), "{}", desk.screen());
        let found = world.read(|reader| reader.links_to(Kind::PlanLine, line.0));
        assert_eq!(found.iter().filter(|(kind, _)| *kind == Kind::Session).count(), 10);
    });
}

/// The plan line of the session under the sheet's cursor.
fn desk_row(desk: &Desk) -> Option<u64> {
    match desk.app.screens.last() {
        Some(Screen::Attendance(attendance)) => Some(attendance.sheet.rows.get(attendance.cursor.row)?.session.line.0),
        other => panic!("no sheet: {other:?}"),
    }
}

#[test]
fn taking_back_what_was_granted_a_while_ago_asks_for_a_reason_too() {
    everywhere(|place| {
        let world = nearly_spent();
        let child: Child = world.read(|reader| reader.all()).remove(0);
        let more = Ceiling { amount: Money::from_cents(10_000), ..child.ceilings[0].clone() };
        let ceilings = [child.ceilings.clone(), vec![more]].concat();
        let raised = Operation::new(Deed::EditChild).change(child.clone(), Child { ceilings, ..child.clone() });
        let granted = world.store().apply("anna", &raised).unwrap().revision;
        let mut desk = world.desk(place);
        desk.rest();
        desk.act(Action::NewSession);
        desk.enter(Field::Line, "LOG");
        desk.enter(Field::Day, "20.11.2018");
        desk.enter(Field::Repeat, "4");
        desk.save();
        let before = sessions(&world).len();

        desk.act(Action::Journal);
        let is_it = |desk: &Desk| matches!(desk.page().selected().map(|row| &row.target), Some(Target::Entry(revision, _)) if *revision == granted);
        while !is_it(&desk) {
            let at = desk.page().cursor;
            desk.act(Action::Down);
            assert_ne!(desk.page().cursor, at, "the entry is in the journal");
        }
        desk.act(Action::Undo);
        // What that leads to is told before anybody answers.
        desk.sees(&format!("{} ", FigureKind::Ceiling.short(place.lang)));
        desk.sees(&number::money(Money::from_cents(25_000), place.lang));
        desk.act(Action::Accept);
        let Some(Screen::Line(line)) = desk.app.screens.last() else { panic!("{}", desk.screen()) };
        assert!(matches!(line.purpose, Purpose::Reason(..)));
        desk.sees(place.lang.pick("Griesti: drīkst 250,00", "Ceiling: €250.00 allowed"));
        let amount = |world: &World| -> Money {
            let child: Child = world.read(|reader| reader.all()).remove(0);
            child.ceilings.iter().map(|ceiling| ceiling.amount).sum()
        };
        assert_eq!(amount(&world), Money::from_cents(35_000), "nothing was taken back");
        desk.type_text("kļūdains lēmums");
        desk.act(Action::Accept);
        assert_eq!(amount(&world), Money::from_cents(25_000));
        let child: Child = world.read(|reader| reader.all()).remove(0);
        assert_eq!(child.rule_reasons, reason("kļūdains lēmums"));
        assert_eq!(sessions(&world).len(), before);
        // Doing that again, at once, leads to what was there: nothing is asked.
        desk.act(Action::Back);
        let last = world.store().revision().unwrap();
        world.store().undo("anna", last).unwrap();
        assert_eq!(amount(&world), Money::from_cents(35_000));
    });
}

#[test]
fn a_child_to_whom_nothing_was_granted_is_told_of_once() {
    everywhere(|place| {
        let world = prepared();
        let child: Child = world.read(|reader| reader.all()).remove(0);
        let without = Operation::new(Deed::EditChild).change(child.clone(), Child { ceilings: Vec::new(), ..child });
        world.store().apply("anna", &Operation { heeded: true, ..without }).unwrap();
        let mut desk = world.desk(place);
        desk.rest();
        desk.act(Action::NewSession);
        desk.enter(Field::Line, "LOG");
        desk.enter(Field::Day, "20.11.2018");
        let told = desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(told, Text::SaveAnyway.text(place.lang));
        desk.sees(place.lang.pick("Griesti: nav piešķirti", "Ceiling: none granted"));
        desk.save();
        assert!(sessions(&world).last().unwrap().rule_reasons.is_empty());
    });
}

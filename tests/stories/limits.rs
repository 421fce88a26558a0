//! The programme's rules while sessions are booked and plans are written: refused, warned of, allowed with a reason.

use atbalsts::action::Action;
use atbalsts::app::page::Target;
use atbalsts::domain::rules::{Band, Period, Policy, Rule, RuleReason, Shape};
use atbalsts::domain::{Deed, Field, Operation, PlanLine, Programme, RuleBook, Session};
use atbalsts::i18n::{choice::Worded, date};

use rust_decimal::Decimal;

use crate::desk::{Desk, World, day, everywhere};
use crate::first_day::{in_office, prepared};

/// Eleven physiotherapy sessions and no more; nine a year are plenty; a third speech therapy session needs a reason.
fn adopt(world: &World) {
    let rule = |code: &str, service: &str, shape, policy| Rule {
        code: code.into(),
        latvian: format!("Noteikums {code}"),
        english: format!("Rule {code}"),
        services: vec![service.into()],
        shape,
        policy,
        ..Rule::default()
    };
    let count = |most: u32| Shape::Count { each_service: false, most: most.into() };
    let book = RuleBook {
        programme: world.read(|reader| reader.all::<Programme>()).remove(0).id,
        name: "Saistošie noteikumi 14".into(),
        from: day(2018, 9, 3),
        rules: vec![
            rule("skaits", "FIZ", count(11), Policy::Prevent),
            rule("gads", "FIZ", Shape::UnitsPerYear { most: 9.into() }, Policy::Warn),
            rule("logopeds", "LOG", count(2), Policy::Allow),
        ],
        ..RuleBook::default()
    };
    world.store().apply("anna", &Operation::new(Deed::AdoptRules).create(book)).unwrap();
}

fn of_service(desk: &Desk, service: &str) -> Vec<Session> {
    let dossier = desk.dossier();
    let own = |session: &&Session| dossier.service_of(session) == Some(service);
    dossier.sessions.iter().filter(own).cloned().collect()
}

fn book(desk: &mut Desk, line: &str, on: &str, times: &str) {
    desk.act(Action::NewSession);
    desk.enter(Field::Line, line);
    desk.enter(Field::Day, on);
    desk.enter(Field::Repeat, times);
}

#[test]
fn a_rule_refuses_warns_once_or_asks_for_a_reason() {
    everywhere(|place| {
        let world = prepared();
        adopt(&world);
        let mut desk = world.desk(place);
        let name = |code: &str| format!("{} {code}", place.lang.pick("Noteikums", "Rule"));

        // Ten are booked: two more are one too many, however often it is saved.
        book(&mut desk, "FIZ", "20.11.2018", "2");
        for _ in 0..3 {
            desk.refused(|desk| desk.act(Action::Save));
            let told = desk.faults_of(Field::Repeat).join(" ");
            assert!(told.contains(&name("skaits")) && told.contains("11") && told.contains("12"), "{told}");
            assert!(told.contains("27.11.2018"), "the day of the twelfth: {told}");
        }
        // One more is within that, and beyond what a year should have: that is said once.
        desk.enter(Field::Repeat, "1");
        desk.refused(|desk| desk.act(Action::Save));
        let told = desk.faults_of(Field::Repeat).join(" ");
        assert!(told.contains(&name("gads")) && !told.contains(&name("skaits")), "{told}");
        desk.save();
        assert_eq!(of_service(&desk, "FIZ").len(), 11);
        assert!(of_service(&desk, "FIZ").iter().all(|session| session.rule_reasons.is_empty()));

        // The second speech therapy session is fine, the third needs a reason.
        book(&mut desk, "LOG", "18.9.2018", "1");
        desk.save();
        book(&mut desk, "LOG", "25.9.2018", "1");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.form().focused().unwrap().field, Field::RuleReason, "the field is there, and the cursor in it");
        assert!(desk.faults_of(Field::RuleReason).join(" ").contains(&name("logopeds")));
        desk.refused(|desk| desk.act(Action::Save));
        desk.enter(Field::RuleReason, "ārsta norīkojums");
        desk.save();
        let reasons: Vec<Vec<RuleReason>> = of_service(&desk, "LOG").into_iter().map(|it| it.rule_reasons).collect();
        let reason = RuleReason { rule: "logopeds".into(), reason: "ārsta norīkojums".into() };
        assert_eq!(reasons, [vec![], vec![], vec![reason]]);

        // The page of rules has the reason, with the rule and with what is behind it.
        desk.act(Action::Rules);
        let because = place.lang.pick("pamatojums: ārsta norīkojums", "reason: ārsta norīkojums");
        desk.sees(because);
        while !matches!(&desk.page().selected().unwrap().target, Target::Rule(_, code, _) if code == "logopeds") {
            desk.act(Action::Down);
        }
        desk.act(Action::Open);
        desk.sees(because);
        desk.act(Action::Back);
        desk.act(Action::Back);

        // Moving it within its limits asks nothing again.
        desk.act(Action::Undo);
        desk.act(Action::Accept);
        assert_eq!(of_service(&desk, "LOG").len(), 2);
    });
}

#[test]
fn sessions_over_a_change_of_rules_are_judged_each_by_the_rules_of_its_day() {
    everywhere(|place| {
        let world = prepared();
        let programme = world.read(|reader| reader.all::<Programme>()).remove(0).id;
        let weekly = |from, hours: i64| {
            let bands = vec![Band { most: Decimal::new(hours, 1), ..Band::default() }];
            let (shape, services) = (Shape::Hours { per: Period::Week, bands }, vec!["LOG".to_owned()]);
            let (code, latvian, english) = ("nedēļa".into(), "Stundas nedēļā".into(), "Hours a week".into());
            let rules = vec![Rule { code, latvian, english, services, shape, ..Rule::default() }];
            RuleBook { programme, name: "Saistošie noteikumi".into(), from, rules, ..RuleBook::default() }
        };
        let mut first = weekly(day(2018, 9, 3), 10);
        let (code, latvian, english) = ("gads".into(), "Pirmais gads".into(), "First year".into());
        first.rules.push(Rule {
            code,
            latvian,
            english,
            shape: Shape::UnitsPerYear { most: 500.into() },
            ..Rule::default()
        });
        let books = Operation::new(Deed::AdoptRules).create(first).create(weekly(day(2018, 12, 1), 5));
        world.store().apply("anna", &books).unwrap();
        let mut desk = world.desk(place);
        // Three quarters of an hour each week, where half an hour is allowed from December on.
        book(&mut desk, "LOG", "20.11.2018", "4");
        desk.go_to(Field::Repeat);
        desk.sees(place.lang.pick("Stundas nedēļā", "Hours a week"));
        desk.refused(|desk| desk.act(Action::Save));
        let told = desk.faults_of(Field::Repeat).join(" ");
        assert!(told.contains(&date::show(day(2018, 12, 4), place.lang)), "the first day of the new rules: {told}");
        desk.enter(Field::Repeat, "2");
        desk.save();
        assert_eq!(of_service(&desk, "LOG").len(), 3);

        // The page of rules tells today's and what is to come: what says otherwise then, and what is no more.
        desk.act(Action::Rules);
        let lang = place.lang;
        let december = day(2018, 12, 1);
        let is_later =
            |target: &Target| matches!(target, Target::Rule(_, code, since) if code == "nedēļa" && *since == december);
        while !desk.page().selected().is_some_and(|row| is_later(&row.target)) {
            desk.act(Action::Down);
        }
        let says = lang.pick("stāsies spēkā DAY", "comes into force on DAY");
        desk.sees(&says.replace("DAY", &date::show(december, lang)));
        desk.sees(lang.pick("vairs nav: Pirmais gads", "no more: First year"));
        desk.sees(lang.pick("LOG: 0,5 st. nedēļā", "LOG: 0.5 h a week"));
        desk.act(Action::Open);
        desk.sees(lang.pick("Stundas nedēļā", "Hours a week"));
    });
}

#[test]
fn a_plan_line_is_measured_beside_the_others() {
    everywhere(|place| {
        let world = prepared();
        adopt(&world);
        let mut desk = world.desk(place);
        desk.act(Action::NewPlanVersion);
        desk.enter(Field::Reason, "vairāk runas");
        desk.save();
        desk.act(Action::NewPlanLine);
        desk.enter(Field::Service, "LOG");
        desk.enter(Field::Quantity, "5");
        desk.enter(Field::Goals, "1");
        desk.enter(Field::Provider, "1");
        desk.refused(|desk| desk.act(Action::Save));
        desk.enter(Field::RuleReason, "ārsta norīkojums");
        desk.save();
        let kept: Vec<PlanLine> = world.read(|reader| reader.all());
        let kept: Vec<&PlanLine> = kept.iter().filter(|line| !line.rule_reasons.is_empty()).collect();
        assert_eq!((kept.len(), kept[0].quantity), (1, 5.into()));
    });
}

#[test]
fn the_page_of_rules_says_what_is_used_and_what_is_behind() {
    in_office(|world, mut desk, place| {
        desk.act(Action::Rules);
        desk.sees("atbalsts rules");
        desk.act(Action::Back);
        adopt(&world);
        desk.rest();
        desk.act(Action::Rules);
        desk.sees("Saistošie noteikumi 14");
        let lang = place.lang;
        // The plan has forty, where eleven are allowed.
        desk.sees(lang.pick("pārkāpts: 40, drīkst 11 vien.", "broken: 40 of 11 units"));
        // Above the book's own rules stands the one that every programme has.
        desk.sees(lang.pick("Griesti", "Ceiling"));
        // What happens when it is broken stands there whole, also on a small screen.
        desk.sees(Policy::Prevent.text(lang));
        let is_it = |desk: &Desk| matches!(desk.page().selected().map(|row| &row.target), Some(Target::Rule(_, code, _)) if code == "skaits");
        while !is_it(&desk) {
            desk.act(Action::Down);
        }
        desk.act(Action::Open);
        desk.sees(lang.pick("FIZ: ne vairāk kā 11 vien. kopā", "FIZ: at most 11 units together"));
        desk.sees("11.09.2018");
        assert!(desk.page().rows.len() > 12, "ten sessions, the plan's line, and their headings");
        desk.act(Action::Back);
        desk.act(Action::Back);
        assert!(desk.app.screens.is_empty());
    });
}

//! Plans: an approved one keeps its lines, and a line takes what the catalogue offers.

use atbalsts::action::Action;
use atbalsts::app::{Can, page::PageKind};
use atbalsts::domain::overview::PageOf;
use atbalsts::domain::{
    Choice, Deed, Field, Id, PlanLine, PlanStage, PlanVersion, Price, Problem, Recipient, Role, Service, Session, Unit,
    rules::RuleReason,
};
use atbalsts::i18n::{Text, choice::Worded};
use chrono::NaiveTime;

use crate::desk::{Desk, SMALL, day, everywhere};
use crate::first_day::{plan_line, prepared, price};
use crate::sessions::{go_to, session_on};

#[test]
fn a_plan_that_a_colleague_approved_meanwhile_keeps_its_lines() {
    everywhere(|place| {
        let world = prepared();
        let mut anna = world.desk(place);
        anna.fill(Action::NewPlanVersion, &[(Field::Reason, "vairāk fizioterapijas")]);
        anna.act(Action::PanePlan);
        anna.act(Action::Edit);
        anna.enter(Field::Quantity, "50");
        let mut peteris = world.desk_of("pēteris", place, SMALL);
        peteris.approve_plan();
        anna.refused(|desk| desk.act(Action::Save));
        assert!(world.read(|reader| reader.all::<PlanLine>()).iter().all(|line| line.quantity != 50.into()));
    });
}

#[test]
fn another_line_brings_its_own_provider() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.fill(Action::NewProvider, &[(Field::Name, "Ķekavas logopēdi")]);
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "cits logopēds")]);
        desk.act(Action::PanePlan);
        price(&mut desk, "MUZ", "43,66");
        plan_line(&mut desk, "MUZ", "10");
        desk.act(Action::Down);
        desk.act(Action::Edit);
        desk.enter(Field::Provider, "Ķekavas");
        desk.save_though();
        // The new provider has no price yet: worker and head are told.
        desk.approve_plan_though();
        go_to(&mut desk, "18.9.2018");
        desk.act(Action::Edit);
        desk.enter(Field::Line, "LOG");
        desk.refused(|desk| desk.act(Action::Save));
        desk.save();
        let session = session_on(&world, 9, 18);
        let line = world.read(|reader| reader.get(session.line)).unwrap();
        assert_eq!((line.service.as_str(), session.provider), ("LOG", line.provider));
        assert_eq!(line.provider, Id::new(2));
    });
}

#[test]
fn a_line_without_a_price_is_told_in_its_form_and_again_to_whoever_hands_it_in_or_approves_it() {
    everywhere(|place| {
        let world = prepared();
        world.add_user("līga", "Līga Ozola", Role::Head);
        let mut anna = world.desk(place);
        let from = (Field::EffectiveFrom, "1.10.2018");
        anna.fill(Action::NewPlanVersion, &[(Field::Reason, "vairāk runas"), from]);
        anna.act(Action::NewPlanLine);
        for (field, text) in [(Field::Service, "ERG"), (Field::Quantity, "5"), (Field::Goals, "1")] {
            anna.enter(field, text);
        }
        anna.refused(|desk| desk.act(Action::Save));
        let unpriced = |from| {
            let problem = Problem::Unpriced { service: "ERG".into(), from, to: day(2019, 9, 30) };
            problem.sentence(place.lang)
        };
        // Before the version holds it needs none.
        assert_eq!(anna.faults_of(Field::Service), [unpriced(day(2018, 10, 1))]);
        anna.save();
        anna.sign_plan();
        anna.refused(|desk| desk.act(Action::Save));
        assert_eq!(anna.faults_of(Field::WorkerSignedOn), [unpriced(day(2018, 10, 1))]);
        anna.sees("ERG");
        anna.save();
        let mut head = world.desk_of("līga", place, SMALL);
        head.act(Action::PanePlan);
        head.act(Action::AdvancePlan);
        head.refused(|desk| desk.act(Action::Save));
        assert_eq!(head.faults_of(Field::ApprovedOn), [unpriced(day(2018, 10, 1))]);
        head.save();
    });
}

#[test]
fn a_service_that_is_no_longer_offered_stays_where_it_is_planned() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "mazāk")]);
        let mut service = world.read(|reader| reader.all::<Service>()).into_iter().find(|s| s.code == "FIZ").unwrap();
        service.closed = true;
        world.store().write("pēteris", Deed::CloseService, |tx| tx.put(service)).unwrap();
        desk.act(Action::PanePlan);
        desk.act(Action::Edit);
        desk.enter(Field::Quantity, "30");
        desk.save();
        assert_eq!(desk.dossier().lines[0].service, "FIZ");
        assert_eq!(desk.dossier().lines[0].quantity, 30.into());
    });
}

#[test]
fn a_line_that_is_no_draft_says_so_as_soon_as_it_is_opened() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.act(Action::PanePlan);
        desk.act(Action::Open);
        let anew = Action::NewPlanVersion.text(place.lang);
        let told = Text::LineIsRead.fill(place.lang, &[&1, &anew]);
        let told: String = told.chars().take(40).collect();
        desk.sees(&told);
        desk.act(Action::Back);
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "vairāk")]);
        desk.act(Action::Open);
        assert!(!desk.screen().contains(&told));
    });
}

#[test]
fn what_the_catalogue_does_not_offer_is_told_and_not_swapped() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "asistents")]);
        desk.act(Action::NewPlanLine);
        desk.enter(Field::Service, "GAS");
        desk.enter(Field::Quantity, "20");
        desk.enter(Field::Goals, "1");
        desk.enter(Field::Unit, Unit::Day.code());
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Unit).len(), 1, "the family assistant goes by the hour");
        desk.enter(Field::Unit, Unit::Hour.code());
        // It has no price yet.
        desk.save_though();
        let lines = world.read(|reader| reader.all::<PlanLine>());
        let line = lines.iter().find(|line| line.service == "GAS").unwrap();
        assert_eq!((line.unit, line.recipient), (Unit::Hour, Recipient::Family), "the rest is the catalogue's");
    });
}

#[test]
fn a_plan_over_its_ceiling_is_approved_with_a_reason_only() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "daudz vairāk")]);
        desk.act(Action::PanePlan);
        desk.act(Action::Edit);
        desk.enter(Field::Quantity, "400");
        desk.refused(|desk| desk.act(Action::Save));
        desk.save();
        desk.sign_plan();
        desk.save_though();
        desk.act(Action::AdvancePlan);
        desk.enter(Field::ApprovedOn, "rīt");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::ApprovedOn).len(), 1, "not yet");
        desk.enter(Field::ApprovedOn, "šodien");
        for _ in 0..3 {
            desk.refused(|desk| desk.act(Action::Save));
            let told = desk.faults_of(Field::RuleReason).join(" ");
            assert!(told.contains(place.lang.pick("Griesti", "Ceiling")) && told.contains("4"), "{told}");
        }
        desk.enter(Field::RuleReason, "dome piešķīra līdzekļus");
        desk.save();
        let plans: Vec<PlanVersion> = world.read(|reader| reader.all());
        let reason = RuleReason { rule: "ceiling".into(), reason: "dome piešķīra līdzekļus".into() };
        assert_eq!(plans.last().map(|plan| &plan.rule_reasons[..]), Some(&[reason][..]));
    });
}

#[test]
fn what_is_agreed_for_later_is_booked_before_that_day_has_come() {
    everywhere(|place| {
        let world = prepared();
        world.add_user("līga", "Līga Ozola", Role::Head);
        let mut anna = world.desk(place);
        let (reason, from) = ((Field::Reason, "pievieno mūzikas terapiju"), (Field::EffectiveFrom, "1.10.2018"));
        anna.fill(Action::NewPlanVersion, &[reason, from]);
        anna.act(Action::PanePlan);
        price(&mut anna, "MUZ", "43,66");
        plan_line(&mut anna, "MUZ", "4");
        // A draft binds nobody yet.
        anna.act(Action::PaneCalendar);
        anna.act(Action::QuickAdd);
        anna.type_text("MUZ ot 10:00 no 2.10");
        anna.refused(|desk| desk.act(Action::Save));
        anna.act(Action::Back);
        anna.heedless(|desk| desk.act(Action::Back));
        anna.sign_plan();
        anna.save();

        // Handed in: the timetable is agreed with the parents, though the first version still holds.
        let book = |desk: &mut Desk, line: &str| {
            desk.act(Action::PaneCalendar);
            desk.act(Action::QuickAdd);
            desk.enter(Field::Rule, line);
        };
        book(&mut anna, "MUZ ot 10:00 no 18.9");
        anna.refused(|desk| desk.act(Action::Save));
        let told = anna.faults_of(Field::Rule).join(" ");
        assert!(told.contains("01.10.2018"), "before its day there is nothing to book from: {told}");
        anna.enter(Field::Rule, "MUZ ot 12:00 no 2.10 x3");
        anna.sees(&Text::UnitsLeft.fill(place.lang, &[&1]));
        anna.save();
        let music = || {
            let lines: Vec<PlanLine> = world.read(|reader| reader.all());
            let sessions: Vec<Session> = world.read(|reader| reader.all());
            let of = move |id| lines.iter().find(|line: &&PlanLine| line.id == id).unwrap().clone();
            sessions
                .into_iter()
                .map(|session| (of(session.line), session))
                .filter(|(line, _)| line.service == "MUZ")
                .collect::<Vec<_>>()
        };
        assert_eq!(music().len(), 3);
        assert!(music().iter().all(|(line, session)| line.plan == Id::new(2) && session.day >= day(2018, 10, 2)));

        // What is booked counts: four units are all there are.
        book(&mut anna, "MUZ ce 10:00 no 4.10 x2");
        anna.refused(|desk| desk.act(Action::Save));
        let told = anna.faults_of(Field::RuleReason).join(" ");
        assert!(told.contains("MUZ 5"), "{told}");
        // Nor two at once.
        anna.go_to(Field::Rule);
        anna.enter(Field::Rule, "MUZ ot 10:00 no 9.10");
        anna.refused(|desk| desk.act(Action::Save));
        anna.act(Action::Back);
        anna.heedless(|desk| desk.act(Action::Back));

        // Approved, it goes on so; and what goes on is booked under the new version from its day.
        let mut head = world.desk_of("līga", place, SMALL);
        head.act(Action::PanePlan);
        head.act(Action::AdvancePlan);
        head.save();
        assert_eq!(music().len(), 3);
        anna.rest();
        book(&mut anna, "FIZ tr 15:00 no 26.9 x2");
        anna.save();
        let plan_of = |month, on| world.read(|reader| reader.get(session_on(&world, month, on).line)).unwrap().plan;
        assert_eq!((plan_of(9, 26), plan_of(10, 3)), (Id::new(1), Id::new(2)));
    });
}

#[test]
fn a_series_over_a_change_of_the_plan_counts_on_the_line_that_goes_on() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        // From October on there are 12 speech therapy sessions in all instead of 20, and 55 of physiotherapy for 40.
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "pārdale"), (Field::EffectiveFrom, "1.10.2018")]);
        desk.act(Action::PanePlan);
        for quantity in ["55", "12"] {
            desk.act(Action::Edit);
            desk.enter(Field::Quantity, quantity);
            desk.save();
            desk.act(Action::Down);
        }
        desk.approve_plan();
        desk.act(Action::PaneCalendar);

        // One is booked, and two before October count, too: eleven more are all there are.
        let speech = [(Field::Line, "LOG"), (Field::Day, "18.9.2018"), (Field::Start, "1600")];
        desk.act(Action::NewSession);
        for (field, text) in speech.into_iter().chain([(Field::Repeat, "12")]) {
            desk.enter(field, text);
        }
        desk.refused(|desk| desk.act(Action::Save));
        let told = desk.faults_of(Field::RuleReason).join(" ");
        assert!(told.contains("LOG 13") && told.contains("12"), "{told}");
        desk.enter(Field::Repeat, "11");
        desk.save();
        let speech: Vec<Session> = world.read(|reader| reader.all());
        let speech = speech.iter().filter(|session| session.start == NaiveTime::from_hms_opt(16, 0, 0));
        for session in speech.clone() {
            let plan = world.read(|reader| reader.get(session.line)).unwrap().plan;
            let expect = if session.day < day(2018, 10, 1) { 1 } else { 2 };
            assert_eq!(plan, Id::new(expect), "{}", session.day);
        }
        assert_eq!(speech.count(), 11);

        // More than the first version has, and no more than the second.
        desk.act(Action::QuickAdd);
        desk.enter(Field::Rule, "FIZ pr tr ce pk 17:00 no 17.9 x44");
        desk.sees(&Text::UnitsLeft.fill(place.lang, &[&1]));
        desk.save();
        desk.act(Action::QuickAdd);
        desk.enter(Field::Rule, "FIZ pr 15:00 no 17.9 x2");
        desk.refused(|desk| desk.act(Action::Save));
        let told = desk.faults_of(Field::RuleReason).join(" ");
        assert!(told.contains("FIZ 56") && told.contains("55"), "{told}");
    });
}

#[test]
fn a_price_that_a_colleague_entered_meanwhile_is_in_the_way() {
    everywhere(|place| {
        let world = prepared();
        let mut anna = world.desk(place);
        anna.act(Action::NewPrice);
        for (field, text) in [(Field::Service, "MUZ"), (Field::Amount, "43,66"), (Field::From, "1.10.2018")] {
            anna.enter(field, text);
        }
        let mut peteris = world.desk_of("pēteris", place, SMALL);
        let same_day = [(Field::Service, "MUZ"), (Field::Amount, "40"), (Field::From, "1.10.2018")];
        peteris.fill(Action::NewPrice, &same_day);
        let told = anna.refused(|desk| desk.act(Action::Save));
        let since = (day(2018, 10, 1), None);
        let overlap = Problem::PriceOverlap { own: since, other: since }.sentence(place.lang);
        assert!(format!("{told}{}", anna.screen()).contains(&overlap[..20]), "{told}");
        assert_eq!(world.read(|reader| reader.all::<Price>()).iter().filter(|price| price.service == "MUZ").count(), 1);
        anna.enter(Field::From, "1.11.2018");
        anna.save();
    });
}

#[test]
fn a_line_that_ends_before_its_version_holds_is_told() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        let (reason, from) = ((Field::Reason, "no oktobra"), (Field::EffectiveFrom, "1.10.2018"));
        desk.fill(Action::NewPlanVersion, &[reason, from]);
        desk.act(Action::PanePlan);
        desk.act(Action::Edit);
        desk.enter(Field::To, "30.9.2018");
        desk.refused(|desk| desk.act(Action::Save));
        let outside = Problem::OutsideVersion(day(2018, 10, 1)).sentence(place.lang);
        assert_eq!(desk.faults_of(Field::To), [outside]);
        desk.enter(Field::To, "1.10.2018");
        desk.save();
    });
}

#[test]
fn a_version_is_handed_in_from_the_page_of_versions_too() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "no rudens")]);
        desk.act(Action::Versions);
        desk.refused(|desk| desk.act(Action::ReturnPlan));
        desk.act(Action::AdvancePlan);
        // The parents have not signed it.
        desk.save_though();
        assert_eq!(desk.page().kind, PageKind::Stored(PageOf::Versions(Id::new(1))), "it stays open");
        desk.sees(PlanStage::Submitted.text(place.lang));
        desk.act(Action::Back);
        desk.act(Action::AllChildren);
        assert_eq!(desk.app.can(Action::AdvancePlan), Can::Absent, "there is no plan to be seen");
    });
}

//! What is asked for in one go: shown child by child, carried out as one action, taken back as one.

use std::collections::BTreeMap;

use atbalsts::action::Action;
use atbalsts::app::{Screen, page::Target};
use atbalsts::domain::budget::FigureKind::{Ceiling, Delivered, Free, Planned, Reserved};
use atbalsts::domain::clash::overlap;
use atbalsts::domain::consequence::TOLD;
use atbalsts::domain::proposal::{Extension, Obstacle, Proposal, Remark};
use atbalsts::domain::{
    Absence, AnyRecord, CaseStatus, Child, Deed, Field, Id, Money, Operation, Outcome, PlanLine, PlanState,
    PlanVersion, Price, Problem, Programme, Series, Session,
};
use atbalsts::i18n::choice::Worded;
use atbalsts::i18n::number;
use atbalsts::i18n::proposal::ProposalText;
use atbalsts::store::{
    Reader,
    proposals::{self, Asked},
    views,
};
use chrono::NaiveDate;

use crate::desk::{Desk, Place, World, day, everywhere};
use crate::first_day::{check, in_office};
use crate::group::{sung, with_choir};

fn money(cents: i64, place: Place) -> String {
    number::money(Money::from_cents(cents), place.lang)
}

/// Everything that a proposal can change, as it stands in the store.
fn state(world: &World) -> Vec<AnyRecord> {
    fn all<R: atbalsts::domain::Record>(world: &World, state: &mut Vec<AnyRecord>) {
        state.extend(world.read(|reader| reader.all::<R>()).into_iter().map(Into::into));
    }
    let mut state = Vec::new();
    all::<Absence>(world, &mut state);
    all::<Session>(world, &mut state);
    all::<Series>(world, &mut state);
    all::<PlanVersion>(world, &mut state);
    all::<PlanLine>(world, &mut state);
    all::<Price>(world, &mut state);
    all::<Child>(world, &mut state);
    all::<Programme>(world, &mut state);
    state
}

/// What is shown and waits to be carried out.
fn is_shown(desk: &Desk) -> bool {
    matches!(desk.app.screens.last(), Some(Screen::Page(_)))
}

fn carry_out(desk: &mut Desk) {
    assert!(is_shown(desk), "nothing is shown");
    desk.act(Action::Open);
    assert!(desk.app.screens.is_empty(), "it was not carried out");
}

fn undo(desk: &mut Desk) {
    desk.act(Action::Undo);
    desk.act(Action::Accept);
}

/// The days on which the child's physiotherapy lies, by what became of it.
fn days_of(desk: &Desk, outcome: Outcome) -> Vec<NaiveDate> {
    let sessions = desk.dossier().sessions.iter().filter(|session| session.outcome == outcome);
    sessions
        .filter(|session| session.start.is_some_and(|start| start.to_string() == "10:00:00"))
        .map(|s| s.day)
        .collect()
}

/// Fills in a form that asks for something, and saves it: what comes of it is shown.
fn ask(desk: &mut Desk, action: Action, answers: &[(Field, &str)]) {
    desk.act(action);
    for (field, text) in answers {
        desk.enter(*field, text);
    }
    desk.act(Action::Save);
}

#[test]
fn a_child_is_in_hospital_for_two_weeks() {
    in_office(|world, mut desk, place| {
        let before = state(&world);
        ask(
            &mut desk,
            Action::NewAbsence,
            &[(Field::From, "17.9.18"), (Field::To, "28.9.18"), (Field::Reason, "slimnīca")],
        );
        // Two of the ten weekly sessions lie in it; each is named with its day.
        desk.sees("18.09.2018");
        desk.sees("25.09.2018");
        desk.sees(Outcome::Excused.text(place.lang));
        assert_eq!(state(&world), before, "nothing is written before somebody accepts");
        desk.act(Action::Back);
        assert_eq!(desk.value(Field::Reason), "slimnīca", "leaving what is shown leads back to what was typed");
        desk.act(Action::Save);
        carry_out(&mut desk);
        assert_eq!(days_of(&desk, Outcome::Excused), [day(2018, 9, 18), day(2018, 9, 25)]);
        // 2 × 21,83 are free again.
        check(&desk, &[(Reserved, 23_630 - 4_366), (Free, 376_370 + 4_366)]);
        desk.sees(Deed::RecordAbsence.text(place.lang));
        undo(&mut desk);
        assert_eq!(state(&world), before);
        check(&desk, &[(Reserved, 23_630), (Free, 376_370)]);
    });
}

#[test]
fn the_provider_is_closed_for_a_week_and_the_sessions_come_later() {
    in_office(|world, mut desk, _| {
        let before = state(&world);
        ask(
            &mut desk,
            Action::NewAbsence,
            &[
                (Field::Scope, "s"),
                (Field::From, "24.9.18"),
                (Field::To, "30.9.18"),
                (Field::Reason, "remonts"),
                (Field::Way, "p"),
                (Field::Provider, "1"),
            ],
        );
        // After the end of its series, past the holiday of 18 November that does not concern a Tuesday.
        desk.sees("25.09.2018");
        desk.sees("20.11.2018");
        carry_out(&mut desk);
        assert_eq!(days_of(&desk, Outcome::Moved), [day(2018, 9, 25)]);
        let open = days_of(&desk, Outcome::Scheduled);
        assert_eq!((open.len(), open.last()), (10, Some(&day(2018, 11, 20))));
        check(&desk, &[(Reserved, 23_630)]);
        undo(&mut desk);
        assert_eq!(state(&world), before);
    });
}

#[test]
fn what_is_shifted_waits_until_the_specialist_is_free_and_says_why() {
    everywhere(|place| {
        let world = with_choir();
        let all: Vec<Session> = world.read(|reader| reader.all());
        let series = || all.iter().filter(|session| session.series.is_some());
        let last = series().map(|session| session.day).max().unwrap();
        // In the two weeks after the series Ilze has a child of the choir at its time.
        let busy = |weeks: u64| Session {
            id: Default::default(),
            day: last + chrono::Days::new(7 * weeks),
            start: series().find_map(|session| session.start),
            ..sung(&world).remove(0)
        };
        let begin = Operation::new(Deed::BookSessions).create(busy(1)).create(busy(2));
        let with_ilze = |operation: Operation, session: &Session| {
            operation.change(session.clone(), Session { specialist: "Ilze Kalniņa".into(), ..session.clone() })
        };
        let operation = series().fold(begin, with_ilze);
        world.store().apply("anna", &operation).unwrap();
        let mut desk = world.desk(place);
        desk.resize(crate::desk::WIDE);
        ask(
            &mut desk,
            Action::NewAbsence,
            &[
                (Field::Scope, "s"),
                (Field::From, "24.9.18"),
                (Field::To, "30.9.18"),
                (Field::Reason, "remonts"),
                (Field::Way, "p"),
                (Field::Provider, "1"),
            ],
        );
        let obstacle = Obstacle::Specialist("Ilze Kalniņa".into());
        let remark = Remark::InTheWay("FIZ".into(), day(2018, 9, 25), day(2018, 11, 20), obstacle);
        desk.sees(&remark.sentence(place.lang));
        carry_out(&mut desk);
        let after: Vec<Session> = world.read(|reader| reader.all());
        let shifted: Vec<&Session> = after.iter().filter(|new| new.is_open() && new.day > last).collect();
        assert_eq!(shifted.iter().map(|session| session.day).max(), Some(day(2018, 12, 4)));
        assert!(!shifted.iter().any(|one| shifted.iter().any(|other| overlap(one, other))));
    });
}

#[test]
fn a_wrong_period_is_refused_beside_its_field() {
    in_office(|_world, mut desk, _| {
        desk.act(Action::NewAbsence);
        desk.enter(Field::From, "17.9.18");
        desk.enter(Field::To, "10.9.18");
        desk.refused(|desk| desk.act(Action::Save));
        assert!(!desk.faults_of(Field::To).is_empty() && !desk.faults_of(Field::Reason).is_empty());
        desk.enter(Field::To, "28.9.18");
        desk.enter(Field::Reason, "slimnīca");
        desk.act(Action::Save);
        carry_out(&mut desk);
        // The same child cannot be away twice at once.
        desk.refused(|desk| {
            ask(
                desk,
                Action::NewAbsence,
                &[(Field::From, "20.9.18"), (Field::To, "5.10.18"), (Field::Reason, "sanatorija")],
            )
        });
        assert!(!is_shown(&desk));
        assert_eq!(desk.faults_of(Field::From).len(), 1);
    });
}

#[test]
fn the_programme_rests_and_then_lasts_longer_on_the_same_money() {
    in_office(|world, mut desk, _| {
        let before = state(&world);
        let rests = [
            (Field::Scope, "v"),
            (Field::From, "1.10.18"),
            (Field::To, "31.10.18"),
            (Field::Reason, "ārkārtējā situācija"),
        ];
        ask(&mut desk, Action::NewAbsence, &rests);
        carry_out(&mut desk);
        // Five Tuesdays of October, by nobody's fault.
        assert_eq!(days_of(&desk, Outcome::ByProvider).len(), 5);
        let suspended = state(&world);

        ask(&mut desk, Action::ExtendProgramme, &[(Field::To, "31.12.19"), (Field::Reason, "pārtraukums oktobrī")]);
        desk.sees("31.12.2019");
        carry_out(&mut desk);
        let dossier = desk.dossier();
        let plan = dossier.plan().unwrap();
        assert_eq!((plan.number, plan.state), (2, PlanState::Approved));
        assert!(plan.signatures.is_empty() && plan.submitted_on.is_none(), "nobody signed or handed in this one");
        assert!(dossier.lines.iter().all(|line| line.to == day(2019, 12, 31)));
        let of_version = |session: &&Session| dossier.lines.iter().any(|line| line.id == session.line);
        let open: Vec<&Session> = dossier.sessions.iter().filter(|session| session.is_open()).collect();
        assert!(!open.is_empty() && open.iter().copied().all(|session| of_version(&session)), "they go on under it");
        // The same money, the same quantities.
        check(&desk, &[(Ceiling, 400_000), (Planned, 123_320)]);

        undo(&mut desk);
        assert_eq!(state(&world), suspended);
        undo(&mut desk);
        assert_eq!(state(&world), before);
    });
}

#[test]
fn a_price_rises_from_a_day_and_what_was_held_follows_only_with_a_reason() {
    in_office(|world, mut desk, place| {
        desk.act(Action::Attendance);
        desk.act(Action::Accept);
        check(&desk, &[(Delivered, 3_983), (Reserved, 19_647)]);
        let before = state(&world);
        let rise = [(Field::Service, "FIZ"), (Field::Percent, "10"), (Field::From, "10.9.18")];
        ask(&mut desk, Action::UpliftPrices, &rise);
        // 21,83 and a tenth; nine sessions to come.
        desk.sees(&format!("{} → {}", money(2_183, place), money(2_401, place)));
        desk.sees(&format!("+{}", money(9 * 218, place)));
        let kept = Remark::KeepTheirPrice(1).sentence(place.lang);
        desk.sees(&kept);
        desk.act(Action::Back);
        desk.enter(Field::Retroactive, "jauns līgums no septembra");
        desk.act(Action::Save);
        assert!(!desk.screen().contains(&kept));
        desk.sees("11.09.2018");
        carry_out(&mut desk);
        check(&desk, &[(Delivered, 3_983 + 218), (Reserved, 19_647 + 9 * 218)]);
        let prices = world.read(|reader| reader.all::<Price>());
        assert!(prices.iter().any(|price| price.retroactive_reason == "jauns līgums no septembra"));
        undo(&mut desk);
        assert_eq!(state(&world), before);
    });
}

#[test]
fn one_price_of_the_past_shows_what_it_would_charge_anew() {
    in_office(|world, mut desk, place| {
        desk.act(Action::Attendance);
        desk.act(Action::Accept);
        let before = state(&world);
        let price = [
            (Field::Service, "FIZ"),
            (Field::Amount, "20"),
            (Field::Provider, "1"),
            (Field::From, "10.9.18"),
            (Field::Retroactive, "kļūda cenrādī"),
        ];
        ask(&mut desk, Action::NewPrice, &price);
        desk.sees(&format!("{} → {}", money(2_183, place), money(2_000, place)));
        carry_out(&mut desk);
        check(&desk, &[(Delivered, 3_983 - 183)]);
        undo(&mut desk);
        assert_eq!(state(&world), before);
    });
}

#[test]
fn units_go_from_line_to_line_no_more_than_are_left() {
    in_office(|world, mut desk, place| {
        let before = state(&world);
        // Forty of FIZ, ten of them booked.
        let wanted =
            [(Field::FromLine, "FIZ"), (Field::ToLine, "LOG"), (Field::Quantity, "31"), (Field::Reason, "logopēds")];
        desk.refused(|desk| ask(desk, Action::Reallocate, &wanted));
        assert_eq!(desk.faults_of(Field::Quantity), [Problem::MoreThanLeft(30.into()).sentence(place.lang)]);
        desk.enter(Field::Quantity, "10");
        desk.act(Action::Save);
        // 218,30 pay for twelve at 18,00; 2,30 are left over.
        desk.sees("40 → 30");
        desk.sees("20 → 32");
        desk.sees(&Remark::LeftOver(Money::from_cents(230)).sentence(place.lang));
        carry_out(&mut desk);
        let dossier = desk.dossier();
        assert_eq!(dossier.plan().map(|plan| (plan.number, plan.state)), Some((2, PlanState::Draft)), "to be approved");
        let quantities: Vec<String> = dossier.lines.iter().map(|line| line.quantity.to_string()).collect();
        assert_eq!(quantities, ["30", "32"]);

        // Within the draft that is there now, by euros.
        let back = [(Field::FromLine, "LOG"), (Field::ToLine, "FIZ"), (Field::Amount, "216")];
        ask(&mut desk, Action::Reallocate, &back);
        desk.sees("32 → 20");
        desk.sees("30 → 39");
        carry_out(&mut desk);
        undo(&mut desk);
        undo(&mut desk);
        assert_eq!(state(&world), before);
    });
}

#[test]
fn a_ceiling_gives_to_another_only_where_the_programme_lets_it_and_what_is_free() {
    in_office(|world, mut desk, place| {
        let sister = [(Field::GivenNames, "Rūta"), (Field::BirthDate, "7.1.2013"), (Field::LegalBasis, "lēmums 15")];
        desk.fill(Action::NewChild, &sister);
        desk.act(Action::PaneFamilies);
        desk.act(Action::Top);
        desk.act(Action::PanePlan);
        desk.act(Action::Reallocate);
        assert!(
            desk.form().fields.iter().all(|field| field.field != Field::ToChild),
            "this programme keeps them apart"
        );
        desk.act(Action::Back);

        let programme = world.read(|reader| reader.all::<Programme>()).remove(0);
        let lets = Programme { ceilings_transferable: true, ..programme.clone() };
        world.store().apply("anna", &Operation::new(Deed::EditProgramme).change(programme, lets)).unwrap();
        desk.rest();
        let before = state(&world);
        let wanted = [(Field::ToChild, "1"), (Field::Amount, "3800"), (Field::Reason, "lēmums 31")];
        desk.refused(|desk| ask(desk, Action::Reallocate, &wanted));
        let free = Money::from_cents(376_370);
        assert_eq!(desk.faults_of(Field::Amount), [Problem::MoreThanFree(free).sentence(place.lang)]);
        desk.enter(Field::Amount, "500");
        desk.act(Action::Save);
        // Both sides are told before anything is done.
        desk.sees("Jānis");
        desk.sees("Rūta");
        carry_out(&mut desk);
        let ceilings: Vec<Money> = world
            .read(|reader| reader.all::<Child>())
            .iter()
            .map(|child| child.ceilings.iter().map(|ceiling| ceiling.amount).sum())
            .collect();
        assert_eq!(ceilings, [Money::from_cents(350_000), Money::from_cents(450_000)]);
        undo(&mut desk);
        assert_eq!(state(&world), before);
    });
}

#[test]
fn what_a_colleague_did_meanwhile_is_shown_before_it_is_carried_out() {
    in_office(|world, mut desk, place| {
        let away = [(Field::From, "17.9.18"), (Field::To, "28.9.18"), (Field::Reason, "slimnīca")];
        ask(&mut desk, Action::NewAbsence, &away);
        let session = desk.dossier().sessions.iter().find(|session| session.day == day(2018, 9, 18)).unwrap().clone();
        let held = Session { day: day(2018, 9, 14), ..session.clone() };
        world.store().apply("anna", &Operation::new(Deed::EditSession).change(session, held)).unwrap();
        let told = desk.refused(|desk| desk.act(Action::Open));
        assert_eq!(told, ProposalText::ChangedMeanwhile.text(place.lang));
        assert!(!desk.screen().contains("18.09.2018"), "it no longer lies in those days");
        carry_out(&mut desk);
        assert_eq!(days_of(&desk, Outcome::Excused), [day(2018, 9, 25)]);
    });
}

#[test]
fn the_child_comes_home_earlier_and_then_was_never_away() {
    in_office(|world, mut desk, _| {
        let before = state(&world);
        let away = [(Field::From, "17.9.18"), (Field::To, "28.9.18"), (Field::Reason, "slimnīca"), (Field::Way, "p")];
        ask(&mut desk, Action::NewAbsence, &away);
        carry_out(&mut desk);
        assert_eq!(days_of(&desk, Outcome::Moved).len(), 2);

        // In the client file it is edited like any record, and what it did follows.
        desk.act(Action::CaseFile);
        go_to_absence(&mut desk);
        ask(&mut desk, Action::Edit, &[(Field::To, "21.9.18")]);
        desk.sees("25.09.2018");
        desk.act(Action::Open);
        assert_eq!(days_of(&desk, Outcome::Moved), [day(2018, 9, 18)]);
        assert_eq!(days_of(&desk, Outcome::Scheduled).last(), Some(&day(2018, 11, 20)), "in the first free week");

        go_to_absence(&mut desk);
        desk.act(Action::Close);
        desk.act(Action::Open);
        desk.act(Action::Back);
        let sessions = |state: &[AnyRecord]| -> Vec<AnyRecord> {
            state
                .iter()
                .filter(|record| matches!(record, AnyRecord::Session(_) | AnyRecord::Absence(_)))
                .cloned()
                .collect()
        };
        assert_eq!(sessions(&state(&world)), sessions(&before), "as if nothing had been");
    });
}

fn go_to_absence(desk: &mut Desk) {
    let is_it = |desk: &Desk| match &desk.page().selected().unwrap().target {
        Target::Record(record) => matches!(**record, AnyRecord::Absence(_)),
        _ => false,
    };
    desk.act(Action::Top);
    while !is_it(desk) {
        let before = desk.page().cursor;
        desk.act(Action::Down);
        assert_ne!(desk.page().cursor, before, "there is no absence");
    }
}

#[test]
fn beyond_the_ceiling_a_reason_is_asked_for_and_kept() {
    in_office(|_world, mut desk, _| {
        // 40 × 218,30 are more than the ceiling.
        let rise = [(Field::Service, "FIZ"), (Field::Percent, "900"), (Field::From, "12.9.18")];
        ask(&mut desk, Action::UpliftPrices, &rise);
        desk.sees(" ! ");
        desk.act(Action::Open);
        assert!(matches!(desk.app.screens.last(), Some(Screen::Line(_))), "a reason is asked for");
        desk.type_text("dome piešķīra vairāk");
        desk.act(Action::Accept);
        assert!(desk.app.screens.is_empty(), "it was carried out with the reason");
        assert!(desk.figure(Planned) > Money::from_cents(400_000));
    });
}

#[test]
fn a_plan_that_waits_to_be_approved_is_neither_stretched_nor_shifted() {
    in_office(|world, mut desk, place| {
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "vairāk runas")]);
        // While it is not approved there is no other.
        desk.refused(|desk| desk.act(Action::NewPlanVersion));
        assert!(!desk.has_form());
        desk.sign_plan();
        desk.save();
        let before = state(&world);
        let waits = Remark::PlanWaits(2).sentence(place.lang);
        ask(&mut desk, Action::ExtendProgramme, &[(Field::To, "31.12.19"), (Field::Reason, "pārtraukums")]);
        desk.sees(&waits);
        carry_out(&mut desk);
        let plans: Vec<PlanVersion> = world.read(|reader| reader.all());
        assert_eq!(
            plans.iter().map(|plan| plan.state).collect::<Vec<_>>(),
            [PlanState::Approved, PlanState::Submitted]
        );
        undo(&mut desk);
        assert_eq!(state(&world), before);
        let wanted =
            [(Field::FromLine, "FIZ"), (Field::ToLine, "LOG"), (Field::Quantity, "5"), (Field::Reason, "runa")];
        desk.refused(|desk| ask(desk, Action::Reallocate, &wanted));
        assert_eq!(desk.faults_of(Field::FromLine), [Problem::PlanWaits(2).sentence(place.lang)]);
    });
}

#[test]
fn what_an_extension_promises_is_what_the_table_of_all_children_says_afterwards() {
    let world = World::demo();
    let store = world.store();
    // One child has a draft beside the plan in force.
    let plans: Vec<PlanVersion> = world.read(|reader| reader.all());
    let children: Vec<Child> = world.read(|reader| reader.all());
    let is_open = |plan: &PlanVersion| {
        let last = plans.iter().rfind(|other| other.child == plan.child).unwrap().id == plan.id;
        last && children.iter().any(|child| child.id == plan.child && child.status == CaseStatus::Active)
    };
    let approved = plans.iter().find(|plan| plan.state == PlanState::Approved && is_open(plan)).unwrap();
    let lines: Vec<PlanLine> = world.read(|reader| reader.all());
    let draft = PlanVersion {
        id: Id::placeholder(0),
        child: approved.child,
        number: approved.number + 1,
        reason: "vairāk".into(),
        supersedes: approved.id,
        ..PlanVersion::default()
    };
    let copies = lines.into_iter().filter(|line| line.plan == approved.id);
    let copies = copies.map(|line| PlanLine {
        id: Id::default(),
        plan: draft.id,
        quantity: line.quantity + line.quantity,
        ..line
    });
    let drafted =
        copies.fold(Operation::new(Deed::AddPlan).create(draft.clone()), |operation, line| operation.create(line));
    store.apply("anna", &drafted).unwrap();

    let figures = || -> BTreeMap<Id<Child>, Vec<Money>> {
        let of = |child: &Child| {
            let dossier = world.read(|reader| views::dossier(reader, child.id, world.today)).expect("the child");
            TOLD.iter().map(|kind| dossier.figures.figure(*kind).amount()).collect()
        };
        world.read(|reader| reader.all::<Child>()).iter().map(|child| (child.id, of(child))).collect()
    };
    let programme = world.read(|reader| reader.all::<Programme>()).remove(0).id;
    let extension = Extension { to: day(2019, 12, 31), stretch: true, reason: "pārtraukums".into() };
    let asked = Asked { programme, user: "līga", today: world.today };
    let propose = |reader: &Reader| proposals::propose(reader, &Proposal::Extension(extension.clone()), asked);
    let proposed = store.read(propose).unwrap().unwrap();
    assert!(proposed.made.remarks.contains(&(approved.child, Remark::OnlyInDraft)));
    let before = figures();
    let carried_out = Operation { heeded: true, ..proposed.made.operation.clone() };
    store.apply("līga", &carried_out.because("pārtraukums")).unwrap();
    let after = figures();
    for (child, was) in &before {
        let told = proposed.children.iter().find(|touched| touched.child == *child).map(|touched| touched.amounts);
        let told = told.unwrap_or_default();
        let promised: Vec<Money> = TOLD.iter().map(|kind| told.difference(*kind)).collect();
        let came: Vec<Money> = after[child].iter().zip(was).map(|(after, before)| *after - *before).collect();
        assert_eq!(promised, came, "{child}");
    }
}

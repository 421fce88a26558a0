//! The programme lasts longer on the same money.

use std::collections::BTreeMap;

use atbalsts::action::Action;
use atbalsts::domain::budget::FigureKind::{Ceiling, Planned};
use atbalsts::domain::consequence::TOLD;
use atbalsts::domain::proposal::{Extension, Proposal, Remark};
use atbalsts::domain::{
    CaseStatus, Child, Deed, Field, Id, Money, Operation, Outcome, PlanLine, PlanState, PlanVersion, Problem,
    Programme, Session,
};
use atbalsts::i18n::{Text, date, proposal::ProposalText};
use atbalsts::store::{
    Reader,
    proposals::{self, Occasion},
    views,
};

use super::{ask, carry_out, days_of, state, undo};
use crate::desk::{SMALL, WIDE, World, day, everywhere};
use crate::first_day::{check, in_office};

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
fn what_it_did_for_a_child_stands_whole_in_the_journal() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk_of("līga", place, SMALL);
        ask(&mut desk, Action::ExtendProgramme, &[(Field::To, "31.12.19"), (Field::Reason, "pārtraukums oktobrī")]);
        carry_out(&mut desk);
        desk.act(Action::Journal);
        desk.act(Action::Open);
        desk.act(Action::Top);
        desk.act(Action::Open);
        // Short labels among long ones: all of them stand in one column.
        let screen = desk.screen();
        let cut: Vec<&str> = screen.lines().skip(2).filter(|line| line.trim_end().ends_with('…')).collect();
        assert_eq!(cut, Vec::<&str>::new(), "{screen}");
    });
}

#[test]
fn each_child_is_told_until_when_its_lines_last_and_how_the_pace_changes() {
    everywhere(|place| {
        for (size, with_pace) in [(SMALL, false), (WIDE, true)] {
            let world = World::demo();
            let mut desk = world.desk_of("līga", place, size);
            let longer = [(Field::To, "31.12.19"), (Field::Reason, "pārtraukums oktobrī")];
            ask(&mut desk, Action::ExtendProgramme, &longer);
            let ends =
                format!("{} → {}", date::show(day(2019, 9, 30), place.lang), date::show(day(2019, 12, 31), place.lang));
            desk.sees(&ProposalText::BothEndAt.fill(place.lang, &[&ends]));
            assert_eq!(desk.screen().contains(Text::Pace.text(place.lang)), with_pace, "{}", desk.screen());
            // One of them, explained: the same, in words.
            desk.act(Action::Explain);
            desk.sees(&date::show(day(2019, 12, 31), place.lang));
            desk.sees(&Text::OfEvenPace.fill(place.lang, &[&""]));
        }
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
    let occasion = Occasion { programme, user: "līga", today: world.today };
    let propose = |reader: &Reader| proposals::propose(reader, &Proposal::Extension(extension.clone()), occasion);
    let proposed = store.read(propose).unwrap().unwrap();
    assert!(proposed.made.remarks.contains(&(approved.child, Remark::OnlyInDraft)));
    let before = figures();
    let carried_out = Operation { heeded: true, ..proposed.made.operation.clone() };
    store.apply("līga", &carried_out.because("pārtraukums")).unwrap();
    let after = figures();
    for child in before.keys() {
        let dossier = world.read(|reader| views::dossier(reader, *child, world.today)).expect("the child");
        let versions = world.read(|reader| views::versions(reader, *child));
        let told = versions.iter().rfind(|told| told.plan.state == PlanState::Approved).map(|told| told.amount());
        let pane = dossier.figures.planned.amount();
        assert_eq!(told.unwrap_or_default(), pane, "{child}: the versions say what the pane says");
    }
    for (child, was) in &before {
        let told = proposed.children.iter().find(|touched| touched.child == *child).map(|touched| touched.amounts);
        let told = told.unwrap_or_default();
        let promised: Vec<Money> = TOLD.iter().map(|kind| told.difference(*kind)).collect();
        let came: Vec<Money> = after[child].iter().zip(was).map(|(after, before)| *after - *before).collect();
        assert_eq!(promised, came, "{child}");
    }
}

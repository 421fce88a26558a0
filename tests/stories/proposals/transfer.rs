//! Money and units that go from one line, or one child, to another.

use atbalsts::action::Action;
use atbalsts::domain::proposal::Remark;
use atbalsts::domain::{Child, Deed, Field, Money, Operation, PlanState, Problem, Programme};

use super::{ask, carry_out, state, undo};
use crate::first_day::in_office;

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

        // Units of a line go with what they are worth: the ceilings at once, the line in a draft.
        let units = [(Field::FromLine, "FIZ"), (Field::ToLine, "LOG"), (Field::ToChild, "1"), (Field::Quantity, "4")];
        desk.refused(|desk| ask(desk, Action::Reallocate, &units));
        assert_eq!(desk.faults_of(Field::ToLine), [Problem::OneOfTwo.sentence(place.lang)]);
        desk.go_to(Field::ToLine);
        desk.act(Action::ClearField);
        desk.enter(Field::Reason, "lēmums 32");
        desk.act(Action::Save);
        desk.sees("40 → 36");
        desk.sees("87");
        carry_out(&mut desk);
        let ceilings: Vec<Money> = world
            .read(|reader| reader.all::<Child>())
            .iter()
            .map(|child| child.ceilings.iter().map(|ceiling| ceiling.amount).sum())
            .collect();
        assert_eq!(ceilings, [Money::from_cents(391_268), Money::from_cents(408_732)]);
        let draft = desk.dossier().plan().map(|plan| (plan.number, plan.state));
        assert_eq!(draft, Some((2, PlanState::Draft)), "to be approved");
        assert_eq!(desk.dossier().lines[0].quantity, 36.into());
        undo(&mut desk);
        assert_eq!(state(&world), before);
    });
}

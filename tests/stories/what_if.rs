//! Before anything is saved it is told what it would come to.

use atbalsts::action::Action;
use atbalsts::app::{
    page::{Cell, Row, Target},
    what_if::Tone,
};
use atbalsts::domain::{
    AnyRecord, Child, Choice, Field, Id, Money, Outcome, PlanLine, Price, Session, budget::FigureKind,
};
use atbalsts::i18n::{Text, number, number::money, proposal::ProposalText};

use crate::desk::{Desk, Place, SMALL, World, everywhere};
use crate::first_day::prepared;
use crate::sessions::go_to;

/// `Rezervēts 236,30 → 254,30`.
fn shift(place: Place, kind: FigureKind, before: i64, after: i64) -> String {
    let amount = |cents| money(Money::from_cents(cents), place.lang);
    format!("{} {} → {}", kind.short(place.lang), amount(before), amount(after))
}

/// The rows of what would be, as one text.
fn told(desk: &Desk) -> String {
    desk.app.what_if(77).into_iter().flatten().map(|(text, _)| text).collect::<Vec<_>>().join("\n")
}

/// A row as one text.
fn words(row: &Row) -> String {
    let cells = row.cells.iter().filter_map(|cell| match cell {
        Cell::Text(text) | Cell::Number(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        _ => None,
    });
    cells.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_session_shows_what_it_reserves_and_leaves_before_it_is_saved() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.rest();
        desk.act(Action::NewSession);
        assert_eq!(told(&desk), "", "nothing was typed yet");
        desk.enter(Field::Line, "LOG");
        desk.enter(Field::Day, "20.11.2018");
        // Ten sessions of 21,83 and one of 18,00 are booked.
        desk.sees(&shift(place, FigureKind::Reserved, 23_630, 25_430));
        desk.sees(&shift(place, FigureKind::Free, 376_370, 374_570));
        desk.sees(place.lang.pick(
            "Rezervēts: Talsu «… 236,30 → 254,30 · Programma 236,30 → 254,30",
            "Reserved: Talsu «… 236.30 → 254.30 · Programme 236.30 → 254.30",
        ));
        desk.sees(place.lang.pick("Griesti: 254,30 no", "Ceiling: 254.30 of"));
        // What cannot be saved leads to nothing.
        desk.enter(Field::Day, "32.11.2018");
        assert_eq!(told(&desk), "");
        desk.enter(Field::Day, "27.11.2018");
        desk.sees(&shift(place, FigureKind::Reserved, 23_630, 25_430));
        let before = world.read(|reader| reader.all::<Session>()).len();
        desk.save();
        assert_eq!(world.read(|reader| reader.all::<Session>()).len(), before + 1);
        assert_eq!(told(&desk), "", "what was saved is no supposition any more");
    });
}

#[test]
fn a_plan_line_and_the_typed_line_show_theirs_and_a_broken_ceiling_stands_out() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.rest();
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "vairāk")]);
        desk.act(Action::PanePlan);
        desk.act(Action::Edit);
        desk.enter(Field::Quantity, "50");
        // Forty and then fifty at 21,83, beside twenty at 18,00.
        desk.sees(&shift(place, FigureKind::Planned, 123_320, 145_150));
        desk.act(Action::Back);
        desk.act(Action::PaneFamilies);
        desk.act(Action::QuickAdd);
        desk.type_text("FIZ no 20.11.2018 x2");
        desk.sees(place.lang.pick("Griesti: 279,96 no", "Ceiling: 279.96 of"));
        desk.type_text(" 200v");
        let broken = desk.app.what_if(77).into_iter().flatten().any(|(_, tone)| tone == Tone::Broken);
        assert!(broken, "{}", desk.screen());
        desk.sees(place.lang.pick("! Griesti: drīkst", "! Ceiling: €4,000.00 allowed"));
    });
}

#[test]
fn what_is_behind_it_is_told_line_by_line_before_it_is_saved() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.rest();
        desk.act(Action::NewSession);
        desk.refused(|desk| desk.act(Action::Explain));
        desk.enter(Field::Line, "LOG");
        desk.enter(Field::Day, "20.11.2018");
        desk.act(Action::Explain);
        let lines = |desk: &Desk| desk.page().rows.iter().map(words).collect::<Vec<_>>();
        let told = lines(&desk);
        let amount = |cents| money(Money::from_cents(cents), place.lang);
        let new = told.iter().find(|row| row.starts_with("+ 20.11.2018")).expect("the session that would come");
        assert!(new.contains(&format!("1 × {}", amount(1_800))) && new.ends_with(&amount(1_800)), "{new}");
        let stays = Text::StaysLines.fill(place.lang, &[&11]);
        assert!(told.iter().any(|row| row.contains(&stays) && row.ends_with(&amount(23_630))), "{told:?}");
        let reserved = format!("{} → {} +{}", amount(23_630), amount(25_430), amount(1_800));
        assert!(told.iter().any(|row| row.ends_with(&reserved)), "{told:?}");
        let free = format!("{} → {} {}", amount(376_370), amount(374_570), amount(-1_800));
        assert!(told.iter().any(|row| row.ends_with(&free)), "{told:?}");

        // The form is as it was.
        desk.act(Action::Back);
        assert_eq!(desk.value(Field::Day), "20.11.2018");
        desk.sees(&shift(place, FigureKind::Reserved, 23_630, 25_430));
        desk.save();

        // So with the line in which sessions are typed.
        desk.act(Action::QuickAdd);
        desk.type_text("FIZ no 21.11.2018 x2");
        desk.act(Action::Explain);
        let told = lines(&desk);
        for day in ["+ 21.11.2018", "+ 28.11.2018"] {
            assert!(told.iter().any(|row| row.starts_with(day) && row.ends_with(&amount(2_183))), "{day}: {told:?}");
        }
        desk.act(Action::Back);
        desk.save();
    });
}

#[test]
fn what_was_held_says_how_it_stands_against_even_spend() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.rest();
        go_to(&mut desk, "11.9.2018");
        desk.act(Action::Close);
        desk.enter(Field::Outcome, Outcome::Attended.code());
        let promised = told(&desk);
        desk.act(Action::Explain);
        let explained: Vec<String> = desk.page().rows.iter().map(words).collect();
        desk.act(Action::Back);
        desk.save();
        // 21,83 of 4000,00 after six working days.
        let came = desk.dossier().figures.pace_percent().expect("days have passed");
        assert!((20..30).contains(&came), "{came}");
        let shift = format!("{} → {}", number::percent(0.into(), place.lang), number::percent(came.into(), place.lang));
        assert!(promised.contains(&format!("{} {shift}", Text::Pace.text(place.lang).to_lowercase())), "{promised}");
        let sentence = Text::OfEvenPace.fill(place.lang, &[&shift]);
        assert!(explained.iter().any(|row| row.ends_with(&sentence)), "{explained:?}");
    });
}

#[test]
fn what_goes_from_one_provider_to_another_is_told_though_the_programme_spends_the_same() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.fill(Action::NewProvider, &[(Field::Name, "Ķekavas zāle")]);
        desk.fill(
            Action::NewPrice,
            &[(Field::Service, "FIZ"), (Field::Amount, "21,83"), (Field::Provider, "Ķekavas"), (Field::From, "3.9.18")],
        );
        desk.rest();
        go_to(&mut desk, "18.9.2018");
        desk.act(Action::Edit);
        desk.enter(Field::Provider, "Ķekavas");
        let amount = |cents| money(Money::from_cents(cents), place.lang);
        let told = told(&desk);
        assert!(told.contains(&format!("{} → {}", amount(0), amount(2_183))), "{told}");
        assert!(told.contains(&format!("{} → {}", amount(23_630), amount(21_447))), "{told}");
        assert!(!told.contains(Field::Programme.text(place.lang)), "{told}");
    });
}

#[test]
fn a_version_that_begins_later_says_so_and_counts_from_its_approval_on() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.rest();
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "vairāk"), (Field::EffectiveFrom, "1.10.2018")]);
        desk.act(Action::PanePlan);
        desk.act(Action::Edit);
        desk.enter(Field::Quantity, "50");
        desk.save();
        desk.sign_plan();
        desk.save();
        // Ten more of physiotherapy; told before anything is typed.
        desk.act(Action::AdvancePlan);
        desk.sees(&format!("{} 01.10", place.lang.pick("no", "from")));
        desk.sees(&shift(place, FigureKind::Planned, 123_320, 145_150));
        let promised = told(&desk);
        desk.save();
        assert_eq!(desk.figure(FigureKind::Planned), Money::from_cents(145_150));
        let forecast = money(desk.figure(FigureKind::Forecast), place.lang);
        assert!(promised.contains(&format!("→ {forecast}")), "{forecast} in {promised}");
    });
}

/// Opens the price in its form.
fn edit_price(desk: &mut Desk, price: &Price) {
    desk.act(Action::Providers);
    let is_it = |desk: &Desk| match &desk.page().selected().unwrap().target {
        Target::Record(record) => matches!(&**record, AnyRecord::Price(other) if other.id == price.id),
        _ => false,
    };
    while !is_it(desk) {
        let at = desk.page().cursor;
        desk.act(Action::Down);
        assert_ne!(desk.page().cursor, at, "the price is on the page");
    }
    desk.act(Action::Edit);
}

#[test]
fn a_price_that_nobody_has_says_so() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk_of("līga", place, SMALL);
        let lines: Vec<PlanLine> = world.read(|reader| reader.all());
        let is_nobodys = |price: &Price| lines.iter().all(|line| line.service != price.service);
        let price = world.read(|reader| reader.all::<Price>()).into_iter().find(is_nobodys).unwrap();
        edit_price(&mut desk, &price);
        let says_so = ProposalText::NothingChanges.text(place.lang);
        assert!(!desk.screen().contains(says_so));
        desk.enter(Field::Amount, "99");
        desk.sees(says_so);
    });
}

#[test]
fn what_touches_several_children_leads_to_the_lines_of_each() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk_of("līga", place, SMALL);
        let lines: Vec<PlanLine> = world.read(|reader| reader.all());
        let served = |price: &Price| lines.iter().filter(|line| line.service == price.service).count();
        let price = world.read(|reader| reader.all::<Price>()).into_iter().max_by_key(served).unwrap();
        edit_price(&mut desk, &price);
        let dearer = price.amount + Money::from_cents(100);
        desk.enter(Field::Amount, &number::decimal(dearer.decimal(), place.lang));
        desk.act(Action::Explain);
        let children: Vec<Id<Child>> = desk
            .page()
            .rows
            .iter()
            .filter_map(|row| match row.target {
                Target::Supposed(child) => Some(child),
                _ => None,
            })
            .collect();
        assert!(children.len() > 1, "{}", desk.screen());
        let amount = |money: Money| number::money(money, place.lang);
        for child in children.iter().take(2) {
            desk.act(Action::Open);
            let told: Vec<String> = desk.page().rows.iter().map(words).collect();
            let (gone, come) = (format!("× {}", amount(price.amount)), format!("× {}", amount(dearer)));
            let has = |mark: &str, what: &str| told.iter().any(|row| row.starts_with(mark) && row.contains(what));
            assert!(has("−", &gone) && has("+", &come), "{child}: {told:?}");
            desk.act(Action::Back);
            desk.act(Action::Down);
        }
        desk.act(Action::Back);
        assert_eq!(desk.value(Field::Amount), number::decimal(dearer.decimal(), place.lang), "the form is as it was");
    });
}

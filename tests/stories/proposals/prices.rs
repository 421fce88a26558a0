//! Prices that rise, and prices of the past.

use atbalsts::action::Action;
use atbalsts::app::{Screen, page::Target};
use atbalsts::domain::budget::FigureKind::{Delivered, Planned, Reserved};
use atbalsts::domain::proposal::Remark;
use atbalsts::domain::{AnyRecord, Deed, Field, Money, Operation, Price, Session};
use atbalsts::i18n::proposal::ProposalText;

use super::{ask, carry_out, money, state, undo};
use crate::desk::day;
use crate::first_day::{check, in_office};

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
        // Why it reaches back stands with the price, and in its history.
        let new = world.read(|reader| reader.all::<Price>()).into_iter().find(|price| price.from == day(2018, 9, 10));
        assert_eq!(new.unwrap().retroactive_reason, "kļūda cenrādī");
        desk.act(Action::Providers);
        while !matches!(&desk.page().selected().unwrap().target, Target::Record(record)
            if matches!(&**record, AnyRecord::Price(price) if price.from == day(2018, 9, 10)))
        {
            desk.act(Action::Down);
        }
        desk.act(Action::Edit);
        assert_eq!(desk.value(Field::Retroactive), "kļūda cenrādī");
        desk.act(Action::Back);
        desk.act(Action::Journal);
        desk.sees("kļūda cenrādī");
        desk.act(Action::Back);
        desk.act(Action::Back);
        undo(&mut desk);
        assert_eq!(state(&world), before);
    });
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
fn what_a_colleague_did_while_the_reason_was_typed_is_shown_first() {
    in_office(|world, mut desk, place| {
        let rise = [(Field::Service, "FIZ"), (Field::Percent, "900"), (Field::From, "12.9.18")];
        ask(&mut desk, Action::UpliftPrices, &rise);
        desk.act(Action::Open);
        desk.type_text("dome piešķīra vairāk");
        let all: Vec<Session> = world.read(|reader| reader.all());
        let like = all.iter().find(|session| session.series.is_some() && session.day > day(2018, 9, 12)).unwrap();
        let one_more = Session { id: Default::default(), day: day(2018, 12, 12), ..like.clone() };
        world.store().apply("anna", &Operation::new(Deed::BookSessions).create(one_more)).unwrap();
        let told = desk.refused(|desk| desk.act(Action::Accept));
        assert_eq!(told, ProposalText::ChangedMeanwhile.text(place.lang));
        let prices = world.read(|reader| reader.all::<Price>());
        assert!(prices.iter().all(|price| price.from < day(2018, 9, 12)), "nothing was carried out");
        // Looked at again, it is carried out with a reason.
        desk.act(Action::Open);
        desk.type_text("dome piešķīra vairāk");
        desk.act(Action::Accept);
        assert!(desk.figure(Planned) > Money::from_cents(400_000));
    });
}

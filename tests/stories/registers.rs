//! Registers: what is out of use is kept, and what others refer to keeps its name.

use atbalsts::action::Action;
use atbalsts::app::Screen;
use atbalsts::domain::{Deed, Field, MilestoneKind, Price, Programme, Provider};

use crate::desk::{SMALL, day, everywhere};
use crate::first_day::{in_office, prepared};

#[test]
fn what_was_taken_out_of_use_is_kept_and_can_come_back() {
    in_office(|world, mut desk, place| {
        let provider = || world.read(|reader| reader.all::<Provider>()).remove(0);
        desk.act(Action::Providers);
        desk.act(Action::Close);
        desk.act(Action::Accept);
        assert!(provider().closed);
        desk.act(Action::Edit);
        let no = atbalsts::i18n::choice::yes_no(false, place.lang);
        desk.enter(Field::Closed, no);
        desk.enter(Field::ChargedPercent, "75 %");
        desk.enter(Field::NoticeHours, "1,5");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::NoticeHours).len(), 1, "whole hours");
        desk.enter(Field::NoticeHours, "24");
        desk.save();
        assert_eq!((provider().closed, provider().charged_percent, provider().notice_hours), (false, 75.into(), 24));
    });
}

#[test]
fn the_programme_has_its_own_days() {
    in_office(|world, mut desk, _| {
        let programme = || world.read(|reader| reader.all::<Programme>()).remove(0);
        desk.act(Action::Programmes);
        desk.act(Action::Edit);
        for wrong in ["22.9.2019", "22.9.2019 zz", "31.2.2019 i3"] {
            desk.enter(Field::Milestones, wrong);
            desk.refused(|desk| desk.act(Action::Save));
            assert_eq!(desk.faults_of(Field::Milestones).len(), 1, "{wrong}");
        }
        desk.enter(Field::Milestones, "22.9.2019 i3; 3.5.2018 vs");
        desk.save();
        let expect =
            [(day(2018, 5, 3), MilestoneKind::ParentsMeeting), (day(2019, 9, 22), MilestoneKind::ClosingAssessment)];
        let days = |programme: &Programme| programme.milestones.iter().map(|m| (m.day, m.kind)).collect::<Vec<_>>();
        assert_eq!(days(&programme()), expect);
        // Edited again they are the same.
        desk.act(Action::Edit);
        desk.enter(Field::Name, "Cits nosaukums");
        desk.save();
        assert_eq!((programme().name.as_str(), days(&programme())), ("Cits nosaukums", expect.to_vec()));
        desk.act(Action::Edit);
        desk.go_to(Field::Milestones);
        desk.act(Action::ClearField);
        desk.save();
        assert!(programme().milestones.is_empty());
    });
}

#[test]
fn by_what_others_know_a_record_it_is_not_renamed() {
    in_office(|_world, mut desk, _| {
        desk.act(Action::Users);
        desk.act(Action::Edit);
        desk.enter(Field::Login, "cita");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Login).len(), 1);
        desk.enter(Field::Login, "anna");
        desk.enter(Field::FullName, "Anna Bērziņa");
        desk.save();
    });
}

#[test]
fn closing_a_price_that_has_ended_does_not_prolong_it() {
    everywhere(|place| {
        let world = prepared();
        let mut price = world.read(|reader| reader.all::<Price>()).remove(0);
        price.to = Some(day(2018, 9, 5));
        world.store().write("pēteris", Deed::EditPrice, |tx| tx.put(price.clone())).unwrap();
        let mut desk = world.desk(place);
        desk.act(Action::Providers);
        desk.act(Action::Down);
        desk.refused(|desk| desk.act(Action::Close));
        assert_eq!(world.read(|reader| reader.get(price.id)).unwrap().to, Some(day(2018, 9, 5)));
    });
}

#[test]
fn what_is_asked_about_a_record_that_changed_is_not_asked_for_ever() {
    everywhere(|place| {
        let world = prepared();
        let (mut anna, mut peteris) = (world.desk(place), world.desk_of("pēteris", place, SMALL));
        let price = || world.read(|reader| reader.all::<Price>()).remove(0);
        anna.act(Action::Providers);
        anna.act(Action::Down);
        anna.act(Action::Close);
        peteris.act(Action::Providers);
        peteris.act(Action::Down);
        peteris.act(Action::Edit);
        peteris.enter(Field::To, "1.9.2019");
        peteris.save();
        anna.refused(|desk| desk.act(Action::Accept));
        assert!(matches!(anna.app.screens.last(), Some(Screen::Page(_))), "the question is gone");
        assert_eq!(price().to, Some(day(2019, 9, 1)));
        anna.act(Action::Close);
        anna.act(Action::Accept);
        assert_eq!(price().to, Some(day(2018, 9, 11)));
    });
}

//! Days off in the line: holidays, school holidays, closed providers, absences; what nobody knows yet.

use atbalsts::action::Action;
use atbalsts::domain::{Absence, AbsenceScope, Deed, Field, Operation, PlanLine, Programme};
use atbalsts::i18n::Lang;

use super::{booked, line_of, select, series, sibling, type_line};
use crate::desk::{day, everywhere};
use crate::first_day::{in_office, prepared};
use crate::sessions::go_to;

#[test]
fn holidays_of_schools_and_of_the_provider_are_left_out_and_named() {
    in_office(|world, mut desk, _| {
        let before = desk.dossier().sessions.clone();
        // The provider is away for a week: a period of days.
        desk.act(Action::Providers);
        desk.act(Action::Edit);
        desk.enter(Field::ClosureDays, "5.11.2018-9.11.2018");
        desk.save();
        desk.act(Action::Back);
        type_line(&mut desk, "FIZ tr 10:00 x5 no 10.10.2018 bez brīvlaika");
        desk.sees(match desk.lang() {
            Lang::Latvian => "rudens brīvdienas",
            Lang::English => "autumn school holidays",
        });
        desk.sees(atbalsts::i18n::Text::ProviderClosed.text(desk.lang()));
        desk.act(Action::Confirm);
        let expect = [(10, 10), (10, 17), (10, 31), (11, 14), (11, 21)].map(|(month, date)| day(2018, month, date));
        assert_eq!(booked(&desk, &before), expect);
        let made = series(&world).pop().unwrap();
        assert!(made.school_holidays);

        // The line that changes the series says so, too.
        go_to(&mut desk, "10.10.2018");
        desk.act(Action::EditSeries);
        let line = desk.value(Field::Rule).to_owned();
        assert!(line.contains("brīvlaika") || line.contains("except school"), "{line}");
    });
}

/// The almanac ends with the school year 2026/27: what nobody has set yet is not taken for none.
#[test]
fn school_years_that_nobody_has_set_yet_are_told() {
    everywhere(|place| {
        let mut world = prepared();
        world.today = day(2027, 8, 30);
        let to = day(2028, 6, 30);
        let programme = world.read(|reader| reader.all::<Programme>()).remove(0);
        let extended = Programme { to, ..programme.clone() };
        world.store().apply("anna", &Operation::new(Deed::ExtendProgramme).change(programme, extended)).unwrap();
        sibling(&world, "Rūta", PlanLine { to, ..line_of(&world, "LOG") });
        let mut desk = world.desk(place);
        select(&mut desk, "Rūta");
        let before = desk.dossier().sessions.clone();
        let unknown = place.lang.pick("2027./2028. mācību gada brīvlaiki nav zināmi", "of 2027/2028 are not known");

        // Who asks for no school holidays is not told.
        type_line(&mut desk, "LOG ce 15 x3 no 2.9.2027");
        assert!(!desk.screen().contains(unknown), "{}", desk.screen());
        desk.type_text(place.lang.pick(" bez brīvlaika", " except school"));
        desk.sees(unknown);
        desk.refused(|desk| desk.act(Action::Confirm));
        desk.act(Action::Confirm);
        assert_eq!(booked(&desk, &before), [(9, 2), (9, 9), (9, 16)].map(|(month, date)| day(2027, month, date)));

        // A provider that closes when schools do.
        desk.act(Action::Providers);
        desk.act(Action::Edit);
        desk.enter(Field::SchoolHolidays, place.lang.pick("j", "y"));
        desk.save();
        desk.act(Action::Back);
        desk.act(Action::NewSession);
        for (field, text) in [(Field::Line, "LOG"), (Field::Day, "24.9.2027"), (Field::Start, "9")] {
            desk.enter(field, text);
        }
        desk.refused(|desk| desk.act(Action::Save));
        assert!(desk.faults_of(Field::Day)[0].contains(unknown), "{:?}", desk.form().faults);
        desk.save();
    });
}

#[test]
fn the_childs_absence_is_left_out_or_stepped_past() {
    in_office(|world, mut desk, _| {
        let child = desk.dossier().child.id;
        let (from, to) = (day(2018, 10, 8), day(2018, 10, 21));
        let absence = Absence { child, from, to, reason: "rehabilitācija Vaivaros".into(), ..Absence::default() };
        world.store().apply("anna", &Operation::new(Deed::RecordAbsence).create(absence)).unwrap();
        desk.rest();
        let before = desk.dossier().sessions.clone();
        type_line(&mut desk, "LOG ce 16 x3 no 4.10.2018");
        desk.sees(atbalsts::i18n::choice::Worded::text(AbsenceScope::Child, desk.lang()));
        desk.act(Action::Confirm);
        assert_eq!(booked(&desk, &before), [(10, 4), (10, 25), (11, 1)].map(|(month, date)| day(2018, month, date)));
        // One session within it is warned of.
        type_line(&mut desk, "FIZ 17 9.10.2018.");
        desk.refused(|desk| desk.act(Action::Confirm));
    });
}

//! Sessions booked in one line, with every day shown before it is made.

use atbalsts::action::Action;
use atbalsts::app::Screen;
use atbalsts::domain::budget::FigureKind::*;
use atbalsts::domain::rules::{Policy, Rule, RuleReason};
use atbalsts::domain::shared_time::Busy;
use atbalsts::domain::{
    Absence, AbsenceScope, Child, Deed, Family, Field, Id, Operation, Outcome, Person, PlanLine, PlanVersion, Price,
    Programme, Provider, Recipient, RuleBook, Series, Session, Unit,
};
use atbalsts::i18n::{Lang, number};
use chrono::NaiveDate;

use crate::desk::{Desk, Place, World, day, everywhere};
use crate::first_day::{check, in_office, prepared, sister};
use crate::sessions::go_to;

/// Opens the line and types it.
fn type_line(desk: &mut Desk, line: &str) {
    desk.act(Action::QuickAdd);
    desk.type_text(line);
}

/// The days of the open sessions that were not there before.
fn booked(desk: &Desk, before: &[Session]) -> Vec<NaiveDate> {
    let new = desk.dossier().sessions.iter().filter(|session| !before.iter().any(|old| old.id == session.id));
    new.map(|session| session.day).collect()
}

fn series(world: &World) -> Vec<Series> {
    world.read(|reader| reader.all::<Series>())
}

#[test]
fn ten_weekly_sessions_are_typed_in_one_line() {
    let world = prepared();
    let mut desk = world.desk(Place::of(Lang::Latvian));
    let before = desk.dossier().sessions.clone();
    let keys = desk.count(|desk| {
        type_line(desk, "log ce 15 x10 no 1.12");
        desk.act(Action::Confirm);
    });
    assert!(desk.app.screens.is_empty());
    assert_eq!(booked(&desk, &before).len(), 10);
    assert!(keys <= 23, "{keys} keys");
}

#[test]
fn every_day_is_seen_before_it_is_made_and_all_are_taken_back_at_once() {
    in_office(|world, mut desk, _| {
        let before = desk.dossier().sessions.clone();
        let was = series(&world).len();
        type_line(&mut desk, "FIZ ot ce 10:00 45 x10 no 1.12 \"Ilze Kalniņa\"");
        // Christmas and New Year fall on Tuesdays: they are left out and made up for.
        let held = [(12, 4), (12, 6), (12, 11), (12, 13), (12, 18), (12, 20), (12, 27), (1, 3), (1, 8), (1, 10)];
        for (month, date) in held.into_iter().chain([(12, 25), (1, 1)]) {
            desk.sees(&format!("{date:02}.{month:02}.201{}", if month == 12 { 8 } else { 9 }));
        }
        desk.sees(atbalsts::domain::calendar::Holiday::ChristmasDay.text(desk.lang()));
        desk.sees(&number::money(atbalsts::domain::Money::from_cents(2183), desk.lang()));
        desk.sees("Ilze Kalniņa");
        assert_eq!(desk.dossier().sessions.len(), before.len(), "nothing is booked yet");
        desk.act(Action::Confirm);
        let expect: Vec<NaiveDate> =
            held.map(|(month, date)| day(if month == 12 { 2018 } else { 2019 }, month, date)).to_vec();
        assert_eq!(booked(&desk, &before), expect);
        let made = series(&world).pop().unwrap();
        assert_eq!(made.rule.to_string(), "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=12");
        assert_eq!(made.days(), expect, "the rule and its exceptions say the same");
        check(&desk, &[(Reserved, 23_630 + 21_830), (Free, 376_370 - 21_830)]);

        desk.act(Action::Undo);
        desk.act(Action::Accept);
        assert_eq!((desk.dossier().sessions.len(), series(&world).len()), (before.len(), was));
    });
}

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

#[test]
fn what_was_not_understood_is_named_and_nothing_is_booked() {
    in_office(|_world, mut desk, _| {
        let before = desk.dossier().sessions.len();
        let checks = [
            ("LOG xot x3", "xot"),
            ("LOG ce no 31.2.2019", "31.2.2019"),
            ("LOG ce x10000", "1000"),
            ("LOG ce x3 līdz 1.12.2018", "x10"),
            ("LOG ce x3 no 1.10.2019", "30.09.2019"),
            ("LOG 31.3.2019. 3:15", "31.03.2019"),
            ("ce x3", "!"),
        ];
        for (line, told) in checks {
            type_line(&mut desk, line);
            desk.sees(told);
            desk.refused(|desk| desk.act(Action::Confirm));
            assert!(matches!(desk.app.screens.last(), Some(Screen::Form(_))), "{line}");
            desk.act(Action::ClearField);
            desk.act(Action::Back);
        }
        assert_eq!(desk.dossier().sessions.len(), before);
    });
}

#[test]
fn ten_thousand_sessions_pasted_are_refused_and_the_program_goes_on() {
    let world = prepared();
    let mut desk = world.desk(Place::of(Lang::Latvian));
    let before = desk.dossier().sessions.len();
    desk.act(Action::QuickAdd);
    desk.paste(&"LOG 20.9.2018. 15:00 45\n".repeat(10_000));
    desk.refused(|desk| desk.act(Action::Confirm));
    assert!(desk.has_form() && desk.dossier().sessions.len() == before);
    desk.act(Action::ClearField);
    desk.type_text("LOG 20.9.2018. 24h");
    desk.act(Action::Confirm);
    // A day and a night from the hour that the day begins with.
    let booked = desk.dossier().sessions.iter().find(|session| session.day == day(2018, 9, 20)).unwrap();
    assert_eq!((booked.minutes, booked.start), (1440, None));
}

#[test]
fn a_series_without_an_end_goes_on_as_long_as_the_plan_line_has_units() {
    in_office(|world, mut desk, _| {
        let before = desk.dossier().sessions.clone();
        // Nineteen of the twenty are left.
        type_line(&mut desk, "LOG ce 16 no 13.9.2018");
        desk.sees(match desk.lang() {
            Lang::Latvian => "bez beigām",
            Lang::English => "no end given",
        });
        desk.act(Action::Confirm);
        assert_eq!(booked(&desk, &before).len(), 19);
        // A line without days is one session, on the day under the cursor.
        let before = desk.dossier().sessions.clone();
        type_line(&mut desk, "FIZ 17");
        desk.act(Action::Confirm);
        assert_eq!(booked(&desk, &before), [world.today]);
        assert!(!desk.dossier().sessions.iter().rfind(|s| s.day == world.today).unwrap().series.is_some());
    });
}

#[test]
fn a_night_is_booked_over_midnight_and_clashes_with_the_morning() {
    in_office(|_world, mut desk, _| {
        type_line(&mut desk, "LOG 20:00-8:00 12.9.2018.");
        desk.act(Action::Confirm);
        let night = desk.dossier().sessions.iter().find(|session| session.minutes == 720).unwrap().clone();
        assert_eq!((night.day, night.start.unwrap().to_string()), (day(2018, 9, 12), "20:00:00".into()));
        type_line(&mut desk, "FIZ 7:30 13.9.2018.");
        desk.sees("12.09.2018");
        desk.refused(|desk| desk.act(Action::Confirm));
        desk.sees("LOG 12.09.2018");
        // All the same: a reason says why, and stays with the session.
        desk.refused(|desk| desk.act(Action::Confirm));
        desk.type_text("pārved uz poliklīniku");
        desk.act(Action::Confirm);
        let booked = desk.dossier().sessions.iter().find(|session| session.day == day(2018, 9, 13)).unwrap();
        let reason = RuleReason { rule: "clash-child".into(), reason: "pārved uz poliklīniku".into() };
        assert_eq!(booked.rule_reasons, [reason]);
    });
}

#[test]
fn words_are_completed_and_a_line_left_behind_is_gone_on_with() {
    in_office(|_world, mut desk, _| {
        type_line(&mut desk, "lo");
        desk.act(Action::NextField);
        assert_eq!(desk.value(Field::Rule), "LOG ");
        desk.type_text("ce 16 x3");
        desk.act(Action::Back);
        desk.act(Action::QuickAdd);
        assert_eq!(desk.value(Field::Rule), "LOG ce 16 x3");
    });
}

/// The calendar, with its cursor on the first session of the series.
fn on_series(desk: &mut Desk) {
    desk.act(Action::PaneCalendar);
    desk.act(Action::EditSeries);
}

#[test]
fn a_series_is_changed_in_the_line_that_it_was_made_in() {
    in_office(|world, mut desk, _| {
        on_series(&mut desk);
        let line = desk.value(Field::Rule).to_owned();
        assert!(line.starts_with("FIZ ") && line.contains("x10"), "{line}");
        let before = desk.dossier().sessions.clone();
        // Half an hour later, one of them on a day taken out, one more.
        let changed = line.replace("10:00", "10:30").replace("x10", "x9") + " bez 25.9.2018";
        desk.act(Action::ClearField);
        desk.type_text(&changed);
        desk.act(Action::Confirm);
        let [series] = &series(&world)[..] else { panic!("one series") };
        assert_eq!(series.exceptions, [day(2018, 9, 25)]);
        let own = |desk: &Desk| -> Vec<Session> {
            desk.dossier().sessions.iter().filter(|session| session.series == series.id).cloned().collect()
        };
        assert_eq!(own(&desk).len(), 9);
        assert!(own(&desk).iter().all(|session| session.start.unwrap().to_string() == "10:30:00"));
        let kept = own(&desk).iter().all(|session| before.iter().any(|old| old.id == session.id));
        assert!(kept, "they are the same sessions");

        // What was taken out comes back when the line no longer says so.
        on_series(&mut desk);
        let line = desk.value(Field::Rule).to_owned();
        let without = line.find("bez").or(line.find("except")).expect("the day taken out is told");
        let restored = line[..without].trim().replace("x9", "x10");
        desk.act(Action::ClearField);
        desk.type_text(&restored);
        desk.act(Action::Confirm);
        assert!(own(&desk).iter().any(|session| session.day == day(2018, 9, 25)));
        assert_eq!(own(&desk).len(), 10);
    });
}

#[test]
fn what_was_marked_stays_when_its_series_is_changed() {
    in_office(|_world, mut desk, _| {
        desk.act(Action::Attendance);
        desk.act(Action::Accept);
        on_series(&mut desk);
        let line = desk.value(Field::Rule).replace("x10", "x5");
        desk.act(Action::ClearField);
        desk.type_text(&line);
        desk.act(Action::Confirm);
        let of_series = desk.dossier().sessions.iter().filter(|session| session.series.is_some());
        let outcomes: Vec<Outcome> = of_series.map(|session| session.outcome).collect();
        assert_eq!(outcomes[0], Outcome::Attended);
        assert_eq!(outcomes.len(), 5);
    });
}

/// A child of another family has a session on 4 December at half past ten, with that specialist at a provider that is in
/// nobody's plan, „Solis”.
fn stranger_elsewhere(world: &World, specialist: &str) {
    let booked = world.read(|reader| reader.all::<Session>()).remove(0);
    let family = world.read(|reader| reader.all::<Family>()).remove(0);
    let surname: String = "Ozoliņa".into();
    let family = Family { id: Id::placeholder(3), case_number: "2018-77".into(), surname: surname.clone(), ..family };
    let provider = Provider { id: Id::placeholder(0), name: "SIA „Solis”".into(), ..Provider::default() };
    let (person, child) = sister(family.id);
    let busy = Session {
        id: Id::default(),
        child: child.id,
        provider: provider.id,
        day: day(2018, 12, 4),
        start: chrono::NaiveTime::from_hms_opt(10, 30, 0),
        specialist: specialist.into(),
        series: Id::default(),
        ..booked
    };
    let operation = Operation::new(Deed::BookSessions);
    let operation = operation.create(family).create(provider).create(Person { surname, ..person });
    world.store().apply("pēteris", &operation.create(child).create(busy)).unwrap();
}

#[test]
fn a_specialist_is_with_one_child_at_a_time_wherever() {
    everywhere(|place| {
        let world = prepared();
        stranger_elsewhere(&world, "Zane Ķēniņa");
        let mut desk = world.desk(place);
        // Typed and confirmed in one go: what is read on the way is waited for. Once the other provider is named, once not.
        for provider in [" pie Solis", ""] {
            desk.act(Action::QuickAdd);
            desk.type_text(&format!("LOG ot 10:00 45 x1 no 4.12. \"zane ķēniņa\"{provider}"));
            desk.refused(|desk| desk.act(Action::Confirm));
            desk.sees("FIZ 04.12.2018");
            desk.sees("10:30 Ozoliņa");
            // Another specialist is free.
            desk.go_to(Field::Rule);
            desk.act(Action::ClearField);
            desk.type_text(&format!("LOG ot 10:00 45 x1 no 4.12. \"Anna Liepa\"{provider}"));
            assert!(!desk.screen().contains("10:30"), "{}", desk.screen());
            desk.act(Action::ClearField);
            desk.act(Action::Back);
        }
        // In the form, too, before anything is saved; and in the calendar of the specialist.
        desk.act(Action::NewSession);
        for (field, text) in
            [(Field::Line, "LOG"), (Field::Day, "4.12."), (Field::Start, "10:15"), (Field::Minutes, "45")]
        {
            desk.enter(field, text);
        }
        desk.enter(Field::Specialist, "ZANE KENINA");
        desk.sees("10:30");
    });
}

/// Another child of the household, with that line alone in its plan.
fn sibling(world: &World, name: &str, line: PlanLine) {
    let child = world.read(|reader| reader.all::<Child>()).remove(0);
    let plan = world.read(|reader| reader.all::<PlanVersion>()).remove(0);
    let person = Person {
        id: Id::placeholder(1),
        family: child.family,
        given_names: name.into(),
        surname: "Bērziņa-Āboliņa".into(),
        birth_date: Some(day(2013, 1, 7)),
        ..Person::default()
    };
    let sibling = Child { id: Id::placeholder(2), person: person.id, ..child };
    let plan = PlanVersion { id: Id::placeholder(3), child: sibling.id, ..plan };
    let line = PlanLine { id: Id::placeholder(4), plan: plan.id, goals: Vec::new(), ..line };
    let operation = Operation::new(Deed::BookSessions).create(person).create(sibling).create(plan).create(line);
    world.store().apply("pēteris", &operation).unwrap();
}

fn line_of(world: &World, service: &str) -> PlanLine {
    world.read(|reader| reader.all::<PlanLine>()).into_iter().find(|line| line.service == service).unwrap()
}

fn adopt(world: &World, of: Busy, policy: Policy) {
    let book = RuleBook {
        programme: world.read(|reader| reader.all::<Programme>()).remove(0).id,
        name: "Saistošie noteikumi 14".into(),
        from: day(2018, 9, 3),
        rules: vec![Rule { policy, ..Rule::clash(of) }],
        ..RuleBook::default()
    };
    world.store().apply("anna", &Operation::new(Deed::AdoptRules).create(book)).unwrap();
}

fn select(desk: &mut Desk, name: &str) {
    desk.act(Action::PaneFamilies);
    desk.act(Action::Top);
    while desk.app.families.selected().unwrap().given_names != name {
        desk.act(Action::Down);
    }
}

#[test]
fn parents_are_with_one_child_at_a_time() {
    everywhere(|place| {
        let world = prepared();
        for (name, service) in [("Rūta", "LOG"), ("Emīls", "FIZ")] {
            sibling(&world, name, PlanLine { recipient: Recipient::Parent, ..line_of(&world, service) });
        }
        let mut desk = world.desk(place);
        select(&mut desk, "Rūta");
        type_line(&mut desk, "LOG ot 9:00 60 x1 no 4.12.");
        desk.act(Action::Confirm);
        assert!(desk.app.screens.is_empty());

        // The child alone goes elsewhere meanwhile; its mother cannot.
        select(&mut desk, "Jānis");
        type_line(&mut desk, "FIZ ot 9:45 45 x1 no 4.12.");
        desk.act(Action::Confirm);
        assert!(desk.app.screens.is_empty());
        select(&mut desk, "Emīls");
        type_line(&mut desk, "FIZ ot 9:45 45 x1 no 4.12.");
        desk.sees("LOG 04.12.2018");
        desk.sees("Bērziņa-Āboliņa Rūta");
        desk.refused(|desk| desk.act(Action::Confirm));
        desk.type_text("aizvietos tēvs");
        desk.act(Action::Confirm);
        assert!(desk.app.screens.is_empty());
        desk.act(Action::Rules);
        desk.sees(place.lang.pick("sakrīt ar LOG 04.12.2018", "clashes with LOG 04.12.2018"));
        desk.sees("aizvietos tēvs");
        desk.act(Action::Back);
        let reasons: Vec<RuleReason> = desk.dossier().sessions.iter().flat_map(|it| it.rule_reasons.clone()).collect();
        assert_eq!(reasons, [RuleReason { rule: "clash-parent".into(), reason: "aizvietos tēvs".into() }]);
    });
}

#[test]
fn what_comes_of_a_clash_is_the_programmes_to_say() {
    everywhere(|place| {
        let world = prepared();
        adopt(&world, Busy::Child, Policy::Prevent);
        let mut desk = world.desk(place);
        let book = |desk: &mut Desk| {
            desk.act(Action::NewSession);
            for (field, text) in [(Field::Line, "LOG"), (Field::Day, "18.9."), (Field::Start, "10")] {
                desk.enter(field, text);
            }
        };
        book(&mut desk);
        for _ in 0..2 {
            desk.refused(|desk| desk.act(Action::Save));
            assert!(!desk.faults_of(Field::Start).is_empty(), "beside the hour: {:?}", desk.form().faults);
        }
        desk.enter(Field::Start, "14");
        desk.save();
        desk.act(Action::Rules);
        let lang = place.lang;
        desk.sees(lang.pick("vienlaikus tikai viena nodarbība · neļauj", "one session at a time · prevents"));
        desk.act(Action::Back);
        adopt(&world, Busy::Child, Policy::Warn);
        desk.rest();
        book(&mut desk);
        desk.refused(|desk| desk.act(Action::Save));
        desk.save();
    });
}

#[test]
fn respite_of_a_day_and_a_night_takes_the_one_place_there_is() {
    everywhere(|place| {
        let world = prepared();
        let respite = PlanLine { unit: Unit::FullDay, minutes: 0, ..line_of(&world, "LOG") };
        for name in ["Rūta", "Emīls"] {
            sibling(&world, name, respite.clone());
        }
        let provider = world.read(|reader| reader.all::<Provider>()).remove(0);
        let one_place = Provider { capacity: 1, ..provider.clone() };
        let speech =
            world.read(|reader| reader.all::<Price>()).into_iter().find(|price| price.service == "LOG").unwrap();
        let price = Price { id: Id::default(), unit: Unit::FullDay, ..speech };
        let operation = Operation::new(Deed::EditProvider).change(provider, one_place).create(price);
        world.store().apply("anna", &operation).unwrap();
        let mut desk = world.desk(place);
        select(&mut desk, "Rūta");
        // From Monday to Wednesday, without an hour.
        type_line(&mut desk, "LOG 48h 3.12.");
        desk.sees(&atbalsts::i18n::time::show_duration(2880));
        desk.act(Action::Confirm);
        assert_eq!(desk.dossier().sessions[0].units, 2.into());
        select(&mut desk, "Emīls");
        type_line(&mut desk, "LOG 4.12. 8:00");
        desk.sees(atbalsts::i18n::Text::NoPlaceShort.text(desk.lang()));
        desk.refused(|desk| desk.act(Action::Confirm));
        desk.type_text("papildu gulta");
        desk.act(Action::Confirm);
        assert_eq!(desk.dossier().sessions[0].minutes, 1440);
        assert_eq!(desk.dossier().sessions[0].rule_reasons.len(), 1);
        // On Wednesday there is a place again.
        type_line(&mut desk, "LOG 6.12. 8:00");
        desk.act(Action::Confirm);
        assert_eq!(desk.dossier().sessions.len(), 2);
    });
}

#[test]
fn of_a_series_only_what_changes_is_shown_and_counted() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        on_series(&mut desk);
        let text = |text: atbalsts::i18n::Text| text.text(place.lang).to_owned();
        desk.sees(&text(atbalsts::i18n::Text::NothingChanges));
        // Ten of 21,83 and one of 18,00 are on the calendar.
        let free = |cents| number::euros(atbalsts::domain::Money::from_cents(cents), place.lang);
        desk.sees(&free(376_370));
        // The cursor stands where the service is.
        desk.type_text(" ");
        assert!(desk.value(Field::Rule).starts_with(" FIZ"));
        let line = desk.value(Field::Rule).trim().replace("x10", "x12");
        desk.act(Action::ClearField);
        desk.type_text(&line);
        desk.sees(&free(376_370 - 2 * 2_183));
        desk.sees("20.11.2018");
        desk.sees("27.11.2018");
        assert!(!desk.screen().contains("13.11.2018"), "{}", desk.screen());
        let line = line.replace("x12", "x8");
        desk.act(Action::ClearField);
        desk.type_text(&line);
        desk.sees(&free(376_370 + 2 * 2_183));
        desk.sees(&text(atbalsts::i18n::Text::TakenOff));
        desk.sees("13.11.2018");
        // More days than fit are gone through page by page.
        desk.act(Action::ClearField);
        desk.type_text("LOG pr ot tr ce pk 15 no 1.10.2018 līdz 1.3.2019");
        assert!(!desk.screen().contains("28.02.2019"), "{}", desk.screen());
        for _ in 0..6 {
            desk.act(Action::PageDown);
        }
        desk.sees("28.02.2019");
        for _ in 0..6 {
            desk.act(Action::PageUp);
        }
        desk.sees("01.10.2018");
    });
}

#[test]
fn plain_days_are_days_and_an_end_before_the_start_is_told() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        let before = desk.dossier().sessions.clone();
        type_line(&mut desk, "LOG rīt 9");
        desk.act(Action::Confirm);
        type_line(&mut desk, "LOG 31.10 10:00");
        desk.act(Action::Confirm);
        assert_eq!(booked(&desk, &before), [day(2018, 9, 12), day(2018, 10, 31)]);
        type_line(&mut desk, "LOG ot 9 no 1.12.2018 līdz 1.11.2018");
        desk.sees(place.lang.pick("Beigas ir pirms sākuma", "Ends before it starts"));
        desk.act(Action::ClearField);
        desk.type_text("LOG 3.12. 10:00-9:30");
        desk.sees(place.lang.pick("(līdz 9:30 nākamajā dienā)", "(until 9:30 on the next day)"));
    });
}

#[test]
fn two_lines_of_one_service_are_told_apart() {
    everywhere(|place| {
        let world = prepared();
        let own = line_of(&world, "LOG");
        sibling(&world, "Rūta", PlanLine { recipient: Recipient::Parent, ..own.clone() });
        let ruta = world.read(|reader| reader.all::<PlanLine>()).pop().unwrap();
        let plan = world.read(|reader| reader.get(ruta.plan)).unwrap();
        // The second line comes with a plan of its own, that takes the place of the first.
        let plan =
            PlanVersion { id: Id::placeholder(1), number: 2, supersedes: plan.id, reason: "vairāk".into(), ..plan };
        let of = |line: &PlanLine, id| PlanLine {
            id: Id::placeholder(id),
            plan: plan.id,
            goals: Vec::new(),
            ..line.clone()
        };
        let operation =
            Operation::new(Deed::BookSessions).create(of(&ruta, 2)).create(of(&own, 3)).create(plan.clone());
        world.store().apply("pēteris", &operation).unwrap();
        let mut desk = world.desk(place);
        select(&mut desk, "Rūta");
        desk.act(Action::QuickAdd);
        let parent = atbalsts::i18n::choice::Worded::text(Recipient::Parent, desk.lang());
        desk.sees(&format!("· {parent}"));
        desk.type_text("lo");
        desk.sees("LOG2 ");
        desk.sees(&format!("· {parent}"));
        desk.act(Action::ClearField);
        desk.type_text("LOG2 3.12. 9");
        desk.sees("LOG2 ");
    });
}

//! From an empty file to the first attended session, with the sums done by hand.

use std::sync::OnceLock;

use atbalsts::action::Action;
use atbalsts::app::Screen;
use atbalsts::domain::budget::FigureKind::{self, *};
use atbalsts::domain::{
    CaseStatus, Child, Deed, Family, Field, Id, Money, Operation, Outcome, Person, PlanState, Relation, Role, User,
};
use atbalsts::i18n::Lang;
use atbalsts::i18n::number::{money, percent};

use crate::desk::{Desk, Place, World, day, everywhere};

/// A programme with one family, mother and child, a plan of two lines in force, and eleven sessions booked.
pub fn office(world: &World, place: Place) -> Desk {
    let mut desk = world.desk(place);
    assert!(matches!(desk.app.screens[..], [Screen::Welcome(_)]));
    desk.act(Action::Open);
    desk.enter(Field::Municipality, "Talsu novads");
    desk.enter(Field::Name, "Individuālais budžets");
    desk.enter(Field::From, "3.9.18");
    desk.enter(Field::To, "30.9.19");
    desk.enter(Field::DefaultCeiling, "4000");
    desk.save();
    desk.fill(
        Action::NewFamily,
        &[
            (Field::Surname, "Bērziņa-Āboliņa"),
            (Field::Phone, "29357075"),
            (Field::DeclaredAddress, "Ūdru iela 3, Ķekava"),
            (Field::Postcode, "3201"),
        ],
    );
    desk.fill(Action::NewPerson, &[(Field::GivenNames, "Šarlote"), (Field::PersonalCode, "16117519997")]);
    desk.fill(
        Action::NewChild,
        &[
            (Field::GivenNames, "Jānis"),
            (Field::PersonalCode, "321234-56789"),
            (Field::BirthDate, "5.4.2011"),
            (Field::LegalBasis, "lēmums 14"),
        ],
    );
    desk.fill(Action::NewGoal, &[(Field::Wording, "Staigāt bez atbalsta"), (Field::Domains, "d4")]);
    desk.fill(Action::NewProvider, &[(Field::Name, "Talsu «Žubīte»"), (Field::ChargedPercent, "50")]);
    desk.fill(Action::NewPlanVersion, &[]);
    price(&mut desk, "FIZ", "21,83");
    price(&mut desk, "LOG", "18");
    plan_line(&mut desk, "FIZ", "40");
    plan_line(&mut desk, "LOG", "20");
    desk.approve_plan();
    desk.fill(
        Action::NewSession,
        &[(Field::Line, "FIZ"), (Field::Day, "11.9."), (Field::Start, "10"), (Field::Repeat, "10")],
    );
    desk.fill(Action::NewSession, &[(Field::Line, "log"), (Field::Day, "11.9."), (Field::Start, "1430")]);
    desk
}

/// The store of such an office, on the day of its first two sessions.
pub fn prepared() -> World {
    static OFFICE: OnceLock<Vec<u8>> = OnceLock::new();
    World::after(&OFFICE, day(2018, 9, 11), |world| {
        drop(office(world, Place::of(Lang::Latvian)));
        let colleague = |login: &str| User { login: login.into(), role: Role::Administrator, ..User::default() };
        let colleagues = ["admin", "pēteris", "ģirts", "līga"].map(colleague);
        let operation = colleagues.into_iter().fold(Operation::new(Deed::AddUser), Operation::create);
        world.store().apply("anna", &operation).unwrap();
    })
}

/// Lives the story in such an office, at Anna's desk, under every keymap and in both languages.
pub fn in_office(story: impl Fn(World, Desk, Place)) {
    everywhere(|place| {
        let world = prepared();
        let desk = world.desk(place);
        story(world, desk, place);
    });
}

/// A sister's person and case, yet to be stored: the placeholders 1 and 2.
pub fn sister(family: Id<Family>) -> (Person, Child) {
    let person = Person {
        id: Id::placeholder(1),
        family,
        given_names: "Rūta".into(),
        surname: "Bērziņa-Āboliņa".into(),
        relation: Relation::Child,
        birth_date: Some(day(2013, 1, 7)),
        ..Person::default()
    };
    let child = Child { id: Id::placeholder(2), family, person: person.id, ..Child::default() };
    (person, child)
}

pub fn plan_line(desk: &mut Desk, service: &str, quantity: &str) {
    desk.fill(
        Action::NewPlanLine,
        &[(Field::Service, service), (Field::Quantity, quantity), (Field::Goals, "1"), (Field::Provider, "1")],
    );
}

pub fn price(desk: &mut Desk, service: &str, amount: &str) {
    desk.fill(
        Action::NewPrice,
        &[(Field::Service, service), (Field::Amount, amount), (Field::Provider, "1"), (Field::From, "3.9.18")],
    );
}

#[track_caller]
pub fn check(desk: &Desk, expected: &[(FigureKind, i64)]) {
    for (kind, cents) in expected {
        assert_eq!(desk.figure(*kind), Money::from_cents(*cents), "{kind:?}");
    }
}

#[test]
fn from_an_empty_file_to_the_first_attended_session() {
    everywhere(|place| {
        let world = World::empty(day(2018, 9, 11));
        let mut desk = office(&world, place);
        let lang = place.lang;
        desk.sees("Talsu novads · Individuālais budžets");
        desk.rest();
        assert_eq!(desk.app.due(), 0, "nothing waits to be done");
        // 40 × 21,83 + 20 × 18,00; 10 × 21,83 + 18,00.
        check(&desk, &[(Ceiling, 400_000), (Planned, 123_320), (Reserved, 23_630), (Delivered, 0), (Free, 376_370)]);
        desk.sees(&money(Money::from_cents(376_370), lang));

        // He came in the morning; in the afternoon he did not.
        desk.act(Action::Attendance);
        desk.act(Action::Down);
        desk.act(Action::MarkNoShow);
        desk.act(Action::Accept);
        assert!(desk.app.screens.is_empty());
        let attended: Vec<Outcome> = desk.dossier().sessions.iter().take(3).map(|session| session.outcome).collect();
        assert_eq!(attended, [Outcome::Attended, Outcome::NoShow, Outcome::Scheduled]);
        // 21,83 + half of 18,00; nine sessions are left.
        check(&desk, &[(Delivered, 3_083), (Reserved, 19_647), (Balance, 396_917), (Free, 377_270), (Copayment, 0)]);
        desk.sees(&money(Money::from_cents(377_270), lang));

        // What is that sum made of?
        desk.act(Action::PaneBudget);
        while desk.app.figure() != Delivered {
            desk.act(Action::Down);
        }
        desk.act(Action::Help);
        assert_eq!(desk.page().rows.iter().filter(|row| row.cells.len() == 3).count(), 3, "two sessions and the sum");
        let meaning = FigureKind::Delivered.meaning(lang);
        assert!(desk.screen().replace("\n ", " ").contains(meaning), "{meaning}");
        desk.sees(&format!("1 × {}", money(Money::from_cents(2_183), lang)));
        let half = percent(50.into(), lang);
        desk.sees(&format!("1 × {} × {half}", money(Money::from_cents(1_800), lang)));
        desk.sees(&money(Money::from_cents(3_083), lang));
        desk.act(Action::Back);

        // It was the wrong day.
        desk.act(Action::Undo);
        desk.act(Action::Accept);
        check(&desk, &[(Delivered, 0), (Reserved, 23_630), (Balance, 400_000), (Free, 376_370)]);
        assert!(desk.dossier().sessions.iter().all(|session| session.is_open()));

        // The records are what was typed.
        let dossier = desk.dossier();
        assert_eq!(dossier.family.surname, "Bērziņa-Āboliņa");
        assert_eq!(dossier.family.case_number, "2018-01");
        assert_eq!(dossier.family.postcode, "LV-3201");
        assert_eq!(dossier.family.status, CaseStatus::Applied);
        assert_eq!(dossier.person.personal_code, "32123456789");
        assert_eq!(dossier.plan().unwrap().state, PlanState::Approved);
        let mother = desk.app.overview.people.iter().find(|person| person.relation == Relation::Mother).unwrap();
        assert!(mother.representation.is_some());
        assert_eq!(mother.birth_date, Some(day(1975, 11, 16)), "an old code tells it");
        let days: Vec<_> = dossier.sessions.iter().filter(|s| s.series.is_some()).map(|s| s.day).collect();
        assert_eq!((days.len(), days[0], days[9]), (10, day(2018, 9, 11), day(2018, 11, 13)));
        assert!(world.read(|reader| reader.drafts("anna")).is_empty());
    });
}

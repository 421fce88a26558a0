//! Nobody is entered twice: who looks alike is told while a person is entered, and a certain double needs a reason.

use atbalsts::action::Action;
use atbalsts::app::page::{PageKind, Target};
use atbalsts::domain::overview::PageOf;
use atbalsts::domain::{
    Child, Deed, Family, Field, Id, Kind, Operation, Person, Problem, Programme, Relation, personal_code,
};
use atbalsts::i18n::{Text, date, search};
use atbalsts::store::{StoreError, audits, views::lookalikes};

use crate::desk::{Desk, World, everywhere};

/// Somebody of the demo with an old code, and another family than the one under the cursor.
fn known(world: &World, desk: &Desk) -> Person {
    let people: Vec<Person> = world.read(|reader| reader.all());
    let own = desk.app.selected_family().unwrap();
    let other =
        |person: &&Person| person.family != own && person.relation == Relation::Mother && !person.phone.is_empty();
    let mut person = people.iter().find(other).unwrap().clone();
    person.birth_date = person.birth_date.or_else(|| personal_code::birth_date(&person.personal_code));
    person
}

/// What is told beside the field that it is somebody like this.
fn told(desk: &Desk, field: Field) -> Vec<&Problem> {
    desk.form().faults.iter().filter(|fault| fault.field == field).map(|fault| &fault.problem).collect()
}

#[test]
fn who_looks_alike_is_told_beside_the_field_as_soon_as_it_is_left() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk(place);
        let known = known(&world, &desk);
        let swapped: String = {
            let mut digits: Vec<char> = known.personal_code.chars().collect();
            let at = (7..10).find(|&at| digits[at] != digits[at + 1]).unwrap();
            digits.swap(at, at + 1);
            digits.into_iter().collect()
        };
        desk.act(Action::NewPerson);
        let name = |desk: &mut Desk| {
            desk.enter(Field::GivenNames, &search::fold(&known.given_names));
            desk.enter(Field::Surname, &search::fold(&known.surname));
        };
        name(&mut desk);
        assert!(desk.form().faults.is_empty(), "many share a name");
        desk.enter(Field::PersonalCode, &swapped);
        desk.act(Action::NextField);
        // Its last digit does not fit, either.
        let problems = told(&desk, Field::PersonalCode);
        assert!(problems.iter().any(|problem| matches!(problem, Problem::NearCode(_))), "{problems:?}");
        desk.enter(Field::BirthDate, &date::show(known.birth_date.unwrap(), place.lang));
        desk.act(Action::NextField);
        assert!(matches!(told(&desk, Field::BirthDate)[..], [Problem::LikePerson(_)]), "{:?}", desk.form().faults);
        desk.enter(Field::Phone, &known.phone);
        desk.act(Action::NextField);
        assert!(matches!(told(&desk, Field::Phone)[..], [Problem::KnownPhone(_)]));
        desk.sees(&known.list_name());
        // They only warn, once; what is not alike any more is not told any more.
        desk.enter(Field::Phone, "29 000 111");
        desk.act(Action::NextField);
        assert!(told(&desk, Field::Phone).is_empty());
        desk.refused(|desk| desk.act(Action::Save));
        desk.save();
        let people: Vec<Person> = world.read(|reader| reader.all());
        assert_eq!(people.iter().filter(|person| person.personal_code == swapped).count(), 1);
    });
}

#[test]
fn a_certain_double_needs_a_reason_for_a_person_and_for_a_child() {
    everywhere(|place| {
        for (open, ceiling) in [(Action::NewPerson, false), (Action::NewChild, true)] {
            let world = World::demo();
            let mut desk = world.desk(place);
            let known = known(&world, &desk);
            desk.act(open);
            desk.enter(Field::GivenNames, "Ieva");
            desk.enter(Field::Surname, "Cita");
            desk.enter(Field::PersonalCode, &known.personal_code);
            desk.enter(Field::BirthDate, &date::show(known.birth_date.unwrap(), place.lang));
            if ceiling {
                desk.enter(Field::Ceiling, "");
                desk.enter(Field::LegalBasis, "");
            }
            // However often it is tried.
            for _ in 0..2 {
                desk.refused(|desk| desk.act(Action::Save));
            }
            assert!(desk.faults_of(Field::PersonalCode)[0].contains(&known.list_name()));
            desk.enter(Field::DuplicateReason, "PMLP ziņo par kļūdu; kods tiek mainīts");
            desk.save();
            let people: Vec<Person> = world.read(|reader| reader.all());
            let doubles = people.iter().filter(|person| person.personal_code == known.personal_code);
            assert_eq!(doubles.count(), 2);
            assert_eq!(world.store().check(audits::ALL).unwrap().findings, []);
        }
    });
}

#[test]
fn a_reason_survives_in_a_draft_and_an_edit_of_the_record() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk(place);
        let known = known(&world, &desk);
        desk.act(Action::NewPerson);
        desk.enter(Field::GivenNames, "Ieva");
        desk.enter(Field::PersonalCode, &known.personal_code);
        desk.act(Action::NextField);
        desk.enter(Field::DuplicateReason, "svešs kods");
        desk.act(Action::Back);
        desk.act(Action::NewPerson);
        assert_eq!(desk.value(Field::DuplicateReason), "svešs kods");
        desk.enter(Field::BirthDate, &date::show(known.birth_date.unwrap(), place.lang));
        desk.save();
        let of_ieva = |world: &World| {
            let people: Vec<Person> = world.read(|reader| reader.all());
            people.into_iter().find(|person| person.given_names == "Ieva").unwrap()
        };
        assert_eq!(of_ieva(&world).duplicate_reason, "svešs kods");
        desk.act(Action::CaseFile);
        while !desk.page().selected().unwrap().cells.iter().any(|cell| format!("{cell:?}").contains("Ieva")) {
            desk.act(Action::Down);
        }
        desk.act(Action::Edit);
        desk.enter(Field::Email, "ieva@piemers.lv");
        desk.save();
        let ieva = of_ieva(&world);
        assert_eq!((ieva.email.as_str(), ieva.duplicate_reason.as_str()), ("ieva@piemers.lv", "svešs kods"));
    });
}

#[test]
fn two_workers_cannot_enter_the_same_person_at_once() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk(place);
        desk.act(Action::NewPerson);
        desk.enter(Field::GivenNames, "Ieva");
        desk.enter(Field::PersonalCode, "161175-19997");
        desk.act(Action::NextField);
        assert!(desk.form().faults.is_empty());
        // Meanwhile a colleague has entered her in another family.
        let family = world.read(|reader| reader.all::<Family>()).last().unwrap().id;
        let theirs = Person {
            family,
            given_names: "Ieva".into(),
            surname: "Cita".into(),
            personal_code: "16117519997".into(),
            relation: Relation::Mother,
            ..Person::default()
        };
        let operation = Operation::new(Deed::AddPerson).create(theirs.clone());
        world.store().apply("pēteris", &operation).unwrap();
        desk.refused(|desk| desk.act(Action::Save));
        assert!(matches!(told(&desk, Field::PersonalCode)[..], [Problem::SamePerson(_)]));
        desk.act(Action::Back);
        // The store itself refuses, whoever did not look.
        let again = world.store().apply("anna", &operation);
        assert!(matches!(again, Err(StoreError::Duplicate { field: Field::PersonalCode, .. })), "{again:?}");
        // Whoever has moved out does not stand in the way.
        let gone: Person = world.read(|reader| {
            let people: Vec<Person> = reader.all()?;
            Ok(people.into_iter().find(|person| person.surname == "Cita").unwrap())
        });
        let close = Operation::new(Deed::ClosePerson).change(gone.clone(), Person { closed: true, ..gone });
        world.store().apply("pēteris", &close).unwrap();
        world.store().apply("anna", &operation).unwrap();
        let undone = world.store().undo("pēteris", world.store().revision().unwrap() - 1);
        assert!(matches!(undone, Err(StoreError::Duplicate { .. })), "{undone:?}");
    });
}

#[test]
fn however_many_people_there_are_a_look_reads_few_of_them() {
    let world = World::demo();
    let programme = world.read(|reader| reader.all::<Programme>())[0].id;
    let mut operation = Operation::new(Deed::Import);
    let family = Family {
        id: Id::placeholder(0),
        programme,
        surname: "Daudzi".into(),
        case_number: "2019-1".into(),
        ..Family::default()
    };
    operation = operation.create(family.clone());
    let born = date::parse_date("01.02.1980", world.today).unwrap();
    for n in 0..2_000 {
        operation = operation.create(Person {
            family: family.id,
            given_names: format!("Vārds{n}"),
            surname: "Daudzi".into(),
            personal_code: format!("32{n:09}"),
            birth_date: Some(born + chrono::Days::new(n % 700)),
            phone: format!("2{n:07}"),
            relation: Relation::Other,
            ..Person::default()
        });
    }
    world.store().apply("anna", &operation).unwrap();
    let probe = Person {
        given_names: "Vārds77".into(),
        surname: "Daudzi".into(),
        personal_code: "32000000770".into(),
        birth_date: Some(born + chrono::Days::new(77)),
        phone: "20000077".into(),
        ..Person::default()
    };
    let (found, rows) = world.read(|reader| {
        let found = lookalikes::lookalikes(reader, &probe)?;
        Ok((found, reader.rows_read()))
    });
    assert!(found.iter().any(|other| other.person.given_names == "Vārds77"), "{found:?}");
    assert!(rows < 100, "{rows} rows");
}

#[test]
fn typing_ahead_asks_as_typing_slowly_does() {
    everywhere(|place| {
        let world = World::demo();
        let mut slow = world.desk(place);
        let known = known(&world, &slow);
        let fields = [Field::GivenNames, Field::PersonalCode, Field::Phone];
        let texts = ["Ieva", known.personal_code.as_str(), known.phone.as_str()];
        slow.act(Action::NewPerson);
        for (field, text) in fields.iter().zip(texts) {
            slow.enter(*field, text);
        }
        let keys = slow.pressed.clone();
        slow.refused(|desk| desk.act(Action::Save));
        let faults = slow.form().faults.clone();
        let mut fast = world.desk(place);
        fast.delay();
        fast.press_all(&keys);
        fast.catch_up();
        fast.refused(|desk| desk.act(Action::Save));
        assert_eq!(fast.form().faults, faults);
        assert!(faults.iter().any(|fault| matches!(fault.problem, Problem::SamePerson(_))));
    });
}

/// Puts the cursor of the page on the row that fits.
fn go_to(desk: &mut Desk, fits: impl Fn(&Target) -> bool) {
    desk.act(Action::Top);
    for _ in 0..desk.page().visible.len() {
        if fits(&desk.page().selected().unwrap().target) {
            return;
        }
        desk.act(Action::Down);
    }
    panic!("no such row:\n{}", desk.screen());
}

fn is_person(target: &Target, id: Id<Person>) -> bool {
    matches!(target, Target::Record(record) if record.kind() == Kind::Person && record.number() == id.0)
}

/// Somebody entered twice: the mother of a family, and in another programme's family, a child of her household under
/// her own name. Returns the record to be kept and the double.
fn entered_twice(world: &World, desk: &Desk) -> (Person, Person) {
    let own = desk.app.selected_family().unwrap();
    let people: Vec<Person> = world.read(|reader| reader.all());
    let families: Vec<Family> = world.read(|reader| reader.all());
    let kept = people.iter().find(|person| person.family == own && person.relation != Relation::Child).unwrap().clone();
    let programme = families.iter().find(|family| family.id == own).unwrap().programme;
    let elsewhere = families.iter().find(|family| family.programme != programme).unwrap();
    let double = Person {
        id: Id::placeholder(1),
        family: elsewhere.id,
        surname: "Vītoliņa".into(),
        given_names: kept.given_names.clone(),
        personal_code: "32000000001".into(),
        previous_codes: vec![kept.personal_code.clone()],
        relation: Relation::Child,
        birth_date: kept.birth_date.or_else(|| personal_code::birth_date(&kept.personal_code)).or(Some(world.today)),
        email: "otra@piemers.lv".into(),
        ..Person::default()
    };
    let case = Child { id: Id::placeholder(2), family: elsewhere.id, person: double.id, ..Child::default() };
    let operation = Operation::new(Deed::AddChild).create(double.clone()).create(case);
    let numbers = world.store().apply("pēteris", &operation).unwrap().numbers;
    (kept, Person { id: Id::new(numbers[0].1), ..double })
}

#[test]
fn two_records_of_one_person_become_one_and_two_again() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk(place);
        let (kept, double) = entered_twice(&world, &desk);
        desk.rest();
        let before: (Vec<Person>, Vec<Child>) = world.read(|reader| Ok((reader.all()?, reader.all()?)));
        desk.act(Action::CaseFile);
        go_to(&mut desk, |target| is_person(target, kept.id));
        desk.act(Action::MergePersons);
        // She is found by her earlier code, of all people in the store.
        go_to(
            &mut desk,
            |target| matches!(target, Target::Merge(one, other) if *one == kept.id && *other == double.id),
        );
        desk.act(Action::Open);
        desk.sees("Vītoliņa");
        desk.sees("320000-00001");
        // Her newer code is the right one; her name stays as it is here.
        go_to(&mut desk, |target| matches!(target, Target::Keep(Field::PersonalCode)));
        desk.act(Action::Open);
        desk.act(Action::MergePersons);
        desk.act(Action::Accept);
        assert!(matches!(&desk.page().kind, PageKind::Stored(PageOf::CaseFile(_))), "back where it began");
        let merged: Person = world.read(|reader| reader.get(kept.id)).unwrap();
        assert_eq!((&merged.surname, merged.personal_code.as_str()), (&kept.surname, "32000000001"));
        assert_eq!(merged.previous_codes, std::slice::from_ref(&kept.personal_code));
        assert!(merged.previous_names.contains(&"Vītoliņa".to_owned()));
        assert_eq!(merged.email, if kept.email.is_empty() { "otra@piemers.lv" } else { &kept.email });
        assert_eq!(world.read(|reader| reader.get(double.id)), None);
        let cases: Vec<Child> = world.read(|reader| reader.all());
        assert_eq!(cases.iter().filter(|case| case.person == kept.id).count(), 1, "the case has moved");
        assert_eq!(world.store().check(audits::ALL).unwrap().findings, []);
        // Under the earlier name she is found, too.
        desk.act(Action::Back);
        desk.act(Action::Filter);
        desk.type_text("vitolina");
        assert_eq!(desk.app.selected_family(), Some(kept.family));
        desk.act(Action::Back);
        desk.act(Action::Undo);
        desk.act(Action::Accept);
        assert_eq!(world.read(|reader| Ok((reader.all()?, reader.all()?))), before, "one key takes it all back");
        assert_eq!(world.store().check(audits::ALL).unwrap().findings, []);
    });
}

#[test]
fn two_cases_in_one_programme_cannot_become_one() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk(place);
        // The family with two children in the programme.
        while desk.app.families.rows.iter().filter(|row| Some(row.family) == desk.app.selected_family()).count() < 2 {
            desk.act(Action::Down);
        }
        desk.act(Action::CaseFile);
        let cases: Vec<Child> = world.read(|reader| reader.all());
        let family = desk.app.selected_family().unwrap();
        let brothers: Vec<Id<Person>> =
            cases.iter().filter(|case| case.family == family).map(|case| case.person).collect();
        go_to(&mut desk, |target| is_person(target, brothers[0]));
        desk.act(Action::MergePersons);
        go_to(&mut desk, |target| matches!(target, Target::Merge(_, other) if *other == brothers[1]));
        desk.act(Action::Open);
        let why = desk.refused(|desk| desk.act(Action::MergePersons));
        assert_eq!(why, Text::TwoCasesOneProgramme.text(place.lang));
        desk.sees(Text::TwoCasesOneProgramme.text(place.lang));
    });
}

#[test]
fn a_merging_follows_what_a_colleague_changes_meanwhile() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk(place);
        let (kept, double) = entered_twice(&world, &desk);
        desk.rest();
        desk.act(Action::CaseFile);
        go_to(&mut desk, |target| is_person(target, kept.id));
        desk.act(Action::MergePersons);
        go_to(&mut desk, |target| matches!(target, Target::Merge(_, other) if *other == double.id));
        desk.act(Action::Open);
        go_to(&mut desk, |target| matches!(target, Target::Keep(Field::Surname)));
        desk.act(Action::Open);
        let renamed = Person { surname: "Krūmiņa".into(), ..double.clone() };
        let stored: Person = world.read(|reader| reader.get(double.id)).unwrap();
        world.store().apply("pēteris", &Operation::new(Deed::EditPerson).change(stored, renamed)).unwrap();
        desk.rest();
        desk.sees("Krūmiņa");
        go_to(&mut desk, |target| matches!(target, Target::MergeNow));
        desk.act(Action::Open);
        desk.act(Action::Accept);
        let merged: Person = world.read(|reader| reader.get(kept.id)).unwrap();
        assert_eq!(merged.surname, "Krūmiņa", "what was decided stays decided");
        assert!(merged.previous_names.contains(&kept.surname));
    });
}

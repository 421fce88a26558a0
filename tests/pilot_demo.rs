//! The demo data: of the pilot's shape, without a fault, and the same for the same seed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use atbalsts::domain::{
    AnyRecord, Assessment, Attainment, Child, Choice, Family, Format, Goal, Id, Instrument, Kind, Operation, Outcome,
    PLACEHOLDER, Person, PlanLine, PlanState, PlanVersion, Price, Programme, Provider, Record, RepresentationBasis,
    Scoring, Session, Subject, User,
    budget::{Account, Figures, Health},
    calendar, catalogue, completion_faults, demo, disagreements,
    outcome::{Comparison, Tally, goal_courses},
    personal_code,
    pricing::PriceList,
};
use atbalsts::files::instrument::built_in;
use atbalsts::store::{Clock, Store};
use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

/// The demo with the instrument that comes with the program.
fn pilot(seed: u64, today: NaiveDate) -> Vec<Operation> {
    demo::pilot(seed, today, &built_in())
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2019, 3, 14).unwrap()
}

fn records(operations: &[Operation]) -> impl Iterator<Item = &AnyRecord> {
    operations.iter().flat_map(|operation| &operation.puts).map(|put| &put.record)
}

/// All records of one noun, by number.
fn all<R: Record>(operations: &[Operation]) -> BTreeMap<u64, R> {
    let of_kind = records(operations).filter(|record| record.kind() == R::KIND);
    of_kind.filter_map(|record| R::from_any(record.clone())).map(|record| (record.number(), record)).collect()
}

/// What belongs to one child.
struct Case {
    child: Child,
    programme: Programme,
    plan: Vec<PlanLine>,
    sessions: Vec<Session>,
}

impl Case {
    fn figures(&self, prices: &PriceList, day: NaiveDate) -> Figures {
        Account::new(&self.child, &self.programme, &self.plan, &self.sessions, prices).figures(day)
    }
}

fn cases(operations: &[Operation]) -> Vec<Case> {
    let families = all::<Family>(operations);
    let programmes = all::<Programme>(operations);
    let plans = all::<PlanVersion>(operations);
    let lines = all::<PlanLine>(operations);
    let mut sessions: HashMap<Id<Child>, Vec<Session>> = HashMap::new();
    for session in all::<Session>(operations).into_values() {
        sessions.entry(session.child).or_default().push(session);
    }
    let case = |child: Child| {
        let approved = plans.values().find(|plan| plan.child == child.id && plan.state == PlanState::Approved).unwrap();
        Case {
            programme: programmes[&families[&child.family.0].programme.0].clone(),
            plan: lines.values().filter(|line| line.plan == approved.id).cloned().collect(),
            sessions: sessions.remove(&child.id).unwrap_or_default(),
            child,
        }
    };
    all::<Child>(operations).into_values().map(case).collect()
}

#[test]
fn a_seed_makes_the_same_store_and_another_seed_another() {
    assert!(pilot(7, today()) == pilot(7, today()));
    assert!(pilot(7, today()) != pilot(8, today()));
}

#[test]
fn no_record_has_a_fault_and_every_link_leads_to_a_record_of_its_kind() {
    for seed in 0..6 {
        let operations = pilot(seed, today());
        let kinds: HashMap<u64, Kind> = records(&operations).map(|record| (record.number(), record.kind())).collect();
        for (at, record) in records(&operations).enumerate() {
            assert!(record.faults().is_empty(), "{:?}: {record:?}", record.faults());
            assert_eq!(record.number(), PLACEHOLDER + at as u64);
            record.clone().visit_links(&mut |kind, number| {
                assert!(*number == 0 || kinds.get(number) == Some(&kind), "{kind:?} {number} of {record:?}");
            });
        }
    }
}

#[test]
fn a_record_is_made_of_its_fields_again() {
    for record in records(&pilot(7, today())) {
        assert_eq!(AnyRecord::from_fields(record.kind(), &record.fields()).as_ref(), Ok(record));
        assert_eq!(AnyRecord::from_json(record.kind(), &record.to_json()).as_ref(), Some(record));
    }
}

#[test]
fn it_has_the_pilots_shape() {
    let operations = pilot(1, today());
    let programmes = all::<Programme>(&operations);
    let names: Vec<_> = programmes.values().map(|programme| programme.municipality.as_str()).collect();
    assert_eq!(names, ["Talsu novads", "Tukuma novads"]);
    let families = all::<Family>(&operations);
    let children = all::<Child>(&operations);
    for programme in programmes.values() {
        assert!(programme.milestones.is_sorted_by_key(|milestone| milestone.day));
        let own: Vec<_> = families.values().filter(|family| family.programme == programme.id).collect();
        assert_eq!(own.len(), 10);
        let of = |family: &Family| children.values().filter(|child| child.family == family.id).count();
        assert_eq!(own.iter().filter(|family| of(family) == 2).count(), 2);
        assert!(own.iter().all(|family| (1..=2).contains(&of(family))));
    }
    let numbers: HashSet<_> = families.values().map(|family| &family.case_number).collect();
    assert_eq!(numbers.len(), 20);
    let logins: HashSet<_> = all::<User>(&operations).into_values().map(|user| user.login).collect();
    assert!(families.values().all(|family| logins.contains(&family.owner)));
    assert!(["anna", "pēteris", "līga"].iter().all(|login| logins.contains(*login)));
    let assessments = all::<Assessment>(&operations);
    for child in children.values() {
        let own: Vec<_> = assessments.values().filter(|assessment| assessment.child == child.id).collect();
        assert_eq!(own.len(), 6, "three of the child, three of the parents");
        assert!(own.iter().all(|assessment| assessment.done_on.is_some() == (assessment.day().unwrap() < today())));
    }
    let drafts = all::<PlanVersion>(&operations).into_values().filter(|plan| plan.state == PlanState::Draft);
    assert!(drafts.count() >= 2);
    assert!(all::<Price>(&operations).values().all(|price| price.sample));
}

#[test]
fn teams_found_that_children_and_parents_fare_better() {
    for seed in 0..4 {
        let after = NaiveDate::from_ymd_opt(2019, 9, 29).unwrap();
        let operations = pilot(seed, after);
        let instruments: Vec<Instrument> = all(&operations).into_values().collect();
        let assessments: Vec<Assessment> = all(&operations).into_values().collect();
        let scorings: Vec<Scoring> = all(&operations).into_values().collect();
        let goals: Vec<Goal> = all(&operations).into_values().collect();
        for assessment in &assessments {
            let own: Vec<Scoring> = scorings.iter().filter(|one| one.assessment == assessment.id).cloned().collect();
            assert_eq!(completion_faults(assessment, &own, &instruments[0]), [], "completed as it should be");
            assert!(assessment.is_completed() && assessment.team.iter().any(|member| member.lead));
        }
        assert!(scorings.iter().any(|scoring| {
            let of = |other: &&Scoring| other.assessment == scoring.assessment;
            let own: Vec<Scoring> = scorings.iter().filter(of).cloned().collect();
            !disagreements(&own, &instruments[0]).is_empty()
        }));
        let (mut tally, mut reached) = (Tally::default(), 0);
        for child in all::<Child>(&operations).into_values() {
            for subject in Subject::ALL {
                let compared = Comparison::new(child.id, *subject, &assessments, &instruments);
                let own = compared.tally();
                (tally.better, tally.same, tally.worse) =
                    (tally.better + own.better, tally.same + own.same, tally.worse + own.worse);
            }
            let courses = goal_courses(child.id, &goals, &assessments);
            assert!(courses.iter().all(|course| course.progress.iter().all(Option::is_some)));
            reached += courses.iter().filter(|course| course.attainment() == Attainment::Reached).count();
        }
        assert!(tally.worse > 10 && tally.better > 5 * tally.worse && tally.same > tally.better, "{tally:?}");
        assert!(reached > goals.len() / 3 && reached < goals.len(), "{reached} of {}", goals.len());
    }
}

#[test]
fn people_have_codes_of_both_kinds_and_every_child_is_represented() {
    let operations = pilot(2, today());
    let people = all::<Person>(&operations);
    let codes: Vec<_> = people
        .values()
        .flat_map(|person| std::iter::once(&person.personal_code).chain(&person.previous_codes))
        .collect();
    assert_eq!(codes.iter().collect::<HashSet<_>>().len(), codes.len());
    assert!(codes.iter().any(|code| personal_code::is_new_style(code)));
    assert!(codes.iter().any(|code| personal_code::birth_date(code).is_some()));
    assert!(people.values().any(|person| !person.previous_codes.is_empty()));
    let mut bases = BTreeSet::new();
    for child in all::<Child>(&operations).values() {
        let represents = people
            .values()
            .filter(|person| person.family == child.family)
            .filter_map(|person| person.representation.as_ref());
        let own: Vec<RepresentationBasis> = represents.map(|representation| representation.basis).collect();
        assert!(!own.is_empty());
        bases.extend(own);
        assert!(people[&child.person.0].family == child.family);
    }
    assert_eq!(bases.len(), 3);
}

#[test]
fn the_plans_of_each_municipality_use_every_service_of_the_texts() {
    let operations = pilot(3, today());
    for name in ["Talsu novads", "Tukuma novads"] {
        let cases = cases(&operations);
        let own = cases.iter().filter(|case| case.programme.municipality == name);
        let used: BTreeSet<_> = own.flat_map(|case| &case.plan).map(|line| line.service.clone()).collect();
        let named: BTreeSet<_> = catalogue::pilot_codes().map(str::to_owned).collect();
        assert_eq!(used, named, "{name}");
    }
    for case in cases(&operations) {
        for line in &case.plan {
            assert!(!line.goals.is_empty());
            let service = catalogue::rows().into_iter().find(|row| row.code == line.service).unwrap();
            assert_eq!(case.child.medical_problem(&service, line.to), None, "{line:?}");
        }
    }
}

#[test]
fn sessions_keep_to_their_lines_to_open_days_and_to_one_place_at_a_time() {
    for seed in 0..4 {
        let operations = pilot(seed, today());
        let providers = all::<Provider>(&operations);
        let (mut starts, mut classes) = (HashSet::new(), HashSet::new());
        for case in cases(&operations) {
            let count = case.sessions.len();
            assert!((110..=200).contains(&count), "{count} sessions");
            for session in &case.sessions {
                let line = case.plan.iter().find(|line| line.id == session.line).unwrap();
                assert!(line.covers(session.day) && calendar::is_working_day(session.day, false), "{session:?}");
                assert!(!providers[&session.provider.0].closure_days.contains(&session.day), "{session:?}");
                if session.start.is_some() {
                    assert!(starts.insert((session.child.to_string(), session.day, session.start)), "{session:?}");
                    let place = (session.specialist.clone(), session.day, session.start);
                    if line.format == Format::Group {
                        classes.insert(place);
                    } else {
                        assert!(starts.insert(place), "{session:?}");
                    }
                }
            }
        }
        assert!(starts.is_disjoint(&classes));
    }
}

#[test]
fn attendance_is_recorded_until_today_at_the_prices_of_the_day() {
    let operations = pilot(5, today());
    let prices = PriceList::new(&all::<Price>(&operations).into_values().collect::<Vec<_>>());
    let providers = all::<Provider>(&operations);
    let sessions = all::<Session>(&operations);
    let lines = all::<PlanLine>(&operations);
    let mut outcomes: HashMap<Outcome, u32> = HashMap::new();
    let mut physiotherapy = BTreeSet::new();
    for session in sessions.values() {
        *outcomes.entry(session.outcome).or_default() += 1;
        let line = &lines[&session.line.0];
        if session.day >= today() {
            assert!(matches!(session.outcome, Outcome::Scheduled), "{session:?}");
        } else if session.day < today() - Days::new(3) {
            assert!(!session.is_open(), "{session:?}");
        }
        let percent = match session.outcome {
            Outcome::Attended => Decimal::ONE_HUNDRED,
            Outcome::NoShow => providers[&session.provider.0].charged_percent,
            _ => Decimal::ZERO,
        };
        let charged = session.charge.as_ref().map_or(Decimal::ZERO, |charge| charge.charged_percent);
        assert_eq!(charged, percent, "{session:?}");
        if let Some(charge) = &session.charge {
            let price = prices.price_on(&line.service, session.provider, line.format, line.unit, session.day).unwrap();
            assert_eq!(charge.unit_price, price.amount, "{session:?}");
            if line.service == "FIZ" {
                physiotherapy.insert(charge.unit_price);
            }
        }
        assert_eq!(session.moved_to.is_some(), session.outcome == Outcome::Moved, "{session:?}");
    }
    assert_eq!(physiotherapy.len(), 4, "two formats, each before and after the price change");
    assert!(Outcome::ALL.iter().all(|outcome| outcomes.contains_key(outcome)), "{outcomes:?}");
    let recent = sessions.values().filter(|session| session.is_open() && session.day < today());
    assert!(recent.count() > 0, "some sheets of the last days have not come in");
}

#[test]
fn budgets_look_as_budgets_do() {
    for seed in 0..4 {
        let operations = pilot(seed, today());
        let prices = PriceList::new(&all::<Price>(&operations).into_values().collect::<Vec<_>>());
        let mut healths: BTreeMap<Health, u32> = BTreeMap::new();
        for case in cases(&operations) {
            let figures = case.figures(&prices, today());
            let euros = |cents: i64| atbalsts::domain::Money::from_cents(cents * 100);
            let ceiling = figures.ceiling.amount();
            assert!((euros(3_800)..=euros(9_000)).contains(&ceiling), "{ceiling}");
            assert!(figures.planned.amount() <= ceiling);
            assert_eq!(figures.unpriced, 0);
            assert!(figures.groups.len() == 3 && !figures.reserved.amount().is_zero());
            *healths.entry(figures.health).or_default() += 1;
        }
        let of = |health| healths.get(&health).copied().unwrap_or_default();
        assert!((1..=6).contains(&of(Health::Alarm)), "{healths:?}");
        assert!(of(Health::Watch) >= 1, "{healths:?}");
        assert!((2..=9).contains(&of(Health::Underspent)), "{healths:?}");
        assert!(of(Health::OnTrack) >= 8, "{healths:?}");
    }
}

#[test]
fn the_story_can_be_told_on_any_day() {
    for (year, month, day) in [(2018, 5, 1), (2018, 9, 3), (2018, 9, 4), (2019, 2, 14), (2019, 9, 30), (2026, 11, 21)] {
        let today = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let operations = pilot(11, today);
        for record in records(&operations) {
            assert!(record.faults().is_empty(), "{:?}: {record:?}", record.faults());
        }
        for session in all::<Session>(&operations).values() {
            assert!(session.day < today || session.is_open(), "{session:?}");
        }
    }
}

#[test]
fn an_office_has_two_hundred_children_with_their_own_cases_and_keeps_within_what_was_granted() {
    let operations = demo::office(7, today(), &built_in());
    let records = || operations.iter().flat_map(|operation| &operation.puts).map(|put| &put.record);
    let children = records().filter(|record| matches!(record, AnyRecord::Child(_))).count();
    assert!((180..=220).contains(&children), "{children}");
    let mut numbers: Vec<&str> = records()
        .filter_map(|record| match record {
            AnyRecord::Family(family) => Some(family.case_number.as_str()),
            _ => None,
        })
        .collect();
    let families = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), families);
    let directory = tempfile::tempdir().unwrap();
    let store = Store::create(&directory.path().join("birojs.redb"), Clock::System).unwrap();
    for operation in &operations {
        // The store's own demands hold of it: no code twice, no link into nothing, no overspend.
        store.apply("anna", operation).unwrap();
    }
}

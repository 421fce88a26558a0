//! What would be if an operation were carried out is what is once it has been: every view, and every refusal.

#[path = "support/store_world.rs"]
mod world;

use std::collections::BTreeMap;

use atbalsts::{
    domain::{
        Ceiling, Child, Deed, Family, Id, Kind, Money, Note, Operation, Outcome, Person, PlanLine, PlanState,
        PlanVersion, Price, Programme, Provider, RuleBook, Series, Session, Terms,
        budget::FigureKind,
        consequence::{Amounts, Consequences, Shift, TOLD},
        demo,
        overview::{Dossier, FormContext, PageOf},
        pricing::PriceList,
        rules::{Policy, RuleChange, Turn},
    },
    files::{instrument::built_in, rules},
    store::{
        Reader, Store, StoreError,
        views::{self, WorksOn, standings},
    },
};
use chrono::{Days, NaiveDate};
use proptest::{prelude::*, sample::Index, test_runner::Config};
use rust_decimal::Decimal;
use world::World;

/// Something that somebody is about to do; which record it concerns is chosen among those there are.
#[derive(Clone, Debug)]
enum Intent {
    Book { line: Index, days: u64, count: u64, with_series: bool, elsewhere: Option<Index> },
    Mark { session: Index, outcome: Outcome },
    Cancel { session: Index },
    EditLine { line: Index, quantity: u32 },
    NewVersion { plan: Index, approve: bool },
    Price { of: Index, cents: i64, anew: Option<(u64, Option<Index>)> },
    Ceiling { child: Index, cents: i64 },
    Household { of: Index, case: u8 },
    RemovePerson { person: Index },
    Stale { family: Index, phone: bool },
    Programme { of: Index, days: u64 },
    Note { child: Index },
}

fn an_intent() -> impl Strategy<Value = Intent> {
    use proptest::sample::select;
    const OUTCOMES: &[Outcome] = &[Outcome::Attended, Outcome::NoShow, Outcome::Excused, Outcome::ByProvider];
    let one = any::<Index>;
    prop_oneof![
        3 => (one(), 0..200_u64, 1..12_u64, any::<bool>(), proptest::option::weighted(0.3, one())).prop_map(
            |(line, days, count, with_series, elsewhere)| Intent::Book { line, days, count, with_series, elsewhere }
        ),
        2 => (one(), select(OUTCOMES)).prop_map(|(session, outcome)| Intent::Mark { session, outcome }),
        1 => one().prop_map(|session| Intent::Cancel { session }),
        2 => (one(), 0..40_u32).prop_map(|(line, quantity)| Intent::EditLine { line, quantity }),
        2 => (one(), any::<bool>()).prop_map(|(plan, approve)| Intent::NewVersion { plan, approve }),
        3 => (one(), 100..9000_i64, proptest::option::of((0..90_u64, proptest::option::of(one()))))
            .prop_map(|(of, cents, anew)| Intent::Price { of, cents, anew }),
        2 => (one(), -90_000..90_000_i64).prop_map(|(child, cents)| Intent::Ceiling { child, cents }),
        1 => (one(), 0..4_u8).prop_map(|(of, case)| Intent::Household { of, case }),
        1 => one().prop_map(|person| Intent::RemovePerson { person }),
        2 => (one(), any::<bool>()).prop_map(|(family, phone)| Intent::Stale { family, phone }),
        1 => (one(), 0..60_u64).prop_map(|(of, days)| Intent::Programme { of, days }),
        1 => one().prop_map(|child| Intent::Note { child }),
    ]
}

/// One of the records of a kind; none while there are none.
fn one_of<R: atbalsts::domain::Record>(store: &Store, at: &Index) -> Option<R> {
    let mut all = store.read(|reader| reader.all::<R>()).unwrap();
    if all.is_empty() { None } else { Some(all.swap_remove(at.index(all.len()))) }
}

fn of_child(store: &Store, line: &PlanLine) -> Id<Child> {
    world::get(store, line.plan).child
}

/// The operation that the intent comes to, as the store is now.
fn operation(store: &Store, intent: &Intent) -> Option<Operation> {
    Some(match intent {
        Intent::Book { line, days, count, with_series, elsewhere } => {
            let line: PlanLine = one_of(store, line)?;
            let child = of_child(store, &line);
            let provider = elsewhere.and_then(|at| one_of::<Provider>(store, &at)).map(|provider| provider.id);
            let series = if *with_series { Id::placeholder(0) } else { Id::default() };
            let session = |week| Session {
                child,
                line: line.id,
                day: line.from + Days::new(days + 7 * week),
                units: Decimal::ONE,
                provider: provider.unwrap_or_default(),
                series,
                ..Session::default()
            };
            let mut operation = Operation::new(Deed::BookSessions);
            if *with_series {
                let from = line.from + Days::new(*days);
                let made = Series { id: series, child, line: line.id, units: Decimal::ONE, from, ..Series::default() };
                operation = operation.create(made);
            }
            (0..*count).fold(operation, |operation, week| operation.create(session(week)))
        }
        Intent::Mark { session, outcome } => {
            let session: Session = one_of(store, session)?;
            let line = world::get(store, session.line);
            let prices = PriceList::new(&store.read(|reader| reader.all::<Price>()).unwrap());
            let unit_price = prices.for_session(&session, &line).map(|price| price.amount);
            let terms = Terms { unit_price, no_show_percent: Decimal::from(50), ..Terms::default() };
            let marked = session.marked(*outcome, session.units, None, &line, terms).ok()?;
            Operation::new(Deed::MarkAttendance).change(session, marked)
        }
        Intent::Cancel { session } => Operation::new(Deed::CancelSession).remove(&one_of::<Session>(store, session)?),
        Intent::EditLine { line, quantity } => {
            let line: PlanLine = one_of(store, line)?;
            let edited = PlanLine { quantity: (*quantity).into(), ..line.clone() };
            Operation::new(Deed::EditLine).change(line, edited)
        }
        Intent::NewVersion { plan, approve } => {
            let old: PlanVersion = one_of(store, plan)?;
            let plans = store.read(|reader| reader.all::<PlanVersion>()).unwrap();
            let of_child = plans.iter().filter(|plan| plan.child == old.child);
            let last = of_child.map(|plan| plan.number).max()?;
            // What takes the place of a draft is a draft.
            let approve = &(*approve && old.state == PlanState::Approved);
            let new = PlanVersion {
                id: Id::placeholder(9),
                number: last + 1,
                supersedes: old.id,
                state: if *approve { PlanState::Approved } else { PlanState::Draft },
                reason: "pārskatīts".into(),
                approved_on: Some(demo::story_day()),
                ..old.clone()
            };
            let lines = store.read(|reader| reader.all::<PlanLine>()).unwrap();
            let mut operation = Operation::new(Deed::AddPlan).create(new.clone());
            for line in lines.into_iter().filter(|line| line.plan == old.id) {
                operation = operation.create(PlanLine { id: Id::default(), plan: new.id, ..line });
            }
            if *approve {
                operation = operation.change(old.clone(), PlanVersion { state: PlanState::Superseded, ..old });
            }
            operation
        }
        Intent::Price { of, cents, anew } => {
            let old: Price = one_of(store, of)?;
            let new = Price { amount: Money::from_cents(*cents), ..old.clone() };
            match anew {
                // For some days or for good, for all or for one provider.
                Some((days, provider)) => {
                    let from = demo::story_day() - Days::new(40) + Days::new(*days);
                    let to = (cents % 2 == 0).then(|| from + Days::new(*days));
                    let provider = provider.and_then(|at| one_of::<Provider>(store, &at)).map(|it| it.id);
                    let provider = provider.unwrap_or_default();
                    Operation::new(Deed::AddPrice).create(Price { id: Id::default(), from, to, provider, ..new })
                }
                None => Operation::new(Deed::EditPrice).change(old, new),
            }
        }
        Intent::Ceiling { child, cents } => {
            let old: Child = one_of(store, child)?;
            let mut new = old.clone();
            let (amount, from) = (Money::from_cents(*cents), demo::story_day());
            new.ceilings.push(Ceiling { amount, from, legal_basis: "Lēmums 7".into() });
            Operation::new(Deed::EditChild).change(old, new)
        }
        Intent::Household { of, case } => {
            let programme: Programme = one_of(store, of)?;
            let family = world::family(programme.id, &format!("2019-9{case}"), "Ķēniņa");
            let person = Person { id: Id::placeholder(2), ..world::person(Id::placeholder(1), "Ieva", "Ķēniņa") };
            let child = Child { family: Id::placeholder(1), person: Id::placeholder(2), ..Child::default() };
            let family = Family { id: Id::placeholder(1), ..family };
            Operation::new(Deed::AddFamily).create(child).create(family).create(person)
        }
        Intent::RemovePerson { person } => Operation::new(Deed::ClosePerson).remove(&one_of::<Person>(store, person)?),
        Intent::Stale { family, phone } => {
            // Somebody began with an older record than the one that is stored by now.
            let now: Family = one_of(store, family)?;
            let mut base = now.clone();
            base.surname.push_str("-Vecā");
            let mut mine = base.clone();
            if *phone {
                mine.declared_address.push_str(" 7")
            } else {
                mine.surname.push_str("-Jaunā")
            }
            Operation::new(Deed::EditFamily).change(base, mine)
        }
        Intent::Programme { of, days } => {
            let old: Programme = one_of(store, of)?;
            Operation::new(Deed::EditProgramme).change(old.clone(), Programme { to: old.to + Days::new(*days), ..old })
        }
        Intent::Note { child } => {
            let child: Child = one_of(store, child)?;
            let note =
                Note { family: child.family, child: child.id, text: "Zvanīja māte.".into(), ..Note::default() };
            Operation::new(Deed::AddNote).create(Note { day: demo::story_day(), ..note })
        }
    })
}

/// Everything that screens and reports read, as text. Revisions are left out: supposing makes none.
fn views(reader: &Reader, children: &[Id<Child>], today: NaiveDate) -> Result<Vec<String>, StoreError> {
    let mut seen = Vec::new();
    let mut see = |view: &dyn std::fmt::Debug| seen.push(format!("{view:?}"));
    for programme in reader.all::<Programme>()? {
        let overview = views::overview(reader, Some(programme.id), ("anna", atbalsts::domain::Role::Worker), today)?;
        see(&atbalsts::domain::overview::Overview { revision: 0, ..overview });
        see(&standings::children(reader, programme.id)?);
        for of in [PageOf::WorkQueue, PageOf::Meetings, PageOf::Providers, PageOf::Catalogue] {
            see(&views::page(reader, of, Some(programme.id), today)?);
        }
        for days in [0, 7, 30] {
            see(&views::attendance(reader, programme.id, None, (today + Days::new(days), today + Days::new(days)))?);
        }
    }
    for &child in children {
        let dossier = views::dossier(reader, child, today)?;
        see(&dossier.as_deref().map(|dossier| Dossier { revision: 0, ..dossier.clone() }));
        see(&standings::standing(reader, child, today)?);
        for of in [PageOf::Assessments(child), PageOf::Rules(child), PageOf::Joins(child)] {
            see(&views::page(reader, of, None, today)?);
        }
        for works_on in [WorksOn::PlanInForce, WorksOn::NewestPlan, WorksOn::Calendar(today), WorksOn::Programme] {
            let context = views::form_context(reader, works_on, None, Id::default(), child, None, today)?;
            see(&FormContext { revision: 0, ..context });
        }
        for by in reader.links_to(Kind::Child, child.0)? {
            see(&by);
        }
    }
    see(&reader.all::<Session>()?);
    see(&reader.all::<Person>()?);
    Ok(seen)
}

/// The children that an operation is about, and one more.
fn children_of(store: &Store, operation: &Operation) -> Vec<Id<Child>> {
    let mut children = vec![Id::new(1)];
    for put in &operation.puts {
        match &put.record {
            atbalsts::domain::AnyRecord::Session(session) => children.push(session.child),
            atbalsts::domain::AnyRecord::PlanVersion(plan) => children.push(plan.child),
            atbalsts::domain::AnyRecord::PlanLine(line) if line.plan.0 < 1_000_000 => {
                children.push(of_child(store, line));
            }
            atbalsts::domain::AnyRecord::Child(child) => children.push(child.id),
            _ => {}
        }
    }
    let there = store.read(|reader| reader.all::<Child>()).unwrap();
    // The number that a new child would get: it is none of those there are.
    children.push(there.last().map_or(Id::new(1), |last| Id::new(last.id.0 + 1)));
    children.sort_unstable();
    children.dedup();
    children
}

/// What each child's account comes to, by the plan in force; only of those that have one.
fn figures(store: &Store, today: NaiveDate) -> BTreeMap<Id<Child>, Amounts> {
    let amounts = |dossier: &Dossier| Amounts::by(|kind| dossier.figures.figure(kind).amount());
    let read = |reader: &Reader| {
        let mut found = BTreeMap::new();
        for child in reader.all::<Child>()? {
            let dossier = views::dossier(reader, child.id, today)?.filter(|it| it.plan().is_some_and(is_in_force));
            found.extend(dossier.map(|dossier| (child.id, amounts(&dossier))));
        }
        Ok(found)
    };
    store.read(read).unwrap()
}

fn is_in_force(plan: &PlanVersion) -> bool {
    plan.state == PlanState::Approved
}

/// Whoever's figures differ is told of, with the figures that the dossiers have; providers and programmes get the sums.
fn check_consequences(
    told: &Consequences,
    before: &BTreeMap<Id<Child>, Amounts>,
    after: &BTreeMap<Id<Child>, Amounts>,
) -> Result<(), TestCaseError> {
    for (child, now) in after {
        let Some(then) = before.get(child) else { continue };
        match told.children.iter().find(|of| of.child == *child) {
            Some(of) => prop_assert_eq!(of.amounts, Shift { before: *then, after: *now }),
            None => prop_assert_eq!(then, now),
        }
    }
    for kind in TOLD {
        let of_children: Money = told.children.iter().map(|of| of.amounts.difference(kind)).sum();
        let of_programmes: Money = told.programmes.iter().map(|of| of.amounts.difference(kind)).sum();
        prop_assert_eq!(of_children, of_programmes);
        if matches!(kind, FigureKind::Planned | FigureKind::Reserved | FigureKind::Delivered) {
            let of_providers: Money = told.providers.iter().map(|of| of.amounts.difference(kind)).sum();
            prop_assert_eq!(of_children, of_providers);
        }
    }
    Ok(())
}

/// The sample, in force in every programme; each of its rules wants a reason.
fn rules_of_every_shape(store: &Store) -> Operation {
    let mut book = rules::read(rules::SAMPLE).unwrap();
    book.rules.iter_mut().for_each(|rule| rule.policy = Policy::Allow);
    let programmes = store.read(|reader| reader.all::<Programme>()).unwrap();
    programmes.iter().fold(Operation::new(Deed::AdoptRules), |operation, programme| {
        operation.create(RuleBook { programme: programme.id, from: programme.from, ..book.clone() })
    })
}

/// Whether somebody has to answer for it: of drafts it is only told.
fn asks(rule: &RuleChange) -> bool {
    rule.turn == Turn::Broken && rule.told.binds()
}

#[test]
fn every_view_of_what_would_be_is_that_of_what_is_afterwards() {
    let config = Config { cases: 3, max_shrink_iters: 20, ..Config::default() };
    proptest!(config, |(intents in prop::collection::vec(an_intent(), 1..9), with_rules in any::<bool>())| {
        let (world, today) = (World::new(), demo::story_day());
        for operation in demo::pilot(7, today, &built_in()) {
            world.store.apply("anna", &operation).unwrap();
        }
        if with_rules {
            world.store.apply("anna", &rules_of_every_shape(&world.store)).unwrap();
        }
        for intent in &intents {
            let Some(operation) = operation(&world.store, intent) else { continue };
            let children = children_of(&world.store, &operation);
            let before = world.store.revision().unwrap();
            let figures = figures(&world.store, today);
            let told = world.store.read(|reader| views::consequences(reader, &operation, today));
            let supposed = world.store.read(|reader| {
                let then = reader.supposing(&operation)?;
                // Supposing nothing more changes nothing more.
                let again = then.supposing(&Operation::new(Deed::EditNote))?;
                assert_eq!(again.all::<Session>()?, then.all::<Session>()?);
                views(&then, &children, today)
            });
            prop_assert_eq!(world.store.revision().unwrap(), before, "supposing writes nothing");
            match (world.store.apply("anna", &operation), supposed) {
                (Ok(_), Ok(supposed)) => {
                    let told = told.unwrap();
                    prop_assert!(told.rules().all(|(_, rule)| !asks(rule)), "{:?}", told.children);
                    let now = world.store.read(|reader| views(reader, &children, today)).unwrap();
                    for (now, supposed) in now.iter().zip(&supposed) {
                        prop_assert_eq!(now, supposed, "{:?}", intent);
                    }
                    prop_assert_eq!(now.len(), supposed.len());
                    check_consequences(&told, &figures, &self::figures(&world.store, today))?;
                }
                // What nobody gave a reason for is told, and not written.
                (Err(StoreError::Rules(objections)), Ok(_)) => {
                    let told = told.unwrap();
                    let broken: Vec<_> = told.rules().filter(|(_, rule)| asks(rule)).collect();
                    prop_assert_eq!(broken.len(), objections.len());
                }
                (Err(refused), Err(foreseen)) => {
                    prop_assert_eq!(refused.to_string(), foreseen.to_string());
                    prop_assert!(told.is_err());
                }
                (applied, supposed) => prop_assert!(false, "{:?}: {:?}, supposed {:?}", intent, applied, supposed.err()),
            }
        }
    });
}

#[test]
fn what_cannot_be_saved_at_all_is_said_before_a_reason_is_asked_for() {
    let (world, today) = (World::new(), demo::story_day());
    for operation in demo::pilot(7, today, &built_in()) {
        world.store.apply("anna", &operation).unwrap();
    }
    let in_force = |line: &PlanLine| is_in_force(&world::get(&world.store, line.plan));
    let line = world.store.read(|reader| reader.all::<PlanLine>()).unwrap().into_iter().find(in_force).unwrap();
    let child = of_child(&world.store, &line);
    let session = |units| Session { child, line: line.id, day: line.to, units, ..Session::default() };
    let over = Operation::new(Deed::BookSessions).create(session(Decimal::from(400)));
    assert!(matches!(world.store.apply("anna", &over), Err(StoreError::Rules(_))));
    // One more session, of no units.
    let faulty = over.create(session(Decimal::ZERO));
    let refused = world.store.apply("anna", &faulty).unwrap_err();
    assert!(matches!(refused, StoreError::Faults { .. }), "{refused}");
    let foreseen = world.store.read(|reader| reader.supposing(&faulty).map(drop)).unwrap_err();
    assert_eq!(refused.to_string(), foreseen.to_string());
}

#[test]
fn suppositions_follow_one_another_as_operations_do() {
    let world = World::new();
    let (programme, family, _) = world::household(&world.store);
    let person = |name| Operation::new(Deed::AddPerson).create(world::person(family, name, "Bērziņa"));
    world
        .store
        .read(|reader| {
            let one = reader.supposing(&person("Anna"))?;
            let two = one.supposing(&person("Rūta"))?;
            let names = |reader: &Reader| {
                Ok::<_, StoreError>(reader.all::<Person>()?.into_iter().map(|it| it.given_names).collect::<Vec<_>>())
            };
            assert_eq!(names(&one)?, ["Ilze", "Anna"]);
            assert_eq!(names(&two)?, ["Ilze", "Anna", "Rūta"]);
            assert_eq!(names(reader)?, ["Ilze"]);
            // What was supposed can be supposed otherwise again.
            let anna = two.all::<Person>()?.swap_remove(1);
            let three = two.supposing(&Operation::new(Deed::ClosePerson).remove(&anna))?;
            assert_eq!(names(&three)?, ["Ilze", "Rūta"]);
            assert_eq!(three.count(&of(family), &of(family))?, 2);
            assert!(three.links_to(Kind::Programme, programme.0)?.contains(&(Kind::Family, family.0)));
            Ok(())
        })
        .unwrap();

    fn of(family: Id<Family>) -> atbalsts::domain::IndexKey {
        atbalsts::domain::IndexKey::new(atbalsts::domain::Index::PersonByFamily).id(family.0)
    }
}

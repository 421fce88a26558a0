//! Money that goes from one line to another, or from one child to another: what one side gives the other gets, to the
//! cent; whoever takes it back has everything as it was; and what may not go does not.

#[path = "support/store_world.rs"]
mod world;

use atbalsts::{
    domain::{
        AnyRecord, Ceiling, Child, Deed, Family, Fault, Field, Id, Kind, Money, Operation, Outcome, PlanLine,
        PlanState, PlanVersion, Price, Problem, Programme, Session, Terms,
        proposal::{CeilingTransfer, Given, LineTransfer, Proposal, Proposed, Remark},
    },
    store::{
        Store,
        proposals::{Occasion, propose},
        views::{self, Case},
    },
};
use chrono::{Days, NaiveDate};
use proptest::{prelude::*, sample::Index, test_runner::Config};
use rust_decimal::{Decimal, RoundingStrategy};
use world::{World, day, get};

const SERVICES: [&str; 3] = ["FIZ", "LOG", "PSI"];

fn today() -> NaiveDate {
    day(2019, 1, 15)
}

/// A child's line: cents a unit, the family's percent, the quantity, how many sessions were held, how many are booked.
type ALine = (i64, i64, u32, u32, u32);

/// Two children of two families, each with a ceiling and a plan of three services.
#[derive(Clone, Debug)]
struct Setting {
    transferable: bool,
    draft: bool,
    children: [([ALine; 3], i64); 2],
}

fn a_setting() -> impl Strategy<Value = Setting> {
    use proptest::sample::select;
    let line = || (1..9_000_i64, select(&[0_i64, 0, 33, 50, 100][..]), 1..60_u32, 0..12_u32, 0..12_u32);
    let child = move || ([line(), line(), line()], 1_000..600_000_i64);
    (any::<bool>(), any::<bool>(), [child(), child()]).prop_map(|(transferable, draft, children)| Setting {
        transferable,
        draft,
        children,
    })
}

fn set_up(setting: &Setting) -> (World, Id<Programme>, [Id<Child>; 2]) {
    let world = World::new();
    let store = &world.store;
    let add = |operation: &Operation| store.apply("anna", operation).unwrap().numbers;
    let programme = Programme { ceilings_transferable: setting.transferable, ..world::programme() };
    let programme: Id<Programme> = Id::new(add(&Operation::new(Deed::AddProgramme).create(programme))[0].1);
    let mut children = Vec::new();
    for (n, (lines, ceiling)) in setting.children.iter().enumerate() {
        let family = Family { id: Id::placeholder(0), ..world::family(programme, &format!("2018-{n}"), "Ķiploka") };
        let person = world::person(family.id, ["Jānis", "Šarlote"][n], "Ķiploka");
        let ceiling = Ceiling { amount: Money::from_cents(*ceiling), from: programme_from(), legal_basis: "L1".into() };
        let child = Child {
            id: Id::placeholder(2),
            family: family.id,
            person: Id::placeholder(1),
            ceilings: vec![ceiling],
            ..Child::default()
        };
        let person = atbalsts::domain::Person { id: Id::placeholder(1), ..person };
        let added = add(&Operation::new(Deed::AddChild).create(family).create(person).create(child));
        let child: Id<Child> = Id::new(added.iter().find(|(kind, _)| *kind == Kind::Child).unwrap().1);
        children.push(child);
        let plan = PlanVersion {
            id: Id::placeholder(0),
            child,
            number: 1,
            state: if setting.draft { PlanState::Draft } else { PlanState::Approved },
            approved_on: (!setting.draft).then_some(programme_from()),
            ..PlanVersion::default()
        };
        let mut operation =
            Operation { reason: "paraugs".into(), ..Operation::new(Deed::AddPlan) }.create(plan.clone());
        for (at, (cents, copayment, quantity, ..)) in lines.iter().enumerate() {
            // Each child has its own provider, so that the other's prices say nothing.
            let provider = Id::new(n as u64 + 1);
            operation = operation
                .create(Price {
                    service: SERVICES[at].into(),
                    provider,
                    amount: Money::from_cents(*cents),
                    from: day(2018, 1, 1),
                    ..Price::default()
                })
                .create(PlanLine {
                    id: Id::placeholder(at as u64 + 1),
                    plan: plan.id,
                    service: SERVICES[at].into(),
                    provider,
                    quantity: (*quantity).into(),
                    copayment_percent: (*copayment).into(),
                    from: programme_from(),
                    to: day(2019, 9, 30),
                    ..PlanLine::default()
                });
        }
        for n in
            0..2_usize.saturating_sub(store.read(|reader| reader.all::<atbalsts::domain::Provider>()).unwrap().len())
        {
            let provider = atbalsts::domain::Provider { name: format!("Žubīte {n}"), ..Default::default() };
            add(&Operation::new(Deed::AddProvider).create(provider));
        }
        add(&operation);
        use_up(store, child, lines);
    }
    let children = [children[0], children[1]];
    (world, programme, children)
}

fn programme_from() -> NaiveDate {
    day(2018, 9, 3)
}

/// Sessions held in autumn, at the price of the line, and booked in spring.
fn use_up(store: &Store, child: Id<Child>, lines: &[ALine; 3]) {
    let mut stored = store.read(|reader| reader.all::<PlanLine>()).unwrap();
    stored.retain(|line| get(store, line.plan).child == child);
    let mut operation = Operation { reason: "paraugs".into(), ..Operation::new(Deed::BookSessions) };
    for (line, (cents, _, _, held, booked)) in stored.iter().zip(lines) {
        let session = |on: NaiveDate, n: u32| Session {
            child,
            line: line.id,
            provider: line.provider,
            day: on + Days::new(u64::from(n)),
            units: Decimal::ONE,
            ..Session::default()
        };
        for n in 0..*held {
            let terms = Terms { unit_price: Some(Money::from_cents(*cents)), ..Terms::default() };
            let session = session(day(2018, 10, 1), n);
            operation = operation.create(session.marked(Outcome::Attended, Decimal::ONE, None, line, terms).unwrap());
        }
        operation = (0..*booked).fold(operation, |operation, n| operation.create(session(day(2019, 3, 1), n)));
    }
    if !operation.puts.is_empty() {
        store.apply("anna", &operation).unwrap();
    }
}

/// Every record that money hangs on, as it is exported.
fn records(store: &Store) -> Vec<String> {
    let all = store.read(|reader| {
        let mut all: Vec<AnyRecord> = Vec::new();
        all.extend(reader.all::<Child>()?.into_iter().map(AnyRecord::from));
        all.extend(reader.all::<PlanVersion>()?.into_iter().map(AnyRecord::from));
        all.extend(reader.all::<PlanLine>()?.into_iter().map(AnyRecord::from));
        all.extend(reader.all::<Session>()?.into_iter().map(AnyRecord::from));
        all.extend(reader.all::<Price>()?.into_iter().map(AnyRecord::from));
        all.extend(reader.all::<Programme>()?.into_iter().map(AnyRecord::from));
        Ok(all)
    });
    all.unwrap().iter().map(|record| serde_json::to_string(record).unwrap()).collect()
}

fn ask(store: &Store, programme: Id<Programme>, proposal: &Proposal) -> Result<Proposed, Fault> {
    let occasion = Occasion { programme, user: "anna", today: today() };
    store.read(|reader| propose(reader, proposal, occasion)).unwrap()
}

/// Does it, looks, and takes it back: everything is as it was, byte for byte, and so is the money.
fn do_and_undo(store: &Store, proposed: Proposed, look: impl FnOnce()) {
    let before = records(store);
    let operation = Operation { reason: "vienošanās".into(), heeded: true, ..proposed.made.operation };
    let done = store.apply("anna", &operation).unwrap();
    assert_ne!(records(store), before);
    look();
    world::assert_sound(store);
    store.undo("anna", done.revision).unwrap();
    assert_eq!(records(store), before);
}

/// What the budget pays for a unit, in cents, reckoned anew.
fn unit_cost(line: &ALine) -> Decimal {
    let share = Decimal::from(line.0) * Decimal::from(100 - line.1) / Decimal::ONE_HUNDRED;
    share.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
}

fn cents(amount: Money) -> Decimal {
    amount.decimal() * Decimal::ONE_HUNDRED
}

/// What a child's newest version costs, and its quantities by service.
fn newest(store: &Store, child: Id<Child>) -> (Decimal, Vec<Decimal>) {
    let versions = store.read(|reader| views::versions(reader, child)).unwrap();
    let told = versions.last().unwrap();
    let quantity = |service| {
        let mut of = told.lines.iter().filter(|planned| planned.line.service == service);
        of.next().unwrap().line.quantity
    };
    (cents(told.amount()), SERVICES.map(quantity).to_vec())
}

fn config() -> Config {
    Config { cases: 24, max_shrink_iters: 60, failure_persistence: None, ..Config::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_one_line_gives_the_other_gets_to_the_cent(
        setting in a_setting(),
        (from, to) in (0..3_usize, 0..3_usize),
        amount in prop_oneof![
            (-2..70_i64).prop_map(|units| Given::Units(units.into())),
            (1..200_000_i64).prop_map(|cents| Given::Amount(Money::from_cents(cents))),
        ],
    ) {
        let (world, programme, [child, other]) = set_up(&setting);
        let store = &world.store;
        let lines = store.read(|reader| reader.all::<PlanLine>()).unwrap();
        let transfer = LineTransfer {
            from: lines[from].id,
            to: lines[to].id,
            what: amount,
            reason: "vairāk vajag otra pakalpojuma".into(),
        };
        let (own, other_own) = (&setting.children[0].0, newest(store, other));
        let (gives, gets) = (unit_cost(&own[from]), unit_cost(&own[to]));
        let (cost, quantities) = newest(store, child);
        let used = Decimal::from(own[from].3 + own[from].4);
        let left = (quantities[from] - used).max(Decimal::ZERO);
        let answer = ask(store, programme, &Proposal::Lines(transfer));
        let Ok(proposed) = answer else {
            // Refused, and for a reason: there is none to give, or nothing to get for it.
            let wanted = match amount {
                Given::Units(units) => units,
                Given::Amount(amount) if gives.is_zero() => cents(amount),
                Given::Amount(amount) => (cents(amount) / gives).ceil(),
            };
            let bought = |wanted: Decimal| (gives * wanted).checked_div(gets).unwrap_or_default().floor();
            prop_assert!(
                from == to || wanted <= Decimal::ZERO || wanted > left || wanted == quantities[from]
                    || gives.is_zero() || bought(wanted).is_zero(),
                "{answer:?}"
            );
            return Ok(());
        };
        let left_over: Decimal = proposed
            .made
            .remarks
            .iter()
            .map(|(_, remark)| match remark {
                Remark::LeftOver(amount) => cents(*amount),
                other => panic!("{other:?}"),
            })
            .sum();
        do_and_undo(store, proposed, || {
            let (after, now) = newest(store, child);
            let (given, got) = (quantities[from] - now[from], now[to] - quantities[to]);
            assert!(given > Decimal::ZERO && got > Decimal::ZERO && given <= left && now[from] >= used);
            // Both sides, by their own prices: equal and opposite but for what is told to be left over.
            assert_eq!(given * gives - got * gets, left_over);
            assert!(left_over >= Decimal::ZERO && left_over < gets, "as much as can be had");
            assert_eq!(cost - after, left_over, "the version costs what it cost, but for that");
            for at in (0..3).filter(|at| *at != from && *at != to) {
                assert_eq!(now[at], quantities[at]);
            }
            assert_eq!(newest(store, other), other_own);
        });
    }

    #[test]
    fn what_one_child_gives_the_other_gets_to_the_cent(
        setting in a_setting(),
        wanted in -50_i64..700_000,
        whole in any::<bool>(),
        to_itself in any::<Index>(),
    ) {
        let (world, programme, [child, other]) = set_up(&setting);
        let store = &world.store;
        let figures = |child| {
            let case = store.read(|reader| Case::read(reader, child, today())).unwrap().unwrap();
            case.account().figures(today())
        };
        let free = figures(child).free.amount();
        let amount = if whole { free } else { Money::from_cents(wanted) };
        let to = if to_itself.index(10) == 0 { child } else { other };
        let transfer =
            CeilingTransfer { from: child, to, amount, line: None, legal_basis: "Lēmums Nr. 7".into(), day: today() };
        let answer = ask(store, programme, &Proposal::Ceilings(transfer));
        let may = setting.transferable && amount > Money::ZERO && to != child && amount <= free;
        prop_assert_eq!(answer.is_ok(), may, "{:?}", answer);
        match answer {
            Err(fault) if !setting.transferable => {
                prop_assert_eq!(fault, Fault::new(Field::ToChild, Problem::CeilingsStay));
            }
            Err(_) => {}
            Ok(proposed) => {
                let before = [figures(child), figures(other)];
                do_and_undo(store, proposed, || {
                    let after = [figures(child), figures(other)];
                    let moved = |n: usize| after[n].ceiling.amount() - before[n].ceiling.amount();
                    assert_eq!((moved(0), moved(1)), (-amount, amount));
                    let freed = |n: usize| after[n].free.amount() - before[n].free.amount();
                    assert_eq!((freed(0), freed(1)), (-amount, amount));
                    assert!(!after[0].free.amount().is_negative(), "nobody gives what is bound already");
                    assert_eq!(before.each_ref().map(|it| it.planned.amount()), after.each_ref().map(|it| it.planned.amount()));
                });
            }
        }
    }
}

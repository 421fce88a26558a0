//! What was reported stays what was reported: over random histories, a report as of a revision or a day is the same,
//! byte for byte, whatever was changed, imported or taken back afterwards.

#[path = "support/store_world.rs"]
mod world;

use std::{ffi::OsString, path::Path};

use atbalsts::{
    cli::{Run, Surroundings, run},
    domain::{
        Ceiling, Child, Choice, Deed, Id, Invoice, InvoiceLine, InvoiceState, Money, Operation, Outcome, PlanLine,
        PlanState, PlanVersion, Price, Provider, Session, Terms,
        budget::{By, FigureKind, Reckoned, Sums, Within},
        burndown::{Burndown, Step as BurndownStep},
        invoicing::{correction, register, sum},
    },
    store::{
        Clock, Reader, Store, audits,
        views::{Case, invoices},
    },
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use proptest::{prelude::*, test_runner::Config};
use rust_decimal::Decimal;
use world::{day, household};

/// Something that somebody does to the budget.
#[derive(Clone, Debug)]
enum Step {
    Price { cents: i64, from: u64 },
    RaisePrice { nth: usize, cents: i64 },
    NewVersion { quantity: u32, from: Option<u64> },
    Book { nth: usize, on: u64 },
    Mark { nth: usize, outcome: Outcome },
    Ceiling { cents: i64 },
    Invoice,
    Settle { nth: usize },
    Undo { back: u64 },
}

fn a_step() -> impl Strategy<Value = Step> {
    use proptest::sample::select;
    const OUTCOMES: &[Outcome] = &[Outcome::Attended, Outcome::NoShow, Outcome::Excused, Outcome::Scheduled];
    prop_oneof![
        2 => (100..6000_i64, 0..300_u64).prop_map(|(cents, from)| Step::Price { cents, from }),
        2 => (0..4_usize, 100..6000_i64).prop_map(|(nth, cents)| Step::RaisePrice { nth, cents }),
        2 => (1..60_u32, prop::option::weighted(0.8, 0..300_u64))
            .prop_map(|(quantity, from)| Step::NewVersion { quantity, from }),
        4 => (0..4_usize, 0..390_u64).prop_map(|(nth, on)| Step::Book { nth, on }),
        4 => (0..9_usize, select(OUTCOMES)).prop_map(|(nth, outcome)| Step::Mark { nth, outcome }),
        1 => (-20_000..90_000_i64).prop_map(|cents| Step::Ceiling { cents }),
        2 => Just(Step::Invoice),
        1 => (0..4_usize).prop_map(|nth| Step::Settle { nth }),
        2 => (0..4_u64).prop_map(|back| Step::Undo { back }),
    ]
}

/// Each step is made an hour and a half after the one before: several a day, over several days.
fn at(step: usize) -> DateTime<Utc> {
    world::instant(90 * step as i64)
}

fn first_day() -> NaiveDate {
    day(2018, 9, 3)
}

/// What is done to the store; what makes no sense in its state is refused and leaves it as it was.
fn take(path: &Path, (child, provider): (Id<Child>, Id<Provider>), step: &Step, number: usize) {
    let store = Store::open(path, Clock::Fixed(at(number))).unwrap();
    let all = store.read(|reader| {
        Ok((reader.all::<Price>()?, reader.all::<PlanLine>()?, reader.all::<Session>()?, reader.all::<PlanVersion>()?))
    });
    let (prices, lines, sessions, plans) = all.unwrap();
    let nth = |n: usize, of: usize| if of == 0 { None } else { Some(n % of) };
    let operation = match step {
        Step::Price { cents, from } => Some(Operation::new(Deed::AddPrice).create(Price {
            service: "FIZ".into(),
            amount: Money::from_cents(*cents),
            from: first_day() + Days::new(*from),
            ..Price::default()
        })),
        Step::RaisePrice { nth: n, cents } => nth(*n, prices.len()).map(|n| {
            let raised = Price { amount: Money::from_cents(*cents), ..prices[n].clone() };
            Operation::new(Deed::EditPrice).change(prices[n].clone(), raised)
        }),
        Step::NewVersion { quantity, from } => {
            let version = PlanVersion {
                id: Id::placeholder(1),
                child,
                number: plans.len() as u32 + 1,
                state: PlanState::Approved,
                reason: "pārskatīts".into(),
                approved_on: Some(first_day()),
                effective_from: from.map(|from| first_day() + Days::new(from)),
                ..PlanVersion::default()
            };
            let line = PlanLine {
                plan: version.id,
                service: "FIZ".into(),
                quantity: (*quantity).into(),
                from: first_day(),
                to: day(2019, 9, 30),
                copayment_percent: Decimal::from(quantity % 3 * 25),
                ..PlanLine::default()
            };
            let begin = Operation::new(Deed::ApprovePlan);
            let superseded = plans.iter().filter(|plan| plan.state == PlanState::Approved).fold(begin, |done, plan| {
                done.change(plan.clone(), PlanVersion { state: PlanState::Superseded, ..plan.clone() })
            });
            Some(superseded.create(version).create(line))
        }
        Step::Book { nth: n, on } => nth(*n, lines.len()).map(|n| {
            let day = first_day() + Days::new(*on);
            let line = lines[n].id;
            let session = Session { child, line, provider, day, units: Decimal::ONE, ..Session::default() };
            Operation::new(Deed::BookSessions).create(session)
        }),
        Step::Mark { nth: n, outcome } => nth(*n, sessions.len()).and_then(|n| {
            let session = &sessions[n];
            let line = lines.iter().find(|line| line.id == session.line)?;
            let price =
                atbalsts::domain::pricing::PriceList::new(&prices).for_session(session, line).map(|it| it.amount);
            let terms = Terms { unit_price: price, no_show_percent: Decimal::from(50), notice_hours: 0 };
            let marked = session.marked(*outcome, session.units, None, line, terms).ok()?;
            let invoiced = store.read(|reader| invoices::lines_about(reader, session.id)).unwrap();
            let correction = correction(session, &marked, &invoiced, "žurnālā bija citādi");
            let mark = Operation::new(Deed::MarkAttendance).change(session.clone(), marked);
            Some(correction.into_iter().fold(mark, Operation::create))
        }),
        Step::Ceiling { cents } => {
            let old = world::get(&store, child);
            let mut new = old.clone();
            new.ceilings.push(Ceiling {
                amount: Money::from_cents(*cents),
                from: first_day(),
                legal_basis: format!("Lēmums {number}"),
            });
            Some(Operation::new(Deed::EditChild).change(old, new))
        }
        Step::Invoice => {
            let lines = due(&store, provider);
            let invoice = Invoice {
                programme: Id::new(1),
                provider,
                number: format!("TŽ-{number}"),
                day: at(number).date_naive(),
                total: sum(&lines),
                ..Invoice::default()
            };
            Some(register(invoice, lines))
        }
        Step::Settle { nth: n } => {
            let invoices: Vec<Invoice> = store.read(|reader| reader.all()).unwrap();
            if let Some(invoice) = nth(*n, invoices.len()).map(|n| &invoices[n]) {
                let day = at(number).date_naive();
                let (deed, after) = match invoice.state() {
                    InvoiceState::Registered => (Deed::AcceptInvoice, invoice.accepted(day, "anna")),
                    _ => (Deed::PayInvoice, Invoice { paid_on: invoice.paid_on.or(Some(day)), ..invoice.clone() }),
                };
                // Nobody ever asks for more than is due, so nothing stands in its way.
                store.apply("anna", &Operation::new(deed).change(invoice.clone(), after)).unwrap();
            }
            None
        }
        Step::Undo { back } => {
            let last = store.revision().unwrap();
            // The first three entries made the household, the provider and the child; taking those back would end the story.
            if let Some(wanted) = last.checked_sub(*back).filter(|wanted| *wanted > 3) {
                drop(store.undo("anna", wanted));
            }
            None
        }
    };
    // A price on the same day, a ceiling below nothing: the store says no, and people go on.
    if let Some(operation) = operation {
        drop(store.apply("anna", &operation));
    }
}

/// What the provider has not invoiced yet.
fn due(store: &Store, provider: Id<Provider>) -> Vec<InvoiceLine> {
    let days = (first_day(), day(2020, 12, 31));
    store.read(|reader| invoices::due(reader, Id::new(1), provider, days)).unwrap()
}

/// What the command line prints.
fn printed(path: &Path, today: NaiveDate, arguments: &[&str]) -> String {
    let mut surroundings = Surroundings::of_process();
    (surroundings.config_directory, surroundings.today) = (None, today);
    let store = path.to_str().unwrap();
    let all = ["atbalsts", "--lang", "lv", "--user", "anna", "--store", store];
    let all: Vec<OsString> = all.iter().chain(arguments).map(OsString::from).collect();
    let mut out = Vec::new();
    let Run::Ended(outcome) = run(&all, &surroundings, &mut out) else { panic!("a command ends") };
    assert_eq!((outcome.code, outcome.complaints), (0, vec![]), "{arguments:?}");
    String::from_utf8(out).unwrap()
}

/// The reports that offices send on.
const REPORTS: &[&[&str]] = &[
    &["report", "budget", "--format", "json"],
    &["report", "budget", "--by", "service", "--from", "2018-09-10", "--to", "2018-12-31"],
    &["report", "burndown", "--format", "csv"],
    &["report", "plan"],
    &["export", "ledger"],
];

fn as_of(path: &Path, today: NaiveDate, as_of: &str) -> Vec<String> {
    REPORTS.iter().map(|report| printed(path, today, &[report, &["--as-of", as_of][..]].concat())).collect()
}

/// Whatever was done, undone or looked back at: the sums over any keys and over days in a row are the child's figures.
fn adds_up(path: &Path, revision: u64, child: Id<Child>, today: NaiveDate) {
    let store = Store::open(path, Clock::System).unwrap();
    let read = |reader: &Reader| {
        let days = (first_day(), day(2020, 12, 31));
        let due = invoices::due(reader, Id::new(1), Id::new(1), days)?;
        Ok((Case::read_with_invoices(reader, child, today)?.unwrap(), sum(&due)))
    };
    let (case, due) = store.read_as_of(revision, read).unwrap();
    let halves = [Within::new(None, Some(day(2019, 1, 31))), Within::new(Some(day(2019, 2, 1)), None)];
    let sums = |by, within| {
        let mut sums = Sums::new(by, within == Within::ALWAYS);
        sums.add(&case.whose(), &case.reckoned(within));
        sums.total()
    };
    let Reckoned::Whole(figures) = case.reckoned(Within::ALWAYS) else { panic!("of all days") };
    assert_eq!(figures.balance.amount(), figures.ceiling.amount() - figures.delivered.amount());
    assert_eq!(figures.delivered.amount() - figures.invoiced.amount(), due);
    for by in By::ALL {
        let whole = sums(*by, Within::ALWAYS);
        let [first, second] = halves.map(|half| sums(*by, half));
        for kind in FigureKind::DATED {
            assert_eq!(whole.amount(*kind), figures.figure(*kind).amount(), "{kind:?} by {by:?}");
            assert_eq!(first.amount(*kind) + second.amount(*kind), whole.amount(*kind), "{kind:?} by {by:?} in halves");
        }
    }
}

/// A version that was approved from some day on leaves what was planned before it as it was.
fn keeps_what_was_planned(path: &Path, revision: u64, child: Id<Child>, today: NaiveDate) {
    let store = Store::open(path, Clock::System).unwrap();
    let plans = |revision| {
        let mut plans = store.read_as_of(revision, |reader| reader.all::<PlanVersion>()).unwrap();
        plans.sort_by_key(|plan| plan.number);
        plans
    };
    let (before, after) = (plans(revision - 1), plans(revision));
    let Some(from) = after.last().filter(|_| !before.is_empty() && after.len() > before.len()) else { return };
    let Some(last) = from.effective_from.and_then(|from| from.pred_opt()) else { return };
    let planned = |revision| {
        let case = store.read_as_of(revision, |reader| Case::read(reader, child, today)).unwrap().unwrap();
        let planned = case.account().flows(today, Within::new(None, Some(last))).planned;
        let points = Burndown::new(&case.account(), today, BurndownStep::Week).points.into_iter();
        let curve: Vec<Money> = points.filter(|point| point.day <= last).map(|point| point.planned).collect();
        (planned.amount(), curve)
    };
    assert_eq!(planned(revision - 1), planned(revision), "before {last}");
}

#[test]
fn a_report_as_of_a_revision_or_a_day_never_changes_again() {
    proptest!(Config { cases: 5, max_shrink_iters: 20, failure_persistence: None, ..Config::default() },
        |(steps in prop::collection::vec(a_step(), 6..16))| {
        let world = world::World::new();
        let (_, family, person) = household(&world.store);
        let ceiling = Ceiling { amount: Money::from_cents(90_000), from: first_day(), legal_basis: "Līgums 1".into() };
        let child = Child { family, person, ceilings: vec![ceiling], ..Child::default() };
        let added = world.store.apply("anna", &Operation::new(Deed::AddChild).create(child)).unwrap();
        let child = Id::new(added.numbers[0].1);
        let provider = Provider { name: "Talsu «Žubīte»".into(), ..Provider::default() };
        let added = world.store.apply("anna", &Operation::new(Deed::AddProvider).create(provider)).unwrap();
        let provider: Id<Provider> = Id::new(added.numbers[0].1);
        let path = world.store.path().to_owned();

        // Told as it happens: the state after each step, and what is known at the end of each day.
        let (mut by_revision, mut by_day) = (Vec::new(), Vec::new());
        for (number, step) in steps.iter().enumerate() {
            take(&path, (child, provider), step, number + 1);
            let revision = Store::open(&path, Clock::System).unwrap().revision().unwrap();
            let today = at(number + 1).with_timezone(&chrono::Local).date_naive();
            by_revision.push((revision, as_of(&path, today, &revision.to_string())));
            let tomorrow = at(number + 2).with_timezone(&chrono::Local).date_naive();
            if tomorrow != today {
                by_day.push((today, REPORTS.iter().map(|report| printed(&path, today, report)).collect::<Vec<_>>()));
            }
        }

        // Told again from the end, long after.
        let later = day(2019, 6, 15);
        for (revision, then) in &by_revision {
            prop_assert_eq!(&as_of(&path, later, &revision.to_string()), then, "as of revision {}", revision);
            adds_up(&path, *revision, child, later);
            keeps_what_was_planned(&path, *revision, child, later);
        }
        for (day, then) in &by_day {
            let again = as_of(&path, later, &day.to_string());
            prop_assert_eq!(&again, then, "as of {}", day);
        }
        prop_assert_eq!(Store::open(&path, Clock::System).unwrap().check(audits::INVOICES).unwrap().findings, vec![]);
    });
}

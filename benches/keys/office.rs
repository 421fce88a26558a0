//! What a change would lead to, in an office of two hundred children: an edit, as a form tells it while somebody types;
//! a mass operation, as its page tells it; and carrying an edit out, with the rules asked.

use std::path::Path;

use atbalsts::{
    domain::{
        Absence, AbsenceWay, Deed, Operation, PlanLine, PlanVersion, Price, Programme, RuleBook, Session, demo,
        proposal::{AbsenceChange, Extension, Proposal, Uplift, UpliftBy},
        rules::Policy,
    },
    files::{instrument::built_in, rules},
    runtime::worker::{DEMO_SEED, make},
    store::{
        Clock, Reader, Store, StoreError,
        proposals::{Occasion, propose},
        views,
    },
};
use chrono::{Days, NaiveDate};

use crate::{median, timed};

/// The head of service: may do all of it.
const USER: &str = "līga";
/// Mass operations take longer, and vary less.
const TIMES: usize = 12;

/// Times everything whose name has `only` in it; the store lies in `directory`.
pub fn measure(directory: &Path, only: &str) {
    let path = directory.join("office.redb");
    let today = demo::story_day();
    let store = make(&path, Clock::System, USER, &demo::office(DEMO_SEED, today, &built_in())).expect("a store");
    println!("in an office of two hundred children");
    tell_and_write(&store, today, only);
    let mut book = rules::read(rules::SAMPLE).expect("the sample");
    // Nothing is refused here: it is asked, and goes on.
    book.rules.iter_mut().for_each(|rule| rule.policy = Policy::Allow);
    let programmes = store.read(|reader| reader.all::<Programme>()).expect("programmes");
    let in_force = programmes.iter().fold(Operation::new(Deed::AdoptRules), |operation, programme| {
        operation.create(RuleBook { programme: programme.id, from: programme.from, ..book.clone() })
    });
    store.apply(USER, &in_force).expect("rules");
    println!("in the same with rules of every shape");
    tell_and_write(&store, today, only);
}

fn tell_and_write(store: &Store, today: NaiveDate, only: &str) {
    println!(" µs to tell what would be");
    for (name, operation) in edits(store, today).into_iter().filter(|(name, _)| name.contains(only)) {
        tell(store, name, crate::TIMES, |reader| Ok(views::consequences(reader, &operation, today)?.children.len()));
    }
    let programme = store.read(|reader| reader.all::<Programme>()).expect("programmes")[0].id;
    for (name, proposal) in proposals(store, today).into_iter().filter(|(name, _)| name.contains(only)) {
        let occasion = Occasion { programme, user: USER, today };
        let proposed = |reader: &Reader| Ok(propose(reader, &proposal, occasion)?.expect("a proposal").children.len());
        tell(store, name, TIMES, proposed);
    }
    println!(" µs to write it");
    for (name, operation) in edits(store, today).into_iter().filter(|(name, _)| name.contains(only)) {
        let times = (0..TIMES).map(|_| {
            let mut revision = 0;
            let time = timed(|| revision = store.apply(USER, &operation).expect("no rule is broken").revision);
            store.undo(USER, revision).expect("an undo");
            time
        });
        println!("  {name:<32} {:>9.0}", median(times.collect()));
    }
}

/// How long it takes to ask that, for how many children it is answered, and from how many rows.
fn tell(store: &Store, name: &str, times: usize, ask: impl Fn(&Reader) -> Result<usize, StoreError>) {
    let asked = || store.read(|reader| Ok((ask(reader)?, reader.rows_read()))).expect("an answer");
    let (children, rows) = asked();
    let times = (0..times).map(|_| timed(|| _ = asked())).collect();
    println!("  {name:<32} {:>9.0}  {children:>3} children {rows:>6} rows", median(times));
}

/// Booking ten sessions, and raising the price of a service.
fn edits(store: &Store, today: NaiveDate) -> [(&'static str, Operation); 2] {
    let (lines, plans, prices) = store
        .read(|reader| Ok((reader.all::<PlanLine>()?, reader.all::<PlanVersion>()?, reader.all::<Price>()?)))
        .expect("records");
    let in_force = |line: &&PlanLine| plans.iter().any(|plan| plan.id == line.plan && plan.was_approved());
    let line = lines.iter().find(in_force).expect("a line");
    let child = plans.iter().find(|plan| plan.id == line.plan).expect("its plan").child;
    let session = |week: u64| Session {
        child,
        line: line.id,
        day: today + Days::new(7 * week),
        units: 1.into(),
        ..Session::default()
    };
    let booking = Operation { reason: "ilgāk".to_owned(), heeded: true, ..Operation::new(Deed::BookSessions) };
    let booking = (0..10_u64).fold(booking, |operation, week| operation.create(session(week)));
    let dearer = |price: &Price| {
        let dearer = Price { amount: price.amount + price.amount, ..price.clone() };
        let edit = Operation { reason: "līgums".to_owned(), heeded: true, ..Operation::new(Deed::EditPrice) };
        edit.change(price.clone(), dearer)
    };
    let touched = |price: &&Price| {
        let told = store.read(|reader| views::consequences(reader, &dearer(price), today));
        told.expect("an answer").children.len()
    };
    let price = prices.iter().max_by_key(touched).expect("a price");
    [("ten sessions of a child", booking), ("the price that most have", dearer(price))]
}

/// What is done to everybody at once.
fn proposals(store: &Store, today: NaiveDate) -> Vec<(&'static str, Proposal)> {
    let (lines, programmes) =
        store.read(|reader| Ok((reader.all::<PlanLine>()?, reader.all::<Programme>()?))).expect("records");
    let (programme, service) = (&programmes[0], &lines[0].service);
    let uplift = |service: &str| {
        let by = UpliftBy::Percent(5.into());
        let (service, from) = (service.to_owned(), today + Days::new(1));
        Proposal::Uplift(Uplift { service, provider: Default::default(), by, from, reason: String::new() })
    };
    let extension = |stretch| {
        let to = programme.to + Days::new(92);
        Proposal::Extension(Extension { to, stretch, reason: "turpinās".to_owned() })
    };
    let absence = |service: &str, days: u64, way| {
        let (from, to) = (today + Days::new(7), today + Days::new(7 + days));
        let (reason, service) = ("karantīna".to_owned(), service.to_owned());
        let rests = Absence { programme: programme.id, service, from, to, way, reason, ..Absence::default() };
        Proposal::Absence(AbsenceChange { before: None, after: Some(rests) })
    };
    vec![
        ("uplift of a service", uplift(service)),
        ("uplift of everything", uplift("")),
        ("extension", extension(false)),
        ("extension with every plan", extension(true)),
        ("two weeks without a service", absence(service, 13, AbsenceWay::Cancel)),
        ("two weeks without anything", absence("", 13, AbsenceWay::Cancel)),
        ("two weeks moved", absence("", 13, AbsenceWay::Shift)),
    ]
}

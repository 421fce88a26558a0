//! Several real processes on one store, as on a server where each colleague has a session of their own.

#[path = "support/colleague.rs"]
mod colleague;
#[path = "support/store_world.rs"]
mod world;

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use atbalsts::domain::{Deed, Family, Id, Kind, Note, Operation, Provider};
use atbalsts::store::{Store, StoreError, Tx};
use colleague::{Colleague, DEADLINE, colleague, wait_for_the_word};
use world::{World, clock, family, programme};

/// How often each colleague saves.
const ROUNDS: usize = 12;

fn provider(store: &Store) -> Provider {
    store.read(|reader| reader.get(Id::new(1))).unwrap().unwrap()
}

fn with_provider() -> World {
    let world = World::new();
    let provider = Provider { name: "Saules stars".into(), ..Provider::default() };
    world.store.write("anna", Deed::AddProvider, |tx| tx.put(provider)).unwrap();
    world
}

fn with_family() -> World {
    let world = World::new();
    let made = world.store.write("anna", Deed::AddFamily, |tx| {
        let programme = tx.put(programme())?;
        tx.put(family(programme, "2018-01", "Bērziņa-Āboliņa"))
    });
    made.unwrap();
    world
}

/// Adds specialists to the provider that all edit, beginning anew whenever somebody else was faster.
#[test]
fn worker_adds_specialists() {
    let Some((name, store)) = colleague(clock()) else { return };
    let mut clashes = 0;
    for round in 0..ROUNDS {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let base = provider(&store);
            let mut mine = base.clone();
            mine.specialists.push(format!("{name} {round}"));
            match store.apply(&name, &Operation::new(Deed::EditProvider).change(base, mine)) {
                Ok(_) => break,
                Err(StoreError::Clash { fields, .. }) if fields[0].name == "specialists" => clashes += 1,
                Err(error) => panic!("{error}"),
            }
            assert!(Instant::now() < deadline);
        }
    }
    println!("said={clashes}");
}

#[test]
fn of_many_who_edit_one_list_nobody_loses_an_entry() {
    let world = with_provider();
    let names = ["anna", "pēteris", "ģirts", "līga", "šarlote"];
    let path = world.store.path();
    let colleagues: Vec<_> = names.map(|name| Colleague::start("worker_adds_specialists", name, path)).into();
    colleagues.into_iter().for_each(Colleague::finishes);

    let expected: BTreeSet<String> =
        names.iter().flat_map(|name| (0..ROUNDS).map(move |round| format!("{name} {round}"))).collect();
    let stored = provider(&world.store).specialists;
    assert_eq!(stored.len(), expected.len());
    assert_eq!(stored.into_iter().collect::<BTreeSet<_>>(), expected);
    assert_eq!(world.store.revision().unwrap(), 1 + (names.len() * ROUNDS) as u64);
    assert_eq!(world.store.check(&[]).unwrap().findings, vec![]);
}

/// Changes the provider's phone and e-mail address once.
#[test]
fn worker_changes_the_phone() {
    let Some((name, store)) = colleague(clock()) else { return };
    let base = provider(&store);
    let mine = Provider { phone: "27000111".into(), ..base.clone() };
    store.apply(&name, &Operation::new(Deed::EditProvider).change(base, mine)).unwrap();
    println!("said=changed");
}

#[test]
fn what_another_process_changed_meanwhile_is_merged_or_asked_about() {
    let world = with_provider();
    let base = provider(&world.store);
    Colleague::start("worker_changes_the_phone", "pēteris", world.store.path()).finishes();
    let other_field = Provider { contract: "Nr. 12".into(), ..base.clone() };
    world.store.apply("anna", &Operation::new(Deed::EditProvider).change(base.clone(), other_field)).unwrap();
    let merged = provider(&world.store);
    assert_eq!((merged.phone.as_str(), merged.contract.as_str()), ("27000111", "Nr. 12"));

    let same_field = Provider { phone: "29357075".into(), ..base.clone() };
    match world.store.apply("anna", &Operation::new(Deed::EditProvider).change(base, same_field)) {
        Err(StoreError::Clash { fields, .. }) => assert_eq!(fields[0].theirs, "27000111"),
        other => panic!("{other:?}"),
    }
}

/// So many save in the same instant.
const FIFTY: usize = 50;
/// So long each of them waits for one other; all before the last take longer than that.
const PATIENCE: Duration = Duration::from_millis(1_200);

/// Saves a long piece of work at once, as soon as all are told to.
#[test]
fn worker_saves_with_all_the_others() {
    let Some((name, store)) = colleague(clock()) else { return };
    wait_for_the_word();
    store.set_patience(PATIENCE);
    let notes = |tx: &mut Tx| {
        let note = Note { family: Id::new(1), text: format!("Zvanīja {name}"), ..Note::default() };
        (0..800).try_for_each(|_| tx.put(note.clone()).map(drop))
    };
    println!("said={}", store.write(&name, Deed::AddNote, notes).unwrap().revision);
}

#[test]
fn of_fifty_who_save_in_the_same_instant_nobody_is_sent_away() {
    let world = with_family();
    let path = world.store.path();
    let names = (0..FIFTY).map(|n| format!("kolēģis{n}"));
    let mut office: Vec<_> =
        names.map(|name| Colleague::start("worker_saves_with_all_the_others", &name, path)).collect();
    office.iter_mut().for_each(|colleague| assert_eq!(colleague.says().as_deref(), Some("ready")));
    office.iter_mut().for_each(Colleague::go);
    let saved: BTreeSet<u64> = office.iter_mut().map(|colleague| colleague.says().unwrap().parse().unwrap()).collect();
    office.into_iter().for_each(Colleague::finishes);
    assert_eq!(saved, (2..2 + FIFTY as u64).collect(), "each once, one after the other");
    assert_eq!(world.store.check(&[]).unwrap().findings, vec![]);
}

/// Saves notes until it is killed, and says the number of each once it is saved.
#[test]
fn worker_saves_notes() {
    let Some((name, store)) = colleague(clock()) else { return };
    loop {
        let note = Note { family: Id::new(1), text: format!("Zvanīja {name}. ").repeat(40), ..Note::default() };
        let written = store.write(&name, Deed::AddNote, |tx| tx.put(note)).unwrap();
        println!("said={}", written.value);
    }
}

#[test]
fn whatever_was_acknowledged_survives_the_killing_of_its_process() {
    let world = with_family();
    let mut acknowledged = BTreeSet::new();
    // In the last round nobody else holds the file, so that the next to open it finds it as the killed left it.
    let path = world.store.path().to_owned();
    let mut store = Some(world.store);
    for round in 0..6 {
        let mut colleagues: Vec<_> =
            ["ģirts", "līga", "šarlote"].map(|name| Colleague::start("worker_saves_notes", name, &path)).into();
        if round == 5 {
            store = None;
        }
        for (place, colleague) in colleagues.iter_mut().enumerate() {
            for _ in 0..3 + 5 * place + round {
                acknowledged.insert(colleague.says().unwrap().parse::<u64>().unwrap());
            }
            colleague.send("-KILL");
        }
        for mut colleague in colleagues {
            // What it said before it died counts too.
            while let Some(number) = colleague.says() {
                acknowledged.extend(number.parse::<u64>());
            }
        }
        let reopened = store.take().unwrap_or_else(|| Store::open(&path, clock()).unwrap());
        let stored = reopened.read(|reader| reader.all::<Note>()).unwrap();
        let stored: BTreeSet<u64> = stored.into_iter().map(|note| note.id.0).collect();
        assert!(acknowledged.is_subset(&stored), "lost: {:?}", acknowledged.difference(&stored).collect::<Vec<_>>());
        assert_eq!(reopened.check(&[]).unwrap().findings, vec![]);
        store = Some(reopened);
    }
    assert!(acknowledged.len() >= 100, "{}", acknowledged.len());
}

/// Stops in the middle of a write, as a process does whose terminal was suspended.
#[test]
fn worker_stops_while_writing() {
    let Some((name, store)) = colleague(clock()) else { return };
    let work = |tx: &mut Tx| {
        println!("said=writing");
        signal_hook::low_level::raise(signal_hook::consts::SIGSTOP).unwrap();
        tx.put(programme())
    };
    store.write(&name, Deed::AddProgramme, work).unwrap();
    println!("said=written");
}

#[test]
fn a_colleague_stopped_while_writing_is_named_and_holds_nobody_up() {
    let world = World::new();
    world.store.set_patience(Duration::from_millis(200));
    let mut stopped = Colleague::start("worker_stops_while_writing", "pēteris", world.store.path());
    assert_eq!(stopped.says().as_deref(), Some("writing"));

    let since = Instant::now();
    let is_busy = |error: StoreError| matches!(error, StoreError::Busy { holder: Some(name) } if name == "pēteris");
    assert!(is_busy(world.store.write("anna", Deed::AddProgramme, |tx| tx.put(programme())).unwrap_err()));
    assert!(is_busy(world.store.note_looks("anna", &[(Kind::Family, 1)]).unwrap_err()));
    let newcomer = Store::open_patiently(world.store.path(), clock(), Duration::from_millis(200));
    assert!(is_busy(newcomer.map(drop).unwrap_err()));
    assert!(is_busy(world.store.check(&[]).unwrap_err()));
    assert_eq!(world.store.read(|reader| reader.all::<Family>()).unwrap(), [], "reading goes on");
    assert!(since.elapsed() < Duration::from_secs(3), "{:?}", since.elapsed());

    stopped.has_stopped();
    stopped.send("-CONT");
    assert_eq!(stopped.says().as_deref(), Some("written"));
    stopped.finishes();
    world.store.write("anna", Deed::AddProgramme, |tx| tx.put(programme())).unwrap();
    assert_eq!(world.store.revision().unwrap(), 2);
}

#[test]
fn a_colleague_killed_while_writing_leaves_the_way_free_at_once() {
    let world = World::new();
    let mut stopped = Colleague::start("worker_stops_while_writing", "pēteris", world.store.path());
    assert_eq!(stopped.says().as_deref(), Some("writing"));
    stopped.send("-KILL");
    assert_eq!(stopped.says(), None);
    stopped.process.wait().unwrap();
    assert_eq!(world.store.write("anna", Deed::AddProgramme, |tx| tx.put(programme())).unwrap().revision, 1);
    assert_eq!(world.store.check(&[]).unwrap().findings, vec![]);
}

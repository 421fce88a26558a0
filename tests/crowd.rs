//! A whole service at once: twenty processes change the same records as fast as they can, and some are killed while
//! they do. Whatever was acknowledged is there, nothing is there twice, and nobody wrote over what they had not seen.

#[path = "support/colleague.rs"]
mod colleague;
#[path = "support/store_world.rs"]
mod world;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
    thread,
    time::{Duration, Instant},
};

use atbalsts::domain::{AnyRecord, Deed, Draft, Family, Id, Kind, Note, Operation, Provider};
use atbalsts::store::{Entry, Reader, Store, StoreError};
use colleague::{Colleague, colleague};
use world::{World, assert_sound, clock, family, household};

/// So many work at once.
const COLLEAGUES: u64 = 20;
/// So often is something saved, by all of them together.
const EDITS: u64 = 10_000;
/// Every third is killed once or twice on the way.
const KILLED_EVERY: u64 = 3;
/// The entries of the journal up to this one made what the colleagues work on.
const SET_UP: u64 = 5;
/// All of them want the same few providers.
const PROVIDERS: u64 = 5;
/// Half a minute on two cores that are busy with nothing else; more means that somebody stood still.
const MOST_TIME: Duration = Duration::from_secs(120);

/// Chance that can be repeated.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// What somebody was told is saved: the revision, and what they think they did.
#[derive(Clone, Debug, PartialEq)]
enum Saved {
    /// A field of a provider, from what to what.
    Edit { revision: u64, provider: u64, field: String, from: String, to: String },
    /// A family under a case number that nobody else has.
    Create { revision: u64, number: u64, case_number: String },
    /// A note; its text is not used twice.
    Note { revision: u64, number: u64, text: String },
    /// A note is gone.
    Remove { revision: u64, number: u64 },
    /// Took back what was done then.
    Undo { revision: u64, undoes: u64 },
    /// Typed so far.
    Draft { text: u64 },
}

impl Saved {
    fn tell(&self) -> String {
        match self {
            Self::Edit { revision, provider, field, from, to } => {
                format!("edit\t{revision}\t{provider}\t{field}\t{from}\t{to}")
            }
            Self::Create { revision, number, case_number } => format!("create\t{revision}\t{number}\t{case_number}"),
            Self::Note { revision, number, text } => format!("note\t{revision}\t{number}\t{text}"),
            Self::Remove { revision, number } => format!("remove\t{revision}\t{number}"),
            Self::Undo { revision, undoes } => format!("undo\t{revision}\t{undoes}"),
            Self::Draft { text } => format!("draft\t{text}"),
        }
    }

    /// What was told; none if the teller was killed in the middle of the line.
    fn heard(line: &str) -> Option<Self> {
        let parts: Vec<&str> = line.split('\t').collect();
        let number = |n: usize| parts.get(n)?.parse::<u64>().ok();
        let text = |n: usize| parts.get(n).map(|&part| part.to_owned());
        let revision = number(1)?;
        Some(match parts[0] {
            "edit" => Self::Edit { revision, provider: number(2)?, field: text(3)?, from: text(4)?, to: text(5)? },
            "create" => Self::Create { revision, number: number(2)?, case_number: text(3)? },
            "note" => Self::Note { revision, number: number(2)?, text: text(3)? },
            "remove" => Self::Remove { revision, number: number(2)? },
            "undo" => Self::Undo { revision, undoes: number(2)? },
            "draft" => Self::Draft { text: revision },
            _ => return None,
        })
    }
}

/// The fields that all edit.
const FIELDS: [&str; 3] = ["registration_number", "contract", "email"];

fn field<'a>(provider: &'a mut Provider, name: &str) -> &'a mut String {
    match name {
        "registration_number" => &mut provider.registration_number,
        "contract" => &mut provider.contract,
        _ => &mut provider.email,
    }
}

/// Works until so many edits are saved, and says each once it is.
#[test]
fn worker_does_a_days_work() {
    let Some((name, store)) = colleague(clock()) else { return };
    let number = |name: &str| std::env::var(name).unwrap().parse::<u64>().unwrap();
    let (first, last) = (number("FIRST_EDIT"), number("LAST_EDIT"));
    let mut dice = Dice::new(number("SEED") * 1000 + first);
    let mut own = Vec::new();
    for turn in first..last {
        // Refused for good reasons, one looks again and tries something else: until something is saved.
        let saved = loop {
            if let Some(saved) = attempt(&store, &name, turn, &mut dice, &own) {
                break saved;
            }
        };
        if let Saved::Edit { revision, .. } | Saved::Create { revision, .. } | Saved::Note { revision, .. } = saved {
            own.push(revision);
        }
        // Killed in the middle, half a line is said: the whole one ends with its mark.
        println!("said={}\t.", saved.tell());
    }
}

/// Does something by chance; none if it was refused, as it may be.
fn attempt(store: &Store, name: &str, turn: u64, dice: &mut Dice, own: &[u64]) -> Option<Saved> {
    let token = format!("{name}-{turn}");
    match dice.below(20) {
        0..10 => {
            let id = Id::new(1 + dice.below(PROVIDERS));
            let base: Provider = store.read(|reader| reader.get(id)).unwrap().unwrap();
            let (mut seen, mut mine) = (base.clone(), base.clone());
            let which = FIELDS[dice.below(3) as usize];
            let to = if which == "email" { format!("{token}@kekava.lv") } else { token };
            field(&mut mine, which).clone_from(&to);
            match store.apply(name, &Operation::new(Deed::EditProvider).change(base, mine)) {
                Ok(applied) => {
                    let from = field(&mut seen, which).clone();
                    Some(Saved::Edit { revision: applied.revision, provider: id.0, field: which.into(), from, to })
                }
                // Somebody was faster: both values would be shown, and one chosen.
                Err(StoreError::Clash { .. }) => None,
                Err(error) => panic!("{error:?}"),
            }
        }
        10..12 => {
            let case_number = format!("2018-{}", dice.below(EDITS));
            let new = family(Id::new(1), &case_number, "Bērziņa-Āboliņa");
            match store.apply(name, &Operation::new(Deed::AddFamily).create(new)) {
                Ok(applied) => {
                    Some(Saved::Create { revision: applied.revision, number: applied.numbers[0].1, case_number })
                }
                Err(StoreError::Duplicate { .. }) => None,
                Err(error) => panic!("{error:?}"),
            }
        }
        12..15 => {
            let note = Note { family: Id::new(1), text: token.clone(), ..Note::default() };
            let applied = store.apply(name, &Operation::new(Deed::AddNote).create(note)).unwrap();
            Some(Saved::Note { revision: applied.revision, number: applied.numbers[0].1, text: token })
        }
        15 => {
            // About every sixth thing saved is a note.
            let number = 1 + dice.below(store.revision().unwrap() / 6 + 1);
            let note = Note { id: Id::new(number), ..Note::default() };
            match store.apply(name, &Operation::new(Deed::CloseNote).remove(&note)) {
                Ok(applied) => Some(Saved::Remove { revision: applied.revision, number }),
                Err(StoreError::Removed { .. }) => None,
                Err(error) => panic!("{error:?}"),
            }
        }
        16..18 => {
            let last = store.revision().unwrap();
            let anybodys = last - dice.below(last.min(20));
            let undoes = own.last().copied().filter(|_| dice.below(2) == 0).unwrap_or(anybodys);
            if undoes <= SET_UP {
                // What all work on is not taken back under them.
                return None;
            }
            match store.undo(name, undoes) {
                Ok(applied) => Some(Saved::Undo { revision: applied.revision, undoes }),
                Err(StoreError::UndoBlocked { .. } | StoreError::Duplicate { .. }) => None,
                Err(error) => panic!("{error:?}"),
            }
        }
        _ => {
            let texts = vec![("text".to_owned(), turn.to_string())];
            store.save_draft(name, &Draft { form: "note".into(), texts, ..Draft::default() }).unwrap();
            Some(Saved::Draft { text: turn })
        }
    }
}

/// One colleague's day: what they were told, and how often they were killed.
fn a_day(place: u64, store: &Path) -> (String, Vec<Saved>, u64) {
    let name = format!("kolēģis{place}");
    let mut dice = Dice::new(place + 77);
    let (mut saved, mut kills) = (Vec::new(), 0);
    let mut first = 0;
    let share = EDITS / COLLEAGUES;
    while (saved.len() as u64) < share {
        let left = share - saved.len() as u64;
        let variables =
            [("FIRST_EDIT", first.to_string()), ("LAST_EDIT", (first + left).to_string()), ("SEED", place.to_string())];
        let mut process = Colleague::start_with("worker_does_a_days_work", &name, store, &variables);
        let dies = place.is_multiple_of(KILLED_EVERY) && kills < 2;
        let mut until = dies.then(|| 1 + dice.below(left * 3 / 4));
        let before = saved.len() as u64;
        while let Some(line) = process.says() {
            let Some(whole) = line.strip_suffix("\t.") else { continue };
            saved.push(Saved::heard(whole).expect("what was said is understood"));
            if until.is_some_and(|until| saved.len() as u64 - before >= until) {
                process.send("-KILL");
                until = None;
                kills += 1;
            }
        }
        // The one that was in hand may be saved or not; it is not done again under the same name.
        first += saved.len() as u64 - before + 1;
    }
    (name, saved, kills)
}

type State = BTreeMap<(Kind, u64), AnyRecord>;

/// What the journal says that there is, told from its beginning; each step must begin where the last one ended.
fn replay(entries: &[Entry]) -> State {
    let mut state = State::new();
    for (expected, entry) in (1..).zip(entries) {
        assert_eq!(entry.revision, expected, "no gap and nothing twice");
        for change in &entry.changes {
            let key = (change.kind, change.number);
            assert_eq!(state.get(&key), change.before_record().unwrap().as_ref(), "revision {expected}, {key:?}");
            match change.after_record().unwrap() {
                Some(after) => state.insert(key, after),
                None => state.remove(&key),
            };
        }
    }
    state
}

fn stored(reader: &Reader) -> Result<State, StoreError> {
    let mut state = State::new();
    let mut take = |record: AnyRecord| drop(state.insert((record.kind(), record.number()), record));
    reader.all::<atbalsts::domain::Programme>()?.into_iter().for_each(|record| take(record.into()));
    reader.all::<Family>()?.into_iter().for_each(|record| take(record.into()));
    reader.all::<atbalsts::domain::Person>()?.into_iter().for_each(|record| take(record.into()));
    reader.all::<Provider>()?.into_iter().for_each(|record| take(record.into()));
    reader.all::<Note>()?.into_iter().for_each(|record| take(record.into()));
    Ok(state)
}

/// What an entry did to the one record it changed.
fn did(entry: &Entry) -> (Option<AnyRecord>, Option<AnyRecord>) {
    assert_eq!(entry.changes.len(), 1, "{entry:?}");
    (entry.changes[0].before_record().unwrap(), entry.changes[0].after_record().unwrap())
}

fn provider(record: Option<AnyRecord>) -> Provider {
    match record {
        Some(AnyRecord::Provider(provider)) => provider,
        other => panic!("{other:?}"),
    }
}

/// The journal's entry is what its author was told, and nothing besides.
fn assert_told(entry: &Entry, saved: &Saved) {
    match saved {
        Saved::Edit { provider: number, field: name, from, to, .. } => {
            assert_eq!((entry.deed, entry.changes[0].number), (Deed::EditProvider, *number));
            let (before, after) = did(entry);
            let (mut before, mut after) = (provider(before), provider(after));
            assert_eq!((&*field(&mut before, name), &*field(&mut after, name)), (from, to), "written over unseen");
            field(&mut before, name).clone_from(to);
            assert_eq!(before, after, "and no other field");
        }
        Saved::Create { number, case_number, .. } => match did(entry) {
            (None, Some(AnyRecord::Family(family))) => {
                assert_eq!((family.id.0, &family.case_number), (*number, case_number))
            }
            other => panic!("{other:?}"),
        },
        Saved::Note { number, text, .. } => match did(entry) {
            (None, Some(AnyRecord::Note(note))) => assert_eq!((note.id.0, &note.text), (*number, text)),
            other => panic!("{other:?}"),
        },
        Saved::Remove { number, .. } => match did(entry) {
            (Some(AnyRecord::Note(note)), None) => assert_eq!(note.id.0, *number),
            other => panic!("{other:?}"),
        },
        Saved::Undo { undoes, .. } => assert_eq!((entry.deed, entry.undoes), (Deed::Undo, Some(*undoes))),
        Saved::Draft { .. } => {}
    }
}

fn revision(saved: &Saved) -> Option<u64> {
    match saved {
        Saved::Edit { revision, .. }
        | Saved::Create { revision, .. }
        | Saved::Note { revision, .. }
        | Saved::Remove { revision, .. }
        | Saved::Undo { revision, .. } => Some(*revision),
        Saved::Draft { .. } => None,
    }
}

#[test]
fn twenty_at_once_lose_nothing_and_write_over_nothing_unseen_though_some_are_killed() {
    let world = World::new();
    household(&world.store);
    let providers = (0..PROVIDERS).map(|n| Provider { name: format!("Saules stars {n}"), ..Provider::default() });
    let operation = providers.fold(Operation::new(Deed::AddProvider), Operation::create);
    world.store.apply("anna", &operation).unwrap();
    let begun = world.store.revision().unwrap();
    assert!(begun <= SET_UP);

    let since = Instant::now();
    let path = world.store.path().to_owned();
    let days: Vec<_> = thread::scope(|scope| {
        let days: Vec<_> = (0..COLLEAGUES)
            .map(|place| {
                scope.spawn({
                    let path = path.clone();
                    move || a_day(place, &path)
                })
            })
            .collect();
        days.into_iter().map(|day| day.join().unwrap()).collect()
    });
    let took = since.elapsed();

    assert_sound(&world.store);
    let entries = world.store.read(|reader| reader.entries(0, usize::MAX)).unwrap();
    assert_eq!(replay(&entries), world.store.read(stored).unwrap(), "what is there is what the journal tells");

    let by_revision: HashMap<u64, &Entry> = entries.iter().map(|entry| (entry.revision, entry)).collect();
    let mut told = BTreeSet::new();
    let (mut count, mut kills) = (0, 0);
    for (name, saved, killed) in &days {
        kills += killed;
        count += saved.len() as u64;
        for saved in saved {
            let Some(revision) = revision(saved) else { continue };
            assert!(told.insert(revision), "two were told the same revision {revision}");
            let entry = by_revision.get(&revision).unwrap_or_else(|| panic!("lost: {saved:?} of {name}"));
            assert_eq!(&entry.user, name);
            assert_told(entry, saved);
        }
        let typed = saved.iter().filter_map(|saved| match saved {
            Saved::Draft { text } => Some(*text),
            _ => None,
        });
        let last = typed.max().unwrap_or_default();
        let draft = &world.store.read(|reader| reader.drafts(name)).unwrap()[0];
        assert!(draft.texts[0].1.parse::<u64>().unwrap() >= last, "what {name} typed last");
    }
    assert!(count >= EDITS, "{count}");
    assert!(kills >= COLLEAGUES / KILLED_EVERY, "{kills}");
    // What nobody was told of is what the killed had in hand, at most one thing each time.
    let untold =
        entries.iter().filter(|entry| entry.revision > begun && !told.contains(&entry.revision)).count() as u64;
    assert!(untold <= kills, "{untold} entries that nobody was told of, after {kills} kills");

    let notes: Vec<String> = entries
        .iter()
        .filter(|entry| entry.deed == Deed::AddNote)
        .map(|entry| match did(entry) {
            (None, Some(AnyRecord::Note(note))) => note.text,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(notes.iter().collect::<BTreeSet<_>>().len(), notes.len(), "nothing is entered twice");
    println!("{count} edits by {COLLEAGUES} processes, {kills} killed, in {took:?}");
    assert!(took < MOST_TIME, "{took:?}");
}

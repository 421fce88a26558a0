//! Erasing people: what the file held of them is gone to the last byte, what was done stays provable.

#[path = "support/store_world.rs"]
mod world;

use std::{collections::BTreeSet, os::unix::fs::MetadataExt, path::Path};

use atbalsts::{
    domain::{
        AnyRecord, Child, Decision, Deed, Draft, Family, Id, Index, IndexKey, Kind, Note, Operation, Person, Relation,
        demo,
    },
    files::instrument::built_in,
    i18n::search::fold,
    runtime::worker::{DEMO_SEED, make},
    store::{Blocked, Clock, Store, StoreError, Subject, audits, check_backup},
};
use chrono::Datelike;
use serde_json::Value;
use tempfile::TempDir;
use world::assert_sound;

/// The reason that the journal keeps.
const REASON: &str = "Glabāšanas termiņš beidzies";

/// The demonstration, and in its first family what the demonstration lacks: values that were overwritten, a record that
/// was removed, two people who were one, drafts.
fn office() -> (TempDir, Store, Id<Family>) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("lietas.redb");
    let story = demo::pilot(DEMO_SEED, demo::story_day(), &built_in());
    let store = make(&path, Clock::System, "admin", &story).unwrap();
    let id = Id::new(1);
    let family: Family = store.read(|reader| reader.get(id)).unwrap().unwrap();
    let change = |deed, before: AnyRecord, after: AnyRecord| {
        store.apply("admin", &Operation::new(deed).change(before, after)).unwrap();
    };
    let moved =
        Family {
            actual_address: "Ķiršu iela 9, Stende".into(), email: "šķēle@piemērs.lv".into(), ..family.clone()
        };
    change(Deed::EditFamily, family.clone().into(), moved.clone().into());
    change(Deed::EditFamily, moved.into(), family.into());
    let note = Note {
        family: id,
        text: "Vecmāmiņa Žanete Ļaudama lūdz zvanīt vakaros".into(),
        day: demo::story_day(),
        ..Note::default()
    };
    let note = store.write("admin", Deed::AddNote, |tx| tx.put(note)).unwrap().value;
    store.write("admin", Deed::CloseNote, |tx| tx.remove(note)).unwrap();
    let twin = |code: &str| Person {
        family: id,
        given_names: "Džesika Vēsma".into(),
        surname: "Ņergalova".into(),
        personal_code: code.into(),
        relation: Relation::Grandparent,
        ..Person::default()
    };
    let [stays, goes] = ["16117519997", "32654987123"]
        .map(|code| store.write("admin", Deed::AddPerson, |tx| tx.put(twin(code))).unwrap().value);
    store
        .write("admin", Deed::MergePersons, |tx| {
            tx.remove(goes)?;
            let kept = Person { previous_codes: vec!["32654987123".into()], ..tx.get(stays)?.unwrap() };
            tx.put(kept)
        })
        .unwrap();
    let about_them = [
        draft(1, 1, "Rīt jāpiezvana māsīcai Elvīrai"),
        draft(2, 2, "Runāju arī ar Džesiku Vēsmu Ņergalovu, kods 16117519997"),
    ];
    store.save_drafts("admin", &about_them).unwrap();
    store.save_draft("admin", &draft(3, 2, "Par citu ģimeni")).unwrap();
    (directory, store, id)
}

/// A note about a family that was not saved.
fn draft(about: u64, family: u64, text: &str) -> Draft {
    Draft { form: "note".into(), about, family, texts: vec![("text".into(), text.into())], ..Draft::default() }
}

/// What a session of that user typed before it was killed.
fn leave(store: &Store, user: &str, draft: &Draft) {
    store.typed(user).keep(draft).unwrap();
}

/// The texts that a user has not saved.
fn drafts_of(store: &Store, user: &str) -> Vec<String> {
    let drafts = store.read(|reader| reader.drafts(user)).unwrap();
    drafts.iter().map(|draft| draft.texts[0].1.clone()).collect()
}

/// Every text in these records, now and at any time the journal knows of.
fn texts_of(store: &Store, records: &[(Kind, u64)]) -> BTreeSet<String> {
    fn collect(value: &Value, texts: &mut BTreeSet<String>) {
        match value {
            Value::String(text) => drop(texts.insert(text.clone())),
            Value::Array(values) => values.iter().for_each(|value| collect(value, texts)),
            Value::Object(fields) => fields.values().for_each(|value| collect(value, texts)),
            _ => {}
        }
    }
    let mut texts = BTreeSet::new();
    for &(kind, number) in records {
        for past in store.read(|reader| reader.history(kind, number)).unwrap() {
            for fields in [past.change.before_fields(), past.change.after_fields()] {
                collect(&Value::Object(fields), &mut texts);
            }
        }
    }
    texts
}

fn all_records(store: &Store) -> Vec<(Kind, u64)> {
    let entries = store.read(|reader| reader.entries(0, usize::MAX)).unwrap();
    let changes = entries.iter().flat_map(|entry| &entry.changes);
    changes.map(|change| (change.kind, change.number)).collect::<BTreeSet<_>>().into_iter().collect()
}

/// What is text in a file.
fn text_of(path: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned()
}

#[test]
fn after_erasing_and_compacting_the_file_holds_nothing_of_the_family() {
    let (_directory, store, family) = office();
    let path = store.path().to_owned();
    let goes = store.erasure_of(Subject::Family(family.0)).unwrap();
    let kinds: BTreeSet<Kind> = goes.iter().map(|(kind, _)| *kind).collect();
    for kind in [Kind::Person, Kind::Child, Kind::Assessment, Kind::Goal, Kind::PlanLine, Kind::Session, Kind::Note] {
        assert!(kinds.contains(&kind), "{kind:?} is not among {kinds:?}");
    }
    let people: Vec<Person> =
        store.read(|reader| reader.find(&IndexKey::new(Index::PersonByFamily).id(family.0))).unwrap();
    let everything = all_records(&store);
    let removed: Vec<(Kind, u64)> = everything
        .iter()
        .copied()
        .filter(|(kind, number)| !store.read(|reader| reader.exists(*kind, *number)).unwrap())
        .collect();
    let theirs = texts_of(&store, &[&goes[..], &removed].concat());
    let rest: Vec<(Kind, u64)> =
        everything.into_iter().filter(|record| !goes.contains(record) && !removed.contains(record)).collect();
    let others = texts_of(&store, &rest).into_iter().collect::<Vec<_>>().join("\n");
    // What somebody else's record holds too, stays there and tells nothing of them.
    let mut personal: Vec<String> =
        theirs.into_iter().filter(|text| text.len() > 4 && !others.contains(text.as_str())).collect();
    for text in ["Ķiršu iela 9", "šķēle@piemērs.lv", "Žanete Ļaudama", "16117519997", "32654987123", "Ņergalova"]
    {
        assert!(personal.iter().any(|found| found.contains(text)), "{text}");
    }
    personal.extend(["māsīcai Elvīrai".to_owned(), "Džesiku Vēsmu".to_owned()]);
    assert!(personal.len() > 30, "{}", personal.len());
    let before = text_of(&path);
    for text in &personal {
        assert!(before.contains(text.as_str()), "{text:?} is nowhere to begin with");
    }
    personal.extend(
        people
            .iter()
            .flat_map(|person| [fold(&person.surname), fold(&person.given_names)])
            .filter(|text| text.len() > 4 && !fold(&others).contains(text.as_str())),
    );

    let erased = store.erase("admin", Subject::Family(family.0), REASON).unwrap();
    assert_eq!((erased.records, erased.drafts, erased.unread), (goes.len(), 2, 0));
    assert_sound(&store);
    let revision = store.revision().unwrap();
    store.compact("admin").unwrap();
    let after = text_of(&path);
    for text in &personal {
        assert!(!after.contains(text.as_str()), "{text:?} is still there");
    }
    assert!(after.contains("Par citu ģimeni") && after.contains(REASON));
    let store = Store::open(&path, Clock::System).unwrap();
    assert_sound(&store);
    assert_eq!(store.revision().unwrap(), revision);
    let backup = path.with_file_name("kopija.gz");
    store.backup(None, &backup).unwrap();
    assert_eq!(check_backup(&backup, &[]).unwrap().findings, []);
}

#[test]
fn nothing_of_them_stays_in_what_killed_sessions_left_and_nothing_of_others_is_lost() {
    let (directory, store, family) = office();
    store.save_draft("anna", &Draft { saved_at: 200, ..draft(4, 2, "Māte atzvanīja") }).unwrap();
    leave(&store, "anna", &Draft { saved_at: 100, ..draft(4, 2, "Māte at") });
    leave(&store, "anna", &Draft { saved_at: 100, ..draft(5, 2, "Brālis zvanīs pirmdien") });
    leave(&store, "pēteris", &draft(1, family.0, "Onkulis Voldiņš aizbrauca"));
    leave(&store, "pēteris", &draft(6, 2, "Satiku Ņergalova Džesika Vēsma veikalā"));
    let erased = store.erase("admin", Subject::Family(family.0), REASON).unwrap();
    assert_eq!((erased.drafts, erased.unread), (4, 0), "two in the store, two beside it");
    assert_eq!(drafts_of(&store, "anna"), ["Māte atzvanīja", "Brālis zvanīs pirmdien"], "the newer one stays");
    assert_eq!(drafts_of(&store, "pēteris"), Vec::<String>::new());
    store.compact("admin").unwrap();
    for entry in directory.path().read_dir().unwrap() {
        let path = entry.unwrap().path();
        let text = text_of(&path);
        for personal in ["Voldiņš", "Džesik", "Elvīrai"] {
            assert!(!text.contains(personal), "{personal} is in {}", path.display());
        }
    }
}

#[test]
fn what_somebody_is_writing_of_them_now_comes_first_and_does_not_come_back_later() {
    let (_directory, store, family) = office();
    let erase = || store.erase("admin", Subject::Family(family.0), REASON);
    let waits_for = |who: &str| {
        let error = erase().unwrap_err();
        assert!(matches!(&error, StoreError::BeingEdited { user } if user == who), "{error:?}");
    };
    // Typed a moment ago and not in the store yet.
    let mut anna = store.typed("anna");
    anna.keep(&draft(1, family.0, "Zvanīja")).unwrap();
    waits_for("anna");
    anna.clear();
    // Kept already, in a form about somebody else that is open.
    store.save_draft("pēteris", &draft(7, 2, "Kopā ar Džesiku Vēsmu Ņergalovu")).unwrap();
    store.save_draft("pēteris", &draft(8, 2, "Džesika Vēsma Ņergalova, 16117519997")).unwrap();
    let mut open = atbalsts::store::Presence::default();
    let work = atbalsts::domain::overview::AtWork {
        user: "pēteris".into(),
        kind: Kind::Note as u8,
        family: Id::new(2),
        ..Default::default()
    };
    open.tell(&store, Some(&work)).unwrap();
    waits_for("pēteris");
    open.tell(&store, None).unwrap();
    // What is typed of others is no obstacle, and is not taken for something left behind.
    anna.keep(&draft(9, 2, "Māte zvanīs")).unwrap();
    let erased = erase().unwrap();
    assert_eq!((erased.drafts, erased.unread), (4, 0));
    // A form about them that was open all the while is kept nowhere any more.
    store.save_drafts("anna", &[draft(1, family.0, "Zvanīja māsīca"), draft(9, 2, "Māte zvanīs")]).unwrap();
    assert_eq!(drafts_of(&store, "anna"), ["Māte zvanīs"]);
}

#[test]
fn what_is_no_sessions_file_is_let_alone() {
    let (directory, store, family) = office();
    let named = |number: u32| directory.path().join(format!("lietas.redb.typed-1-{number}"));
    // Nobody writes into the pipe: who opened it would wait for ever.
    rustix::fs::mknodat(rustix::fs::CWD, named(1), rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    std::os::unix::fs::symlink(store.path(), named(2)).unwrap();
    std::fs::create_dir(named(3)).unwrap();
    assert_eq!(store.take_in_typed("anna").unwrap(), 0);
    let erased = store.erase("admin", Subject::Family(family.0), REASON).unwrap();
    assert_eq!(erased.unread, 0);
    assert!((1..=3).all(|number| named(number).symlink_metadata().is_ok()));
    assert_sound(&store);
}

#[test]
fn the_journal_still_says_what_was_done_and_that_it_is_erased() {
    let (_directory, store, family) = office();
    let entries = |store: &Store| store.read(|reader| reader.entries(0, usize::MAX)).unwrap();
    let before = entries(&store);
    store.erase("admin", Subject::Family(family.0), REASON).unwrap();
    let after = entries(&store);
    assert_eq!(after.len(), before.len() + 1);
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(
            (&before.user, before.at, before.deed, before.hash),
            (&after.user, after.at, after.deed, after.hash)
        );
        assert_eq!(before.changes.len(), after.changes.len());
    }
    let entry = after.last().unwrap();
    assert_eq!((entry.deed, entry.reason.as_str(), entry.user.as_str()), (Deed::Erase, REASON, "admin"));
    // What stays of others, and the numbers of decisions and the sums of invoices, is told.
    let stays = |kind| matches!(kind, Kind::Meeting | Kind::Decision | Kind::InvoiceLine);
    assert!(entry.changes.iter().all(|change| change.is_erased() || stays(change.kind)));
    let history = store.read(|reader| reader.history(Kind::Family, family.0)).unwrap();
    assert_eq!(history.len(), 4, "made, moved, moved back, erased");
    assert!(history.iter().all(|past| past.change.is_erased() && past.change.after_fields().is_empty()));
    // Neither an undo nor an earlier state brings anything back.
    let blocked = store.undo_preview_of(entry.revision).unwrap().blocked_by;
    assert_eq!(blocked, Some(Blocked::Erased));
    let then = store.read_as_of(entry.revision - 1, |reader| reader.get(family)).unwrap();
    assert_eq!(then, None);
}

#[test]
fn a_child_goes_and_its_brothers_and_sisters_stay() {
    let (_directory, store, _) = office();
    let children: Vec<Child> = store.read(|reader| reader.all()).unwrap();
    let child = children.iter().find(|child| children.iter().filter(|other| other.family == child.family).count() > 1);
    let child = child.expect("a family with several children").clone();
    let sibling = children.iter().find(|other| other.family == child.family && other.id != child.id).unwrap();
    store.erase("admin", Subject::Child(child.id.0), REASON).unwrap();
    assert_sound(&store);
    store
        .read(|reader| {
            assert_eq!(reader.get(child.id)?, None);
            assert_eq!(reader.get(child.person)?, None);
            assert_eq!(reader.get(sibling.id)?.as_ref(), Some(sibling));
            assert!(reader.get(child.family)?.is_some());
            assert_eq!(reader.links_to(Kind::Child, child.id.0)?, []);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_register_of_decisions_has_no_gap_and_no_number_twice_afterwards() {
    let (_directory, store, _) = office();
    let decisions = || -> Vec<Decision> { store.read(|reader| reader.all()).unwrap() };
    let before = decisions();
    let last = before.iter().max_by_key(|decision| (decision.programme, decision.day.year(), decision.number)).unwrap();
    let inner = before.iter().find(|other| other.day.year() == last.day.year() && other.child != last.child).unwrap();
    for child in [inner.child, last.child] {
        let announced: Vec<Kind> =
            store.erasure_of(Subject::Child(child.0)).unwrap().into_iter().map(|(kind, _)| kind).collect();
        store.erase("admin", Subject::Child(child.0), REASON).unwrap();
        assert_eq!(store.check(audits::ALL).unwrap().findings, []);
        let line = store.read(|reader| {
            let entry = reader.entries(reader.revision() - 1, 1)?.remove(0);
            atbalsts::store::journal_line(reader, &entry)
        });
        let count = |kinds: &[Kind]| kinds.iter().filter(|kind| **kind == Kind::Decision).count();
        let told: Vec<Kind> = line.unwrap().kinds().collect();
        assert_eq!((count(&told), told.len()), (count(&announced), announced.len()));
    }
    let labels = |decisions: &[Decision]| -> BTreeSet<_> {
        decisions.iter().map(|decision| (decision.programme, decision.label())).collect()
    };
    let after = decisions();
    assert_eq!(labels(&after), labels(&before));
    let empty = after.iter().filter(|decision| decision.erased).collect::<Vec<_>>();
    assert!(!empty.is_empty());
    assert!(empty.iter().all(|decision| decision.text.is_empty() && !decision.child.is_some()));
    // What is left tells neither a day nor a kind.
    for left in empty {
        let told = AnyRecord::from(left.clone()).told_fields();
        assert_eq!(told.keys().collect::<Vec<_>>(), ["day", "erased", "id", "number", "programme"]);
        assert_eq!(told["day"], left.day.year().to_string());
    }
    // The next decision of that year follows.
    let other = after.iter().find(|other| other.programme == last.programme && other.child.is_some()).unwrap();
    let new = Decision { id: Id::default(), day: last.day, supersedes: Id::default(), ..other.clone() };
    store.apply("admin", &Operation::new(Deed::AddDecision).create(new)).unwrap();
    assert_eq!(decisions().last().unwrap().label(), format!("{}/{}", last.day.year(), last.number + 1));
}

#[test]
fn what_cannot_be_erased_is_told_and_stays() {
    let (_directory, store, family) = office();
    let child: Child = store.read(|reader| reader.get(Id::new(1))).unwrap().unwrap();
    let person: Person = store.read(|reader| reader.get(child.person)).unwrap().unwrap();
    let revision = store.revision().unwrap();
    let check = |user: &str, subject: Subject, reason: &str, expect: fn(&StoreError) -> bool| {
        let error = store.erase(user, subject, reason).unwrap_err();
        assert!(expect(&error), "{error:?}");
        assert_eq!(store.revision().unwrap(), revision);
    };
    check("anna", Subject::Family(family.0), REASON, |error| matches!(error, StoreError::NotAllowed { .. }));
    check("admin", Subject::Family(family.0), "  ", |error| matches!(error, StoreError::NoReason));
    check("admin", Subject::Family(99_999), REASON, |error| matches!(error, StoreError::NoSuchRecord { .. }));
    let childs_person = Subject::Person(person.id.0);
    check("admin", childs_person, REASON, |error| matches!(error, StoreError::StillLinked { .. }));
    // In whatever case and ending: the reason would stay.
    let inflected: String = person.surname.chars().take(person.surname.chars().count() - 1).collect();
    let named = format!("{inflected}iem vairs nav vajadzīgs");
    check("admin", Subject::Family(family.0), &named, |error| matches!(error, StoreError::NamesThePerson));
    check("admin", Subject::Family(family.0), "kods 16117519997", |error| matches!(error, StoreError::NamesThePerson));

    let mut anna = atbalsts::store::Presence::default();
    let work = atbalsts::domain::overview::AtWork {
        user: "anna".into(),
        kind: Kind::Note as u8,
        number: 0,
        family,
        ..Default::default()
    };
    anna.tell(&store, Some(&work)).unwrap();
    check(
        "admin",
        Subject::Family(family.0),
        REASON,
        |error| matches!(error, StoreError::BeingEdited { user } if user == "anna"),
    );
}

#[test]
fn a_file_that_others_have_open_is_not_written_anew() {
    let (_directory, store, _) = office();
    let path = store.path().to_owned();
    let colleague = Store::open(&path, Clock::System).unwrap();
    let before = path.metadata().unwrap().ino();
    assert!(matches!(store.compact("admin").unwrap_err(), StoreError::InUse(_)));
    drop(colleague);
    assert_eq!(path.metadata().unwrap().ino(), before, "it is the same file");
    let store = Store::open(&path, Clock::System).unwrap();
    assert!(matches!(store.compact("anna").unwrap_err(), StoreError::NotAllowed { .. }));
    let store = Store::open(&path, Clock::System).unwrap();
    let rows = store.read(|reader| reader.all::<Family>()).unwrap();
    let (_, taken) = store.compact("admin").unwrap();
    assert_eq!(path.metadata().unwrap().blocks() * 512, taken);
    let store = Store::open(&path, Clock::System).unwrap();
    assert_eq!(store.read(|reader| reader.all::<Family>()).unwrap(), rows);
    let names: Vec<String> = path
        .parent()
        .unwrap()
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".new"))
        .collect();
    assert_eq!(names, Vec::<String>::new());
}

//! Families that only named people may look at: in every query, in every earlier state, in the journal, and in what they
//! may change.

use atbalsts::{
    domain::{
        AnyRecord, Assessment, Child, Choice, Deed, Family, Id, Index, IndexKey, Invoice, InvoiceLine, Kind, Note,
        Operation, Person, Provider, Record, Role, Score, Scoring, Session, User, demo,
        invoicing::{register, sum},
        veil::{self, MARK},
    },
    files::instrument::built_in,
    runtime::worker::{DEMO_SEED, make},
    store::{Clock, Store, StoreError, Tx, audits, views::invoices},
};
use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;

fn then() -> DateTime<Utc> {
    DateTime::from_timestamp(1_546_300_800, 0).unwrap()
}

/// The demonstration, in which a family is for anna alone; opened as somebody else's process would, at that time.
struct Office {
    directory: TempDir,
    family: Family,
}

impl Office {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("lietas.redb");
        let story = demo::pilot(DEMO_SEED, demo::story_day(), &built_in());
        let store = make(&path, Clock::Fixed(then()), "anna", &story).unwrap();
        let users: Vec<User> = store.read(|reader| reader.all()).unwrap();
        for &role in Role::ALL {
            if !users.iter().any(|user| user.login == role_login(role)) {
                let user = User { login: role_login(role), role, ..User::default() };
                store.apply("admin", &Operation::new(Deed::AddUser).create(user)).unwrap();
            }
        }
        let before: Family = store.read(|reader| reader.get(Id::new(1))).unwrap().unwrap();
        let family = Family { restricted_to: vec!["anna".into()], ..before.clone() };
        store.apply("anna", &Operation::new(Deed::EditFamily).change(before, family.clone())).unwrap();
        Self { directory, family }
    }

    fn open(&self, user: &str, later: TimeDelta) -> Store {
        let path = self.directory.path().join("lietas.redb");
        let store = Store::open(&path, Clock::Fixed(then() + later)).unwrap();
        store.look_as(user);
        store
    }
}

fn role_login(role: Role) -> String {
    format!("tests-{}", role.name())
}

/// Everything that somebody finds of a kind, each way that there is, as text.
fn found<R: Record>(store: &Store, revision: Option<u64>) -> String {
    let work = |reader: &atbalsts::store::Reader| {
        let mut all: Vec<AnyRecord> = reader.all::<R>()?.into_iter().map(Into::into).collect();
        for record in all.clone() {
            all.extend(reader.any(record.kind(), record.number())?);
        }
        Ok(all.iter().map(AnyRecord::to_json).collect::<Vec<_>>().join("\n"))
    };
    match revision {
        Some(revision) => store.read_as_of(revision, work).unwrap(),
        None => store.read(work).unwrap(),
    }
}

#[test]
fn strangers_see_a_mark_and_the_named_see_all() {
    let office = Office::new();
    let anna = office.open("anna", TimeDelta::zero());
    let members: Vec<Person> = anna.read(|reader| reader.find(&IndexKey::new(Index::PersonByFamily).id(1))).unwrap();
    let others: Vec<Person> = anna.read(|reader| reader.all()).unwrap();
    let secret: Vec<String> = members
        .iter()
        .flat_map(|person| [person.personal_code.clone(), person.phone.clone(), person.email.clone()])
        .chain([office.family.declared_address.clone()])
        .filter(|text| text.len() > 5 && others.iter().filter(|other| other.phone == *text).count() < 2)
        .collect();
    assert!(secret.len() > 2, "{secret:?}");
    let notes: Vec<Note> = anna.read(|reader| reader.find(&IndexKey::new(Index::NoteByFamily).id(1))).unwrap();
    assert!(notes.iter().all(|note| note.text != MARK) && !notes.is_empty());
    let all = found::<Person>(&anna, None);
    assert!(secret.iter().filter(|text| all.contains(text.as_str())).count() > 1);

    for &role in Role::ALL {
        let store = office.open(&role_login(role), TimeDelta::zero());
        let family: Family = store.read(|reader| reader.get(Id::new(1))).unwrap().unwrap();
        let told = format!("{MARK} {}", office.family.case_number);
        assert_eq!((family.surname, family.case_number), (told, office.family.case_number.clone()));
        for revision in [None, Some(store.revision().unwrap() - 1)] {
            let seen = found::<Family>(&store, revision)
                + &found::<Person>(&store, revision)
                + &found::<Note>(&store, revision);
            for text in &secret {
                assert!(!seen.contains(text.as_str()), "{role:?} {revision:?}: {text}");
            }
        }
        // Nobody is found by a code or a phone either.
        for person in &members {
            for code in [&person.personal_code, &person.phone] {
                for index in [Index::PersonByCode, Index::PersonByPhone] {
                    let key = IndexKey::new(index).text(code);
                    let hits: Vec<Person> = store.read(|reader| reader.find(&key)).unwrap();
                    assert!(hits.iter().all(|hit| hit.family.0 != 1), "{code}");
                }
            }
        }
        let notes: Vec<Note> = store.read(|reader| reader.find(&IndexKey::new(Index::NoteByFamily).id(1))).unwrap();
        assert!(notes.iter().all(|note| note.text == MARK));
        // The journal tells that something was done, and not what it said.
        let history = store.read(|reader| reader.history(Kind::Family, 1)).unwrap();
        assert!(
            history.iter().all(|past| past.change.after_fields()["surname"] == veil::name(&office.family.case_number)),
            "{role:?}"
        );
        let entries = store.read(|reader| reader.entries(0, usize::MAX)).unwrap();
        let told: Vec<String> = entries
            .iter()
            .flat_map(|entry| &entry.changes)
            .map(|change| serde_json::Value::Object(change.after_fields()).to_string())
            .collect();
        let told = told.join("\n");
        assert!(secret.iter().all(|text| !told.contains(text.as_str())), "{role:?}");
    }
    assert_eq!(anna.check(audits::ALL).unwrap().findings, vec![]);
    assert_eq!(office.open("tests-worker", TimeDelta::zero()).check(audits::ALL).unwrap().findings, vec![]);
}

#[test]
fn a_veil_is_made_once_and_anew_after_every_change() {
    let office = Office::new();
    let store = office.open("tests-worker", TimeDelta::zero());
    let rows = || store.read(|reader| Ok(reader.rows_read())).unwrap();
    let names = || store.read(|reader| reader.all::<Person>()).unwrap();
    let (laid, seen) = (rows(), names());
    assert!(laid > 10, "{laid}");
    assert_eq!((rows(), names()), (0, seen));
    // A sister is born.
    let anna = office.open("anna", TimeDelta::zero());
    let person = Person { family: office.family.id, given_names: "Rasma".into(), ..names()[0].clone() };
    let birth_date = Some(demo::story_day());
    let sister = Person { id: Id::default(), birth_date, surname: "Ozola".into(), ..person };
    anna.apply("anna", &Operation::new(Deed::AddPerson).create(sister)).unwrap();
    assert!(rows() > laid);
    assert!(names().iter().all(|person| person.given_names != "Rasma"));
}

#[test]
fn what_was_removed_stays_behind_the_veil() {
    let office = Office::new();
    let anna = office.open("anna", TimeDelta::zero());
    let child: Child = anna.read(|reader| reader.find(&IndexKey::new(Index::ChildByFamily).id(1))).unwrap().remove(0);
    let (assessment, scoring) = anna
        .write("anna", Deed::AddAssessment, |tx| {
            let assessment =
                tx.put(Assessment { child: child.id, planned_on: Some(demo::story_day()), ..Assessment::default() })?;
            let scoring = Scoring {
                assessment,
                member: "Dr. Ozola".into(),
                scores: vec![Score::default()],
                ..Scoring::default()
            };
            Ok((assessment, tx.put(scoring)?))
        })
        .unwrap()
        .value;
    let remove = |tx: &mut Tx| {
        tx.remove(scoring)?;
        tx.remove(assessment)
    };
    anna.write("anna", Deed::AddAssessment, remove).unwrap();
    let told = |user: &str| {
        let store = office.open(user, TimeDelta::zero());
        let history = store.read(|reader| reader.history(Kind::Scoring, scoring.0)).unwrap();
        assert_eq!(history.len(), 2);
        history[1].change.before_fields()["scores"].as_array().unwrap().len()
    };
    assert_eq!((told("anna"), told("tests-worker")), (1, 0));
}

#[test]
fn sums_are_the_same_for_everybody() {
    let office = Office::new();
    let delivered = |user: &str| {
        let store = office.open(user, TimeDelta::zero());
        let child: Child =
            store.read(|reader| reader.find(&IndexKey::new(Index::ChildByFamily).id(1))).unwrap().remove(0);
        let dossier = store.read(|reader| atbalsts::store::views::dossier(reader, child.id, demo::story_day()));
        dossier.unwrap().unwrap().figures.delivered.amount()
    };
    assert_eq!(delivered("tests-accountant"), delivered("anna"));
}

#[test]
fn a_reason_opens_it_for_a_day_to_those_who_may_and_stays_in_the_read_log() {
    let office = Office::new();
    let head = User { login: "tests-kāda".into(), role: Role::Head, ..User::default() };
    office.open("admin", TimeDelta::zero()).apply("admin", &Operation::new(Deed::AddUser).create(head)).unwrap();
    let id = office.family.id;
    for &role in Role::ALL {
        let login = role_login(role);
        let store = office.open(&login, TimeDelta::zero());
        let surname = |store: &Store| store.read(|reader| reader.get(id)).unwrap().unwrap().surname;
        assert!(matches!(store.open_restricted(&login, id, "  "), Err(StoreError::NoReason)));
        let opened = store.open_restricted(&login, id, "Sūdzība Nr. 4");
        if !role.may_open_restricted() {
            assert!(matches!(opened, Err(StoreError::Restricted)), "{role:?}");
            assert!(veil::is_name(&surname(&store)));
            continue;
        }
        opened.unwrap();
        assert_eq!(surname(&store), office.family.surname);
        assert_eq!(surname(&office.open(&login, TimeDelta::hours(11))), office.family.surname);
        assert!(veil::is_name(&surname(&office.open(&login, TimeDelta::hours(13)))), "a working day is over");
        let others = Store::open(store.path(), Clock::Fixed(then())).unwrap();
        others.look_as("tests-kāda");
        let told = others.read(|reader| reader.looks(Kind::Family, id.0)).unwrap();
        assert!(told.iter().any(|look| look.user == login) && told.iter().all(|look| look.reason == MARK));
        let looks = store.read(|reader| reader.looks(Kind::Family, id.0)).unwrap();
        let look = looks.iter().find(|look| look.user == login).unwrap();
        assert_eq!((look.reason.as_str(), look.at), ("Sūdzība Nr. 4", then()));
    }
}

#[test]
fn what_is_not_seen_is_not_changed_and_not_counted_as_seen() {
    let office = Office::new();
    let id = office.family.id;
    let store = office.open("tests-worker", TimeDelta::zero());
    let revision = store.revision().unwrap();
    let refused = |operation: &Operation| {
        assert!(matches!(store.apply("tests-worker", operation), Err(StoreError::Restricted)), "{operation:?}");
        assert_eq!(store.revision().unwrap(), revision);
    };
    let seen = store.read(|reader| reader.get(id)).unwrap().unwrap();
    let lifted = Family { restricted_to: Vec::new(), ..seen.clone() };
    let lifted_in_full = Family { restricted_to: Vec::new(), ..office.family.clone() };
    refused(&Operation::new(Deed::EditFamily).change(office.family.clone(), lifted_in_full));
    refused(&Operation::new(Deed::AddNote).create(Note { family: id, text: "Zvanīju".into(), ..Note::default() }));
    let note: Note = store.read(|reader| reader.find(&IndexKey::new(Index::NoteByFamily).id(id.0))).unwrap().remove(0);
    refused(&Operation::new(Deed::CloseNote).change(note.clone(), Note { closed: true, ..note }));
    // Not even by saving something else over what a colleague changed: the clash would show it.
    let other = |phone: &str| Family { phone: phone.into(), ..office.family.clone() };
    let (base, mine) = (other("29 000 001"), other("29 000 002"));
    refused(&Operation::new(Deed::EditFamily).change(base.clone(), mine.clone()));
    let clash = store.apply("anna", &Operation::new(Deed::EditFamily).change(base, mine));
    assert!(matches!(clash, Err(StoreError::Clash { .. })), "{clash:?}");
    // Who may see it never stores the veil, and a change that began behind it changes nothing else.
    let veil = Family { surname: veil::name(&office.family.case_number), ..office.family.clone() };
    let stored = store.apply("anna", &Operation::new(Deed::EditFamily).change(office.family.clone(), veil));
    assert!(matches!(stored, Err(StoreError::Faults { .. })), "{stored:?}");
    store.apply("anna", &Operation::new(Deed::EditFamily).change(seen, lifted)).unwrap();
    let anna = office.open("anna", TimeDelta::zero());
    let lifted = anna.read(|reader| reader.get(id)).unwrap().unwrap();
    assert_eq!(lifted, Family { restricted_to: Vec::new(), ..office.family.clone() });
    store.apply("anna", &Operation::new(Deed::EditFamily).change(lifted, office.family.clone())).unwrap();
    let child: Child =
        store.read(|reader| reader.find(&IndexKey::new(Index::ChildByFamily).id(id.0))).unwrap().remove(0);
    store.note_looks("tests-worker", &[(Kind::Child, child.id.0)]).unwrap();
    store.note_looks("anna", &[(Kind::Child, child.id.0)]).unwrap();
    let looks = |store: &Store| store.read(|reader| reader.looks(Kind::Child, child.id.0));
    assert!(
        matches!(looks(&store), Err(StoreError::NotForRole { role: Role::Worker })),
        "who looked is not hers to see"
    );
    let looks = looks(&office.open("tests-auditor", TimeDelta::zero())).unwrap();
    assert_eq!(looks.iter().map(|look| look.user.as_str()).collect::<Vec<_>>(), ["anna"]);
}

#[test]
fn an_invoice_asks_for_the_sessions_of_hidden_children_too() {
    let office = Office::new();
    let accountant = office.open("māra", TimeDelta::zero());
    let hidden: Vec<Child> = accountant.read(|reader| reader.find(&IndexKey::new(Index::ChildByFamily).id(1))).unwrap();
    let providers: Vec<Provider> = accountant.read(|reader| reader.all()).unwrap();
    let days = (demo::story_day() - TimeDelta::days(60), demo::story_day());
    let due = |provider: &Provider| {
        accountant.read(|reader| invoices::due(reader, office.family.programme, provider.id, days)).unwrap()
    };
    let of_hidden = |line: &&InvoiceLine| hidden.iter().any(|child| child.id == line.child);
    let lines = providers.iter().map(due).find(|lines| lines.iter().any(|line| of_hidden(&line))).unwrap();
    let invoice = Invoice {
        programme: office.family.programme,
        provider: lines[0].provider,
        number: "VT-77".into(),
        day: demo::story_day(),
        from: days.0,
        to: days.1,
        total: sum(&lines),
        ..Invoice::default()
    };
    accountant.apply("māra", &register(invoice, lines)).unwrap();
    let lines: Vec<InvoiceLine> = accountant.read(|reader| reader.all()).unwrap();
    let asked = lines.iter().rfind(of_hidden).unwrap().clone();
    // What somebody wrote about it is not for strangers, nor is the session itself theirs to change.
    let anna = office.open("anna", TimeDelta::zero());
    let explained = InvoiceLine { reason: "Žanete bija kopā ar vecmāmiņu".into(), ..asked.clone() };
    let admin = Operation::new(Deed::EditInvoice).change(asked.clone(), explained);
    anna.apply("admin", &admin).unwrap();
    let reason = |store: &Store| store.read(|reader| reader.get(asked.id)).unwrap().unwrap().reason;
    assert_eq!((reason(&anna).is_empty(), reason(&accountant)), (false, String::new()));
    let session: Session = accountant.read(|reader| reader.get(asked.session)).unwrap().unwrap();
    let told = Session { text: "māte zvanīja".into(), ..session.clone() };
    let head = office.open("līga", TimeDelta::zero());
    let operation = Operation::new(Deed::MarkAttendance).change(session, told);
    assert!(matches!(head.apply("līga", &operation), Err(StoreError::Restricted)));
}

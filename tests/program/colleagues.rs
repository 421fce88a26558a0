//! Two people at work on one store, each with a program of their own.

use std::time::{Duration, Instant};

use atbalsts::{
    domain::{Deed, Note, Operation, Role, User},
    runtime::worker::POLL,
    store::{Clock, Store, Tx, audits},
};

use crate::{
    home::{Home, PANES, SMALL, settle},
    pty::PtySession,
};

/// Within this time a colleague's work is on the screen.
const NEWS: Duration = Duration::from_secs(2);

/// Columns of a family's and a child's name; behind them stands how the case is doing, which is reckoned later.
const NAMES: usize = 24;

/// The names in the row with the cursor.
fn cursor_row(session: &PtySession) -> String {
    let (row, _) = session.screen().cursor_position();
    session.text().lines().nth(usize::from(row)).unwrap_or_default().chars().take(NAMES).collect()
}

fn colleague(home: &Home, name: &str, store: &str) -> PtySession {
    let mut session = home.start_in(&["--store", store, "--user", name], SMALL, &[]);
    session.wait_for_text(PANES);
    session
}

#[test]
fn what_a_colleague_adds_appears_and_the_cursor_stays() {
    let home = Home::with_demo();
    let store = home.demo_store();
    let store = store.to_str().unwrap();
    let mut anna = colleague(&home, "anna", store);
    anna.send("jjjjj");
    settle(&mut anna);
    let (selected, size) = (cursor_row(&anna), anna.text().lines().count());
    assert!(!selected.trim().is_empty() && size > 20, "{}", anna.text());

    let mut peteris = colleague(&home, "pēteris", store);
    peteris.send("nfĀboltiņa\x13");
    peteris.wait_for_text("Āboltiņa");
    let told = Instant::now();
    anna.wait_for_text("Āboltiņa");
    assert!(told.elapsed() < NEWS, "{:?}", told.elapsed());
    settle(&mut anna);
    let still = cursor_row(&anna);
    assert_eq!(still, selected, "the cursor went elsewhere:\n{}", anna.text());
}

#[test]
fn it_appears_also_while_one_goes_on_working() {
    assert!(POLL < Duration::from_secs(2), "two seconds after it was done it is on every screen");
    let home = Home::with_demo();
    let store = home.demo_store();
    let store = store.to_str().unwrap();
    let mut anna = colleague(&home, "anna", store);
    let mut peteris = colleague(&home, "pēteris", store);
    peteris.send("nfĀboltiņa\x13");
    peteris.wait_for_text("Āboltiņa");
    let told = Instant::now();
    while !anna.text().contains("Āboltiņa") {
        assert!(told.elapsed() < NEWS, "{}", anna.text());
        for key in ["j", "k"] {
            anna.send(key);
            anna.settle(Duration::from_millis(200));
        }
    }
}

/// So many have it open on a busy morning.
const OFFICE: usize = 50;

#[test]
fn fifty_have_it_open_and_all_see_what_one_of_them_adds() {
    let home = Home::with_demo();
    let store = home.demo_store();
    let (path, directory) = (store.to_str().unwrap(), store.parent().unwrap());
    let names: Vec<String> = (0..OFFICE).map(|n| format!("kolēģis{n}")).collect();
    let users = names.iter().map(|name| User { login: name.clone(), role: Role::Worker, ..User::default() });
    let listed = users.fold(Operation::new(Deed::AddUser), Operation::create);
    Store::open(&store, Clock::System).unwrap().apply("admin", &listed).unwrap();
    let open = |name: &String| home.start_in(&["--store", path, "--user", name], SMALL, &[]);
    let mut office: Vec<PtySession> = Vec::new();
    for few in names.chunks(5) {
        let begun = office.len();
        office.extend(few.iter().map(open));
        office[begun..].iter_mut().for_each(|session| session.wait_for_text(PANES));
    }
    // Half of them are in the middle of a note.
    for session in office.iter_mut().skip(OFFICE / 2) {
        session.send("nzZvanīja māte");
        session.wait_for_text("Zvanīja māte");
    }
    office[0].send("nfĀboltiņa\x13");
    office[0].wait_for_text("Pievienota ģimene");
    for session in &mut office[..OFFICE / 2] {
        session.wait_for_text("Āboltiņa");
    }
    for session in &mut office[OFFICE / 2..] {
        session.send("\x13");
        session.wait_for_text("Pievienota piezīme");
    }
    for mut session in office {
        session.send("q");
        assert_eq!(session.wait_exit(), 0);
    }
    let store = Store::open(&store, Clock::System).unwrap();
    let notes: Vec<Note> = store.read(|reader| reader.all()).unwrap();
    assert_eq!(notes.iter().filter(|note| note.text == "Zvanīja māte").count(), OFFICE / 2);
    assert_eq!(store.check(audits::ALL).unwrap().findings, vec![]);
    let left = directory.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(left.filter(|name| name.contains(".open-") || name.contains(".typed-")).count(), 0);
}

#[test]
fn a_colleagues_note_appears_on_the_page_that_is_open() {
    let home = Home::with_demo();
    let store = home.demo_store();
    let store = store.to_str().unwrap();
    let mut anna = colleague(&home, "anna", store);
    anna.send("gj");
    anna.wait_for_text("Žurnāls");
    let mut peteris = colleague(&home, "pēteris", store);
    peteris.send("nzŠodien bija pie ārsta\x13");
    peteris.wait_for_text("Pievienota piezīme");
    let told = Instant::now();
    anna.wait_for_text("pēteris");
    assert!(told.elapsed() < NEWS, "{:?}", told.elapsed());
    anna.wait_for_text("Žurnāls");
}

#[test]
fn a_colleagues_commit_does_not_disturb_a_form() {
    let home = Home::with_demo();
    let store = home.demo_store();
    let store = store.to_str().unwrap();
    let mut anna = colleague(&home, "anna", store);
    anna.send("nzBūs ceturtdien");
    anna.wait_for_text("Būs ceturtdien");
    // The first line tells of new work; the form is what is below it.
    let parts = |screen: &str| {
        screen.split_once('\n').map(|(first, form)| (first.trim_end().to_owned(), form.to_owned())).unwrap()
    };
    let (header, form) = parts(&settle(&mut anna));
    let mut peteris = colleague(&home, "pēteris", store);
    peteris.send("nfĀboltiņa\x13");
    peteris.wait_for_text("Āboltiņa");
    anna.wait_for("the news in the first line", |screen| parts(&screen.contents()).0 != header);
    assert_eq!(parts(&settle(&mut anna)).1, form);
    anna.send(" rīt\x13");
    anna.wait_for_text("Pievienota piezīme");
    anna.wait_for_text("Āboltiņa");
}

#[test]
fn who_works_on_a_family_is_shown_until_they_leave_or_are_killed() {
    let home = Home::with_demo();
    let store = home.demo_store();
    let store = store.to_str().unwrap();
    let mut anna = colleague(&home, "anna", store);
    for end in ["\x1b", "KILL"] {
        let mut peteris = colleague(&home, "pēteris", store);
        peteris.send("e");
        peteris.wait_for_text("Bērna lieta");
        anna.wait_for_text("labo: pēteris");
        match end {
            "KILL" => peteris.signal(end),
            keys => peteris.send(keys),
        }
        anna.wait_for("his work to be over", |screen| !screen.contents().contains("labo: pēteris"));
    }
    // A stopped one is there still, and in nobody's way.
    let mut peteris = colleague(&home, "pēteris", store);
    peteris.send("e");
    anna.wait_for_text("labo: pēteris");
    peteris.signal("STOP");
    anna.send("nzZvanīja māte\x13");
    anna.wait_for_text("Pievienota piezīme");
    anna.wait_for_text("labo: pēteris");
    peteris.signal("CONT");
}

#[test]
fn while_somebody_stands_still_in_the_middle_of_a_write_the_others_are_told_whom_they_wait_for() {
    let home = Home::with_demo();
    let store = home.demo_store();
    let mut anna = colleague(&home, "anna", store.to_str().unwrap());
    let held = Store::open(&store, Clock::System).unwrap();
    let stands = |tx: &mut Tx| {
        anna.send("nzZvanīja māte");
        anna.wait_for_text("Zvanīja māte");
        anna.send("\x13");
        anna.wait_for_text("Datus pašlaik raksta pēteris. Gaidu …");
        anna.wait_for_text("Datus pašlaik raksta pēteris, tāpēc nekas netika saglabāts");
        // What was typed stands there still, and one can look round meanwhile.
        anna.wait_for_text("Zvanīja māte");
        anna.send("\x1b");
        anna.wait_for_text("Melnraksts saglabāts");
        anna.send("jjgs");
        anna.wait_for_text("Sniedzēji");
        anna.send("\x1b");
        // Whoever comes now is told as well, instead of looking at nothing.
        let mut newcomer = home.start(&["--store", store.to_str().unwrap()]);
        newcomer.wait_for_text("Datus pašlaik raksta pēteris");
        assert_eq!(newcomer.wait_exit(), 3);
        tx.all::<Note>().map(drop)
    };
    held.write("pēteris", Deed::AddNote, stands).unwrap();
    anna.send("gm");
    anna.wait_for_text("Zvanīja māte");
}

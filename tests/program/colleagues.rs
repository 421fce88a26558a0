//! Two people at work on one store, each with a program of their own.

use std::time::{Duration, Instant};

use crate::{
    home::{Home, PANES, SMALL, settle},
    pty::PtySession,
};

/// Within this time a colleague's work is on the screen.
const NEWS: Duration = Duration::from_secs(5);

/// The row with the cursor.
fn cursor_row(session: &PtySession) -> String {
    let (row, _) = session.screen().cursor_position();
    session.text().lines().nth(usize::from(row)).unwrap_or_default().to_owned()
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
    let selected = selected.split('│').next().unwrap().trim().to_owned();
    assert!(!selected.is_empty() && size > 20, "{}", anna.text());

    let mut peteris = colleague(&home, "pēteris", store);
    peteris.send("nfĀboltiņa\x13");
    peteris.wait_for_text("Āboltiņa");
    let told = Instant::now();
    anna.wait_for_text("Āboltiņa");
    assert!(told.elapsed() < NEWS, "{:?}", told.elapsed());
    settle(&mut anna);
    let still = cursor_row(&anna);
    assert_eq!(still.split('│').next().unwrap().trim(), selected, "the cursor went elsewhere:\n{}", anna.text());
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
    // Below the first line, which tells of new work.
    let form = |session: &mut PtySession| settle(session).split_once('\n').unwrap().1.to_owned();
    let before = form(&mut anna);
    let mut peteris = colleague(&home, "pēteris", store);
    peteris.send("nfĀboltiņa\x13");
    peteris.wait_for_text("Āboltiņa");
    // Both have seen it when a third does; anna's poll is not later than that of somebody who came after her.
    let mut third = colleague(&home, "līga", store);
    third.wait_for_text("Āboltiņa");
    anna.settle(NEWS);
    assert_eq!(form(&mut anna), before);
    anna.send(" rīt\x13");
    anna.wait_for_text("Pievienota piezīme");
    anna.wait_for_text("Āboltiņa");
}

//! However the program is left, the terminal is given back and what was typed is kept.

use atbalsts::{
    domain::{Deed, Note},
    store::{Clock, Store, Tx},
};

use crate::{
    home::{Home, PANES, read, settle, wait_until},
    pty::PtySession,
};

#[test]
fn leaving_gives_the_terminal_back() {
    let home = Home::with_demo();
    let ways: [fn(&mut PtySession); 5] = [
        |session| session.send("q"),
        |session| session.send("\x11"),
        |session| session.signal("TERM"),
        |session| session.signal("HUP"),
        |session| session.signal("INT"),
    ];
    for (n, leave) in ways.into_iter().enumerate() {
        let mut session = home.demo();
        assert!(!session.terminal_restored());
        leave(&mut session);
        assert_eq!(session.wait_exit(), 0, "way {n}");
        assert!(session.terminal_restored(), "way {n}");
    }
}

#[test]
fn a_closed_line_ends_the_program() {
    let home = Home::with_demo();
    let mut session = home.demo();
    session.close_line();
    assert_eq!(session.wait_exit(), 0);
}

/// What somebody was writing down when it happened.
const TYPED: &str = "Zvanīja māte, lūdz pārcelt nodarbību uz ceturtdienu";

/// Opens the form of a new note and types into it.
fn begin_note(home: &Home) -> PtySession {
    let mut session = home.demo();
    session.send("nz");
    session.wait_for_text("Jauna piezīme");
    session.send(TYPED);
    session
}

/// The texts of notes that are not saved.
fn kept(home: &Home) -> Vec<String> {
    kept_in(&Store::open(&home.demo_store(), Clock::System).unwrap())
}

fn kept_in(store: &Store) -> Vec<String> {
    let drafts = store.read(|reader| reader.drafts("anna")).unwrap();
    let texts = drafts.into_iter().flat_map(|draft| draft.texts);
    texts.filter(|(field, _)| field == "text").map(|(_, text)| text).collect()
}

/// What lies in the directory of the store.
fn names(home: &Home) -> Vec<String> {
    let entries = home.demo_store().parent().unwrap().read_dir().unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// At the next start the text is offered, stands in its form again, and can be saved.
fn goes_on(home: &Home) {
    let mut session = home.start(&["demo"]);
    session.wait_for_text("Nesaglabāts: Jauna piezīme");
    session.wait_for_text(TYPED);
    session.send("\r");
    session.wait_for_text("Turpiniet, kur palikāt");
    session.wait_for_text(TYPED);
    session.send(" plkst. 9\x13");
    session.wait_for_text("Pievienota piezīme");
    session.send("q");
    assert_eq!(session.wait_exit(), 0);
    let notes: Vec<Note> = read(&home.demo_store(), |reader| reader.all());
    let wanted = format!("{TYPED} plkst. 9");
    assert_eq!(notes.iter().filter(|note| note.text == wanted).count(), 1);
    assert_eq!(read(&home.demo_store(), |reader| reader.drafts("anna")), []);
}

#[test]
fn what_was_being_typed_is_offered_again_after_a_signal_or_a_lost_line() {
    let ways: [fn(&mut PtySession); 3] =
        [|session| session.signal("HUP"), |session| session.signal("TERM"), PtySession::close_line];
    for leave in ways {
        let home = Home::with_demo();
        let mut session = begin_note(&home);
        session.wait_for_text(TYPED);
        leave(&mut session);
        assert_eq!(session.wait_exit(), 0);
        assert_eq!(kept(&home), [TYPED]);
        goes_on(&home);
    }
}

#[test]
fn a_note_of_several_paragraphs_goes_on_to_the_letter_after_a_lost_line() {
    let home = Home::with_demo();
    let mut session = begin_note(&home);
    // A line break, a second paragraph, and back into the middle of a word.
    session.send("\x0f\x0fVecmāmiņa atvedīs ķivei\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D");
    session.wait_for_text("Vecmāmiņa atvedīs ķivei");
    session.signal("HUP");
    assert_eq!(session.wait_exit(), 0);
    let left = format!("{TYPED}\n\nVecmāmiņa atvedīs ķivei");
    assert_eq!(kept(&home), [left.as_str()]);

    let mut session = home.start(&["demo"]);
    session.wait_for_text("Nesaglabāts: Jauna piezīme");
    session.send("\r");
    session.wait_for_text("Turpiniet, kur palikāt");
    session.wait_for_text("Vecmāmiņa atvedīs ķivei");
    // The cursor is where it was: before the last word.
    session.send("mazo \x13");
    session.wait_for_text("Pievienota piezīme");
    session.send("q");
    assert_eq!(session.wait_exit(), 0);
    let notes: Vec<Note> = read(&home.demo_store(), |reader| reader.all());
    let wanted = format!("{TYPED}\n\nVecmāmiņa atvedīs mazo ķivei");
    assert_eq!(notes.iter().filter(|note| note.text == wanted).count(), 1);
}

#[test]
fn what_was_typed_but_not_drawn_yet_is_kept_too() {
    let home = Home::with_demo();
    let mut session = begin_note(&home);
    session.signal("TERM");
    assert_eq!(session.wait_exit(), 0);
    assert_eq!(kept(&home), [TYPED]);
}

#[test]
fn what_was_typed_before_a_pause_survives_even_a_kill() {
    let home = Home::with_demo();
    let mut session = begin_note(&home);
    // One store that stays open: whoever opens one again and again is in the way of everybody who writes, and a draft
    // waits for nobody.
    let store = Store::open(&home.demo_store(), Clock::System).unwrap();
    wait_until("the draft to be written", || kept_in(&store) == [TYPED]);
    drop(store);
    session.signal("KILL");
    session.wait_exit();
    goes_on(&home);
}

#[test]
fn a_kill_costs_one_letter_at_most_also_while_nobody_can_write() {
    let home = Home::with_demo();
    let mut session = home.demo();
    session.send("nz");
    session.wait_for_text("Jauna piezīme");
    // A colleague's program stands still in the middle of a write: no pause is long enough for the store.
    let store = Store::open(&home.demo_store(), Clock::System).unwrap();
    let stopped = |tx: &mut Tx| {
        session.send(TYPED);
        session.wait_for_text(TYPED);
        settle(&mut session);
        session.signal("KILL");
        session.wait_exit();
        tx.all::<Note>().map(drop)
    };
    store.write("pēteris", Deed::AddNote, stopped).unwrap();
    assert_eq!(kept(&home), [""; 0], "the store knows nothing of it");
    let files = || names(&home).into_iter().filter(|name| name.contains(".typed-")).count();
    assert_eq!(files(), 1);

    let mut session = home.start(&["demo"]);
    session.wait_for_text("Nesaglabāts: Jauna piezīme");
    assert_eq!(files(), 0);
    let found = kept(&home);
    assert!(found.len() == 1 && TYPED.starts_with(&found[0]) && found[0].len() + 2 >= TYPED.len(), "{found:?}");
    session.send("\r");
    session.wait_for_text("Turpiniet, kur palikāt");
    // The cursor stands behind the last letter.
    session.send(" rīt\x13");
    session.wait_for_text("Pievienota piezīme");
    session.send("q");
    assert_eq!(session.wait_exit(), 0);
    let notes: Vec<Note> = read(&home.demo_store(), |reader| reader.all());
    assert!(notes.iter().any(|note| note.text == format!("{} rīt", found[0])));
    assert_eq!((kept(&home), files()), (Vec::new(), 0));
}

#[test]
fn a_form_that_was_saved_is_not_offered_again_however_soon_the_kill_comes() {
    let home = Home::with_demo();
    let mut session = begin_note(&home);
    session.send("\x13");
    session.wait_for_text("Pievienota piezīme");
    session.signal("KILL");
    session.wait_exit();
    let mut session = home.start(&["demo"]);
    session.wait_for_text(PANES);
    assert!(!session.text().contains("Nesaglabāts"), "{}", session.text());
    assert_eq!(kept(&home), [""; 0]);
}

#[test]
fn esc_keeps_what_was_typed_and_so_does_leaving_then() {
    let home = Home::with_demo();
    let mut session = begin_note(&home);
    session.send("\x1b");
    session.wait_for_text("Melnraksts saglabāts");
    settle(&mut session);
    session.send("q");
    assert_eq!(session.wait_exit(), 0);
    goes_on(&home);
}

#[test]
fn an_offer_that_is_declined_leaves_the_draft_for_later() {
    let home = Home::with_demo();
    let mut session = begin_note(&home);
    session.wait_for_text(TYPED);
    session.signal("HUP");
    session.wait_exit();
    let mut session = home.start(&["demo"]);
    session.wait_for_text("Nesaglabāts: Jauna piezīme");
    session.send("\x1b");
    session.wait_for_text(PANES);
    session.send("q");
    assert_eq!(session.wait_exit(), 0);
    goes_on(&home);
}

//! Typing ahead: as many keys as one likes, at once.

use std::time::Duration;

use atbalsts::domain::Note;

use crate::home::{Home, SMALL, read, settle};

/// A morning's work: notes on several families with their kinds, looks into files and other panes, a search.
fn keys() -> Vec<String> {
    let mut script = String::new();
    let calls = [
        "Zvanīja Bērziņa-Āboliņa: ceturtdien nebūs, lūdz citu laiku, vislabāk no rīta",
        "Ķekavas skolas logopēde piekrīt nodarbībām divreiz nedēļā, sākot ar aprīli",
        "Šķūņa ielas telpas ir aizņemtas; fizioterapija notiks peldbaseinā",
        "Vecāku atbalsta grupā piedalījās māte un vecmāmiņa, nākamreiz arī tēvs",
    ];
    for text in calls {
        // A note, saved; the next family; its file and back; its budget and back to the families.
        script += &format!("nz{text}\tz\x13j\r\x1b3j1");
    }
    // Fields left by Tab, letters deleted, and the form kept as a draft by Esc.
    script += "nzŽēl, ka tā\x7f\x7f\x7f\t\t\t+7\t9:30\x1b";
    // A search that finds one family and is cleared again, sequences begun and left.
    script += "/kal\rg\x1bjj*kkn\x1bGgg";
    script += &"jk".repeat(70);
    script.chars().map(String::from).collect()
}

/// The last screen and the notes, after typing in pieces of so many keys.
fn work(pieces: usize) -> (String, Vec<(u64, String)>) {
    let home = Home::with_demo();
    let mut session = home.start_in(&["demo"], SMALL, &[]);
    session.wait_for_text("a apmeklējumi");
    for piece in keys().chunks(pieces) {
        session.send(&piece.concat());
        if pieces == 1 {
            session.settle(Duration::from_millis(4));
        }
    }
    let screen = settle(&mut session);
    session.send("q");
    assert_eq!(session.wait_exit(), 0);
    let notes: Vec<Note> = read(&home.demo_store(), |reader| reader.all());
    (screen, notes.into_iter().map(|note| (note.family.0, note.text)).collect())
}

#[test]
fn five_hundred_keys_at_once_do_what_they_do_one_by_one() {
    assert!(keys().len() >= 500, "only {} keys", keys().len());
    let (slow_screen, slow_notes) = work(1);
    let (fast_screen, fast_notes) = work(usize::MAX);
    assert_eq!(fast_notes, slow_notes);
    assert_eq!(fast_screen, slow_screen);
    let written = |text: &str| slow_notes.iter().filter(|(_, note)| note.starts_with(text)).count();
    assert_eq!(written("Zvanīja Bērziņa-Āboliņa") + written("Ķekavas skolas") + written("Šķūņa"), 3);
}

#[test]
fn a_pasted_text_is_text_where_text_is_taken_and_nothing_elsewhere() {
    let home = Home::with_demo();
    let mut session = home.demo();
    // Pasted by mistake onto the panes: its letters would be commands.
    session.send("\x1b[200~xq\rx\x1b[201~nz\x1b[200~Pie ārsta\x1b[201~");
    session.wait_for_text("Jauna piezīme");
    session.wait_for_text("Pie ārsta");
    session.send("\x13");
    session.wait_for_text("Pievienota piezīme");
}

//! The screen follows the terminal: its size, its colours, its letters; and rests when nothing happens.

use std::time::Duration;

use atbalsts::runtime::worker::POLL;

use crate::{
    home::{Home, PANES, SMALL, WIDE, settle},
    pty::PtySession,
};

const TOO_SMALL: &str = "Vajag vismaz 60 × 18";

#[test]
fn another_size_is_drawn_as_if_it_had_always_been_so() {
    let home = Home::with_demo();
    let fresh = |size| {
        let mut session = home.start_in(&["demo"], size, &[]);
        session.wait_for_text(PANES);
        settle(&mut session)
    };
    let mut session = home.demo();
    for size in [WIDE, (70, 20), (59, 18), (200, 50), (60, 17), SMALL] {
        session.resize(size.0, size.1);
        let too_small = size.0 < 60 || size.1 < 18;
        session.wait_for_text(if too_small { TOO_SMALL } else { PANES });
        let screen = settle(&mut session);
        if too_small {
            assert_eq!(screen.trim_end(), "Vajag vismaz 60 × 18 rakstzīmju.", "{size:?}");
        } else {
            assert_eq!(screen, fresh(size), "{size:?}");
        }
    }
    session.send("q");
    assert_eq!(session.wait_exit(), 0);
}

#[test]
fn a_form_survives_a_window_that_is_too_small_for_it() {
    let home = Home::with_demo();
    let mut session = home.demo();
    session.send("nz");
    session.wait_for_text("Jauna piezīme");
    session.resize(30, 5);
    session.wait_for_text("Vajag vismaz");
    session.send("Vecmāmiņa");
    session.resize(100, 30);
    session.wait_for_text("Vecmāmiņa");
}

#[test]
fn nothing_is_written_while_nothing_happens() {
    let home = Home::with_demo();
    for size in [SMALL, WIDE] {
        let mut session = home.start_in(&["demo"], size, &[]);
        session.wait_for_text(PANES);
        session.send("jj3");
        settle(&mut session);
        // Longer than the store is asked for news.
        assert_eq!(session.settle(POLL + Duration::from_millis(300)), 0, "{size:?}:\n{}", session.text());
    }
}

#[test]
fn it_sleeps_while_nothing_happens() {
    let home = Home::with_demo();
    let mut session = home.demo();
    session.send("jj3");
    settle(&mut session);
    // What it did itself a moment ago has been looked at.
    session.settle(POLL + POLL);
    let before = session.sleeps();
    session.settle(POLL * 4);
    let times = session.sleeps() - before;
    assert!(times <= 2, "woken {times} times in four seconds");
}

/// The parameters of every change of colours and attributes.
fn looks(session: &PtySession) -> Vec<u16> {
    let text = String::from_utf8_lossy(session.since(0)).into_owned();
    let sequences = text.split("\x1b[").skip(1).filter_map(|rest| {
        let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != ';')?;
        rest[end..].starts_with('m').then(|| rest[..end].to_owned())
    });
    sequences.flat_map(|codes| codes.split(';').map(|code| code.parse().unwrap_or(0)).collect::<Vec<_>>()).collect()
}

fn is_colour(code: &u16) -> bool {
    matches!(code, 30..=49 | 90..=107)
}

/// Walks through all panes and a page.
fn look_around(session: &mut PtySession) {
    session.wait_for_text(PANES);
    session.send("j23");
    session.wait_for_text("3 Budžets");
    session.send("4");
    session.wait_for_text("4 Kalendārs");
    settle(session);
    session.send("3");
    session.wait_for_text("3 Budžets");
    settle(session);
}

#[test]
fn colours_are_used_and_left_out_on_request() {
    let home = Home::with_demo();
    let mut session = home.demo();
    look_around(&mut session);
    assert!(looks(&session).iter().any(is_colour));
    for variables in [[("NO_COLOR", "1")], [("TERM", "vt220")]] {
        let mut session = home.start_in(&["demo"], SMALL, &variables);
        look_around(&mut session);
        let looks = looks(&session);
        assert!(!looks.iter().any(is_colour), "{variables:?}: {looks:?}");
        assert!(looks.contains(&7), "the selection shows all the same");
    }
}

/// Whether PuTTY, xterm, Windows Terminal, the Linux console, tmux and screen all know it, or pass over it.
fn is_known(sequence: &str) -> bool {
    let parameters = &sequence[..sequence.len() - 1];
    let is_numbers = parameters.bytes().all(|byte| byte.is_ascii_digit() || byte == b';');
    match sequence.as_bytes()[sequence.len() - 1] {
        b'A'..=b'D' | b'G' | b'H' | b'J' | b'K' | b'X' | b'm' => is_numbers,
        b'h' | b'l' => ["?7", "?25", "?1049", "?2004", "?2026"].contains(&parameters),
        _ => false,
    }
}

#[test]
fn terminals_get_only_sequences_that_all_of_them_know() {
    for term in ["xterm", "putty", "putty-256color", "linux", "screen", "screen-256color", "tmux-256color", "vt100"] {
        let home = Home::with_demo();
        let mut session = home.start_in(&["demo"], SMALL, &[("TERM", term)]);
        look_around(&mut session);
        session.send("gd");
        settle(&mut session);
        session.send("\x1bnzMāte\x1b");
        session.wait_for_text("Melnraksts saglabāts");
        session.send("q");
        assert_eq!(session.wait_exit(), 0, "{term}");
        let written = String::from_utf8(session.since(0).to_vec()).expect("UTF-8 whatever the terminal");
        let (first, rest) = written.split_once('\x1b').unwrap();
        assert!(!first.contains(char::is_control), "{term}: {first:?}");
        for piece in rest.split('\x1b') {
            let end = piece.find(|letter: char| letter.is_ascii_alphabetic()).expect(term);
            let sequence = piece.strip_prefix('[').map(|piece| &piece[..end]);
            assert!(sequence.is_some_and(is_known), "{term}: {piece:?}");
            let other = piece[end + 1..].chars().find(|letter| letter.is_control() && !"\r\n\x08".contains(*letter));
            assert_eq!(other, None, "{term}: {piece:?}");
        }
        assert!(looks(&session).iter().all(|code| matches!(code, 0..=49 | 90..=107)), "{term}: sixteen colours");
        assert_eq!(looks(&session).iter().any(is_colour), term != "vt100", "{term}");
    }
}

fn is_braille(letter: char) -> bool {
    ('\u{2801}'..='\u{28ff}').contains(&letter)
}

#[test]
fn the_console_gets_blocks_for_braille() {
    let home = Home::with_demo();
    let mut session = home.demo();
    look_around(&mut session);
    assert!(session.text().contains(is_braille), "{}", session.text());
    let mut session = home.start_in(&["demo"], SMALL, &[("TERM", "linux")]);
    look_around(&mut session);
    assert!(!String::from_utf8_lossy(session.since(0)).contains(is_braille), "{}", session.text());
}

#[test]
fn a_locale_of_another_encoding_is_told_and_lines_are_ascii() {
    let home = Home::with_demo();
    let mut session = home.start_in(&["demo"], SMALL, &[("LC_ALL", "lv_LV.ISO8859-13")]);
    session.wait_for_text("lv_LV.ISO8859-13");
    session.send("\x1b");
    look_around(&mut session);
    let written = String::from_utf8_lossy(session.since(0)).into_owned();
    let drawn = |letter: char| ('\u{2500}'..='\u{259f}').contains(&letter) || is_braille(letter);
    let lines: String = written.chars().filter(|letter| drawn(*letter)).collect();
    assert_eq!(lines.replace(['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'], ""), "", "{}", session.text());
}

//! A text pasted in a terminal that does not say that it is a paste is typing, Enter and all: keys typed ahead are sacred,
//! and nobody can tell the two apart. So it must do no harm that `u` does not mend.

use std::collections::BTreeSet;

use atbalsts::{
    action::Action,
    domain::{Deed, Kind},
    keymap::{Key, KeyCode},
    store::audits,
};

use crate::desk::{Desk, SMALL, World, everywhere};

/// An e-mail as parents write them.
const LETTER: &str = "Labdien!\nVēlos pārcelt Jāņa nodarbību no otrdienas uz ceturtdienu, jo viņš ir slims.\n\
    Vai tas ir iespējams? Ja nē, lūdzu, zvaniet: 29 357 075.\nPaldies,\nIlze Bērziņa-Āboliņa\n\
    P.S. Ārsta zīmi (1 lpp.) atnesīšu pirmdien!\n\n> uz jautājumu par x, s un y\n> jā\n> xj sj yj uj\n";

fn keys() -> Vec<Key> {
    let key = |letter| Key::new(if letter == '\n' { KeyCode::Enter } else { KeyCode::Char(letter) });
    LETTER.chars().map(key).collect()
}

fn records(world: &World) -> BTreeSet<(Kind, u64)> {
    world.read(|reader| {
        let entries = reader.entries(0, usize::MAX)?;
        let named = entries.iter().flat_map(|entry| entry.changes.iter().map(|change| (change.kind, change.number)));
        let named: BTreeSet<_> = named.collect();
        let there = named.into_iter().filter(|&(kind, number)| reader.exists(kind, number).unwrap());
        Ok(there.collect())
    })
}

#[test]
fn a_letter_pasted_as_keys_takes_nothing_away_that_cannot_be_brought_back() {
    everywhere(|place| {
        for begin in [None, Some(Action::NewNote)] {
            let world = World::demo();
            let before = records(&world);
            let revision = world.read(|reader| Ok(reader.revision()));
            let mut desk = world.desk_of("anna", place, SMALL);
            if let Some(action) = begin {
                desk.act(action);
            }
            desk.heedless(|desk| desk.press_all(&keys()));
            desk.heedless(Desk::rest);
            drop(desk);
            assert!(before.is_subset(&records(&world)), "{place:?} {begin:?}: something is gone");
            let entries = world.read(|reader| reader.entries(revision, usize::MAX));
            for entry in &entries {
                let lasting = matches!(entry.deed, Deed::ApprovePlan | Deed::MergePersons | Deed::Erase);
                assert!(!lasting, "{place:?} {begin:?}: {:?}", entry.deed);
            }
            let store = world.store();
            for entry in entries.iter().rev() {
                let preview = store.undo_preview_of(entry.revision).unwrap();
                assert_eq!(preview.blocked_by, None, "{place:?} {begin:?}: {:?}", entry.deed);
                store.undo("anna", entry.revision).unwrap();
            }
            assert_eq!(store.check(audits::ALL).unwrap().findings, []);
        }
    });
}

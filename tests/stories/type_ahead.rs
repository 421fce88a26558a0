//! Keys typed ahead do what the same keys do one by one.

use std::collections::BTreeSet;

use atbalsts::action::Action;
use atbalsts::domain::{Field, Note, Session};
use atbalsts::store::Reader;

use crate::desk::{Desk, World, everywhere};

/// A busy quarter of an hour.
fn work(desk: &mut Desk) {
    for n in 0..6 {
        for _ in 0..=n {
            desk.act(Action::Down);
        }
        desk.act(Action::LogCall);
        desk.type_text(&format!("Zvanīja māte, {n}. reize: Ķekavas autobuss kavējas"));
        desk.act(Action::Save);
        desk.act(Action::PageDown);
        desk.act(Action::Top);
    }
    desk.act(Action::Filter);
    desk.type_text("kaln");
    desk.act(Action::Accept);
    desk.act(Action::NewGoal);
    desk.type_text("Patstāvīgi ēst ar karoti");
    for _ in 0..6 {
        desk.act(Action::Confirm);
    }
    desk.act(Action::Confirm);
    desk.act(Action::ClearFilter);
    desk.act(Action::Attendance);
    desk.act(Action::Down);
    desk.act(Action::MarkExcused);
    desk.act(Action::Accept);
    desk.act(Action::Down);
    desk.act(Action::CaseFile);
    desk.act(Action::Down);
    desk.act(Action::Edit);
    desk.act(Action::NextField);
    desk.act(Action::CursorEnd);
    desk.type_text("-Āboliņš");
    desk.act(Action::Save);
    desk.act(Action::Back);
    desk.act(Action::PaneCalendar);
    desk.act(Action::NextWeek);
    desk.act(Action::Palette);
    desk.type_text("jauna piez");
    desk.act(Action::Accept);
    desk.type_text("Vēl nepabeigta piezīme par to, ka rīt jāzvana uz skolu un jāsarunā transports");
    desk.act(Action::NextField);
    desk.type_text("t");
}

/// Everything in the store, as text: whatever is in it, the journal has brought.
pub fn everything(reader: &Reader) -> Result<String, atbalsts::store::StoreError> {
    let (mut told, mut brought) = (String::new(), BTreeSet::new());
    for entry in reader.entries(0, usize::MAX)? {
        told += &format!("{} {:?} {}\n", entry.revision, entry.deed, entry.user);
        brought.extend(entry.changes.iter().map(|change| (change.kind, change.number)));
    }
    for (kind, number) in brought {
        told += &format!("{kind:?} {number} {:?}\n", reader.any(kind, number)?);
    }
    Ok(told)
}

#[test]
fn five_hundred_keys_at_once_do_what_they_do_one_by_one() {
    everywhere(|place| {
        let (slow_world, fast_world) = (World::demo(), World::demo());
        let mut slow = slow_world.desk(place);
        work(&mut slow);
        let keys = slow.pressed.clone();
        assert!(keys.len() >= 430, "{} keys", keys.len());
        assert!(slow.has_form());
        assert_eq!(slow_world.read(|reader| reader.all::<Note>()).len(), 6 + demo_notes());

        let mut fast = fast_world.desk(place);
        fast.delay();
        fast.press_all(&keys);
        fast.catch_up();
        assert_eq!(fast.screen(), slow.screen());
        assert_eq!(fast.value(Field::Text), slow.value(Field::Text));
        assert_eq!(fast_world.read(everything), slow_world.read(everything));

        // And what is still being typed is kept alike.
        slow.lose_line();
        fast.lose_line();
        let drafts = |world: &World| world.read(|reader| reader.drafts("anna"));
        assert_eq!(drafts(&fast_world).len(), 1);
        assert_eq!(drafts(&fast_world), drafts(&slow_world));
        assert!(slow_world.read(|reader| reader.all::<Session>()).len() > 100);
    });
}

fn demo_notes() -> usize {
    World::demo().read(|reader| reader.all::<Note>()).len()
}

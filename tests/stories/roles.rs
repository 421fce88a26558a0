//! What each role may do, as those see it who have it.

use atbalsts::action::Action;
use atbalsts::app::Can;
use atbalsts::domain::{Field, Note, Role};
use atbalsts::i18n::Text;

use crate::desk::{SMALL, World, everywhere};

#[test]
fn an_auditor_looks_at_everything_and_is_told_why_nothing_can_be_changed() {
    everywhere(|place| {
        let world = World::demo();
        let mut auditor = world.desk_of("revidents", place, SMALL);
        let why = Text::NotInYourRole.text(place.lang);
        for action in [Action::NewNote, Action::NewFamily, Action::Edit, Action::Close, Action::Undo] {
            assert_eq!(auditor.app.can(action), Can::No(Text::NotInYourRole), "{action:?}");
            assert_eq!(auditor.refused(|desk| desk.act(action)), why);
        }
        auditor.act(Action::CaseFile);
        assert!(auditor.page().rows.len() > 5);
        auditor.act(Action::Back);
        auditor.act(Action::Attendance);
        assert_eq!(auditor.refused(|desk| desk.act(Action::Accept)), why);
        auditor.act(Action::Back);
    });
}

#[test]
fn a_role_that_changes_counts_at_once_for_those_who_sit_there() {
    everywhere(|place| {
        let world = World::demo();
        let mut anna = world.desk(place);
        assert_eq!(anna.app.can(Action::NewPrice), Can::No(Text::NotInYourRole));
        world.give_role("anna", Role::Head);
        anna.rest();
        assert_eq!(anna.app.can(Action::NewPrice), Can::Yes);
    });
}

#[test]
fn a_save_that_the_role_no_longer_allows_is_refused_with_a_reason_and_keeps_the_text() {
    everywhere(|place| {
        let world = World::demo();
        let mut anna = world.desk(place);
        anna.act(Action::LogCall);
        anna.type_text("Zvanīja māte");
        let before = world.read(|reader| reader.all::<Note>()).len();
        world.give_role("anna", Role::Auditor);
        let told = anna.refused(|desk| desk.act(Action::Save));
        assert!(!told.is_empty());
        assert_eq!(anna.value(Field::Text), "Zvanīja māte");
        assert_eq!(world.read(|reader| reader.all::<Note>()).len(), before);
    });
}

#[test]
fn whoever_loses_access_is_shown_out_while_they_sit_there() {
    everywhere(|place| {
        let world = World::demo();
        let (mut anna, mut peteris) = (world.desk(place), world.desk_of("pēteris", place, SMALL));
        world.disable("anna");
        world.disable("pēteris");
        anna.rest();
        assert!(anna.ended);
        assert!(anna.app.farewell.as_ref().is_some_and(|sentence| sentence.contains("anna")));
        // The next key is as good as the next look for news.
        peteris.act(Action::CaseFile);
        peteris.rest();
        assert!(peteris.ended);
    });
}

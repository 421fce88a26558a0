//! Meetings with the families: who came, what worked, and suggestions that become tasks.

use atbalsts::action::Action;
use atbalsts::domain::{Choice, Field, Meeting, MeetingKind, Suggestion, SuggestionState};
use atbalsts::i18n::{Text, choice::Worded, plural::Counted};

use crate::desk::{Desk, World, everywhere};
use crate::first_day::{in_office, prepared};

fn suggestion(world: &World) -> Suggestion {
    world.read(|reader| reader.all::<Suggestion>()).remove(0)
}

/// Two families, and a feedback meeting to which one of them came.
fn met(desk: &mut Desk) {
    desk.fill(Action::NewFamily, &[(Field::Surname, "Ābele")]);
    desk.act(Action::NewMeeting);
    desk.enter(Field::Kind, MeetingKind::Feedback.code());
    desk.enter(Field::Day, "10.9.2018");
    desk.enter(Field::Place, "Talsi, bibliotēka");
    desk.enter(Field::Families, "02");
    desk.enter(Field::Worked, "Viens speciālists visu laiku.");
    desk.enter(Field::CouldDiffer, "Transports.");
    desk.save();
}

#[test]
fn a_meeting_is_written_down_with_what_was_said() {
    everywhere(|place| {
        let lang = place.lang;
        let world = prepared();
        let mut desk = world.desk(place);
        met(&mut desk);
        let meeting = world.read(|reader| reader.all::<Meeting>()).remove(0);
        assert_eq!((meeting.kind, meeting.families.len()), (MeetingKind::Feedback, 1));
        desk.act(Action::Meetings);
        desk.sees(MeetingKind::Feedback.text(lang));
        desk.sees(&format!("{}: Ābele", Counted::Family.text(1, lang)));
        desk.sees("Viens speciālists visu laiku.");
        desk.sees("Transports.");
        // It is edited where it stands, and not closed.
        desk.act(Action::Open);
        desk.enter(Field::Families, "02 01");
        desk.save();
        desk.sees(&Counted::Family.text(2, lang));
        desk.refused(|desk| desk.act(Action::Close));
    });
}

#[test]
fn a_suggestion_becomes_a_task_that_waits_until_it_is_done() {
    everywhere(|place| {
        let lang = place.lang;
        let world = prepared();
        let mut desk = world.desk(place);
        met(&mut desk);
        desk.act(Action::Meetings);
        desk.act(Action::NewSuggestion);
        assert!(desk.value(Field::Meeting).starts_with("10.09.2018"), "it hangs on the meeting under the cursor");
        desk.enter(Field::Text, "Nodarbības pēc plkst. 17");
        desk.enter(Field::Family, "02");
        desk.enter(Field::State, SuggestionState::Task.text(lang));
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::DueOn).len(), 1, "a task has a day");
        desk.enter(Field::DueOn, "9.9.2018");
        desk.save();
        desk.sees("Nodarbības pēc plkst. 17");
        assert_eq!(suggestion(&world).state, SuggestionState::Task);
        assert_eq!(desk.app.due(), 1);

        desk.act(Action::WorkQueue);
        desk.sees("Nodarbības pēc plkst. 17");
        desk.act(Action::Open);
        assert_eq!(desk.form().focused().unwrap().field, Field::State);
        desk.type_text(SuggestionState::Done.text(lang));
        desk.enter(Field::Answer, "Divi sniedzēji piekrita.");
        desk.save();
        assert_eq!((desk.app.due(), suggestion(&world).state), (0, SuggestionState::Done));
        desk.sees(Text::NothingWaits.text(lang));
    });
}

#[test]
fn a_suggestion_is_declined_with_an_answer() {
    in_office(|world, mut desk, place| {
        met(&mut desk);
        desk.fill(Action::NewSuggestion, &[(Field::Text, "Maksāt arī par brāli")]);
        desk.act(Action::Meetings);
        desk.act(Action::Bottom);
        desk.act(Action::Close);
        assert_eq!(desk.value(Field::State), SuggestionState::Declined.text(place.lang));
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.form().focused().unwrap().field, Field::Answer, "why not?");
        desk.type_text("Nauda ir paredzēta Jānim.");
        desk.save();
        assert_eq!(suggestion(&world).state, SuggestionState::Declined);
        desk.refused(|desk| desk.act(Action::Close));
        // A meeting must have been held before something is suggested at it.
        let world = prepared();
        let mut desk = world.desk(place);
        desk.act(Action::NewSuggestion);
        desk.enter(Field::Text, "Vēl nekas nav noticis");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Meeting).len(), 1);
    });
}

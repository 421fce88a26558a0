//! Taking back what was done a while ago, by whomever, out of the journal.

use atbalsts::action::Action;
use atbalsts::app::{
    Screen,
    page::{Row, Target},
    question::Yes,
};
use atbalsts::domain::{
    Deed, Family, Field, Kind, Note, Operation, PlanLine, PlanState, PlanVersion, overview::PageOf,
};
use atbalsts::i18n::{Text, choice::Worded};

use crate::desk::{Desk, SMALL, World, day, everywhere};
use crate::first_day::{in_office, prepared};

/// The last entry of that deed.
fn entry(world: &World, deed: Deed) -> u64 {
    let entries = world.read(|reader| reader.entries_back(None, 1000));
    entries.iter().find(|entry| entry.deed == deed).unwrap_or_else(|| panic!("no {deed:?}")).revision
}

/// Opens the journal, goes to an entry and asks for it to be taken back.
fn ask(desk: &mut Desk, revision: u64) -> Vec<String> {
    desk.act(Action::Journal);
    let here = |desk: &Desk| {
        let page = desk.page();
        matches!(page.selected().map(|row| &row.target), Some(Target::Entry(found, _)) if *found == revision)
    };
    for _ in 0..desk.page().rows.len() {
        if !here(desk) {
            desk.act(Action::Down);
        }
    }
    assert!(here(desk), "the journal shows entry {revision}");
    desk.act(Action::Undo);
    match desk.app.screens.last() {
        Some(Screen::Question(question)) => question.lines.clone(),
        _ => panic!("nothing is asked"),
    }
}

fn is_refused(desk: &Desk) -> bool {
    matches!(desk.app.screens.last(), Some(Screen::Question(question)) if matches!(question.yes, Yes::Nothing))
}

#[test]
fn a_colleagues_earlier_edit_is_taken_back_out_of_the_journal_and_it_says_what_will_be() {
    everywhere(|place| {
        let world = prepared();
        let (mut anna, mut peteris) = (world.desk(place), world.desk_of("pēteris", place, SMALL));
        let before = world.read(|reader| reader.all::<Family>()).remove(0).phone;
        peteris.act(Action::CaseFile);
        peteris.act(Action::Edit);
        peteris.enter(Field::Phone, "27999888");
        peteris.save();
        let edited = entry(&world, Deed::EditFamily);
        peteris.act(Action::Back);
        peteris.act(Action::LogCall);
        peteris.type_text("Zvanīja māte");
        peteris.save();
        anna.rest();
        let asked = ask(&mut anna, edited).join("\n");
        for told in [Deed::EditFamily.text(place.lang), "pēteris", Field::Phone.text(place.lang), "27999888 →"] {
            assert!(asked.contains(told), "{told:?} in {asked}");
        }
        anna.act(Action::Accept);
        assert_eq!(world.read(|reader| reader.all::<Family>()).remove(0).phone, before);
        let last = world.read(|reader| reader.entries_back(None, 1)).remove(0);
        assert_eq!((last.deed, last.undoes, last.user.as_str()), (Deed::Undo, Some(edited), "anna"));
        // The journal, open still, shows it; and taking it back twice is refused with the reason.
        anna.sees(Deed::Undo.text(place.lang));
        anna.act(Action::Back);
        let again = ask(&mut anna, edited).join(" ");
        assert!(is_refused(&anna) && again.contains(&last.revision.to_string()), "{again}");
    });
}

#[test]
fn what_something_later_depends_on_stays_and_it_is_named() {
    in_office(|world, mut desk, _| {
        let asked = ask(&mut desk, entry(&world, Deed::AddGoal)).join(" ");
        assert!(is_refused(&desk), "a plan line serves the goal: {asked}");
        desk.act(Action::Accept);
        desk.act(Action::Back);
        let revision = world.read(|reader| Ok(reader.revision()));
        desk.rest();
        assert_eq!(world.read(|reader| Ok(reader.revision())), revision, "nothing was written");
    });
}

#[test]
fn an_approved_plan_keeps_its_lines_and_its_approval_while_sessions_are_booked() {
    in_office(|world, mut desk, _| {
        let lines = world.read(|reader| reader.all::<PlanLine>());
        for deed in [Deed::AddLine, Deed::ApprovePlan] {
            let asked = ask(&mut desk, entry(&world, deed)).join(" ");
            assert!(is_refused(&desk), "{deed:?}: {asked}");
            desk.act(Action::Accept);
            desk.act(Action::Back);
        }
        assert_eq!(world.read(|reader| reader.all::<PlanLine>()), lines);
        assert!(world.read(|reader| reader.all::<PlanVersion>()).iter().all(|plan| plan.state == PlanState::Approved));
    });
}

#[test]
fn a_long_note_is_asked_about_in_a_few_lines() {
    in_office(|world, mut desk, _| {
        desk.act(Action::LogCall);
        desk.type_text(&"Māte stāsta, ka Ķekavā zirgu nav. ".repeat(40));
        desk.save();
        desk.act(Action::CaseFile);
        desk.act(Action::Bottom);
        while !matches!(&desk.page().selected().unwrap().target, Target::Record(record) if record.kind() == Kind::Note)
        {
            desk.act(Action::Up);
        }
        desk.act(Action::Edit);
        desk.act(Action::ClearField);
        desk.type_text("Īsi");
        desk.save();
        desk.act(Action::Undo);
        desk.sees("…");
        desk.act(Action::Accept);
        let note = world.read(|reader| reader.all::<Note>()).remove(0);
        assert!(note.text.len() > 1000, "it is whole again");
    });
}

#[test]
fn an_undo_names_whose_records_it_is_about_and_offers_no_yes_where_there_is_none() {
    everywhere(|place| {
        let world = prepared();
        let mut anna = world.desk(place);
        anna.act(Action::Attendance);
        anna.act(Action::MarkNoShow);
        anna.act(Action::Accept);
        let marked = entry(&world, Deed::MarkAttendance);
        let asked = ask(&mut anna, marked).join("\n");
        assert!(asked.contains("Bērziņa-Āboliņa Jānis: 2"), "{asked}");
        anna.sees("Bērziņa-Āboliņa Jānis");
        anna.act(Action::Back);
        anna.act(Action::Back);
        anna.act(Action::Attendance);
        anna.act(Action::MarkPresent);
        anna.act(Action::Accept);
        let asked = ask(&mut anna, marked).join("\n");
        assert!(is_refused(&anna) && asked.contains("Bērziņa-Āboliņa Jānis"), "{asked}");
        assert!(!asked.contains("nodarbība nr.") && !asked.contains("session 1"), "nobody sees numbers: {asked}");
        assert!(!anna.screen().contains(&Text::YesNo.fill(place.lang, &[&"Enter", &"Esc"])), "{}", anna.screen());
    });
}

#[test]
fn the_journal_goes_back_to_its_first_entry() {
    everywhere(|place| {
        let world = prepared();
        let first = world.read(|reader| reader.entries(0, 1)).remove(0).revision;
        let family = world.read(|reader| reader.all::<Family>()).remove(0);
        let store = world.store();
        for n in 0..PageOf::ENTRIES {
            let note = Note { family: family.id, text: format!("Zvans {n}"), author: "anna".into(), ..Note::default() };
            store.apply("anna", &Operation::new(Deed::AddNote).create(Note { day: day(2018, 9, 11), ..note })).unwrap();
        }
        let mut anna = world.desk(place);
        anna.act(Action::Journal);
        anna.sees(&family.surname);
        let shown = |desk: &Desk| {
            let revision = |row: &Row| match row.target {
                Target::Entry(revision, _) => Some(revision),
                _ => None,
            };
            desk.page().rows.iter().filter_map(revision).collect::<Vec<_>>()
        };
        assert_eq!(shown(&anna).len(), PageOf::ENTRIES);
        anna.act(Action::Bottom);
        let all = shown(&anna);
        assert_eq!(all.last(), Some(&first), "{all:?}");
        // The cursor is on the first of those that came.
        let under = anna.page().selected().map(|row| row.target.clone());
        assert!(matches!(under, Some(Target::Entry(revision, _)) if revision == all[PageOf::ENTRIES]));
    });
}

#[test]
fn what_changed_in_a_long_text_is_read_whole_in_its_history() {
    const LONG: &str = "Mamma zvana, ka otrdien Jānis nevarēs tikt uz nodarbību, jo jābrauc pie ārsta uz Rīgu, un \
                        lūdz padomu, kā pārcelt nākamās nodarbības tā, lai neviena nepazustu līdz plāna beigām.";
    everywhere(|place| {
        let world = prepared();
        let mut anna = world.desk(place);
        anna.fill(Action::LogCall, &[(Field::Text, LONG)]);
        anna.act(Action::Journal);
        anna.act(Action::Open);
        let screen = anna.screen();
        let screen = screen.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        assert!(screen.contains("nepazustu līdz plāna beigām."), "{}", anna.screen());
    });
}

//! Everything there is to look at, in both languages and at all sizes.

use atbalsts::action::Action;
use atbalsts::app::frame::{Pane, SMALLEST};
use atbalsts::app::page::Target;
use atbalsts::domain::budget::FigureKind;
use atbalsts::domain::{Field, Role};
use atbalsts::i18n::{Lang, Text};

use crate::desk::{Desk, Place, World};

const SIZES: [(u16, u16); 5] = [(80, 24), (120, 40), (160, 45), (60, 18), (59, 17)];

/// Walks through everything; calls `look` with a name wherever there is something to see.
fn walk(desk: &mut Desk, mut look: impl FnMut(&str, &mut Desk)) {
    for (name, pane) in [
        ("families", Action::PaneFamilies),
        ("plan", Action::PanePlan),
        ("budget", Action::PaneBudget),
        ("calendar", Action::PaneCalendar),
    ] {
        desk.act(pane);
        look(name, desk);
        desk.act(Action::Zoom);
        look(&format!("{name}, zoomed"), desk);
        desk.act(Action::Zoom);
    }
    desk.act(Action::PaneBudget);
    desk.act(Action::ChartSteps);
    look("by weeks", desk);
    desk.act(Action::ChartSymbols);
    look("blocks", desk);
    desk.act(Action::Top);
    for &kind in FigureKind::OF_BUDGET {
        assert_eq!(desk.app.figure(), kind);
        desk.act(Action::Explain);
        look(&format!("{kind:?}"), desk);
        desk.act(Action::Back);
        desk.act(Action::Down);
    }
    desk.act(Action::PaneFamilies);
    for page in [
        Action::CaseFile,
        Action::Providers,
        Action::Catalogue,
        Action::Programmes,
        Action::Users,
        Action::WorkQueue,
        Action::Joins,
        Action::Meetings,
        Action::Journal,
        Action::Drafts,
        Action::Help,
    ] {
        desk.act(page);
        look(page.name(), desk);
        desk.act(Action::Bottom);
        look(&format!("{}, its end", page.name()), desk);
        desk.act(Action::Back);
    }
    desk.act(Action::CaseFile);
    desk.act(Action::Journal);
    look("history", desk);
    desk.act(Action::Back);
    desk.act(Action::Back);
    desk.act(Action::Attendance);
    look("attendance", desk);
    desk.act(Action::Back);
    desk.act(Action::Assessments);
    look("side by side", desk);
    desk.act(Action::OnlyMoved);
    look("what moved", desk);
    desk.act(Action::Bottom);
    look("what moved, its end", desk);
    while !matches!(desk.page().selected().unwrap().target, Target::Item(..)) {
        desk.act(Action::Up);
    }
    desk.act(Action::Open);
    look("an item", desk);
    desk.act(Action::Back);
    desk.act(Action::Top);
    desk.act(Action::Open);
    look("a completed sheet", desk);
    desk.act(Action::Bottom);
    look("its end", desk);
    desk.act(Action::Back);
    desk.act(Action::Down);
    desk.act(Action::Down);
    desk.act(Action::Open);
    look("a sheet", desk);
    desk.act(Action::CompleteAssessment);
    look("what is lacking", desk);
    desk.act(Action::Open);
    desk.type_text("3");
    desk.act(Action::Observe);
    desk.type_text("Ķepurojas");
    look("an observation", desk);
    desk.act(Action::Accept);
    desk.act(Action::Bottom);
    look("the end of a sheet", desk);
    desk.act(Action::Back);
    desk.act(Action::Back);
    for form in [
        Action::NewFamily,
        Action::NewPerson,
        Action::NewChild,
        Action::NewAssessment,
        Action::NewGoal,
        Action::NewPlanVersion,
        Action::NewProvider,
        Action::NewPrice,
        Action::NewService,
        Action::NewSession,
        Action::NewNote,
        Action::LogCall,
        Action::NewProgramme,
        Action::NewMeeting,
        Action::NewSuggestion,
        Action::NewUser,
        Action::Edit,
        Action::Close,
    ] {
        desk.act(form);
        let fields = desk.form().fields.len();
        for _ in 0..fields {
            look(form.name(), desk);
            desk.act(Action::NextField);
        }
        desk.act(Action::Back);
    }
    desk.act(Action::Undo);
    look("undo", desk);
    desk.act(Action::Back);
}

/// A store in which something was left half done, by somebody who may do everything.
fn world(lang: Lang) -> World {
    let world = World::demo();
    world.give_role("anna", Role::Administrator);
    let mut desk = world.desk(Place::of(lang));
    desk.act(Action::NewFamily);
    desk.enter(Field::Surname, "Ķēniņa");
    desk.act(Action::Back);
    drop(desk);
    world
}

fn desk(world: &World, lang: Lang, size: (u16, u16)) -> Desk {
    let mut desk = world.desk_of("anna", Place::of(lang), size);
    desk.act(Action::Back);
    desk
}

#[test]
fn everything_can_be_looked_at_at_every_size() {
    for size in SIZES {
        for &lang in Lang::ALL {
            let world = world(lang);
            let mut desk = desk(&world, lang, size);
            let smallest = size.0 >= SMALLEST.0 && size.1 >= SMALLEST.1;
            walk(&mut desk, |name, desk| {
                let screen = desk.screen();
                assert_eq!(screen.contains(Text::TooSmall.text(lang)), !smallest, "{name}");
                let rows = screen.lines().filter(|line| !line.trim().is_empty()).count();
                assert!(!smallest || rows >= 3, "{name}:\n{screen}");
                if let Some(form) = desk.has_form().then(|| desk.form()).filter(|_| smallest) {
                    let label = form.focused().unwrap().field.text(lang);
                    assert!(screen.contains(&label.chars().take(20).collect::<String>()), "{name}: {label}\n{screen}");
                }
            });
        }
    }
}

/// A word that only a program would write: `NoShow`, `plan_line`, `Some(3)`.
fn is_debug(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let humps = letters.windows(2).any(|pair| pair[0].is_lowercase() && pair[1].is_uppercase());
    let snake = letters.windows(3).any(|w| w[0].is_ascii_lowercase() && w[1] == '_' && w[2].is_ascii_lowercase());
    let key = matches!(word, "PgUp" | "PgDn");
    (humps && !key) || snake || ["Some(", "None", "Id(", "::", "\")", "{", "}"].iter().any(|sign| word.contains(sign))
}

#[test]
fn every_word_is_in_the_language_of_its_reader() {
    for size in [(80, 24), (160, 45)] {
        let mut seen: Vec<Vec<(String, String)>> = Vec::new();
        for &lang in Lang::ALL {
            let other = if lang == Lang::Latvian { Lang::English } else { Lang::Latvian };
            let world = world(lang);
            let mut desk = desk(&world, lang, size);
            let mut screens = Vec::new();
            walk(&mut desk, |name, desk| {
                let screen = desk.screen();
                let debug = screen.split_whitespace().find(|word| is_debug(word));
                assert_eq!(debug, None, "{name}:\n{screen}");
                for text in Text::ALL {
                    let (own, foreign) = (text.text(lang), text.text(other));
                    let telling = foreign.chars().count() >= 9 && !foreign.contains("{}") && !own.contains(foreign);
                    assert!(!telling || !screen.contains(foreign), "{name}: {foreign:?}\n{screen}");
                }
                screens.push((name.to_owned(), screen));
            });
            seen.push(screens);
        }
        for ((name, latvian), (_, english)) in seen[0].iter().zip(&seen[1]) {
            assert_ne!(latvian, english, "{name}");
        }
    }
}

#[test]
fn the_screen_follows_the_terminals_size() {
    let world = World::demo();
    let mut desk = desk(&world, Lang::Latvian, (80, 24));
    desk.act(Action::PaneCalendar);
    for size in SIZES.into_iter().chain([(1, 1), (300, 100), (80, 24)]) {
        desk.resize(size);
        desk.bytes();
        assert_eq!(desk.frame().0.area.width, size.0);
    }
    assert_eq!(desk.app.focus, Pane::Calendar);
    desk.resize((120, 40));
    for pane in [Text::Families, Text::Plan, Text::Budget, Text::Calendar] {
        desk.sees(pane.text(Lang::Latvian));
    }
}

//! Screens as a terminal shows them: letters, looks and the cursor. `INSTA_UPDATE=always` writes them anew; then read
//! what changed before you keep it.

#[path = "support/desk/mod.rs"]
mod desk;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::num::NonZeroU16;
use std::path::Path;

use atbalsts::action::Action;
use atbalsts::domain::Field;
use atbalsts::domain::budget::FigureKind;
use atbalsts::i18n::Lang;
use atbalsts::runtime::colours::Colours;
use atbalsts::runtime::painter::Painter;
use chrono::{DateTime, Local};
use desk::{Desk, Place, SMALL, WIDE, World};
use vt100::{Cell, Color, Parser};

type Scene = (&'static str, (u16, u16), Colours, fn(&mut Desk));

/// A second version with one line cut and one taken out, handed in.
fn changed_plan(desk: &mut Desk) {
    desk.act(Action::PanePlan);
    desk.fill(Action::NewPlanVersion, &[(Field::Reason, "Pēc starpizvērtējuma")]);
    desk.act(Action::Edit);
    desk.enter(Field::Quantity, "64");
    desk.enter(Field::PerWeek, "2");
    desk.save();
    desk.act(Action::Down);
    desk.act(Action::Close);
    desk.act(Action::Accept);
    desk.sign_plan();
    desk.save_though();
}

fn version(desk: &mut Desk) {
    changed_plan(desk);
    desk.act(Action::Versions);
    desk.act(Action::Open);
}

/// What is shown of every screen: name, size, colours, and how one gets there.
const SCENES: &[Scene] = &[
    ("panes", SMALL, Colours::Sixteen, |_| {}),
    ("panes_wide", WIDE, Colours::Sixteen, |_| {}),
    ("panes_wide_mono", WIDE, Colours::Mono, |_| {}),
    ("plan", SMALL, Colours::Sixteen, |desk| desk.act(Action::PanePlan)),
    ("budget", SMALL, Colours::Sixteen, |desk| desk.act(Action::PaneBudget)),
    ("budget_plain", SMALL, Colours::Mono, |desk| {
        desk.app.setting.ascii = true;
        desk.act(Action::PaneBudget);
        desk.act(Action::ChartSymbols);
        desk.act(Action::ChartSteps);
    }),
    ("budget_point", WIDE, Colours::Sixteen, |desk| {
        desk.act(Action::PaneBudget);
        desk.act(Action::Zoom);
        desk.act(Action::ChartSteps);
        desk.act(Action::ChartCloser);
        desk.act(Action::Right);
    }),
    ("budget_table", SMALL, Colours::Mono, |desk| {
        desk.act(Action::PaneBudget);
        desk.act(Action::ChartTable);
        desk.act(Action::Down);
    }),
    ("calendar", SMALL, Colours::Sixteen, |desk| desk.act(Action::PaneCalendar)),
    ("calendar_wide", WIDE, Colours::Sixteen, |desk| {
        desk.act(Action::PaneCalendar);
        desk.act(Action::NextWeek);
    }),
    ("calendar_month", SMALL, Colours::Mono, |desk| {
        desk.act(Action::PaneCalendar);
        desk.act(Action::CalendarLayout);
    }),
    ("calendar_of_all", SMALL, Colours::Sixteen, of_all),
    ("calendar_of_all_wide", WIDE, Colours::Sixteen, of_all),
    ("form_with_faults", SMALL, Colours::Sixteen, faults),
    ("form_with_faults_wide", WIDE, Colours::Sixteen, faults),
    ("form_with_faults_mono", SMALL, Colours::Mono, faults),
    ("attendance", SMALL, Colours::Sixteen, |desk| {
        desk.act(Action::Attendance);
        desk.act(Action::MarkExcused);
    }),
    ("palette", SMALL, Colours::Sixteen, |desk| {
        desk.act(Action::Palette);
        desk.type_text("pl");
    }),
    ("figure", SMALL, Colours::Sixteen, figure),
    ("figure_wide", WIDE, Colours::Sixteen, figure),
    ("all_children", SMALL, Colours::Sixteen, |desk| {
        desk.act(Action::AllChildren);
        desk.act(Action::Down);
        desk.act(Action::Right);
    }),
    ("all_children_wide", (160, 45), Colours::Mono, |desk| desk.act(Action::AllChildren)),
    ("invoices", SMALL, Colours::Sixteen, |desk| desk.act(Action::Invoices)),
    ("invoice", SMALL, Colours::Sixteen, |desk| {
        desk.act(Action::Invoices);
        desk.act(Action::Open);
    }),
    ("question", SMALL, Colours::Sixteen, |desk| {
        desk.act(Action::Attendance);
        desk.act(Action::MarkNoShow);
        desk.act(Action::Accept);
        desk.act(Action::Undo);
    }),
    ("families_marked", SMALL, Colours::Sixteen, |desk| desk.rest()),
    ("search", SMALL, Colours::Sixteen, |desk| {
        desk.act(Action::Bottom);
        desk.act(Action::Filter);
    }),
    ("arrange", SMALL, Colours::Sixteen, |desk| {
        desk.rest();
        desk.act(Action::ArrangeFamilies);
        desk.act(Action::Down);
        desk.act(Action::Open);
    }),
    ("side_by_side", SMALL, Colours::Sixteen, |desk| desk.act(Action::Assessments)),
    ("side_by_side_plain", WIDE, Colours::Mono, |desk| {
        desk.app.setting.ascii = true;
        desk.act(Action::Assessments);
        desk.act(Action::OnlyMoved);
    }),
    ("sheet", SMALL, Colours::Sixteen, sheet),
    ("sheet_wide", WIDE, Colours::Sixteen, sheet),
    ("lookalikes", SMALL, Colours::Sixteen, |desk| {
        desk.act(Action::NewPerson);
        desk.enter(Field::GivenNames, "Laura");
        desk.enter(Field::Surname, "Avotiņa");
        desk.enter(Field::PersonalCode, "160782-16888");
        desk.enter(Field::Phone, "20008764");
        desk.refused(|desk| desk.act(Action::Save));
    }),
    ("merging", SMALL, Colours::Sixteen, |desk| {
        desk.act(Action::CaseFile);
        desk.act(Action::Down);
        desk.act(Action::Down);
        desk.act(Action::MergePersons);
        desk.act(Action::Down);
        desk.act(Action::Open);
        desk.act(Action::Down);
        desk.act(Action::Open);
    }),
    ("versions", SMALL, Colours::Sixteen, |desk| {
        changed_plan(desk);
        desk.act(Action::Versions);
    }),
    ("version", SMALL, Colours::Sixteen, version),
    ("version_wide", WIDE, Colours::Mono, version),
    ("decisions", SMALL, Colours::Sixteen, |desk| desk.act(Action::Decisions)),
    ("proposal", SMALL, Colours::Sixteen, rise),
    ("proposal_wide", WIDE, Colours::Mono, rise),
    ("leading_key", SMALL, Colours::Sixteen, |desk| desk.keys("n")),
];

/// The desk at which the screen is shown; mass operations are the head's.
fn shown((name, size, _, go): &Scene, lang: Lang) -> Desk {
    let user = if name.starts_with("proposal") { "līga" } else { "anna" };
    let mut desk = World::demo().desk_of(user, Place::of(lang), *size);
    go(&mut desk);
    desk
}

/// Physiotherapy is to cost a tenth more, told child by child.
fn rise(desk: &mut Desk) {
    desk.act(Action::UpliftPrices);
    for (field, text) in [(Field::Service, "FIZ"), (Field::Percent, "10"), (Field::From, "1.5.2019")] {
        desk.enter(field, text);
    }
    desk.act(Action::Save);
    desk.act(Action::Down);
}

/// The own caseload's week.
fn of_all(desk: &mut Desk) {
    desk.act(Action::PaneCalendar);
    desk.act(Action::CalendarWhose);
    desk.act(Action::Down);
    desk.act(Action::Down);
    desk.act(Action::Open);
}

fn faults(desk: &mut Desk) {
    desk.act(Action::NewChild);
    desk.enter(Field::GivenNames, "Šarlote Ķērsta");
    desk.enter(Field::PersonalCode, "161175-19998");
    desk.enter(Field::BirthDate, "31.02.2012");
    desk.enter(Field::Ceiling, "divi tūkstoši");
    desk.refused(|desk| desk.act(Action::Save));
}

fn figure(desk: &mut Desk) {
    desk.act(Action::PaneBudget);
    while desk.app.figure() != FigureKind::Free {
        desk.act(Action::Down);
    }
    desk.act(Action::Explain);
    desk.act(Action::Down);
}

/// The closing assessment, begun.
fn sheet(desk: &mut Desk) {
    desk.act(Action::Assessments);
    desk.act(Action::Down);
    desk.act(Action::Down);
    desk.act(Action::Open);
    desk.type_text("0293");
    desk.act(Action::Observe);
    desk.type_text("Ātri nogurst, bet pats lūdz palīdzību");
}

/// How a cell looks, in words; nothing for plain.
fn look(cell: &Cell) -> String {
    let colour = match cell.fgcolor() {
        Color::Default => String::new(),
        Color::Idx(1) => "red".into(),
        Color::Idx(2) => "green".into(),
        Color::Idx(3) => "yellow".into(),
        Color::Idx(8) => "grey".into(),
        other => format!("{other:?}"),
    };
    let marks = [
        (cell.bold(), "bold"),
        (cell.dim(), "dim"),
        (cell.underline(), "underlined"),
        (cell.inverse(), "reversed"),
        (!colour.is_empty(), &colour),
    ];
    let marks: Vec<&str> = marks.iter().filter(|(has, _)| *has).map(|(_, mark)| *mark).collect();
    marks.join(" ")
}

/// The desk's noon is another hour wherever the tests run.
fn at_noon(text: &str) -> String {
    let noon = DateTime::from_timestamp(1_535_976_000, 0).expect("a day in 2018").with_timezone(&Local);
    let here = noon.format("%H:%M").to_string();
    let day = ["03.09.2018. ", "03.09.2018 "].into_iter();
    day.fold(text.to_owned(), |text, day| text.replace(&format!("{day}{here}"), &format!("{day}12:00")))
}

/// A screen as text: each row, and under it the columns that do not look plain.
fn picture(desk: &Desk, colours: Colours) -> String {
    let (buffer, cursor) = desk.frame();
    let mut bytes = Vec::new();
    Painter::new(colours).paint(&buffer, cursor, &mut bytes);
    let (columns, rows) = desk.app.size;
    let side = |length| NonZeroU16::new(length).expect("a side");
    let mut terminal = Parser::new(side(rows), side(columns), 0);
    terminal.process(&bytes);
    let screen = terminal.screen();
    let mut picture = String::new();
    for y in 0..rows {
        let cells: Vec<&Cell> = (0..columns).filter_map(|x| screen.cell(y, x)).collect();
        let text: String = cells.iter().map(|cell| if cell.has_contents() { cell.contents() } else { " " }).collect();
        writeln!(picture, "{y:>2}│{}", at_noon(&text).trim_end()).unwrap();
        let looks: Vec<String> = cells.iter().map(|cell| look(cell)).collect();
        let mut runs = Vec::new();
        let mut x = 0;
        for run in looks.chunk_by(|a, b| a == b) {
            let last = x + run.len() - 1;
            // The look of a blank is seen only if it is reversed.
            let seen = run[0].contains("reversed") || cells[x..=last].iter().any(|cell| cell.contents().trim() != "");
            if !run[0].is_empty() && seen {
                runs.push(format!("{x}-{last} {}", run[0]));
            }
            x += run.len();
        }
        if !runs.is_empty() {
            writeln!(picture, "  ╰ {}", runs.join(", ")).unwrap();
        }
    }
    let (row, column) = screen.cursor_position();
    let shown = if screen.hide_cursor() { "hidden".to_owned() } else { format!("{column},{row}") };
    write!(picture, "cursor {shown}").unwrap();
    picture
}

fn name(scene: &Scene, lang: Lang) -> String {
    format!("{}_{}", scene.0, lang.code())
}

#[test]
fn screens_look_as_they_did() {
    for scene in SCENES {
        for &lang in Lang::ALL {
            insta::assert_snapshot!(name(scene, lang), picture(&shown(scene, lang), scene.2));
        }
    }
}

#[test]
fn every_kept_screen_is_compared() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let kept = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let kept: BTreeSet<String> = kept.filter(|name| name.starts_with("screens__")).collect();
    let scenes = SCENES.iter().flat_map(|scene| Lang::ALL.iter().map(|&lang| name(scene, lang)));
    let wanted: BTreeSet<String> = scenes.map(|name| format!("screens__{name}.snap")).collect();
    assert_eq!(kept, wanted);
}

#[test]
fn no_colour_is_sent_to_a_terminal_without_colours() {
    for scene in SCENES.iter().filter(|scene| scene.2 == Colours::Mono) {
        let picture = picture(&shown(scene, Lang::Latvian), Colours::Mono);
        for colour in ["red", "green", "yellow", "grey", "Idx", "Rgb"] {
            assert!(!picture.contains(colour), "{colour} in {}:\n{picture}", scene.0);
        }
        if scene.0.starts_with("form") {
            assert!(picture.contains('!'), "what is wrong is marked without colour");
        }
    }
}

//! Sheets for paper, looked at on the screen: whoever has nothing but the interface copies them from there.

use atbalsts::action::Action;
use atbalsts::app::calendar::Subject;
use atbalsts::app::page::{Cell, PageKind};
use atbalsts::domain::Provider;
use atbalsts::i18n::{command::CommandText, date};
use unicode_width::UnicodeWidthStr;

use crate::calendar::show;
use crate::desk::{Desk, World, day, everywhere};
use crate::sessions::go_to;

/// The sheet that is open, line by line; each fits whole on the smallest screen.
fn lines(desk: &Desk) -> Vec<String> {
    assert_eq!(desk.page().kind, PageKind::Sheet);
    let rows = desk.page().rows.iter();
    let lines: Vec<String> = rows
        .filter_map(|row| match &row.cells[..] {
            [Cell::Text(line)] => Some(line.clone()),
            _ => None,
        })
        .collect();
    let screen = desk.screen();
    for line in lines.iter().take(15) {
        assert!(line.width() <= 78 && screen.contains(line.as_str()), "{line:?} is cut:\n{screen}");
    }
    lines
}

#[test]
fn a_childs_month_a_providers_week_and_the_days_calls_are_shown_as_they_would_be_printed() {
    everywhere(|place| {
        let world = World::demo();
        let lang = place.lang;
        let mut desk = world.desk(place);
        // Of the child under the cursor, from any pane.
        desk.act(Action::PrintSheet);
        let child = desk.dossier().person.list_name();
        let month = date::month_and_year(day(2019, 3, 15), lang);
        let sheet = lines(&desk);
        assert!(sheet.contains(&CommandText::MonthSheet.fill(lang, &[&month])), "{sheet:?}");
        assert!(sheet.iter().any(|line| line.contains(&child)));
        assert!(desk.looked.contains(&desk.dossier().child.id));
        desk.act(Action::Back);

        go_to(&mut desk, "18.3.2019");
        let provider = world.read(|reader| reader.all::<Provider>()).remove(0);
        show(&mut desk, &Subject::Provider(provider.id));
        desk.act(Action::PrintSheet);
        assert!(lines(&desk)[0].starts_with(&format!("{} · ", provider.name)));
        desk.act(Action::Back);

        show(&mut desk, &Subject::Caseload);
        desk.act(Action::PrintSheet);
        let title = CommandText::CallSheet.fill(lang, &[&date::show_with_weekday(day(2019, 3, 18), lang)]);
        let sheet = lines(&desk);
        assert_eq!(sheet[0], title);
        assert!(sheet.iter().any(|line| line.starts_with("[ ] ")), "{sheet:?}");
    });
}

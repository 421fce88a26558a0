//! The sheet of an assessment: items with what was scored before and now, and below what the scores mean.

use ratatui::{layout::Position, style::Style};
use unicode_width::UnicodeWidthStr;

use super::canvas::{ALERT, Canvas, FAINT, PLAIN, SELECTED, STRONG, WARNING};
use crate::{
    app::{
        App,
        page::wrap,
        pages::item_name,
        scoring::{About, Line, Mark, Sheet, meaning, of_member},
    },
    domain::{Attainment, Choice, Field, TeamMember},
    i18n::{Lang, assessment::AssessmentText, choice::Worded, clean::one_line, date, number},
};

/// A column of scores.
const COLUMN: usize = 4;
/// The score that is entered, with its name, or with how far a goal has come.
const NOW: usize = 22;
/// No name of an item needs more.
const WIDEST: usize = 60;

/// A column of scores beside those that are entered.
struct Column {
    head: String,
    /// What it says, by the place of the mark.
    values: Vec<Option<i8>>,
}

pub fn draw(sheet: &Sheet, app: &App, canvas: &mut Canvas<'_>) -> Option<Position> {
    let lang = app.setting.lang;
    let assessment = &sheet.context.assessment;
    let whose = sheet.member.as_deref().unwrap_or_default();
    let day = assessment.day().map(|day| date::show(day, lang)).unwrap_or_default();
    let title = [&sheet.context.name, assessment.kind.text(lang), assessment.subject.text(lang), &day, whose];
    let title: Vec<&str> = title.into_iter().filter(|part| !part.is_empty()).collect();
    let title = canvas.heading(&title.join(" · "));
    let (scored, all) = sheet.progress();
    let told =
        if sheet.is_locked() { AssessmentText::Completed.text(lang).to_owned() } else { format!("{scored}/{all}") };
    let end = title + 2 + canvas.put(title + 3, 0, canvas.width(), &told, FAINT);
    super::colleagues(app, canvas, end);

    let columns = columns(sheet, lang);
    let rows = Sheet::list_rows(&app.frame());
    let right = columns.len() * COLUMN + NOW;
    let name = canvas.width().saturating_sub(right + 4).clamp(12, WIDEST);
    let scores = 2 + name;
    for (n, column) in columns.iter().enumerate() {
        canvas.put_right(scores + n * COLUMN, 1, COLUMN, &column.head, FAINT);
    }
    let now = scores + columns.len() * COLUMN + 2;
    canvas.put(now, 1, NOW, AssessmentText::Now.text(lang), FAINT);
    let start = sheet.cursor.page_start(rows);
    let mut cursor = canvas.position(now, 2);
    for (y, n) in (start..(start + rows).min(sheet.lines.len())).enumerate() {
        let (y, here) = (y + 2, n == sheet.cursor.row);
        match sheet.lines[n] {
            Line::Component(place) => {
                let component = sheet.component(place);
                let text = component.map(|component| component.name(lang));
                let code = component.map_or("", |component| component.code.as_str());
                canvas.put(1, y, canvas.width(), &format!("{code} {}", text.unwrap_or_default()), STRONG);
            }
            Line::Goals => drop(canvas.put(1, y, canvas.width(), AssessmentText::GoalsNow.text(lang), STRONG)),
            Line::End => {
                let text = match all {
                    0 => AssessmentText::NoInstrument.text(lang).to_owned(),
                    _ => AssessmentText::SheetEnd.fill(lang, &[&scored, &all]),
                };
                canvas.put(2, y, canvas.width(), &text, STRONG);
            }
            Line::Mark(place) => {
                let mark = &sheet.marks[place];
                canvas.put(2, y, name, &mark_name(sheet, mark, lang), PLAIN);
                for (n, column) in columns.iter().enumerate() {
                    let value = column.values.get(place).copied().flatten();
                    let text = value.map(|value| shown(mark, value)).unwrap_or_default();
                    let style = if mark.apart { WARNING } else { PLAIN };
                    canvas.put_right(scores + n * COLUMN, y, COLUMN, &text, style);
                }
                draw_now(sheet, mark, canvas, (now, y), lang);
            }
        }
        if here {
            canvas.paint(now, y, 2, SELECTED);
            cursor = canvas.position(now, y);
        }
    }
    let panel = canvas.area.below((2 + rows) as u16);
    draw_panel(sheet, app, &mut canvas.part(panel));
    Some(cursor)
}

/// The columns beside the scores: what was scored before, what is corrected, and on the team's sheet its members'.
fn columns(sheet: &Sheet, lang: Lang) -> Vec<Column> {
    let mut columns = Vec::new();
    for assessment in &sheet.context.earlier {
        let values = sheet.marks.iter().map(|mark| Sheet::said(assessment, &mark.about).value).collect();
        columns.push(Column { head: format!("{}.", assessment.kind.code()), values });
    }
    if sheet.context.corrected.is_some() {
        let value = |mark: &Mark| sheet.corrected(&mark.about).and_then(|entered| entered.value);
        columns.push(Column {
            head: AssessmentText::Was.text(lang).to_owned(),
            values: sheet.marks.iter().map(value).collect(),
        });
    }
    if sheet.member.is_none() {
        for scoring in &sheet.context.scorings {
            let values = sheet.marks.iter().map(|mark| of_member(scoring, &mark.about).value).collect();
            columns.push(Column { head: initials(&scoring.member), values });
        }
    }
    columns
}

/// The first letters of a name: `Ilze Bērziņa-Āboliņa` is `IB`.
fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).take(3).collect()
}

fn mark_name(sheet: &Sheet, mark: &Mark, lang: Lang) -> String {
    match (sheet.item(mark), sheet.goal(mark)) {
        (Some(item), _) => item_name(item, lang),
        (None, Some(goal)) => format!("M{} {}", goal.number, goal.wording),
        (None, None) => String::new(),
    }
}

/// A score as it stands in its column: a goal's with its sign.
fn shown(mark: &Mark, value: i8) -> String {
    match mark.about {
        About::Item(_) => value.to_string(),
        About::Goal(_) => number::signed(value),
    }
}

/// The score that is entered, in digit and word, and what is to be known beside it.
fn draw_now(sheet: &Sheet, mark: &Mark, canvas: &mut Canvas<'_>, (x, y): (usize, usize), lang: Lang) {
    let style = if mark.is_changed() { STRONG } else { PLAIN };
    let (text, style) = match (mark.now.value, mark.agreed) {
        (Some(value), _) => (shown(mark, value), style),
        // What all members agree on counts, unless the team says otherwise.
        (None, Some(value)) => (shown(mark, value), FAINT),
        (None, None) => ("·".to_owned(), FAINT),
    };
    canvas.put(x, y, 2, &text, style);
    let theirs = mark.theirs.as_ref().map(|theirs| theirs.value.map_or("–".to_owned(), |value| shown(mark, value)));
    let was = sheet.corrected(&mark.about).filter(|was| was.value != mark.now.value);
    let was = was.map(|was| was.value.map_or("–".to_owned(), |value| shown(mark, value)));
    let (word, style): (String, Style) = if let Some(theirs) = theirs {
        (AssessmentText::TheirScore.fill(lang, &[&theirs]), WARNING)
    } else if mark.apart && mark.now.observation.trim().is_empty() {
        (format!("! {}", AssessmentText::Explain.text(lang)), ALERT)
    } else if let Some(was) = was {
        (AssessmentText::WasScored.fill(lang, &[&was]), WARNING)
    } else {
        (word(sheet, mark, lang), FAINT)
    };
    // A star tells that something was observed.
    let sign = if mark.now.observation.trim().is_empty() { " " } else { "*" };
    canvas.put(x + 2, y, 1, sign, STRONG);
    canvas.put(x + 4, y, canvas.width().saturating_sub(x + 4), &word, style);
}

/// The scale's name for what is scored.
fn word(sheet: &Sheet, mark: &Mark, lang: Lang) -> String {
    let Some(value) = mark.value() else { return String::new() };
    match mark.about {
        About::Goal(_) => Attainment::of_scale(value).text(lang).to_owned(),
        About::Item(_) => {
            let level = u8::try_from(value).ok().and_then(|value| sheet.context.instrument.level(value));
            level.map(|level| level.name(lang).to_owned()).unwrap_or_default()
        }
    }
}

/// What the scores mean for the row under the cursor, and what was seen, now and before.
fn draw_panel(sheet: &Sheet, app: &App, canvas: &mut Canvas<'_>) {
    let lang = app.setting.lang;
    let Some(mark) = sheet.mark() else { return draw_head(sheet, canvas, lang) };
    canvas.title(&format!("{} ", mark_name(sheet, mark, lang)), false);
    let mut lines: Vec<(String, Style)> = Vec::new();
    if let Some(goal) = sheet.goal(mark) {
        // A wording that the title has no room for is told whole.
        let wording = Some(&goal.wording).filter(|wording| wording.width() + 8 > canvas.width());
        lines.extend(wording.map(|wording| (one_line(wording).into_owned(), STRONG)));
        let parts =
            [(Field::Indicator, &goal.indicator), (Field::Baseline, &goal.baseline), (Field::Target, &goal.target)];
        let told = parts.iter().filter(|(_, text)| !text.is_empty());
        lines.extend(told.map(|(field, text)| (format!("{}: {text}", field.text(lang)), PLAIN)));
    }
    if let Some(item) = sheet.item(mark) {
        let instrument = &sheet.context.instrument;
        let mut others = Vec::new();
        for level in &instrument.levels {
            let text = meaning(instrument, Some(item), level.value, lang);
            let defined = item.definitions.iter().any(|definition| definition.value == level.value);
            if level.measures || defined {
                let chosen = mark.value() == i8::try_from(level.value).ok();
                lines.push((text, if chosen { STRONG } else { PLAIN }));
            } else {
                others.push(text);
            }
        }
        if !others.is_empty() {
            lines.push((others.join(" · "), FAINT));
        }
    }
    let width = canvas.width().saturating_sub(2);
    let room = canvas.height().saturating_sub(1);
    let said: Vec<(String, Style)> = observed(sheet, mark, app)
        .into_iter()
        .flat_map(|(text, style)| {
            let lines = wrap(&text, width).into_iter().map(|line| (line.to_owned(), style));
            lines.collect::<Vec<_>>()
        })
        .collect();
    // What was seen is not pushed out by a long scale; what then is left lets long definitions be read whole.
    lines.truncate(room.saturating_sub(said.len().min(2)));
    let mut spare = room.saturating_sub(lines.len() + said.len());
    let mut y = 1;
    for (text, style) in &lines {
        let broken = wrap(text, width);
        let whole = broken.len() > 1 && broken.len() - 1 <= spare;
        spare -= if whole { broken.len() - 1 } else { 0 };
        if whole {
            for (n, line) in broken.iter().enumerate() {
                canvas.put(if n == 0 { 1 } else { 3 }, y, width, line, *style);
                y += 1;
            }
        } else {
            canvas.put(1, y, width, text, *style);
            y += 1;
        }
    }
    for (y, (text, style)) in (y..=room).zip(&said) {
        canvas.put(1, y, width, text, *style);
    }
}

/// At the end: who assessed where, what the team found and recommends, and what became of the sheet.
fn draw_head(sheet: &Sheet, canvas: &mut Canvas<'_>, lang: Lang) {
    canvas.title("", false);
    let assessment = &sheet.context.assessment;
    let member = |member: &TeamMember| {
        let lead = if member.lead { format!(", {}", AssessmentText::LeadsTeam.text(lang)) } else { String::new() };
        format!("{} ({}{lead})", member.name, member.profession)
    };
    let team: Vec<String> = assessment.team.iter().map(member).collect();
    let completed = assessment.completed_on.map(|day| format!("{} {}", date::show(day, lang), assessment.completed_by));
    let parts = [
        (Field::CorrectionReason, assessment.correction_reason.clone()),
        (Field::CompletedOn, completed.unwrap_or_default()),
        (Field::Place, assessment.place.clone()),
        (Field::Team, team.join(", ")),
        (Field::Conclusions, assessment.conclusions.clone()),
        (Field::Recommendations, assessment.recommendations.clone()),
        (Field::FamilyResources, assessment.family_resources.clone()),
        (Field::ParentsNeeds, assessment.parents_needs.clone()),
    ];
    let width = canvas.width().saturating_sub(2);
    let mut y = 1;
    for (field, text) in parts.iter().filter(|(_, text)| !text.is_empty()) {
        for line in wrap(&format!("{}: {}", field.text(lang), one_line(text)), width) {
            y += usize::from(canvas.put(1, y, width, line, PLAIN) > 0);
        }
    }
}

/// What was seen: on this sheet, by members of the team, and last time.
fn observed(sheet: &Sheet, mark: &Mark, app: &App) -> Vec<(String, Style)> {
    let lang = app.setting.lang;
    let mut observed = Vec::new();
    // What is being written stands in its own lines.
    if !mark.now.observation.trim().is_empty() && !app.is_observing() {
        observed.push((format!("* {}", mark.now.observation), STRONG));
    }
    for scoring in sheet.context.scorings.iter().filter(|_| sheet.member.is_none()) {
        let said = of_member(scoring, &mark.about).observation;
        if !said.is_empty() {
            observed.push((format!("{}: {said}", scoring.member), PLAIN));
        }
    }
    let before = sheet.before(&mark.about).filter(|before| !before.observation.is_empty());
    observed
        .extend(before.map(|before| (format!("{}: {}", AssessmentText::Before.text(lang), before.observation), FAINT)));
    observed
}

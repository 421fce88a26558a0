//! A child's assessments: side by side, item by item; and the lists that lead to the sheet of one.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::super::{
    App,
    page::{Cell, Look, Page, PageKind, Row, Target, number, text},
    scoring::{About, ScoringRequest, Sheet, WhoseSheet, meaning},
};
use crate::{
    domain::{
        AnyRecord, Assessment, Child, Choice, Id, Instrument, Item, Kind, Lacking, Scoring, Subject,
        outcome::{Comparison, Course, KINDS, Summary, Three, Trend},
        overview::{PageData, ScoringContext},
    },
    i18n::{Lang, Text, assessment::AssessmentText, choice::Worded, date, number as numbers},
};

/// What is scored as heavy as can be has a bar of so many parts.
const WHOLE: u32 = 100;

/// What a page of assessments has, by kind.
struct Records {
    assessments: Vec<Assessment>,
    instruments: Vec<Instrument>,
    scorings: Vec<Scoring>,
}

impl Records {
    fn of(data: &PageData) -> Self {
        let mut records = Self { assessments: Vec::new(), instruments: Vec::new(), scorings: Vec::new() };
        for record in &data.records {
            match record {
                AnyRecord::Assessment(assessment) => records.assessments.push(assessment.clone()),
                AnyRecord::Instrument(instrument) => records.instruments.push(instrument.clone()),
                AnyRecord::Scoring(scoring) => records.scorings.push(scoring.clone()),
                _ => {}
            }
        }
        records
    }

    fn compared(&self, child: Id<Child>, subject: Subject) -> Comparison<'_> {
        Comparison::new(child, subject, &self.assessments, &self.instruments)
    }
}

/// All assessments of a child side by side: which there are, the profile, and item by item.
pub fn page(child: Id<Child>, data: &PageData, app: &App) -> (String, Vec<Row>) {
    let lang = app.setting.lang;
    let records = Records::of(data);
    let mut rows: Vec<Row> = Vec::new();
    let all: Vec<&Assessment> = records.assessments.iter().collect();
    for assessment in &records.assessments {
        let mut what = [assessment.kind.text(lang), assessment.subject.text(lang)].join(" · ");
        let day = assessment.day().map(|day| date::show(day, lang)).unwrap_or_default();
        what += &format!(" · {day} · {}", state(assessment, &all, lang));
        let replaced = is_corrected(assessment, &all);
        rows.push(Row::new(vec![text(what)]).faint(replaced).record(assessment.clone()));
    }
    let compared: Vec<Comparison<'_>> = Subject::ALL.iter().map(|subject| records.compared(child, *subject)).collect();
    let profile: Vec<Row> = compared.iter().flat_map(|compared| bars(compared, &records, lang)).collect();
    if !profile.is_empty() {
        rows.push(Row::heading(AssessmentText::Profile.text(lang)));
        rows.extend(profile);
    }
    for compared in &compared {
        for summary in compared.summaries() {
            let heads = KINDS.map(|kind| number(format!("{}.", kind.code())));
            let head = text(component_name(&summary, lang));
            let mut cells = vec![head];
            cells.extend(heads);
            cells.push(text(AssessmentText::Change.text(lang)));
            rows.push(Row::new(cells).look(Look::Heading));
            let own = compared.courses.iter().filter(|course| course.component.code == summary.component.code);
            rows.extend(own.map(|course| item_row(child, course, app)));
            rows.push(summary_row(&summary, lang));
        }
    }
    let name = data.names.get(&(Kind::Child, child.0)).cloned().unwrap_or_default();
    (format!("{} · {name}", AssessmentText::SideBySide.text(lang)), rows)
}

/// How far an assessment has come, and whether it counts; `all`: at least those of the same child.
pub fn state(assessment: &Assessment, all: &[&Assessment], lang: Lang) -> String {
    let completed = assessment.is_completed();
    let words = match (is_corrected(assessment, all), assessment.corrects.is_some(), assessment.done_on) {
        (true, ..) => return AssessmentText::Corrected.text(lang).to_owned(),
        (false, true, _) if completed => Text::InForce.text(lang),
        (false, true, _) => AssessmentText::NotCompleted.text(lang),
        (false, false, _) if completed => AssessmentText::Completed.text(lang),
        (false, false, Some(_)) => Text::Held.text(lang),
        (false, false, None) => Text::Planned.text(lang),
    };
    if assessment.corrects.is_some() {
        return format!("{}, {words}", AssessmentText::CorrectionShort.text(lang));
    }
    words.to_owned()
}

/// Whether a completed correction stands in its place.
pub fn is_corrected(assessment: &Assessment, all: &[&Assessment]) -> bool {
    all.iter().any(|other| other.corrects == assessment.id && other.is_completed())
}

/// The profile: a bar for the mean of each component at each time.
fn bars(compared: &Comparison<'_>, records: &Records, lang: Lang) -> Vec<Row> {
    let mut rows = Vec::new();
    for summary in compared.summaries() {
        let top = top_of(compared, records);
        let mut name = component_name(&summary, lang);
        for (kind, mean) in KINDS.iter().zip(summary.means) {
            let Some(mean) = mean else { continue };
            let part = (mean * Decimal::from(WHOLE) / Decimal::from(top)).round().to_u32().unwrap_or(0);
            let cells = vec![
                text(std::mem::take(&mut name)),
                number(format!("{}.", kind.code())),
                number(numbers::plain(mean, lang)),
                Cell::Bar(part.min(WHOLE), WHOLE),
            ];
            rows.push(Row::new(cells));
        }
    }
    rows
}

/// The heaviest that the scale of the latest assessment measures, at least 1.
fn top_of(compared: &Comparison<'_>, records: &Records) -> u8 {
    let latest = compared.assessments.iter().rev().flatten().next().map(|assessment| assessment.instrument);
    let used = records.instruments.iter().find(|instrument| latest == Some(instrument.id));
    let measuring = used.into_iter().flat_map(|used| &used.levels).filter(|level| level.measures);
    measuring.map(|level| level.value).max().unwrap_or(1).max(1)
}

fn component_name(summary: &Summary<'_>, lang: Lang) -> String {
    let component = summary.component;
    format!("{} {}", component.code, component.name(lang))
}

/// An item as lists have it: its code and its name.
pub fn item_name(item: &Item, lang: Lang) -> String {
    format!("{} {}", item.code, item.name(lang))
}

fn item_row(child: Id<Child>, course: &Course<'_>, app: &App) -> Row {
    let lang = app.setting.lang;
    let mut cells = vec![text(item_name(course.item, lang))];
    let scores = course.scores.map(|score| score.map_or_else(|| "–".to_owned(), |score| score.value.to_string()));
    // As wide as the heads of their columns.
    cells.extend(scores.map(|score| number(format!("{score:>2}"))));
    cells.push(text(change(course, app)));
    Row::new(cells).unmoved(!course.moved()).target(Target::Item(child, course.item.code.clone()))
}

/// Which way an item went and how far, in a sign and a word: lower is better.
fn change(course: &Course<'_>, app: &App) -> String {
    let lang = app.setting.lang;
    let Some((first, last)) = course.ends() else { return String::new() };
    let by = first.abs_diff(last);
    let (arrow, plain, word) = match Trend::between(first, last) {
        Trend::Better => ("↓", "-", AssessmentText::Better),
        Trend::Worse => ("↑", "+", AssessmentText::Worse),
        Trend::Same => return "=".to_owned(),
    };
    format!("{}{by} {}", if app.setting.ascii { plain } else { arrow }, word.text(lang))
}

fn summary_row(summary: &Summary<'_>, lang: Lang) -> Row {
    let mut cells = vec![text(AssessmentText::Mean.text(lang))];
    let shown = |mean: Option<Decimal>| number(mean.map_or_else(|| "–".to_owned(), |mean| numbers::plain(mean, lang)));
    cells.extend(summary.means.map(shown));
    let (better, worse) = (summary.tally.better, summary.tally.worse);
    cells.push(text(AssessmentText::BetterWorse.fill(lang, &[&better, &worse])));
    Row::new(cells).look(Look::Sum)
}

/// What one item was scored each time, what that means, and what was seen.
pub fn item(child: Id<Child>, code: &str, data: &PageData, app: &App) -> (String, Vec<Row>) {
    let lang = app.setting.lang;
    let width = usize::from(app.size.0).saturating_sub(2);
    let records = Records::of(data);
    let mut rows = Vec::new();
    let mut title = code.to_owned();
    for subject in Subject::ALL {
        let compared = records.compared(child, *subject);
        let Some(course) = compared.courses.iter().find(|course| course.item.code == code) else { continue };
        title = item_name(course.item, lang);
        let held: Three<_> = compared.assessments;
        for ((assessment, score), kind) in held.iter().zip(course.scores).zip(KINDS) {
            let Some(assessment) = assessment else { continue };
            let day = assessment.day().map(|day| date::show(day, lang)).unwrap_or_default();
            rows.push(Row::heading(&format!("{} · {day}", kind.text(lang))));
            let instrument = records.instruments.iter().find(|one| one.id == assessment.instrument);
            let told = |value: u8| {
                instrument.map_or_else(|| value.to_string(), |used| meaning(used, Some(course.item), value, lang))
            };
            let paragraphs = |sentence: &str| {
                let rows = Row::paragraph(sentence, width).into_iter();
                rows.map(|row| row.record((*assessment).clone())).collect::<Vec<Row>>()
            };
            match score {
                None => rows.push(Row::new(vec![text(AssessmentText::NotScored.text(lang))]).look(Look::Faint)),
                Some(score) => {
                    rows.extend(paragraphs(&told(score.value)));
                    if !score.observation.is_empty() {
                        rows.extend(paragraphs(&score.observation));
                    }
                }
            }
            let own = records.scorings.iter().filter(|scoring| scoring.assessment == assessment.id);
            for scoring in own {
                let Some(score) = scoring.scores.iter().find(|score| score.item == code) else { continue };
                let mut sentence = format!("{}: {}", scoring.member, told(score.value));
                if !score.observation.is_empty() {
                    sentence += &format!(" · {}", score.observation);
                }
                rows.extend(paragraphs(&sentence).into_iter().map(|row| row.look(Look::Faint)));
            }
        }
    }
    let name = data.names.get(&(Kind::Child, child.0)).cloned().unwrap_or_default();
    (format!("{title} · {name}"), rows)
}

/// Whose sheet of an assessment is to be opened: the team's, or that of one of its members.
pub fn sheets(context: &ScoringContext, lang: Lang) -> Page {
    let assessment = &context.assessment;
    let all = context.instrument.items_for(assessment.subject).count();
    let row = |name: String, what: String, scored: usize, whose: WhoseSheet| {
        let request = ScoringRequest { assessment: assessment.id, whose };
        let scored = AssessmentText::ScoredOf.fill(lang, &[&scored, &all]);
        Row::new(vec![text(name), number(scored), text(what)]).target(Target::Sheet(request))
    };
    let team = AssessmentText::TeamSheet.text(lang).to_owned();
    let mut rows = vec![row(team, String::new(), assessment.scores.len(), WhoseSheet::Team)];
    for member in &assessment.team {
        let scoring = context.scorings.iter().find(|scoring| scoring.member == member.name);
        let scored = scoring.map_or(0, |scoring| scoring.scores.len());
        let lead = if member.lead { format!(" · {}", AssessmentText::LeadsTeam.text(lang)) } else { String::new() };
        let what = format!("{}{lead}", member.profession);
        rows.push(row(member.name.clone(), what, scored, WhoseSheet::Member(member.name.clone())));
    }
    let title =
        [AssessmentText::WhoScores.text(lang), assessment.kind.text(lang), assessment.subject.text(lang)].join(" · ");
    Page::new(PageKind::Sheets, format!("{title} · {}", context.name), rows)
}

/// What is lacking before the assessment on the sheet can be completed; Enter goes there.
pub fn lacking(sheet: &Sheet, lacking: &[(About, Lacking)], lang: Lang) -> Page {
    let rows = lacking.iter().map(|(about, what)| {
        let item = match about {
            About::Item(code) => sheet.context.instrument.item(code),
            About::Goal(_) => None,
        };
        let name = item.map(|item| item_name(item, lang)).unwrap_or_default();
        let what = match what {
            Lacking::Score => AssessmentText::LacksScore,
            Lacking::Explanation => AssessmentText::LacksExplanation,
        };
        Row::new(vec![text(name), text(what.text(lang))]).target(Target::Mark(about.clone()))
    });
    let title = AssessmentText::LackingFor.fill(lang, &[&lacking.len()]);
    Page::new(PageKind::Lacking, title, rows.collect())
}

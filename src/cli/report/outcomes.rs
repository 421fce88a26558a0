//! `report outcomes`: what became of goals, of each child, and of each assessed domain over all children.

use std::fmt::Write as _;

use chrono::NaiveDate;
use clap::{ArgMatches, Command};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::{
    super::{
        Failure, Outcome,
        context::Context,
        definition::{format_option, output_option, subcommand},
        whose_child::{child_asked, child_option},
    },
    as_of_option, cut, deliver, padded, read, right, stored_as_of,
};
use crate::{
    domain::{
        Assessment, Child, Choice, Family, Field, Goal, Id, Index, IndexKey, Instrument, Kind, Person, Subject,
        outcome::{self, Comparison, DomainOutcome, GoalCourse, KINDS, Tally, Three},
    },
    files::export,
    i18n::{Lang, choice::Worded, clean::clean, collation, command::CommandText, date, number},
    store::{Reader, StoreError, views},
};

pub(super) fn definition(lang: Lang) -> Command {
    subcommand("outcomes", CommandText::OutcomesReport, lang)
        .arg(child_option(CommandText::ChildOption, lang))
        .arg(as_of_option(lang))
        .arg(format_option(&["text", "csv", "json"], lang))
        .arg(output_option(lang))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let store = context.open_store()?;
    let (revision, stored_on) = stored_as_of(matches, &store, context)?;
    let day = stored_on.unwrap_or(context.today());
    let child = child_asked(matches, &store, lang)?;
    let records = read(&store, revision, |reader| Records::read(reader, child))?;
    if let Some(child) = child.filter(|_| records.cases.is_empty()) {
        return Err(Failure::Usage(CommandText::NoSuchChild.fill(lang, &[&child])));
    }
    let looked: Vec<(Kind, u64)> = records.cases.iter().map(|case| (Kind::Child, case.child.id.0)).collect();
    if !looked.is_empty() {
        // What a report tells of children is read by somebody.
        store.note_looks(&context.user, &looked)?;
    }
    let report = Report::new(&records);
    deliver(matches, context, || report.json(day), || report.csv(lang), || report.text(day, lang))
}

/// A child with what was found and what is aimed at.
struct Case {
    child: Child,
    person: Person,
    family: Family,
    assessments: Vec<Assessment>,
    goals: Vec<Goal>,
}

/// What the report is made of: the children by name.
struct Records {
    cases: Vec<Case>,
    instruments: Vec<Instrument>,
}

impl Records {
    fn read(reader: &Reader, only: Option<Id<Child>>) -> Result<Self, StoreError> {
        let children: Vec<Child> = match only {
            Some(child) => reader.get(child)?.into_iter().collect(),
            None => reader.all()?,
        };
        let mut cases = Vec::with_capacity(children.len());
        for child in children {
            let mut goals: Vec<Goal> = reader.find(&IndexKey::new(Index::GoalByChild).id(child.id.0))?;
            goals.sort_by_key(|goal| goal.number);
            cases.push(Case {
                person: reader.get(child.person)?.unwrap_or_default(),
                family: reader.get(child.family)?.unwrap_or_default(),
                assessments: reader.find(&IndexKey::new(Index::AssessmentByChild).id(child.id.0))?,
                goals,
                child,
            });
        }
        cases.sort_by_cached_key(|case| {
            (case.family.programme, collation::sort_key(&case.person.list_name()), case.child.id)
        });
        let all: Vec<Assessment> = cases.iter().flat_map(|case| case.assessments.iter().cloned()).collect();
        Ok(Self { instruments: views::instruments_of(reader, &all)?, cases })
    }
}

/// What became of one child.
struct ChildOutcome<'a> {
    case: &'a Case,
    /// Of the child and of the parents; where nothing was scored there are no courses.
    compared: Vec<Comparison<'a>>,
    goals: Vec<GoalCourse<'a>>,
}

struct Report<'a> {
    children: Vec<ChildOutcome<'a>>,
    domains: Vec<DomainOutcome<'a>>,
}

impl<'a> Report<'a> {
    fn new(records: &'a Records) -> Self {
        let child = |case: &'a Case| {
            let compared =
                |subject: &Subject| Comparison::new(case.child.id, *subject, &case.assessments, &records.instruments);
            ChildOutcome {
                case,
                compared: Subject::ALL.iter().map(compared).collect(),
                goals: outcome::goal_courses(case.child.id, &case.goals, &case.assessments),
            }
        };
        let children: Vec<ChildOutcome> = records.cases.iter().map(child).collect();
        let compared: Vec<Comparison> = children.iter().flat_map(|child| child.compared.iter().cloned()).collect();
        let mut domains = outcome::by_domain(&compared);
        domains.sort_by_key(|domain| domain.component.subject);
        Self { children, domains }
    }

    fn text(&self, day: NaiveDate, lang: Lang) -> String {
        let mut out = format!("{}\n", CommandText::OnDay.fill(lang, &[&date::show(day, lang)]));
        if self.children.is_empty() {
            out += &format!("{}\n", CommandText::NoChildren.text(lang));
        }
        // Writing to a String cannot fail.
        for child in &self.children {
            let names = [clean(&child.case.person.list_name()), clean(&child.case.family.case_number)];
            let _ = writeln!(out, "\n{}\n{}", names.join(" · "), heads("", lang));
            for compared in child.compared.iter().filter(|compared| !compared.courses.is_empty()) {
                let label = CommandText::MeanOf.fill(lang, &[&compared.subject.text(lang)]);
                let _ = writeln!(out, "{}", line(&label, compared.means(), compared.tally(), lang));
                for part in compared.summaries() {
                    let label = format!("  {} {}", clean(&part.component.code), clean(part.component.name(lang)));
                    let _ = writeln!(out, "{}", line(&label, part.means, part.tally, lang));
                }
            }
            for goal in &child.goals {
                let label = format!("M{} {}", goal.goal.number, clean(&goal.goal.wording));
                let scales =
                    goal.progress.map(|at| right(&at.map_or("–".to_owned(), |at| number::signed(at.scale)), 7));
                let attained = goal.attainment().text(lang);
                let _ = writeln!(out, "  {}{}  {attained}", cut(&label, LABEL), scales.concat());
            }
        }
        if !self.domains.is_empty() {
            let title = if self.children.len() > 1 { CommandText::DomainsOfAll } else { CommandText::Domains };
            let title = title.text(lang);
            let _ = writeln!(out, "\n{title}\n{}", heads("", lang));
        }
        for domain in &self.domains {
            let label = format!("{} {}", clean(&domain.item.code), clean(domain.item.name(lang)));
            let _ = writeln!(out, "{}", line(&label, domain.means, domain.tally, lang));
        }
        out
    }

    /// One table for all: a row per child and subject, per goal, and per domain over all children.
    fn csv(&self, lang: Lang) -> std::io::Result<Vec<u8>> {
        let kinds = KINDS.map(|kind| kind.text(lang));
        let whose = [Field::CaseNumber, Field::Surname, Field::GivenNames].map(|field| field.text(lang));
        let (code, name) = (CommandText::Code.text(lang), Field::Name.text(lang));
        let counts = [CommandText::Better, CommandText::Same, CommandText::Worse].map(|text| text.text(lang));
        let mut headings = vec![CommandText::RowOf.text(lang)];
        headings.extend(whose);
        headings.extend([code, name]);
        headings.extend(kinds);
        headings.push(Field::Attainment.text(lang));
        headings.extend(counts);
        let mut rows = Vec::new();
        for child in &self.children {
            let Case { family, person, .. } = child.case;
            let whose = [family.case_number.clone(), person.surname.clone(), person.given_names.clone()];
            for compared in child.compared.iter().filter(|compared| !compared.courses.is_empty()) {
                let row = [CommandText::RowOfChild.text(lang).to_owned()].into_iter().chain(whose.clone());
                let row = row.chain([String::new(), compared.subject.text(lang).to_owned()]);
                rows.push(row.chain(cells(compared.means(), compared.tally(), lang)).collect());
            }
            for goal in &child.goals {
                let row = [Field::Goal.text(lang).to_owned()].into_iter().chain(whose.clone());
                let row = row.chain([format!("M{}", goal.goal.number), goal.goal.wording.clone()]);
                let row = row.chain(goal.progress.map(|at| at.map_or(String::new(), |at| at.scale.to_string())));
                let attained = goal.attainment().text(lang).to_owned();
                rows.push(row.chain([attained, String::new(), String::new(), String::new()]).collect());
            }
        }
        for domain in &self.domains {
            let row = [Field::Item.text(lang).to_owned(), String::new(), String::new(), String::new()].into_iter();
            let row = row.chain([domain.item.code.clone(), domain.item.name(lang).to_owned()]);
            rows.push(row.chain(cells(domain.means, domain.tally, lang)).collect());
        }
        export::sheet(&headings, &rows)
    }

    fn json(&self, day: NaiveDate) -> std::io::Result<Vec<u8>> {
        let domains: Vec<Value> = self.domains.iter().map(json_of_domain).collect();
        let children: Vec<Value> = self.children.iter().map(json_of_child).collect();
        let mut bytes = serde_json::to_vec_pretty(&json!({ "day": day, "children": children, "domains": domains }))?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// The columns of a label.
const LABEL: usize = 32;

/// The heads of the columns: the three assessments by their numbers, then how many moved which way.
fn heads(label: &str, lang: Lang) -> String {
    let kinds = KINDS.map(|kind| right(&format!("{}.", kind.code()), 7));
    let counts = [CommandText::Better, CommandText::Same, CommandText::Worse].map(|text| right(text.text(lang), 8));
    format!("  {}{}{}", padded(label, LABEL), kinds.concat(), counts.concat())
}

fn line(label: &str, means: Three<Option<Decimal>>, tally: Tally, lang: Lang) -> String {
    let shown = |mean: Decimal| number::plain(mean, lang);
    let means = means.map(|mean| right(&mean.map_or("–".to_owned(), shown), 7));
    let counts = [tally.better, tally.same, tally.worse].map(|count| right(&count.to_string(), 8));
    format!("  {}{}{}", cut(label, LABEL), means.concat(), counts.concat())
}

/// The cells of a CSV row after its name.
fn cells(means: Three<Option<Decimal>>, tally: Tally, lang: Lang) -> Vec<String> {
    let means = means.map(|mean| mean.map_or(String::new(), |mean| number::plain(mean, lang)));
    let counts = [tally.better, tally.same, tally.worse].map(|count| count.to_string());
    means.into_iter().chain([String::new()]).chain(counts).collect()
}

/// One value for each assessment, by its stored name.
fn three(values: Three<Value>) -> Value {
    Value::Object(KINDS.iter().map(|kind| kind.name().to_owned()).zip(values).collect())
}

fn means_and_counts(means: Three<Option<Decimal>>, tally: Tally) -> Map<String, Value> {
    let means = three(means.map(|mean| mean.map_or(Value::Null, |mean| json!(mean.to_string()))));
    let counts = [("better", tally.better), ("same", tally.same), ("worse", tally.worse)];
    let counts = counts.map(|(name, count)| (name.to_owned(), json!(count)));
    [("means".to_owned(), means)].into_iter().chain(counts).collect()
}

fn json_of_domain(domain: &DomainOutcome) -> Value {
    let mut told = means_and_counts(domain.means, domain.tally);
    told.insert("item".to_owned(), json!(domain.item.code));
    told.insert("latvian".to_owned(), json!(domain.item.latvian));
    told.insert("english".to_owned(), json!(domain.item.english));
    told.insert("subject".to_owned(), json!(domain.component.subject));
    told.insert("measured".to_owned(), three(domain.measured.map(|count| json!(count))));
    Value::Object(told)
}

fn json_of_child(child: &ChildOutcome) -> Value {
    let Case { child: record, person, family, .. } = child.case;
    let compared = child.compared.iter().filter(|compared| !compared.courses.is_empty()).map(|compared| {
        let mut told = means_and_counts(compared.means(), compared.tally());
        let held = compared.assessments.map(|held| json!(held.and_then(|held| held.done_on)));
        let parts = compared.summaries().into_iter().map(|part| {
            let mut told = means_and_counts(part.means, part.tally);
            told.insert("component".to_owned(), json!(part.component.code));
            Value::Object(told)
        });
        told.insert("subject".to_owned(), json!(compared.subject));
        told.insert("held_on".to_owned(), three(held));
        told.insert("components".to_owned(), parts.collect());
        Value::Object(told)
    });
    let goals = child.goals.iter().map(|course| {
        let at = course.progress.map(|progress| match progress {
            Some(progress) => json!({
                "scale": progress.scale,
                "attainment": progress.attainment,
                "observation": progress.observation,
            }),
            None => Value::Null,
        });
        json!({
            "goal": course.goal.id,
            "number": course.goal.number,
            "term": course.goal.term,
            "wording": course.goal.wording,
            "domains": course.goal.domains,
            "progress": three(at),
            "attainment": course.attainment(),
        })
    });
    json!({
        "child": record.id,
        "case_number": family.case_number,
        "surname": person.surname,
        "given_names": person.given_names,
        "assessed": compared.collect::<Vec<_>>(),
        "goals": goals.collect::<Vec<_>>(),
    })
}

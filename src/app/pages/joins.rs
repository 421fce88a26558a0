//! Where a child's needs, goals and plan lines do not join: each row leads to the field that joins them.

use super::super::{
    App,
    forms::{Noun, item_label},
    page::{Jump, Look, Row, Target, text},
};
use crate::{
    domain::{
        AnyRecord, Child, Field, Id, Kind,
        joins::{Gap, Join, Joined, joins},
        overview::PageData,
    },
    i18n::{Text, choice::Worded},
};

pub fn page(data: &PageData, child: Id<Child>, app: &App) -> (String, Vec<Row>) {
    let lang = app.setting.lang;
    let name = data.names.get(&(Kind::Child, child.0)).cloned().unwrap_or_default();
    let title = format!("{} · {name}", Text::Joins.text(lang));
    let records = Records::of(data);
    let Some(child) = &records.child else { return (title, Vec::new()) };
    let found = joins(Joined {
        child,
        goals: &records.goals,
        lines: &records.lines,
        assessments: &records.assessments,
        instruments: &records.instruments,
    });
    let mut rows = Vec::new();
    for (heading, belongs) in [
        (Text::JoinWorse, (|gap| matches!(gap, Gap::WorseWithoutGoal { .. })) as fn(&Gap) -> bool),
        (Text::JoinGoal, |gap| matches!(gap, Gap::GoalWithoutLine(_))),
        (Text::JoinLine, |gap| matches!(gap, Gap::LineWithoutGoal(_))),
    ] {
        let (open, reasoned): (Vec<&Join>, Vec<&Join>) =
            found.iter().filter(|join| belongs(&join.gap)).partition(|join| join.is_open());
        if open.len() + reasoned.len() > 0 {
            rows.push(Row::heading(heading.text(lang)));
        }
        rows.extend(open.into_iter().chain(reasoned).map(|join| row(join, child, &records, app)));
    }
    let width = usize::from(app.size.0).saturating_sub(2);
    if rows.is_empty() {
        rows.extend(Row::paragraph(Text::NoJoins.text(lang), width).into_iter().map(|row| row.look(Look::Faint)));
    } else if found.iter().any(Join::is_open) {
        rows.extend(Row::paragraph(Text::JoinHow.text(lang), width).into_iter().map(|row| row.look(Look::Faint)));
    }
    (title, rows)
}

fn row(join: &Join, child: &Child, records: &Records, app: &App) -> Row {
    let lang = app.setting.lang;
    let (what, detail, open, edit) = match &join.gap {
        Gap::WorseWithoutGoal { subject, domain, from, to } => {
            let preset = |noun, record| Jump::new(noun, record).of(child.id).with(Field::Domains, domain.clone());
            let reason = Jump::new(Noun::LeftOpen, child.id.0)
                .of(child.id)
                .with(Field::Domain, domain.clone())
                .on(Field::Reason);
            (
                item_label(&records.instruments, domain, lang),
                format!("{} · {from} → {to}", subject.text(lang)),
                preset(Noun::Goal, 0),
                reason,
            )
        }
        Gap::GoalWithoutLine(id) => {
            let goal = records.goals.iter().find(|goal| goal.id == *id);
            let (number, wording) = goal.map(|goal| (goal.number, goal.wording.as_str())).unwrap_or_default();
            let jump = Jump::new(Noun::Goal, id.0).of(child.id).on(Field::NoLineReason);
            (format!("M{number} {wording}"), String::new(), jump.clone(), jump)
        }
        Gap::LineWithoutGoal(id) => {
            let line = records.lines.iter().find(|line| line.id == *id);
            let service = line.map(|line| line.service.as_str()).unwrap_or_default();
            let jump = Jump::new(Noun::PlanLine, id.0).of(child.id);
            (
                format!("{service} {}", app.service_name(service)),
                line.map(|line| line.recipient.text(lang).to_owned()).unwrap_or_default(),
                jump.clone().on(Field::Goals),
                jump.on(Field::NoGoalReason),
            )
        }
    };
    let detail = match (join.is_open(), detail.is_empty()) {
        (true, _) => detail,
        (false, true) => Text::JoinReason.fill(lang, &[&join.reason]),
        (false, false) => format!("{detail} · {}", Text::JoinReason.fill(lang, &[&join.reason])),
    };
    let cells = if detail.is_empty() { vec![text(what)] } else { vec![text(what), text(detail)] };
    Row::new(cells).faint(!join.is_open()).target(Target::Form { open: Box::new(open), edit: Box::new(edit) })
}

/// The page's records, by kind.
#[derive(Default)]
struct Records {
    child: Option<Child>,
    goals: Vec<crate::domain::Goal>,
    lines: Vec<crate::domain::PlanLine>,
    assessments: Vec<crate::domain::Assessment>,
    instruments: Vec<crate::domain::Instrument>,
}

impl Records {
    fn of(data: &PageData) -> Self {
        let mut records = Self::default();
        for record in data.records.iter().cloned() {
            match record {
                AnyRecord::Child(child) => records.child = Some(child),
                AnyRecord::Goal(goal) => records.goals.push(goal),
                AnyRecord::PlanLine(line) => records.lines.push(line),
                AnyRecord::Assessment(assessment) => records.assessments.push(assessment),
                AnyRecord::Instrument(instrument) => records.instruments.push(instrument),
                _ => {}
            }
        }
        records
    }
}

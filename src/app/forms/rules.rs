//! What the programme's rules say of a form about to be saved: one question for every form that writes plan lines or
//! sessions.
//!
//! Only what the change itself breaks is told. *Prevent* refuses, *warn* warns once, *allow with a reason* asks for the
//! reason and keeps it with the lines and sessions. The rules are asked where something is entered, not where it is
//! written: taking a change back, or restoring a copy, must bring back what was there, whatever the rules say by now.

use super::super::{field::FormField, form::Form};
use crate::domain::{
    AnyRecord, Draft, Fault, Field, Operation, PlanLine, Problem, RuleBook, Session,
    budget::Account,
    overview::FormContext,
    pricing::PriceList,
    rules::{Amount, Basis, Breach, Facts, Policy, RuleReason, broken_by},
};

/// The faults that the rules find in `operation`. Reasons that were given are put into its records.
pub fn check(form: &Form, operation: &mut Operation) -> Vec<Fault> {
    let context = &*form.context;
    if context.rule_books.is_empty() {
        return Vec::new();
    }
    let (mut lines, mut sessions): (Vec<&PlanLine>, Vec<&Session>) = (Vec::new(), Vec::new());
    for put in &operation.puts {
        match &put.record {
            AnyRecord::PlanLine(line) => lines.push(line),
            AnyRecord::Session(session) => sessions.push(session),
            _ => {}
        }
    }
    let days = lines.iter().map(|line| line.from).chain(sessions.iter().map(|session| session.day));
    let Some(book) = days.min().and_then(|day| RuleBook::in_force(&context.rule_books, day)) else {
        return Vec::new();
    };
    let breaches = broken(context, book, &lines, &sessions);
    let reason = form.fields.iter().find(|field| field.field == Field::RuleReason);
    let reason = reason.map(|field| field.line.text().trim().to_owned()).unwrap_or_default();
    let mut faults = Vec::new();
    for breach in breaches {
        if breach.policy == Policy::Allow && !reason.is_empty() {
            keep_reason(operation, &breach, &reason);
        } else if !faults.iter().any(|fault: &Fault| is_of(fault, &breach)) {
            // The first day says enough of one rule.
            faults.push(Fault::new(field_of(form, &breach), Problem::Rule(Box::new(breach))));
        }
    }
    faults
}

/// Adds the field for the reason where a rule asks for one.
pub fn ask_for_reason(form: &mut Form) {
    let asks = |fault: &Fault| fault.field == Field::RuleReason;
    if form.faults.iter().any(asks) && !form.fields.iter().any(|field| field.field == Field::RuleReason) {
        form.fields.push(FormField::text(Field::RuleReason, ""));
    }
}

/// A draft in which a reason was written has a field for it.
pub fn restore_reason(form: &mut Form, draft: &Draft) {
    let has_reason = |(name, text): &(String, String)| name == Field::RuleReason.name() && !text.is_empty();
    if draft.texts.iter().any(has_reason) {
        form.fields.push(FormField::text(Field::RuleReason, ""));
    }
}

fn is_of(fault: &Fault, breach: &Breach) -> bool {
    matches!(&fault.problem, Problem::Rule(known) if known.rule == breach.rule)
}

/// What these lines and sessions break, beside what the child has.
fn broken(context: &FormContext, book: &RuleBook, lines: &[&PlanLine], sessions: &[&Session]) -> Vec<Breach> {
    let Some(child) = &context.child else { return Vec::new() };
    let version = lines.first().map(|line| line.plan);
    let of_version = |line: &&PlanLine| match version {
        Some(version) => line.plan == version,
        None => context.lines.iter().any(|current| current.id == line.id),
    };
    let (plan, earlier): (Vec<&PlanLine>, Vec<&PlanLine>) = context.all_lines.iter().partition(of_version);
    let plan: Vec<PlanLine> = plan.into_iter().cloned().collect();
    let earlier: Vec<PlanLine> = earlier.into_iter().cloned().collect();
    let changed_plan = changed(&plan, lines, |line| line.id.0);
    // A new version is held to what it adds to the one that it follows.
    let plan = if plan.is_empty() { context.lines.clone() } else { plan };
    let changed_sessions = changed(&context.sessions, sessions, |session| session.id.0);

    let prices = PriceList::new(&context.prices);
    let account = |child, plan, sessions| Account::new(child, &context.programme, plan, sessions, &prices);
    let siblings: Vec<Account> = context
        .siblings
        .iter()
        .map(|sibling| account(&sibling.child, &sibling.plan, &sibling.sessions).with_earlier(&sibling.earlier))
        .collect();
    let born = context.people.iter().find(|person| person.id == child.person).and_then(|person| person.birth_date);
    let facts = |plan, sessions| Facts {
        account: account(child, plan, sessions).with_earlier(&earlier),
        siblings: siblings.clone(),
        birth_date: born,
        people: &context.people,
        providers: &context.providers,
        in_force: false,
        today: context.today,
    };
    broken_by(&book.rules, &facts(&plan, &context.sessions), &facts(&changed_plan, &changed_sessions))
}

/// The list with these in the place of those with their numbers, the others at its end.
fn changed<T: Clone>(list: &[T], new: &[&T], number: impl Fn(&T) -> u64) -> Vec<T> {
    let mut changed: Vec<T> = list.to_vec();
    for item in new {
        match changed.iter_mut().find(|old| number(old) == number(item)) {
            Some(old) => *old = (*item).clone(),
            None => changed.push((*item).clone()),
        }
    }
    changed
}

/// The reason stands with what breaks the rule: all lines, and the sessions of the days that are counted together.
fn keep_reason(operation: &mut Operation, breach: &Breach, reason: &str) {
    for put in &mut operation.puts {
        let reasons = match &mut put.record {
            AnyRecord::PlanLine(line) if breach.basis == Basis::Plan => &mut line.rule_reasons,
            AnyRecord::Session(session)
                if breach.basis == Basis::Sessions && (breach.days.0..=breach.days.1).contains(&session.day) =>
            {
                &mut session.rule_reasons
            }
            _ => continue,
        };
        reasons.retain(|known| known.rule != breach.rule);
        reasons.push(RuleReason { rule: breach.rule.clone(), reason: reason.to_owned() });
    }
}

/// The field that the breach stands beside: where a reason helps, that of the reason; otherwise the one to change.
fn field_of(form: &Form, breach: &Breach) -> Field {
    if breach.policy == Policy::Allow {
        return Field::RuleReason;
    }
    let wanted: &[Field] = match &breach.limit {
        Amount::Percent(_) => &[Field::CopaymentPercent],
        Amount::Day(_) if breach.used < breach.limit => &[Field::From, Field::Day],
        Amount::Day(_) => &[Field::To, Field::Repeat, Field::Day],
        Amount::Service(_) => &[Field::Service, Field::Line, Field::Day],
        Amount::Outsider => &[Field::Specialist],
        _ => &[Field::Quantity, Field::Repeat, Field::Units, Field::Day],
    };
    let there = |field: &&Field| form.fields.iter().any(|known| known.field == **field);
    let fallback = form.fields.first().map_or(Field::Reason, |field| field.field);
    wanted.iter().find(there).copied().unwrap_or(fallback)
}

//! What would become of the money if what is being entered were saved: asked of the store while somebody types, told in
//! a few rows that keep their place.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use unicode_width::UnicodeWidthStr;

use super::{
    App, Effect, Screen,
    forms::{self, Noun},
    pages,
    question::Yes,
};
use crate::{
    domain::{
        AnyRecord, Child, Fault, Field, Id, Money, Operation, Problem,
        budget::{Figure, FigureKind},
        consequence::{Amounts, Consequences, OfChild, OfProvider, Shift},
        rules::{RuleChange, Turn},
        shared_time::{Other, calendars_of},
    },
    i18n::{
        Lang, Text, clean::clean, date, fault::also_on, number, plural::Counted, proposal::ProposalText,
        rules::RuleText,
    },
};

/// So many rows tell it: of the child, of providers, of rules.
pub const ROWS: usize = 3;
/// So many changes of rules, or providers, are told of.
const TOLD: usize = 2;
/// No provider's name is longer in a row, columns: on a wide screen, and on one where the programme needs the room.
const NAME: (usize, usize) = (24, 8);
/// From so many columns on a row has room for long names.
const ROOMY: usize = 100;

/// What was asked last, and what came of it.
#[derive(Debug, Default)]
pub struct WhatIf {
    asked: Option<Box<Operation>>,
    /// Counts what was asked: an answer to something else is none.
    number: u64,
    told: Option<Box<Consequences>>,
    /// What is being explained: what would be saved, and what would come of it.
    explained: Option<(Box<Operation>, Box<Consequences>)>,
}

/// How a row is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As it should be.
    Calm,
    /// A rule is broken.
    Broken,
}

impl Noun {
    /// Whether saving it does something although nothing was typed.
    const fn is_a_step(self) -> bool {
        matches!(self, Self::SubmitPlan | Self::ApprovePlan)
    }

    /// Whether saving it can change what a budget comes to.
    pub const fn moves_money(self) -> bool {
        matches!(
            self,
            Self::PlanLine
                | Self::PlanVersion
                | Self::SubmitPlan
                | Self::ApprovePlan
                | Self::Price
                | Self::Session
                | Self::Series
                | Self::MoveSession
                | Self::SessionOutcome
                | Self::Child
                | Self::CloseChild
        )
    }
}

impl App {
    /// Asks what would become of the money, whenever something else would be saved than a moment ago.
    pub(super) fn suppose(&mut self) -> Vec<Effect> {
        let proposed = self.proposed();
        if proposed.as_ref() == self.what_if.asked.as_deref() {
            return Vec::new();
        }
        self.what_if.asked = proposed.clone().map(Box::new);
        self.what_if.number += 1;
        let Some(operation) = proposed else {
            self.what_if.told = None;
            return Vec::new();
        };
        let mut effects = self.look_elsewhere(&operation);
        // What was told before stays until there is something better to tell.
        effects.push(Effect::Suppose(self.what_if.number, Box::new(operation)));
        effects
    }

    /// Asks when others are at the providers and with the specialists of sessions that would be booked, once for each.
    fn look_elsewhere(&mut self, operation: &Operation) -> Vec<Effect> {
        let Some(Screen::Form(form)) = self.screens.last_mut() else { return Vec::new() };
        let Some(from) = form.context.elsewhere_from else { return Vec::new() };
        let sessions = operation.puts.iter().filter_map(|put| match &put.record {
            AnyRecord::Session(session) => Some(session),
            _ => None,
        });
        let named =
            sessions.flat_map(|one| calendars_of(one.provider, &one.specialist).map(|whose| (whose, one.child)));
        let new = named.filter(|(whose, _)| form.context.elsewhere_of.insert(whose.clone()));
        new.map(|(whose, child)| Effect::LoadElsewhere(whose, child, from)).collect()
    }

    /// They are known: what clashes with them is told with the form's other faults.
    pub(super) fn take_elsewhere(&mut self, sessions: Vec<Other>) {
        if let Some(Screen::Form(form)) = self.screens.last_mut() {
            let context = &mut form.context;
            // Those of brothers and sisters, and of whom else was named, are known already.
            let known: BTreeSet<_> = context.elsewhere.iter().map(|other| other.session.id).collect();
            context.elsewhere.extend(sessions.into_iter().filter(|other| !known.contains(&other.session.id)));
        }
    }

    /// What would be saved now; none while it cannot be.
    fn proposed(&self) -> Option<Operation> {
        match self.screens.last()? {
            Screen::Form(form) if form.noun.moves_money() && (form.noun.is_a_step() || form.is_dirty()) => {
                forms::proposed(form, self.filling())
            }
            Screen::Question(question) => match &question.yes {
                Yes::Apply(operation) | Yes::Insist(operation) => Some((**operation).clone()),
                Yes::Reach(reaches) => reaches.operation().map(|operation| *operation),
                Yes::Undo(revision) => Some(Operation::undo(*revision)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The store has answered.
    pub(super) fn take_consequences(&mut self, number: u64, told: Option<Box<Consequences>>) {
        if number == self.what_if.number {
            self.what_if.told = told;
        }
    }

    /// How all children stand is known now: whatever was told by differences can be told as a whole.
    pub(super) fn suppose_anew(&mut self) {
        let is_part = |told: &Consequences| told.programmes.iter().any(|of| !of.is_whole);
        if self.what_if.told.as_deref().is_some_and(is_part) {
            self.what_if.asked = None;
        }
    }

    /// Whether what stands on the screen can change what a budget comes to.
    pub(super) fn may_suppose(&self) -> bool {
        match self.screens.last() {
            Some(Screen::Form(form)) => form.noun.moves_money(),
            Some(Screen::Question(question)) => {
                matches!(question.yes, Yes::Apply(_) | Yes::Insist(_) | Yes::Reach(_) | Yes::Undo(_))
            }
            _ => false,
        }
    }

    /// Opens what is behind the rows that tell what would be: of the one child, or of whom it would change something for.
    pub(super) fn explain_supposed(&mut self) -> Vec<Effect> {
        let (Some(operation), Some(told)) = (self.what_if.asked.clone(), self.what_if.told.clone()) else {
            return Vec::new();
        };
        let only = match &told.children[..] {
            [only] => Some(only.child),
            _ => None,
        };
        let page = pages::supposed::children(&told, self);
        self.what_if.explained = Some((operation, told));
        match only {
            Some(child) => self.explain_supposed_for(child),
            None => {
                self.screens.push(Screen::Page(Box::new(page)));
                Vec::new()
            }
        }
    }

    /// Whoever comes to look at a child's figures is noted.
    pub(super) fn explain_supposed_for(&self, child: Id<Child>) -> Vec<Effect> {
        let Some((operation, _)) = &self.what_if.explained else { return Vec::new() };
        vec![Effect::Looked(child), Effect::LoadSupposed(operation.clone(), child)]
    }

    /// The figures are known.
    pub(super) fn take_supposed(&mut self, child: Id<Child>, figures: &[Shift<Figure>]) {
        let of = self.what_if.explained.as_ref().map(|(_, told)| &told.children);
        if let Some(of) = of.and_then(|children| children.iter().find(|of| of.child == child)) {
            let page = pages::supposed::child(of, figures, self);
            self.screens.push(Screen::Page(Box::new(page)));
        }
    }

    /// Whether there is something to tell of what would be.
    pub(super) fn tells_what_if(&self) -> bool {
        self.what_if.told.as_deref().is_some_and(|told| !told.is_nothing())
    }

    /// What would become of the money, row by row, in so many columns; empty rows where there is nothing to tell.
    pub fn what_if(&self, width: usize) -> [Option<(String, Tone)>; ROWS] {
        let lang = self.setting.lang;
        let (barred, is_price) = match self.screens.last() {
            Some(Screen::Form(form)) => (forms::barred::told(form, lang), form.noun == Noun::Price),
            _ => (None, false),
        };
        let barred = barred.map(|text| (format!("! {text}"), Tone::Broken));
        let Some(told) = self.what_if.told.as_deref().filter(|told| !told.is_nothing()) else {
            // Of a price one expects that somebody has it.
            let is_nobodys = is_price && self.what_if.told.is_some();
            let nobodys = is_nobodys.then(|| (ProposalText::NothingChanges.text(lang).to_owned(), Tone::Calm));
            return [nobodys, None, barred];
        };
        let calm = |text: Option<String>| text.map(|text| (whole_parts(text, width), Tone::Calm));
        let faults = match self.screens.last() {
            Some(Screen::Form(form)) => &form.faults[..],
            _ => &[],
        };
        [calm(children(told, lang)), calm(providers(told, width, lang)), barred.or_else(|| rules(told, faults, lang))]
    }
}

/// As many parts of a row as fit into so many columns; the first in any case.
fn whole_parts(mut row: String, width: usize) -> String {
    while row.width() > width
        && let Some(end) = row.rfind(" · ")
    {
        row.truncate(end);
    }
    row
}

/// The one child's figures before and after; of several children, by how much all change together.
fn children(told: &Consequences, lang: Lang) -> Option<String> {
    let text = match &told.children[..] {
        [] => return None,
        [child] => {
            let since = child.since.map(|day| Text::FromDay.fill(lang, &[&date::show_short(day, lang)]));
            let figures = figures(child, lang);
            since.filter(|_| !figures.is_empty()).map_or(figures.clone(), |since| format!("{since}: {figures}"))
        }
        many => {
            let changed = told.programmes.iter().map(|of| (of, differences(&of.amounts, lang)));
            let changed = changed.filter(|(_, text)| !text.is_empty());
            let together = changed.map(|(of, text)| match &told.programmes[..] {
                [_] => text,
                _ => format!("{} {text}", shortened(&clean(&of.name), NAME.0)),
            });
            let together: Vec<String> = together.collect();
            format!("{}: {}", Counted::Child.text(many.len() as u64, lang), together.join("; "))
        }
    };
    Some(text).filter(|text| !text.is_empty())
}

/// The figures that change: `Plānots 3 610,20 → 3 740,20`.
pub fn figures(of: &OfChild, lang: Lang) -> String {
    let changed = CHANGING.iter().map(|kind| (kind, of.amounts.figure(*kind))).filter(|(_, figure)| figure.is_change());
    let figure = |(kind, Shift { before, after }): (&FigureKind, Shift<Money>)| {
        format!("{} {} → {}", kind.short(lang), number::money(before, lang), number::money(after, lang))
    };
    let mut parts: Vec<String> = changed.map(figure).collect();
    if of.pace.is_change() {
        // It follows from the first two, and stays where there is little room.
        let pace = format!("{} {}", Text::Pace.text(lang).to_lowercase(), pace(of.pace, lang));
        parts.insert(parts.len().min(2), pace);
    }
    parts.join(" · ")
}

/// `85 % → 92 %`: what was spent against even spend; nothing where it stays.
pub fn pace(pace: Shift<Option<u32>>, lang: Lang) -> String {
    let percent = |pace: Option<u32>| pace.map_or_else(|| "–".to_owned(), |pace| number::percent(pace.into(), lang));
    if pace.is_change() { format!("{} → {}", percent(pace.before), percent(pace.after)) } else { String::new() }
}

/// By how much they change: `Plānots +130,00`.
fn differences(amounts: &Shift<Amounts>, lang: Lang) -> String {
    let changed = CHANGING.iter().map(|kind| (kind, amounts.difference(*kind))).filter(|(_, by)| !by.is_zero());
    let by = |(kind, by): (&FigureKind, Money)| {
        let sign = if by.is_negative() { "" } else { "+" };
        format!("{} {sign}{}", kind.short(lang), number::money(by, lang))
    };
    changed.map(by).collect::<Vec<_>>().join(" · ")
}

/// The figures told of, what is asked about first first.
const CHANGING: [FigureKind; 6] = [
    FigureKind::Planned,
    FigureKind::Reserved,
    FigureKind::Delivered,
    FigureKind::Free,
    FigureKind::Ceiling,
    FigureKind::Forecast,
];

/// What changes at the providers, and with that in the programme: one figure before and after where those of all
/// children are known, else by how much.
fn providers(told: &Consequences, width: usize, lang: Lang) -> Option<String> {
    let mut changed: Vec<_> = told.providers.iter().filter(|of| of.provider.is_some()).collect();
    changed.sort_by_key(|of| std::cmp::Reverse(largest(&of.amounts)));
    let longest = if width < ROOMY { NAME.1 } else { NAME.0 };
    let name = |of: &OfProvider| shortened(&clean(&of.name), longest);
    if let [programme] = &told.programmes[..]
        && programme.is_whole
    {
        // What moves from one provider to another changes nothing in the programme.
        let changes = |kind: &FigureKind| {
            let mut all = changed.iter().map(|of| &of.amounts).chain([&programme.amounts]);
            all.any(|amounts| amounts.figure(*kind).is_change())
        };
        let kind = CHANGING.into_iter().find(changes)?;
        let figure = |name: &str, amounts: &Shift<Amounts>| {
            let Shift { before, after } = amounts.figure(kind);
            format!("{name} {} → {}", number::money(before, lang), number::money(after, lang))
        };
        let at = |of: &&OfProvider| of.amounts.figure(kind).is_change();
        let mut parts: Vec<String> =
            changed.into_iter().filter(at).take(TOLD).map(|of| figure(&name(of), &of.amounts)).collect();
        // After the one provider that changes most, so that it stays where there is little room.
        if programme.amounts.figure(kind).is_change() {
            parts.insert(parts.len().min(1), figure(Field::Programme.text(lang), &programme.amounts));
        }
        return Some(format!("{}: {}", kind.short(lang), parts.join(" · ")));
    }
    let provider = |of: &&OfProvider| format!("{}: {}", name(of), differences(&of.amounts, lang));
    let mut parts: Vec<String> = changed.iter().take(TOLD).map(provider).collect();
    if let [_] = &told.children[..] {
        let programmes = told.programmes.iter().map(|of| differences(&of.amounts, lang));
        let programmes: Vec<String> = programmes.filter(|text| !text.is_empty()).collect();
        parts.extend(programmes.first().map(|text| format!("{}: {text}", Field::Programme.text(lang))));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// A name in so many letters at most, cut where it is longer.
fn shortened(name: &str, longest: usize) -> String {
    match name.char_indices().nth(longest) {
        Some(_) => name.chars().take(longest.saturating_sub(1)).chain(['…']).collect(),
        None => name.to_owned(),
    }
}

fn largest(amounts: &Shift<Amounts>) -> Money {
    let sizes = CHANGING.iter().map(|kind| amounts.difference(*kind)).map(|by| if by.is_negative() { -by } else { by });
    sizes.max().unwrap_or_default()
}

/// The rules that say something else, those that are broken first. What stands among the form's faults is told there.
fn rules(told: &Consequences, faults: &[Fault], lang: Lang) -> Option<(String, Tone)> {
    let mut changed: Vec<(&str, &RuleChange, Vec<NaiveDate>)> = Vec::new();
    let is_fault = |rule: &RuleChange| {
        let days =
            |fault: &Fault, date| fault.also_on.contains(&rule.told.measure.date) || date == rule.told.measure.date;
        let same = |fault: &Fault| matches!(&fault.problem, Problem::Rule(breach) if breach.rule == rule.told.rule && days(fault, breach.measure.date));
        faults.iter().any(same)
    };
    for (child, rule) in told.rules().filter(|(_, rule)| !is_fault(rule)) {
        // One limit of a rule is told in full, of the others that are passed the days.
        let same = |known: &RuleChange| known.told.rule == rule.told.rule && known.turn == rule.turn;
        match changed.iter_mut().find(|(_, known, _)| same(known)) {
            Some((_, first, days)) => {
                let date = Some(rule.told.measure.date)
                    .filter(|date| rule.turn == Turn::Broken && *date != first.told.measure.date);
                days.extend(date.filter(|date| !days.contains(date)));
            }
            None => changed.push((child.name.as_str(), rule, Vec::new())),
        }
    }
    changed.sort_by_key(|(_, rule, _)| match rule.turn {
        Turn::Broken => 0,
        Turn::Mended => 1,
        Turn::Nearer => 2,
    });
    let broken = changed.first().is_some_and(|(_, rule, _)| rule.turn == Turn::Broken);
    let several = told.children.len() > 1;
    let sentence = |(name, rule, days): &(&str, &RuleChange, Vec<NaiveDate>)| {
        let sentence = rule_sentence(rule, lang) + &also_on(days, lang);
        if several { format!("{} – {sentence}", clean(name)) } else { sentence }
    };
    let text = changed.iter().take(TOLD).map(sentence).collect::<Vec<_>>().join("; ");
    let (mark, tone) = if broken { ("! ", Tone::Broken) } else { ("", Tone::Calm) };
    (!text.is_empty()).then(|| (format!("{mark}{text}"), tone))
}

/// What a rule says by then.
pub fn rule_sentence(rule: &RuleChange, lang: Lang) -> String {
    let told = &rule.told;
    match rule.turn {
        Turn::Broken => told.sentence(lang),
        Turn::Mended => RuleText::KeptAgain.fill(lang, &[&told.name(lang)]),
        Turn::Nearer => {
            let left = told.measure.left().map(|left| left.text(lang)).unwrap_or_default();
            let kept =
                RuleText::Kept.fill(lang, &[&told.measure.used.bare(lang), &told.measure.limit.text(lang), &left]);
            format!("{}: {kept}", told.name(lang))
        }
    }
}

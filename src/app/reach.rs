//! How far a change of one session of a series reaches: this one, this and the later ones, or all that are still to
//! come. What each would change is worked out before anybody is asked.

mod line;

use chrono::{Datelike, NaiveDate};

use super::{
    form::Form,
    forms::{Filling, Noun, session::problem},
};
use crate::{
    domain::{
        AnyRecord, Deed, Fault, Field, Id, Operation, Outcome, PlanLine, Put, Series, Session, Terms,
        clash::{Surroundings, by_kind},
        overview::FormContext,
    },
    i18n::{Lang, Text, date, plural::Counted},
};

/// How far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// This session only.
    This,
    /// This one and those after it.
    Later,
    /// All that are still to come.
    All,
}

/// What each reach would do; this one is chosen until another is.
#[derive(Clone, Debug)]
pub struct Reaches {
    /// Which is chosen.
    pub chosen: Reach,
    options: [Option<ReachOption>; 3],
}

/// What one reach does.
#[derive(Clone, Debug)]
struct ReachOption {
    lines: Vec<String>,
    /// None: something stands in the way, and the lines say what.
    operation: Option<Box<Operation>>,
}

impl Reaches {
    /// What the chosen reach does, line by line.
    pub fn lines(&self) -> Vec<String> {
        self.change().map(|change| change.lines.clone()).unwrap_or_default()
    }

    /// The operation of the chosen reach; none where something stands in its way.
    pub fn operation(&self) -> Option<Box<Operation>> {
        self.change()?.operation.clone()
    }

    fn change(&self) -> Option<&ReachOption> {
        self.options.get(self.chosen as usize)?.as_ref()
    }

    /// What can be asked about a form that is saved with `single`; none where it concerns no other session.
    pub fn of(form: &Form, single: &Operation, filling: Filling<'_>) -> Option<Self> {
        let context = &form.context;
        if form.noun == Noun::Series {
            return line::reaches(form, single, filling.lang);
        }
        let Some(AnyRecord::Session(old)) = &context.base else { return None };
        let new = changed(form.noun, old, single)?;
        let series = context.series.iter().find(|series| series.id == old.series && old.series.is_some())?;
        let open = |own: &&Session| own.series == series.id && own.is_open() && own.day >= context.today;
        let others: Vec<&Session> = context.sessions.iter().filter(open).filter(|own| own.id != old.id).collect();
        if others.is_empty() {
            return None;
        }
        let later: Vec<&Session> = others.iter().copied().filter(|own| own.day > old.day).collect();
        let work = Work { context, series, old, new, noun: form.noun, single, lang: filling.lang };
        let this =
            ReachOption { lines: work.lines(Reach::This, &[old], &[]), operation: Some(Box::new(single.clone())) };
        let options = [Some(this), Some(work.change(Reach::Later, &later)), Some(work.change(Reach::All, &others))];
        Some(Self { chosen: Reach::This, options })
    }
}

/// The session as the form leaves it, if it is a change that others can share.
fn changed<'a>(noun: Noun, old: &Session, single: &'a Operation) -> Option<&'a Session> {
    let sessions = || {
        single.puts.iter().filter_map(|Put { record, base }| match record {
            AnyRecord::Session(session) => Some((session, base.is_some())),
            _ => None,
        })
    };
    match noun {
        Noun::Session => sessions().find(|(new, _)| new.id == old.id && *new != old).map(|(new, _)| new),
        Noun::MoveSession => sessions().find(|(_, existing)| !existing).map(|(new, _)| new),
        Noun::SessionOutcome => {
            let cancels = |new: &Session| matches!(new.outcome, Outcome::Excused | Outcome::ByProvider);
            sessions().find(|(new, _)| old.is_open() && cancels(new)).map(|(new, _)| new)
        }
        _ => None,
    }
}

/// Everything that a change of several sessions is made of.
struct Work<'a> {
    context: &'a FormContext,
    series: &'a Series,
    old: &'a Session,
    new: &'a Session,
    noun: Noun,
    single: &'a Operation,
    lang: Lang,
}

impl Work<'_> {
    /// The change of this session and those others.
    fn change(&self, reach: Reach, others: &[&Session]) -> ReachOption {
        let mut all: Vec<&Session> = others.iter().copied().chain([self.old]).collect();
        all.sort_by_key(|session| (session.day, session.start));
        let line = self.context.all_lines.iter().find(|line| line.id == self.new.line).cloned().unwrap_or_default();
        let after: Vec<Session> = all.iter().map(|session| self.like_new(session, &line)).collect();
        let mut lines = self.lines(reach, &all, &after);
        let mut refused = false;
        if self.noun != Noun::SessionOutcome {
            let replaced: Vec<Id<Session>> = all.iter().map(|session| session.id).collect();
            let found = Surroundings::new(self.context, &line, &replaced).clashes(&after);
            for (first, others) in by_kind(&found, &after) {
                let fault = Fault::new(Field::Day, problem(&first.clash, &line, self.lang)).also_on(others);
                refused |= !fault.is_warning();
                lines.push(format!("! {}", fault.alone(self.lang)));
            }
        }
        let operation = (!refused).then(|| Box::new(self.operation(reach, &all, after, &line)));
        ReachOption { lines, operation }
    }

    /// Another session of the series, changed as this one was; its line will be that.
    fn like_new(&self, session: &Session, line: &PlanLine) -> Session {
        let (old, new) = (self.old, self.new);
        let mut after = session.clone();
        after.day += new.day - old.day;
        fn follow<T: PartialEq + Clone>(field: &mut T, old: &T, new: &T) {
            if old != new {
                field.clone_from(new);
            }
        }
        follow(&mut after.line, &old.line, &new.line);
        follow(&mut after.provider, &old.provider, &new.provider);
        follow(&mut after.specialist, &old.specialist, &new.specialist);
        follow(&mut after.start, &old.start, &new.start);
        follow(&mut after.minutes, &old.minutes, &new.minutes);
        follow(&mut after.units, &old.units, &new.units);
        follow(&mut after.text, &old.text, &new.text);
        follow(&mut after.outcome, &old.outcome, &new.outcome);
        // In the night in which clocks change an hour more or less passes.
        if after.is_open() && new.counts_time(line) && after.units == new.units { after.counted(line) } else { after }
    }

    fn operation(&self, reach: Reach, all: &[&Session], mut after: Vec<Session>, line: &PlanLine) -> Operation {
        let mut operation = Operation { puts: Vec::new(), removes: Vec::new(), ..self.single.clone() };
        if self.noun == Noun::SessionOutcome {
            for (before, after) in all.iter().zip(after) {
                // What is cancelled is not charged, so that no price is needed.
                let cancelled = before.marked(after.outcome, before.units, None, line, Terms::default());
                let cancelled = cancelled.map(|cancelled| Session { text: after.text.clone(), ..cancelled });
                operation = operation.change((*before).clone(), cancelled.unwrap_or(after));
            }
            return operation;
        }
        operation.deed = Deed::EditSeries;
        let shifted = self.new.day != self.old.day;
        // On other days they are another series; so are those after this one, where the earlier ones stay as they are.
        let parted = shifted || reach == Reach::Later || self.noun == Noun::MoveSession;
        let like = Series {
            line: self.new.line,
            provider: self.new.provider,
            specialist: self.new.specialist.clone(),
            start: self.new.start,
            minutes: self.new.minutes,
            units: self.new.units,
            ..self.series.clone()
        };
        let mut days: Vec<NaiveDate> =
            after.iter().map(|session| if shifted { session.day } else { session.rule_day() }).collect();
        days.sort_unstable();
        days.dedup();
        match like.on_days(&days) {
            Some(new) if parted => {
                let new = Series { id: Id::placeholder(0), uid: String::new(), ..new };
                for session in &mut after {
                    session.series = new.id;
                    session.instead_of = session.instead_of.filter(|_| !shifted);
                }
                operation = operation.create(new);
                operation = self.cut(operation, all);
            }
            // Days that no rule has stay with the series, which is left as it is.
            None if parted => {
                for (before, session) in all.iter().zip(&mut after) {
                    session.instead_of = Some(before.rule_day()).filter(|rule_day| *rule_day != session.day);
                }
            }
            _ => operation = operation.change(self.series.clone(), like),
        }
        for (n, (before, mut after)) in all.iter().zip(after).enumerate() {
            if self.noun == Noun::MoveSession {
                let why = std::mem::replace(&mut after.text, before.text.clone());
                (after.id, after.uid) = (Id::placeholder(n as u64 + 1), String::new());
                // Those concerned are told of all of them at once.
                let to_inform = n == 0;
                let outcome = Outcome::Moved;
                let moved = Session { outcome, moved_to: after.id, text: why, to_inform, ..(*before).clone() };
                operation = operation.create(after).change((*before).clone(), moved);
            } else {
                operation = operation.change((*before).clone(), after);
            }
        }
        operation
    }

    /// Leaves to the old series the days of the sessions that stay with it; one that keeps none is left as it was,
    /// for what was moved out of it still tells where it came from.
    fn cut(&self, operation: Operation, gone: &[&Session]) -> Operation {
        let stays = |own: &&Session| {
            own.series == self.series.id && (self.noun == Noun::MoveSession || !gone.iter().any(|g| g.id == own.id))
        };
        let mut days: Vec<NaiveDate> = self.context.sessions.iter().filter(stays).map(Session::rule_day).collect();
        days.sort_unstable();
        days.dedup();
        if days.is_empty() || self.noun == Noun::MoveSession {
            return operation;
        }
        match self.series.on_days(&days) {
            Some(left) => operation.change(self.series.clone(), left),
            None => operation,
        }
    }

    /// What is told before it is done: how many, and their days.
    fn lines(&self, reach: Reach, before: &[&Session], after: &[Session]) -> Vec<String> {
        let lang = self.lang;
        let moved = self.new.day != self.old.day;
        let days: Vec<String> = before
            .iter()
            .enumerate()
            .map(|(n, session)| {
                let to = after.get(n).map_or(self.new.day, |after| after.day);
                let row = short(session.day, lang);
                if moved { format!("{row} → {}", short(to, lang)) } else { row }
            })
            .collect();
        let mut lines = told(reach, before.len(), &days, lang);
        let (old, new) = (self.old.start, self.new.start);
        if let (Some(new), true) = (new, old != new) {
            let old = old.map(|old| old.format("%H:%M → ").to_string()).unwrap_or_default();
            lines.push(format!("{old}{}", new.format("%H:%M")));
        }
        lines
    }
}

/// `pr 18.03.`
fn short(day: NaiveDate, lang: Lang) -> String {
    format!("{} {}", date::weekday_short(day.weekday(), lang), date::show_short(day, lang))
}

/// How far, of how many sessions, and their days in rows.
fn told(reach: Reach, count: usize, days: &[String], lang: Lang) -> Vec<String> {
    const COLUMNS: usize = 60;
    const ROWS: usize = 6;
    let name = match reach {
        Reach::This => Text::ReachThis,
        Reach::Later => Text::ReachLater,
        Reach::All => Text::ReachAll,
    };
    let mut lines = vec![Text::ReachOf.fill(lang, &[&name.text(lang), &Counted::Session.text(count as u64, lang)])];
    let widest = days.iter().map(|day| day.chars().count() + 3).max().unwrap_or(COLUMNS);
    let rows: Vec<&[String]> = days.chunks((COLUMNS / widest).max(1)).collect();
    lines.extend(rows.iter().take(ROWS).map(|row| row.join("   ")));
    let more: usize = rows.iter().skip(ROWS).map(|row| row.len()).sum();
    lines.extend((more > 0).then(|| format!("+{more}")));
    lines
}

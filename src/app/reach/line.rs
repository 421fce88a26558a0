//! How far a series reaches that is changed in its line: the session under the cursor, that one and the later ones, or
//! all that are still to come.

use chrono::{Datelike, NaiveDate};

use super::{Reach, ReachOption, Reaches, short, told};
use crate::{
    action::Action,
    app::{
        form::Form,
        forms::session::problem,
        quick_add::{Preview, preview},
    },
    domain::{
        AnyRecord, Deed, Field, Id, Operation, Problem, Put, Series, Session, overview::FormContext,
        recurrence::Pattern,
    },
    i18n::{Lang, Text},
};

/// What can be asked about a series that is changed by `all`; none where no more than one session is concerned.
pub(super) fn reaches(form: &Form, all: &Operation, lang: Lang) -> Option<Reaches> {
    let Some(AnyRecord::Series(old)) = &form.context.base else { return None };
    let typed = form.fields.iter().find(|field| field.field == Field::Rule)?;
    let preview = preview(typed.line.text(), &form.context, form.request.day, lang);
    if preview.added.len() + preview.changed.len() + preview.removed.len() <= 1 {
        return None;
    }
    let own = || form.context.sessions.iter().filter(|own| own.series == old.id && own.is_open());
    let cursor = own().filter(|own| own.day >= form.request.day).min_by_key(|own| own.day)?;
    let work = Work { context: &form.context, old, all, preview: &preview, cursor, lang };
    Some(Reaches { chosen: Reach::This, options: [Some(work.this()), Some(work.later()), Some(work.whole())] })
}

struct Work<'a> {
    context: &'a FormContext,
    old: &'a Series,
    all: &'a Operation,
    preview: &'a Preview,
    /// The session that the line was opened on.
    cursor: &'a Session,
    lang: Lang,
}

impl Work<'_> {
    fn whole(&self) -> ReachOption {
        ReachOption { lines: self.lines(Reach::All, NaiveDate::MIN), operation: Some(Box::new(self.all.clone())) }
    }

    /// Of one session the hour, the length and the like are changed, or its day, or it is taken off.
    fn this(&self) -> ReachOption {
        let (cursor, lang) = (self.cursor, self.lang);
        let changed = self.preview.changed.iter().find(|(before, _)| before.id == cursor.id);
        let mut operation = Operation { puts: Vec::new(), removes: Vec::new(), ..self.all.clone() };
        if let Some((before, after)) = changed {
            let put = self.all.puts.iter().find(|put| is_session(put, cursor.id)).cloned();
            operation.deed = Deed::EditSession;
            operation.puts.extend(put);
            let day = short(before.day, lang);
            let day = if after.day == before.day { day } else { format!("{day} → {}", short(after.day, lang)) };
            return ReachOption { lines: told(Reach::This, 1, &[day], lang), operation: Some(Box::new(operation)) };
        }
        let is_gone = self.preview.removed.iter().any(|gone| gone.id == cursor.id);
        if is_gone && self.preview.added.is_empty() {
            let without = self.old.without(cursor.rule_day());
            let operation = operation.change(self.old.clone(), without).remove(cursor);
            let lines = told(Reach::This, 1, &[format!("– {}", short(cursor.day, lang))], lang);
            return ReachOption { lines, operation: Some(Box::new(operation)) };
        }
        if let Some(after) = self.on_another_day() {
            let day = format!("{} → {}", short(cursor.day, lang), short(after.day, lang));
            let mut lines = told(Reach::This, 1, &[day], lang);
            let clashes = self.clashes_on(after.day);
            let refused = clashes.iter().any(|problem| !problem.is_warning());
            lines.extend(clashes.iter().map(|problem| format!("! {}", problem.alone(lang))));
            operation.deed = Deed::EditSession;
            let operation = operation.change(cursor.clone(), after);
            return ReachOption { lines, operation: (!refused).then(|| Box::new(operation)) };
        }
        let mut lines = told(Reach::This, 0, &[], lang);
        lines.push(Text::NothingChanges.text(lang).to_owned());
        lines.extend(is_gone.then(|| Text::MoveInstead.fill(lang, &[&Action::Move.text(lang)])));
        ReachOption { lines, operation: None }
    }

    /// The session under the cursor where its series would be held on other days: on that of the same week or month.
    fn on_another_day(&self) -> Option<Session> {
        let monthly = !matches!(self.preview.series.rule.pattern, Pattern::Weekly(_));
        let period = |day: NaiveDate| match monthly {
            true => (day.year(), day.month()),
            false => (day.iso_week().year(), day.iso_week().week()),
        };
        let rule_day = self.cursor.rule_day();
        let within = |own: &&Session| period(own.rule_day()) == period(rule_day);
        // Of two in a week, the second stays the second.
        let place = self.preview.removed.iter().filter(within).position(|gone| gone.id == self.cursor.id)?;
        let mut added = self.preview.added.iter().filter(within).skip(place);
        let new = added.next()?;
        let after = self.cursor.following(&self.old.session(rule_day, self.cursor.day), new);
        Some(Session { instead_of: Some(rule_day).filter(|rule_day| *rule_day != new.day), ..after })
    }

    /// What speaks against that day.
    fn clashes_on(&self, day: NaiveDate) -> Vec<Problem> {
        let (Some(line), lang) = (&self.preview.line, self.lang) else { return Vec::new() };
        let entry = self.preview.entries.iter().find(|entry| entry.held_on == Some(day));
        entry.map(|entry| entry.clashes.iter().map(|clash| problem(clash, line, lang)).collect()).unwrap_or_default()
    }

    /// The earlier sessions stay in the old series; the later ones are another, as the line has it.
    fn later(&self) -> ReachOption {
        let first = self.cursor.rule_day();
        let lines = self.lines(Reach::Later, first);
        let before = |own: &Session| own.rule_day() < first;
        let preview = self.preview;
        let touches_earlier = preview.added.iter().chain(&preview.removed).any(before)
            || preview.changed.iter().any(|(old, _)| before(old));
        if !touches_earlier {
            return ReachOption { lines, operation: Some(Box::new(self.all.clone())) };
        }
        let goes = |own: &Session| own.is_open() && own.day >= self.context.today && !before(own);
        let own = || self.context.sessions.iter().filter(|own| own.series == self.old.id);
        let mut operation = Operation { puts: Vec::new(), removes: Vec::new(), ..self.all.clone() };
        let mut days: Vec<NaiveDate> = Vec::new();
        for put in &self.all.puts {
            let AnyRecord::Session(session) = &put.record else { continue };
            if before(session) {
                continue;
            }
            days.push(session.rule_day());
            let session = Session { series: Id::placeholder(0), ..session.clone() };
            operation.puts.push(Put { record: session.into(), base: put.base.clone() });
        }
        let mut stay: Vec<NaiveDate> = Vec::new();
        for session in own() {
            let is_put = self.all.puts.iter().any(|put| is_session(put, session.id));
            let is_gone = preview.removed.iter().any(|gone| gone.id == session.id);
            if !goes(session) {
                stay.push(session.rule_day());
            } else if is_gone {
                operation = operation.remove(session);
            } else if !is_put {
                days.push(session.rule_day());
                let after = Session { series: Id::placeholder(0), ..session.clone() };
                operation = operation.change(session.clone(), after);
            }
        }
        for days in [&mut days, &mut stay] {
            days.sort_unstable();
            days.dedup();
        }
        if !days.is_empty() {
            // Days that no rule has cannot be told as a series: then it is all of them or this one.
            let Some(new) = preview.series.on_days(&days) else { return ReachOption { lines, operation: None } };
            let new = Series { id: Id::placeholder(0), uid: String::new(), ..new };
            operation.puts.insert(0, Put { record: new.into(), base: None });
        }
        if !stay.is_empty()
            && let Some(left) = self.old.on_days(&stay)
        {
            operation = operation.change(self.old.clone(), left);
        }
        ReachOption { lines, operation: Some(Box::new(operation)) }
    }

    /// What becomes of sessions from that day on: which are changed, taken off and new.
    fn lines(&self, reach: Reach, from: NaiveDate) -> Vec<String> {
        let lang = self.lang;
        let mut days: Vec<(NaiveDate, String)> = Vec::new();
        for (before, after) in &self.preview.changed {
            let day = short(before.day, lang);
            let day = if after.day == before.day { day } else { format!("{day} → {}", short(after.day, lang)) };
            days.push((before.rule_day(), day));
        }
        let marked = |mark: &str, own: &Session| (own.rule_day(), format!("{mark} {}", short(own.day, lang)));
        days.extend(self.preview.removed.iter().map(|own| marked("–", own)));
        days.extend(self.preview.added.iter().map(|own| marked("+", own)));
        days.retain(|(day, _)| *day >= from);
        days.sort();
        let days: Vec<String> = days.into_iter().map(|(_, day)| day).collect();
        let mut lines = told(reach, days.len(), &days, lang);
        let (old, new) = (self.old.start, self.preview.series.start);
        if let (Some(new), true) = (new, old != new) {
            let old = old.map(|old| old.format("%H:%M → ").to_string()).unwrap_or_default();
            lines.push(format!("{old}{}", new.format("%H:%M")));
        }
        lines
    }
}

fn is_session(put: &Put, id: Id<Session>) -> bool {
    matches!(&put.record, AnyRecord::Session(session) if session.id == id && put.base.is_some())
}

//! The form engine: fields, cursor, faults beside the fields, drafts; what a form is about is in `forms`.

mod clash;
mod moment;

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use super::{
    field::{FieldKind, FormField, read_date},
    forms::{Noun, plan_step, session},
    informing,
    msg::FormRequest,
};
use crate::{
    action::Action,
    domain::{
        AbsenceScope, AnyRecord, Choice, Draft, DraftKey, Fault, Field, Money, Person, Problem, contact,
        overview::FormContext, personal_code,
    },
    i18n::{Lang, number, time},
};

/// A form being filled in.
#[derive(Clone, Debug)]
pub struct Form {
    /// What is entered.
    pub noun: Noun,
    /// On what it was opened.
    pub request: FormRequest,
    /// What it needs to know.
    pub context: Box<FormContext>,
    /// Whom it is about; may be empty.
    pub whom: String,
    /// Its fields, in the order of Tab.
    pub fields: Vec<FormField>,
    /// The field with the cursor.
    pub focus: usize,
    /// What is wrong, found at leaving a field or at saving.
    pub faults: Vec<Fault>,
    /// What a colleague wrote into fields that were changed here too: shown beside them.
    pub theirs: Vec<(Field, String)>,
    /// Who that was (login); empty where that is not known.
    pub theirs_by: String,
    /// Warnings were shown; saving again means: all the same.
    pub warned: bool,
    /// Warnings of the programme's rules were shown, likewise.
    pub heeded: bool,
    /// The form holds something that is nowhere else.
    pub restored: bool,
    /// Something was typed, so that a draft may have been kept.
    pub typed: bool,
    /// The person for whom lookalikes were last looked for.
    pub looked_for: Option<Box<Person>>,
    /// The first of the days shown, of a line that makes more of them than fit.
    pub scroll: usize,
    /// It shall be saved as soon as it is known who looks alike.
    pub saving: bool,
}

/// What an action did to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Only the form changed.
    Stay,
    /// Texts changed: the draft is to be kept.
    Edited,
    /// It shall be saved.
    Save,
    /// Not a matter of the form.
    Ignored,
}

impl Form {
    /// The key of its draft.
    pub fn draft_key(&self) -> DraftKey {
        DraftKey { form: self.noun.form_name(self.request.record != 0).to_owned(), about: self.request.about() }
    }

    /// Whether something was typed that is not saved.
    pub fn is_dirty(&self) -> bool {
        self.restored || self.fields.iter().any(FormField::is_changed)
    }

    /// Whom it is about, by what was entered so far: an absence may be a provider's, or everybody's.
    pub fn about(&self) -> &str {
        if self.noun != Noun::Absence {
            return &self.whom;
        }
        match Reading::new(&self.fields, self.context.today).choice(Field::Scope) {
            AbsenceScope::Child => &self.whom,
            AbsenceScope::Family => self.context.family.as_ref().map_or("", |family| &family.surname),
            AbsenceScope::Provider | AbsenceScope::Service | AbsenceScope::Programme => "",
        }
    }

    /// The session that is moved or marked, as people name it: `FIZ 18.09. 10:00`; empty where it is another form.
    pub fn appointment(&self, lang: Lang) -> String {
        match &self.context.base {
            Some(AnyRecord::Session(session)) if self.noun != Noun::Session => {
                let line = self.context.all_lines.iter().find(|line| line.id == session.line);
                let service = line.map_or("", |line| line.service.as_str());
                format!("{service} {}", informing::at(session, lang)).trim().to_owned()
            }
            _ => String::new(),
        }
    }

    /// Who works where the session is held that it is about; nobody where it is another form, or that is not known.
    pub fn specialists(&self) -> &[String] {
        session::specialists(self)
    }

    /// What it tells under its fields, row by row: of a version of the plan, what that changes.
    pub fn beside(&self, lang: Lang) -> Vec<String> {
        match self.noun {
            Noun::SubmitPlan | Noun::ReturnPlan | Noun::ApprovePlan => plan_step::differences(&self.context, lang),
            _ => Vec::new(),
        }
    }

    /// What was typed, to be kept.
    pub fn draft(&self) -> Draft {
        let key = self.draft_key();
        Draft {
            form: key.form,
            about: key.about,
            title: self.about().to_owned(),
            texts: self.fields.iter().map(|f| (f.field.name().to_owned(), f.line.text().to_owned())).collect(),
            focus: self.focus,
            cursor: self.fields.get(self.focus).map_or(0, |field| field.line.cursor()),
            family: self.request.family.0,
            child: self.request.child.0,
            record: self.request.record,
            day: self.request.day,
            base: self.context.base.as_ref().map(|base| base.to_json()).unwrap_or_default(),
            seen: self.context.revision,
            saved_at: 0,
        }
    }

    /// Puts back what was typed.
    pub fn restore(&mut self, draft: &Draft) {
        for (name, text) in &draft.texts {
            if let Some(field) = self.fields.iter_mut().find(|field| field.field.name() == name) {
                field.line.set(text);
                field.fresh = false;
            }
        }
        self.focus = draft.focus.min(self.fields.len().saturating_sub(1));
        if let Some(field) = self.fields.get_mut(self.focus) {
            field.line.place(draft.cursor);
        }
        self.restored = true;
    }

    /// The field with the cursor.
    pub fn focused(&self) -> Option<&FormField> {
        self.fields.get(self.focus)
    }

    /// What a colleague wrote into the field with the cursor, where that is to be decided.
    pub fn theirs_here(&self) -> Option<&str> {
        let which = self.focused()?.field;
        self.theirs.iter().find(|(field, _)| *field == which).map(|(_, text)| text.as_str())
    }

    /// Types letters into the field with the cursor.
    pub fn insert(&mut self, typed: &str) {
        if let Some(field) = self.fields.get_mut(self.focus) {
            field.insert(typed);
            self.was_edited();
        }
    }

    /// Puts another text into the field with the cursor.
    pub fn replace(&mut self, text: &str) {
        if let Some(field) = self.fields.get_mut(self.focus) {
            field.line.set(text);
            field.fresh = false;
            self.was_edited();
        }
    }

    /// What was wrong with the text that stood in the field with the cursor says nothing about the new one.
    fn was_edited(&mut self) {
        self.typed = true;
        let which = self.focused().map(|field| field.field);
        // A reason changes nothing of what was warned of.
        if which != Some(Field::RuleReason) {
            (self.warned, self.heeded) = (false, false);
        }
        if let Some(which) = which {
            self.faults.retain(|fault| fault.field != which);
        }
    }

    /// Does what an action asks.
    ///
    /// `before` is what the field held in the record saved last; `columns` are shown of a long text.
    pub fn act(
        &mut self,
        action: Action,
        before: Option<&str>,
        columns: usize,
        today: NaiveDate,
        lang: Lang,
    ) -> Outcome {
        match action {
            Action::Down | Action::Up => {
                let down = action == Action::Down;
                let within = self.fields.get_mut(self.focus).is_some_and(|field| field.line.go_row(down, columns));
                match (within, down) {
                    (true, _) => {}
                    (false, true) => self.go(self.focus + 1, today, lang),
                    (false, false) => self.go((self.focus + self.fields.len()).saturating_sub(1), today, lang),
                }
            }
            Action::BreakLine => {
                let broken = self.fields.get_mut(self.focus).is_some_and(|field| field.line.break_line());
                if !broken {
                    return Outcome::Ignored;
                }
                self.was_edited();
                return Outcome::Edited;
            }
            Action::NextField => self.go(self.focus + 1, today, lang),
            Action::PreviousField => self.go((self.focus + self.fields.len()).saturating_sub(1), today, lang),
            Action::PageDown => self.go(self.fields.len().saturating_sub(1), today, lang),
            Action::PageUp => self.go(0, today, lang),
            Action::Confirm if self.focus + 1 < self.fields.len() => self.go(self.focus + 1, today, lang),
            Action::Confirm | Action::Save => {
                self.leave_field(today, lang);
                return Outcome::Save;
            }
            Action::Duplicate => {
                let Some(field) = self.fields.get_mut(self.focus) else { return Outcome::Stay };
                // Beside a field that a colleague changed too, “the same” is what they wrote.
                let theirs = self.theirs.iter().position(|(which, _)| *which == field.field);
                let theirs = theirs.map(|n| self.theirs.remove(n).1);
                let Some(text) = theirs.as_deref().or(before) else { return Outcome::Stay };
                field.line.set(text);
                field.fresh = false;
                self.was_edited();
                return Outcome::Edited;
            }
            _ => {
                let Some(field) = self.fields.get_mut(self.focus) else { return Outcome::Ignored };
                let was = field.line.text().to_owned();
                if !field.line.act(action) {
                    return Outcome::Ignored;
                }
                field.fresh = false;
                if field.line.text() != was {
                    self.was_edited();
                    return Outcome::Edited;
                }
            }
        }
        Outcome::Stay
    }

    /// Moves the cursor to a field (round the ends), tidying and checking the one it leaves.
    fn go(&mut self, to: usize, today: NaiveDate, lang: Lang) {
        self.leave_field(today, lang);
        self.focus = to % self.fields.len().max(1);
        if let Some(field) = self.fields.get_mut(self.focus) {
            field.fresh = true;
            field.line.go_to_end();
        }
    }

    /// Tidies what was typed, or says at once that it cannot be read.
    fn leave_field(&mut self, today: NaiveDate, lang: Lang) {
        self.settle_time(today, lang);
        let Some(field) = self.fields.get_mut(self.focus) else { return };
        let which = field.field;
        match field.tidy(today, lang) {
            Some(tidy) => {
                if tidy != field.line.text() {
                    field.line.set(&tidy);
                }
                let found = field.shape_fault();
                if field.is_changed() {
                    super::forms::derive(self.noun, which, &self.context, &mut self.fields, lang);
                }
                self.faults.retain(|fault| fault.field != which);
                self.faults.extend(found);
            }
            None => {
                let mut reading = Reading::new(&self.fields, today);
                reading.probe(which);
                let found = reading.faults;
                self.faults.retain(|fault| fault.field != which);
                self.faults.extend(found);
            }
        }
    }

    /// Puts the cursor on the first field that has an error, else a warning.
    pub fn go_to_fault(&mut self) {
        let refused = self.faults.iter().any(|fault| !fault.is_warning());
        let blamed = |field: &FormField| {
            self.faults.iter().any(|fault| fault.field == field.field && fault.is_warning() != refused)
        };
        if let Some(n) = self.fields.iter().position(blamed) {
            self.focus = n;
            self.fields[n].fresh = true;
        }
    }
}

/// Reads the texts of a form as values, and gathers what is wrong with them.
pub struct Reading<'a> {
    fields: &'a [FormField],
    today: NaiveDate,
    /// What was wrong.
    pub faults: Vec<Fault>,
}

impl<'a> Reading<'a> {
    /// Of these fields.
    pub fn new(fields: &'a [FormField], today: NaiveDate) -> Self {
        Self { fields, today, faults: Vec::new() }
    }

    /// Notes a fault.
    pub fn fault(&mut self, field: Field, problem: Problem) {
        self.faults.push(Fault::new(field, problem));
    }

    fn field(&self, field: Field) -> Option<&'a FormField> {
        self.fields.iter().find(|candidate| candidate.field == field)
    }

    /// The text of a field, trimmed; empty where the form has no such field.
    pub fn text(&self, field: Field) -> String {
        self.field(field).map(|field| field.line.text().trim().to_owned()).unwrap_or_default()
    }

    /// Whether somebody typed into the field.
    pub fn is_changed(&self, field: Field) -> bool {
        self.field(field).is_some_and(FormField::is_changed)
    }

    fn parse<T>(&mut self, field: Field, parse: impl FnOnce(&str) -> Result<T, Problem>) -> Option<T> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        parse(&text).map_err(|problem| self.fault(field, problem)).ok()
    }

    /// A date, or none.
    pub fn date(&mut self, field: Field) -> Option<NaiveDate> {
        let today = self.today;
        let place = self.fields.iter().position(|other| other.field == field);
        if let Some((day, _)) = place.and_then(|at| moment::typed(self.fields, at, today)) {
            return Some(day);
        }
        self.parse(field, |text| read_date(field, text, today))
    }

    /// A date that must be there.
    pub fn need_date(&mut self, field: Field) -> NaiveDate {
        if self.text(field).is_empty() {
            self.fault(field, Problem::Missing);
        }
        // One that cannot be read is told of; no other fault follows from what stands in for it.
        let today = self.today;
        self.date(field).unwrap_or(today)
    }

    /// A time, or none; one that was typed after the day before it is meant.
    pub fn time(&mut self, field: Field) -> Option<NaiveTime> {
        let before = self.fields.iter().position(|other| other.field == field).and_then(|at| at.checked_sub(1));
        if let Some((_, at)) = before.and_then(|at| moment::typed(self.fields, at, self.today)) {
            return Some(at);
        }
        self.parse(field, time::parse_time)
    }

    /// Euros; nothing where nothing is entered.
    pub fn money(&mut self, field: Field) -> Money {
        self.parse(field, number::parse_money).unwrap_or_default()
    }

    /// A number; zero where nothing is entered.
    pub fn number(&mut self, field: Field) -> Decimal {
        self.parse(field, number::parse_decimal).unwrap_or_default()
    }

    /// A percentage, with or without its sign; zero where nothing is entered.
    pub fn percent(&mut self, field: Field) -> Decimal {
        self.parse(field, number::parse_percent).unwrap_or_default()
    }

    /// A whole number; zero where nothing is entered.
    pub fn count(&mut self, field: Field) -> u32 {
        self.parse(field, number::parse_count).unwrap_or_default()
    }

    /// Minutes; zero where nothing is entered.
    pub fn minutes(&mut self, field: Field) -> u32 {
        self.parse(field, time::parse_duration).unwrap_or_default()
    }

    /// Eleven digits, or the text as it is.
    pub fn personal_code(&self, field: Field) -> String {
        personal_code::normal(&self.text(field))
    }

    /// A phone number without spaces.
    pub fn phone(&self, field: Field) -> String {
        contact::normal_phone(&self.text(field))
    }

    /// One of a closed list; its default where nothing is entered.
    pub fn choice<C: Choice + Default>(&mut self, field: Field) -> C {
        self.pick(field).and_then(|n| C::ALL.get(n as usize).copied()).unwrap_or_default()
    }

    /// The value of what was picked, or none.
    pub fn pick(&mut self, field: Field) -> Option<u64> {
        let picked = self.field(field)?.picked();
        picked.map_err(|problem| self.fault(field, problem)).ok().flatten()
    }

    /// Whether yes was picked.
    pub fn yes(&mut self, field: Field) -> bool {
        self.pick(field) == Some(1)
    }

    /// The values of what was picked.
    pub fn picks(&mut self, field: Field) -> Vec<u64> {
        let picked = self.field(field).map(FormField::picked_many);
        picked.unwrap_or_else(|| Ok(Vec::new())).map_err(|problem| self.fault(field, problem)).unwrap_or_default()
    }

    /// Reads one field as what it is, only for its faults.
    fn probe(&mut self, field: Field) {
        let Some(kind) = self.field(field).map(|field| field.kind.clone()) else { return };
        match kind {
            FieldKind::Date => drop(self.date(field)),
            FieldKind::Time => drop(self.time(field)),
            FieldKind::Money => drop(self.money(field)),
            FieldKind::Number => drop(self.number(field)),
            FieldKind::Percent => drop(self.percent(field)),
            FieldKind::Duration => drop(self.minutes(field)),
            FieldKind::One(_) => drop(self.pick(field)),
            FieldKind::Many(_) => drop(self.picks(field)),
            FieldKind::Text | FieldKind::Long | FieldKind::PersonalCode | FieldKind::Phone | FieldKind::Postcode => {}
        }
    }
}

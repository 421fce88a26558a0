//! What each form asks, and the operation it makes of the answers. One file a noun.

mod absence;
mod assessment;
pub(super) mod barred;
mod child;
mod correction;
mod decision;
mod extension;
mod family;
mod goal;
mod invoice;
mod invoice_line;
mod left_open;
pub mod lookalike;
mod meeting;
mod note;
mod noun;
mod person;
mod picks;
mod plan;
mod plan_line;
pub(super) mod plan_step;
mod price;
mod programme;
pub(super) mod proposal;
mod provider;
mod reallocation;
pub mod rules;
mod series;
mod service;
pub(super) mod session;
mod session_outcome;
mod suggestion;
mod uplift;
mod user;

use chrono::NaiveDate;

pub use noun::Noun;
use picks::{goal_picks, provider_picks, service_picks};
pub use picks::{item_label, service_name};

use super::{
    field::{FormField, Pick},
    form::{Form, Reading},
    msg::FormRequest,
};
use crate::{
    domain::{
        AnyRecord, CaseStatus, Deed, Fault, Field, Operation, Problem, Record, overview::FormContext, personal_code,
    },
    i18n::{Lang, choice::Worded, date, time},
};

/// Who fills a form in, when, in what language.
#[derive(Clone, Copy, Debug)]
pub struct Filling<'a> {
    /// The login.
    pub user: &'a str,
    /// Today.
    pub today: NaiveDate,
    /// The language of labels, dates and numbers.
    pub lang: Lang,
}

/// Opens the form that was asked for, with a draft's texts in it if it goes on from one.
pub fn open(request: FormRequest, mut context: FormContext, filling: Filling<'_>) -> Form {
    let draft = request.draft.clone();
    if let Some(draft) = &draft {
        // What the person saw when they began to type is what the merge starts from, and what others did is since then.
        context.base = AnyRecord::from_json(request.noun.kind(), &draft.base).or(context.base);
        context.revision = if draft.seen == 0 { context.revision } else { draft.seen };
    }
    let fields = fields(&request, &context, filling);
    let mut form = Form {
        noun: request.noun,
        whom: whom(&request, &context),
        request,
        context: Box::new(context),
        fields,
        focus: 0,
        faults: Vec::new(),
        theirs: Vec::new(),
        theirs_by: String::new(),
        warned: false,
        heeded: false,
        restored: false,
        typed: false,
        looked_for: None,
        scroll: 0,
        saving: false,
    };
    for (field, text) in form.request.preset.clone() {
        if let Some(field) = form.fields.iter_mut().find(|other| other.field == field) {
            field.preset(&text, form.request.record == 0, filling.today, filling.lang);
        }
    }
    if let Some(draft) = draft {
        lookalike::restore_reason(&mut form, &draft);
        rules::restore_reason(&mut form, &draft);
        form.restore(&draft);
    }
    if let Some(focus) = form.request.focus.and_then(|field| form.fields.iter().position(|other| other.field == field))
    {
        form.focus = focus;
    }
    form
}

/// Whom a form is about: the child, else the household; nobody for a new household, a provider, a price.
fn whom(request: &FormRequest, context: &FormContext) -> String {
    let whom = match (&context.child, &context.family) {
        (Some(child), _) => context.people.iter().find(|person| person.id == child.person).map(|p| p.list_name()),
        (None, Some(family)) => Some(family.surname.clone()),
        (None, None) => None,
    };
    whom.filter(|_| request.noun != Noun::Family || request.record != 0).unwrap_or_default()
}

/// The fields of the form, filled with the record as it is or with what a new one begins with.
pub fn fields(request: &FormRequest, context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    match request.noun {
        Noun::Family => family::fields(context, filling),
        Noun::CloseFamily => family::closing_fields(filling),
        Noun::Person => person::fields(context, filling),
        Noun::Child => child::fields(context, filling),
        Noun::CloseChild => family::closing_fields(filling),
        Noun::Assessment => assessment::fields(context, filling),
        Noun::Correction => correction::fields(),
        Noun::Goal => goal::fields(context, filling),
        Noun::CloseGoal => goal::closing_fields(filling),
        Noun::PlanVersion => plan::fields(context, filling),
        Noun::SubmitPlan => plan_step::submission_fields(context, filling),
        Noun::ReturnPlan => plan_step::return_fields(),
        Noun::ApprovePlan => plan_step::approval_fields(filling),
        Noun::Decision => decision::fields(context, filling),
        Noun::PlanLine => plan_line::fields(context, filling),
        Noun::Provider => provider::fields(context, filling),
        Noun::Price => price::fields(context, filling),
        Noun::Service => service::fields(context, filling),
        Noun::Session => session::fields(request, context, filling),
        Noun::Series => series::fields(context, filling),
        Noun::MoveSession => session::moving_fields(context, filling),
        Noun::SessionOutcome => session_outcome::fields(context, filling),
        Noun::Note | Noun::Call | Noun::Visit | Noun::Email | Noun::Talk => note::fields(request, context, filling),
        Noun::Programme => programme::fields(context, filling),
        Noun::LeftOpen => left_open::fields(request, context, filling),
        Noun::Meeting => meeting::fields(context, filling),
        Noun::Suggestion => suggestion::fields(context, filling),
        Noun::User => user::fields(context, filling),
        Noun::OwnSettings => user::setting_fields(context, filling),
        Noun::Invoice => invoice::fields(context, filling),
        Noun::InvoiceLine => invoice_line::fields(context, filling),
        Noun::Absence => absence::fields(context, filling),
        Noun::Uplift => uplift::fields(context, filling),
        Noun::Extension => extension::fields(context, filling),
        Noun::Reallocation => reallocation::fields(context, filling),
    }
}

/// The operation that saves the form, or everything that is wrong with it.
/// Warnings alone stop it once: they are shown, and saving again goes through.
pub fn build(form: &Form, filling: Filling<'_>) -> Result<Operation, Vec<Fault>> {
    let (mut operation, faults) = read(form, filling);
    let is_refused = faults.iter().any(|fault| !fault.is_warning());
    if is_refused || (!faults.is_empty() && !form.warned) {
        return Err(faults);
    }
    rules::answer(form, &mut operation);
    Ok(operation.completes(Some(form.draft_key())))
}

/// The operation that the form comes to so far; none while it cannot be saved.
pub fn proposed(form: &Form, filling: Filling<'_>) -> Option<Operation> {
    let (operation, faults) = read(form, filling);
    faults.iter().all(Fault::is_warning).then_some(operation)
}

/// The operation, and everything that is wrong with it.
fn read(form: &Form, filling: Filling<'_>) -> (Operation, Vec<Fault>) {
    let mut reading = Reading::new(&form.fields, filling.today);
    let context = &form.context;
    let operation = match form.noun {
        Noun::Family => family::build(&mut reading, context, filling),
        Noun::CloseFamily => family::build_closing(&mut reading, context),
        Noun::Person => person::build(&mut reading, context),
        Noun::Child => child::build(&mut reading, context, filling),
        Noun::CloseChild => child::build_closing(&mut reading, context),
        Noun::Assessment => assessment::build(&mut reading, context),
        Noun::Correction => correction::build(&mut reading, context),
        Noun::Goal => goal::build(&mut reading, context),
        Noun::CloseGoal => goal::build_closing(&mut reading, context),
        Noun::PlanVersion => plan::build(&mut reading, context, filling),
        Noun::SubmitPlan => plan_step::build_submission(&mut reading, context, filling),
        Noun::ReturnPlan => plan_step::build_return(&mut reading, context, filling),
        Noun::ApprovePlan => plan_step::build_approval(&mut reading, context, filling),
        Noun::Decision => decision::build(&mut reading, context, filling),
        Noun::PlanLine => plan_line::build(&mut reading, context),
        Noun::Provider => provider::build(&mut reading, context),
        Noun::Price => price::build(&mut reading, context),
        Noun::Service => service::build(&mut reading, context),
        Noun::Session => session::build(&mut reading, context, filling),
        Noun::Series => series::build(&mut reading, &form.request, context, filling),
        Noun::MoveSession => session::build_move(&mut reading, context, filling),
        Noun::SessionOutcome => session_outcome::build(&mut reading, context),
        Noun::Note | Noun::Call | Noun::Visit | Noun::Email | Noun::Talk => note::build(&mut reading, context, filling),
        Noun::Programme => programme::build(&mut reading, context, filling),
        Noun::LeftOpen => left_open::build(&mut reading, context),
        Noun::Meeting => meeting::build(&mut reading, context),
        Noun::Suggestion => suggestion::build(&mut reading, context),
        Noun::User => user::build(&mut reading, context),
        Noun::OwnSettings => user::build_settings(&mut reading, context),
        Noun::Invoice => invoice::build(&mut reading, context, filling),
        Noun::InvoiceLine => invoice_line::build(&mut reading, context),
        Noun::Absence => absence::build(&mut reading, context),
        // What these come to is worked out from the store: see `proposal`.
        Noun::Uplift => Operation::new(Deed::UpliftPrices),
        Noun::Extension => Operation::new(Deed::ExtendProgramme),
        Noun::Reallocation => Operation::new(Deed::ReallocateLines),
    };
    let mut faults = reading.faults;
    for put in &operation.puts {
        for fault in put.record.faults() {
            // What could not be read is not also called missing.
            if !faults.iter().any(|known| known.field == fault.field) {
                faults.push(fault);
            }
        }
    }
    (operation, faults)
}

/// What follows from a field that was just filled in, for the fields of a new record that nobody has touched:
/// the catalogue's terms of a service, the birth date inside a code.
pub fn derive(noun: Noun, filled: Field, context: &FormContext, fields: &mut [FormField], lang: Lang) {
    if context.base.is_some() && noun != Noun::Session {
        return;
    }
    let Some(text) = fields.iter().find(|field| field.field == filled).map(|field| field.line.text().to_owned()) else {
        return;
    };
    match (noun, filled) {
        (Noun::PlanLine | Noun::Price, Field::Service) => {
            let code = text.split(' ').next().unwrap_or_default();
            let Some(service) = context.services.iter().find(|service| service.code == code) else { return };
            let first = |words: Option<&str>| words.map(str::to_owned).unwrap_or_default();
            suggest(fields, Field::Group, &first(service.groups.first().map(|group| group.text(lang))));
            suggest(fields, Field::Recipient, &first(service.recipients.first().map(|recipient| recipient.text(lang))));
            suggest(fields, Field::Unit, &first(service.units.first().map(|unit| unit.text(lang))));
            if service.minutes > 0 {
                suggest(fields, Field::Minutes, &time::type_duration(service.minutes));
            }
        }
        (Noun::Session, Field::Line | Field::Day | Field::Start | Field::Minutes) => {
            session::derive(context, fields, lang)
        }
        (Noun::Person | Noun::Child, Field::PersonalCode) => {
            if let Some(born) = personal_code::birth_date(&personal_code::normal(&text)) {
                suggest(fields, Field::BirthDate, &date::show(born, lang));
            }
        }
        _ => {}
    }
}

/// Puts a text into a field that nobody has touched.
fn suggest(fields: &mut [FormField], field: Field, text: &str) {
    if let Some(field) = fields.iter_mut().find(|other| other.field == field && !other.is_changed()) {
        field.line.set(text);
        field.initial = text.to_owned();
    }
}

/// Adds the record, or changes the one the form was opened on.
fn put<R: Record>(context: &FormContext, record: R, add: Deed, edit: Deed) -> Operation {
    match &context.base {
        Some(base) => Operation::new(edit).change(base.clone(), record),
        None => Operation::new(add).create(record),
    }
}

/// The record under edit, or a new one.
fn base<R: Record + Default>(context: &FormContext) -> R {
    context.base.clone().and_then(R::from_any).unwrap_or_default()
}

/// Whether the record is out of use: asked only where it is, so that it can be taken into use again.
fn out_of_use(closed: bool, field: Field, lang: Lang) -> Option<FormField> {
    closed.then(|| FormField::yes(field, true, lang))
}

/// The state of a case as entered. Closing asks for a day and a reason, so it has a form of its own; reopening is here.
fn case_status(reading: &mut Reading<'_>, before: CaseStatus) -> CaseStatus {
    let status = reading.choice(Field::Status);
    if status == CaseStatus::Closed && before != CaseStatus::Closed {
        reading.fault(Field::Status, Problem::CloseByAction);
    }
    status
}

/// One of the values that the catalogue offers for a service. What nobody touched follows a newly chosen service;
/// what somebody chose although it is not offered is a fault.
fn from_catalogue<C: Copy + PartialEq + Default>(
    reading: &mut Reading<'_>,
    field: Field,
    entered: C,
    offered: &[C],
    newly_chosen: bool,
) -> C {
    if offered.contains(&entered) {
        return entered;
    }
    if reading.is_changed(field) {
        reading.fault(field, Problem::NotAChoice(reading.text(field)));
        return entered;
    }
    if newly_chosen { offered.first().copied().unwrap_or_default() } else { entered }
}

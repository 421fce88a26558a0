//! What a form is given to work on.

use super::Worker;
use crate::{
    app::{FormRequest, forms::Noun},
    domain::{Kind, overview::FormContext},
    files::instrument,
    store::{
        Reader, StoreError,
        views::{self, WorksOn},
    },
};

impl Worker {
    pub(super) fn form_context(&self, reader: &Reader, request: &FormRequest) -> Result<FormContext, StoreError> {
        let record = match request.noun {
            Noun::OwnSettings => Some((Kind::User, self.own_record(reader)?)),
            noun => (request.record != 0).then_some((noun.kind(), request.record)),
        };
        // Plans and their lines are made in the newest version, sessions booked under the one in force.
        let works_on = match request.noun {
            Noun::PlanLine | Noun::PlanVersion => WorksOn::NewestPlan,
            Noun::SubmitPlan | Noun::ReturnPlan | Noun::ApprovePlan | Noun::Decision => WorksOn::NewestPlan,
            Noun::Reallocation => WorksOn::Reallocation,
            Noun::Meeting | Noun::Suggestion => WorksOn::Programme,
            Noun::Session | Noun::MoveSession | Noun::Series => WorksOn::Calendar(request.day.min(self.today)),
            // What a doctor says of a child may concern what is booked.
            Noun::Child if request.record != 0 => WorksOn::PlanInForce,
            Noun::Family | Noun::CloseFamily | Noun::Person | Noun::Child | Noun::Assessment => WorksOn::Case,
            Noun::Goal | Noun::CloseGoal | Noun::Note | Noun::Call | Noun::InvoiceLine => WorksOn::Case,
            Noun::Visit | Noun::Email | Noun::Talk | Noun::User | Noun::OwnSettings => WorksOn::Case,
            _ => WorksOn::PlanInForce,
        };
        let mut context =
            views::form_context(reader, works_on, record, request.family, request.child, self.programme, self.today)?;
        if matches!(request.noun, Noun::Goal | Noun::LeftOpen) && context.instruments.is_empty() {
            context.instruments.push(instrument::built_in());
        }
        Ok(context)
    }
}

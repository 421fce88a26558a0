//! Whether something can be done with an invoice.

use super::{
    super::{App, page::Target},
    Can,
};
use crate::{action::Action, domain::InvoiceState, i18n::Text};

impl App {
    pub(super) fn can_with_invoice(&self, action: Action) -> Can {
        let Some(sum) = self.invoice_here() else { return Can::Absent };
        match (action, sum.invoice.state()) {
            (Action::AcceptInvoice, InvoiceState::Registered) => Can::only_if(sum.is_acceptable(), Text::ExplainFirst),
            (Action::AcceptInvoice, _) => Can::No(Text::InvoiceStays),
            (_, InvoiceState::Registered) => Can::No(Text::InvoiceNotAccepted),
            (_, state) => Can::only_if(state == InvoiceState::Accepted, Text::InvoicePaid),
        }
    }

    /// Whether the cursor stands on what an accepted invoice keeps: its lines, and that it is there.
    pub(super) fn is_accepted_invoice(&self, action: Action) -> bool {
        let kept = match self.page_target() {
            Some(Target::Invoice(_)) => action == Action::Close,
            Some(Target::InvoiceLine(_)) => true,
            _ => false,
        };
        kept && self.invoice_here().is_some_and(|sum| sum.invoice.is_accepted())
    }
}

//! Registering an invoice: its lines are what its provider is owed for its period and has not asked for.

use super::Worker;
use crate::{
    app::Reply,
    domain::{DraftKey, Invoice, invoicing},
    store::views::invoices,
};

impl Worker {
    /// Writes the invoice with its lines; with it goes the draft in which it was typed. `seen`: the revision out of which
    /// the form was made. What others registered since is told first.
    pub(super) fn register_invoice(
        &mut self,
        invoice: Invoice,
        draft: Option<DraftKey>,
        seen: u64,
    ) -> Result<Reply, Reply> {
        let lines = self.with(|_, store| {
            let period = (invoice.from, invoice.to);
            store.read(|reader| invoices::due(reader, invoice.programme, invoice.provider, period))
        })?;
        self.apply(&invoicing::register(invoice, lines).completes(draft).seeing(seen))
    }
}

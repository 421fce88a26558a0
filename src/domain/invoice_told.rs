//! Invoices as screens tell them: what each comes to, its lines with their sessions, and what no invoice asks for yet.

use chrono::NaiveDate;

use super::{
    Child, Id, Invoice, InvoiceState, Money, Provider, Session,
    invoicing::{Match, Matched, Verdict},
};

/// An invoice and what its lines come to.
#[derive(Clone, Debug, PartialEq)]
pub struct InvoiceSum {
    /// The invoice.
    pub invoice: Invoice,
    /// How many lines it has.
    pub lines: usize,
    /// EUR that they come to.
    pub sum: Money,
    /// EUR that are printed on it beyond that; negative: it is less.
    pub difference: Money,
    /// How many lines ask for something else than is owed, and the printed total where it differs.
    pub differences: usize,
    /// How many of these nobody has said a reason for.
    pub unexplained: usize,
}

impl InvoiceSum {
    /// Of an invoice that was held against its sessions.
    pub fn new(invoice: Invoice, found: &Match) -> Self {
        let differs = |matched: &&Matched| !matches!(matched.verdict, Verdict::Agrees | Verdict::Erased);
        let differences = found.lines.iter().filter(differs).count() + usize::from(!found.difference.is_zero());
        Self {
            lines: found.lines.len(),
            sum: found.sum,
            difference: found.difference,
            differences,
            unexplained: found.unexplained,
            invoice,
        }
    }

    /// Whether it can be accepted as it stands.
    pub fn is_acceptable(&self) -> bool {
        self.invoice.state() == InvoiceState::Registered && self.unexplained == 0
    }
}

/// A line with the session that it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct LineTold {
    /// The line, and what was found about it.
    pub matched: Matched,
    /// The session; none: it was erased.
    pub session: Option<Session>,
    /// The code of its service; empty where the session was erased.
    pub service: String,
}

/// What a provider is owed for a month and has not asked for; or what nobody can ask for: of whatever month.
#[derive(Clone, Debug, PartialEq)]
pub struct Uninvoiced {
    /// Who; 0: nobody has said who provided it.
    pub provider: Id<Provider>,
    /// The first and the last day of the month; of what nobody can ask for, from the first month to the last.
    pub days: (NaiveDate, NaiveDate),
    /// The first of the sessions, and whose it is.
    pub first: (Id<Session>, Id<Child>),
    /// How many sessions.
    pub sessions: usize,
    /// EUR that they cost.
    pub amount: Money,
}

/// Invoices as a page shows them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InvoicesTold {
    /// What each comes to, the newest first: those that wait before those that are paid. On the page of one: that one.
    pub sums: Vec<InvoiceSum>,
    /// How many paid ones are older than these.
    pub older: usize,
    /// What nobody has asked for, of months that are over, the oldest first; at last what nobody can ask for.
    pub uninvoiced: Vec<Uninvoiced>,
    /// The lines of the one that is shown.
    pub lines: Vec<LineTold>,
    /// What else the provider did in its period, each as the line that it would be; while the invoice can be changed.
    pub beside: Vec<LineTold>,
}

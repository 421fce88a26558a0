//! What invoices asked for a child's sessions: invoiced, accepted, paid.

use super::{Bought, Figure, FigureKind, FigureLine, What, Within};
use crate::domain::{Invoice, InvoiceLine, PlanLine, Session};

/// A line of an invoice, with the invoice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Billed {
    /// What is asked for one session.
    pub line: InvoiceLine,
    /// Where.
    pub invoice: Invoice,
}

/// The same with the session that it is about.
pub(in crate::domain) struct BilledSession<'a> {
    pub billed: &'a Billed,
    pub session: &'a Session,
    /// The line it was booked on, if that is known.
    pub line: Option<&'a PlanLine>,
}

impl BilledSession<'_> {
    /// Its line in a figure of that kind; none: it has not come so far.
    fn figure_line(&self, kind: FigureKind) -> Option<FigureLine> {
        let Billed { line, invoice } = self.billed;
        let on = match kind {
            FigureKind::Invoiced => Some(invoice.day),
            FigureKind::Accepted => invoice.accepted_on,
            FigureKind::Paid => invoice.paid_on,
            _ => None,
        }?;
        let what = What::Invoiced {
            session: self.session.id,
            invoice: invoice.id,
            number: invoice.number.clone(),
            on,
            bought: Bought::by_session(self.session, self.line),
        };
        // It belongs to the day of its session, as everything that is delivered does.
        let days = Some((self.session.day, self.session.day));
        Some(FigureLine { days, units: line.units, ..FigureLine::plain(what, line.amount) })
    }
}

/// What was asked for sessions on those days, as far as it has come.
pub(super) fn figure(kind: FigureKind, asked: &[BilledSession<'_>], within: Within) -> Figure {
    let of_days = asked.iter().filter(|asked| within.covers(asked.session.day));
    Figure::new(kind, of_days.filter_map(|asked| asked.figure_line(kind)).collect())
}

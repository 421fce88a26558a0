//! Random histories of sessions and invoices: whatever is marked, invoiced, corrected, accepted and paid in whatever
//! order, what was delivered, what was invoiced and what is due belong together to the cent.

use atbalsts::domain::{
    AnyRecord, Charge, Id, Invoice, InvoiceLine, InvoiceState, Money, Outcome, Session,
    invoicing::{Match, Verdict, correction, due, frozen, register, sum},
};
use chrono::Days;
use proptest::{collection::vec, prelude::*};
use rust_decimal::Decimal;

use crate::by_reckoning::start;

/// What somebody does.
#[derive(Clone, Debug)]
enum Deed {
    /// A session turns out to cost so many cents; 0: it was not held.
    Mark(usize, i64),
    /// The provider invoices the first sessions, and what waits.
    Invoice(usize),
    Accept(usize),
    Pay(usize),
}

fn a_deed() -> impl Strategy<Value = Deed> {
    let cents = prop_oneof![1 => Just(0), 3 => 1i64..9000];
    prop_oneof![
        6 => (0usize..12, cents).prop_map(|(at, cents)| Deed::Mark(at, cents)),
        2 => (0usize..13).prop_map(Deed::Invoice),
        1 => (0usize..6).prop_map(Deed::Accept),
        1 => (0usize..6).prop_map(Deed::Pay),
    ]
}

/// A provider's sessions and invoices.
struct Office {
    sessions: Vec<Session>,
    invoices: Vec<Invoice>,
    lines: Vec<InvoiceLine>,
}

impl Office {
    fn new() -> Self {
        let session = |n: u64| Session {
            id: Id::new(n + 1),
            child: Id::new(n % 3 + 1),
            provider: Id::new(7),
            day: start() + Days::new(n),
            units: Decimal::ONE,
            ..Session::default()
        };
        Self { sessions: (0..12).map(session).collect(), invoices: Vec::new(), lines: Vec::new() }
    }

    fn about(&self, session: &Session) -> Vec<InvoiceLine> {
        self.lines.iter().filter(|line| line.session == session.id).cloned().collect()
    }

    fn put(&mut self, line: InvoiceLine) {
        match self.lines.iter_mut().find(|known| known.id.is_some() && known.id == line.id) {
            Some(known) => *known = line,
            None => {
                let id = Id::new(self.lines.len() as u64 + 1);
                self.lines.push(InvoiceLine { id, ..line });
            }
        }
    }

    fn does(&mut self, deed: &Deed) -> Result<(), TestCaseError> {
        match *deed {
            Deed::Mark(at, cents) => {
                let before = self.sessions[at].clone();
                let charge = Charge {
                    unit_price: Money::from_cents(cents),
                    units: Decimal::ONE,
                    charged_percent: Decimal::ONE_HUNDRED,
                    ..Charge::default()
                };
                let outcome = if cents == 0 { Outcome::Excused } else { Outcome::Attended };
                let after = Session { outcome, charge: (cents != 0).then_some(charge), ..before.clone() };
                let lines = self.about(&before);
                let brought = correction(&before, &after, &lines, "labots pēc žurnāla");
                let corrected = [&lines[..], brought.as_slice()].concat();
                prop_assert!(lines.is_empty() || frozen(&before, Some(&after), (&lines, &corrected)).is_none());
                self.sessions[at] = after;
                brought.into_iter().for_each(|line| self.put(line));
            }
            Deed::Invoice(first) => {
                let lines = due(&self.sessions[..first.min(12)], &self.lines);
                let total = sum(&lines);
                let number = (self.invoices.len() + 1).to_string();
                let operation = register(Invoice { provider: Id::new(7), number, total, ..Invoice::default() }, lines);
                let id = Id::new(self.invoices.len() as u64 + 1);
                for put in operation.puts {
                    match put.record {
                        AnyRecord::Invoice(invoice) => self.invoices.push(Invoice { id, ..invoice }),
                        AnyRecord::InvoiceLine(line) => self.put(InvoiceLine { invoice: id, ..line }),
                        _ => {}
                    }
                }
            }
            Deed::Accept(at) => {
                if let Some(invoice) = self.invoices.get_mut(at).filter(|invoice| !invoice.is_accepted()) {
                    *invoice = invoice.accepted(start(), "māra");
                }
            }
            Deed::Pay(at) => {
                if let Some(invoice) = self.invoices.get_mut(at).filter(|invoice| invoice.is_accepted()) {
                    *invoice = invoice.paid(start());
                }
            }
        }
        Ok(())
    }

    /// What stands in invoices that came so far.
    fn asked(&self, state: InvoiceState) -> Money {
        let came = |line: &&InvoiceLine| {
            self.invoices.iter().any(|invoice| invoice.id == line.invoice && invoice.state() >= state)
        };
        sum(self.lines.iter().filter(came))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn delivered_is_invoiced_once_or_due(deeds in vec(a_deed(), 0..60)) {
        let mut office = Office::new();
        for deed in &deeds {
            office.does(deed)?;
            let delivered: Money = office.sessions.iter().map(Session::cost).sum();
            let due = due(&office.sessions, &office.lines);
            prop_assert_eq!(delivered - office.asked(InvoiceState::Registered), sum(&due), "after {:?}", deed);
            // Whatever is in invoices, or waits for one, makes up what the session costs.
            for session in &office.sessions {
                let lines = office.about(session);
                prop_assert!(lines.is_empty() || sum(&lines) == session.cost());
            }
            for invoice in &office.invoices {
                let (own, others): (Vec<InvoiceLine>, Vec<InvoiceLine>) =
                    office.lines.iter().cloned().partition(|line| line.invoice == invoice.id);
                let found = Match::new(invoice, &own, &office.sessions, &others);
                prop_assert_eq!((found.unexplained, found.difference), (0, Money::ZERO));
                prop_assert!(found.lines.iter().all(|line| line.verdict == Verdict::Agrees));
            }
            let of_totals: Money = office.invoices.iter().map(|invoice| invoice.total).sum();
            prop_assert_eq!(office.asked(InvoiceState::Registered), of_totals);
        }
    }

    #[test]
    fn a_wrong_line_never_goes_unseen(
        deeds in vec(a_deed(), 5..60), at in 0usize..100, by in prop_oneof![-500i64..0, 1i64..500],
    ) {
        let mut office = Office::new();
        for deed in &deeds {
            office.does(deed)?;
        }
        let places: Vec<usize> = (0..office.lines.len()).filter(|&place| !office.lines[place].is_open()).collect();
        prop_assume!(!places.is_empty());
        let place = places[at % places.len()];
        office.lines[place].amount += Money::from_cents(by);
        office.lines[place].reason.clear();
        let wrong = office.lines[place].clone();
        let invoice = office.invoices.iter().find(|invoice| invoice.id == wrong.invoice).unwrap();
        let (own, others): (Vec<InvoiceLine>, Vec<InvoiceLine>) =
            office.lines.iter().cloned().partition(|line| line.invoice == invoice.id);
        let found = Match::new(invoice, &own, &office.sessions, &others);
        let line = found.lines.iter().find(|matched| matched.line.id == wrong.id).unwrap();
        prop_assert!(line.needs_reason());
        prop_assert_eq!(line.owed, wrong.amount - Money::from_cents(by));
        // Its sum is not what is printed either.
        prop_assert_eq!(found.difference, Money::from_cents(-by));
        prop_assert!(found.fault().is_some());
    }
}

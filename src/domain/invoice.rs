//! The invoice: what a provider asks for the sessions of a period, and its lines, each about one session.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    Child, Fault, Field, Id, Index, IndexKey, Money, Problem, Programme, Provider, Session, fold, record, require,
};

/// An invoice is accepted so many days after its day.
const TO_ACCEPT: Days = Days::new(10);
/// And paid so many days after that.
const TO_PAY: Days = Days::new(30);

/// A provider's invoice: registered, then accepted, then paid. Once it is accepted it has left the office: what was wrong
/// with it is put right by a correction in a later one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Invoice {
    /// Its number in the store.
    pub id: Id<Invoice>,
    /// Who pays: the programme whose children were served.
    pub programme: Id<Programme>,
    /// Who asks.
    pub provider: Id<Provider>,
    /// Its number as printed on it; no other of the provider has it.
    pub number: String,
    /// The day of issue.
    pub day: NaiveDate,
    /// The first day of the period that it is for.
    pub from: NaiveDate,
    /// The last one.
    pub to: NaiveDate,
    /// EUR, as printed on it; negative where it gives money back.
    pub total: Money,
    /// When it was accepted; none: it was not.
    pub accepted_on: Option<NaiveDate>,
    /// Who accepted it (login).
    pub accepted_by: String,
    /// When it was paid; none: it was not.
    pub paid_on: Option<NaiveDate>,
    /// Why it is right that its lines do not make up what is printed on it; empty: they do, or nobody has said.
    pub reason: String,
    /// What there is to say about it.
    pub text: String,
}

/// How far an invoice has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InvoiceState {
    /// It came in.
    Registered,
    /// The municipality owes it.
    Accepted,
    /// The municipality paid it.
    Paid,
}

impl Invoice {
    /// How far it has come.
    pub fn state(&self) -> InvoiceState {
        match (self.accepted_on, self.paid_on) {
            (_, Some(_)) => InvoiceState::Paid,
            (Some(_), None) => InvoiceState::Accepted,
            (None, None) => InvoiceState::Registered,
        }
    }

    /// Whether it was accepted, be it paid since.
    pub fn is_accepted(&self) -> bool {
        self.state() >= InvoiceState::Accepted
    }

    /// By which day it is to be accepted, or paid; none: it was paid.
    pub fn due_on(&self) -> Option<NaiveDate> {
        match self.accepted_on {
            _ if self.paid_on.is_some() => None,
            Some(accepted) => accepted.checked_add_days(TO_PAY),
            None => self.day.checked_add_days(TO_ACCEPT),
        }
    }

    /// As it is when that user (login) accepts it.
    pub fn accepted(&self, day: NaiveDate, user: &str) -> Self {
        Self { accepted_on: Some(day), accepted_by: user.to_owned(), ..self.clone() }
    }

    /// As it is when it is paid.
    pub fn paid(&self, day: NaiveDate) -> Self {
        Self { paid_on: Some(day), ..self.clone() }
    }

    /// The key by which it is told from the others, in whatever case its number was typed.
    pub fn number_key(&self) -> IndexKey {
        IndexKey::new(Index::InvoiceByNumber).id(self.provider.0).text(&fold(self.number.trim()))
    }

    /// Whether it may become `after`, none: be removed. One that was accepted can still be paid, and written about.
    fn may_become(&self, after: Option<&Self>) -> bool {
        let Some(after) = after else { return !self.is_accepted() };
        let paid_on = if self.paid_on.is_some() { self.paid_on } else { after.paid_on };
        !self.is_accepted() || *after == Self { paid_on, text: after.text.clone(), ..self.clone() }
    }
}

record! { Invoice,
    links: |this| [Programme: [&mut this.programme], Provider: [&mut this.provider]],
    index: |invoice| {
        let of_programme = |index| IndexKey::new(index).id(invoice.programme.0).day(invoice.day);
        let mut keys = vec![invoice.number_key(), of_programme(Index::InvoiceByProgramme)];
        if invoice.paid_on.is_none() {
            keys.push(of_programme(Index::InvoiceUnpaid));
        }
        keys
    },
    faults: |invoice| {
        let mut faults = require(&[(Field::Number, &invoice.number)]);
        for (field, is_there) in [
            (Field::Programme, invoice.programme.is_some()),
            (Field::Provider, invoice.provider.is_some()),
            (Field::AcceptedBy, invoice.accepted_on.is_none() || !invoice.accepted_by.trim().is_empty()),
        ] {
            if !is_there {
                faults.push(Fault::new(field, Problem::Missing));
            }
        }
        faults.extend(super::year_faults(Field::Day, invoice.day));
        faults.extend(super::amount_faults(Field::Total, invoice.total));
        if invoice.to < invoice.from {
            faults.push(Fault::new(Field::To, Problem::EndsBeforeStart));
        }
        if invoice.paid_on.is_some() && invoice.accepted_on.is_none() {
            faults.push(Fault::new(Field::PaidOn, Problem::NotAccepted));
        }
        for (field, on, first, after) in [
            (Field::AcceptedOn, invoice.accepted_on, Field::InvoiceDay, Some(invoice.day)),
            (Field::PaidOn, invoice.paid_on, Field::AcceptedOn, invoice.accepted_on),
        ] {
            faults.extend(after.filter(|after| on.is_some_and(|on| on < *after)).map(|after| {
                Fault::new(field, Problem::NotBefore(first, after))
            }));
        }
        faults
    },
    change: |before, after| {
        if before.may_become(after) { Vec::new() } else { vec![Fault::new(Field::Number, Problem::InvoiceAccepted)] }
    },
}

/// What an invoice asks for one session, or a correction of what one asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvoiceLine {
    /// Its number.
    pub id: Id<InvoiceLine>,
    /// The invoice it stands in; 0: a correction that waits for the provider's next one.
    pub invoice: Id<Invoice>,
    /// Who asks.
    pub provider: Id<Provider>,
    /// For which session.
    pub session: Id<Session>,
    /// Whose budget bears it.
    pub child: Id<Child>,
    /// So many units of the session; negative in a correction that takes some back.
    #[serde(with = "rust_decimal::serde::str")]
    pub units: Decimal,
    /// EUR of the budget; negative in a correction that gives some back.
    pub amount: Money,
    /// Why it is right although the session costs something else; of a correction, why it is made.
    pub reason: String,
    /// It puts right what was asked before, because the session came to cost something else.
    pub corrects: bool,
    /// The law wanted erased whose session it was: the sums of invoices stay.
    pub erased: bool,
}

impl InvoiceLine {
    /// What is left of it when it is erased.
    pub fn erased(&self) -> Self {
        let Self { invoice, provider, amount, corrects, .. } = *self;
        Self { invoice, provider, amount, corrects, erased: true, ..Self::default() }
    }

    /// Whether it puts right what was asked before.
    pub fn is_correction(&self) -> bool {
        self.corrects || self.is_open()
    }

    /// Whether it waits for an invoice.
    pub fn is_open(&self) -> bool {
        !self.invoice.is_some()
    }
}

record! { InvoiceLine,
    links: |this| [
        Invoice: [&mut this.invoice],
        Provider: [&mut this.provider],
        Session: [&mut this.session],
        Child: [&mut this.child],
    ],
    index: |line| {
        let mut keys = Vec::new();
        if line.child.is_some() {
            keys.push(IndexKey::new(Index::InvoiceLineByChild).id(line.child.0));
        }
        if line.is_open() {
            keys.push(IndexKey::new(Index::InvoiceLineOpen).id(line.provider.0));
        }
        keys
    },
    faults: |line| {
        let mut faults = Vec::new();
        for (field, is_there) in [
            (Field::Provider, line.provider.is_some()),
            (Field::Session, line.erased || line.session.is_some()),
            (Field::Child, line.erased || line.child.is_some()),
            (Field::Reason, line.erased || !line.is_open() || !line.reason.trim().is_empty()),
        ] {
            if !is_there {
                faults.push(Fault::new(field, Problem::Missing));
            }
        }
        faults.extend(super::amount_faults(Field::Amount, line.amount));
        faults.extend(super::units_faults(Field::Units, line.units));
        faults
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Record, calendar::date};

    fn invoice() -> Invoice {
        Invoice {
            id: Id::new(3),
            programme: Id::new(1),
            provider: Id::new(7),
            number: "KP-2019/02".into(),
            day: date(2019, 3, 4),
            from: date(2019, 2, 1),
            to: date(2019, 2, 28),
            total: Money::from_cents(17_464),
            ..Invoice::default()
        }
    }

    #[test]
    fn an_invoice_says_who_asks_whom_for_which_days() {
        let check = |spoil: &dyn Fn(&mut Invoice), expect: &[(Field, Problem)]| {
            let mut invoice = invoice();
            spoil(&mut invoice);
            let faults = invoice.faults().into_iter().map(|fault| (fault.field, fault.problem));
            assert_eq!(faults.collect::<Vec<_>>(), expect);
        };
        check(&|_| {}, &[]);
        check(&|invoice| invoice.number = " ".into(), &[(Field::Number, Problem::Missing)]);
        check(&|invoice| invoice.programme = Id::default(), &[(Field::Programme, Problem::Missing)]);
        check(&|invoice| invoice.provider = Id::default(), &[(Field::Provider, Problem::Missing)]);
        check(&|invoice| invoice.to = date(2019, 1, 31), &[(Field::To, Problem::EndsBeforeStart)]);
        check(&|invoice| invoice.day = date(1919, 3, 4), &[(Field::Day, Problem::NoSuchYear(2000, 2100))]);
        check(&|invoice| invoice.accepted_on = Some(invoice.day), &[(Field::AcceptedBy, Problem::Missing)]);
        check(&|invoice| invoice.paid_on = Some(invoice.day), &[(Field::PaidOn, Problem::NotAccepted)]);
        check(&|invoice| *invoice = invoice.accepted(invoice.day, "māra").paid(invoice.day), &[]);
        let issued = Problem::NotBefore(Field::InvoiceDay, date(2019, 3, 4));
        check(&|invoice| *invoice = invoice.accepted(date(2019, 3, 3), "māra"), &[(Field::AcceptedOn, issued)]);
        let accepted = Problem::NotBefore(Field::AcceptedOn, date(2019, 3, 8));
        let paid = |invoice: &Invoice| invoice.accepted(date(2019, 3, 8), "māra").paid(date(2019, 3, 7));
        check(&|invoice| *invoice = paid(invoice), &[(Field::PaidOn, accepted)]);
    }

    #[test]
    fn an_accepted_invoice_is_paid_and_otherwise_stays_as_it_is() {
        let day = date(2019, 3, 15);
        let (registered, accepted) = (invoice(), invoice().accepted(day, "māra"));
        let paid = accepted.paid(day);
        let check = |before: &Invoice, after: Option<&Invoice>, may: bool| {
            assert_eq!(before.change_faults(after).is_empty(), may, "{before:?} → {after:?}");
        };
        let dearer = |invoice: &Invoice| Invoice { total: Money::from_cents(20_000), ..invoice.clone() };
        let noted = |invoice: &Invoice| Invoice { text: "Nosūtīts grāmatvedībai".into(), ..invoice.clone() };
        check(&registered, Some(&dearer(&registered)), true);
        check(&registered, None, true);
        check(&registered, Some(&accepted), true);
        check(&accepted, Some(&paid), true);
        check(&accepted, Some(&noted(&accepted)), true);
        check(&accepted, Some(&dearer(&accepted)), false);
        check(&accepted, Some(&registered), false);
        check(&accepted, None, false);
        check(&paid, Some(&noted(&paid)), true);
        check(&paid, Some(&accepted), false);
        check(&paid, Some(&accepted.paid(date(2019, 3, 16))), false);
        assert_eq!([&registered, &accepted, &paid].map(Invoice::state), {
            use InvoiceState::*;
            [Registered, Accepted, Paid]
        });
    }

    #[test]
    fn a_number_is_the_same_in_whatever_case_it_was_typed() {
        let check = |number: &str, expect: bool| {
            let other = Invoice { number: number.into(), ..invoice() };
            assert_eq!(other.number_key() == invoice().number_key(), expect, "{number}");
        };
        check("kp-2019/02 ", true);
        check("KP-2019/021", false);
    }

    #[test]
    fn a_line_is_about_a_session_and_a_correction_says_why() {
        let check = |line: InvoiceLine, expect: &[Field]| {
            let fields: Vec<Field> = line.faults().into_iter().map(|fault| fault.field).collect();
            assert_eq!(fields, expect, "{line:?}");
        };
        let (provider, session, child) = (Id::new(7), Id::new(5), Id::new(2));
        let line = InvoiceLine { invoice: Id::new(3), provider, session, child, ..InvoiceLine::default() };
        check(line.clone(), &[]);
        check(line.erased(), &[]);
        check(InvoiceLine { invoice: Id::default(), ..line.clone() }, &[Field::Reason]);
        check(InvoiceLine { invoice: Id::default(), reason: "bērns slimoja".into(), ..line }, &[]);
        check(InvoiceLine::default(), &[Field::Provider, Field::Session, Field::Child, Field::Reason]);
    }
}

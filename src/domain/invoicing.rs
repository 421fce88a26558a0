//! Invoices against what was delivered: what is still to be invoiced, whether an invoice agrees with the sessions, and
//! what corrects it when a session turns out to have cost something else.

use rust_decimal::Decimal;

use super::{AnyRecord, Deed, Fault, Field, Id, Invoice, InvoiceLine, Money, Operation, PLACEHOLDER, Problem, Session};

/// What lines come to.
pub fn sum<'a>(lines: impl IntoIterator<Item = &'a InvoiceLine>) -> Money {
    lines.into_iter().map(|line| line.amount).sum()
}

/// The lines of a provider's next invoice: what its `sessions` cost that no line is about, then the corrections that
/// wait. `lines`: all that are about these sessions, and the provider's corrections that wait. Lines without a number are
/// new.
pub fn due<'a>(sessions: impl IntoIterator<Item = &'a Session>, lines: &[InvoiceLine]) -> Vec<InvoiceLine> {
    let is_new = |session: &&Session| !session.cost().is_zero() && !lines.iter().any(|line| line.session == session.id);
    let new = sessions.into_iter().filter(is_new).map(|session| InvoiceLine {
        provider: session.provider,
        session: session.id,
        child: session.child,
        units: session.charged_units(),
        amount: session.cost(),
        ..InvoiceLine::default()
    });
    new.chain(lines.iter().filter(|line| line.is_open()).cloned()).collect()
}

/// Registers an invoice with its lines: new ones, and corrections that waited for it.
pub fn register(invoice: Invoice, lines: Vec<InvoiceLine>) -> Operation {
    let id = Id::new(PLACEHOLDER);
    let mut operation = Operation::new(Deed::RegisterInvoice).create(Invoice { id, ..invoice });
    for line in lines {
        let taken = InvoiceLine { invoice: id, ..line.clone() };
        operation = if line.id.is_some() { operation.change(line, taken) } else { operation.create(taken) };
    }
    operation
}

/// The correction that keeps invoices right when a session that stands in `lines` comes to be `after`; none where nothing
/// has to be put right: it costs what it did, or now what was invoiced.
pub fn correction(before: &Session, after: &Session, lines: &[InvoiceLine], reason: &str) -> Option<InvoiceLine> {
    let first = lines.first()?;
    let amount = after.cost() - before.cost();
    (!amount.is_zero() && !is_as_asked(after, lines)).then(|| InvoiceLine {
        provider: first.provider,
        session: before.id,
        child: before.child,
        units: after.charged_units() - before.charged_units(),
        amount,
        reason: reason.trim().to_owned(),
        corrects: true,
        ..InvoiceLine::default()
    })
}

/// The same as part of the operation that makes it come to be `after`: a correction that waits, and would be undone by
/// it, goes instead.
pub fn corrected(
    operation: Operation,
    before: &Session,
    after: &Session,
    lines: &[InvoiceLine],
    reason: &str,
) -> Operation {
    let Some(brought) = correction(before, after, lines, reason) else { return operation };
    match lines.iter().find(|line| line.is_open() && line.amount == -brought.amount) {
        Some(waiting) => operation.remove(waiting),
        None => operation.create(brought),
    }
}

/// Whether the operation brings a correction that nobody has said a reason for.
pub fn lacks_reason(operation: &Operation) -> bool {
    operation.puts.iter().any(|put| match &put.record {
        AnyRecord::InvoiceLine(line) => line.is_open() && line.reason.is_empty(),
        _ => false,
    })
}

/// Whether it costs what the one line about it asks: the invoice was right, and attendance was not.
fn is_as_asked(session: &Session, lines: &[InvoiceLine]) -> bool {
    matches!(lines, [line] if line.amount == session.cost())
}

/// What forbids that a session that stands in invoices becomes `after` (none: goes), while the lines about it come to be
/// others. What is invoiced stays what it costs, or as far from it as it was: so what it costs changes together with a
/// correction, or to what was invoiced.
pub fn frozen(
    before: &Session,
    after: Option<&Session>,
    (asked_before, asked): (&[InvoiceLine], &[InvoiceLine]),
) -> Option<Fault> {
    let Some(after) = after else { return Some(Fault::new(Field::Session, Problem::Invoiced)) };
    let place = |session: &Session| (session.child, session.line, session.provider, session.day);
    if place(before) != place(after) {
        return Some(Fault::new(Field::Day, Problem::Invoiced));
    }
    let (was, is) = (before.cost() - sum(asked_before), after.cost() - sum(asked));
    let is_right = asked_before.len() == 1 && is_as_asked(after, asked);
    (is != was && !is_right).then(|| Fault::new(Field::Outcome, Problem::Invoiced))
}

/// Whether lines about a session may go as they do, so that others are left: corrections lean on what was asked first.
pub fn may_go(before: &[InvoiceLine], after: &[InvoiceLine]) -> bool {
    let corrected = |lines: &[InvoiceLine]| sum(lines.iter().filter(|line| line.is_correction()));
    let is_corrected = before.iter().chain(after).any(InvoiceLine::is_correction);
    let first = |lines: &[InvoiceLine]| {
        let asked = lines.iter().filter(|line| !line.is_correction());
        asked.min_by_key(|line| line.id).map(|line| (line.id, line.amount))
    };
    // Where nothing was asked before, all of it comes in together.
    let comes_in = before.is_empty() && first(after).is_some();
    after.is_empty()
        || comes_in
        || !is_corrected
        || (first(before) == first(after) && corrected(before) == corrected(after))
}

/// What forbids that a line stands where it does: the session and the invoice must be of its child and its provider.
pub fn misplaced(line: &InvoiceLine, session: Option<&Session>, invoice: Option<&Invoice>) -> Option<Fault> {
    let of_session = session.is_none_or(|session| session.child == line.child && session.provider == line.provider);
    let of_invoice = invoice.is_none_or(|invoice| invoice.provider == line.provider);
    (!of_session || !of_invoice).then(|| Fault::new(Field::Session, Problem::OtherProvider))
}

/// What forbids that an invoice becomes `after` over `lines`: whose they are does not change under them. What is printed on
/// it, its number and days too, can still be put right.
pub fn moved(before: &Invoice, after: &Invoice, lines: usize) -> Option<Fault> {
    let field = match () {
        () if before.provider != after.provider => Field::Provider,
        () if before.programme != after.programme => Field::Programme,
        () => return None,
    };
    (lines > 0).then(|| Fault::new(field, Problem::HasLines(lines)))
}

/// How a line stands to what the session costs by the program's own figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It asks for what is owed.
    Agrees,
    /// It asks for so much more; negative: for less.
    Differs(Money),
    /// The session costs nothing: it is not marked, was not held, or is not charged.
    NotCharged,
    /// The session was asked for already, in that invoice; 0: in one that is being registered.
    Twice(Id<Invoice>),
    /// The law wanted erased whose session it was.
    Erased,
}

/// A line of an invoice with what was found about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Matched {
    /// The line.
    pub line: InvoiceLine,
    /// What is owed for the session beside what was asked for it before, in the same invoice, and in corrections.
    pub owed: Money,
    /// How it stands.
    pub verdict: Verdict,
}

impl Matched {
    /// Whether somebody has to say why it is right.
    pub fn needs_reason(&self) -> bool {
        !matches!(self.verdict, Verdict::Agrees | Verdict::Erased) && self.line.reason.trim().is_empty()
    }
}

/// An invoice line by line against the sessions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Match {
    /// Its lines, in the order in which they were given.
    pub lines: Vec<Matched>,
    /// What they come to.
    pub sum: Money,
    /// What is printed on it beyond that; negative: it is less.
    pub difference: Money,
    /// How many differences nobody has said a reason for.
    pub unexplained: usize,
}

impl Match {
    /// Of that invoice with these lines. `sessions`: those that the lines are about; `others`: the lines about them that
    /// are not this invoice's.
    pub fn new(invoice: &Invoice, lines: &[InvoiceLine], sessions: &[Session], others: &[InvoiceLine]) -> Self {
        let matched = |(at, line): (usize, &InvoiceLine)| {
            let own = lines.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, line)| line);
            // Who asks a second time is wrong, not who asked before; what is corrected is so for both.
            let counts = |other: &&InvoiceLine| other.is_correction() || !line.id.is_some() || other.id < line.id;
            let beside = others.iter().filter(counts).chain(own).filter(|other| other.session == line.session);
            let beside: Vec<&InvoiceLine> = beside.collect();
            let cost = sessions.iter().find(|session| session.id == line.session).map_or(Money::ZERO, Session::cost);
            let owed = cost - sum(beside.iter().copied());
            let more = line.amount - owed;
            let verdict = match beside.iter().find(|other| !other.amount.is_negative()) {
                _ if line.erased => Verdict::Erased,
                _ if more.is_zero() => Verdict::Agrees,
                Some(other) if owed.is_zero() => Verdict::Twice(other.invoice),
                None if cost.is_zero() => Verdict::NotCharged,
                _ => Verdict::Differs(more),
            };
            Matched { line: line.clone(), owed, verdict }
        };
        let matched: Vec<Matched> = lines.iter().enumerate().map(matched).collect();
        let sum = sum(lines);
        let difference = invoice.total - sum;
        let unsaid = !difference.is_zero() && invoice.reason.trim().is_empty();
        let unexplained = matched.iter().filter(|matched| matched.needs_reason()).count() + usize::from(unsaid);
        Self { lines: matched, sum, difference, unexplained }
    }

    /// What forbids that the invoice is accepted.
    pub fn fault(&self) -> Option<Fault> {
        (self.unexplained > 0).then(|| Fault::new(Field::AcceptedOn, Problem::Unexplained(self.unexplained)))
    }
}

impl Session {
    /// What the budget bears for it: nothing while it is still to be marked, or where nothing is charged.
    pub fn cost(&self) -> Money {
        self.charge.as_ref().filter(|_| !self.is_open()).map_or(Money::ZERO, |charge| charge.amount())
    }

    /// The units that it is charged, be it in part.
    pub fn charged_units(&self) -> Decimal {
        let charge = self.charge.as_ref().filter(|charge| !self.is_open() && !charge.charged_percent.is_zero());
        charge.map_or(Decimal::ZERO, |charge| charge.units)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Charge, Outcome, Record, calendar::date};

    const INVOICE: Id<Invoice> = Id::new(9);

    fn session(id: u64, cents: i64) -> Session {
        let charge = Charge {
            unit_price: Money::from_cents(cents),
            units: Decimal::ONE,
            charged_percent: Decimal::ONE_HUNDRED,
            ..Charge::default()
        };
        Session {
            id: Id::new(id),
            child: Id::new(2),
            provider: Id::new(7),
            day: date(2019, 2, id as u32),
            outcome: if cents == 0 { Outcome::Excused } else { Outcome::Attended },
            charge: (cents != 0).then_some(charge),
            ..Session::default()
        }
    }

    fn line(id: u64, session: u64, invoice: u64, cents: i64) -> InvoiceLine {
        InvoiceLine {
            id: Id::new(id),
            invoice: Id::new(invoice),
            session: Id::new(session),
            child: Id::new(2),
            provider: Id::new(7),
            amount: Money::from_cents(cents),
            reason: if invoice == 0 { "bērns slimoja".into() } else { String::new() },
            ..InvoiceLine::default()
        }
    }

    #[test]
    fn what_was_charged_and_is_in_no_invoice_is_due_and_corrections_after_it() {
        let open = Session { outcome: Outcome::Scheduled, ..session(3, 1800) };
        let sessions = [session(1, 1800), session(2, 0), open, session(4, 2183), session(5, 1800)];
        // The fifth stood in an invoice and was given back since.
        let lines = [line(1, 4, 9, 2183), line(2, 5, 9, 3600), line(3, 5, 0, -1800)];
        let due = due(&sessions, &lines);
        let told: Vec<_> = due.iter().map(|line| (line.session.0, line.id.0, line.amount, line.units)).collect();
        let euros = Money::from_cents;
        assert_eq!(told, [(1, 0, euros(1800), Decimal::ONE), (5, 3, euros(-1800), Decimal::ZERO)]);
        let operation = register(Invoice::default(), due);
        assert_eq!(operation.puts.len(), 3);
        assert!(operation.puts[1].base.is_none() && operation.puts[2].base == Some(lines[2].clone().into()));
    }

    #[test]
    fn every_line_is_held_against_what_the_session_costs() {
        let check = |own: &[InvoiceLine], others: &[InvoiceLine], expect: &[Verdict]| {
            let sessions = [session(1, 1800), session(2, 0)];
            let found = Match::new(&Invoice { id: INVOICE, ..Invoice::default() }, own, &sessions, others);
            let verdicts: Vec<Verdict> = found.lines.iter().map(|line| line.verdict).collect();
            assert_eq!(verdicts, expect, "{own:?} {others:?}");
        };
        use Verdict::*;
        check(&[line(1, 1, 9, 1800)], &[], &[Agrees]);
        check(&[line(1, 1, 9, 2000)], &[], &[Differs(Money::from_cents(200))]);
        check(&[line(1, 1, 9, 1500)], &[], &[Differs(Money::from_cents(-300))]);
        check(&[line(1, 2, 9, 1800)], &[], &[NotCharged]);
        check(&[line(2, 1, 9, 1800)], &[line(1, 1, 8, 1800)], &[Twice(Id::new(8))]);
        check(&[line(1, 1, 9, 1800)], &[line(2, 1, 8, 1800)], &[Agrees]);
        check(&[line(0, 1, 9, 1800)], &[line(2, 1, 8, 1800)], &[Twice(Id::new(8))]);
        check(&[line(1, 1, 9, 1800), line(2, 1, 9, 1800)], &[], &[Twice(INVOICE), Twice(INVOICE)]);
        // What was given back since leaves the old line as right as it was.
        check(&[line(1, 2, 9, 1800)], &[line(2, 2, 0, -1800)], &[Agrees]);
        check(&[line(2, 2, 9, -1800)], &[line(1, 2, 8, 1800)], &[Agrees]);
        check(&[line(2, 2, 9, -1800), line(3, 2, 9, 1800)], &[line(1, 2, 8, 0)], &[Agrees, Agrees]);
        check(&[line(1, 1, 9, 1800).erased()], &[], &[Erased]);
    }

    #[test]
    fn an_invoice_is_accepted_when_every_difference_has_its_reason() {
        let check = |total: i64, said: &str, line: InvoiceLine, expect: usize| {
            let (total, reason) = (Money::from_cents(total), said.to_owned());
            let invoice = Invoice { id: INVOICE, total, reason, ..Invoice::default() };
            let found = Match::new(&invoice, std::slice::from_ref(&line), &[session(1, 1800)], &[]);
            assert_eq!(found.unexplained, expect, "{total} {line:?}");
            assert_eq!(found.fault().is_some(), expect > 0);
            assert_eq!(found.sum + found.difference, total);
        };
        let asks = |cents, reason: &str| InvoiceLine { reason: reason.into(), ..line(1, 1, 9, cents) };
        check(1800, "", asks(1800, ""), 0);
        check(1801, "", asks(1800, ""), 1);
        check(1801, "noapaļots", asks(1800, ""), 0);
        check(2000, "", asks(2000, ""), 1);
        check(2000, "", asks(2000, "vienošanās par sestdienām"), 0);
        check(2001, "", asks(2000, " "), 2);
    }

    #[test]
    fn what_is_invoiced_changes_with_a_correction_or_to_what_was_asked() {
        let lines = [line(1, 1, 9, 1800)];
        let check = |from: i64, to: i64, asks: Option<i64>| {
            let (before, after) = (session(1, from), session(1, to));
            let made = correction(&before, &after, &lines, "slimoja");
            assert_eq!(made.as_ref().map(|line| line.amount), asks.map(Money::from_cents), "{from} → {to}");
            let corrected = [&lines[..], made.as_slice()].concat();
            assert_eq!(frozen(&before, Some(&after), (&lines, &corrected)), None, "{from} → {to}");
            assert_eq!(frozen(&before, Some(&after), (&lines, &lines)).is_some(), asks.is_some());
        };
        check(1800, 0, Some(-1800));
        check(1800, 2183, Some(383));
        check(1800, 1800, None);
        // The invoice was right, and attendance was not.
        check(0, 1800, None);
        check(2183, 1800, None);
        // It was known to differ, and still does, by as much.
        check(2183, 2000, Some(-183));
        assert_eq!(correction(&session(1, 1800), &session(1, 0), &[], "slimoja"), None);
    }

    #[test]
    fn a_correction_that_waits_goes_with_what_it_corrected() {
        let lines = [line(1, 1, 9, 1800), line(2, 1, 0, -1800)];
        let check = |to: i64, removed: &[u64], made: &[i64]| {
            let (before, after) = (session(1, 0), session(1, to));
            let operation = corrected(Operation::new(Deed::MarkAttendance), &before, &after, &lines, "bija klāt");
            let amounts: Vec<Money> = operation
                .puts
                .iter()
                .filter_map(|put| InvoiceLine::from_any(put.record.clone()))
                .map(|line| line.amount)
                .collect();
            assert_eq!(operation.removes.iter().map(|(_, number)| *number).collect::<Vec<_>>(), removed, "{to}");
            assert_eq!(amounts, made.iter().map(|cents| Money::from_cents(*cents)).collect::<Vec<_>>(), "{to}");
        };
        check(1800, &[2], &[]);
        check(2183, &[], &[2183]);
        check(0, &[], &[]);
    }

    #[test]
    fn what_is_invoiced_stays_whose_it_is_and_when_it_was() {
        let before = session(1, 1800);
        let lines = [line(1, 1, 9, 1800)];
        let invoiced = (&lines[..], &lines[..]);
        let check = |change: &dyn Fn(&mut Session), expect: bool| {
            let mut after = before.clone();
            change(&mut after);
            assert_eq!(frozen(&before, Some(&after), invoiced).is_some(), expect, "{after:?}");
        };
        check(&|session| session.text = "ar māti".into(), false);
        check(&|session| session.specialist = "Zaiga Čiekure".into(), false);
        check(&|session| session.day = date(2019, 2, 20), true);
        check(&|session| session.provider = Id::new(8), true);
        check(&|session| session.child = Id::new(3), true);
        check(&|session| session.line = Id::new(3), true);
        assert!(frozen(&before, None, invoiced).is_some());
    }

    #[test]
    fn who_asks_twice_may_take_it_out_and_what_is_corrected_stays() {
        let (first, twice, correction) = (line(1, 1, 9, 1800), line(2, 1, 8, 1800), line(3, 1, 0, -1800));
        let all = [first.clone(), twice.clone(), correction.clone()];
        let check = |before: &[InvoiceLine], after: &[&InvoiceLine], expect: bool| {
            let after: Vec<InvoiceLine> = after.iter().map(|line| (*line).clone()).collect();
            assert_eq!(may_go(before, &after), expect, "{before:?} → {after:?}");
        };
        check(&all, &[&first, &correction], true);
        check(&all, &[&twice, &correction], false);
        check(&all, &[&first, &twice], false);
        check(&all, &[], true);
        check(&all[..2], &[&first], true);
        check(&all[..2], &[&twice], true);
        // Two ask: what the session then costs together is not what the first asked.
        let doubled = session(1, 3600);
        assert!(super::correction(&session(1, 1800), &doubled, &all[..2], "ilgāk").is_some());
        assert!(frozen(&session(1, 1800), Some(&doubled), (&all[..2], &all[..2])).is_some());
    }

    #[test]
    fn an_invoice_stays_its_providers_while_it_has_lines() {
        let invoice =
            Invoice { provider: Id::new(7), programme: Id::new(1), number: "12".into(), ..Invoice::default() };
        let check = |after: Invoice, lines: usize, expect: Option<Field>| {
            let found = moved(&invoice, &after, lines);
            assert_eq!(found, expect.map(|field| Fault::new(field, Problem::HasLines(lines))), "{after:?}");
        };
        let other = Invoice { provider: Id::new(8), ..invoice.clone() };
        check(other.clone(), 2, Some(Field::Provider));
        check(other, 0, None);
        check(Invoice { programme: Id::new(2), ..invoice.clone() }, 1, Some(Field::Programme));
        check(Invoice { number: "13".into(), day: date(2019, 3, 5), ..invoice.clone() }, 2, None);
    }

    #[test]
    fn a_line_belongs_to_its_sessions_child_and_its_invoices_provider() {
        let (own, invoice) = (session(1, 1800), Invoice { provider: Id::new(7), ..Invoice::default() });
        let check = |line: InvoiceLine, expect: bool| {
            assert_eq!(misplaced(&line, Some(&own), Some(&invoice)).is_some(), expect, "{line:?}");
        };
        check(line(1, 1, 9, 1800), false);
        check(InvoiceLine { child: Id::new(3), ..line(1, 1, 9, 1800) }, true);
        check(InvoiceLine { provider: Id::new(8), ..line(1, 1, 9, 1800) }, true);
        let other = Invoice { provider: Id::new(8), ..invoice.clone() };
        assert!(misplaced(&line(1, 1, 9, 1800), Some(&own), Some(&other)).is_some());
    }
}

//! What providers invoiced for the months that are over: paid for the most part, accepted lately, one just registered with
//! a line that asks too much, and one that has not come yet; and a correction that waits for the next one.

use std::{cmp::Reverse, collections::BTreeMap};

use chrono::{Datelike, Days, Months, NaiveDate};

use super::Builder;
use crate::domain::{
    AnyRecord, Child, Family, Id, Invoice, InvoiceLine, Money, Outcome, Programme, Provider, Session,
    invoicing::{correction, due, sum},
};

/// An invoice is issued so many days after its month, accepted and paid so many days after that.
const ISSUED: u64 = 4;
const ACCEPTED: u64 = 7;
const PAID: u64 = 15;
/// What the wrong line asks beyond what the session costs, in cents.
const TOO_MUCH: i64 = 300;
const ACCOUNTANT: &str = "māra";
const SICK: &str = "Žurnālā bija atzīmēts apmeklējums, bet bērns tajā dienā slimoja";

/// What a provider did for a programme in the month that begins then.
type Bills = BTreeMap<(NaiveDate, Id<Provider>, Id<Programme>), Vec<Session>>;

/// Invoices of these providers, each with the letters that its numbers begin with. The first one's tell of differences and
/// corrections; `late` has not sent the last one yet.
pub(super) fn bill(builder: &mut Builder, providers: &[(&Provider, &str)], late: &Provider, today: NaiveDate) {
    let bills = bills(builder, today);
    let issued = |first: NaiveDate| first + Months::new(1) + Days::new(ISSUED);
    // The last one of a provider in the first of the programmes, of those issued before a day.
    let last = |of: &Provider, before: NaiveDate| {
        let own = bills.keys().filter(|(first, provider, _)| *provider == of.id && issued(*first) < before);
        own.max_by_key(|(first, _, programme)| (*first, Reverse(*programme)))
    };
    let newest = providers.first().and_then(|(provider, _)| last(provider, today));
    let settled = providers.first().and_then(|(provider, _)| last(provider, today - Days::new(PAID)));
    let missing = last(late, today);
    for &(provider, letters) in providers {
        let own = bills.iter().filter(|((first, of, _), _)| *of == provider.id && issued(*first) < today);
        for (n, (key, sessions)) in own.filter(|(key, _)| Some(*key) != missing).enumerate() {
            let &(first, provider, programme) = key;
            let mut lines = due(sessions, &[]);
            if Some(key) == newest
                && let Some(line) = lines.last_mut()
            {
                line.amount += Money::from_cents(TOO_MUCH);
            }
            let slip = (Some(key) == settled).then(|| slip(sessions)).flatten();
            lines.extend(slip.iter().map(|(line, _)| line.clone()));
            let day = issued(first);
            let registered = Invoice {
                programme,
                provider,
                number: format!("{letters}-{}/{:02}", first.year(), n + 1),
                day,
                from: first,
                to: first + Months::new(1) - Days::new(1),
                total: sum(&lines),
                ..Invoice::default()
            };
            let (accepted, paid) = (day + Days::new(ACCEPTED), day + Days::new(PAID));
            let invoice = if Some(key) == newest || accepted >= today {
                registered
            } else if paid >= today {
                registered.accepted(accepted, ACCOUNTANT)
            } else {
                registered.accepted(accepted, ACCOUNTANT).paid(paid)
            };
            let invoice = builder.add(|id| Invoice { id, ..invoice });
            for line in lines {
                builder.add(|id| InvoiceLine { id, invoice: invoice.id, ..line });
            }
            if let Some((_, correction)) = slip {
                builder.add(|id| InvoiceLine { id, ..correction });
            }
        }
    }
}

/// The sessions that were over when the story is told, by whom they are invoiced to whom.
fn bills(builder: &Builder, today: NaiveDate) -> Bills {
    let mut programmes: BTreeMap<Id<Family>, Id<Programme>> = BTreeMap::new();
    let mut families: BTreeMap<Id<Child>, Id<Family>> = BTreeMap::new();
    let mut bills = Bills::new();
    for put in &builder.operation.puts {
        match &put.record {
            AnyRecord::Family(family) => drop(programmes.insert(family.id, family.programme)),
            AnyRecord::Child(child) => drop(families.insert(child.id, child.family)),
            AnyRecord::Session(session) if session.day < today => {
                let programme = families.get(&session.child).and_then(|family| programmes.get(family));
                if let (Some(&programme), Some(first)) = (programme, session.day.with_day(1)) {
                    bills.entry((first, session.provider, programme)).or_default().push(session.clone());
                }
            }
            _ => {}
        }
    }
    // Nobody sends an invoice for nothing.
    bills.retain(|_, sessions| !due(&*sessions, &[]).is_empty());
    bills
}

/// A session that was invoiced as attended before it turned out otherwise: the line, and the correction that it needs.
fn slip(sessions: &[Session]) -> Option<(InvoiceLine, InvoiceLine)> {
    let was_held = |session: &&Session| session.outcome == Outcome::Attended;
    sessions.iter().filter(|session| session.outcome == Outcome::Excused).find_map(|session| {
        let like = sessions.iter().filter(was_held).find(|other| other.line == session.line)?;
        let before = Session { outcome: Outcome::Attended, charge: like.charge.clone(), ..session.clone() };
        let line = due([&before], &[]).pop()?;
        let correction = correction(&before, session, std::slice::from_ref(&line), SICK)?;
        Some((line, correction))
    })
}

//! The budget as a double-entry journal in plain text, in the syntax of hledger, so that another program can add it up.
//!
//! Money moves between four accounts of a case. A ceiling moves it from `allocated` to `free`, a session that is still to
//! be marked from `free` to `reserved`, one that was held or charged from `free` to `delivered`. So what is left on
//! `free` is the budget's figure of that name, and all accounts together are nothing. Below `reserved` and `delivered`
//! stand the services: `delivered:Talsu novads:2018-07:FIZ`. An invoice puts what it asks for a session on `invoiced` on
//! its day and owes it on `payable`; on the day of its payment that comes out of `paid`. So `invoiced` is the figure of
//! that name, `paid` is less than nothing by what was paid, and what is left on `payable` is still to be paid. The
//! children of a family share its case number; the tag `child:` tells them apart (`hledger balance tag:child=4`). No
//! names of people leave with it.

use std::{collections::BTreeSet, fmt::Write as _};

use chrono::NaiveDate;

use crate::{
    domain::{
        Choice, Id, Money, Programme,
        budget::{Bought, FigureKind, FigureLine, What},
        overview::Dossier,
    },
    i18n::{Lang, clean::clean, command::CommandText, date},
};

/// The currency of every amount.
const CURRENCY: &str = "EUR";

/// One movement of money.
struct Transaction {
    day: NaiveDate,
    /// `*`: done; `!`: still to be marked.
    mark: char,
    description: String,
    /// Tags, for `; child:4, session:12`.
    tags: String,
    into: String,
    out_of: String,
    amount: Money,
}

/// The journal of these children's budgets, by day. Each is given with its programme.
pub fn ledger(cases: &[(&Programme, &Dossier)], lang: Lang) -> String {
    let mut transactions: Vec<Transaction> =
        cases.iter().flat_map(|(programme, dossier)| of_case(programme, dossier)).collect();
    // Stable: on one day ceilings, deliveries and reservations of a child stay together.
    transactions.sort_by_key(|transaction| transaction.day);
    let accounts: BTreeSet<&str> =
        transactions.iter().flat_map(|transaction| [transaction.into.as_str(), &transaction.out_of]).collect();

    let mut out = String::new();
    // Writing to a String cannot fail.
    if let Some((_, dossier)) = cases.first() {
        let day = date::iso(dossier.figures.today);
        let _ = writeln!(out, "; {}", CommandText::LedgerHead.fill(lang, &[&day]));
    }
    let _ = writeln!(out, "decimal-mark .\ncommodity 1000.00 {CURRENCY}");
    for account in &accounts {
        let _ = writeln!(out, "account {account}");
    }
    for transaction in &transactions {
        let Transaction { day, mark, description, tags, into, out_of, amount } = transaction;
        let _ = writeln!(out, "\n{day} {mark} {description}  ; {tags}");
        let _ = writeln!(out, "    {into}  {amount} {CURRENCY}");
        let _ = writeln!(out, "    {out_of}  {} {CURRENCY}", -*amount);
    }
    out
}

fn of_case(programme: &Programme, dossier: &Dossier) -> Vec<Transaction> {
    let case = format!("{}:{}", name(&programme.municipality), name(&dossier.family.case_number));
    let figures = &dossier.figures;
    let child = dossier.child.id;
    let mut transactions = Vec::new();
    use FigureKind::{Ceiling, Delivered, Invoiced, Paid, Reserved};
    for kind in [Ceiling, Delivered, Reserved, Invoiced, Paid] {
        for line in figures.figure(kind).lines() {
            transactions.extend(transaction(kind, line, &case, child, figures.today));
        }
    }
    transactions
}

fn transaction(
    kind: FigureKind,
    line: &FigureLine,
    case: &str,
    child: Id<crate::domain::Child>,
    today: NaiveDate,
) -> Option<Transaction> {
    let day = line.days.map_or(today, |(from, _)| from);
    let free = format!("free:{case}");
    match &line.what {
        What::Ceiling { basis } => Some(Transaction {
            day,
            mark: '*',
            description: name(basis),
            tags: format!("child:{child}"),
            into: free,
            out_of: format!("allocated:{case}"),
            amount: line.amount,
        }),
        What::Session { session, outcome, bought: Bought { service, .. } } => {
            let service = service_name(service);
            let missing = if line.has_no_price() { ", price:none" } else { "" };
            Some(Transaction {
                day,
                mark: if kind == FigureKind::Reserved { '!' } else { '*' },
                description: service.clone(),
                tags: format!("child:{child}, session:{session}, outcome:{}{missing}", outcome.name()),
                into: format!("{}:{case}:{service}", kind.name()),
                out_of: free,
                amount: line.amount,
            })
        }
        What::Invoiced { session, invoice, number, on, bought: Bought { service, .. } } => {
            let account = |account: &str| format!("{account}:{case}:{}", service_name(service));
            let (into, out_of) = if kind == FigureKind::Paid { ("payable", "paid") } else { ("invoiced", "payable") };
            Some(Transaction {
                day: *on,
                mark: '*',
                description: name(number),
                tags: format!("child:{child}, session:{session}, invoice:{invoice}"),
                into: account(into),
                out_of: account(out_of),
                amount: line.amount,
            })
        }
        // These figures are made of nothing else.
        _ => None,
    }
}

/// A service as part of an account.
fn service_name(code: &str) -> String {
    if code.is_empty() { "unknown".to_owned() } else { name(code) }
}

/// A text as part of an account or as a description: on one line, without the signs that mean something there.
fn name(text: &str) -> String {
    let plain: String = clean(text)
        .chars()
        .map(|letter| match letter {
            ':' | '|' => '-',
            ';' => ',',
            '(' | '[' | '{' => '<',
            ')' | ']' | '}' => '>',
            other => other,
        })
        .collect();
    // Two spaces would end an account's name; an asterisk or an exclamation mark would be read as a state.
    let words: Vec<&str> = plain.split_whitespace().collect();
    let joined = words.join(" ");
    let name = joined.trim_start_matches(['*', '!', '<', '=', '~', ' ']);
    if name.is_empty() { "unknown".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_ends_early_or_splits_an_account() {
        let check = |text: &str, expect: &str| assert_eq!(name(text), expect, "{text}");
        check("Talsu novads", "Talsu novads");
        check("2018-07", "2018-07");
        check("Līgums  Nr. 5; grozījumi: 2", "Līgums Nr. 5, grozījumi- 2");
        check("(A) lēmums\n12", "A> lēmums␊12");
        check("* ! 3", "3");
        check(" ; ", ",");
        check("", "unknown");
    }
}

//! Words about invoices: what waits with them, and how their lines stand to the sessions.

use chrono::{Datelike, NaiveDate};

use super::{Lang, choice::Worded, date, number, texts};
use crate::domain::{
    Invoice, InvoiceState, diary,
    invoice_told::{InvoiceSum, LineTold},
    invoicing::Verdict,
};

/// So many days from the end of its period a day and a month tell the year.
const NEAR: i64 = 300;

texts! {
    /// Wordings about invoices.
    InvoiceText {
        ToAccept "Jāpieņem" "To be accepted",
        ToPay "Jāapmaksā" "To be paid",
        Paid "Apmaksāti" "Paid",
        Uninvoiced "Rēķina vēl nav" "Not invoiced yet",
        NoProvider "sniedzējs nav norādīts" "no provider is given",
        NoInvoices "Rēķinu vēl nav." "There are no invoices yet.",
        OlderPaid "vecāki apmaksāti: {}; lejup tos parāda" "older paid ones: {}; going down shows them",
        Title "Rēķins {} · {}" "Invoice {} · {}",
        StateRegistered "reģistrēts" "registered",
        StateAccepted "pieņemts {}" "accepted {}",
        StatePaid "apmaksāts {}" "paid {}",
        IssuedOn "izrakstīts {}" "issued {}",
        For "par {}" "for {}",
        Printed "uz rēķina {}" "printed {}",
        Lines "rindas {}" "lines {}",
        Differs "starpība {}" "difference {}",
        Unexplained "bez iemesla: {}" "without a reason: {}",
        AllAgrees "sakrīt" "agrees",
        GroupSum "{} · kopā {}" "{} · in all {}",
        Beside "Sniedzējam šajā laikā vēl, bet ne rēķinā" "The provider's on these days and not in the invoice",
        More "par {} vairāk, pienākas {}" "{} too much, {} is owed",
        Less "par {} mazāk, pienākas {}" "{} too little, {} is owed",
        NotCharged "nav jāmaksā: {}" "not to be charged: {}",
        Unmarked "vēl nav atzīmēta" "not marked yet",
        TwiceIn "jau ir rēķinā {}" "already in invoice {}",
        TwiceHere "rēķinā divreiz" "twice in this invoice",
        Corrects "{}: jau ir rēķinā, labojums {}" "{}: invoiced already, correction {}",
        Waiting "labojums, kas gaida rēķinu" "a correction that waits for an invoice",
        Erased "dati dzēsti" "data erased",
        Reason "iemesls: {}" "reason: {}",
        TakeIn "ņemt rēķinā" "take in",
        TakeAway "izņemt" "take out",
        TakeOut "Izņemt no rēķina {}?" "Take out of invoice {}?",
        Remove "Izņemt rēķinu {} no reģistra?" "Take invoice {} out of the register?",
        RemoveMeans "Tā rindas atkal gaidīs rēķinu." "Its lines will wait for an invoice again.",
        AskAccept "Pieņemt rēķinu {}?" "Accept invoice {}?",
        AskPay "Vai rēķins {} ir apmaksāts?" "Has invoice {} been paid?",
        Explained "atšķirības ar iemeslu: {}" "differences with a reason: {}",
        AcceptMeans "Pēc tam to vairs nemaina; kļūdu labo nākamajā rēķinā." "After that it stays as it is; a mistake is corrected in the next one.",
        WaitsToBeAccepted "rēķins {} jāpieņem: {}" "invoice {} is to be accepted: {}",
        WaitsToBePaid "rēķins {} jāapmaksā: {}" "invoice {} is to be paid: {}",
        PaidToday "Apmaksas diena: {}. Citu dienu ieraksta, labojot rēķinu." "Paid on {}. Another day is entered by editing the invoice.",
    }
}

/// `10.2018.`, a month; else `01.10.–15.10.2018.`, with the first year too where the years differ.
pub fn period(from: NaiveDate, to: NaiveDate, lang: Lang) -> String {
    if (from, to) == diary::month(from) {
        return format!("{}{}", from.format("%m.%Y"), lang.pick(".", ""));
    }
    let first = if from.year() == to.year() { date::show_short(from, lang) } else { date::show(from, lang) };
    if from == to { date::show(to, lang) } else { format!("{first}–{}", date::show(to, lang)) }
}

/// A day in an invoice's life: which year it is of, the period tells that stands beside it.
pub fn day(day: NaiveDate, invoice: &Invoice, lang: Lang) -> String {
    let is_near = (day - invoice.to).num_days().abs() < NEAR;
    if is_near { date::show_short(day, lang) } else { date::show(day, lang) }
}

/// How an invoice stands among others: when it was paid or accepted, and what of it does not agree.
pub fn standing(sum: &InvoiceSum, lang: Lang) -> String {
    use InvoiceText as T;
    let day = |on: Option<NaiveDate>| on.map(|on| day(on, &sum.invoice, lang)).unwrap_or_default();
    let state = match sum.invoice.state() {
        InvoiceState::Registered => return agreement(sum, lang),
        InvoiceState::Accepted => T::StateAccepted.fill(lang, &[&day(sum.invoice.accepted_on)]),
        // Whatever differed was explained before, and is done with.
        InvoiceState::Paid => return T::StatePaid.fill(lang, &[&day(sum.invoice.paid_on)]),
    };
    if sum.differences == 0 { state } else { format!("{state} · {}", agreement(sum, lang)) }
}

/// How far an invoice has come, with days and who accepted it.
pub fn state(sum: &InvoiceSum, lang: Lang) -> String {
    use InvoiceText as T;
    let invoice = &sum.invoice;
    let day = |on: Option<NaiveDate>| on.map(|on| day(on, invoice, lang)).unwrap_or_default();
    let accepted =
        || format!("{} ({})", T::StateAccepted.fill(lang, &[&day(invoice.accepted_on)]), invoice.accepted_by);
    match invoice.state() {
        InvoiceState::Registered => T::StateRegistered.text(lang).to_owned(),
        InvoiceState::Accepted => accepted(),
        InvoiceState::Paid => format!("{} · {}", accepted(), T::StatePaid.fill(lang, &[&day(invoice.paid_on)])),
    }
}

/// What an invoice's lines come to beside what is printed on it: `sakrīt`, or what does not.
pub fn agreement(sum: &InvoiceSum, lang: Lang) -> String {
    use InvoiceText as T;
    let mut parts = Vec::new();
    if sum.difference.is_zero() && sum.differences == 0 {
        parts.push(T::AllAgrees.text(lang).to_owned());
    }
    if !sum.difference.is_zero() {
        // Where there is room for one of them only, this is what matters.
        parts.push(T::Differs.fill(lang, &[&number::money(sum.difference, lang)]));
        parts.push(T::Lines.fill(lang, &[&number::money(sum.sum, lang)]));
    }
    if sum.unexplained > 0 {
        parts.push(T::Unexplained.fill(lang, &[&sum.unexplained]));
    } else if sum.differences > 0 {
        parts.push(T::Explained.fill(lang, &[&sum.differences]));
    }
    parts.join(" · ")
}

/// What was found about a line; `invoice`: the number of the other one that asks for the same, empty where it is this one.
pub fn verdict(told: &LineTold, invoice: &str, lang: Lang) -> String {
    use InvoiceText as T;
    let line = &told.matched.line;
    let money = |amount| number::money(amount, lang);
    let what = match &told.session {
        Some(session) if session.is_open() => T::Unmarked.text(lang),
        Some(session) => session.outcome.text(lang),
        None => "",
    };
    let found = match told.matched.verdict {
        // It could be taken in, and nothing is owed for it.
        Verdict::Agrees | Verdict::NotCharged if line.is_open() && line.amount.is_zero() => what.to_owned(),
        Verdict::Agrees => String::new(),
        Verdict::Differs(more) if more.is_negative() => T::Less.fill(lang, &[&money(-more), &money(told.matched.owed)]),
        Verdict::Differs(more) => T::More.fill(lang, &[&money(more), &money(told.matched.owed)]),
        Verdict::NotCharged => T::NotCharged.fill(lang, &[&what]),
        Verdict::Twice(_) if invoice.is_empty() => T::TwiceHere.text(lang).to_owned(),
        Verdict::Twice(_) => T::TwiceIn.fill(lang, &[&invoice]),
        Verdict::Erased => T::Erased.text(lang).to_owned(),
    };
    let reason = line.reason.trim();
    let reason = if reason.is_empty() { String::new() } else { T::Reason.fill(lang, &[&reason]) };
    let parts: Vec<&str> = [found.as_str(), reason.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

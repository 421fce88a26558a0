//! What is done with invoices: accepted, paid, lines taken in and out. Figures are shown before.

use std::collections::BTreeSet;

use super::super::{
    App, Effect, Message, Screen,
    forms::Noun,
    page::{Jump, PageKind, Target},
    question::Yes,
};
use crate::{
    action::Action,
    domain::{
        Child, Deed, Field, Id, Invoice, InvoiceLine, Kind, Operation,
        invoice_told::{InvoiceSum, InvoicesTold, LineTold},
        overview::{PageData, PageOf},
    },
    i18n::{Text, date, invoice as words, invoice::InvoiceText, number, plural::Counted},
};

impl App {
    /// The invoice that the page on top is about: under the cursor, or the one that it shows.
    pub(in crate::app) fn invoice_here(&self) -> Option<&InvoiceSum> {
        let Some(Screen::Page(page)) = self.screens.last() else { return None };
        let of = |target: &'_ Target| matches!(target, Target::Invoice(_));
        let shown = match page.kind {
            PageKind::Stored(PageOf::Invoice(_)) => page.rows.iter().find(|row| of(&row.target)),
            _ => page.selected(),
        };
        match &shown?.target {
            Target::Invoice(sum) => Some(sum),
            _ => None,
        }
    }

    /// Asks whether the invoice is to be accepted, or was paid; what it comes to stands in the question.
    pub(super) fn ask_about_invoice(&mut self, action: Action) -> Vec<Effect> {
        let lang = self.setting.lang;
        let Some(sum) = self.invoice_here().cloned() else { return Vec::new() };
        let invoice = &sum.invoice;
        let found = self.overview.providers.iter().find(|provider| provider.id == invoice.provider);
        let provider = found.map(|provider| provider.name.clone()).unwrap_or_default();
        let (ask, means, operation) = match action {
            Action::AcceptInvoice => {
                let accepted = invoice.accepted(self.setting.today, &self.setting.user);
                let means = InvoiceText::AcceptMeans.text(lang).to_owned();
                (InvoiceText::AskAccept, means, Operation::new(Deed::AcceptInvoice).change(invoice.clone(), accepted))
            }
            _ => {
                let means = InvoiceText::PaidToday.fill(lang, &[&date::show(self.setting.today, lang)]);
                let paid = invoice.paid(self.setting.today);
                (InvoiceText::AskPay, means, Operation::new(Deed::PayInvoice).change(invoice.clone(), paid))
            }
        };
        let counted = Counted::InvoiceLine.text(sum.lines as u64, lang);
        let printed = InvoiceText::Printed.fill(lang, &[&number::euros(invoice.total, lang)]);
        let lines = vec![
            ask.fill(lang, &[&invoice.number]),
            format!("{provider} · {}", words::period(invoice.from, invoice.to, lang)),
            format!("{printed} · {counted} · {}", words::agreement(&sum, lang)),
            means,
        ];
        self.ask(lines, Yes::Apply(Box::new(operation)));
        Vec::new()
    }

    /// An invoice among others is opened; on its own page, and wherever it is edited, its form opens.
    pub(super) fn act_on_invoice(&mut self, sum: &InvoiceSum, action: Action) -> Vec<Effect> {
        let own = PageOf::Invoice(sum.invoice.id);
        let here =
            matches!(self.screens.last(), Some(Screen::Page(page)) if page.kind == PageKind::Stored(own.clone()));
        match action {
            Action::Open if !here => vec![Effect::LoadPage(own)],
            Action::Close => self.ask_to_remove(&sum.invoice),
            _ => self.open_form(Noun::Invoice, sum.invoice.id.0),
        }
    }

    /// What was registered by mistake leaves the register, and its lines wait again.
    fn ask_to_remove(&mut self, invoice: &Invoice) -> Vec<Effect> {
        let lang = self.setting.lang;
        let Some(Screen::Page(page)) = self.screens.last() else { return Vec::new() };
        if page.kind != PageKind::Stored(PageOf::Invoice(invoice.id)) {
            // Its lines go with it: they are on its page.
            return vec![Effect::LoadPage(PageOf::Invoice(invoice.id))];
        }
        let lines = page.rows.iter().filter_map(|row| match &row.target {
            Target::InvoiceLine(told) => Some(&**told),
            _ => None,
        });
        let operation = lines.fold(Operation::new(Deed::RemoveInvoice), taken_out).remove(invoice);
        let question =
            vec![InvoiceText::Remove.fill(lang, &[&invoice.number]), InvoiceText::RemoveMeans.text(lang).to_owned()];
        self.ask(question, Yes::Apply(Box::new(operation)));
        Vec::new()
    }

    /// Opening or editing a line says what the provider asks for it; where the printed total tells by how much the lines
    /// are wrong, the form begins with that; where only a reason is wanting, with the reason. Closing takes the line out.
    pub(super) fn act_on_invoice_line(&mut self, told: &LineTold, action: Action) -> Vec<Effect> {
        let lang = self.setting.lang;
        let Some(sum) = self.invoice_here().cloned() else { return Vec::new() };
        if sum.invoice.is_accepted() {
            self.message = Some(Message::Error(Text::InvoiceStays.text(lang).to_owned()));
            return Vec::new();
        }
        let line = &told.matched.line;
        if action == Action::Close {
            let operation = taken_out(Operation::new(Deed::EditInvoice), told);
            let child = self.overview.list_name(line.child).unwrap_or_default();
            let day = told.session.as_ref().map(|session| date::show(session.day, lang)).unwrap_or_default();
            let what = format!("{child} · {} {day} · {}", told.service, number::euros(line.amount, lang));
            self.ask(
                vec![InvoiceText::TakeOut.fill(lang, &[&sum.invoice.number]), what],
                Yes::Apply(Box::new(operation)),
            );
            return Vec::new();
        }
        let mut jump = Jump::new(Noun::InvoiceLine, line.id.0).of(line.child);
        if told.matched.needs_reason() && sum.difference.is_zero() {
            jump = jump.on(Field::Reason);
        } else if line.amount == told.matched.owed && !sum.difference.is_zero() {
            jump = jump.with(Field::Amount, number::money(line.amount + sum.difference, lang));
        }
        self.follow_jump(jump)
    }

    /// Takes a line into the invoice that is shown: what is due, else what the printed total lacks.
    pub(super) fn take_into_invoice(&self, told: &LineTold) -> Vec<Effect> {
        let Some(sum) = self.invoice_here() else { return Vec::new() };
        let line = told.matched.line.clone();
        let amount = if line.amount.is_zero() { sum.difference } else { line.amount };
        let taken = InvoiceLine { invoice: sum.invoice.id, amount, ..line.clone() };
        let operation = Operation::new(Deed::EditInvoice).seeing(self.overview.revision);
        let operation = if line.id.is_some() { operation.change(line, taken) } else { operation.create(taken) };
        vec![Effect::Apply(Box::new(operation))]
    }

    /// Whether the page is of an invoice that is not in the register any more: it is closed.
    pub(in crate::app) fn has_lost_invoice(&mut self, data: &PageData) -> bool {
        let gone = |told: &InvoicesTold| told.sums.is_empty() && matches!(data.of, PageOf::Invoice(_));
        let is_gone = data.invoices.as_deref().is_some_and(gone);
        if is_gone {
            let own = PageKind::Stored(data.of.clone());
            self.screens.retain(|screen| !matches!(screen, Screen::Page(page) if page.kind == own));
        }
        is_gone
    }

    /// Whose names and services stand on the page of an invoice was looked at.
    pub(in crate::app) fn looked_at_in_invoice(data: &PageData) -> impl Iterator<Item = Effect> {
        let told = data.invoices.iter().flat_map(|told| told.lines.iter().chain(&told.beside));
        let children: BTreeSet<Id<Child>> = told.map(|told| told.matched.line.child).collect();
        children.into_iter().filter(|child| child.is_some()).map(Effect::Looked)
    }

    /// The page of the invoice that was just registered.
    pub(in crate::app) fn open_registered(&self, numbers: &[(Kind, u64)]) -> Option<Effect> {
        let (_, number) = numbers.iter().find(|(kind, _)| *kind == Kind::Invoice)?;
        Some(Effect::LoadPage(PageOf::Invoice(Id::new(*number))))
    }
}

/// Also takes a line out of its invoice: a correction waits for another, what is due is due again.
fn taken_out(operation: Operation, told: &LineTold) -> Operation {
    let line = &told.matched.line;
    if line.corrects {
        return operation.change(line.clone(), InvoiceLine { invoice: Id::default(), ..line.clone() });
    }
    operation.remove(line)
}

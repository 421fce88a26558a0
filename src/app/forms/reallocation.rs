//! Reallocation: from one plan line to another, or to another child's ceiling where the programme lets it go.

use super::{super::form::Reading, Filling, FormField, Pick, session::line_picks};
use crate::domain::{
    Field, Id, Money, Problem,
    overview::FormContext,
    proposal::{CeilingTransfer, Given, LineTransfer, Proposal},
};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    let lines = || line_picks(context, Id::default(), lang);
    let mut fields = vec![
        FormField::one(Field::FromLine, lines(), 0),
        FormField::one(Field::ToLine, lines(), 0),
        FormField::number(Field::Quantity, Default::default(), lang),
        FormField::money(Field::Amount, Money::ZERO, lang),
        FormField::text(Field::Reason, ""),
    ];
    if context.programme.ceilings_transferable {
        fields.insert(2, FormField::one(Field::ToChild, child_picks(context), 0));
    }
    fields
}

/// The other children of the programme, numbered.
fn child_picks(context: &FormContext) -> Vec<Pick> {
    let own = context.child.as_ref().map(|child| child.id);
    let others = context.children.iter().filter(|(child, _)| Some(*child) != own).enumerate();
    others.map(|(n, (child, name))| Pick { code: (n + 1).to_string(), label: name.clone(), value: child.0 }).collect()
}

/// A child to give to means its ceiling; otherwise lines give and get.
pub fn proposal(reading: &mut Reading<'_>, context: &FormContext, filling: Filling<'_>) -> Proposal {
    let (amount, reason) = (reading.money(Field::Amount), reading.text(Field::Reason));
    let units = reading.number(Field::Quantity);
    let what = if units.is_zero() { Given::Amount(amount) } else { Given::Units(units) };
    if let Some(child) = reading.pick(Field::ToChild) {
        let own = context.child.as_ref().map(|child| child.id).unwrap_or_default();
        let day = filling.today.max(context.programme.from);
        let line = reading.pick(Field::FromLine);
        if reading.pick(Field::ToLine).is_some() {
            // Another child's lines change in that child's own plan.
            reading.fault(Field::ToLine, Problem::OneOfTwo);
        }
        if line.is_none() && !units.is_zero() {
            reading.fault(Field::FromLine, Problem::Missing);
        }
        return Proposal::Ceilings(CeilingTransfer {
            from: own,
            to: Id::new(child),
            // What the units of a line come to is for them to say.
            amount: if line.is_some() && units.is_zero() { Money::ZERO } else { amount },
            line: line.map(|line| (Id::new(line), what)),
            legal_basis: reason,
            day,
        });
    }
    let mut line = |field| {
        let picked = reading.pick(field);
        if picked.is_none() {
            reading.fault(field, Problem::Missing);
        }
        Id::new(picked.unwrap_or_default())
    };
    let (from, to) = (line(Field::FromLine), line(Field::ToLine));
    if units.is_zero() == amount.is_zero() {
        reading.fault(Field::Quantity, Problem::OneOfTwo);
    }
    Proposal::Lines(LineTransfer { from, to, what, reason })
}

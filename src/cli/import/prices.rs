//! What an imported price list changes for each child: told before it is accepted.

use super::super::{Failure, context::Context};
use crate::{
    domain::{
        AnyRecord, Deed, Id, Operation, Programme,
        consequence::TOLD,
        proposal::{NewPrices, Proposal, Proposed, ProposedChange, Touched},
    },
    i18n::{Lang, Text, command::CommandText, date, number, plan::more, plural::Counted, proposal::ProposalText},
    store::{
        Store,
        proposals::{self, Occasion},
    },
};

/// The list as a proposal. With a reason its prices of the past also hold for what was held already.
pub(super) fn propose(
    list: &Operation,
    reason: &str,
    store: &Store,
    context: &Context,
    programme: Id<Programme>,
) -> Result<Proposed, Failure> {
    let today = context.today();
    let mut puts = list.puts.clone();
    for put in &mut puts {
        if let AnyRecord::Price(price) = &mut put.record
            && price.from < today
        {
            price.retroactive_reason = reason.to_owned();
        }
    }
    let proposal = Proposal::Prices(NewPrices { deed: Deed::ImportPrices, puts });
    let occasion = Occasion { programme, user: &context.user, today };
    let proposed = store.read(|reader| proposals::propose(reader, &proposal, occasion))?;
    proposed.map_err(|fault| Failure::Problem(fault.sentence(context.lang)))
}

/// Child by child, with the plan that it is about, what becomes of the figures, and of sessions that were held already.
pub(super) fn tell(proposed: &Proposed, context: &mut Context) -> Result<(), Failure> {
    let lang = context.lang;
    if proposed.children.is_empty() {
        writeln!(context.out, "{}", ProposalText::NothingChanges.text(lang))?;
        return Ok(());
    }
    let count = Counted::Child.text(proposed.children.len() as u64, lang);
    writeln!(context.out, "{}", CommandText::EffectOnChildren.fill(lang, &[&count]))?;
    for touched in &proposed.children {
        writeln!(context.out, "  {}: {}", touched.named(), figures(touched, lang))?;
        for sentence in touched.broken().map(|breach| breach.sentence(lang)) {
            writeln!(context.out, "    ! {sentence}")?;
        }
        for remark in &touched.remarks {
            writeln!(context.out, "    {}", remark.sentence(lang))?;
        }
        for change in &touched.changes {
            if let ProposedChange::Session { service, before, after, .. } = change
                && let (Some(before_charge), Some(charge)) = (&before.charge, &after.charge)
            {
                let (was, is) = (number::money(before_charge.unit_price, lang), number::money(charge.unit_price, lang));
                writeln!(context.out, "    {} {service}: {was} → {is}", date::show(before.day, lang))?;
            }
        }
    }
    let sums = proposed.figures().into_iter().map(|kind| {
        let sum = proposed.children.iter().map(|touched| touched.amounts.difference(kind)).sum();
        format!("{} {}", kind.short(lang), more(sum, lang))
    });
    let sums = sums.collect::<Vec<_>>().join(", ");
    writeln!(context.out, "  {}: {sums}", Text::Together.text(lang))?;
    Ok(())
}

/// `Plānots 1 233,20 → 1 310,52, Brīvs …`: the figures that change.
fn figures(touched: &Touched, lang: Lang) -> String {
    let changed = TOLD.into_iter().filter_map(|kind| {
        let figure = touched.amounts.figure(kind);
        let money = |amount| number::money(amount, lang);
        figure.is_change().then(|| format!("{} {} → {}", kind.short(lang), money(figure.before), money(figure.after)))
    });
    changed.collect::<Vec<_>>().join(", ")
}

//! What the programme's rules have against a write: asked here, of every write, whichever way it comes in.
//!
//! Only what the write itself breaks counts. *Prevent* refuses; *warn* wants to be told once; *allow with a reason* wants
//! the reason, which is kept with the records that break the rule. Taking back what was done last is not asked: it leads
//! to the state that was there; taking back anything earlier leads to one that nobody has seen.

use chrono::NaiveDate;

use super::{
    StoreError, Tx,
    apply::Writing,
    journal::RowChange,
    overlay::Overlay,
    views::{Step, clashes_of, matters},
};
use crate::domain::{
    AnyRecord, Child, Id, Operation,
    rules::{Basis, Breach, Objection, Policy, RuleReason, Turn, compare},
};

/// What whoever writes has to say to the rules.
#[derive(Clone, Copy)]
pub(super) struct Assent<'o> {
    /// Why it is right all the same; empty: no reason was given.
    pub(super) reason: &'o str,
    /// Warnings were told.
    pub(super) heeded: bool,
}

impl<'o> Assent<'o> {
    /// As the operation has it.
    pub(super) fn of(operation: &'o Operation) -> Self {
        Self { reason: &operation.reason, heeded: operation.heeded }
    }

    /// Nobody is there to be asked for a reason, or to be warned.
    pub(super) const NOBODY: Assent<'static> = Assent { reason: "", heeded: true };

    fn answers(&self, breach: &Breach) -> bool {
        match breach.policy {
            Policy::Prevent => false,
            Policy::Warn => self.heeded,
            Policy::Allow => !self.reason.trim().is_empty(),
        }
    }
}

/// Refuses what the rules have something against that is not answered; keeps the reason where it is.
pub(super) fn ask_rules(tx: &mut Tx, assent: Assent, today: NaiveDate) -> Result<(), StoreError> {
    if !tx.touches.kinds().any(matters) {
        return Ok(());
    }
    let changes = tx.touches.changes(tx)?;
    let before = tx.with(Overlay::of(tx.source, tx.touches.before().clone())?);
    let step = Step { before: &before, after: tx, changes: &changes, today };
    let told = step.each_child(
        |_| None,
        |touched| {
            let changes = compare(touched.rules(), &touched.was, &touched.is).into_iter();
            let broken = changes.filter(|change| change.turn == Turn::Broken && change.told.binds());
            let (child, name) = (touched.case.child.id, touched.case.name());
            let objections = broken.map(|change| Objection { child, name: name.clone(), breach: change.told });
            objections.collect::<Vec<Objection>>()
        },
    )?;
    let mut objections: Vec<Objection> = told.into_iter().flatten().collect();
    objections.extend(clashes_of(tx, &changes, today)?);
    let (answered, unanswered): (Vec<Objection>, Vec<Objection>) =
        objections.into_iter().partition(|objection| assent.answers(&objection.breach));
    if !unanswered.is_empty() {
        return Err(StoreError::Rules(unanswered));
    }
    let to_keep: Vec<Objection> =
        answered.into_iter().filter(|objection| objection.breach.policy == Policy::Allow).collect();
    keep_reasons(tx, &changes, &to_keep, assent.reason.trim())
}

/// A changed record that reasons can stand with.
struct Place {
    record: AnyRecord,
    /// Whose it is; none: everybody's.
    child: Option<Id<Child>>,
    holds_new: bool,
}

/// The reason stands with what breaks each rule: lines, or the sessions of the days that are counted together; else with
/// whatever else of the child, or for all children, was changed.
fn keep_reasons(tx: &mut Tx, changes: &[RowChange], objections: &[Objection], reason: &str) -> Result<(), StoreError> {
    if objections.is_empty() {
        return Ok(());
    }
    let mut places = Vec::new();
    for change in changes.iter().filter(|change| matters(change.kind)) {
        if let (_, Some(record)) = change.records()? {
            let child = match record {
                AnyRecord::Session(session) => Some(session.child),
                AnyRecord::PlanLine(line) => tx.get(line.plan)?.map(|plan| plan.child),
                AnyRecord::PlanVersion(plan) => Some(plan.child),
                AnyRecord::Child(child) => Some(child.id),
                _ => None,
            };
            places.push(Place { record: record.clone(), child, holds_new: false });
        }
    }
    for objection in objections {
        let fits: Vec<u8> = places.iter().map(|place| place.fits(objection)).collect();
        let Some(best) = fits.iter().copied().max().filter(|best| *best > 0) else {
            // A reason that nothing keeps would be none.
            return Err(StoreError::Rules(vec![objection.clone()]));
        };
        let rule = &objection.breach.rule;
        for (place, _) in places.iter_mut().zip(fits).filter(|(_, fits)| *fits == best) {
            if let Some(reasons) = place.record.rule_reasons() {
                reasons.retain(|known| known.rule != *rule);
                reasons.push(RuleReason { rule: rule.clone(), reason: reason.to_owned() });
                place.holds_new = true;
            }
        }
    }
    places.into_iter().filter(|place| place.holds_new).try_for_each(|place| tx.write(place.record))
}

impl Place {
    /// How well a reason stands here for going against what is objected; 0: not at all.
    fn fits(&self, Objection { child, breach, .. }: &Objection) -> u8 {
        let within = |day| (breach.measure.days.0..=breach.measure.days.1).contains(&day);
        match &self.record {
            AnyRecord::Price(_) | AnyRecord::Programme(_) => 2,
            _ if self.child != Some(*child) => 0,
            AnyRecord::Session(session) if breach.measure.basis == Basis::Sessions && within(session.day) => 4,
            AnyRecord::PlanLine(_) if breach.measure.basis != Basis::Sessions => 4,
            AnyRecord::PlanVersion(_) | AnyRecord::Child(_) => 3,
            AnyRecord::Session(_) | AnyRecord::PlanLine(_) => 1,
            _ => 0,
        }
    }
}

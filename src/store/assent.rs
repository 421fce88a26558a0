//! What the programme's rules have against a write: asked here, of every write, whichever way it comes in.
//!
//! Only what the write itself breaks counts. *Prevent* refuses; *warn* wants to be told once; *allow with a reason* wants
//! the reason, which is kept with the records that break the rule. Taking back what was done last is not asked: it leads
//! to the state that was there; taking back anything earlier leads to one that nobody has seen.

use chrono::NaiveDate;

use super::{
    StoreError, Tx,
    apply::Writing,
    codec,
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
    let mut objections = Vec::new();
    let step = Step { before: &before, after: tx, changes: &changes, today };
    step.each_child(
        |_| None,
        |touched| {
            let changes = compare(touched.rules(), &touched.was, &touched.is).into_iter();
            let broken = changes.filter(|change| change.turn == Turn::Broken && change.told.binds());
            let (child, name) = (touched.case.child.id, touched.case.name());
            objections.extend(broken.map(|change| Objection { child, name: name.clone(), breach: change.told }));
        },
    )?;
    objections.extend(clashes_of(tx, &changes, today)?);
    let (answered, unanswered): (Vec<Objection>, Vec<Objection>) =
        objections.into_iter().partition(|objection| assent.answers(&objection.breach));
    if !unanswered.is_empty() {
        return Err(StoreError::Rules(unanswered));
    }
    for objection in answered.iter().filter(|objection| objection.breach.policy == Policy::Allow) {
        if !keep_reason(tx, &changes, objection, assent.reason.trim())? {
            // A reason that nothing keeps would be none.
            return Err(StoreError::Rules(vec![objection.clone()]));
        }
    }
    Ok(())
}

/// The reason stands with what breaks the rule: lines, or the sessions of the days that are counted together; else with
/// whatever else of the child, or for all children, was changed. Whether there was something.
fn keep_reason(
    tx: &mut Tx,
    changes: &[RowChange],
    Objection { child, breach, .. }: &Objection,
    reason: &str,
) -> Result<bool, StoreError> {
    let mut best: (u8, Vec<AnyRecord>) = (0, Vec::new());
    for change in changes.iter().filter(|change| change.after.is_some() && matters(change.kind)) {
        // Another reason may just have been put beside it.
        let Some(row) = tx.row(change.kind, change.number)? else { continue };
        let record = codec::decode_any(change.kind, change.number, &row)?;
        let fits = fit(tx, &record, *child, breach)?;
        match fits.cmp(&best.0) {
            std::cmp::Ordering::Greater => best = (fits, vec![record]),
            std::cmp::Ordering::Equal if fits > 0 => best.1.push(record),
            _ => {}
        }
    }
    let is_kept = !best.1.is_empty();
    for mut record in best.1 {
        if let Some(reasons) = record.rule_reasons() {
            reasons.retain(|known| known.rule != breach.rule);
            reasons.push(RuleReason { rule: breach.rule.clone(), reason: reason.to_owned() });
            tx.write(record)?;
        }
    }
    Ok(is_kept)
}

/// How well the reason stands with the record; 0: not at all.
fn fit(tx: &Tx, record: &AnyRecord, child: Id<Child>, breach: &Breach) -> Result<u8, StoreError> {
    let within = |day| (breach.days.0..=breach.days.1).contains(&day);
    Ok(match record {
        AnyRecord::Session(session) if session.child == child => {
            if breach.basis == Basis::Sessions && within(session.day) { 4 } else { 1 }
        }
        AnyRecord::PlanLine(line) if tx.get(line.plan)?.is_some_and(|plan| plan.child == child) => {
            if breach.basis != Basis::Sessions { 4 } else { 1 }
        }
        AnyRecord::PlanVersion(plan) if plan.child == child => 3,
        AnyRecord::Child(own) if own.id == child => 3,
        AnyRecord::Price(_) | AnyRecord::Programme(_) => 2,
        _ => 0,
    })
}

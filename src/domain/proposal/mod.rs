//! Mass operations as they are asked for, and what each comes to: one operation, done and undone as a whole.
//!
//! A [`Proposal`] says what is wanted. [`Proposal::made`] works out, from the [`Facts`] of the moment, the records that
//! it changes. The same proposal is made once to be shown and again to be carried out, so that nobody accepts what is
//! no longer so.

mod away;
mod extension;
mod prices;
mod telling;
mod timetable;
mod told;
mod transfer;

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDate;

pub use away::AbsenceChange;
pub use extension::Extension;
pub use prices::{NewPrices, Uplift, UpliftBy};
pub use timetable::Obstacle;
pub use told::{Proposed, ProposedChange, Touched};
pub use transfer::{CeilingTransfer, Given, LineTransfer};

use super::{
    Absence, AnyRecord, Child, Deed, Fault, Id, Money, Operation, PlanLine, PlanState, PlanVersion, Price, Programme,
    Provider, Put, Session, shared_time::Other,
};

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Proposal {
    /// Somebody is away or something rests: what lies in that time is cancelled or moved, or put back.
    Absence(AbsenceChange),
    /// Prices rise, or fall, from a day on.
    Uplift(Uplift),
    /// Prices that come into the list.
    Prices(NewPrices),
    /// The programme lasts longer on the same money.
    Extension(Extension),
    /// Units or euros of one plan line go to another of the same child.
    Lines(LineTransfer),
    /// A part of one child's ceiling goes to another child.
    Ceilings(CeilingTransfer),
}

/// What a proposal is worked out from.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The day on which it is asked.
    pub today: NaiveDate,
    /// Who asks (login).
    pub user: String,
    /// The programme in which it is asked.
    pub programme: Programme,
    /// The children it can touch.
    pub cases: Vec<CaseFacts>,
    /// Every provider.
    pub providers: Vec<Provider>,
    /// Every price.
    pub prices: Vec<Price>,
    /// Absences that last until `today` or later, or until the first day asked about.
    pub absences: Vec<Absence>,
    /// Where sessions are to be shifted: open sessions, of whatever child, at the providers of those.
    pub elsewhere: Vec<Other>,
    /// And brothers and sisters of the children, whose parents may be busy with them.
    pub siblings: Vec<CaseFacts>,
}

/// A child with its programme, plans and sessions.
#[derive(Clone, Debug, Default)]
pub struct CaseFacts {
    /// The child's name, as lists have it.
    pub name: String,
    /// The child.
    pub child: Child,
    /// The programme of its family.
    pub programme: Programme,
    /// Plan versions, oldest first.
    pub plans: Vec<PlanVersion>,
    /// The lines of all of them.
    pub lines: Vec<PlanLine>,
    /// The sessions, by day and time.
    pub sessions: Arc<Vec<Session>>,
    /// Those that stand in invoices, where prices are to change.
    pub invoiced: BTreeSet<Id<Session>>,
}

impl CaseFacts {
    /// The line that a session uses up.
    fn line_of(&self, session: &Session) -> Option<&PlanLine> {
        self.lines.iter().find(|line| line.id == session.line)
    }

    /// The newest approved version.
    fn approved(&self) -> Option<&PlanVersion> {
        self.plans.iter().rfind(|plan| plan.state == PlanState::Approved)
    }

    /// The newest version, if it is a draft.
    fn draft(&self) -> Option<&PlanVersion> {
        self.plans.last().filter(|plan| plan.state == PlanState::Draft)
    }

    /// The newest version, if somebody has yet to decide about it. No other version comes to be meanwhile: whichever were
    /// approved last would take the other's place.
    fn submitted(&self) -> Option<&PlanVersion> {
        self.plans.last().filter(|plan| plan.state == PlanState::Submitted)
    }

    /// The lines of a version.
    fn lines_of(&self, plan: Id<PlanVersion>) -> impl Iterator<Item = &PlanLine> {
        self.lines.iter().filter(move |line| line.plan == plan)
    }
}

/// What is not done as one might expect, told before anything is done.
#[derive(Clone, Debug, PartialEq)]
pub enum Remark {
    /// No later day was free for the session of that service: it is cancelled.
    NoLaterDay(String, NaiveDate),
    /// The session of that service was to come to that other day; because of this it does not.
    InTheWay(String, NaiveDate, NaiveDate, Obstacle),
    /// The session that this one was moved to has been held: it stays.
    AlreadyHeld(String, NaiveDate),
    /// The child has a draft: its lines last longer, and the plan in force stays as it is until the draft is approved.
    OnlyInDraft,
    /// The child's newest version, of that number, waits for the head of service: its plan stays as it is.
    PlanWaits(u32),
    /// So many held sessions keep the price that they were charged.
    KeepTheirPrice(usize),
    /// So many held sessions cost what was invoiced for them.
    Invoiced(usize),
    /// So much is left over of what one line gives, because the other takes whole units.
    LeftOver(Money),
}

/// What a proposal comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// All of it, as one operation.
    pub operation: Operation,
    /// What is not done as one might expect, and for which child.
    pub remarks: Vec<(Id<Child>, Remark)>,
}

impl Made {
    fn new(deed: Deed) -> Self {
        Self { operation: Operation::new(deed), remarks: Vec::new() }
    }

    fn change<R: Into<AnyRecord> + Clone + PartialEq>(&mut self, base: &R, record: R) {
        if *base != record {
            self.operation.puts.push(Put { record: record.into(), base: Some(base.clone().into()) });
        }
    }

    fn create(&mut self, record: impl Into<AnyRecord>) {
        self.operation.puts.push(Put { record: record.into(), base: None });
    }
}

impl Proposal {
    /// The operation that does it, or what stands in its way.
    pub fn made(&self, facts: &Facts) -> Result<Made, Fault> {
        match self {
            Self::Absence(change) => change.made(facts),
            Self::Uplift(uplift) => uplift.made(facts),
            Self::Prices(prices) => prices.made(facts),
            Self::Extension(extension) => extension.made(facts),
            Self::Lines(transfer) => transfer.made(facts),
            Self::Ceilings(transfer) => transfer.made(facts),
        }
    }
}

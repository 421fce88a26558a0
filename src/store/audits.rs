//! The money identities and who is who, recomputed from the rows: what `check` holds beyond the store's own shape.

use chrono::NaiveDate;

use super::{
    Audit, Finding, Reader, StoreError,
    views::{self, lookalikes},
};
use crate::domain::{
    Child, Decision, Id, Index, IndexKey, Invoice, InvoiceLine, Kind, Money, Outcome, Person, PlanState, PlanVersion,
    Session,
    budget::{FigureKind, Figures},
    invoicing,
    overview::Dossier,
};

/// Everything to be audited.
pub const ALL: &[Audit] = &[money, people, plans, decisions, invoices];
/// Those of them that are about invoices.
pub const INVOICES: &[Audit] = &[invoices];

/// Nobody is entered twice.
fn people(reader: &Reader) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    for person in reader.all::<Person>()? {
        // Of two, the later one is told.
        if let Some(other) = lookalikes::same_code(reader, &person)?.filter(|other| *other < person.id) {
            findings.push(Finding::SameCode { record: (Kind::Person, person.id.0), other: (Kind::Person, other.0) });
        }
    }
    Ok(findings)
}

/// Decisions are numbered without gaps and doubles.
fn decisions(reader: &Reader) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    for decision in reader.all::<Decision>()? {
        if let Some(fault) = views::decisions::place_fault(reader, &decision)? {
            findings.push(Finding::Faults { record: (Kind::Decision, decision.id.0), faults: vec![fault] });
        }
    }
    Ok(findings)
}

/// What was accepted was right or explained, and nobody waits for what a session never cost.
fn invoices(reader: &Reader) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    for invoice in reader.all::<Invoice>()?.into_iter().filter(Invoice::is_accepted) {
        let fault = views::invoices::matched(reader, &invoice)?.fault();
        let record = (Kind::Invoice, invoice.id.0);
        findings.extend(fault.map(|fault| Finding::Faults { record, faults: vec![fault] }));
    }
    for line in reader.all::<InvoiceLine>()?.into_iter().filter(|line| !line.erased) {
        let (session, invoice) = (reader.get(line.session)?, reader.get(line.invoice)?);
        let fault = invoicing::misplaced(&line, session.as_ref(), invoice.as_ref());
        let record = (Kind::InvoiceLine, line.id.0);
        findings.extend(fault.map(|fault| Finding::Faults { record, faults: vec![fault] }));
    }
    Ok(findings)
}

/// Plan versions follow each other.
fn plans(reader: &Reader) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    for plan in reader.all::<PlanVersion>()? {
        if let Some(fault) = views::plans::succession_fault(reader, &plan)? {
            findings.push(Finding::Faults { record: (Kind::PlanVersion, plan.id.0), faults: vec![fault] });
        }
    }
    Ok(findings)
}

/// The figures of every child add up, and what was delivered is the plain sum of what its sessions were charged.
fn money(reader: &Reader) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    for child in reader.all::<Child>()? {
        let Some(family) = reader.get(child.family)? else { continue };
        let Some(programme) = reader.get(family.programme)? else { continue };
        // The identities hold on any day; the last one sees everything.
        let day = programme.to;
        let Some(dossier) = views::dossier(reader, child.id, day)? else { continue };
        for detail in wrong(&dossier, day) {
            findings.push(Finding::Figures { record: (Kind::Child, child.id.0), detail });
        }
        findings.extend(sessions(reader, child.id)?);
    }
    Ok(findings)
}

/// What does not add up among a child's figures.
fn wrong(dossier: &Dossier, day: NaiveDate) -> Vec<String> {
    let figures = &dossier.figures;
    let mut wrong = Vec::new();
    let mut equal = |what: &str, one: Money, other: Money| {
        if one != other {
            wrong.push(format!("{what}: {one} ≠ {other}"));
        }
    };
    for &kind in FigureKind::ALL {
        let figure = figures.figure(kind);
        equal(kind.name(), figure.amount(), figure.lines().iter().map(|line| line.amount).sum());
    }
    let charged = |session: &&Session| !session.is_open();
    let plain: Money =
        dossier.sessions.iter().filter(charged).filter_map(|s| s.charge.as_ref()).map(|charge| charge.amount()).sum();
    let Figures { ceiling, delivered, reserved, balance, free, planned, .. } = figures;
    equal("delivered", delivered.amount(), plain);
    equal("balance", balance.amount(), ceiling.amount() - delivered.amount());
    equal("free", free.amount(), balance.amount() - reserved.amount());
    let groups =
        |amount: fn(&crate::domain::budget::GroupSum) -> Money| figures.groups.iter().map(amount).sum::<Money>();
    equal("planned by groups", planned.amount(), groups(|group| group.planned));
    equal("delivered by groups", delivered.amount(), groups(|group| group.delivered));
    for (name, burndown) in [("months", &dossier.by_month), ("weeks", &dossier.by_week)] {
        if let Some(last) = burndown.points.last().filter(|last| last.day >= day) {
            equal(name, last.planned, planned.amount());
            equal(name, last.actual.unwrap_or_default(), delivered.amount());
        }
    }
    let in_force = dossier.plans.iter().filter(|plan| plan.state == PlanState::Approved).count();
    if in_force > 1 {
        wrong.push(format!("plans in force: {in_force}"));
    }
    wrong
}

/// Sessions that carry a charge without having been held, or were held without one.
fn sessions(reader: &Reader, child: Id<Child>) -> Result<Vec<Finding>, StoreError> {
    let sessions: Vec<Session> = reader.find(&IndexKey::new(Index::SessionByChild).id(child.0))?;
    let odd = sessions.iter().filter(|session| match session.outcome {
        Outcome::Attended => session.charge.is_none(),
        Outcome::Scheduled | Outcome::Moved => session.charge.is_some(),
        Outcome::Excused | Outcome::NoShow | Outcome::ByProvider => false,
    });
    Ok(odd
        .map(|session| Finding::Figures {
            record: (Kind::Session, session.id.0),
            detail: format!("{}: {}", crate::domain::Choice::name(session.outcome), session.charge.is_some()),
        })
        .collect())
}

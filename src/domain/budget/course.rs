//! The course of a plan whose versions came after each other, or that was closed: every day has due what the version
//! that held on it says.

use super::{Account, Pace};
use crate::domain::{PlanLine, plan::in_order, plan_difference::Part};
use chrono::NaiveDate;

/// What was due while other versions held, and what is since.
pub(super) struct Course<'a> {
    /// The units of earlier versions that were due while they held.
    pub before: Vec<Pace<'a>>,
    /// The lines of the plan in the order given, laid out over the days on which their version holds. What was due before
    /// on the same line, on days that the line covers, counts as a part of its quantity.
    pub since: Vec<Pace<'a>>,
    /// What of each of these lines was due before.
    pub inherited: Vec<Part>,
    /// What was due before that none of them goes on with.
    pub ended: Vec<(&'a PlanLine, Part)>,
}

impl<'a> Course<'a> {
    /// By [`Account::held`]; none if one version held always. `plan`: the account's own lines. `working`: working days,
    /// in order, that reach over the dates of all lines.
    pub fn new(account: &Account<'a>, plan: &[&'a PlanLine], working: &[NaiveDate]) -> Option<Self> {
        let (own, earlier) = match account.held.split_last() {
            Some((own, earlier)) => (own.from, earlier),
            None => (NaiveDate::MIN, account.held),
        };
        if earlier.is_empty() && account.closed_on().is_none() {
            return None;
        }
        let mut before: Vec<Pace> = Vec::new();
        for (at, held) in earlier.iter().enumerate() {
            let lines = in_order(account.earlier.iter().filter(|line| line.plan == held.plan));
            let next = earlier.get(at + 1).map_or(own, |next| next.from);
            let since = lay_out(&lines, held.from, &before, working, account).into_iter();
            before.extend(since.map(|pace| pace.until(next).through(account.last_day_of(held))));
        }
        let since = lay_out(plan, own, &before, working, account).into_iter();
        let since = since.map(|pace| pace.through(account.closed_on())).collect();
        let (inherited, ended) = handed_on(&before, plan);
        Some(Self { before, since, inherited, ended })
    }
}

/// The lines of a version over the days since it holds, less what was due before.
fn lay_out<'a>(
    lines: &[&'a PlanLine],
    since: NaiveDate,
    before: &[Pace<'a>],
    working: &[NaiveDate],
    account: &Account<'a>,
) -> Vec<Pace<'a>> {
    let (inherited, _) = handed_on(before, lines);
    let paces = lines.iter().zip(inherited);
    paces.map(|(line, due)| Pace::since(line, since, line.quantity - due.units, working, account.prices)).collect()
}

/// What was due before that each of these lines goes on with, and what none of them does. As with sessions: of several
/// lines for the same it is the first one that covers the day.
fn handed_on<'a>(before: &[Pace<'a>], lines: &[&PlanLine]) -> (Vec<Part>, Vec<(&'a PlanLine, Part)>) {
    let mut inherited = vec![Part::default(); lines.len()];
    let mut ended: Vec<(&PlanLine, Part)> = Vec::new();
    for pace in before {
        let heirs: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].is_same_service(pace.line)).collect();
        let mut alone = Part::default();
        for (day, size, amount) in pace.units() {
            let heir = heirs.iter().find(|&&at| lines[at].covers(day));
            let due = heir.map_or(&mut alone, |&heir| &mut inherited[heir]);
            due.units += size;
            due.amount += amount;
        }
        if alone.units.is_zero() {
            continue;
        }
        let goes_on =
            |(line, _): &&mut (&PlanLine, Part)| line.group == pace.line.group && line.is_same_service(pace.line);
        match ended.iter_mut().find(goes_on) {
            Some((line, due)) => {
                *line = pace.line;
                due.units += alone.units;
                due.amount += alone.amount;
            }
            None => ended.push((pace.line, alone)),
        }
    }
    (inherited, ended)
}

//! Random plans, prices, sessions and days: every figure equals the plain reckoning, and the sum of its lines.

use atbalsts::domain::{
    Ceiling, Charge, Child, Choice, Format, Group, Id, Invoice, InvoiceLine, Money, Outcome, PlanLine, Price,
    Recipient, Session,
    budget::{Account, Billed, Figure, FigureKind, Figures, Within},
    burndown::{Burndown, Step},
    pricing::PriceList,
    succession::Held,
};
use chrono::{Days, NaiveDate};
use proptest::{collection::vec, option, prelude::*, sample::select};
use rust_decimal::Decimal;

use crate::plainly::{Case, amount};

pub fn start() -> NaiveDate {
    NaiveDate::from_ymd_opt(2018, 9, 3).unwrap()
}

/// A day from three months before the programme to some months after it.
pub fn a_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..560).prop_map(|days| start() - Days::new(90) + Days::new(days))
}

fn a_line(id: u64) -> impl Strategy<Value = PlanLine> {
    let what = (select(&["FIZ", "LOG", "PSI"][..]), select(Format::ALL), select(Group::ALL), select(Recipient::ALL));
    // Quarters of a unit, and a co-payment that rarely comes out even.
    let how_much = (1i64..240, select(&[0i64, 0, 33, 50, 100][..]), 0u64..3);
    (what, how_much, a_day(), 0u64..400).prop_map(move |(what, how_much, from, length)| PlanLine {
        id: Id::new(id),
        service: what.0.into(),
        format: what.1,
        group: what.2,
        recipient: what.3,
        quantity: Decimal::new(how_much.0 * 25, 2),
        copayment_percent: how_much.1.into(),
        provider: Id::new(how_much.2),
        from,
        to: from + Days::new(length),
        ..PlanLine::default()
    })
}

fn lines(first: u64, most: usize) -> impl Strategy<Value = Vec<PlanLine>> {
    vec(Just(()), 0..=most)
        .prop_flat_map(move |places| (0..places.len() as u64).map(|n| a_line(first + n)).collect::<Vec<_>>())
}

fn a_price() -> impl Strategy<Value = Price> {
    let what = (select(&["FIZ", "LOG", "PSI"][..]), select(Format::ALL), 0u64..3);
    (what, 0i64..9000, a_day(), option::weighted(0.3, 0u64..200)).prop_map(|(what, cents, from, length)| Price {
        service: what.0.into(),
        format: what.1,
        provider: Id::new(what.2),
        amount: Money::from_cents(cents),
        from,
        to: length.map(|length| from + Days::new(length)),
        ..Price::default()
    })
}

fn a_session() -> impl Strategy<Value = Session> {
    let charge = (0i64..9000, 0i64..12, select(&[0i64, 33, 50, 100][..]), select(&[0i64, 33, 50][..])).prop_map(
        |(cents, quarters, charged, copayment)| Charge {
            unit_price: Money::from_cents(cents),
            units: Decimal::new(quarters * 25, 2),
            charged_percent: charged.into(),
            copayment_percent: copayment.into(),
        },
    );
    // Lines 1 to 6 may be of the plan, 21 to 23 of earlier versions; the others are of no known version.
    let line = prop_oneof![4 => 1u64..8, 1 => 21u64..25];
    (line, a_day(), 1i64..12, select(Outcome::ALL), option::weighted(0.8, charge), 0u64..3).prop_map(
        |(line, day, quarters, outcome, charge, provider)| Session {
            line: Id::new(line),
            day,
            units: Decimal::new(quarters * 25, 2),
            outcome,
            charge,
            provider: Id::new(provider),
            ..Session::default()
        },
    )
}

/// A line of an invoice that came so far, of a session that may not be there.
fn a_billed() -> impl Strategy<Value = Billed> {
    (1u64..70, -9000i64..9000, -12i64..12, 0..3).prop_map(|(session, cents, quarters, came)| {
        let line = InvoiceLine {
            session: Id::new(session),
            amount: Money::from_cents(cents),
            units: Decimal::new(quarters * 25, 2),
            ..InvoiceLine::default()
        };
        let registered = Invoice { day: start(), ..Invoice::default() };
        let invoice = match came {
            0 => registered,
            1 => registered.accepted(start(), "māra"),
            _ => registered.accepted(start(), "māra").paid(start()),
        };
        Billed { line, invoice }
    })
}

pub fn a_case() -> impl Strategy<Value = Case> {
    let ceilings = vec((-50_000i64..500_000, a_day()), 0..4);
    let sessions = (vec(a_session(), 0..60), vec(a_billed(), 0..30));
    let rows = (lines(1, 6), lines(21, 4), sessions, vec(a_price(), 0..14));
    // One version or another, or the case.
    let closed = vec(option::weighted(0.3, a_day()), 4);
    (ceilings, rows, (vec(a_day(), 0..3), closed), a_day(), any::<bool>()).prop_map(
        |(ceilings, rows, (mut began, closed), today, follows_moved_days)| {
            let (plan, mut earlier, (mut sessions, billed), mut prices) = rows;
            // As many versions as there are first days, and one before; the earlier lines are of these by
            // turns; if there is none, of one that never held.
            began.sort_unstable();
            began.dedup();
            let firsts = std::iter::once(NaiveDate::MIN).chain(began.iter().copied());
            let mut closed = closed.into_iter();
            let closed_on = closed.next().flatten();
            let versions = (1..).zip(firsts).zip(closed);
            let held: Vec<Held> = versions.map(|((n, from), last)| Held { plan: Id::new(n), from, last }).collect();
            for (at, line) in earlier.iter_mut().enumerate() {
                let nth = (at as u64).checked_rem(began.len() as u64);
                line.plan = Id::new(nth.map_or(99, |nth| nth + 1));
            }
            for (at, session) in sessions.iter_mut().enumerate() {
                session.id = Id::new(at as u64 + 1);
            }
            for (at, price) in prices.iter_mut().enumerate() {
                price.id = Id::new(at as u64 + 1);
            }
            let ceilings = ceilings.into_iter().map(|(cents, from)| Ceiling {
                amount: Money::from_cents(cents),
                from,
                legal_basis: format!("Lēmums {cents}"),
            });
            let child = Child { ceilings: ceilings.collect(), closed_on, ..Child::default() };
            let to = NaiveDate::from_ymd_opt(2019, 9, 30).unwrap();
            Case { child, plan, earlier, held, sessions, billed, prices, from: start(), to, today, follows_moved_days }
        },
    )
}

pub fn with_account<R>(case: &Case, look: impl FnOnce(&Account) -> R) -> R {
    let prices = PriceList::new(&case.prices);
    look(&Account {
        child: &case.child,
        plan: &case.plan,
        earlier: &case.earlier,
        held: &case.held,
        sessions: &case.sessions,
        billed: &case.billed,
        prices: &prices,
        from: case.from,
        to: case.to,
        follows_moved_days: case.follows_moved_days,
    })
}

pub fn figures(case: &Case) -> Figures {
    with_account(case, |account| account.figures(case.today))
}

fn burndown(case: &Case, step: Step) -> Burndown {
    with_account(case, |account| Burndown::new(account, case.today, step))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn every_figure_is_the_sum_of_its_lines_and_equals_the_plain_reckoning(case in a_case()) {
        let figures = figures(&case);
        let ceiling = case.ceiling_on(case.to);
        let (delivered, reserved) = (case.delivered(), case.reserved());
        for kind in FigureKind::ALL {
            let expect = match kind {
                FigureKind::Ceiling => ceiling,
                FigureKind::Planned => case.planned_through(NaiveDate::MAX),
                FigureKind::Reserved => reserved,
                FigureKind::Delivered => delivered,
                FigureKind::Copayment => case.copayment(),
                FigureKind::Invoiced | FigureKind::Accepted | FigureKind::Paid => case.asked(*kind),
                FigureKind::Balance => ceiling - delivered,
                FigureKind::Free => ceiling - delivered - reserved,
                FigureKind::Forecast => delivered + reserved + case.remainder(),
                FigureKind::Projection => case.projection(),
                FigureKind::Lost => (ceiling - case.projection()).max(Decimal::ZERO),
            };
            let figure = figures.figure(*kind);
            let sum: Money = figure.lines().iter().map(|line| line.amount).sum();
            prop_assert_eq!(figure.amount(), sum, "{:?} and its lines", kind);
            prop_assert_eq!(amount(figure.amount()), expect, "{:?}", kind);
        }
        prop_assert_eq!((figures.elapsed_days, figures.total_days), case.days());
        prop_assert_eq!(figures.unpriced, case.missing_prices());
    }

    #[test]
    fn the_uses_of_the_lines_and_the_groups_add_up_to_the_figures(case in a_case()) {
        let figures = figures(&case);
        prop_assert_eq!(figures.lines.len(), case.plan.len());
        for line in &case.plan {
            let used = figures.line(line.id).unwrap();
            let (delivered, reserved) = case.used(line);
            prop_assert_eq!((used.delivered_units, used.reserved_units), (delivered, reserved));
            prop_assert_eq!(used.remaining_units, case.left(line));
        }
        let lines = with_account(&case, |account| account.planned_lines());
        let sum = |ended| lines.iter().filter(|one| one.ended == ended).map(|one| one.amount).sum::<Money>();
        prop_assert_eq!(sum(false) + sum(true), figures.planned.amount());
        prop_assert_eq!(sum(false), figures.lines.iter().map(|used| used.amount_planned).sum::<Money>());
        let mut sums = [Money::ZERO; 3];
        for group in &figures.groups {
            for (sum, part) in sums.iter_mut().zip([group.planned, group.reserved, group.delivered]) {
                *sum += part;
            }
        }
        prop_assert_eq!(sums, [figures.planned.amount(), figures.reserved.amount(), figures.delivered.amount()]);
    }

    #[test]
    fn the_burndown_runs_through_the_plain_sums_and_ends_at_the_figures(case in a_case()) {
        let figures = figures(&case);
        for step in [Step::Week, Step::Month] {
            let burndown = burndown(&case, step);
            let mut begins = case.from;
            let (last, before) = burndown.points.split_last().unwrap();
            for point in before {
                prop_assert_eq!(amount(point.planned), case.planned_through(point.day));
            }
            for point in &burndown.points {
                let (delivered, reserved) = case.spent_through(point.day);
                prop_assert_eq!(point.actual.map(amount), (begins <= case.today).then_some(delivered));
                if let Some(booked) = point.booked {
                    prop_assert_eq!(amount(booked), delivered + reserved);
                }
                if let Some(forecast) = point.forecast.filter(|_| point.day < case.to) {
                    prop_assert_eq!(amount(forecast), delivered + reserved + case.remainder_through(point.day));
                }
                prop_assert_eq!(point.forecast.is_some(), point.booked.is_some());
                let in_force = burndown.ceilings.iter().rfind(|(from, _)| *from <= point.day);
                prop_assert_eq!(in_force.map(|(_, amount)| *amount), Some(point.ceiling));
                prop_assert_eq!(point.booked.is_some(), point.day >= case.today.clamp(case.from, case.to));
                prop_assert_eq!(amount(point.ceiling), case.ceiling_on(point.day));
                begins = point.day + Days::new(1);
            }
            prop_assert_eq!(last.day, case.to);
            prop_assert_eq!(last.planned, figures.planned.amount());
            prop_assert_eq!(last.ceiling, figures.ceiling.amount());
            prop_assert_eq!(last.forecast, Some(figures.forecast.amount()));
            prop_assert_eq!(last.booked, Some(figures.delivered.amount() + figures.reserved.amount()));
            let actual = burndown.points.iter().filter_map(|point| point.actual).next_back();
            if case.today >= case.from {
                prop_assert_eq!(actual, Some(figures.delivered.amount()));
            }
        }
    }

    #[test]
    fn what_was_planned_before_a_version_holds_stays_as_it_was(case in a_case(), next in lines(31, 4), from in a_day()) {
        let mut changed = case.clone();
        for line in &mut changed.plan {
            line.plan = case.held[case.held.len() - 1].plan;
        }
        let begins = from.max(case.held.iter().map(|held| held.from).max().unwrap() + Days::new(1));
        changed.earlier.append(&mut changed.plan);
        changed.plan = next;
        changed.held.push(Held { plan: Id::new(9), from: begins, last: None });
        let before = |case: &Case| {
            let within = Within { from: NaiveDate::MIN, to: begins - Days::new(1) };
            with_account(case, |account| account.flows(case.today, within).planned)
        };
        // Lines and prices, not the sum alone.
        let sorted = |figure: Figure| {
            let mut lines: Vec<String> = figure.lines().iter().map(|line| format!("{line:?}")).collect();
            lines.sort_unstable();
            lines
        };
        prop_assert_eq!(sorted(before(&case)), sorted(before(&changed)));
        let (was, is) = (burndown(&case, Step::Week), burndown(&changed, Step::Week));
        for (was, is) in was.points.iter().zip(&is.points).filter(|(was, _)| was.day < begins.min(case.to)) {
            prop_assert_eq!(was.planned, is.planned, "{}", was.day);
        }
    }

    #[test]
    fn the_order_of_the_rows_says_nothing(case in a_case(), turn in 0usize..50) {
        let mut other = case.clone();
        other.plan.reverse();
        other.earlier.reverse();
        other.prices.reverse();
        other.child.ceilings.reverse();
        other.sessions.reverse();
        let turn = turn.min(other.sessions.len());
        other.sessions.rotate_left(turn);
        prop_assert_eq!(figures(&case), figures(&other));
        prop_assert_eq!(burndown(&case, Step::Week), burndown(&other, Step::Week));
    }

    #[test]
    fn what_could_still_be_booked_is_left_in_its_line_and_paid_at_todays_price(case in a_case()) {
        let figures = figures(&case);
        for bookable in &figures.bookable {
            let line = case.plan.iter().find(|line| line.id == bookable.bought.line).unwrap();
            let used = figures.line(line.id).unwrap();
            prop_assert!(bookable.units > Decimal::ZERO && bookable.units <= used.remaining_units);
            prop_assert!(bookable.until <= line.to && bookable.until <= case.to && case.closed_on().is_none_or(|last| bookable.until <= last) && case.today <= bookable.until);
            let price = used.price_today.unwrap();
            let charge = Charge { unit_price: price, units: Decimal::ONE, charged_percent: 100.into(), copayment_percent: line.copayment_percent };
            prop_assert_eq!(bookable.amount, charge.amount().times(bookable.units));
            let paid = bookable.units_for(figures.lost.amount());
            prop_assert!(bookable.each.times(paid.into()) <= figures.lost.amount());
        }
    }

    #[test]
    fn delivered_money_does_not_move_when_prices_do(case in a_case()) {
        let mut dearer = case.clone();
        for price in &mut dearer.prices {
            price.amount += Money::from_cents(100);
        }
        prop_assert_eq!(figures(&case).delivered, figures(&dearer).delivered);
    }
}

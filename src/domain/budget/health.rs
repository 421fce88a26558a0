//! How spending stands against the time that has passed.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::domain::Money;

/// How a child's budget is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Health {
    /// No working day has passed yet.
    #[default]
    NotStarted,
    /// Between 0.75 and 1.10 of even spend.
    OnTrack,
    /// Below 0.75 of even spend: help that was granted does not arrive.
    Underspent,
    /// Above 1.10 of even spend.
    Watch,
    /// The plan costs more than the ceiling, whatever was spent of it so far.
    PlanOverCeiling,
    /// Above 1.25 of even spend, or the forecast exceeds the ceiling.
    Alarm,
}

impl Health {
    /// Every state, the gravest last.
    pub const ALL: &[Self] =
        &[Self::NotStarted, Self::OnTrack, Self::Underspent, Self::Watch, Self::PlanOverCeiling, Self::Alarm];

    /// The stable English name, as exported.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::OnTrack => "on_track",
            Self::Underspent => "underspent",
            Self::Watch => "watch",
            Self::PlanOverCeiling => "plan_over_ceiling",
            Self::Alarm => "alarm",
        }
    }

    /// Judges what was delivered in `elapsed` of `total` working days. Even spend is the ceiling in equal daily parts.
    pub fn judge(
        ceiling: Money,
        planned: Money,
        delivered: Money,
        forecast: Money,
        (elapsed, total): (u32, u32),
    ) -> Self {
        // Both sides multiplied by the total days and by a hundred: nothing is divided, nothing rounded.
        let spent = delivered.decimal() * Decimal::from(total) * Decimal::ONE_HUNDRED;
        let even = ceiling.decimal() * Decimal::from(elapsed);
        if forecast > ceiling || (elapsed > 0 && spent > even * Decimal::from(125)) {
            Self::Alarm
        } else if planned > ceiling {
            Self::PlanOverCeiling
        } else if elapsed == 0 {
            Self::NotStarted
        } else if spent > even * Decimal::from(110) {
            Self::Watch
        } else if spent < even * Decimal::from(75) {
            Self::Underspent
        } else {
            Self::OnTrack
        }
    }
}

/// What was delivered against even spend, in percent: 100 is the ceiling in equal daily parts; none before the first of
/// the working days has passed, and without a ceiling.
pub fn pace_percent(ceiling: Money, delivered: Money, (elapsed, total): (u32, u32)) -> Option<u32> {
    let even = ceiling.decimal() * Decimal::from(elapsed);
    let spent = delivered.decimal() * Decimal::from(total) * Decimal::ONE_HUNDRED;
    spent.checked_div(even).and_then(|percent| percent.round().to_u32())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn health_follows_from_even_spend() {
        let euros = |euros: i64| Money::from_cents(euros * 100);
        let judge = |planned, delivered, forecast, elapsed| {
            Health::judge(euros(1000), euros(planned), euros(delivered), euros(forecast), (elapsed, 200))
        };
        let check = |delivered, forecast, elapsed, expect| {
            assert_eq!(judge(1000, delivered, forecast, elapsed), expect);
        };
        assert_eq!(judge(1001, 400, 1000, 100), Health::PlanOverCeiling);
        assert_eq!(judge(1001, 0, 1000, 0), Health::PlanOverCeiling);
        assert_eq!(judge(1001, 400, 1001, 100), Health::Alarm);
        check(0, 900, 0, Health::NotStarted);
        check(0, 1001, 0, Health::Alarm);
        check(500, 1000, 100, Health::OnTrack);
        check(550, 1000, 100, Health::OnTrack); // exactly 1.10
        check(551, 1000, 100, Health::Watch);
        check(625, 1000, 100, Health::Watch); // exactly 1.25
        check(626, 1000, 100, Health::Alarm);
        check(500, 1001, 100, Health::Alarm);
        check(375, 1000, 100, Health::OnTrack); // exactly 0.75
        check(374, 1000, 100, Health::Underspent);
    }

    #[test]
    fn without_a_ceiling_any_spending_alarms() {
        let judge = |delivered| Health::judge(Money::ZERO, Money::ZERO, delivered, Money::ZERO, (10, 200));
        assert_eq!(judge(Money::ZERO), Health::OnTrack);
        assert_eq!(judge(Money::from_cents(1)), Health::Alarm);
    }
}

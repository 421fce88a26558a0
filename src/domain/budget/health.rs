//! How spending stands against the time that has passed.

use rust_decimal::Decimal;

use crate::domain::Money;

/// How a child's budget is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Health {
    /// No working day has passed yet.
    NotStarted,
    /// Between 0.75 and 1.10 of even spend.
    OnTrack,
    /// Below 0.75 of even spend: help that was granted does not arrive.
    Underspent,
    /// Above 1.10 of even spend.
    Watch,
    /// Above 1.25 of even spend, or the forecast exceeds the ceiling.
    Alarm,
}

impl Health {
    /// Every state, the gravest last.
    pub const ALL: &[Self] = &[Self::NotStarted, Self::OnTrack, Self::Underspent, Self::Watch, Self::Alarm];

    /// The stable English name, as exported.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::OnTrack => "on_track",
            Self::Underspent => "underspent",
            Self::Watch => "watch",
            Self::Alarm => "alarm",
        }
    }

    /// Judges what was delivered in `elapsed` of `total` working days. Even spend is the ceiling in equal daily parts.
    pub fn judge(ceiling: Money, delivered: Money, forecast: Money, elapsed: u32, total: u32) -> Self {
        // Both sides multiplied by the total days and by a hundred: nothing is divided, nothing rounded.
        let spent = delivered.decimal() * Decimal::from(total) * Decimal::ONE_HUNDRED;
        let even = ceiling.decimal() * Decimal::from(elapsed);
        if forecast > ceiling || (elapsed > 0 && spent > even * Decimal::from(125)) {
            Self::Alarm
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn health_follows_from_even_spend() {
        let check = |delivered, forecast, elapsed, expect| {
            let euros = |euros: i64| Money::from_cents(euros * 100);
            assert_eq!(Health::judge(euros(1000), euros(delivered), euros(forecast), elapsed, 200), expect);
        };
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
        assert_eq!(Health::judge(Money::ZERO, Money::ZERO, Money::ZERO, 10, 200), Health::OnTrack);
        assert_eq!(Health::judge(Money::ZERO, Money::from_cents(1), Money::ZERO, 10, 200), Health::Alarm);
    }
}

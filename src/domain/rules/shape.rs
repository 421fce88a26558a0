//! What a rule can limit: the shapes that caps have, with their figures.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::{Impairment, Money, choices, shared_time::Busy};

choices! {
    /// In what time hours are counted.
    Period {
        Week "week" "n",
        Month "month" "m",
    }

    /// Whose money is counted together.
    WhoseMoney {
        Child "child" "b",
        Family "family" "g",
    }

    /// What a doctor says of a service.
    Doctor {
        Barred "barred" "l",
        Form "form" "a",
    }
}

/// A limit of hours for those whom it is about: every condition that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Band {
    /// The youngest age, in completed years at the beginning of the week or month.
    pub from_age: Option<u32>,
    /// The oldest age, likewise.
    pub to_age: Option<u32>,
    /// Whether an opinion on special care is valid.
    pub special_care: Option<bool>,
    /// Whether one adult of the household alone brings the child up.
    pub one_parent: Option<bool>,
    /// Hours.
    pub most: Decimal,
}

/// More money for those with an impairment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Higher {
    /// Which.
    pub impairment: Impairment,
    /// EUR in a calendar year.
    pub most: Money,
}

/// What a rule limits. Where it says services, those of the rule are meant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the fields are the figures that the sentence of the shape names
pub enum Shape {
    /// So many units over the whole programme: of each service, or of all together.
    Count { each_service: bool, most: Decimal },
    /// So many hours a week or a month; the first band that fits the child holds, none means no limit.
    Hours { per: Period, bands: Vec<Band> },
    /// So many units in a calendar year.
    UnitsPerYear { most: Decimal },
    /// So much money in a calendar year; the highest that an impairment gives, where one does.
    EurosPerYear { most: Money, higher: Vec<Higher>, whose: WhoseMoney },
    /// The family pays so many percent, no more and no less.
    Copayment { percent: Decimal },
    /// Hours a month in steps: the plan's own hours choose the step, sessions stay within it.
    Tiers { hours: Vec<Decimal> },
    /// From the first of these birthdays until the child is older than the last age, and so many months more.
    Age { from: Option<u32>, to: Option<u32>, run_off_months: u32 },
    /// Only one of the services at a time.
    Exclusive,
    /// Who may not be the specialist or the provider.
    Provider { household: bool, relatives: bool },
    /// Unused hours of the services may serve others, up to the mean of so many months before.
    Transfer { to: Vec<String>, months: u32 },
    /// No more than the child's ceiling.
    Ceiling,
    /// Nobody in two places at once, or sooner than the way takes.
    Clash { of: Busy },
    /// No more units of a line of the plan than it has.
    Quantity,
    /// Nothing that a doctor bars, or that asks for a doctor's form without one.
    Medical { of: Doctor },
    /// Nothing on a day that the line of the plan does not have.
    LineDates,
}

impl Default for Shape {
    /// Nothing may be used.
    fn default() -> Self {
        Self::Count { each_service: false, most: Decimal::ZERO }
    }
}

impl Shape {
    /// The names of all shapes, as rule files have them.
    pub const NAMES: &[&str] = &[
        "count",
        "hours",
        "units_per_year",
        "euros_per_year",
        "copayment",
        "tiers",
        "age",
        "exclusive",
        "provider",
        "transfer",
        "ceiling",
        "clash",
        "quantity",
        "medical",
        "line_dates",
    ];

    /// Whether it is asked of each session, and each line, by itself, when that is written: what it says depends on more
    /// than one child's facts, or on what may be taken down whatever it forbids.
    pub fn is_asked_one_by_one(&self) -> bool {
        matches!(self, Self::Clash { .. } | Self::Medical { .. } | Self::LineDates)
    }

    /// Its name, as rule files have it.
    pub fn name(&self) -> &'static str {
        let at = match self {
            Self::Count { .. } => 0,
            Self::Hours { .. } => 1,
            Self::UnitsPerYear { .. } => 2,
            Self::EurosPerYear { .. } => 3,
            Self::Copayment { .. } => 4,
            Self::Tiers { .. } => 5,
            Self::Age { .. } => 6,
            Self::Exclusive => 7,
            Self::Provider { .. } => 8,
            Self::Transfer { .. } => 9,
            Self::Ceiling => 10,
            Self::Clash { .. } => 11,
            Self::Quantity => 12,
            Self::Medical { .. } => 13,
            Self::LineDates => 14,
        };
        Self::NAMES[at]
    }
}

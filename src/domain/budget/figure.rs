//! The figure: an amount together with the lines it is the sum of.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::domain::{Child, Format, Group, Id, Invoice, Money, Outcome, PlanLine, Provider, Session, Unit};

/// Which amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureKind {
    /// What may be spent, by decisions in force until the programme's end.
    Ceiling,
    /// What the approved plan version costs the budget.
    Planned,
    /// What the sessions on the calendar that are not yet marked will cost.
    Reserved,
    /// What was held, or charged although it was not.
    Delivered,
    /// What the family itself pays for the delivered sessions.
    Copayment,
    /// What invoices ask for sessions, corrections included.
    Invoiced,
    /// What of that was accepted.
    Accepted,
    /// What of that was paid.
    Paid,
    /// Ceiling less delivered.
    Balance,
    /// Ceiling less delivered and reserved.
    Free,
    /// Delivered, reserved, and the plan's remainder at its own pace.
    Forecast,
    /// Where spending ends if it goes on as it has gone so far.
    Projection,
    /// What the programme's end forfeits if spending goes on as it has gone so far.
    Lost,
}

impl FigureKind {
    /// Those that are sums of units and sessions. Each of these has a day, a service, a provider and a group, so such a
    /// figure exists of any of them and for any days.
    ///
    /// The others exist for whole children and for the whole programme only: a ceiling is granted to a child, neither to
    /// a service nor to a month, so what is left of it, or lost, belongs to nobody else; and a pace is that of all of a
    /// child's spending.
    pub const DATED: &[Self] = &[
        Self::Planned,
        Self::Reserved,
        Self::Delivered,
        Self::Copayment,
        Self::Invoiced,
        Self::Accepted,
        Self::Paid,
        Self::Forecast,
    ];

    /// Those that say what became of what was delivered: how far invoices for it have come.
    pub const OF_INVOICES: &[Self] = &[Self::Invoiced, Self::Accepted, Self::Paid];

    /// The others: those that say how a budget stands.
    pub const OF_BUDGET: &[Self] = &[
        Self::Ceiling,
        Self::Planned,
        Self::Reserved,
        Self::Delivered,
        Self::Copayment,
        Self::Balance,
        Self::Free,
        Self::Forecast,
        Self::Projection,
        Self::Lost,
    ];

    /// Whether it is a sum of units and sessions, see [`FigureKind::DATED`].
    pub fn is_dated(self) -> bool {
        Self::DATED.contains(&self)
    }

    /// Every kind of figure, in the order a list shows them.
    pub const ALL: &[Self] = &[
        Self::Ceiling,
        Self::Planned,
        Self::Reserved,
        Self::Delivered,
        Self::Copayment,
        Self::Invoiced,
        Self::Accepted,
        Self::Paid,
        Self::Balance,
        Self::Free,
        Self::Forecast,
        Self::Projection,
        Self::Lost,
    ];

    /// The stable English name, as exported.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ceiling => "ceiling",
            Self::Planned => "planned",
            Self::Reserved => "reserved",
            Self::Delivered => "delivered",
            Self::Copayment => "copayment",
            Self::Invoiced => "invoiced",
            Self::Accepted => "accepted",
            Self::Paid => "paid",
            Self::Balance => "balance",
            Self::Free => "free",
            Self::Forecast => "forecast",
            Self::Projection => "projection",
            Self::Lost => "lost",
        }
    }
}

/// What is bought with the money of a line: a service, for one of the three groups of purposes, from somebody.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bought {
    /// The plan line.
    pub line: Id<PlanLine>,
    /// The service's code; empty: the line is not known.
    pub service: String,
    /// A, B or C; none: the line is not known.
    pub group: Option<Group>,
    /// Who provides it: of a session its own provider, else the line's; 0: not chosen yet.
    pub provider: Id<Provider>,
    /// Alone or with others.
    pub format: Format,
    /// In which unit; none: the line is not known.
    pub unit: Option<Unit>,
}

impl Bought {
    /// By that line.
    pub(super) fn by_line(line: &PlanLine) -> Self {
        Self {
            line: line.id,
            service: line.service.clone(),
            group: Some(line.group),
            provider: line.provider,
            format: line.format,
            unit: Some(line.unit),
        }
    }

    /// By a session, on that line if it is known.
    pub(super) fn by_session(session: &Session, line: Option<&PlanLine>) -> Self {
        let by_line = line.map(Self::by_line).unwrap_or_default();
        let provider = line.map_or(session.provider, |line| session.provider_by(line));
        Self { line: session.line, provider, ..by_line }
    }
}

/// What a line of a figure stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A ceiling, or a change of it.
    Ceiling {
        /// The decision it rests on.
        basis: String,
    },
    /// Units of a plan line that fall under one price.
    PlanUnits(Bought),
    /// A session.
    Session {
        /// Which.
        session: Id<Session>,
        /// What became of it.
        outcome: Outcome,
        /// Of what it is a unit, or several.
        bought: Bought,
    },
    /// What an invoice asks for a session, or gives back.
    Invoiced {
        /// The session.
        session: Id<Session>,
        /// The invoice.
        invoice: Id<Invoice>,
        /// Its number as printed on it.
        number: String,
        /// When it was issued, accepted or paid, as the figure is.
        on: NaiveDate,
        /// Of what it is a unit, or several.
        bought: Bought,
    },
    /// What a child has in a sum over several.
    Child(Id<Child>),
    /// Another figure, as a whole.
    Part {
        /// Which.
        of: FigureKind,
        /// Whether it is taken off.
        negative: bool,
    },
    /// What was delivered, stretched from the elapsed working days to all of them.
    Pace {
        /// Working days before today.
        elapsed: u32,
        /// Working days of the programme.
        total: u32,
        /// Delivered in the elapsed days.
        delivered: Money,
    },
    /// Makes up for a negative sum, in a figure that is never less than nothing.
    Floor,
}

/// The price that a line multiplies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitPrice {
    /// The line is not made of units.
    Irrelevant,
    /// No price is in force: the line counts as nothing until somebody sets one.
    NoPrice,
    /// EUR for a unit.
    Of(Money),
}

/// A line of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureLine {
    /// What it stands for.
    pub what: What,
    /// First and last day, where it has days.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// How many units; 0 where it is not made of units.
    pub units: Decimal,
    /// The price of a unit.
    pub unit_price: UnitPrice,
    /// What of the price is charged, in percent (0–100).
    pub charged_percent: Decimal,
    /// What the family pays of that, in percent (0–100).
    pub copayment_percent: Decimal,
    /// What the line adds to the figure.
    pub amount: Money,
}

impl FigureLine {
    /// A line that is an amount without units.
    pub(super) fn plain(what: What, amount: Money) -> Self {
        Self {
            what,
            days: None,
            units: Decimal::ZERO,
            unit_price: UnitPrice::Irrelevant,
            charged_percent: Decimal::ONE_HUNDRED,
            copayment_percent: Decimal::ZERO,
            amount,
        }
    }

    /// A line that adds another figure.
    pub(super) fn plus(figure: &Figure) -> Self {
        Self::plain(What::Part { of: figure.kind, negative: false }, figure.amount())
    }

    /// A line that takes another figure off.
    pub(super) fn minus(figure: &Figure) -> Self {
        Self::plain(What::Part { of: figure.kind, negative: true }, -figure.amount())
    }

    /// What is bought, where the line is made of units.
    pub fn bought(&self) -> Option<&Bought> {
        match &self.what {
            What::PlanUnits(bought) | What::Session { bought, .. } | What::Invoiced { bought, .. } => Some(bought),
            _ => None,
        }
    }

    /// The units it takes from the plan: those charged, be it in part.
    pub fn charged_units(&self) -> Decimal {
        if self.charged_percent.is_zero() { Decimal::ZERO } else { self.units }
    }

    /// Whether a price is missing.
    pub fn has_no_price(&self) -> bool {
        self.unit_price == UnitPrice::NoPrice
    }
}

/// An amount with its derivation. The amount is the sum of the lines: there is no other way to make one.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    kind: FigureKind,
    amount: Money,
    lines: Vec<FigureLine>,
}

impl Figure {
    /// The sum of `lines`.
    pub fn new(kind: FigureKind, mut lines: Vec<FigureLine>) -> Self {
        // It is kept for as long as its child is near the cursor.
        lines.shrink_to_fit();
        Self { kind, amount: lines.iter().map(|line| line.amount).sum(), lines }
    }

    /// The sum of what each of these children has.
    pub fn of_children(kind: FigureKind, parts: impl Iterator<Item = (Id<Child>, Money)>) -> Self {
        Self::new(kind, parts.map(|(child, amount)| FigureLine::plain(What::Child(child), amount)).collect())
    }

    /// The sum of `lines`, or nothing if they come to less; a line more then says so.
    pub(super) fn at_least_zero(kind: FigureKind, mut lines: Vec<FigureLine>) -> Self {
        let sum: Money = lines.iter().map(|line| line.amount).sum();
        if sum.is_negative() {
            lines.push(FigureLine::plain(What::Floor, -sum));
        }
        Self::new(kind, lines)
    }

    /// Which amount it is.
    pub fn kind(&self) -> FigureKind {
        self.kind
    }

    /// How much.
    pub fn amount(&self) -> Money {
        self.amount
    }

    /// Where it comes from.
    pub fn lines(&self) -> &[FigureLine] {
        &self.lines
    }
}

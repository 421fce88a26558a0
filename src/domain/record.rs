//! What the store can hold: the list of record kinds, and what each kind must tell about itself.

use chrono::Datelike;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{
    Absence, Assessment, Child, Decision, Family, Fault, Goal, IndexKey, Instrument, Invoice, InvoiceLine, Meeting,
    Note, Person, PlanLine, PlanVersion, Price, Programme, Provider, RuleBook, Scoring, Series, Service, Session,
    Suggestion, User, rules::RuleReason, unpack::unpack,
};

/// A stored noun.
pub trait Record: Clone + PartialEq + Serialize + DeserializeOwned + Into<AnyRecord> + 'static {
    /// Which noun.
    const KIND: Kind;
    /// Its number; 0 while it has none.
    fn number(&self) -> u64;
    /// Gives it its number.
    fn set_number(&mut self, number: u64);
    /// Shows every link to another record (0: not linked); the visitor may renumber it.
    fn visit_links(&mut self, visit: &mut dyn FnMut(Kind, &mut u64));
    /// The keys it is found by.
    fn index_keys(&self) -> Vec<IndexKey>;
    /// What is wrong with it, looking at nothing else.
    fn faults(&self) -> Vec<Fault>;
    /// What forbids that this record, as it is stored, becomes `after`; none: that it is removed.
    fn change_faults(&self, _after: Option<&Self>) -> Vec<Fault> {
        Vec::new()
    }
    /// The record inside, if it is of this kind.
    fn from_any(any: AnyRecord) -> Option<Self>;
}

macro_rules! records {
    ($($kind:ident = $number:literal $name:literal,)*) => {
        /// The kinds of record. The numbers are stored: append only.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Kind { $(#[allow(missing_docs)] $kind = $number,)* }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$kind,)*];
            /// The name of its table and of its exports.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }
            /// The kind of that name.
            pub fn by_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.name() == name)
            }
            /// The kind with that stored number.
            pub fn by_number(number: u8) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| *kind as u8 == number)
            }
        }

        /// A record of any kind.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(untagged)]
        pub enum AnyRecord { $(#[allow(missing_docs)] $kind($kind),)* }

        $(impl From<$kind> for AnyRecord {
            fn from(record: $kind) -> Self { Self::$kind(record) }
        })*

        /// Does the same with whatever record is inside.
        macro_rules! each_record {
            ($any:expr, $record:ident => $result:expr) => {
                match $any { $($crate::domain::AnyRecord::$kind($record) => $result,)* }
            };
        }

        /// Does the same with the record type of a kind.
        macro_rules! each_kind {
            ($kind_value:expr, $type:ident => $result:expr) => {
                match $kind_value { $($crate::domain::Kind::$kind => { type $type = $crate::domain::$kind; $result })* }
            };
        }
    };
}

records! {
    Programme = 1 "programmes",
    Family = 2 "families",
    Person = 3 "persons",
    Child = 4 "children",
    Assessment = 5 "assessments",
    Goal = 6 "goals",
    PlanVersion = 7 "plans",
    PlanLine = 8 "plan_lines",
    Service = 9 "services",
    Provider = 10 "providers",
    Price = 11 "prices",
    Session = 12 "sessions",
    Note = 13 "notes",
    User = 14 "users",
    Instrument = 15 "instruments",
    Scoring = 16 "scorings",
    Meeting = 17 "meetings",
    Suggestion = 18 "suggestions",
    RuleBook = 19 "rule_books",
    Series = 20 "series",
    Decision = 21 "decisions",
    Absence = 22 "absences",
    Invoice = 23 "invoices",
    InvoiceLine = 24 "invoice_lines",
}
pub(crate) use each_kind;
pub(crate) use each_record;

impl AnyRecord {
    /// Which noun.
    pub fn kind(&self) -> Kind {
        fn of<R: Record>(_: &R) -> Kind {
            R::KIND
        }
        each_record!(self, record => of(record))
    }
    /// Its number; 0 while it has none.
    pub fn number(&self) -> u64 {
        each_record!(self, record => record.number())
    }
    /// Gives it its number.
    pub fn set_number(&mut self, number: u64) {
        each_record!(self, record => record.set_number(number));
    }
    /// Where reasons for breaking rules are kept; none: the record breaks no rule.
    pub fn rule_reasons(&mut self) -> Option<&mut Vec<RuleReason>> {
        match self {
            Self::PlanLine(line) => Some(&mut line.rule_reasons),
            Self::Session(session) => Some(&mut session.rule_reasons),
            Self::PlanVersion(plan) => Some(&mut plan.rule_reasons),
            Self::Child(child) => Some(&mut child.rule_reasons),
            Self::Price(price) => Some(&mut price.rule_reasons),
            Self::Programme(programme) => Some(&mut programme.rule_reasons),
            _ => None,
        }
    }
    /// Its fields as people are told them: all of them, but of a record that was erased only what is left of it.
    pub fn told_fields(&self) -> Map<String, Value> {
        let mut fields = self.fields();
        let resting: Self = match self {
            Self::Decision(decision) if decision.erased => {
                // The day is there for the year alone.
                fields.insert("day".to_owned(), decision.day.year().to_string().into());
                Decision::default().into()
            }
            Self::InvoiceLine(line) if line.erased => InvoiceLine::default().into(),
            _ => return fields,
        };
        let resting = resting.fields();
        fields.retain(|name, value| name == "id" || resting.get(name) != Some(value));
        fields
    }
    /// All its fields, each with its name.
    pub fn fields(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        }
    }
    /// A record of that kind with these fields, the others at rest; an error if they do not fit.
    pub fn from_fields(kind: Kind, fields: &Map<String, Value>) -> Result<Self, String> {
        // By way of the store's encoding: with a reader of JSON for every kind beside it, the program would be larger by a
        // tenth, and with it every colleague's share of the server's memory.
        let bytes = rmp_serde::to_vec_named(fields).map_err(|error| error.to_string())?;
        let record = each_kind!(kind, R => unpack::<R>(&bytes).map(Self::from));
        record.map_err(|error| error.to_string())
    }
    /// All its fields, as JSON.
    pub fn to_json(&self) -> String {
        Value::Object(self.fields()).to_string()
    }
    /// A record of that kind from JSON; none if it does not fit.
    pub fn from_json(kind: Kind, json: &str) -> Option<Self> {
        Self::from_fields(kind, &serde_json::from_str(json).ok()?).ok()
    }
    /// See [`Record::visit_links`].
    pub fn visit_links(&mut self, visit: &mut dyn FnMut(Kind, &mut u64)) {
        each_record!(self, record => record.visit_links(visit));
    }
    /// See [`Record::index_keys`].
    pub fn index_keys(&self) -> Vec<IndexKey> {
        each_record!(self, record => record.index_keys())
    }
    /// See [`Record::faults`].
    pub fn faults(&self) -> Vec<Fault> {
        each_record!(self, record => record.faults())
    }
    /// See [`Record::change_faults`].
    pub fn change_faults(&self, after: Option<&Self>) -> Vec<Fault> {
        fn of<R: Record>(before: &R, after: Option<&AnyRecord>) -> Vec<Fault> {
            before.change_faults(after.cloned().and_then(R::from_any).as_ref())
        }
        each_record!(self, record => of(record, after))
    }
}

/// Implements [`Record`] for a noun with a field `id`: its kind, its links, its index keys, its faults, and where
/// something of it may not change, what forbids that.
macro_rules! record {
    (
        $kind:ident,
        links: |$this:ident| [$($links:tt)*],
        index: |$of:ident| $keys:expr,
        faults: |$me:ident| $faults:expr
        $(, change: |$before:ident, $after:pat_param| $change:expr)?
        $(,)?
    ) => {
        impl $crate::domain::Record for $kind {
            const KIND: $crate::domain::Kind = $crate::domain::Kind::$kind;
            fn number(&self) -> u64 { self.id.0 }
            fn set_number(&mut self, number: u64) { self.id = $crate::domain::Id::new(number); }
            $crate::domain::record! { @links $this $($links)* }
            fn index_keys(&self) -> Vec<$crate::domain::IndexKey> { let $of = self; $keys }
            fn faults(&self) -> Vec<$crate::domain::Fault> { let $me = self; $faults }
            $(fn change_faults(&self, $after: Option<&Self>) -> Vec<$crate::domain::Fault> {
                let $before = self;
                $change
            })?
            fn from_any(any: $crate::domain::AnyRecord) -> Option<Self> {
                match any { $crate::domain::AnyRecord::$kind(record) => Some(record), _ => None }
            }
        }
    };
    (@links $this:ident) => {
        fn visit_links(&mut self, _visit: &mut dyn FnMut($crate::domain::Kind, &mut u64)) {}
    };
    (@links $this:ident $($target:ident: $link:expr),+ $(,)?) => {
        fn visit_links(&mut self, visit: &mut dyn FnMut($crate::domain::Kind, &mut u64)) {
            let $this = self;
            $(for link in $link { visit($crate::domain::Kind::$target, &mut link.0); })*
        }
    };
}
pub(crate) use record;

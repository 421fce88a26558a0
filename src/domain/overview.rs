//! What a screen or a report looks at, gathered from the records in one reading.

mod sums;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

pub use super::at_work::AtWork;
use super::{
    Absence, AnyRecord, Assessment, Child, Decision, Draft, Family, Format, Goal, Id, Instrument, Invoice, InvoiceLine,
    Kind, Meeting, Money, Outcome, Person, PlanLine, PlanVersion, Price, Programme, Provider, Role, Series, Service,
    Session, Terms, User,
    audit::{JournalLine, LookLine},
    budget::{By, Figure, Figures, Health, LineUse, Within},
    burndown::Burndown,
    diary::Whose,
    invoice_told::InvoicesTold,
    joins::Join,
    plan_difference::{Difference, VersionTold},
    reminder::Reminder,
    rules::Judgement,
    shared_time::Other,
    timeline::Event,
};

pub use super::scoring::ScoringContext;
pub use sums::{FigureOf, SumsOfPage};

/// One programme at a glance: its families and children, what they may choose from, and what is due.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// The store's revision when this was read.
    pub revision: u64,
    /// The role in which the user works.
    pub role: Role,
    /// Whether the user is on the list of users: the file's owner need not be.
    pub is_listed: bool,
    /// The day as of which it was read: today, or the day that a demonstration plays on.
    pub today: NaiveDate,
    /// The programme shown; none while the store has none.
    pub programme: Option<Programme>,
    /// Its families.
    pub families: Vec<Family>,
    /// The members of those families.
    pub people: Vec<Person>,
    /// The child cases of those families.
    pub children: Vec<Child>,
    /// The catalogue, for names of services.
    pub services: Vec<Service>,
    /// The providers, for their names.
    pub providers: Vec<Provider>,
    /// How many things wait in this user's caseload, drafts apart.
    pub tasks: usize,
    /// What this user has typed and not saved, newest first.
    pub drafts: Vec<Draft>,
}

impl Overview {
    /// A child's name as lists have it; none where the child is of another programme.
    pub fn list_name(&self, child: Id<Child>) -> Option<String> {
        let person = self.children.iter().find(|other| other.id == child)?.person;
        self.people.iter().find(|other| other.id == person).map(Person::list_name)
    }
}

/// How a child's case stands: what lists mark, sort and narrow by, and what its plan reminds of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whose.
    pub child: Id<Child>,
    /// How the budget is doing.
    pub health: Health,
    /// The next assessment that was not held yet.
    pub next_assessment: Option<NaiveDate>,
    /// What the plan in force reminds of.
    pub reminders: Vec<Reminder>,
}

/// A version of a plan with its lines, and what has been used of each, in the same order.
#[derive(Clone, Debug)]
pub struct PlanShown {
    /// Which version.
    pub plan: Id<PlanVersion>,
    /// Its lines.
    pub lines: Vec<PlanLine>,
    /// What has been used of them.
    pub uses: Vec<LineUse>,
}

/// Everything the panes show about one child.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// The store's revision when this was read.
    pub revision: u64,
    /// The case.
    pub child: Child,
    /// The child.
    pub person: Person,
    /// The household.
    pub family: Family,
    /// The child's goals, by number.
    pub goals: Vec<Goal>,
    /// Plan versions, oldest first.
    pub plans: Vec<PlanVersion>,
    /// The lines of the newest version.
    pub lines: Vec<PlanLine>,
    /// What has been used of each line of the newest version, in the same order.
    pub uses: Vec<LineUse>,
    /// The plan in force, where the newest version is not; boxed: mostly there is none.
    pub in_force: Option<Box<PlanShown>>,
    /// The service of every line of any version, for sessions booked under an earlier one.
    pub services: BTreeMap<Id<PlanLine>, String>,
    /// All sessions of the child, by day and time.
    pub sessions: Vec<Session>,
    /// The absences that can keep the child from them, by first day.
    pub absences: Vec<Absence>,
    /// The three assessments, as far as planned.
    pub assessments: Vec<Assessment>,
    /// The figures of the budget, each with its lines.
    pub figures: Figures,
    /// How many needs, goals and plan lines do not join, without a written reason.
    pub gaps: usize,
    /// The burn-down by months.
    pub by_month: Burndown,
    /// The burn-down by weeks.
    pub by_week: Burndown,
}

impl Dossier {
    /// The version the pane shows: the newest.
    pub fn plan(&self) -> Option<&PlanVersion> {
        self.plans.last()
    }

    /// The code of the service that a session is of.
    pub fn service_of(&self, session: &Session) -> Option<&str> {
        self.services.get(&session.line).map(String::as_str)
    }
}

/// Which page of rows is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PageOf {
    /// All that is kept of one family.
    CaseFile(Id<Family>),
    /// A child's assessments side by side, the child's own and the parents'.
    Assessments(Id<Child>),
    /// What one item was scored at each assessment of a child, and what those scores mean.
    AssessedItem(Id<Child>, String),
    /// Who may be the same person as somebody.
    Doubles(Id<Person>),
    /// What would become of two people that are one: whose record stays, whose goes.
    Merging(Id<Person>, Id<Person>),
    /// Providers with their prices.
    Providers,
    /// The catalogue of services.
    Catalogue,
    /// The programmes in this store.
    Programmes,
    /// Who may use it.
    Users,
    /// The programme's rules, and what each comes to for a child.
    Rules(Id<Child>),
    /// What is behind one of them, by its code and the first day that it is asked about.
    RuleLines(Id<Child>, String, NaiveDate),
    /// What is due.
    WorkQueue,
    /// One goal: how far it came, what serves it, what shows it.
    Goal(Id<Goal>),
    /// Where a child's needs, goals and plan lines do not join.
    Joins(Id<Child>),
    /// The money of all the programme's children on those days, by some key; as of a past day, if one is named.
    Sums(By, Within, Option<NaiveDate>),
    /// What is behind one of those sums.
    Figure(FigureOf),
    /// The programme's meetings with their suggestions.
    Meetings,
    /// The versions of a child's plan.
    Versions(Id<Child>),
    /// What one of them changed.
    Version(Id<Child>, Id<PlanVersion>),
    /// The programme's register of decisions.
    Decisions,
    /// The programme's invoices: all that wait, and so many that are paid.
    Invoices(usize),
    /// One of them, with its lines.
    Invoice(Id<Invoice>),
    /// What was changed, newest first: so many entries.
    Journal(usize),
    /// One entry of it: whose records were changed.
    Entry(u64),
    /// What it changed in the records of one of them.
    EntryOf(u64, Kind, u64),
    /// What was changed in one record.
    History(Kind, u64),
    /// Who looked at a family and its children.
    Looks(Id<Family>),
}

impl PageOf {
    /// How many entries the journal shows at first, and how many more at a time.
    pub const ENTRIES: usize = 200;
    /// How many paid invoices the register shows at first, and how many more at a time.
    pub const PAID_INVOICES: usize = 40;
}

/// The records of a page, with the names that they only refer to by number.
#[derive(Clone, Debug)]
pub struct PageData {
    /// Which page.
    pub of: PageOf,
    /// The records, grouped by kind in the order to be shown.
    pub records: Vec<AnyRecord>,
    /// Names of records referred to.
    pub names: BTreeMap<(Kind, u64), String>,
    /// The kinds of what hangs on the records, where that is told.
    pub hanging: Vec<Kind>,
    /// Journal entries, newest first.
    pub entries: Vec<JournalLine>,
    /// Looks at records, newest first.
    pub looks: Vec<LookLine>,
    /// What was done in a family's case, newest first.
    pub events: Vec<Event>,
    /// What the programme's rules say of a child.
    pub judgements: Vec<Judgement>,
    /// The versions of a child's plan, the first first.
    pub versions: Vec<VersionTold>,
    /// The money of the programme's children.
    pub sums: Option<Box<SumsOfPage>>,
    /// The figure that is explained.
    pub figure: Option<Box<Figure>>,
    /// Invoices, or one with its lines.
    pub invoices: Option<Box<InvoicesTold>>,
}

/// Somebody who may be the person that is being entered.
#[derive(Clone, Debug, PartialEq)]
pub struct Lookalike {
    /// Who.
    pub person: Person,
    /// The number of that household's case.
    pub case_number: String,
}

impl Lookalike {
    /// `Bērziņš Jānis, 2018-07`.
    pub fn name(&self) -> String {
        format!("{}, {}", self.person.list_name(), self.case_number)
    }
}

/// What a form needs to know while it is filled in.
#[derive(Clone, Debug, Default)]
pub struct FormContext {
    /// The store's revision when this was read.
    pub revision: u64,
    /// The record to be changed; none for a new one.
    pub base: Option<AnyRecord>,
    /// The programme in which this happens.
    pub programme: Programme,
    /// The household concerned.
    pub family: Option<Family>,
    /// Its members.
    pub people: Vec<Person>,
    /// The child concerned.
    pub child: Option<Child>,
    /// The child's goals.
    pub goals: Vec<Goal>,
    /// The child's plan versions.
    pub plans: Vec<PlanVersion>,
    /// In what the version under a step differs from the one before it, and that one's number if there is one.
    pub difference: Option<(Option<u32>, Difference)>,
    /// What was decided about the child, the newest last.
    pub decisions: Vec<Decision>,
    /// The lines of the approved version, or of the newest while none is approved.
    pub lines: Vec<PlanLine>,
    /// What is used of them, in the same order.
    pub uses: Vec<LineUse>,
    /// The lines of all versions; those of a version that is still to come begin with it at the earliest.
    pub all_lines: Vec<PlanLine>,
    /// The first days of these as they are written.
    pub written_from: BTreeMap<Id<PlanLine>, NaiveDate>,
    /// Who may be the person under entry, of all people in the store.
    pub lookalikes: Vec<Lookalike>,
    /// The child's sessions.
    pub sessions: Vec<Session>,
    /// What invoices, and corrections that wait, ask for the session under edit; of an invoice under edit its lines.
    pub invoiced: Vec<InvoiceLine>,
    /// The series that they were booked with.
    pub series: Vec<Series>,
    /// The absences that can concern the child from the form's day on, where the form books sessions.
    pub absences: Vec<Absence>,
    /// The day from which sessions of others are looked at, where the form books sessions.
    pub elsewhere_from: Option<NaiveDate>,
    /// Whose calendars were looked at: of the providers and specialists of the child's plan and bookings; of others as
    /// soon as they are named.
    pub elsewhere_of: BTreeSet<Whose>,
    /// Open sessions of other children in them, and of brothers and sisters anywhere: where somebody is busy.
    pub elsewhere: Vec<Other>,
    /// The brothers and sisters, whose sessions may take the parents' time.
    pub siblings: BTreeSet<Id<Child>>,
    /// The child's assessments.
    pub assessments: Vec<Assessment>,
    /// The instrument in use, then those that the child's assessments were made with.
    pub instruments: Vec<Instrument>,
    /// What of the child's needs, goals and newest plan version does not join.
    pub joins: Vec<Join>,
    /// The programme's children by name, where a part of a ceiling may go from one to another.
    pub children: Vec<(Id<Child>, String)>,
    /// The programme's families, where the form chooses among them.
    pub families: Vec<Family>,
    /// The programme's meetings, the newest first, where the form chooses among them.
    pub meetings: Vec<Meeting>,
    /// The catalogue.
    pub services: Vec<Service>,
    /// Providers.
    pub providers: Vec<Provider>,
    /// Prices.
    pub prices: Vec<Price>,
    /// Users.
    pub users: Vec<User>,
    /// What is planned beside the ceiling, for the child.
    pub ceiling: Money,
    /// The number a new family's case would get.
    pub next_case_number: String,
    /// Today.
    pub today: NaiveDate,
}

/// The sessions of a day or a week, to be marked.
#[derive(Clone, Debug, Default)]
pub struct AttendanceSheet {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Whose families' children only (login); none: of all.
    pub owner: Option<String>,
    /// The sessions by day and time, those of a group one after the other, then by child.
    pub rows: Vec<AttendanceRow>,
}

/// One session on the sheet, with what is needed to charge it.
#[derive(Clone, Debug)]
pub struct AttendanceRow {
    /// The session.
    pub session: Session,
    /// The child's name as lists have it.
    pub child: String,
    /// The line it uses up.
    pub line: PlanLine,
    /// On what terms it is charged.
    pub terms: Terms,
    /// What invoices, and corrections that wait, ask for it.
    pub invoiced: Vec<InvoiceLine>,
    /// What was marked before, where it was marked otherwise afterwards.
    pub correction: Option<Correction>,
    /// Who marked it last, or remarked on it (login).
    pub by: String,
}

impl AttendanceRow {
    /// What the children of one group have in common at their time; none where the child comes alone.
    pub fn group(&self) -> Option<(&str, Id<Provider>, &str)> {
        let key = || (&*self.line.service, self.session.provider_by(&self.line), &*self.session.specialist);
        (self.line.format == Format::Group).then(key)
    }

    /// Whether both are of one group that meets at that time.
    pub fn meets(&self, other: &Self) -> bool {
        let at = |row: &Self| (row.session.day, row.session.start);
        self.group().is_some() && self.group() == other.group() && at(self) == at(other)
    }
}

/// What a session was marked as before somebody corrected it.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// When it was corrected.
    pub at: DateTime<Utc>,
    /// Who corrected it (login).
    pub user: String,
    /// What it was marked as before.
    pub was: Outcome,
    /// With how many units.
    pub units: Decimal,
}

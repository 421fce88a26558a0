//! What is wrong with a value, as data; the words are in `i18n::fault`.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    AbsenceScope, Field, Money, Unit,
    recurrence::RuleFault,
    rules::{Breach, Policy},
    shared_time::Busy,
};

/// A complaint about one field of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Where: the field a form puts the cursor on and a file's error names.
    pub field: Field,
    /// What.
    pub problem: Problem,
    /// Of several days: the others on which it is so, in order.
    pub also_on: Vec<NaiveDate>,
}

impl Fault {
    /// A fault of `field`.
    pub fn new(field: Field, problem: Problem) -> Self {
        Self { field, problem, also_on: Vec::new() }
    }

    /// The same is so on these days.
    pub fn also_on(mut self, days: impl IntoIterator<Item = NaiveDate>) -> Self {
        self.also_on.extend(days);
        self.also_on.sort_unstable();
        self.also_on.dedup();
        self
    }

    /// A fault that does not stand in the way of saving, but is shown.
    pub fn is_warning(&self) -> bool {
        self.problem.is_warning()
    }
}

/// What can be wrong with a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// Nothing entered where something must be.
    Missing,
    /// Not a date that exists, or not readable as one.
    NotADate(String),
    /// Not readable as a time of day.
    NotATime(String),
    /// Not readable as an amount of money.
    NotMoney(String),
    /// Not readable as a number.
    NotANumber(String),
    /// Not readable as a duration.
    NotADuration(String),
    /// None of the choices.
    NotAChoice(String),
    /// Below zero.
    Negative,
    /// Must be more than zero.
    NotPositive,
    /// More than 100 percent.
    OverHundred,
    /// More than so much is surely a slip of the finger.
    TooMuch(u64),
    /// A year in which no programme runs; those between do.
    NoSuchYear(i32, i32),
    /// Ends before it starts.
    EndsBeforeStart,
    /// Not eleven digits.
    CodeShape,
    /// The check digit does not fit (warning: the rule is not official).
    CodeCheckDigit,
    /// The birth date inside an old-style code differs from the one entered (warning).
    CodeBirthDate(NaiveDate),
    /// Not a Latvian phone number: eight digits from 2 or 6 (warning: there are foreign ones).
    PhoneShape,
    /// Not `LV-` and four digits.
    PostcodeShape,
    /// Not an e-mail address.
    EmailShape,
    /// Not a public key of SSH.
    NotAKey,
    /// Lies before the programme's first day.
    BeforeProgramme(NaiveDate),
    /// Lies after the programme's last day.
    AfterProgramme(NaiveDate),
    /// Lies outside the plan line's dates.
    OutsideLine(NaiveDate, NaiveDate),
    /// No price is in force for the service on that day (warning: it can be booked, not charged).
    NoPrice(NaiveDate),
    /// Cannot be charged: no price was in force on that day. The price comes first.
    CannotCharge(NaiveDate),
    /// On some days of the plan line, for that service, no price is in force: the first of them, and the last until there
    /// is one (warning: their units count as nothing).
    Unpriced { service: String, from: NaiveDate, to: NaiveDate },
    /// Overlaps another price of the same service, provider, format and unit: the first and the last days of both.
    PriceOverlap { own: (NaiveDate, Option<NaiveDate>), other: (NaiveDate, Option<NaiveDate>) },
    /// The plan would cost more than the ceiling: by so much (warning until a rule says otherwise).
    OverCeiling(Money),
    /// More units are booked or used than the line has: by so many (warning).
    OverQuantity(String),
    /// A medical limit bars the service.
    HealthLimit(String),
    /// The service asks for a doctor's form, and none is there or the last one held only until that day (warning).
    NoMedicalForm(Option<NaiveDate>),
    /// A public holiday or a day the provider is closed (warning).
    ClosedDay(String),
    /// Somebody is away on that day, or something rests (warning).
    Away(AbsenceScope, NaiveDate),
    /// Clashes with another session of the same child, parents or specialist: which (warning).
    Clash(Busy, String),
    /// The day is in the future, where only past days make sense.
    InFuture,
    /// There is already one like it.
    Duplicate(String),
    /// Somebody else has that personal code, so it is the same person: a reason must say why not.
    SamePerson(String),
    /// Somebody else has or had that personal code (warning).
    KnownCode(String),
    /// Somebody else has that personal code but for a wrong digit or two swapped ones (warning).
    NearCode(String),
    /// Somebody else has such names and that birth date, or such names in the household (warning).
    LikePerson(String),
    /// The provider has no such specialist, or several; it has these (warning).
    UnknownSpecialist(String),
    /// Somebody else has that phone (warning).
    KnownPhone(String),
    /// The record it refers to is not there.
    NoSuchRecord(String),
    /// Only a draft can be changed; approved and closed versions, and completed assessments, keep what they say.
    Locked,
    /// A decision stays as it was made; another one takes its place.
    Decided,
    /// It stands in an invoice: what it costs changes only together with a correction that says why.
    Invoiced,
    /// The invoice was accepted: it stays as it is, and what is wrong with it is corrected in a later one.
    InvoiceAccepted,
    /// An invoice is accepted before it is paid.
    NotAccepted,
    /// Comes before what comes first, which was on that day.
    NotBefore(Field, NaiveDate),
    /// The invoice has so many lines, which are its provider's and its programme's.
    HasLines(usize),
    /// So many differences between the invoice and the sessions have no reason.
    Unexplained(usize),
    /// The provider has no session of that service with the child on that day.
    NoSession(NaiveDate),
    /// What an invoice asks for is not what is owed: so many EUR (warning).
    AskedOtherwise(Money),
    /// The rows of an invoice come to so many EUR, not to what is printed on it (warning).
    RowsComeTo(Money),
    /// The child is in another programme than the others of the invoice.
    OtherProgramme,
    /// The session, or the invoice, is another provider's or another child's.
    OtherProvider,
    /// The register of decisions lacks that number.
    NumberMissing(String),
    /// A plan is handed in before it is approved.
    NotSubmitted,
    /// The version of that number was submitted, and nobody has decided about it yet.
    PlanWaits(u32),
    /// The place of that version cannot be taken: it is not an earlier one.
    NotEarlierVersion(u32),
    /// The version whose place it takes holds only from that day on.
    BeforeSuperseded(NaiveDate),
    /// The line ends before the version that it stands in begins (warning).
    OutsideVersion(NaiveDate),
    /// Versions take each other's place in a circle.
    Circular(String),
    /// The legal representative has not signed (warning).
    NotSigned,
    /// Nobody of the household represents the child (warning).
    NoRepresentative,
    /// The service is not counted in that unit; it is in these.
    NotItsUnit(Vec<Unit>),
    /// A name without a day is no signature (warning).
    SignatureWithoutDay,
    /// The goal is closed: it is reopened before it is changed.
    GoalClosed,
    /// So many needs, goals and lines do not join, and nobody wrote why (warning).
    OpenGaps(usize),
    /// There is no draft of a plan to put it in.
    NoDraft,
    /// The child's case is closed.
    CaseIsClosed,
    /// The assessment was held: what was found is each child's own.
    AlreadyHeld,
    /// The child has an assessment of that kind already.
    AlreadyHasOne,
    /// The session is marked: what was recorded of it stands until the mark is taken back.
    AlreadyMarked,
    /// Other records name this one by that value.
    InUse,
    /// A case is closed by an action of its own, with a day and a reason.
    CloseByAction,
    /// So many sessions are still on the calendar (warning).
    StillBooked(usize),
    /// Saving takes so many scheduled sessions off the calendar (warning).
    CancelsSessions(u32),
    /// A value that is too long: so many characters at most.
    TooLong(usize),
    /// The child has no approved plan version that holds on that day.
    NoPlan(NaiveDate),
    /// The plan in force has no such line.
    NotInPlan(String),
    /// Not exactly one member leads the team.
    NoLead,
    /// The child was so old, in completed years, and the programme is for those up to that age (warning).
    TooOld(u32, u32),
    /// The instrument has no such item for whom is assessed.
    NotAnItem(String),
    /// No score of the instrument's scale, which has these.
    NotOnScale(String),
    /// A part of a typed line that means nothing here.
    NotUnderstood(String),
    /// Of so many parts of a typed line this is the first that means nothing here.
    NothingUnderstood(String, usize),
    /// A line of sessions that begin on one day names a second.
    SecondDate(String),
    /// No whole number, or none that is allowed: from the first to the last.
    NotBetween(String, u32, u32),
    /// A service that the child's plan has no line of, and those that it has.
    NoSuchLine(String, String),
    /// A repetition that cannot be carried out.
    BadRule(RuleFault),
    /// Nobody knows when schools have holidays in the school year that begins then, and a day falls into it (warning).
    UnknownSchoolYear(i32),
    /// A time zone whose clocks show another time than Latvia's, or nobody knows which.
    UnknownZone(String),
    /// The provider has no more than so many places at that time of that day, and they are taken (warning).
    NoPlace(NaiveDate, u32),
    /// Another session, at another place, leaves less time than the way takes: which, and how many minutes (warning).
    TooFar(String, u32),
    /// At that time clocks go forward on that day: the hour does not exist.
    SkippedHour(NaiveDate),
    /// A rule of the programme is broken (warning, if the rule only warns).
    Rule(Box<Breach>),
    /// The same child, family, provider, service or programme is away already in those days.
    AlreadyAway(NaiveDate, NaiveDate),
    /// No more than so many units of the line are neither used nor booked.
    MoreThanLeft(Decimal),
    /// No more than so much of the ceiling is neither spent nor bound by sessions on the calendar.
    MoreThanFree(Money),
    /// These units are worth so much, not what stands beside them.
    UnitsAreWorth(Money),
    /// It would not pay for one unit of the other line.
    BuysNothing,
    /// The programme does not let ceilings go from child to child.
    CeilingsStay,
    /// No price that fits is in force on or after that day.
    NothingToUplift(NaiveDate),
    /// Exactly one of the two fields is to be filled in: this one or the next.
    OneOfTwo,
    /// Must be later than that day.
    NotLater(NaiveDate),
    /// A cell of a file that no heading stands over.
    NoHeading(String),
}

impl Problem {
    /// Whether a rule of the programme is about it, and says what happens then.
    pub fn is_ruled(&self) -> bool {
        matches!(
            self,
            Self::Clash(..)
                | Self::TooFar(..)
                | Self::NoPlace(..)
                | Self::HealthLimit(_)
                | Self::NoMedicalForm(_)
                | Self::OutsideLine(..)
                | Self::OverQuantity(_)
        )
    }

    /// Whether saving is possible all the same.
    pub fn is_warning(&self) -> bool {
        if let Self::Rule(breach) = self {
            return breach.policy == Policy::Warn;
        }
        matches!(
            self,
            Self::CodeCheckDigit
                | Self::CodeBirthDate(_)
                | Self::PhoneShape
                | Self::KnownCode(_)
                | Self::NearCode(_)
                | Self::LikePerson(_)
                | Self::KnownPhone(_)
                | Self::UnknownSpecialist(_)
                | Self::OverCeiling(_)
                | Self::OverQuantity(_)
                | Self::ClosedDay(_)
                | Self::Away(..)
                | Self::Clash(..)
                | Self::NoPlace(..)
                | Self::UnknownSchoolYear(_)
                | Self::TooFar(..)
                | Self::BeforeProgramme(_)
                | Self::AfterProgramme(_)
                | Self::NoPrice(_)
                | Self::Unpriced { .. }
                | Self::AskedOtherwise(_)
                | Self::RowsComeTo(_)
                | Self::StillBooked(_)
                | Self::OpenGaps(_)
                | Self::NotSigned
                | Self::NoRepresentative
                | Self::SignatureWithoutDay
                | Self::OutsideVersion(_)
                | Self::CancelsSessions(_)
                | Self::TooOld(..)
                | Self::NoMedicalForm(_)
        )
    }
}

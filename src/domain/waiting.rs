//! What can wait for somebody, and what it is found in.

use chrono::NaiveDate;

use super::{
    Assessment, Child, Draft, Family, Id, Invoice, Person, PlanVersion, Session, Suggestion, reminder::Reminder,
};

/// What waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// An assessment is to be held.
    AssessmentDue(Id<Assessment>),
    /// An assessment was held and not completed: what it still lacks.
    ReportOpen(Id<Assessment>, Vec<Lack>),
    /// The opinion on the child's disability expires.
    Disability(Id<Child>),
    /// The opinion on the child's special care expires.
    SpecialCare(Id<Child>),
    /// A person's right to represent the children ends.
    Representation(Id<Person>),
    /// Past sessions of the day that nobody has marked: how many.
    Sessions(usize),
    /// A plan version was handed in and waits for the head of service.
    Approval(Id<PlanVersion>),
    /// A plan version was refused and waits for its worker.
    Refused(Id<PlanVersion>),
    /// The family and the specialist are to be told that a session was moved.
    Inform(Id<Session>),
    /// A plan line reminds of something: its place among the reminders.
    Reminder(usize),
    /// A suggestion that became a task.
    Suggestion(Id<Suggestion>),
    /// An invoice is to be accepted, or paid.
    Invoice(Id<Invoice>),
    /// Something was typed and not saved: its place among the drafts.
    Draft(usize),
}

/// What an assessment that was held still lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Nothing is scored.
    Scores,
    /// Nothing is concluded.
    Conclusions,
    /// Nothing is recommended.
    Recommendations,
}

/// Something that waits for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Since when, or by when.
    pub day: NaiveDate,
    /// What.
    pub matter: Matter,
    /// In which family; 0: in several, or in none.
    pub family: Id<Family>,
    /// About which child; 0: about the family.
    pub child: Id<Child>,
    /// In the user's own caseload.
    pub is_mine: bool,
}

impl Task {
    /// Whether its day has passed.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.day < today
    }
}

/// What the rule looks at: a programme's records, of those that can matter at least.
#[derive(Clone, Copy, Debug)]
pub struct Waiting<'a> {
    /// Who asks (login).
    pub user: &'a str,
    /// Today.
    pub today: NaiveDate,
    /// The families.
    pub families: &'a [Family],
    /// Their members.
    pub people: &'a [Person],
    /// Their child cases.
    pub children: &'a [Child],
    /// Assessments; others than these children's are passed over.
    pub assessments: &'a [Assessment],
    /// Sessions; others than these children's, marked ones and those to come are passed over.
    pub sessions: &'a [Session],
    /// Plan versions; others than these children's, and those that wait for nobody, are passed over.
    pub plans: &'a [PlanVersion],
    /// Whether the user decides about plans.
    pub decides: bool,
    /// Sessions that were moved, and nobody has told those concerned yet.
    pub moved: &'a [Session],
    /// What plan lines remind of, and of whose.
    pub reminders: &'a [(Id<Child>, Reminder)],
    /// Suggestions; only tasks wait.
    pub suggestions: &'a [Suggestion],
    /// Invoices; paid ones are passed over.
    pub invoices: &'a [Invoice],
    /// Whether the user sees to it that invoices are accepted and paid.
    pub sees_to_invoices: bool,
    /// What the user typed and did not save.
    pub drafts: &'a [Draft],
}

impl<'a> Waiting<'a> {
    /// These cases, and nothing that waits in them.
    pub fn of(user: &'a str, today: NaiveDate, families: &'a [Family], children: &'a [Child]) -> Self {
        Self {
            user,
            today,
            families,
            children,
            people: &[],
            assessments: &[],
            sessions: &[],
            moved: &[],
            reminders: &[],
            plans: &[],
            decides: false,
            suggestions: &[],
            invoices: &[],
            sees_to_invoices: false,
            drafts: &[],
        }
    }
}

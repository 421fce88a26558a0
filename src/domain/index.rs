//! Secondary indexes: which keys a record is found by, in bytes that sort as people expect.

use chrono::{Datelike, NaiveDate};

/// Every secondary index. The numbers are stored: append only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Index {
    /// Families of a programme.
    FamilyByProgramme = 1,
    /// Families by case number.
    FamilyByCaseNumber = 2,
    /// Members of a family.
    PersonByFamily = 3,
    /// People by current and previous personal codes, digits only.
    PersonByCode = 4,
    /// Child cases of a family.
    ChildByFamily = 5,
    /// The child case of a person.
    ChildByPerson = 6,
    /// Assessments of a child.
    AssessmentByChild = 7,
    /// Assessments that are not completed, by the day they are due or begun.
    AssessmentOpen = 8,
    /// Goals of a child.
    GoalByChild = 9,
    /// Plan versions of a child.
    PlanByChild = 10,
    /// Lines of a plan version.
    LineByPlan = 11,
    /// Plan lines by service code.
    LineByService = 12,
    /// Catalogue rows by code.
    ServiceByCode = 13,
    /// Providers by name.
    ProviderByName = 14,
    /// Prices by service code.
    PriceByService = 15,
    /// Prices of a provider.
    PriceByProvider = 16,
    /// Sessions by day.
    SessionByDay = 17,
    /// Sessions of a child by day.
    SessionByChild = 18,
    /// Sessions of a provider by day.
    SessionByProvider = 19,
    /// Sessions that are still only scheduled, by day.
    SessionUnmarked = 20,
    /// Notes of a family by day.
    NoteByFamily = 21,
    /// Users by login.
    UserByLogin = 22,
    /// Sessions of a plan line by day.
    SessionByLine = 23,
    /// What members of the team scored in an assessment, by member.
    ScoringByAssessment = 24,
    /// Meetings of a programme by day.
    MeetingByProgramme = 25,
    /// Suggestions of a meeting.
    SuggestionByMeeting = 26,
    /// Suggestions that became tasks, by the day they are due.
    SuggestionDue = 27,
    /// People by birth date.
    PersonByBirth = 28,
    /// People by phone.
    PersonByPhone = 29,
    /// Rule books of a programme by the day they come into force.
    RuleBookByProgramme = 30,
    /// Series of a child.
    SeriesByChild = 32,
    /// Decisions of a programme by year and number.
    DecisionByRegister = 33,
    /// Decisions about a child.
    DecisionByChild = 34,
    /// Plan versions that somebody has to do something about: handed in, or refused.
    PlanWaiting = 35,
    /// Absences of a child, by their last day.
    AbsenceByChild = 40,
    /// Absences of a family, by their last day.
    AbsenceByFamily = 41,
    /// Absences of providers, and services and programmes that rest, by their last day.
    AbsenceOfMany = 42,
    /// Sessions that were moved and of which those concerned are still to be told, by day.
    SessionToInform = 43,
    /// Families that only named people may look at.
    FamilyRestricted = 46,
    /// Sessions with a specialist, by the name however it was typed, by day.
    SessionBySpecialist = 47,
    /// Invoices of a provider by their number.
    InvoiceByNumber = 48,
    /// Invoices that a programme pays, by their day.
    InvoiceByProgramme = 49,
    /// What invoices ask for a child's sessions.
    InvoiceLineByChild = 50,
    /// A provider's corrections that wait for its next invoice.
    InvoiceLineOpen = 51,
    /// Invoices of a programme that are not paid yet, by their day.
    InvoiceUnpaid = 52,
}

impl Index {
    /// Every index there is.
    pub const ALL: &[Self] = &[
        Self::FamilyByProgramme,
        Self::FamilyByCaseNumber,
        Self::PersonByFamily,
        Self::PersonByCode,
        Self::ChildByFamily,
        Self::ChildByPerson,
        Self::AssessmentByChild,
        Self::AssessmentOpen,
        Self::GoalByChild,
        Self::PlanByChild,
        Self::LineByPlan,
        Self::LineByService,
        Self::ServiceByCode,
        Self::ProviderByName,
        Self::PriceByService,
        Self::PriceByProvider,
        Self::SessionByDay,
        Self::SessionByChild,
        Self::SessionByProvider,
        Self::SessionUnmarked,
        Self::NoteByFamily,
        Self::UserByLogin,
        Self::SessionByLine,
        Self::ScoringByAssessment,
        Self::MeetingByProgramme,
        Self::SuggestionByMeeting,
        Self::SuggestionDue,
        Self::PersonByBirth,
        Self::PersonByPhone,
        Self::RuleBookByProgramme,
        Self::SeriesByChild,
        Self::DecisionByRegister,
        Self::DecisionByChild,
        Self::PlanWaiting,
        Self::AbsenceByChild,
        Self::AbsenceByFamily,
        Self::AbsenceOfMany,
        Self::SessionToInform,
        Self::FamilyRestricted,
        Self::SessionBySpecialist,
        Self::InvoiceByNumber,
        Self::InvoiceByProgramme,
        Self::InvoiceLineByChild,
        Self::InvoiceLineOpen,
        Self::InvoiceUnpaid,
    ];
}

/// A key, or the beginning of one, in a secondary index: `IndexKey::new(Index::SessionByChild).id(7).day(d)`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndexKey(Vec<u8>);

impl IndexKey {
    /// The beginning of every key of that index.
    pub fn new(index: Index) -> Self {
        Self(vec![index as u8])
    }

    /// Then a record's number.
    pub fn id(mut self, id: u64) -> Self {
        self.0.extend(id.to_be_bytes());
        self
    }

    /// Then a day.
    pub fn day(mut self, day: NaiveDate) -> Self {
        // The sign bit is flipped so that the bytes sort as the days do.
        self.0.extend((day.num_days_from_ce() as u32 ^ 1 << 31).to_be_bytes());
        self
    }

    /// Then a text, ended so that `ab` sorts before `abc` and matches only itself.
    pub fn text(mut self, text: &str) -> Self {
        self.0.extend(text.bytes().filter(|&byte| byte != 0));
        self.0.push(0);
        self
    }

    /// Then the beginning of a text, for finding all that start so.
    pub fn text_prefix(mut self, text: &str) -> Self {
        self.0.extend(text.bytes().filter(|&byte| byte != 0));
        self
    }

    /// The bytes as stored, before the record's own number.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

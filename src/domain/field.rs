//! The fields of all records, by one name each: forms, faults, history and file headings share them.

macro_rules! fields {
    ($($variant:ident $name:literal,)*) => {
        /// A field of some record. [`Field::name`] is its stored name and its heading in files.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $(#[allow(missing_docs)] $variant,)* }

        impl Field {
            /// Every field there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The field's name as stored, exported, and accepted in headings.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The field of that stored name.
            pub fn by_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

fields! {
    Id "id",
    Municipality "municipality",
    Name "name",
    FundingReference "funding_reference",
    From "from",
    To "to",
    Milestones "milestones",
    DefaultCeiling "default_ceiling",
    FollowsMovedDays "follows_moved_days",
    Closed "closed",
    Programme "programme",
    CaseNumber "case_number",
    Status "status",
    Owner "owner",
    DeclaredAddress "declared_address",
    ActualAddress "actual_address",
    Postcode "postcode",
    Phone "phone",
    Email "email",
    AppliedOn "applied_on",
    ClosedOn "closed_on",
    CloseReason "close_reason",
    Family "family",
    GivenNames "given_names",
    Surname "surname",
    PersonalCode "personal_code",
    PreviousCodes "previous_codes",
    BirthDate "birth_date",
    Sex "sex",
    Relation "relation",
    Representation "representation",
    Basis "basis",
    ValidUntil "valid_until",
    Person "person",
    MovedOut "moved_out",
    DisabilityUntil "disability_until",
    SpecialCareUntil "special_care_until",
    Impairments "impairments",
    School "school",
    HealthLimits "health_limits",
    Ceilings "ceilings",
    Ceiling "ceiling",
    CeilingChange "ceiling_change",
    LegalBasis "legal_basis",
    Child "child",
    Number "number",
    PlannedOn "planned_on",
    DoneOn "done_on",
    Place "place",
    Conclusions "conclusions",
    Recommendations "recommendations",
    Term "term",
    Wording "wording",
    Indicator "indicator",
    Baseline "baseline",
    Target "target",
    Domains "domains",
    Attainment "attainment",
    State "state",
    Reason "reason",
    EffectiveFrom "effective_from",
    ApprovedOn "approved_on",
    ApprovedBy "approved_by",
    Plan "plan",
    Goals "goals",
    Group "group",
    Service "service",
    Recipient "recipient",
    Recipients "recipients",
    Format "format",
    Quantity "quantity",
    Unit "unit",
    PerWeek "per_week",
    Provider "provider",
    Specialist "specialist",
    CopaymentPercent "copayment_percent",
    Minutes "minutes",
    Code "code",
    LatvianName "latvian_name",
    EnglishName "english_name",
    Groups "groups",
    Units "units",
    Notice "notice",
    RegistrationNumber "registration_number",
    Contract "contract",
    Specialists "specialists",
    NoticeHours "notice_hours",
    ChargedPercent "charged_percent",
    ClosureDays "closure_days",
    Amount "amount",
    Sample "sample",
    Line "line",
    Day "day",
    Start "start",
    Attendance "attendance",
    Outcome "outcome",
    UnitPrice "unit_price",
    Charge "charge",
    MovedTo "moved_to",
    At "at",
    Kind "kind",
    Goal "goal",
    Text "text",
    Author "author",
    Login "login",
    FullName "full_name",
    Role "role",
    Disabled "disabled",
    Series "series",
    Repeat "repeat",
}

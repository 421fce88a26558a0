//! The forms there are: the name of each in drafts, the kind of record that it makes, its title.

use crate::{
    domain::{Kind, NoteKind},
    i18n::Text,
};

macro_rules! nouns {
    ($($(#[$meta:meta])* $noun:ident $name:literal $kind:ident $new:ident $edit:ident,)*) => {
        /// The forms there are.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Noun { $($(#[$meta])* $noun,)* }

        impl Noun {
            /// Every form.
            pub const ALL: &[Self] = &[$(Self::$noun,)*];

            /// The form's stable name in drafts.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$noun => $name,)* }
            }

            /// The kind of record that it adds or changes.
            pub const fn kind(self) -> Kind {
                match self { $(Self::$noun => Kind::$kind,)* }
            }

            /// Its title for a new record, or for an existing one.
            pub const fn title(self, existing: bool) -> Text {
                match self { $(Self::$noun => if existing { Text::$edit } else { Text::$new },)* }
            }
        }
    };
}

nouns! {
    /// A household.
    Family "family" Family NewFamily EditFamily,
    /// Closing a household's case.
    CloseFamily "close_family" Family CloseFamily CloseFamily,
    /// A member of a household.
    Person "person" Person NewPerson EditPerson,
    /// A child case; a new one with its person.
    Child "child" Child NewChild EditChild,
    /// Closing a child's case.
    CloseChild "close_child" Child CloseChild CloseChild,
    /// An assessment.
    Assessment "assessment" Assessment NewAssessment EditAssessment,
    /// Correcting a completed assessment.
    Correction "correction" Assessment Correction Correction,
    /// A goal.
    Goal "goal" Goal NewGoal EditGoal,
    /// How far a goal was reached.
    CloseGoal "close_goal" Goal CloseGoal CloseGoal,
    /// A version of the support plan.
    PlanVersion "plan" PlanVersion NewPlanVersion EditPlanVersion,
    /// Handing it to the head of service.
    SubmitPlan "submit_plan" PlanVersion SubmitPlan SubmitPlan,
    /// Refusing it, or taking it back.
    ReturnPlan "return_plan" PlanVersion ReturnPlan ReturnPlan,
    /// Approving it.
    ApprovePlan "approve_plan" PlanVersion ApprovePlan ApprovePlan,
    /// A decision about a child.
    Decision "decision" Decision NewDecision NewDecision,
    /// A line of it.
    PlanLine "plan_line" PlanLine NewPlanLine EditPlanLine,
    /// A provider.
    Provider "provider" Provider NewProvider EditProvider,
    /// A row of a price list.
    Price "price" Price NewPrice EditPrice,
    /// A row of the catalogue.
    Service "service" Service NewService EditService,
    /// One session, or several weeks of them.
    Session "session" Session NewSession EditSession,
    /// Sessions booked in one line, and their series.
    Series "series" Series QuickAdd EditSeries,
    /// Another day or time for a session.
    MoveSession "move_session" Session MoveSession MoveSession,
    /// What became of a session.
    SessionOutcome "session_outcome" Session SessionOutcome SessionOutcome,
    /// A note.
    Note "note" Note NewNote EditNote,
    /// A call just made.
    Call "call" Note NewCall EditNote,
    /// A home visit.
    Visit "visit" Note NewVisit EditNote,
    /// An e-mail.
    Email "email" Note NewEmail EditNote,
    /// A meeting with the family; programme meetings are something else.
    Talk "talk" Note NewTalk EditNote,
    /// A programme.
    Programme "programme" Programme NewProgramme EditProgramme,
    /// Why a domain that became heavier is left without a goal.
    LeftOpen "left_open" Child LeaveOpen LeaveOpen,
    /// A meeting with the programme's families.
    Meeting "meeting" Meeting NewMeeting EditMeeting,
    /// A suggestion made at a meeting.
    Suggestion "suggestion" Suggestion NewSuggestion EditSuggestion,
    /// Somebody is away, or something rests.
    Absence "absence" Absence NewAbsence EditAbsence,
    /// Prices that change from a day on.
    Uplift "uplift" Price UpliftPrices UpliftPrices,
    /// A later last day of the programme.
    Extension "extension" Programme ExtendProgramme ExtendProgramme,
    /// From plan line to plan line, from ceiling to ceiling.
    Reallocation "reallocation" PlanLine Reallocation Reallocation,
    /// A provider's invoice.
    Invoice "invoice" Invoice NewInvoice EditInvoice,
    /// What it asks for one session.
    InvoiceLine "invoice_line" InvoiceLine EditInvoiceLine EditInvoiceLine,
    /// A user.
    User "user" User NewUser EditUser,
    /// The language and the keymap of whoever sits here.
    OwnSettings "own_settings" User OwnSettings OwnSettings,
}

impl Noun {
    /// The draft's form name: adding and editing are different drafts.
    pub fn form_name(self, existing: bool) -> &'static str {
        match (self, existing) {
            (Self::Family, true) => "edit_family",
            (Self::Person, true) => "edit_person",
            (Self::Child, true) => "edit_child",
            (Self::Assessment, true) => "edit_assessment",
            (Self::Goal, true) => "edit_goal",
            (Self::PlanVersion, true) => "edit_plan",
            (Self::PlanLine, true) => "edit_plan_line",
            (Self::Provider, true) => "edit_provider",
            (Self::Price, true) => "edit_price",
            (Self::Service, true) => "edit_service",
            (Self::Session, true) => "edit_session",
            (Self::Series, true) => "edit_series",
            (noun, true) if noun.contact().is_some() => "edit_note",
            (Self::Programme, true) => "edit_programme",
            (Self::User, true) => "edit_user",
            (Self::Invoice, true) => "edit_invoice",
            (Self::Absence, true) => "edit_absence",
            (Self::Meeting, true) => "edit_meeting",
            (Self::Suggestion, true) => "edit_suggestion",
            _ => self.name(),
        }
    }

    /// The kind of contact that a new note records; none for what is no note.
    pub fn contact(self) -> Option<NoteKind> {
        Some(match self {
            Self::Note => NoteKind::Remark,
            Self::Call => NoteKind::Call,
            Self::Visit => NoteKind::Visit,
            Self::Email => NoteKind::Email,
            Self::Talk => NoteKind::Meeting,
            _ => return None,
        })
    }

    /// The form of a draft.
    pub fn by_form_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|noun| noun.form_name(false) == name || noun.form_name(true) == name)
    }

    /// The form that edits a record of that kind; none where a screen of its own does.
    pub fn editing(kind: Kind) -> Option<Self> {
        Some(match kind {
            Kind::Programme => Self::Programme,
            Kind::Family => Self::Family,
            Kind::Person => Self::Person,
            Kind::Child => Self::Child,
            Kind::Assessment => Self::Assessment,
            Kind::Goal => Self::Goal,
            Kind::PlanVersion => Self::PlanVersion,
            Kind::PlanLine => Self::PlanLine,
            Kind::Service => Self::Service,
            Kind::Provider => Self::Provider,
            Kind::Price => Self::Price,
            Kind::Session => Self::Session,
            Kind::Series => Self::Series,
            Kind::Decision => Self::Decision,
            Kind::Note => Self::Note,
            Kind::User => Self::User,
            Kind::Meeting => Self::Meeting,
            Kind::Suggestion => Self::Suggestion,
            Kind::Absence => Self::Absence,
            Kind::Invoice => Self::Invoice,
            Kind::InvoiceLine => Self::InvoiceLine,
            Kind::Instrument | Kind::Scoring | Kind::RuleBook => return None,
        })
    }
}

//! The user: who works with the store, in what role, and what the role lets them do.

use serde::{Deserialize, Serialize};

use super::{
    Choice, Deed, Fault, Field, Id, Index, IndexKey, Kind, Problem, choices, record, require, ssh_key::PublicKey,
};

choices! {
    /// What a user is here for.
    Role {
        Worker "worker" "d",
        Head "head" "v",
        Accountant "accountant" "g",
        TeamMember "team_member" "k",
        Auditor "auditor" "r",
        Administrator "administrator" "a",
    }
    /// In which language a user works, whatever the program was started with.
    LangWish {
        Usual "usual" "p",
        Latvian "lv" "lv",
        English "en" "en",
    }
    /// With which of the keymaps that come with the program a user works.
    KeymapWish {
        Usual "usual" "p",
        Default "default" "d",
        Classic "classic" "k",
        Vim "vim" "v",
    }
}

/// Everybody who writes at all: all but the auditor, who reads.
const WRITERS: &[Role] = &[Role::Worker, Role::Head, Role::Accountant, Role::TeamMember, Role::Administrator];
/// Who keeps families' cases.
const CASE_WORK: &[Role] = &[Role::Worker, Role::Head, Role::Administrator];
/// Who contributes to a case: also a specialist called in to assess.
const TEAM_WORK: &[Role] = &[Role::Worker, Role::Head, Role::TeamMember, Role::Administrator];
/// Who decides for the municipality.
const DECISIONS: &[Role] = &[Role::Head, Role::Administrator];
/// Who answers for prices and the catalogue.
const MONEY: &[Role] = &[Role::Head, Role::Accountant, Role::Administrator];
/// Who registers, accepts and pays invoices.
const INVOICES: &[Role] = &[Role::Accountant, Role::Administrator];
/// Who keeps the register of providers.
const PROVIDERS: &[Role] = &[Role::Worker, Role::Head, Role::Accountant, Role::Administrator];
/// Whoever is on the list: what they choose is theirs alone, see [`User::with_settings_of`].
const EVERYBODY: &[Role] = Role::ALL;
/// Who lets people in and looks after the file.
const KEEPING: &[Role] = &[Role::Administrator];

impl Deed {
    /// The roles that may do it. What an import writes, and what an undo takes back, is asked about besides.
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::AddFamily | Self::EditFamily | Self::CloseFamily => CASE_WORK,
            Self::AddPerson | Self::EditPerson | Self::ClosePerson | Self::MergePersons => CASE_WORK,
            Self::AddChild | Self::EditChild | Self::CloseChild => CASE_WORK,
            Self::AddAssessment | Self::EditAssessment | Self::CompleteAssessment | Self::CorrectAssessment => {
                CASE_WORK
            }
            Self::ScoreAssessment => TEAM_WORK,
            Self::AddGoal | Self::EditGoal | Self::CloseGoal => CASE_WORK,
            Self::AddPlan | Self::EditPlan | Self::AddLine | Self::EditLine | Self::RemoveLine => CASE_WORK,
            Self::SubmitPlan | Self::WithdrawPlan | Self::CopyToSiblings => CASE_WORK,
            Self::ApprovePlan | Self::RefusePlan | Self::AddDecision => DECISIONS,
            Self::BookSessions | Self::EditSession | Self::MoveSession | Self::CancelSession | Self::EditSeries => {
                CASE_WORK
            }
            Self::MarkAttendance | Self::RemoveSession => CASE_WORK,
            Self::RecordAbsence | Self::EditAbsence | Self::EndAbsence => CASE_WORK,
            Self::Suspend | Self::EditSuspension => DECISIONS,
            Self::ExtendProgramme | Self::ReallocateCeilings => DECISIONS,
            Self::ReallocateLines => CASE_WORK,
            Self::UpliftPrices | Self::ImportPrices => MONEY,
            Self::AddNote | Self::EditNote | Self::CloseNote => TEAM_WORK,
            Self::AddMeeting | Self::EditMeeting => CASE_WORK,
            Self::AddSuggestion | Self::EditSuggestion => TEAM_WORK,
            Self::AddProvider | Self::EditProvider | Self::CloseProvider => PROVIDERS,
            Self::AddPrice | Self::EditPrice | Self::ClosePrice => MONEY,
            Self::AddService | Self::EditService | Self::CloseService => MONEY,
            Self::RegisterInvoice
            | Self::EditInvoice
            | Self::AcceptInvoice
            | Self::PayInvoice
            | Self::RemoveInvoice => INVOICES,
            Self::AddProgramme | Self::EditProgramme | Self::AdoptInstrument | Self::AdoptRules => DECISIONS,
            Self::AddUser | Self::EditUser | Self::DisableUser => KEEPING,
            Self::ChooseSettings => EVERYBODY,
            Self::MakeDemo | Self::Migrate | Self::Restore | Self::Erase => KEEPING,
            Self::Import | Self::Undo => WRITERS,
        }
    }

    /// What adding a record of that kind is: whoever may do it may also import such records.
    pub const fn adding(kind: Kind) -> Self {
        match kind {
            Kind::Programme => Self::AddProgramme,
            Kind::Family => Self::AddFamily,
            Kind::Person => Self::AddPerson,
            Kind::Child => Self::AddChild,
            Kind::Assessment => Self::AddAssessment,
            Kind::Goal => Self::AddGoal,
            Kind::PlanVersion => Self::AddPlan,
            Kind::PlanLine => Self::AddLine,
            Kind::Service => Self::AddService,
            Kind::Provider => Self::AddProvider,
            Kind::Price => Self::AddPrice,
            Kind::Session => Self::BookSessions,
            Kind::Note => Self::AddNote,
            Kind::User => Self::AddUser,
            // Among imported records it is the one that comes with the program, stored with the first scores.
            Kind::Instrument => Self::ScoreAssessment,
            Kind::Scoring => Self::ScoreAssessment,
            Kind::Meeting => Self::AddMeeting,
            Kind::Suggestion => Self::AddSuggestion,
            Kind::RuleBook => Self::AdoptRules,
            Kind::Series => Self::BookSessions,
            Kind::Decision => Self::AddDecision,
            Kind::Absence => Self::RecordAbsence,
            Kind::Invoice | Kind::InvoiceLine => Self::RegisterInvoice,
        }
    }
}

impl Role {
    /// Whether somebody in this role may do that.
    pub fn may(self, deed: Deed) -> bool {
        deed.roles().contains(&self)
    }

    /// Whether somebody in this role may look at a restricted family that does not name them, saying why.
    pub const fn may_open_restricted(self) -> bool {
        matches!(self, Self::Head | Self::Auditor | Self::Administrator)
    }

    /// Whether somebody in this role sees to it that invoices are accepted and paid.
    pub const fn sees_to_invoices(self) -> bool {
        matches!(self, Self::Head | Self::Accountant | Self::Administrator)
    }

    /// Whether somebody in this role may see who looked at what.
    pub const fn may_see_looks(self) -> bool {
        matches!(self, Self::Head | Self::Auditor | Self::Administrator)
    }
}

/// Somebody who may use the store.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct User {
    /// Its number.
    pub id: Id<User>,
    /// The name they log in with.
    pub login: String,
    /// Their name in letters and lists.
    pub full_name: String,
    /// What they are here for.
    pub role: Role,
    /// May no longer use the store.
    pub disabled: bool,
    /// The public keys by which an SSH server knows them, a line each (see [`super::ssh_key`]).
    pub keys: Vec<String>,
    /// Their language, where neither the command line nor a configuration asks for one.
    pub lang: LangWish,
    /// Their keymap, likewise: whoever comes by a forced command has no configuration.
    pub keymap: KeymapWish,
}

impl User {
    /// The same user with the language and the keymap of the other: what everybody may choose for themselves.
    pub fn with_settings_of(&self, other: &Self) -> Self {
        Self { lang: other.lang, keymap: other.keymap, ..self.clone() }
    }
}

record! { User,
    links: |_this| [],
    index: |user| vec![IndexKey::new(Index::UserByLogin).text(&user.login)],
    faults: |user| {
        let mut faults = require(&[(Field::Login, &user.login)]);
        if user.keys.iter().any(|key| PublicKey::parse(key).is_none_or(|parsed| parsed.line() != *key)) {
            faults.push(Fault::new(Field::Keys, Problem::NotAKey));
        }
        faults
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Choice;

    #[test]
    fn auditors_read_and_administrators_do_anything() {
        for &deed in Deed::ALL {
            assert_eq!(Role::Auditor.may(deed), deed == Deed::ChooseSettings, "{deed:?}");
            assert!(Role::Administrator.may(deed), "{deed:?}");
        }
        for &role in Role::ALL {
            let writes = Deed::ALL.iter().any(|&deed| deed != Deed::ChooseSettings && role.may(deed));
            assert_eq!(writes, role != Role::Auditor, "{role:?}");
        }
    }

    #[test]
    fn each_role_does_its_own_work_and_not_the_others() {
        let check = |role: Role, does: &[Deed], leaves: &[Deed]| {
            does.iter().for_each(|&deed| assert!(role.may(deed), "{role:?} {deed:?}"));
            leaves.iter().for_each(|&deed| assert!(!role.may(deed), "{role:?} {deed:?}"));
        };
        use Deed::*;
        check(
            Role::Worker,
            &[AddFamily, AddPlan, MarkAttendance, AddProvider, CopyToSiblings],
            &[ApprovePlan, AddPrice, AddUser],
        );
        check(Role::Head, &[ApprovePlan, AddPrice, EditProgramme, AddFamily], &[AddUser, DisableUser, PayInvoice]);
        check(
            Role::Accountant,
            &[AddPrice, CloseService, EditProvider, AcceptInvoice, Undo],
            &[AddFamily, AddNote, ApprovePlan],
        );
        check(Role::TeamMember, &[ScoreAssessment, AddNote, AddSuggestion], &[EditAssessment, AddGoal, AddPrice]);
    }
}

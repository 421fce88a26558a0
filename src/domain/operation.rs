//! The operation: a recorded change of several records, as a value; the store carries it out whole or not at all.

use serde::{Deserialize, Serialize};

use super::{AnyRecord, Id, Instrument, Kind, PLACEHOLDER, Record, choices};

choices! {
    /// What an operation was; its sentence is the journal's, the undo line's and the timeline's.
    Deed {
        AddProgramme "add_programme" "ap",
        EditProgramme "edit_programme" "ep",
        AddFamily "add_family" "af",
        EditFamily "edit_family" "ef",
        CloseFamily "close_family" "cf",
        AddPerson "add_person" "an",
        EditPerson "edit_person" "en",
        ClosePerson "close_person" "cn",
        AddChild "add_child" "ac",
        EditChild "edit_child" "ec",
        CloseChild "close_child" "cc",
        AddAssessment "add_assessment" "aa",
        EditAssessment "edit_assessment" "ea",
        ScoreAssessment "score_assessment" "sa",
        CompleteAssessment "complete_assessment" "ka",
        CorrectAssessment "correct_assessment" "ra",
        AdoptInstrument "adopt_instrument" "in",
        AddGoal "add_goal" "ag",
        EditGoal "edit_goal" "eg",
        CloseGoal "close_goal" "cg",
        AddPlan "add_plan" "al",
        EditPlan "edit_plan" "el",
        SubmitPlan "submit_plan" "ip",
        WithdrawPlan "withdraw_plan" "wp",
        RefusePlan "refuse_plan" "rp",
        ApprovePlan "approve_plan" "pl",
        AddLine "add_plan_line" "ai",
        EditLine "edit_plan_line" "ei",
        RemoveLine "remove_plan_line" "ri",
        AddDecision "add_decision" "de",
        AddService "add_service" "as",
        EditService "edit_service" "es",
        CloseService "close_service" "cs",
        AddProvider "add_provider" "av",
        EditProvider "edit_provider" "ev",
        CloseProvider "close_provider" "cv",
        AddPrice "add_price" "ar",
        EditPrice "edit_price" "er",
        ClosePrice "close_price" "cr",
        BookSessions "book_sessions" "bs",
        EditSession "edit_session" "et",
        EditSeries "edit_series" "xs",
        MoveSession "move_session" "mt",
        CancelSession "cancel_session" "ct",
        RemoveSession "remove_session" "rt",
        MarkAttendance "mark_attendance" "ma",
        AddNote "add_note" "ao",
        EditNote "edit_note" "eo",
        CloseNote "close_note" "co",
        AddMeeting "add_meeting" "am",
        EditMeeting "edit_meeting" "em",
        AddSuggestion "add_suggestion" "ad",
        EditSuggestion "edit_suggestion" "ed",
        MergePersons "merge_persons" "mp",
        CopyToSiblings "copy_to_siblings" "cb",
        UpliftPrices "uplift_prices" "up",
        ImportPrices "import_prices" "ip",
        ExtendProgramme "extend_programme" "xp",
        ReallocateLines "reallocate_lines" "rl",
        ReallocateCeilings "reallocate_ceilings" "rg",
        RecordAbsence "record_absence" "rc",
        EditAbsence "edit_absence" "eb",
        EndAbsence "end_absence" "xb",
        Suspend "suspend" "su",
        EditSuspension "edit_suspension" "sv",
        AdoptRules "adopt_rules" "rb",
        RegisterInvoice "register_invoice" "fr",
        EditInvoice "edit_invoice" "fe",
        AcceptInvoice "accept_invoice" "fa",
        PayInvoice "pay_invoice" "fp",
        RemoveInvoice "remove_invoice" "fx",
        AddUser "add_user" "au",
        EditUser "edit_user" "eu",
        ChooseSettings "choose_settings" "os",
        DisableUser "disable_user" "du",
        Import "import" "im",
        MakeDemo "make_demo" "md",
        Undo "undo" "un",
        Migrate "migrate" "mg",
        Restore "restore" "rs",
        Erase "erase" "dz",
    }
}

/// One record to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Put {
    /// How it shall be. A number of 0 or a placeholder means: new.
    pub record: AnyRecord,
    /// How it was when its editing began. If the store holds something else by now, the two edits are
    /// merged field by field, and only a field that both changed is a clash.
    pub base: Option<AnyRecord>,
}

/// Several changes under one name: done together, undone together.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// What it is.
    pub deed: Deed,
    /// Records to write.
    pub puts: Vec<Put>,
    /// Records to remove.
    pub removes: Vec<(Kind, u64)>,
    /// The revision of an operation that this takes back; then it writes and removes nothing of its own.
    pub undoes: Option<u64>,
    /// The draft that this completes; it goes in the same transaction, so that nothing is entered twice.
    pub draft: Option<DraftKey>,
    /// Why it is right to break rules that allow it with a reason; kept with the records that break them. Empty: none
    /// was given.
    pub reason: String,
    /// Whoever does it was told of the rules that only warn.
    pub heeded: bool,
    /// The revision of the store that it was worked out of: what others asked for since, in invoices, it does not ask for
    /// a second time. None: it asks for what it asks for.
    pub seen: Option<u64>,
}

impl Operation {
    /// An operation that does nothing yet.
    pub fn new(deed: Deed) -> Self {
        let (puts, removes) = (Vec::new(), Vec::new());
        Self { deed, puts, removes, undoes: None, draft: None, reason: String::new(), heeded: false, seen: None }
    }

    /// Takes back the operation of that revision, an undo included.
    pub fn undo(revision: u64) -> Self {
        Self { undoes: Some(revision), ..Self::new(Deed::Undo) }
    }

    /// Also writes a new record.
    pub fn create(mut self, record: impl Into<AnyRecord>) -> Self {
        self.puts.push(Put { record: record.into(), base: None });
        self
    }

    /// Also changes `base` to `record`.
    pub fn change(mut self, base: impl Into<AnyRecord>, record: impl Into<AnyRecord>) -> Self {
        self.puts.push(Put { record: record.into(), base: Some(base.into()) });
        self
    }

    /// The number by which records of this operation name the instrument they are scored with. The one that comes with
    /// the program (number 0) is stored with the first scores: then this also creates its record.
    pub fn scored_with(&mut self, instrument: &Instrument) -> Id<Instrument> {
        if instrument.id.is_some() {
            return instrument.id;
        }
        let stands_for = Id::new(PLACEHOLDER);
        let record = AnyRecord::from(Instrument { id: stands_for, ..instrument.clone() });
        if !self.puts.iter().any(|put| put.record == record) {
            self.puts.push(Put { record, base: None });
        }
        stands_for
    }

    /// Also removes the record.
    pub fn remove<R: Record>(mut self, record: &R) -> Self {
        self.removes.push((R::KIND, record.number()));
        self
    }

    /// Breaks rules that allow it with a reason, for this one.
    pub fn because(self, reason: &str) -> Self {
        Self { reason: reason.to_owned(), ..self }
    }

    /// Worked out of what the store held at that revision.
    pub fn seeing(self, revision: u64) -> Self {
        Self { seen: Some(revision), ..self }
    }

    /// Completes this draft.
    pub fn completes(mut self, draft: Option<DraftKey>) -> Self {
        self.draft = draft;
        self
    }
}

/// Which draft of a user: what was being entered, and about which record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DraftKey {
    /// The form's stable name.
    pub form: String,
    /// Which one, of that form: a number that the form chooses; 0: there is only one.
    pub about: u64,
}

/// What somebody typed and has not saved: texts by field, and where the cursor stood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The form's stable name.
    pub form: String,
    /// See [`DraftKey::about`].
    pub about: u64,
    /// Whom the form was about, for the list of drafts; may be empty.
    pub title: String,
    /// The texts as typed, by field name.
    pub texts: Vec<(String, String)>,
    /// Which field had the cursor.
    pub focus: usize,
    /// Before which grapheme of that field the cursor stood.
    pub cursor: usize,
    /// The record under edit; 0: a new one.
    pub record: u64,
    /// The household concerned; 0: none.
    pub family: u64,
    /// The child concerned; 0: none.
    pub child: u64,
    /// The day the cursor was on when the form was opened.
    pub day: chrono::NaiveDate,
    /// The record as it was when editing began, as JSON, for the merge; empty for a new one.
    pub base: String,
    /// The store's revision when editing began; 0: that does not matter.
    pub seen: u64,
    /// When it was saved, seconds since 1970 UTC.
    pub saved_at: i64,
}

impl Draft {
    /// Its key.
    pub fn key(&self) -> DraftKey {
        DraftKey { form: self.form.clone(), about: self.about }
    }
}

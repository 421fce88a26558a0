//! What can happen to the interface, and what it asks to be done: values only.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use chrono::NaiveDate;

use crate::{
    action::Action,
    domain::{
        AnyRecord, Child, Deed, Draft, DraftKey, Family, Fault, Field, Id, Invoice, Kind, Operation, Person, Programme,
        audit::RecordChange,
        budget::Figure,
        consequence::{Consequences, Shift},
        diary::{Diary, DiaryWish, Whose},
        overview::{
            AtWork, AttendanceSheet, Dossier, FormContext, Lookalike, Overview, PageData, PageOf, ScoringContext,
            Standing,
        },
        proposal::{Proposal, Proposed},
        rules::Objection,
        shared_time::Other,
        sheet::SheetWish,
        siblings::Siblings,
    },
};

use super::{forms::Noun, scoring::ScoringRequest};

/// Something happened.
#[derive(Debug)]
pub enum Msg {
    /// A key that means an action here.
    Act(Action),
    /// Letters, typed or pasted.
    Text(String),
    /// A key that is bound to nothing here, as it is written on the screen.
    Unbound(String),
    /// The terminal has so many columns and rows now.
    Resized(u16, u16),
    /// The store answered.
    Reply(Reply),
    /// A new day has begun.
    NewDay(NaiveDate),
    /// The line is lost or the process is told to end: keep what was typed.
    Leave,
}

/// Something is to be done outside the interface; the store thread does it, in order.
#[derive(Debug)]
pub enum Effect {
    /// Read a programme at a glance; none: the one shown last, else the newest.
    LoadOverview(Option<Id<Programme>>),
    /// Read everything about one child; the interface waits for it.
    LoadDossier(Id<Child>),
    /// Read children that will probably be looked at next, when there is nothing else to do.
    Prefetch(Vec<Id<Child>>),
    /// Look how the cases of a programme's children stand, when there is nothing else to do.
    LoadStandings(Id<Programme>),
    /// Read a page of rows.
    LoadPage(PageOf),
    /// Open a restricted family, for a reason that the read log keeps.
    OpenRestricted(Id<Family>, String),
    /// Read what a form needs.
    LoadForm(FormRequest),
    /// Read when others are at a provider or with a specialist, from a day on: the form with the child's sessions has just
    /// named them.
    LoadElsewhere(Whose, Id<Child>, NaiveDate),
    /// Look who in the store may be the person under entry; the form waits for it.
    LoadLookalikes(Box<Person>),
    /// Read the sessions of a programme from one day to another: of those whose families somebody owns (login), or of all.
    LoadAttendance(Id<Programme>, Option<String>, (NaiveDate, NaiveDate)),
    /// Read some days' sessions, of others than the child under the cursor.
    LoadDiary(Id<Programme>, Box<DiaryWish>),
    /// Read what stands on a sheet for paper, and lay it out.
    LoadSheet(Id<Programme>, Box<SheetWish>),
    /// Read what scoring an assessment needs.
    LoadScoring(ScoringRequest),
    /// Read what the brothers and sisters have to whom a record is to be copied.
    LoadSiblings(Kind, u64),
    /// Work out what is asked for, and show it; with it goes the draft in which it was typed.
    Propose(Box<Proposal>, Option<DraftKey>),
    /// Carry out what was shown, if it still comes to the same.
    CarryOut(Box<Proposed>),
    /// Write an invoice with the lines that it is for; with it goes the draft in which it was typed. The revision that its
    /// form was made of: what others registered since is told.
    RegisterInvoice(Box<Invoice>, Option<DraftKey>, u64),
    /// Look what an operation would lead to; the answer bears the number.
    Suppose(u64, Box<Operation>),
    /// Read the figures of a child before and after an operation, with their lines.
    LoadSupposed(Box<Operation>, Id<Child>),
    /// Write.
    Apply(Box<Operation>),
    /// Look what undoing that entry would take back; none: one's own last.
    PreviewUndo(Option<u64>),
    /// Keep what is being typed; soon, or at once.
    SaveDraft(Box<Draft>, Soon),
    /// The draft is no longer wanted.
    DropDraft(DraftKey),
    /// From now on this day is today.
    Today(NaiveDate),
    /// Somebody looked at this child's personal data.
    Looked(Id<Child>),
    /// This is open to be changed from now on; none: nothing is.
    Working(Option<Box<AtWork>>),
    /// Make a store there, with these first records.
    CreateStore(Box<Operation>),
    /// Make a store there with the pilot's fictional data.
    CreateDemo,
    /// Use another file.
    OpenStore(PathBuf),
    /// Paint the whole screen anew.
    Redraw,
    /// End.
    Quit,
}

/// When a draft is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Soon {
    /// When typing pauses.
    Later,
    /// Now: the form was left, or the line broke.
    Now,
}

impl Effect {
    /// Whether nobody notices if it is done a moment later: after the screen was drawn.
    pub fn can_wait(&self) -> bool {
        matches!(
            self,
            Self::Looked(_)
                | Self::Prefetch(_)
                | Self::LoadStandings(_)
                | Self::Working(_)
                | Self::Suppose(..)
                | Self::SaveDraft(_, Soon::Later)
        )
    }

    /// Whether the next key depends on its answer: until then keys wait their turn.
    pub fn holds_keys(&self) -> bool {
        matches!(
            self,
            Self::LoadOverview(_)
                | Self::LoadPage(_)
                | Self::OpenRestricted(..)
                | Self::LoadForm(_)
                | Self::LoadElsewhere(..)
                | Self::LoadLookalikes(_)
                | Self::LoadAttendance(..)
                | Self::LoadDiary(..)
                | Self::LoadSheet(..)
                | Self::LoadScoring(_)
                | Self::LoadSiblings(..)
                | Self::Propose(..)
                | Self::LoadSupposed(..)
                | Self::CarryOut(_)
                | Self::RegisterInvoice(..)
                | Self::Apply(_)
                | Self::PreviewUndo(_)
                | Self::CreateStore(_)
                | Self::CreateDemo
                | Self::OpenStore(_)
        )
    }
}

/// Which form, on what.
#[derive(Clone, Debug, PartialEq)]
pub struct FormRequest {
    /// What is entered.
    pub noun: Noun,
    /// The record to change; 0: a new one.
    pub record: u64,
    /// The household concerned; 0: none.
    pub family: Id<Family>,
    /// The child concerned; 0: none.
    pub child: Id<Child>,
    /// Go on from this draft.
    pub draft: Option<Draft>,
    /// The day the cursor was on, for new sessions and notes.
    pub day: NaiveDate,
    /// The field that the cursor begins on; none: the first.
    pub focus: Option<Field>,
    /// What fields begin with, as people would type it.
    pub preset: Vec<(Field, String)>,
}

impl FormRequest {
    /// What a draft of the form is kept under, beside the form's name: the record under edit, or the case that a new
    /// one hangs on. A child and a family may have the same number; a family's is marked by its highest bit.
    pub fn about(&self) -> u64 {
        const OF_FAMILY: u64 = 1 << 63;
        match (self.record, self.child.0, self.family.0) {
            (0, 0, 0) => 0,
            (0, 0, family) => family | OF_FAMILY,
            (0, child, _) => child,
            (record, ..) => record,
        }
    }
}

/// The store's answer.
#[derive(Debug)]
pub enum Reply {
    /// A programme at a glance.
    Overview(Box<Overview>),
    /// Everything about one child.
    Dossier(Arc<Dossier>),
    /// The child is not there any more, or cannot be read: why, as a sentence.
    NoDossier(Id<Child>, Option<String>),
    /// How the cases of all children of the programme stand.
    Standings(Vec<Standing>),
    /// A page of rows.
    Page(Box<PageData>),
    /// What a form needs.
    Form(Box<FormRequest>, Box<FormContext>),
    /// What an operation would lead to; none: it cannot be carried out.
    Consequences(u64, Option<Box<Consequences>>),
    /// The figures of a child that an operation would change, before and after.
    Supposed(Id<Child>, Vec<Shift<Figure>>),
    /// When others are at a provider.
    Elsewhere(Vec<Other>),
    /// Who may be the person under entry.
    Lookalikes(Vec<Lookalike>),
    /// A day's sessions.
    Attendance(Box<AttendanceSheet>),
    /// Some days' sessions.
    Diary(Box<Diary>),
    /// A sheet for paper, and whose names stand on it.
    Sheet(String, BTreeSet<Id<Child>>),
    /// What scoring an assessment needs.
    Scoring(ScoringRequest, Box<ScoringContext>),
    /// What is to be copied, and what the brothers and sisters have.
    Siblings(Box<Siblings>),
    /// What was asked for comes to this.
    Proposed(Box<Proposed>),
    /// Something stands in the way of what was asked for.
    Refused(Box<Fault>),
    /// Written: what it was, and the records put, with the numbers they have now.
    Applied(Deed, Vec<(Kind, u64)>),
    /// Not written: two people changed the same field.
    Clash(Box<Clash>),
    /// Nothing was written: what was entered is of a state that is no more. Why.
    Outdated(String),
    /// Not written: rules of the programme have something against it that is not answered.
    Objections(Box<Operation>, Vec<Objection>),
    /// What keys wait for was not written, or not read: why, as a sentence.
    Failed(String),
    /// The user may not look into the store, or no longer: why, as a sentence.
    ShutOut(String),
    /// Something beside it went wrong.
    Trouble(String),
    /// What was asked for has to wait; why, in words.
    Waits(String),
    /// What undo would take back; none: nothing.
    Undoable(Option<Box<Undoable>>),
    /// Taken back.
    Undone(Deed),
    /// A colleague wrote something: the store has moved on to this revision.
    Changed(u64),
    /// What colleagues have open to be changed.
    Colleagues(Vec<AtWork>),
    /// There is no store at that place yet.
    NoStore(PathBuf),
}

impl Reply {
    /// Whether keys wait for it: it answers an effect that holds them, see [`Effect::holds_keys`].
    pub fn is_awaited(&self) -> bool {
        !matches!(
            self,
            Self::Dossier(_)
                | Self::NoDossier(..)
                | Self::Standings(_)
                | Self::Consequences(..)
                | Self::Changed(_)
                | Self::Trouble(_)
                | Self::Waits(_)
                | Self::ShutOut(_)
                | Self::Colleagues(_)
        )
    }
}

/// Two people changed the same fields of a record.
#[derive(Debug)]
pub struct Clash {
    /// The record as it stands in the store.
    pub theirs: AnyRecord,
    /// Who wrote it (login); empty where that is not known.
    pub by: String,
    /// Stored names of the fields that both changed.
    pub fields: Vec<String>,
}

/// What undo would take back.
#[derive(Debug)]
pub struct Undoable {
    /// The revision.
    pub revision: u64,
    /// What was done.
    pub deed: Deed,
    /// When it was done, as local time.
    pub at: chrono::NaiveDateTime,
    /// Who did it (login).
    pub user: String,
    /// What it changed, record by record.
    pub changes: Vec<RecordChange>,
    /// What stands in the way, in words.
    pub blocked: Option<String>,
}

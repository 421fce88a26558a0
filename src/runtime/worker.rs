//! The store thread: carries out what the interface asks for, in order; looks for colleagues' work when idle.

mod form;
mod invoices;
mod latest;
mod looks;
mod news;
mod own;
mod proposals;
mod rounds;
mod undoing;
mod waits;
mod writing;

use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
    sync::{Arc, mpsc::TryRecvError},
    time::Duration,
};

use chrono::{DateTime, Local, NaiveDate, TimeDelta, Utc};

pub use rounds::POLL;
use rounds::Rounds;

use super::{drafts::Drafts, post::Told, standings::Standings};
pub use super::{
    founding::{DEMO_FILE, DEMO_SEED, make},
    overtaking::is_overtaken,
};
use crate::{
    app::{Effect, Reply, Soon},
    domain::{
        Child, Deed, Id, Kind, Operation, Programme, demo, looking,
        overview::{AtWork, PageOf},
        sheet::SheetWish,
    },
    files::{instrument, print::Sheet},
    i18n::{Lang, Text},
    store::{
        Clock, OnWait, Presence, Reader, Store, StoreError,
        views::{self, lookalikes, standings},
    },
};

/// A draft is written when typing pauses for so long.
const PAUSE: Duration = Duration::from_millis(300);
/// Looks are written together, when nothing else is to be done for a while: at the first round so long after the first
/// that is not written, and at the end.
const LONGEST_UNLOGGED: TimeDelta = TimeDelta::minutes(1);
/// The store as the interface works with it.
pub struct Worker {
    store: Option<Store>,
    path: PathBuf,
    user: String,
    lang: Lang,
    clock: Clock,
    today: NaiveDate,
    programme: Option<Id<Programme>>,
    /// The revision that the interface has seen.
    seen: u64,
    drafts: Drafts,
    /// Whose data was looked at and when: not in the read log yet.
    looks: Vec<(DateTime<Utc>, Kind, u64)>,
    prefetch: Vec<Id<Child>>,
    presence: Presence,
    rounds: Rounds,
    /// What the interface knows of its colleagues.
    colleagues: Vec<AtWork>,
    standings: Standings,
    /// See [`Worker::serve_only_listed`].
    only_listed: bool,
    /// See [`Worker::tell_waits`].
    waits: Option<Arc<OnWait>>,
}

impl Worker {
    /// For `user`, on the store at `path`, which is opened at the first request.
    pub fn new(path: &Path, user: &str, lang: Lang, clock: Clock, today: NaiveDate) -> Self {
        Self {
            store: None,
            path: path.to_owned(),
            user: user.to_owned(),
            lang,
            clock,
            today,
            programme: None,
            seen: 0,
            drafts: Drafts::default(),
            looks: Vec::new(),
            prefetch: Vec::new(),
            presence: Presence::default(),
            rounds: Rounds::without_store(),
            colleagues: Vec::new(),
            standings: Standings::default(),
            only_listed: false,
            waits: None,
        }
    }

    /// From now on nobody is let in who is not on the list of users, and there is no other store.
    pub fn serve_only_listed(&mut self) {
        self.only_listed = true;
    }

    /// Opens the store if it is there and the user is let in; whether it is there.
    pub fn open(&mut self) -> Result<bool, StoreError> {
        match Store::open(&self.path, self.clock) {
            Ok(store) => {
                let store = if self.only_listed { store.only_listed() } else { store };
                store.role(&self.user)?;
                store.look_as(&self.user);
                self.drafts.move_to(&store, &self.user);
                self.keep(store);
                Ok(true)
            }
            Err(StoreError::Missing(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// From now on it is this store.
    fn keep(&mut self, store: Store) {
        self.listen(&store);
        self.rounds = Rounds::over(&store);
        self.store = Some(store);
    }

    /// Takes requests until nobody can send any more; what is left unwritten is written then.
    pub fn run(mut self, requests: &Told<Effect>, mut reply: impl FnMut(Reply), mut new_day: impl FnMut(NaiveDate)) {
        let mut queue = VecDeque::new();
        let mut actual_day = Local::now().date_naive();
        loop {
            let nobody_asks = loop {
                match requests.next() {
                    Ok(effect) => queue.push_back(effect),
                    Err(end) => break end == TryRecvError::Disconnected,
                }
            };
            // Everything that was asked for is done, also when nobody can ask any more: it may be somebody's text.
            if let Some(effect) = queue.pop_front() {
                if !is_overtaken(&effect, &queue) {
                    self.perform(effect).into_iter().for_each(&mut reply);
                }
                continue;
            }
            if nobody_asks {
                break;
            }
            let due = self.rounds.due();
            let wait = if !self.prefetch.is_empty() || self.standings.is_pending() {
                Duration::ZERO
            } else if !self.drafts.is_empty() {
                PAUSE.min(due)
            } else {
                due
            };
            match requests.wait(self.rounds.bell(), Some(wait)) {
                Ok((true, _)) => {}
                Ok((false, true)) => self.rounds.stir(),
                Ok((false, false)) => {
                    if self.rounds.due().is_zero() {
                        self.rounds.begin();
                        self.poll().into_iter().for_each(&mut reply);
                        let day = Local::now().date_naive();
                        if day != actual_day {
                            actual_day = day;
                            new_day(day);
                        }
                    }
                    self.catch_up().into_iter().flatten().for_each(&mut reply);
                }
                Err(_) => break,
            }
        }
        // Whatever the store does not take is left in the file beside it.
        let _ = self.write_drafts(Waits::ForOthers);
        self.write_looks();
    }

    /// Does one thing that was put off until there is nothing more urgent; none: nothing is left to do.
    pub fn catch_up(&mut self) -> Option<Vec<Reply>> {
        if let Some(child) = self.prefetch.pop() {
            return Some(self.send_dossier(child, true));
        }
        // Nobody waits for a pause: where somebody else is writing, the next one will do, for nothing is lost meanwhile.
        if !self.drafts.is_empty() && self.write_drafts(Waits::ForNobody).is_ok() {
            return Some(Vec::new());
        }
        if self.standings.is_pending() {
            if let Some(child) = self.standings.next() {
                let found =
                    self.with(|worker, store| store.read(|reader| standings::standing(reader, child, worker.today)));
                self.standings.put(child, found.ok().flatten());
            }
            return Some(self.standings.tell().map(Reply::Standings).into_iter().collect());
        }
        if self.looks.first().is_some_and(|(at, ..)| self.clock.now() - at > LONGEST_UNLOGGED) {
            self.write_looks();
        }
        None
    }

    /// Carries out one request and returns its answers.
    pub fn perform(&mut self, effect: Effect) -> Vec<Reply> {
        match effect {
            Effect::OpenStore(_) | Effect::CreateStore(_) | Effect::CreateDemo if self.only_listed => {
                let here = StoreError::Missing(self.path.clone());
                answer(Err(self.failed(&here)))
            }
            Effect::SaveDraft(draft, soon) => {
                let Some(store) = &self.store else { return Vec::new() };
                self.drafts.keep(*draft, store);
                // What is not written now is pending still, and not lost.
                let _ = match soon {
                    Soon::Now => self.write_drafts(Waits::ForOthers),
                    Soon::Later if self.drafts.is_due() => self.write_drafts(Waits::ForNobody),
                    Soon::Later => Ok(()),
                };
                Vec::new()
            }
            Effect::DropDraft(key) => {
                self.drafts.forget(&key);
                let dropped = self.with(|worker, store| store.drop_draft(&worker.user, &key));
                dropped.err().map(aside).into_iter().collect()
            }
            Effect::Looked(child) => {
                self.looked((Kind::Child, child.0));
                Vec::new()
            }
            Effect::Working(work) => {
                if let Some(store) = &self.store {
                    // Colleagues who are not told are only not warned: the merge takes care of the rest.
                    let _ = self.presence.tell(store, work.as_deref());
                }
                // Who is there already is told as soon as a form opens.
                work.and_then(|_| self.look_round()).into_iter().collect()
            }
            Effect::Prefetch(children) => {
                self.prefetch = children;
                self.prefetch.reverse();
                Vec::new()
            }
            Effect::LoadStandings(programme) => {
                let mut standings = std::mem::take(&mut self.standings);
                let wanted =
                    self.with(|worker, store| store.read(|reader| standings.want(reader, programme, worker.today)));
                self.standings = standings;
                wanted.err().map(aside).into_iter().collect()
            }
            Effect::Today(day) => {
                self.today = day;
                Vec::new()
            }
            Effect::LoadDossier(child) => self.send_dossier(child, false),
            Effect::LoadOverview(wanted) => answer(self.overview(wanted)),
            Effect::OpenStore(path) => {
                let before = std::mem::replace(&mut self.path, path);
                let opened = self.overview(None);
                if opened.is_err() {
                    // Nothing is made beside a file that is no store.
                    self.path = before;
                }
                answer(opened)
            }
            Effect::OpenRestricted(family, reason) => {
                let opened = self.with(|worker, store| store.open_restricted(&worker.user, family, &reason));
                answer(opened.and_then(|()| self.overview(None)))
            }
            Effect::LoadPage(of) => {
                let read = self.with(|worker, store| {
                    let is_goal = matches!(of, PageOf::Goal(_));
                    let as_of = of.as_of();
                    let today = as_of.unwrap_or(worker.today);
                    let read = |reader: &Reader| views::page(reader, of, worker.programme, today);
                    let mut data = match as_of.map(|day| store.revision_on(day)).transpose()?.flatten() {
                        Some(revision) => store.read_as_of(revision, read)?,
                        None => store.read(read)?,
                    };
                    if is_goal && !data.records.iter().any(|record| record.kind() == Kind::Instrument) {
                        data.records.push(instrument::built_in().into());
                    }
                    Ok(data)
                });
                answer(read.map(|data| {
                    self.looked_at_page(&data);
                    Reply::Page(Box::new(data))
                }))
            }
            Effect::LoadForm(request) => {
                let read = self.with(|worker, store| store.read(|reader| worker.form_context(reader, &request)));
                answer(read.map(|context| {
                    if let Some(subject) = context.base.as_ref().and_then(looking::subject) {
                        self.looked(subject);
                    }
                    Reply::Form(Box::new(request), Box::new(context))
                }))
            }
            Effect::LoadElsewhere(whose, child, from) => answer(self.with(|_, store| {
                let sessions = store.read(|reader| views::elsewhere(reader, &[whose], child, from))?;
                Ok(Reply::Elsewhere(sessions))
            })),
            Effect::LoadLookalikes(person) => answer(self.with(|_, store| {
                let found = store.read(|reader| lookalikes::lookalikes(reader, &person))?;
                Ok(Reply::Lookalikes(found))
            })),
            Effect::LoadAttendance(programme, owner, days) => answer(self.with(|_, store| {
                let sheet = store.read(|reader| views::attendance(reader, programme, owner, days))?;
                Ok(Reply::Attendance(Box::new(sheet)))
            })),
            Effect::LoadDiary(programme, wish) => answer(self.with(|_, store| {
                let diary = store.read(|reader| views::diary(reader, programme, *wish))?;
                Ok(Reply::Diary(Box::new(diary)))
            })),
            Effect::LoadSheet(programme, wish) => answer(self.with(|worker, store| {
                let child = match &*wish {
                    SheetWish::Month(child, _) => Some(*child),
                    SheetWish::Week(..) | SheetWish::Calls(..) => None,
                };
                let Some(data) = store.read(|reader| views::sheet(reader, programme, *wish))? else {
                    return Ok(Reply::Failed(Text::NoChildYet.text(worker.lang).to_owned()));
                };
                let whose = data.diary().rows.iter().map(|row| row.session.child).chain(child).collect();
                Ok(Reply::Sheet(Sheet::new(&data).text(worker.lang), whose))
            })),
            Effect::LoadScoring(request) => answer(self.with(|worker, store| {
                let context = store
                    .read(|reader| views::scoring(reader, request.assessment, worker.today, instrument::built_in))?;
                Ok(Reply::Scoring(request, Box::new(context)))
            })),
            Effect::LoadSiblings(kind, number) => answer(self.with(|worker, store| {
                let siblings = store.read(|reader| views::siblings(reader, kind, number, worker.today))?;
                Ok(Reply::Siblings(Box::new(siblings)))
            })),
            Effect::Propose(proposal, draft) => answer(self.propose(&proposal, draft)),
            Effect::CarryOut(shown) => answer(self.carry_out(*shown)),
            Effect::RegisterInvoice(invoice, draft, seen) => answer(self.register_invoice(*invoice, draft, seen)),
            Effect::Suppose(number, operation) => {
                let told = self.with(|worker, store| {
                    store.read(|reader| {
                        let mut told = views::consequences(reader, &operation, worker.today)?;
                        worker.standings.complete(&mut told, reader.revision());
                        Ok(told)
                    })
                });
                // What cannot be carried out leads to nothing; why, is said when it is to be saved.
                vec![Reply::Consequences(number, told.ok().map(Box::new))]
            }
            Effect::LoadSupposed(operation, child) => answer(self.with(|worker, store| {
                let figures = store.read(|reader| views::supposed(reader, &operation, child, worker.today))?;
                Ok(Reply::Supposed(child, figures))
            })),
            Effect::Apply(operation) => {
                let mut replies = answer(self.apply(&operation));
                if let [Reply::Applied(..)] = replies[..] {
                    replies.extend(self.closed_meanwhile(&operation));
                }
                replies
            }
            Effect::PreviewUndo(revision) => answer(self.preview_undo(revision)),
            Effect::CreateStore(operation) => answer(self.create(&[*operation])),
            Effect::CreateDemo => {
                // Invented families never lie in the file that is meant for real ones.
                let demo = self.path.with_file_name(DEMO_FILE);
                let before = (std::mem::replace(&mut self.path, demo), self.today);
                self.today = demo::story_day();
                let opened = match self.open() {
                    Ok(true) => Ok(Reply::Applied(Deed::MakeDemo, Vec::new())),
                    Ok(false) => {
                        let operations = demo::pilot(DEMO_SEED, self.today, &instrument::built_in());
                        self.create(&operations)
                    }
                    Err(error) => Err(self.failed(&error)),
                };
                if opened.is_err() {
                    (self.path, self.today) = before;
                }
                answer(opened)
            }
            Effect::Redraw | Effect::Quit => Vec::new(),
        }
    }

    /// Does something with the store; an error becomes the sentence to show.
    fn with<T>(&self, work: impl FnOnce(&Self, &Store) -> Result<T, StoreError>) -> Result<T, Reply> {
        let Some(store) = &self.store else { return Err(Reply::NoStore(self.path.clone())) };
        work(self, store).map_err(|error| self.failed(&error))
    }

    /// An error as an answer. Somebody whose access was closed is shown out.
    fn failed(&self, error: &StoreError) -> Reply {
        let sentence = error.sentence(self.lang);
        if error.shuts_out() { Reply::ShutOut(sentence) } else { Reply::Failed(sentence) }
    }

    fn overview(&mut self, wanted: Option<Id<Programme>>) -> Result<Reply, Reply> {
        if self.store.is_none() && !self.open().map_err(|error| self.failed(&error))? {
            return Ok(Reply::NoStore(self.path.clone()));
        }
        let wanted = wanted.or(self.programme);
        let mut overview = self.with(|worker, store| {
            let role = store.role(&worker.user)?;
            store.read(|reader| views::overview(reader, wanted, (&worker.user, role), worker.today))
        })?;
        self.drafts.lie_over(&mut overview.drafts);
        self.programme = overview.programme.as_ref().map(|programme| programme.id);
        self.seen = overview.revision;
        Ok(Reply::Overview(Box::new(overview)))
    }

    fn send_dossier(&mut self, child: Id<Child>, ahead: bool) -> Vec<Reply> {
        let found = self.with(|worker, store| store.read(|reader| views::dossier(reader, child, worker.today)));
        match found {
            Ok(Some(dossier)) => vec![Reply::Dossier(dossier)],
            Ok(None) if ahead => Vec::new(),
            Ok(None) => vec![Reply::NoDossier(child, None)],
            Err(_) if ahead => Vec::new(),
            Err(Reply::Failed(sentence)) => vec![Reply::NoDossier(child, Some(sentence))],
            Err(other) => vec![other],
        }
    }

    fn create(&mut self, operations: &[Operation]) -> Result<Reply, Reply> {
        let store = make(&self.path, self.clock, &self.user, operations).map_err(|error| self.failed(&error))?;
        self.keep(store);
        // What was kept of the form that this store was made with is done with.
        self.drafts.clear();
        let deed = operations.first().map_or(Deed::AddProgramme, |operation| operation.deed);
        Ok(Reply::Applied(deed, Vec::new()))
    }

    /// Gives the store what is being typed.
    fn write_drafts(&mut self, waits: Waits) -> Result<(), Reply> {
        let Some(store) = self.store.as_ref().filter(|_| !self.drafts.is_empty()) else { return Ok(()) };
        let written = match waits {
            Waits::ForOthers => self.drafts.write(store, &self.user),
            Waits::ForNobody => store.without_waiting(|store| self.drafts.write(store, &self.user)),
        };
        written.map_err(|error| self.failed(&error))
    }
}

/// Whether a write stands in line while somebody else writes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Waits {
    ForOthers,
    ForNobody,
}

/// The same trouble, as one that no key waits for.
fn aside(reply: Reply) -> Reply {
    match reply {
        Reply::Failed(sentence) => Reply::Trouble(sentence),
        other => other,
    }
}

/// The one answer to a request that keys wait for, be it that it failed.
fn answer(result: Result<Reply, Reply>) -> Vec<Reply> {
    vec![result.unwrap_or_else(|failed| failed)]
}

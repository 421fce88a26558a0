//! The store thread: carries out what the interface asks for, in order; looks for colleagues' work when idle.

mod form;
mod invoices;
mod latest;
mod looks;
mod news;
mod opening;
mod own;
mod page;
mod proposals;
mod rounds;
mod typing;
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
use typing::Waits;

use super::{drafts::Drafts, post::Told, standings::Standings};
pub use super::{
    founding::{DEMO_FILE, DEMO_SEED, make},
    overtaking::is_overtaken,
};
use crate::{
    app::{Effect, Reply},
    domain::{
        Child, Id, Kind, Operation, Programme, consequence::Consequences, looking, overview::AtWork, sheet::SheetWish,
    },
    files::{instrument, print::Sheet},
    i18n::{Lang, Text},
    store::{
        Clock, OnWait, Presence, Store, StoreError,
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
                self.save_draft(*draft, soon);
                Vec::new()
            }
            Effect::DropDraft(key) => self.drop_draft(&key).err().map(aside).into_iter().collect(),
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
            Effect::LoadStandings(programme) => self.want_standings(programme).err().map(aside).into_iter().collect(),
            Effect::Today(day) => {
                self.today = day;
                Vec::new()
            }
            Effect::LoadDossier(child) => self.send_dossier(child, false),
            Effect::LoadOverview(wanted) => answer(self.overview(wanted)),
            Effect::OpenStore(path) => answer(self.open_other(path)),
            Effect::OpenRestricted(family, reason) => {
                let opened = self.with(|worker, store| store.open_restricted(&worker.user, family, &reason));
                answer(opened.and_then(|()| self.overview(None)))
            }
            Effect::LoadPage(of) => answer(self.load_page(of)),
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
            Effect::LoadSheet(programme, wish) => answer(self.load_sheet(programme, *wish)),
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
            // What cannot be carried out leads to nothing; why, is said when it is to be saved.
            Effect::Suppose(number, operation) => {
                vec![Reply::Consequences(number, self.suppose(&operation).ok().map(Box::new))]
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
            Effect::CreateDemo => answer(self.create_demo()),
            Effect::Redraw | Effect::Quit => Vec::new(),
        }
    }

    /// Begins to look how the cases of a programme's children stand.
    fn want_standings(&mut self, programme: Id<Programme>) -> Result<(), Reply> {
        let mut standings = std::mem::take(&mut self.standings);
        let wanted = self.with(|worker, store| store.read(|reader| standings.want(reader, programme, worker.today)));
        self.standings = standings;
        wanted
    }

    /// What an operation would lead to.
    fn suppose(&self, operation: &Operation) -> Result<Consequences, Reply> {
        self.with(|worker, store| {
            store.read(|reader| {
                let mut told = views::consequences(reader, operation, worker.today)?;
                worker.standings.complete(&mut told, reader.revision());
                Ok(told)
            })
        })
    }

    /// A sheet for paper, and whose names stand on it.
    fn load_sheet(&self, programme: Id<Programme>, wish: SheetWish) -> Result<Reply, Reply> {
        self.with(|worker, store| {
            let child = match &wish {
                SheetWish::Month(child, _) => Some(*child),
                SheetWish::Week(..) | SheetWish::Calls(..) => None,
            };
            let Some(data) = store.read(|reader| views::sheet(reader, programme, wish))? else {
                return Ok(Reply::Failed(Text::NoChildYet.text(worker.lang).to_owned()));
            };
            let whose = data.diary().rows.iter().map(|row| row.session.child).chain(child).collect();
            Ok(Reply::Sheet(Sheet::new(&data).text(worker.lang), whose))
        })
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

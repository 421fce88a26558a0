//! What children need, and the plans that answer it: goals, lines, versions.

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::Decimal;

use super::{
    Builder,
    random::Random,
    setting::{Municipality, Providers},
};
use crate::domain::{
    Attainment, Child,
    Format::{self, Group as Together, Individual as Alone},
    Goal,
    GoalTerm::{self, LongTerm, ShortTerm},
    Group::{self, Compensation as B, Development as C, Family as A},
    Id, Impairment, PlanLine, PlanState, PlanVersion,
    Recipient::{self, Child as ForChild, Family as ForFamily, Parent as ForParent},
    Unit::{self, Day, FullDay, Hour, Session, Trip, Visit},
    calendar::date,
};

/// A goal as the table below writes it.
pub(super) struct Aim {
    term: GoalTerm,
    wording: &'static str,
    indicator: &'static str,
    baseline: &'static str,
    target: &'static str,
    domains: &'static [&'static str],
}

const fn aim(
    term: GoalTerm,
    wording: &'static str,
    indicator: &'static str,
    baseline: &'static str,
    target: &'static str,
    domains: &'static [&'static str],
) -> Aim {
    Aim { term, wording, indicator, baseline, target, domains }
}

const AIMS: [Aim; 9] = [
    aim(
        LongTerm,
        "Droši pārvietoties mājās un skolā ar palīglīdzekli",
        "Attālums, ko noiet bez pieaugušā palīdzības",
        "Ar atbalstu noiet 10 metrus",
        "Patstāvīgi noiet 50 metrus",
        &["d4", "b7"],
    ),
    aim(
        ShortTerm,
        "Pašam ēst un apģērbties",
        "Darbības, ko bērns veic pats",
        "Vajadzīga palīdzība visās darbībās",
        "Palīdzība vajadzīga tikai ar aizdari",
        &["d5"],
    ),
    aim(
        LongTerm,
        "Pateikt savu vajadzību tā, lai saprot arī svešinieki",
        "Vārdu skaits teikumā",
        "Atsevišķi vārdi un žesti",
        "Trīs vārdu teikumi",
        &["d3", "b3"],
    ),
    aim(
        LongTerm,
        "Stiprināt vecāku spēju atbalstīt bērnu",
        "Vecāku pašvērtējums no 1 līdz 10",
        "4",
        "7",
        &["e3", "e4"],
    ),
    aim(
        ShortTerm,
        "Nomierināties un iesaistīties kopīgā nodarbē",
        "Minūtes kopīgā nodarbē",
        "Dažas minūtes",
        "20 minūtes",
        &["b1", "d7"],
    ),
    aim(
        ShortTerm,
        "Apgūt jaunas prasmes ar rokām un maņām",
        "Apgūto darbību skaits",
        "2 darbības",
        "8 darbības",
        &["d1", "b2"],
    ),
    aim(
        LongTerm,
        "Piedalīties vienaudžu dzīvē un nokļūt uz nodarbībām",
        "Reizes nedēļā kopā ar vienaudžiem",
        "Tikai ģimenes lokā",
        "Trīs reizes nedēļā",
        &["d9", "e5"],
    ),
    aim(
        ShortTerm,
        "Ēst daudzveidīgi un pietiekami",
        "Ēdienu skaits, ko bērns pieņem",
        "5 ēdieni",
        "12 ēdieni",
        &["b5"],
    ),
    aim(
        LongTerm,
        "Attīstīties atbilstoši vecumam agrīnā atbalstā ģimenē",
        "Portidžas skalas posms",
        "Divi posmi zem vecuma",
        "Viens posms zem vecuma",
        &["d1", "d3"],
    ),
];
const MOVE: usize = 0;
const SELF_CARE: usize = 1;
const SPEECH: usize = 2;
const PARENTS: usize = 3;
const CALM: usize = 4;
const SKILLS: usize = 5;
const TAKE_PART: usize = 6;
const EATING: usize = 7;
const EARLY: usize = 8;

/// A line as the tables below write it: the sessions are those of 13 months.
#[derive(Clone, Copy)]
struct Need {
    group: Group,
    service: &'static str,
    recipient: Recipient,
    format: Format,
    unit: Unit,
    sessions: u64,
    units_each: u64,
    aim: usize,
    /// What the family pays, in percent.
    copayment: u32,
}

/// Sessions that develop the child's abilities: what most plans are made of.
const fn lessons(service: &'static str, sessions: u64, aim: usize) -> Need {
    let (group, recipient, format, unit) = (C, ForChild, Alone, Session);
    Need { group, service, recipient, format, unit, sessions, units_each: 1, aim, copayment: 0 }
}

impl Need {
    /// With other children.
    const fn together(self) -> Self {
        Self { format: Together, ..self }
    }

    /// So many units at a time, of another kind than sessions.
    const fn of(self, units_each: u64, unit: Unit) -> Self {
        Self { unit, units_each, ..self }
    }

    /// In another group, for the family or the child.
    const fn helping(self, group: Group, recipient: Recipient) -> Self {
        Self { group, recipient, ..self }
    }
}

/// What parents come to for themselves, and pay half of.
const fn counselling(service: &'static str, sessions: u64) -> Need {
    Need { copayment: 50, ..lessons(service, sessions, PARENTS).helping(A, ForParent) }
}

/// The family assistant, so many hours at a time.
const fn assistant(sessions: u64, hours: u64) -> Need {
    lessons("GAS", sessions, PARENTS).of(hours, Hour).helping(A, ForFamily)
}

/// There and back.
const fn rides(service: &'static str, recipient: Recipient, sessions: u64) -> Need {
    lessons(service, sessions, TAKE_PART).of(2, Trip).helping(B, recipient)
}

/// What a kind of child needs.
pub(super) struct Profile {
    /// Youngest and oldest, in years at the programme's start.
    pub ages: (u32, u32),
    pub impairments: &'static [Impairment],
    /// A service that a doctor bars, and why.
    pub barred: Option<(&'static str, &'static str)>,
    needs: &'static [Need],
}

/// Together they use every service of the two texts.
pub(super) const PROFILES: [Profile; 6] = [
    Profile {
        ages: (6, 12),
        impairments: &[Impairment::Movement],
        barred: None,
        needs: &[
            lessons("FIZ", 40, MOVE),
            lessons("FIZ", 22, MOVE).together(),
            lessons("ERG", 20, SELF_CARE),
            lessons("REI", 10, MOVE),
            lessons("MUZ", 20, CALM),
            rides("STR", ForChild, 14),
            assistant(18, 4),
            counselling("PSI", 8),
        ],
    },
    Profile {
        ages: (4, 9),
        impairments: &[Impairment::Hearing, Impairment::Speech],
        barred: None,
        needs: &[
            lessons("LOG", 36, SPEECH),
            lessons("AUD", 24, SPEECH),
            lessons("AUD", 18, SPEECH).together(),
            lessons("MUZ", 24, CALM),
            lessons("PSI", 10, CALM),
            rides("TRA", ForFamily, 18),
            assistant(20, 3),
        ],
    },
    Profile {
        ages: (4, 10),
        impairments: &[Impairment::Autism],
        barred: Some(("REI", "Alerģija pret zirgu spalvu")),
        needs: &[
            lessons("SMI", 22, CALM),
            lessons("MON", 28, SKILLS),
            lessons("PST", 12, CALM),
            lessons("MUZ", 22, CALM),
            lessons("LOG", 24, SPEECH),
            lessons("UZT", 6, EATING),
            lessons("PAV", 16, TAKE_PART).of(3, Hour).helping(B, ForChild),
            lessons("ATB", 14, PARENTS).of(1, FullDay).helping(A, ForChild),
            counselling("PST", 8),
        ],
    },
    Profile {
        ages: (1, 4),
        impairments: &[Impairment::Movement, Impairment::Speech],
        barred: None,
        needs: &[
            lessons("POR", 40, EARLY).of(1, Visit),
            lessons("FIZ", 38, MOVE),
            lessons("LOG", 28, SPEECH),
            assistant(32, 3),
            counselling("PSI", 10),
        ],
    },
    Profile {
        ages: (8, 15),
        impairments: &[Impairment::Mental, Impairment::Movement],
        barred: Some(("REI", "Biežas epilepsijas lēkmes")),
        needs: &[
            lessons("DAC", 48, TAKE_PART).of(1, Day),
            lessons("FIZ", 36, MOVE),
            lessons("ERG", 18, SELF_CARE),
            lessons("PAV", 22, TAKE_PART).of(4, Hour).helping(B, ForChild),
            rides("STR", ForChild, 14),
            lessons("ATB", 22, PARENTS).of(1, FullDay).helping(A, ForChild),
        ],
    },
    Profile {
        ages: (7, 14),
        impairments: &[Impairment::Mental],
        barred: None,
        needs: &[
            lessons("MON", 22, SKILLS),
            lessons("SMI", 18, CALM),
            lessons("REI", 10, SKILLS),
            lessons("ERG", 24, SELF_CARE),
            lessons("MUZ", 16, CALM).together(),
            lessons("PSI", 12, CALM),
            rides("TRA", ForFamily, 14),
            assistant(28, 4),
            counselling("PST", 8),
        ],
    },
];

/// A child's approved plan.
pub(super) struct Plan {
    pub goals: Vec<Goal>,
    pub lines: Vec<PlannedLine>,
}

/// A line, and how many units a session of it is.
pub(super) struct PlannedLine {
    pub line: PlanLine,
    pub units_each: u64,
}

/// Makes goals and an approved first version, and for `with_draft` a second one that asks for more.
/// With `much_help` the family assistant comes twice as often as usual.
pub(super) fn make(
    builder: &mut Builder,
    random: &mut Random,
    (municipality, providers): (&Municipality, &Providers),
    (child, profile): (&Child, &Profile),
    much_help: bool,
    (with_draft, today): (bool, NaiveDate),
) -> Plan {
    let (child, programme) = (child.id, &municipality.programme);
    let mut aims: Vec<usize> = profile.needs.iter().map(|need| need.aim).collect();
    aims.sort_unstable();
    aims.dedup();
    // One short-term goal is reached by the interim assessment.
    let reached_on = Some(municipality.assessments[1]).filter(|day| *day < today && random.percent(40));
    let reached = aims.iter().copied().find(|&at| AIMS[at].term == ShortTerm).filter(|_| reached_on.is_some());
    let mut goals = Vec::with_capacity(aims.len());
    for (number, &at) in (1..).zip(&aims) {
        let aim = &AIMS[at];
        let is_reached = reached == Some(at);
        goals.push(builder.add(|id| Goal {
            id,
            child,
            number,
            term: aim.term,
            wording: aim.wording.into(),
            indicator: aim.indicator.into(),
            baseline: aim.baseline.into(),
            target: aim.target.into(),
            domains: aim.domains.iter().map(|domain| (*domain).to_owned()).collect(),
            attainment: if is_reached { Attainment::Reached } else { Attainment::Open },
            closed_on: reached_on.filter(|_| is_reached),
            ..Goal::default()
        }));
    }
    let approved_on = date(2018, 8, 27) + Days::new(random.below(4));
    let first = builder.add(|id| PlanVersion {
        id,
        child,
        number: 1,
        state: PlanState::Approved,
        effective_from: Some(programme.from),
        approved_on: Some(approved_on),
        approved_by: "līga".into(),
        ..PlanVersion::default()
    });
    let mut lines = Vec::with_capacity(profile.needs.len());
    for &Need { group, service, recipient, format, unit, sessions, units_each, aim, copayment } in profile.needs {
        let provider = providers.offering(service);
        let often = if much_help && service == "GAS" { 2 } else { 1 };
        let sessions = (sessions * often * random.between(90, 110) + 50) / 100;
        let weeks = ((programme.to - programme.from).num_days() / 7) as u64;
        let goals = aims.iter().position(|one| *one == aim).map(|at| goals[at].id).into_iter().collect();
        let line = builder.add(|id| PlanLine {
            id,
            plan: first.id,
            goals,
            group,
            service: service.into(),
            recipient,
            format,
            quantity: Decimal::from(sessions * units_each),
            unit,
            per_week: Decimal::from((sessions * units_each * 10 / weeks).max(1)) / Decimal::TEN,
            provider: provider.id,
            specialist: random.pick(&provider.specialists).clone(),
            // Riding needs dry ground.
            from: if service == "REI" { date(programme.to.year(), 4, 1) } else { programme.from },
            to: programme.to,
            copayment_percent: copayment.into(),
            minutes: minutes(service, unit, units_each),
            ..PlanLine::default()
        });
        lines.push(PlannedLine { line, units_each });
    }
    if with_draft {
        draft(builder, child, &lines, municipality.assessments[1]);
    }
    Plan { goals, lines }
}

/// The second version, not yet approved: the first line gets a quarter more.
fn draft(builder: &mut Builder, child: Id<Child>, lines: &[PlannedLine], from: NaiveDate) {
    let second = builder.add(|id| PlanVersion {
        id,
        child,
        number: 2,
        supersedes: lines.first().map(|planned| planned.line.plan).unwrap_or_default(),
        state: PlanState::Draft,
        reason: "Pēc starpizvērtējuma vajadzīgs biežāks atbalsts".into(),
        effective_from: Some(from + Days::new(23)),
        ..PlanVersion::default()
    });
    for (at, PlannedLine { line, .. }) in lines.iter().enumerate() {
        let more = if at == 0 { (line.quantity / Decimal::from(4)).ceil() } else { Decimal::ZERO };
        builder.add(|id| PlanLine { id, plan: second.id, quantity: line.quantity + more, ..line.clone() });
    }
}

/// How long a session lasts; 0 where only the day matters.
fn minutes(service: &str, unit: Unit, units: u64) -> u32 {
    match (unit, service) {
        (Hour, _) => 60 * units as u32,
        (Visit, _) | (_, "PSI" | "PST") => 60,
        (Session, "REI") => 30,
        (Session, _) => 45,
        (Trip, _) => 60,
        _ => 0,
    }
}

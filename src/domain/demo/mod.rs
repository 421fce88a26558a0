//! Fictional data of the pilot's shape: two municipalities, ten families each, thirteen months.
//!
//! Everything follows from a seed and from the day on which the story is told.

mod decisions;
mod diary;
mod household;
mod invoices;
mod meetings;
mod plan;
mod random;
mod setting;
mod team;
mod words;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use self::{
    diary::{Diary, Frame, Manner},
    household::{Household, Register},
    plan::{PROFILES, Plan, Profile},
    random::Random,
    setting::{Municipality, Providers},
    team::Case,
};
use super::{
    CaseStatus, Ceiling, Child, Deed, Family, HealthLimit, Id, Instrument, MedicalForm, Money, Note, NoteKind,
    Operation, PLACEHOLDER, Person, Put, Record, Service, budget::Account, calendar::date, catalogue,
    pricing::PriceList,
};

/// The day on which the story is told unless another is asked for: in the middle of the pilot, much is delivered and much
/// is still to come.
pub fn story_day() -> NaiveDate {
    date(2019, 3, 15)
}

/// The demo store: one operation that puts everything in. Sessions from `today` on are still scheduled.
/// The story is meant to be told between 03.09.2018 and 30.09.2019; any day will do. Assessments are made with
/// `instrument`.
pub fn pilot(seed: u64, today: NaiveDate, instrument: &Instrument) -> Vec<Operation> {
    story(seed, today, instrument, ROUND)
}

/// As [`pilot`], as large as an office gets: about two hundred children.
pub fn office(seed: u64, today: NaiveDate, instrument: &Instrument) -> Vec<Operation> {
    story(seed, today, instrument, OFFICE)
}

/// So many families of a municipality the pilot had; in a larger story their like come round again.
const ROUND: usize = 10;
/// So many a large office has.
const OFFICE: usize = 84;

/// Why sessions are held while a child is in respite.
const BESIDE_RESPITE: &str = "Uz nodarbību atved no atelpas brīža institūcijas";

fn story(seed: u64, today: NaiveDate, instrument: &Instrument, families: usize) -> Vec<Operation> {
    let mut builder = Builder { operation: Operation::new(Deed::MakeDemo).because(BESIDE_RESPITE) };
    let mut random = Random::new(seed);
    setting::users(&mut builder);
    for service in catalogue::rows() {
        builder.add(|id| Service { id, ..service });
    }
    let providers = Providers::new(&mut builder);
    let prices = PriceList::new(&setting::prices(&mut builder, &providers));
    let mut register = Register::new(&mut random);
    let mut diary = Diary::default();
    let mut cases = Vec::new();
    for (at, municipality) in setting::municipalities(&mut builder).iter().enumerate() {
        let frame = Frame { programme: &municipality.programme, providers: &providers, prices: &prices, today };
        let mut stage = Stage { frame, municipality, diary: &mut diary, children: 0, cases: &mut cases };
        for number in 0..families {
            let case_number = format!("2018-{:02}", families * at + number + 1);
            stage.family(&mut builder, &mut random, &mut register, number % ROUND, case_number);
        }
        meetings::hold(&mut builder, municipality, today);
    }
    team::assess(&mut builder, seed, instrument, cases, today);
    decisions::decide(&mut builder);
    let billing = [("FIZ", "KP"), ("LOG", "VT"), ("PSI", "KO"), ("REI", "PA"), ("DAC", "SA"), ("GAS", "CK")];
    let billing = billing.map(|(service, letters)| (providers.offering(service), letters));
    invoices::bill(&mut builder, &billing, providers.offering("LOG"), today);
    vec![builder.operation]
}

/// The operation as it grows: the n-th placeholder stands for the n-th record.
struct Builder {
    operation: Operation,
}

impl Builder {
    /// Adds the record that `make` makes for its number.
    fn add<R: Record>(&mut self, make: impl FnOnce(Id<R>) -> R) -> R {
        let record = make(Id::placeholder(self.operation.puts.len() as u64));
        self.operation.puts.push(Put { record: record.clone().into(), base: None });
        record
    }

    /// Changes a record that was added: some things are known only later.
    fn amend<R: Record>(&mut self, record: R) {
        let at = usize::try_from(record.number() - PLACEHOLDER).unwrap_or(usize::MAX);
        if let Some(put) = self.operation.puts.get_mut(at) {
            put.record = record.into();
        }
    }
}

/// A municipality while its families are being made.
struct Stage<'a> {
    frame: Frame<'a>,
    municipality: &'a Municipality,
    diary: &'a mut Diary,
    /// How many children have been made.
    children: usize,
    /// The children to be assessed.
    cases: &'a mut Vec<Case>,
}

impl Stage<'_> {
    fn family(
        &mut self,
        builder: &mut Builder,
        random: &mut Random,
        register: &mut Register,
        number: usize,
        case_number: String,
    ) {
        // The third and the seventh family have two children in the programme.
        let first = self.children;
        self.children += if matches!(number, 2 | 6) { 2 } else { 1 };
        let profiles: Vec<&Profile> = (first..self.children).map(|child| &PROFILES[child % PROFILES.len()]).collect();
        let municipality = self.municipality;
        let household = register.household(builder, random, municipality, case_number, number, &profiles);
        // The last family is away for two months in winter.
        let pause = (number == 9).then(|| (date(2019, 2, 1), date(2019, 4, 1)));
        if pause.is_some_and(|(from, to)| (from..to).contains(&self.frame.today)) {
            builder.amend(Family { status: CaseStatus::Suspended, ..household.family.clone() });
        }
        for ((child, profile), person) in (first..).zip(profiles).zip(&household.children) {
            // Within 100 %: evenly over the year. A few run ahead of their money, a few hardly come.
            let (within, excused, reserve) = match child {
                1 => (62, 4, 101),
                5 => (74, 4, 103),
                3 | 8 => (100, 42, 118),
                _ => (100, random.between(5, 10), random.between(100, 106)),
            };
            let manner = Manner { within, excused, pause };
            self.child(builder, random, &household, person, profile, (manner, reserve, child));
        }
        self.notes(builder, random, &household);
    }

    fn child(
        &mut self,
        builder: &mut Builder,
        random: &mut Random,
        household: &Household,
        person: &Person,
        profile: &Profile,
        (manner, reserve, number): (Manner, u64, usize),
    ) {
        let today = self.frame.today;
        let programme = &self.municipality.programme;
        let family = &household.family;
        let young = person.age_on(programme.from).is_some_and(|age| age < 7);
        let (kindergarten, schools) = self.municipality.schools.split_last().unwrap_or((&"", &[]));
        let school = match person.age_on(programme.from) {
            Some(0..=2) | None => "",
            _ if young || schools.is_empty() => kindergarten,
            _ => *random.pick(schools),
        };
        let suspended = manner.pause.is_some_and(|(from, to)| (from..to).contains(&today));
        let mut child = builder.add(|id| Child {
            id,
            family: family.id,
            person: person.id,
            status: if suspended { CaseStatus::Suspended } else { CaseStatus::Active },
            disability_until: Some(date(2019, 4, 1) + Days::new(random.below(900))),
            special_care_until: random.percent(60).then(|| date(2019, 4, 1) + Days::new(random.below(900))),
            impairments: profile.impairments.to_vec(),
            school: school.into(),
            health_limits: profile
                .barred
                .iter()
                .map(|(service, reason)| HealthLimit { service: (*service).into(), reason: (*reason).into() })
                .collect(),
            ..Child::default()
        });
        let with_draft = number % 4 == 1 && today > self.municipality.assessments[1];
        let much_help = matches!(number, 7 | 9 | 11);
        let surroundings = (self.municipality, self.frame.providers);
        let plan = plan::make(builder, random, surroundings, (&child, profile), much_help, (with_draft, today));
        child.ceilings = self.ceilings(&plan, &child, reserve, number);
        let asking = plan.lines.iter().map(|planned| &planned.line);
        child.medical_forms = asking
            .filter(|line| catalogue::NEED_MEDICAL_FORM.contains(&line.service.as_str()))
            .map(|line| MedicalForm { service: line.service.clone(), valid_until: programme.to })
            .collect();
        builder.amend(child.clone());
        let mut days = self.municipality.assessments;
        // The first time the team needs several days, later one.
        days[0] = days[0] + Days::new(number as u64 / 4);
        let place = format!("{}, Sociālais dienests", self.municipality.town);
        self.cases.push(Case {
            planned: team::plan(builder, child.id, days, &place),
            child: child.clone(),
            goals: plan.goals.clone(),
            owner: family.owner.clone(),
            team: self.municipality.team,
            number: self.cases.len(),
        });
        self.diary.fill(builder, random, &self.frame, child.id, &plan, manner);
        if let Some(goal) = plan.goals.first().filter(|_| today > programme.from) {
            let day = (programme.from + Days::new(30)).min(today - Days::new(1));
            builder.add(|id| Note {
                id,
                family: family.id,
                child: child.id,
                goal: goal.id,
                day,
                kind: NoteKind::Meeting,
                text: "Ar likumisko pārstāvi pārrunāts mērķis un tas, kā pamanīt progresu mājās.".into(),
                author: family.owner.clone(),
                ..Note::default()
            });
        }
    }

    /// A ceiling of `reserve` percent of what the plan costs, in whole tens, in some cases granted in two parts.
    fn ceilings(&self, plan: &Plan, child: &Child, reserve: u64, number: usize) -> Vec<Ceiling> {
        let programme = &self.municipality.programme;
        let lines: Vec<_> = plan.lines.iter().map(|planned| planned.line.clone()).collect();
        let account = Account::new(child, programme, &lines, &[], self.frame.prices);
        let cost = account.figures(programme.from).planned.amount().decimal();
        let tens = (cost * Decimal::from(reserve) / Decimal::ONE_THOUSAND).ceil();
        let whole = Money::new(tens * Decimal::TEN);
        let basis = |number: usize, day: &str| format!("Lēmums Nr. SD/{}-{number}, {day}", self.municipality.town);
        let ceiling = |amount, from, legal_basis| Ceiling { amount, from, legal_basis };
        if number % 5 == 2 {
            let later = Money::from_cents(40_000);
            vec![
                ceiling(whole - later, programme.from, basis(number + 1, "30.08.2018.")),
                ceiling(later, date(2019, 2, 1), basis(number + 31, "25.01.2019.")),
            ]
        } else {
            vec![ceiling(whole, programme.from, basis(number + 1, "30.08.2018."))]
        }
    }

    /// Calls, visits and remarks about the family, on working days before today.
    fn notes(&self, builder: &mut Builder, random: &mut Random, household: &Household) {
        let programme = &self.municipality.programme;
        let days = super::calendar::working_days(programme.from, programme.to, programme.follows_moved_days);
        let past = days.partition_point(|day| *day < self.frame.today);
        if past == 0 {
            return;
        }
        for _ in 0..random.between(4, 7) {
            let (kind, texts) = match random.below(10) {
                0..=5 => (NoteKind::Call, words::CALLS),
                6 | 7 => (NoteKind::Visit, words::VISITS),
                _ => (NoteKind::Remark, words::REMARKS),
            };
            let day = days[random.below(past as u64) as usize];
            let start = chrono::NaiveTime::from_hms_opt(9 + random.below(8) as u32, 5 * random.below(12) as u32, 0);
            let text = (*random.pick(texts)).to_owned();
            builder.add(|id| Note {
                id,
                family: household.family.id,
                day,
                start: start.filter(|_| kind != NoteKind::Remark),
                kind,
                text,
                author: household.family.owner.clone(),
                ..Note::default()
            });
        }
    }
}

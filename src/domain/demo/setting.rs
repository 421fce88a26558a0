//! What the families have in common: programmes, users, providers and prices.

use chrono::{Days, NaiveDate};

use super::{Builder, words};
use crate::domain::{
    Format, Id, Milestone,
    MilestoneKind::{
        self, ClosingAssessment, Evaluation, FeedbackMeeting, InitialAssessment, InterimAssessment, ParentsMeeting,
    },
    Money, Price, Programme, Provider, Role, Unit, User,
    calendar::date,
    catalogue,
};

/// A municipality of the pilot.
pub(super) struct Municipality {
    pub programme: Programme,
    /// When the children are assessed for the first, second and third time.
    pub assessments: [NaiveDate; 3],
    /// Who assesses them, the leader first: names and professions.
    pub team: &'static [(&'static str, &'static str)],
    /// Where.
    pub town: &'static str,
    pub places: &'static [words::Place],
    pub schools: &'static [&'static str],
    /// The logins of its social workers.
    pub workers: &'static [&'static str],
}

/// The two municipalities of the texts. Talsi's dates, Tukums' meetings and the project's number are as reported;
/// the days of the assessments that no text tells are invented.
pub(super) fn municipalities(builder: &mut Builder) -> [Municipality; 2] {
    let mut programme = |municipality: &str, milestones: &[((i32, u32, u32), MilestoneKind)]| {
        let day = |(year, month, day)| date(year, month, day);
        builder.add(|id| Programme {
            id,
            municipality: municipality.into(),
            name: "IB izmēģinājumprojekts 2018–2019".into(),
            funding_reference: "9.2.2.2/16/I/001".into(),
            from: date(2018, 9, 3),
            to: date(2019, 9, 30),
            milestones: milestones.iter().map(|(on, kind)| Milestone { day: day(*on), kind: *kind }).collect(),
            default_ceiling: Money::from_cents(500_000),
            ..Programme::default()
        })
    };
    let talsi = programme(
        "Talsu novads",
        &[
            ((2018, 8, 18), InitialAssessment),
            ((2019, 3, 9), InterimAssessment),
            ((2019, 9, 22), ClosingAssessment),
            ((2019, 10, 9), FeedbackMeeting),
            ((2019, 10, 18), Evaluation),
        ],
    );
    let tukums = programme(
        "Tukuma novads",
        &[
            ((2018, 5, 3), ParentsMeeting),
            ((2018, 8, 25), InitialAssessment),
            ((2018, 11, 30), FeedbackMeeting),
            ((2019, 3, 16), InterimAssessment),
            ((2019, 9, 21), ClosingAssessment),
        ],
    );
    [
        Municipality {
            programme: talsi,
            assessments: [date(2018, 8, 18), date(2019, 3, 9), date(2019, 9, 22)],
            team: words::TALSI_TEAM,
            town: "Talsi",
            places: words::AROUND_TALSI,
            schools: &["Talsu sākumskola", "Talsu 2. vidusskola", "Stendes pamatskola", "PII “Pīlādzītis”"],
            workers: &["anna", "pēteris"],
        },
        Municipality {
            programme: tukums,
            assessments: [date(2018, 8, 25), date(2019, 3, 16), date(2019, 9, 21)],
            team: words::TUKUMS_TEAM,
            town: "Tukums",
            places: words::AROUND_TUKUMS,
            schools: &["Tukuma 2. pamatskola", "Tukuma 3. pamatskola", "Pūres pamatskola", "PII “Pasaciņa”"],
            workers: &["ilze"],
        },
    ]
}

/// Who works with the store.
pub(super) fn users(builder: &mut Builder) {
    let users = [
        ("anna", "Anna Bērzkalne", Role::Worker),
        ("pēteris", "Pēteris Ķauķis", Role::Worker),
        ("ilze", "Ilze Šmite", Role::Worker),
        ("līga", "Līga Vanaga", Role::Head),
        ("māra", "Māra Āboltiņa", Role::Accountant),
        ("ģirts", "Ģirts Lūsis", Role::TeamMember),
        ("revidents", "Žanis Rēvelis", Role::Auditor),
        ("admin", "Sistēmas pārzinis", Role::Administrator),
    ];
    for (login, full_name, role) in users {
        builder.add(|id| User { id, login: login.into(), full_name: full_name.into(), role, ..User::default() });
    }
}

/// Name, register number, services, specialists, hours of notice, percent charged for a no-show, closed in July.
type ProviderRow = (&'static str, &'static str, &'static [&'static str], &'static [&'static str], u32, u32, bool);

const PROVIDERS: [ProviderRow; 6] = [
    (
        "SIA “Kustību prieks”",
        "40000000017",
        &["FIZ", "ERG", "UZT"],
        &["Signe Kalve", "Ervīns Pļaviņš", "Dārta Ūdre", "Zaiga Čiekure"],
        24,
        50,
        false,
    ),
    (
        "Biedrība “Valodas tilts”",
        "40000000024",
        &["LOG", "AUD", "SMI", "MON"],
        &["Ērika Šteina", "Baiba Ņevska", "Gunta Lāce"],
        24,
        100,
        true,
    ),
    ("SIA “Klusā osta”", "40000000031", &["PSI", "PST", "MUZ"], &["Ināra Zīle", "Haralds Kļava"], 24, 50, false),
    ("Zirgu sēta “Pakavi”", "40000000048", &["REI"], &["Sanita Vējiņa"], 48, 100, false),
    (
        "Dienas centrs “Saulstari”",
        "40000000055",
        &["DAC", "ATB", "PAV"],
        &["Aija Rožkalne", "Jolanta Ģībele"],
        0,
        0,
        true,
    ),
    (
        "Biedrība “Ceļā kopā”",
        "40000000062",
        &["GAS", "TRA", "STR", "POR"],
        &["Rasma Jēģere", "Viesturs Ābele"],
        12,
        0,
        false,
    ),
];

/// The providers, each with the services it offers.
pub(super) struct Providers(Vec<(Provider, &'static [&'static str])>);

impl Providers {
    /// Puts them in.
    pub fn new(builder: &mut Builder) -> Self {
        // Two weeks of summer holidays.
        let summer = date(2019, 7, 15);
        let provider = |(name, number, services, specialists, notice_hours, charged, closes): &ProviderRow| {
            let provider = builder.add(|id| Provider {
                id,
                name: (*name).into(),
                registration_number: (*number).into(),
                contract: "2018/IB-3, 20.08.2018.".into(),
                specialists: specialists.iter().map(|name| (*name).to_owned()).collect(),
                notice_hours: *notice_hours,
                charged_percent: (*charged).into(),
                closure_days: (0..if *closes { 12 } else { 0 }).map(|days| summer + Days::new(days)).collect(),
                ..Provider::default()
            });
            (provider, *services)
        };
        Self(PROVIDERS.iter().map(provider).collect())
    }

    /// Who offers `service`; every service of the pilot is offered by one.
    pub fn offering(&self, service: &str) -> &Provider {
        let found = self.0.iter().find(|(_, services)| services.contains(&service));
        &found.unwrap_or(&self.0[0]).0
    }
}

/// Prices of a provider's own that change in the middle: service, format, unit, cents at first and from March on.
const CHANGES: [(&str, Format, Unit, i64, i64); 6] = [
    ("FIZ", Format::Individual, Unit::Session, 2183, 2300),
    ("FIZ", Format::Group, Unit::Session, 182, 195),
    ("AUD", Format::Individual, Unit::Session, 2658, 2790),
    ("PSI", Format::Individual, Unit::Session, 2501, 2640),
    ("MUZ", Format::Individual, Unit::Session, 4366, 4500),
    ("DAC", Format::Individual, Unit::Day, 1900, 1980),
];

/// The municipality's sample prices, and those that providers have of their own.
pub(super) fn prices(builder: &mut Builder, providers: &Providers) -> Vec<Price> {
    let mut prices: Vec<_> = catalogue::sample_prices(date(2018, 1, 1))
        .into_iter()
        .map(|price| builder.add(|id| Price { id, ..price }))
        .collect();
    for (service, format, unit, first, then) in CHANGES {
        for (cents, from) in [(first, date(2018, 9, 1)), (then, date(2019, 3, 1))] {
            prices.push(builder.add(|id: Id<Price>| Price {
                id,
                service: service.into(),
                provider: providers.offering(service).id,
                format,
                unit,
                amount: Money::from_cents(cents),
                from,
                to: None,
                retroactive_reason: String::new(),
                sample: true,
                ..Price::default()
            }));
        }
    }
    prices
}

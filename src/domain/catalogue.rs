//! The catalogue a store begins with: the services of the pilot and of similar programmes, sample prices, and the names
//! of rules that need no file.

use chrono::NaiveDate;

use super::{
    Format::{self, Group as Together, Individual as Alone},
    Group::{self, Compensation as B, Development as C, Family as A},
    Money, Price,
    Recipient::{self, Child, Family, Parent},
    Service,
    Unit::{self, Day, FullDay, Hour, Kilometre, Night, Session, Trip, Visit},
    rules::Doctor,
    shared_time::Busy,
};

/// A row as the table below writes it.
struct Row {
    code: &'static str,
    latvian: &'static str,
    english: &'static str,
    groups: &'static [Group],
    recipients: &'static [Recipient],
    units: &'static [Unit],
    minutes: u32,
    notice: &'static str,
}

macro_rules! rows {
    ($($code:literal $latvian:literal $english:literal [$($group:ident),*] [$($recipient:ident),*] [$($unit:ident),*] $minutes:literal $notice:literal,)*) => {
        &[$(Row {
            code: $code, latvian: $latvian, english: $english, groups: &[$($group),*], recipients: &[$($recipient),*],
            units: &[$($unit),*], minutes: $minutes, notice: $notice,
        },)*]
    };
}

/// The services that the pilot's municipalities offered: what a plan of the pilot draws on.
const PILOT: &[Row] = rows! {
    "PSI" "psihologa konsultācija" "psychologist's consultation" [A, C] [Parent, Child] [Session] 60 "",
    "PST" "psihoterapeita konsultācija" "psychotherapist's consultation" [A, C] [Parent, Child] [Session] 60 "",
    "GAS" "ģimenes asistents" "family assistant" [A] [Family] [Hour] 0 "Talsu novadā ne vairāk kā 10 stundas nedēļā.",
    "ATB" "atelpas brīdis institūcijā" "respite in an institution" [A] [Child] [FullDay, Day, Night] 0 "Ne vairāk kā 30 diennaktis gadā, kopā vai pa daļām.",
    "PAV" "pavadonis (asistents pašvaldībā)" "companion (municipal assistant)" [B] [Child] [Hour] 0 "Nevar saņemt vienlaikus ar asistenta pakalpojumu.",
    "TRA" "transports" "transport" [B] [Family] [Trip, Kilometre] 0 "",
    "STR" "specializētais transports" "adapted transport" [B] [Child] [Trip, Kilometre] 0 "Jāpiesaka nedēļu iepriekš.",
    "FIZ" "fizioterapeits" "physiotherapist" [C] [Child] [Session] 45 "",
    "ERG" "ergoterapeits" "occupational therapist" [C] [Child] [Session] 45 "",
    "LOG" "logopēds" "speech therapist" [C] [Child] [Session] 45 "",
    "AUD" "audiologopēds" "audio-speech therapist" [C] [Child] [Session] 45 "",
    "UZT" "uztura speciālists" "nutritionist" [C] [Child] [Session] 45 "",
    "SMI" "smilšu terapija" "sand therapy" [C] [Child] [Session] 45 "",
    "MON" "Montesori nodarbība" "Montessori session" [C] [Child] [Session] 45 "",
    "MUZ" "mūzikas terapija" "music therapy" [C] [Child] [Session] 45 "",
    "REI" "reitterapija" "riding therapy" [C] [Child] [Session] 30 "Kurss 10 nodarbības; 5–18 gadu vecumā; vajadzīgs ārsta atzinums.",
    "DAC" "dienas aprūpes centrs" "day care centre" [C] [Child] [Day, Hour] 0 "",
    "POR" "Portidžas programma" "Portage early education" [C] [Child, Parent] [Visit] 60 "Līdz 8 gadu vecumam; reizi nedēļā ģimenes dzīvesvietā.",
};

/// Services that other programmes have.
const ELSEWHERE: &[Row] = rows! {
    "SPE" "speciālais pedagogs" "special pedagogue" [C] [Child] [Session] 45 "",
    "ABA" "ABA terapija" "ABA therapy" [C] [Child] [Session, Hour] 60 "",
    "KAN" "kanisterapija" "canine therapy" [C] [Child] [Session] 30 "",
    "MAK" "mākslas terapija" "art therapy" [C] [Child] [Session] 45 "",
    "DEJ" "deju un kustību terapija" "dance and movement therapy" [C] [Child] [Session] 45 "",
    "ATM" "atelpas brīdis mājās" "respite at home" [A] [Child, Family] [Hour, FullDay] 0 "",
    "APE" "atbalsta persona" "support person" [A] [Parent, Family] [Hour] 0 "",
};

/// Services that are given only with a doctor's form.
pub const NEED_MEDICAL_FORM: &[&str] = &["REI"];

/// The catalogue's rows, without numbers: the pilot's eighteen, then the others.
pub fn rows() -> Vec<Service> {
    let service = |row: &Row| Service {
        code: row.code.to_owned(),
        latvian_name: row.latvian.to_owned(),
        english_name: row.english.to_owned(),
        groups: row.groups.to_vec(),
        recipients: row.recipients.to_vec(),
        units: row.units.to_vec(),
        minutes: row.minutes,
        needs_medical_form: NEED_MEDICAL_FORM.contains(&row.code),
        notice: row.notice.to_owned(),
        ..Service::default()
    };
    PILOT.iter().chain(ELSEWHERE).map(service).collect()
}

/// The codes of the services that the pilot's texts name.
pub fn pilot_codes() -> impl Iterator<Item = &'static str> {
    PILOT.iter().map(|row| row.code)
}

/// Service, format, unit and cents. The order of size is that of municipal lists of various years.
const SAMPLES: &[(&str, Format, Unit, i64)] = &[
    ("PSI", Alone, Session, 2501),
    ("PSI", Together, Session, 410),
    ("PST", Alone, Session, 3200),
    ("GAS", Alone, Hour, 2106),
    ("ATB", Alone, FullDay, 6738),
    ("ATB", Alone, Day, 3600),
    ("ATB", Alone, Night, 3138),
    ("PAV", Alone, Hour, 511),
    ("TRA", Alone, Trip, 650),
    ("TRA", Alone, Kilometre, 32),
    ("STR", Alone, Trip, 1480),
    ("STR", Alone, Kilometre, 74),
    ("FIZ", Alone, Session, 2183),
    ("FIZ", Together, Session, 182),
    ("ERG", Alone, Session, 1800),
    ("LOG", Alone, Session, 1800),
    ("AUD", Alone, Session, 2658),
    ("AUD", Together, Session, 221),
    ("UZT", Alone, Session, 2240),
    ("SMI", Alone, Session, 2050),
    ("MON", Alone, Session, 1720),
    ("MON", Together, Session, 305),
    ("MUZ", Alone, Session, 4366),
    ("MUZ", Together, Session, 364),
    ("REI", Alone, Session, 2400),
    ("DAC", Alone, Day, 1900),
    ("DAC", Alone, Hour, 260),
    ("POR", Alone, Visit, 1500),
    ("SPE", Alone, Session, 1800),
    ("ABA", Alone, Session, 3000),
    ("ABA", Alone, Hour, 3000),
    ("KAN", Alone, Session, 2200),
    ("MAK", Alone, Session, 4429),
    ("MAK", Together, Session, 1800),
    ("DEJ", Alone, Session, 2600),
    ("DEJ", Together, Session, 520),
    ("ATM", Alone, Hour, 620),
    ("ATM", Alone, FullDay, 5800),
    ("APE", Alone, Hour, 940),
];

/// Sample prices of a municipality, in force from `from` on, each marked as a sample and without numbers.
pub fn sample_prices(from: NaiveDate) -> Vec<Price> {
    let price = |&(service, format, unit, cents): &(&str, Format, Unit, i64)| Price {
        service: service.to_owned(),
        format,
        unit,
        amount: Money::from_cents(cents),
        from,
        sample: true,
        ..Price::default()
    };
    SAMPLES.iter().map(price).collect()
}

/// The name of the rule that every programme has about the units of a line, in Latvian and English.
pub const RULE_OF_QUANTITY: (&str, &str) = ("Plāna rindas apjoms", "Units of the plan line");

/// The name of the rule that every programme has about the dates of a line, in Latvian and English.
pub const RULE_OF_DATES: (&str, &str) = ("Plāna rindas termiņš", "Dates of the plan line");

/// The names of the rule that every programme has about a doctor's word, in Latvian and English.
pub fn rule_of_health(of: Doctor) -> (&'static str, &'static str) {
    match of {
        Doctor::Barred => ("Ārsta liegums", "Barred by a doctor"),
        Doctor::Form => ("Ārsta atzinums", "Doctor's form"),
    }
}

/// The names of the rule that every programme has about the time of one of them, in Latvian and English.
pub fn rule_of_time(of: Busy) -> (&'static str, &'static str) {
    match of {
        Busy::Child => ("Bērna laiks", "The child's time"),
        Busy::Parent => ("Vecāku laiks", "The parents' time"),
        Busy::Specialist => ("Speciālista laiks", "The specialist's time"),
        Busy::Places => ("Vietas pie sniedzēja", "The provider's places"),
        Busy::Way => ("Ceļš starp vietām", "The way between places"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::Record;

    #[test]
    fn every_row_is_whole_and_its_code_its_own() {
        let rows = rows();
        let codes: HashSet<_> = rows.iter().map(|row| row.code.clone()).collect();
        assert_eq!((codes.len(), rows.len()), (25, 25));
        assert_eq!(pilot_codes().count(), 18);
        for row in &rows {
            assert!(row.faults().is_empty(), "{row:?}");
            assert!(row.code.len() == 3 && row.code.bytes().all(|byte| byte.is_ascii_uppercase()), "{row:?}");
            assert!(!row.english_name.is_empty() && !row.groups.is_empty(), "{row:?}");
            assert!(!row.recipients.is_empty() && !row.units.is_empty(), "{row:?}");
        }
    }

    #[test]
    fn a_psychologist_stands_for_the_parent_and_for_the_child() {
        for code in ["PSI", "PST"] {
            let row = rows().into_iter().find(|row| row.code == code).unwrap();
            assert_eq!(row.groups, [A, C]);
            assert_eq!(row.recipients, [Parent, Child]);
        }
    }

    #[test]
    fn every_unit_of_every_service_has_one_sample_price_and_no_other_does() {
        let prices = sample_prices(NaiveDate::default());
        for row in rows() {
            for unit in &row.units {
                let of = |price: &&Price| price.service == row.code && price.unit == *unit && price.format == Alone;
                assert_eq!(prices.iter().filter(of).count(), 1, "{} {unit:?}", row.code);
            }
        }
        for price in &prices {
            assert!(price.sample && price.faults().is_empty() && !price.amount.is_zero(), "{price:?}");
            let row = rows().into_iter().find(|row| row.code == price.service);
            assert!(row.is_some_and(|row| row.units.contains(&price.unit)), "{price:?}");
        }
    }
}

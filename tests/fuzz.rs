//! What reads what others wrote never panics, never hangs and never says one thing twice differently, whatever the
//! bytes: good texts, damaged at random, a bounded number of times from a seed. `ATBALSTS_FUZZ_ROUNDS` asks for more
//! rounds, `ATBALSTS_FUZZ_SEED` for others.

use atbalsts::{
    domain::{AnyRecord, Id, Kind, PublicKey, personal_code},
    files::{almanac, ics, instrument, rules, table::Table},
    i18n::{Lang, clean, date, number, quick_add, search, time},
    keymap::{BUILT_IN, Keymap},
};
use chrono::NaiveDate;

/// So often each reader is tried, unless more is asked for.
const ROUNDS: u64 = 120;

/// Bits and pieces that texts of all kinds are made of, and that hurt.
const PIECES: [&str; 40] = [
    "\"",
    "'",
    "=",
    ",",
    ";",
    ":",
    "\t",
    "\n",
    "\r\n",
    "\0",
    "\u{1b}[2J",
    "\u{feff}",
    "\u{202e}",
    "ā",
    "Š",
    "e\u{304}",
    "[",
    "]",
    "{",
    "}",
    "[[",
    "\\",
    "#",
    "-",
    "+",
    "@",
    "0",
    "9",
    "31",
    "-1",
    "99999999999999999999",
    "1e9",
    "x10",
    "līdz",
    "ot",
    "29.02.",
    "24:00",
    "BEGIN:VEVENT\r\n",
    "RRULE:FREQ=DAILY\r\n",
    "語",
];

struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }
}

/// The bytes with one to eight injuries.
fn damaged(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(12)).min(bytes.len());
        match random.below(6) {
            0 => drop(bytes.drain(at..end)),
            1 => drop(bytes.splice(at..at, PIECES[random.below(PIECES.len())].bytes())),
            2 => drop(bytes.splice(at..end, PIECES[random.below(PIECES.len())].bytes())),
            3 => {
                let copy = bytes[at..end].to_vec();
                bytes.splice(end..end, copy);
            }
            4 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            _ => bytes.truncate(at),
        }
    }
    bytes
}

/// Reads damaged copies of each sample.
fn fuzz(samples: &[&[u8]], read: impl Fn(&[u8])) {
    let asked = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let rounds = asked("ATBALSTS_FUZZ_ROUNDS").unwrap_or(ROUNDS);
    let mut random = Random(asked("ATBALSTS_FUZZ_SEED").unwrap_or(19_971));
    for sample in samples {
        read(sample);
        for round in 0..rounds {
            let bytes = damaged(sample, &mut random);
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read(&bytes)));
            assert!(outcome.is_ok(), "round {round}: {:?}", String::from_utf8_lossy(&bytes));
        }
    }
}

/// As [`fuzz`], for what reads text.
fn fuzz_text(samples: &[&str], read: impl Fn(&str)) {
    let samples: Vec<&[u8]> = samples.iter().map(|sample| sample.as_bytes()).collect();
    fuzz(&samples, |bytes| read(&String::from_utf8_lossy(bytes)));
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

#[test]
fn keymaps() {
    let samples: Vec<&str> = BUILT_IN.iter().map(|(_, text)| *text).collect();
    fuzz_text(&samples, |text| {
        let (_, faults) = Keymap::read(text);
        for fault in faults {
            assert!(fault.line >= 1 && fault.column >= 1);
            assert!(Lang::ALL.iter().all(|lang| !fault.sentence(*lang).is_empty()));
        }
    });
}

#[test]
fn tables_and_calendars() {
    let fixture = |name: &str| {
        std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/csv").join(name)).unwrap()
    };
    let tables = ["families.csv", "prices.csv", "providers.csv", "sessions.csv"].map(fixture);
    fuzz(&tables.each_ref().map(Vec::as_slice), |bytes| drop(Table::read(bytes)));
    let calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:7@atbalsts\r\nDTSTART;TZID=Europe/Riga:\
                    20190107T100000\r\nDURATION:PT45M\r\nRRULE:FREQ=WEEKLY;COUNT=10\r\nEXDATE:20190114T100000\r\n\
                    SUMMARY:FIZ Bērziņš\\, Jānis\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    fuzz(&[calendar.as_bytes()], |bytes| {
        ics::is_calendar(bytes);
        drop(ics::table(bytes));
    });
}

#[test]
fn files_written_by_hand() {
    let built_in = instrument::built_in();
    let instruments = instrument::dump(&built_in, Lang::Latvian);
    fuzz_text(&[&instruments], |text| {
        if let Ok(read) = instrument::read(text) {
            let again = instrument::read(&instrument::dump(&read, Lang::English)).expect("what was dumped reads");
            assert!(instrument::same_words(&read, &again), "{text}");
        }
    });
    let sample = std::fs::read_to_string("src/files/almanac/built_in.toml").unwrap();
    fuzz_text(&[&sample], |text| drop(almanac::read(text)));
    let book = "[[rule]]\ncode = \"K1\"\nwhat = \"count\"\nservices = [\"FIZ\"]\nat_most = 10\nper = \"year\"\n";
    fuzz_text(&[book], |text| {
        if let Ok(read) = rules::read(text) {
            let again = rules::read(&rules::dump(&read, Lang::Latvian)).expect("what was dumped reads");
            assert!(rules::same_rules(&read, &again), "{text}");
        }
    });
}

#[test]
fn what_people_type() {
    let vocabulary = quick_add::Vocabulary {
        specialists: vec!["Kalniņa".into(), "Bērziņa-Āboliņa".into()],
        providers: vec![(Id::new(1), "SIA „Kustība”".into())],
        today: today(),
        ..quick_add::Vocabulary::default()
    };
    fuzz_text(&["FIZ ot ce 10:00 45 x10 no 1.12 Kalniņa", "LOG 5. līdz 30.6 1h ik 2 ned"], |text| {
        let (typed, _) = quick_add::read(text, &vocabulary);
        let _ = quick_add::completions(text, &vocabulary);
        for &lang in Lang::ALL {
            let written = quick_add::write(&typed, &vocabulary, lang);
            // What the program writes itself, it reads without complaint about what it wrote.
            let _ = quick_add::read(&written, &vocabulary);
        }
    });
    fuzz_text(&["05.12.26", "rīt", "pr", "+7", "-1n", "29.02.2028", "1.12, 5.12 24.12"], |text| {
        if let Ok(day) = date::parse_date(text, today()) {
            assert_eq!(date::parse_date(&date::show(day, Lang::Latvian), today()), Ok(day), "{text}");
        }
        drop((date::parse_date_ahead(text, today()), date::parse_days(text, today())));
        drop((date::parse_full_date(text, today()), date::parse_weekday(text)));
    });
    fuzz_text(&["9:30", "930", "1:30", "45", "1h"], |text| {
        if let Ok(at) = time::parse_time(text) {
            assert_eq!(time::parse_time(&time::show(at)), Ok(at), "{text}");
        }
        drop(time::parse_duration(text));
    });
    fuzz_text(&["1 234,50", "12.5", "-3,00 €", "33,333"], |text| {
        if let Ok(amount) = number::parse_money(text) {
            assert_eq!(number::parse_money(&number::money(amount, Lang::Latvian)), Ok(amount), "{text}");
        }
        drop((number::parse_decimal(text), number::parse_percent(text), number::parse_count(text)));
    });
    fuzz_text(&["161175-19997", "32654987123", "3265498712"], |text| {
        let code = personal_code::normal(text);
        assert_eq!(personal_code::normal(&personal_code::shown(&code)), code, "{text}");
        drop((personal_code::birth_date(&code), personal_code::faults(&code, Some(today()))));
        drop((personal_code::check_digit_fits(&code), personal_code::near(&code)));
    });
    fuzz_text(&["Bērziņa-Āboliņa Jānis", "\u{9b}31mŠķēle"], |text| {
        assert!(!clean::clean(text).chars().any(clean::drives_terminal), "{text:?}");
        assert_eq!(search::fold(&search::fold(text)), search::fold(text), "{text:?}");
    });
}

#[test]
fn keys_and_records() {
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl anna@dators";
    fuzz_text(&[key], |text| {
        if let Some(read) = PublicKey::parse(text) {
            assert_eq!(PublicKey::parse(&read.line()), Some(read.clone()), "{text:?}");
            assert!(!read.line().contains(['"', '\n', '\\']), "{text:?}");
        }
    });
    for &kind in Kind::ALL {
        let sample = AnyRecord::from_json(kind, "{}").expect("every field has a default").to_json();
        fuzz_text(&[&sample], |text| {
            if let Some(record) = AnyRecord::from_json(kind, text) {
                // Whatever is in it, it can be judged, indexed and written.
                drop((record.faults(), record.index_keys()));
                let again = AnyRecord::from_json(kind, &record.to_json());
                assert_eq!(again.as_ref(), Some(&record), "{text}");
            }
        });
    }
}

//! Reading a file of rules: every fault with its place, all at once.

use rust_decimal::Decimal;
use toml::de::DeString;

use crate::{
    domain::{
        Choice, Money, RuleBook,
        rules::{Band, Higher, Period, Policy, Rule, Shape},
    },
    files::handwritten::{self, Fault, LONGEST_NAME, Problem, Reader, Section},
    i18n::handwritten::nearest,
};

/// No code is longer, characters.
const LONGEST_CODE: usize = 24;
/// Nobody is older, years.
const OLDEST: u32 = 120;

pub(super) fn read(text: &str) -> Result<RuleBook, Vec<Fault>> {
    handwritten::read(text, |reader, top| reader.book(top))
}

impl Reader<'_> {
    fn book(&mut self, mut top: Section) -> RuleBook {
        let name = self.words(&mut top, "name", LONGEST_NAME).unwrap_or_default();
        let mut rules: Vec<(usize, Rule)> = Vec::new();
        for (at, table) in self.sections(&mut top, "rule") {
            let mut section = Section::new(at, table);
            let rule = self.rule(&mut section);
            self.unknown(&section);
            match rules.iter().find(|(_, other)| !rule.code.is_empty() && other.code == rule.code) {
                Some((other, _)) => {
                    let line = self.line(*other);
                    self.fault(at, Problem::DuplicateCode(rule.code.clone(), line));
                }
                None => rules.push((at, rule)),
            }
        }
        if !top.has("rule") {
            self.fault(0, Problem::Missing("[[rule]]"));
        }
        self.unknown(&top);
        RuleBook { name, rules: rules.into_iter().map(|(_, rule)| rule).collect(), ..RuleBook::default() }
    }

    fn rule(&mut self, section: &mut Section) -> Rule {
        let code = self.words(section, "code", LONGEST_CODE).unwrap_or_default();
        let latvian = self.words(section, "lv", LONGEST_NAME).unwrap_or_default();
        let english = self.words(section, "en", LONGEST_NAME).unwrap_or_default();
        let policy = self.need(section, "policy", Self::choice).unwrap_or_default();
        let services =
            self.ask(section, "services", |reader, value| reader.list(value, Self::text)).unwrap_or_default();
        let recipients = self.ask(section, "recipients", |reader, value| reader.list(value, Self::choice));
        let from = self.ask(section, "from", Self::date);
        let to = self.ask(section, "to", Self::date);
        if let (Some(from), Some(to), Some(value)) = (from, to, section.get("to"))
            && to < from
        {
            self.fault(value.span().start, Problem::EndsBeforeStart);
        }
        let sample = self.ask(section, "sample", Self::yes_no).unwrap_or_default();
        let shape = self.shape(section, services.len());
        if let (Shape::Ceiling, Policy::Warn, Some(value)) = (&shape, policy, section.get("policy")) {
            // More money than was granted is never only a remark.
            let stricter = [Policy::Prevent, Policy::Allow].map(|policy| policy.name()).join(", ");
            self.fault(value.span().start, Problem::UnknownChoice(policy.name().to_owned(), stricter, None));
        }
        Rule {
            code,
            latvian,
            english,
            services,
            recipients: recipients.unwrap_or_default(),
            shape,
            policy,
            from,
            to,
            sample,
        }
    }

    fn shape(&mut self, section: &mut Section, services: usize) -> Shape {
        let name = self.need(section, "shape", |reader, value| {
            let at = value.span().start;
            let name = reader.text(value)?;
            let known = Shape::NAMES.iter().copied();
            let found = known.clone().find(|known| *known == name);
            if found.is_none() {
                let near = nearest(&name, known);
                reader.fault(at, Problem::UnknownChoice(name, Shape::NAMES.join(", "), near));
            }
            found
        });
        match name.unwrap_or_default() {
            "count" => Shape::Count {
                each_service: self.ask(section, "each_service", Self::yes_no).unwrap_or_default(),
                most: self.number(section, "most"),
            },
            "hours" => Shape::Hours {
                per: self.need(section, "per", Self::choice::<Period>).unwrap_or_default(),
                bands: self.tables(section, "band", Self::band),
            },
            "units_per_year" => Shape::UnitsPerYear { most: self.number(section, "most") },
            "euros_per_year" => {
                let higher = if section.has("higher") {
                    self.tables(section, "higher", Self::higher)
                } else {
                    section.known.push("higher");
                    Vec::new()
                };
                let most = Money::new(self.number(section, "most"));
                Shape::EurosPerYear {
                    most,
                    higher,
                    whose: self.ask(section, "whose", Self::choice).unwrap_or_default(),
                }
            }
            "copayment" => {
                let percent = self.number(section, "percent");
                if let (true, Some(value)) = (percent > Decimal::ONE_HUNDRED, section.get("percent")) {
                    self.fault(value.span().start, Problem::TooMuch(100));
                }
                Shape::Copayment { percent }
            }
            "tiers" => {
                let list = self.need(section, "hours", |reader, value| reader.list(value, Self::decimal));
                Shape::Tiers { hours: list.unwrap_or_default() }
            }
            "age" => {
                let from = self.ask(section, "from_age", |reader, value| reader.count(value, OLDEST));
                let to = self.ask(section, "to_age", |reader, value| reader.count(value, OLDEST));
                if let (Some(first), Some(last), Some(value)) = (from, to, section.get("to_age"))
                    && last < first
                {
                    self.fault(value.span().start, Problem::EndsBeforeStart);
                }
                if !section.has("from_age") && !section.has("to_age") {
                    self.fault(section.at, Problem::LimitsNothing("from_age, to_age"));
                }
                let run_off = self.ask(section, "run_off_months", |reader, value| reader.count(value, 12 * OLDEST));
                Shape::Age { from, to, run_off_months: run_off.unwrap_or_default() }
            }
            "exclusive" => {
                if services < 2 {
                    self.fault(section.at, Problem::TooFewServices);
                }
                Shape::Exclusive
            }
            "provider" => {
                let household = self.ask(section, "household", Self::yes_no).unwrap_or_default();
                let relatives = self.ask(section, "relatives", Self::yes_no).unwrap_or_default();
                if !household && !relatives {
                    self.fault(section.at, Problem::LimitsNothing("household, relatives"));
                }
                Shape::Provider { household, relatives }
            }
            "transfer" => {
                let to = self.need(section, "into", |reader, value| reader.list(value, Self::text)).unwrap_or_default();
                let months = self.need(section, "months", |reader, value| reader.count(value, 12)).unwrap_or_default();
                Shape::Transfer { to, months: months.max(1) }
            }
            "ceiling" => Shape::Ceiling,
            "quantity" => Shape::Quantity,
            "medical" => Shape::Medical { of: self.need(section, "of", Self::choice).unwrap_or_default() },
            "line_dates" => Shape::LineDates,
            "clash" => Shape::Clash { of: self.need(section, "of", Self::choice).unwrap_or_default() },
            _ => {
                // What the other names mean is not known: nothing more is said of this rule.
                section.known.extend(section.table.iter().filter_map(|(key, _)| known_name(key.get_ref())));
                Shape::default()
            }
        }
    }

    fn band(&mut self, section: &mut Section) -> Band {
        Band {
            from_age: self.ask(section, "from_age", |reader, value| reader.count(value, OLDEST)),
            to_age: self.ask(section, "to_age", |reader, value| reader.count(value, OLDEST)),
            special_care: self.ask(section, "special_care", Self::yes_no),
            one_parent: self.ask(section, "one_parent", Self::yes_no),
            most: self.number(section, "most"),
        }
    }

    fn higher(&mut self, section: &mut Section) -> Higher {
        Higher {
            impairment: self.need(section, "impairment", Self::choice).unwrap_or_default(),
            most: Money::new(self.number(section, "most")),
        }
    }
}

/// A name that some shape knows.
fn known_name(key: &DeString) -> Option<&'static str> {
    const NAMES: &[&str] = &[
        "most",
        "each_service",
        "per",
        "band",
        "higher",
        "whose",
        "percent",
        "hours",
        "from_age",
        "to_age",
        "run_off_months",
        "household",
        "relatives",
        "into",
        "months",
        "of",
    ];
    NAMES.iter().copied().find(|name| *name == key.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            Choice, Impairment, Recipient,
            rules::{Doctor, Policy, WhoseMoney},
            shared_time::Busy,
        },
        files::handwritten::faults_when,
        files::rules::dump,
        i18n::Lang,
    };
    use chrono::NaiveDate;
    use proptest::{collection::vec, option, prelude::*, sample::select};

    const GOOD: &str = r#"name = "Talsi"
[[rule]]
code = "viens"
lv = "Viens"
en = "One"
shape = "count"
services = ["FIZ"]
most = 10.5
policy = "warn"
[[rule]]
code = "divi"
lv = "Divi"
en = "Two"
shape = "hours"
per = "week"
band = [{ to_age = 4, most = 50 }]
policy = "prevent"
from = 2018-09-03
to = "2019-09-30"
"#;

    #[test]
    fn every_fault_is_told_with_its_place() {
        use Problem as P;
        let check = |from: &str, to: &str, expect: &[(usize, usize, Problem)]| {
            assert_eq!(faults_when(GOOD, from, to, read), expect, "{from} → {to}");
        };
        let text = |text: &str| text.to_owned();
        check("", "", &[]);
        check("name = \"Talsi\"", "", &[(1, 1, P::Missing("name"))]);
        check("\"Talsi\"", "7", &[(1, 8, P::NotText)]);
        check("\"viens\"", "\" \"", &[(3, 8, P::Empty)]);
        check("\"Viens\"", &format!("\"{}\"", "ā".repeat(101)), &[(4, 6, P::TooLong(100))]);
        check("most = 10.5", "", &[(2, 1, P::Missing("most"))]);
        check("most = 10.5", "most = -1", &[(8, 8, P::Negative)]);
        check("most = 10.5", "most = \"10\"", &[(8, 8, P::NotNumber)]);
        check("most = 10.5", "most = nan", &[(8, 8, P::NotNumber)]);
        check("most = 10.5", "most = 1e99", &[(8, 8, P::NotNumber)]);
        check("most = 10.5", "most = 1000001", &[(8, 8, P::TooMuch(1_000_000))]);
        check(
            "most = 10.5",
            "mots = 10",
            &[(2, 1, P::Missing("most")), (8, 1, P::UnknownKey(text("mots"), Some("most")))],
        );
        check("services = [\"FIZ\"]", "services = \"FIZ\"", &[(7, 12, P::NotList)]);
        check("services = [\"FIZ\"]", "services = []", &[(7, 12, P::EmptyList)]);
        check(
            "services = [\"FIZ\"]",
            "recipients = [\"mother\"]",
            &[(7, 15, P::UnknownChoice(text("mother"), text("child, parent, family"), None))],
        );
        let policies = || text("prevent, warn, allow_with_reason");
        check("\"warn\"", "\"wran\"", &[(9, 10, P::UnknownChoice(text("wran"), policies(), Some("warn")))]);
        check("\"warn\"", "\"Prevents\"", &[(9, 10, P::UnknownChoice(text("Prevents"), policies(), Some("prevent")))]);
        let shapes = || Shape::NAMES.join(", ");
        check("\"count\"", "\"counts\"", &[(6, 9, P::UnknownChoice(text("counts"), shapes(), Some("count")))]);
        check("\"count\"", "\"exclusive\"", &[(2, 1, P::TooFewServices), (8, 1, P::UnknownKey(text("most"), None))]);
        let age = [(2, 1, P::LimitsNothing("from_age, to_age")), (8, 1, P::UnknownKey(text("most"), None))];
        check("\"count\"", "\"age\"", &age);
        check("to_age = 4", "to_age = 400", &[(16, 20, P::NotCount(120))]);
        check("to_age = 4,", "one_parent = 1,", &[(16, 24, P::NotYesNo)]);
        check("[{ to_age = 4, most = 50 }]", "50", &[(16, 8, P::NotSections("band"))]);
        check("2018-09-03", "2018-13-03", &[(18, 8, P::Syntax)]);
        check("2018-09-03", "\"3.9.2018\"", &[(18, 8, P::NotDate)]);
        check("2018-09-03", "2019-10-01", &[(19, 6, P::EndsBeforeStart)]);
        check("\"divi\"", "\"viens\"", &[(10, 1, P::DuplicateCode(text("viens"), 2))]);
    }

    #[test]
    fn all_faults_of_a_file_are_told_at_once_and_in_words() {
        let text = GOOD.replace("lv = \"Viens\"\n", "").replace("\"week\"", "\"year\"").replace("50", "-50");
        let faults = read(&text).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [2, 14, 15]);
        for lang in Lang::ALL {
            for fault in &faults {
                let sentence = fault.sentence(*lang);
                assert!(sentence.ends_with(['.', '?']) && !sentence.contains("{}"), "{sentence}");
            }
        }
    }

    fn words() -> impl Strategy<Value = String> {
        "[a-zāčēģīķļņšūž\"\\\\'#=\\[\\]{} ]{0,12}".prop_map(|text| format!("Ā{text}Ž"))
    }

    fn number() -> impl Strategy<Value = Decimal> {
        (0..1_000_000i64, 0..3u32).prop_map(|(digits, scale)| Decimal::new(digits, scale))
    }

    fn euros() -> impl Strategy<Value = Money> {
        (0..100_000_000i64).prop_map(Money::from_cents)
    }

    fn shape() -> impl Strategy<Value = Shape> {
        let services = || vec(words(), 1..3);
        let age = || option::of(0..=OLDEST);
        let band = (age(), age(), option::of(any::<bool>()), option::of(any::<bool>()), number()).prop_map(
            |(from_age, to_age, special_care, one_parent, most)| Band {
                from_age,
                to_age,
                special_care,
                one_parent,
                most,
            },
        );
        let higher = (select(Impairment::ALL), euros()).prop_map(|(impairment, most)| Higher { impairment, most });
        prop_oneof![
            (any::<bool>(), number()).prop_map(|(each_service, most)| Shape::Count { each_service, most }),
            (select(Period::ALL), vec(band, 1..4)).prop_map(|(per, bands)| Shape::Hours { per, bands }),
            number().prop_map(|most| Shape::UnitsPerYear { most }),
            (euros(), vec(higher, 0..3), select(WhoseMoney::ALL))
                .prop_map(|(most, higher, whose)| Shape::EurosPerYear { most, higher, whose }),
            (0..=100i64).prop_map(|percent| Shape::Copayment { percent: percent.into() }),
            vec(number(), 1..4).prop_map(|hours| Shape::Tiers { hours }),
            (0..9u32, 9..=OLDEST, 0..24u32).prop_map(|(from, to, run_off_months)| Shape::Age {
                from: Some(from),
                to: Some(to),
                run_off_months
            }),
            Just(Shape::Exclusive),
            Just(Shape::Quantity),
            select(Doctor::ALL).prop_map(|of| Shape::Medical { of }),
            Just(Shape::LineDates),
            select(Busy::ALL).prop_map(|of| Shape::Clash { of }),
            any::<bool>().prop_map(|household| Shape::Provider { household, relatives: true }),
            (services(), 1..=12u32).prop_map(|(to, months)| Shape::Transfer { to, months }),
        ]
    }

    fn books() -> impl Strategy<Value = RuleBook> {
        let day = || option::of((0..4000u64).prop_map(|days| NaiveDate::default() + chrono::Days::new(days + 12_000)));
        let rule = (
            words(),
            vec(words(), 2..4),
            vec(select(Recipient::ALL), 0..3),
            shape(),
            select(Policy::ALL),
            day(),
            any::<bool>(),
        );
        let rule = rule.prop_map(|(name, services, recipients, shape, policy, from, sample)| Rule {
            latvian: name.clone(),
            english: name,
            services,
            recipients,
            shape,
            policy,
            from,
            to: from,
            sample,
            ..Rule::default()
        });
        (words(), vec(rule, 1..6)).prop_map(|(name, mut rules)| {
            rules.iter_mut().enumerate().for_each(|(n, rule)| rule.code = format!("n{n}"));
            RuleBook { name, rules, ..RuleBook::default() }
        })
    }

    proptest! {
        #[test]
        fn what_is_dumped_reads_as_the_same(book in books()) {
            for lang in Lang::ALL {
                prop_assert_eq!(read(&dump(&book, *lang)), Ok(book.clone()));
            }
        }

        #[test]
        fn no_text_makes_it_stumble(text in "(\\PC|\n){0,40}", at in 0..GOOD.len()) {
            drop(read(&text));
            let at = (at..).find(|at| GOOD.is_char_boundary(*at)).unwrap_or_default();
            drop(read(&format!("{}{text}{}", &GOOD[..at], &GOOD[at..])));
        }
    }
}

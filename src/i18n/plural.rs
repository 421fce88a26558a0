//! Counting: `1 nodarbība`, `2 nodarbības`, `10 nodarbību`.

use std::collections::BTreeMap;

use super::Lang;
use crate::domain::{Kind, Unit};

/// Which form of a word a number takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plural {
    /// Latvian 0, 10, 11–19, 20 …: genitive plural. English has none.
    Zero,
    /// Latvian 1, 21, 101 …; English 1.
    One,
    /// All others.
    Other,
}

impl Plural {
    /// The form that `count` takes in that language.
    pub const fn of(count: u64, lang: Lang) -> Self {
        match lang {
            Lang::Latvian => match (count % 10, count % 100) {
                (0, _) | (_, 11..=19) => Self::Zero,
                (1, _) => Self::One,
                _ => Self::Other,
            },
            Lang::English => match count {
                1 => Self::One,
                _ => Self::Other,
            },
        }
    }
}

macro_rules! counted {
    ($($name:ident $zero:literal $one:literal $other:literal $english_one:literal $english_other:literal,)*) => {
        /// Things that are counted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Counted { $(#[allow(missing_docs)] $name,)* }

        impl Counted {
            /// Every thing that is counted.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The word alone, in the form that `count` takes.
            pub const fn word(self, count: u64, lang: Lang) -> &'static str {
                match (self, lang, Plural::of(count, lang)) {
                    $(
                        (Self::$name, Lang::Latvian, Plural::Zero) => $zero,
                        (Self::$name, Lang::Latvian, Plural::One) => $one,
                        (Self::$name, Lang::Latvian, Plural::Other) => $other,
                        (Self::$name, Lang::English, Plural::One) => $english_one,
                        (Self::$name, Lang::English, _) => $english_other,
                    )*
                }
            }
        }
    };
}

counted! {
    Session "nodarbību" "nodarbība" "nodarbības" "session" "sessions",
    Hour "stundu" "stunda" "stundas" "hour" "hours",
    Minute "minūšu" "minūte" "minūtes" "minute" "minutes",
    Day "dienu" "diena" "dienas" "day" "days",
    FullDay "diennakšu" "diennakts" "diennaktis" "full day" "full days",
    Night "nakšu" "nakts" "naktis" "night" "nights",
    Week "nedēļu" "nedēļa" "nedēļas" "week" "weeks",
    Month "mēnešu" "mēnesis" "mēneši" "month" "months",
    Year "gadu" "gads" "gadi" "year" "years",
    Trip "braucienu" "brauciens" "braucieni" "trip" "trips",
    Kilometre "kilometru" "kilometrs" "kilometri" "kilometre" "kilometres",
    Visit "vizīšu" "vizīte" "vizītes" "visit" "visits",
    Unit "vienību" "vienība" "vienības" "unit" "units",
    Programme "programmu" "programma" "programmas" "programme" "programmes",
    Family "ģimeņu" "ģimene" "ģimenes" "family" "families",
    Person "personu" "persona" "personas" "person" "people",
    Child "bērnu" "bērns" "bērni" "child" "children",
    Case "bērnu lietu" "bērna lieta" "bērnu lietas" "child case" "child cases",
    Assessment "izvērtējumu" "izvērtējums" "izvērtējumi" "assessment" "assessments",
    Plan "plāna versiju" "plāna versija" "plāna versijas" "plan version" "plan versions",
    Goal "mērķu" "mērķis" "mērķi" "goal" "goals",
    Line "plāna rindu" "plāna rinda" "plāna rindas" "plan line" "plan lines",
    Service "pakalpojumu" "pakalpojums" "pakalpojumi" "service" "services",
    Provider "sniedzēju" "sniedzējs" "sniedzēji" "provider" "providers",
    Price "cenu" "cena" "cenas" "price" "prices",
    Note "piezīmju" "piezīme" "piezīmes" "note" "notes",
    User "lietotāju" "lietotājs" "lietotāji" "user" "users",
    Instrument "instrumentu" "instruments" "instrumenti" "instrument" "instruments",
    Scoring "locekļu vērtējumu" "locekļa vērtējums" "locekļu vērtējumi" "member's scoring" "members' scorings",
    Meeting "tikšanos" "tikšanās" "tikšanās" "meeting" "meetings",
    Rule "noteikumu" "noteikums" "noteikumi" "rule" "rules",
    RuleBook "noteikumu krājumu" "noteikumu krājums" "noteikumu krājumi" "rule book" "rule books",
    Suggestion "ieteikumu" "ieteikums" "ieteikumi" "suggestion" "suggestions",
    Decision "lēmumu" "lēmums" "lēmumi" "decision" "decisions",
    Gap "robu" "robs" "robi" "gap" "gaps",
    Series "sēriju" "sērija" "sērijas" "series" "series",
    Absence "prombūtņu" "prombūtne" "prombūtnes" "absence" "absences",
    Invoice "rēķinu" "rēķins" "rēķini" "invoice" "invoices",
    InvoiceLine "rēķina rindu" "rēķina rinda" "rēķina rindas" "invoice line" "invoice lines",
    Difference "atšķirību" "atšķirība" "atšķirības" "difference" "differences",
    Row "rindu" "rinda" "rindas" "row" "rows",
    Record "ierakstu" "ieraksts" "ieraksti" "record" "records",
    Entry "žurnāla ierakstu" "žurnāla ieraksts" "žurnāla ieraksti" "journal entry" "journal entries",
    Draft "melnrakstu" "melnraksts" "melnraksti" "draft" "drafts",
    Task "darbu" "darbs" "darbi" "task" "tasks",
    Change "izmaiņu" "izmaiņa" "izmaiņas" "change" "changes",
    Warning "brīdinājumu" "brīdinājums" "brīdinājumi" "warning" "warnings",
    Error "kļūdu" "kļūda" "kļūdas" "error" "errors",
    Character "rakstzīmju" "rakstzīme" "rakstzīmes" "character" "characters",
}

impl Counted {
    /// What a service is counted in.
    pub const fn of_unit(unit: Unit) -> Self {
        match unit {
            Unit::Session => Self::Session,
            Unit::Hour => Self::Hour,
            Unit::Day => Self::Day,
            Unit::FullDay => Self::FullDay,
            Unit::Night => Self::Night,
            Unit::Trip => Self::Trip,
            Unit::Kilometre => Self::Kilometre,
            Unit::Visit => Self::Visit,
        }
    }

    /// The number and the word: `3 nodarbības`. A no-break space holds them together.
    pub fn text(self, count: u64, lang: Lang) -> String {
        format!("{count}\u{a0}{}", self.word(count, lang))
    }
}

/// How many of each kind, in words: `10 ģimenes, 22 personas`.
pub fn records(kinds: impl Iterator<Item = Kind>, lang: Lang) -> String {
    let mut counts: BTreeMap<Kind, u64> = BTreeMap::new();
    for kind in kinds {
        *counts.entry(kind).or_default() += 1;
    }
    let counted: Vec<String> = counts.into_iter().map(|(kind, count)| counted(kind).text(count, lang)).collect();
    counted.join(", ")
}

/// One record of that kind, in a word: `piezīme`.
pub fn noun(kind: Kind, lang: Lang) -> &'static str {
    counted(kind).word(1, lang)
}

const fn counted(kind: Kind) -> Counted {
    match kind {
        Kind::Programme => Counted::Programme,
        Kind::Family => Counted::Family,
        Kind::Person => Counted::Person,
        Kind::Child => Counted::Case,
        Kind::Assessment => Counted::Assessment,
        Kind::Goal => Counted::Goal,
        Kind::PlanVersion => Counted::Plan,
        Kind::PlanLine => Counted::Line,
        Kind::Service => Counted::Service,
        Kind::Provider => Counted::Provider,
        Kind::Price => Counted::Price,
        Kind::Session => Counted::Session,
        Kind::Note => Counted::Note,
        Kind::User => Counted::User,
        Kind::Instrument => Counted::Instrument,
        Kind::Scoring => Counted::Scoring,
        Kind::Meeting => Counted::Meeting,
        Kind::Suggestion => Counted::Suggestion,
        Kind::RuleBook => Counted::RuleBook,
        Kind::Series => Counted::Series,
        Kind::Decision => Counted::Decision,
        Kind::Absence => Counted::Absence,
        Kind::Invoice => Counted::Invoice,
        Kind::InvoiceLine => Counted::InvoiceLine,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latvian_counts_in_three_forms() {
        let check =
            |count: u64, expect: &str| assert_eq!(Counted::Session.word(count, Lang::Latvian), expect, "{count}");
        for count in [0, 10, 11, 12, 19, 20, 100, 111, 2015] {
            check(count, "nodarbību");
        }
        for count in [1, 21, 101, 1931] {
            check(count, "nodarbība");
        }
        for count in [2, 9, 22, 99, 102] {
            check(count, "nodarbības");
        }
        assert_eq!(Counted::Child.text(3, Lang::Latvian), "3\u{a0}bērni");
    }

    #[test]
    fn records_are_counted_kind_by_kind() {
        let kinds = [Kind::Person, Kind::Family, Kind::Person];
        assert_eq!(records(kinds.into_iter(), Lang::Latvian), "1\u{a0}ģimene, 2\u{a0}personas");
        assert_eq!(records(kinds.into_iter(), Lang::English), "1\u{a0}family, 2\u{a0}people");
    }

    #[test]
    fn english_counts_in_two() {
        let check =
            |count: u64, expect: &str| assert_eq!(Counted::Family.word(count, Lang::English), expect, "{count}");
        check(1, "family");
        for count in [0, 2, 11, 21] {
            check(count, "families");
        }
    }
}

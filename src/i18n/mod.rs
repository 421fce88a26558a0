//! Words, dates, numbers and order of letters in Latvian and English.

pub mod assessment;
pub mod choice;
pub mod clean;
pub mod collation;
pub mod command;
pub mod date;
pub mod deed;
pub mod fault;
pub mod field;
pub mod figure;
pub mod handwritten;
pub mod holiday;
pub mod instrument;
pub mod invoice;
pub mod keymap;
pub mod likeness;
pub mod moment;
pub mod number;
pub mod plan;
pub mod plural;
pub mod proposal;
pub mod query;
pub mod quick_add;
mod recurrence;
pub mod rules;
pub mod search;
pub mod stored;
pub mod terminal;
mod text;
pub mod time;

pub use text::Text;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// `lv`, the default.
    #[default]
    Latvian,
    /// `en`.
    English,
}

impl Lang {
    /// Both languages.
    pub const ALL: &[Self] = &[Self::Latvian, Self::English];

    /// The two-letter code: `lv`, `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Latvian => "lv",
            Self::English => "en",
        }
    }

    /// From a code or a locale: `lv`, `en`, `lv_LV.UTF-8`, `en-GB`.
    pub fn by_locale(locale: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|lang| {
            let rest = locale.get(..2).filter(|code| code.eq_ignore_ascii_case(lang.code())).and(locale.get(2..));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['_', '-', '.', '@']))
        })
    }

    /// The one of two texts that data brings; the Latvian one where there is no English one.
    pub fn choose<'a>(self, latvian: &'a str, english: &'a str) -> &'a str {
        if self == Self::English && !english.is_empty() { english } else { latvian }
    }

    /// The one of two wordings.
    pub const fn pick(self, latvian: &'static str, english: &'static str) -> &'static str {
        match self {
            Self::Latvian => latvian,
            Self::English => english,
        }
    }
}

/// Puts `parts` in the places of `{}` in a wording, in order. A part that ends with a full stop, as a date does, ends the
/// sentence, too.
pub fn fill(wording: &str, parts: &[&dyn std::fmt::Display]) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(wording.len() + 16);
    let mut parts = parts.iter();
    let mut rest = wording;
    while let Some((before, after)) = rest.split_once("{}") {
        out.push_str(before);
        if let Some(part) = parts.next() {
            // Writing to a String cannot fail.
            let _ = write!(out, "{part}");
        }
        let ends = after
            .strip_prefix('.')
            .filter(|rest| !rest.starts_with(|next: char| next == '.' || next.is_alphanumeric()));
        rest = ends.filter(|_| out.ends_with('.')).unwrap_or(after);
    }
    out.push_str(rest);
    out
}

/// Declares an exhaustive list of wordings: `Name "Latvian" "English",`. A missing translation does not compile.
macro_rules! texts {
    ($(#[$meta:meta])* $list:ident { $($name:ident $latvian:literal $english:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $list { $(#[allow(missing_docs)] $name,)* }

        impl $list {
            /// Every wording of the list.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The wording in that language.
            pub const fn text(self, lang: $crate::i18n::Lang) -> &'static str {
                match self { $(Self::$name => lang.pick($latvian, $english),)* }
            }

            /// The wording with `parts` in the places of `{}`.
            pub fn fill(self, lang: $crate::i18n::Lang, parts: &[&dyn std::fmt::Display]) -> String {
                $crate::i18n::fill(self.text(lang), parts)
            }
        }
    };
}
pub(crate) use texts;

#[cfg(test)]
mod tests {
    #[test]
    fn no_sentence_ends_with_two_full_stops() {
        let check = |wording: &str, part: &str, expect: &str| assert_eq!(super::fill(wording, &[&part]), expect);
        check("Spēkā no {}.", "22.11.2026.", "Spēkā no 22.11.2026.");
        check("Spēkā no {}. Vairs ne.", "22.11.2026.", "Spēkā no 22.11.2026. Vairs ne.");
        check("Fails {}.", "a.csv", "Fails a.csv.");
        check("{}.csv", "a.", "a..csv");
        check("{}...", "u. c.", "u. c....");
    }
}

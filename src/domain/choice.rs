//! Closed lists of values, each with the short code that people type and files carry.

/// A closed list: every choice has a stored name and a code of one to three letters.
pub trait Choice: Copy + Eq + 'static {
    /// All choices, in the order a list shows them.
    const ALL: &'static [Self];
    /// The stable English name: stored, exported, accepted in files.
    fn name(self) -> &'static str;
    /// What a person types: one to three characters, unique within the list.
    fn code(self) -> &'static str;
    /// The choice of that stored name.
    fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|choice| choice.name() == name)
    }
    /// The choice of that code, whatever the case of its letters.
    fn by_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|choice| choice.code().eq_ignore_ascii_case(code))
    }
}

/// Declares closed lists: `Variant "stored_name" "code"`; the first is the default. The words are in `i18n::choice`.
macro_rules! choices {
    ($($(#[$meta:meta])* $list:ident {
        $first:ident $first_name:literal $first_code:literal,
        $($variant:ident $name:literal $code:literal,)*
    })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $list {
            #[default]
            #[serde(rename = $first_name)]
            #[allow(missing_docs)]
            $first,
            $(#[serde(rename = $name)] #[allow(missing_docs)] $variant,)*
        }

        impl $crate::domain::Choice for $list {
            const ALL: &'static [Self] = &[Self::$first, $(Self::$variant,)*];
            fn name(self) -> &'static str {
                match self { Self::$first => $first_name, $(Self::$variant => $name,)* }
            }
            fn code(self) -> &'static str {
                match self { Self::$first => $first_code, $(Self::$variant => $code,)* }
            }
        }
    )*};
}
pub(crate) use choices;

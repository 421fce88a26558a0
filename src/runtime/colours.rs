//! What the terminal can show, from the environment.

use crate::i18n::Lang;
use crate::i18n::terminal::TerminalText;

/// Colours that are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colours {
    /// The sixteen that every colour terminal has, in the palette of its user.
    #[default]
    Sixteen,
    /// None: bold, dim, underlined and reversed remain.
    Mono,
}

/// What charts are drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChartSymbols {
    /// Eight dots to a character.
    #[default]
    Braille,
    /// Block characters, where the font has no braille.
    Blocks,
}

/// What frames are drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Borders {
    /// Box-drawing characters.
    #[default]
    Unicode,
    /// `+`, `-` and `|`.
    Ascii,
}

/// What the terminal can show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// Colours that are sent.
    pub colours: Colours,
    /// What charts are drawn with.
    pub chart: ChartSymbols,
    /// What frames are drawn with.
    pub borders: Borders,
    /// The locale, if it names another encoding than UTF-8.
    pub foreign_locale: Option<String>,
}

impl Capabilities {
    /// From environment variables, looked up by name. An unset and an empty variable are the same.
    ///
    /// `NO_COLOR`, `TERM`, the locale, and our own `ATBALSTS_BORDERS=ascii` and `ATBALSTS_CHART=blocks`.
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        let term = variable("TERM").unwrap_or_default();
        let foreign_locale =
            ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable).filter(|locale| foreign(locale));
        let asked = |name: &str, wish: &str| variable(name).is_some_and(|value| value.eq_ignore_ascii_case(wish));
        let mono = variable("NO_COLOR").is_some() || colourless(&term);
        let blocks = term == "linux" || foreign_locale.is_some() || asked("ATBALSTS_CHART", "blocks");
        let ascii = foreign_locale.is_some() || asked("ATBALSTS_BORDERS", "ascii");
        Self {
            colours: if mono { Colours::Mono } else { Colours::Sixteen },
            chart: if blocks { ChartSymbols::Blocks } else { ChartSymbols::Braille },
            borders: if ascii { Borders::Ascii } else { Borders::Unicode },
            foreign_locale,
        }
    }

    /// A warning, if Latvian letters will not show in this terminal.
    pub fn warning(&self, lang: Lang) -> Option<String> {
        self.foreign_locale.as_ref().map(|locale| TerminalText::ForeignLocale.fill(lang, &[locale]))
    }
}

/// Terminals without colours: paper, video terminals of the VT line, and the monochrome variants of others.
fn colourless(term: &str) -> bool {
    let vt = term.strip_prefix("vt").is_some_and(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()));
    term == "dumb" || vt || term.ends_with("-m") || term.ends_with("-mono")
}

/// Whether a locale names an encoding that is not UTF-8. `C` and `POSIX` say nothing of the terminal.
fn foreign(locale: &str) -> bool {
    let locale = locale.to_ascii_lowercase();
    let says_nothing = matches!(locale.as_str(), "c" | "posix");
    !says_nothing && !locale.contains("utf-8") && !locale.contains("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(variables: &[(&str, &str)], expect: Capabilities) {
        let lookup =
            |name: &str| variables.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned());
        assert_eq!(Capabilities::from_environment(lookup), expect, "{variables:?}");
    }

    #[test]
    fn a_usual_terminal_shows_everything() {
        check(&[("TERM", "xterm-256color"), ("LANG", "lv_LV.UTF-8"), ("NO_COLOR", "")], Capabilities::default());
        check(&[("TERM", "putty"), ("LC_ALL", "C.utf8"), ("LANG", "lv_LV")], Capabilities::default());
        check(&[], Capabilities::default());
        check(&[("LANG", "C")], Capabilities::default());
    }

    #[test]
    fn colours_are_dropped_on_request_and_where_there_are_none() {
        let mono = Capabilities { colours: Colours::Mono, ..Capabilities::default() };
        check(&[("TERM", "xterm"), ("NO_COLOR", "1")], mono.clone());
        for term in ["dumb", "vt100", "vt220", "xterm-mono", "screen-m"] {
            check(&[("TERM", term)], mono.clone());
        }
    }

    #[test]
    fn the_console_has_no_braille() {
        check(&[("TERM", "linux")], Capabilities { chart: ChartSymbols::Blocks, ..Capabilities::default() });
    }

    #[test]
    fn symbols_can_be_asked_for() {
        check(
            &[("ATBALSTS_BORDERS", "ASCII"), ("ATBALSTS_CHART", "blocks")],
            Capabilities { borders: Borders::Ascii, chart: ChartSymbols::Blocks, ..Capabilities::default() },
        );
    }

    #[test]
    fn the_terminals_that_people_have_show_what_they_can() {
        let of = |term: &str| Capabilities::from_environment(|name| (name == "TERM").then(|| term.to_owned()));
        for term in [
            "xterm",
            "xterm-256color",
            "putty",
            "putty-256color",
            "tmux",
            "tmux-256color",
            "screen",
            "screen.xterm-256color",
        ] {
            assert_eq!(of(term), Capabilities::default(), "{term}");
        }
        let console = of("linux");
        assert_eq!(
            (console.colours, console.borders, console.chart),
            (Colours::Sixteen, Borders::Unicode, ChartSymbols::Blocks)
        );
    }

    #[test]
    fn another_encoding_is_told() {
        let variables = [("LC_CTYPE", "lv_LV.ISO-8859-13"), ("LANG", "lv_LV.UTF-8")];
        let lookup =
            |name: &str| variables.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned());
        let found = Capabilities::from_environment(lookup);
        assert_eq!((found.chart, found.borders), (ChartSymbols::Blocks, Borders::Ascii));
        assert!(found.warning(Lang::Latvian).unwrap().contains("lv_LV.ISO-8859-13"));
        assert_eq!(Capabilities::default().warning(Lang::Latvian), None);
    }
}

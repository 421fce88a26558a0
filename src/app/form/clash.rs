//! What a colleague wrote into fields that were changed here too: shown beside them, decided field by field.

use super::Form;
use crate::{
    app::{
        colleagues::theirs,
        forms::{self, Filling},
        msg::Clash,
    },
    domain::Field,
    i18n::{Lang, clean::one_line, stored},
};

/// So many words that both wrote stand before what differs.
const WORDS_BEFORE: usize = 2;

impl Form {
    /// Fields left untouched take the colleague's value over; beside the others it is shown.
    pub fn show_theirs(&mut self, clash: Clash, filling: Filling<'_>) {
        self.context.base = Some(clash.theirs);
        self.warned = false;
        self.theirs_by = clash.by;
        let theirs = forms::fields(&self.request, &self.context, filling);
        self.theirs.clear();
        for field in &mut self.fields {
            let Some(other) = theirs.iter().find(|other| other.field == field.field) else { continue };
            if !field.is_changed() {
                *field = other.clone();
            } else if other.line.text() != field.initial && other.line.text() != field.line.text() {
                self.theirs.push((field.field, other.line.text().to_owned()));
            }
            field.initial = other.initial.clone();
        }
        let first = self.theirs.first().map(|(field, _)| *field);
        if let Some(n) = first.and_then(|first| self.fields.iter().position(|field| field.field == first)) {
            self.focus = n;
        }
    }

    /// What a colleague wrote into a field that was changed here too, in one line.
    pub fn theirs_of(&self, field: Field, lang: Lang) -> Option<String> {
        let (_, text) = self.theirs.iter().find(|(which, _)| *which == field)?;
        Some(self.told(&one_line(text), lang))
    }

    /// Of that, only what differs from what stands here, with a few words before it.
    pub fn difference_of(&self, field: Field, lang: Lang) -> Option<String> {
        let (_, theirs) = self.theirs.iter().find(|(which, _)| *which == field)?;
        let mine = self.fields.iter().find(|other| other.field == field)?.line.text();
        Some(self.told(&difference(&one_line(mine), &one_line(theirs)), lang))
    }

    fn told(&self, text: &str, lang: Lang) -> String {
        theirs(&self.theirs_by, text, lang)
    }
}

impl Clash {
    /// The fields that clash with what stands there now: `Diena 19.09.2018., Vienības 2`. Of a link only the field: its
    /// number says nothing.
    pub fn told(&self, lang: Lang) -> String {
        let (kind, values) = (self.theirs.kind(), self.theirs.fields());
        let one = |name: &String| {
            let Some(field) = Field::by_name(name) else { return name.clone() };
            let value = values.get(name).and_then(|value| value.as_str());
            let value = value.map(|value| stored::show_field(kind, field, value, lang)).unwrap_or_default();
            format!("{} {}", field.text(lang), one_line(&value)).trim_end().to_owned()
        };
        self.fields.iter().map(one).collect::<Vec<_>>().join(", ")
    }
}

/// The words of `theirs` that are not where `mine` begins and ends, with the marks of what is left out. All of it, where
/// they only left something out.
fn difference(mine: &str, theirs: &str) -> String {
    let (mine, words): (Vec<&str>, Vec<&str>) = (mine.split(' ').collect(), theirs.split(' ').collect());
    let begins = mine.iter().zip(&words).take_while(|(one, other)| one == other).count();
    let (mine, rest) = (&mine[begins..], &words[begins..]);
    let ends = mine.iter().rev().zip(rest.iter().rev()).take_while(|(one, other)| one == other).count();
    let differing = &rest[..rest.len() - ends];
    if differing.is_empty() {
        return theirs.to_owned();
    }
    let first = begins.saturating_sub(WORDS_BEFORE);
    let before = if first > 0 { "… " } else { "" };
    let after = if ends > 0 { " …" } else { "" };
    format!("{before}{}{after}", words[first..words.len() - ends].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_told_with_the_words_before_it() {
        let check =
            |mine: &str, theirs: &str, expect: &str| assert_eq!(difference(mine, theirs), expect, "{mine} / {theirs}");
        let both = "Mamma zvana, ka otrdien nebūs.";
        let mine = &format!("{both} Pārcelts.");
        check(mine, &format!("{both} Lūdz atzvanīt."), "… otrdien nebūs. Lūdz atzvanīt.");
        check(mine, &format!("Rīt {both} Pārcelts."), "Rīt …");
        check(mine, "Mamma zvana, ka trešdien nebūs. Pārcelts.", "… zvana, ka trešdien …");
        check(mine, both, both);
        check("26123456", "27999888", "27999888");
        check("", "Lūdz atzvanīt.", "Lūdz atzvanīt.");
    }
}

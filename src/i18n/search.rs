//! Finding by what people type: without diacritics, case or order of words; and by scattered letters for commands.

pub use crate::domain::fold;

/// The words of a folded text: what stands between spaces and punctuation.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// What somebody looks for: words, each of which must begin a word of what is found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needle {
    words: Vec<String>,
}

impl Needle {
    /// From a query as typed.
    pub fn new(query: &str) -> Self {
        Self { words: words(&fold(query)).map(str::to_owned).collect() }
    }

    /// Whether it asks for nothing, and so matches everything.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether every word of the query begins some word of `folded` (made by [`fold`]), in any order.
    /// Two equal words of the query need two words there.
    pub fn matches(&self, folded: &str) -> bool {
        let mut free: Vec<&str> = words(folded).collect();
        // Longer words have fewer places to go, so they choose first.
        let mut wanted: Vec<&String> = self.words.iter().collect();
        wanted.sort_by_key(|word| std::cmp::Reverse(word.len()));
        wanted.into_iter().all(|wanted| {
            let place = free.iter().position(|word| word.starts_with(wanted.as_str()));
            place.map(|place| free.remove(place)).is_some()
        })
    }
}

/// How well the letters of `query` are found, in order, in `candidate`; higher is better, `None`: they are not.
///
/// Both are folded. Letters that begin a word or follow one another count more, and shorter candidates win.
pub fn fuzzy(query: &str, candidate: &str) -> Option<i32> {
    let query: Vec<char> = fold(query).chars().filter(|c| c.is_alphanumeric()).collect();
    let candidate: Vec<char> = fold(candidate).chars().collect();
    if query.is_empty() {
        return Some(0);
    }
    // best[j]: the best score with the letters so far, the last of them on candidate[j].
    let mut best: Vec<Option<i32>> = vec![Some(0); candidate.len()];
    for (turn, letter) in query.iter().enumerate() {
        let mut next = vec![None; candidate.len()];
        let mut earlier: Option<i32> = None;
        for place in 0..candidate.len() {
            if candidate[place] == *letter {
                let begins = place == 0 || !candidate[place - 1].is_alphanumeric();
                let bonus = if begins { 12 } else { 0 };
                let beginning = if turn == 0 { Some(if place == 0 { 6 } else { 0 }) } else { None };
                let follows = if turn > 0 && place > 0 { best[place - 1].map(|score| score + 8) } else { None };
                let apart = if turn > 0 { earlier } else { None };
                next[place] = beginning.max(follows).max(apart).map(|score| score + 1 + bonus);
            }
            if turn > 0 {
                earlier = earlier.max(best[place]);
            }
        }
        best = next;
    }
    let score = best.into_iter().flatten().max()?;
    Some(score * 16 - candidate.len().min(255) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_leaves_plain_small_letters() {
        let check = |text: &str, expect: &str| assert_eq!(fold(text), expect, "{text}");
        check("Bērziņa-Āboliņa", "berzina-abolina");
        check("ŠĻŪCĒNE", "slucene");
        check("S\u{30c}l\u{327}u\u{304}ce\u{304}ne", "slucene");
        check("Łukasz Groß-Øster", "lukasz gross-oster");
        check("İzmir", "izmir");
        check("", "");
    }

    #[test]
    fn every_word_must_begin_a_word_in_any_order() {
        let check = |query: &str, name: &str, expect: bool| {
            assert_eq!(Needle::new(query).matches(&fold(name)), expect, "{query} in {name}");
        };
        check("abo be", "Bērziņa-Āboliņa Anna", true);
        check("ĀBO", "Bērziņa-Āboliņa Anna", true);
        check("liņa", "Bērziņa-Āboliņa Anna", false);
        check("anna anna", "Bērziņa Anna", false);
        check("a anna", "Anna Āboliņa", true);
        check("", "Ķekava", true);
        check("2018-07", "2018-07 Kalniņi", true);
    }

    #[test]
    fn the_palette_puts_the_likelier_command_first() {
        let check = |query: &str, better: &str, worse: &str| {
            assert!(fuzzy(query, better) > fuzzy(query, worse), "{query}: {better} / {worse}");
        };
        check("jn", "jauna nodarbība", "jauna piezīme");
        check("plr", "jauna plāna rinda", "apstiprināt plānu");
        check("gim", "ģimenes", "jauna ģimene");
        check("budž", "budžets", "darbi un budžets");
        assert_eq!(fuzzy("xyz", "ģimenes"), None);
        assert_eq!(fuzzy("semen", "ģimenes"), None);
        assert!(fuzzy("", "ģimenes").is_some());
    }
}

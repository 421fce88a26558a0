//! Looking for people: what somebody types, held against the names and numbers something is known by, and ranked.

use super::search::{fold, words};

/// Words of so many letters may have one letter wrong, missing, added or swapped.
const FORGIVEN_FROM: usize = 4;
/// So many digits may be the beginning of a number that is written in groups.
const DIGITS_IN_GROUPS: usize = 3;

/// What something is found by: names and addresses, and numbers such as codes, phones, case numbers. Folded once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// One entry a line, its words with single blanks between; numbers stand here too, by their groups.
    entries: String,
    /// One number a line, without blanks and hyphens.
    numbers: String,
}

impl Known {
    /// By a name, an address: words.
    pub fn add(&mut self, text: &str) {
        let folded = fold(text);
        let mut words = words(&folded).peekable();
        if words.peek().is_none() {
            return;
        }
        for word in words {
            self.entries += word;
            self.entries.push(' ');
        }
        self.entries.pop();
        self.entries.push('\n');
    }

    /// By a number as people write it: as a whole, and by each of its groups.
    pub fn add_number(&mut self, shown: &str) {
        let whole: String = fold(shown).chars().filter(|c| c.is_alphanumeric()).collect();
        if !whole.is_empty() {
            self.add(shown);
            self.numbers += &whole;
            self.numbers.push('\n');
        }
    }
}

/// How well something fits a query; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// The query is a whole code, phone or case number.
    Number,
    /// Every word of the query begins a word of one name, address or number.
    Together,
    /// Every word of the query begins a word somewhere.
    Apart,
    /// So it would be, but for a letter.
    Nearly,
}

/// What somebody looks for. Letters typed with the keys of a Russian layout are read as the Latin ones on those keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    readings: Vec<Reading>,
}

/// One way to read what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Reading {
    /// Longer words first: they have fewer places to go, so they choose first.
    words: Vec<String>,
    /// The same as one number.
    whole: String,
}

impl Query {
    /// From a query as typed.
    pub fn new(typed: &str) -> Self {
        let latin = by_keys(typed);
        let readings = std::iter::once(Reading::new(typed)).chain(latin.as_deref().map(Reading::new));
        Self { readings: readings.filter(|reading| !reading.words.is_empty()).collect() }
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.readings.is_empty()
    }

    /// How well `known` fits, and how far behind in it: what was added first, and the beginning of a name, come before
    /// the rest. None: it does not.
    pub fn fit(&self, known: &Known) -> Option<(Fit, usize)> {
        self.readings.iter().filter_map(|reading| reading.fit(known)).min()
    }
}

impl Reading {
    fn new(text: &str) -> Self {
        let folded = fold(text);
        let mut words: Vec<String> = words(&folded).map(str::to_owned).collect();
        let whole = words.concat();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self { words, whole }
    }

    fn fit(&self, known: &Known) -> Option<(Fit, usize)> {
        let is_number = |number: &str| number == self.whole;
        if known.numbers.lines().any(is_number) {
            return Some((Fit::Number, 0));
        }
        let begins = |wanted: &str, word: &str| word.starts_with(wanted);
        let mut entries = known.entries.lines();
        if let Some(entry) = entries.position(|entry| self.finds(entry, begins)) {
            let at_once = known.entries.lines().nth(entry).is_some_and(|entry| self.begins(entry));
            return Some((Fit::Together, 2 * entry + usize::from(!at_once)));
        }
        let in_groups = self.whole.len() >= DIGITS_IN_GROUPS && self.whole.bytes().all(|byte| byte.is_ascii_digit());
        if in_groups && known.numbers.lines().any(|number| number.starts_with(&self.whole)) {
            return Some((Fit::Together, usize::MAX));
        }
        let all = &known.entries;
        if self.finds(all, begins) {
            return Some((Fit::Apart, 0));
        }
        self.finds(all, nearly_begins).then_some((Fit::Nearly, 0))
    }

    /// Whether the entry begins with one of the words.
    fn begins(&self, entry: &str) -> bool {
        self.words.iter().any(|word| entry.starts_with(word.as_str()))
    }

    /// Whether each word finds a word of its own in the text: a better one, if `fits` leaves the choice.
    fn finds(&self, text: &str, fits: impl Fn(&str, &str) -> bool) -> bool {
        let mut taken: Vec<usize> = Vec::new();
        self.words.iter().all(|wanted| {
            let free = text.split([' ', '\n']).enumerate().filter(|(place, _)| !taken.contains(place));
            let fitting = free.filter(|(_, word)| fits(wanted, word));
            let best = fitting.min_by_key(|(_, word)| !word.starts_with(wanted.as_str()));
            best.map(|(place, _)| taken.push(place)).is_some()
        })
    }
}

/// Whether `wanted` begins `word`, or would but for one letter that is wrong, missing, added or swapped.
fn nearly_begins(wanted: &str, word: &str) -> bool {
    if word.starts_with(wanted) {
        return true;
    }
    let length = wanted.chars().count();
    // Whatever the slip is, one of the first two letters is one of the first two: most words need no reckoning.
    let (mut here, mut there) = (wanted.chars(), word.chars());
    let (a, b, c, d) = (here.next(), here.next(), there.next(), there.next());
    let may = length >= FORGIVEN_FROM && (a == c || a == d || b == c || b == d);
    may && (length - 1..=length + 1).any(|take| {
        let end = word.char_indices().nth(take).map_or(word.len(), |(end, _)| end);
        strsim::osa_distance(wanted, &word[..end]) <= 1
    })
}

/// The Latin letters on the keys of what was typed with a Russian layout; none where no letter is Cyrillic.
fn by_keys(typed: &str) -> Option<String> {
    const KEYS: [(&str, &str); 3] = [("йцукенгшщз", "qwertyuiop"), ("фывапролд", "asdfghjkl"), ("ячсмить", "zxcvbnm")];
    let is_cyrillic = |c: char| ('\u{400}'..='\u{4ff}').contains(&c);
    if !typed.chars().any(is_cyrillic) {
        return None;
    }
    let key = |c: char| -> Option<char> {
        KEYS.iter().find_map(|(russian, latin)| latin.chars().nth(russian.chars().position(|r| r == c)?))
    };
    let mut latin = String::new();
    for c in typed.chars().flat_map(char::to_lowercase) {
        match c {
            // The keys that put a mark on the next letter in Latvian layouts.
            'э' | 'ё' => {}
            c if is_cyrillic(c) => latin.push(key(c).unwrap_or(' ')),
            c => latin.push(c),
        }
    }
    Some(latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn child() -> Known {
        let mut known = Known::default();
        known.add("Bērziņš Jānis");
        known.add("Bērziņa-Āboliņa Anna");
        known.add("Lielā iela 4-12, Ķekava");
        known.add_number("161175-19997");
        known.add_number("29 357 075");
        known.add_number("2018-07");
        known
    }

    #[test]
    fn people_are_found_by_what_is_known_of_them_the_surest_first() {
        let check = |typed: &str, expect: Option<Fit>| {
            assert_eq!(Query::new(typed).fit(&child()).map(|(fit, _)| fit), expect, "{typed}");
        };
        check("16117519997", Some(Fit::Number));
        check("161175-19997", Some(Fit::Number));
        check("29 357 075", Some(Fit::Number));
        check("2018-07", Some(Fit::Number));
        check("ber", Some(Fit::Together));
        check("JĀNIS ber", Some(Fit::Together));
        check("abo an", Some(Fit::Together));
        check("kek liela", Some(Fit::Together));
        check("29357", Some(Fit::Together));
        check("293 57", Some(Fit::Together));
        check("19997", Some(Fit::Together));
        check("janis kekava", Some(Fit::Apart));
        check("anna anna", None);
        check("berzis", Some(Fit::Nearly));
        check("bezrins jan", Some(Fit::Nearly));
        check("janiss", Some(Fit::Nearly));
        check("ksnis", None);
        check("jnis", Some(Fit::Nearly));
        check("jns", None);
        check("rzins", None);
    }

    #[test]
    fn a_forgotten_layout_is_seen_through() {
        let check = |typed: &str, expect: Option<Fit>| {
            assert_eq!(Query::new(typed).fit(&child()).map(|(fit, _)| fit), expect, "{typed}");
        };
        check("иук", Some(Fit::Together)); // ber
        check("ИУКЯ", Some(Fit::Together)); // BERZ
        check("фтт фищ", Some(Fit::Together)); // ann abo
        check("иэукяш", Some(Fit::Together)); // b'erzi
        check("офтшы", Some(Fit::Together)); // janis
        check("йй", None);
    }

    #[test]
    fn one_slip_is_forgiven_as_far_as_the_word_is_typed() {
        let check =
            |wanted: &str, word: &str, expect: bool| assert_eq!(nearly_begins(wanted, word), expect, "{wanted}");
        check("kalnnis", "kalnins", true);
        check("berzni", "berzina", true);
        check("berx", "berzina", true);
        check("bex", "berzina", false);
        check("erzina", "berzina", true);
        check("xerzina", "berzina", true);
        check("ebrzina", "berzina", true);
        check("ebrzian", "berzina", false);
        check("ozoli", "berzina", false);
    }
}

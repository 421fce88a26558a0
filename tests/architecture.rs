//! The map at the head of `src/lib.rs`, held: what each layer may import, and what is not there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use atbalsts::action::{Action, Context};
use atbalsts::files::import::ImportKind;
use atbalsts::i18n::Lang;
use atbalsts::keymap::{Keymap, sequence_label};

/// No file is longer, lines.
const LONGEST: usize = 500;

/// What each layer may import besides itself.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("i18n", &["domain"]),
    ("action", &["i18n"]),
    ("keymap", &["action", "i18n"]),
    ("store", &["domain", "i18n"]),
    ("files", &["domain", "i18n"]),
    ("app", &["domain", "i18n", "action"]),
    ("ui", &["domain", "i18n", "action", "keymap", "app"]),
    ("runtime", &["domain", "i18n", "action", "keymap", "store", "files", "app", "ui"]),
    ("cli", &["domain", "i18n", "action", "keymap", "store", "files", "app", "ui", "runtime"]),
];

// ---- reading Rust

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Sign(char),
}

/// A file of the program, without comments and without its tests.
struct Source {
    path: String,
    lines: usize,
    tokens: Vec<(usize, Token)>,
    spelled: Vec<String>,
}

impl Source {
    fn new(path: &str, code: &str) -> Self {
        let tokens = without_tests(lex(code));
        let spelled = tokens.iter().map(|(_, token)| spelled(token)).collect();
        Self { path: path.to_owned(), lines: code.lines().count(), tokens, spelled }
    }

    /// The layer: the first part of the path under `src`.
    fn layer(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap()
    }

    /// Where these words and signs stand one after the other, `_` being anything.
    fn find(&self, wanted: &str) -> Vec<usize> {
        let wanted: Vec<String> = lex(wanted).into_iter().map(|(_, token)| spelled(&token)).collect();
        let fits = |words: &[String]| words.iter().zip(&wanted).all(|(word, wanted)| wanted == "_" || word == wanted);
        let places = self.spelled.windows(wanted.len()).enumerate().filter(|(_, words)| fits(words));
        places.map(|(at, _)| self.tokens[at].0).collect()
    }

    /// What the file calls something that it imports under another name.
    fn alias(&self, name: &str) -> Option<&str> {
        let found = self.spelled.windows(3).find(|words| words[0] == name && words[1] == "as")?;
        Some(&found[2])
    }

    /// The places where it stands, for a failing test.
    fn places(&self, wanted: &str) -> Vec<String> {
        self.find(wanted).iter().map(|line| format!("src/{}:{line}: {wanted}", self.path)).collect()
    }

    /// The modules of the crate that the file names after `crate::`.
    fn imports(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for (at, (_, token)) in self.tokens.iter().enumerate() {
            if *token != Token::Word("crate".into()) || !self.signs(at + 1, "::") {
                continue;
            }
            match self.tokens.get(at + 3).map(|(_, token)| token) {
                Some(Token::Word(word)) => drop(found.insert(word.clone())),
                Some(Token::Sign('{')) => found.extend(self.members(at + 3)),
                _ => {}
            }
        }
        found
    }

    /// The words that a pair of braces begins with or has after its own commas.
    fn members(&self, open: usize) -> Vec<String> {
        let (mut depth, mut found) = (0, Vec::new());
        for at in open..self.tokens.len() {
            match &self.tokens[at].1 {
                Token::Sign('{') => depth += 1,
                Token::Sign('}') if depth == 1 => break,
                Token::Sign('}') => depth -= 1,
                Token::Word(word) if depth == 1 && matches!(self.tokens[at - 1].1, Token::Sign('{' | ',')) => {
                    found.push(word.clone())
                }
                _ => {}
            }
        }
        found
    }

    fn signs(&self, at: usize, signs: &str) -> bool {
        signs.chars().enumerate().all(|(n, sign)| self.tokens.get(at + n).is_some_and(|t| t.1 == Token::Sign(sign)))
    }
}

fn spelled(token: &Token) -> String {
    match token {
        Token::Word(word) => word.clone(),
        Token::Text(text) => format!("{text:?}"),
        Token::Sign(sign) => sign.to_string(),
    }
}

/// Words, texts and signs with their lines; comments are left out, characters are texts, lifetimes are words.
fn lex(code: &str) -> Vec<(usize, Token)> {
    let letters: Vec<char> = code.chars().collect();
    let (mut at, mut line, mut tokens) = (0, 1, Vec::new());
    let peek = |at: usize| letters.get(at).copied().unwrap_or('\0');
    while at < letters.len() {
        let start = at;
        let token = match letters[at] {
            '/' if peek(at + 1) == '/' => {
                at += letters[at..].iter().take_while(|letter| **letter != '\n').count();
                None
            }
            'r' if peek(at + 1) == '"' || (peek(at + 1) == '#' && matches!(peek(at + 2), '"' | '#')) => {
                let hashes = letters[at + 1..].iter().take_while(|letter| **letter == '#').count();
                let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
                let from = at + hashes + 2;
                let length = letters[from..].windows(end.len()).position(|w| w == end).expect("an end of the text");
                at = from + length + end.len();
                Some(Token::Text(letters[from..from + length].iter().collect()))
            }
            '"' => {
                at += 1;
                while letters[at] != '"' {
                    at += if letters[at] == '\\' { 2 } else { 1 };
                }
                at += 1;
                Some(Token::Text(letters[start + 1..at - 1].iter().collect()))
            }
            '\'' if peek(at + 1) == '\\' || peek(at + 2) == '\'' => {
                at += if peek(at + 1) == '\\' { 3 } else { 2 };
                while letters[at] != '\'' {
                    at += 1;
                }
                at += 1;
                Some(Token::Text(letters[start + 1..at - 1].iter().collect()))
            }
            letter if letter.is_alphanumeric() || matches!(letter, '_' | '\'') => {
                at += 1;
                at += letters[at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').count();
                Some(Token::Word(letters[start..at].iter().collect()))
            }
            letter => {
                at += 1;
                (!letter.is_whitespace()).then_some(Token::Sign(letter))
            }
        };
        tokens.extend(token.map(|token| (line, token)));
        line += letters[start..at].iter().filter(|letter| **letter == '\n').count();
    }
    tokens
}

/// Without modules that are only for tests.
fn without_tests(tokens: Vec<(usize, Token)>) -> Vec<(usize, Token)> {
    let mark: Vec<Token> = lex("#[cfg(test)] mod").into_iter().map(|(_, token)| token).collect();
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at..].len() < mark.len() || !tokens[at..].iter().zip(&mark).all(|((_, token), mark)| token == mark) {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        let mut depth = 0;
        loop {
            match tokens[at].1 {
                Token::Sign('{') => depth += 1,
                Token::Sign('}') => depth -= 1,
                _ => {}
            }
            let ends = matches!(tokens[at].1, Token::Sign('}' | ';'));
            at += 1;
            if ends && depth == 0 {
                break;
            }
        }
    }
    kept
}

fn sources() -> &'static [Source] {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(read_sources);
    &SOURCES
}

fn read_sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut directories = vec![root.clone()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                directories.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let code = fs::read_to_string(&path).unwrap();
                found.push(Source::new(path.strip_prefix(&root).unwrap().to_str().unwrap(), &code));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.len() > 100, "the whole program is read");
    found
}

#[track_caller]
fn none(what: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

/// Everywhere but in the files named, these words do not stand.
#[track_caller]
fn only_in(files: &[&str], words: &[&str]) {
    let elsewhere = sources().iter().filter(|source| !files.iter().any(|file| source.path.starts_with(file)));
    let found = elsewhere.flat_map(|source| words.iter().flat_map(|word| source.places(word)));
    none(&format!("only in {files:?}"), found.collect());
}

// ---- the invariants

#[test]
fn the_reader_of_rust_reads_rust() {
    let code = r##"
        use crate::{domain::{Money, Id}, i18n::Text}; // crate::store::Store
        fn f<'a>(c: char) { let x = r#"crate::ui"#; if c == '"' || c == '\'' { crate::app::go("crate::cli \" x"); } }
        #[cfg(test)]
        mod tests { fn g() { crate::runtime::open() } }
        fn h() { keymap.unwrap() }
    "##;
    let source = Source::new("x/y.rs", code);
    assert_eq!(source.imports().into_iter().collect::<Vec<_>>(), ["app", "domain", "i18n"]);
    assert_eq!(source.find(".unwrap()"), [6]);
    assert_eq!(source.layer(), "x");
}

#[test]
fn imports_run_downwards() {
    let mut found = Vec::new();
    for source in sources() {
        let Some((layer, below)) = LAYERS.iter().find(|(layer, _)| *layer == source.layer()) else { continue };
        for import in source.imports() {
            let is_layer = LAYERS.iter().any(|(other, _)| *other == import);
            if is_layer && import != *layer && !below.contains(&import.as_str()) {
                found.push(format!("src/{} imports {import}", source.path));
            }
        }
    }
    none("imports run downwards only", found);
}

#[test]
fn libraries_stay_in_their_places() {
    only_in(&["store/"], &["redb::", "use redb"]);
    only_in(&["keymap/key.rs", "runtime/terminal.rs"], &["crossterm::", "use crossterm"]);
    only_in(&["ui/", "runtime/"], &["ratatui::", "use ratatui"]);
    only_in(&["ui/"], &["ratatui::widgets", "ratatui::{widgets"]);
}

#[test]
fn nothing_but_main_prints_or_exits() {
    only_in(
        &["main.rs"],
        &["println!", "eprintln!", "print!", "eprint!", "dbg!", "process::exit", "std::process::exit"],
    );
}

#[test]
fn the_terminal_is_never_asked() {
    only_in(&[], &["Terminal::clear", "terminal.clear()", "cursor::position"]);
}

#[test]
fn the_domain_has_no_clock_and_no_files_and_money_no_binary_fractions() {
    let words =
        ["Utc::now", "Local::now", "Local", "Instant", "SystemTime", "std::fs", "std::io", "std::env", "thread"];
    let sources = sources();
    let pure = sources.iter().filter(|source| ["domain", "i18n", "action", "app"].contains(&source.layer()));
    let mut found: Vec<String> = pure
        .filter(|source| source.layer() != "app")
        .flat_map(|source| words.iter().flat_map(|word| source.places(word)))
        .collect();
    let exact = sources.iter().filter(|source| source.layer() != "ui");
    found.extend(exact.flat_map(|source| ["f64", "f32"].iter().flat_map(|word| source.places(word))));
    none("the domain takes days as arguments and counts in decimals", found);
}

#[test]
fn what_cannot_fail_says_why() {
    let mut found = Vec::new();
    for source in sources() {
        found.extend(source.places(".unwrap()"));
        found.extend(["todo!", "unimplemented!", "panic!()", "unreachable!()"].iter().flat_map(|w| source.places(w)));
        let explained =
            |(_, token): &(usize, Token)| matches!(token, Token::Text(text) if text.split_whitespace().count() >= 3);
        for (at, (line, token)) in source.tokens.iter().enumerate() {
            let called = source.signs(at.saturating_sub(1), ".") && source.signs(at + 1, "(");
            if *token == Token::Word("expect".into()) && called && !source.tokens.get(at + 2).is_some_and(explained) {
                found.push(format!("src/{}:{line}: expect", source.path));
            }
        }
    }
    none("unwrap, or expect without a reason in words", found);
}

#[test]
fn a_file_holds_one_thing() {
    let long = sources().iter().filter(|source| source.lines > LONGEST);
    none("two things in a file", long.map(|source| format!("src/{}: {} lines", source.path, source.lines)).collect());
}

// ---- wordings

/// `Name "Latvian" "English"` of every list of wordings, by list.
fn wordings() -> BTreeMap<String, Vec<(String, String, String)>> {
    let mut lists: BTreeMap<String, Vec<(String, String, String)>> = BTreeMap::new();
    for source in sources() {
        for (at, (_, token)) in source.tokens.iter().enumerate() {
            if *token != Token::Word("texts".into()) || !source.signs(at + 1, "!{") {
                continue;
            }
            let mut rest = source.tokens[at + 3..].iter().map(|(_, token)| token);
            let Some(Token::Word(list)) = rest.find(|token| matches!(token, Token::Word(word) if word != "pub")) else {
                continue;
            };
            let entries = lists.entry(list.clone()).or_default();
            rest.next();
            while let (Some(Token::Word(name)), Some(Token::Text(latvian)), Some(Token::Text(english)), Some(_)) =
                (rest.next(), rest.next(), rest.next(), rest.next())
            {
                entries.push((name.clone(), latvian.clone(), english.clone()));
            }
        }
    }
    assert!(lists["Text"].len() > 100, "the wordings are read");
    lists
}

#[test]
fn every_wording_is_used() {
    let sources = sources();
    let words: BTreeSet<String> = sources
        .iter()
        .filter(|source| source.path == "app/forms/noun.rs")
        .flat_map(|source| source.tokens.iter().map(|(_, token)| spelled(token)))
        .collect();
    // `List::Name` wherever it stands; a list may be called otherwise where it is imported.
    let mut named: BTreeSet<(&str, &str)> = BTreeSet::new();
    let lists = wordings();
    for source in sources {
        let aliases: Vec<(&str, &str)> =
            lists.keys().filter_map(|list| Some((source.alias(list)?, list.as_str()))).collect();
        for words in source.spelled.windows(4).filter(|words| words[1] == ":" && words[2] == ":") {
            let called = aliases.iter().find(|(alias, _)| *alias == words[0]);
            named.insert((called.map_or(words[0].as_str(), |(_, list)| list), &words[3]));
        }
    }
    let mut unused = Vec::new();
    for (list, entries) in &lists {
        for (name, ..) in entries {
            // The titles of forms stand in a table.
            if !named.contains(&(list, name)) && !named.contains(&("Self", name)) && !words.contains(name) {
                unused.push(format!("{list}::{name}"));
            }
        }
    }
    none("wordings that nobody says", unused);
}

#[test]
fn both_languages_take_the_same_parts() {
    let parts = |text: &str| text.matches("{}").count();
    let mut found = Vec::new();
    for (list, entries) in wordings() {
        let uneven = entries.iter().filter(|(_, latvian, english)| parts(latvian) != parts(english));
        found.extend(uneven.map(|(name, ..)| format!("{list}::{name}")));
    }
    for source in sources() {
        for tokens in source.tokens.windows(5) {
            if let [
                (line, Token::Word(word)),
                _,
                (_, Token::Text(latvian)),
                (_, Token::Sign(',')),
                (_, Token::Text(english)),
            ] = tokens
                && word == "pick"
                && parts(latvian) != parts(english)
            {
                found.push(format!("src/{}:{line}: {latvian:?}, {english:?}", source.path));
            }
        }
    }
    none("a part is missing in one language", found);
}

#[test]
fn wordings_stand_together() {
    // Made-up people and the catalogue are data.
    let data = ["domain/demo/", "domain/catalogue.rs"];
    let worded = ["i18n", "action", "store", "files", "cli"];
    let mut found = Vec::new();
    for source in sources() {
        if worded.contains(&source.layer()) || data.iter().any(|data| source.path.starts_with(data)) {
            continue;
        }
        found.extend(source.places("lang.pick("));
        for (line, token) in &source.tokens {
            if matches!(token, Token::Text(text) if text.chars().any(|letter| "āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ".contains(letter)))
            {
                found.push(format!("src/{}:{line}: {}", source.path, spelled(token)));
            }
        }
    }
    none("wordings outside i18n", found);
}

// ---- the README

/// The default keymap as README shows it: by context, in the order of the action table.
fn key_table() -> String {
    let keymap = Keymap::built_in("default").expect("a built-in keymap");
    let mut table = String::new();
    for &context in Context::ALL {
        let rows: Vec<String> = Action::ALL
            .iter()
            .filter_map(|&action| {
                let keys = keymap.bound(context, action);
                let keys: Vec<String> =
                    keys.iter().map(|keys| format!("`{}`", sequence_label(keys, Lang::English))).collect();
                let row = [keys.join(" "), action.text(Lang::English).into(), action.text(Lang::Latvian).into()];
                (!keys.is_empty()).then(|| format!("| {} |\n", row.join(" | ").replace("`|`", "`\\|`")))
            })
            .collect();
        if !rows.is_empty() {
            table += &format!("\n**{}** · {}\n\n", context.text(Lang::English), context.text(Lang::Latvian));
            table += &format!("| keys | | |\n|---|---|---|\n{}", rows.concat());
        }
    }
    table + "\n"
}

/// With `UPDATE_README=1` in the environment they are written anew.
#[test]
fn readme_tables_are_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    for (name, expect) in [("keys", key_table()), ("columns", column_list())] {
        let readme = fs::read_to_string(&path).expect("README.md");
        let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
        let (before, rest) = readme.split_once(&begin).expect("README.md has the mark where it begins");
        let (table, after) = rest.split_once(&end).expect("README.md has the mark where it ends");
        if std::env::var_os("UPDATE_README").is_some() {
            fs::write(&path, format!("{before}{begin}{expect}{end}{after}")).unwrap();
        } else {
            assert!(table == expect, "UPDATE_README=1 cargo test --test architecture writes the table of {name} anew");
        }
    }
}

/// What a table to import may hold, by its kind, in lines that can be read in a terminal.
fn column_list() -> String {
    let mut list = String::new();
    for kind in ImportKind::ALL {
        list += &format!("- `{}`\n", kind.name());
        for (lang, name) in [(Lang::Latvian, "Latviski"), (Lang::English, "In English")] {
            let headings = kind.columns().iter().map(|field| field.text(lang)).collect::<Vec<_>>().join(" · ");
            list += &wrapped(&format!("{name}: {headings}"));
        }
    }
    list
}

/// A point under a point, broken between headings.
fn wrapped(text: &str) -> String {
    let (mut lines, mut line) = (String::new(), "  -".to_owned());
    for word in text.split_inclusive(" · ") {
        if line.chars().count() + word.trim_end().chars().count() > 110 {
            lines += &format!("{}\n", line.trim_end());
            line = "   ".to_owned();
        }
        line += if line.ends_with(' ') && line.trim_start() != "" { "" } else { " " };
        line += word;
    }
    lines + &line + "\n"
}

//! Keymaps: the built-in ones are whole, and a file with faults says where they are and still works.

use atbalsts::action::{Action, Context, STACKS};
use atbalsts::i18n::Lang;
use atbalsts::keymap::{BUILT_IN, Finding, Key, KeyCode, Keymap, KeymapProblem, Next, Resolution, Sequence};

const PANES: &[Context] = &[Context::Families, Context::Panes, Context::List, Context::Everywhere];
const CALENDAR: &[Context] = &[Context::Calendar, Context::Panes, Context::List, Context::Everywhere];
const FORM: &[Context] = &[Context::Form, Context::Everywhere];

fn keys(text: &str) -> Sequence {
    text.split(' ').map(|key| key.parse().expect(text)).collect()
}

fn read_clean(text: &str) -> Keymap {
    let (keymap, faults) = Keymap::read(text);
    assert_eq!(faults, [], "{text}");
    keymap
}

fn default() -> Keymap {
    Keymap::built_in("default").expect("built in")
}

#[test]
fn built_in_keymaps_have_no_faults_and_no_conflicts() {
    for (name, text) in BUILT_IN {
        let (keymap, faults) = Keymap::read(text);
        assert_eq!(faults, [], "{name}");
        assert_eq!(keymap.name(), *name);
        let problems: Vec<_> = keymap.lint().into_iter().filter(Finding::is_problem).collect();
        assert!(problems.is_empty(), "{name}: {problems:?}");
    }
}

#[test]
fn every_action_has_a_key_wherever_it_belongs() {
    for (name, _) in BUILT_IN {
        let keymap = Keymap::built_in(name).expect("built in");
        for action in Action::ALL {
            for context in action.contexts() {
                for stack in STACKS.iter().filter(|stack| stack.contains(context)) {
                    assert!(!keymap.keys_of(stack, *action).is_empty(), "{name}: {action:?} in {stack:?}");
                }
            }
        }
    }
}

#[test]
fn the_default_keymap_needs_no_awkward_key() {
    let keymap = default();
    let awkward = |key: &Key| match key.code {
        KeyCode::Char(letter) => "[]{}\\@|~".contains(letter),
        KeyCode::Up | KeyCode::Down | KeyCode::Left | KeyCode::Right | KeyCode::Function(_) => true,
        _ => false,
    };
    for action in Action::ALL {
        for context in action.contexts() {
            let all = keymap.bound(*context, *action);
            assert!(all.iter().any(|keys| !keys.iter().any(awkward)), "{action:?} in {context:?}: {all:?}");
        }
    }
}

#[test]
fn every_context_that_holds_is_in_a_stack() {
    for context in Context::ALL {
        assert!(STACKS.iter().any(|stack| stack.contains(context)), "{context:?}");
    }
}

#[test]
fn a_letter_acts_and_a_prefix_shows_what_follows() {
    let keymap = default();
    assert_eq!(keymap.resolve(PANES, &keys("a")), Resolution::Action(Action::Attendance));
    let Resolution::Pending(nexts) = keymap.resolve(PANES, &keys("g")) else { panic!("g leads on") };
    assert!(nexts.contains(&(Key::char('d'), Next::Action(Action::WorkQueue))), "from the panes");
    assert!(nexts.contains(&(Key::char('g'), Next::Action(Action::Top))), "and from the list");
    assert_eq!(keymap.resolve(PANES, &keys("g d")), Resolution::Action(Action::WorkQueue));
    assert_eq!(keymap.resolve(PANES, &keys("g g")), Resolution::Action(Action::Top));
    assert_eq!(keymap.resolve(PANES, &keys("g ļ")), Resolution::None);
    assert_eq!(keymap.resolve(PANES, &keys("m")), Resolution::None, "moving is for the calendar");
    assert_eq!(keymap.resolve(CALENDAR, &keys("m")), Resolution::Action(Action::Move));
}

#[test]
fn letters_are_text_in_forms() {
    for (name, _) in BUILT_IN {
        let keymap = Keymap::built_in(name).expect("built in");
        for letter in ' '..='\u{17e}' {
            let found = keymap.resolve(FORM, &[Key::char(letter)]);
            assert_eq!(found, Resolution::None, "{name}: {letter}");
        }
    }
}

#[test]
fn digits_are_units_in_attendance() {
    for (name, _) in BUILT_IN {
        let keymap = Keymap::built_in(name).expect("built in");
        for digit in '0'..='9' {
            let found = keymap.resolve(&[Context::Attendance, Context::Everywhere], &[Key::char(digit)]);
            assert_eq!(found, Resolution::None, "{name}: {digit}");
        }
    }
}

#[test]
fn a_dumped_keymap_reads_back_as_the_same() {
    for (name, _) in BUILT_IN {
        for lang in Lang::ALL {
            let keymap = Keymap::built_in(name).expect("built in");
            assert_eq!(read_clean(&keymap.dump(*lang)), keymap, "{name}");
        }
    }
    let own = read_clean("name = \"manējā\"\ninherits = \"vim\"\n[list]\nedit = [\"š\", \"' \\\"\"]\nundo = []\n");
    assert_eq!(read_clean(&own.dump(Lang::Latvian)), own);
}

#[test]
fn latvian_letters_are_keys() {
    let keymap = read_clean("[list]\nedit = [\"š\"]\nclose = [\"Ķ ļ\"]\n");
    assert_eq!(keymap.resolve(PANES, &[Key::char('š')]), Resolution::Action(Action::Edit));
    assert_eq!(keymap.resolve(PANES, &keys("Ķ ļ")), Resolution::Action(Action::Close));
}

#[test]
fn an_own_file_adds_to_the_keymap_it_inherits() {
    let keymap = read_clean("inherits = \"vim\"\n[panes]\nattendance = [\"A\", \"ctrl+a\"]\n");
    assert_eq!(keymap.keys_of(PANES, Action::Attendance), [keys("A"), keys("ctrl+a")], "the list replaces the old one");
    assert_eq!(keymap.resolve(PANES, &keys("a")), Resolution::None);
    assert_eq!(keymap.resolve(PANES, &keys("d d")), Resolution::Action(Action::Close), "vim's");
    assert_eq!(keymap.resolve(PANES, &keys("q")), Resolution::Action(Action::Quit), "vim's, from default");
    let nothing = read_clean("");
    assert_eq!(nothing.keys_of(CALENDAR, Action::Move), default().keys_of(CALENDAR, Action::Move));
}

#[test]
fn an_empty_list_unbinds() {
    let keymap = read_clean("[list]\nundo = []\n[form]\nsave = []\n");
    assert_eq!(keymap.resolve(PANES, &keys("u")), Resolution::None);
    let findings = keymap.lint();
    let undo = Finding::NoKey { context: Context::List, action: Action::Undo, palette: true };
    let save = Finding::NoKey { context: Context::Form, action: Action::Save, palette: false };
    assert!(findings.contains(&undo) && !undo.is_problem(), "{findings:?}");
    assert!(findings.contains(&save) && save.is_problem(), "{findings:?}");
}

#[test]
fn a_key_that_the_file_takes_is_taken_from_what_it_inherits() {
    let keymap = read_clean("[panes]\nnew_note = [\"n\"]\n[list]\nedit = [\"u\"]\n");
    assert_eq!(keymap.resolve(PANES, &keys("n")), Resolution::Action(Action::NewNote));
    assert_eq!(keymap.keys_of(PANES, Action::NewFamily), [] as [Sequence; 0]);
    assert_eq!(keymap.resolve(PANES, &keys("u")), Resolution::Action(Action::Edit));
}

#[test]
fn a_key_that_hides_another_context_is_found() {
    let keymap = read_clean("[plan]\nadvance_plan = [\"e\"]\n[panes]\nzoom = [\"g\"]\n");
    let findings = keymap.lint();
    let hidden = |keys, context, action, by| Finding::Hidden { keys, context, action, by };
    assert!(findings.contains(&hidden(keys("e"), Context::List, Action::Edit, Context::Plan)), "{findings:?}");
    assert!(findings.contains(&hidden(keys("g g"), Context::List, Action::Top, Context::Panes)), "{findings:?}");
    let keymap = read_clean("[calendar]\nmove = [\"? ?\"]\n[list]\nhelp = [\"?\"]\n");
    assert!(keymap.lint().contains(&hidden(keys("?"), Context::List, Action::Help, Context::Calendar)));
}

const ILL_FORMED: &str = r#"name = "manējā"
inherits = "vom"

[panes]
attendence = ["a"]
zoom = ["ctrl+i", "Z"]
log_call = "c"
new_note = ["ņ", "n ctrl+h f1"]
save = ["ctrl+s"]
quit = [7, ""]
explain = ["ž", "ž ž", "alt+x"]
drafts = ["ņ"]

[form]
save = ["s", "ctrl+s"]
confirm = ["shift+f1", "ctrl+enter", "enter"]

[lists]
edit = ["e"]

[list]
edit = ["Ē", "super+e"]
open =
undo = ["Ū"]
"#;

#[test]
fn every_fault_is_told_with_its_place() {
    let (_, faults) = Keymap::read(ILL_FORMED);
    let told: Vec<_> = faults
        .iter()
        .map(|fault| format!("{}:{}: {}", fault.line, fault.column, fault.sentence(Lang::English)))
        .collect();
    let expected = [
        "2:12: There is no built-in keymap “vom”. Did you mean “vim”?",
        "5:1: There is no action “attendence”. Did you mean “attendance”?",
        "6:10: In a terminal “ctrl+i” is the same as Tab; choose another key.",
        "7:12: A list of keys belongs here, such as [\"a\", \"g d\"].",
        "8:21: In a terminal “ctrl+h” is the same as Backspace; choose another key.",
        "9:1: The action “save” does not belong here, but in: [form].",
        "10:9: A text in quotes belongs here.",
        "10:12: No key is named; write [] for an action without keys.",
        "11:17: “ž ž” cannot be reached: “ž” acts before it.",
        "11:25: In a terminal “alt+x” is the same as Esc and then the key; choose another.",
        "12:11: “ņ” already means “new_note” in this section.",
        "15:9: “s” is text here (Forms): choose a key with Ctrl or a function key.",
        "16:13: Not every terminal can send “shift+f1”; choose another key.",
        "16:25: Not every terminal can send “ctrl+enter”; choose another key.",
        "18:2: There is no section “lists”. Did you mean “list”?",
        "22:15: There is no key “super+e”.",
    ];
    assert_eq!(told[..16], expected);
    let syntax = &faults[16];
    assert_eq!((faults.len(), syntax.line, syntax.column), (17, 23, 7), "{told:?}");
    assert!(matches!(syntax.problem, KeymapProblem::Syntax));
    assert!(syntax.sentence(Lang::Latvian).starts_with("Pieraksts neatbilst TOML; "));
}

#[test]
fn what_is_good_in_an_ill_formed_file_holds() {
    let (keymap, _) = Keymap::read(ILL_FORMED);
    assert_eq!(keymap.name(), "manējā");
    assert_eq!(keymap.keys_of(PANES, Action::Zoom), [keys("Z")]);
    assert_eq!(keymap.keys_of(PANES, Action::NewNote), [keys("ņ")]);
    assert_eq!(keymap.keys_of(PANES, Action::Edit), [keys("Ē")]);
    assert_eq!(keymap.keys_of(PANES, Action::Undo), [keys("Ū")], "after a line that is no TOML");
    assert_eq!(keymap.keys_of(FORM, Action::Confirm), [keys("enter")]);
    // What came to nothing stays as in the default keymap.
    for action in [Action::Quit, Action::LogCall, Action::Open, Action::Attendance] {
        assert_eq!(keymap.keys_of(PANES, action), default().keys_of(PANES, action), "{action:?}");
    }
}

#[test]
fn text_that_is_no_toml_leaves_keys_to_work_with() {
    for text in ["Labdien!", "[list", "inherits = \"vim\n[list]\nundo = [\"ū\"]", "\u{feff}[list]\nundo = [\"\u{0}\"]"]
    {
        let (keymap, faults) = Keymap::read(text);
        assert!(!faults.is_empty(), "{text}");
        assert!(keymap.keys_of(PANES, Action::Quit).contains(&keys("q")), "{text}");
        for fault in faults {
            assert!(fault.line >= 1 && fault.column >= 1 && !fault.sentence(Lang::Latvian).contains("{}"));
        }
    }
}

#[test]
fn a_file_as_notepad_saves_it_is_read() {
    let keymap = read_clean("\u{feff}name = \"mana\"\r\n[list]\r\nundo = [\"ū\"]\r\n");
    assert_eq!(keymap.keys_of(PANES, Action::Undo), [keys("ū")]);
}

//! Who may do what on the command line: every command under every role, with the real binary. The store asks, not the
//! command.

#[path = "support/office.rs"]
mod office;

use std::ffi::OsString;

use atbalsts::{
    cli::definition,
    domain::{
        Choice, Deed, Operation, Role,
        Role::{Accountant, Administrator, Auditor, Head, Worker},
        User,
    },
    i18n::Lang,
    store::{Clock, Store},
};
use office::Office;

const EVERYBODY: &[Role] = Role::ALL;
const KEEPERS: &[Role] = &[Administrator];

/// What is asked of the program, and who may.
const TABLE: &[(&str, &[Role])] = &[
    // Reading, behind the veil of restricted families, and noted in the read log.
    ("export families", EVERYBODY),
    ("export users", EVERYBODY),
    ("export ledger", EVERYBODY),
    ("report budget", EVERYBODY),
    ("report burndown", EVERYBODY),
    ("report outcomes", EVERYBODY),
    ("print month --child 1", EVERYBODY),
    ("print calls", EVERYBODY),
    ("journal", EVERYBODY),
    ("rules dump", EVERYBODY),
    ("instrument dump", EVERYBODY),
    ("user list", EVERYBODY),
    ("user key list anna", EVERYBODY),
    ("ssh-keys", EVERYBODY),
    ("check", EVERYBODY),
    ("doctor", EVERYBODY),
    // Who looked at what.
    ("journal --reads", &[Head, Auditor, Administrator]),
    // A copy of everything: in it nothing lies behind a veil, and nobody is seen looking.
    ("backup {new}", KEEPERS),
    ("backup --since 1 {new}", KEEPERS),
    ("backup -", KEEPERS),
    ("restore {delta}", KEEPERS),
    // Changes.
    ("import families {families}", &[Worker, Head, Administrator]),
    ("import providers {providers}", &[Worker, Head, Accountant, Administrator]),
    ("import prices {prices}", &[Head, Accountant, Administrator]),
    ("rules adopt {rules} --programme 1 --from 1.1.2030", &[Head, Administrator]),
    ("instrument adopt {instrument} --from 1.1.2030", &[Head, Administrator]),
    ("user add jauns --role worker", KEEPERS),
    ("user role anna head", KEEPERS),
    ("user lang anna en", KEEPERS),
    ("user keymap anna vim", KEEPERS),
    ("user lang {own} en", EVERYBODY),
    ("user lang {own} usual", EVERYBODY),
    ("user keymap {own} vim", EVERYBODY),
    ("user disable anna", KEEPERS),
    ("user enable anna", KEEPERS),
    ("user key add anna {key}", KEEPERS),
    ("user key remove anna 1", KEEPERS),
    ("erase --family 1 --reason Termiņš", KEEPERS),
    ("compact", KEEPERS),
];

/// Commands that look at no store, make one of their own, or show only what the calendar and the keyboard are.
const WITHOUT_A_STORE: [&str; 5] = ["demo", "calendar", "keymap", "completions", "man"];

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl anna@dators";

const FAMILIES: &str = "Lietas numurs;Uzvārds\n2026-90;Šķēle\n";
const PROVIDERS: &str = "Nosaukums\nRitma skola\n";
const PRICES: &str =
    "Pakalpojums;Sniedzējs;Forma;Vienība;Cena;No\nLOG;SIA “Kustība”;individuāli;nodarbība;18,00;01.01.2030\n";

/// An office in which whoever runs this is on the list, in that role.
struct InRole {
    office: Office,
    role: Role,
}

impl InRole {
    fn new(role: Role) -> Self {
        let office = Office::with_plan();
        let store = Store::open(&office.store(), Clock::System).unwrap();
        let own = uzers::get_current_username().unwrap().into_string().unwrap();
        let user = |login: &str, role| User { login: login.into(), role, ..User::default() };
        let anna = User { keys: vec![KEY.into()], ..user("anna", Worker) };
        let listed = [user(&own, role), user("līga", Administrator), anna];
        let users = listed.into_iter().fold(Operation::new(Deed::AddUser), Operation::create);
        store.apply("anna", &users).unwrap();
        let at = store.revision().unwrap();
        store.backup(Some(at), &office.path("delta")).unwrap();
        office.file("key", KEY.replace("IOMqqnkV", "IOMqqnkW").as_bytes());
        office.file("families", FAMILIES.as_bytes());
        office.file("providers", PROVIDERS.as_bytes());
        office.file("prices", PRICES.as_bytes());
        for noun in ["rules", "instrument"] {
            office.file(noun, office.ok(&[noun, "dump"]).as_bytes());
        }
        Self { office, role }
    }

    /// Names in braces are files, but for one's own login.
    fn tries(&self, line: &str, may: &[Role]) {
        let new = self.office.path("new");
        let _ = std::fs::remove_file(&new);
        let named = |word: &str| word.strip_prefix('{').and_then(|word| word.strip_suffix('}')).map(str::to_owned);
        let own = uzers::get_current_username().unwrap();
        let words = line.split(' ').map(|word| match named(word) {
            Some(name) if name == "own" => own.clone(),
            Some(name) => self.office.path(&name).into(),
            None => word.into(),
        });
        let words: Vec<OsString> = words.collect();
        let before = self.office.revision();
        let ran = self.office.command().args(words).output().unwrap();
        let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
        let told = format!("{:?}: atbalsts {line}: {:?} {err}", self.role, ran.status.code());
        if may.contains(&self.role) {
            // Nobody types here that they are sure.
            let asks = line.starts_with("erase") && err.contains("Nekas nav dzēsts");
            assert!(ran.status.success() || asks, "{told}");
        } else {
            assert!(err.contains("Jūsu loma ("), "{told}");
            // What prices would lead to is told before they are to be stored.
            assert!(out.is_empty() || line.starts_with("import prices"), "{told}");
            assert_eq!((ran.status.code(), self.office.revision()), (Some(1), before), "{told}");
            assert!(!new.exists(), "{told}");
        }
    }
}

#[test]
fn each_command_is_for_the_roles_of_the_table() {
    for &role in Role::ALL {
        let office = InRole::new(role);
        for &(line, may) in TABLE {
            office.tries(line, may);
        }
    }
}

#[test]
fn the_table_knows_every_command() {
    let first = |line: &'static str| line.split(' ').next().unwrap();
    for command in definition(Lang::English).get_subcommands() {
        let name = command.get_name();
        let listed = TABLE.iter().any(|(line, _)| first(line) == name);
        assert!(listed != WITHOUT_A_STORE.contains(&name), "{name}: who may?");
    }
}

//! Opening: the demonstration, a store that is not there yet, keymaps.

use atbalsts::{
    domain::{Choice, Family, KeymapWish, Programme},
    keymap::{BUILT_IN, Keymap},
};

use crate::home::{Home, PANES, SMALL, WIDE, read, settle};

#[test]
fn the_demonstration_is_made_and_opened_with_one_command() {
    let home = Home::new();
    let mut session = home.start(&["demo"]);
    for text in ["1 Ģimenes", "2 Atbalsta plāns", "2018–2019", PANES] {
        session.wait_for_text(text);
    }
    session.send("q");
    assert_eq!(session.wait_exit(), 0);
    assert_eq!(read(&home.demo_store(), |reader| reader.all::<Family>()).len(), 20);
    // The next time it goes on where it was left, now in a window that has room for everything.
    let mut session = home.start_in(&["demo"], WIDE, &[]);
    for text in ["1 Ģimenes", "2 Atbalsta plāns", "3 Budžets", "4 Kalendārs", PANES] {
        session.wait_for_text(text);
    }
    assert_eq!(read(&home.demo_store(), |reader| reader.all::<Family>()).len(), 20);
}

#[test]
fn without_a_store_a_new_programme_is_asked_for_in_one_form() {
    let home = Home::new();
    let mut session = home.start(&[]);
    session.wait_for_text("Sākt jaunu programmu");
    session.send("\r");
    session.wait_for_text("Jauna programma");
    session.send("Ķekavas novads\tIndividuālais budžets\x13");
    session.wait_for_text("Ķekavas novads · Individuālais budžets");
    session.wait_for_text("1 Ģimenes");
    session.send("q");
    assert_eq!(session.wait_exit(), 0);
    let programmes: Vec<Programme> = read(&home.store(), |reader| reader.all());
    assert_eq!(programmes.len(), 1);
    assert_eq!(programmes[0].municipality, "Ķekavas novads");
}

#[test]
fn without_a_store_the_demonstration_can_be_looked_at() {
    let home = Home::new();
    let mut session = home.start(&[]);
    session.wait_for_text("Apskatīt paraugdatus");
    session.send("j\r");
    session.wait_for_text("Izveidoti demonstrācijas dati");
    session.wait_for_text("Avotiņš");
    session.send("j");
    session.wait_for_text(PANES);
    session.send("q");
    assert_eq!(session.wait_exit(), 0);
}

#[test]
fn without_a_store_another_file_can_be_opened() {
    let (home, colleague) = (Home::new(), Home::with_demo());
    let mut session = home.start(&[]);
    session.wait_for_text("Atvērt citu failu");
    session.send("jj\r");
    settle(&mut session);
    let path = colleague.demo_store();
    session.send(path.to_str().unwrap());
    session.send("\r");
    session.wait_for_text(PANES);
    assert!(!home.store().exists());
}

#[test]
fn without_a_store_esc_leaves_and_nothing_is_made() {
    let home = Home::new();
    let mut session = home.start(&[]);
    session.wait_for_text("Sākt jaunu programmu");
    session.send("\x1b");
    assert_eq!(session.wait_exit(), 0);
    assert!(session.terminal_restored());
    assert!(!home.path("data").exists());
}

/// The bytes that leave the panes under each built-in keymap, as a terminal sends them.
fn quit_keys(keymap: &str) -> &'static [&'static str] {
    match keymap {
        "default" => &["q", "\x11"],
        "classic" => &["\x1b[21~", "\x11"],
        "vim" => &["ZZ", "q"],
        other => panic!("how does one leave with {other}?"),
    }
}

#[test]
fn each_keymap_opens_by_its_name_and_leaves_by_its_keys() {
    let home = Home::with_demo();
    for (keymap, _) in BUILT_IN {
        for keys in quit_keys(keymap) {
            let mut session = home.start(&["--keymap", keymap, "demo"]);
            session.wait_for_text("1 Ģimenes");
            session.send(keys);
            assert_eq!(session.wait_exit(), 0, "{keymap}: {keys:?}");
            assert!(session.terminal_restored(), "{keymap}: {keys:?}");
        }
    }
}

#[test]
fn a_keymap_with_errors_tells_all_of_them_and_the_rest_of_it_works() {
    let home = Home::with_demo();
    let file = home.path("mani.toml");
    let text = "inherits = \"default\"\n[panes]\nquit = [\"Ķ\"]\naizlidot = [\"w\"]\nzoom = [\"ctrl+i\"]\n";
    std::fs::write(&file, text).unwrap();
    let path = file.to_str().unwrap();
    let mut session = home.start_in(&["--keymap", path, "demo"], (200, 24), &[]);
    session.wait_for_text(&format!("{path}:4:1:"));
    session.wait_for_text(&format!("{path}:5:10:"));
    session.send("\x1b");
    session.wait_for_text(PANES);
    session.send("Ķ");
    assert_eq!(session.wait_exit(), 0);
    assert!(session.terminal_restored());
}

#[test]
fn the_language_is_asked_for_or_follows_the_locale() {
    let home = Home::with_demo();
    let check = |arguments: &[&str], locale: &str, expect: &str| {
        let mut session = home.start_in(arguments, SMALL, &[("LANG", locale)]);
        session.wait_for_text(expect);
    };
    check(&["demo"], "lv_LV.UTF-8", "Ģimenes");
    check(&["demo"], "en_GB.UTF-8", "Families");
    check(&["--lang", "en", "demo"], "lv_LV.UTF-8", "Families");
    check(&["demo"], "de_DE.UTF-8", "Ģimenes");
}

#[test]
fn a_users_own_language_and_keymap_hold_where_nothing_else_is_asked_for() {
    for wish in KeymapWish::ALL {
        assert_eq!(Keymap::built_in(wish.name()).is_some(), *wish != KeymapWish::Usual, "{wish:?}");
    }
    assert!(BUILT_IN.iter().all(|(name, _)| KeymapWish::by_name(name).is_some()), "a keymap that nobody can wish for");

    let home = Home::with_demo();
    let mut anna = home.start(&["demo"]);
    anna.wait_for_text(PANES);
    anna.send("ge");
    anna.wait_for_text("Mani iestatījumi");
    anna.send("en\tk\x13");
    anna.wait_for_text("kad atvērsiet programmu nākamreiz");
    drop(anna);
    home.start(&["demo"]).wait_for_text("F2 attendance");
    home.start(&["demo", "--lang", "lv"]).wait_for_text("F2 apmeklējumi");
    home.start(&["demo", "--keymap", "default"]).wait_for_text("a attendance");
    std::fs::create_dir_all(home.path("config/atbalsts")).unwrap();
    std::fs::write(home.path("config/atbalsts/config.toml"), "lang = \"lv\"\nkeymap = \"default\"\n").unwrap();
    home.start(&["demo"]).wait_for_text(PANES);
}

//! One service account, one key per person: a real OpenSSH server on loopback lets people into the interface and into
//! nothing else.

#[path = "support/installed.rs"]
mod installed;
#[path = "support/outside.rs"]
mod outside;
#[path = "support/pty.rs"]
#[allow(dead_code)] // this file uses its part
mod pty;
#[path = "support/ssh_server.rs"]
mod ssh_server;

use std::{
    fs,
    io::Read,
    net::{TcpListener, TcpStream},
    process::{Command, Stdio},
    time::Duration,
};

use atbalsts::{
    domain::{Deed, Note},
    store::{Clock, Store},
};
use installed::Installed;
use ssh_server::{SshServer, lives, wait_until};

/// The first hint on the panes: they are drawn whole.
const PANES: &str = "a apmeklējumi";
/// What those read who ask for more.
const ONLY: &str = "Šeit atveras tikai atbalsts";

fn told(output: &std::process::Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_key_opens_the_interface_in_the_name_of_its_user() {
    let Some(server) = SshServer::start() else { return };
    let mut anna = server.ssh(&[]);
    anna.wait_for_text(PANES);
    assert!(anna.text().lines().next().unwrap().contains("anna"), "{}", anna.text());
    anna.send("nzŠodien zvanīja māte\x13");
    anna.wait_for_text("Pievienota piezīme");
    anna.send("q");
    assert_eq!(anna.wait_exit(), 0, "{}", anna.text());
    assert!(anna.terminal_restored());
    let store = Store::open(&server.store(), Clock::System).unwrap();
    let entry = store.read(|reader| reader.entries_back(None, 1)).unwrap().pop().unwrap();
    assert_eq!((entry.user.as_str(), entry.deed), ("anna", Deed::AddNote));
}

#[test]
fn it_opens_no_shell_no_file_and_no_port() {
    let Some(server) = SshServer::start() else { return };
    let marker = server.path("mocked");
    let touch = format!("touch {}", marker.display());
    for command in ["sh", touch.as_str(), "scp -f /etc/passwd", "internal-sftp", "atbalsts export persons"] {
        for terminal in ["-T", "-tt"] {
            let ran = server.run("ssh", &[terminal, "127.0.0.1", command]);
            assert_eq!(ran.status.code(), Some(2), "{command}: {}", told(&ran));
            assert!(told(&ran).contains(ONLY), "{command}: {}", told(&ran));
        }
    }
    assert!(!marker.exists());
    // Without a terminal there is no interface either.
    let ran = server.run("ssh", &["-T", "127.0.0.1"]);
    assert_eq!(ran.status.code(), Some(1), "{}", told(&ran));

    let (own, copy) = (server.path("anna.pub"), server.path("kopija"));
    let (own, copy_text) = (own.to_str().unwrap(), copy.to_str().unwrap());
    for protocol in ["-O", "-s"] {
        let from = format!("127.0.0.1:{}", server.store().display());
        assert!(!server.run("scp", &[protocol, &from, copy_text]).status.success(), "{protocol}");
        let to = format!("127.0.0.1:{copy_text}");
        assert!(!server.run("scp", &[protocol, own, &to]).status.success(), "{protocol}");
    }
    let asked = server.path("sftp");
    fs::write(&asked, format!("get {} {copy_text}\n", server.store().display())).unwrap();
    assert!(!server.run("sftp", &["-b", asked.to_str().unwrap(), "127.0.0.1"]).status.success());
    assert!(!copy.exists());

    let free = || TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let inside = TcpListener::bind("127.0.0.1:0").unwrap();
    let target = inside.local_addr().unwrap().port();
    let back = format!("{}:127.0.0.1:{target}", free());
    let refused = server.run("ssh", &["-N", "-o", "ExitOnForwardFailure=yes", "-R", &back, "127.0.0.1"]);
    assert!(!refused.status.success(), "{}", told(&refused));
    let local = free();
    let forth = format!("{local}:127.0.0.1:{target}");
    let mut client = Command::new("ssh")
        .args(server.client())
        .args(["-N", "-L", &forth, "127.0.0.1"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = None;
    wait_until("the client listens", || {
        line = TcpStream::connect(("127.0.0.1", local)).ok();
        line.is_some()
    });
    let mut read = Vec::new();
    // The server opens no way: the client hangs up, and nobody came through.
    let _ = line.unwrap().read_to_end(&mut read);
    inside.set_nonblocking(true).unwrap();
    assert!(read.is_empty() && inside.accept().is_err(), "the port was forwarded");
    client.kill().unwrap();
    client.wait().unwrap();
}

#[test]
fn nothing_that_the_client_sends_along_leads_elsewhere() {
    let Some(server) = SshServer::start() else { return };
    let elsewhere = server.path("cits.redb");
    let config = server.path("config/atbalsts");
    fs::create_dir_all(&config).unwrap();
    fs::write(config.join("config.toml"), "user = \"zane\"\nlang = \"en\"\n").unwrap();
    let (config, data) = (server.path("config"), server.path("data"));
    let mut anna = server.ssh(&[
        ("ATBALSTS_STORE", elsewhere.to_str().unwrap()),
        ("ATBALSTS_LANG", "en"),
        ("XDG_CONFIG_HOME", config.to_str().unwrap()),
        ("XDG_DATA_HOME", data.to_str().unwrap()),
        ("USER", "zane"),
        ("LANG", "lv_LV.UTF-8"),
    ]);
    anna.wait_for_text(PANES);
    let first = anna.text().lines().next().unwrap().to_owned();
    assert!(first.contains("anna") && !first.contains("zane"), "{first}");
    assert!(!elsewhere.exists() && !data.exists());
}

#[test]
fn each_works_in_a_language_and_with_keys_of_their_own() {
    let Some(server) = SshServer::start() else { return };
    server.atbalsts(&["user", "lang", "anna", "en"]);
    server.atbalsts(&["user", "keymap", "anna", "classic"]);
    let mut anna = server.ssh(&[("LANG", "lv_LV.UTF-8")]);
    anna.wait_for_text("F2 attendance");
    anna.send("\x1b[21~");
    assert_eq!(anna.wait_exit(), 0, "F10 leaves: {}", anna.text());
    server.atbalsts(&["user", "lang", "anna", "usual"]);
    server.ssh(&[("LANG", "lv_LV.UTF-8")]).wait_for_text("F2 apmeklējumi");
}

#[test]
fn whoever_is_disabled_is_out_at_once_and_stays_out() {
    let Some(server) = SshServer::start() else { return };
    let mut anna = server.ssh(&[]);
    anna.wait_for_text(PANES);
    server.change_user("anna", |user| user.disabled = true);
    assert_eq!(anna.wait_exit(), 1, "{}", anna.text());
    assert!(anna.text().contains("piekļuve datiem ir slēgta"), "{}", anna.text());
    // With the keys as they were, the program itself refuses; with new ones, the server does.
    let mut again = server.ssh(&[]);
    assert_eq!(again.wait_exit(), 1);
    assert!(again.text().contains("piekļuve datiem ir slēgta"), "{}", again.text());
    assert!(!again.since(0).contains(&0x1b), "no screen was drawn");
    server.publish_keys();
    assert_eq!(fs::read_to_string(server.path("authorized_keys")).unwrap(), "");
    assert_eq!(server.run("ssh", &["-T", "127.0.0.1"]).status.code(), Some(255));
    // Whom the list does not name is nobody, although the process is the owner's.
    server.change_user("anna", |user| user.disabled = false);
    server.publish_keys();
    let line = fs::read_to_string(server.path("authorized_keys")).unwrap();
    fs::write(server.path("authorized_keys"), line.replace("--user anna", "--user svešinieks")).unwrap();
    let mut stranger = server.ssh(&[]);
    assert_eq!(stranger.wait_exit(), 1);
    assert!(stranger.text().contains("nav lietotāju sarakstā"), "{}", stranger.text());
}

#[test]
fn a_line_that_breaks_ends_the_process_and_keeps_what_was_typed() {
    const TYPED: &str = "Zvanīja māte, lūdz pārcelt nodarbību";
    let Some(server) = SshServer::start() else { return };
    let mut anna = server.ssh(&[]);
    anna.wait_for_text(PANES);
    anna.send("nz");
    anna.wait_for_text("Jauna piezīme");
    anna.send(TYPED);
    anna.wait_for_text(TYPED);
    let process = server.process_of_form();
    assert!(lives(process));
    anna.signal("KILL");
    let gone = wait_until("the process to end", || !lives(process));
    assert!(gone < Duration::from_secs(1), "{gone:?}");
    let store = Store::open(&server.store(), Clock::System).unwrap();
    let added = store.without_waiting(|store| store.write("pēteris", Deed::AddNote, |tx| tx.all::<Note>().map(drop)));
    added.expect("nobody holds the lock");
    drop(store);
    let mut anna = server.ssh(&[]);
    anna.wait_for_text("Nesaglabāts: Jauna piezīme");
    anna.send("\r");
    anna.wait_for_text("Turpiniet, kur palikāt");
    anna.send(" uz rītu\x13");
    anna.wait_for_text("Pievienota piezīme");
    anna.send("q");
    assert_eq!(anna.wait_exit(), 0);
    let store = Store::open(&server.store(), Clock::System).unwrap();
    let notes: Vec<Note> = store.read(|reader| reader.all()).unwrap();
    assert_eq!(notes.iter().filter(|note| note.text == format!("{TYPED} uz rītu")).count(), 1);
}

#[test]
fn the_server_can_ask_for_the_keys_instead_of_reading_a_file() {
    let Some(server) = SshServer::start() else { return };
    let key = fs::read_to_string(server.path("anna.pub")).unwrap();
    let body = key.split(' ').nth(1).unwrap();
    let all = server.atbalsts(&["ssh-keys"]);
    assert_eq!(server.atbalsts(&["ssh-keys", "--key", body]), all);
    assert_eq!(server.atbalsts(&["ssh-keys", "--key", &body.replace('A', "B")]), "");
    // The server runs only a program that nobody but the superuser can replace.
    let Some(installed) = Installed::new() else { return };
    let own = uzers::get_current_username().unwrap().into_string().unwrap();
    let asks = format!(
        "AuthorizedKeysFile none\nAuthorizedKeysCommand {} --store {} ssh-keys --key %k\nAuthorizedKeysCommandUser {own}",
        installed.program().display(),
        server.store().display(),
    );
    let Some(server) = server.restart(|config| {
        let own_file = config.lines().find(|line| line.starts_with("AuthorizedKeysFile")).unwrap().to_owned();
        config.replace(&own_file, &asks)
    }) else {
        return;
    };
    let mut anna = server.ssh(&[]);
    anna.wait_for_text(PANES);
    server.change_user("anna", |user| user.keys.clear());
    assert_eq!(server.run("ssh", &["-T", "127.0.0.1"]).status.code(), Some(255), "no key, no way in");
}

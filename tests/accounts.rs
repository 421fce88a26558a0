//! An account on the server for each person: the file is the group's, and the operating system says who somebody is.

#[path = "support/installed.rs"]
mod installed;
#[path = "support/office.rs"]
mod office;
#[path = "support/outside.rs"]
mod outside;
#[path = "support/pty.rs"]
#[allow(dead_code)] // this file uses its part
mod pty;
#[path = "support/ssh_server.rs"]
#[allow(dead_code)] // likewise
mod ssh_server;

use std::{
    fs,
    os::unix::{
        fs::{PermissionsExt, chown},
        process::CommandExt,
    },
    path::PathBuf,
    process::{Command, Stdio},
};

use installed::Installed;
use office::{Office, Ran, run};
use ssh_server::SshServer;

/// A group and people that no other test knows. Accounts without a name go by their number.
const GROUP: u32 = 54_320;
const ANNA: u32 = 54_321;
const STRANGER: u32 = 54_322;

/// A store as the README has it made, and the program where everybody can run it; none if this process cannot be other
/// people.
struct Server {
    office: Office,
    installed: Installed,
}

impl Server {
    fn new() -> Option<Self> {
        let installed = Installed::new()?;
        let office = Office::demo();
        fs::set_permissions(office.path(""), fs::Permissions::from_mode(0o755)).unwrap();
        let directory = office.path("srv");
        fs::create_dir(&directory).unwrap();
        chown(&directory, None, Some(GROUP)).unwrap();
        fs::set_permissions(&directory, fs::Permissions::from_mode(0o2770)).unwrap();
        let (demo, copy) = (office.store(), office.path("demo.gz"));
        office.ok(&["--store", demo.to_str().unwrap(), "backup", copy.to_str().unwrap()]);
        let server = Self { office, installed };
        let ran = server.runs_as((0, 0), &["restore", copy.to_str().unwrap()]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        Some(server)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.office.path(name)
    }

    fn runs_as(&self, (user, group): (u32, u32), arguments: &[&str]) -> Ran {
        let mut command = Command::new(self.installed.program());
        command.env_clear().env("LANG", "lv_LV.UTF-8").env("TZ", "Europe/Riga").env("USER", "līga");
        command.env("ATBALSTS_STORE", self.path("srv/atbalsts.redb")).uid(user).gid(group).stdin(Stdio::null());
        run(command.args(arguments))
    }
}

#[test]
fn the_group_shares_the_file_and_nobody_is_somebody_else() {
    let Some(server) = Server::new() else { return };
    let anna = (ANNA, GROUP);
    let login = ANNA.to_string();
    // Not on the list yet, whatever the environment says.
    let ran = server.runs_as(anna, &["export", "families"]);
    assert_eq!((ran.code, ran.err.contains("54321 nav lietotāju sarakstā")), (1, true), "{}", ran.err);
    let owner = server.runs_as((0, 0), &["user", "add", &login, "--role", "worker"]);
    assert_eq!(owner.code, 0, "{}", owner.err);
    let ran = server.runs_as(anna, &["export", "families"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    // Neither as an administrator nor as a colleague; the owner may.
    for name in ["līga", "anna", "nobody"] {
        let ran = server.runs_as(anna, &["--user", name, "export", "families"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{name}");
        assert!(ran.err.contains("Jūs esat 54321"), "{}", ran.err);
    }
    assert_eq!(server.runs_as((0, 0), &["--user", "anna", "export", "families"]).code, 0);
    // Roles hold.
    let ran = server.runs_as(anna, &["user", "add", "draugs", "--role", "administrator"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    // The store, and what sessions leave beside it, is the group's too, and nobody else's: also what root began.
    let left = fs::read_dir(server.path("srv")).unwrap().map(|entry| entry.unwrap().metadata().unwrap());
    for file in left {
        use std::os::unix::fs::MetadataExt;
        assert_eq!((file.gid(), file.mode() & 0o777), (GROUP, 0o660));
    }
}

#[test]
fn whoever_is_not_in_the_group_does_not_get_in_and_a_store_lying_open_is_not_taken() {
    let Some(server) = Server::new() else { return };
    let stranger = (STRANGER, STRANGER);
    let ran = server.runs_as(stranger, &["export", "families"]);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{}", ran.err);
    // Somebody leaves a store where others find it: it is not theirs to write children's data into.
    fs::set_permissions(server.path("srv"), fs::Permissions::from_mode(0o777)).unwrap();
    fs::set_permissions(server.path("srv/atbalsts.redb"), fs::Permissions::from_mode(0o666)).unwrap();
    let ran = server.runs_as(stranger, &["export", "families"]);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{}", ran.err);
    assert!(ran.err.contains("pieder citam lietotājam"), "{}", ran.err);
}

#[test]
fn over_a_line_the_account_says_who_somebody_is_and_the_list_what_they_may() {
    let Some(server) = SshServer::start() else { return };
    // A key without a forced command: its account has a shell, and the program is on the path.
    fs::copy(server.path("anna.pub"), server.path("authorized_keys")).unwrap();
    let own = uzers::get_current_username().unwrap().into_string().unwrap();
    server.atbalsts(&["user", "add", &own, "--role", "worker"]);
    let program = env!("CARGO_BIN_EXE_atbalsts");
    let store = server.store();
    let store = store.to_str().unwrap();
    // Whatever the client sends along, it is the account that counts.
    let variables = [("USER", "līga"), ("LOGNAME", "līga"), ("LANG", "lv_LV.UTF-8")];
    let mut session = server.ssh_to(&variables, &[program, "--store", store]);
    session.wait_for_text("a apmeklējumi");
    let first = session.text().lines().next().unwrap().to_owned();
    assert!(first.contains(&own) && !first.contains("līga"), "{first}");
    session.send("nzŠodien zvanīja māte\x13");
    session.wait_for_text("Pievienota piezīme");
    // The role of that account holds in commands too.
    let refused = server.run("ssh", &["-T", "127.0.0.1", program, "--store", store, "user", "add", "draugs"]);
    assert_eq!(refused.status.code(), Some(1), "{}", String::from_utf8_lossy(&refused.stderr));
    let exported = server.run("ssh", &["-T", "127.0.0.1", program, "--store", store, "export", "families"]);
    assert!(exported.status.success() && exported.stdout.len() > 100);
    // Whoever is disabled is out, with a family restricted to others or none.
    server.change_user(&own, |user| user.disabled = true);
    assert_eq!(session.wait_exit(), 1, "{}", session.text());
    assert!(session.text().contains("piekļuve datiem ir slēgta"), "{}", session.text());
    let again = server.run("ssh", &["-T", "127.0.0.1", program, "--store", store, "export", "families"]);
    assert!(!again.status.success() && again.stdout.is_empty());
}

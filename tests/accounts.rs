//! An account on the server for each person: the file is the group's, and the operating system says who somebody is.

#[path = "support/installed.rs"]
mod installed;
#[path = "support/office.rs"]
mod office;

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

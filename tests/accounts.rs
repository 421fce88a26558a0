//! An account on the server for each person: the file is the group's, and the operating system says who somebody is.

#[path = "support/office.rs"]
mod office;

use std::{
    fs,
    os::unix::{
        fs::{PermissionsExt, chown},
        process::CommandExt,
    },
    path::Path,
    process::Command,
};

use office::{Office, Ran, run};

/// A group and people that no other test knows. Accounts without a name go by their number.
const GROUP: u32 = 54_320;
const ANNA: u32 = 54_321;
const STRANGER: u32 = 54_322;

/// A store as the README has it made; none if this process cannot be other people.
fn server() -> Option<Office> {
    let program = Path::new(env!("CARGO_BIN_EXE_atbalsts"));
    let open = |part: &Path| part.metadata().is_ok_and(|found| found.permissions().mode() & 0o001 != 0);
    if uzers::get_effective_uid() != 0 || !program.ancestors().all(open) {
        // Only the superuser can be somebody else, and a build that others may not enter they cannot run.
        eprintln!("SKIPPED: the program cannot be run here as other users from {}", program.display());
        return None;
    }
    let office = Office::demo();
    fs::set_permissions(office.path(""), fs::Permissions::from_mode(0o755)).unwrap();
    let directory = office.path("srv");
    fs::create_dir(&directory).unwrap();
    chown(&directory, None, Some(GROUP)).unwrap();
    fs::set_permissions(&directory, fs::Permissions::from_mode(0o2770)).unwrap();
    let demo = fs::read_dir(office.path("")).unwrap().map(|entry| entry.unwrap().path());
    let demo = demo
        .chain([office.path("data/atbalsts/demo.redb")])
        .find(|path| path.extension().is_some_and(|end| end == "redb"));
    fs::copy(demo.unwrap(), directory.join("atbalsts.redb")).unwrap();
    fs::set_permissions(directory.join("atbalsts.redb"), fs::Permissions::from_mode(0o660)).unwrap();
    chown(directory.join("atbalsts.redb"), None, Some(GROUP)).unwrap();
    Some(office)
}

fn runs_as(office: &Office, (user, group): (u32, u32), arguments: &[&str]) -> Ran {
    let mut command: Command = office.command();
    command.env("ATBALSTS_STORE", office.path("srv/atbalsts.redb")).env("USER", "līga").uid(user).gid(group);
    run(command.args(arguments))
}

#[test]
fn the_group_shares_the_file_and_nobody_is_somebody_else() {
    let Some(office) = server() else { return };
    let anna = (ANNA, GROUP);
    let login = ANNA.to_string();
    // Not on the list yet, whatever the environment says.
    let ran = runs_as(&office, anna, &["export", "families"]);
    assert_eq!((ran.code, ran.err.contains("54321 nav lietotāju sarakstā")), (1, true), "{}", ran.err);
    let owner = runs_as(&office, (0, 0), &["user", "add", &login, "--role", "worker"]);
    assert_eq!(owner.code, 0, "{}", owner.err);
    let ran = runs_as(&office, anna, &["export", "families"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    // Neither as an administrator nor as a colleague; the owner may.
    for name in ["līga", "anna", "nobody"] {
        let ran = runs_as(&office, anna, &["--user", name, "export", "families"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{name}");
        assert!(ran.err.contains("Jūs esat 54321"), "{}", ran.err);
    }
    assert_eq!(runs_as(&office, (0, 0), &["--user", "anna", "export", "families"]).code, 0);
    // Roles hold.
    let ran = runs_as(&office, anna, &["user", "add", "draugs", "--role", "administrator"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    // What her sessions leave beside the store is the group's too, and nobody else's.
    let left = fs::read_dir(office.path("srv")).unwrap().map(|entry| entry.unwrap().metadata().unwrap());
    for file in left {
        use std::os::unix::fs::MetadataExt;
        assert_eq!((file.gid(), file.mode() & 0o007), (GROUP, 0));
    }
}

#[test]
fn whoever_is_not_in_the_group_does_not_get_in_and_a_store_lying_open_is_not_taken() {
    let Some(office) = server() else { return };
    let stranger = (STRANGER, STRANGER);
    let ran = runs_as(&office, stranger, &["export", "families"]);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{}", ran.err);
    // Somebody leaves a store where others find it: it is not theirs to write children's data into.
    fs::set_permissions(office.path("srv"), fs::Permissions::from_mode(0o777)).unwrap();
    fs::set_permissions(office.path("srv/atbalsts.redb"), fs::Permissions::from_mode(0o666)).unwrap();
    let ran = runs_as(&office, stranger, &["export", "families"]);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{}", ran.err);
    assert!(ran.err.contains("pieder citam lietotājam"), "{}", ran.err);
}

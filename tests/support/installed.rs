//! The program as an administrator installs it: where nobody but the superuser can replace it and everybody can run it.
//! The directory of the build may be neither.

use std::{
    fs::{self, Permissions},
    io::Write,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

/// Directories that belong to the superuser on every machine; some forbid running what lies there.
const PLACES: [&str; 5] = ["/usr/local/lib", "/opt", "/var/lib", "/run", "/srv"];

/// A copy of the program; gone when dropped.
pub struct Installed(TempDir);

impl Installed {
    /// None, said loudly, where this process is not the superuser's: then nothing can be installed.
    pub fn new() -> Option<Self> {
        let installed = (uzers::get_effective_uid() == 0).then(|| PLACES.iter().find_map(|place| install(place)));
        if installed.is_none() {
            // No package helps here: it is said even where skipping is forbidden, and never a failure.
            let _ = writeln!(std::io::stderr(), "SKIPPED: only the superuser can install the program");
        }
        installed.map(|installed| Self(installed.expect("a place for programs that only the superuser can change")))
    }

    /// The program.
    pub fn program(&self) -> PathBuf {
        self.0.path().join("atbalsts")
    }
}

fn install(place: &str) -> Option<TempDir> {
    let safe = |part: &Path| part.metadata().is_ok_and(|found| found.uid() == 0 && found.mode() & 0o022 == 0);
    let open = |part: &Path| part.metadata().is_ok_and(|found| found.mode() & 0o001 != 0);
    let place = Path::new(place).canonicalize().ok()?;
    if !place.ancestors().all(|part| safe(part) && open(part)) {
        return None;
    }
    let directory = tempfile::Builder::new().prefix("atbalsts-test-").tempdir_in(place).ok()?;
    fs::set_permissions(directory.path(), Permissions::from_mode(0o755)).ok()?;
    let program = directory.path().join("atbalsts");
    fs::copy(env!("CARGO_BIN_EXE_atbalsts"), &program).ok()?;
    fs::set_permissions(&program, Permissions::from_mode(0o755)).ok()?;
    let runs = Command::new(&program).arg("--version").stdout(Stdio::null()).status();
    runs.is_ok_and(|ended| ended.success()).then_some(directory)
}

//! An OpenSSH server of our own on loopback, for one test, with a store behind it.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use atbalsts::{
    domain::{Deed, Operation, User, demo},
    files::instrument::built_in,
    runtime::worker::{DEMO_SEED, make},
    store::{Clock, Store},
};
use tempfile::TempDir;

use crate::{
    outside::{found, needed},
    pty::{DEADLINE, PtySession},
};

/// A terminal of the usual size.
const SIZE: (u16, u16) = (80, 24);

/// The server; gone when dropped.
pub struct SshServer {
    directory: TempDir,
    port: u16,
    daemon: Child,
}

impl SshServer {
    /// With the demonstration as its store, in which anna has a key and is the person of [`SshServer::ssh`]. None if
    /// there is no OpenSSH here: then the test is skipped, loudly.
    pub fn start() -> Option<Self> {
        let (daemon, _client) = (needed("sshd")?, needed("ssh")?);
        let directory = tempfile::tempdir().unwrap();
        let path = |name: &str| directory.path().join(name);
        drop(
            make(&path("srv.redb"), Clock::System, "anna", &demo::pilot(DEMO_SEED, demo::story_day(), &built_in()))
                .unwrap(),
        );
        for key in ["host", "anna"] {
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-C", key, "-f"])
                .arg(path(key))
                .status();
            assert!(made.unwrap().success(), "ssh-keygen");
        }
        fs::write(path("authorized_keys"), "").unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        // More generous than Debian's, so that it is our lines that forbid and not the server's settings.
        let subsystem = found("sftp-server").or_else(|| Some("/usr/lib/openssh/sftp-server".into()));
        let subsystem = subsystem.filter(|program| program.is_file()).unwrap_or_else(|| "internal-sftp".into());
        let config = format!(
            "ListenAddress 127.0.0.1:{port}\nHostKey {host}\nAuthorizedKeysFile {keys}\nPidFile none\nStrictModes no\n\
             UsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\n\
             PrintMotd no\nAcceptEnv *\nPermitUserEnvironment yes\nAllowTcpForwarding yes\n\
             AllowAgentForwarding yes\nPermitTunnel yes\nGatewayPorts yes\nSubsystem sftp {subsystem}\n",
            host = path("host").display(),
            keys = path("authorized_keys").display(),
            subsystem = subsystem.display(),
        );
        fs::write(path("sshd_config"), config).unwrap();
        if uzers::get_effective_uid() == 0 {
            // Where the system's own server would have made it.
            fs::create_dir_all("/run/sshd").unwrap();
        }
        let daemon = serve(&daemon, directory.path());
        let mut server = Self { directory, port, daemon };
        server.wait_until_it_answers();
        let key = server.path("anna.pub");
        server.atbalsts(&["user", "key", "add", "anna", key.to_str().unwrap()]);
        server.publish_keys();
        Some(server)
    }

    /// The same with another configuration.
    pub fn restart(mut self, edit: impl FnOnce(String) -> String) -> Option<Self> {
        let daemon = needed("sshd")?;
        self.stop();
        let config = self.path("sshd_config");
        fs::write(&config, edit(fs::read_to_string(&config).unwrap())).unwrap();
        self.daemon = serve(&daemon, self.directory.path());
        self.wait_until_it_answers();
        Some(self)
    }

    fn wait_until_it_answers(&mut self) {
        wait_until("the server answers", || {
            assert!(self.daemon.try_wait().unwrap().is_none(), "the server ended:\n{}", self.log());
            TcpStream::connect(("127.0.0.1", self.port)).is_ok()
        });
    }

    fn stop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }

    /// A place in its directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// The store.
    pub fn store(&self) -> PathBuf {
        self.path("srv.redb")
    }

    /// What the server said.
    pub fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }

    /// Runs the program as the store's owner does; what it printed.
    #[track_caller]
    pub fn atbalsts(&self, arguments: &[&str]) -> String {
        let ran = self.as_owner(arguments);
        assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap()
    }

    fn as_owner(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_atbalsts"));
        command.env_clear().env("LANG", "lv_LV.UTF-8").args(["--store", self.store().to_str().unwrap()]);
        command.args(arguments).stdin(Stdio::null()).output().unwrap()
    }

    /// Writes the users' keys where the server looks for them.
    pub fn publish_keys(&self) {
        fs::write(self.path("authorized_keys"), self.atbalsts(&["ssh-keys"])).unwrap();
    }

    /// Changes the user of that login, as an administrator.
    pub fn change_user(&self, login: &str, edit: impl FnOnce(&mut User)) {
        let store = Store::open(&self.store(), Clock::System).unwrap();
        let users: Vec<User> = store.read(|reader| reader.all()).unwrap();
        let before = users.into_iter().find(|user| user.login == login).unwrap();
        let mut after = before.clone();
        edit(&mut after);
        store.apply("admin", &Operation::new(Deed::EditUser).change(before, after)).unwrap();
    }

    /// What anna's client is called with, before what she asks for.
    pub fn client(&self) -> Vec<String> {
        let own = uzers::get_current_username().and_then(|name| name.into_string().ok()).expect("a user with a name");
        let (key, port) = (self.path("anna"), self.port.to_string());
        let options = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR"];
        let usual = ["BatchMode=yes", "IdentitiesOnly=yes", "IdentityAgent=none", "ForwardX11=no"];
        let mut arguments: Vec<String> = vec!["-F".into(), "none".into(), "-i".into(), key.to_str().unwrap().into()];
        arguments.extend(options.iter().chain(&usual).flat_map(|option| ["-o".to_owned(), (*option).to_owned()]));
        arguments.extend(["-o".to_owned(), format!("Port={port}"), "-o".to_owned(), format!("User={own}")]);
        arguments
    }

    /// Anna comes by SSH, in a terminal.
    pub fn ssh(&self, variables: &[(&str, &str)]) -> PtySession {
        self.ssh_to(variables, &[])
    }

    /// The same, asking for a command.
    pub fn ssh_to(&self, variables: &[(&str, &str)], command: &[&str]) -> PtySession {
        let mut arguments = self.client();
        arguments.extend(variables.iter().flat_map(|(name, _)| ["-o".to_owned(), format!("SendEnv={name}")]));
        arguments.extend(["-tt", "127.0.0.1"].iter().chain(command).map(|part| (*part).to_owned()));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        PtySession::spawn("ssh", &arguments, variables, SIZE)
    }

    /// Anna's client runs to its end; `program` is `ssh`, `scp` or `sftp`.
    pub fn run(&self, program: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(program);
        command.args(self.client()).args(arguments).stdin(Stdio::null());
        command.output().unwrap()
    }

    /// The process of anna's interface while a form is open there: it leaves its number in the name of a file.
    pub fn process_of_form(&self) -> u32 {
        let mut found = None;
        wait_until("a form is open", || {
            let entries = self.directory.path().read_dir().unwrap();
            let mut names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
            let number = |name: String| name.strip_prefix("srv.redb.open-")?.split('-').next()?.parse().ok();
            found = names.find_map(number);
            found.is_some()
        });
        found.unwrap()
    }
}

impl Drop for SshServer {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Starts the server with what is in the directory.
fn serve(program: &Path, directory: &Path) -> Child {
    let mut command = Command::new(program);
    command.args(["-D", "-e", "-f"]).arg(directory.join("sshd_config"));
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    let log = fs::File::create(directory.join("log")).unwrap();
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap()
}

/// Whether that process is there; one that has ended and waits for its parent to ask how is not.
pub fn lives(process: u32) -> bool {
    let told = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    told.rsplit_once(')').is_some_and(|(_, rest)| !rest.trim_start().starts_with(['Z', 'X']))
}

/// Waits until something is so that does not show on a screen; how long it took.
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) -> Duration {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < DEADLINE, "waited for: {what}");
        std::thread::yield_now();
    }
    begin.elapsed()
}

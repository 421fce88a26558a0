//! `doctor`: whether this computer and this user's surroundings are ready for work.

use std::{
    fmt::Display,
    fs,
    io::ErrorKind,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use clap::Command;

use super::{
    Failure, Outcome,
    context::{self, Context},
    definition::subcommand,
};
use crate::{
    i18n::{Lang, command::CommandText},
    keymap::BUILT_IN,
};

pub(super) fn definition(lang: Lang) -> Command {
    subcommand("doctor", CommandText::Doctor, lang)
}

/// What an examination found: in order, or not.
type Found = Result<String, String>;

pub(super) fn run(context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let path = context.store_path()?.to_owned();
    let found = [
        (CommandText::DoctorStore, store(context, &path)),
        (CommandText::DoctorAccess, access(&path, lang)),
        (CommandText::DoctorDisk, disk(&path, lang)),
        (CommandText::DoctorZone, zone(context)),
        (CommandText::DoctorLocale, locale(context)),
        (CommandText::DoctorTerminal, terminal(context)),
        (CommandText::DoctorConfig, configuration(context)),
        (CommandText::DoctorKeymap, keymap(context)),
    ];
    let mut complaints = Vec::new();
    for (what, found) in found {
        match found {
            Ok(good) => writeln!(context.out, "+ {}: {good}", what.text(lang))?,
            Err(bad) => {
                writeln!(context.out, "! {}: {bad}", what.text(lang))?;
                complaints.push(format!("{}: {bad}", what.text(lang)));
            }
        }
    }
    Ok(if complaints.is_empty() { Outcome::done() } else { Outcome::problems(complaints) })
}

fn say(wording: CommandText, lang: Lang, parts: &[&dyn Display]) -> String {
    wording.fill(lang, parts)
}

fn store(context: &Context, path: &Path) -> Found {
    let lang = context.lang;
    match context.open_store() {
        Ok(store) => match store.revision() {
            Ok(revision) => Ok(say(CommandText::DoctorRevision, lang, &[&path.display(), &revision])),
            Err(error) => Err(error.sentence(lang)),
        },
        Err(failure) if context::is_missing(&failure) => Ok(say(CommandText::DoctorNoStore, lang, &[&path.display()])),
        Err(failure) => Err(failure.outcome(lang).complaints.join("; ")),
    }
}

/// Children's health data is nobody else's business.
fn access(path: &Path, lang: Lang) -> Found {
    match fs::metadata(path) {
        Ok(metadata) => {
            let mode = metadata.permissions().mode() & 0o777;
            let path = path.display();
            if mode & 0o007 == 0 {
                Ok(format!("{mode:o}"))
            } else {
                Err(say(CommandText::DoctorOpenToAll, lang, &[&path, &path]))
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(CommandText::DoctorNone.text(lang).to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// Locks and memory maps of a shared store do not hold on network file systems.
fn disk(path: &Path, lang: Lang) -> Found {
    const NETWORK: [&str; 9] = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "ceph"];
    let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    let there = existing(path);
    match file_system(&mounts, &there) {
        Some(kind) if NETWORK.contains(&kind) => Err(say(CommandText::DoctorNetwork, lang, &[&there.display(), &kind])),
        Some(kind) => Ok(kind.to_owned()),
        None => Ok(CommandText::DoctorNone.text(lang).to_owned()),
    }
}

/// The path itself, or the nearest directory above it that is there.
fn existing(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = absolute.ancestors().find_map(|above| above.canonicalize().ok());
    there.unwrap_or(absolute)
}

/// The kind of the file system that a path lies on: that of the longest mount point above it, the last of equals.
fn file_system<'a>(mounts: &'a str, path: &Path) -> Option<&'a str> {
    let mounted = mounts.lines().filter_map(|line| {
        let mut parts = line.split(' ');
        let (point, kind) = (parts.nth(1)?.replace("\\040", " "), parts.next()?);
        path.starts_with(&point).then_some((point.len(), kind))
    });
    mounted.max_by_key(|(length, _)| *length).map(|(_, kind)| kind)
}

fn zone(context: &Context) -> Found {
    const OURS: &str = "Europe/Riga";
    let of_system = || {
        let link = fs::canonicalize("/etc/localtime").ok()?;
        link.to_str()?.split_once("/zoneinfo/").map(|(_, name)| name.to_owned())
    };
    let named = context.surroundings.variable("TZ").map(|zone| zone.trim_start_matches(':').to_owned());
    let zone = named.or_else(of_system).unwrap_or_else(|| "UTC".to_owned());
    if zone == OURS { Ok(zone) } else { Err(say(CommandText::DoctorZoneOther, context.lang, &[&zone])) }
}

fn locale(context: &Context) -> Found {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| context.surroundings.variable(name));
    let locale = set.unwrap_or("C");
    let folded = locale.to_ascii_lowercase();
    if folded.contains("utf-8") || folded.contains("utf8") {
        Ok(locale.to_owned())
    } else {
        Err(say(CommandText::DoctorNotUtf8, context.lang, &[&locale]))
    }
}

fn terminal(context: &Context) -> Found {
    match context.surroundings.variable("TERM") {
        Some(terminal) => Ok(terminal.to_owned()),
        None => Err(CommandText::DoctorNoTerminal.text(context.lang).to_owned()),
    }
}

fn configuration(context: &Context) -> Found {
    let lang = context.lang;
    let path = context::config_path(context.surroundings).unwrap_or_default();
    match fs::metadata(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(CommandText::DoctorNone.text(lang).to_owned()),
        Err(error) => return Err(format!("{}: {error}", path.display())),
        Ok(_) => {}
    }
    let (_, faults) = context::read_config(context.surroundings);
    let told: Vec<String> = faults.iter().map(|(path, fault)| fault.sentence(path, lang)).collect();
    if told.is_empty() { Ok(path.display().to_string()) } else { Err(told.join("; ")) }
}

fn keymap(context: &Context) -> Found {
    let name = context.keymap.as_deref().unwrap_or(BUILT_IN[0].0);
    match context.read_keymap(name) {
        Ok((_, faults)) if faults.is_empty() => Ok(name.to_owned()),
        Ok((_, faults)) => Err(faults.join("; ")),
        Err(failure) => Err(failure.outcome(context.lang).complaints.join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_system_is_that_of_the_nearest_mount() {
        let mounts =
            "overlay / overlay rw 0 0\nserver:/srv /srv nfs4 rw 0 0\n/dev/sdb1 /srv/lielais\\040disks ext4 rw 0 0\n";
        let check = |path: &str, expect: &str| assert_eq!(file_system(mounts, Path::new(path)), Some(expect), "{path}");
        check("/home/anna/atbalsts.redb", "overlay");
        check("/srv/atbalsts.redb", "nfs4");
        check("/srv/lielais disks/atbalsts.redb", "ext4");
        check("/srvx/atbalsts.redb", "overlay");
    }
}

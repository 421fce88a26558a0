//! Backups: one consistent state of every table, compressed, in a new file that is read back before it counts.
//!
//! Inside the gzip stream: a magic line, then per table its name and its pairs, each text by its length, and at the
//! end the BLAKE3 hash of all of it. Restoring makes a new store from that; the journal and its chain come with it.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};

use super::{
    StoreError, file, meta,
    table::{META, Source, Table},
};

/// How a backup begins, version included.
const MAGIC: &[u8] = b"atbalsts backup 1\n";
/// Before a pair.
const PAIR: u8 = 1;
/// Before the name of a table.
const TABLE: u8 = 2;
/// Before the hash.
const END: u8 = 0;
/// No key or value is longer: a length beyond that is damage, not a reason to reserve memory.
const LONGEST: u32 = 1 << 30;

/// Writes every table into a new file at `destination`, which must not exist, and reads it back.
pub(super) fn write(source: Source, destination: &Path) -> Result<(), StoreError> {
    if destination.exists() {
        return Err(StoreError::Exists(destination.to_owned()));
    }
    let mut partial = destination.as_os_str().to_owned();
    partial.push(format!(".part-{}", std::process::id()));
    let partial = PathBuf::from(partial);
    let file = file::new_file(&partial)?;
    let done = pour(source, file).and_then(|hash| {
        let read_back = scan(&partial, |_, _, _| Ok(()))?;
        if read_back != hash {
            return Err(StoreError::BadBackup { path: destination.to_owned(), detail: "read back differently".into() });
        }
        // A hard link, unlike a rename, never replaces what somebody else has put there meanwhile.
        fs::hard_link(&partial, destination).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => StoreError::Exists(destination.to_owned()),
            _ => StoreError::from(error),
        })
    });
    // Also when it failed: a piece of a backup must not be taken for one.
    let _ = fs::remove_file(&partial);
    done.map_err(|error| error.at(destination))
}

fn pour(source: Source, file: File) -> Result<blake3::Hash, StoreError> {
    let mut out =
        Hashing { hasher: blake3::Hasher::new(), inner: GzEncoder::new(BufWriter::new(file), Compression::default()) };
    out.write_all(MAGIC)?;
    for table in Table::all() {
        out.write_all(&[TABLE])?;
        write_text(&mut out, table.0.as_bytes())?;
        for pair in source.open(table)?.scan_all()? {
            let (key, value) = pair?;
            out.write_all(&[PAIR])?;
            write_text(&mut out, key.value())?;
            write_text(&mut out, value.value())?;
        }
    }
    out.write_all(&[END])?;
    let hash = out.hasher.finalize();
    out.inner.write_all(hash.as_bytes())?;
    let file = out.inner.finish()?.into_inner().map_err(|error| error.into_error())?;
    file.sync_all()?;
    Ok(hash)
}

fn write_text(out: &mut impl Write, text: &[u8]) -> io::Result<()> {
    let length = u32::try_from(text.len()).map_err(|_| io::ErrorKind::InvalidData)?;
    out.write_all(&length.to_be_bytes())?;
    out.write_all(text)
}

/// Hashes what passes through.
struct Hashing<T> {
    hasher: blake3::Hasher,
    inner: T,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..count]);
        Ok(count)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(bytes)?;
        self.hasher.update(&bytes[..count]);
        Ok(count)
    }
}

/// Reads a backup to its end and shows every pair; its hash, which fits.
fn scan(
    path: &Path,
    mut show: impl FnMut(&str, &[u8], &[u8]) -> Result<(), StoreError>,
) -> Result<blake3::Hash, StoreError> {
    let bad = |detail: String| StoreError::BadBackup { path: path.to_owned(), detail };
    let broken = |error: io::Error| bad(error.to_string());
    let file = File::open(path).map_err(|error| StoreError::from(error).at(path))?;
    let mut input = Hashing { hasher: blake3::Hasher::new(), inner: GzDecoder::new(BufReader::new(file)) };
    let mut magic = vec![0; MAGIC.len()];
    input.read_exact(&mut magic).map_err(broken)?;
    if magic != MAGIC {
        return Err(bad("magic".to_owned()));
    }
    let mut table = String::new();
    loop {
        let mut mark = [0];
        input.read_exact(&mut mark).map_err(broken)?;
        match mark[0] {
            TABLE => {
                table =
                    String::from_utf8(read_text(&mut input).map_err(broken)?).map_err(|error| bad(error.to_string()))?
            }
            PAIR => {
                let key = read_text(&mut input).map_err(broken)?;
                let value = read_text(&mut input).map_err(broken)?;
                show(&table, &key, &value)?;
            }
            END => break,
            mark => return Err(bad(format!("mark {mark}"))),
        }
    }
    let hash = input.hasher.finalize();
    let mut rest = Vec::new();
    input.inner.take(hash.as_bytes().len() as u64 + 1).read_to_end(&mut rest).map_err(broken)?;
    if rest != hash.as_bytes() {
        return Err(bad("hash".to_owned()));
    }
    Ok(hash)
}

fn read_text(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length);
    if length > LONGEST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut text = Vec::new();
    input.take(u64::from(length)).read_to_end(&mut text)?;
    if text.len() < length as usize { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(text) }
}

/// Whether the backup is whole and of a schema that this program knows.
pub(super) fn verify(path: &Path) -> Result<(), StoreError> {
    let mut schema = None;
    scan(path, |table, key, value| {
        if table == META.0 && key == meta::SCHEMA.as_bytes() {
            schema = value.try_into().ok().map(u64::from_be_bytes);
        }
        if Table::all().all(|known| known.0 != table) {
            return Err(StoreError::BadBackup { path: path.to_owned(), detail: format!("table {table}") });
        }
        Ok(())
    })?;
    let schema = schema.ok_or_else(|| StoreError::BadBackup { path: path.to_owned(), detail: "schema".to_owned() })?;
    meta::refuse_newer(schema).map(drop)
}

/// Reads a backup into the empty tables of a new store.
pub(super) fn fill(source: Source, path: &Path) -> Result<(), StoreError> {
    let mut open = source.open(META)?;
    let mut name = META.0.to_owned();
    scan(path, |table, key, value| {
        if table != name {
            let known = Table::all().find(|known| known.0 == table);
            let known = known
                .ok_or_else(|| StoreError::BadBackup { path: path.to_owned(), detail: format!("table {table}") })?;
            open = source.open(known)?;
            table.clone_into(&mut name);
        }
        open.insert(key, value)
    })
    .map(drop)
}

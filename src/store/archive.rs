//! The form of backups: inside a gzip stream a magic line, then per table its name and its pairs, each text by its
//! length, and at the end the BLAKE3 hash of all of it.

use std::{
    fs::File,
    io::{self, BufReader, Read, Write},
    path::Path,
};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};

use super::StoreError;

/// How the archive of a whole store begins, version included.
const WHOLE: &[u8; 18] = b"atbalsts backup 1\n";
/// How the archive of what was added since a revision begins.
const DELTA: &[u8; 18] = b"atbalsts delta  1\n";
/// Before a pair.
const PAIR: u8 = 1;
/// Before the name of a table.
const TABLE: u8 = 2;
/// Before the hash.
const END: u8 = 0;
/// No key or value is longer: a length beyond that is damage, not a reason to reserve memory.
const LONGEST: u32 = 1 << 30;

/// What an archive holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// A whole store.
    Whole,
    /// What was added after some revision: a copy that stands there can be brought up to date with it.
    Delta,
}

/// An archive being written.
pub(super) struct Packer<W: Write> {
    out: Hashing<GzEncoder<W>>,
}

impl<W: Write> Packer<W> {
    pub(super) fn new(out: W, extent: Extent) -> Result<Self, StoreError> {
        let inner = GzEncoder::new(out, Compression::default());
        let mut out = Hashing { hasher: blake3::Hasher::new(), inner };
        out.write_all(match extent {
            Extent::Whole => WHOLE,
            Extent::Delta => DELTA,
        })?;
        Ok(Self { out })
    }

    /// The pairs that follow are of this table.
    pub(super) fn table(&mut self, name: &str) -> Result<(), StoreError> {
        self.out.write_all(&[TABLE])?;
        Ok(write_text(&mut self.out, name.as_bytes())?)
    }

    pub(super) fn pair(&mut self, key: &[u8], value: &[u8]) -> Result<(), StoreError> {
        self.out.write_all(&[PAIR])?;
        write_text(&mut self.out, key)?;
        Ok(write_text(&mut self.out, value)?)
    }

    /// Writes the hash; returns it, and where it was written to.
    pub(super) fn finish(mut self) -> Result<(blake3::Hash, W), StoreError> {
        self.out.write_all(&[END])?;
        let hash = self.out.hasher.finalize();
        self.out.inner.write_all(hash.as_bytes())?;
        Ok((hash, self.out.inner.finish()?))
    }
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

/// Whether a file is an archive that begins as one should, and what it then holds.
pub fn extent(path: &Path) -> Result<Extent, StoreError> {
    open(path).map(|(_, extent)| extent)
}

type Input = Hashing<GzDecoder<BufReader<File>>>;

fn open(path: &Path) -> Result<(Input, Extent), StoreError> {
    let bad = |detail: String| StoreError::BadBackup { path: path.to_owned(), detail };
    let file = File::open(path).map_err(|error| StoreError::from(error).at(path))?;
    let mut input = Hashing { hasher: blake3::Hasher::new(), inner: GzDecoder::new(BufReader::new(file)) };
    let mut magic = [0; WHOLE.len()];
    input.read_exact(&mut magic).map_err(|error| bad(error.to_string()))?;
    match &magic {
        WHOLE => Ok((input, Extent::Whole)),
        DELTA => Ok((input, Extent::Delta)),
        _ => Err(bad("magic".to_owned())),
    }
}

/// Reads an archive to its end and shows every pair with the name of its table; its hash, which fits.
pub(super) fn scan(
    path: &Path,
    wanted: Extent,
    mut show: impl FnMut(&str, &[u8], &[u8]) -> Result<(), StoreError>,
) -> Result<blake3::Hash, StoreError> {
    let bad = |detail: String| StoreError::BadBackup { path: path.to_owned(), detail };
    let broken = |error: io::Error| bad(error.to_string());
    let (mut input, extent) = open(path)?;
    if extent != wanted {
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

//! Backups: one consistent state of every table, or what was added to it since a revision, in a new file that is read
//! back before it counts, or poured into a pipe. The journal and its chain come with it.

use std::{
    fs,
    io::{BufWriter, Write},
    path::Path,
};

use super::{
    StoreError,
    archive::{self, Extent, Packer},
    delta::Added,
    file, meta,
    table::{META, Source, Table},
};

/// Writes a backup into a new file at `destination`, which must not exist, and reads it back. `since`: only what was
/// added after that revision.
pub(super) fn write(source: Source, since: Option<u64>, destination: &Path) -> Result<(), StoreError> {
    if destination.exists() {
        return Err(StoreError::Exists(destination.to_owned()));
    }
    let partial = file::partial(destination);
    let file = file::new_file(&partial)?;
    let extent = if since.is_some() { Extent::Delta } else { Extent::Whole };
    let done = pour(source, since, BufWriter::new(file)).and_then(|(hash, out)| {
        out.into_inner().map_err(|error| error.into_error())?.sync_all()?;
        let read_back = archive::scan(&partial, extent, |_, _, _| Ok(()))?;
        if read_back != hash {
            return Err(StoreError::BadBackup { path: destination.to_owned(), detail: "read back differently".into() });
        }
        file::publish(&partial, destination)
    });
    // Also when it failed: a piece of a backup must not be taken for one.
    let _ = fs::remove_file(&partial);
    done.map_err(|error| error.at(destination))
}

/// Writes a backup to wherever `out` leads; whoever reads it can tell by its last bytes that it is whole.
pub(super) fn pour<W: Write>(source: Source, since: Option<u64>, out: W) -> Result<(blake3::Hash, W), StoreError> {
    if let Some(revision) = since {
        let added = Added::since(source, revision)?;
        let mut packer = Packer::new(out, Extent::Delta)?;
        added.pack(&mut packer)?;
        return packer.finish();
    }
    let mut packer = Packer::new(out, Extent::Whole)?;
    for table in Table::all() {
        packer.table(table.0)?;
        for pair in source.open(table)?.scan_all()? {
            let (key, value) = pair?;
            packer.pair(key.value(), value.value())?;
        }
    }
    packer.finish()
}

/// Whether the backup is whole and of a schema that this program knows.
pub(super) fn verify(path: &Path) -> Result<(), StoreError> {
    let mut schema = None;
    archive::scan(path, Extent::Whole, |table, key, value| {
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
    archive::scan(path, Extent::Whole, |table, key, value| {
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

//! Values as bytes: a version byte, then MessagePack with field names, so that old rows read with new structs. Of a
//! record only the fields are written that are not at rest: most are, and what is not there is not read either.

use std::sync::OnceLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{StoreError, pack};
use crate::domain::{AnyRecord, Kind, Record, each_kind, each_record, unpack::unpack};

/// The only encoding so far.
const VERSION: u8 = 1;

/// Encodes a value.
pub(super) fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    let mut bytes = vec![VERSION];
    let mut serializer = rmp_serde::Serializer::new(&mut bytes).with_struct_map();
    value.serialize(&mut serializer).map_err(|error| StoreError::Io { detail: error.to_string() })?;
    Ok(bytes)
}

/// Decodes a value; the error is technical.
pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    match bytes.split_first() {
        Some((&VERSION, rest)) => unpack(rest).map_err(|error| error.to_string()),
        Some((version, _)) => Err(format!("encoding {version}")),
        None => Err("empty value".to_owned()),
    }
}

/// Encodes a record of any kind, without the fields that a record has which was read from none.
pub(super) fn encode_any(record: &AnyRecord) -> Result<Vec<u8>, StoreError> {
    let (whole, rest) = (each_record!(record, record => encode(record))?, at_rest(record.kind())?);
    // A value that cannot be taken apart is as good as a whole.
    Ok(pack::without(VERSION, &whole[1..], &rest[1..]).unwrap_or(whole))
}

/// A record of that kind with every field at rest, all of them written. What a field is at rest may never change: rows
/// that lack it mean that.
fn at_rest(kind: Kind) -> Result<&'static [u8], StoreError> {
    const KINDS: usize = 1 + u8::MAX as usize;
    static RECORDS: [OnceLock<Vec<u8>>; KINDS] = [const { OnceLock::new() }; KINDS];
    let place = &RECORDS[kind as usize];
    if let Some(known) = place.get() {
        return Ok(known);
    }
    let whole = each_record!(&decode_any(kind, 0, &NO_FIELDS)?, record => encode(record))?;
    Ok(place.get_or_init(|| whole))
}

/// A row of which every field is at rest.
const NO_FIELDS: [u8; 2] = [VERSION, 0x80];

/// The fields of a row by their stored names, those at rest among them.
pub(super) fn fields(kind: Kind, row: &[u8]) -> Result<Map<String, Value>, String> {
    let mut fields: Map<String, Value> = decode(at_rest(kind).map_err(|error| error.to_string())?)?;
    fields.extend(decode::<Map<String, Value>>(row)?);
    Ok(fields)
}

/// Decodes a record.
pub(super) fn decode_row<R: Record>(number: u64, bytes: &[u8]) -> Result<R, StoreError> {
    decode(bytes).map_err(|detail| StoreError::Undecodable { kind: R::KIND, number, detail })
}

/// Decodes a record of any kind.
pub(super) fn decode_any(kind: Kind, number: u64, bytes: &[u8]) -> Result<AnyRecord, StoreError> {
    each_kind!(kind, R => decode_row::<R>(number, bytes).map(AnyRecord::from))
}

/// Bytes inside a MessagePack value; a plain `Vec<u8>` would be an array of numbers there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Blob(pub Vec<u8>);

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Blob;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Blob, E> {
                Ok(Blob(bytes.to_vec()))
            }
            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Blob, E> {
                Ok(Blob(bytes))
            }
        }
        deserializer.deserialize_byte_buf(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Id, Session};

    #[test]
    fn what_is_at_rest_is_not_written_and_is_read_as_if_it_were() {
        for &kind in Kind::ALL {
            let rest = decode_any(kind, 0, &NO_FIELDS).unwrap();
            assert_eq!(encode_any(&rest).unwrap(), NO_FIELDS, "{kind:?}");
            assert_eq!(fields(kind, &NO_FIELDS).unwrap(), rest.fields(), "{kind:?}");
        }
        let session = Session { id: Id::new(7), minutes: 45, text: "māte zvanīja".into(), ..Session::default() };
        let record = AnyRecord::from(session.clone());
        let row = encode_any(&record).unwrap();
        let written: Map<String, Value> = decode(&row).unwrap();
        assert_eq!(written.keys().collect::<Vec<_>>(), ["id", "minutes", "text"]);
        assert_eq!(decode_any(Kind::Session, 7, &row).unwrap(), record);
        // Rows of before have every field.
        assert_eq!(decode_any(Kind::Session, 7, &encode(&session).unwrap()).unwrap(), record);
        assert_eq!(fields(Kind::Session, &row).unwrap(), fields(Kind::Session, &encode(&session).unwrap()).unwrap());
    }

    #[test]
    fn bytes_that_somebody_altered_are_refused_or_read_and_nothing_worse() {
        let mut state = 7_u64;
        let mut next = |end: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % end
        };
        let mut refused = 0;
        for &kind in Kind::ALL {
            let record = AnyRecord::from_json(kind, "{}").unwrap();
            let row = encode_any(&record).unwrap();
            assert_eq!(decode_any(kind, 0, &row).unwrap(), record);
            for _ in 0..500 {
                let mut altered = row.clone();
                for _ in 0..=next(3) {
                    let at = next(altered.len());
                    altered[at] = next(256) as u8;
                }
                altered.truncate(next(2) * 1000 + next(altered.len() + 1));
                match decode_any(kind, 0, &altered) {
                    Ok(read) => drop((read.faults(), read.index_keys(), encode_any(&read).unwrap())),
                    Err(StoreError::Undecodable { .. }) => refused += 1,
                    Err(error) => panic!("{error:?}"),
                }
            }
        }
        assert!(refused > 1000, "{refused}");
    }
}

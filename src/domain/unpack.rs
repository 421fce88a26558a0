//! Records from their bytes: MessagePack with the names of fields, as `rmp-serde` writes it.
//!
//! A reader that takes whatever is there is compiled anew for every type, with all that the type might be. This one asks
//! the type what it wants and takes nothing else: the program is the smaller for it, and so is every session.

use std::fmt;

use serde::{
    Deserializer,
    de::{self, DeserializeOwned, DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor},
};

/// Values lie in each other no deeper than this; what does is no record.
const DEEPEST: u8 = 64;

/// Why bytes are not the value that they should be. It is technical: where it is shown, it is said what was read.
#[derive(Debug, PartialEq, Eq)]
pub struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

impl de::Error for Unreadable {
    fn custom<T: fmt::Display>(problem: T) -> Self {
        Self(problem.to_string())
    }
}

type Read<T> = Result<T, Unreadable>;

/// The value that is all of `bytes`.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Read<T> {
    let mut reader = Reader { rest: bytes, depth: 0 };
    let value = T::deserialize(&mut reader)?;
    if reader.rest.is_empty() { Ok(value) } else { Err(Unreadable("more than one value".to_owned())) }
}

/// What comes next.
#[derive(Clone, Copy, Debug)]
enum Token<'b> {
    Nil,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Text(&'b str),
    Bytes(&'b [u8]),
    List(usize),
    Map(usize),
}

/// The bytes that are left.
struct Reader<'b> {
    rest: &'b [u8],
    depth: u8,
}

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Read<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or_else(|| Unreadable("too short".to_owned()))?;
        self.rest = rest;
        Ok(taken)
    }

    /// A number of so many bytes, the highest first.
    fn number(&mut self, bytes: usize) -> Read<u64> {
        Ok(self.take(bytes)?.iter().fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }

    fn length(&mut self, bytes: usize) -> Read<usize> {
        // What is longer than there are addresses is longer than there are bytes.
        Ok(usize::try_from(self.number(bytes)?).unwrap_or(usize::MAX))
    }

    /// The bytes of the text that comes next; none if something else does.
    fn bytes_of_text(&mut self) -> Read<Option<&'b [u8]>> {
        let Some((&first, rest)) = self.rest.split_first() else { return Ok(None) };
        let length = match first {
            0xa0..=0xbf => {
                self.rest = rest;
                usize::from(first & 0x1f)
            }
            0xd9..=0xdb => {
                self.rest = rest;
                self.length(1 << (first - 0xd9))?
            }
            _ => return Ok(None),
        };
        self.take(length).map(Some)
    }

    fn token(&mut self) -> Read<Token<'b>> {
        if let Some(text) = self.bytes_of_text()? {
            return Ok(Token::Text(std::str::from_utf8(text).map_err(de::Error::custom)?));
        }
        let first = self.take(1)?[0];
        Ok(match first {
            0x00..=0x7f => Token::Unsigned(first.into()),
            0x80..=0x8f => Token::Map(usize::from(first & 0x0f)),
            0x90..=0x9f => Token::List(usize::from(first & 0x0f)),
            0xc0 => Token::Nil,
            0xc2 | 0xc3 => Token::Bool(first == 0xc3),
            0xc4..=0xc6 => {
                let length = self.length(1 << (first - 0xc4))?;
                Token::Bytes(self.take(length)?)
            }
            0xcc..=0xcf => Token::Unsigned(self.number(1 << (first - 0xcc))?),
            0xd0..=0xd3 => {
                let bytes = 1 << (first - 0xd0);
                // The sign is the highest bit of those that are there.
                let unused = 64 - 8 * bytes as u32;
                Token::Signed((self.number(bytes)? << unused) as i64 >> unused)
            }
            0xdc | 0xdd => Token::List(self.length(2 << (first - 0xdc))?),
            0xde | 0xdf => Token::Map(self.length(2 << (first - 0xde))?),
            0xe0..=0xff => Token::Signed((first as i8).into()),
            // Binary fractions too: no record has any. Text is no other token.
            0xa0..=0xbf | 0xc1 | 0xc7..=0xcb | 0xd4..=0xdb => {
                return Err(Unreadable(format!("a value of type {first:#x}")));
            }
        })
    }

    /// Passes over one value with all that is in it.
    fn skip(&mut self) -> Read<()> {
        let mut left = 1_usize;
        while left > 0 {
            left -= 1;
            left = left.saturating_add(match self.token()? {
                Token::List(length) => length,
                Token::Map(length) => length.saturating_mul(2),
                _ => 0,
            });
        }
        Ok(())
    }

    /// Reads what lies `length` values deep in this one; all of them have to be read.
    fn inside<T>(&mut self, length: usize, read: impl FnOnce(&mut Parts<'_, 'b>) -> Read<T>) -> Read<T> {
        self.enter()?;
        let mut parts = Parts { reader: self, left: length };
        let value = read(&mut parts)?;
        let left = parts.left;
        self.depth -= 1;
        if left == 0 { Ok(value) } else { Err(Unreadable(format!("{left} values too many"))) }
    }

    fn enter(&mut self) -> Read<()> {
        self.depth += 1;
        if self.depth < DEEPEST { Ok(()) } else { Err(Unreadable("too deep".to_owned())) }
    }
}

/// Something else is there.
fn not<T>(found: Token, expected: &str) -> Read<T> {
    Err(Unreadable(format!("{found:?} instead of {expected}")))
}

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
            match self.token()? {
                Token::Unsigned(number) => visitor.visit_u64(number),
                Token::Signed(number) => visitor.visit_i64(number),
                other => not(other, "a number"),
            }
        }
    )*};
}

impl<'b> Deserializer<'b> for &mut Reader<'b> {
    type Error = Unreadable;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        match self.token()? {
            Token::Nil => visitor.visit_unit(),
            Token::Bool(value) => visitor.visit_bool(value),
            Token::Unsigned(number) => visitor.visit_u64(number),
            Token::Signed(number) => visitor.visit_i64(number),
            Token::Text(text) => visitor.visit_borrowed_str(text),
            Token::Bytes(bytes) => visitor.visit_borrowed_bytes(bytes),
            Token::List(length) => self.inside(length, |parts| visitor.visit_seq(parts)),
            Token::Map(length) => self.inside(length, |parts| visitor.visit_map(parts)),
        }
    }

    fn deserialize_bool<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        match self.token()? {
            Token::Bool(value) => visitor.visit_bool(value),
            other => not(other, "yes or no"),
        }
    }

    numbers!(deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64);
    numbers!(deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64);

    fn deserialize_str<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        match self.token()? {
            Token::Text(text) => visitor.visit_borrowed_str(text),
            other => not(other, "text"),
        }
    }

    fn deserialize_string<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_str(visitor)
    }

    /// Names are compared with those that are known: no need to find them to be text first.
    fn deserialize_identifier<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        match self.bytes_of_text()? {
            Some(name) => visitor.visit_borrowed_bytes(name),
            None => not(self.token()?, "a name"),
        }
    }

    fn deserialize_bytes<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        match self.token()? {
            Token::Bytes(bytes) => visitor.visit_borrowed_bytes(bytes),
            other => not(other, "bytes"),
        }
    }

    fn deserialize_byte_buf<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        match self.rest {
            [0xc0, rest @ ..] => {
                self.rest = rest;
                visitor.visit_none()
            }
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        match self.token()? {
            Token::Nil | Token::List(0) => visitor.visit_unit(),
            other => not(other, "nothing"),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'b>>(self, _: &'static str, visitor: V) -> Read<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'b>>(self, _: &'static str, visitor: V) -> Read<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        match self.token()? {
            Token::List(length) => self.inside(length, |parts| visitor.visit_seq(parts)),
            other => not(other, "a list"),
        }
    }

    fn deserialize_tuple<V: Visitor<'b>>(self, _: usize, visitor: V) -> Read<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'b>>(self, _: &'static str, _: usize, visitor: V) -> Read<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        match self.token()? {
            Token::Map(length) => self.inside(length, |parts| visitor.visit_map(parts)),
            other => not(other, "fields"),
        }
    }

    fn deserialize_struct<V: Visitor<'b>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'b>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        match self.rest.first() {
            // A variant with something in it is a map of one field.
            Some(0x81) => {
                self.token()?;
                self.enter()?;
                let value = visitor.visit_enum(Variant { reader: &mut *self, is_bare: false })?;
                self.depth -= 1;
                Ok(value)
            }
            _ => visitor.visit_enum(Variant { reader: self, is_bare: true }),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }
}

/// The values in a list, or the fields of a map.
struct Parts<'r, 'b> {
    reader: &'r mut Reader<'b>,
    left: usize,
}

impl<'b> Parts<'_, 'b> {
    fn next<S: DeserializeSeed<'b>>(&mut self, seed: S) -> Read<Option<S::Value>> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

impl<'b> SeqAccess<'b> for &mut Parts<'_, 'b> {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'b>>(&mut self, seed: S) -> Read<Option<S::Value>> {
        self.next(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

impl<'b> MapAccess<'b> for &mut Parts<'_, 'b> {
    type Error = Unreadable;

    fn next_key_seed<S: DeserializeSeed<'b>>(&mut self, seed: S) -> Read<Option<S::Value>> {
        self.next(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'b>>(&mut self, seed: S) -> Read<S::Value> {
        seed.deserialize(&mut *self.reader)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// One of several: its name, and behind it what is in it, unless it is bare.
struct Variant<'r, 'b> {
    reader: &'r mut Reader<'b>,
    is_bare: bool,
}

impl<'r, 'b> Variant<'r, 'b> {
    fn content(self) -> Read<&'r mut Reader<'b>> {
        if self.is_bare { Err(Unreadable("a variant without its content".to_owned())) } else { Ok(self.reader) }
    }
}

impl<'b> EnumAccess<'b> for Variant<'_, 'b> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'b>>(self, seed: S) -> Read<(S::Value, Self)> {
        Ok((seed.deserialize(&mut *self.reader)?, self))
    }
}

impl<'b> VariantAccess<'b> for Variant<'_, 'b> {
    type Error = Unreadable;

    fn unit_variant(self) -> Read<()> {
        if self.is_bare { Ok(()) } else { self.reader.skip() }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'b>>(self, seed: S) -> Read<S::Value> {
        seed.deserialize(self.content()?)
    }

    fn tuple_variant<V: Visitor<'b>>(self, _: usize, visitor: V) -> Read<V::Value> {
        self.content()?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'b>>(self, _: &'static [&'static str], visitor: V) -> Read<V::Value> {
        self.content()?.deserialize_map(visitor)
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, fmt::Debug};

    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};
    use serde_json::Value;

    use super::*;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    enum Place {
        Home,
        With(u32),
        Between(i8, String),
        At { street: String, number: Option<u16> },
    }

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(default)]
    struct Case {
        text: String,
        letter: char,
        small: i8,
        large: i64,
        whole: u64,
        is_open: bool,
        kept: Option<Option<u8>>,
        places: Vec<Place>,
        pair: (u16, String),
        by_name: BTreeMap<String, Vec<i32>>,
        nothing: (),
    }

    fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
        let bytes = rmp_serde::to_vec_named(value).unwrap();
        assert_eq!(&unpack::<T>(&bytes).unwrap(), value);
        assert_eq!(unpack::<T>(&bytes).ok(), rmp_serde::from_slice(&bytes).ok());
        // The same without any idea of what it is.
        assert_eq!(unpack::<Value>(&bytes).unwrap(), rmp_serde::from_slice::<Value>(&bytes).unwrap());
        for end in 0..bytes.len() {
            assert!(unpack::<T>(&bytes[..end]).is_err(), "{end} of {bytes:x?}");
        }
    }

    fn place() -> impl Strategy<Value = Place> {
        prop_oneof![
            Just(Place::Home),
            any::<u32>().prop_map(Place::With),
            (any::<i8>(), "\\PC{0,40}").prop_map(|(number, text)| Place::Between(number, text)),
            ("\\PC{0,300}", any::<Option<u16>>()).prop_map(|(street, number)| Place::At { street, number }),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_is_read(
            (text, letter, small, large) in (".{0,70}", any::<char>(), any::<i8>(), any::<i64>()),
            (whole, is_open, pair) in (any::<u64>(), any::<bool>(), (any::<u16>(), ".{0,20}")),
            (kept, places) in (any::<Option<u8>>(), proptest::collection::vec(place(), 0..20)),
            by_name in proptest::collection::btree_map(".{0,9}", proptest::collection::vec(any::<i32>(), 0..20), 0..20),
        ) {
            let kept = kept.map(Some);
            check(&Case { text, letter, small, large, whole, is_open, kept, places, pair, by_name, nothing: () });
        }
    }

    #[test]
    fn what_is_not_known_any_more_is_passed_over_and_what_was_not_known_then_is_at_rest() {
        let older = serde_json::json!({"text": "māte", "gone": [1, {"deep": [null, "x", 300, -70000]}], "small": -3});
        let bytes = rmp_serde::to_vec_named(&older).unwrap();
        assert_eq!(unpack(&bytes), Ok(Case { text: "māte".to_owned(), small: -3, ..Case::default() }));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        fn check<T: DeserializeOwned + Debug>(bytes: &[u8]) {
            assert!(unpack::<T>(bytes).is_err(), "{:?}", unpack::<T>(bytes));
        }
        check::<u8>(&[0xcd, 1, 0]);
        check::<String>(&[0xa1, 0xff]);
        check::<bool>(&[1]);
        check::<(u8, u8)>(&[0x93, 1, 2, 3]);
        check::<Place>(&[0xa4, b'W', b'i', b't', b'h']);
        check::<Place>(&[0xa5, b'M', b'o', b'o', b'n', b's']);
        check::<u8>(&[1, 2]);
        check::<Vec<u8>>(&[0xdd, 0xff, 0xff, 0xff, 0xff]);
        check::<Value>(&[0x91; 10_000]);
        check::<Value>(&[0xc1]);
        check::<Value>(&[0xca, 0, 0, 0, 0]);
    }
}

//! MessagePack without its meaning: where one value ends and the next begins, as far as this program writes them.

/// The map `whole` without the fields that `rest` has just so, behind the version byte it is stored with; none if they
/// are no maps with the same keys in the same order.
pub(super) fn without(version: u8, whole: &[u8], rest: &[u8]) -> Option<Vec<u8>> {
    let ((fields, mut whole), (same, mut rest)) = (map(whole)?, map(rest)?);
    let (mut count, mut body) = (0_u16, Vec::with_capacity(whole.len()));
    for _ in 0..fields {
        let (key, after_key) = value(whole)?;
        let (own, after) = value(after_key)?;
        let (other_key, other_after) = value(rest)?;
        let (other, rest_after) = value(other_after)?;
        if key != other_key {
            return None;
        }
        if own != other {
            count += 1;
            body.extend_from_slice(key);
            body.extend_from_slice(own);
        }
        (whole, rest) = (after, rest_after);
    }
    (fields == same && whole.is_empty() && rest.is_empty()).then(|| {
        let mut packed = Vec::with_capacity(4 + body.len());
        packed.push(version);
        match u8::try_from(count) {
            Ok(few @ ..16) => packed.push(0x80 | few),
            _ => {
                packed.push(0xde);
                packed.extend(count.to_be_bytes());
            }
        }
        packed.extend(body);
        packed
    })
}

/// How many pairs a map has, and what comes behind its head.
fn map(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (&head, rest) = bytes.split_first()?;
    match head {
        0x80..=0x8f => Some((usize::from(head & 0x0f), rest)),
        0xde => number(rest, 2),
        0xdf => number(rest, 4),
        _ => None,
    }
}

/// The bytes of the first value, and those behind it.
fn value(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.len() - behind(bytes)?.len();
    Some(bytes.split_at(end))
}

/// What comes behind the first value.
fn behind(bytes: &[u8]) -> Option<&[u8]> {
    let (&head, rest) = bytes.split_first()?;
    match head {
        0x00..=0x7f | 0xe0..=0xff | 0xc0 | 0xc2 | 0xc3 => Some(rest),
        0x80..=0x8f => many((2 * usize::from(head & 0x0f), rest)),
        0x90..=0x9f => many((usize::from(head & 0x0f), rest)),
        0xa0..=0xbf => long((usize::from(head & 0x1f), rest)),
        0xc4 | 0xd9 => long(number(rest, 1)?),
        0xc5 | 0xda => long(number(rest, 2)?),
        0xc6 | 0xdb => long(number(rest, 4)?),
        0xcc | 0xd0 => long((1, rest)),
        0xcd | 0xd1 => long((2, rest)),
        0xca | 0xce | 0xd2 => long((4, rest)),
        0xcb | 0xcf | 0xd3 => long((8, rest)),
        0xdc => many(number(rest, 2)?),
        0xdd => many(number(rest, 4)?),
        0xde => number(rest, 2).and_then(|(pairs, rest)| many((2 * pairs, rest))),
        0xdf => number(rest, 4).and_then(|(pairs, rest)| many((2 * pairs, rest))),
        _ => None,
    }
}

/// What comes behind so many values.
fn many((count, rest): (usize, &[u8])) -> Option<&[u8]> {
    (0..count).try_fold(rest, |rest, _| behind(rest))
}

/// What comes behind so many bytes.
fn long((length, rest): (usize, &[u8])) -> Option<&[u8]> {
    Some(rest.split_at_checked(length)?.1)
}

/// The number in so many bytes, and what comes behind them.
fn number(bytes: &[u8], length: usize) -> Option<(usize, &[u8])> {
    let (digits, rest) = bytes.split_at_checked(length)?;
    Some((digits.iter().fold(0, |number, digit| number << 8 | usize::from(*digit)), rest))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn only_what_differs_is_left() {
        fn check(whole: Value, rest: Value, expect: Option<Value>) {
            let pack = |value: &Value| rmp_serde::to_vec_named(value).unwrap();
            let packed = without(1, &pack(&whole), &pack(&rest));
            let left = packed.map(|packed| rmp_serde::from_slice::<Value>(&packed[1..]).unwrap());
            assert_eq!(left, expect, "{whole}");
        }
        check(json!({"a": 1, "b": "x"}), json!({"a": 1, "b": ""}), Some(json!({"b": "x"})));
        check(json!({"a": null, "b": []}), json!({"a": 0, "b": []}), Some(json!({"a": null})));
        let long = "ā".repeat(40_000);
        let nested = json!({"a": {"b": [1, -1, 300, -300, 70_000, 1.5, 1_u64 << 40]}, "c": long, "d": true});
        let rest = json!({"a": {"b": []}, "c": "", "d": true});
        check(nested, rest, Some(json!({"a": {"b": [1, -1, 300, -300, 70_000, 1.5, 1_u64 << 40]}, "c": long})));
        let many = |of: u32| Value::Object((0..40).map(|n| (format!("{n:02}"), json!(n * of))).collect());
        let left = Value::Object((1..40).map(|n| (format!("{n:02}"), json!(n * 2))).collect());
        check(many(2), many(1), Some(left));
        // Not the same fields, or no maps: that is not for us to take apart.
        check(json!({"a": 1}), json!({"b": 1}), None);
        check(json!({"a": 1}), json!({"a": 1, "b": 1}), None);
        check(json!([1]), json!([1]), None);
    }
}

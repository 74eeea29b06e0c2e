//! The bytes of a file: those of the Python client's multiprocess mode, in the machine's own byte order.
//!
//! `used: i32`, four bytes of nothing, then entries until `used`: the length of the key (`i32`), the key, 1 to 8 spaces up to
//! a multiple of 8, the value and the time it was set at (`f64` each).

/// Where the entries begin.
pub(super) const HEADER: usize = 8;

/// The size of a file when it is made.
pub(super) const INITIAL: usize = 65_536;

/// No file may grow beyond: `used` is an `i32`.
pub(super) const LIMIT: usize = (i32::MAX as usize) & !0xffff;

/// The time of an entry whose series was removed. Python's reader looks at times only to find the latest.
pub(super) const REMOVED: f64 = -1.0;

/// A key this long is not one, but damage.
const LONGEST_KEY: usize = 1 << 20;

/// From the start of an entry to its value.
pub(super) fn value_offset(key: usize) -> usize {
    4 + key + (8 - (key + 4) % 8)
}

/// Appends an entry.
pub(super) fn write_entry(key: &[u8], value: f64, stamp: f64, into: &mut Vec<u8>) {
    let length = i32::try_from(key.len()).unwrap_or(i32::MAX);
    let end = into.len() + value_offset(key.len());
    into.extend_from_slice(&length.to_ne_bytes());
    into.extend_from_slice(key);
    into.resize(end, b' ');
    into.extend_from_slice(&value.to_ne_bytes());
    into.extend_from_slice(&stamp.to_ne_bytes());
}

/// One number of a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Entry<'a> {
    pub(super) key: &'a [u8],
    pub(super) value: f64,
    pub(super) stamp: f64,
}

/// The entry at an offset, and where the next begins; `None` if there is no whole entry.
pub(super) fn entry_at(bytes: &[u8], at: usize) -> Option<(Entry<'_>, usize)> {
    let length = usize::try_from(i32::from_ne_bytes(*bytes.get(at..)?.first_chunk()?)).ok()?;
    if length == 0 || length > LONGEST_KEY {
        return None;
    }
    let key = bytes.get(at + 4..at + 4 + length)?;
    let value = at + value_offset(length);
    let number = |at: usize| Some(f64::from_ne_bytes(*bytes.get(at..)?.first_chunk()?));
    Some((Entry { key, value: number(value)?, stamp: number(value + 8)? }, value + 16))
}

/// How many bytes a file says it uses, of which the first 8 are given; `None` if that cannot be.
pub(super) fn used(header: [u8; HEADER]) -> Option<usize> {
    let [a, b, c, d, ..] = header;
    let used = usize::try_from(i32::from_ne_bytes([a, b, c, d])).ok()?;
    // 0 is a file whose first bytes are not written yet.
    (used == 0 || used >= HEADER).then_some(used)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_is_1_to_8_spaces() {
        assert_eq!([1, 3, 4, 5, 11, 12].map(value_offset), [8, 8, 16, 16, 16, 24]);
    }

    #[test]
    fn what_is_written_is_read() {
        let mut bytes = vec![0; HEADER];
        write_entry(b"abcd", 2.5, 0.0, &mut bytes);
        write_entry(b"e", f64::INFINITY, 7.0, &mut bytes);
        let (first, next) = entry_at(&bytes, HEADER).unwrap();
        assert_eq!(first, Entry { key: b"abcd", value: 2.5, stamp: 0.0 });
        let (second, end) = entry_at(&bytes, next).unwrap();
        assert_eq!(second, Entry { key: b"e", value: f64::INFINITY, stamp: 7.0 });
        assert_eq!((end, entry_at(&bytes, end)), (bytes.len(), None));
    }

    #[test]
    fn no_length_leads_outside() {
        for length in [-1, 0, 5, i32::MAX, i32::MIN] {
            let bytes = [length.to_ne_bytes().as_slice(), b"abcd"].concat();
            assert_eq!(entry_at(&bytes, 0), None);
        }
        assert_eq!(entry_at(&[], 9), None);
        assert_eq!(
            [0, 7, 8, -8].map(|used: i32| super::used([used.to_ne_bytes(), [0; 4]].concat().try_into().unwrap())),
            [Some(0), None, Some(8), None]
        );
    }
}

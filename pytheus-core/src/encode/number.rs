use std::fmt::Write as _;

use crate::model::Number;
use crate::model::Timestamp;
use crate::model::digits;

/// Appends a sample's value: every float comes back from it bit for bit, but for the payload of a NaN.
pub(super) fn value(number: Number, out: &mut String) {
    match number {
        Number::Whole(whole) => out.push_str(itoa::Buffer::new().format(whole)),
        Number::Float(value) => digits::float(value, out),
    }
}

/// Appends a timestamp as OpenMetrics has it, in seconds.
pub(super) fn seconds(timestamp: Timestamp, out: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(out, "{timestamp}");
}

/// Appends a timestamp as text 0.0.4 has it, in whole milliseconds.
pub(super) fn millis(timestamp: Timestamp, out: &mut String) {
    out.push_str(itoa::Buffer::new().format(timestamp.as_millis()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_written_whole() {
        for whole in [0, 1, (1 << 53) + 1, u64::MAX] {
            let mut out = String::new();
            value(Number::Whole(whole), &mut out);
            assert_eq!(out, whole.to_string());
        }
    }
}

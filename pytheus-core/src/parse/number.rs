//! Numbers and timestamps.

use super::dialect::Dialect;
use super::fault::Fault;
use crate::model::Number;
use crate::model::Timestamp;

/// Reads a sample's value.
///
/// Both formats mean decimal numbers, `Inf`, `Infinity` and `NaN`, in any case. Text 0.0.4 refers to Go's `ParseFloat`,
/// which learned hexadecimal and underscores only later: Prometheus refuses both, and so is it here.
pub(super) fn number(word: &str, dialect: Dialect) -> Result<Number, Fault> {
    const NUMBER: Fault = Fault::Expected("a number");
    if let Some(whole) = whole(word) {
        return Ok(Number::Whole(whole));
    }
    let value: f64 = word.parse().map_err(|_| NUMBER)?;
    let has_digits = word.bytes().any(|byte| byte.is_ascii_digit());
    if value.is_infinite() && has_digits && !dialect.is_lax() {
        return Err(Fault::NumberRange);
    }
    if value.is_nan() && word.len() > 3 && !dialect.is_lax() {
        return Err(NUMBER);
    }
    Ok(Number::Float(value))
}

/// The value of digits and nothing else, if it fits.
fn whole(word: &str) -> Option<u64> {
    if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    word.parse().ok()
}

/// What a number counts, if it is whole and fits.
pub(super) fn count(number: Number) -> Option<u64> {
    const TOO_MUCH: f64 = 18_446_744_073_709_551_616.0;
    match number {
        Number::Whole(whole) => Some(whole),
        // Whole and within the range, so that the cast changes nothing.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Number::Float(float) if is_whole(float) && (0.0..TOO_MUCH).contains(&float) => Some(float as u64),
        Number::Float(_) => None,
    }
}

/// Whether a float is a whole number.
pub(super) fn is_whole(value: f64) -> bool {
    value.is_finite() && value.trunc() == value
}

/// Reads a timestamp: seconds in OpenMetrics, whole milliseconds in text, any milliseconds in lax text.
pub(super) fn timestamp(word: &str, dialect: Dialect) -> Result<Timestamp, Fault> {
    match dialect {
        Dialect::OpenMetrics => seconds(word),
        Dialect::Lax => scaled(word, 6).map(Timestamp::from_nanos),
        Dialect::Strict => {
            let digits = word.strip_prefix(['+', '-']).unwrap_or(word);
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(Fault::Expected("a timestamp in milliseconds"));
            }
            word.parse().map(Timestamp::from_millis).map_err(|_| Fault::TimestampRange)
        }
    }
}

/// Reads seconds, to the nanosecond; what comes after is cut off.
pub(super) fn seconds(word: &str) -> Result<Timestamp, Fault> {
    scaled(word, 9).map(Timestamp::from_nanos)
}

/// Reads a decimal number times a power of ten, exactly, cut off to a whole one.
fn scaled(word: &str, power: i64) -> Result<i128, Fault> {
    // 38 digits of 9 are below i128::MAX.
    const MOST_DIGITS: i64 = 38;
    const TIMESTAMP: Fault = Fault::Expected("a timestamp");
    let unsigned = word.strip_prefix(['+', '-']).unwrap_or(word);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, self::exponent(exponent).ok_or(TIMESTAMP)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = || whole.bytes().chain(fraction.bytes());
    if whole.is_empty() && fraction.is_empty() || !digits().all(|byte| byte.is_ascii_digit()) {
        return Err(TIMESTAMP);
    }
    let zeros = digits().take_while(|&byte| byte == b'0').count();
    let significant = digits().count() - zeros;
    if significant == 0 {
        return Ok(0);
    }
    // A line is far shorter than 2^63 bytes.
    let length = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
    let kept = length(whole.len()).saturating_sub(length(zeros)).saturating_add(exponent).saturating_add(power);
    if kept > MOST_DIGITS {
        return Err(Fault::TimestampRange);
    }
    let kept = usize::try_from(kept).unwrap_or(0);
    let padded = digits().skip(zeros).chain(std::iter::repeat(b'0')).take(kept);
    let value = padded.fold(0_i128, |value, digit| value * 10 + i128::from(digit - b'0'));
    Ok(if word.starts_with('-') { -value } else { value })
}

/// An exponent, whose like nobody can tell from infinity beyond a billion.
fn exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value = digits.bytes().fold(0_i64, |value, digit| (value * 10 + i64::from(digit - b'0')).min(1 << 40));
    Some(if text.starts_with('-') { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_exact_to_the_nanosecond() {
        for (word, nanos) in [
            ("0", Ok(0)),
            ("000", Ok(0)),
            ("-0.0", Ok(0)),
            ("1.1", Ok(1_100_000_000)),
            ("-1.1", Ok(-1_100_000_000)),
            ("+1.", Ok(1_000_000_000)),
            (".5", Ok(500_000_000)),
            ("1.5e3", Ok(1_500_000_000_000)),
            ("15E-1", Ok(1_500_000_000)),
            ("0.00000000019", Ok(0)),
            ("1e-99999999999999999999", Ok(0)),
            ("0e99999999999999999999", Ok(0)),
            ("12345678901234567890.1234567890", Ok(12_345_678_901_234_567_890_123_456_789)),
            ("1.520430000123e+09", Ok(1_520_430_000_123_000_000)),
            ("1e29", Err(Fault::TimestampRange)),
            ("1e99999999999999999999", Err(Fault::TimestampRange)),
        ] {
            assert_eq!(scaled(word, 9), nanos, "{word}");
        }
        for junk in ["", ".", "-", "1e", "e1", "1.1.1", "NaN", "Inf", "1_2", "0x1p-3", "1z", "--1", "1e1.5"] {
            assert_eq!(scaled(junk, 9), Err(Fault::Expected("a timestamp")), "{junk}");
        }
    }

    #[test]
    fn numbers_are_decimal() {
        let read = |word| number(word, Dialect::Strict).map(|value| format!("{value:?}"));
        for (word, value) in [
            ("1", "1"),
            ("18446744073709551615", "18446744073709551615"),
            ("18446744073709551616", "1.8446744073709552e19"),
            ("0042", "42"),
            ("-0", "-0.0"),
            ("+1.", "1.0"),
            (".5E1", "5.0"),
            ("iNf", "inf"),
            ("-Infinity", "-inf"),
            ("nan", "NaN"),
        ] {
            assert_eq!(read(word).unwrap(), value);
        }
        for junk in ["", "+", "e", "1e", "1_0", "0x1", "0x1p-3", "+nan", "a", "1a", " 1", "٣", "infinit"] {
            assert_eq!(read(junk), Err(Fault::Expected("a number")), "{junk}");
        }
        assert_eq!(read("1e999"), Err(Fault::NumberRange));
        assert_eq!(number("1e999", Dialect::Lax).unwrap(), Number::Float(f64::INFINITY));
    }

    #[test]
    fn counts_are_whole_and_fit() {
        let counted = [3.0, -0.0, 0.5, -1.0, 2e19, f64::NAN, f64::INFINITY].map(|value| count(Number::Float(value)));
        assert_eq!(counted, [Some(3), Some(0), None, None, None, None, None]);
    }
}

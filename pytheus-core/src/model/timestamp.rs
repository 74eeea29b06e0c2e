use std::fmt;
use std::time::SystemTime;

/// A moment of the wall clock, in nanoseconds since the Unix epoch; before it they are negative.
///
/// OpenMetrics writes it in seconds, text 0.0.4 in whole milliseconds.
///
/// ```
/// use pytheus_core::model::Timestamp;
///
/// let moment = Timestamp::from_nanos(1_520_879_607_789_000_000);
/// assert_eq!(moment.to_string(), "1520879607.789");
/// assert_eq!(moment.as_millis(), 1_520_879_607_789);
/// assert_eq!(Timestamp::from_seconds(-1).as_nanos(), -1_000_000_000);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    nanos: i128,
}

impl Timestamp {
    /// So many nanoseconds after the epoch.
    #[must_use]
    pub const fn from_nanos(nanos: i128) -> Self {
        Self { nanos }
    }

    /// So many milliseconds after the epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self { nanos: millis as i128 * 1_000_000 }
    }

    /// So many seconds after the epoch.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self { nanos: seconds as i128 * 1_000_000_000 }
    }

    /// The nanoseconds since the epoch.
    #[must_use]
    pub const fn as_nanos(self) -> i128 {
        self.nanos
    }

    /// The whole milliseconds since the epoch, rounded down; moments beyond an `i64` become its ends.
    #[must_use]
    pub fn as_millis(self) -> i64 {
        let millis = self.nanos.div_euclid(1_000_000);
        i64::try_from(millis).unwrap_or(if millis < 0 { i64::MIN } else { i64::MAX })
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        // A u128 of nanoseconds that a system clock can hold is far below i128::MAX.
        let signed = |nanos: u128| i128::try_from(nanos).unwrap_or(i128::MAX);
        match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => Self { nanos: signed(after.as_nanos()) },
            Err(before) => Self { nanos: -signed(before.duration().as_nanos()) },
        }
    }
}

/// As OpenMetrics writes it: seconds, with as many decimals as it needs, at most nine.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SECOND: u128 = 1_000_000_000;
        if self.nanos < 0 {
            f.write_str("-")?;
        }
        let nanos = self.nanos.unsigned_abs();
        write!(f, "{}", nanos / SECOND)?;
        let (mut rest, mut width) = (nanos % SECOND, 9);
        if rest == 0 {
            return Ok(());
        }
        while rest % 10 == 0 {
            rest /= 10;
            width -= 1;
        }
        write!(f, ".{rest:0width$}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn seconds_have_as_many_decimals_as_they_need() {
        for (nanos, text) in [
            (0, "0"),
            (1, "0.000000001"),
            (-1, "-0.000000001"),
            (1_500_000_000, "1.5"),
            (-1_100_000_000, "-1.1"),
            (12_000_000_000, "12"),
            (i128::MIN, "-170141183460469231731687303715.884105728"),
        ] {
            assert_eq!(Timestamp::from_nanos(nanos).to_string(), text);
        }
    }

    #[test]
    fn milliseconds_round_down_and_stop_at_the_ends() {
        assert_eq!(Timestamp::from_nanos(-1).as_millis(), -1);
        assert_eq!(Timestamp::from_nanos(1_999_999).as_millis(), 1);
        assert_eq!(Timestamp::from_nanos(i128::MAX).as_millis(), i64::MAX);
        assert_eq!(Timestamp::from_nanos(i128::MIN).as_millis(), i64::MIN);
    }

    #[test]
    fn a_system_time_before_the_epoch_is_negative() {
        let second = Duration::from_secs(1);
        assert_eq!(Timestamp::from(SystemTime::UNIX_EPOCH + second), Timestamp::from_seconds(1));
        assert_eq!(Timestamp::from(SystemTime::UNIX_EPOCH - second), Timestamp::from_seconds(-1));
    }
}

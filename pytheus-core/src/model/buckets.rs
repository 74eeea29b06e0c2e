use std::error::Error;
use std::fmt;

/// The upper bounds of a histogram's buckets: finite, strictly rising, `+Inf` understood.
///
/// ```
/// use pytheus_core::model::Buckets;
///
/// assert_eq!(Buckets::new([0.5, 1.0, f64::INFINITY]).unwrap().bounds(), [0.5, 1.0]);
/// assert_eq!(Buckets::exponential(0.1, 10.0, 3).unwrap().bounds(), [0.1, 1.0, 10.0]);
/// assert_eq!(Buckets::new([1.0, 0.5]).unwrap_err().to_string(), "bucket bounds must rise: 0.5 follows 1");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Buckets {
    bounds: Box<[f64]>,
    spelled: Box<[Box<str>]>,
}

impl Buckets {
    /// The default bounds, made for latencies in seconds.
    pub const DEFAULT: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

    /// Checks bounds. A final `+Inf` is taken off: every histogram has that bucket.
    ///
    /// # Errors
    ///
    /// [`BucketsError`] when no finite bound is left, or they do not rise strictly, or one is not a number.
    pub fn new(bounds: impl IntoIterator<Item = f64>) -> Result<Self, BucketsError> {
        // -0.0 and 0.0 are one bound, and "-0" is no spelling that another reader would expect.
        let mut bounds: Vec<f64> = bounds.into_iter().map(|bound| bound + 0.0).collect();
        if bounds.is_empty() {
            return Err(BucketsError::Empty);
        }
        if bounds.iter().any(|bound| bound.is_nan()) {
            return Err(BucketsError::NotANumber);
        }
        if let Some(pair) = bounds.windows(2).find(|pair| pair[0] >= pair[1]) {
            return Err(BucketsError::NotRising { bound: pair[0], next: pair[1] });
        }
        if bounds.last() == Some(&f64::INFINITY) {
            bounds.pop();
        }
        match bounds.first() {
            None => Err(BucketsError::OnlyInfinity),
            Some(&f64::NEG_INFINITY) => Err(BucketsError::NegativeInfinity),
            Some(_) => Ok(Self { bounds: bounds.into(), spelled: Box::default() }),
        }
    }

    /// `count` bounds, `width` apart, the first at `start`.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new): a `width` that is not above zero does not rise, a `count` of 0 is empty.
    pub fn linear(start: f64, width: f64, count: usize) -> Result<Self, BucketsError> {
        // Bucket counts are far below 2^52, so the cast is exact.
        #[allow(clippy::cast_precision_loss)]
        Self::new((0..count).map(|i| start + width * i as f64))
    }

    /// `count` bounds, each `factor` times the one before, the first at `start`.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new): a `factor` that is not above one, or a `start` not above zero, does not rise.
    pub fn exponential(start: f64, factor: f64, count: usize) -> Result<Self, BucketsError> {
        Self::new(std::iter::successors(Some(start), |bound| Some(bound * factor)).take(count))
    }

    /// The same bounds with the spelling their author gave them, which only Python's Redis keys show.
    #[must_use]
    pub fn spelled<'a>(mut self, spellings: impl IntoIterator<Item = &'a str>) -> Self {
        self.spelled = spellings.into_iter().take(self.bounds.len()).map(Into::into).collect();
        self
    }

    /// The finite bounds, rising.
    #[must_use]
    pub fn bounds(&self) -> &[f64] {
        &self.bounds
    }

    /// How the author spelled a bound, if that is known.
    #[must_use]
    pub fn spelling(&self, index: usize) -> Option<&str> {
        self.spelled.get(index).map(AsRef::as_ref)
    }

    /// The bucket that counts `value`: the first whose bound is not below it. NaN and what is above every bound go
    /// to the `+Inf` bucket, whose index is the number of bounds.
    #[inline]
    #[must_use]
    pub fn index_of(&self, value: f64) -> usize {
        if value.is_nan() {
            return self.bounds.len();
        }
        self.bounds.partition_point(|&bound| bound < value)
    }
}

impl Default for Buckets {
    fn default() -> Self {
        Self { bounds: Self::DEFAULT.into(), spelled: Box::default() }
    }
}

/// Bounds that are no buckets. The caller is at fault.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum BucketsError {
    /// There is no bound.
    Empty,
    /// A bound is NaN.
    NotANumber,
    /// A bound is not below the one after it.
    NotRising {
        /// The bound.
        bound: f64,
        /// The one after it.
        next: f64,
    },
    /// The only bound is `+Inf`, which every histogram has anyway.
    OnlyInfinity,
    /// The first bound is `-Inf`: nothing could ever be counted in it.
    NegativeInfinity,
}

impl fmt::Display for BucketsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a histogram needs at least one bucket bound"),
            Self::NotANumber => f.write_str("a bucket bound is NaN"),
            Self::NotRising { bound, next } => write!(f, "bucket bounds must rise: {next} follows {bound}"),
            Self::OnlyInfinity => f.write_str("the only bucket bound is +Inf, which every histogram has anyway"),
            Self::NegativeInfinity => f.write_str("a bucket bound is -Inf, where nothing can be counted"),
        }
    }
}

impl Error for BucketsError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_on_a_bound_belongs_to_its_bucket() {
        let buckets = Buckets::new([0.0, 1.0, 2.0]).unwrap();
        let found: Vec<_> = [-1.0, -0.0, 0.0, 0.5, 1.0, 2.0, 2.1, f64::INFINITY, f64::NEG_INFINITY, f64::NAN]
            .map(|value| buckets.index_of(value))
            .into();
        assert_eq!(found, [0, 0, 0, 1, 1, 2, 3, 3, 0, 3]);
    }

    #[test]
    fn what_is_no_bucket_list_is_refused() {
        let error = |bounds: &[f64]| Buckets::new(bounds.iter().copied()).unwrap_err().to_string();
        assert_eq!(error(&[]), "a histogram needs at least one bucket bound");
        assert_eq!(error(&[1.0, 1.0]), "bucket bounds must rise: 1 follows 1");
        assert_eq!(error(&[-0.0, 0.0]), "bucket bounds must rise: 0 follows 0");
        assert_eq!(error(&[1.0, f64::NAN]), "a bucket bound is NaN");
        assert_eq!(error(&[f64::INFINITY]), "the only bucket bound is +Inf, which every histogram has anyway");
        assert_eq!(error(&[f64::NEG_INFINITY, 1.0]), "a bucket bound is -Inf, where nothing can be counted");
        assert!(Buckets::linear(0.0, 0.0, 3).is_err());
        assert!(Buckets::exponential(1.0, 1.0, 3).is_err());
    }
}

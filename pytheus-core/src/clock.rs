//! The one reader of time.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

/// Where metrics read the time from: the system, or a [`FakeClock`] that a test moves. Clones read the same clock.
#[derive(Clone, Default)]
pub struct Clock {
    fake: Option<FakeClock>,
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self { fake: None }
    }

    /// Monotonic time, for durations.
    #[inline]
    #[must_use]
    pub fn now(&self) -> Instant {
        match &self.fake {
            None => Instant::now(),
            Some(fake) => fake.state.started + fake.passed(),
        }
    }

    /// The time since the Unix epoch; zero if the system's clock stands before it.
    #[must_use]
    pub fn unix(&self) -> Duration {
        match &self.fake {
            None => SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default(),
            Some(fake) => fake.state.unix + fake.passed(),
        }
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.fake.is_some() { "Clock(fake)" } else { "Clock(system)" })
    }
}

/// A clock that stands still until a test moves it. Clones are the same clock.
///
/// ```
/// use std::time::Duration;
/// use pytheus_core::clock::FakeClock;
///
/// let fake = FakeClock::at_unix(Duration::from_secs(1_700_000_000));
/// let clock = fake.clock();
/// let before = clock.now();
/// fake.advance(Duration::from_millis(1_500));
/// assert_eq!(clock.now() - before, Duration::from_millis(1_500));
/// assert_eq!(clock.unix(), Duration::from_millis(1_700_000_001_500));
/// ```
#[derive(Clone, Debug)]
pub struct FakeClock {
    state: Arc<State>,
}

#[derive(Debug)]
struct State {
    started: Instant,
    unix: Duration,
    passed_nanoseconds: AtomicU64,
}

impl FakeClock {
    /// A clock that stands at this time since the Unix epoch.
    #[must_use]
    pub fn at_unix(unix: Duration) -> Self {
        Self { state: Arc::new(State { started: Instant::now(), unix, passed_nanoseconds: AtomicU64::new(0) }) }
    }

    /// The clock to give to a registry's builder.
    #[must_use]
    pub fn clock(&self) -> Clock {
        Clock { fake: Some(self.clone()) }
    }

    /// Moves time on.
    pub fn advance(&self, by: Duration) {
        let nanoseconds = u64::try_from(by.as_nanos()).unwrap_or(u64::MAX);
        // Tests move the clock and read it on threads they synchronise themselves.
        self.state.passed_nanoseconds.fetch_add(nanoseconds, Ordering::Relaxed);
    }

    fn passed(&self) -> Duration {
        Duration::from_nanos(self.state.passed_nanoseconds.load(Ordering::Relaxed))
    }
}

/// A moment that something started at, by the clock of the metric that will record it.
#[derive(Clone, Debug)]
#[must_use = "a stopwatch records nothing by itself"]
pub struct Stopwatch {
    clock: Clock,
    started: Instant,
}

impl Stopwatch {
    /// Starts now.
    #[inline]
    pub fn start(clock: &Clock) -> Self {
        Self { started: clock.now(), clock: clock.clone() }
    }

    /// The time since the start.
    #[inline]
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.clock.now().saturating_duration_since(self.started)
    }
}

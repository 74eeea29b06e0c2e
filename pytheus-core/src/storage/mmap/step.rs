//! A place in the program at which a test can end the process, as `kill -9` would.

/// Between any two things that others can see of a writer or a folder.
#[cfg(not(feature = "testing"))]
#[inline]
pub(super) fn step() {}

#[cfg(feature = "testing")]
pub(super) fn step() {
    use std::sync::atomic::Ordering;
    if LEFT.load(Ordering::Relaxed) != u64::MAX && LEFT.fetch_sub(1, Ordering::Relaxed) == 0 {
        // Ends the process at once: no destructor runs, no buffer is written.
        std::process::abort();
    }
}

/// Lets this many steps pass, and ends the process at the next. `u64::MAX` is never.
#[cfg(feature = "testing")]
pub fn crash_after(steps: u64) {
    LEFT.store(steps, std::sync::atomic::Ordering::Relaxed);
}

/// How many steps are left.
#[cfg(feature = "testing")]
#[must_use]
pub fn steps_left() -> u64 {
    LEFT.load(std::sync::atomic::Ordering::Relaxed)
}

#[cfg(feature = "testing")]
static LEFT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(u64::MAX);

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

/// The index of the state that is on.
#[derive(Debug, Default)]
pub(in crate::storage) struct State(AtomicUsize);

impl State {
    #[inline]
    pub(in crate::storage) fn set(&self, state: usize) {
        // Relaxed: the index publishes nothing but itself.
        self.0.store(state, Ordering::Relaxed);
    }

    pub(in crate::storage) fn read(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

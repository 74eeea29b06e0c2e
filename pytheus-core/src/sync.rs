//! The atomics and the lock of cells and families, so that loom can put its own in their place; the lock outlives a fork.

#[cfg(not(loom))]
pub(crate) type RwLock<T> = parking_lot::lock_api::RwLock<crate::fork::Lock, T>;
#[cfg(not(loom))]
pub(crate) use std::sync::atomic::AtomicBool;
#[cfg(not(loom))]
pub(crate) use std::sync::atomic::AtomicU64;
pub(crate) use std::sync::atomic::Ordering;

#[cfg(loom)]
pub(crate) use loom::sync::atomic::AtomicBool;
#[cfg(loom)]
pub(crate) use loom::sync::atomic::AtomicU64;
#[cfg(loom)]
pub(crate) use modelled::RwLock;

#[cfg(loom)]
mod modelled {
    /// loom's lock, with the signatures of the real one, which is never poisoned.
    #[derive(Debug, Default)]
    pub(crate) struct RwLock<T>(loom::sync::RwLock<T>);

    #[allow(clippy::unwrap_used)]
    impl<T> RwLock<T> {
        pub(crate) fn read(&self) -> loom::sync::RwLockReadGuard<'_, T> {
            self.0.read().unwrap()
        }

        pub(crate) fn write(&self) -> loom::sync::RwLockWriteGuard<'_, T> {
            self.0.write().unwrap()
        }
    }
}

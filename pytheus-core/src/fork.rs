//! Forks of this process: how many there were, what a child must close, and a lock that a fork cannot break.
//!
//! In safe code a fork is noticed by asking for the process id, a system call at every recording; `pthread_atfork` makes
//! it one relaxed load of a static. And no lock of std or `parking_lot` survives a fork while another thread holds it:
//! the child would wait for a thread that it does not have.
#![allow(unsafe_code)]

use std::cell::Cell;
use std::hint;
use std::os::raw::c_int;
use std::sync::Once;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicI32;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use parking_lot::lock_api;

/// How many forks lie between this process and the first of its line that had metrics.
#[inline]
pub(crate) fn generation() -> u32 {
    // Relaxed: it changes only before a child has a second thread.
    GENERATION.load(Ordering::Relaxed)
}

/// From now on forks are noticed.
pub(crate) fn watch() {
    static WATCH: Once = Once::new();
    WATCH.call_once(|| {
        #[cfg(unix)]
        // SAFETY: 1. the three are functions of the type that POSIX asks for, and are never unloaded: a program does not
        // unload the crate it is linked with. 2. `in_child` calls nothing but atomics and close(2), which POSIX allows
        // there; `before` and `in_parent` run in the parent, where anything may be called.
        unsafe {
            pthread_atfork(Some(before), Some(in_parent), Some(in_child));
        }
    });
}

/// A file descriptor that forked children close at once, as it holds a lock that is this process' own.
#[cfg_attr(not(feature = "mmap"), allow(dead_code))]
pub(crate) struct NotInherited {
    slot: Option<&'static AtomicI32>,
    generation: u32,
}

#[cfg_attr(not(feature = "mmap"), allow(dead_code))]
impl NotInherited {
    /// Until this is dropped. With more of them than there are slots, some are inherited.
    pub(crate) fn new(descriptor: c_int) -> Self {
        watch();
        let free =
            |slot: &&AtomicI32| slot.compare_exchange(NONE, descriptor, Ordering::AcqRel, Ordering::Relaxed).is_ok();
        Self { slot: CLOSED_IN_CHILDREN.iter().find(free), generation: generation() }
    }

    /// Whether this process is a child that was forked since, and so does not have the descriptor any more.
    pub(crate) fn is_gone(&self) -> bool {
        self.slot.is_some() && self.generation != generation()
    }
}

impl Drop for NotInherited {
    fn drop(&mut self) {
        if let (false, Some(slot)) = (self.is_gone(), self.slot) {
            slot.store(NONE, Ordering::Release);
        }
    }
}

/// A readers-writer lock that is free in a forked child, whoever held it in the parent.
///
/// Writers are waited for before a fork, so that the child finds what they wrote whole. It waits by spinning, then by
/// sleeping shortly: all that is done under such a lock is short.
pub(crate) struct Lock {
    /// The generation in which it was last taken in the upper half; the lower half counts the readers, and has a bit
    /// for a writer and one for writers that wait. If the generation is not this process', nobody holds it.
    state: AtomicU64,
}

const WRITER: u64 = 1 << 31;
const WAITING: u64 = 1 << 30;
const READERS: u64 = WAITING - 1;

impl Lock {
    fn free() -> u64 {
        u64::from(generation()) << 32
    }

    /// The state, with what another generation left taken off.
    fn current(seen: u64) -> u64 {
        if seen >> 32 == u64::from(generation()) { seen } else { Self::free() }
    }

    fn try_change(&self, change: impl Fn(u64) -> Option<u64>) -> bool {
        let mut seen = self.state.load(Ordering::Relaxed);
        while let Some(next) = change(Self::current(seen)) {
            match self.state.compare_exchange_weak(seen, next, Ordering::Acquire, Ordering::Relaxed) {
                Ok(_) => return true,
                Err(now) => seen = now,
            }
        }
        false
    }

    fn release(&self, change: impl Fn(u64) -> u64) {
        let mut seen = self.state.load(Ordering::Relaxed);
        // Taken before a fork: it is free already.
        while seen >> 32 == u64::from(generation()) {
            match self.state.compare_exchange_weak(seen, change(seen), Ordering::Release, Ordering::Relaxed) {
                Ok(_) => return,
                Err(now) => seen = now,
            }
        }
    }

    fn take_exclusive(&self) -> bool {
        self.try_change(|state| (state & (WRITER | READERS) == 0).then(|| Self::free() | WRITER))
    }
}

// SAFETY: `take_exclusive` takes the lock only when its state has neither a writer nor readers, `lock_shared` only when
// it has no writer; each is one compare-exchange. A state of another generation is one that the threads of another
// process made: in this one nobody holds it, since the thread that forked was inside `fork`.
unsafe impl lock_api::RawRwLock for Lock {
    #[allow(clippy::declare_interior_mutable_const)]
    const INIT: Self = Self { state: AtomicU64::new(0) };

    type GuardMarker = lock_api::GuardNoSend;

    #[inline]
    fn lock_shared(&self) {
        let mut wait = Wait::new();
        while !self.try_lock_shared() {
            wait.a_little();
        }
    }

    #[inline]
    fn try_lock_shared(&self) -> bool {
        self.try_change(|state| (state & (WRITER | WAITING) == 0).then_some(state + 1))
    }

    #[inline]
    unsafe fn unlock_shared(&self) {
        self.release(|state| state - 1);
    }

    fn lock_exclusive(&self) {
        enter();
        let mut wait = Wait::new();
        while !self.take_exclusive() {
            self.try_change(|state| (state & WAITING == 0).then_some(state | WAITING));
            wait.a_little();
        }
    }

    fn try_lock_exclusive(&self) -> bool {
        enter();
        let taken = self.take_exclusive();
        if !taken {
            leave();
        }
        taken
    }

    unsafe fn unlock_exclusive(&self) {
        self.release(|state| state & !WRITER);
        leave();
    }
}

/// A writer begins; not while a fork is under way.
fn enter() {
    watch();
    // Who writes already is waited for: waiting in turn would be for ever.
    if WRITING.try_with(|writing| writing.replace(writing.get() + 1)).unwrap_or(0) > 0 {
        WRITERS.fetch_add(1, Ordering::SeqCst);
        return;
    }
    let mut wait = Wait::new();
    let until = Instant::now() + PATIENCE;
    loop {
        WRITERS.fetch_add(1, Ordering::SeqCst);
        // A fork that takes longer has handlers of others that record: let them.
        if !FORKING.load(Ordering::SeqCst) || Instant::now() > until {
            return;
        }
        withdraw();
        wait.a_little();
    }
}

fn leave() {
    let _ = WRITING.try_with(|writing| writing.set(writing.get().saturating_sub(1)));
    withdraw();
}

fn withdraw() {
    // Not below 0: a child begins with none, even if its one thread forked while it wrote.
    let _ = WRITERS.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |writers| writers.checked_sub(1));
}

/// Before a fork, in the parent: lets writers finish.
#[cfg(unix)]
extern "C" fn before() {
    FORKING.store(true, Ordering::SeqCst);
    let mut wait = Wait::new();
    let until = Instant::now() + PATIENCE;
    while WRITERS.load(Ordering::SeqCst) > 0 && Instant::now() < until {
        wait.a_little();
    }
}

#[cfg(unix)]
extern "C" fn in_parent() {
    FORKING.store(false, Ordering::SeqCst);
}

/// After a fork, in the child: takes no lock and allocates nothing.
#[cfg(unix)]
extern "C" fn in_child() {
    GENERATION.fetch_add(1, Ordering::SeqCst);
    WRITERS.store(0, Ordering::SeqCst);
    FORKING.store(false, Ordering::SeqCst);
    for slot in &CLOSED_IN_CHILDREN {
        let descriptor = slot.swap(NONE, Ordering::SeqCst);
        if descriptor != NONE {
            // SAFETY: the descriptor is open, since whoever put it into the slot takes it out before it closes it, and
            // it is not used any more: `NotInherited::is_gone` says so.
            unsafe { close(descriptor) };
        }
    }
}

struct Wait {
    turns: u32,
}

impl Wait {
    fn new() -> Self {
        Self { turns: 0 }
    }

    fn a_little(&mut self) {
        self.turns += 1;
        match self.turns {
            0..32 => hint::spin_loop(),
            32..64 => thread::yield_now(),
            _ => thread::sleep(Duration::from_micros(50)),
        }
    }
}

#[cfg(unix)]
unsafe extern "C" {
    fn pthread_atfork(
        prepare: Option<extern "C" fn()>,
        parent: Option<extern "C" fn()>,
        child: Option<extern "C" fn()>,
    ) -> c_int;
    fn close(descriptor: c_int) -> c_int;
}

const PATIENCE: Duration = Duration::from_millis(200);
const NONE: c_int = -1;

thread_local! {
    /// How many locks this thread has for itself.
    static WRITING: Cell<u32> = const { Cell::new(0) };
}

static GENERATION: AtomicU32 = AtomicU32::new(0);
static WRITERS: AtomicU32 = AtomicU32::new(0);
static FORKING: AtomicBool = AtomicBool::new(false);
static CLOSED_IN_CHILDREN: [AtomicI32; 256] = [const { AtomicI32::new(NONE) }; 256];

#[cfg(all(test, not(loom)))]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn writers_are_alone_and_readers_together() {
        let lock = Arc::new(lock_api::RwLock::<Lock, (u64, u64)>::new((0, 0)));
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    for _ in 0..5_000 {
                        let mut pair = lock.write();
                        pair.0 += 1;
                        pair.1 += 1;
                    }
                });
                scope.spawn(|| {
                    for _ in 0..20_000 {
                        let pair = lock.read();
                        assert_eq!(pair.0, pair.1);
                    }
                });
            }
        });
        assert_eq!(*lock.read(), (10_000, 10_000));
    }

    #[test]
    fn what_another_generation_held_is_free() {
        let held = (u64::from(generation()).wrapping_sub(1) << 32) | WRITER;
        let lock = Lock { state: AtomicU64::new(held) };
        assert!(lock_api::RawRwLock::try_lock_shared(&lock));
        assert!(!lock_api::RawRwLock::try_lock_exclusive(&lock));
    }
}

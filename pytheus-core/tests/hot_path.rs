//! In the steady state, recording allocates nothing: counted by the allocator of this program.
#![allow(clippy::unwrap_used)]

use std::alloc::GlobalAlloc;
use std::alloc::Layout;
use std::alloc::System;
use std::cell::Cell;
use std::time::Duration;

use pytheus_core::Counter;
use pytheus_core::Gauge;
use pytheus_core::Histogram;
use pytheus_core::Registry;
use pytheus_core::Summary;
use pytheus_core::metric::Timer;

/// Counts the allocations of each thread by itself.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator unchanged; the count is a thread-local without a destructor, so
// touching it neither allocates nor fails.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller's promises about `layout` are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: `pointer` came from `alloc` above, that is from `System`, with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(run: impl Fn()) -> usize {
    // The first time may make series and lazy state.
    run();
    let before = ALLOCATIONS.get();
    (0..1_000).for_each(|_| run());
    ALLOCATIONS.get() - before
}

#[test]
fn the_allocator_counts() {
    assert_eq!(allocations(|| drop(std::hint::black_box(Box::new(1)))), 1_000);
}

#[test]
fn recording_into_handles_allocates_nothing() {
    recording_allocates_nothing(&Registry::new());
}

#[cfg(all(feature = "mmap", unix))]
#[test]
fn recording_into_mapped_files_allocates_nothing_either() {
    let directory = std::env::temp_dir().join(format!("pytheus-hot-{}", std::process::id()));
    let storage = pytheus_core::storage::Mmap::dir(&directory).unwrap();
    recording_allocates_nothing(&Registry::builder().storage(storage).build().unwrap());
    std::fs::remove_dir_all(&directory).unwrap();
}

fn recording_allocates_nothing(registry: &Registry) {
    let counter = Counter::builder("c_total", "").build(registry).unwrap();
    let gauge = Gauge::builder("g", "").build(registry).unwrap();
    let histogram = Histogram::builder("h", "").build(registry).unwrap();
    let summary = Summary::builder("s", "").build(registry).unwrap();
    let recorded = allocations(|| {
        counter.inc();
        counter.inc_by(2);
        counter.inc_by(0.5);
        let _ = counter.try_inc_by(-1.0);
        counter.inc_by(-1.0);
        gauge.set(1.5);
        gauge.inc();
        gauge.dec_by(0.5);
        gauge.set_to_current_time();
        drop(gauge.track_inprogress());
        histogram.observe(0.3);
        histogram.observe(Duration::from_millis(3));
        drop(histogram.start_timer());
        histogram.time(|| ());
        Timer::start(histogram.clone()).discard();
        summary.observe(7);
    });
    assert_eq!(recorded, 0);
}

#[test]
fn a_lookup_that_hits_allocates_nothing_however_long_the_values_are() {
    let registry = Registry::new();
    let counter = Counter::builder("c_total", "").labels(["path", "host"]).build(&registry).unwrap();
    let long = "x".repeat(10_000);
    let escaped = "a\"b\\c\nd".repeat(100);
    let found = allocations(|| {
        counter.with(&["/", "a"]).unwrap().inc();
        counter.with(&[long.as_str(), "b"]).unwrap().inc();
        counter.with(&[escaped.as_str(), ""]).unwrap().inc();
    });
    assert_eq!(found, 0);
    assert_eq!(registry.sample_value("c_total", &[("path", &escaped), ("host", "")]).unwrap(), Some(1_001.0));
}

#[test]
fn handles_of_removed_series_allocate_nothing_either() {
    let registry = Registry::new();
    let counter = Counter::builder("removed_total", "").labels(["path"]).build(&registry).unwrap();
    let handle = counter.with(&["/"]).unwrap();
    counter.clear();
    assert_eq!(allocations(|| handle.inc()), 0);
}

//! In the steady state an instrumented call allocates nothing.
#![allow(missing_docs, clippy::unwrap_used)]

use std::alloc::GlobalAlloc;
use std::alloc::Layout;
use std::alloc::System;
use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

use pytheus::Counter;
use pytheus::Gauge;
use pytheus::Histogram;
use pytheus::LabelSet;
use pytheus::Metrics;
use pytheus::Outcome;
use pytheus::Registry;
use pytheus::count_errors;
use pytheus::timed;
use pytheus::track_inprogress;

struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: the system's allocator does all of it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: as promised to us.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as promised to us.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[derive(LabelSet)]
struct RequestLabels {
    method: String,
    route: String,
    outcome: Outcome,
}

#[derive(LabelSet)]
struct ErrorLabels {
    kind: String,
}

#[derive(Metrics)]
struct Shop {
    /// Time to answer.
    request_seconds: Histogram<RequestLabels>,
    /// Running.
    running: Gauge,
    /// Errors.
    errors_total: Counter<ErrorLabels>,
}

#[timed]
#[timed(name = "sync_seconds", help = "Time.", outcome)]
#[timed(shop.request_seconds, method = "GET", route = route, outcome)]
#[track_inprogress(shop.running)]
#[count_errors(shop.errors_total, kind = "any")]
fn sync(shop: &Shop, route: &str, how: u32) -> Result<u32, u32> {
    if how > 3 { Err(how) } else { Ok(how) }
}

#[timed]
#[timed(name = "sync_seconds", help = "Time.", outcome)]
#[timed(shop.request_seconds, method = "GET", route = route, outcome)]
#[track_inprogress(shop.running)]
#[count_errors(shop.errors_total, kind = "any")]
async fn later(shop: &Shop, route: &str, how: u32) -> Result<u32, u32> {
    if how > 3 { Err(how) } else { Ok(how) }
}

#[test]
fn an_instrumented_call_allocates_nothing_once_its_series_exist() {
    let registry = Registry::new();
    let shop = Shop::register(&registry).unwrap();
    let call = |how| {
        _ = sync(&shop, "/cart/of/some/length", how);
        let future = pin!(later(&shop, "/cart/of/some/length", how));
        assert!(matches!(future.poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(_)));
    };
    call(1);
    call(5);
    let before = ALLOCATIONS.get();
    for _ in 0..100 {
        call(1);
        call(5);
    }
    assert_eq!(ALLOCATIONS.get() - before, 0);
}

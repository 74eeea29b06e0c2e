//! What `#[track_inprogress]` shows, and that it always comes back down.
#![allow(missing_docs, clippy::unwrap_used)]

use std::future::Future;
use std::hash::BuildHasher;
use std::hash::RandomState;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::pin::Pin;
use std::pin::pin;
use std::sync::Arc;
use std::task::Context;
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

#[derive(LabelSet)]
struct CallLabels {
    outcome: Outcome,
}

#[derive(LabelSet)]
struct PageLabels {
    page: String,
}

#[derive(Metrics)]
struct Shop {
    /// Running.
    running: Gauge,
    /// Running, by page.
    pages_running: Gauge<PageLabels>,
    /// Errors.
    errors_total: Counter,
    /// Calls.
    calls_seconds: Histogram<CallLabels>,
}

struct Fixture {
    registry: Registry,
    shop: Shop,
}

impl Fixture {
    fn new() -> Self {
        let registry = Registry::new();
        let shop = Shop::register(&registry).unwrap();
        Self { registry, shop }
    }

    fn running(&self) -> f64 {
        self.registry.sample_value("running", &[]).unwrap().unwrap()
    }

    fn calls(&self, outcome: &str) -> f64 {
        self.registry.sample_value("calls_seconds_count", &[("outcome", outcome)]).unwrap().unwrap_or(0.0)
    }
}

#[test]
fn a_call_counts_while_it_runs_however_it_ends() {
    #[track_inprogress(f.shop.running)]
    fn nest(f: &Fixture, depth: u32, how: &str) -> Result<f64, std::num::ParseIntError> {
        if depth > 0 {
            return nest(f, depth - 1, how);
        }
        assert_ne!(how, "panic");
        how.parse::<u32>()?;
        Ok(f.running())
    }

    let f = Fixture::new();
    assert_eq!(nest(&f, 4, "5"), Ok(5.0));
    assert_eq!(f.running(), 0.0);
    assert!(nest(&f, 4, "x").is_err());
    assert_eq!(f.running(), 0.0);
    assert!(catch_unwind(AssertUnwindSafe(|| nest(&f, 4, "panic"))).is_err());
    assert_eq!(f.running(), 0.0);
}

#[test]
fn labels_say_what_is_running() {
    #[track_inprogress(f.shop.pages_running, page = &page)]
    fn show(f: &Fixture, page: String) -> Option<f64> {
        let labels = [("page", &*page)];
        f.registry.sample_value("pages_running", &labels).unwrap()
    }

    let f = Fixture::new();
    assert_eq!(show(&f, "cart".to_owned()), Some(1.0));
    assert_eq!(f.registry.sample_value("pages_running", &[("page", "cart")]).unwrap(), Some(0.0));
}

#[test]
fn a_future_counts_from_its_first_poll_to_its_drop() {
    #[track_inprogress(f.shop.running)]
    fn serve(f: &Fixture) -> Pin<Box<dyn Future<Output = ()> + '_>> {
        Box::pin(async { std::future::pending().await })
    }

    let f = Fixture::new();
    let mut future = serve(&f);
    assert_eq!(f.running(), 0.0);
    assert!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    assert_eq!(f.running(), 1.0);
    drop(future);
    assert_eq!(f.running(), 0.0);
}

/// Yields some times, then ends as it is told.
#[track_inprogress(f.shop.running)]
#[count_errors(f.shop.errors_total)]
#[timed(f.shop.calls_seconds, outcome)]
async fn call(f: &Fixture, yields: u64, how: u64) -> Result<(), u64> {
    for _ in 0..yields {
        tokio::task::yield_now().await;
    }
    assert_ne!(how, 0);
    if how == 1 { Err(how) } else { Ok(()) }
}

#[test]
fn after_ten_thousand_random_cancellations_and_panics_nothing_is_in_progress() {
    std::panic::set_hook(Box::new(|_| {}));
    let f = Fixture::new();
    let random = RandomState::new();
    let mut expected = [0.0; 4];
    for n in 0..10_000_u32 {
        let dice = random.hash_one(n);
        let (polls, yields, how) = (dice % 4, dice / 4 % 3, dice / 12 % 3);
        let ends = polls > yields;
        let ended = catch_unwind(AssertUnwindSafe(|| {
            let mut future = pin!(call(&f, yields, how));
            (0..polls).any(|_| future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready())
        }));
        assert_eq!(ended.is_err(), ends && how == 0);
        match (polls, ends, how) {
            (0, ..) => {}
            (_, false, _) => expected[3] += 1.0,
            (_, true, 0) => expected[2] += 1.0,
            (_, true, 1) => expected[1] += 1.0,
            (_, true, _) => expected[0] += 1.0,
        }
    }
    assert_eq!(f.running(), 0.0);
    assert_eq!(["ok", "error", "panic", "cancelled"].map(|outcome| f.calls(outcome)), expected);
    assert_eq!(f.registry.sample_value("errors_total", &[]).unwrap(), Some(expected[1]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_a_thousand_aborted_tasks_nothing_is_in_progress() {
    let f = Arc::new(Fixture::new());
    let mut tasks = Vec::new();
    for n in 0..1_000 {
        let f = f.clone();
        tasks.push(tokio::spawn(async move { call(&f, if n % 2 == 0 { 3 } else { u64::MAX }, 2).await }));
    }
    for (n, task) in tasks.into_iter().enumerate() {
        if n % 2 != 0 {
            task.abort();
        }
        let ended = task.await;
        assert_eq!(ended.is_ok(), n % 2 == 0);
    }
    assert_eq!(f.running(), 0.0);
    assert_eq!(f.calls("ok"), 500.0);
}

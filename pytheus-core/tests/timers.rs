//! Timers, in-progress guards and counted errors: however a scope ends, by a clock that the test moves.
#![allow(clippy::unwrap_used)]

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::pin::pin;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;
use std::time::Duration;

use pytheus_core::Counter;
use pytheus_core::Gauge;
use pytheus_core::Histogram;
use pytheus_core::Registry;
use pytheus_core::Summary;
use pytheus_core::clock::FakeClock;

const SECOND: Duration = Duration::from_secs(1);

struct Bench {
    clock: FakeClock,
    registry: Registry,
    histogram: Histogram,
    gauge: Gauge,
}

fn bench() -> Bench {
    let clock = FakeClock::at_unix(1_700_000_000 * SECOND);
    let registry = Registry::builder().clock(clock.clock()).build().unwrap();
    let histogram = Histogram::builder("h_seconds", "").build(&registry).unwrap();
    let gauge = Gauge::builder("g", "").build(&registry).unwrap();
    Bench { clock, registry, histogram, gauge }
}

impl Bench {
    fn value(&self, name: &str) -> f64 {
        self.registry.sample_value(name, &[]).unwrap().unwrap()
    }

    fn observed(&self) -> (f64, f64) {
        (self.value("h_seconds_count"), self.value("h_seconds_sum"))
    }
}

/// Not ready at the first poll, ready at the second; the clock moves on by a second at each.
fn twice_polled(clock: &FakeClock) -> impl Future<Output = u8> + '_ {
    let mut polls = 0;
    std::future::poll_fn(move |_| {
        clock.advance(SECOND);
        polls += 1;
        if polls == 2 { Poll::Ready(7) } else { Poll::Pending }
    })
}

#[test]
fn a_timer_records_when_it_is_dropped_or_stopped_and_not_when_discarded() {
    let bench = bench();
    let timer = bench.histogram.start_timer();
    bench.clock.advance(2 * SECOND);
    assert_eq!(timer.elapsed(), 2 * SECOND);
    drop(timer);
    assert_eq!(bench.observed(), (1.0, 2.0));
    let timer = bench.histogram.start_timer();
    bench.clock.advance(SECOND / 2);
    assert_eq!(timer.stop(), SECOND / 2);
    assert_eq!(bench.observed(), (2.0, 2.5));
    let timer = bench.histogram.start_timer();
    bench.clock.advance(SECOND);
    assert_eq!(timer.discard(), SECOND);
    assert_eq!(bench.observed(), (2.0, 2.5));
}

#[test]
fn a_timer_records_at_a_panic() {
    let bench = bench();
    let timed = catch_unwind(AssertUnwindSafe(|| {
        bench.histogram.time(|| {
            bench.clock.advance(3 * SECOND);
            panic!("as planned");
        })
    }));
    assert!(timed.is_err());
    assert_eq!(bench.observed(), (1.0, 3.0));
}

#[test]
fn the_labels_of_a_timer_may_become_known_late() {
    let bench = bench();
    let answers = Histogram::builder("answer_seconds", "").labels(["status"]).build(&bench.registry).unwrap();
    let mut timer = answers.with(&["unknown"]).unwrap().start_timer();
    bench.clock.advance(SECOND);
    timer.record_into(answers.with(&["200"]).unwrap());
    drop(timer);
    let stopwatch = bench.histogram.stopwatch();
    bench.clock.advance(SECOND);
    assert_eq!(answers.with(&["404"]).unwrap().observe_since(&stopwatch), SECOND);
    let count = |status| bench.registry.sample_value("answer_seconds_count", &[("status", status)]).unwrap();
    assert_eq!((count("unknown"), count("200"), count("404")), (Some(0.0), Some(1.0), Some(1.0)));
}

#[test]
fn a_timed_future_is_timed_from_its_first_poll_to_its_end() {
    let bench = bench();
    let timed = bench.histogram.time_async(twice_polled(&bench.clock));
    bench.clock.advance(100 * SECOND);
    let mut timed = pin!(timed);
    let mut context = Context::from_waker(Waker::noop());
    assert_eq!(timed.as_mut().poll(&mut context), Poll::Pending);
    assert_eq!(bench.observed().0, 0.0);
    bench.clock.advance(10 * SECOND);
    assert_eq!(timed.as_mut().poll(&mut context), Poll::Ready(7));
    assert_eq!(bench.observed(), (1.0, 12.0));
}

#[test]
fn a_timed_future_that_is_dropped_is_recorded_only_if_it_was_polled() {
    let bench = bench();
    drop(bench.histogram.time_async(twice_polled(&bench.clock)));
    assert_eq!(bench.observed(), (0.0, 0.0));
    {
        let mut timed = pin!(bench.histogram.time_async(twice_polled(&bench.clock)));
        assert!(timed.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    assert_eq!(bench.observed(), (1.0, 1.0));
}

#[test]
fn a_timed_gauge_holds_the_last_duration_and_a_summary_adds_it() {
    let bench = bench();
    let summary = Summary::builder("s_seconds", "").build(&bench.registry).unwrap();
    for seconds in [3, 2] {
        bench.gauge.time(|| bench.clock.advance(seconds * SECOND));
        summary.time(|| bench.clock.advance(seconds * SECOND));
    }
    assert_eq!(bench.value("g"), 2.0);
    assert_eq!((bench.value("s_seconds_count"), bench.value("s_seconds_sum")), (2.0, 5.0));
    bench.gauge.set_to_current_time();
    assert_eq!(bench.value("g"), 1_700_000_010.0);
}

#[test]
fn in_progress_comes_down_again_however_the_scope_ends() {
    let bench = bench();
    {
        let _one = bench.gauge.track_inprogress();
        let _two = bench.gauge.track_inprogress();
        assert_eq!(bench.value("g"), 2.0);
    }
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let _guard = bench.gauge.track_inprogress();
        panic!("as planned");
    }));
    assert!(panicked.is_err());
    assert_eq!(bench.value("g"), 0.0);
}

#[test]
fn errors_and_panics_are_counted_and_passed_on() {
    let bench = bench();
    let errors = Counter::builder("errors_total", "").build(&bench.registry).unwrap();
    assert_eq!(errors.count_errors(|| Ok::<_, String>(1)), Ok(1));
    assert_eq!(errors.count_errors(|| Err::<u8, _>("no")), Err("no"));
    assert!(errors.count_error("x".parse::<u8>()).is_err());
    assert!(catch_unwind(AssertUnwindSafe(|| errors.count_errors::<(), ()>(|| panic!("as planned")))).is_err());
    assert_eq!(bench.value("errors_total"), 3.0);
}

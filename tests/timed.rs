//! What `#[timed]` records: on every exit, with labels, with the outcome, and where no metric is named.
#![allow(missing_docs, clippy::unwrap_used)]

use std::future::Future;
use std::future::pending;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::pin::Pin;
use std::pin::pin;
use std::sync::Arc;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;
use std::time::Duration;

use pytheus::Counter;
use pytheus::Gather;
use pytheus::Gauge;
use pytheus::Histogram;
use pytheus::LabelSet;
use pytheus::Metrics;
use pytheus::Outcome;
use pytheus::Registry;
use pytheus::Summary;
use pytheus::clock::FakeClock;
use pytheus::count_errors;
use pytheus::timed;

#[derive(LabelSet)]
struct RequestLabels {
    method: String,
    route: String,
    outcome: Outcome,
}

#[derive(LabelSet)]
struct PageLabels {
    page: String,
    #[label(default = "main")]
    site: String,
}

#[derive(LabelSet)]
struct SiteLabels {
    #[label(default = "main")]
    site: String,
}

#[derive(Metrics)]
struct Shop {
    /// Time to render.
    #[metric(unit = "seconds", buckets(1, 10))]
    render_seconds: Histogram,
    /// Time to render.
    render_summary_seconds: Summary,
    /// Time of the last one.
    last_seconds: Gauge,
    /// Time to show a page.
    page_seconds: Histogram<PageLabels>,
    /// Time of a site.
    site_seconds: Histogram<SiteLabels>,
    /// Time to answer.
    request_seconds: Histogram<RequestLabels>,
    /// Errors.
    errors_total: Counter,
    /// Time of the last answer.
    last_request_seconds: Gauge<RequestLabels>,
}

struct Fixture {
    registry: Registry,
    clock: FakeClock,
    shop: Shop,
}

impl Fixture {
    fn new() -> Self {
        let clock = FakeClock::at_unix(Duration::ZERO);
        let registry = Registry::builder().clock(clock.clock()).build().unwrap();
        let shop = Shop::register(&registry).unwrap();
        Self { registry, clock, shop }
    }

    fn value(&self, name: &str, labels: &[(&str, &str)]) -> Option<f64> {
        self.registry.sample_value(name, labels).unwrap()
    }

    fn pass(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// How many requests ended in each of the ways, in the order of `Outcome`.
    fn outcomes(&self) -> [Option<f64>; 4] {
        ["ok", "error", "panic", "cancelled"].map(|outcome| {
            let labels = [("method", "GET"), ("route", "/"), ("outcome", outcome)];
            self.value("request_seconds_count", &labels)
        })
    }
}

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

#[timed(f.shop.render_seconds)]
fn render(f: &Fixture, how: &str) -> Result<u32, std::num::ParseIntError> {
    f.pass(2);
    if how == "early" {
        return Ok(0);
    }
    assert_ne!(how, "panic");
    let number = how.parse()?;
    Ok(number)
}

#[test]
fn a_call_is_observed_at_return_at_early_return_at_question_mark_and_at_panic() {
    let f = Fixture::new();
    assert_eq!(render(&f, "5"), Ok(5));
    assert_eq!(render(&f, "early"), Ok(0));
    assert!(render(&f, "no number").is_err());
    assert!(catch_unwind(AssertUnwindSafe(|| render(&f, "panic"))).is_err());
    assert_eq!(f.value("render_seconds_count", &[]), Some(4.0));
    assert_eq!(f.value("render_seconds_sum", &[]), Some(8.0));
    assert_eq!(f.value("render_seconds_bucket", &[("le", "1")]), Some(0.0));
}

#[test]
fn each_call_of_a_recursion_is_observed() {
    #[timed(f.shop.render_seconds)]
    fn recursive(f: &Fixture, depth: u32) {
        f.pass(1);
        if depth > 0 {
            recursive(f, depth - 1);
        }
    }

    let f = Fixture::new();
    recursive(&f, 3);
    assert_eq!(f.value("render_seconds_count", &[]), Some(4.0));
    assert_eq!(f.value("render_seconds_sum", &[]), Some(10.0));
}

#[test]
fn a_summary_observes_too_and_a_gauge_has_the_last_duration() {
    #[timed(f.shop.render_summary_seconds)]
    #[timed(f.shop.last_seconds)]
    fn work(f: &Fixture, seconds: u64) {
        f.pass(seconds);
    }

    let f = Fixture::new();
    work(&f, 5);
    work(&f, 3);
    assert_eq!(f.value("render_summary_seconds_sum", &[]), Some(8.0));
    assert_eq!(f.value("last_seconds", &[]), Some(3.0));
}

#[test]
fn labels_are_given_by_name_and_defaults_need_not_be() {
    struct Request {
        page: String,
    }

    #[timed(f.shop.page_seconds, page = &request.page)]
    #[timed(f.shop.page_seconds, site = "eu", page = "all")]
    #[timed(f.shop.site_seconds)]
    fn show(f: &Fixture, request: Request) -> String {
        f.pass(1);
        request.page
    }

    let f = Fixture::new();
    assert_eq!(show(&f, Request { page: "cart".to_owned() }), "cart");
    assert_eq!(f.value("page_seconds_count", &[("page", "cart"), ("site", "main")]), Some(1.0));
    assert_eq!(f.value("page_seconds_count", &[("page", "all"), ("site", "eu")]), Some(1.0));
    assert_eq!(f.value("site_seconds_count", &[("site", "main")]), Some(1.0));
}

#[test]
fn the_clock_starts_before_the_labels_and_each_is_evaluated_once_before_the_body() {
    #[timed(log(f, order, "metric").shop.page_seconds, page = (log(f, order, "page"), "p").1, site = (log(f, order, "site"), "s").1)]
    fn show(f: &Fixture, order: &mut Vec<&'static str>) {
        order.push("body");
    }

    fn log<'f>(f: &'f Fixture, order: &mut Vec<&'static str>, what: &'static str) -> &'f Fixture {
        order.push(what);
        f.pass(1);
        f
    }

    let f = Fixture::new();
    let mut order = Vec::new();
    show(&f, &mut order);
    assert_eq!(order, ["metric", "page", "site", "body"]);
    // Both labels, and not the metric, by whose clock it is measured.
    assert_eq!(f.value("page_seconds_sum", &[("page", "p"), ("site", "s")]), Some(2.0));
}

#[test]
fn the_metric_may_be_behind_a_pointer() {
    #[timed(Arc::clone(histogram))]
    #[timed(&&**histogram)]
    fn work(histogram: &Arc<Histogram>) {}

    let f = Fixture::new();
    work(&Arc::new(f.shop.render_seconds.clone()));
    assert_eq!(f.value("render_seconds_count", &[]), Some(2.0));
}

#[timed(f.shop.request_seconds, method = "GET", route = "/", outcome)]
fn request(f: &Fixture, how: &str) -> Result<u32, std::num::ParseIntError> {
    f.pass(1);
    assert_ne!(how, "panic");
    let number = how.parse()?;
    Ok(number)
}

#[test]
fn the_outcome_of_a_call_is_a_label_and_only_those_seen_are_exposed() {
    let f = Fixture::new();
    assert_eq!(f.outcomes(), [None, None, None, None]);
    assert_eq!(request(&f, "5"), Ok(5));
    assert_eq!(f.outcomes(), [Some(1.0), None, None, None]);
    assert!(request(&f, "no number").is_err());
    assert!(catch_unwind(AssertUnwindSafe(|| request(&f, "panic"))).is_err());
    assert_eq!(f.outcomes(), [Some(1.0), Some(1.0), Some(1.0), None]);
    let labels = [("method", "GET"), ("route", "/"), ("outcome", "panic")];
    assert_eq!(f.value("request_seconds_sum", &labels), Some(1.0));
}

#[test]
fn what_is_no_result_is_ok_or_a_panic() {
    #[timed(f.shop.request_seconds, method = "GET", route = "/", outcome)]
    fn number(f: &Fixture, how: u32) -> u32 {
        assert_ne!(how, 7);
        how
    }

    #[timed(f.shop.last_request_seconds, method = "GET", route = "/", outcome)]
    #[timed(f.shop.request_seconds, method = "GET", route = "/", outcome)]
    fn nothing(f: &Fixture, how: u32) {
        f.pass(4);
        assert_ne!(how, 7);
    }

    #[timed(f.shop.request_seconds, method = "GET", route = "/", outcome)]
    fn never(f: &Fixture) -> ! {
        panic!("always")
    }

    #[timed(f.shop.request_seconds, method = "GET", route = "/", outcome)]
    fn generic<T>(f: &Fixture, value: T) -> T {
        value
    }

    let f = Fixture::new();
    assert_eq!(number(&f, 5), 5);
    nothing(&f, 5);
    assert_eq!(generic::<Result<(), ()>>(&f, Err(())), Err(()));
    assert_eq!(f.outcomes(), [Some(3.0), None, None, None]);
    assert!(catch_unwind(AssertUnwindSafe(|| number(&f, 7))).is_err());
    assert!(catch_unwind(AssertUnwindSafe(|| nothing(&f, 7))).is_err());
    assert!(catch_unwind(AssertUnwindSafe(|| never(&f))).is_err());
    assert_eq!(f.outcomes(), [Some(3.0), None, Some(3.0), None]);
    let labels = [("method", "GET"), ("route", "/"), ("outcome", "panic")];
    assert_eq!(f.value("last_request_seconds", &labels), Some(4.0));
}

#[test]
fn a_call_during_the_unwinding_of_another_is_no_panic() {
    #[timed(f.shop.request_seconds, method = "GET", route = "/", outcome)]
    fn cleanup(f: &Fixture) {}

    struct Cleans<'f>(&'f Fixture);

    impl Drop for Cleans<'_> {
        fn drop(&mut self) {
            cleanup(self.0);
            request(self.0, "1").unwrap();
            request(self.0, "x").unwrap_err();
        }
    }

    let f = Fixture::new();
    let unwound = catch_unwind(AssertUnwindSafe(|| {
        let _cleans = Cleans(&f);
        panic!("first")
    }));
    assert!(unwound.is_err());
    assert_eq!(f.outcomes(), [Some(2.0), Some(1.0), None, None]);
}

#[timed(f.shop.render_seconds)]
#[timed(f.shop.request_seconds, method = "GET", route = "/", outcome)]
async fn answer(f: &Fixture, how: &str) -> Result<u32, std::num::ParseIntError> {
    f.pass(1);
    tokio::task::yield_now().await;
    f.pass(1);
    assert_ne!(how, "panic");
    if how == "pending" {
        pending::<()>().await;
    }
    let number = how.parse()?;
    Ok(number)
}

#[tokio::test]
async fn an_async_call_is_observed_from_first_poll_to_end_with_its_outcome() {
    let f = Fixture::new();
    let future = answer(&f, "5");
    f.pass(100);
    assert_eq!(future.await, Ok(5));
    assert!(answer(&f, "x").await.is_err());
    assert_eq!(f.outcomes(), [Some(1.0), Some(1.0), None, None]);
    assert_eq!(f.value("render_seconds_sum", &[]), Some(4.0));
}

#[test]
fn a_future_that_is_dropped_before_its_first_poll_is_not_observed() {
    let f = Fixture::new();
    drop(answer(&f, "5"));
    assert_eq!(f.outcomes(), [None; 4]);
    assert_eq!(f.value("render_seconds_count", &[]), Some(0.0));
}

#[test]
fn a_future_that_is_dropped_between_two_polls_is_cancelled() {
    let f = Fixture::new();
    {
        let mut future = pin!(answer(&f, "5"));
        assert!(poll(future.as_mut()).is_pending());
        assert_eq!(f.outcomes(), [None; 4]);
    }
    assert_eq!(f.outcomes(), [None, None, None, Some(1.0)]);
    assert_eq!(f.value("render_seconds_count", &[]), Some(1.0));
    assert_eq!(f.value("render_seconds_sum", &[]), Some(1.0));
}

#[test]
fn a_future_that_is_dropped_after_its_end_is_observed_once() {
    let f = Fixture::new();
    {
        let mut future = pin!(answer(&f, "5"));
        assert!(poll(future.as_mut()).is_pending());
        assert_eq!(poll(future.as_mut()), Poll::Ready(Ok(5)));
        assert_eq!(f.outcomes(), [Some(1.0), None, None, None]);
    }
    assert_eq!(f.outcomes(), [Some(1.0), None, None, None]);
    assert_eq!(f.value("render_seconds_count", &[]), Some(1.0));
}

#[test]
fn a_panic_in_a_poll_is_a_panic_and_a_drop_by_anothers_panic_is_a_cancellation() {
    let f = Fixture::new();
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let mut future = pin!(answer(&f, "panic"));
        assert!(poll(future.as_mut()).is_pending());
        poll(future.as_mut())
    }));
    assert!(panicked.is_err());
    assert_eq!(f.outcomes(), [None, None, Some(1.0), None]);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let mut future = pin!(answer(&f, "pending"));
        assert!(poll(future.as_mut()).is_pending());
        panic!("not in the future")
    }));
    assert!(panicked.is_err());
    assert_eq!(f.outcomes(), [None, None, Some(1.0), Some(1.0)]);
}

#[tokio::test]
async fn a_future_that_loses_a_select_or_times_out_or_is_aborted_is_cancelled() {
    let f = Arc::new(Fixture::new());
    tokio::select! {
        biased;
        _ = answer(&f, "pending") => unreachable!(),
        () = std::future::ready(()) => {}
    }
    assert_eq!(f.outcomes(), [None, None, None, Some(1.0)]);
    assert!(tokio::time::timeout(Duration::from_millis(1), answer(&f, "pending")).await.is_err());
    assert_eq!(f.outcomes(), [None, None, None, Some(2.0)]);
    let task = tokio::spawn({
        let f = f.clone();
        async move { answer(&f, "pending").await }
    });
    tokio::time::sleep(Duration::from_millis(5)).await;
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    assert_eq!(f.outcomes(), [None, None, None, Some(3.0)]);
    assert_eq!(f.value("render_seconds_count", &[]), Some(3.0));
}

#[tokio::test]
async fn an_async_function_that_never_returns_is_cancelled_or_panics() {
    #[timed(f.shop.request_seconds, method = "GET", route = "/", outcome)]
    async fn serve(f: &Fixture, how: u32) -> ! {
        tokio::task::yield_now().await;
        assert_ne!(how, 7);
        pending().await
    }

    let f = Fixture::new();
    assert!(tokio::time::timeout(Duration::from_millis(1), serve(&f, 5)).await.is_err());
    assert_eq!(f.outcomes(), [None, None, None, Some(1.0)]);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let mut future = pin!(serve(&f, 7));
        _ = poll(future.as_mut());
        _ = poll(future.as_mut());
    }));
    assert!(panicked.is_err());
    assert_eq!(f.outcomes(), [None, None, Some(1.0), Some(1.0)]);
}

#[tokio::test]
async fn a_function_that_ends_in_an_async_block_is_timed_as_an_async_one() {
    #[allow(clippy::type_complexity)]
    #[timed(f.shop.request_seconds, method = "GET", route = "/", outcome)]
    #[timed(f.shop.render_seconds)]
    fn boxed<'f>(
        f: &'f Fixture,
        how: &'f str,
    ) -> Pin<Box<dyn Future<Output = Result<u32, Box<dyn std::error::Error>>> + 'f>> {
        f.pass(50);
        Box::pin(async move {
            f.pass(2);
            Ok(how.parse()?)
        })
    }

    #[timed(f.shop.request_seconds, method = "GET", route = "/", outcome)]
    #[timed(f.shop.render_seconds)]
    fn implemented(f: &Fixture) -> impl Future<Output = Result<u32, ()>> {
        async {
            f.pass(2);
            Ok(5)
        }
    }

    type Later<'f> = Pin<Box<dyn Future<Output = u32> + 'f>>;

    #[timed(f.shop.render_seconds)]
    fn aliased<'f>(f: &'f Fixture) -> Later<'f> {
        Box::pin(async {
            f.pass(1);
            5
        })
    }

    let f = Fixture::new();
    drop(aliased(&f));
    drop(boxed(&f, "5"));
    assert_eq!(f.value("render_seconds_count", &[]), Some(0.0));
    assert_eq!(boxed(&f, "5").await.unwrap(), 5);
    assert!(boxed(&f, "x").await.is_err());
    assert_eq!(implemented(&f).await, Ok(5));
    assert_eq!(f.outcomes(), [Some(2.0), Some(1.0), None, None]);
    assert_eq!(f.value("render_seconds_sum", &[]), Some(6.0));
    assert_eq!(aliased(&f).await, 5);
    assert_eq!(f.value("render_seconds_sum", &[]), Some(7.0));
}

#[tokio::test]
async fn the_construction_of_a_future_is_timed_if_asked_for() {
    #[timed(f.shop.render_seconds, construction)]
    fn make(f: &Fixture) -> impl Future<Output = u32> {
        f.pass(3);
        std::future::ready(5)
    }

    let f = Fixture::new();
    let future = make(&f);
    assert_eq!(f.value("render_seconds_sum", &[]), Some(3.0));
    assert_eq!(future.await, 5);
    assert_eq!(f.value("render_seconds_count", &[]), Some(1.0));
}

#[tokio::test]
async fn methods_of_an_async_trait_are_timed_to_their_end() {
    #[async_trait::async_trait]
    trait Load {
        async fn load(&self, path: &str) -> Result<u32, std::num::ParseIntError>;
    }

    #[async_trait::async_trait]
    impl Load for Fixture {
        #[timed(self.shop.request_seconds, method = "GET", route = path, outcome)]
        async fn load(&self, path: &str) -> Result<u32, std::num::ParseIntError> {
            self.pass(1);
            tokio::task::yield_now().await;
            self.pass(1);
            path.parse()
        }
    }

    let f = Fixture::new();
    assert_eq!(f.load("5").await, Ok(5));
    let labels = [("method", "GET"), ("route", "5"), ("outcome", "ok")];
    assert_eq!(f.value("request_seconds_sum", &labels), Some(2.0));
}

#[test]
fn attributes_that_look_at_the_value_join_in_any_order() {
    #[count_errors(f.shop.errors_total)]
    #[timed(f.shop.request_seconds, method = "GET", route = "/", outcome)]
    #[count_errors(f.shop.errors_total, matches = 7)]
    async fn counted_first(f: &Fixture, how: u32) -> Result<u32, u32> {
        tokio::task::yield_now().await;
        assert_ne!(how, 8);
        if how > 5 { Err(how) } else { Ok(how) }
    }

    #[timed(f.shop.request_seconds, method = "GET", route = "/", outcome)]
    #[count_errors(f.shop.errors_total)]
    #[timed(f.shop.request_seconds, method = "GET", route = "/", outcome)]
    fn sync(f: &Fixture, how: u32) -> Result<u32, u32> {
        assert_ne!(how, 8);
        if how > 5 { Err(how) } else { Ok(how) }
    }

    let f = Fixture::new();
    let run = |how, polls| {
        catch_unwind(AssertUnwindSafe(|| {
            let mut future = pin!(counted_first(&f, how));
            (0..polls).fold(Poll::Pending, |_, _| poll(future.as_mut()))
        }))
    };
    assert_eq!(run(5, 2).ok(), Some(Poll::Ready(Ok(5))));
    assert_eq!(run(6, 2).ok(), Some(Poll::Ready(Err(6))));
    assert_eq!(run(7, 2).ok(), Some(Poll::Ready(Err(7))));
    assert!(run(8, 2).is_err());
    assert_eq!(run(7, 1).ok(), Some(Poll::Pending));
    assert_eq!(f.outcomes(), [Some(1.0), Some(2.0), Some(1.0), Some(1.0)]);
    assert_eq!(f.value("errors_total", &[]), Some(3.0));
    assert_eq!(sync(&f, 5), Ok(5));
    assert_eq!(sync(&f, 6), Err(6));
    assert!(catch_unwind(AssertUnwindSafe(|| sync(&f, 8))).is_err());
    assert_eq!(f.outcomes(), [Some(3.0), Some(4.0), Some(3.0), Some(1.0)]);
    assert_eq!(f.value("errors_total", &[]), Some(4.0));
}

#[test]
fn a_timed_future_is_sent_if_the_plain_one_is_and_not_much_larger() {
    async fn plain(f: &Fixture, bytes: [u8; 1024]) -> Result<u8, ()> {
        tokio::task::yield_now().await;
        f.pass(u64::from(bytes[0]));
        Ok(bytes[1023])
    }

    #[timed(f.shop.render_seconds)]
    async fn guarded(f: &Fixture, bytes: [u8; 1024]) -> Result<u8, ()> {
        tokio::task::yield_now().await;
        f.pass(u64::from(bytes[0]));
        Ok(bytes[1023])
    }

    #[timed(f.shop.request_seconds, method = "GET", route = "/", outcome)]
    async fn classified(f: &Fixture, bytes: [u8; 1024]) -> Result<u8, ()> {
        tokio::task::yield_now().await;
        f.pass(u64::from(bytes[0]));
        Ok(bytes[1023])
    }

    #[count_errors(f.shop.errors_total)]
    #[timed(f.shop.request_seconds, method = "GET", route = "/", outcome)]
    #[count_errors(f.shop.errors_total)]
    #[timed]
    async fn stacked(f: &Fixture, bytes: [u8; 1024]) -> Result<u8, ()> {
        tokio::task::yield_now().await;
        f.pass(u64::from(bytes[0]));
        Ok(bytes[1023])
    }

    fn size<F: Future + Send>(future: F) -> usize {
        size_of_val(&future)
    }

    let f = Fixture::new();
    let bytes = [0; 1024];
    let stacked = size(stacked(&f, bytes));
    let (plain, guarded, classified) = (size(plain(&f, bytes)), size(guarded(&f, bytes)), size(classified(&f, bytes)));
    assert!(guarded * 10 <= plain * 11, "{guarded} against {plain}");
    assert!(classified * 10 <= plain * 11, "{classified} against {plain}");
    assert!(stacked * 20 <= plain * 23, "{stacked} against {plain}");
}

mod declared {
    use super::*;

    #[timed]
    fn never_called() {}

    #[timed]
    fn called(how: u32) {
        assert_ne!(how, 7);
    }

    #[timed(function = "renamed")]
    async fn also_renamed() {}

    struct Index<T>(T);

    impl<T: Copy> Index<T> {
        #[timed]
        fn rebuild(&self) -> T {
            self.0
        }
    }

    #[timed(name = "reindex_duration_seconds", help = "Time to rebuild.", unit = "seconds", buckets(1, 2.5, 10))]
    fn reindex() {}

    #[timed(name = "fetch_seconds", help = "Time to fetch.", outcome)]
    fn fetch(how: u32) -> Result<u32, u32> {
        if how == 7 { Err(how) } else { Ok(how) }
    }

    #[timed(name = "computed_seconds", help = "Computed bounds.", buckets(exponential(1, 10, 3)))]
    #[timed(name = "given_seconds", help = "Bounds from elsewhere.", buckets = BOUNDS)]
    fn otherwise() {}

    const BOUNDS: [f64; 2] = [0.5, 5.0];
    const BOUND: f64 = 0.5;

    #[timed(name = "falling_seconds", help = "Bounds that are none.", buckets(1, BOUND))]
    fn falling() {}

    fn count(function: &str) -> Option<f64> {
        let labels = [("module", module_path!()), ("function", function)];
        pytheus::global().sample_value("function_duration_seconds_count", &labels).unwrap()
    }

    #[test]
    fn a_bare_attribute_gives_a_series_of_the_shared_histogram_at_0_before_the_first_call() {
        assert_eq!(count("never_called"), Some(0.0));
        assert_eq!(count("called"), Some(0.0));
        called(5);
        assert!(catch_unwind(|| called(7)).is_err());
        assert_eq!(count("called"), Some(2.0));
        let _: fn() = never_called;
        assert_eq!(count("rebuild"), Some(0.0));
        assert_eq!(Index(5).rebuild() + Index(6).rebuild(), 11);
        assert_eq!(Index("x").rebuild(), "x");
        assert_eq!(count("rebuild"), Some(3.0));
        assert!(poll(pin!(also_renamed())).is_ready());
        assert_eq!(count("renamed"), Some(1.0));
    }

    #[test]
    fn a_name_declares_a_histogram_that_is_there_before_the_first_call() {
        let value = |name| pytheus::global().sample_value(name, &[]).unwrap();
        assert_eq!(value("reindex_duration_seconds_count"), Some(0.0));
        reindex();
        assert_eq!(value("reindex_duration_seconds_count"), Some(1.0));
        let snapshot = pytheus::global().gather().unwrap();
        let family = snapshot.families().iter().find(|family| family.name().as_str() == "reindex_duration_seconds");
        assert_eq!(family.unwrap().buckets().unwrap().bounds(), [1.0, 2.5, 10.0]);
        assert_eq!(family.unwrap().help(), "Time to rebuild.");
    }

    #[test]
    fn a_declared_histogram_may_have_the_outcome() {
        let value = |outcome| pytheus::global().sample_value("fetch_seconds_count", &[("outcome", outcome)]).unwrap();
        assert_eq!([value("ok"), value("error")], [None, None]);
        _ = fetch(5);
        _ = fetch(7);
        assert_eq!([value("ok"), value("error"), value("panic")], [Some(1.0), Some(1.0), None]);
    }

    fn bounds(name: &str) -> Vec<f64> {
        let snapshot = pytheus::global().gather().unwrap();
        let family = snapshot.families().iter().find(|family| family.name().as_str() == name).unwrap();
        family.buckets().unwrap().bounds().to_vec()
    }

    #[test]
    fn bounds_are_listed_computed_or_taken_from_elsewhere() {
        otherwise();
        assert_eq!(bounds("reindex_duration_seconds"), [1.0, 2.5, 10.0]);
        assert_eq!(bounds("computed_seconds"), [1.0, 10.0, 100.0]);
        assert_eq!(bounds("given_seconds"), BOUNDS);
    }

    #[test]
    fn bounds_that_only_run_time_finds_wrong_become_the_default_ones() {
        falling();
        assert_eq!(bounds("falling_seconds"), pytheus::model::Buckets::DEFAULT);
        assert_eq!(pytheus::global().sample_value("falling_seconds_count", &[]).unwrap(), Some(1.0));
    }
}

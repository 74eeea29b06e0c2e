//! What `#[count_errors]` counts.
#![allow(missing_docs, clippy::unwrap_used)]

use std::fmt;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::pin::pin;
use std::task::Context;
use std::task::Waker;

use pytheus::Counter;
use pytheus::LabelSet;
use pytheus::Metrics;
use pytheus::Registry;
use pytheus::count_errors;

#[derive(LabelSet)]
struct ErrorLabels {
    kind: String,
    retried: bool,
}

#[derive(Metrics)]
struct Shop {
    /// Errors.
    errors_total: Counter,
    /// Errors by kind.
    labelled_errors_total: Counter<ErrorLabels>,
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

    fn errors(&self) -> f64 {
        self.registry.sample_value("errors_total", &[]).unwrap().unwrap()
    }

    fn labelled(&self, kind: &str) -> Option<f64> {
        self.registry.sample_value("labelled_errors_total", &[("kind", kind), ("retried", "true")]).unwrap()
    }
}

#[derive(Debug, PartialEq)]
enum RenderError {
    Timeout,
    Io(u32),
    Gone { forever: bool },
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for RenderError {}

fn all() -> [Result<(), RenderError>; 5] {
    [
        Ok(()),
        Err(RenderError::Timeout),
        Err(RenderError::Io(1)),
        Err(RenderError::Io(2)),
        Err(RenderError::Gone { forever: true }),
    ]
}

#[test]
fn an_error_is_counted_however_it_is_returned_and_a_value_is_not() {
    #[count_errors(f.shop.errors_total)]
    fn render(f: &Fixture, how: &str) -> Result<u32, Box<dyn std::error::Error>> {
        if how == "early" {
            return Err(RenderError::Timeout.into());
        }
        if how == "nested" {
            render(f, "early").unwrap_err();
        }
        Ok(how.parse()?)
    }

    let f = Fixture::new();
    assert_eq!(render(&f, "5").unwrap(), 5);
    assert_eq!(f.errors(), 0.0);
    render(&f, "early").unwrap_err();
    render(&f, "no number").unwrap_err();
    assert_eq!(f.errors(), 2.0);
    render(&f, "nested").unwrap_err();
    assert_eq!(f.errors(), 4.0);
}

#[test]
fn a_panic_is_no_error() {
    #[count_errors(f.shop.errors_total)]
    fn render(f: &Fixture) -> Result<(), ()> {
        panic!("no error")
    }

    let f = Fixture::new();
    assert!(catch_unwind(AssertUnwindSafe(|| render(&f))).is_err());
    assert_eq!(f.errors(), 0.0);
}

#[test]
fn a_pattern_picks_the_errors_that_are_counted() {
    #[count_errors(f.shop.errors_total, matches = RenderError::Timeout | RenderError::Gone { .. })]
    fn either(f: &Fixture, result: Result<(), RenderError>) -> Result<(), RenderError> {
        result
    }

    #[count_errors(f.shop.errors_total, matches = RenderError::Io(code) if *code > least)]
    fn guarded(f: &Fixture, least: u32, result: Result<(), RenderError>) -> Result<(), RenderError> {
        result
    }

    #[count_errors(f.shop.errors_total, matches = e if e.downcast_ref::<RenderError>() == Some(&RenderError::Io(2)))]
    fn dynamic(f: &Fixture, result: Result<(), RenderError>) -> Result<(), Box<dyn std::error::Error>> {
        result?;
        Ok(())
    }

    let f = Fixture::new();
    all().into_iter().for_each(|result| drop(either(&f, result)));
    assert_eq!(f.errors(), 2.0);
    all().into_iter().for_each(|result| drop(guarded(&f, 1, result)));
    assert_eq!(f.errors(), 3.0);
    all().into_iter().for_each(|result| drop(dynamic(&f, result)));
    assert_eq!(f.errors(), 4.0);
}

#[test]
fn labels_are_evaluated_before_the_body_moves_what_they_name() {
    #[count_errors(f.shop.labelled_errors_total, kind = &kind, retried = true)]
    #[count_errors(f.shop.labelled_errors_total, kind = "timeout", retried = true, matches = RenderError::Timeout)]
    fn render(f: &Fixture, kind: String, result: Result<(), RenderError>) -> Result<(), RenderError> {
        drop(kind);
        result
    }

    let f = Fixture::new();
    all().into_iter().for_each(|result| drop(render(&f, "any".to_owned(), result)));
    assert_eq!(f.labelled("any"), Some(4.0));
    assert_eq!(f.labelled("timeout"), Some(1.0));
}

#[tokio::test]
async fn an_error_of_an_async_function_is_counted_and_a_cancellation_is_not() {
    #[count_errors(f.shop.errors_total)]
    async fn render(f: &Fixture, result: Result<(), RenderError>) -> Result<(), Box<dyn std::error::Error>> {
        tokio::task::yield_now().await;
        result?;
        Ok(())
    }

    #[count_errors(f.shop.errors_total, matches = RenderError::Timeout)]
    fn boxed(f: &Fixture, result: Result<(), RenderError>) -> impl Future<Output = Result<(), RenderError>> {
        async move {
            tokio::task::yield_now().await;
            result
        }
    }

    let f = Fixture::new();
    for result in all() {
        _ = render(&f, result).await;
    }
    assert_eq!(f.errors(), 4.0);
    for result in all() {
        _ = boxed(&f, result).await;
    }
    assert_eq!(f.errors(), 5.0);
    drop(render(&f, Err(RenderError::Timeout)));
    {
        let mut future = pin!(render(&f, Err(RenderError::Timeout)));
        assert!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    assert_eq!(f.errors(), 5.0);
}

#[test]
fn a_future_that_counts_errors_is_sent_if_the_plain_one_is_and_not_much_larger() {
    async fn plain(f: &Fixture, bytes: [u8; 1024]) -> Result<u8, RenderError> {
        tokio::task::yield_now().await;
        Ok(bytes[usize::from(f.errors() > 0.0)])
    }

    #[count_errors(f.shop.errors_total)]
    async fn counted(f: &Fixture, bytes: [u8; 1024]) -> Result<u8, RenderError> {
        tokio::task::yield_now().await;
        Ok(bytes[usize::from(f.errors() > 0.0)])
    }

    fn size<F: Future + Send>(future: F) -> usize {
        size_of_val(&future)
    }

    let f = Fixture::new();
    let (plain, counted) = (size(plain(&f, [0; 1024])), size(counted(&f, [0; 1024])));
    assert!(counted * 10 <= plain * 11, "{counted} against {plain}");
}

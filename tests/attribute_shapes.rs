//! Every shape of function compiles under every attribute, with the strictest lints, and means what it did.
#![deny(warnings, missing_docs, unreachable_pub, unused_braces, clippy::all, clippy::pedantic)]
#![forbid(unsafe_op_in_unsafe_fn)]
#![allow(clippy::expect_used, clippy::unused_async, clippy::needless_pass_by_value, clippy::unnecessary_wraps)]
#![allow(clippy::boxed_local, clippy::double_must_use)]

use std::borrow::Cow;
use std::cell::Cell;
use std::error::Error;
use std::fmt::Display;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::LazyLock;

use pytheus::Counter;
use pytheus::Gauge;
use pytheus::Histogram;
use pytheus::Registry;

static REGISTRY: LazyLock<Registry> = LazyLock::new(Registry::new);
static TIME: LazyLock<Histogram> =
    LazyLock::new(|| Histogram::builder("time_seconds", "Time.").build(&*REGISTRY).expect("legal"));
static RUNNING: LazyLock<Gauge> =
    LazyLock::new(|| Gauge::builder("running", "Running.").build(&*REGISTRY).expect("legal"));
static ERRORS: LazyLock<Counter> =
    LazyLock::new(|| Counter::builder("errors_total", "Errors.").build(&*REGISTRY).expect("legal"));

/// Writes the functions once for each way to instrument them, as a module of this name.
macro_rules! shapes {
    ($($module:ident: $(#[$attribute:meta])*;)*) => {$(
        mod $module {
            #![allow(dead_code)]
            use super::*;

            shapes! { @functions { $(#[$attribute])* } }
        }
    )*};
    (@functions { $($a:tt)* }) => {
        $($a)* pub(super) fn unit() {}
        $($a)* pub(super) fn one_line(x: u32) -> u32 { x }
        $($a)* pub(super) fn early(x: u32) -> u32 { if x > 3 { return 3; } x }
        $($a)* pub(super) fn question(x: &str) -> Result<u32, Box<dyn Error>> { let x: u32 = x.parse()?; Ok(x) }
        $($a)* pub(super) fn option(x: Option<u32>) -> Option<u32> { Some(x? + 1) }
        $($a)* pub(super) fn never(_x: u32) -> ! { panic!("never") }
        $($a)* pub(super) fn elided(x: &[u8]) -> &u8 { &x[0] }
        $($a)* pub(super) fn explicit<'a, 'b: 'a>(x: &'a str, _y: &'b str) -> &'a str { x }
        $($a)* pub(super) fn cow(x: &str) -> Cow<'_, str> { x.into() }
        $($a)* pub(super) fn mutable(x: &mut Vec<u8>) -> &mut u8 { x.push(1); x.last_mut().expect("pushed") }
        $($a)* pub(super) fn mutable_result(x: &mut Vec<u8>) -> Result<&mut u8, ()> { x.push(1); x.last_mut().ok_or(()) }
        $($a)* pub(super) fn borrowed_iterator(x: &mut [u8]) -> Result<impl Iterator<Item = &mut u8>, ()> { Ok(x.iter_mut()) }
        $($a)* pub(super) fn implemented(x: u32) -> impl Display { x }
        $($a)* pub(super) fn implemented_deep(x: u32) -> (impl Display, Option<Vec<impl Clone>>) { (x, Some(vec![x])) }
        $($a)* pub(super) fn captures<'a>(x: &'a str, _y: &u8) -> impl Display + use<'a> { x }
        $($a)* pub(super) fn projected() -> <Vec<u8> as IntoIterator>::Item { 1 }
        $($a)* pub(super) fn generic<T, const N: usize>(x: &T) -> [T; N] where T: Clone { std::array::from_fn(|_| x.clone()) }
        $($a)* pub(super) fn higher<F>(f: F) -> usize where F: for<'a> Fn(&'a str) -> &'a str { f("abc").len() }
        $($a)* pub(super) fn argument(x: impl Into<String>) -> String { x.into() }
        $($a)* pub(super) fn patterns((a, b): (u8, u8), [c, ..]: [u8; 3], mut d: u8, _: u8) -> u8 { d += 1; a + b + c + d }
        $($a)* pub(super) fn moved(x: String) -> Vec<u8> { x.into_bytes() }
        $($a)* pub(super) fn boxed(x: u32) -> Box<dyn Fn() -> u32> { Box::new(move || x) }
        $($a)* pub(super) fn collected(x: &[&str]) -> Result<Vec<u32>, std::num::ParseIntError> { x.iter().map(|x| x.parse()).collect() }
        $($a)* pub(super) fn raw_names(r#type: u32) -> u32 { r#type }
        $($a)* pub(super) fn r#match(x: u32) -> u32 { x }
        $($a)* pub(super) fn shadowing(guard: u32, row: u32, metric: u32, stopwatch: u32) -> u32 { guard + row + metric + stopwatch }
        $($a)* pub(super) fn recursion(x: u32) -> u32 { if x == 0 { 0 } else { recursion(x - 1) + 1 } }
        $($a)* pub(super) fn inner_attribute(x: u32) -> u32 {
            #![allow(clippy::let_and_return)]
            let y = x;
            y
        }
        $($a)* pub(super) fn items(x: u32) -> u32 { const TWO: u32 = 2; fn double(x: u32) -> u32 { x * TWO } double(x) }
        $($a)* #[must_use] #[inline] pub(super) fn with_attributes(x: u32) -> u32 { x }
        $($a)* pub(super) unsafe fn dangerous(x: *const u8) -> u8 {
            // SAFETY: the caller gives what can be read.
            unsafe { *x }
        }
        $($a)* pub(super) extern "C" fn foreign(x: u32) -> u32 { x }
        $($a)* pub(super) unsafe extern "C" fn foreign_dangerous(x: u32) -> u32 { x }

        $($a)* pub(super) async fn a_unit() {}
        $($a)* pub(super) async fn a_one_line(x: u32) -> u32 { x }
        $($a)* pub(super) async fn a_early(x: u32) -> u32 { if x > 3 { return 3; } tokio::task::yield_now().await; x }
        $($a)* pub(super) async fn a_question(x: &str) -> Result<u32, Box<dyn Error + Send + Sync>> { let x: u32 = x.parse()?; a_unit().await; Ok(x) }
        $($a)* pub(super) async fn a_never(_x: u32) -> ! { loop { tokio::task::yield_now().await; } }
        $($a)* pub(super) async fn a_elided(x: &[u8]) -> &u8 { &x[0] }
        $($a)* pub(super) async fn a_two<'a>(x: &'a str, y: &str) -> &'a str { a_argument(y).await; x }
        $($a)* pub(super) async fn a_mutable(x: &mut Vec<u8>) -> &mut u8 { x.push(1); a_unit().await; x.last_mut().expect("pushed") }
        $($a)* pub(super) async fn a_implemented(x: u32) -> impl Display { x }
        $($a)* pub(super) async fn a_argument(x: impl Into<String>) -> String { x.into() }
        $($a)* pub(super) async fn a_generic<T: Clone, const N: usize>(x: &T) -> [T; N] { std::array::from_fn(|_| x.clone()) }
        $($a)* pub(super) async fn a_patterns((a, b): (u8, u8), mut d: u8, _: u8) -> u8 { d += 1; a_unit().await; a + b + d }
        $($a)* pub(super) async fn a_not_send(x: Rc<Cell<u32>>) -> u32 { tokio::task::yield_now().await; x.get() }
        $($a)* pub(super) async fn a_collected(x: &[&str]) -> Result<Vec<u32>, std::num::ParseIntError> { x.iter().map(|x| x.parse()).collect() }
        $($a)* pub(super) async fn a_recursion(x: u32) -> u32 { if x == 0 { 0 } else { Box::pin(a_recursion(x - 1)).await + 1 } }
        $($a)* pub(super) async unsafe fn a_dangerous(x: &u32) -> u32 { *x }

        $($a)* pub(super) fn f_implemented(x: u32) -> impl Future<Output = Result<u32, std::io::Error>> + Send {
            let y = x + 1;
            async move { a_unit().await; Ok(y) }
        }
        $($a)* pub(super) fn f_boxed<'a>(x: &'a str) -> Pin<Box<dyn Future<Output = Result<u32, Box<dyn Error>>> + 'a>> {
            Box::pin(async move { let x: u32 = x.parse()?; Ok(x) })
        }

        pub(super) struct Server { pub(super) pages: Vec<String> }

        impl Server {
            $($a)* pub(super) fn new() -> Self { Self { pages: vec!["home".to_owned()] } }
            $($a)* pub(super) fn page(&self, at: usize) -> Option<&str> { self.pages.get(at).map(String::as_str) }
            $($a)* pub(super) fn page_mut(&mut self) -> &mut String { &mut self.pages[0] }
            $($a)* pub(super) fn first(self) -> String { let Self { mut pages } = self; pages.remove(0) }
            $($a)* pub(super) fn boxed(self: Box<Self>) -> usize { self.pages.len() }
            $($a)* pub(super) fn shared(self: Arc<Self>) -> usize { self.pages.len() }
            $($a)* pub(super) fn pinned(mut self: Pin<&mut Self>) -> usize { self.as_mut().get_mut().pages.len() }
            $($a)* pub(super) async fn a_page(&self, at: usize) -> Option<&str> { a_unit().await; self.pages.get(at).map(String::as_str) }
            $($a)* pub(super) async fn a_page_mut(&mut self) -> &mut String { a_unit().await; &mut self.pages[0] }
            $($a)* pub(super) async fn a_first(mut self) -> String { a_unit().await; self.pages.remove(0) }
            $($a)* pub(super) async fn a_shared(self: Arc<Self>) -> usize { a_unit().await; self.pages.len() }
        }

        pub(super) trait Service {
            type Item<'a> where Self: 'a;
            $($a)* fn defaulted(&self) -> u32 { 7 }
            $($a)* async fn a_defaulted(&self) -> u32 { 7 }
            fn item(&self) -> Self::Item<'_>;
            async fn call(&mut self, x: u32) -> Result<u32, Box<dyn Error>>;
            fn stream(&self) -> impl Iterator<Item = u32>;
        }

        impl Service for Server {
            type Item<'a> = &'a str;
            $($a)* fn item(&self) -> Self::Item<'_> { &self.pages[0] }
            $($a)* async fn call(&mut self, x: u32) -> Result<u32, Box<dyn Error>> { self.pages.clear(); a_question("1").await.map_err(|e| e as _).map(|y| x + y) }
            $($a)* fn stream(&self) -> impl Iterator<Item = u32> { 0..3 }
        }

        #[async_trait::async_trait]
        pub(super) trait Boxed {
            $($a)* async fn defaulted(&self) -> u32 { 7 }
            async fn load(&self, path: &str) -> Result<u32, Box<dyn Error + Send + Sync>>;
        }

        #[async_trait::async_trait]
        impl Boxed for Server {
            $($a)* async fn load(&self, path: &str) -> Result<u32, Box<dyn Error + Send + Sync>> {
                let number: u32 = path.parse()?;
                a_unit().await;
                Ok(number + u32::try_from(self.pages.len())?)
            }
        }
    };
}

/// Those that return a `Result`, for `#[count_errors]`.
macro_rules! results {
    ($($module:ident: $(#[$attribute:meta])*;)*) => {$(
        mod $module {
            #![allow(dead_code)]
            use super::*;

            results! { @functions { $(#[$attribute])* } }
        }
    )*};
    (@functions { $($a:tt)* }) => {
        pub(super) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

        $($a)* pub(super) fn question(x: &str) -> Result<u32, Box<dyn Error>> { let x: u32 = x.parse()?; Ok(x) }
        $($a)* pub(super) fn early(x: u32) -> Result<(), u32> { if x > 3 { return Err(x); } Ok(()) }
        $($a)* pub(super) fn one_line(x: u32) -> Result<u32, ()> { Ok(x) }
        $($a)* pub(super) fn alias(x: &str) -> Outcome<u32> { Ok(x.parse()?) }
        $($a)* pub(super) fn io(x: &str) -> std::io::Result<String> { std::fs::read_to_string(x) }
        $($a)* pub(super) fn format(f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("x") }
        $($a)* pub(super) fn mutable(x: &mut Vec<u8>) -> Result<&mut u8, ()> { x.push(1); x.last_mut().ok_or(()) }
        $($a)* pub(super) fn borrowed(x: &mut [u8]) -> Result<impl Iterator<Item = &mut u8>, ()> { Ok(x.iter_mut()) }
        $($a)* pub(super) fn collected(x: &[&str]) -> Result<Vec<u32>, std::num::ParseIntError> { x.iter().map(|x| x.parse()).collect() }
        $($a)* pub(super) fn generic<T, const N: usize>(x: &T) -> Result<[T; N], T> where T: Clone { Ok(std::array::from_fn(|_| x.clone())) }
        $($a)* pub(super) fn nested(x: u32) -> Result<Result<u32, u32>, u32> { if x > 3 { Ok(Err(x)) } else { Ok(Ok(x)) } }
        $($a)* pub(super) fn erased<E: From<u32>>(x: u32) -> Result<u32, E> { Err(x)? }
        $($a)* pub(super) unsafe fn dangerous(x: *const u8) -> Result<u8, ()> {
            // SAFETY: the caller gives what can be read.
            Ok(unsafe { *x })
        }
        $($a)* pub(super) fn inner_attribute(x: u32) -> Result<u32, ()> {
            #![allow(clippy::let_and_return)]
            let y = Ok(x);
            y
        }
        $($a)* pub(super) async fn a_question(x: &str) -> Result<u32, Box<dyn Error>> { let x: u32 = x.parse()?; tokio::task::yield_now().await; Ok(x) }
        $($a)* pub(super) async fn a_early(x: u32) -> Result<(), u32> { if x > 3 { return Err(x); } Ok(()) }
        $($a)* pub(super) async fn a_alias(x: &str) -> Outcome<u32> { Ok(x.parse()?) }
        $($a)* pub(super) async fn a_mutable(x: &mut Vec<u8>) -> Result<&mut u8, ()> { x.push(1); x.last_mut().ok_or(()) }
        $($a)* pub(super) async fn a_implemented(x: u32) -> Result<impl Display, ()> { Ok(x) }
        $($a)* pub(super) fn f_implemented(x: u32) -> impl Future<Output = Result<u32, std::io::Error>> + Send { async move { Ok(x) } }
        $($a)* pub(super) fn f_borrowed(x: &str) -> impl Future<Output = Result<u32, Box<dyn Error>>> + '_ { async move { let x: u32 = x.parse()?; Ok(x) } }

        pub(super) struct Store { pub(super) rows: Vec<String> }

        impl Store {
            $($a)* pub(super) fn row(&self, at: usize) -> Result<&str, usize> { self.rows.get(at).map(String::as_str).ok_or(at) }
            $($a)* pub(super) fn row_mut(&mut self) -> Result<&mut String, ()> { self.rows.push(String::new()); self.rows.last_mut().ok_or(()) }
            $($a)* pub(super) fn first(self) -> Result<String, ()> { self.rows.into_iter().next().ok_or(()) }
            $($a)* pub(super) fn pinned(mut self: Pin<&mut Self>) -> Result<usize, ()> { Ok(self.as_mut().get_mut().rows.len()) }
            $($a)* pub(super) async fn a_row_mut(&mut self) -> Result<&mut String, ()> { self.rows.push(String::new()); self.rows.last_mut().ok_or(()) }
        }

        #[async_trait::async_trait]
        pub(super) trait Load {
            async fn load(&self, path: &str) -> Outcome<usize>;
        }

        #[async_trait::async_trait]
        impl Load for Store {
            $($a)* async fn load(&self, path: &str) -> Outcome<usize> {
                let number: usize = path.parse()?;
                tokio::task::yield_now().await;
                Ok(number + self.rows.len())
            }
        }
    };
}

// Without an attribute first: what these say they are is right.
shapes! {
    plain: ;
    bare: #[pytheus::timed];
    metric: #[pytheus::timed(TIME)];
    named: #[pytheus::timed(name = "named_seconds", help = "Named.", unit = "seconds", buckets(1, 2.5))];
    outcome: #[pytheus::timed(name = "outcome_seconds", help = "With its outcome.", outcome)];
    progress: #[pytheus::track_inprogress(RUNNING)];
    stacked:
        #[pytheus::track_inprogress(RUNNING)]
        #[pytheus::timed(name = "stacked_seconds", help = "Stacked.", outcome)]
        #[pytheus::timed(TIME)]
        #[pytheus::timed];
    other_order:
        #[pytheus::timed]
        #[pytheus::timed(TIME)]
        #[pytheus::timed(name = "stacked_seconds", help = "Stacked.", outcome)]
        #[pytheus::track_inprogress(RUNNING)];
}

results! {
    plain_results: ;
    errors: #[pytheus::count_errors(ERRORS)];
    matching: #[pytheus::count_errors(ERRORS, matches = _error if *RUNNING.descriptor().help == *"Running.")];
    outcome_results: #[pytheus::timed(name = "outcome_seconds", help = "With its outcome.", outcome)];
    stacked_results:
        #[pytheus::timed(name = "stacked_seconds", help = "Stacked.", outcome)]
        #[pytheus::count_errors(ERRORS)]
        #[pytheus::track_inprogress(RUNNING)]
        #[pytheus::timed];
    other_order_results:
        #[pytheus::timed]
        #[pytheus::track_inprogress(RUNNING)]
        #[pytheus::count_errors(ERRORS)]
        #[pytheus::timed(name = "stacked_seconds", help = "Stacked.", outcome)];
}

/// What the functions of these modules give, in one value each.
macro_rules! given {
    ($($module:ident)*) => {
        [$({
            use $module::Boxed;
            use $module::Service;

            let mut bytes = vec![1, 2];
            let mut server = $module::Server::new();
            let all: Vec<String> = vec![
                format!("{} {} {}", $module::one_line(1), $module::early(5), $module::shadowing(1, 2, 3, 4)),
                format!("{:?} {:?}", $module::question("5").ok(), $module::question("x").map_err(|e| e.to_string())),
                format!("{:?}", $module::option(None)),
                format!("{}", $module::mutable(&mut bytes)),
                format!("{:?}", $module::mutable_result(&mut bytes)),
                format!("{:?}", $module::borrowed_iterator(&mut bytes).map(Iterator::count)),
                format!("{} {:?}", $module::implemented(7), $module::implemented_deep(7).0.to_string()),
                format!("{:?} {}", $module::generic::<_, 3>(&'x'), $module::higher(|x| x)),
                format!("{} {}", $module::patterns((1, 2), [3, 0, 0], 4, 5), $module::recursion(4)),
                format!("{:?} {}", $module::collected(&["1", "x"]), $module::items(4)),
                format!("{:?} {:?}", server.page(0), $module::Server::new().first()),
                format!("{} {}", $module::Server::boxed(Box::new($module::Server::new())), Pin::new(&mut server).pinned()),
                format!("{} {} {}", Service::defaulted(&server), server.item(), server.stream().sum::<u32>()),
                format!("{} {:?}", $module::a_early(5).await, $module::a_question("x").await.map_err(|e| e.to_string())),
                format!("{} {}", $module::a_two("x", "y").await, $module::a_mutable(&mut bytes).await),
                format!("{} {}", $module::a_implemented(1).await, $module::a_recursion(3).await),
                format!("{:?} {:?}", $module::f_implemented(1).await.ok(), $module::f_boxed("5").await.ok()),
                format!("{:?}", server.a_page(0).await),
                format!("{}", server.a_page_mut().await),
                format!("{:?} {:?}", server.load("5").await.ok(), server.load("x").await.map_err(|e| e.to_string())),
                format!("{:?} {}", server.call(5).await.ok(), Boxed::defaulted(&server).await),
            ];
            all
        }),*]
    };
}

#[tokio::test]
async fn an_attribute_changes_nothing_of_what_a_function_gives() {
    let [plain, others @ ..] = given! { plain bare metric named outcome progress stacked other_order };
    assert_eq!(plain[0], "1 3 10");
    for other in others {
        assert_eq!(other, plain);
    }
}

/// Functions whose parts come from elsewhere.
macro_rules! generated {
    ($vis:vis $name:ident($($argument:ident: $type:ty),*) -> $output:ty, $metric:expr, $body:block) => {
        #[pytheus::timed($metric)]
        #[pytheus::count_errors(ERRORS)]
        #[pytheus::timed(name = "generated_seconds", help = "Generated.", outcome)]
        $vis fn $name($($argument: $type),*) -> $output $body
    };
}

generated! { pub(crate) generated(x: &str) -> Result<u32, Box<dyn Error>>, *TIME, { let x: u32 = x.parse()?; Ok(x) } }

#[test]
fn a_function_that_a_macro_writes_is_instrumented() {
    let before = REGISTRY.sample_value("time_seconds_count", &[]).expect("it is in memory").unwrap_or(0.0);
    assert_eq!(generated("5").ok(), Some(5));
    assert!(generated("x").is_err());
    let after = REGISTRY.sample_value("time_seconds_count", &[]).expect("it is in memory").unwrap_or(0.0);
    assert!(after - before >= 2.0);
}

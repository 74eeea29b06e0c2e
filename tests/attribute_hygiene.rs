//! Nothing of the user's is shadowed or taken for something of ours, and his lints and attributes hold.
#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, clippy::all, clippy::pedantic)]

/// Another path to the library.
mod metrics {
    pub(crate) use ::pytheus::*;
}

/// A crate that gives names of the standard library to things of its own.
mod shadowed {
    use ::std::prelude::v1::derive;

    /// Not the crate.
    #[allow(dead_code)]
    mod std {}
    /// Not the crate.
    #[allow(dead_code)]
    mod core {}
    /// Not the crate.
    #[allow(dead_code)]
    mod pytheus {}

    #[allow(dead_code)]
    #[derive(Debug)]
    pub(crate) struct Ok;
    #[allow(dead_code)]
    pub(crate) struct Err;
    #[allow(dead_code)]
    pub(crate) struct Some;
    #[allow(dead_code)]
    pub(crate) struct None;
    #[allow(dead_code)]
    pub(crate) enum Option {}
    #[allow(dead_code)]
    pub(crate) enum Result {}
    #[allow(dead_code)]
    pub(crate) enum Box {}
    #[allow(dead_code)]
    pub(crate) trait Future {}
    #[allow(dead_code)]
    pub(crate) static CALLER: u8 = 0;
    #[allow(dead_code, non_upper_case_globals)]
    pub(crate) static guard: u8 = 0;
    #[allow(dead_code, non_upper_case_globals)]
    pub(crate) static metric: u8 = 0;
    #[allow(dead_code)]
    pub(crate) static __PYTHEUS: u8 = 0;

    pub(crate) static RUNNING: ::std::sync::LazyLock<::pytheus::Gauge> = ::std::sync::LazyLock::new(|| {
        ::pytheus::Gauge::builder("running", "Running.")
            .build(::pytheus::global())
            .unwrap_or_else(|_| ::std::process::abort())
    });
    pub(crate) static ERRORS: ::std::sync::LazyLock<::pytheus::Counter> = ::std::sync::LazyLock::new(|| {
        ::pytheus::Counter::builder("errors_total", "Errors.")
            .build(::pytheus::global())
            .unwrap_or_else(|_| ::std::process::abort())
    });

    #[::pytheus::timed]
    #[::pytheus::track_inprogress(RUNNING, crate = crate::metrics)]
    #[::pytheus::count_errors(ERRORS)]
    #[::pytheus::timed(name = "hygiene_seconds", help = "Time.", outcome, buckets(-1, 0.5, 2))]
    pub(crate) fn sync(row: u32, call: u32) -> ::std::result::Result<u32, u32> {
        if row > 3 { ::std::result::Result::Err(row) } else { ::std::result::Result::Ok(row + call) }
    }

    #[::pytheus::timed(crate = crate::metrics)]
    #[::pytheus::track_inprogress(RUNNING)]
    #[::pytheus::count_errors(ERRORS, crate = crate::metrics)]
    #[::pytheus::timed(name = "hygiene_seconds", help = "Time.", outcome, crate = crate::metrics, buckets(-1, 0.5, 2))]
    pub(crate) async fn later(row: u32, call: u32) -> ::std::result::Result<u32, u32> {
        ::tokio::task::yield_now().await;
        if row > 3 { ::std::result::Result::Err(row) } else { ::std::result::Result::Ok(row + call) }
    }
}

/// Lints of the user's speak and keep silent as they would without an attribute.
mod lints {
    #[::pytheus::timed]
    #[must_use]
    pub(super) fn must_use(x: u32) -> u32 {
        x
    }

    #[::pytheus::timed]
    #[deprecated]
    pub(super) fn deprecated() {
        #[derive(::std::prelude::v1::Clone)]
        struct Inner;
        let _inner = ::std::clone::Clone::clone(&Inner);
    }

    #[::pytheus::timed]
    #[::pytheus::timed(name = "lints_seconds", help = "Time.", outcome)]
    pub(super) fn expectations(x: u32) -> u32 {
        #[expect(unused_variables)]
        let unused = x;
        #[expect(unused_must_use)]
        must_use(x);
        #[expect(deprecated)]
        deprecated();
        x
    }

    #[::pytheus::timed]
    #[::pytheus::timed(name = "lints_seconds", help = "Time.", outcome)]
    pub(super) async fn async_expectations(x: u32) -> u32 {
        ::tokio::task::yield_now().await;
        #[expect(unused_variables)]
        let unused = x;
        x
    }

    #[::pytheus::timed(name = "lints_seconds", help = "Time.", outcome)]
    #[expect(unused_variables)]
    pub(super) fn unused_argument(x: u32) -> u32 {
        1
    }

    #[::pytheus::timed]
    #[expect(clippy::too_many_arguments, clippy::many_single_char_names)]
    pub(super) fn too_many(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8) -> u8 {
        a + b + c + d + e + f + g + h
    }

    #[::pytheus::timed]
    #[::pytheus::track_inprogress(super::shadowed::RUNNING)]
    #[track_caller]
    pub(super) fn caller() -> u32 {
        ::std::panic::Location::caller().line()
    }
}

#[::std::prelude::v1::test]
fn a_crate_of_shadowed_names_is_instrumented_like_any_other() {
    use ::std::assert_eq;
    use ::std::result::Result;

    use ::pytheus::global;

    assert_eq!(shadowed::sync(1, 2), Result::Ok(3));
    assert_eq!(shadowed::sync(4, 2), Result::Err(4));
    let runtime = ::tokio::runtime::Builder::new_current_thread().build();
    let Result::Ok(runtime) = runtime else { return };
    assert_eq!(runtime.block_on(shadowed::later(1, 2)), Result::Ok(3));
    assert_eq!(runtime.block_on(shadowed::later(4, 2)), Result::Err(4));
    assert_eq!(runtime.block_on(lints::async_expectations(1)), 1);
    let value = |name, labels: &[(&str, &str)]| {
        global().sample_value(name, labels).unwrap_or(::std::option::Option::None).unwrap_or(-1.0)
    };
    assert_eq!(value("errors_total", &[]).to_bits(), 2_f64.to_bits());
    assert_eq!(value("running", &[]).to_bits(), 0_f64.to_bits());
    assert_eq!(value("hygiene_seconds_count", &[("outcome", "error")]).to_bits(), 2_f64.to_bits());
    assert_eq!(lints::expectations(1) + lints::unused_argument(2), 2);
    assert_eq!(lints::too_many(1, 1, 1, 1, 1, 1, 1, 1), 8);
}

#[::std::prelude::v1::test]
fn a_function_that_tracks_its_caller_still_does() {
    ::std::assert_eq!((::std::line!(), lints::caller()), (::std::line!(), ::std::line!()));
}

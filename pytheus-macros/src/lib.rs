//! The derive and attribute macros of [pytheus](https://docs.rs/pytheus). Use them through that crate.

mod instrument;
mod kit;
mod label_set;
mod label_value;
mod metrics;
mod state_set;

use proc_macro::TokenStream;

/// Times every call of a function, async ones from first poll to end, whichever way it ends.
///
/// ```ignore
/// #[timed(SHOP.render_duration_seconds)]                   // a histogram, a summary, or a gauge for the last one
/// #[timed(SHOP.request_duration_seconds, method = req.method(), outcome)] // labels by name, and how the call ended
/// #[timed(name = "reindex_duration_seconds", help = "Time to rebuild the index.", unit = "seconds", buckets(1, 10))]
/// #[timed]                                                 // function_duration_seconds{module="..", function=".."}
/// ```
///
/// The metric and the labels are evaluated once, before the body. `outcome` gives that label `ok`, `error` (the
/// function returned an `Err`), `panic` or `cancelled` (the future was dropped between its first poll and its end).
/// A function that returns a future it makes with a last `async` block is timed as an `async fn` is; `construction`
/// times the call that makes it. `crate = path` says where `pytheus` is.
#[proc_macro_attribute]
pub fn timed(arguments: TokenStream, item: TokenStream) -> TokenStream {
    instrument::instrument(instrument::Attribute::Timed, arguments.into(), item.into()).into()
}

/// Adds 1 to a counter for every call of a function that returns an `Err`.
///
/// ```ignore
/// #[count_errors(SHOP.render_errors_total)]
/// #[count_errors(SHOP.render_errors_total, kind = "io", matches = RenderError::Io(e) if e.is_timeout())] // only these
/// ```
///
/// The metric and the labels are evaluated once, before the body. `crate = path` says where `pytheus` is.
#[proc_macro_attribute]
pub fn count_errors(arguments: TokenStream, item: TokenStream) -> TokenStream {
    instrument::instrument(instrument::Attribute::CountErrors, arguments.into(), item.into()).into()
}

/// Counts a gauge up while calls of a function run, and down again however they end.
///
/// ```ignore
/// #[track_inprogress(SHOP.rendering)]
/// #[track_inprogress(SHOP.rendering, kind = page.kind())]
/// ```
///
/// The metric and the labels are evaluated once, before the body. `crate = path` says where `pytheus` is.
#[proc_macro_attribute]
pub fn track_inprogress(arguments: TokenStream, item: TokenStream) -> TokenStream {
    instrument::instrument(instrument::Attribute::TrackInprogress, arguments.into(), item.into()).into()
}

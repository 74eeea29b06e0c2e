//! The derive and attribute macros of [pytheus](https://docs.rs/pytheus). Use them through that crate.
#![forbid(unsafe_code)]
#![warn(missing_docs, unreachable_pub)]
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod instrument;
mod kit;
mod label_set;
mod label_value;
mod metrics;
mod state_set;

use proc_macro::TokenStream;

/// Makes a struct of metrics, each field one, registered together.
///
/// The doc comment of a field is the HELP text, its name the name of the metric. The struct gets
/// `register(&registry)` and `global()`.
///
/// On the struct, `#[metrics(..)]` takes `prefix = "shop"` and `crate = path`. On a field,
/// `#[metrics(nested)]` and `#[metrics(prefix = "db")]` say that it is itself such a struct; the prefix comes before the
/// names in it, and after that of this struct.
///
/// `#[metric(..)]` on a field takes:
///
/// | word | meaning |
/// |---|---|
/// | `name = "x_total"` | stands for the field's name; the prefix still comes before it |
/// | `help = ".."` | the HELP text, in place of the doc comment; it may be empty |
/// | `unit = "seconds"` | the unit, with which the name must end (before `_total`) |
/// | `buckets(0.1, 1, 10)` | the upper bounds of a histogram, rising; `+Inf` is understood |
/// | `buckets(linear(start, width, count))`, `buckets(exponential(start, factor, count))` | the same, computed |
/// | `buckets = BOUNDS` | the same, from anything that iterates over `f64` |
/// | `across = "livesum"` | how a gauge's values of several processes combine |
/// | `default(service = "eu")` | a default for a label, here only |
/// | `series_limit = 1000`, `series_limit = unlimited` | the most series of this metric |
/// | `init` | all series of closed labels exist from registration, at 0 |
/// | `verbatim` | the name is foreign: a counter need not end in `_total` |
/// | `callback = \|\| 1.0` | what a `CallbackGauge` or `CallbackCounter` reads |
#[proc_macro_derive(Metrics, attributes(metrics, metric))]
pub fn derive_metrics(input: TokenStream) -> TokenStream {
    metrics::derive(syn::parse_macro_input!(input)).into()
}

/// Makes a struct the labels of a metric, each field one label.
///
/// Beside the struct, at the same place and with the same visibility, it writes the builder that `labels()` returns:
/// `PageLabelsBuilder` for `PageLabels`, with one method per label.
///
/// On a field, `#[label(..)]` takes `name = "type"`, the label's name where it is not the field's, and
/// `default = "main"`, a value or an expression, evaluated at registration. On the struct, `#[label_set(..)]` takes
/// `crate = path`, and `no_diagnostics`, which a crate with `#![no_implicit_prelude]` needs.
#[proc_macro_derive(LabelSet, attributes(label_set, label))]
pub fn derive_label_set(input: TokenStream) -> TokenStream {
    label_set::derive(syn::parse_macro_input!(input)).into()
}

/// Makes an enum a closed list of label values, or a struct of one field the label value that the field is.
///
/// The text of a variant is its name in `snake_case`, or what `#[label("text")]` on it says. On the enum,
/// `#[label_value(..)]` takes `rename_all = "kebab-case"` (or `snake_case`, `lowercase`, `UPPERCASE`,
/// `SCREAMING_SNAKE_CASE`, `camelCase`, `PascalCase`, `verbatim`) and `crate = path`.
#[proc_macro_derive(LabelValue, attributes(label_value, label))]
pub fn derive_label_value(input: TokenStream) -> TokenStream {
    label_value::derive(syn::parse_macro_input!(input)).into()
}

/// Makes an enum the states of a `StateSet`, the first of which is the one it starts with.
///
/// The text of a variant is its name in `snake_case`, or what `#[state("text")]` on it says. On the enum,
/// `#[state_set(..)]` takes `rename_all = ".."`, with the words of `LabelValue`, and `crate = path`.
#[proc_macro_derive(StateSet, attributes(state_set, state))]
pub fn derive_state_set(input: TokenStream) -> TokenStream {
    state_set::derive(syn::parse_macro_input!(input)).into()
}

/// Times every call of a function, async ones from first poll to end, whichever way it ends.
///
/// ```text
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
/// ```text
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
/// ```text
/// #[track_inprogress(SHOP.rendering)]
/// #[track_inprogress(SHOP.rendering, kind = page.kind())]
/// ```
///
/// The metric and the labels are evaluated once, before the body. `crate = path` says where `pytheus` is.
#[proc_macro_attribute]
pub fn track_inprogress(arguments: TokenStream, item: TokenStream) -> TokenStream {
    instrument::instrument(instrument::Attribute::TrackInprogress, arguments.into(), item.into()).into()
}

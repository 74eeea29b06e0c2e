// Metrics are the named fields of a struct without parameters.
use pytheus::{Counter, Metrics};

#[derive(Metrics)]
struct Tuple(Counter);

#[derive(Metrics)]
struct Empty {}

#[derive(Metrics)]
enum Choice {
    One,
}

#[derive(Metrics)]
struct Generic<T> {
    /// Pages.
    pages_total: Counter,
    what: T,
}

#[derive(Metrics)]
struct Lifetime<'a> {
    /// Pages.
    pages_total: &'a Counter,
}

fn main() {
    Tuple::global();
    Empty::global();
}

//! `#[timed]` at run time.
#![allow(missing_docs, clippy::unwrap_used)]
use pytheus::{Counter, Gauge, Histogram, Registry, count_errors, timed, track_inprogress};
use std::sync::LazyLock;
static REGISTRY: LazyLock<Registry> = LazyLock::new(Registry::new);
static LATENCY: LazyLock<Histogram> =
    LazyLock::new(|| Histogram::builder("latency_seconds", "Time.").build(&*REGISTRY).unwrap());
static RUNNING: LazyLock<Gauge> = LazyLock::new(|| Gauge::builder("running", "Time.").build(&*REGISTRY).unwrap());
static ERRORS: LazyLock<Counter> =
    LazyLock::new(|| Counter::builder("errors_total", "Time.").build(&*REGISTRY).unwrap());

#[timed(LATENCY)]
#[track_inprogress(RUNNING)]
#[count_errors(ERRORS, matches = 5 | 6)]
fn free(n: u32) -> Result<u32, u32> {
    if n > 3 {
        Err(n)?
    }
    Ok(n)
}

#[count_errors(ERRORS)]
#[track_inprogress(RUNNING)]
#[timed]
#[timed(name = "reindex_seconds", help = "Reindexing.", unit = "seconds", buckets(1, 2.5, 10), outcome)]
async fn later(n: u32) -> Result<u32, u32> {
    if n > 3 {
        Err(n)?
    }
    Ok(n)
}

#[test]
fn works() {
    let value = |name| REGISTRY.sample_value(name, &[]).unwrap();
    _ = free(1);
    _ = free(4);
    _ = free(5);
    assert_eq!(value("latency_seconds_count"), Some(3.0));
    assert_eq!(value("errors_total"), Some(1.0));
    assert_eq!(value("running"), Some(0.0));
    use pytheus::Gather;
    println!("{:#?}", pytheus::global().gather().unwrap());
}
#[tokio::test]
async fn works_async() {
    _ = later(1).await;
    _ = later(4).await;
    _ = later(4);
    use pytheus::Gather;
    println!("{:#?}", pytheus::global().gather().unwrap());
}

//! What an `inc` costs in mapped memory, beside a bare compare-and-swap there, and beside memory storage.
//!
//! `cargo run -p pytheus-core --release --example mmap_cost --features mmap`
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::hint::black_box;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Instant;

use pytheus_core::Counter;
use pytheus_core::Histogram;
use pytheus_core::Registry;
use pytheus_core::storage::Memory;
use pytheus_core::storage::Mmap;
use pytheus_core::storage::Storage;

fn best(mut run: impl FnMut()) -> f64 {
    let times = (0..15).map(|_| {
        let start = Instant::now();
        (0..ROUNDS).for_each(|_| run());
        start.elapsed().as_secs_f64() * 1e9 / f64::from(ROUNDS)
    });
    times.fold(f64::INFINITY, f64::min)
}

fn counter(storage: impl Storage) -> Counter {
    let registry = Registry::builder().storage(storage).build().unwrap();
    Counter::builder("jobs_total", "").build(&registry).unwrap()
}

fn new_series(storage: &str, registry: &Registry) {
    let jobs = Counter::builder("series_total", "").labels(["n"]).build(registry).unwrap();
    let mut times: Vec<_> = (0..60_000)
        .map(|n| {
            let n = n.to_string();
            let start = Instant::now();
            jobs.with(&[&n]).unwrap().inc();
            start.elapsed()
        })
        .collect();
    times.sort();
    let [half, most, all] = [30_000, 59_940, 59_999].map(|at| times[at]);
    println!("new series in {storage}: half in {half:?}, all but one in a thousand in {most:?}, all in {all:?}");
}

fn main() {
    let directory = std::env::temp_dir().join(format!("pytheus-cost-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    // The bare exchange is in memory of its own: once a page is there, a mapped one costs the same.
    let bare = Box::new(AtomicU64::new(0));
    let exchange = best(|| {
        let mut seen = bare.load(Ordering::Relaxed);
        loop {
            let sum = (f64::from_bits(seen) + black_box(1.0)).to_bits();
            match bare.compare_exchange_weak(seen, sum, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => break,
                Err(now) => seen = now,
            }
        }
    });
    let memory = counter(Memory);
    let mapped = counter(Mmap::dir(&directory).unwrap());
    let registry = Registry::builder().storage(Mmap::dir(&directory).unwrap()).build().unwrap();
    let histogram = Histogram::builder("size_bytes", "").build(&registry).unwrap();
    println!("exchange  {exchange:6.2} ns");
    println!("memory    {:6.2} ns", best(|| black_box(&memory).inc()));
    let inc = best(|| black_box(&mapped).inc());
    println!("mmap      {inc:6.2} ns, {:.3} x the exchange", inc / exchange);
    println!("mmap obs  {:6.2} ns", best(|| black_box(&histogram).observe(0.3)));
    new_series("memory", &Registry::new());
    new_series("mmap", &registry);
    std::fs::remove_dir_all(&directory).unwrap();
}

const ROUNDS: u32 = 2_000_000;

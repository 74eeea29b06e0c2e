//! Whatever a file of values holds, it is read without a panic, and what is read can be written as text.
//!
//! `cargo +nightly fuzz run mmap_file fuzz/corpus/mmap_file fuzz/seeds/mmap_file`
#![no_main]

use libfuzzer_sys::fuzz_target;
use pytheus_core::encode;
use pytheus_core::model::Snapshot;
use pytheus_core::testing::families_in;

fuzz_target!(|bytes: &[u8]| {
    for name in ["counter_1.db", "histogram_1.db", "summary_1.db", "gauge_all_1.db", "gauge_mostrecent_1.db"] {
        let families = families_in(name, bytes).unwrap();
        encode::text(&Snapshot::new(families), &mut String::new());
    }
});

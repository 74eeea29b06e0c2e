#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| invariants::round_trip(bytes));

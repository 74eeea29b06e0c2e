//! The mmap storage: its files, what several writers come to, what damage costs, forks and crashes.
#![cfg(all(feature = "mmap", unix))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod crash;
mod damage;
mod directory;
mod files;
mod folding;
mod forks;
#[cfg(feature = "testing")]
mod fuzz_seeds;
mod modes;
mod process;
mod python;
mod room;
mod scale;

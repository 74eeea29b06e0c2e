//! Counts its own runs, for as long as `runs.db` is there.
//!
//! ```text
//! $ cargo run && cargo run
//! # HELP runs_total Runs of this program, ever.
//! # TYPE runs_total counter
//! runs_total 1
//! # HELP runs_total Runs of this program, ever.
//! # TYPE runs_total counter
//! runs_total 2
//! ```
use std::error::Error;

use pytheus_core::Counter;
use pytheus_core::Gather;
use pytheus_core::Registry;
use pytheus_core::encode;
use sqlite_storage::Sqlite;

fn main() -> Result<(), Box<dyn Error>> {
    let registry = Registry::builder().storage(Sqlite::open("runs.db")?).build()?;
    Counter::builder("runs_total", "Runs of this program, ever.").build(&registry)?.inc();
    registry.flush()?;
    let mut text = String::new();
    encode::text(&registry.gather()?, &mut text);
    print!("{text}");
    Ok(())
}

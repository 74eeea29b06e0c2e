//! Writers that are killed at any moment, and at every single step of what they do with files.

use std::io::Read;
use std::io::Write;
use std::io::pipe;
use std::thread;
use std::time::Duration;

use pytheus_core::Counter;
use pytheus_core::Histogram;

use super::directory::Directory;
use super::process::Child;

/// Counts what a writer says over a pipe: it attempts, it has done.
fn tallied(mut from: impl Read) -> (u64, u64) {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).unwrap();
    let count = |said: u8| bytes.iter().filter(|byte| **byte == said).count() as u64;
    (count(b'a'), count(b'd'))
}

/// How often writers are killed; in ordinary runs a few times.
fn kills() -> u32 {
    std::env::var("PYTHEUS_KILLS").map_or(40, |kills| kills.parse().unwrap())
}

#[test]
fn killed_at_any_moment_what_was_acknowledged_is_there() {
    let directory = Directory::new();
    let reader = directory.registry();
    let mut total_before = 0.0;
    let (mut all_attempted, mut all_done) = (0, 0);
    for round in 0..kills() {
        let label = round.to_string();
        let (from, mut to) = pipe().unwrap();
        let child = Child::fork(|| {
            let registry = directory.registry();
            let jobs = Counter::builder("jobs_total", "").labels(["writer"]).build(&registry).unwrap();
            let more = Counter::builder("more_total", "").labels(["n"]).build(&registry).unwrap();
            let sizes = Histogram::builder("size", "").labels(["n"]).build(&registry).unwrap();
            for n in 0_u64.. {
                to.write_all(b"a").unwrap();
                jobs.with(&[&label]).unwrap().inc();
                to.write_all(b"d").unwrap();
                // New series make the files grow.
                more.with(&[&(n % 3_000).to_string()]).unwrap().inc();
                sizes.with(&[&(n % 300).to_string()]).unwrap().observe(1);
            }
            true
        });
        drop(to);
        let tally = thread::spawn(move || tallied(from));
        thread::sleep(Duration::from_micros(u64::from(round) * 7_919 % 25_000));
        child.kill();
        let (attempted, done) = tally.join().unwrap();
        let snapshot = pytheus_core::Gather::gather(&reader).unwrap();
        let mut mine = 0.0;
        let mut total = 0.0;
        for sample in snapshot.samples() {
            if sample.name() == "jobs_total" {
                let value = sample.value().as_f64();
                total += value;
                if sample.labels().any(|(name, value)| name == "writer" && value == label) {
                    mine += value;
                }
            }
        }
        assert!(done as f64 <= mine && mine <= attempted as f64, "round {round}: {done} <= {mine} <= {attempted}");
        assert!(total >= total_before, "round {round}: {total_before}, then {total}");
        total_before = total;
        all_attempted += attempted;
        all_done += done;
    }
    assert!(all_done > 0);
    directory.storage().fold().unwrap();
    let snapshot = pytheus_core::Gather::gather(&reader).unwrap();
    let jobs = snapshot.samples().filter(|sample| sample.name() == "jobs_total");
    let total: f64 = jobs.map(|sample| sample.value().as_f64()).sum();
    assert_eq!(total, total_before, "folding changes nothing");
    assert!(all_done as f64 <= total && total <= all_attempted as f64);
}

#[cfg(feature = "testing")]
mod steps {
    use pytheus_core::storage::Mmap;
    use pytheus_core::testing::crash::crash_after;

    use super::*;

    /// Runs something in children, of which each gets a step further, until one gets to the end; gives how many died.
    fn at_every_step(run: impl Fn(&Directory) -> bool, check: impl Fn(u64, &Directory)) -> u64 {
        for steps in 0.. {
            let directory = Directory::new();
            let child = Child::fork(|| {
                crash_after(steps);
                let done = run(&directory);
                crash_after(u64::MAX);
                done
            });
            let ended = child.wait(Duration::from_secs(30));
            check(steps, &directory);
            match ended {
                Some(0) => return steps,
                // SIGABRT, with or without a core file.
                Some(status) if status & 0x7f == 6 => {}
                other => panic!("step {steps}: {other:?}"),
            }
        }
        0
    }

    #[test]
    fn a_writer_that_dies_at_any_step_leaves_what_readers_read() {
        let died = at_every_step(
            |directory| {
                let registry = directory.registry();
                let jobs = Counter::builder("jobs_total", "").labels(["n"]).build(&registry).unwrap();
                let first = jobs.with(&["first"]).unwrap();
                first.inc_by(3);
                let sizes = Histogram::builder("size", "").build(&registry).unwrap();
                sizes.observe(1);
                // Past the first size of the file, over all the steps of its growth.
                let long = "x".repeat(5_000);
                for n in 0..30 {
                    jobs.with(&[&format!("{long}{n}")]).unwrap().inc();
                }
                first.inc();
                true
            },
            |steps, directory| {
                let reader = directory.registry();
                let value = reader.sample_value("jobs_total", &[("n", "first")]).unwrap();
                let allowed = [None, Some(0.0), Some(3.0), Some(4.0)];
                assert!(allowed.contains(&value), "step {steps}: {value:?}");
                let (count, last) =
                    (reader.sample_value("size_count", &[]), reader.sample_value("size_bucket", &[("le", "+Inf")]));
                assert_eq!(count.unwrap(), last.unwrap(), "step {steps}");
                // What was left is cleared away, and nothing of it is lost.
                directory.storage().fold().unwrap();
                assert_eq!(reader.sample_value("jobs_total", &[("n", "first")]).unwrap(), value, "step {steps}");
                drop(reader);
                assert!(directory.names().iter().all(|name| !name.ends_with(".tmp")), "{:?}", directory.names());
            },
        );
        assert!(died > 70, "only {died} steps");
    }

    #[test]
    fn a_folder_that_dies_at_any_step_loses_and_doubles_nothing() {
        for steps in 0.. {
            let directory = Directory::new();
            for writer in 0..3 {
                let registry = directory.registry();
                Counter::builder("jobs_total", "").build(&registry).unwrap().inc_by(1.5);
                let sizes = Histogram::builder("size", "").build(&registry).unwrap();
                sizes.observe(f64::from(writer));
            }
            let before = directory.scraped();
            let storage = directory.storage();
            let fold = |storage: &Mmap| {
                crash_after(steps);
                let folded = storage.fold().is_ok();
                crash_after(u64::MAX);
                folded
            };
            let ended = Child::fork(|| fold(&storage)).wait(Duration::from_secs(30));
            assert_eq!(directory.scraped(), before, "step {steps}");
            storage.fold().unwrap();
            assert_eq!(directory.scraped(), before, "step {steps}, and folded again");
            if ended == Some(0) {
                assert!(steps > 5, "only {steps} steps");
                return;
            }
        }
    }
}

//! Default expressions are evaluated once per registration of a struct, whatever number of metrics has the label set.
#![allow(clippy::unwrap_used)]

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use pytheus::Counter;
use pytheus::Gather;
use pytheus::LabelSet;
use pytheus::Metrics;
use pytheus::Registry;

static EVALUATED: AtomicU64 = AtomicU64::new(0);

#[derive(LabelSet)]
struct WorkerLabels {
    #[label(default = EVALUATED.fetch_add(1, Ordering::Relaxed))]
    worker: u64,
}

#[derive(Metrics)]
#[metrics(prefix = "jobs")]
struct Jobs {
    /// Started.
    started_total: Counter<WorkerLabels>,
    /// Done.
    done_total: Counter<WorkerLabels>,
    #[metrics(prefix = "disk")]
    disk: Disk,
}

#[derive(Metrics)]
struct Disk {
    /// Read.
    reads_total: Counter<WorkerLabels>,
}

#[test]
fn one_label_set_in_several_metrics_of_a_struct_gets_one_value() {
    for worker in ["0", "1"] {
        let registry = Registry::new();
        let jobs = Jobs::register(&registry).unwrap();
        jobs.started_total.inc();
        jobs.done_total.inc();
        jobs.disk.reads_total.inc();
        let snapshot = registry.gather().unwrap();
        for name in ["jobs_started_total", "jobs_done_total", "jobs_disk_reads_total"] {
            assert_eq!(snapshot.sample_value(name, &[("worker", worker)]), Some(1.0), "{name}");
        }
    }
    assert_eq!(EVALUATED.load(Ordering::Relaxed), 2);
}

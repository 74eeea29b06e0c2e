//! What the files hold, byte for byte, and what one process sees of another.

use std::fs;

use pytheus_core::Counter;
use pytheus_core::Gauge;
use pytheus_core::Histogram;
use pytheus_core::Summary;
use pytheus_core::model::Buckets;
use pytheus_core::storage::Mmap;

use super::directory::Directory;
use super::directory::text;

#[test]
fn a_counter_is_written_as_python_writes_it() {
    let directory = Directory::new();
    let registry = directory.registry();
    let counter = Counter::builder("my_c_total", "he\"lp é").labels(["b", "a"]).build(&registry).unwrap();
    counter.with(&["x", "y\"é\n"]).unwrap().inc_by(2.5);
    let bytes = fs::read(directory.file("counter_")).unwrap();
    assert_eq!(bytes.len(), 65_536);
    let mut expected = vec![0x68, 0, 0, 0, 0, 0, 0, 0, 0x47, 0, 0, 0];
    expected.extend(br#"["my_c", "my_c_total", {"a": "y\"\u00e9\n", "b": "x"}, "he\"lp \u00e9"]     "#);
    expected.extend(2.5_f64.to_le_bytes());
    expected.extend([0; 8]);
    #[cfg(target_endian = "little")]
    assert_eq!(&bytes[..0x68], expected);
    assert!(bytes[0x68..].iter().all(|byte| *byte == 0));
}

#[test]
fn writers_add_up_whichever_is_scraped() {
    let directory = Directory::new();
    let registries: Vec<_> = (0..3).map(|_| directory.registry()).collect();
    for (at, registry) in registries.iter().enumerate() {
        let jobs = Counter::builder("jobs_total", "Jobs.").labels(["kind"]).build(registry).unwrap();
        jobs.with(&["mail"]).unwrap().inc_by(at as u64 + 1);
        jobs.with(&[["a", "b", "c"][at]]).unwrap().inc();
        let buckets = Buckets::new([0.5, 1.0]).unwrap();
        let sizes = Histogram::builder("size_bytes", "Sizes.").buckets(buckets).build(registry).unwrap();
        sizes.observe(0.25);
        sizes.observe(at as u64 + 1);
        Summary::builder("wait_seconds", "Wait.").build(registry).unwrap().observe(0.5);
        Gauge::builder("depth", "Depth.").build(registry).unwrap().set(2);
    }
    let expected = |a, b, c| {
        format!(
            "# HELP jobs_total Jobs.\n# TYPE jobs_total counter\njobs_total{{kind=\"mail\"}} 6\n\
             jobs_total{{kind=\"{a}\"}} 1\njobs_total{{kind=\"{b}\"}} 1\njobs_total{{kind=\"{c}\"}} 1\n\
             # HELP size_bytes Sizes.\n# TYPE size_bytes histogram\nsize_bytes_bucket{{le=\"0.5\"}} 3\n\
             size_bytes_bucket{{le=\"1\"}} 4\nsize_bytes_bucket{{le=\"+Inf\"}} 6\nsize_bytes_sum 6.75\nsize_bytes_count 6\n\
             # HELP wait_seconds Wait.\n# TYPE wait_seconds summary\nwait_seconds_sum 1.5\nwait_seconds_count 3\n\
             # HELP depth Depth.\n# TYPE depth gauge\ndepth 6\n"
        )
    };
    assert_eq!(text(&registries[0]), expected("a", "b", "c"));
    assert_eq!(text(&registries[2]), expected("c", "a", "b"));
    // One that declares nothing shows the same, in the order of the names.
    let sorted = |text: &str| {
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&directory.scraped()), sorted(&expected("a", "b", "c")));
}

#[test]
fn a_removed_series_is_gone_and_begins_at_0() {
    let directory = Directory::new();
    let registry = directory.registry();
    let jobs = Counter::builder("jobs_total", "").labels(["kind"]).build(&registry).unwrap();
    let old = jobs.with(&["mail"]).unwrap();
    old.inc_by(5);
    assert!(jobs.remove(&["mail"]).unwrap());
    old.inc();
    assert_eq!(directory.scraped(), "");
    let size = fs::read(directory.file("counter_")).unwrap()[0];
    jobs.with(&["mail"]).unwrap().inc();
    assert_eq!(directory.scraped(), "# TYPE jobs_total counter\njobs_total{kind=\"mail\"} 1\n");
    assert_eq!(fs::read(directory.file("counter_")).unwrap()[0], size, "the entry is used again");
}

#[test]
fn files_grow_and_cells_stay_where_they_are() {
    let directory = Directory::new();
    let registry = directory.registry();
    let jobs = Counter::builder("jobs_total", "").labels(["n"]).build(&registry).unwrap();
    let first = jobs.with(&["first"]).unwrap();
    for n in 0..20_000 {
        jobs.with(&[&n.to_string()]).unwrap().inc();
        first.inc();
    }
    assert_eq!(first.get(), 20_000.0);
    assert!(fs::metadata(directory.file("counter_")).unwrap().len() >= 1 << 20);
    let other = directory.registry();
    assert_eq!(other.sample_value("jobs_total", &[("n", "first")]).unwrap(), Some(20_000.0));
    assert_eq!(other.sample_value("jobs_total", &[("n", "19999")]).unwrap(), Some(1.0));
}

#[test]
fn a_directory_that_cannot_be_used_is_an_error_at_the_start() {
    let directory = Directory::new();
    let file = directory.path().join("file");
    fs::write(&file, "").unwrap();
    let chain =
        |error: pytheus_core::storage::MmapError| format!("{error}: {}", std::error::Error::source(&error).unwrap());
    assert_eq!(
        chain(Mmap::dir(&file).unwrap_err()),
        format!("the directory {} cannot be made: File exists (os error 17)", file.display()),
    );
    let nowhere = directory.path().join("no/where");
    assert_eq!(
        chain(Mmap::dir(&nowhere).unwrap_err()),
        format!("the directory {} cannot be made: No such file or directory (os error 2)", nowhere.display()),
    );
    Mmap::dir(directory.path().join("new")).unwrap();
}

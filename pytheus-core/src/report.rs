//! The one way for trouble to leave that must not stop the program: a hook, and numbers for the self-metrics.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::error::Error;
use std::fmt;
use std::io::Write;

use once_cell::sync::OnceCell;
use parking_lot::lock_api::RwLock;

use crate::fork::Lock;

/// What kind of trouble there was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Trouble {
    /// An amount that the metric cannot take was dropped: a counter given a negative one, NaN or an infinity.
    AmountRefused,
    /// A handle whose series had been removed was recorded into.
    SeriesRemoved,
    /// A label set was not kept, as the family is at its series limit.
    SeriesLimit,
    /// A storage did not open a series: it counts in this process only.
    StorageRefused,
    /// A collector failed or panicked, and its families are missing from a scrape.
    CollectorFailed,
    /// A metric could not be registered where no `Result` can say so.
    RegistrationFailed,
    /// The storage that the environment asks for is not to be had: the global registry keeps its values in memory.
    BackendRefused,
    /// A file of values cannot be read, or not to its end: what it holds beyond is missing from a scrape.
    FileDamaged,
}

impl Trouble {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::AmountRefused,
        Self::SeriesRemoved,
        Self::SeriesLimit,
        Self::StorageRefused,
        Self::CollectorFailed,
        Self::RegistrationFailed,
        Self::BackendRefused,
        Self::FileDamaged,
    ];
}

/// One complaint.
#[derive(Debug)]
#[non_exhaustive]
pub struct Report<'a> {
    /// Its kind.
    pub trouble: Trouble,
    /// The metric, collector or storage it is about.
    pub subject: &'a str,
    /// What happened, in one line.
    pub text: &'a str,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.subject, self.text)
    }
}

/// Takes over the reports of this process. Without a hook they are lines on standard error, `pytheus: ..`.
///
/// Each kind of trouble is reported once per subject; the numbers behind the `pytheus_` self-metrics go on. The hook
/// runs on the thread that met the trouble, which holds no lock of pytheus then, so it may record metrics itself. If it
/// panics, the panic goes no further.
///
/// # Errors
///
/// [`HookSet`] when there is a hook already: the first one stays.
pub fn set_hook(hook: impl Fn(&Report<'_>) + Send + Sync + 'static) -> Result<(), HookSet> {
    HOOK.set(Box::new(hook)).map_err(|_| HookSet)
}

/// There is a report hook already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HookSet;

impl fmt::Display for HookSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a report hook is set already")
    }
}

impl Error for HookSet {}

/// Counts trouble, and reports it if it is the first of its kind for the subject.
#[cold]
pub(crate) fn report(trouble: Trouble, subject: &str, text: impl FnOnce() -> String) {
    {
        let mut tally = TALLY.write();
        match tally.binary_search_by(|count| count.of(trouble, subject)) {
            Ok(at) => {
                tally[at].times += 1;
                return;
            }
            Err(at) => tally.insert(at, Count { trouble, subject: subject.into(), times: 1 }),
        }
    }
    let late = Late { trouble, subject: subject.into(), text: text() };
    // No queue is left on a thread that is ending: then nothing of ours is locked either.
    let queued = QUEUE.try_with(|queue| {
        let mut queue = queue.borrow_mut();
        match queue.depth {
            0 => Some(late.clone()),
            _ => {
                queue.reports.push(late.clone());
                None
            }
        }
    });
    if let Some(late) = queued.unwrap_or(Some(late)) {
        late.send();
    }
}

/// Holds the reports of this thread back until the guard is dropped: for code that holds a lock.
///
/// Declare it before the lock, so that it is dropped after it.
pub(crate) fn hold_back() -> HeldBack {
    let _ = QUEUE.try_with(|queue| queue.borrow_mut().depth += 1);
    HeldBack
}

pub(crate) struct HeldBack;

impl Drop for HeldBack {
    fn drop(&mut self) {
        let released = QUEUE.try_with(|queue| {
            let mut queue = queue.borrow_mut();
            queue.depth -= 1;
            if queue.depth == 0 { std::mem::take(&mut queue.reports) } else { Vec::new() }
        });
        released.unwrap_or_default().into_iter().for_each(Late::send);
    }
}

thread_local! {
    static QUEUE: RefCell<Queue> = RefCell::default();
}

#[derive(Default)]
struct Queue {
    depth: usize,
    reports: Vec<Late>,
}

/// A report that outlives what it tells of.
#[derive(Clone)]
struct Late {
    trouble: Trouble,
    subject: Box<str>,
    text: String,
}

impl Late {
    fn send(self) {
        let report = Report { trouble: self.trouble, subject: &self.subject, text: &self.text };
        match HOOK.get() {
            // Recording never fails, so a hook that panics must not make it fail.
            Some(hook) => drop(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| hook(&report)))),
            // A closed standard error must not make it fail either.
            None => drop(writeln!(std::io::stderr().lock(), "pytheus: {report}")),
        }
    }
}

/// How often there was trouble of a kind, by subject.
pub(crate) fn tally(trouble: Trouble) -> Vec<(String, u64)> {
    let tally = TALLY.write();
    let counts = tally.iter().filter(|count| count.trouble == trouble);
    counts.map(|count| (count.subject.to_string(), count.times)).collect()
}

/// How often there was one kind of trouble with one subject.
struct Count {
    trouble: Trouble,
    subject: Box<str>,
    times: u64,
}

impl Count {
    fn of(&self, trouble: Trouble, subject: &str) -> Ordering {
        self.trouble.cmp(&trouble).then_with(|| (*self.subject).cmp(subject))
    }
}

type Hook = Box<dyn Fn(&Report<'_>) + Send + Sync>;

static HOOK: OnceCell<Hook> = OnceCell::new();

// Sorted. Subjects are names of declared metrics and collectors, so the list is as bounded as they are.
static TALLY: RwLock<Lock, Vec<Count>> = RwLock::new(Vec::new());

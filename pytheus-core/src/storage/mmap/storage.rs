use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::process;
use std::sync::Arc;
use std::time::Duration;

use super::error::MmapError;
use super::fold;
use super::fold::Folding;
use super::folded::Folded;
use super::hand::Job;
use super::listing::Listing;
use super::listing::Lives;
use super::lock::Held;
use super::lock::Make;
use super::names;
use super::names::Holds;
use super::options::MmapOptions;
use super::reader;
use super::reader::Read;
use super::tally::Tally;
use super::writer::Writer;
use crate::model::Across;
use crate::model::Descriptor;
use crate::model::Family;
use crate::model::Kind;
use crate::model::Labels;
use crate::report::Trouble;
use crate::report::report;
use crate::storage::Cells;
use crate::storage::Storage;
use crate::storage::StorageError;

/// Values in files of a directory that the processes of one machine share: whichever of them is scraped shows them all.
///
/// The files have the layout of the Python client's multiprocess mode, so Python processes may use the directory too.
/// Counters, summaries and histograms add up; gauges combine as they are [declared to](Across). Clones are the same
/// storage. A process that only exposes what others record opens the directory just so, and declares nothing.
///
/// ```
/// use pytheus_core::Counter;
/// use pytheus_core::Registry;
/// use pytheus_core::storage::Mmap;
///
/// # let directory = std::env::temp_dir().join(format!("pytheus-doc-{}", std::process::id()));
/// # std::fs::create_dir_all(&directory)?;
/// let registry = Registry::builder().storage(Mmap::dir(&directory)?).build()?;
/// let jobs = Counter::builder("jobs_total", "Jobs.").build(&registry)?;
/// jobs.inc();
///
/// // Another process would do this:
/// let exporter = Registry::builder().storage(Mmap::dir(&directory)?).build()?;
/// assert_eq!(exporter.sample_value("jobs_total", &[])?, Some(1.0));
/// # std::fs::remove_dir_all(&directory)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # What happens to processes that end
///
/// The system tells when a process has ended, however it ended and in whatever container; its gauges of a `live` mode do
/// not count from then on. What else it left is added to one file in the background and its own files are removed, so that
/// restarts neither fill the directory nor slow scrapes. This is off with [`fold(false)`](MmapOptions::fold), and while a
/// file of another library is there: a Python program that only reads the directory cannot be seen, so say it.
///
/// # What is promised
///
/// A recording is where others see it at once, and stays if the process is killed. It stays if the machine is, as far as
/// the system had written it to disk: nothing is synced. Values are `f64`: whole counts are exact to 2^53. The directory
/// must be on a local file system (or a tmpfs), and nobody may truncate the files of a process that runs: the system would
/// kill that process; removing them is harmless. In a forked child everything starts at 0, in files of its own.
///
/// `remove` takes out this process' share. Python's reader shows such a series at 0, until the process ends.
#[derive(Clone)]
pub struct Mmap {
    directory: PathBuf,
    folding: Folding,
    writer: Arc<Writer>,
}

impl Mmap {
    /// Values in this directory, which is made if the one above it is there.
    ///
    /// # Errors
    ///
    /// [`MmapError`] when it is no directory, may not be written in, or has no room for a file.
    pub fn dir(directory: impl AsRef<Path>) -> Result<Self, MmapError> {
        MmapOptions::new().open(directory)
    }

    /// The same, with options.
    pub fn options() -> MmapOptions {
        MmapOptions::new()
    }

    pub(super) fn start(directory: &Path, folding: Folding) -> Result<Self, MmapError> {
        let failed = |doing| move |source: io::Error| MmapError::new(doing, directory, source);
        if !directory.is_dir() {
            fs::create_dir(directory).map_err(failed("be made"))?;
        }
        let writer = Writer::start(directory).map_err(failed("be written in"))?;
        Listing::read(directory).map_err(failed("be read"))?;
        Ok(Self { directory: directory.to_owned(), folding, writer })
    }

    /// The directory.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Says that a process has ended, where that cannot be noticed: processes of other libraries, as Python's
    /// `mark_process_dead`. Its gauges of a `live` mode are removed. Nothing is done to a process that is known to live.
    ///
    /// # Errors
    ///
    /// [`MmapError`] when the directory cannot be read, or a file cannot be removed.
    pub fn mark_process_dead(&self, process: u32) -> Result<(), MmapError> {
        let failed = |source| MmapError::new("be cleared of a dead process", &self.directory, source);
        let listing = Listing::read(&self.directory).map_err(failed)?;
        let mut lives = Lives::new(&self.directory);
        for values in listing.values {
            let meant = values.holds.only_live() && names::is_process(&values.writer, process);
            if meant && (!names::is_ours(&values.writer) || lives.has_ended(&values.writer)) {
                match fs::remove_file(self.directory.join(&values.name)) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Folds at once what processes that have ended left, and tells how many there were; ordinarily this is done in the
    /// background after a scrape that met such a process. With [`fold(false)`](MmapOptions::fold) it only removes what
    /// has no say any more.
    ///
    /// # Errors
    ///
    /// [`MmapError`] when files cannot be read, written or removed; nothing is lost or counted twice then.
    pub fn fold(&self) -> Result<usize, MmapError> {
        fold::fold(&self.directory, self.folding)
            .map_err(|source| MmapError::new("be cleared of dead processes", &self.directory, source))
    }

    /// All that is in the directory, added to what this process has.
    fn tally(&self, metrics: &[Arc<Descriptor>], local: Vec<Family>) -> io::Result<Vec<Family>> {
        let path = self.directory.join(names::FOLDING);
        let _shared = match Held::within(PATIENCE, &path, Make::IfMissing, false) {
            Ok(None) => return Err(io::Error::new(io::ErrorKind::TimedOut, "the folder does not finish")),
            // Who may not make the lock may read all the same.
            Err(error) if error.kind() != io::ErrorKind::PermissionDenied => return Err(error),
            other => other.ok(),
        };
        let own = self.writer.name();
        let shown = own.clone().unwrap_or_else(|| process::id().to_string());
        let mut tally = Tally::new(metrics, local, &shown, &self.writer.has_a_say());
        let listing = Listing::read(&self.directory)?;
        let folded = Folded::read(&self.directory)?;
        if let Some(fault) = folded.fault {
            damaged("folded", &self.directory.join(names::FOLDED), fault);
        }
        folded.each(|holds, writer, entry| {
            if let Err(fault) = tally.add(holds, writer, entry) {
                damaged("folded", &self.directory.join(names::FOLDED), fault);
            }
        });
        for name in &listing.foreign {
            damaged("foreign", &self.directory.join(name), "its name says no type of metric");
        }
        let mut lives = Lives::new(&self.directory);
        let mut bytes = Vec::new();
        let mut ended = false;
        for values in listing.values.iter().filter(|values| !folded.done.contains(&values.name)) {
            let is_own = own.as_ref() == Some(&values.writer);
            if is_own && !holds_times(values.holds) {
                continue;
            }
            let has_ended = !is_own && lives.has_ended(&values.writer);
            ended |= has_ended;
            if has_ended && values.holds.only_live() {
                continue;
            }
            let path = self.directory.join(&values.name);
            let fault = match reader::read(&path, &mut bytes) {
                Read::Bytes => {
                    let mut fault = None;
                    let read = reader::entries(&bytes, |entry| {
                        fault = tally.add(values.holds, &values.writer, entry).err().or(fault);
                    });
                    read.err().or(fault)
                }
                Read::Nothing => None,
                Read::Damaged(fault) => Some(fault),
                Read::Unreadable(error) => {
                    damaged(&values.holds.word(), &path, &error.to_string());
                    None
                }
            };
            if let Some(fault) = fault {
                damaged(&values.holds.word(), &path, fault);
            }
        }
        if ended && (self.folding != Folding::Never || listing.values.iter().any(|values| values.holds.only_live())) {
            self.writer.ask(Job::Fold(self.folding));
        }
        Ok(tally.finish())
    }
}

impl Storage for Mmap {
    fn name(&self) -> &'static str {
        "mmap"
    }

    fn accept(&self, metric: &Descriptor) -> Result<(), StorageError> {
        let by_process = matches!(metric.across, Across::All | Across::LiveAll) && metric.kind == Kind::Gauge;
        if by_process && metric.labels.iter().any(|label| label.name.as_str() == "pid") {
            return Err(StorageError::new("a gauge of mode all or liveall shows its processes by the label `pid`"));
        }
        Ok(())
    }

    fn open(&self, metric: &Descriptor, labels: &Labels) -> Result<Cells, StorageError> {
        self.writer.open(metric, labels).map_err(|error| {
            let text = format!("{} has no room for it: {error}", self.directory.display());
            StorageError::caused(&text, error)
        })
    }

    fn remove(&self, metric: &Descriptor, labels: &Labels) {
        self.writer.remove(metric, labels);
    }

    fn merge(&self, metrics: &[Arc<Descriptor>], local: Vec<Family>) -> Result<Vec<Family>, StorageError> {
        self.tally(metrics, local).map_err(|error| {
            let text = format!("{} could not be read: {error}", self.directory.display());
            StorageError::caused(&text, error)
        })
    }
}

impl fmt::Debug for Mmap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mmap").field("directory", &self.directory).field("folding", &self.folding).finish()
    }
}

/// Whether the times are what counts, which the local values do not have.
fn holds_times(holds: Holds) -> bool {
    matches!(holds, Holds::Gauges(Across::MostRecent | Across::LiveMostRecent))
}

fn damaged(subject: &str, path: &Path, fault: &str) {
    report(Trouble::FileDamaged, subject, || format!("{} is not read, or not to its end: {fault}", path.display()));
}

const PATIENCE: Duration = Duration::from_secs(5);

use std::error::Error;
use std::fmt;
use std::str::FromStr;

/// How the values that several processes gave one gauge combine, where a storage sees several processes.
///
/// The words are those of the Python client's multiprocess mode; `live` looks only at processes that still run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Across {
    /// One series per process, dead ones too, told apart by a `pid` label.
    All,
    /// One series per live process, told apart by a `pid` label.
    LiveAll,
    /// The smallest.
    Min,
    /// The smallest of the live.
    LiveMin,
    /// The largest.
    Max,
    /// The largest of the live.
    LiveMax,
    /// The sum.
    Sum,
    /// The sum of the live. The default.
    #[default]
    LiveSum,
    /// What was set last.
    MostRecent,
    /// What was set last by a process that still runs.
    LiveMostRecent,
}

impl Across {
    /// Every mode, as the words of `#[metric(across = "..")]`.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("all", Self::All),
        ("liveall", Self::LiveAll),
        ("min", Self::Min),
        ("livemin", Self::LiveMin),
        ("max", Self::Max),
        ("livemax", Self::LiveMax),
        ("sum", Self::Sum),
        ("livesum", Self::LiveSum),
        ("mostrecent", Self::MostRecent),
        ("livemostrecent", Self::LiveMostRecent),
    ];
}

impl FromStr for Across {
    type Err = UnknownAcross;

    fn from_str(word: &str) -> Result<Self, UnknownAcross> {
        Self::WORDS
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(_, across)| *across)
            .ok_or_else(|| UnknownAcross(word.into()))
    }
}

/// A word that names no [`Across`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownAcross(Box<str>);

impl fmt::Display for UnknownAcross {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown mode {:?}, expected one of:", self.0)?;
        for (i, (word, _)) in Across::WORDS.iter().enumerate() {
            write!(f, "{} {word}", if i == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

impl Error for UnknownAcross {}

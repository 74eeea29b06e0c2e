use std::error::Error;
use std::fmt;

use super::fault::Fault;

/// Where a text is not what its format says, and how. The text is at fault.
///
/// ```
/// let error = pytheus_core::parse::open_metrics("a 1\n").last().unwrap().unwrap_err();
/// assert_eq!((error.line(), error.column()), (2, 1));
/// assert_eq!(error.to_string(), "line 2, column 1: expected `# EOF` at the end");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    line: usize,
    column: usize,
    fault: Fault,
}

impl ParseError {
    /// A fault at a byte of the input.
    pub(super) fn locate(input: &[u8], at: usize, fault: Fault) -> Self {
        let before = &input[..at.min(input.len())];
        let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |feed| feed + 1);
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        // Every byte but those that go on with a character begins one.
        let column = before[start..].iter().filter(|&&byte| byte & 0xC0 != 0x80).count() + 1;
        Self { line, column, fault }
    }

    /// The line, counted from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column, in characters, counted from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.fault)
    }
}

impl Error for ParseError {}

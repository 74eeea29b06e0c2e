use super::error::ParseError;
use super::fault::Fault;

/// Bytes as text, for the parsers.
///
/// # Errors
///
/// [`ParseError`] at the first byte that is no UTF-8.
///
/// ```
/// assert_eq!(pytheus_core::parse::utf8(b"a 1\n").unwrap(), "a 1\n");
/// let error = pytheus_core::parse::utf8(b"a 1\nb\xFF 2\n").unwrap_err();
/// assert_eq!(error.to_string(), "line 2, column 2: expected UTF-8");
/// ```
pub fn utf8(bytes: &[u8]) -> Result<&str, ParseError> {
    std::str::from_utf8(bytes).map_err(|error| ParseError::locate(bytes, error.valid_up_to(), Fault::NotUtf8))
}

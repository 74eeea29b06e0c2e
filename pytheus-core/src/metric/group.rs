use crate::host::Host;
use crate::host::RegisterError;

/// A struct of metrics; implemented by `#[derive(Metrics)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a struct of metrics",
    label = "not a struct of metrics",
    note = "it needs `#[derive(pytheus::Metrics)]`"
)]
pub trait Metrics: Sized {
    /// Declares every metric of the struct to a registry. `prefix` comes before the struct's own; it is empty unless the
    /// struct is a group within another one.
    ///
    /// # Errors
    ///
    /// [`RegisterError`] for the first metric that the registry does not take; those before it stay registered.
    fn build(host: &dyn Host, prefix: &str) -> Result<Self, RegisterError>;
}

use syn::Ident;

use crate::kit::Choices;
use crate::kit::Krate;

/// An enum that becomes a list of states.
pub(super) struct States {
    pub(super) krate: Krate,
    pub(super) ident: Ident,
    pub(super) choices: Choices,
}

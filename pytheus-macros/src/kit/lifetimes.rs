use syn::GenericParam;
use syn::Generics;
use syn::Lifetime;
use syn::visit_mut::VisitMut;

use super::Errors;

/// Refuses parameters that are types or constants, all in one mistake.
pub(crate) fn only_lifetimes(generics: &Generics, message: &str, errors: &mut Errors) -> bool {
    let wrong = |param: &&GenericParam| !matches!(param, GenericParam::Lifetime(_));
    match generics.params.iter().find(wrong) {
        Some(GenericParam::Type(param)) => errors.on(&param.ident, message),
        Some(GenericParam::Const(param)) => errors.on(&param.ident, message),
        _ => return true,
    }
    false
}

/// The type with every lifetime replaced by this one.
pub(crate) fn with_lifetime(ty: &syn::Type, lifetime: &str) -> syn::Type {
    struct Replace<'l>(&'l str);
    impl VisitMut for Replace<'_> {
        fn visit_lifetime_mut(&mut self, found: &mut Lifetime) {
            *found = Lifetime::new(self.0, found.span());
        }
    }
    let mut ty = ty.clone();
    Replace(lifetime).visit_type_mut(&mut ty);
    ty
}

use proc_macro2::TokenStream;
use quote::quote;

use crate::kit::at;
use crate::label_set::ir::Label;
use crate::label_set::ir::Set;

// const _: () = {
//     #[diagnostic::on_unimplemented(message = "label `route` has no value yet", ..)]
//     pub trait RouteGiven {}
//     #[diagnostic::do_not_recommend]
//     impl<T> RouteGiven for Set<T> {}
//     ..                                                  // Defaulted, Held and Skip
//
//     impl<..: Slot> Complete for PageLabelsSlots<ServiceSlot, RouteSlot>
//     where
//         ServiceSlot: ServiceGiven,
//         Then<ServiceSlot, RouteSlot>: RouteGiven,       // `Skip` if there is no service, so that one error is all
//     {}
// };
pub(super) fn given(set: &Set) -> TokenStream {
    let private = set.krate.private();
    let slots = &set.slots;
    let params = set.labels.iter().map(|label| &label.slot).collect::<Vec<_>>();
    let note = needs(set);
    let traits = set.labels.iter().map(|label| one(set, label, &note));
    let bounds = set.labels.iter().enumerate().map(|(last, label)| {
        let (slot, given) = (&label.slot, &label.given);
        let chain = set.labels.iter().take(last).rev().fold(quote!(#slot), |inner, before| {
            let before = &before.slot;
            quote!(#private::Then<#before, #inner>)
        });
        at(label.field.span(), quote!(#chain: #given))
    });
    // rustc points at this when a label is missing, so it stands at the name of the set.
    let complete = at(set.ident.span(), quote!(#private::Complete for #slots<#(#params),*>));
    quote! {
        #[allow(unreachable_pub, unused_qualifications, clippy::type_complexity)]
        const _: () = {
            #(#traits)*

            #[automatically_derived]
            impl<#(#params: #private::Slot),*> #complete
            where
                #(#bounds,)*
            {}
        };
    }
}

fn one(set: &Set, label: &Label, note: &str) -> TokenStream {
    let private = set.krate.private();
    let given = &label.given;
    let message = format!("label `{}` has no value yet", label.name);
    let caret = format!("`{}` is missing here", label.name);
    let (complaint, hidden) = match set.diagnostics {
        true => (
            quote!(#[diagnostic::on_unimplemented(message = #message, label = #caret, note = #note)]),
            quote!(#[diagnostic::do_not_recommend]),
        ),
        false => (quote!(), quote!()),
    };
    quote! {
        #complaint
        #[doc = #message]
        pub trait #given {}
        #hidden
        impl<T> #given for #private::Set<T> {}
        #hidden
        impl #given for #private::Defaulted {}
        #hidden
        impl #given for #private::Held {}
        #hidden
        impl #given for #private::Skip {}
    }
}

/// What the set needs, for the note.
fn needs(set: &Set) -> String {
    let needed: Vec<String> =
        set.labels.iter().filter(|label| label.default.is_none()).map(|label| format!("`{}`", label.name)).collect();
    match needed.len() {
        0 => format!("every label of `{}` has a default", set.ident),
        1 => format!("`{}` needs {}", set.ident, needed.concat()),
        _ => format!("`{}` needs {}, in any order", set.ident, needed.join(", ")),
    }
}

use proc_macro2::Span;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use quote::ToTokens;
use quote::quote_spanned;
use syn::Expr;
use syn::Ident;
use syn::Stmt;
use syn::token::Brace;

use super::future::tail;
use super::ir::Body;
use super::ir::Declared;
use super::ir::Instrumented;
use super::ir::Output;
use super::ir::Source;
use super::ir::Work;
use super::target::spanning;
use super::wrapped::Wrapped;
use crate::kit::Krate;

/// The function, its signature untouched, with the work around its body.
///
/// ```text
/// async fn load(&self) -> Result<Page, Error> {
///     #![inner attributes]
///     <work, and the body in it>
/// }
/// ```
pub(super) fn expand(instrumented: Instrumented) -> TokenStream {
    let Instrumented { function, krate, work, body, output } = instrumented;
    let around = Around { private: krate.private(), krate, work, output };
    let body = match body {
        Body::Sync => around.sync(function.brace, &function.body),
        Body::Async => around.r#async(function.brace, &function.body, &syn::Token![move](Span::mixed_site())),
        Body::Future(statements) => around.future(statements),
    };
    let mut tokens = TokenStream::new();
    function.attributes.iter().for_each(|attribute| attribute.to_tokens(&mut tokens));
    function.visibility.to_tokens(&mut tokens);
    function.signature.to_tokens(&mut tokens);
    block(function.brace, &function.body).surround(&mut tokens, |tokens| {
        function.inner.iter().for_each(|attribute| attribute.to_tokens(tokens));
        tokens.extend(body);
    });
    tokens
}

/// The braces for a body that is to stand after statements of ours: the user's, so that complaints are in his place. If
/// the body begins with items, they are in the same place but marked as ours, as Clippy would take him to task for the
/// items that are not first any more.
fn block(brace: Brace, body: &TokenStream) -> Brace {
    let item = |tree: &TokenTree| match tree {
        TokenTree::Punct(punct) => punct.as_char() == '#',
        TokenTree::Ident(ident) => ITEMS.iter().any(|word| ident == word),
        _ => false,
    };
    if body.clone().into_iter().next().as_ref().is_some_and(item) {
        return Brace(Span::mixed_site().located_at(brace.span.join()));
    }
    brace
}

/// What items begin with, attributes aside.
const ITEMS: [&str; 14] = [
    "async", "const", "enum", "extern", "fn", "impl", "mod", "static", "struct", "trait", "type", "union", "unsafe",
    "use",
];

/// Puts the work around a body.
struct Around {
    krate: Krate,
    private: TokenStream,
    work: Work,
    output: Output,
}

impl Around {
    fn sync(&self, brace: Brace, body: &TokenStream) -> TokenStream {
        let site = Span::mixed_site();
        let private = &self.private;
        if let Some(guard) = self.guard(true) {
            return quote_spanned!(site=> #guard #body);
        }
        let wrapped = Wrapped::find(body).unwrap_or_else(|| {
            let body = self.inner(brace, body);
            Wrapped::new(quote_spanned!(site=> #private::once(move || #body)))
        });
        let (begin, end) = self.begin_and_end(&wrapped.returned);
        wrapped.around(&begin, &end)
    }

    fn r#async(&self, brace: Brace, body: &TokenStream, capture: &impl ToTokens) -> TokenStream {
        let site = Span::mixed_site();
        if let Some(guard) = self.guard(false) {
            return quote_spanned!(site=> #guard #body);
        }
        let mut wrapped = Wrapped::find(body).unwrap_or_else(|| {
            let body = self.inner(brace, body);
            Wrapped::new(quote_spanned!(site=> async #capture #body.await))
        });
        let (begin, end) = self.begin_and_end(&wrapped.returned);
        if let Work::Time { .. } = self.work {
            let future = wrapped.future();
            wrapped.before.extend(quote_spanned!(site=> let __pytheus_body = ::core::pin::pin!(#future);));
            wrapped.run = quote_spanned!(site=> __pytheus_call.polled(__pytheus_body).await);
        }
        wrapped.around(&begin, &end)
    }

    /// The async block at the end of the statements, with the work in it.
    fn future(&self, mut statements: Vec<Stmt>) -> TokenStream {
        if let Some(tail) = tail(&mut statements) {
            let stmts = &tail.block.stmts;
            let body = quote_spanned!(Span::mixed_site()=> #(#stmts)*);
            let body = self.r#async(tail.block.brace_token, &body, &tail.capture);
            tail.block.stmts = vec![Stmt::Expr(Expr::Verbatim(body), None)];
        }
        quote_spanned!(Span::mixed_site()=> #(#statements)*)
    }

    /// The body as a block. In a function the return type tells the compiler what it gives, which a closure or an async
    /// block must be told.
    ///
    /// ```text
    /// { if false { return any::<Result<Page, Error>>(); } <body> }
    /// ```
    fn inner(&self, brace: Brace, body: &TokenStream) -> TokenStream {
        let site = Span::mixed_site();
        let private = &self.private;
        let ty = match &self.output {
            Output::Unit => Some(quote_spanned!(site=> ())),
            Output::Type(ty) => Some(ty.to_token_stream()),
            Output::Never | Output::Unknown => None,
        };
        let edge = ty.map(|ty| quote_spanned!(site=> if false { return #private::any::<#ty>(); }));
        let mut tokens = TokenStream::new();
        block(brace, body).surround(&mut tokens, |tokens| tokens.extend(quote_spanned!(site=> #edge #body)));
        tokens
    }

    /// The one statement before the body, if nothing that the body gives must be seen.
    fn guard(&self, sync: bool) -> Option<TokenStream> {
        let site = Span::mixed_site();
        let private = &self.private;
        let guard = match &self.work {
            Work::Time { source, outcome: None } => self.timer(source),
            Work::Time { source, outcome: Some(outcome) } => {
                let call = self.call(source, outcome);
                match self.output {
                    Output::Unit if sync => quote_spanned!(site=> #call.watch(#private::Outcome::Ok)),
                    // It can end only by being dropped.
                    Output::Never => quote_spanned!(site=> #call.watch(#private::Outcome::Cancelled)),
                    _ => return None,
                }
            }
            Work::TrackInprogress { target } => {
                let gauge = target.handle();
                target.held(
                    private,
                    "tracking",
                    |metric| quote_spanned!(site=> #metric => #private::InProgress::new(#gauge)),
                )
            }
            Work::CountErrors { .. } => return None,
        };
        Some(quote_spanned!(site=> let __pytheus_guard = #guard;))
    }

    /// What comes before a body that is looked at, and what comes after it.
    fn begin_and_end(&self, returned: &Ident) -> (TokenStream, TokenStream) {
        let site = Span::mixed_site();
        let private = &self.private;
        match &self.work {
            Work::Time { source, outcome: Some(outcome) } => {
                let call = self.call(source, outcome);
                let begin = quote_spanned!(site=> let mut __pytheus_call = #call;);
                let end = quote_spanned! {site=>
                    __pytheus_call.end(#private::Returned(&#returned).outcome());
                };
                (begin, end)
            }
            Work::CountErrors { target, matches } => {
                let counter = target.handle();
                let counter = target.held(private, "counting", |metric| quote_spanned!(site=> #metric => #counter));
                let error = match &self.output {
                    Output::Type(ty) => spanning(private, "error", ty),
                    _ => spanning(private, "error", &target.metric),
                };
                let (pattern, guard) = match matches {
                    Some(matches) => (matches.pattern.to_token_stream(), matches.guard.as_ref()),
                    None => (quote_spanned!(site=> _), None),
                };
                let guard = guard.map(|guard| quote_spanned!(site=> if #guard));
                let end = quote_spanned! {site=>
                    match &&#returned {
                        __pytheus_held => match #error {
                            ::core::option::Option::Some(#pattern) #guard => __pytheus_counter.inc(),
                            _ => {}
                        },
                    }
                };
                (quote_spanned!(site=> let __pytheus_counter = #counter;), end)
            }
            // These have a guard.
            Work::Time { outcome: None, .. } | Work::TrackInprogress { .. } => Default::default(),
        }
    }

    /// ```text
    /// match timed(&METRIC) {
    ///     (metric, stopwatch) => Timer::since(stopwatch, metric.labels().method(req.method()).handle()),
    /// }
    /// ```
    fn timer(&self, source: &Source) -> TokenStream {
        let site = Span::mixed_site();
        let private = &self.private;
        match source {
            Source::Metric(target) => {
                let handle = target.handle();
                target.held(private, "timed", |metric| {
                    quote_spanned! {site=>
                        (#metric, __pytheus_stopwatch) => #private::Timer::since(__pytheus_stopwatch, #handle)
                    }
                })
            }
            Source::Shared(function) => {
                let new = quote_spanned!(site=> new(::core::module_path!(), #function));
                self.listed(&quote_spanned!(site=> Function), &new, "function_timer")
            }
            Source::Declared(declared) => {
                let new = declared.constructor(&self.krate);
                self.listed(&quote_spanned!(site=> Declared), &new, "declared_timer")
            }
        }
    }

    /// ```text
    /// match timed(&METRIC) {
    ///     (metric, stopwatch) => {
    ///         let row = metric.labels().method(req.method()).row();
    ///         Call::new(stopwatch, move |outcome, elapsed| record(&row.labels().outcome(outcome).handle(), elapsed))
    ///     }
    /// }
    /// ```
    fn call(&self, source: &Source, outcome: &Ident) -> TokenStream {
        let site = Span::mixed_site();
        let private = &self.private;
        match source {
            Source::Metric(target) => {
                let labels = target.labels();
                let row = Ident::new("row_to_be_picked", target.site());
                let handle = Ident::new("handle", target.site());
                target.held(private, "timed", |metric| {
                    quote_spanned! {site=>
                        (#metric, __pytheus_stopwatch) => {
                            let __pytheus_row = #labels.#row();
                            #private::Call::new(__pytheus_stopwatch, move |__pytheus_outcome, __pytheus_elapsed| {
                                #private::record(
                                    &__pytheus_row.labels().#outcome(__pytheus_outcome).#handle(),
                                    __pytheus_elapsed,
                                );
                            })
                        }
                    }
                })
            }
            Source::Declared(declared) => {
                let new = declared.constructor(&self.krate);
                self.listed(&quote_spanned!(site=> Declared<#private::OutcomeLabel>), &new, "declared_call")
            }
            // The shared histogram has no outcome, which was said before.
            Source::Shared(_) => TokenStream::new(),
        }
    }

    /// ```text
    /// {
    ///     static __PYTHEUS: Function = <Function>::new(module_path!(), "reindex");
    ///     inventory::submit! { Listed::new(&__PYTHEUS) }
    ///     function_timer(&__PYTHEUS)
    /// }
    /// ```
    fn listed(&self, ty: &TokenStream, new: &TokenStream, enter: &str) -> TokenStream {
        let site = Span::mixed_site();
        let private = &self.private;
        let enter = Ident::new(enter, site);
        quote_spanned! {site=>
            {
                static __PYTHEUS: #private::#ty = <#private::#ty>::#new;
                #private::inventory::submit! { #private::Listed::new(&__PYTHEUS) }
                #private::#enter(&__PYTHEUS)
            }
        }
    }
}

impl Declared {
    /// `new("reindex_seconds", "help", place).unit("seconds").buckets(|| ..)`
    fn constructor(&self, krate: &Krate) -> TokenStream {
        let site = Span::mixed_site();
        let private = krate.private();
        let Self { name, help, unit, buckets } = self;
        let unit = unit.as_ref().map(|unit| quote_spanned!(site=> .unit(#unit)));
        let buckets = buckets.as_ref().map(|buckets| {
            let buckets = buckets.tokens(krate);
            quote_spanned!(site=> .buckets(|| #buckets))
        });
        let place = quote_spanned!(site=> #private::Place::new(::core::file!(), ::core::line!()));
        quote_spanned!(site=> new(#name, #help, #place) #unit #buckets)
    }
}

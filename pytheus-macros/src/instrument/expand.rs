use proc_macro2::Span;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use quote::ToTokens;
use quote::quote_spanned;
use syn::Expr;
use syn::Ident;
use syn::Stmt;
use syn::spanned::Spanned;
use syn::token::Brace;

use super::future::tail;
use super::ir::Body;
use super::ir::Declared;
use super::ir::Instrumented;
use super::ir::Output;
use super::ir::Source;
use super::ir::Target;
use super::ir::Work;

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
    let around = Around { private: krate.private(), work, output };
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
        let (begin, end) = self.begin_and_end();
        let body = self.inner(brace, body);
        quote_spanned! {site=>
            #begin
            let __pytheus_returned = #private::once(move || #body);
            #end
            __pytheus_returned
        }
    }

    fn r#async(&self, brace: Brace, body: &TokenStream, capture: &impl ToTokens) -> TokenStream {
        let site = Span::mixed_site();
        if let Some(guard) = self.guard(false) {
            return quote_spanned!(site=> #guard #body);
        }
        let (begin, end) = self.begin_and_end();
        let body = self.inner(brace, body);
        let run = match &self.work {
            Work::Time { .. } => quote_spanned! {site=>
                let __pytheus_body = ::core::pin::pin!(async #capture #body);
                let __pytheus_returned = __pytheus_call.polled(__pytheus_body).await;
            },
            _ => quote_spanned!(site=> let __pytheus_returned = async #capture #body.await;),
        };
        quote_spanned! {site=>
            #begin
            #run
            #end
            __pytheus_returned
        }
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
    fn begin_and_end(&self) -> (TokenStream, TokenStream) {
        let site = Span::mixed_site();
        let private = &self.private;
        match &self.work {
            Work::Time { source, outcome: Some(outcome) } => {
                let call = self.call(source, outcome);
                let begin = quote_spanned!(site=> let mut __pytheus_call = #call;);
                let end = quote_spanned! {site=>
                    __pytheus_call.end(#private::Returned(&__pytheus_returned).outcome());
                };
                (begin, end)
            }
            Work::CountErrors { target, matches } => {
                let counter = target.handle();
                let counter = target.held(private, "counting", |metric| quote_spanned!(site=> #metric => #counter));
                let span = match &self.output {
                    Output::Type(ty) => site.located_at(ty.span()),
                    _ => site,
                };
                let error = quote_spanned!(span=> #private::error(&__pytheus_returned));
                let (pattern, guard) = match matches {
                    Some(matches) => (matches.pattern.to_token_stream(), matches.guard.as_ref()),
                    None => (quote_spanned!(site=> _), None),
                };
                let guard = guard.map(|guard| quote_spanned!(site=> if #guard));
                let end = quote_spanned! {site=>
                    match #error {
                        ::core::option::Option::Some(#pattern) #guard => __pytheus_counter.inc(),
                        _ => {}
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
                let new = declared.new(private);
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
                let row = Ident::new("row", target.site());
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
                let new = declared.new(private);
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

impl Target {
    /// Where complaints about the metric belong.
    fn site(&self) -> Span {
        Span::mixed_site().located_at(self.metric.span())
    }

    /// `match enter(&METRIC) { .. => .. }`: what is temporary in the metric's expression lives as long as it must.
    fn held(&self, private: &TokenStream, enter: &str, arm: impl FnOnce(&Ident) -> TokenStream) -> TokenStream {
        let site = self.site();
        let enter = Ident::new(enter, site);
        let metric = &self.metric;
        let held = match metric {
            Expr::Path(_) | Expr::Field(_) | Expr::Call(_) | Expr::MethodCall(_) | Expr::Macro(_) | Expr::Index(_) => {
                quote_spanned!(site=> &#metric)
            }
            _ => quote_spanned!(site=> &(#metric)),
        };
        let arm = arm(&Ident::new("__pytheus_metric", Span::mixed_site()));
        quote_spanned!(Span::mixed_site()=> match #private::#enter(#held) { #arm })
    }

    /// `metric.labels().method(req.method())`
    fn labels(&self) -> TokenStream {
        let metric = Ident::new("__pytheus_metric", Span::mixed_site());
        let labels = Ident::new("labels", self.site());
        let setters = self.labels.iter().map(|label| {
            let name = &label.name;
            let value = &label.value;
            quote_spanned!(Span::mixed_site()=> .#name(#value))
        });
        quote_spanned!(Span::mixed_site()=> #metric.#labels()#(#setters)*)
    }

    /// The series: `metric.labels().method(req.method()).handle()`, or `metric.handle()`.
    fn handle(&self) -> TokenStream {
        let handle = Ident::new("handle", self.site());
        let metric = Ident::new("__pytheus_metric", Span::mixed_site());
        let labels = if self.labels.is_empty() { metric.into_token_stream() } else { self.labels() };
        quote_spanned!(Span::mixed_site()=> #labels.#handle())
    }
}

impl Declared {
    fn new(&self, private: &TokenStream) -> TokenStream {
        let site = Span::mixed_site();
        let Self { name, help, unit, buckets } = self;
        let unit = unit.as_ref().map(|unit| quote_spanned!(site=> .unit(#unit)));
        let buckets = buckets.as_ref().map(|buckets| {
            let bounds = &buckets.bounds;
            let checked = quote_spanned!(site=> #private::Buckets::new([#(#bounds),*]));
            let spelled = &buckets.spelled;
            if spelled.is_empty() {
                return quote_spanned!(site=> .buckets(|| #checked));
            }
            quote_spanned!(site=> .buckets(|| #private::spelled(#checked, &[#(#spelled),*])))
        });
        let place = quote_spanned!(site=> #private::Place::new(::core::file!(), ::core::line!()));
        quote_spanned!(site=> new(#name, #help, #place) #unit #buckets)
    }
}

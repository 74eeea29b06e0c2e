use proc_macro2::Delimiter;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use syn::Block;
use syn::Expr;
use syn::ExprAsync;
use syn::GenericArgument;
use syn::PathArguments;
use syn::PathSegment;
use syn::ReturnType;
use syn::Stmt;
use syn::Type;
use syn::TypeParamBound;
use syn::parse::Parser;
use syn::visit_mut::VisitMut;

/// What a future gives, if its type says.
pub(super) struct Returned {
    pub(super) output: Option<Type>,
}

/// The future that a function of this type returns, if it does: `impl Future`, `Pin<Box<dyn Future>>`, `BoxFuture`.
pub(super) fn returned(output: &ReturnType) -> Option<Returned> {
    match output {
        ReturnType::Default => None,
        ReturnType::Type(_, output) => of_type(output),
    }
}

fn of_type(output: &Type) -> Option<Returned> {
    match output {
        Type::ImplTrait(implemented) => of_bounds(implemented.bounds.iter()),
        Type::TraitObject(object) => of_bounds(object.bounds.iter()),
        Type::Paren(paren) => of_type(&paren.elem),
        Type::Group(group) => of_type(&group.elem),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            if last.ident == "BoxFuture" || last.ident == "LocalBoxFuture" {
                return Some(Returned { output: types(last).last().cloned() });
            }
            let holds = last.ident == "Pin" || last.ident == "Box";
            if holds { of_type(types(last).next()?) } else { None }
        }
        _ => None,
    }
}

fn of_bounds<'b>(mut bounds: impl Iterator<Item = &'b TypeParamBound>) -> Option<Returned> {
    let future = bounds.find_map(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().filter(|last| last.ident == "Future"),
        _ => None,
    })?;
    let output = arguments(future).find_map(|argument| match argument {
        GenericArgument::AssocType(assoc) if assoc.ident == "Output" => Some(assoc.ty.clone()),
        _ => None,
    });
    Some(Returned { output })
}

fn types(segment: &PathSegment) -> impl Iterator<Item = &Type> {
    arguments(segment).filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

fn arguments(segment: &PathSegment) -> impl Iterator<Item = &GenericArgument> {
    match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(arguments.args.iter()),
        _ => None,
    }
    .into_iter()
    .flatten()
}

/// Whether a body ends in an async block, or in one in a box, whatever the type is called that the function returns.
pub(super) fn ends_in_async(body: &TokenStream) -> bool {
    let mut last: Vec<TokenTree> = body.clone().into_iter().collect();
    match (last.pop(), last.pop()) {
        (Some(TokenTree::Group(block)), Some(TokenTree::Ident(before))) if block.delimiter() == Delimiter::Brace => {
            before == "async"
                || before == "move" && matches!(last.pop(), Some(TokenTree::Ident(word)) if word == "async")
        }
        (Some(TokenTree::Group(arguments)), Some(TokenTree::Ident(pin)))
            if arguments.delimiter() == Delimiter::Parenthesis && pin == "pin" =>
        {
            ends_in_async(&arguments.stream())
        }
        _ => false,
    }
}

/// What a body ends with.
pub(super) enum Ending {
    /// An async block, which is all that it returns.
    Async(Vec<Stmt>),
    /// Something else.
    Other,
    /// Nothing that can be told, as the body is broken.
    Broken,
}

/// Looks for the async block that a body returns.
pub(super) fn ending(body: TokenStream) -> Ending {
    let Ok(mut statements) = Block::parse_within.parse2(body) else { return Ending::Broken };
    let mut early = EarlyReturn { found: false };
    statements.iter_mut().for_each(|statement| early.visit_stmt_mut(statement));
    if early.found || tail(&mut statements).is_none() {
        return Ending::Other;
    }
    Ending::Async(statements)
}

/// The async block at the end of these statements.
pub(super) fn tail(statements: &mut [Stmt]) -> Option<&mut ExprAsync> {
    match statements.last_mut()? {
        Stmt::Expr(tail, None) => async_block(tail),
        _ => None,
    }
}

/// `async ..`, `Box::pin(async ..)`, `async { .. }.boxed()`, also with a cast.
fn async_block(tail: &mut Expr) -> Option<&mut ExprAsync> {
    match tail {
        Expr::Async(block) => Some(block),
        Expr::Paren(paren) => async_block(&mut paren.expr),
        Expr::Group(group) => async_block(&mut group.expr),
        Expr::Cast(cast) => async_block(&mut cast.expr),
        Expr::Call(call) if is_box_pin(&call.func) && call.args.len() == 1 => async_block(call.args.first_mut()?),
        Expr::MethodCall(call) if call.args.is_empty() && (call.method == "boxed" || call.method == "boxed_local") => {
            async_block(&mut call.receiver)
        }
        _ => None,
    }
}

fn is_box_pin(function: &Expr) -> bool {
    let Expr::Path(path) = function else { return false };
    let mut segments = path.path.segments.iter().rev();
    segments.next().is_some_and(|last| last.ident == "pin") && segments.next().is_some_and(|owner| owner.ident == "Box")
}

/// Finds a `return` that leaves the function with another future.
struct EarlyReturn {
    found: bool,
}

impl VisitMut for EarlyReturn {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Return(_) => self.found = true,
            Expr::Async(_) | Expr::Closure(_) => {}
            _ => syn::visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

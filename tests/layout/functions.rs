//! How long functions may be: none over 70 lines, half of them under 12, from `fn` to the closing brace.

use crate::tree::Source;
use proc_macro2::Span;
use syn::visit::Visit;

const LONGEST: usize = 70;
const SHORT: usize = 12;

/// Complains about each function that is too long and about a tree with too few short ones.
pub(crate) fn check(sources: &[Source]) -> Vec<String> {
    let functions: Vec<_> = sources.iter().filter(|s| s.is_rust()).flat_map(functions_of).collect();
    let over = functions.iter().filter(|f| f.lines > LONGEST);
    let mut complaints: Vec<_> = over
        .map(|f| format!("{}: fn {} has {} lines, {LONGEST} are allowed", f.place, f.name, f.lines))
        .collect();
    let short = functions.iter().filter(|f| f.lines < SHORT).count();
    if short * 2 < functions.len() {
        complaints
            .push(format!("{short} of {} functions have under {SHORT} lines, half must", functions.len()));
    }
    complaints
}

struct Function {
    place: String,
    name: String,
    lines: usize,
}

fn functions_of(source: &Source) -> Vec<Function> {
    let file = syn::parse_file(&source.text).unwrap_or_else(|e| panic!("{}: {e}", source.path));
    let mut finder = Finder { path: &source.path, found: Vec::new() };
    finder.visit_file(&file);
    finder.found
}

struct Finder<'a> {
    path: &'a str,
    found: Vec<Function>,
}

impl Finder<'_> {
    fn add(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let (start, end) = (line(signature.fn_token.span), line(body.brace_token.span.close()));
        let place = format!("{}:{start}", self.path);
        self.found.push(Function { place, name: signature.ident.to_string(), lines: end - start + 1 });
    }
}

fn line(span: Span) -> usize {
    span.start().line
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.add(&item.sig, &item.block);
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.add(&item.sig, &item.block);
        syn::visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(body) = &item.default {
            self.add(&item.sig, body);
        }
        syn::visit::visit_trait_item_fn(self, item);
    }
}

mod teeth {
    use super::check;
    use crate::tree::Source;

    /// A function of exactly `lines` lines, wrapped in `before` and `after`, among enough short ones.
    fn complaints(before: &str, lines: usize, after: &str) -> Vec<String> {
        let body = "    step();\n".repeat(lines - 2);
        let text = format!("fn a() {{}}\nfn b() {{}}\n{before} fn long() {{\n{body}}}\n{after}");
        check(&[Source::example("crates/x/src/lib.rs", &text)])
    }

    #[test]
    fn a_long_function_is_found_wherever_it_stands() {
        for (before, after) in [("", ""), ("impl X {", "}"), ("trait X {", "}"), ("mod x { fn o() {", "} }")]
        {
            let found = complaints(before, 71, after);
            assert!(found.iter().any(|c| c.contains("fn long has 71 lines")), "{before}: {found:?}");
            assert!(!complaints(before, 70, after).iter().any(|c| c.contains("fn long")), "{before}");
        }
    }

    #[test]
    fn too_few_short_functions_are_found() {
        let function = |lines: usize| format!("fn f() {{\n{}}}\n", "    step();\n".repeat(lines - 2));
        let tree = |texts: &[String]| check(&[Source::example("crates/x/src/lib.rs", &texts.concat())]);
        assert!(tree(&[function(11), function(12)]).is_empty());
        assert_eq!(tree(&[function(11), function(12), function(12)]).len(), 1);
    }
}

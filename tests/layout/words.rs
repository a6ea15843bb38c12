//! Words that may not be written: `unsafe` and unfinished work anywhere, `.unwrap()` and `.expect(` outside tests.
//!
//! The text is split into tokens, so comments and strings do not count and the arguments of macros do.

use crate::tree::Source;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use syn::spanned::Spanned;
use syn::visit::Visit;

/// Complains about each forbidden word, with its place.
pub(crate) fn check(sources: &[Source]) -> Vec<String> {
    let rust: Vec<_> = sources.iter().filter(|s| s.is_rust()).collect();
    let parsed: Vec<_> = rust.iter().map(|s| TestParts::of(s)).collect();
    let test_files: BTreeSet<_> = parsed.iter().flat_map(|p| p.modules.iter()).collect();
    let is_test = |s: &Source| s.is_in_test_folder() || test_files.iter().any(|m| m.covers(&s.path));
    rust.iter().zip(&parsed).flat_map(|(s, parts)| words_of(s, is_test(s), &parts.lines)).collect()
}

fn words_of(source: &Source, is_test: bool, test_lines: &[RangeInclusive<usize>]) -> Vec<String> {
    let tokens: TokenStream = source.text.parse().unwrap_or_else(|e| panic!("{}: {e}", source.path));
    let mut flat = Vec::new();
    flatten(tokens, &mut flat);
    let found = (0..flat.len()).filter_map(|at| Some((flat[at].line, forbidden(&flat[at..])?)));
    let excused = |line: usize| is_test || test_lines.iter().any(|lines| lines.contains(&line));
    let found = found.filter(|(line, word)| !word.fine_in_tests || !excused(*line));
    found.map(|(line, word)| format!("{}:{line}: {}", source.path, word.complaint)).collect()
}

struct Word {
    complaint: &'static str,
    fine_in_tests: bool,
}

/// What is wrong with the words these tokens start with.
fn forbidden(tokens: &[Token]) -> Option<Word> {
    let text = |at: usize| tokens.get(at).map_or("", |t| t.text.as_str());
    let word = |complaint, fine_in_tests| Some(Word { complaint, fine_in_tests });
    match (text(0), text(1), text(2)) {
        ("unsafe", _, _) => word("`unsafe`", false),
        ("todo" | "unimplemented", "!", _) => word("unfinished work", false),
        (".", "unwrap", "(") => word("`.unwrap()` outside tests", true),
        (".", "expect", "(") => word("`.expect(` outside tests", true),
        _ => None,
    }
}

struct Token {
    text: String,
    line: usize,
}

fn flatten(tokens: TokenStream, into: &mut Vec<Token>) {
    for tree in tokens {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                if group.delimiter() == Delimiter::Parenthesis {
                    into.push(Token { text: "(".to_owned(), line });
                }
                flatten(group.stream(), into);
            }
            TokenTree::Literal(_) => into.push(Token { text: "\"\"".to_owned(), line }),
            other => into.push(Token { text: other.to_string(), line }),
        }
    }
}

/// The parts of a file that are compiled for tests only.
struct TestParts {
    /// The folder of the file's own modules, then the modules around the place being visited.
    inside: Vec<String>,
    lines: Vec<RangeInclusive<usize>>,
    modules: Vec<TestModule>,
}

/// A test module in a file of its own: `x.rs`, and everything below the folder `x`.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct TestModule(String);

impl TestModule {
    fn covers(&self, path: &str) -> bool {
        path.strip_prefix(&self.0).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    }
}

impl TestParts {
    fn of(source: &Source) -> Self {
        let file = syn::parse_file(&source.text).unwrap_or_else(|e| panic!("{}: {e}", source.path));
        let stem = source.path.strip_suffix(".rs").unwrap_or(&source.path);
        let folder =
            ["/lib", "/main", "/mod"].iter().find_map(|root| stem.strip_suffix(root)).unwrap_or(stem);
        let mut parts = Self { inside: vec![folder.to_owned()], lines: vec![], modules: vec![] };
        parts.visit_file(&file);
        parts
    }

    fn add(&mut self, item: &impl Spanned) {
        let span = item.span();
        self.lines.push(span.start().line..=span.end().line);
    }
}

impl<'ast> Visit<'ast> for TestParts {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let name = item.ident.to_string();
        if is_for_tests(&item.attrs) {
            self.modules.push(TestModule(format!("{}/{name}", self.inside.join("/"))));
            self.add(item);
        }
        self.inside.push(name);
        syn::visit::visit_item_mod(self, item);
        self.inside.pop();
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if is_for_tests(&item.attrs) {
            self.add(item);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if is_for_tests(&item.attrs) {
            self.add(item);
        }
    }
}

/// `#[test]`, or exactly `#[cfg(test)]`: anything wider is also compiled without tests.
fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|a| {
        a.path().is_ident("test")
            || a.path().is_ident("cfg") && a.parse_args::<syn::Ident>().is_ok_and(|i| i == "test")
    })
}

mod teeth;

//! `docs/telemetry.md` names every log event and every metric there is: its tables are made from the sources.

use crate::tree::Source;
use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeSet;
use syn::visit::Visit;

/// Where the tables stand in the document, each between its name and the next empty line.
const MARKS: [&str; 2] = ["<!-- events -->", "<!-- metrics -->"];

/// The two tables, in the order of [`MARKS`].
pub(crate) fn tables(sources: &[Source]) -> [String; 2] {
    let mut found = Finder::default();
    for source in sources.iter().filter(|source| is_ours(&source.path)) {
        let file = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
        found.visit_file(&file);
    }
    let events = found.events.into_iter().map(|(_, level, message, fields)| {
        format!("| {level} | {message} | {} |", fields.into_iter().collect::<Vec<_>>().join(", "))
    });
    let metrics =
        found.metrics.into_iter().map(|(name, kind, help)| format!("| `{name}` | {kind} | {help} |"));
    [table("| level | message | fields |", events), table("| metric | kind | what it says |", metrics)]
}

fn table(head: &str, rows: impl Iterator<Item = String>) -> String {
    let rule = head.split('|').skip(2).map(|_| "|---").collect::<String>();
    let rows = rows.collect::<Vec<_>>().join("\n");
    format!("{head}\n{rule}|\n{rows}\n")
}

/// The server's own code: what the command line prints is not its log.
fn is_ours(path: &str) -> bool {
    path.starts_with("crates/")
        && path.contains("/src/")
        && !path.contains("/tests")
        && !path.contains("claviger-cli")
}

/// The document with its tables replaced.
pub(crate) fn written(document: &str, tables: &[String; 2]) -> String {
    let mut document = document.to_owned();
    for (mark, table) in MARKS.iter().zip(tables) {
        let from = document.find(mark).unwrap_or_else(|| panic!("no {mark}")) + mark.len() + 1;
        let length = document[from..].find("\n\n").map_or(document.len() - from, |end| end + 1);
        document.replace_range(from..from + length, table);
    }
    document
}

#[derive(Default)]
struct Finder {
    events: BTreeSet<(usize, &'static str, String, BTreeSet<String>)>,
    metrics: BTreeSet<(String, &'static str, String)>,
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        let path: Vec<String> = item.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let levels = ["error", "warn", "info"];
        if let [krate, level] = path.as_slice()
            && krate == "tracing"
            && let Some(rank) = levels.iter().position(|known| known == level)
        {
            let (message, fields) = event(item.tokens.clone());
            self.events.insert((rank, levels[rank], message, fields));
        }
        syn::visit::visit_macro(self, item);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let kind = match call.method.to_string().as_str() {
            "counter" | "counters" => "counter",
            "gauge" | "gauges" => "gauge",
            _ => "",
        };
        if let (false, [Some(name), Some(help)]) =
            (kind.is_empty(), [text(call.args.get(0)), text(call.args.get(1))])
            && name.starts_with("claviger_")
        {
            let name = if kind == "counter" { format!("{name}_total") } else { name };
            self.metrics.insert((name, kind, help));
        }
        syn::visit::visit_expr_method_call(self, call);
    }
}

fn text(argument: Option<&syn::Expr>) -> Option<String> {
    match argument? {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

/// The message and the names of the fields of one event.
fn event(tokens: TokenStream) -> (String, BTreeSet<String>) {
    let (mut message, mut fields) = (String::new(), BTreeSet::new());
    let all: Vec<TokenTree> = tokens.into_iter().collect();
    for part in all.split(|token| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ',')) {
        match part {
            [TokenTree::Literal(literal)] => {
                message = syn::parse_str::<syn::LitStr>(&literal.to_string())
                    .map_or(String::new(), |text| text.value());
            }
            [TokenTree::Ident(name), ..] | [TokenTree::Punct(_), TokenTree::Ident(name)] => {
                fields.insert(name.to_string());
            }
            _ => {}
        }
    }
    (message, fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tooth_an_event_and_a_metric_are_found_with_their_names() {
        let text = r#"fn f() {
            tracing::warn!(%error, key = %id, lost, "it is gone");
            tracing::debug!("not told");
            families.counter("claviger_lost", "What was lost.", 1);
        }"#;
        let source = Source { path: "crates/x/src/y.rs".to_owned(), text: text.to_owned() };
        let [events, metrics] = tables(&[source]);
        assert!(
            events.contains("| warn | it is gone | error, key, lost |") && !events.contains("not told"),
            "{events}"
        );
        assert!(metrics.contains("| `claviger_lost_total` | counter | What was lost. |"), "{metrics}");
    }

    #[test]
    fn a_table_is_replaced_up_to_the_next_empty_line() {
        let document = "# A\n<!-- events -->\nold\nold\n\nrest\n<!-- metrics -->\nold\n";
        let tables = ["new\n".to_owned(), "news\n".to_owned()];
        assert_eq!(written(document, &tables), "# A\n<!-- events -->\nnew\n\nrest\n<!-- metrics -->\nnews\n");
    }
}

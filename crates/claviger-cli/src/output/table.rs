//! Tables and cards, laid out for the width there is.

use super::Out;
use super::cell::{Column, Kind};
use comfy_table::presets::NOTHING;
use comfy_table::{Attribute, Cell, CellAlignment, Color, ContentArrangement, Table};
use serde_json::Value;

/// A table of `items`, one line each. Columns in which nothing stands are left out.
pub(crate) fn list(items: &[Value], columns: &[Column], out: &Out) -> String {
    let rows: Vec<Vec<String>> =
        items.iter().map(|item| columns.iter().map(|c| c.text(item, &out.times, false)).collect()).collect();
    let used = |at: usize| rows.iter().any(|row| row.get(at).is_some_and(|text| !text.is_empty()));
    let kept: Vec<usize> = (0..columns.len()).filter(|at| used(*at)).collect();
    let mut table = fresh(out);
    let titles = kept.iter().filter_map(|at| columns.get(*at));
    table.set_header(titles.map(|c| align(Cell::new(c.title).add_attribute(Attribute::Bold), c.kind)));
    for row in &rows {
        let cells = kept.iter().filter_map(|at| Some((columns.get(*at)?, row.get(*at)?)));
        table.add_row(cells.map(|(column, text)| cell(text, column.kind)));
    }
    lines(&table)
}

/// One thing, one line per field; fields that are not there are left out.
pub(crate) fn card(item: &Value, fields: &[Column], out: &Out) -> String {
    let mut table = fresh(out);
    for field in fields {
        let text = field.text(item, &out.times, true);
        if !text.is_empty() {
            table.add_row([Cell::new(field.title).add_attribute(Attribute::Bold), cell(&text, field.kind)]);
        }
    }
    lines(&table)
}

fn fresh(out: &Out) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING);
    // What is laid out and coloured is decided in one place, from the environment, not here.
    table.force_no_tty();
    if out.paint.is_on() {
        table.enforce_styling();
    }
    match out.width {
        Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    table
}

fn lines(table: &Table) -> String {
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}

fn cell(text: &str, kind: Kind) -> Cell {
    let cell = align(Cell::new(text), kind);
    match meaning(text).filter(|_| kind == Kind::State) {
        Some(color) => cell.fg(color),
        None => cell,
    }
}

fn align(cell: Cell, kind: Kind) -> Cell {
    if kind == Kind::Number { cell.set_alignment(CellAlignment::Right) } else { cell }
}

/// Good, bad or in between; `None` for words without a colour.
fn meaning(word: &str) -> Option<Color> {
    match word {
        "active" | "allowed" | "done" | "live" | "changed" => Some(Color::DarkGreen),
        "revoked" | "refused" | "failed" | "expired" => Some(Color::DarkRed),
        "read-only" | "cancel-only" | "frozen" | "abandoned" | "unknown" | "not-executed" | "folded" => {
            Some(Color::DarkYellow)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Paint;
    use crate::output::testing::plain;
    use serde_json::json;

    const COLUMNS: &[Column] = &[
        Column::new("NAME", Kind::Text, &["/name"]),
        Column::new("HOLDER", Kind::Text, &["/holder"]),
        Column::new("STATE", Kind::State, &["/state"]),
        Column::new("MAY", Kind::List, &["/may"]),
    ];

    fn items() -> Vec<Value> {
        vec![
            json!({"name": "grid", "state": "active", "may": ["query-funds", "modify-trades"]}),
            json!({"name": "数量", "state": "revoked", "may": []}),
        ]
    }

    #[test]
    fn a_table_has_titles_lines_and_no_empty_column() {
        let (out, _) = plain(None);
        let text = list(&items(), COLUMNS, &out);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 3, "{text}");
        assert!(
            lines[0].contains("NAME") && lines[0].contains("STATE") && !lines[0].contains("HOLDER"),
            "{text}"
        );
        assert!(lines[1].contains("query-funds, modify-trades"), "{text}");
        assert!(!text.contains('\u{1b}'));
    }

    #[test]
    fn a_narrow_terminal_gets_a_narrow_table() {
        let (out, _) = plain(Some(40));
        let text = list(&items(), COLUMNS, &out);
        assert!(text.lines().all(|line| line.chars().count() <= 40), "{text}");
        assert!(text.lines().count() > 3, "{text}");
    }

    #[test]
    fn colours_come_only_when_asked_for() {
        let (mut out, _) = plain(None);
        out.paint = Paint::always();
        assert!(list(&items(), COLUMNS, &out).contains('\u{1b}'));
    }

    #[test]
    fn a_card_shows_what_is_there() {
        let (out, _) = plain(None);
        let text = card(&items()[0], COLUMNS, &out);
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(text.lines().any(|line| line.contains("STATE") && line.contains("active")));
    }
}

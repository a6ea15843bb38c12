//! Tables and cards, laid out for the width there is.

use super::Out;
use super::cell::{Column, Kind, Room};
use comfy_table::presets::NOTHING;
use comfy_table::{Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, Table};
use serde_json::Value;

/// A table of `items`, one line each. Columns in which nothing stands are left out; so are the
/// spare ones where the terminal is too narrow, before anything is broken over several lines.
pub(crate) fn list(items: &[Value], columns: &[Column], out: &Out) -> String {
    let room = if out.width.is_some() { Room::Tight } else { Room::Line };
    let of = |column: &Column| (*column, items.iter().map(|i| column.text(i, &out.times, room)).collect());
    let mut grid: Vec<(Column, Vec<String>)> = columns.iter().map(of).collect();
    grid.retain(|(_, cells)| cells.iter().any(|text| !text.is_empty()));
    let mut table = lay_out(&grid, out);
    let Some(width) = out.width else { return lines(&table) };
    while narrowest(&table, &grid) > usize::from(width) {
        let Some(spare) = grid.iter().rposition(|(column, _)| column.is_spare()) else { break };
        grid.remove(spare);
        table = lay_out(&grid, out);
    }
    let fits = narrowest(&table, &grid) <= usize::from(width);
    for (at, (column, _)) in grid.iter().enumerate() {
        let whole = if fits { column.is_whole() } else { width >= NARROW && column.is_time() };
        if let Some(kept) = table.column_mut(at).filter(|_| whole) {
            kept.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    lines(&table)
}

/// In a terminal narrower than this, even times may be broken.
const NARROW: u16 = 60;

fn lay_out(grid: &[(Column, Vec<String>)], out: &Out) -> Table {
    let mut table = fresh(out);
    let title = |c: &Column| align(Cell::new(c.title).add_attribute(Attribute::Bold), c.kind);
    table.set_header(grid.iter().map(|(column, _)| title(column)));
    let rows = grid.first().map_or(0, |(_, cells)| cells.len());
    for row in 0..rows {
        let cells = grid.iter().filter_map(|(column, cells)| Some(cell(cells.get(row)?, column.kind)));
        table.add_row(cells);
    }
    table
}

/// Columns of text that may be broken are still readable at this width.
const READABLE: usize = 16;
/// Spaces around the text of a column.
const PADDING: usize = 2;

/// The least width in which no short value is broken.
fn narrowest(table: &Table, grid: &[(Column, Vec<String>)]) -> usize {
    let widths = table.column_max_content_widths().into_iter().map(usize::from);
    let least = |(width, (column, _)): (usize, &(Column, Vec<String>))| {
        PADDING + if column.is_whole() { width } else { width.min(READABLE) }
    };
    widths.zip(grid).map(least).sum()
}

/// One thing, one line per field; fields that are not there are left out.
pub(crate) fn card(item: &Value, fields: &[Column], out: &Out) -> String {
    let mut table = fresh(out);
    for field in fields {
        let text = field.text(item, &out.times, Room::Card);
        if !text.is_empty() {
            table.add_row([
                Cell::new(field_name(field.title)).add_attribute(Attribute::Bold),
                cell(&text, field.kind),
            ]);
        }
    }
    lines(&table)
}

/// `API KEY` as the name of a field: `Api key`. Titles that are not all capitals stay.
fn field_name(title: &str) -> String {
    if title.chars().any(char::is_lowercase) {
        return title.to_owned();
    }
    let mut chars = title.chars();
    chars.next().map_or_else(String::new, |first| format!("{first}{}", chars.as_str().to_lowercase()))
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
    let colour = match kind {
        Kind::State => meaning(text),
        Kind::Change => way(text),
        _ => None,
    };
    match colour {
        Some(color) => cell.fg(color),
        None => cell,
    }
}

fn align(cell: Cell, kind: Kind) -> Cell {
    if matches!(kind, Kind::Number | Kind::Change) { cell.set_alignment(CellAlignment::Right) } else { cell }
}

/// Up or down; `None` for what did neither.
fn way(change: &str) -> Option<Color> {
    match change.as_bytes().first() {
        Some(b'+') => Some(Color::DarkGreen),
        Some(b'-') => Some(Color::DarkRed),
        _ => None,
    }
}

/// Good, bad or in between; `None` for words without a colour.
fn meaning(word: &str) -> Option<Color> {
    match word {
        "active" | "allowed" | "done" | "live" | "changed" | "armed" => Some(Color::DarkGreen),
        "revoked" | "refused" | "failed" | "expired" => Some(Color::DarkRed),
        "read-only" | "cancel-only" | "frozen" | "abandoned" | "unknown" | "not-executed" | "folded"
        | "waiting" | "off" => Some(Color::DarkYellow),
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
        Column::new("ID", Kind::Word, &["/id"]).spare(),
    ];

    fn items() -> Vec<Value> {
        vec![
            json!({"name": "grid", "state": "active", "may": ["query-funds", "modify-trades"], "id": "key_0123456789ab"}),
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
        assert!(!text.contains("key_") && text.contains("revoked"), "{text}");
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
        assert_eq!(text.lines().count(), 4, "{text}");
        assert!(text.lines().any(|line| line.contains("State") && line.contains("active")));
    }
}

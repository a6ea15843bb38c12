//! One column of a table, or one line of a card: where its value stands in the JSON and how it is
//! shown.

use super::{Times, harmless};
use serde_json::Value;

/// How a value is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// As it is.
    Text,
    /// A single word, not to be broken: an id, a name of ours.
    Word,
    /// An instant, as the reader's own clock shows it.
    Time,
    /// A list of texts.
    List,
    /// A word that is coloured by what it means.
    State,
    /// The code of a reason; `none` is not shown.
    Reason,
    /// A number; stands to the right.
    Number,
    /// A number that says how far something rose or fell: with its sign, and coloured by it.
    Change,
}

/// A titled value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(super) title: &'static str,
    /// JSON pointers; the first that leads to something is shown.
    pub(super) pointers: &'static [&'static str],
    pub(super) kind: Kind,
    /// What stands there if there is nothing.
    pub(super) absent: &'static str,
    /// Whether it may be left out where there is no room.
    spare: bool,
}

/// How much room there is for a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// A column among others on a terminal.
    Tight,
    /// A column among others, as wide as it takes: nobody sees it on a terminal.
    Line,
    /// A line of its own.
    Card,
}

impl Column {
    pub(crate) const fn new(title: &'static str, kind: Kind, pointers: &'static [&'static str]) -> Self {
        Column { title, pointers, kind, absent: "", spare: false }
    }

    /// The same with a word for what is not there.
    pub(crate) const fn or(self, absent: &'static str) -> Self {
        Column { absent, ..self }
    }

    /// The same, to be left out where there is no room.
    pub(crate) const fn spare(self) -> Self {
        Column { spare: true, ..self }
    }

    pub(super) const fn is_spare(&self) -> bool {
        self.spare
    }

    /// Whether its values are short, and not to be broken.
    pub(super) const fn is_whole(&self) -> bool {
        matches!(
            self.kind,
            Kind::Word | Kind::Time | Kind::State | Kind::Reason | Kind::Number | Kind::Change
        )
    }

    pub(super) const fn is_time(&self) -> bool {
        matches!(self.kind, Kind::Time)
    }

    /// Whether this is its title.
    pub(crate) fn is_titled(&self, title: &str) -> bool {
        self.title == title
    }

    /// The text of a cell.
    pub(super) fn text(&self, item: &Value, times: &Times, room: Room) -> String {
        let found = self.pointers.iter().filter_map(|pointer| item.pointer(pointer)).find(|v| !is_nothing(v));
        found.map_or_else(|| self.absent.to_owned(), |value| show(value, self.kind, times, room))
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn show(value: &Value, kind: Kind, times: &Times, room: Room) -> String {
    match (kind, value) {
        (Kind::Time, Value::String(text)) => times.show(text, room),
        (Kind::Reason, Value::String(text)) if text == "none" => String::new(),
        (Kind::Change, Value::String(text)) if is_rise(text) => format!("+{}", harmless(text)),
        (_, Value::String(text)) => harmless(text),
        (_, Value::Bool(yes)) => (if *yes { "yes" } else { "no" }).to_owned(),
        (_, Value::Array(items)) => {
            let texts: Vec<_> = items.iter().map(|item| show(item, kind, times, room)).collect();
            texts.join(", ")
        }
        (_, other) => harmless(&other.to_string()),
    }
}

/// Whether a decimal is above zero.
fn is_rise(text: &str) -> bool {
    !text.starts_with('-') && text.bytes().any(|byte| (b'1'..=b'9').contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_rise_has_a_sign() {
        for (text, shown) in [("1.20", "+1.20"), ("-1.20", "-1.20"), ("0.00", "0.00"), ("0.01", "+0.01")] {
            let column = Column::new("T", Kind::Change, &["/c"]);
            assert_eq!(column.text(&json!({"c": text}), &Times::utc(), Room::Line), shown);
        }
    }

    #[test]
    fn values_are_found_by_pointer() {
        let item = json!({"a": {"b": ["x", "y"]}, "n": 7, "empty": [], "none": null, "yes": true});
        let text =
            |kind, pointers| Column::new("T", kind, pointers).or("-").text(&item, &Times::utc(), Room::Line);
        assert_eq!(text(Kind::List, &["/a/b"]), "x, y");
        assert_eq!(text(Kind::Number, &["/gone", "/n"]), "7");
        assert_eq!(text(Kind::List, &["/empty"]), "-");
        assert_eq!(text(Kind::Text, &["/none"]), "-");
        assert_eq!(text(Kind::Text, &["/yes"]), "yes");
    }

    #[test]
    fn cells_are_harmless() {
        let item = json!({"client": "evil\u{1b}]0;x\u{7}"});
        let column = Column::new("CLIENT", Kind::Text, &["/client"]);
        assert_eq!(column.text(&item, &Times::utc(), Room::Line), "evil?]0;x?");
    }
}

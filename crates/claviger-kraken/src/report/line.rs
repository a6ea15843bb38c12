//! Lines of values, kept apart by commas or tabs.
//!
//! As in the exchange's files, text stands in quotes and a number does not. A quote within a text is doubled (RFC 4180).

use claviger_venue::{Column, ExportFormat};
use std::fmt::{self, Display, Write as _};

/// Lines in the making.
pub(super) struct Lines {
    text: String,
    separator: char,
    /// Whether the line has a value.
    begun: bool,
}

impl Lines {
    pub(super) const fn new(format: ExportFormat) -> Self {
        let separator = match format {
            ExportFormat::Csv => ',',
            ExportFormat::Tsv => '\t',
        };
        Lines { text: String::new(), separator, begun: false }
    }

    /// The line of the columns' names.
    pub(super) fn names(&mut self, columns: &[Column]) {
        columns.iter().for_each(|column| self.text(column.as_str()));
        self.end();
    }

    /// A value in quotes.
    pub(super) fn text(&mut self, value: impl Display) {
        self.separate();
        self.text.push('"');
        // Writing to a string does not fail.
        let _ = write!(Quoted(&mut self.text), "{value}");
        self.text.push('"');
    }

    /// A value as it is.
    pub(super) fn number(&mut self, value: impl Display) {
        self.separate();
        // As above.
        let _ = write!(self.text, "{value}");
    }

    /// Ends the line.
    pub(super) fn end(&mut self) {
        self.text.push('\n');
        self.begun = false;
    }

    /// The lines so far.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    fn separate(&mut self) {
        if self.begun {
            self.text.push(self.separator);
        }
        self.begun = true;
    }
}

/// Doubles quotes on the way.
struct Quoted<'a>(&'a mut String);

impl fmt::Write for Quoted<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for (at, part) in text.split('"').enumerate() {
            if at > 0 {
                self.0.push_str("\"\"");
            }
            self.0.push_str(part);
        }
        Ok(())
    }
}

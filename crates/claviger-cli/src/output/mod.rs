//! What people see: tables, cards, times, colours; and the exact JSON for programs.
//!
//! Results go to standard output, everything else (questions, notes, errors) to standard error.

mod cell;
mod live;
mod paint;
mod prompt;
mod table;
mod time;

pub(crate) use cell::{Column, Kind};
pub(crate) use paint::Paint;
pub(crate) use prompt::{
    Answer, ask_line, ask_secret, confirm_typed, confirm_yes, is_interactive, secret_from_stdin,
};
pub(crate) use table::{card, list};
pub(crate) use time::{Times, Toward, parse_secs, parse_when};

use crate::failure::Failure;
use serde_json::Value;
use std::io::{self, IsTerminal as _, Write};

/// Where results go, and how they may look there.
pub(crate) struct Out {
    writer: Box<dyn Write>,
    /// Colours, if the reader is a terminal that wants them.
    pub(crate) paint: Paint,
    /// Columns of the terminal; `None` if the reader is no terminal.
    pub(crate) width: Option<u16>,
    /// The reader's own time zone.
    pub(crate) times: Times,
    /// The reader's terminal, if it can be drawn on.
    screen: Option<live::Screen>,
}

impl Out {
    /// Standard output, as the environment describes it.
    pub(crate) fn stdout() -> Self {
        let paint = Paint::of(io::stdout().is_terminal());
        let width = comfy_table::Table::new().width();
        let screen = live::Screen::of_stdout();
        Out { writer: Box::new(io::stdout()), paint, width, times: Times::local(), screen }
    }

    /// Prints text as it is, with a line end.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) -> Result<(), Failure> {
        writeln!(self.writer, "{}", text.as_ref())?;
        Ok(self.writer.flush()?)
    }

    /// Prints text as it is, and no line end.
    fn write(&mut self, text: &str) -> Result<(), Failure> {
        self.writer.write_all(text.as_bytes())?;
        Ok(())
    }

    /// Writes bytes as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.writer.write_all(bytes)?;
        Ok(self.writer.flush()?)
    }

    /// Prints JSON, indented.
    pub(crate) fn json(&mut self, value: &Value) -> Result<(), Failure> {
        self.line(format!("{value:#}"))
    }

    /// Prints a list `{"items": […], "next": …}` as a table; says how to go on where there is more.
    pub(crate) fn items(&mut self, answer: &Value, columns: &[Column], nothing: &str) -> Result<(), Failure> {
        let items = answer.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        if items.is_empty() {
            note(nothing);
        } else {
            self.line(list(items, columns, self))?;
        }
        if let Some(next) = answer.get("next").and_then(Value::as_str) {
            note(&format!("there is more: add --cursor {next}, or --all"));
        }
        Ok(())
    }

    /// Prints one thing as a card.
    pub(crate) fn card(&mut self, item: &Value, fields: &[Column]) -> Result<(), Failure> {
        self.line(card(item, fields, self))
    }
}

/// Says something to the person at the terminal, beside the result.
pub(crate) fn note(text: &str) {
    // Nobody can be told if standard error is closed.
    let _ = writeln!(io::stderr(), "{text}");
}

/// Text from elsewhere, made harmless for a terminal: what could move the cursor or hide text is
/// shown as `?`.
pub(crate) fn harmless(text: &str) -> String {
    let odd = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    text.chars().map(|c| if odd(c) { '?' } else { c }).collect()
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;
    use std::cell::RefCell;
    use std::rc::Rc;

    /// Standard output for tests: plain, UTC, of a given width.
    pub(crate) fn plain(width: Option<u16>) -> (Out, Rc<RefCell<Vec<u8>>>) {
        struct Shared(Rc<RefCell<Vec<u8>>>);
        impl Write for Shared {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0.borrow_mut().write(bytes)
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let buffer = Rc::new(RefCell::new(Vec::new()));
        let writer = Box::new(Shared(buffer.clone()));
        (Out { writer, paint: Paint::of(false), width, times: Times::utc(), screen: None }, buffer)
    }

    #[test]
    fn text_from_elsewhere_cannot_drive_the_terminal() {
        assert_eq!(harmless("a\u{1b}[2Jb\nc\u{202e}d"), "a?[2Jb?c?d");
        assert_eq!(harmless("数量 é"), "数量 é");
    }

    #[test]
    fn an_empty_list_prints_no_table() {
        let (mut out, buffer) = plain(None);
        out.items(&serde_json::json!({"items": [], "next": null}), &[], "nothing").unwrap();
        assert!(buffer.borrow().is_empty());
    }
}

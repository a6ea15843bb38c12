//! A text that is drawn again and again in the same place.

use super::Out;
use crate::failure::Failure;
use std::io::{self, IsTerminal as _};

/// From the top left, everything gone.
const CLEAR: &str = "\u{1b}[2J";
const HOME: &str = "\u{1b}[H";
/// Nothing is left to the right, and nothing below.
const REST_OF_LINE: &str = "\u{1b}[K";
const REST: &str = "\u{1b}[J";

/// The terminal that is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Screen {
    lines: usize,
    /// Whether it has been drawn on.
    begun: bool,
}

impl Screen {
    /// The terminal of standard output, if that is one on which the cursor can be moved.
    pub(super) fn of_stdout() -> Option<Self> {
        let dumb = std::env::var_os("TERM").is_none_or(|value| value == "dumb" || value.is_empty());
        (io::stdout().is_terminal() && !dumb).then(|| Screen { lines: height(), begun: false })
    }
}

/// Lines of the terminal; the usual number if it does not say.
fn height() -> usize {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok();
    size.map(|size| usize::from(size.ws_row)).filter(|rows| *rows > 0).unwrap_or(24)
}

impl Out {
    /// Whether a text can be drawn over the one before.
    pub(crate) const fn is_live(&self) -> bool {
        self.screen.is_some()
    }

    /// Looks how large the terminal is by now.
    pub(crate) fn measure(&mut self) {
        if let Some(now) = Screen::of_stdout() {
            self.width = comfy_table::Table::new().width();
            let begun = self.screen.is_some_and(|screen| screen.begun);
            self.screen = Some(Screen { begun, ..now });
        }
    }

    /// Draws a text over the one before, as much of it as the terminal has lines for.
    pub(crate) fn redraw(&mut self, text: &str) -> Result<(), Failure> {
        let Some(screen) = &mut self.screen else { return self.line(text) };
        // one is left for the cursor
        let (all, room) = (text.lines().count(), screen.lines.saturating_sub(1).max(1));
        let start = if screen.begun { HOME.to_owned() } else { format!("{CLEAR}{HOME}") };
        screen.begun = true;
        let shown = if all > room { room - 1 } else { all };
        let mut drawn =
            text.lines().take(shown).fold(start, |drawn, line| drawn + line + REST_OF_LINE + "\n");
        if shown < all {
            let (more, lines) = (all - shown, if all - shown == 1 { "line" } else { "lines" });
            drawn +=
                &format!("{more} more {lines}: make the terminal higher, or name markets{REST_OF_LINE}\n");
        }
        self.write(&(drawn + REST))
    }
}

#[cfg(test)]
impl Out {
    /// As if it were a terminal of so many lines.
    pub(crate) const fn on_a_screen_of(&mut self, lines: usize) {
        self.screen = Some(Screen { lines, begun: false });
    }
}

//! A QR code: one path of dark squares on a light ground, in both themes, since cameras want it so.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;

/// Light squares around the code, which readers need.
const QUIET: usize = 4;

/// The code of a text; none if it is too long for one.
pub(in super::super) fn qr(text: &str, label: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let (side, colors) = (width + 2 * QUIET, code.to_colors());
    let mut path = String::new();
    for (row, line) in colors.chunks(width).enumerate() {
        let mut column = 0;
        for run in line.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let length = run.len();
                let _ = write!(path, "M{} {}h{length}v1h-{length}z", column + QUIET, row + QUIET);
            }
            column += run.len();
        }
    }
    Some(format!(
        "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{label}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::qr;

    #[test]
    fn a_short_text_has_a_code_and_a_book_has_none() {
        let svg = qr("KRAKEN_API_KEY=abc", "a key").unwrap();
        // Version 2 is 25 squares wide.
        assert!(svg.contains("viewBox=\"0 0 33 33\""), "{svg}");
        assert!(svg.contains("M4 4h7v1h-7z"), "the corner begins with seven dark squares");
        assert!(!svg.contains("style="));
        assert_eq!(qr(&"x".repeat(5_000), "too long"), None);
    }
}

//! What must hold of an image, given what the clients know. Each check gives complaints, one line each, so that the
//! teeth can ask for them.

mod calls;
mod keys;
mod log;
mod venue;

use crate::book::Book;
use crate::image::Image;

/// How the server that left the image ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// At once: what it had begun may be open.
    Killed,
    /// In order: nothing is open.
    Closed,
    /// In order, and its clients counted every answer: nothing it took was left without one.
    Answered,
}

/// All complaints about an image.
pub(crate) fn check(book: &Book, image: &Image, end: End) -> Vec<String> {
    let mut complaints = book.complaints.clone();
    complaints.extend(log::check(image, end));
    complaints.extend(calls::check(book, image, end));
    complaints.extend(venue::check(book, image));
    complaints.extend(keys::check(book, image));
    complaints
}

/// Whether a complaint says that a call was answered and that the log knows nothing of it.
pub(crate) fn is_lost(complaint: &str) -> bool {
    complaint.contains("answered `") && complaint.contains("burnt by None")
}

/// Fails with the first complaints.
#[track_caller]
pub(crate) fn no_complaints(complaints: &[String], about: &str) {
    let first: Vec<_> = complaints.iter().take(20).map(String::as_str).collect();
    assert!(complaints.is_empty(), "{about}: {} complaints\n{}", complaints.len(), first.join("\n"));
}

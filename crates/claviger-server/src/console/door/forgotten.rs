//! `/forgotten`: the ways back in, as they are.

use super::super::answer::Shown;
use super::super::guest::Guest;
use super::super::page::{Outside, Trouble};
use askama::Template;

#[derive(Template)]
#[template(path = "door/forgotten.html")]
struct Page {
    outside: Outside,
}

/// Shows them.
pub(in super::super) async fn show(guest: Guest) -> Result<Shown, Trouble> {
    guest.query(&[])?;
    Shown::page(&Page { outside: guest.outside("Back in") })
}

//! The first page: that of the keys, as long as there is nothing more to see.

use super::answer::Shown;
use super::call::Call;
use super::failure::Failure;

/// Goes on to the keys.
pub(super) async fn show(_: Call) -> Result<Shown, Failure> {
    Ok(Shown::go("/keys"))
}

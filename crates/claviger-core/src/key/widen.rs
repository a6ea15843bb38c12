//! Whether a key can do more after a change than before.

use super::KeyRecord;

/// Whether `is` lets anything through that `was` does not, or takes another second factor instead of one
/// that `was` took: whoever replaces one knows the new one. Names and words let nothing through.
#[must_use]
pub fn widens(was: &KeyRecord, is: &KeyRecord, new_second_factor: bool) -> bool {
    !is.permissions.minus(was.permissions).is_empty()
        || !is.restrictions.within(&was.restrictions)
        || !is.state.within(was.state)
        || (new_second_factor && was.restrictions.second_factor.is_some())
}

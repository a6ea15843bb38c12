//! Whether a key can do more after a change than before, and in what.

use super::KeyRecord;
use crate::permission::PermissionSet;
use crate::restriction::Restriction;
use std::fmt;

/// Whether `is` lets anything through that `was` does not, or takes another second factor instead of one
/// that `was` took: whoever replaces one knows the new one. Names and words let nothing through.
#[must_use]
pub fn widens(was: &KeyRecord, is: &KeyRecord, new_second_factor: bool) -> bool {
    widening(was, is).is_some() || (new_second_factor && was.restrictions.second_factor.is_some())
}

/// In what `is` lets through more than `was`; none if in nothing.
#[must_use]
pub fn widening(was: &KeyRecord, is: &KeyRecord) -> Option<Widening> {
    let mut wider = Widening {
        permissions: is.permissions.minus(was.permissions),
        restrictions: 0,
        state: !is.state.within(was.state),
    };
    for restriction in is.restrictions.wider_than(&was.restrictions) {
        wider.restrictions |= restriction.bit();
    }
    (!wider.permissions.is_empty() || wider.restrictions != 0 || wider.state).then_some(wider)
}

/// What is wider; never nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Widening {
    /// Permissions that are new.
    pub permissions: PermissionSet,
    /// A bit for each restriction that lets more through.
    restrictions: u8,
    /// The state lets more through.
    pub state: bool,
}

impl Widening {
    /// The restrictions that let more through.
    pub fn restrictions(self) -> impl Iterator<Item = Restriction> {
        Restriction::ALL.into_iter().filter(move |one| self.restrictions & one.bit() != 0)
    }
}

/// As in `permissions (withdraw-funds), allowlist`.
impl fmt::Display for Widening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let permissions =
            (!self.permissions.is_empty()).then(|| format!("permissions ({})", self.permissions));
        let restrictions = self.restrictions().map(|one| one.name().to_owned());
        let state = self.state.then(|| "state".to_owned());
        let all: Vec<String> = permissions.into_iter().chain(restrictions).chain(state).collect();
        f.write_str(&all.join(", "))
    }
}

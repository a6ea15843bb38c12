//! A call that was not let in.

use claviger_core::reason::{Denial, Reason};

/// Why a call was refused, and whether its sender had proven to hold the key: only then may the
/// reason be told to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The reason.
    pub denial: Denial,
    /// The signature was good.
    pub proven: bool,
}

impl Refusal {
    pub(crate) const fn proven(denial: Denial) -> Self {
        Refusal { denial, proven: true }
    }

    pub(crate) const fn unproven(reason: Reason) -> Self {
        Refusal { denial: Denial::bare(reason), proven: false }
    }

    /// Proven, but the store could not settle it.
    pub(crate) const fn not_done() -> Self {
        Refusal { denial: Denial::bare(Reason::NotDone), proven: true }
    }
}

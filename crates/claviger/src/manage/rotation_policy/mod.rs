//! What an account wants of rotations: how old its keys may grow, and whom private keys are encrypted to.

mod edit;
mod recipient;
mod show;

pub use edit::{EditRotationPolicy, edit};
pub use recipient::Recipient;
pub use show::show;

pub(crate) use show::policy_of;
pub(super) use show::recipient;

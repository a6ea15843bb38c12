//! Reviewing keys: what each was used for, what a change would have refused, that somebody looked, and taking back what a
//! review narrowed. Purely judged in [`claviger_core::key::review`].

mod dormant;
mod dry_run;
mod list;
mod look;
mod policy;
mod show;
mod sign_off;
mod undo;
mod write;

pub use dormant::freeze_dormant;
pub(crate) use dormant::is_frozen_soon;
pub use dry_run::{DryRunned, Tried, dry_run};
pub use list::{KeyDue, Reviews, list};
pub use look::{DEFAULT_DAYS, MAX_DAYS};
pub(super) use look::{Looked, each_entry};
pub(crate) use look::{policy_of, signed_off};
pub use policy::{EditPolicy, edit_policy, policy};
pub use show::{Reviewed, show};
pub use sign_off::{SignOff, SignedKey, Verdict, sign_off};
pub use undo::undo;

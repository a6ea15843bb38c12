//! What stands before a decision: rate counters, lock-outs, budgets for look-ups, and the folding
//! of what is refused before a signature is good. All of it is memory of this process, bounded,
//! and none of it can step a key down.

pub mod fold;
pub mod halfway;
pub mod lockout;
pub mod lookup;
pub mod rate;
pub mod source;
pub mod tally;
pub mod throttle;

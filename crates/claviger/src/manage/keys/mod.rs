//! Keys.

mod activity;
mod ask;
mod change;
mod concern;
mod create;
mod edit;
mod hand_over;
mod lack;
mod leave;
mod list;
mod names;
mod order;
mod overview;
mod readmit;
mod revoke;
mod show;
mod step;
mod stop;
mod survey;

pub use activity::{Activity, KeyActivity, activity};
pub use ask::{Asked, ask};
pub use change::{Changed, MAX_DRAIN};
pub use concern::{Concern, Severity, concerns};
pub use create::{CreateKey, CreatedKey, create};
pub use edit::{EditKey, EditedKey, edit};
pub use hand_over::hand_over;
pub use lack::Lack;
pub use list::list;
pub use names::{find, held_by, holders, names};
pub use order::{Place, Rank, Sort};
pub use overview::{KeyLine, LineUse, Overview, OverviewQuery, overview};
pub use readmit::readmit;
pub use revoke::revoke;
pub use show::{ShownKey, show};
pub use step::step;
pub use stop::{Clear, OpenKey, Stop, Stopped, Which, stop};
pub use survey::{Survey, survey};

pub(crate) use ask::shared_by;
pub(super) use change::own;
pub(super) use leave::{Left, leave};

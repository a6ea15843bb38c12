//! The steps of the story, one each.

mod balance;
mod bots;
mod channels;
mod create;
mod freeze;
mod history;
mod order;
mod refused;
mod review;
mod revoke;
mod revoked;
mod rotate;
mod shown_once;
mod told;
mod undo;
mod withdraw;

use super::scene::{Scene, Trading};
use super::telling::Telling;
use crate::failure::Failure;

/// One step: does it, tells it, and fails if it does not go as told.
pub(super) type Step = fn(&mut Scene, &mut Telling<'_>) -> Result<(), Failure>;

/// All of them, in order.
pub(super) const ALL: &[Step] = &[
    create::tell,
    shown_once::tell,
    balance::tell,
    order::tell,
    channels::tell,
    withdraw::tell,
    told::tell,
    refused::tell,
    history::tell,
    rotate::tell,
    review::tell,
    revoke::tell,
    revoked::tell,
    bots::tell,
    freeze::tell,
    undo::tell,
];

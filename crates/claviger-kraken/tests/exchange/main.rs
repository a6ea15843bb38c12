//! The wire over a real authority, a store in memory and the paper exchange: what clients see.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod account;
mod alerts;
mod amends;
mod asked;
mod batches;
mod books;
mod by_hand;
mod dates;
mod earn;
mod exports;
mod funding;
mod icebergs;
mod key_info;
mod kinds;
mod kinds_refused;
mod market;
mod newer;
mod orders;
mod recovery;
mod refusals;
mod rejects;
mod revoke_api_key;
mod said;
mod switches;
mod transparency;
mod who_am_i;
mod world;

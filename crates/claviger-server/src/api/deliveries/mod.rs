//! Deliveries of notices.

mod json;
pub(super) mod list;
pub(super) mod resend;
pub(super) mod show;

pub(super) use json::{DeliveryJson, EventJson};

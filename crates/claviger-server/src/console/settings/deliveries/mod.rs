//! Deliveries: what was sent to channels.

pub(in super::super) mod list;
pub(in super::super) mod resend;

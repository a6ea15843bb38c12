//! What pages are made of.

mod frame;
pub(super) mod icon;
mod notice;
mod number;
mod outside;
mod section;
mod theme;
pub(super) mod time;
mod trouble;
mod trouble_page;

pub(super) use frame::Frame;
pub(super) use notice::Notice;
pub(super) use number::{counted, number};
pub(super) use outside::Outside;
pub(super) use section::Section;
pub(super) use theme::Theme;
pub(super) use trouble::{Trouble, sentence};
pub(super) use trouble_page::TroublePage;

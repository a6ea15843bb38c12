//! `Balance`: what the account has, by asset.

use super::View;
use crate::envelope::success;
use crate::methods::Answer;
use crate::parse::Params;
use crate::shape::{Fixed, object};

pub(super) fn answer(_: &Params<'_>, view: &View<'_>) -> Answer {
    let balances = view.venue.balances(view.account);
    success(&object(balances.map(|(asset, holding)| (asset.id(), Fixed::amount(asset, holding.total)))))
}

//! `Balance`: what the account has, by asset; what is allocated to a strategy under a name of its own.

use super::View;
use crate::envelope::success;
use crate::methods::Answer;
use crate::parse::Params;
use crate::shape::{Fixed, object};

pub(super) fn answer(_: &Params<'_>, view: &View<'_>) -> Answer {
    success(&object(view.balances().map(|(name, held)| (name, Fixed::amount(name.asset, held.total)))))
}

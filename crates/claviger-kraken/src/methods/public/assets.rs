//! `Assets`: whatever a balance can be of, by the name it has there: what is traded, and what of it is allocated, so that a
//! client finds each asset of its balances and of its ledger.

use crate::envelope::success;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::object;
use claviger_venue::BalanceName;
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize)]
struct Info {
    aclass: &'static str,
    altname: Cow<'static, str>,
    decimals: u32,
    display_decimals: u32,
    status: &'static str,
}

impl Info {
    fn of(name: BalanceName) -> Self {
        Info {
            aclass: "currency",
            altname: name.altname(),
            decimals: name.asset.decimals(),
            display_decimals: name.asset.display_decimals(),
            status: "enabled",
        }
    }
}

pub(super) fn answer(params: &Params<'_>) -> Answer {
    let mut names = read::balances(params)?;
    if names.is_empty() {
        names = BalanceName::all().collect();
    }
    // Classes other than currencies exist on the exchange, and are empty here.
    let is_currency = params.one("aclass")?.is_none_or(|class| class == "currency");
    let shown = names.into_iter().filter(|_| is_currency);
    success(&object(shown.map(|name| (name, Info::of(name)))))
}

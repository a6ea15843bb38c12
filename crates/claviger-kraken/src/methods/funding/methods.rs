//! `GET /funding/v1/methods/{direction}`: how assets go that way.

use super::ids;
use super::page::paged;
use super::shape::{Amount, Asked, AssetName, bare};
use crate::method::Direction;
use crate::methods::Answer;
use crate::parse::Params;
use crate::shape::Fixed;
use claviger_venue::Asset;
use rust_decimal::Decimal;
use serde::Serialize;

/// Most rows of a page.
const MOST: usize = 10_000;
/// Most deposit addresses of an asset (`claviger-venue`'s own limit).
const DEPOSIT_ADDRESSES: u8 = 5;

#[derive(Serialize)]
struct Methods {
    methods: Vec<Method>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

#[derive(Serialize)]
struct Method {
    method_id: String,
    method_name: &'static str,
    asset: AssetName,
    minimum_amount: Fixed,
    fees: Fees,
    #[serde(skip_serializing_if = "Option::is_none")]
    network: Option<Network>,
    #[serde(flatten)]
    way: Way,
}

#[derive(Serialize)]
struct Fees {
    base: Amount,
    percentage: &'static str,
    included: bool,
}

#[derive(Serialize)]
struct Network {
    network_id: String,
    network_name: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Way {
    Deposit { address_generation: Generation },
    Withdrawal {},
}

#[derive(Serialize)]
struct Generation {
    status: &'static str,
    limit: u8,
}

fn method(direction: Direction, asset: Asset) -> Method {
    let funding = asset.funding();
    let (minimum, fee, way) = match direction {
        Direction::Deposit => {
            let address_generation = Generation { status: "limited", limit: DEPOSIT_ADDRESSES };
            (funding.deposit_minimum, Decimal::ZERO, Way::Deposit { address_generation })
        }
        Direction::Withdraw => (funding.withdrawal_minimum, funding.withdrawal_fee, Way::Withdrawal {}),
    };
    let network = |network_id| Network { network_id, network_name: funding.network };
    Method {
        method_id: ids::method(direction, asset),
        method_name: funding.method,
        asset: asset.into(),
        minimum_amount: Fixed::amount(asset, minimum),
        fees: Fees { base: Amount::new(asset, fee), percentage: "0", included: true },
        network: ids::network(asset).map(network),
        way,
    }
}

pub(super) fn answer(direction: Direction, query: &Params<'_>) -> Answer {
    paged(query, MOST, |query, page| {
        let asked = Asked::of(query)?;
        let all = Asset::all().filter(|asset| asked.takes(*asset)).map(|asset| method(direction, asset));
        let (methods, next_cursor) = page.rows(all, |row| row.method_id.clone())?;
        bare(&Methods { methods, next_cursor })
    })
}

//! `GET /funding/v2/deposit/addresses`: where to deposit, as far as it was claimed; nothing is made.

use super::super::private::View;
use super::ids;
use super::page::paged;
use super::scope::Scope;
use super::shape::{Asked, Details, bare};
use crate::method::Direction;
use crate::methods::Answer;
use crate::parse::Params;
use claviger_venue::{Asset, DepositAddress};
use serde::Serialize;

/// Most rows of a page.
const MOST: usize = 500;

#[derive(Serialize)]
struct Addresses<'a> {
    addresses: Vec<Row<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    method_id: String,
    address_details: Details<'a>,
}

pub(super) fn answer(query: &Params<'_>, view: &View<'_>) -> Answer {
    paged(query, MOST, |query, page| {
        let (asked, scope) = (Asked::of(query)?, Scope::of(query, Direction::Deposit)?);
        let is_asked = |asset: &Asset| asked.takes(*asset) && scope.is_none_or(|scope| scope.takes(*asset));
        let all = Asset::all().filter(is_asked);
        let all = all.flat_map(|asset| view.venue.deposit_addresses(view.account, asset));
        let (known, next_cursor) = page.rows(all, |known| known.address.clone())?;
        bare(&Addresses { addresses: known.iter().map(row).collect(), next_cursor })
    })
}

fn row(known: &DepositAddress) -> Row<'_> {
    Row {
        id: &known.address,
        method_id: ids::method(Direction::Deposit, known.asset),
        address_details: Details::new(known.asset, &known.address),
    }
}

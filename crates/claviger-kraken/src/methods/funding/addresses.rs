//! `GET /funding/v1/addresses`: saved withdrawal addresses, oldest first.

use super::super::private::View;
use super::ids;
use super::page::paged;
use super::scope::Scope;
use super::shape::{Details, bare};
use crate::method::Direction;
use crate::methods::Answer;
use crate::parse::Params;
use claviger_venue::{Address, AddressId, AddressScope};
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
    address_id: AddressId,
    scope: Saved,
    address_details: Details<'a>,
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    verified: bool,
}

#[derive(Serialize)]
enum Saved {
    #[serde(rename = "method_id")]
    Method(String),
    #[serde(rename = "network_id")]
    Network(Option<String>),
}

fn row<'a>(view: &View<'_>, saved: &'a Address) -> Row<'a> {
    Row {
        address_id: view.venue.address_id(saved),
        scope: match saved.scope {
            AddressScope::Method => Saved::Method(ids::method(Direction::Withdraw, saved.asset)),
            AddressScope::Network => Saved::Network(ids::network(saved.asset)),
        },
        address_details: Details::new(saved.asset, &saved.address),
        name: &saved.key,
        description: &saved.description,
        verified: saved.verified,
    }
}

pub(super) fn answer(query: &Params<'_>, view: &View<'_>) -> Answer {
    paged(query, MOST, |query, page| {
        let scope = Scope::of(query, Direction::Withdraw)?;
        let all = view.venue.addresses(view.account);
        let all = all.filter(|saved| scope.is_none_or(|scope| scope.may_use(saved)));
        let (rows, next_cursor) =
            page.rows(all.map(|saved| row(view, saved)), |row| row.address_id.to_string())?;
        bare(&Addresses { addresses: rows, next_cursor })
    })
}

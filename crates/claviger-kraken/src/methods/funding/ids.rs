//! Ids of methods and networks. They are made of places in tables whose rows are only ever appended,
//! so they are the same on every server and for ever.

use crate::method::Direction;
use claviger_venue::Asset;

/// A method's id.
pub(super) fn method(direction: Direction, asset: Asset) -> String {
    let way = match direction {
        Direction::Deposit => 1,
        Direction::Withdraw => 2,
    };
    format!("7061706d-000{way}-4000-8000-{:012x}", place(asset))
}

/// The asset of a method's id.
pub(super) fn asset_of(direction: Direction, id: &str) -> Option<Asset> {
    Asset::all().find(|asset| method(direction, *asset) == id)
}

/// Way and asset of a method's id.
pub(super) fn find(id: &str) -> Option<(Direction, Asset)> {
    let of = |direction| asset_of(direction, id).map(|asset| (direction, asset));
    of(Direction::Deposit).or_else(|| of(Direction::Withdraw))
}

/// The id of an asset's network; none for money at a bank.
pub(super) fn network(asset: Asset) -> Option<String> {
    let first = |known: &Asset| known.funding().network == asset.funding().network;
    let first = Asset::all().find(first).filter(|_| !is_fiat(asset))?;
    Some(format!("7061706e-0000-4000-8000-{:012x}", place(first)))
}

/// An asset of the network with this id: the first there is.
pub(super) fn on_network(id: &str) -> Option<Asset> {
    Asset::all().find(|asset| network(*asset).as_deref() == Some(id))
}

/// Whether it is money at a bank rather than on a network.
pub(super) fn is_fiat(asset: Asset) -> bool {
    asset == Asset::USD
}

fn place(asset: Asset) -> usize {
    Asset::all().position(|known| known == asset).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_name_one_thing_each_and_stay() {
        for asset in Asset::all() {
            for direction in [Direction::Deposit, Direction::Withdraw] {
                assert_eq!(find(&method(direction, asset)), Some((direction, asset)));
            }
        }
        assert_eq!(method(Direction::Withdraw, Asset::XBT), "7061706d-0002-4000-8000-000000000001");
        assert_eq!(network(Asset::USDT), network(Asset::ETH));
        assert_eq!(on_network(&network(Asset::USDT).unwrap()), Some(Asset::ETH));
        assert_eq!((network(Asset::USD), find(""), on_network("")), (None, None, None));
    }
}

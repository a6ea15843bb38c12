//! `scope`: one method, one network, or (not here) one group of networks.

use super::ids;
use crate::error::KrakenError;
use crate::method::Direction;
use crate::parse::Params;
use claviger_venue::{Address, AddressScope, Asset};

/// A scope that names something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// The method of an asset.
    Method(Asset),
    /// The network of an asset.
    Network(Asset),
}

impl Scope {
    /// Reads `scope[method_id]` or `scope[network_id]`; more than one, or none where one is needed:
    /// `EGeneral:Invalid arguments:scope`. An id that names nothing: `EFunding:No funding method`.
    pub(super) fn of(params: &Params<'_>, direction: Direction) -> Result<Option<Self>, KrakenError> {
        let method = params.one("scope[method_id]")?;
        let network = params.one("scope[network_id]")?;
        let scope = match (method, network, params.one("scope[network_group_id]")?) {
            (None, None, None) => return Ok(None),
            (Some(id), None, None) => ids::asset_of(direction, id).map(Scope::Method),
            (None, Some(id), None) => ids::on_network(id).map(Scope::Network),
            (None, None, Some(_)) => None,
            _ => return Err(KrakenError::InvalidArgument("scope")),
        };
        scope.map(Some).ok_or(KrakenError::NoFundingMethod)
    }

    /// As [`Scope::of`], where there must be one.
    pub(super) fn needed(params: &Params<'_>, direction: Direction) -> Result<Self, KrakenError> {
        Scope::of(params, direction)?.ok_or(KrakenError::InvalidArgument("scope"))
    }

    /// Whether an asset goes by this method or over this network.
    pub(super) fn takes(self, asset: Asset) -> bool {
        match self {
            Scope::Method(of) => of == asset,
            Scope::Network(of) => ids::network(of).is_some() && ids::network(of) == ids::network(asset),
        }
    }

    /// Whether all that is in this scope may use a saved address.
    pub(super) fn may_use(self, saved: &Address) -> bool {
        match self {
            Scope::Method(of) => saved.takes(of),
            Scope::Network(_) => saved.scope == AddressScope::Network && self.takes(saved.asset),
        }
    }
}

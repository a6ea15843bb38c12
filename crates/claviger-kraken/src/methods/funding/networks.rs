//! `GET /funding/v1/networks`: each network once, and no groups of them.

use super::ids;
use super::shape::bare;
use crate::methods::Answer;
use claviger_venue::Asset;
use serde::Serialize;

#[derive(Serialize)]
struct Networks {
    networks: Vec<Network>,
    network_groups: [(); 0],
}

#[derive(Serialize)]
struct Network {
    network_id: String,
    name: &'static str,
}

pub(super) fn answer() -> Answer {
    let mut networks: Vec<Network> = Vec::new();
    for asset in Asset::all() {
        let known = |id: &String| networks.iter().any(|network| network.network_id == *id);
        if let Some(network_id) = ids::network(asset).filter(|id| !known(id)) {
            networks.push(Network { network_id, name: asset.funding().network });
        }
    }
    bare(&Networks { networks, network_groups: [] })
}

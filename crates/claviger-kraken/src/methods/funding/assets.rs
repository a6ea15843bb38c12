//! `GET /funding/v1/assets/{direction}`: every asset goes both ways.

use super::shape::{CURRENCY, TOKENIZED, bare, class};
use crate::methods::Answer;
use crate::parse::Params;
use crate::shape::object;
use claviger_venue::Asset;
use serde::Serialize;

#[derive(Serialize)]
struct Row {
    name: &'static str,
}

pub(super) fn answer(query: &Params<'_>) -> Answer {
    let asked = query.one("asset_class")?;
    let listed = class(asked, "asset_class")?;
    let rows = Asset::all().filter(|_| listed).map(|asset| Row { name: asset.altname() }).collect::<Vec<_>>();
    bare(&object([(CURRENCY, rows), (TOKENIZED, Vec::new())]))
}

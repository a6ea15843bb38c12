//! Lists that come in pages.

use super::Api;
use crate::failure::Failure;
use serde_json::{Value, json};

/// How much of a list is wanted.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Paging {
    /// Most lines shown
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=200))]
    limit: u32,

    /// Go on from where an earlier list ended (its last line shows how)
    #[arg(long, value_name = "CURSOR", conflicts_with = "all")]
    cursor: Option<String>,

    /// Read every page
    #[arg(long)]
    all: bool,
}

impl Paging {
    /// The whole list.
    pub(crate) const fn everything() -> Self {
        Paging { limit: 200, cursor: None, all: true }
    }
}

/// One page, or all of them as one list `{"items": […], "next": …}`.
pub(crate) fn pages(
    api: &Api,
    path: &str,
    query: &[(&str, String)],
    paging: &Paging,
) -> Result<Value, Failure> {
    let mut query = query.to_vec();
    query.push(("limit", paging.limit.to_string()));
    if !paging.all {
        query.extend(paging.cursor.clone().map(|cursor| ("cursor", cursor)));
        return api.get(path, &query);
    }
    let (mut items, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let asked: Vec<_> = query.iter().cloned().chain(cursor.map(|c| ("cursor", c))).collect();
        let mut page = api.get(path, &asked)?;
        if let Some(Value::Array(more)) = page.get_mut("items").map(Value::take) {
            items.extend(more);
        }
        cursor = page.get("next").and_then(Value::as_str).map(str::to_owned);
        if cursor.is_none() {
            return Ok(json!({ "items": items, "next": null }));
        }
    }
}

//! Forms of the paper exchange.

use super::form::Form;
use crate::paper::{FILLED, placed_by_key, saved_by_key};
use crate::town::Town;

pub(super) async fn form(town: &Town, path: &str) -> Option<Form> {
    let (world, owner) = (&town.world, &town.sessions["owner"]);
    let order = async || placed_by_key(world, world.account.id, "XBTUSD", 30).await.to_string();
    let address = async || saved_by_key(world, "cold", "paper-btc-10", "").await;
    let of = |fields| Form::of_owner(town, path, fields);
    Some(match path {
        "/paper/orders/new" => of(FILLED),
        "/paper/orders" => of(&[]).with(&town.post(owner, "/paper/orders/new", FILLED).await),
        "/paper/orders/cancel" => {
            order().await;
            of(&[])
        }
        "/paper/orders/{id}/cancel" => Form::of_owner(town, &path.replace("{id}", &order().await), &[]),
        "/paper/deposit" => {
            of(&[("asset", "XBT"), ("amount", "1.5")]).with(&town.page("owner", "/paper/deposit").await)
        }
        "/paper/addresses" => of(&[("asset", "XBT"), ("key", "vault"), ("address", "paper-btc-9")]),
        "/paper/addresses/{id}/confirm" => {
            let path = path.replace("{id}", &address().await);
            let page = town.page("owner", &path).await;
            Form::of_owner(town, &path, &[]).with(&page)
        }
        "/paper/addresses/{id}/remove" => Form::of_owner(town, &path.replace("{id}", &address().await), &[]),
        "/paper/settings" => of(&[("verify", "no")]),
        _ => return None,
    })
}

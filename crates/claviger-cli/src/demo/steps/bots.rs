//! Two bots trade, each with a key of its own.

use super::{Scene, Telling, Trading};
use crate::demo::bot::{BIDS, Bot, Work};
use crate::demo::scene::{signer_of, take_secret};
use crate::failure::Failure;
use serde_json::{Value, json};

/// Their names, where they trade, and what they bid: far below the market, so that nothing is bought.
const BOTS: [(&str, &str, &str); 2] = [("grid bot", "XBTUSD", "41000"), ("dip bot", "ETHUSD", "900")];

pub(super) fn tell(scene: &mut Scene, telling: &mut Telling<'_>) -> Result<(), Failure> {
    telling.step("Let two more bots trade, each with a key of its own")?;
    for (name, pair, price) in BOTS {
        let body = json!({ "name": name, "permissions": ["query-open-trades", "modify-trades"], "allowlist": ["127.0.0.1"] });
        telling.request("POST /api/v1/keys", &body.to_string())?;
        let mut key = scene.api.post("/keys", &body)?;
        let secret = take_secret(&mut key);
        let bot = Bot::start(
            scene.wire.clone(),
            scene.base.clone(),
            signer_of(&key, &secret)?,
            Work::Bid(pair, price),
        );
        scene.bots.push(Trading { key, bot });
    }
    telling.say("Both lay bids into the book, far below the market, and look after them.")?;
    let mut refused = 0;
    for trading in &scene.bots {
        refused += trading.bot.wait_for_calls(BIDS)?.refused;
    }
    let (own, all) = open_orders(scene)?;
    telling.answer_text(&format!("{own} of {all} open orders are theirs"))?;
    telling.holds(refused == 0 && own >= BOTS.len(), "both trade, in the background, and are refused nothing")
}

/// Open orders of the bots, and of the whole account.
pub(super) fn open_orders(scene: &Scene) -> Result<(usize, usize), Failure> {
    let page = scene.api.get("/paper/orders", &[])?;
    let orders = page.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let is_theirs = |order: &&Value| {
        let price = order.get("limit_price").and_then(Value::as_str).unwrap_or("");
        BOTS.iter().any(|(_, _, bid)| price.split('.').next() == Some(bid))
    };
    Ok((orders.iter().filter(is_theirs).count(), orders.len()))
}

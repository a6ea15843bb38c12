//! A key that may see a part of the history only reaches no further by a report.

use super::{BUY, error, unpack};
use crate::world::{Client, P, START, World, reason};
use claviger::core::restriction::Restrictions;
use claviger::core::time::Timestamp;
use claviger::manage::keys;

const MAY: [P; 3] = [P::ExportData, P::QueryClosedTrades, P::QueryLedger];
const REFUSED: &str = "EGeneral:Invalid arguments";

/// Three fills, a thousand seconds apart, and a key that sees the second one only.
async fn past() -> (World, Client, Client) {
    let world = World::new().await;
    let owner = world.full().await;
    for _ in 0..3 {
        world.pass(1_000).await;
        world.ok(&owner, "AddOrder", BUY).await;
    }
    let limits = Restrictions {
        query_from: Some(Timestamp::from_secs(START + 1_500)),
        query_to: Some(Timestamp::from_secs(START + 2_500)),
        ..Restrictions::default()
    };
    let bot = world.restricted(&MAY, limits).await;
    (world, owner, bot)
}

#[tokio::test]
async fn dates_left_out_are_the_keys_range() {
    let (world, owner, bot) = past().await;
    for (kind, method, rows) in [("trades", "TradesHistory", 1), ("ledgers", "Ledgers", 2)] {
        let (_, lines) = world.report(&bot, &format!("report={kind}")).await;
        assert_eq!(lines.len(), 1 + rows, "{kind}");
        assert_eq!(world.ok(&bot, method, "").await["count"], rows);
        let told = &world.reports(&bot, kind).await[0];
        let span = (told["datastarttm"].as_str().unwrap(), told["dataendtm"].as_str().unwrap());
        assert_eq!(span, ((START + 1_500).to_string().as_str(), (START + 2_500).to_string().as_str()));
    }
    assert_eq!(world.report(&owner, "report=trades").await.1.len(), 4);
}

#[tokio::test]
async fn asking_outside_is_refused_before_anything_is_done() {
    let (world, _, bot) = past().await;
    for params in [
        format!("starttm={}", START + 1_499),
        "starttm=0".to_owned(),
        format!("endtm={}", START + 2_501),
        "endtm=9999999999999".to_owned(),
        format!("starttm={}&endtm={}", START + 1_500, START + 3_000),
    ] {
        let refused = world.send(&bot, "AddExport", &format!("report=trades&description=x&{params}")).await;
        assert_eq!(error(&refused), REFUSED, "{params}");
        assert!(reason(&refused).starts_with("query-outside-range"), "{params}: {}", reason(&refused));
    }
    assert!(world.reports(&bot, "trades").await.is_empty());
    let inside = format!("report=trades&starttm={}&endtm={}", START + 1_500, START + 2_500);
    assert_eq!(world.report(&bot, &inside).await.1.len(), 2);
}

#[tokio::test]
async fn a_report_of_another_key_that_reaches_further_is_not_fetched() {
    let (world, owner, bot) = past().await;
    let mut ids = Vec::new();
    for (start, end) in [(0, 3_000), (1_499, 2_000), (2_000, 2_501), (1_500, 2_500), (1_600, 2_400)] {
        let span = format!("report=trades&starttm={}&endtm={}", START + start, START + end);
        ids.push(world.export(&owner, &span).await);
    }
    world.pass(2).await;
    for (id, shown) in ids.iter().zip([false, false, false, true, true]) {
        let response = world.send(&bot, "RetrieveExport", &format!("id={id}")).await;
        if shown {
            assert_eq!(unpack(&response.body).1.len(), 2);
        } else {
            assert_eq!((error(&response).as_str(), reason(&response)), (REFUSED, "invalid-arguments"));
        }
        world.archive(&owner, id).await;
    }
}

/// The range is the key's of the moment: one that is narrowed fetches no more than it may see now.
#[tokio::test]
async fn a_narrowed_key_loses_the_reports_it_asked_for() {
    let (world, ..) = past().await;
    let bot = world.key(&MAY).await;
    let id = world.export(&bot, "report=trades").await;
    world.pass(2).await;
    world.archive(&bot, &id).await;
    let narrowed =
        keys::EditKey { query_from: Some(Some(Timestamp::from_secs(START))), ..keys::EditKey::default() };
    keys::edit(&world.node, &world.owner, bot.id, narrowed).await.unwrap();
    assert_eq!(world.refused(&bot, "RetrieveExport", &format!("id={id}")).await, REFUSED);
}

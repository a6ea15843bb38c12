//! What is in a report: what the histories say, in the exchange's files.

use super::{BUY, unpack};
use crate::world::{Client, START, World, members};
use serde_json::Value;

/// The values of a line, their quotes taken off; no value here has a quote inside.
fn values(line: &str, separator: char) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c == separator && !quoted => values.push(String::new()),
            c => values.last_mut().unwrap().push(c),
        }
    }
    assert!(!quoted, "{line}");
    values
}

/// A history, all pages, the oldest record first.
async fn history(world: &World, bot: &Client, method: &str, name: &str) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    loop {
        let page = world.ok(bot, method, &format!("ledgers=true&ofs={}", all.len())).await;
        let rows = page[name].as_object().unwrap();
        if rows.is_empty() {
            break;
        }
        all.extend(rows.iter().map(|(id, row)| (id.clone(), row.clone())));
    }
    // An object of this program's tests is sorted by its keys, not as it came.
    all.sort_by(|a, b| a.1["time"].as_f64().unwrap().total_cmp(&b.1["time"].as_f64().unwrap()));
    all
}

/// An account with some past: fills at several times, a deposit, a withdrawal.
async fn past() -> (World, Client) {
    let world = World::new().await;
    let bot = world.full().await;
    for order in [
        BUY,
        "pair=SHIBUSD&type=buy&ordertype=market&volume=90000000",
        "pair=ETHXBT&type=sell&ordertype=market&volume=0.3",
    ] {
        world.pass(1_000).await;
        world.ok(&bot, "AddOrder", order).await;
    }
    world.ok(&bot, "Withdraw", "asset=ZUSD&key=bank&amount=60").await;
    world.pass(1_000).await;
    (world, bot)
}

/// An instant of an answer as a report has it, with so many decimals.
fn at(time: &Value, decimals: usize) -> String {
    let text = time.to_string();
    let (secs, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = jiff::Timestamp::from_second(secs.parse().unwrap()).unwrap();
    let whole = whole.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S");
    let fraction = format!("{fraction:0<6}");
    if decimals == 0 { whole.to_string() } else { format!("{whole}.{}", &fraction[..decimals]) }
}

#[tokio::test]
async fn the_ledger_is_as_ledgers_says() {
    let (world, bot) = past().await;
    let (name, lines) = world.report(&bot, "report=ledgers").await;
    assert_eq!(name, "ledgers.csv");
    assert_eq!(
        lines[0],
        r#""txid","refid","time","type","subtype","aclass","asset","wallet","amount","fee","balance""#
    );
    let known = history(&world, &bot, "Ledgers", "ledger").await;
    assert!(known.len() > 10 && lines.len() == known.len() + 1);
    let mut found: Vec<_> = lines[1..].iter().map(|line| values(line, ',')).collect();
    assert!(found.is_sorted_by_key(|row| row[2].clone()), "the oldest first");
    found.sort();
    let mut expected: Vec<_> = known
        .iter()
        .map(|(id, row)| {
            let text = |name: &str| row[name].as_str().unwrap().to_owned();
            let time = at(&row["time"], 0);
            let mut values =
                vec![id.clone(), text("refid"), time, text("type"), text("subtype"), text("aclass")];
            values.extend([
                text("asset"),
                "spot / main".into(),
                text("amount"),
                text("fee"),
                text("balance"),
            ]);
            values
        })
        .collect();
    expected.sort();
    assert_eq!(found, expected);
    let kinds: std::collections::BTreeSet<_> = found.iter().map(|row| row[3].as_str()).collect();
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["deposit", "trade", "withdrawal"]);
    assert!(lines.iter().any(|line| line.contains(r#""spot / main",-"#)), "a number stands bare");
}

#[tokio::test]
async fn trades_are_as_trades_history_says() {
    let (world, bot) = past().await;
    let (name, lines) = world.report(&bot, "report=trades&format=tsv").await;
    assert_eq!(name, "trades.tsv");
    let names = [
        "txid",
        "ordertxid",
        "pair",
        "time",
        "type",
        "ordertype",
        "price",
        "cost",
        "fee",
        "vol",
        "margin",
        "misc",
    ];
    assert_eq!(values(&lines[0], '\t'), [&names[..], &["ledgers"]].concat());
    let known = history(&world, &bot, "TradesHistory", "trades").await;
    assert!(known.len() >= 3 && lines.len() == known.len() + 1);
    let mut found: Vec<_> = lines[1..].iter().map(|line| values(line, '\t')).collect();
    found.sort();
    let mut expected: Vec<_> = known
        .iter()
        .map(|(id, row)| {
            let mut values = vec![id.clone()];
            for name in &names[1..] {
                values.push(match *name {
                    "time" => at(&row["time"], 4),
                    name => row[name].as_str().unwrap().to_owned(),
                });
            }
            let ledgers = row["ledgers"].as_array().unwrap().iter().map(|id| id.as_str().unwrap());
            values.push(ledgers.collect::<Vec<_>>().join(","));
            values
        })
        .collect();
    expected.sort();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn the_fields_are_those_asked_for_in_the_files_order_behind_the_id() {
    let (world, bot) = past().await;
    let (_, lines) = world.report(&bot, "report=trades&fields=vol,time,vol,price").await;
    assert_eq!(lines[0], r#""txid","time","price","vol""#);
    assert!(lines[1].starts_with("\"T") && values(&lines[1], ',').len() == 4, "{}", lines[1]);
    assert_eq!(world.reports(&bot, "trades").await[0]["fields"], "txid,time,price,vol");
    let json =
        r#"{"nonce":"900","report":"ledgers","description":"x","fields":["wallet","amount"],"format":"CSV"}"#;
    let made = world.send_raw(&bot, "AddExport", json, "900", crate::world::HOME).await;
    let id = crate::world::result(&made).unwrap()["id"].as_str().unwrap().to_owned();
    bot.nonce.store(901, std::sync::atomic::Ordering::SeqCst);
    world.pass(2).await;
    assert_eq!(unpack(&world.archive(&bot, &id).await).1[0], r#""txid","wallet","amount""#);
}

#[tokio::test]
async fn it_is_of_the_moment_it_was_asked_for() {
    let (world, bot) = past().await;
    let id = world.export(&bot, "report=trades").await;
    world.pass(2).await;
    let before = world.archive(&bot, &id).await;
    world.ok(&bot, "AddOrder", BUY).await;
    world.pass(86_400).await;
    assert_eq!(world.archive(&bot, &id).await, before, "the same bytes for as long as it lives");
    let (_, later) = world.report(&bot, "report=trades").await;
    assert!(later.len() > unpack(&before).1.len());
}

#[tokio::test]
async fn its_span_is_that_of_the_histories() {
    let (world, bot) = past().await;
    let span = format!("{}&{}", START + 1_000, START + 2_000);
    let (start, end) = span.split_once('&').unwrap();
    let page = world.ok(&bot, "TradesHistory", &format!("start={start}&end={end}")).await;
    let (_, lines) = world.report(&bot, &format!("report=trades&starttm={start}&endtm={end}")).await;
    let mut found: Vec<_> = lines[1..].iter().map(|line| values(line, ',').remove(0)).collect();
    found.sort();
    assert!(!found.is_empty() && found.len() < history(&world, &bot, "TradesHistory", "trades").await.len());
    assert_eq!(found, members(&page["trades"]));
    let (_, none) = world.report(&bot, &format!("report=trades&starttm=0&endtm={START}")).await;
    assert_eq!(none.len(), 1, "a report of nothing has the names of its columns");
}

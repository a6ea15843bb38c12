//! Deposits and withdrawals.

use crate::said::said;
use crate::world::World;
use claviger::ChangeError;
use claviger::core::action::Action;
use claviger::core::entry::{Actor, Outcome};
use claviger::core::id::LogId;
use claviger::core::reason::Detail;
use claviger::core::store::Store as _;
use claviger_kraken::paper::PaperError;
use claviger_venue::{Asset, NewAddress, VenueError};
use rust_decimal::Decimal;
use serde_json::{Value, json};

fn rows(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

#[tokio::test]
async fn a_deposit_from_the_operator_arrives() {
    let world = World::new().await;
    let bot = world.full().await;
    let amount = (Asset::XBT, Decimal::new(5, 1));
    let commit = |journal, _| world.node.commit_journal(journal);
    let id = world.paper.deposit(world.owner.account, amount, world.node.now(), commit).await.unwrap();
    let row = &rows(&world.ok(&bot, "DepositStatus", "asset=XBT").await)[0].clone();
    assert_eq!((&row["refid"], &row["status"]), (&json!(id.to_string()), &json!("Initial")));
    assert_eq!((&row["amount"], &row["asset"]), (&json!("0.5000000000"), &json!("XXBT")));
    world.pass(10).await;
    assert_eq!(rows(&world.ok(&bot, "DepositStatus", "asset=XBT").await)[0]["status"], "Success");
    assert_eq!(world.ok(&bot, "Balance", "").await["XXBT"], "1.5000000000");
}

#[tokio::test]
async fn a_change_whose_transaction_is_refused_never_happened() {
    let world = World::new().await;
    let bot = world.full().await;
    let amount = (Asset::XBT, Decimal::ONE);
    let conflict = ChangeError::Conflict(claviger::core::store::Conflict::NameTaken);
    let refuse = |_, _| async move { Err::<(), _>(conflict) };
    let refused = world.paper.deposit(world.owner.account, amount, world.node.now(), refuse).await;
    assert_eq!(refused, Err(PaperError::Change(conflict)));
    let none = (Asset::XBT, Decimal::ZERO);
    let refused = world
        .paper
        .deposit(world.owner.account, none, world.node.now(), |j, _| world.node.commit_journal(j))
        .await;
    assert_eq!(refused, Err(PaperError::Refused(VenueError::InvalidAmount)));
    assert_eq!(
        rows(&world.ok(&bot, "DepositStatus", "").await).len(),
        8,
        "the opening purse and nothing else"
    );
    world.ok(&bot, "AddOrder", "pair=XBTUSD&type=sell&ordertype=market&volume=0.1").await;
}

#[tokio::test]
async fn ways_and_addresses() {
    let world = World::new().await;
    let bot = world.full().await;
    let ways = world.ok(&bot, "DepositMethods", "asset=XBT").await;
    assert_eq!((&ways[0]["method"], &ways[0]["gen-address"]), (&json!("Bitcoin"), &json!(true)));
    let one = world.ok(&bot, "DepositAddresses", "asset=XBT&method=Bitcoin").await;
    let two = world.ok(&bot, "DepositAddresses", "asset=XBT&method=Bitcoin&new=true").await;
    assert_eq!((rows(&one).len(), rows(&two).len()), (1, 2));
    assert_eq!(one[0]["expiretm"], "0");
    assert_eq!(world.ok(&bot, "DepositAddresses", "asset=XBT").await, two);
    for (method, params, error) in [
        ("DepositMethods", "", "EGeneral:Invalid arguments:asset"),
        ("DepositMethods", "asset=NOPE", "EFunding:Unknown asset"),
        ("DepositAddresses", "asset=XBT&method=Pigeon", "EFunding:No funding method"),
        ("DepositStatus", "asset=XBT&method=Pigeon", "EFunding:No funding method"),
        ("DepositStatus", "limit=0", "EGeneral:Invalid arguments:limit"),
        ("DepositStatus", "cursor=nope", "EGeneral:Invalid arguments:cursor"),
    ] {
        assert_eq!(world.refused(&bot, method, params).await, error, "{method} {params}");
    }
    assert_eq!(rows(&world.ok(&bot, "WithdrawMethods", "").await).len(), 31);
    let new = NewAddress::new(Asset::SOL, "sol", "paper-sol");
    let commit = |journal, _| world.node.commit_journal(journal);
    world.paper.add_address(world.owner.account, new, world.node.now(), commit).await.unwrap();
    let saved = world.ok(&bot, "WithdrawAddresses", "asset=SOL").await;
    let expected = json!([{ "address": "paper-sol", "asset": "SOL", "method": saved[0]["method"], "key": "sol", "verified": true }]);
    assert_eq!(saved, expected);
}

#[tokio::test]
async fn a_withdrawal_goes_its_way() {
    let world = World::new().await;
    let bot = world.full().await;
    let info = world.ok(&bot, "WithdrawInfo", "asset=XBT&key=cold-btc&amount=0.5").await;
    assert_eq!((&info["method"], &info["limit"]), (&json!("Bitcoin"), &json!("1.0000000000")));
    let sent = world.ok(&bot, "Withdraw", "asset=XBT&key=cold-btc&amount=0.5").await;
    let status = |params| {
        let (world, bot) = (&world, &bot);
        async move { world.ok(bot, "WithdrawStatus", params).await }
    };
    let row = status("asset=XBT").await[0].clone();
    assert_eq!((&row["refid"], &row["status"]), (&sent["refid"], &json!("Initial")));
    assert_eq!((&row["key"], &row["fee"]), (&json!("cold-btc"), &info["fee"]));
    assert_eq!(world.ok(&bot, "BalanceEx", "").await["XXBT"]["hold_trade"], "0.5000000000");
    world.pass(100).await;
    assert_eq!(status("").await[0]["status"], "Success");
    assert_eq!(world.ok(&bot, "Balance", "").await["XXBT"], "0.5000000000");
    let refid = sent["refid"].as_str().unwrap();
    let entries = world.store.entries(LogId(0), 0, usize::MAX).unwrap();
    let arrived: Vec<_> =
        entries.iter().filter(|entry| entry.draft.action == Action::WithdrawalCompleted).collect();
    let [arrived] = arrived.as_slice() else { panic!("{arrived:?}") };
    assert_eq!((arrived.draft.actor, arrived.draft.outcome), (Actor::System, Outcome::Changed));
    let sum = info["amount"].as_str().unwrap().trim_end_matches('0').to_owned();
    let said = said(&world, Action::Withdraw);
    assert!(said.starts_with(&format!("{refid}: {sum} XBT to \"cold-btc\", ")), "{said}");
    assert_eq!(arrived.draft.detail, Detail::Change(said.into()), "asked for and arrived in the same words");
    let late = world.refused(&bot, "WithdrawCancel", &format!("asset=XBT&refid={refid}")).await;
    assert_eq!(late, "EFunding:Invalid reference id");
}

#[tokio::test]
async fn a_withdrawal_is_cancelled_in_time_and_pages_go_on() {
    let world = World::new().await;
    let bot = world.full().await;
    let mut refids = Vec::new();
    for _ in 0..3 {
        let sent = world.ok(&bot, "Withdraw", "asset=XBT&key=cold-btc&amount=0.1").await;
        refids.insert(0, sent["refid"].as_str().unwrap().to_owned());
    }
    let cancel = format!("asset=XBT&refid={}", refids[0]);
    assert_eq!(world.ok(&bot, "WithdrawCancel", &cancel).await, json!(true));
    let page = world.ok(&bot, "WithdrawStatus", "cursor=true&limit=2").await;
    assert_eq!(page["withdrawals"][0]["status-prop"], "canceled");
    assert_eq!(page["next_cursor"], json!(refids[1]));
    let rest = world.ok(&bot, "WithdrawStatus", &format!("cursor={}&limit=2", refids[1])).await;
    assert_eq!((&rest["withdrawals"][0]["refid"], &rest["next_cursor"]), (&json!(refids[2]), &Value::Null));
}

#[tokio::test]
async fn withdrawals_that_cannot_be() {
    let world = World::new().await;
    let bot = world.full().await;
    for (params, error) in [
        ("key=cold-btc&amount=0.5", "EGeneral:Invalid arguments:asset"),
        ("asset=NOPE&key=cold-btc&amount=0.5", "EFunding:Unknown asset"),
        ("asset=XBT&amount=0.5", "EGeneral:Invalid arguments:key"),
        ("asset=XBT&key=nope&amount=0.5", "EFunding:Unknown withdraw key"),
        ("asset=XBT&key=cold-btc", "EGeneral:Invalid arguments:amount"),
        ("asset=XBT&key=cold-btc&amount=5", "EFunding:Invalid amount"),
        ("asset=XBT&key=cold-btc&amount=0.5&address=elsewhere", "EFunding:Invalid withdrawal address"),
        ("asset=XBT&key=cold-btc&amount=0.5&address=", "EFunding:Invalid withdrawal address"),
        ("asset=XBT&key=cold-btc&amount=0.5&max_fee=0.00000001", "EFunding:Max fee exceeded"),
        ("asset=XBT&key=cold-btc&amount=0.5&max_fee=", "EGeneral:Invalid arguments:max_fee"),
        ("asset=XBT&key=cold-btc&amount=0.5&amount=0.1", "EGeneral:Invalid arguments:amount"),
    ] {
        assert_eq!(world.refused(&bot, "Withdraw", params).await, error, "{params}");
    }
    let unknown = world.refused(&bot, "WithdrawCancel", "asset=XBT&refid=nope").await;
    assert_eq!(unknown, "EFunding:Unknown reference id");
    assert_eq!(world.ok(&bot, "WithdrawStatus", "").await, json!([]));
}

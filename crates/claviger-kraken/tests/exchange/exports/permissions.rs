//! *Export data*, and what the history itself takes; a key that is stepped down.

use super::{BUY, error};
use crate::world::{P, World, reason, result};
use claviger::core::entry::Outcome;
use claviger::core::id::LogId;
use claviger::core::key::KeyState;
use claviger::core::reason::Reason;
use claviger::manage::keys;

const DENIED: &str = "EGeneral:Permission denied";

#[tokio::test]
async fn a_report_takes_export_data_and_what_its_history_takes() {
    let world = World::new().await;
    let owner = world.full().await;
    world.ok(&owner, "AddOrder", BUY).await;
    let trades = world.export(&owner, "report=trades").await;
    let ledgers = world.export(&owner, "report=ledgers").await;
    world.pass(2).await;
    for (permissions, of_trades, of_ledgers) in [
        (&[P::ExportData][..], Some("query-closed-trades"), Some("query-ledger")),
        (
            &[P::ExportData, P::QueryOpenTrades, P::QueryFunds],
            Some("query-closed-trades"),
            Some("query-ledger"),
        ),
        (&[P::ExportData, P::QueryClosedTrades], None, Some("query-ledger")),
        (&[P::ExportData, P::QueryLedger], Some("query-closed-trades"), None),
        (&[P::QueryClosedTrades, P::QueryLedger], Some("export-data"), Some("export-data")),
    ] {
        let bot = world.key(permissions).await;
        for (kind, id, missing) in [("trades", &trades, of_trades), ("ledgers", &ledgers, of_ledgers)] {
            let asked = world.send(&bot, "AddExport", &format!("report={kind}&description=x")).await;
            let fetched = world.send(&bot, "RetrieveExport", &format!("id={id}")).await;
            match missing {
                None => assert!(result(&asked).is_ok() && fetched.error.is_none(), "{permissions:?} {kind}"),
                Some(missing) => {
                    for refused in [asked, fetched] {
                        assert_eq!(error(&refused), DENIED, "{permissions:?} {kind}");
                        let told = format!("permission-missing; missing: {missing}");
                        assert_eq!(reason(&refused), told, "{permissions:?} {kind}");
                    }
                }
            }
        }
        let sees = world.send(&bot, "ExportStatus", "report=trades").await;
        assert_eq!(
            result(&sees).is_ok(),
            permissions.contains(&P::ExportData),
            "what there is shows no history"
        );
    }
}

#[tokio::test]
async fn what_is_no_report_takes_export_data_alone() {
    let world = World::new().await;
    let bot = world.key(&[P::ExportData]).await;
    assert_eq!(
        world.refused(&bot, "AddExport", "report=x&description=x").await,
        "EGeneral:Invalid arguments:report"
    );
    assert_eq!(world.refused(&bot, "RetrieveExport", "id=TCJA").await, "EGeneral:Invalid arguments:id");
}

#[tokio::test]
async fn a_key_that_only_reads_may_and_one_that_only_cancels_may_not() {
    let world = World::new().await;
    let bot = world.full().await;
    let step = async |to| drop(keys::step(&world.node, &world.owner, bot.id, to, None).await.unwrap());
    step(KeyState::ReadOnly).await;
    let id = world.export(&bot, "report=ledgers").await;
    world.pass(2).await;
    world.archive(&bot, &id).await;
    step(KeyState::CancelOnly).await;
    for (method, params) in [
        ("AddExport", "report=ledgers&description=x".to_owned()),
        ("ExportStatus", "report=ledgers".to_owned()),
        ("RetrieveExport", format!("id={id}")),
        ("RemoveExport", format!("id={id}&type=delete")),
    ] {
        let refused = world.send(&bot, method, &params).await;
        assert_eq!((error(&refused).as_str(), reason(&refused)), (DENIED, "cancel-only"), "{method}");
    }
}

/// Every call leaves its entry, and what changes something its outcome.
#[tokio::test]
async fn it_is_all_on_record() {
    let world = World::new().await;
    let bot = world.full().await;
    let before = world.entries();
    let id = world.export(&bot, "report=ledgers").await;
    assert_eq!(world.refused(&bot, "RetrieveExport", &format!("id={id}")).await, "EService:Busy");
    world.pass(2).await;
    world.archive(&bot, &id).await;
    world.ok(&bot, "RemoveExport", &format!("id={id}&type=delete")).await;
    world.refused(&bot, "RemoveExport", &format!("id={id}&type=delete")).await;
    let entries = world.node.store().entries(LogId(0), 0, usize::MAX).unwrap();
    let told: Vec<_> = entries[before..]
        .iter()
        .map(|entry| (entry.draft.action.name(), entry.draft.outcome, entry.draft.reason))
        .collect();
    let expected = [
        ("exports.add", Outcome::Allowed, Reason::None),
        ("exports.add", Outcome::Done, Reason::None),
        ("exports.retrieve", Outcome::Allowed, Reason::None),
        ("exports.retrieve", Outcome::Failed, Reason::UpstreamRefused),
        ("exports.retrieve", Outcome::Allowed, Reason::None),
        ("exports.remove", Outcome::Allowed, Reason::None),
        ("exports.remove", Outcome::Done, Reason::None),
        ("exports.remove", Outcome::Allowed, Reason::None),
        ("exports.remove", Outcome::Failed, Reason::InvalidArguments),
    ];
    assert_eq!(told, expected);
}

//! From the request to the removal.

use super::error;
use crate::world::{P, World};
use claviger::core::restriction::Restrictions;
use claviger::manage::Caller;
use serde_json::{Value, json};

#[tokio::test]
async fn a_report_goes_its_way() {
    let world = World::new().await;
    let bot = world.full().await;
    let id = world.ok(&bot, "AddExport", "report=trades&description=my+trades+1").await["id"].clone();
    let id = id.as_str().unwrap();
    let queued = world.reports(&bot, "trades").await;
    let expected = json!({
        "id": id, "descr": "my trades 1", "format": "CSV", "report": "trades", "subtype": "all", "status": "Queued",
        "flags": "0", "fields": "all", "createdtm": "1800000000", "expiretm": "1801209600", "starttm": "0",
        "completedtm": "0", "datastarttm": "1798761600", "dataendtm": "1800000000", "aclass": "forex", "asset": "all",
    });
    assert_eq!(queued, [expected]);
    for status in ["Processing", "Processed"] {
        let early = world.send(&bot, "RetrieveExport", &format!("id={id}")).await;
        assert_eq!(error(&early), "EService:Busy");
        world.pass(1).await;
        assert_eq!(world.reports(&bot, "trades").await[0]["status"], status);
    }
    let row = &world.reports(&bot, "trades").await[0];
    assert_eq!((&row["starttm"], &row["completedtm"]), (&json!("1800000001"), &json!("1800000002")));
    assert_eq!(world.reports(&bot, "ledgers").await, [] as [Value; 0]);
    assert_eq!(world.archive(&bot, id).await, world.archive(&bot, id).await);
    world.pass(14 * 86_400).await;
    assert_eq!(world.reports(&bot, "trades").await, [] as [Value; 0], "it is over");
    assert_eq!(
        world.refused(&bot, "RetrieveExport", &format!("id={id}")).await,
        "EGeneral:Invalid arguments:id"
    );
}

#[tokio::test]
async fn a_report_is_cancelled_while_it_is_made_and_deleted_afterwards() {
    let world = World::new().await;
    let bot = world.full().await;
    let wrong_type = "EGeneral:Invalid arguments:type";
    let id = world.export(&bot, "report=ledgers").await;
    let how = |removal: &str| format!("id={id}&type={removal}");
    assert_eq!(world.refused(&bot, "RemoveExport", &how("delete")).await, wrong_type);
    assert_eq!(world.ok(&bot, "RemoveExport", &how("cancel")).await, json!({ "cancel": true }));
    let id = world.export(&bot, "report=ledgers").await;
    let how = |removal: &str| format!("id={id}&type={removal}");
    world.pass(2).await;
    assert_eq!(world.refused(&bot, "RemoveExport", &how("cancel")).await, wrong_type);
    assert_eq!(world.refused(&bot, "RemoveExport", &how("burn")).await, wrong_type);
    assert_eq!(world.refused(&bot, "RemoveExport", &format!("id={id}")).await, wrong_type);
    assert_eq!(world.ok(&bot, "RemoveExport", &how("delete")).await, json!({ "delete": true }));
    let unknown = "EGeneral:Invalid arguments:id";
    assert_eq!(world.refused(&bot, "RemoveExport", &how("delete")).await, unknown);
    assert_eq!(world.refused(&bot, "RetrieveExport", &format!("id={id}")).await, unknown);
    assert_eq!(world.reports(&bot, "ledgers").await, [] as [Value; 0]);
}

#[tokio::test]
async fn what_is_malformed_is_named() {
    let world = World::new().await;
    let bot = world.full().await;
    let long = format!("report=trades&description={}", "x".repeat(257));
    for (params, name) in [
        ("description=x", "report"),
        ("report=orders&description=x", "report"),
        ("report=trades", "description"),
        ("report=trades&description=", "description"),
        ("report=trades&description=a%0Ab", "description"),
        (&long, "description"),
        ("report=trades&description=x&format=PDF", "format"),
        ("report=trades&description=x&fields=time,balance", "fields"),
        ("report=ledgers&description=x&fields=all,time", "fields"),
        ("report=trades&description=x&starttm=yesterday", "starttm"),
        ("report=trades&description=x&starttm=THVRQM-33VKH-UCI7BS", "starttm"),
        ("report=trades&description=x&endtm=-1", "endtm"),
        ("report=trades&description=x&starttm=2&endtm=1", "endtm"),
        ("report=trades&report=ledgers&description=x", "report"),
    ] {
        let told = world.refused(&bot, "AddExport", params).await;
        assert_eq!(told, format!("EGeneral:Invalid arguments:{name}"), "{params}");
    }
    let twice = "report=trades&description=x&asset=all&flags=1&flags=2";
    assert_eq!(world.refused(&bot, "AddExport", twice).await, "EGeneral:Invalid arguments");
    for (method, params) in
        [("RetrieveExport", ""), ("RetrieveExport", "id=TCJA"), ("RemoveExport", "id=TCJA&type=delete")]
    {
        assert_eq!(
            world.refused(&bot, method, params).await,
            "EGeneral:Invalid arguments:id",
            "{method} {params}"
        );
    }
    assert_eq!(world.refused(&bot, "ExportStatus", "").await, "EGeneral:Invalid arguments:report");
    assert_eq!(world.reports(&bot, "trades").await, [] as [Value; 0], "nothing is left behind");
}

#[tokio::test]
async fn reports_are_the_accounts() {
    let world = World::new().await;
    let bot = world.full().await;
    let id = world.export(&bot, "report=ledgers").await;
    world.pass(2).await;
    let colleague = world.full().await;
    assert_eq!(world.archive(&colleague, &id).await, world.archive(&bot, &id).await);
    let other = Caller::system(world.account("other").await);
    let stranger = world.key_of(&other, &P::ALL, Restrictions::default()).await;
    assert_eq!(world.reports(&stranger, "ledgers").await, [] as [Value; 0]);
    for (method, params) in
        [("RetrieveExport", format!("id={id}")), ("RemoveExport", format!("id={id}&type=delete"))]
    {
        assert_eq!(world.refused(&stranger, method, &params).await, "EGeneral:Invalid arguments:id");
    }
    world.ok(&colleague, "RemoveExport", &format!("id={id}&type=delete")).await;
}

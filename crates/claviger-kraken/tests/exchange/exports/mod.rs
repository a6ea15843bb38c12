//! Reports: asked for, made, fetched, removed.

mod contents;
mod dates;
mod life;
mod limits;
mod permissions;
mod restart;

use crate::world::{Client, World, result};
use claviger_kraken::WireResponse;
use claviger_kraken::wire::Content;
use serde_json::Value;
use std::io::{Cursor, Read as _};

/// An order that is filled at once.
pub(super) const BUY: &str = "pair=XBTUSD&type=buy&ordertype=market&volume=0.01";

impl World {
    /// Asks for a report; gives its id.
    pub(super) async fn export(&self, bot: &Client, params: &str) -> String {
        let made = self.ok(bot, "AddExport", &format!("description=mine&{params}")).await;
        made["id"].as_str().unwrap().to_owned()
    }

    /// Fetches a report that must be there: the archive as it came.
    pub(super) async fn archive(&self, bot: &Client, id: &str) -> Vec<u8> {
        let response = self.send(bot, "RetrieveExport", &format!("id={id}")).await;
        assert!(response.error.is_none() && response.reason.is_none(), "{response:?}");
        assert_eq!(response.content, Content::Archive);
        response.body.to_vec()
    }

    /// Asks for a report and fetches it: the name of the file and its lines.
    pub(super) async fn report(&self, bot: &Client, params: &str) -> (String, Vec<String>) {
        let id = self.export(bot, params).await;
        self.pass(2).await;
        unpack(&self.archive(bot, &id).await)
    }

    /// What the reports of one kind are said to be.
    pub(super) async fn reports(&self, bot: &Client, kind: &str) -> Vec<Value> {
        let rows = self.ok(bot, "ExportStatus", &format!("report={kind}")).await;
        rows.as_array().unwrap().clone()
    }
}

/// The one file of an archive: its name and its lines.
pub(super) fn unpack(archive: &[u8]) -> (String, Vec<String>) {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    assert_eq!(archive.len(), 1);
    let mut file = archive.by_index(0).unwrap();
    let mut text = String::new();
    file.read_to_string(&mut text).unwrap();
    assert!(text.ends_with('\n'));
    (file.name().to_owned(), text.lines().map(str::to_owned).collect())
}

/// The error of an answer that must be an envelope with one.
pub(super) fn error(response: &WireResponse) -> String {
    assert_eq!(response.content, Content::Json);
    result(response).unwrap_err()
}

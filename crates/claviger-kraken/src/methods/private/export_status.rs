//! `ExportStatus`: the account's reports of one kind, the latest first.

use super::{View, exports};
use crate::envelope::success;
use crate::methods::Answer;
use crate::parse::Params;
use claviger_venue::{Export, ExportId, Micros, Report};
use serde::Serialize;

/// One report. Every instant is text, in whole seconds; `0` has not come.
#[derive(Serialize)]
struct Row<'a> {
    id: ExportId,
    descr: &'a str,
    format: &'static str,
    report: &'static str,
    subtype: &'static str,
    status: &'static str,
    flags: &'static str,
    fields: String,
    createdtm: String,
    expiretm: String,
    starttm: String,
    completedtm: String,
    datastarttm: String,
    dataendtm: String,
    aclass: &'static str,
    asset: &'static str,
}

impl<'a> Row<'a> {
    fn of(export: &'a Export, now: Micros) -> Self {
        let secs = |at: Micros| at.secs().to_string();
        let once = |at: Micros| secs(if at <= now { at } else { Micros::default() });
        Row {
            id: export.id,
            descr: &export.description,
            format: export.format.as_str(),
            report: export.report.as_str(),
            subtype: "all",
            status: export.status(now).as_str(),
            flags: "0",
            fields: fields(export),
            createdtm: secs(export.at),
            expiretm: secs(export.expires_at()),
            starttm: once(export.begins_at()),
            completedtm: once(export.done_at()),
            // the first instant that is in it
            datastarttm: secs(export.after.plus(Micros(1))),
            dataendtm: secs(export.until),
            aclass: match export.report {
                Report::Trades => "forex",
                Report::Ledgers => "currency",
            },
            asset: "all",
        }
    }
}

fn fields(export: &Export) -> String {
    if export.columns.is_empty() {
        return "all".to_owned();
    }
    let names: Vec<_> = export.columns.iter().map(|column| column.as_str()).collect();
    names.join(",")
}

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let report = exports::report(params)?;
    let known = view.venue.exports(view.account, view.now);
    let rows = known.filter(|export| export.report == report).map(|export| Row::of(export, view.now));
    success(&rows.collect::<Vec<_>>())
}

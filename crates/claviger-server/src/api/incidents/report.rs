//! A report of a leak, to keep.

use super::super::failure::{Failure, Fields};
use super::super::instant;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::json::IncidentJson;
use crate::incident::{Told, write};
use crate::problem::Problem;
use claviger::manage::incidents::Reported;
use claviger::manage::{Thing, incidents};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the report is of.
#[derive(Deserialize, ToSchema)]
#[schema(as = ReportIncident)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct ReportIncident {
    /// The last good moment; the last review unless told, else when the key came into being.
    #[schema(format = DateTime)]
    since: Option<String>,
}

/// A report.
#[derive(Serialize, ToSchema)]
#[schema(as = IncidentReport)]
pub(in super::super) struct IncidentReportJson {
    /// The report, in Markdown.
    text: String,
    /// SHA-256 of its bytes; the entry of the audit log has the same.
    sha256: String,
    /// What it was written from.
    incident: IncidentJson,
}

/// Makes a report of what the key did and of what was done about it. One entry says that it was made, with its SHA-256.
#[utoipa::path(post, path = "/keys/{id}/incident", tag = "incidents", operation_id = "incident.report",
    params(("id" = String, Path, description = "The key's id.", example = "key_0123456789ab")),
    request_body = ReportIncident,
    responses((status = 200, description = "The report.", body = IncidentReportJson)))]
pub(in super::super) async fn report(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Key)?;
    let body: ReportIncident = call.json()?;
    let mut fields = Fields::default();
    let since = fields.optional("since", body.since.as_deref(), instant::parse);
    let since = fields.done(since)?;
    let caller = call.answering(reply);
    let tell = |incident| Told::of(Some(&*call.state.paper), incident);
    let reported = incidents::report(&call.state.authority, &caller, id, since, tell, write).await?;
    Ok(reply(&reported)?)
}

fn reply(reported: &Reported<Told>) -> Result<Reply, Problem> {
    Reply::ok(&IncidentReportJson {
        text: reported.text.clone(),
        sha256: reported.sha256.clone(),
        incident: IncidentJson::of(&reported.told),
    })
}

//! A key is changed.

use super::super::body::{Object, given, present};
use super::super::failure::{Failure, Fields};
use super::super::instant;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::super::texts::PermissionText;
use super::json::{KeyJson, TotpJson};
use super::second_factor::SecondFactor;
use super::{allowlist, nonce_window, permissions};
use crate::problem::Problem;
use claviger::core::key::KeyRecord;
use claviger::core::text::{Application, Description, Holder, Name};
use claviger::core::time::Timestamp;
use claviger::manage::{NewSecondFactor, Thing, TotpOnce, keys};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The changes asked for. What is left out stays; `null` clears what may be absent.
#[derive(Deserialize, ToSchema)]
#[schema(as = EditKey)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct EditKey {
    /// Another name.
    #[serde(default, deserialize_with = "given")]
    #[schema(min_length = 1, max_length = 64, nullable = false)]
    name: Option<String>,
    /// Another holder.
    #[serde(default, deserialize_with = "given")]
    #[schema(max_length = 64, nullable = false)]
    holder: Option<String>,
    /// Another application tag; empty for none.
    #[serde(default, deserialize_with = "given")]
    #[schema(max_length = 32, nullable = false)]
    application: Option<String>,
    /// Another description.
    #[serde(default, deserialize_with = "given")]
    #[schema(max_length = 500, nullable = false)]
    description: Option<String>,
    /// Other permissions: the whole set.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Vec<PermissionText>>, nullable = false)]
    permissions: Option<Vec<String>>,
    /// Another allowlist: the whole list; empty means anywhere.
    #[serde(default, deserialize_with = "given")]
    #[schema(max_items = 64, nullable = false)]
    allowlist: Option<Vec<String>>,
    /// Not valid before; null for no such limit.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, format = DateTime)]
    not_before: Option<Option<String>>,
    /// Not valid at or after; null for never expiring.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Option<String>>,
    /// The earliest history it may read; null for no such limit.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, format = DateTime)]
    query_from: Option<Option<String>>,
    /// The latest history it may read; null for no such limit.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, format = DateTime)]
    query_to: Option<Option<String>>,
    /// Another nonce window, a number in a text. Any change closes every nonce up to the highest used.
    #[serde(default, deserialize_with = "given")]
    #[schema(pattern = "^[0-9]{1,20}$", nullable = false)]
    nonce_window: Option<String>,
    /// Another second factor; null for none.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<SecondFactor>)]
    second_factor: Option<Option<Object<SecondFactor>>>,
}

/// A changed key, with what is shown this once.
#[derive(Serialize, ToSchema)]
#[schema(as = EditedKey)]
pub(in super::super) struct EditedKeyJson {
    #[serde(flatten)]
    key: KeyJson,
    #[serde(flatten)]
    totp: TotpJson,
}

/// Changes a key. Once this is answered, no call is accepted under what the key was before.
#[utoipa::path(patch, path = "/keys/{id}", tag = "keys", operation_id = "key.edit",
    params(("id" = String, Path, description = "The key's id.", example = "key_0123456789ab")),
    request_body = EditKey,
    responses((status = 200, description = "The key as it is now.", body = EditedKeyJson)))]
pub(in super::super) async fn edit(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Key)?;
    let asked = parse(&call.json()?)?;
    let caller =
        call.answering(|(record, totp): &(KeyRecord, Option<TotpOnce>)| reply(record, totp.as_ref()));
    let edited = keys::edit(&call.state.authority, &caller, id, asked).await?;
    Ok(reply(&edited.record, edited.totp.as_ref())?)
}

fn reply(record: &KeyRecord, totp: Option<&TotpOnce>) -> Result<Reply, Problem> {
    let body = EditedKeyJson { key: KeyJson::of(record), totp: TotpJson::of(totp) };
    Ok(Reply::ok(&body)?.showing_once(totp.is_some()))
}

fn parse(body: &EditKey) -> Result<keys::EditKey, Problem> {
    let mut fields = Fields::default();
    let name = fields.optional("name", body.name.as_deref(), Name::parse);
    let holder = fields.optional("holder", body.holder.as_deref(), Holder::parse);
    let application = fields.optional("application", body.application.as_deref(), Application::parse);
    let description = fields.optional("description", body.description.as_deref(), Description::parse);
    let permissions = fields.take("permissions", body.permissions.as_deref().map(permissions).transpose());
    let allowlist = fields.take("allowlist", body.allowlist.as_deref().map(allowlist).transpose());
    let not_before = moment(&mut fields, "not_before", &body.not_before);
    let expires_at = moment(&mut fields, "expires_at", &body.expires_at);
    let query_from = moment(&mut fields, "query_from", &body.query_from);
    let query_to = moment(&mut fields, "query_to", &body.query_to);
    let nonce_window = fields.optional("nonce_window", body.nonce_window.as_deref(), nonce_window);
    let second_factor = factor(&mut fields, &body.second_factor);
    let parsed = || {
        Some(keys::EditKey {
            from: None,
            name: name?,
            holder: holder?,
            application: application?,
            description: description?,
            permissions: permissions?,
            allowlist: allowlist?,
            not_before: not_before?,
            expires_at: expires_at?,
            query_from: query_from?,
            query_to: query_to?,
            nonce_window: nonce_window?,
            second_factor: second_factor?,
        })
    };
    let parsed = parsed();
    fields.done(parsed)
}

/// Left out, cleared, or an instant; the outermost `None` if it is not one.
type Moment = Option<Option<Option<Timestamp>>>;

fn moment(fields: &mut Fields, field: &str, given: &Option<Option<String>>) -> Moment {
    match given {
        None => Some(None),
        Some(text) => fields.optional(field, text.as_deref(), instant::parse).map(Some),
    }
}

fn factor(
    fields: &mut Fields,
    given: &Option<Option<Object<SecondFactor>>>,
) -> Option<Option<Option<NewSecondFactor>>> {
    let parsed = given.as_ref().map(|given| given.as_ref().map(|factor| factor.0.parse()).transpose());
    fields.take("second_factor", parsed.transpose())
}

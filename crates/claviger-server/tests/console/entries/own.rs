//! Forms of what is one's own: sign-in, sessions, factors, help; and the administration tokens.

use super::form::{Form, between};
use crate::accounts::joined;
use crate::create::unescaped;
use crate::settings::{GOOD, code, shown, with_totp};
use crate::town::{Town, hidden_of, password_of, session_of};
use claviger::core::role::Role;
use claviger_passkey::soft_device::SoftDevice;

const TOKEN: &[(&str, &str)] = &[("name", "ci"), ("role", "viewer"), ("days", "30")];

pub(super) async fn form(town: &Town, path: &str) -> Option<Form> {
    let owner = town.sessions["owner"].as_str();
    let of = |fields: &[(&str, &str)]| Form::of_owner(town, path, fields);
    Some(match path {
        "/theme" => of(&[("theme", "dark")]),
        "/prove" => of(&[("password", &password_of("owner"))]).with(&town.page("owner", path).await),
        "/help/{page}" => Form::of_owner(town, "/help/reviewing", &[]),
        "/rotations/policy" => of(&[("days", "60"), ("withdrawing", "30"), ("recipient", "")]),
        "/reviews/policy" => of(&[("every", "30"), ("dormant", "60"), ("freeze", "")]),
        "/settings/rules" => of(&[("event", "key.changed"), ("about", ""), ("tell", "channels")]),
        "/settings/profile" => of(&[("name", "Ada Byron"), ("login", "ada")]),
        "/settings/account" => {
            let session = joined(town).await;
            let account = hidden_of(&town.get("/settings", Some(&session)).await, "account");
            Form::of(&session, path, &[("account", &account)])
        }
        "/settings/password" => of(&[("old", &password_of("owner")), ("new", GOOD), ("again", GOOD)]),
        "/settings/leave" => {
            let session = town.join(Role::Auditor, "guest").await.token.reveal().to_string();
            Form::of(&session, path, &[("name", "Meridian Desk")])
        }
        "/settings/password/judge" => of(&[("new", GOOD)]),
        "/settings/sessions/{id}/end" | "/settings/sessions/end-others" => session(town, path).await,
        "/settings/totp" => {
            let page = town.page("owner", path).await;
            let code = code(town, &shown(&page, "totp-secret"), 0);
            of(&[("ticket", &hidden_of(&page, "ticket")), ("code", &code)])
        }
        "/settings/totp/remove" | "/settings/recovery" => {
            Form::of(&with_totp(town, owner).await.2, path, &[])
        }
        "/settings/passkeys" => passkey(town, owner).await,
        "/settings/passkeys/{id}/rename" => of_passkey(town, path, &[("name", "blue key")]).await,
        "/settings/passkeys/{id}/remove" => of_passkey(town, path, &[]).await,
        "/settings/tokens" => of(TOKEN),
        "/settings/tokens/{id}/rotate" | "/settings/tokens/{id}/revoke" => {
            town.post(owner, "/settings/tokens", TOKEN).await;
            let page = town.page("owner", "/settings/tokens").await;
            let rest = page.text.split_once("<bdi>ci</bdi>").unwrap().1;
            let id = rest.split_once("action=\"/settings/tokens/").unwrap().1.split_once('/').unwrap().0;
            Form::of_owner(town, &path.replace("{id}", id), &[])
        }
        _ => return None,
    })
}

/// A second session of the owner's, which the first one ends.
async fn session(town: &Town, path: &str) -> Form {
    let fields = [("login", "owner"), ("password", &password_of("owner"))];
    session_of(&town.send_form("/sign-in", None, &fields).await);
    let page = town.page("owner", "/settings/sessions").await;
    let id = between(&page, "action=\"/settings/sessions/session_", "/").to_owned();
    Form::of_owner(town, &path.replace("{id}", &format!("session_{id}")), &[])
}

/// The answer of a device to the page that asks for a passkey.
async fn passkey(town: &Town, session: &str) -> Form {
    let page = town.get("/settings/passkeys/new", Some(session)).await;
    let options = unescaped(between(&page, "data-options=\"", "\""));
    let credential = SoftDevice::new([7; 32]).create(&options, "http://keys.test").unwrap();
    let fields = [("ticket", hidden_of(&page, "ticket")), ("credential", credential)];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    Form::of(session, "/settings/passkeys", &[fields[0], fields[1], ("name", "laptop")])
}

/// A form about a passkey that is there. With it the owner has another session.
async fn of_passkey(town: &Town, path: &str, fields: &[(&str, &str)]) -> Form {
    let form = passkey(town, &town.sessions["owner"]).await;
    let session = session_of(&super::send(town, &form.session, &form.path, &form.fields).await);
    let page = town.get("/settings/security", Some(&session)).await;
    let id = between(&page, "action=\"/settings/passkeys/", "/").to_owned();
    Form::of(&session, &path.replace("{id}", &id), fields)
}

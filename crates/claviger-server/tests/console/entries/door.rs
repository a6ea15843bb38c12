//! Forms before the door: how somebody comes in, and goes.

use super::form::owned;
use crate::create::hidden;
use crate::matrix::other_account;
use crate::settings::{GOOD, code, with_totp};
use crate::town::{Town, csrf_of, password_of};
use claviger::core::role::Role;
use claviger::core::text::Description;
use claviger::manage::{Caller, invitations};

/// A form, and what the browser that sends it is signed in as.
pub(super) struct Knock {
    pub(super) path: String,
    pub(super) session: Option<String>,
    pub(super) fields: Vec<(String, String)>,
}

pub(super) async fn knock(town: &Town, path: &str) -> Knock {
    let sign_in = [("login", "owner"), ("password", &password_of("owner"))];
    let knock =
        |fields: &[(&str, &str)]| Knock { path: path.to_owned(), session: None, fields: owned(fields) };
    match path {
        "/sign-in" => knock(&sign_in),
        "/sign-in/factor" => {
            let (secret, _, _) = with_totp(town, &town.sessions["owner"]).await;
            town.world.clock.step_secs(60);
            let mut fields = hidden(&town.send_form("/sign-in", None, &sign_in).await);
            let mut seen = std::collections::BTreeSet::new();
            fields.retain(|(name, _)| seen.insert(name.clone()));
            fields.push(("code".to_owned(), code(town, &secret, 0)));
            Knock { fields, ..knock(&[]) }
        }
        "/sign-in/token" => knock(&[("token", &town.world.tokens["admin"])]),
        "/sign-out" => {
            let session = town.sessions["owner"].clone();
            let csrf = csrf_of(&town.page("owner", "/settings").await);
            Knock { session: Some(session), ..knock(&[("csrf", &csrf)]) }
        }
        "/welcome/{token}" => {
            let fields = [("name", "Grace"), ("login", "grace"), ("new", GOOD), ("again", GOOD)];
            Knock { path: link(town).await, ..knock(&fields) }
        }
        "/welcome/{token}/judge" => Knock { path: link(town).await + "/judge", ..knock(&[("new", GOOD)]) },
        "/welcome/{token}/join" => {
            let session = town.sessions["owner"].clone();
            let csrf = csrf_of(&town.page("owner", "/settings").await);
            Knock { path: link(town).await + "/join", session: Some(session), ..knock(&[("csrf", &csrf)]) }
        }
        _ => panic!("`{path}` is in the table and has no case in tests/console/entries/door.rs"),
    }
}

/// A link into another account.
async fn link(town: &Town) -> String {
    let host = Caller::system(other_account(town).await);
    let note = Description::parse("").unwrap();
    let invited = invitations::create(&town.world.authority, &host, Role::Admin, note, None).await.unwrap();
    format!("/welcome/{}", invited.token.reveal().as_str())
}

//! Forms of the team.

use super::form::Form;
use crate::town::Town;

pub(super) async fn form(town: &Town, path: &str) -> Option<Form> {
    let owner = &town.sessions["owner"];
    let member = town.signed("key-manager").await;
    let of = |id: &dyn ToString, fields| Form::of_owner(town, &path.replace("{id}", &id.to_string()), fields);
    Some(match path {
        "/team/invitations" => {
            Form::of_owner(town, path, &[("role", "viewer"), ("note", "Bo"), ("days", "3")])
        }
        "/team/invitations/{id}/revoke" => {
            town.post(owner, "/team/invitations", &[("role", "viewer"), ("days", "3")]).await;
            let team = town.page("owner", "/team").await;
            let id = super::form::between(&team, "/team/invitations/", "/").to_owned();
            of(&id, &[])
        }
        "/team/sessions/{id}/end" => of(&member.session.id, &[("back", "/team")]),
        "/team/{id}/role" => {
            let revision = member.member.revision.to_string();
            of(&member.member.id, &[("role", "auditor"), ("revision", &revision)])
        }
        "/team/{id}/reset" => of(&member.member.id, &[]),
        "/team/{id}/remove" => {
            of(&member.member.id, &[("keys", "freeze"), ("heir", ""), ("name", "Member key-manager")])
        }
        _ => return None,
    })
}

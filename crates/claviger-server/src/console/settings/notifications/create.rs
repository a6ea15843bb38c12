//! A channel is made; its secret is in the one answer that shows it.

use super::super::super::answer::Shown;
use super::super::super::call::Call;
use super::super::super::failure::Failure;
use super::super::super::keys::Errors;
use super::super::super::page::{Frame, Notice, Section};
use super::show::{Typed, page};
use askama::Template;
use claviger::core::notices::{Audience, Level, RouteError, Service};
use claviger::core::text::{Holder, Name};
use claviger::manage::ManageError;
use claviger::manage::channels::{self, MadeChannel, NewChannel, NewRoute};
use http::StatusCode;

#[derive(Template)]
#[template(path = "settings/channel.html")]
struct Once {
    frame: Frame,
    name: String,
    secret: String,
    rotated: bool,
}

/// Makes one.
pub(in super::super::super) async fn create(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["name", "service", "to", "token", "least", "holder", "mine"], &[])?;
    let mut errors = Errors::default();
    let name = errors.take("name", Name::parse(form.text("name")));
    let service = Service::from_name(form.text("service")).ok_or("choose what takes the notices");
    let service = errors.take("service", service);
    let token = form.given("token");
    let route = service.and_then(|service| {
        let route = NewRoute::parse(service, form.text("to"), token);
        let field = if matches!(route, Err(RouteError::NoToken)) { "token" } else { "to" };
        errors.take(field, route)
    });
    let least = errors.take("least", Level::from_name(form.text("least")).ok_or("choose what goes there"));
    let audience = match (call.caller().person(), form.given("mine"), form.given("holder")) {
        (Some(person), Some(_), _) => Some(Audience::Person(person)),
        (_, _, Some(holder)) => errors.take("holder", Holder::parse(holder)).map(Audience::Holder),
        _ => Some(Audience::Account),
    };
    let typed = Typed {
        name: form.text("name").to_owned(),
        service: form.text("service").to_owned(),
        to: form.text("to").to_owned(),
        least: form.text("least").to_owned(),
        holder: form.text("holder").to_owned(),
        mine: form.given("mine").is_some(),
    };
    let (Some(name), Some(route), Some(least), Some(audience)) = (name, route, least, audience) else {
        let words = errors.for_the_log();
        return Ok(page(&call, typed, errors).await?.refusing(words));
    };
    let new = NewChannel { name, route, least, audience };
    match channels::create(&call.state.authority, call.caller(), new).await {
        Ok(made) => shown(&call, &made, false),
        Err(error @ ManageError::NoMailer) => failed(&call, typed, "service", error).await,
        Err(error @ (ManageError::NameTaken(_) | ManageError::LimitReached { .. })) => {
            failed(&call, typed, "name", error).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn failed(
    call: &Call,
    typed: Typed,
    field: &'static str,
    error: ManageError,
) -> Result<Shown, Failure> {
    let mut errors = Errors::default();
    errors.add(field, error);
    Ok(page(call, typed, errors).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// What follows on a channel that was made or has a new secret.
pub(super) fn shown(call: &Call, made: &MadeChannel, rotated: bool) -> Result<Shown, Failure> {
    let Some(secret) = &made.secret else {
        let notice = match (&made.channel.confirm, &made.code_failed) {
            (Some(_), Some(_)) => Notice::CodeNotSent,
            (Some(_), None) => Notice::CodeSent,
            (None, _) => Notice::ChannelMade,
        };
        return Ok(Shown::go("/settings/notifications").saying(notice, call.state.secure));
    };
    let page = Once {
        frame: call.frame(Section::Settings, "Save the secret"),
        name: made.channel.name.to_string(),
        secret: secret.shown().to_string(),
        rotated,
    };
    Ok(Shown::page(&page)?.status(StatusCode::CREATED))
}

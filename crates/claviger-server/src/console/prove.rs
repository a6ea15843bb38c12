//! `/prove`: somebody who is signed in proves again that it is them. What asked for it goes on behind it: a page is gone to;
//! a form that came too late is carried along in hidden fields and sent on here, but for its secrets.

use super::answer::Shown;
use super::call::Call;
use super::deed::deed;
use super::door::factor::{self, FIELDS};
use super::failure::Failure;
use super::form::Pairs;
use super::page::{Frame, Section, Theme, Trouble, TroublePage};
use super::routes::{ROUTES, Route, Verb};
use super::shell;
use super::theme::is_local;
use super::visit::Visit;
use super::{ConsoleState, cookie, reach};
use askama::Template;
use claviger::manage::ManageError;
use claviger::manage::sessions::{FactorWanted, SignInError, step_up, step_up_options};
use http::header::COOKIE;
use http::{HeaderValue, StatusCode};
use std::sync::Arc;

/// What nothing is carried along in.
pub(super) const NOTHING: &[(String, String)] = &[];
/// Fields of forms that are never carried along: they are to be typed again.
const SECRETS: [&str; 8] =
    ["password", "old", "new", "again", "factor_password", "passphrase", "code", "recovery"];
/// How the fields of the form that goes on are called here.
const PREFIX: &str = "with.";

/// What goes on behind the proof.
pub(super) struct Carried {
    /// A page, or where a form goes.
    to: String,
    /// The fields of the form; none for a page.
    form: Option<Vec<(String, String)>>,
}

impl Carried {
    /// The request of a call.
    pub(super) fn of(route: &Route, call: &Call) -> Self {
        match route.verb {
            Verb::Get => Carried { to: call.target.clone(), form: None },
            Verb::Ask | Verb::Post => Carried::form(call.target.clone(), call.form.pairs().to_vec()),
        }
    }

    /// A form, without its secrets.
    pub(super) fn form(to: String, mut fields: Vec<(String, String)>) -> Self {
        fields.retain(|(name, _)| !SECRETS.contains(&name.as_str()));
        Carried { to, form: Some(fields) }
    }

    /// What goes on, in words: by the operation of its route alone, so that nothing that was typed is in them.
    fn deed(&self) -> Option<&'static str> {
        let path = self.to.split(['?', '#']).next().unwrap_or_default();
        let routes = ROUTES.iter().filter(|route| (route.verb == Verb::Get) == self.form.is_none());
        let fitting = routes.filter(|route| fits(route.path, path).is_some());
        fitting.min_by_key(|route| route.path.contains('{')).and_then(|route| deed(route.operation))
    }

    /// As hidden fields of the page that asks.
    fn hidden(self) -> Vec<(String, String)> {
        let fields = self.form.into_iter().flatten();
        let mut hidden = vec![("to".to_owned(), self.to)];
        hidden.extend(fields.map(|(name, value)| (format!("{PREFIX}{name}"), value)));
        hidden
    }
}

#[derive(Template)]
#[template(path = "prove.html")]
struct Page {
    frame: Frame,
    wanted: FactorWanted,
    wants_password: bool,
    /// A form waits behind it.
    late: bool,
    /// What goes on or opens behind it.
    deed: Option<&'static str>,
    carried: Vec<(String, String)>,
    next: String,
    back: String,
    wrong: Option<String>,
}

/// The form, on the way to a page.
pub(super) async fn form(call: Call) -> Result<Shown, Failure> {
    let next = local(call.query(&["next"], &[])?.text("next")).to_owned();
    call.signed()?;
    let (state, visit) = (&call.state, &call.visit);
    ask_with(state, visit, &call.host, call.theme, Carried { to: next, form: None }, None).await
}

/// The page that asks; a page on the way is come back to, a form waits in it.
pub(super) async fn ask(
    state: &ConsoleState,
    visit: &Visit,
    host: &str,
    theme: Theme,
    carried: Carried,
) -> Result<Shown, Failure> {
    if carried.form.is_none() {
        let next = form_urlencoded::Serializer::new(String::new()).append_pair("next", &carried.to).finish();
        return Ok(Shown::go(format!("/prove?{next}")));
    }
    let shown = ask_with(state, visit, host, theme, carried, None).await?;
    Ok(shown.status(StatusCode::FORBIDDEN))
}

async fn ask_with(
    state: &ConsoleState,
    visit: &Visit,
    host: &str,
    theme: Theme,
    carried: Carried,
    wrong: Option<String>,
) -> Result<Shown, Failure> {
    let Some(signed) = &visit.signed else { return Err(Trouble::prove_again(&carried.to).into()) };
    let wanted = step_up_options(&state.authority, signed, &reach::origin(state, host)).await?;
    Ok(show(state, visit, theme, wanted, carried, wrong)?)
}

fn show(
    state: &ConsoleState,
    visit: &Visit,
    theme: Theme,
    wanted: FactorWanted,
    carried: Carried,
    wrong: Option<String>,
) -> Result<Shown, Trouble> {
    let late = carried.form.is_some();
    let next = if late { "/".to_owned() } else { carried.to.clone() };
    Shown::page(&Page {
        frame: Frame::bare(state, visit, Section::Settings, "Confirm that it is you".to_owned(), theme),
        wants_password: wanted.password,
        wanted,
        late,
        deed: carried.deed(),
        carried: if late { carried.hidden() } else { Vec::new() },
        next,
        back: "/".to_owned(),
        wrong,
    })
}

/// Takes the proof, and goes on with what asked for it.
pub(super) async fn confirm(call: Call) -> Result<Shown, Failure> {
    let (own, carried) = split(&call.form)?;
    let signed = call.signed()?;
    let Some(given) = factor::given(&own) else {
        let (state, visit) = (&call.state, &call.visit);
        return ask_with(
            state,
            visit,
            &call.host,
            call.theme,
            carried,
            Some("Give one of these.".to_owned()),
        )
        .await;
    };
    let (site, place) = (call.site(), call.place());
    match step_up(&call.state.authority, signed, own.text("ticket"), given, &site, &place).await {
        Ok(session) => go_on(&call, carried, session.token.reveal().to_string()).await,
        Err(error @ (SignInError::Wrong | SignInError::Throttled { .. })) => {
            let words = factor::wrong(&error);
            let shown = show(&call.state, &call.visit, call.theme, factor::wanted(&own), carried, words)?;
            Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(SignInError::Stale) => {
            let words = Some("That took too long. Try again.".to_owned());
            ask_with(&call.state, &call.visit, &call.host, call.theme, carried, words).await
        }
        Err(SignInError::Unavailable) => Err(ManageError::Unavailable.into()),
        Err(SignInError::Internal) => Err(ManageError::Internal.into()),
    }
}

/// The fields of the proof, and what is carried along.
fn split(form: &Pairs) -> Result<(Pairs, Carried), Trouble> {
    let (with, own): (Vec<_>, Vec<_>) =
        form.pairs().iter().cloned().partition(|(name, _)| name.starts_with(PREFIX));
    let own = Pairs::from(own);
    let known: Vec<&str> =
        FIELDS.into_iter().chain(["next", "ticket", "ways", "options", "to", "username"]).collect();
    own.only(&known, &[]).map_err(Trouble::malformed)?;
    let bare =
        |(name, value): (String, String)| (name.strip_prefix(PREFIX).unwrap_or_default().to_owned(), value);
    let carried = match own.given("to") {
        Some(to) => Carried::form(local(to).to_owned(), with.into_iter().map(bare).collect()),
        None => Carried { to: local(own.text("next")).to_owned(), form: None },
    };
    Ok((own, carried))
}

/// Goes on under the new session: to the page, or with the form, which is judged as if it came only now.
async fn go_on(call: &Call, carried: Carried, token: String) -> Result<Shown, Failure> {
    let secure = call.state.secure;
    let keep = cookie::session(&token, secure);
    let Some(fields) = carried.form else { return Ok(Shown::go(carried.to).cookie(keep)) };
    let mut head = (*call.head).clone();
    let named = HeaderValue::try_from(format!("{}={token}", cookie::session_name(secure)));
    head.headers.insert(COOKIE, named.map_err(|_| Trouble::internal())?);
    let Some(visit) = shell::recognise(&call.state, &head).await? else {
        return Err(Trouble::signed_out().into());
    };
    let Some((route, id)) = route_of(&carried.to) else {
        let page = TroublePage::within(&Trouble::no_such_page(), &call.state, &visit, call.theme);
        return Ok(page.into_shown().cookie(keep));
    };
    let behind = Call {
        state: call.state.clone(),
        visit,
        id,
        query: Pairs::default(),
        form: Pairs::from(fields),
        theme: call.theme,
        notice: None,
        unread: 0,
        head: Arc::new(head),
        target: carried.to,
        host: call.host.clone(),
    };
    // What is carried on may have given the session another token again.
    Ok(Box::pin(shell::carried_on(route, behind)).await.cookie_below(keep))
}

/// The form that is sent to a path, and what stands in the place of its parameter. This one does not go on with itself.
fn route_of(path: &str) -> Option<(&'static Route, Option<String>)> {
    let forms = ROUTES.iter().filter(|route| route.verb != Verb::Get && route.path != "/prove");
    forms.filter_map(|route| fits(route.path, path).map(|id| (route, id))).min_by_key(|(_, id)| id.is_some())
}

/// Whether a path is of a pattern, with its parameter.
fn fits(pattern: &str, path: &str) -> Option<Option<String>> {
    let (pattern, path): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
    if pattern.len() != path.len() {
        return None;
    }
    let mut id = None;
    for (wanted, found) in pattern.into_iter().zip(path) {
        match wanted {
            _ if wanted.starts_with('{') && !found.is_empty() => id = Some(found.to_owned()),
            _ if wanted == found => {}
            _ => return None,
        }
    }
    Some(id)
}

fn local(path: &str) -> &str {
    Some(path).filter(|path| is_local(path)).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_finds_its_way_and_nothing_else_does() {
        let found = |path: &str| route_of(path).map(|(route, id)| (route.path, id));
        assert_eq!(found("/keys/key_1/step"), Some(("/keys/{id}/step", Some("key_1".to_owned()))));
        assert_eq!(found("/keys"), Some(("/keys", None)));
        assert_eq!(found("/keys/new"), Some(("/keys/new", None)));
        for nowhere in ["/prove", "/", "/nothing", "/keys//step", "/sign-out", "//evil/keys"] {
            assert_eq!(found(nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn what_goes_on_is_named_by_its_route() {
        let form = |to: &str| Carried::form(to.to_owned(), Vec::new()).deed();
        let page = |to: &str| Carried { to: to.to_owned(), form: None }.deed();
        assert_eq!(form("/keys"), Some("Create the API key"));
        assert_eq!(form("/keys/key_1/save"), Some("Change the API key"));
        assert_eq!(form("/settings/totp/remove"), Some("Take the authenticator away"));
        assert_eq!(page("/keys/new?preset=trading"), Some("Create the API key"));
        assert_eq!(page("/team/invite"), Some("Invite somebody"));
        for nothing in ["/", "/keys", "/nothing", "/prove"] {
            assert_eq!(page(nothing), None, "{nothing}");
        }
        assert_eq!(form("/prove"), None);
    }

    #[test]
    fn secrets_are_not_carried_along() {
        let fields =
            SECRETS.iter().chain(&["name"]).map(|name| ((*name).to_owned(), "x".to_owned())).collect();
        let hidden = Carried::form("/keys".to_owned(), fields).hidden();
        let names: Vec<&str> = hidden.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["to", "with.name"]);
    }
}

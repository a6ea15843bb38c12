//! A console with people: an owner and a member of every role, each signed in at the real door with a browser of their own.

use crate::world::{Answer, HOST, SOURCE, World};
use axum::Router;
use axum::body::Body;
use claviger::Limits;
use claviger::core::action::Action;
use claviger::core::id::LogId;
use claviger::core::people::Login;
use claviger::core::role::Role;
use claviger::core::store::Store as _;
use claviger::core::text::{ClientName, Description, Name};
use claviger::core::time::Timestamp;
use claviger::manage::invitations::{self, Newcomer};
use claviger::manage::sessions::{NewSession, Place, Signed, recognise};
use claviger_server::api::ClientAddress;
use claviger_server::console::{OverTls, Places, router_with_door};
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use tower::ServiceExt as _;
use zeroize::Zeroizing;

pub(crate) const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);
/// The name of the cookie where no TLS is spoken.
pub(crate) const COOKIE: &str = "claviger-session";
/// A browser.
pub(crate) const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

/// The password of a member.
pub(crate) fn password_of(login: &str) -> String {
    format!("quarry lantern {login} mossy hinge")
}

pub(crate) struct Town {
    pub(crate) world: World,
    pub(crate) router: Router,
    /// The tokens of sessions by role.
    pub(crate) sessions: BTreeMap<&'static str, String>,
}

impl Town {
    /// With a member of every role, whose login is its name.
    pub(crate) async fn open() -> Self {
        let mut town = Town::empty(false).await;
        let first =
            invitations::first_owner(&town.world.authority, town.world.account.id).await.unwrap().unwrap();
        let owner = town.accept(&first.token.reveal(), "owner").await;
        town.sessions.insert("owner", owner.token.reveal().to_string());
        for role in Role::OF_MEMBERS.into_iter().filter(|role| *role != Role::Owner) {
            let session = town.join(role, role.name()).await;
            town.sessions.insert(role.name(), session.token.reveal().to_string());
        }
        town
    }

    /// The same beside a paper exchange.
    pub(crate) async fn with_exchange() -> Self {
        let mut town = Town::open().await;
        let (authority, paper) = (town.world.authority.clone(), town.world.state.paper.clone());
        town.router = router_with_door(authority, Arc::default(), false, None, 4, paper);
        town
    }

    /// With nobody.
    pub(crate) async fn empty(secure: bool) -> Self {
        let world = World::at(NOW, None, Limits::default()).await;
        let router =
            router_with_door(world.authority.clone(), Arc::default(), secure, None, Places::new(4, 4), None);
        Town { world, router, sessions: BTreeMap::new() }
    }

    async fn accept(&self, token: &str, login: &str) -> NewSession {
        let newcomer = Newcomer {
            login: Login::parse(login).unwrap(),
            name: Name::parse(&format!("Member {login}")).unwrap(),
            password: Zeroizing::new(password_of(login)),
        };
        let place = Place {
            source: Some(SOURCE.parse().unwrap()),
            client: ClientName::from_bytes(b"Firefox on Linux"),
        };
        invitations::accept(&self.world.authority, token, newcomer, &place)
            .await
            .unwrap_or_else(|e| panic!("{e:?}"))
    }

    /// One more member.
    pub(crate) async fn join(&self, role: Role, login: &str) -> NewSession {
        let owner = self.signed("owner").await;
        let invited = invitations::create(
            &self.world.authority,
            &owner.caller,
            role,
            Description::parse("").unwrap(),
            None,
        )
        .await;
        self.accept(&invited.unwrap().token.reveal(), login).await
    }

    /// Somebody of this role, as use cases see them.
    pub(crate) async fn signed(&self, role: &str) -> Signed {
        let place = Place { source: Some(SOURCE.parse().unwrap()), client: ClientName::default() };
        recognise(&self.world.authority, &self.sessions[role], &place).await.unwrap().unwrap()
    }

    pub(crate) async fn send(&self, mut request: Request<Body>) -> Answer {
        let source: IpAddr = SOURCE.parse().unwrap();
        request.extensions_mut().insert(ClientAddress(source));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let text = String::from_utf8(body.collect().await.unwrap().to_bytes().into()).unwrap();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    pub(crate) fn request(method: &str, path: &str, session: Option<&str>) -> http::request::Builder {
        let request =
            Request::builder().method(method).uri(path).header("host", HOST).header("user-agent", BROWSER);
        match session {
            Some(session) => request.header("cookie", format!("{COOKIE}={session}")),
            None => request,
        }
    }

    pub(crate) async fn get(&self, path: &str, session: Option<&str>) -> Answer {
        self.send(Town::request("GET", path, session).body(Body::empty()).unwrap()).await
    }

    /// A page as somebody of this role sees it.
    pub(crate) async fn page(&self, role: &str, path: &str) -> Answer {
        self.get(path, Some(&self.sessions[role])).await
    }

    /// A form of a page of ours, with exactly these fields.
    pub(crate) async fn send_form(
        &self,
        path: &str,
        session: Option<&str>,
        fields: &[(&str, &str)],
    ) -> Answer {
        self.send(Town::form(path, session, fields).body(fields_of(fields)).unwrap()).await
    }

    fn form(path: &str, session: Option<&str>, _: &[(&str, &str)]) -> http::request::Builder {
        let request = Town::request("POST", path, session).header("sec-fetch-site", "same-origin");
        request.header("content-type", "application/x-www-form-urlencoded")
    }

    /// A form of somebody, with the token of their session.
    pub(crate) async fn post(&self, session: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = csrf_of(&self.get("/settings", Some(session)).await);
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend(fields);
        self.send_form(path, Some(session), &all).await
    }

    /// The same over TLS that a trusted proxy ended.
    pub(crate) async fn send_over_tls(&self, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(OverTls(true));
        self.send(request).await
    }

    /// How many entries there are of an action.
    pub(crate) fn acts(&self, action: Action) -> usize {
        self.entries().into_iter().filter(|found| *found == action).count()
    }

    /// The actions of all entries.
    pub(crate) fn entries(&self) -> Vec<Action> {
        let entries = self.world.store.entries(LogId(0), 0, 100_000).unwrap();
        entries.iter().map(|entry| entry.draft.action).collect()
    }

    /// Everything in the log, as text.
    pub(crate) fn log(&self) -> String {
        format!("{:?}", self.world.store.entries(LogId(0), 0, 100_000).unwrap())
    }

    /// The link of the page that shows one, from its path on.
    pub(crate) fn link(page: &Answer) -> String {
        assert_eq!(page.status, StatusCode::CREATED, "{}", page.text);
        let at = page.text.split("/welcome/").nth(1).expect("the page has a link");
        format!("/welcome/{}", at.split('<').next().unwrap())
    }
}

fn fields_of(fields: &[(&str, &str)]) -> Body {
    Body::from(form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish())
}

/// The token of a page's forms.
pub(crate) fn csrf_of(page: &Answer) -> String {
    let at = page.text.split("name=\"csrf\" value=\"").nth(1);
    let at = at.unwrap_or_else(|| panic!("{}: {}", page.status, page.text));
    at.split('"').next().unwrap().to_owned()
}

/// The session an answer gives.
pub(crate) fn session_of(answer: &Answer) -> String {
    let cookies = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    // Browsers keep the last.
    let session = cookies.filter_map(|text| text.strip_prefix(&format!("{COOKIE}="))).next_back();
    let session = session.unwrap_or_else(|| panic!("no session: {} {}", answer.status, answer.text));
    session.split(';').next().unwrap().to_owned()
}

/// The value of a hidden field.
pub(crate) fn hidden_of(page: &Answer, name: &str) -> String {
    let at = page.text.split(&format!("name=\"{name}\" value=\"")).nth(1);
    at.unwrap_or_else(|| panic!("no {name}: {}", page.text)).split('"').next().unwrap().to_owned()
}

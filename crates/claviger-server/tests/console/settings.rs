//! What people look after themselves: profile, password, second factors, sessions, tokens.

use crate::check::good;
use crate::create::hidden;
use crate::town::{BROWSER, Town, csrf_of, hidden_of, password_of, session_of};
use crate::world::Answer;
use claviger::core::action::Action;
use claviger::core::otp;
use claviger::core::role::Role;
use http::StatusCode;

pub(crate) const GOOD: &str = "seventeen quiet otters ferry";

/// The bytes of a secret as it is shown.
fn base32(text: &str) -> Vec<u8> {
    let (mut bits, mut count, mut bytes) = (0u32, 0, Vec::new());
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(c).unwrap();
        bits = (bits << 5) | value as u32;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

pub(crate) fn shown(page: &Answer, id: &str) -> String {
    let from = page.text.split_once(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("{}", page.text)).1;
    from.split_once('>').unwrap().1.split_once('<').unwrap().0.to_owned()
}

/// The code of a secret at the town's time, `later` half minutes on.
pub(crate) fn code(town: &Town, secret: &str, later: u64) -> String {
    let step = town.world.authority.now().secs().cast_unsigned() / 30 + later;
    String::from_utf8(otp::code(&base32(secret), step).into()).unwrap()
}

/// Sets an authenticator up; gives the secret, the codes and the session that goes on.
pub(crate) async fn with_totp(town: &Town, session: &str) -> (String, Vec<String>, String) {
    let page = town.get("/settings/totp", Some(session)).await;
    good("/settings/totp", &page);
    assert!(page.text.contains("class=\"qr\""));
    let secret = shown(&page, "totp-secret");
    let fields = [("ticket", hidden_of(&page, "ticket")), ("code", code(town, &secret, 0))];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let made = town.post(session, "/settings/totp", &fields).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    good("/settings/totp", &made);
    let list = made.text.split_once("id=\"recovery-codes\"").unwrap().1.split_once("</ul>").unwrap().0;
    let codes: Vec<String> =
        list.split("<code>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect();
    assert_eq!(codes.len(), 10);
    (secret, codes, session_of(&made))
}

/// Tooth: a wrong code throws the secret away that is in the app by then.
#[tokio::test]
async fn a_wrong_code_leaves_the_secret_as_it_is_and_does_not_show_it_again() {
    let town = Town::open().await;
    let session = town.sessions["admin"].clone();
    let page = town.get("/settings/totp", Some(&session)).await;
    let (secret, ticket) = (shown(&page, "totp-secret"), hidden_of(&page, "ticket"));
    let wrong = code(&town, &secret, 7_000);
    let again = town.post(&session, "/settings/totp", &[("ticket", &ticket), ("code", &wrong)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    good("/settings/totp", &again);
    assert!(!again.text.contains(&secret) && !again.text.contains("class=\"qr\""), "shown once");
    let ticket = hidden_of(&again, "ticket");
    let right = code(&town, &secret, 0);
    let made = town.post(&session, "/settings/totp", &[("ticket", &ticket), ("code", &right)]).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
}

#[tokio::test]
async fn every_page_of_the_settings_is_fine_for_every_role() {
    let town = Town::open().await;
    for role in Role::OF_MEMBERS {
        for path in [
            "/settings",
            "/settings/security",
            "/settings/sessions",
            "/settings/totp",
            "/settings/recovery",
            "/settings/passkeys/new",
        ] {
            let page = town.page(role.name(), path).await;
            assert_eq!(page.status, StatusCode::OK, "{role}: {path}: {}", page.text);
            good(path, &page);
        }
        let tokens = town.page(role.name(), "/settings/tokens").await;
        let may = matches!(role, Role::Owner | Role::Admin | Role::Auditor);
        assert_eq!(tokens.status == StatusCode::OK, may, "{role}");
        let tab = town.page(role.name(), "/settings").await.text.contains("href=\"/settings/tokens\"");
        assert_eq!(tab, may, "{role}");
        good("/settings/tokens", &tokens);
    }
}

#[tokio::test]
async fn name_and_login_are_changed_with_one_entry() {
    let town = Town::open().await;
    let session = &town.sessions["viewer"];
    let before = town.entries().len();
    let saved =
        town.post(session, "/settings/profile", &[("name", "Ada Byron"), ("login", "ADA@example.org")]).await;
    assert_eq!(saved.headers["location"], "/settings", "{}", saved.text);
    assert_eq!(town.entries().len(), before + 1);
    let page = town.get("/settings", Some(session)).await;
    assert!(page.text.contains("value=\"Ada Byron\"") && page.text.contains("value=\"ada@example.org\""));
    let taken = town.post(session, "/settings/profile", &[("name", "Ada"), ("login", "owner")]).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.text.contains("id=\"login-wrong\""));
    for extra in ["role", "password", "account", "revision"] {
        let fields = [("name", "Ada"), ("login", "ada"), (extra, "owner")];
        assert_eq!(
            town.post(session, "/settings/profile", &fields).await.status,
            StatusCode::BAD_REQUEST,
            "{extra}"
        );
    }
}

#[tokio::test]
async fn a_password_is_changed_with_the_old_one_and_ends_every_other_session() {
    let town = Town::open().await;
    let session = town.sessions["viewer"].clone();
    let fields = [("login", "viewer"), ("password", &password_of("viewer"))];
    let elsewhere = session_of(&town.send_form("/sign-in", None, &fields).await);
    let change = async |old: &str, new: &str, again: &str| {
        town.post(&session, "/settings/password", &[("old", old), ("new", new), ("again", again)]).await
    };
    let old = password_of("viewer");
    for (old, new, again, field) in [
        ("mistyped-one", GOOD, GOOD, "old"),
        (old.as_str(), "short", "short", "new"),
        (old.as_str(), GOOD, "other", "again"),
    ] {
        let page = change(old, new, again).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        good("/settings/password", &page);
        assert!(page.text.contains(&format!("id=\"{field}-wrong\"")), "{field}: {}", page.text);
        assert!(!page.text.contains(GOOD) && !page.text.contains(old));
    }
    let changed = change(&old, GOOD, GOOD).await;
    assert_eq!(changed.headers["location"], "/settings/security", "{}", changed.text);
    let fresh = session_of(&changed);
    for gone in [&session, &elsewhere] {
        assert_eq!(town.get("/keys", Some(gone)).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(town.get("/keys", Some(&fresh)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_second_factor_is_set_up_asked_for_and_taken_away() {
    let town = Town::open().await;
    let (secret, codes, session) = with_totp(&town, &town.sessions["admin"]).await;
    assert_eq!(
        town.get("/settings", Some(&town.sessions["admin"])).await.status,
        StatusCode::SEE_OTHER,
        "rotated"
    );
    for path in ["/settings/security", "/audit", "/team"] {
        let page = town.get(path, Some(&session)).await;
        assert!(!page.text.contains(&secret) && !page.text.contains(&codes[0]), "{path}");
    }
    let log = town.log();
    assert!(!log.contains(&secret.replace(' ', "")) && codes.iter().all(|code| !log.contains(code)));
    town.world.clock.step_secs(60);
    let sign_in = [("login", "admin"), ("password", &password_of("admin")), ("next", "/keys")];
    let asked = town.send_form("/sign-in", None, &sign_in).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text);
    good("/sign-in", &asked);
    assert!(!asked.headers.contains_key("set-cookie") && asked.text.contains("second factor"));
    let give = async |page: &Answer, name: &str, value: &str| {
        let mut fields: Vec<(String, String)> = hidden(page);
        fields.dedup_by(|a, b| a.0 == b.0);
        let mut seen = std::collections::BTreeSet::new();
        fields.retain(|(name, _)| seen.insert(name.clone()) && name != "credential");
        fields.push((name.to_owned(), value.to_owned()));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        town.send_form("/sign-in/factor", None, &fields).await
    };
    let wrong = give(&asked, "code", "000000").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    good("/sign-in/factor", &wrong);
    assert!(
        wrong.text.contains("name=\"code\"") && wrong.text.contains("name=\"recovery\""),
        "both ways are still there"
    );
    let right = code(&town, &secret, 0);
    let fine = give(&wrong, "code", &right).await;
    assert_eq!(fine.headers["location"], "/keys", "{}", fine.text);
    let again = give(&asked, "code", &right).await;
    assert_ne!(again.status, StatusCode::SEE_OTHER, "a code works once");
    let asked = town.send_form("/sign-in", None, &sign_in).await;
    let recovered = give(&asked, "recovery", &codes[3]).await;
    assert_eq!(recovered.headers["location"], "/keys", "{}", recovered.text);
    let asked = town.send_form("/sign-in", None, &sign_in).await;
    assert_ne!(give(&asked, "recovery", &codes[3]).await.status, StatusCode::SEE_OTHER, "once");
    let session = session_of(&recovered);
    assert!(town.get("/settings/security", Some(&session)).await.text.contains("You have 9 left"));
    let removed = town.post(&session, "/settings/totp/remove", &[]).await;
    assert_eq!(removed.headers["location"], "/settings/security", "{}", removed.text);
}

/// Tooth: the cookie of the proof set behind that of what was carried on.
#[tokio::test]
async fn a_factor_taken_away_behind_a_proof_leaves_the_browser_signed_in() {
    let town = Town::open().await;
    let (secret, _, session) = with_totp(&town, &town.sessions["admin"]).await;
    town.world.clock.step_secs(6 * 60);
    let asked = town.post(&session, "/settings/totp/remove", &[]).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN, "{}", asked.text);
    let mut seen = std::collections::BTreeSet::new();
    let mut fields: Vec<(String, String)> = hidden(&asked);
    fields.retain(|(name, _)| name != "credential" && seen.insert(name.clone()));
    fields.push(("csrf".to_owned(), csrf_of(&asked)));
    fields.push(("code".to_owned(), code(&town, &secret, 0)));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let done = town.send_form("/prove", Some(&session), &fields).await;
    assert_eq!(done.headers["location"], "/settings/security", "{}", done.text);
    assert_eq!(town.get("/settings/security", Some(&session_of(&done))).await.status, StatusCode::OK);
}

#[tokio::test]
async fn new_recovery_codes_are_shown_once() {
    let town = Town::open().await;
    let (_, old, session) = with_totp(&town, &town.sessions["viewer"]).await;
    let page = town.get("/settings/recovery", Some(&session)).await;
    good("/settings/recovery", &page);
    let fresh = town.post(&session, "/settings/recovery", &[]).await;
    assert_eq!(fresh.status, StatusCode::CREATED, "{}", fresh.text);
    good("/settings/recovery", &fresh);
    assert!(
        fresh.text.contains("I have saved them")
            && fresh.text.contains("download=\"claviger-recovery-codes.txt\"")
    );
    assert!(old.iter().all(|code| !fresh.text.contains(code)));
}

#[tokio::test]
async fn sessions_are_told_by_place_and_device_and_ended() {
    let town = Town::open().await;
    let session = town.sessions["viewer"].clone();
    let fields = [("login", "viewer"), ("password", &password_of("viewer"))];
    let mut others = Vec::new();
    for _ in 0..2 {
        others.push(session_of(&town.send_form("/sign-in", None, &fields).await));
    }
    let page = town.get("/settings/sessions", Some(&session)).await;
    good("/settings/sessions", &page);
    assert_eq!(page.text.matches("Firefox on Linux").count(), 3 + 2, "and in the words of two buttons");
    assert_eq!(page.text.matches("This one").count(), 1);
    assert!(page.text.contains("198.51.100.9") && !page.text.contains(BROWSER));
    let path =
        page.text.split("action=\"/settings/sessions/session_").nth(1).unwrap().split('"').next().unwrap();
    let before = town.entries().len();
    let path = format!("/settings/sessions/session_{path}");
    let ended = town.post(&session, &path, &[("back", "/settings/sessions")]).await;
    assert_eq!((ended.status, town.entries().len()), (StatusCode::SEE_OTHER, before + 1));
    let left = async |session: &str| town.get("/keys", Some(session)).await.status == StatusCode::OK;
    assert_eq!(u8::from(left(&others[0]).await) + u8::from(left(&others[1]).await), 1);
    let foreign = town.signed("admin").await.session.id;
    let not_mine = town.post(&session, &format!("/settings/sessions/{foreign}/end"), &[("back", "/")]).await;
    assert!(matches!(not_mine.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{}", not_mine.status);
    town.post(&session, "/settings/sessions/end-others", &[]).await;
    assert!(!left(&others[0]).await && !left(&others[1]).await && left(&session).await);
    assert!(left(&town.sessions["admin"]).await);
}

#[tokio::test]
async fn tokens_are_made_rotated_and_revoked_and_shown_once() {
    let town = Town::open().await;
    let session = &town.sessions["admin"];
    let made =
        town.post(session, "/settings/tokens", &[("name", "ci"), ("role", "viewer"), ("days", "30")]).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    good("/settings/tokens", &made);
    let token = shown(&made, "token");
    assert!(token.starts_with("ClavAdm1"));
    let list = town.get("/settings/tokens", Some(session)).await;
    good("/settings/tokens", &list);
    assert!(
        list.text.contains("<bdi>ci</bdi>") && !list.text.contains(&token) && !town.log().contains(&token)
    );
    let line = list.text.split("<bdi>ci</bdi>").nth(1).unwrap();
    let rotate = line.split("action=\"").nth(1).unwrap().split('"').next().unwrap();
    let rotated = town.post(session, rotate, &[]).await;
    assert_eq!(rotated.status, StatusCode::CREATED);
    assert!(shown(&rotated, "token") != token);
    let revoked = town.post(session, &rotate.replace("rotate", "revoke"), &[]).await;
    assert_eq!(revoked.headers["location"], "/settings/tokens");
    for (fields, field) in [
        ([("name", ""), ("role", "viewer"), ("days", "30")], "name"),
        ([("name", "x"), ("role", "owner"), ("days", "30")], "role"),
        ([("name", "x"), ("role", "viewer"), ("days", "31")], "days"),
    ] {
        let wrong = town.post(session, "/settings/tokens", &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        good("/settings/tokens", &wrong);
        assert!(wrong.text.contains(&format!("id=\"{field}-wrong\"")), "{field}");
    }
    let above =
        town.post(session, "/settings/tokens", &[("name", "x"), ("role", "operator"), ("days", "30")]).await;
    assert_eq!(above.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whoever_came_with_a_token_has_no_settings_of_a_person() {
    let town = Town::open().await;
    let token = town.world.tokens["admin"].clone();
    let session = session_of(&town.send_form("/sign-in/token", None, &[("token", &token)]).await);
    let page = town.get("/settings", Some(&session)).await;
    good("/settings", &page);
    assert!(
        page.text.contains("belongs to the administration token")
            && !page.text.contains("/settings/security")
    );
    for path in ["/settings/security", "/settings/sessions", "/settings/totp", "/settings/recovery", "/prove"]
    {
        let refused = town.get(path, Some(&session)).await;
        assert!(
            matches!(refused.status, StatusCode::FORBIDDEN | StatusCode::CONFLICT),
            "{path}: {}",
            refused.status
        );
        good(path, &refused);
    }
    assert_eq!(town.get("/team", Some(&session)).await.status, StatusCode::OK);
    assert!(!csrf_of(&page).is_empty() && town.acts(Action::SessionBegin) > 0);
}

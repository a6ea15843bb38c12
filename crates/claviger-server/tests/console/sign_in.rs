//! Signing in as a person: in words, in cookies, in what nobody learns from it.

use crate::check::good;
use crate::town::{COOKIE, Town, csrf_of, password_of, session_of};
use axum::body::Body;
use claviger::core::action::Action;
use http::StatusCode;

async fn sign_in(town: &Town, login: &str, password: &str) -> crate::world::Answer {
    town.send_form("/sign-in", None, &[("login", login), ("password", password), ("next", "/keys")]).await
}

#[tokio::test]
async fn a_login_and_a_password_give_a_session_and_the_page_that_was_asked_for() {
    let town = Town::open().await;
    let outside = town.get("/keys?state=frozen", None).await;
    assert_eq!(outside.headers["location"], "/sign-in?next=%2Fkeys%3Fstate%3Dfrozen");
    let form = town.get("/sign-in?next=%2Fkeys%3Fstate%3Dfrozen", None).await;
    good("/sign-in", &form);
    assert!(form.text.contains("value=\"/keys?state=frozen\"") && form.text.contains("/forgotten"));
    let before = town.acts(Action::SessionBegin);
    let answer = sign_in(&town, "ADMIN", &password_of("admin")).await;
    assert_eq!(
        (answer.status, &answer.headers["location"]),
        (StatusCode::SEE_OTHER, &"/keys".parse().unwrap())
    );
    assert_eq!(town.acts(Action::SessionBegin), before + 1);
    let page = town.get("/keys", Some(&session_of(&answer))).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Member admin") && page.text.contains("Meridian Desk"));
}

#[tokio::test]
async fn a_wrong_password_reads_like_a_login_that_nobody_has() {
    let town = Town::open().await;
    let wrong = sign_in(&town, "admin", "not this one").await;
    let nobody = sign_in(&town, "nobody", "not this one").await;
    for answer in [&wrong, &nobody] {
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        good("/sign-in", answer);
        assert!(!answer.headers.contains_key("set-cookie") && !answer.text.contains("not this one"));
    }
    let named = |text: &str, login: &str| text.replace(&format!("value=\"{login}\""), "value=\"x\"");
    assert_eq!(named(&wrong.text, "admin"), named(&nobody.text, "nobody"));
}

#[tokio::test]
async fn too_many_tries_are_told_how_long_to_wait() {
    let town = Town::open().await;
    let mut slowed = None;
    for _ in 0..40 {
        let answer = sign_in(&town, "admin", "not this one").await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            slowed = Some(answer);
            break;
        }
    }
    let slowed = slowed.expect("somebody who guesses is slowed down");
    good("/sign-in", &slowed);
    assert!(slowed.text.contains("too many tries") && slowed.text.contains("Wait "), "{}", slowed.text);
}

#[tokio::test]
async fn the_cookie_is_for_the_server_alone_and_for_tls_where_there_is_some() {
    let town = Town::open().await;
    let fields = format!("login=admin&password={}", password_of("admin").replace(' ', "+"));
    for (tls, start, end) in
        [(false, "claviger-session=", "SameSite=Lax"), (true, "__Host-claviger=", "; Secure")]
    {
        let request = Town::request("POST", "/sign-in", None).header("sec-fetch-site", "same-origin");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let request = request.body(Body::from(fields.clone())).unwrap();
        let answer = if tls { town.send_over_tls(request).await } else { town.send(request).await };
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let cookie = answer.headers["set-cookie"].to_str().unwrap().to_owned();
        assert!(cookie.starts_with(start) && cookie.ends_with(end), "{cookie}");
        assert!(
            cookie.contains("; Path=/; HttpOnly; SameSite=Lax") && !cookie.contains("Domain"),
            "{cookie}"
        );
        assert!(!cookie.contains("Max-Age"), "it ends with the browser");
        // Each name counts on its own side alone.
        let session = cookie.split_once('=').unwrap().1.split(';').next().unwrap().to_owned();
        let bring =
            |name: &str| Town::request("GET", "/keys", None).header("cookie", format!("{name}={session}"));
        let (good_name, other) = if tls { ("__Host-claviger", COOKIE) } else { (COOKIE, "__Host-claviger") };
        for (name, status) in [(good_name, StatusCode::OK), (other, StatusCode::SEE_OTHER)] {
            let request = bring(name).body(Body::empty()).unwrap();
            let page = if tls { town.send_over_tls(request).await } else { town.send(request).await };
            assert_eq!(page.status, status, "{name}");
        }
    }
}

#[tokio::test]
async fn no_session_from_before_is_good_afterwards() {
    let town = Town::open().await;
    let old = town.sessions["admin"].clone();
    for planted in ["planted", &old] {
        let fields = [("login", "owner"), ("password", &password_of("owner")), ("next", "/keys")];
        let answer = town.send_form("/sign-in", Some(planted), &fields).await;
        let fresh = session_of(&answer);
        assert_ne!(fresh, planted);
        assert_eq!(town.get("/keys", Some(planted)).await.status, StatusCode::SEE_OTHER, "it has ended");
        assert_eq!(town.get("/keys", Some(&fresh)).await.status, StatusCode::OK);
    }
}

/// The tooth of the test above: a session that nothing ends goes on, and would be seen to.
#[tokio::test]
async fn tooth_a_session_that_is_left_alone_goes_on() {
    let town = Town::open().await;
    let old = town.sessions["admin"].clone();
    sign_in(&town, "owner", &password_of("owner")).await;
    assert_eq!(town.get("/keys", Some(&old)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_is_sent_to_another_host_or_signed_in_by_another_site() {
    let town = Town::open().await;
    let password = password_of("admin");
    for next in
        ["//evil.example", "https://evil.example", "/\\evil.example", "keys", "javascript:a", "/a\r\nb"]
    {
        let fields = [("login", "admin"), ("password", &password), ("next", next)];
        let answer = town.send_form("/sign-in", None, &fields).await;
        assert_eq!(answer.headers["location"], "/", "{next:?}");
        let quoted: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
        for path in ["/sign-in?next=", "/sign-in/token?next="] {
            let form = town.get(&format!("{path}{quoted}"), None).await;
            good(path, &form);
            assert!(!form.text.contains("evil") && !form.text.contains("javascript"), "{next:?}");
        }
        let proof = town.page("admin", &format!("/prove?next={quoted}")).await;
        assert!(!proof.text.contains("evil") && !proof.text.contains("javascript"), "{next:?}");
    }
    let body = format!("login=admin&password={}", password.replace(' ', "+"));
    for headers in [&[("sec-fetch-site", "cross-site")][..], &[("origin", "https://evil.example")], &[]] {
        let mut request = Town::request("POST", "/sign-in", None);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = town.send(request.body(Body::from(body.clone())).unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
        assert!(!answer.headers.contains_key("set-cookie"));
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_and_only_that_one() {
    let town = Town::open().await;
    let (here, elsewhere) = (town.sessions["admin"].clone(), town.sessions["owner"].clone());
    let csrf = csrf_of(&town.get("/settings", Some(&here)).await);
    let foreign = csrf_of(&town.get("/settings", Some(&elsewhere)).await);
    assert_ne!(csrf, foreign);
    assert!(!csrf.contains(&here) && !here.contains(&csrf), "the form's token is not the session");
    for bad in [foreign.as_str(), ""] {
        let answer = town.send_form("/sign-out", Some(&here), &[("csrf", bad)]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    let answer = town.send_form("/sign-out", Some(&here), &[("csrf", &csrf)]).await;
    assert_eq!(answer.headers["location"], "/sign-in?out=1");
    assert!(answer.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(town.get("/keys", Some(&here)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(town.get("/keys", Some(&elsewhere)).await.status, StatusCode::OK);
    assert_eq!(town.acts(Action::SessionEnd), 1);
}

/// Whatever became of the session meanwhile: whoever wants out is out, and the browser forgets it.
#[tokio::test]
async fn signing_out_of_a_session_that_has_ended_is_signing_out() {
    let town = Town::open().await;
    let (here, elsewhere) = (town.sessions["admin"].clone(), town.sessions["owner"].clone());
    let csrf = csrf_of(&town.get("/settings", Some(&here)).await);
    let fields = [("name", "Member admin"), ("keys", "freeze"), ("heir", "")];
    let member = town.signed("admin").await.member.id;
    let removed = town.post(&elsewhere, &format!("/team/{member}/remove"), &fields).await;
    assert_eq!(removed.status, StatusCode::OK, "{}", removed.text);
    for cookie in [Some(here.as_str()), Some("nonsense"), None] {
        let answer = town.send_form("/sign-out", cookie, &[("csrf", &csrf)]).await;
        assert_eq!(
            (answer.status, &answer.headers["location"]),
            (StatusCode::SEE_OTHER, &"/sign-in?out=1".parse().unwrap())
        );
        assert!(answer.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    }
    assert_eq!(town.acts(Action::SessionEnd), 0, "nothing was ended by it");
}

#[tokio::test]
async fn every_page_before_the_door_is_fine_and_takes_only_what_it_knows() {
    let town = Town::open().await;
    for path in ["/sign-in", "/sign-in?out=1", "/sign-in/token", "/forgotten", "/welcome/nothing"] {
        good(path, &town.get(path, None).await);
    }
    for path in
        ["/sign-in", "/sign-in/factor", "/sign-in/token", "/sign-out", "/welcome/x", "/welcome/x/judge"]
    {
        let answer = town.send_form(path, None, &[("role", "owner")]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(answer.text.contains("role is not known here"), "{path}: {}", answer.text);
    }
}

//! First run, signing in and out, revoking.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::harness::TestServer;
use crate::harness::server::{ADMIN, PASSWORD, send};

#[tokio::test]
async fn first_run_makes_one_admin_and_then_closes() {
    let server = TestServer::start().await;
    let client = server.anonymous();
    assert_eq!(client.get("/api/v1/setup").await.json["needs_setup"], true);

    let body = json!({ "username": ADMIN, "password": PASSWORD });
    let (first, second) = tokio::join!(client.post("/api/v1/setup", &body), client.post("/api/v1/setup", &body));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);

    let made = if first.status == StatusCode::CREATED { first } else { second };
    assert_eq!(made.json["user"]["username"], ADMIN);
    assert_eq!(made.json["user"]["role"], "admin");
    assert!(made.json["expires_at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(client.get("/api/v1/setup").await.json["needs_setup"], false);
    let again = json!({ "username": "other", "password": PASSWORD });
    assert_eq!(client.post("/api/v1/setup", &again).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn sign_in_gives_a_token_and_a_cookie_that_script_cannot_read() {
    let server = TestServer::start().await;
    server.setup_admin().await;
    let body = json!({ "username": "ANNA", "password": PASSWORD, "device_name": "tv" });
    let answer = server.anonymous().post("/api/v1/auth/login", &body).await;
    assert_eq!(answer.status, StatusCode::OK);
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("revenge_session=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
    assert!(cookie.contains("Path=/") && !cookie.contains("Secure"), "{cookie}");

    let client = server.anonymous().with_token(answer.json["access_token"].as_str().unwrap());
    assert_eq!(client.get("/api/v1/auth/me").await.json["username"], ADMIN);
    let sessions = client.get("/api/v1/auth/sessions").await.json;
    assert_eq!(sessions["items"].as_array().unwrap().len(), 2);
    assert_eq!(sessions["items"][0]["device_name"], "tv");
    assert_eq!(sessions["items"][0]["current"], true);
    let page = client.get("/api/v1/auth/sessions?limit=1").await.json;
    let next =
        client.get(&format!("/api/v1/auth/sessions?cursor={}", page["next_cursor"].as_str().unwrap())).await.json;
    assert_eq!(next["items"][0]["id"], sessions["items"][1]["id"]);
    assert!(next["next_cursor"].is_null());
}

#[tokio::test]
async fn cookie_reads_freely_and_writes_only_with_the_header_that_other_sites_cannot_send() {
    let server = TestServer::start().await;
    let token = server.setup_admin().await.token().to_owned();
    let cookie = format!("theme=dark; revenge_session={token}");
    let with = |method, path: &str| server.anonymous().request(method, path).header("cookie", &cookie);
    assert_eq!(send(with(Method::GET, "/api/v1/auth/me")).await.status, StatusCode::OK);
    assert_eq!(send(with(Method::POST, "/api/v1/auth/logout")).await.status, StatusCode::FORBIDDEN);
    let answer = send(with(Method::POST, "/api/v1/auth/logout").header("x-csrf", "1")).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(send(with(Method::GET, "/api/v1/auth/me")).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn revoked_sign_in_is_refused_at_the_next_request() {
    let server = TestServer::start().await;
    let first = server.setup_admin().await;
    let second = server.sign_in(ADMIN, PASSWORD).await;
    assert_eq!(first.get("/api/v1/auth/me").await.status, StatusCode::OK);
    let sessions = second.get("/api/v1/auth/sessions").await.json;
    let others = sessions["items"].as_array().unwrap().iter().find(|s| s["current"] == false).unwrap().clone();
    let path = format!("/api/v1/auth/sessions/{}", others["id"].as_str().unwrap());
    assert_eq!(second.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(first.get("/api/v1/auth/me").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(second.delete(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_ends_the_sign_in_of_somebody_else() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    let user = server.add_user("bert").await;
    let id = admin.get("/api/v1/auth/sessions").await.json["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(user.delete(&format!("/api/v1/auth/sessions/{id}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(admin.get("/api/v1/auth/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn new_password_ends_all_sign_ins() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    let fresh = revenge::base::Secret::new("another long password");
    server.state.accounts.reset_password(ADMIN, &fresh).await.unwrap();
    assert_eq!(admin.get("/api/v1/auth/me").await.status, StatusCode::UNAUTHORIZED);
    server.sign_in(ADMIN, "another long password").await;
}

#[tokio::test]
async fn guessing_is_slowed_per_account_whatever_headers_say() {
    let server = TestServer::start().await;
    server.setup_admin().await;
    let mut refused = 0;
    for n in 0..14 {
        let body = json!({ "username": ADMIN, "password": format!("wrong password {n}") });
        let request = server.anonymous().request(Method::POST, "/api/v1/auth/login").json(&body);
        let answer = send(request.header("x-forwarded-for", format!("203.0.113.{n}"))).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0);
            refused += 1;
        } else {
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        }
    }
    assert_eq!(refused, 4);
    let right = json!({ "username": ADMIN, "password": PASSWORD });
    assert_eq!(server.anonymous().post("/api/v1/auth/login", &right).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn guessing_is_slowed_per_address_over_many_accounts() {
    let server = TestServer::start().await;
    server.setup_admin().await;
    let mut last = StatusCode::OK;
    for n in 0..32 {
        // Too short for any password: refused without a hash, counted all the same.
        let body = json!({ "username": format!("user{n}"), "password": "x" });
        last = server.anonymous().post("/api/v1/auth/login", &body).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn names_that_only_look_right_open_nothing() {
    let server = TestServer::start().await;
    server.setup_admin().await;
    for name in ["", "%", "_", "anna ", " anna", "аnna", "ａｎｎａ", "an\u{200b}na", "ann%", "anna\u{0301}\u{202e}"]
    {
        let answer =
            server.anonymous().post("/api/v1/auth/login", &json!({ "username": name, "password": PASSWORD })).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{name:?}");
    }
    for (password, status) in [("", 401), ("x", 401), (&*"x".repeat(1025), 401), (&*"x".repeat(1_100_000), 413)] {
        let answer =
            server.anonymous().post("/api/v1/auth/login", &json!({ "username": ADMIN, "password": password })).await;
        assert_eq!(answer.status.as_u16(), status, "{} bytes", password.len());
    }
}

#[tokio::test]
async fn names_and_passwords_that_cannot_be_are_refused_by_field() {
    let server = TestServer::start().await;
    let client = server.anonymous();
    for name in ["", " ", "a ", "a\tb", "a\u{200b}b", "ａnna", "аnna", &"x".repeat(65)] {
        let answer = client.post("/api/v1/setup", &json!({ "username": name, "password": PASSWORD })).await;
        assert_eq!((answer.status.as_u16(), answer.pointers()), (422, vec!["/username"]), "{name:?}");
    }
    for password in ["", "seven77", &"x".repeat(1025)] {
        let answer = client.post("/api/v1/setup", &json!({ "username": ADMIN, "password": password })).await;
        assert_eq!((answer.status.as_u16(), answer.pointers()), (422, vec!["/password"]), "{password:?}");
    }
    assert_eq!(client.get("/api/v1/setup").await.json["needs_setup"], true);
}

//! The embedded UI: addresses inside of it get its page, files of other versions do not.

use std::io::Read;

use reqwest::{Method, StatusCode};

use crate::harness::TestServer;
use crate::harness::server::send;

#[tokio::test]
async fn addresses_get_the_page_and_unknown_files_do_not() {
    let server = TestServer::start().await;
    let client = server.anonymous();
    let page = client.get("/").await;
    // Without a built UI the page says so; the rules for paths are the same.
    let expected = if page.text.contains("no web UI") { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    for path in ["/", "/item/0198a000-0000-7000-8000-000000000000", "/admin/libraries", "/watch/x"] {
        let answer = client.get(path).await;
        assert_eq!(answer.status, expected, "{path}");
        assert!(answer.header("content-type").starts_with("text/html"));
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("script-src 'self' 'unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    for path in [
        "/_app/immutable/old.abc123.js",
        "/nothing.js",
        "/..%2fCargo.toml",
        "/%2e%2e/%2e%2e/etc/passwd.txt",
        "/index.html.br",
        "/index.html.gz",
    ] {
        let answer = client.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    for path in ["/api", "/api/", "/api/v2/items", "/stream/x/file", "/stream/x"] {
        assert_eq!(client.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(send(client.request(Method::POST, "/")).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn page_is_asked_for_again_and_compressed_where_understood() {
    let server = TestServer::start().await;
    let client = server.anonymous();
    let plain = client.get("/").await;
    if plain.status != StatusCode::OK {
        // Built without the UI: there is nothing to keep or to compress.
        return;
    }
    assert_eq!(plain.header("cache-control"), "no-cache");
    let small = send(client.request(Method::GET, "/").header("accept-encoding", "gzip, br;q=0.8")).await;
    assert_eq!((small.header("content-encoding"), small.header("vary")), ("br", "accept-encoding"));
    assert_ne!(small.header("etag"), plain.header("etag"));
    // As browsers ask over plain HTTP.
    let zipped = send(client.request(Method::GET, "/").header("accept-encoding", "gzip, deflate")).await;
    assert_eq!(zipped.header("content-encoding"), "gzip");
    let refused = send(client.request(Method::GET, "/").header("accept-encoding", "br;q=0")).await;
    assert_eq!(refused.header("content-encoding"), "");
    let again = send(client.request(Method::GET, "/").header("if-none-match", plain.header("etag"))).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.header("content-security-policy").contains("script-src 'self'"));
    // A module is bound by the page's policy, and may do nothing where it is opened by itself.
    let module = plain.text.split("href=\"").find(|rest| rest.starts_with("/_app/immutable/entry/start")).unwrap();
    let module = client.get(module.split('"').next().unwrap()).await;
    assert_eq!(module.status, StatusCode::OK);
    let policy = module.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("script-src"), "{policy}");
}

/// Only compressed forms of a file that is worth it are in the binary.
#[tokio::test]
async fn every_form_of_a_file_is_the_same_file() {
    let server = TestServer::start().await;
    let client = server.anonymous();
    let page = client.get("/").await.text;
    let addresses =
        page.split('"').filter(|part| part.starts_with("/_app/immutable/") && part.rsplit('.').next() == Some("js"));
    let mut n_compressed = 0;
    for address in addresses {
        let plain = client.get(address).await;
        assert_eq!((plain.status, plain.header("content-encoding")), (StatusCode::OK, ""), "{address}");
        for encoding in ["gzip", "br"] {
            let request = client.request(Method::GET, address).header("accept-encoding", encoding);
            let answer = request.send().await.unwrap();
            assert_eq!(answer.headers()["content-type"], "text/javascript; charset=utf-8");
            let Some(sent) = answer.headers().get("content-encoding").cloned() else { continue };
            assert_eq!(sent, encoding);
            assert_ne!(answer.headers()["etag"], plain.header("etag"));
            assert_eq!(unpacked(encoding, &answer.bytes().await.unwrap()), plain.text, "{address}, {encoding}");
            n_compressed += 1;
        }
    }
    assert!(n_compressed > 0 || !page.contains("/_app/"), "{page}");
}

fn unpacked(encoding: &str, bytes: &[u8]) -> String {
    let mut text = Vec::new();
    match encoding {
        "gzip" => drop(flate2::read::GzDecoder::new(bytes).read_to_end(&mut text).unwrap()),
        _ => brotli::BrotliDecompress(&mut &*bytes, &mut text).unwrap(),
    }
    String::from_utf8(text).unwrap()
}

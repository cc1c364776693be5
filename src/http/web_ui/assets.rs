//! Files of the UI: which one a path means, in which encoding, how long it may be kept.
//!
//! Embedded is what is sent: Brotli for browsers over HTTPS, gzip for those that come by plain HTTP, where none takes
//! Brotli. What both are smaller than is not embedded itself; a client that takes neither gets gzip undone.

use std::borrow::Cow;
use std::io::Read;

use axum::body::Bytes;
use axum::http::HeaderMap;
use flate2::read::GzDecoder;
use rust_embed::{EmbeddedFile, Metadata, RustEmbed};

use crate::http::base_path::BasePath;
use crate::http::encoding::Encoding;
use crate::http::etag;

const PAGE: &str = "index.html";

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><title>Revenge</title><h1>Revenge is running</h1>\
    <p>This build has no web UI: <code>make build</code> embeds it.<p>The API is there: <a href=\"/api/docs\">API</a>.";

/// The smallest first, with what its name ends with.
const VARIANTS: [(Encoding, &str); 2] = [(Encoding::Brotli, "br"), (Encoding::Gzip, "gz")];

#[derive(RustEmbed)]
#[folder = "web/build"]
#[allow_missing = true]
struct Files;

/// A file as it is sent.
pub struct Asset {
    pub bytes: Bytes,
    pub tag: String,
    pub content_type: &'static str,
    pub cache_control: &'static str,
    /// None: as it is.
    pub encoding: Option<Encoding>,
}

/// What a path means.
pub enum Found {
    Asset(Asset),
    /// The UI is not part of this build.
    NoUi,
    Nothing,
}

pub fn find(path: &str, request: &HeaderMap, base: &BasePath) -> Found {
    let path = path.trim_start_matches('/');
    let name = if is_file_name(path) { path } else { PAGE };
    // The variants are served under the name of their original only.
    let is_variant = VARIANTS.iter().any(|(_, extension)| has_extension(name, extension));
    let found = if name == PAGE && !base.is_empty() { page(base) } else { load(name, request) };
    match found.filter(|_| !is_variant) {
        Some(asset) => Found::Asset(asset),
        None if Files::get(PAGE).is_none() && name == PAGE => Found::NoUi,
        None => Found::Nothing,
    }
}

fn load(name: &str, request: &HeaderMap) -> Option<Asset> {
    let (bytes, tag, encoding) = packed(name, request).or_else(|| plain(name))?;
    Some(Asset { bytes, tag, content_type: content_type(name), cache_control: cache_control(name), encoding })
}

type Form = (Bytes, String, Option<Encoding>);

fn packed(name: &str, request: &HeaderMap) -> Option<Form> {
    let accepted = VARIANTS.iter().filter(|(encoding, _)| encoding.is_accepted(request));
    let mut found = accepted.filter_map(|(encoding, extension)| Some((variant(name, extension)?, *encoding)));
    let (file, encoding) = found.next()?;
    Some((bytes_of(file.data), tag_of(&file.metadata), Some(encoding)))
}

fn plain(name: &str) -> Option<Form> {
    if let Some(file) = Files::get(name) {
        return Some((bytes_of(file.data), tag_of(&file.metadata), None));
    }
    let packed = variant(name, "gz")?;
    let mut bytes = Vec::new();
    GzDecoder::new(&*packed.data).read_to_end(&mut bytes).ok()?;
    let tag = format!("{}-plain", tag_of(&packed.metadata));
    Some((bytes.into(), tag, None))
}

fn variant(name: &str, extension: &str) -> Option<EmbeddedFile> {
    Files::get(&format!("{name}.{extension}"))
}

fn bytes_of(data: Cow<'static, [u8]>) -> Bytes {
    match data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    }
}

fn tag_of(metadata: &Metadata) -> String {
    let mut half = [0; 16];
    half.copy_from_slice(&metadata.sha256_hash()[..16]);
    format!("{:032x}", u128::from_be_bytes(half))
}

/// In place of a UI.
pub fn not_built(base: &BasePath) -> String {
    below(NOT_BUILT, base)
}

/// HTML of ours with its addresses below the base path. They all begin with a slash: the build checks it for the page.
fn below(html: &str, base: &BasePath) -> String {
    html.replace("=\"/", &format!("=\"{base}/"))
}

/// The page below a base path. Made on the spot: two packets are not worth compressing. Nothing else names a path of its own:
/// scripts and styles name each other from where they lie.
fn page(base: &BasePath) -> Option<Asset> {
    let html = below(&String::from_utf8_lossy(&Files::get(PAGE)?.data), base);
    let tag = etag::of_bytes(html.as_bytes());
    let (content_type, cache_control) = (content_type(PAGE), cache_control(PAGE));
    Some(Asset { bytes: html.into(), tag, content_type, cache_control, encoding: None })
}

/// Names under `_app/immutable` hold a hash of the content; all others must be asked for again.
fn cache_control(name: &str) -> &'static str {
    if name.starts_with("_app/immutable/") { "public, max-age=31536000, immutable" } else { "no-cache" }
}

fn is_file_name(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|last| last.contains('.'))
}

fn has_extension(name: &str, extension: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case(extension))
}

/// A closed list: with `nosniff` a wrong guess would be worse than none.
fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

//! The built web faces: widget, inbox, board, chat page and demo page, embedded in the binary.
//!
//! Owns their addresses, cache headers, compression and content security policy. Never builds them: `web/dist` is
//! committed, and a check fails when it differs from its sources.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use bytes::Bytes;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256, Sha384};
use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, LazyLock};

#[derive(RustEmbed)]
#[folder = "web/dist"]
struct Dist;

/// One file in the three forms that browsers ask for.
struct Asset {
    plain: Bytes,
    gzip: Bytes,
    brotli: Bytes,
    etag: HeaderValue,
    content_type: &'static str,
}

static ASSETS: LazyLock<HashMap<String, Arc<Asset>>> = LazyLock::new(|| {
    Dist::iter()
        .filter_map(|name| Dist::get(&name).map(|file| (name.to_string(), Arc::new(prepare(&name, &file.data)))))
        .collect()
});

/// Our pages load nothing from elsewhere and hold nothing inline. `{frames}` is who may frame them.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
     media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; frame-ancestors ";

/// Routes of the faces.
pub fn router() -> Router {
    Router::new()
        .route("/widget.js", get(|headers: HeaderMap| async move { widget(&headers) }))
        .route(
            "/assets/{*path}",
            get(|Path(path): Path<String>, headers: HeaderMap| async move { hashed(&path, &headers) }),
        )
        .route("/inbox", get(|headers: HeaderMap| async move { page("inbox.html", &headers) }))
        .route("/board", get(|headers: HeaderMap| async move { page("board.html", &headers) }))
        .route("/settings", get(|headers: HeaderMap| async move { page("settings.html", &headers) }))
        .route("/chat/{site}", get(|headers: HeaderMap| async move { page("chat.html", &headers) }))
}

/// The demo's host page; only `attune demo` serves it.
pub fn demo_router() -> Router {
    Router::new().route("/demo", get(|headers: HeaderMap| async move { page("demo.html", &headers) }))
}

/// What `integrity` says of `/widget.js`: `sha384-…`.
#[must_use]
pub fn widget_integrity() -> String {
    let digest = Dist::get("widget.js").map(|file| Sha384::digest(&file.data));
    digest.map_or_else(String::new, |digest| {
        format!("sha384-{}", base64::engine::general_purpose::STANDARD.encode(digest))
    })
}

/// Compresses everything now, off the first visitor's path.
pub fn warm_up() -> usize {
    ASSETS.len()
}

fn widget(headers: &HeaderMap) -> Response {
    open_to_hosts(serve("widget.js", headers, "public, max-age=300, stale-while-revalidate=86400"))
}

fn hashed(path: &str, headers: &HeaderMap) -> Response {
    let response = serve(&format!("assets/{path}"), headers, "public, max-age=31536000, immutable");
    // The widget fetches its second file as a module, across origins.
    if path.starts_with("widget-more-") { open_to_hosts(response) } else { response }
}

/// Lets pages of any origin run it: who may chat is decided by the session, not by who has the script.
fn open_to_hosts(mut response: Response) -> Response {
    let open = response.headers_mut();
    open.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    open.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    open.insert(HeaderName::from_static("timing-allow-origin"), HeaderValue::from_static("*"));
    response
}

fn page(name: &str, headers: &HeaderMap) -> Response {
    let mut response = serve(name, headers, "no-cache");
    let policy = HeaderValue::from_str(&format!("{PAGE_POLICY}'none'")).expect("the policy is ASCII");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

fn serve(name: &str, headers: &HeaderMap, cache: &'static str) -> Response {
    let Some(asset) = ASSETS.get(name) else { return StatusCode::NOT_FOUND.into_response() };
    let (body, encoding) = choose(asset, headers);
    let mut response = if headers.get(header::IF_NONE_MATCH) == Some(&asset.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        (StatusCode::OK, body).into_response()
    };
    let out = response.headers_mut();
    if let Some(encoding) = encoding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    out.insert(header::ETAG, asset.etag.clone());
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    out.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn choose(asset: &Asset, headers: &HeaderMap) -> (Bytes, Option<&'static str>) {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or("");
    let accepts = |name: &str| accepted.split(',').any(|part| part.trim().split(';').next() == Some(name));
    if accepts("br") {
        (asset.brotli.clone(), Some("br"))
    } else if accepts("gzip") {
        (asset.gzip.clone(), Some("gzip"))
    } else {
        (asset.plain.clone(), None)
    }
}

fn prepare(name: &str, data: &[u8]) -> Asset {
    let digest = Sha256::digest(data);
    let etag = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&digest[..12]);
    Asset {
        plain: Bytes::copy_from_slice(data),
        gzip: gzip(data).into(),
        brotli: brotli(data).into(),
        etag: HeaderValue::from_str(&format!("W/\"{etag}\"")).expect("base64 is ASCII"),
        content_type: content_type(name),
    }
}

fn gzip(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(data).and_then(|()| encoder.finish()).expect("writing to memory does not fail")
}

fn brotli(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    // Quality 9: 11 costs seconds at start for a few per cent.
    let mut writer = brotli::CompressorWriter::new(&mut out, 4096, 9, 22);
    writer.write_all(data).expect("writing to memory does not fail");
    drop(writer);
    out
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        // The charset matters: without it a page in another encoding cannot start the widget.
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

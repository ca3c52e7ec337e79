//! Members of the demo's staff, for tests that kill the server.

use serde_json::json;

/// Somebody of the demo's staff, logged in.
pub async fn logged_in(port: u16, name: &str) -> reqwest::Client {
    let http = reqwest::Client::builder().cookie_store(true).build().expect("a client");
    let origin = format!("http://127.0.0.1:{port}");
    let credentials = json!({"email": format!("{name}@demo.test"), "password": "demo"});
    let login = http.post(format!("{origin}/v1/login")).header("origin", &origin).json(&credentials);
    login.send().await.expect("an answer").error_for_status().expect("logged in");
    http
}

use super::*;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Shape {
    email: String,
    #[serde(default)]
    inner: Option<Inner>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Inner {
    n: u8,
}

fn problem(json: &str) -> Value {
    serde_json::to_value(decode::<Shape>(json.as_bytes()).expect_err(json)).expect("JSON")
}

#[test]
fn a_problem_names_the_field_that_does_not_fit() {
    for (json, field) in [
        (r#"{"email":{"$ne":1}}"#, json!("email")),
        (r#"{"email":["a"]}"#, json!("email")),
        (r#"{"email":null}"#, json!("email")),
        (r#"{"email":"a","inner":{"n":300}}"#, json!("inner.n")),
        (r#"{"email":"a","role":"admin"}"#, json!("role")),
        (r#"{"email":"a","email":"b"}"#, Value::Null),
        (r"{}", Value::Null),
        ("[]", Value::Null),
        ("", Value::Null),
        (r#"{"email":"a"} x"#, Value::Null),
        ("\u{0}", Value::Null),
    ] {
        let problem = problem(json);
        assert_eq!(problem["code"], "bad_frame", "{json}");
        assert_eq!(problem["field"], field, "{json}: {problem}");
        assert!(problem["rule"].is_string(), "{json}: {problem}");
    }
    assert_eq!(problem("{}")["rule"], "missing field `email` at line 1 column 2");
}

#[test]
fn a_deeply_nested_body_is_refused() {
    let deep = format!("{{\"email\":{}", "[".repeat(60_000));
    assert_eq!(problem(&deep)["code"], "bad_frame");
}

#[test]
fn query_numbers() {
    assert_eq!(numbers(None, ["after", "limit"]).expect("none"), [None, None]);
    assert_eq!(numbers(Some("limit=5&after=0"), ["after", "limit"]).expect("fits"), [Some(0), Some(5)]);
    for bad in ["limit=x", "limit=-1", "limit", "limit=1&limit=2", "sort=1", "limit=99999999999999999999"] {
        assert!(numbers(Some(bad), ["after", "limit"]).is_err(), "{bad}");
    }
}

#[test]
fn a_forwarded_address_counts_from_trusted_proxies_alone() {
    let ip = |text: &str| text.parse::<IpAddr>().expect("an address");
    let headers = |value: &str| {
        HeaderMap::from_iter([(HeaderName::from_static("x-forwarded-for"), value.parse().expect("a header"))])
    };
    let proxies = [ip("10.0.0.1"), ip("10.0.0.2")];
    let forged = headers("1.1.1.1, 192.0.2.9, 10.0.0.2");
    assert_eq!(sender(ip("10.0.0.1"), &forged, &proxies), ip("192.0.2.9"));
    assert_eq!(sender(ip("192.0.2.1"), &forged, &proxies), ip("192.0.2.1"));
    assert_eq!(sender(ip("10.0.0.1"), &headers("rubbish"), &proxies), ip("10.0.0.1"));
    assert_eq!(sender(ip("10.0.0.1"), &HeaderMap::new(), &proxies), ip("10.0.0.1"));
}

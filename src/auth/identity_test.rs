use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};

const SECRET: &str = "a secret of thirty-two bytes or more";
const NOW: Timestamp = Timestamp(1_795_600_000_000);
const NOW_SECONDS: i64 = NOW.0 / 1000;

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn signed_with(secret: &str, header: &Value, claims: &Value) -> String {
    let signed = format!("{}.{}", part(header), part(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
    mac.update(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

fn signed(claims: &Value) -> String {
    signed_with(SECRET, &json!({"alg": "HS256", "typ": "JWT"}), claims)
}

fn check(token: &str) -> Result<Identity, &'static str> {
    let secret = IdentitySecret::given(SECRET).expect("a secret");
    verified(token, &secret, NOW).map_err(|error| match error {
        AuthError::Invalid { field: "identity", rule } => rule,
        other => panic!("{other:?}"),
    })
}

fn refused(token: &str, about: &str) {
    let rule = check(token).expect_err("refused");
    assert!(rule.contains(about), "{rule:?} does not name {about:?}");
}

/// RFC 7515, appendix A.1: its key is 64 bytes, its claims have no `sub`.
#[test]
fn the_signature_of_the_standard_is_ours() {
    let key = URL_SAFE_NO_PAD
        .decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
        .expect("base64url");
    let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\
                 eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
                 dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let (signed, mac) = token.rsplit_once('.').expect("three parts");
    let mut own = Hmac::<Sha256>::new_from_slice(&key).expect("any length");
    own.update(signed.as_bytes());
    own.verify_slice(&URL_SAFE_NO_PAD.decode(mac).expect("base64url")).expect("the signature of the standard");
}

#[test]
fn a_signed_customer_is_who_the_shop_says() {
    let claims = json!({"sub": "u7", "exp": NOW_SECONDS + 300, "name": "Mei", "email": "mei@example.org",
        "attributes": {"plan": "gold"}, "iss": "not looked at"});
    let identity = check(&signed(&claims)).expect("accepted");
    assert_eq!((identity.user.as_str(), identity.name.as_deref()), ("u7", Some("Mei")));
    assert_eq!(identity.attributes["plan"], "gold");
    let fraction = json!({"sub": "u7", "exp": NOW.0 as f64 / 1000.0 + 0.5});
    assert_eq!(check(&signed(&fraction)).expect("accepted").name, None);
}

#[test]
fn what_is_not_signed_with_our_secret_counts_for_nothing() {
    let claims = json!({"sub": "u7", "exp": NOW_SECONDS + 300});
    let hs256 = json!({"alg": "HS256"});
    refused(&signed_with("another secret of thirty-two bytes", &hs256, &claims), "identity_secret");
    let good = signed(&claims);
    let (head, mac) = good.rsplit_once('.').expect("three parts");
    refused(&format!("{head}."), "identity_secret");
    let other = part(&json!({"sub": "admin", "exp": NOW_SECONDS + 300}));
    refused(&format!("{}.{other}.{mac}", head.split_once('.').expect("two").0), "identity_secret");
    for header in [json!({"alg": "none"}), json!({"alg": "HS384"}), json!({}), json!("HS256")] {
        refused(&signed_with(SECRET, &header, &claims), "alg");
    }
    for (text, about) in [("", "header.claims"), ("a.b", "header.claims"), (&format!("{head}.=="), "base64url")] {
        refused(text, about);
    }
    refused(&"x".repeat(9 * 1024), "8 KiB");
}

#[test]
fn a_token_holds_from_its_beginning_to_its_end_and_not_for_long() {
    let ends = |exp: Value| signed(&json!({"sub": "u7", "exp": exp}));
    refused(&ends(json!(NOW_SECONDS - 61)), "future");
    assert!(check(&ends(json!(NOW_SECONDS - 30))).is_ok(), "clocks differ a little");
    refused(&ends(json!(NOW_SECONDS + 2 * 24 * 60 * 60)), "24 hours");
    refused(&ends(json!("tomorrow")), "exp");
    refused(&signed(&json!({"sub": "u7"})), "exp");
    refused(&signed(&json!({"exp": NOW_SECONDS + 300})), "sub");
    refused(&signed(&json!({"sub": "u7", "exp": NOW_SECONDS + 300, "nbf": NOW_SECONDS + 200})), "nbf");
}

#[test]
fn claims_keep_their_limits() {
    let with = |field: &str, value: Value| {
        let mut claims = json!({"sub": "u7", "exp": NOW_SECONDS + 300});
        claims[field] = value;
        signed(&claims)
    };
    refused(&with("sub", json!("")), "`sub`");
    refused(&with("sub", json!("a\nb")), "`sub`");
    refused(&with("name", json!("n".repeat(201))), "`name`");
    refused(&with("email", json!("e".repeat(321))), "`email`");
    refused(&with("attributes", json!({"plan": "p".repeat(201)})), "attributes");
    refused(&with("attributes", json!({"n".repeat(41): "p"})), "attributes");
    let many: serde_json::Map<_, _> = (0..21).map(|n| (n.to_string(), json!("x"))).collect();
    refused(&with("attributes", Value::Object(many)), "attributes");
}

proptest! {
    #[test]
    fn no_text_is_accepted_or_breaks_it(text in "[A-Za-z0-9_.-]{0,200}|\\PC{0,80}") {
        prop_assert!(check(&text).is_err());
    }

    /// Whatever one character of a good token is changed to, it is refused, unless it stands for the same bytes.
    #[test]
    fn no_change_of_a_token_goes_unseen(place in 0_usize..400, to in "[A-Za-z0-9_.-]") {
        let token = signed(&json!({"sub": "u7", "exp": NOW_SECONDS + 300, "name": "Mei"}));
        let place = place % token.len();
        let changed = format!("{}{to}{}", &token[..place], &token[place + 1..]);
        prop_assume!(changed != token);
        prop_assert!(check(&changed).is_err(), "{changed}");
    }
}

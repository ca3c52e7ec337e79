//! Customers that a shop vouches for, at the doors: the same conversation on every device, and nobody else's word for it.

use super::support::{Staff, TestServer, Visitor, fresh_id, post};
use attune::clock::{Clock as _, SystemClock};
use attune::config::{Asked, Form, FormTopic, Segment};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac as _};
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use sha2::Sha256;

const SECRET: &str = "what shop and server alone share: 32 bytes or more";

/// As a shop's server makes it.
fn signed(secret: &str, mut claims: Value) -> String {
    claims["exp"] = json!(SystemClock.now().0 / 1000 + 300);
    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(json!({"alg": "HS256", "typ": "JWT"})), part(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
    mac.update(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

async fn shop() -> TestServer {
    TestServer::with(|settings| SECRET.clone_into(&mut settings.site.identity_secret)).await
}

async fn ask(server: &TestServer, body: Value) -> Response {
    post(&Client::new(), server, "/v1/sites/demo/session", body).await
}

async fn session(server: &TestServer, body: Value) -> Value {
    ask(server, body).await.error_for_status().expect("granted").json().await.expect("JSON")
}

/// A browser of this customer, and the conversation that it is in.
async fn browser(server: &TestServer, identity: &str) -> Visitor {
    let granted = session(server, json!({"identity": identity})).await;
    Visitor::again(server, granted["token"].as_str().expect("a token").to_owned()).await
}

/// The latest that the log knows of the customer.
async fn customer(lin: &mut Staff, conv: &str) -> Value {
    let log = lin.log(conv).await;
    log.iter().rev().find_map(|event| event["event"].get("customer").cloned()).expect("a customer")
}

#[tokio::test]
async fn a_signed_in_customer_goes_on_at_another_device_and_staff_know_who_it_is() {
    let server = shop().await;
    let claims = json!({"sub": "u7", "name": "Mei", "attributes": {"plan": "gold"}});
    let mut desk = browser(&server, &signed(SECRET, claims.clone())).await;
    desk.open().await;
    desk.say("Where is my order?").await;
    let mut phone = browser(&server, &signed(SECRET, claims)).await;
    assert_eq!(phone.conv, desk.conv);
    assert!(phone.history(0).await.iter().any(|item| item["text"] == "Where is my order?"));

    let mut lin = Staff::login(&server, "lin").await;
    let known = customer(&mut lin, &desk.conv).await;
    assert_eq!(known["identity"], json!({"user": "u7", "name": "Mei", "attributes": {"plan": "gold"}}));
    assert_eq!(known["name"], "Mei");

    // What the browser says of itself changes nothing of it, and stands beside it.
    let says = json!({"language": "en", "name": "The Queen", "email": "q@example.org", "attributes": {"plan": "all"}});
    let frame = json!({"t": "customer", "id": fresh_id(), "conv": phone.conv, "customer": says});
    phone.wire.ask_ok(frame).await;
    let known = customer(&mut lin, &desk.conv).await;
    assert_eq!((&known["name"], &known["email"]), (&json!("Mei"), &json!("q@example.org")));
    assert_eq!(known["identity"]["attributes"]["plan"], "gold");
    assert_eq!(known["attributes"]["plan"], "all");
}

#[tokio::test]
async fn staff_find_what_a_customer_wrote_before_on_another_device() {
    let server = shop().await;
    let claims = json!({"sub": "u7"});
    let mut desk = browser(&server, &signed(SECRET, claims.clone())).await;
    desk.open().await;
    desk.say("My first question").await;
    assert_eq!(desk.ask("end").await["t"], "ack");
    let mut phone = browser(&server, &signed(SECRET, claims)).await;
    phone.open().await;
    phone.say("My second question").await;
    assert_ne!(phone.conv, desk.conv);
    Visitor::chatting(&server).await;

    let lin = Staff::login(&server, "lin").await;
    let convs = |lines: &Value| -> Vec<String> {
        lines.as_array().expect("lines").iter().map(|line| line["conv"].as_str().expect("an id").to_owned()).collect()
    };
    for (conv, phase, other) in [(&phone.conv, "with_bot", &desk.conv), (&desk.conv, "closed", &phone.conv)] {
        let known = lin.get(&server, &format!("/v1/conversations/{conv}")).await;
        assert_eq!((&known["conversation"]["conv"], &known["conversation"]["phase"]), (&json!(conv), &json!(phase)));
        assert_eq!(convs(&known["others"]), std::slice::from_ref(other), "and nobody else's");
    }
}

#[tokio::test]
async fn nobody_vouches_for_themselves() {
    let server = shop().await;
    let mut visitor = Visitor::chatting(&server).await;
    let identity = json!({"user": "u7"});
    let says = json!({"language": "en", "identity": identity});
    let frame = json!({"t": "customer", "id": fresh_id(), "conv": visitor.conv, "customer": says});
    let refused = visitor.wire.ask(frame).await;
    assert_eq!((&refused["code"], &refused["field"]), (&json!("invalid_field"), &json!("customer")));
    let many: serde_json::Map<_, _> = (0..21).map(|n| (n.to_string(), json!("x"))).collect();
    let says = json!({"language": "en", "attributes": many});
    let frame = json!({"t": "customer", "id": fresh_id(), "conv": visitor.conv, "customer": says});
    assert_eq!(visitor.wire.ask(frame).await["field"], "customer.attributes");

    let forged = signed("another secret that is long enough for it", json!({"sub": "u7"}));
    for (token, about) in [(forged.as_str(), "identity_secret"), ("me", "header.claims"), ("", "header.claims")] {
        let answer = ask(&server, json!({"identity": token})).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let problem: Value = answer.json().await.expect("JSON");
        assert_eq!(problem["field"], "identity");
        assert!(problem["rule"].as_str().is_some_and(|rule| rule.contains(about)), "{problem}");
    }
}

#[tokio::test]
async fn a_chat_never_changes_hands_by_signing_in() {
    let server = shop().await;
    let mut stranger = Visitor::chatting(&server).await;
    stranger.say("written before signing in").await;
    let identity = signed(SECRET, json!({"sub": "u7"}));
    let granted = session(&server, json!({"token": stranger.token, "identity": identity})).await;
    let signed_in = Visitor::again(&server, granted["token"].as_str().expect("a token").to_owned()).await;
    assert_eq!(signed_in.conv, "", "a chat that another may have laid ready is not theirs");
    assert_eq!(Visitor::again(&server, stranger.token.clone()).await.conv, stranger.conv);
}

#[tokio::test]
async fn a_server_without_a_secret_says_so() {
    let server = TestServer::start().await;
    let answer = ask(&server, json!({"identity": signed(SECRET, json!({"sub": "u7"}))})).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let problem: Value = answer.json().await.expect("JSON");
    assert_eq!(problem["rule"], "none: this server has no site.identity_secret");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_segment_that_the_shop_signs_goes_first_and_one_that_a_page_claims_lifts_nobody() {
    let server = TestServer::with(|settings| {
        SECRET.clone_into(&mut settings.site.identity_secret);
        let (name, attribute, values) = ("Gold card".to_owned(), "plan".to_owned(), vec!["gold".to_owned()]);
        settings.routing.queue.segments.push(Segment { name, attribute, values, lift: 1 });
    })
    .await;
    let claims = json!({"language": "en", "attributes": {"plan": "gold"}});
    let mut claiming = Visitor::arrive(&server).await;
    let opened = claiming.wire.ask_ok(json!({"t": "open", "id": fresh_id(), "customer": claims})).await;
    claiming.conv = opened["conv"].as_str().expect("a conversation").to_owned();
    claiming.ask("human").await;
    claiming.wire.find("first in line", |f| f["t"] == "queue" && f["position"] == 1).await;

    let gold = signed(SECRET, json!({"sub": "u7", "attributes": {"plan": "gold"}}));
    let mut gold = browser(&server, &gold).await;
    gold.open().await;
    gold.ask("human").await;
    gold.wire.find("first in line", |f| f["t"] == "queue" && f["position"] == 1).await;
    claiming.wire.find("second in line", |f| f["t"] == "queue" && f["position"] == 2).await;

    let mut lin = Staff::available(&server, "lin").await;
    let offer = lin.wire.find("gold's offer", |f| f["t"] == "offer" && f["summary"]["conv"] == gold.conv).await;
    assert_eq!(offer["summary"]["segment"], "Gold card");
    assert_eq!(offer["packet"]["customer"]["segment"], "Gold card");
    assert_eq!(customer(&mut lin, &claiming.conv).await.get("segment"), None, "nobody vouches for it");
    let told = gold.history(0).await;
    assert!(!json!(told).to_string().contains("Gold card"), "the visitor is not told: {told:?}");
}

#[tokio::test]
async fn a_visitor_is_asked_what_the_site_asks_but_for_what_the_shop_vouches_for() {
    let server = TestServer::with(|settings| {
        SECRET.clone_into(&mut settings.site.identity_secret);
        let topics = vec![FormTopic { en: "Orders".to_owned(), zh: "订单".to_owned() }];
        settings.site.form = Form { name: Asked::Optional, email: Asked::Required, topic: Asked::Required, topics };
    })
    .await;
    let topics = json!([{"en": "Orders", "zh": "订单", "value": "Orders"}]);
    let mut stranger = Visitor::arrive(&server).await;
    let all = json!({"name": "optional", "email": "required", "topic": "required", "topics": topics});
    assert_eq!(stranger.welcome["form"], all);
    let known = browser(&server, &signed(SECRET, json!({"sub": "u7", "name": "Mei", "email": "m@example.org"}))).await;
    assert_eq!(known.welcome["form"], json!({"topic": "required", "topics": topics}));
    let mut lin = Staff::login(&server, "lin").await;
    assert_eq!(lin.welcome["form"], all, "so that a topic is shown in the reader's language");

    // Nothing opens without what is required, whoever asks.
    let open = |customer: Value| json!({"t": "open", "id": fresh_id(), "customer": customer});
    for (customer, field) in [
        (json!({"language": "en"}), "customer.email"),
        (json!({"language": "en", "email": " ", "attributes": {"topic": "Orders"}}), "customer.email"),
        (json!({"language": "zh", "email": "a@example.org"}), "customer.attributes.topic"),
        (
            json!({"language": "zh", "email": "a@example.org", "attributes": {"topic": "订单"}}),
            "customer.attributes.topic",
        ),
    ] {
        let nack = stranger.wire.ask(open(customer)).await;
        assert_eq!(
            (&nack["t"], &nack["code"], &nack["field"]),
            (&json!("nack"), &json!("invalid_field"), &json!(field)),
            "{nack}"
        );
    }
    let bare = stranger.wire.ask(json!({"t": "open", "id": fresh_id()})).await;
    assert_eq!(bare["rule"], "required: this site asks for it before a chat");
    let told = json!({"language": "zh", "email": "a@example.org", "attributes": {"topic": "Orders"}});
    let ack = stranger.wire.ask_ok(open(told)).await;
    let conv = ack["conv"].as_str().expect("a conversation").to_owned();
    assert_eq!(customer(&mut lin, &conv).await["attributes"]["topic"], "Orders");
    // Going back to the open one asks nothing.
    assert_eq!(stranger.wire.ask_ok(json!({"t": "open", "id": fresh_id()})).await["conv"], conv);

    let silent = Visitor::chatting(&shop().await).await;
    assert_eq!(silent.welcome.get("form"), None, "nothing is asked unless the site does");
}

use super::*;
use crate::domain::{Language, SiteId};

fn shop() -> Site {
    Site {
        id: SiteId::try_from("shop".to_owned()).expect("a name"),
        name: "Shop".to_owned(),
        language: Language::En,
        origins: vec!["https://shop.example".to_owned(), "http://localhost:3000".to_owned()],
    }
}

const HOST: Option<&str> = Some("127.0.0.1:8080");

#[test]
fn listed_origins_and_our_own_pages_are_admitted() {
    let own = Own::default();
    for origin in ["https://shop.example", "http://localhost:3000", "http://127.0.0.1:8080"] {
        assert!(admits(&shop(), Some(origin), HOST, &own, false), "{origin}");
    }
}

#[test]
fn look_alikes_are_refused() {
    let own = Own::default();
    for origin in [
        "",
        "null",
        "http://shop.example",
        "https://shop.example:443",
        "https://shop.example:8443",
        "https://shop.example/",
        "https://shop.example.evil.test",
        "https://evilshop.example",
        "https://www.shop.example",
        "https://SHOP.example",
        "https://shop.example@evil.test",
        "https://shоp.example",
        "https://xn--shp-tmc.example",
        "http://localhost",
        "http://127.0.0.1:8081",
        "http://127.0.0.1:8080.evil.test",
        "file://127.0.0.1:8080",
        "http://",
    ] {
        assert!(!admits(&shop(), Some(origin), HOST, &own, true), "{origin}");
    }
}

#[test]
fn a_missing_origin_is_refused_unless_allowed() {
    assert!(!admits(&shop(), None, HOST, &Own::default(), false));
    assert!(admits(&shop(), None, HOST, &Own::default(), true));
}

#[test]
fn behind_a_proxy_only_the_public_origin_is_ours() {
    let own = Own { public: Some("https://chat.example".to_owned()) };
    assert!(own.is_secure());
    assert!(own.is_own("https://chat.example", HOST));
    assert!(!own.is_own("http://127.0.0.1:8080", HOST));
    assert!(!own.is_own("https://chat.example.evil.test", HOST));
    assert!(!Own::default().is_own("http://", Some("")));
    assert!(!Own::default().is_own("http://127.0.0.1:8080", None));
}

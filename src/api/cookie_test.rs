use super::*;

fn https() -> Own {
    Own { public: Some("https://chat.example".to_owned()) }
}

fn request(cookies: &str) -> HeaderMap {
    HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(cookies).expect("a header"))])
}

#[test]
fn over_https_the_cookie_is_bound_to_the_host() {
    let token = Token::fresh();
    let line = set(&https(), &token);
    let line = line.to_str().expect("text");
    assert_eq!(
        line,
        format!("__Host-attune={}; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure", token.reveal())
    );
    assert!(!set(&Own::default(), &token).to_str().expect("text").contains("Secure"));
}

#[test]
fn the_cookie_is_found_among_others() {
    assert_eq!(read(&Own::default(), &request("a=b; attune=tok; c=d")), Some("tok"));
    assert_eq!(read(&Own::default(), &request("xattune=no; attunex=no; attune=")), None);
    assert_eq!(read(&https(), &request("attune=planted; __Host-attune=tok")), Some("tok"));
    assert_eq!(read(&https(), &request("attune=planted")), None);
}

#[test]
fn clearing_ends_it_at_once() {
    assert!(clear(&Own::default()).to_str().expect("text").starts_with("attune=; Path=/; Max-Age=0;"));
}

use super::*;
use crate::domain::Language;

#[test]
fn a_page_of_the_site_is_one_of_its_origins_and_not_the_chat_page() {
    let id = SiteId::try_from("shop".to_owned()).expect("a name");
    let origins = vec!["https://shop.example".to_owned()];
    let site = Site { id, name: "Shop".to_owned(), language: Language::En, origins };
    for page in ["https://shop.example", "https://shop.example/cart?x=1", "https://shop.example#top"] {
        assert!(carries(&site, page), "{page}");
    }
    for page in ["https://shop.example.evil.test/", "http://shop.example/", "https://shop.example/chat/shop", ""] {
        assert!(!carries(&site, page), "{page}");
    }
}

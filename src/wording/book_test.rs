use super::*;
use crate::wording::{Kind, Level, Why};

fn rule(id: &str, phrase: &str) -> Rule {
    let why = Why { en: "x".to_owned(), zh: "x".to_owned() };
    let phrases = vec![phrase.to_owned()];
    Rule { id: id.to_owned(), kind: Kind::Banned, level: Level::Block, phrases, unless: vec![], instead: vec![], why }
}

#[test]
fn rules_of_admins_come_on_top_and_go_again() {
    let book = Book::new(Wording::shipped());
    let before = book.in_force();
    book.amend(vec![rule("rivals", "BrandX"), rule("insult", "nitwit")]).expect("room");
    let now = book.in_force();
    assert_eq!(now.banned("Brand-X, you nitwit, you idiot"), ["Brand-X", "nitwit"], "`insult` is the admin's now");
    assert_eq!(before.banned("BrandX, you idiot"), ["idiot"], "whoever asked before keeps what was in force");
    let origin = |id: &str| {
        let listing = now.listing();
        book.origin(listing.rules.iter().find(|rule| rule.id == id).expect("in force"))
    };
    assert_eq!([origin("rivals"), origin("insult"), origin("calm-down")], [Origin::Own, Origin::Own, Origin::Shipped]);
    book.amend(Vec::new()).expect("room");
    assert_eq!(book.in_force().banned("BrandX, you idiot"), ["idiot"]);
    assert_eq!(book.own(), []);
}

#[test]
fn too_many_rules_change_nothing() {
    let book = Book::new(Wording::shipped());
    let many = (0..=RULES).map(|n| rule(&format!("r{n}"), "BrandX")).collect();
    assert!(book.amend(many).is_err());
    assert_eq!(book.in_force().banned("BrandX"), [] as [String; 0]);
}

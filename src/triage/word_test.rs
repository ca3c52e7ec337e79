//! Kinds of signs.

use super::*;

#[test]
fn each_sign_has_its_kind() {
    let text: Vec<char> = "don't é5订😡!？, ' ".chars().collect();
    let kinds: Vec<Kind> = (0..=text.len()).map(|at| Kind::at(&text, at)).collect();
    let expected = {
        use Kind::{Han, Letters as L, Other as O, Symbol};
        [L, L, L, L, L, O, L, L, Han, Symbol, O, O, O, O, O, O, O]
    };
    assert_eq!(kinds, expected, "inside a word an apostrophe is part of it, elsewhere it is not");
}

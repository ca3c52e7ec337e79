//! Texts with places in braces, cut into pieces: `{order|your order}`. Pure. Owns what braces mean: `{{` and `}}` are plain
//! ones. What a place stands for is whoever's who has places.

/// A piece of a text, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words, with plain braces.
    Words(String),
    /// What stands between two braces.
    Place(&'a str),
    /// A brace that neither begins nor ends a place.
    Stray(&'a str),
}

/// Cuts a text; words stand around every place, empty ones among them.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut plain, mut rest) = (Vec::new(), String::new(), text);
    while let Some(at) = rest.find(['{', '}']) {
        plain.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            plain.push_str(brace);
            rest = after;
        } else if let Some((inner, after)) = (brace == "{").then(|| rest.split_once('}')).flatten() {
            rest = after;
            pieces.extend([Piece::Words(std::mem::take(&mut plain)), Piece::Place(inner)]);
        } else {
            pieces.push(Piece::Stray(brace));
        }
    }
    plain.push_str(rest);
    pieces.push(Piece::Words(plain));
    pieces
}

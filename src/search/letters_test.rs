use super::*;

fn folded(text: &str) -> String {
    let mut out = String::new();
    text.chars().for_each(|letter| fold(letter, |plain| out.push(plain)));
    out
}

#[test]
fn case_width_accents_and_ligatures_make_no_difference() {
    assert_eq!(folded("ＲＥＦＵＮＤ Café naïve ﬁx ㎏ Ⅳ"), "refund cafe naive fix kg iv");
    assert_eq!(folded("e\u{301}te\u{301} İ"), "ete i");
}

#[test]
fn traditional_and_simplified_characters_are_one() {
    assert_eq!(folded("退貨運費"), "退货运费");
    assert_eq!(folded("客訴單號"), folded("客诉单号"));
    // A compatibility form of 豈.
    assert_eq!(folded("\u{f900}"), "岂");
}

#[test]
fn what_cannot_be_seen_parts_no_word() {
    assert_eq!(folded("re\u{200b}fund\u{fe0f}"), "refund");
}

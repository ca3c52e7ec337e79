use super::*;

#[test]
fn case_width_apostrophes_and_traditional_characters_are_folded() {
    assert_eq!(fold("ＡＧＥＮＴ, I Don’t　care！"), "agent, i don't care!");
    assert_eq!(fold("請轉人工，我的訂單壞了"), "请转人工,我的订单坏了");
    assert_eq!(fold("ÉTÉ 42"), "été 42");
}

#[test]
fn the_two_lists_go_together() {
    let (from, to): (Vec<char>, Vec<char>) = (TRADITIONAL.chars().collect(), SIMPLIFIED.chars().collect());
    assert_eq!(from.len(), to.len());
    for (place, letter) in from.iter().enumerate() {
        assert!(!from[..place].contains(letter), "{letter} stands twice");
        assert!(!from.contains(&to[place]), "{} is folded again", to[place]);
    }
}

#[test]
fn plain_ascii_is_folded_as_it_is_beside_other_letters() {
    let ascii: String = (0..=127_u8).map(char::from).collect();
    let folded = fold(&format!("{ascii}é"));
    assert_eq!(format!("{}é", fold(&ascii)), folded);
}

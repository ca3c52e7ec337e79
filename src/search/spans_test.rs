use super::*;
use proptest::prelude::*;

fn marked(text: &str, typed: &str) -> Vec<String> {
    let found = spans(text, &Words::parse(typed).unwrap());
    let letters: Vec<char> = text.chars().collect();
    found.iter().map(|span| letters[span.start as usize..span.end as usize].iter().collect()).collect()
}

#[test]
fn words_are_marked_as_written() {
    assert_eq!(marked("🙂 Refunds? I was REFUNDED", "refund"), ["Refunds", "REFUNDED"]);
    assert_eq!(marked("order AB-1234, not 1234", "ab-1234"), ["AB-1234"]);
    assert_eq!(marked("a late, late refund", "\"late refund\""), ["late refund"]);
}

#[test]
fn chinese_words_and_single_characters_are_marked() {
    assert_eq!(marked("我要退貨，退货运费谁出", "退货"), ["退貨", "退货"]);
    assert_eq!(marked("退货运费", "货运"), ["货运"]);
    assert_eq!(marked("运费太贵，费", "费"), ["费", "费"]);
    assert_eq!(marked("iphone手机壳好看", "iphone壳"), ["iphone", "壳"]);
}

#[test]
fn marks_that_touch_are_one() {
    assert_eq!(marked("退货运费", "退货 货运"), ["退货运"]);
}

proptest! {
    #[test]
    fn what_is_cut_out_of_a_text_is_found_in_it(
        text in "([a-c]{1,3}|[退款货]|[ ,.!-]){1,30}",
        from in 0_usize..30,
        length in 1_usize..8,
    ) {
        // Cut between tokens: half a word is another word.
        let text = format!("a{text}");
        let tokens = tokens(&text);
        let whole: Vec<_> = tokens.iter().filter(|token| token.kind != Kind::Lone).collect();
        let from = from % whole.len();
        let cut = &whole[from..whole.len().min(from + length)];
        let (start, end) = (cut[0].start as usize, cut[cut.len() - 1].end as usize);
        let part: String = text.chars().skip(start).take(end - start).collect();
        let words = Words::parse(&format!("\"{part}\"")).unwrap();
        let found = spans(&text, &words);
        let (start, end) = (u32::try_from(start).unwrap(), u32::try_from(end).unwrap());
        prop_assert!(found.iter().any(|span| span.start <= start && end <= span.end), "{part:?} in {text:?}: {found:?}");
    }
}

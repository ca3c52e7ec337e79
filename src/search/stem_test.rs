use super::*;

fn of(word: &str) -> String {
    stem(word.to_owned())
}

#[test]
fn the_forms_of_a_word_meet() {
    for forms in [
        &["refund", "refunds", "refunded", "refunding"][..],
        &["reply", "replies", "replied"],
        &["hope", "hopes", "hoped", "hoping"],
        &["cancel", "cancels", "canceled", "canceling"],
        &["ship", "ships", "shipped", "shipping"],
        &["rate", "rates", "rated", "rating"],
        &["address", "addresses", "addressed"],
    ] {
        let stems: Vec<String> = forms.iter().map(|form| of(form)).collect();
        assert!(stems.iter().all(|stem| *stem == stems[0]), "{forms:?} became {stems:?}");
    }
}

#[test]
fn words_that_only_look_alike_stay_apart() {
    for (one, other) in [("app", "apply"), ("sing", "s"), ("thing", "th"), ("red", "r"), ("operator", "operation")] {
        assert_ne!(of(one), of(other), "{one} {other}");
    }
}

#[test]
fn the_examples_of_the_paper() {
    for (word, stem) in [
        ("caresses", "caress"),
        ("ponies", "poni"),
        ("cats", "cat"),
        ("feed", "feed"),
        ("agreed", "agree"),
        ("plastered", "plaster"),
        ("bled", "bled"),
        ("motoring", "motor"),
        ("conflated", "conflate"),
        ("troubled", "trouble"),
        ("sized", "size"),
        ("hopping", "hop"),
        ("falling", "fall"),
        ("hissing", "hiss"),
        ("filing", "file"),
        ("failing", "fail"),
        ("happy", "happi"),
        ("sky", "sky"),
    ] {
        assert_eq!(of(word), stem, "{word}");
    }
}

#[test]
fn numbers_and_other_scripts_stay_whole() {
    assert_eq!(of("a100s"), "a100s");
    assert_eq!(of("2024"), "2024");
    assert_eq!(of("заказы"), "заказы");
}

use super::*;

/// Every value of a closed list has a word, the one it has on the wire, and comes back from it.
fn holds<T: Word + Serialize + std::fmt::Debug>(values: &[T]) {
    assert_eq!(T::WORDS.len(), values.len());
    for value in values {
        let wire = serde_json::to_value(value).expect("a word");
        assert_eq!(wire.as_str(), Some(value.word()));
        assert_eq!(T::of(value.word()).expect("known"), *value);
    }
    assert!(T::of("unheard of").is_err());
}

#[test]
fn words_in_columns_are_the_words_on_the_wire() {
    use PhaseName::{Closed, HandingOff, Waiting, WithAgent, WithBot};
    holds(&[WithBot, Waiting, HandingOff, WithAgent, Closed]);
    holds(&[Stage::Calm, Stage::Watch, Stage::Concern, Stage::Critical]);
    holds(&[Role::Visitor, Role::Agent, Role::Supervisor, Role::Admin]);
    holds(&[Language::En, Language::Zh]);
}

#[test]
fn what_could_not_be_read_back_is_not_written() {
    #[derive(Serialize)]
    struct Out {
        p: f32,
    }
    #[derive(Deserialize)]
    struct In {
        #[expect(dead_code, reason = "only its type matters")]
        p: f32,
    }
    assert!(readable::<In>(&Out { p: 0.5 }).is_ok());
    assert!(readable::<In>(&Out { p: f32::NAN }).is_err());
}

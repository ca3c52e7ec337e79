use super::REPLIES;
use crate::domain::canned::CannedReply;
use crate::wording::Wording;

#[test]
fn the_demos_replies_keep_the_rules_in_both_languages_and_pass_the_check() {
    let replies: Vec<CannedReply> = serde_json::from_str(REPLIES).expect("replies");
    assert!(replies.len() > 5);
    let wording = Wording::shipped();
    for reply in &replies {
        assert_eq!(reply.fault(), None, "{}", reply.id);
        for text in [&reply.en, &reply.zh] {
            let text = text.as_ref().expect("both languages").text.as_str();
            assert_eq!(wording.find(text), [], "{text}");
        }
    }
}

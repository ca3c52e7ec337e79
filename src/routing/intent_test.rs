//! What people say when they want a person, and when they do not.

use super::*;

fn all(texts: &[&str], expected: Option<Intent>) {
    for text in texts {
        assert_eq!(intent(text), expected, "{text}");
    }
}

#[test]
fn a_person_is_understood_in_many_words() {
    let english = [
        "I want to talk to a human",
        "Can I speak to someone please?",
        "GET ME A HUMAN",
        "human",
        "Agent!",
        "I’d like to talk to a real person",
        "connect me to support",
        "let me speak to your manager",
    ];
    let others = [
        "转人工",
        "人工",
        "我要人工客服！",
        "轉人工",
        "叫你们经理来",
        "有没有真人",
        "quiero hablar con una persona",
        "je veux parler à un humain",
        "ich will mit einem Menschen sprechen",
        "соедините с оператором",
        "オペレーターをお願いします",
        "상담원 연결해 주세요",
    ];
    all(&english, Some(Intent::Person));
    all(&others, Some(Intent::Person));
}

#[test]
fn what_only_sounds_like_it_is_not() {
    all(&["I don't need a human agent", "I don’t need a real person", "不用转人工了", "先不要人工客服"], None);
    all(&["are you a human?", "你是真人吗", "am I talking to a bot"], Some(Intent::AreYouHuman));
    all(&["Where is my order?", "怎么退货？", "personal data", "the agency called"], None);
}

#[test]
fn small_talk_is_the_whole_message_or_none() {
    all(&["Hi", "hello!", "  Good   morning. ", "你好", "在吗？"], Some(Intent::Hello));
    all(&["thanks!", "Thank you.", "谢谢", "That helped, thanks", "解决了，谢谢"], Some(Intent::Thanks));
    all(&["bye", "再见！"], Some(Intent::Goodbye));
    all(&["hi where is my order", "thanks for nothing", "你好，我要退货", "", "!!!", "😡"], None);
}

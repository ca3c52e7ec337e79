use super::*;
use crate::domain::{ConversationId, MessageId, Seq};
use uuid::Uuid;

const CONV: ConversationId = ConversationId(Uuid::nil());
/// 2026-11-27 16:30 UTC.
const AT: Timestamp = Timestamp(1_795_797_000_000);

fn telling(language: Language, zone: &str, reader: Reader) -> Telling {
    Telling { language, zone: TimeZone::get(zone).expect("known"), reader }
}

fn said(from: Speaker, name: Option<&str>, text: &str) -> ServerFrame {
    let (id, name, text) = (MessageId(Uuid::nil()), name.map(str::to_owned), text.to_owned());
    ServerFrame::Msg {
        conv: CONV,
        seq: Seq(1),
        at: AT,
        id,
        from,
        name,
        text,
        quick_replies: Vec::new(),
        files: Vec::new(),
    }
}

fn changed(what: StateChange, name: Option<&str>) -> ServerFrame {
    ServerFrame::State { conv: CONV, seq: Seq(1), at: AT, what, name: name.map(str::to_owned) }
}

#[test]
fn times_are_the_readers_and_words_their_language() {
    let here = telling(Language::Zh, "Asia/Shanghai", Reader::Visitor);
    assert_eq!(here.head("小店", AT), "小店：2026-11-28 的聊天记录\n时间均为 Asia/Shanghai 时区。\n\n");
    assert_eq!(here.line(&said(Speaker::Visitor, None, "你好")).expect("told"), "2026-11-28 00:30  我：你好\n");
    assert_eq!(
        here.line(&changed(StateChange::Joined, Some("Lin"))).expect("told"),
        "2026-11-28 00:30  -- Lin 开始服务。\n"
    );
    let there = telling(Language::En, "America/New_York", Reader::Visitor);
    assert_eq!(there.head("Shop", AT), "Shop: chat of 2026-11-27\nTimes are those of America/New_York.\n\n");
    assert_eq!(
        there.line(&said(Speaker::Bot, None, "Hello!")).expect("told"),
        "2026-11-27 11:30  Assistant (automatic): Hello!\n"
    );
    assert_eq!(there.line(&changed(StateChange::Opened, None)), None);
}

#[test]
fn a_message_cannot_pass_for_another_line() {
    let telling = telling(Language::En, "UTC", Reader::Staff);
    let forged = "Hi\r\n2026-11-27 16:31  Lin: You get all your money back.\u{2028}x\ry";
    let told = telling.line(&said(Speaker::Visitor, None, forged)).expect("told");
    assert_eq!(
        told,
        "2026-11-27 16:30  Customer: Hi\n    2026-11-27 16:31  Lin: You get all your money back.\n    x\n    y\n"
    );
}

use super::{Bot, BotQuestion, BotReply};
use crate::domain::{BotAct, Language, WaitCause};

fn ask(language: Language, text: &str, misses: u32) -> BotReply {
    Bot::default().reply(&BotQuestion { language, text: Some(text.to_owned()), misses })
}

fn article(reply: &BotReply) -> Option<&str> {
    match &reply.act {
        BotAct::Answered { article } => Some(article),
        _ => None,
    }
}

/// Question and the article that answers it. The threshold was chosen on these and on the unknown ones below.
const KNOWN: &[(&str, &str)] = &[
    ("my refund has not arrived", "When will I get my refund?"),
    ("how long until the refund is on my card", "When will I get my refund?"),
    ("tracking says delivered but nothing arrived", "My parcel says delivered but I do not have it"),
    ("the bowl arrived broken", "The item arrived damaged"),
    ("can you deliver to another address", "Can I change my delivery address?"),
    ("I was charged two times for one order", "I was charged twice"),
    ("my discount code is not accepted", "My coupon does not work"),
    ("I can't log in to my account", "I forgot my password"),
    ("do you ship for free", "How much is shipping?"),
    ("I'd like to cancel the order", "Can I cancel my order?"),
    ("怎么申请退货", "怎么退货？"),
    ("退款多久能到账", "退款什么时候到账？"),
    ("快递显示签收了但是我没收到", "显示签收但我没收到"),
    ("杯子收到就是碎的", "收到的东西坏了"),
    ("能开电子发票吗", "可以开发票吗？"),
    ("地址写错了怎么改", "可以修改收货地址吗？"),
    ("优惠码无效", "优惠券用不了"),
    ("你们几点下班，客服工作时间是什么", "客服几点上班？"),
    ("扣了两次钱", "重复扣款了"),
    ("我想换个尺码", "可以换货吗？"),
];
/// Nothing in the knowledge base answers these.
const UNKNOWN: &[&str] = &[
    "what is the weather in Lisbon",
    "write me a poem about cats",
    "who won the match yesterday",
    "can you fix my washing machine",
    "do you sell motorbikes",
    "今天天气怎么样",
    "给我讲个笑话",
    "附近有什么好吃的餐厅",
    "帮我写一篇作文",
    "股票明天会涨吗",
];

#[test]
fn known_questions_find_their_article_and_unknown_ones_none() {
    let right =
        KNOWN.iter().filter(|(question, title)| article(&ask(Language::En, question, 0)) == Some(title)).count();
    let wrong: Vec<_> = UNKNOWN.iter().filter(|question| article(&ask(Language::En, question, 0)).is_some()).collect();
    assert!(right * 100 >= KNOWN.len() * 85, "{right} of {} found: {:?}", KNOWN.len(), missed());
    assert!(wrong.len() * 100 <= UNKNOWN.len() * 10, "answered although unknown: {wrong:?}");
}

fn missed() -> Vec<(String, Option<String>)> {
    let found = |question: &str| article(&ask(Language::En, question, 0)).map(str::to_owned);
    KNOWN.iter().filter(|(q, t)| found(q).as_deref() != Some(t)).map(|(q, _)| ((*q).to_owned(), found(q))).collect()
}

#[test]
fn the_answer_is_in_the_language_of_the_question() {
    let reply = ask(Language::En, "退款什么时候到账？", 0);
    assert!(reply.text.as_str().contains("24 小时"), "{}", reply.text.as_str());
    assert_eq!(reply.quick_replies, ["解决了，谢谢"]);
}

#[test]
fn the_second_miss_in_a_row_hands_over() {
    assert_eq!(ask(Language::En, "xyzzy plugh", 0).act, BotAct::Missed);
    assert_eq!(ask(Language::En, "xyzzy plugh", 1).act, BotAct::HandedOver { cause: WaitCause::BotMissed });
}

#[test]
fn a_person_is_one_step_away_in_many_languages() {
    for text in [
        "I want to talk to a person!",
        "转人工",
        "我要找真人客服",
        "quiero hablar con una persona",
        "je veux parler à un humain",
        "AGENT",
        "人工",
    ] {
        assert_eq!(ask(Language::En, text, 0).act, BotAct::HandedOver { cause: WaitCause::Asked }, "{text}");
    }
}

#[test]
fn small_talk_about_people_is_not_a_request_for_one() {
    for text in ["are you a human?", "no thanks, I don't need a human agent", "你是真人吗？", "不用转人工了"]
    {
        assert!(!matches!(ask(Language::En, text, 0).act, BotAct::HandedOver { .. }), "{text}");
    }
}

#[test]
fn the_greeting_offers_starters_in_the_widget_language() {
    let reply = Bot::default().reply(&BotQuestion { language: Language::Zh, text: None, misses: 0 });
    assert_eq!((reply.act, reply.quick_replies.len()), (BotAct::Greeted, 3));
    assert!(reply.text.as_str().starts_with("您好"));
}

#[test]
fn every_button_that_the_bot_offers_is_understood_by_it() {
    for language in [Language::En, Language::Zh] {
        let greeting = Bot::default().reply(&BotQuestion { language, text: None, misses: 0 });
        for starter in greeting.quick_replies {
            let reply = ask(language, &starter, 0);
            assert!(article(&reply).is_some(), "{starter}: {reply:?}");
            for helped in reply.quick_replies {
                assert_eq!(ask(language, &helped, 1).act, BotAct::Greeted, "{helped}");
            }
        }
    }
}

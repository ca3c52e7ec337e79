use super::*;

fn all(expected: Option<Intent>, messages: &[&str]) {
    let wrong: Vec<_> =
        messages.iter().map(|text| (text, intent(text))).filter(|(_, read)| *read != expected).collect();
    assert!(wrong.is_empty(), "should be {expected:?}: {wrong:?}");
}

#[test]
fn calls_for_a_person_are_heard_in_english() {
    all(
        Some(Intent::Person),
        &[
            "I want to talk to a person!",
            "Can I speak to a real human being please",
            "speak with your manager",
            "get me a human",
            "GIVE ME AN AGENT NOW",
            "agent please",
            "AGENT!!!",
            "my refund, a person please",
            "It does not work. Agent pls, order 88231",
            "human",
            "real person",
            "customer service",
            "a live agent please",
            "please connect me to customer support",
            "can you put me through to someone",
            "I'd rather talk to somebody",
            "is there a human I can talk to",
            "I don't need a refund, I need a human",
            "not you, I want a real person",
            "are you a bot? let me talk to a human",
            "no I want a human",
            "I don’t want a bot",
            "I can't reach an agent",
            "transfer me to a representative",
            "where is my order and can I talk to an operator",
            "I want to speak to the supervisor about order 88231",
            "connect me to support",
            "let me speak to your manager",
            "escalate this to your manager",
        ],
    );
}

#[test]
fn calls_for_a_person_are_heard_in_chinese() {
    all(
        Some(Intent::Person),
        &[
            "转人工",
            "轉人工",
            "人工",
            "客服",
            "人工客服",
            "请转人工客服，谢谢",
            "我要退款，人工谢谢",
            "我要找真人客服",
            "能不能转人工",
            "为什么不给我转人工",
            "找人",
            "我要人工服务",
            "叫你们经理来",
            "我要见真人？找真人",
            "有没有人工",
            "有真人吗",
            "想跟真人说话",
            "不要机器人，要人工",
            "帮我接一下客服",
            "联系不上客服",
            "怎么还不转人工",
            "我的订单呢？转人工！",
            "來個人，找主管",
            "换人",
            "我要投诉",
        ],
    );
}

#[test]
fn calls_for_a_person_are_heard_elsewhere() {
    all(
        Some(Intent::Person),
        &[
            "quiero hablar con una persona",
            "соедините с оператором",
            "オペレーターをお願いします",
            "persona",
            "je veux parler à un humain",
            "humain",
            "Ich möchte mit einem Menschen sprechen",
            "Mensch",
            "falar com um atendente",
            "operatore umano per favore",
            "хочу поговорить с человеком",
            "человек",
            "オペレーターと話したい",
            "상담원 연결해 주세요",
            "أريد التحدث مع شخص",
            "cho tôi gặp nhân viên",
            "temsilci",
        ],
    );
}

#[test]
fn who_asks_what_we_are_calls_nobody() {
    all(
        Some(Intent::AreYouHuman),
        &[
            "are you a human?",
            "Are you real",
            "am I talking to a bot",
            "is this a real person?",
            "你是真人吗？",
            "是不是机器人",
        ],
    );
}

#[test]
fn who_needs_nobody_is_taken_at_their_word() {
    for text in [
        "no thanks, I don't need a human agent",
        "I do not want to talk to a person",
        "there's no need to transfer me to an agent",
        "I would rather not speak to a manager",
        "I don’t need a real person",
        "不用转人工了",
        "先不要人工客服",
        "不需要人工客服",
        "别转人工",
        "先不用找客服",
        "我不想转人工",
    ] {
        assert_ne!(intent(text), Some(Intent::Person), "{text}");
    }
}

#[test]
fn people_in_other_matters_call_nobody() {
    all(
        None,
        &[
            "the agent I talked to said it would ship",
            "your delivery person left it outside",
            "can someone explain the fee",
            "I want to send a gift to someone",
            "transfer me the refund",
            "which support does the shelf need",
            "hello support, please tell me where my parcel is",
            "客服，请问我的订单在哪里",
            "要退款，你是人工吗",
            "personal data",
            "the agency called",
            "is this a personal account",
            "do you use human hair",
            "客服几点上班",
            "人工智能是什么",
            "上次客服说会退款",
            "我找过客服了还是没退",
            "快递员把包裹放门口了",
            "客服电话是多少",
            "手工费多少",
        ],
    );
}

#[test]
fn courtesies_are_known_alone_and_together() {
    all(
        Some(Intent::Hello),
        &[
            "hi",
            "Hello there!",
            "hey hey",
            "good morning",
            "Hi, it's me again!",
            "are you still there?",
            "你好",
            "我又来了",
            "您好，您还在吗？",
            "您好，在吗",
            "在吗？",
            "有人吗",
        ],
    );
    all(
        Some(Intent::Thanks),
        &[
            "thanks",
            "Thank you so much!",
            "ok great, thanks a lot",
            "That helped, thanks",
            "谢谢",
            "好的，谢谢啦",
            "解决了，谢谢",
        ],
    );
    all(Some(Intent::Goodbye), &["bye", "thanks, bye!", "再见", "谢谢，拜拜", "88"]);
    all(Some(Intent::Yes), &["yes", "Yes please", "ok", "好的", "嗯嗯，可以"]);
    all(Some(Intent::No), &["no", "No, thanks", "that's all", "不用了，谢谢", "没有了", "不用转人工"]);
}

#[test]
fn a_courtesy_before_a_question_leaves_the_question() {
    all(
        None,
        &[
            "hi, where is my order",
            "thanks but it is still broken",
            "你好，怎么退货",
            "好的那运费多少",
            "",
            "？？",
            "hit me",
            "thanks for nothing",
            "😡",
        ],
    );
}

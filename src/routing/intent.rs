//! What a visitor wants of the bot beside an answer: a person, or small talk. Pure; by phrases, in any language that we
//! could find words for. Owns the phrases.

/// What was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// A person, now.
    Person,
    /// Asks whether it talks with a machine.
    AreYouHuman,
    /// Says hello and nothing else.
    Hello,
    /// Thanks and nothing else.
    Thanks,
    /// Says goodbye and nothing else.
    Goodbye,
}

/// Asks for a person whatever stands around them.
const PERSON: &[&str] = &[
    "real person",
    "real human",
    "live agent",
    "live person",
    "human agent",
    "human being",
    "actual person",
    "actual human",
    "speak to someone",
    "speak to a person",
    "speak to a human",
    "speak to an agent",
    "speak with a",
    "speak to a manager",
    "talk to someone",
    "talk to somebody",
    "talk to a person",
    "talk to a human",
    "talk to an agent",
    "talk to a manager",
    "talk to a supervisor",
    "talk with a person",
    "talk with a human",
    "chat with a person",
    "chat with a human",
    "customer service rep",
    "representative please",
    "agent please",
    "human please",
    "person please",
    "operator please",
    "connect me",
    "transfer me",
    "get me a human",
    "get me a person",
    "get me an agent",
    "need a human",
    "need a person",
    "want a human",
    "want a person",
    "want an agent",
    "need an agent",
    "not a bot",
    "your manager",
    "your supervisor",
    "stop the bot",
    "转人工",
    "轉人工",
    "人工客服",
    "人工服务",
    "人工服務",
    "找人工",
    "要人工",
    "接人工",
    "真人",
    "找客服",
    "叫客服",
    "转客服",
    "轉客服",
    "找人处理",
    "活人",
    "找经理",
    "找主管",
    "叫你们经理",
    "叫你们主管",
    "投诉你们",
    "我要投诉",
    "hablar con una persona",
    "hablar con un humano",
    "hablar con un agente",
    "persona real",
    "parler à un humain",
    "parler à une personne",
    "parler a un humain",
    "un conseiller",
    "vraie personne",
    "mit einem menschen",
    "echten menschen",
    "mitarbeiter sprechen",
    "falar com uma pessoa",
    "falar com um atendente",
    "parlare con una persona",
    "operatore umano",
    "живой человек",
    "с человеком",
    "с оператором",
    "оператора",
    "オペレーター",
    "担当者",
    "人間と話",
    "상담원",
    "상담사",
    "사람과",
    "موظف",
    "شخص حقيقي",
    "ngườі thật",
    "gặp nhân viên",
    "คุยกับคน",
    "เจ้าหน้าที่",
    "canlı destek",
    "temsilci",
    "insanla",
];
/// The whole message is just this.
const PERSON_ALONE: &[&str] = &[
    "human",
    "agent",
    "person",
    "operator",
    "representative",
    "support",
    "人工",
    "客服",
    "persona",
    "humain",
    "mensch",
    "человек",
    "оператор",
    "humano",
    "agente",
];
/// Takes it back.
const NOT_PERSON: &[&str] = &[
    "don't need a",
    "dont need a",
    "do not need a",
    "no need for a",
    "don't want a",
    "dont want a",
    "不用转人工",
    "不用轉人工",
    "不需要人工",
    "不要人工",
    "不用人工",
    "别转人工",
    "不想转人工",
];
const ARE_YOU: &[&str] = &[
    "are you human",
    "are you a human",
    "are you a bot",
    "are you a robot",
    "are you real",
    "are you a real person",
    "am i talking to a bot",
    "am i talking to a human",
    "你是机器人",
    "你是真人吗",
    "你是人吗",
    "是不是机器人",
    "是机器人吗",
    "你是真人还是",
];
const HELLO: &[&str] = &[
    "hi",
    "hello",
    "hey",
    "hi there",
    "hello there",
    "good morning",
    "good afternoon",
    "good evening",
    "你好",
    "您好",
    "在吗",
    "在么",
    "有人吗",
    "哈喽",
    "嗨",
    "早上好",
    "下午好",
    "晚上好",
];
const THANKS: &[&str] = &[
    "thanks",
    "thank you",
    "thx",
    "ty",
    "thanks a lot",
    "thank you very much",
    "great thanks",
    "ok thanks",
    "ok thank you",
    "that helped",
    "thanks that helped",
    "that helped thanks",
    "perfect thanks",
    "谢谢",
    "多谢",
    "谢了",
    "谢谢你",
    "谢谢您",
    "好的谢谢",
    "感谢",
    "解决了",
    "解决了谢谢",
    "好的",
];
const GOODBYE: &[&str] = &["bye", "goodbye", "bye bye", "see you", "cheers bye", "再见", "拜拜", "88", "回见"];

/// Reads a message.
#[must_use]
pub fn intent(text: &str) -> Option<Intent> {
    let lower = text.to_lowercase().replace('’', "'");
    let holds = |phrases: &[&str]| phrases.iter().any(|phrase| lower.contains(phrase));
    let bare: String = lower.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
    let bare = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    let is = |phrases: &[&str]| phrases.contains(&bare.as_str());
    if holds(ARE_YOU) {
        return Some(Intent::AreYouHuman);
    }
    if is(PERSON_ALONE) || (holds(PERSON) && !holds(NOT_PERSON)) {
        return Some(Intent::Person);
    }
    let small = [(HELLO, Intent::Hello), (THANKS, Intent::Thanks), (GOODBYE, Intent::Goodbye)];
    small.into_iter().find_map(|(phrases, intent)| is(phrases).then_some(intent))
}

#[cfg(test)]
#[path = "intent_test.rs"]
mod tests;

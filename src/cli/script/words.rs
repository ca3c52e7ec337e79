//! Everything that is said and told, in both languages.

use crate::domain::Language;

/// Words of one language.
pub(super) struct Words {
    language: Language,
    pub(super) scene: &'static str,
    pub(super) visitor: &'static str,
    pub(super) bot: &'static str,
    pub(super) asked: &'static str,
    pub(super) told: &'static str,
    pub(super) answered: &'static str,
    pub(super) changed: &'static str,
    pub(super) promised: &'static str,
    pub(super) open: &'static str,
    pub(super) about: &'static str,
    pub(super) flow: &'static str,
    pub(super) article: &'static str,
    pub(super) stated: &'static str,
    pub(super) likely: &'static str,
    pub(super) possible: &'static str,
    pub(super) calls: &'static str,
    pub(super) waits: &'static str,
    pub(super) no_offer_taken: &'static str,
    /// Titles of the scenes.
    pub(super) titles: [&'static str; 6],
    /// What visitors and agents say.
    pub(super) lines: Lines,
}

/// What is said, in the order of the scenes.
pub(super) struct Lines {
    pub(super) routine: [&'static str; 4],
    pub(super) unknown: [&'static str; 2],
    pub(super) reply: &'static str,
    pub(super) problem: &'static str,
    pub(super) promise: &'static str,
    pub(super) why: &'static str,
    pub(super) meanwhile: &'static str,
    pub(super) again: &'static str,
    pub(super) back: &'static str,
}

pub(super) const fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &EN,
        Language::Zh => &ZH,
    }
}

impl Words {
    pub(super) fn meets(&self, name: &str) -> String {
        self.either(format!("{name} is here: the floor has moved"), format!("{name} 已接手，由人工发言"))
    }

    pub(super) fn offered(&self, name: &str) -> String {
        self.either(format!("offered to {name}, with what is known:"), format!("转给 {name}，附上已知情况："))
    }

    pub(super) fn declined(&self, name: &str) -> String {
        self.either(format!("{name} declines"), format!("{name} 谢绝"))
    }

    pub(super) fn passes(&self, name: &str, to: &str, reason: &str) -> String {
        self.either(format!("{name} asks {to} to go on: {reason}"), format!("{name} 请 {to} 接手：{reason}"))
    }

    pub(super) fn lost(&self, name: &str) -> String {
        self.either(format!("{name}'s connection is lost"), format!("{name} 的连接断开"))
    }

    /// Whoever was not contained has ended the play before.
    pub(super) fn contained(&self, chats: usize) -> String {
        self.either(
            format!("contained: {chats} of {chats} chats; nobody waited for a person, nobody was alerted"),
            format!("自助解决：{chats} 个会话中 {chats} 个；没有人排队，也没有预警"),
        )
    }

    pub(super) fn returns(&self, name: &str) -> String {
        self.either(format!("{name} is back"), format!("{name} 回来了"))
    }

    pub(super) fn resolved(&self, name: &str) -> String {
        self.either(format!("{name} resolves the chat"), format!("{name} 结束会话"))
    }

    pub(super) fn known(&self, tried: usize, facts: &str) -> String {
        let (none_en, none_zh) = if facts.is_empty() { ("nothing", "无") } else { ("", "") };
        self.either(
            format!("tried by the bot: {tried}; mentioned: {facts}{none_en}"),
            format!("机器人已尝试：{tried} 次；提到：{facts}{none_zh}"),
        )
    }

    fn either(&self, en: String, zh: String) -> String {
        match self.language {
            Language::En => en,
            Language::Zh => zh,
        }
    }
}

const EN: Words = Words {
    language: Language::En,
    scene: "Scene",
    visitor: "visitor",
    bot: "bot",
    asked: "asked",
    told: "told",
    answered: "answered",
    changed: "anger rose",
    promised: "promised",
    open: "not answered",
    about: "about",
    flow: "flow",
    article: "article",
    stated: "they said so",
    likely: "likely",
    possible: "possibly",
    calls: "the visitor calls a person",
    waits: "the chat waits for a person",
    no_offer_taken: "nobody takes the offer in time",
    titles: [
        "routine questions: the bot answers, and nobody is called",
        "two misses: it asks for other words, then hands over",
        "an agent declines, the next one takes over",
        "an offer runs out, the next one takes over",
        "an agent passes the chat to a colleague, and answers until they are there",
        "an agent is lost and comes back",
    ],
    lines: Lines {
        routine: [
            "How do I return something?",
            "When will I get my refund?",
            "Can I choose the day of delivery?",
            "Do you wrap gifts?",
        ],
        unknown: ["Can your frobnicator sing order 88231?", "I mean the singing one that I bought on 3 December"],
        reply: "Hello, I have read what you wrote. I'll look at it with you.",
        problem: "The mug of order SH-20488 came broken",
        promise: "We'll send you a new mug within 2 days.",
        why: "Ana knows our mugs",
        meanwhile: "One moment, my colleague is on her way and has read everything.",
        again: "And do I have to send the broken one back?",
        back: "I'm back, sorry about that. You can keep the broken one.",
    },
};

const ZH: Words = Words {
    language: Language::Zh,
    scene: "场景",
    visitor: "访客",
    bot: "机器人",
    asked: "问",
    told: "说",
    answered: "已答",
    changed: "怒气上升",
    promised: "承诺",
    open: "未答",
    about: "关于",
    flow: "流程",
    article: "文章",
    stated: "本人所说",
    likely: "很可能",
    possible: "可能",
    calls: "访客要求转人工",
    waits: "会话等待人工",
    no_offer_taken: "限时内无人接手",
    titles: [
        "常见问题：机器人自行解答，无需人工",
        "两次没有答案：先请换一种说法，再转人工",
        "一位客服谢绝，下一位接手",
        "转接超时，下一位接手",
        "客服把会话转给同事，同事到来之前继续答复",
        "客服断线，又回来",
    ],
    lines: Lines {
        routine: ["怎么退货？", "退款什么时候到账？", "可以指定送货日期吗？", "有礼品包装吗？"],
        unknown: ["88231号飞碟会不会唱京剧？", "就是12月3日买的那个会唱京剧的飞碟"],
        reply: "您好，您写的内容我都看过了，我来和您一起处理。",
        problem: "订单SH-20488的杯子收到就是碎的",
        promise: "我们会在两天内给您补发一个新杯子。",
        why: "Ana 熟悉杯子",
        meanwhile: "请稍等，我的同事马上来，她已经看过前面的内容。",
        again: "碎的那个要寄回去吗？",
        back: "我回来了，抱歉。碎的那个不用寄回。",
    },
};

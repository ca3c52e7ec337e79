//! Every word that the bot says, in both languages. Warm, short, and never pretending to be a person.

use crate::domain::Language;

/// The bot's texts in one language.
pub(super) struct Phrases {
    pub(super) greeting: &'static str,
    pub(super) starters: [&'static str; 3],
    pub(super) hello: &'static str,
    pub(super) thanks: &'static str,
    pub(super) goodbye: &'static str,
    pub(super) yes: &'static str,
    pub(super) no: &'static str,
    pub(super) machine: &'static str,
    pub(super) missed: &'static str,
    pub(super) person_asked: &'static str,
    pub(super) person_missed: &'static str,
    /// Somebody sent a file and no words.
    pub(super) file_received: &'static str,
    /// Ends a flow that has no words of its own for it.
    pub(super) noted: &'static str,
    pub(super) helped: &'static str,
    /// Stands before an address.
    pub(super) more: &'static str,
    /// Said to somebody in distress whom nobody can answer at once; all that the bot ever says to them of its own.
    pub(super) called_in_distress: &'static str,
}

static ENGLISH: Phrases = Phrases {
    greeting: "Hello! I'm the assistant, an automatic helper. Ask me anything, or ask for a person at any time.",
    starters: ["Where is my order?", "How do I return something?", "When will I get my refund?"],
    hello: "Hello! What can I help you with?",
    thanks: "You're welcome! Is there anything else?",
    goodbye: "Goodbye, and thank you for writing.",
    yes: "All right. What would you like to know?",
    no: "All right. I'm here if anything else comes up.",
    machine: "I'm an automatic assistant. I can answer common questions, and I'll bring in a person whenever you like.",
    missed: "I'm not sure I understood that. Could you put it in other words? Or I can bring in a person.",
    person_asked: "Of course. I'm bringing in a person, and they will read everything you wrote here.",
    person_missed: "I don't have a good answer to this, so I'm bringing in a person. They will read everything you wrote here.",
    file_received: "Thank you, your file has arrived. I can't look at it myself, so I'm bringing in a person who will.",
    noted: "Thank you. Is there anything else?",
    helped: "That helped, thanks",
    more: "More about this: ",
    called_in_distress: "A person on our team has been called and will read everything you wrote here.",
};

static CHINESE: Phrases = Phrases {
    greeting: "您好！我是智能助手，可以自动回答常见问题。您也可以随时要求转人工。",
    starters: ["我的订单到哪了？", "怎么退货？", "退款什么时候到账？"],
    hello: "您好！请问有什么可以帮您？",
    thanks: "不客气！还有其他需要吗？",
    goodbye: "再见，感谢您的咨询。",
    yes: "好的，请问您想了解什么？",
    no: "好的，有需要随时告诉我。",
    machine: "我是智能助手，可以回答常见问题；您需要的话，我随时为您转接人工客服。",
    missed: "抱歉，我没太明白。可以换个说法吗？也可以为您转接人工客服。",
    person_asked: "好的，正在为您转接人工客服，您之前写的内容客服都会看到。",
    person_missed: "这个问题我没有合适的答案，正在为您转接人工客服，您之前写的内容客服都会看到。",
    file_received: "谢谢，文件已收到。我看不了文件内容，正在为您转接人工客服查看。",
    noted: "好的，谢谢。还有其他需要吗？",
    helped: "解决了，谢谢",
    more: "详情请见：",
    called_in_distress: "已为您呼叫人工同事，您在这里写的内容他们都会看到。",
};

/// The texts of a language.
pub(super) fn phrases(language: Language) -> &'static Phrases {
    match language {
        Language::En => &ENGLISH,
        Language::Zh => &CHINESE,
    }
}

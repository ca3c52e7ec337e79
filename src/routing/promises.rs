//! Promises in our own words: "we'll refund you within 3 days", "今天内回复您". Pure; by patterns, in both languages, each
//! in one pass, so that no text takes long.
//!
//! Owns what counts as a promise. A condition ("if it is lost, we will …"), a question, a refusal, what is done already
//! and what is usual ("usually within 3 days") are none. Prefers to miss one over finding too many: whoever writes can
//! see what was found and strike it out.

mod due;

use super::hours::Hours;
use super::sentences::sentences;
use crate::domain::Timestamp;
use crate::knowledge::fold;
use regex::Regex;
use std::sync::LazyLock;

/// Most promises of one message.
const MOST: usize = 3;
/// Longest sentence kept, in characters.
const TEXT_CHARS: usize = 160;

/// A promise found in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The sentence, as written.
    pub text: String,
    /// Until when.
    pub due: Option<Timestamp>,
}

/// Whose words they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// A person of ours, talking to this visitor.
    Staff,
    /// The bot, much of whose words stand in articles for everybody: only "I" and "we" promise anything there.
    Bot,
}

/// Promises of a message that is said at a moment.
#[must_use]
pub fn promises(voice: Voice, text: &str, at: Timestamp, hours: &Hours) -> Vec<Found> {
    let found = sentences(text).filter_map(|sentence| {
        let folded = fold(sentence);
        let due = due::due(&folded, at, hours);
        is_promise(voice, &folded, due.is_some())
            .then(|| Found { text: sentence.chars().take(TEXT_CHARS).collect(), due })
    });
    found.take(MOST).collect()
}

fn is_promise(voice: Voice, sentence: &str, has_time: bool) -> bool {
    let lacks = [&*NO_PROMISE, &*NO_PROMISE_ZH].iter().any(|pattern| pattern.is_match(sentence));
    if lacks || sentence.ends_with(['?', '吗', '呢']) {
        return false;
    }
    let ours = OURS.is_match(sentence) && (has_time || DEED.is_match(sentence))
        || OURS_ZH.is_match(sentence) && DEED_ZH.is_match(sentence);
    let theirs = voice == Voice::Staff && has_time && (THEIRS.is_match(sentence) || DEED_ZH.is_match(sentence));
    ours || theirs
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("written here and tried by a test")
}

/// Who commits: "I'll", "we are going to", "let me".
static OURS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:(?:i|we)(?:'ll| will| shall|'m going to| am going to|'re going to| are going to| promise)\b|(?:colleague|team|specialist|manager|someone|warehouse) will\b)",
    )
});
/// What is not done within this talk.
static DEED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:get back|call|ring|phone|e-?mail|write to|follow up|let you know|update you|keep you (?:posted|updated)|inform|notify|send|ship|dispatch|refund|replace|arrange|escalate|forward|contact|reach out|reimburse|process|cancel|fix|resolve|reply|respond|schedule|deliver|report|credit|look into|issue)\b",
    )
});
/// What will happen to them, or to what is theirs.
static THEIRS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\byou(?:'ll| will) (?:have|get|receive|hear|see|be (?:refunded|contacted|notified|reimbursed))\b|\bwill be (?:with you|back|sent|[a-z]+ed)\b|\bwill (?:arrive|reach you|ship|go out)\b",
    )
});
static NO_PROMISE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:if|once|when|unless|as soon as|in case)\b|\b(?:won't|will not|will never|cannot|can't|unable|usually|normally|typically|generally)\b",
    )
});
static OURS_ZH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:我|咱们|这边|专员|同事|客服|工作人员|财务|仓库|技术|售后|快递).{0,12}?(?:会|将|马上|立即|立刻|稍后|尽快|这就|保证|承诺|一定|[给帮为][您你])",
    )
});
static DEED_ZH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"回复|答复|回电|回访|联系|致电|打电话|发货|发出|发送|发给|寄|补发|退款|退还|退回|退给|到账|处理|安排|反馈|核实|通知|告知|更新|解决|换货|更换|上门|派送|跟进|升级|上报|转交|维修|修好|送达|收到|给[您你](?:结果|消息)",
    )
});
static NO_PROMISE_ZH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:如果|要是|假如|若|一旦|只要)|不会|无法|不能|没法|没办法|已经|已[为帮给]|刚刚|刚才|昨天|一般|通常|正常情况|请[您你]|麻烦[您你]|需要[您你]",
    )
});

#[cfg(test)]
#[path = "promises_test.rs"]
mod tests;

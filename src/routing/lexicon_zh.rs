//! How people call for a person in Chinese, where words are not set apart: a person, a verb that reaches for one before, and between them
//! only what changes nothing. Owns the lists and how they fit together.

use std::borrow::Cow;

/// People one can ask for; longer ones first.
const NOUNS: &[&str] = &[
    "人工客服",
    "人工服务",
    "人工",
    "真人",
    "活人",
    "客服人员",
    "客服",
    "工作人员",
    "经理",
    "主管",
    "领导",
    "负责人",
    "专员",
    "店长",
    "老板",
];
/// Reaches for a person; longer ones first.
const VERBS: &[&str] = &[
    "联系不上",
    "找不到",
    "打不通",
    "呼叫",
    "需要",
    "联系",
    "切换",
    "转",
    "接",
    "找",
    "要",
    "叫",
    "换",
    "喊",
    "有",
    "给我",
    "让",
    "请",
];
/// Talking with: reaches only for those who are no machines by name.
const WITH: &[&str] = &["和", "跟", "与", "同"];
/// May stand between the verb and the person; longer ones first.
const BETWEEN: &[&str] = &[
    "真正的",
    "在线",
    "你们",
    "您们",
    "一个",
    "一位",
    "一下",
    "真正",
    "官方",
    "平台",
    "到",
    "成",
    "个",
    "位",
    "你",
    "您",
    "的",
    "我",
    "去",
    "来",
    "接",
];
/// Makes it another thing: artificial intelligence, opening hours, a phone number.
const NOT_AFTER: &[&str] = &[
    "智能",
    "电话",
    "邮箱",
    "热线",
    "号码",
    "微信",
    "时间",
    "几点",
    "什么时候",
    "上班",
    "下班",
    "工作",
    "费",
    "成本",
    "审核",
];
/// May stand between a "not" and the verb.
const BEFORE: &[&str] = &["需要", "用", "要", "想", "必", "再", "我", "帮", "给", "去", "您", "你", "请", "先", "急着"];
const NOT: &[&str] = &["不", "别", "勿", "无需", "没必要", "甭"];
/// Questions and reproaches that hold a "not" and deny nothing.
const NO_DENIAL: &[(&str, &str)] = &[
    ("能不能", "能"),
    ("可不可以", "可以"),
    ("要不要", ""),
    ("是不是", "是"),
    ("有没有", "有"),
    ("为什么不", ""),
    ("为啥不", ""),
    ("怎么还不", ""),
    ("怎么不", ""),
    ("还不", ""),
    ("不行", ""),
];
/// Calls as whole phrases.
const PHRASES: &[&str] = &[
    "找人处理",
    "找人解决",
    "找个人",
    "叫个人",
    "来个人",
    "派个人",
    "换个人",
    "叫人来",
    "叫人处理",
    "换人",
    "和人说",
    "跟人说",
    "跟人聊",
    "和人聊",
    "人来处理",
    "我要投诉",
    "投诉你们",
    "不想跟机器人",
    "不想和机器人",
    "不要机器人",
    "别用机器人",
];
/// The whole message, beside the name of a person.
const ALONE: &[&str] =
    &["请", "谢谢", "服务", "在线", "在吗", "在么", "吗", "呢", "啊", "快", "我", "你好", "您好", "找人"];

/// Whether a clause calls for a person.
pub(super) fn calls(clause: &str) -> bool {
    let clause = NO_DENIAL.iter().fold(Cow::Borrowed(clause), |text, (from, to)| {
        if text.contains(from) { Cow::Owned(text.replace(from, to)) } else { text }
    });
    if PHRASES.iter().any(|phrase| clause.contains(phrase)) || clause.ends_with("找人") || asks_for_a_person(&clause)
    {
        return true;
    }
    let places = clause.char_indices().map(|(place, _)| place);
    places.into_iter().any(|place| {
        let (before, from) = clause.split_at(place);
        let Some(noun) = NOUNS.iter().find(|noun| from.starts_with(**noun)) else { return false };
        let after = &from[noun.len()..];
        !NOT_AFTER.iter().any(|word| after.starts_with(word)) && is_reached_for(before, noun)
    })
}

/// Whether a verb stands before, and no "not" before that.
fn is_reached_for(mut before: &str, noun: &str) -> bool {
    let is_no_machine = ["真人", "活人"].contains(&noun) || noun.starts_with("人工");
    loop {
        if is_no_machine && WITH.iter().any(|word| before.ends_with(word)) {
            return true;
        }
        if let Some(rest) = without(before, VERBS) {
            return !is_denied(rest);
        }
        match without(before, BETWEEN) {
            Some(rest) => before = rest,
            None => return false,
        }
    }
}

fn is_denied(mut before: &str) -> bool {
    loop {
        if NOT.iter().any(|word| before.ends_with(word)) {
            return true;
        }
        match without(before, BEFORE) {
            Some(rest) => before = rest,
            None => return false,
        }
    }
}

/// Whether a clause, among others, names nobody but a person whom a machine would never be: "退款，人工谢谢". "客服" may be who
/// is spoken to, and a question asks who is there.
fn asks_for_a_person(clause: &str) -> bool {
    let is_wanted = ["人工", "真人", "活人"].iter().any(|noun| clause.contains(noun));
    is_wanted && !clause.contains(['吗', '么', '呢']) && names_a_person(clause)
}

/// Whether the words together name nobody but a person.
pub(super) fn names_a_person(bare: &str) -> bool {
    let (mut rest, mut is_named) = (bare, false);
    while !rest.is_empty() {
        let begins = |words: &[&str]| words.iter().find_map(|word| rest.strip_prefix(*word));
        if let Some(after) = begins(NOUNS) {
            (rest, is_named) = (after, true);
        } else if let Some(after) = begins(ALONE) {
            rest = after;
        } else {
            return false;
        }
    }
    is_named || bare == "找人"
}

fn without<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| text.strip_suffix(*word))
}

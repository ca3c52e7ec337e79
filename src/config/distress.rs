//! Where customers in personal distress find help, in the operator's words. What is shipped names no number and no
//! organisation: one that nobody has checked for where the customers live does harm.

use super::Problem;
use serde::{Deserialize, Serialize};

/// Longest text, in characters.
const MOST: usize = 600;

const SHIPPED_EN: &str = "If you could be in danger now, please call your local emergency number, or ask somebody near \
                          you to stay with you. A doctor or a crisis line where you live can help too, at any hour.";
const SHIPPED_ZH: &str =
    "如果您现在可能有危险，请立即拨打当地的急救或报警电话，或请身边的人陪着您。您也可以联系医生或当地的心理援助热线。";

/// Where help is, in the operator's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Distress {
    /// In English; empty: none.
    pub resources_en: String,
    /// In Chinese; empty: none.
    pub resources_zh: String,
}

impl Default for Distress {
    fn default() -> Self {
        Self { resources_en: SHIPPED_EN.to_owned(), resources_zh: SHIPPED_ZH.to_owned() }
    }
}

impl Distress {
    /// Whether a text is the shipped one, which names no number.
    #[must_use]
    pub fn is_shipped(text: &str) -> bool {
        text == SHIPPED_EN || text == SHIPPED_ZH
    }

    /// Every language with its setting's name and its text, where one is set.
    #[must_use]
    pub fn texts(&self) -> [(&'static str, &'static str, Option<&str>); 2] {
        [
            ("English", "triage.distress.resources_en", given(&self.resources_en)),
            ("Chinese", "triage.distress.resources_zh", given(&self.resources_zh)),
        ]
    }

    pub(super) fn check(&self) -> Vec<Problem> {
        self.texts().into_iter().filter_map(|(_, at, text)| problem(at, text?)).collect()
    }
}

fn given(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn problem(at: &str, text: &str) -> Option<Problem> {
    let length = text.chars().count();
    if length > MOST {
        let shown: String = text.chars().take(20).collect();
        return Some(Problem::rule(at, &format!("{shown}…"), &format!("at most {MOST} characters, and has {length}")));
    }
    let is_plain = text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r'));
    (!is_plain).then(|| Problem::rule(at, &text.escape_debug().to_string(), "plain text in lines"))
}

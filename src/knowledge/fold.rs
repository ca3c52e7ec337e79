//! Folding: takes away what people vary without meaning anything by it. Pure.
//!
//! Owns lower case, full-width forms, curly apostrophes, and the traditional characters that a shop's visitors write,
//! so that word lists and articles need one form of each word.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Traditional characters; the simplified one stands at the same place below.
const TRADITIONAL: &str = "轉務員訂單貨換發優碼賬帳號錢時間電話郵遞壞損嗎麼這個們妳為還沒關開門點幾聯繫係絡經領導負責機謝請問裡裏買賣價運費達簽質維\
    證書據條類顏舊錯誤應該對確認設註冊錄鎖戶網頁資訊變動熱線聲辦讓給從後來兩萬樣無與長現實體總數進東補齊庫禮裝國際銀級積會夠\
    處專業壓絕滿減標籤紙貴險賠償複雜難撥聽說誰";
const SIMPLIFIED: &str = "转务员订单货换发优码账账号钱时间电话邮递坏损吗么这个们你为还没关开门点几联系系络经领导负责机谢请问里里买卖价运费达签质维\
    证书据条类颜旧错误应该对确认设注册录锁户网页资讯变动热线声办让给从后来两万样无与长现实体总数进东补齐库礼装国际银级积会够\
    处专业压绝满减标签纸贵险赔偿复杂难拨听说谁";

/// Simplified by traditional character; the first pair of a character counts.
static SIMPLER: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut simpler = HashMap::new();
    for (traditional, simplified) in TRADITIONAL.chars().zip(SIMPLIFIED.chars()) {
        simpler.entry(traditional).or_insert(simplified);
    }
    simpler
});

/// The text in its plainest form, character by character.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase().replace('`', "'");
    }
    text.chars().flat_map(char::to_lowercase).map(plain).collect()
}

fn plain(letter: char) -> char {
    match letter {
        '’' | '‘' | '`' => '\'',
        '\u{3000}' => ' ',
        // Full-width letters, digits and signs lie in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter).to_ascii_lowercase(),
        '\u{4e00}'..='\u{9fff}' => SIMPLER.get(&letter).copied().unwrap_or(letter),
        _ => letter,
    }
}

#[cfg(test)]
#[path = "fold_test.rs"]
mod tests;

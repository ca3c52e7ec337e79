use super::*;
use crate::domain::MessageText;
use jiff::civil::date;

#[test]
fn days_are_said_as_people_say_them() {
    let today = date(2026, 12, 31);
    let cases = [
        (date(2026, 12, 31), "today", "今天"),
        (date(2027, 1, 1), "tomorrow", "明天"),
        (date(2027, 1, 4), "on Monday, 4 January", "1月4日（星期一）"),
    ];
    for (opens, en, zh) in cases {
        let opens = Some((opens.at(9, 5, 0, 0), today));
        for who in [Away::Everybody, Away::Team] {
            let said = [Language::En, Language::Zh].map(|language| closed(language, who, opens, "Asia/Shanghai"));
            assert!(said[0].contains(&format!("{en} at 09:05 (Asia/Shanghai)")), "{}", said[0]);
            assert!(said[1].contains(&format!("{zh} 09:05（Asia/Shanghai）")), "{}", said[1]);
        }
    }
}

#[test]
fn every_sentence_is_one_that_a_message_can_hold() {
    for language in [Language::En, Language::Zh] {
        let said = [closed(language, Away::Everybody, None, "UTC"), delayed(language, 7), agent_lost(language, "Lin")];
        assert!(said[1].contains('7') && said[2].contains("Lin"));
        for words in said {
            assert!(MessageText::try_from(words).is_ok());
        }
    }
}

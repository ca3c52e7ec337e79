//! What is a promise, and until when.

use super::*;
use crate::domain::{Language, Timestamp};
use crate::knowledge::example;
use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;

/// Thursday, in Berlin.
fn thursday(hour: i8) -> DateTime {
    date(2026, 11, 26).at(hour, 30, 0, 0)
}

fn berlin() -> Hours {
    let day = vec![(9 * 60, 17 * 60)];
    let week = [day.clone(), day.clone(), day.clone(), day.clone(), day, Vec::new(), Vec::new()];
    Hours::new(TimeZone::get("Europe/Berlin").unwrap(), week)
}

fn moment(local: DateTime) -> Timestamp {
    berlin().moment(local).unwrap()
}

fn found(text: &str) -> Vec<Found> {
    promises(Voice::Staff, text, moment(thursday(10)), &berlin())
}

/// When the one promise of a text falls due.
fn due(text: &str) -> Option<DateTime> {
    let found = found(text);
    assert_eq!(found.len(), 1, "one promise in {text:?}");
    found[0].due.map(|due| berlin().local(due).unwrap())
}

#[test]
fn a_length_of_time_counts_from_now_and_its_later_end_counts() {
    for (text, days, hours, minutes) in [
        ("I'll call you back within two hours.", 0, 2, 0),
        ("You will get the money back within 3-5 days.", 5, 0, 0),
        ("We are going to refund you in half an hour.", 0, 0, 30),
        ("We'll email you within the next 45 minutes", 0, 0, 45),
        ("我们会在24小时内回复您。", 0, 24, 0),
        ("我这边半小时内给您回电", 0, 0, 30),
        ("退款会在3到5天内到账。", 5, 0, 0),
        ("財務會在兩天內退款給您", 2, 0, 0),
        ("专员一个半小时内联系您", 0, 1, 30),
        ("我們會在１個小時內聯繫您", 0, 1, 0),
    ] {
        let expected = thursday(10) + jiff::Span::new().days(days).hours(hours).minutes(minutes);
        assert_eq!(due(text), Some(expected), "{text}");
    }
}

#[test]
fn working_days_leave_out_what_is_closed_and_end_at_closing_time() {
    let tuesday = date(2026, 12, 1).at(17, 0, 0, 0);
    assert_eq!(due("Your parcel will be sent within 3 business days."), Some(tuesday));
    assert_eq!(due("我们会在3个工作日内处理您的退款"), Some(tuesday));
    assert_eq!(due("退款将在1-3个工作日到账"), Some(tuesday));
}

#[test]
fn a_day_is_over_at_closing_time_and_an_hour_counts_where_it_is_said() {
    for (text, expected) in [
        ("I will let you know today.", date(2026, 11, 26).at(17, 0, 0, 0)),
        ("We'll ship it by tomorrow.", date(2026, 11, 27).at(17, 0, 0, 0)),
        ("I'll call you tomorrow at 3 pm.", date(2026, 11, 27).at(15, 0, 0, 0)),
        ("We'll have it fixed by Monday", date(2026, 11, 30).at(17, 0, 0, 0)),
        ("We will refund you by December 3rd", date(2026, 12, 3).at(17, 0, 0, 0)),
        ("I'll follow up tonight", date(2026, 11, 27).at(0, 0, 0, 0)),
        ("今天内给您答复", date(2026, 11, 26).at(17, 0, 0, 0)),
        ("我明天下午3点前联系您", date(2026, 11, 27).at(15, 0, 0, 0)),
        ("我们周一会给您发货", date(2026, 11, 30).at(17, 0, 0, 0)),
        ("我们下周五前会处理好", date(2026, 12, 4).at(17, 0, 0, 0)),
        ("仓库12月3日前会补发", date(2026, 12, 3).at(17, 0, 0, 0)),
    ] {
        assert_eq!(due(text), Some(expected), "{text}");
    }
}

#[test]
fn a_promise_without_a_time_is_one_all_the_same() {
    for text in
        ["I'll get back to you.", "Our team will look into it and contact you.", "我会尽快回复您", "稍后我给您回电"]
    {
        assert_eq!(due(text), None, "{text}");
    }
}

#[test]
fn what_is_no_promise_is_not_taken_for_one() {
    for text in [
        "If it has not arrived by Friday, we will refund you.",
        "Will you be at home tomorrow?",
        "We cannot refund this within 3 days.",
        "Parcels usually arrive within 3 days; we'll see.",
        "I will be happy to help.",
        "You ordered it 3 days ago.",
        "I'll check that for you.",
        "Please send it back within 14 days.",
        "如果明天还没到，我们会给您退款",
        "我们不会今天发货",
        "您今天方便收货吗？",
        "我已经帮您退款了，今天到账",
        "一般3天内发货",
        "请您在7天内寄回",
        "好的，谢谢",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn each_sentence_is_its_own_and_kept_as_written() {
    let found = found(
        "Sorry about that! I'll ship a new one today. You'll get the refund within 1.5 weeks? No: within 2 weeks, we'll send it.",
    );
    let texts: Vec<&str> = found.iter().map(|found| found.text.as_str()).collect();
    assert_eq!(texts, ["I'll ship a new one today.", "No: within 2 weeks, we'll send it."]);
}

#[test]
fn the_bots_articles_promise_only_what_we_say_we_do() {
    let say = |text: &str| promises(Voice::Bot, text, moment(thursday(10)), &berlin()).len();
    assert_eq!(say("Your refund will be paid within 5 days."), 0, "true for everybody, promised to nobody");
    assert_eq!(say("We'll call you back within 5 hours."), 1);
    assert_eq!(say("我们会在5小时内给您回电。"), 1);
    let articles = example().unwrap();
    for language in [Language::En, Language::Zh] {
        let answers = articles.iter().filter(|article| article.language == language);
        let answers: Vec<String> = answers.map(|article| article.answer.plain()).collect();
        let taken: Vec<&String> = answers.iter().filter(|answer| say(answer) > 0).collect();
        assert!(taken.len() * 10 <= answers.len(), "of {} articles these promise something: {taken:#?}", answers.len());
    }
}

#[test]
fn no_text_takes_long_or_breaks_it() {
    let tried = [
        "我会".repeat(2_000),
        "within 3 ".repeat(450),
        "99周".repeat(1_300),
        "I'll call ".repeat(400),
        "12月99日前会 31号前".repeat(200),
    ];
    for text in tried {
        assert!(promises(Voice::Staff, &text, Timestamp(i64::MAX), &berlin()).len() <= 3);
        assert!(found(&text).len() <= 3);
    }
}

use super::*;
use crate::domain::fixtures;

fn logged(seq: u64, by: Party, event: Event) -> Stamped<Event> {
    Stamped { seq: Seq(seq), public: None, at: Timestamp(seq.cast_signed() * 1_000), by, event }
}

fn said(seq: u64, text: &str, bot: Option<(BotAct, u64)>) -> Stamped<Event> {
    let by = if bot.is_some() { Party::Bot } else { Party::Visitor };
    let (bot, answers) = bot.map_or((None, None), |(act, answers)| (Some(act), Some(Seq(answers))));
    logged(seq, by, fixtures::said(seq.into(), text, bot, answers))
}

fn answered(article: &str) -> BotAct {
    BotAct::Answered { article: article.to_owned() }
}

fn queued(seq: u64, cause: WaitCause) -> Stamped<Event> {
    logged(seq, Party::Bot, Event::Queued { cause, reasons: Vec::new(), passed: None })
}

fn miss(text: &str, at: i64) -> (Language, Miss) {
    (Language::En, Miss { text: text.to_owned(), at: Timestamp(at) })
}

#[test]
fn a_log_says_what_was_missed_and_after_which_article_a_person_was_wanted() {
    let log = [
        said(1, "do you rent bicycles", None),
        said(2, "hm", Some((BotAct::Missed, 1))),
        said(3, "where is it", None),
        said(4, "there", Some((answered("Where?"), 3))),
        said(5, "how much", None),
        said(6, "so much", Some((answered("Price?"), 5))),
        said(7, "rent a bicycle i said", None),
        said(8, "a person", Some((BotAct::HandedOver { cause: WaitCause::BotMissed }, 7))),
        queued(9, WaitCause::BotMissed),
    ];
    let Lacks { misses, given } = lacks(&log);
    let asked: Vec<&str> = misses.iter().map(|miss| miss.text.as_str()).collect();
    assert_eq!(asked, ["do you rent bicycles", "rent a bicycle i said"]);
    let uses = uses(&given);
    assert_eq!(uses["Where?"], Use { given: 1, escalated: 0 });
    assert_eq!(uses["Price?"], Use { given: 1, escalated: 1 });
}

#[test]
fn that_staff_took_a_conversation_by_themselves_says_nothing_of_the_answer() {
    let log = [said(1, "where", None), said(2, "there", Some((answered("Where?"), 1))), queued(3, WaitCause::Claimed)];
    assert!(!lacks(&log).given[0].escalated);
}

#[test]
fn questions_about_the_same_are_one_gap_in_each_language() {
    let chinese = (Language::Zh, Miss { text: "可以租自行车吗".to_owned(), at: Timestamp(4) });
    let found =
        gaps([miss("do you rent bicycles", 1), miss("rent bicycles?", 3), miss("who painted your logo", 2), chinese]);
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!((found[0].times, found[0].last), (2, Timestamp(3)));
    assert_eq!(found[0].examples, ["rent bicycles?", "do you rent bicycles"]);
    assert_eq!(found[1].language, Language::Zh);
}

#[test]
fn memory_is_bounded_whatever_is_asked() {
    let many = (0..2_000).map(|number| miss(&format!("word{number} thing{number} other{number}"), number));
    assert_eq!(gaps(many).len(), GROUPS);
    let same = (0..100).map(|number| miss(&format!("rent bicycles {}", "!".repeat(number)), 1));
    let same = gaps(same);
    assert_eq!((same.len(), same[0].examples.len(), same[0].times), (1, EXAMPLES, 100));
    let log: Vec<Stamped<Event>> = (0..100)
        .flat_map(|n| {
            [said(2 * n + 1, &"long ".repeat(100), None), said(2 * n + 2, "hm", Some((BotAct::Missed, 2 * n + 1)))]
        })
        .collect();
    let Lacks { misses, .. } = lacks(&log);
    assert_eq!((misses.len(), misses[0].text.chars().count()), (OF_ONE, SHOWN));
}

use super::*;
use crate::domain::{BotAct, FlowPlace, MessageText, Seq, Timestamp, WaitCause};
use crate::knowledge::{Library, example as articles};
use crate::routing::calendar_book::CalendarBook;
use crate::routing::calendars::Calendars;
use crate::routing::hours::Hours;
use crate::routing::{Bot, BotQuestion, BotReply};
use proptest::prelude::*;
use std::fmt::Write;
use std::sync::{Arc, LazyLock};

static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| Arc::new(Library::new(articles().unwrap())));
/// 2026-11-26, a Thursday, 10:00 UTC.
const MORNING: Timestamp = Timestamp(1_795_687_200_000);

fn office() -> Hours {
    let week = [9 * 60, 18 * 60];
    Hours::new(
        jiff::tz::TimeZone::UTC,
        std::array::from_fn(|day| if day < 5 { vec![(week[0], week[1])] } else { vec![] }),
    )
}

fn bot(flows: Flows) -> Bot {
    let calendars = CalendarBook::from(Calendars::from(office()));
    Bot::guided(Arc::clone(&LIBRARY), Arc::new(FlowBook::new(flows)), Arc::new(calendars))
}

/// A talk with the bot, as a conversation's state would hold it.
struct Talk<'a> {
    bot: &'a Bot,
    question: BotQuestion,
    called: Option<WaitCause>,
}

impl<'a> Talk<'a> {
    fn with(bot: &'a Bot, language: Language) -> Self {
        let question = BotQuestion { language, now: MORNING, ..BotQuestion::default() };
        Self { bot, question, called: None }
    }

    fn hear(&mut self, text: Option<&str>) -> BotReply {
        self.question.text = text.map(str::to_owned);
        self.question.message = Seq(self.question.message.0 + 1);
        let reply = self.bot.reply(&self.question);
        if let Some(place) = &reply.flow {
            self.question.flow = Some(place.clone());
        }
        match &reply.act {
            BotAct::HandedOver { cause } => self.called = Some(*cause),
            BotAct::Missed => self.question.misses += 1,
            BotAct::Answered { .. } | BotAct::Guided => self.question.misses = 0,
            _ => {}
        }
        reply
    }

    fn say(&mut self, text: &str) -> String {
        self.hear(Some(text)).text.as_str().to_owned()
    }

    fn place(&self) -> &FlowPlace {
        self.question.flow.as_ref().expect("a flow has spoken")
    }

    fn told(&self) -> Vec<(&str, &str)> {
        self.place().slots.iter().map(|slot| (slot.name.as_str(), slot.value.as_str())).collect()
    }
}

fn shop() -> Bot {
    bot(example().unwrap())
}

#[test]
fn what_was_told_is_kept_and_goes_to_a_person_in_either_language() {
    let bot = shop();
    let talks = [
        (Language::En, ["my parcel is lost", "it's SH-20488 I think", "yesterday"], "SH-20488"),
        (Language::Zh, ["快递丢了", "订单号是ＳＨ－２０４８８", "昨天"], "SH-20488"),
    ];
    for (language, says, order) in talks {
        let mut talk = Talk::with(&bot, language);
        talk.hear(None);
        for text in says {
            talk.say(text);
        }
        assert_eq!(talk.told(), [("order", order), ("due", "2026-11-25")], "{language:?}");
        assert_eq!(talk.called, Some(WaitCause::Flow));
        assert_eq!((talk.place().at.as_ref(), talk.place().language), (None, language));
        assert_eq!(talk.place().slots[0].seq, Seq(3));
    }
}

#[test]
fn an_answer_that_is_none_is_asked_for_again_and_in_the_end_led_on() {
    let bot = shop();
    let mut talk = Talk::with(&bot, Language::En);
    talk.say("my parcel is lost");
    assert!(talk.say("purple").starts_with("That does not look like"));
    assert!(talk.say("still purple").starts_with("That does not look like"));
    assert!(talk.say("purple it is").starts_with("Then we can look for it"), "the third goes where `otherwise` leads");
    assert!(talk.say("purple@").starts_with("I need a full address"));
    talk.say("purple at mail");
    assert_eq!(talk.called, Some(WaitCause::BotMissed), "without `otherwise` a person goes on");
}

#[test]
fn buttons_skip_and_choose_by_label_number_or_part_in_either_language() {
    let bot = shop();
    let mut talk = Talk::with(&bot, Language::En);
    assert_eq!(talk.hear(Some("my parcel is lost")).quick_replies, ["I don't have it"]);
    assert!(talk.say("i don’t have it!").starts_with("Then we can"));
    for (says, kept) in
        [("It is damaged", "It is damaged"), ("2", "It is damaged"), ("damaged", ""), ("收到时已损坏", "收到时已损坏")]
    {
        let mut talk = Talk::with(&bot, Language::En);
        assert_eq!(talk.hear(Some("start a return")).quick_replies.len(), 3);
        talk.say(says);
        let told = talk.told();
        assert_eq!(told.first().map_or("", |(_, value)| value), kept, "{says}");
    }
}

#[test]
fn an_article_answers_within_a_flow_and_beside_its_question() {
    let bot = shop();
    let mut talk = Talk::with(&bot, Language::En);
    talk.say("start a return");
    let reply = talk.hear(Some("I changed my mind"));
    assert_eq!(reply.act, BotAct::Answered { article: "How do I return something?".to_owned() });
    assert!(reply.text.as_str().ends_with("Did that help?"), "{}", reply.text.as_str());
    let aside = talk.hear(Some("How much is shipping?"));
    assert!(aside.text.as_str().contains("4.90") && aside.text.as_str().ends_with("Did that help?"));
    assert_eq!(talk.place().misfits, 0, "a question of their own is no wrong answer");
    assert!(talk.say("yes").starts_with("Glad to hear it"));
    assert_eq!(talk.place().at, None);
    assert!(talk.say("How much is shipping?").contains("4.90"), "after it the bot answers by itself");
}

#[test]
fn the_greeting_knows_the_hour() {
    let bot = shop();
    let mut talk = Talk::with(&bot, Language::Zh);
    assert!(talk.hear(None).text.as_str().starts_with("您好！我是智能助手，可以"));
    let mut night = Talk::with(&bot, Language::En);
    night.question.now = Timestamp(MORNING.0 + 12 * 3_600_000);
    let reply = night.hear(None);
    assert!(reply.text.as_str().contains("not in at this hour"));
    assert_eq!(reply.quick_replies.len(), 3);
}

#[test]
fn who_leaves_is_let_go_and_who_asks_what_it_is_is_told() {
    let bot = shop();
    let mut talk = Talk::with(&bot, Language::En);
    talk.say("my parcel is lost");
    let said = talk.say("are you a human?");
    assert!(said.starts_with("I'm an automatic assistant") && said.contains("order number"), "{said}");
    talk.say("no thanks");
    assert_eq!((talk.place().at.as_ref(), talk.called), (None, None));
}

#[test]
fn another_flow_begins_in_the_middle_of_one() {
    let bot = shop();
    let mut talk = Talk::with(&bot, Language::En);
    talk.say("my parcel is lost");
    assert_eq!(talk.say("I want to start a return"), "What is the reason?");
    assert_eq!(talk.place().flow, "start-return");
}

#[test]
fn a_step_that_is_gone_after_a_change_ends_the_flow_and_silences_nothing() {
    let bot = shop();
    let mut talk = Talk::with(&bot, Language::En);
    talk.say("my parcel is lost");
    talk.question.flow.as_mut().unwrap().at = Some("gone".to_owned());
    assert!(talk.say("How much is shipping?").contains("4.90"));
}

#[test]
fn cases_hold_for_language_page_and_what_was_told() {
    let file = r#"
        [flow.a]
        starts = { en = ["begin"], zh = ["开始"] }
        first = "ask"
        [flow.a.ask]
        choose = { en = "Which?", zh = "哪个？" }
        slot = "which"
        label = { en = "Which", zh = "哪个" }
        options = [{ en = "Red", zh = "红", next = "look" }, { en = "Blue", zh = "蓝", next = "look" }]
        [flow.a.look]
        when = [
          { page = "/cart", next = "cart" },
          { language = "zh", slot = "which", is = "red", next = "red" },
        ]
        [flow.a.cart]
        say = { en = "Cart, {which|none}", zh = "购物车，{which|没有}" }
        [flow.a.red]
        say = { en = "Red", zh = "红的" }
    "#;
    let bot = bot(parse("flows.toml", file).unwrap());
    let ask = |language, page: Option<&str>, text: &str| {
        let mut talk = Talk::with(&bot, language);
        talk.question.page = page.map(str::to_owned);
        talk.say(if language == Language::En { "begin" } else { "开始" });
        talk.say(text)
    };
    assert_eq!(ask(Language::En, Some("https://shop.example/cart"), "blue"), "Cart, Blue");
    assert_eq!(ask(Language::Zh, None, "红"), "红的", "`is` compares in either language");
    assert_eq!(ask(Language::En, None, "red"), "Thank you. Is there anything else?");
}

#[test]
fn everything_that_is_wrong_is_told_at_once_with_its_line() {
    let file = r#"turns = 1
colour = "red"
[flow.a]
starts = "greeting"
first = "one"
[flow.a.one]
say = { en = "Hello" }
next = "nowhere"
[flow.a.two]
ask = { en = "Number?", zh = "号码？{x}" }
slot = "number"
pattern = "["
trys = 3
[flow.a.three]
say = { en = "a", zh = "b" }
choose = { en = "a", zh = "b" }
[flow.Bad]
starts = { en = ["hi there"] }
first = "one"
"#;
    let told = parse("flows.toml", file).unwrap_err().0;
    let expected = [
        "flows.toml:1: turns is `1`; must be 3 to 100",
        "flows.toml:2: colour is unknown; there are turns, flow",
        "flows.toml:7: flow.a.one.say.zh is missing; every text stands in English (en) and in Chinese (zh)",
        "flows.toml:8: flow.a.one.next is `nowhere`; must be a step of this flow",
        "flows.toml:9: flow.a.two.label is missing; what people call it",
        "flows.toml:10: flow.a.two.ask.zh is `号码？{x}`; must be with words for when `x` was not told",
        "flows.toml:12: flow.a.two.pattern is `[`; must be a regular expression: unclosed character class",
        "flows.toml:13: flow.a.two.trys is unknown; did you mean `tries`?",
        "flows.toml:14: flow.a.three is `say and choose`; must be one of say, ask,",
        "flows.toml:17: flow.Bad is `Bad`; must be 1 to 40 of a-z",
        "flows.toml:18: flow.Bad.starts.zh is missing",
        "flows.toml:19: flow.Bad.first is `one`; must be a step of this flow",
    ];
    let told_of = |line: &str| told.iter().any(|one| one.starts_with(line));
    assert!(expected.iter().all(|line| told_of(line)), "{told:#?}");
    assert!(told.len() <= expected.len() + 1, "{told:#?}");
}

#[test]
fn no_toml_is_told_with_its_line_too() {
    let told = parse("flows.toml", "turns = 20\n[flow.a\nfirst = \"x\"\nx = = 3\n").unwrap_err().0;
    assert!(told.iter().any(|line| line.starts_with("flows.toml:2: is no TOML")), "{told:#?}");
    assert!(told.iter().any(|line| line.starts_with("flows.toml:4: is no TOML")), "{told:#?}");
}

#[test]
fn a_ring_without_a_question_a_step_that_nothing_leads_to_and_words_of_two_flows_are_refused() {
    let say = |name: &str, next: &str| format!("[flow.a.{name}]\nsay = {{ en = 'x', zh = 'y' }}\nnext = '{next}'\n");
    let head = "[flow.a]\nstarts = { en = ['begin'], zh = ['开始'] }\nfirst = 'one'\n";
    let told = |file: &str| parse("f", file).unwrap_err().0.join("\n");
    let ring = told(&format!("{head}{}{}", say("one", "two"), say("two", "one")));
    assert!(ring.contains("f:4: flow.a.one is `one -> two -> one`; must be left by a question"), "{ring}");
    let alone = told(&format!("{head}[flow.a.one]\nhand_over = {{ en = 'x', zh = 'y' }}\n{}", say("two", "one")));
    assert!(alone.contains("flow.a.two is `two`; must be reached"), "{alone}");
    let one = format!("{head}[flow.a.one]\nhand_over = {{ en = 'x', zh = 'y' }}\n");
    let twice = told(&format!("{one}{}", one.replace("flow.a", "flow.b")));
    assert!(twice.contains("flow.b.starts is `begin`; must be words of its own: they begin flow.a too"), "{twice}");
    let long: String = (0..20).map(|n| say(&format!("s{n}"), &format!("s{}", n + 1))).collect();
    let long =
        told(&format!("{}{long}[flow.a.s20]\nhand_over = {{ en = 'x', zh = 'y' }}\n", head.replace("one", "s0")));
    assert!(long.contains("21 steps without a question"), "{long}");
}

/// Words that people might say anywhere.
fn words() -> impl Strategy<Value = String> {
    let known = [
        "my parcel is lost",
        "快递丢了",
        "start a return",
        "申请退货",
        "SH-20488",
        "a@b.example",
        "yesterday",
        "1",
        "2",
        "yes",
        "no",
        "no thanks",
        "I don't have it",
        "How much is shipping?",
        "are you a human?",
        "好的",
        "xyzzy",
        "begin",
        "{x|y}",
    ];
    prop_oneof![4 => prop::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => "\\PC{1,60}"]
}

/// A file with steps of every kind that lead anywhere.
fn any_file() -> impl Strategy<Value = String> {
    let step = (0_u8..6, 0_u8..6, 0_u8..6, 1_u8..4);
    prop::collection::vec(step, 1..6).prop_map(|steps| {
        let mut file = "turns = 8\n[flow.a]\nstarts = { en = ['begin'], zh = ['开始'] }\nfirst = 's0'\n".to_owned();
        for (name, (kind, next, other, tries)) in steps.into_iter().enumerate() {
            let text = "{ en = 'Words {v|none}', zh = '文字 {v|没有}' }";
            let body = match kind {
                0 => format!("say = {text}\nnext = 's{next}'"),
                1 => format!(
                    "ask = {text}\nslot = 'v'\nlabel = {{ en = 'V', zh = '值' }}\nis = 'order'\ntries = {tries}\nnext = 's{next}'\notherwise = 's{other}'"
                ),
                2 => format!(
                    "choose = {text}\nslot = 'v'\nlabel = {{ en = 'V', zh = '值' }}\noptions = [{{ en = 'Yes', zh = '是', next = 's{next}' }}, {{ en = 'No', zh = '否', next = 's{other}' }}]"
                ),
                3 => format!("answer = 'words'\nnext = 's{next}'\notherwise = 's{other}'"),
                4 => format!("when = [{{ slot = 'v', next = 's{next}' }}]\notherwise = 's{other}'"),
                _ => format!("hand_over = {text}"),
            };
            write!(file, "[flow.a.s{name}]\n{body}\n").unwrap();
        }
        file
    })
}

/// What holds of every reply, whatever was said before.
fn holds(reply: &BotReply, turns: u32) -> Result<(), TestCaseError> {
    prop_assert!(MessageText::try_from(reply.text.as_str().to_owned()).is_ok());
    prop_assert!(reply.quick_replies.len() <= BUTTONS);
    let Some(place) = &reply.flow else { return Ok(()) };
    prop_assert!(place.turns <= turns, "{place:?}");
    prop_assert!(place.misfits <= 5 && place.slots.len() <= 16);
    let is_over = matches!(reply.act, BotAct::HandedOver { .. } | BotAct::Missed);
    prop_assert!(!is_over || place.at.is_none(), "{reply:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_is_said_the_shop_speaks_within_bounds_and_a_person_is_one_step_away(
        says in prop::collection::vec(words(), 0..30), wish in prop::sample::select(&["I want a human", "转人工", "quiero hablar con una persona"][..])
    ) {
        let bot = shop();
        let mut talk = Talk::with(&bot, Language::En);
        talk.hear(None);
        for text in &says {
            if talk.called.is_some() {
                break;
            }
            let mut wishing = Talk { bot: talk.bot, question: talk.question.clone(), called: None };
            wishing.hear(Some(wish));
            prop_assert_eq!(wishing.called, Some(WaitCause::Asked));
            holds(&talk.hear(Some(text)), 20)?;
        }
    }

    #[test]
    fn files_of_any_shape_are_refused_or_never_go_round(file in any_file(), says in prop::collection::vec(words(), 0..30)) {
        let Ok(flows) = parse("f", &file) else { return Ok(()) };
        let bot = bot(flows);
        let mut talk = Talk::with(&bot, Language::En);
        talk.say("begin");
        for text in &says {
            if talk.called.is_some() {
                break;
            }
            holds(&talk.hear(Some(text)), 8)?;
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(\\[flow|\\]|\\.|a|=|\\{|\\}|say|ask|first|starts|en|zh|\"|'|\n|,|\\PC){0,60}") {
        if let Err(error) = parse("f", &text) {
            prop_assert!(!error.0.is_empty());
        }
    }
}

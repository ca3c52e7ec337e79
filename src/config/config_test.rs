use super::{Asked, ConfigError, Form, Settings, example::strays, from_parts};

fn load(file: &str, environment: &[(&str, &str)]) -> Result<Settings, ConfigError> {
    from_parts(file, environment.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())))
}

#[test]
fn nothing_at_all_is_a_working_configuration() {
    assert_eq!(load("", &[]).expect("defaults"), Settings::default());
}

#[test]
fn the_environment_wins_over_the_file() {
    let settings =
        load("[server]\nlisten = \"127.0.0.1:1\"", &[("ATTUNE__SERVER__LISTEN", "127.0.0.1:2"), ("HOME", "/")]);
    assert_eq!(settings.expect("valid").server.listen.port(), 2);
}

#[test]
fn an_environment_text_that_looks_like_a_number_stays_text() {
    assert_eq!(load("", &[("ATTUNE__LOG__FILTER", "7")]).expect("valid").log.filter, "7");
}

#[test]
fn every_problem_is_reported_at_once_with_the_nearest_name() {
    let file =
        "[servr]\nx = 1\n[server]\nlisten = \"nowhere\"\nmax_socket = 5\n[triage]\nworkers = 0\nengine = \"tract\"";
    let ConfigError(problems) =
        load(file, &[("ATTUNE__LOG__JSN", "true"), ("ATTUNE__LOG", "x")]).expect_err("problems");
    let text = ConfigError(problems.clone()).to_string();
    assert_eq!(problems.len(), 7, "{text}");
    for part in [
        "did you mean `server`",
        "server.listen is `nowhere`",
        "`max_sockets`",
        "triage.workers is `0`",
        "triage.engine",
        "`json`",
        "ATTUNE__LOG ",
    ] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
}

#[test]
fn a_section_within_a_section_is_read_from_file_and_environment() {
    let file = "[triage]\nworkers = 2\n[triage.challenger]\nmodels = \"new\"\nsample = 0.25";
    let settings = load(file, &[("ATTUNE__TRIAGE__CHALLENGER__MAX_BACKLOG", "7")]).expect("valid").triage;
    assert_eq!((settings.workers, settings.challenger.sample, settings.challenger.max_backlog), (2, 0.25, 7));
    assert_eq!(settings.challenger.models.to_str(), Some("new"));
}

#[test]
fn what_is_wrong_with_the_challenger_names_field_value_and_rule() {
    let cases = [
        ("modls = \"x\"", "triage.challenger.modls unknown; did you mean `models`?"),
        ("models = \"x\"\nsample = 0.0", "triage.challenger.sample is `0`; must be above 0 and at most 1"),
        ("models = \"x\"\nsample = 1.5", "triage.challenger.sample is `1.5`; must be above 0 and at most 1"),
        ("models = \"x\"\nsample = nan", "triage.challenger.sample is `NaN`; must be above 0 and at most 1"),
        ("models = \"x\"\nsample = \"all\"", "triage.challenger.sample is `all`: invalid type"),
        ("models = \"x\"\nmax_backlog = 0", "triage.challenger.max_backlog is `0`; must be 1 to 10000"),
        ("models = \"x\"\nmax_backlog = -1", "triage.challenger.max_backlog is `-1`"),
        ("sample = 0.5", "triage.challenger.models is ``; must be a folder where its other settings are given"),
    ];
    for (keys, wanted) in cases {
        let text = load(&format!("[triage.challenger]\n{keys}"), &[]).expect_err("a problem").to_string();
        assert!(text.contains(wanted) && text.starts_with("1 problem "), "{keys}: {text}");
    }
    for file in ["triage = 1", "[triage]\nchallenger = 1", "[log]\njson = { x = 1 }"] {
        assert!(load(file, &[]).is_err(), "{file}");
    }
    assert!(load("", &[("ATTUNE__LOG__JSON__DEEP", "1")]).is_err());
}

#[test]
fn a_section_within_a_section_is_set_key_by_key() {
    let file = "[triage]\nworkers = 2\n[triage.budget]\npage = 2\nmin_chats = 700";
    let settings = load(file, &[("ATTUNE__TRIAGE__BUDGET__BADGE", "12.5"), ("ATTUNE__TRIAGE__BUDGET__PAGE", "0.5")]);
    let budget = settings.expect("valid").triage.budget;
    assert_eq!((budget.page, budget.handoff, budget.badge, budget.min_chats), (0.5, 5.0, 12.5, 700));
}

#[test]
fn budgets_that_make_no_sense_are_named_with_their_rules() {
    let said = |text: &str| load(text, &[]).expect_err("wrong").to_string();
    let text = said("[triage.budget]\npge = 1\nhandoff = 0.5\nmin_chats = 50\nenabled = 3");
    for part in [
        "triage.budget.pge unknown; did you mean `page`",
        "triage.budget.handoff is `0.5`; must be page or more",
        "triage.budget.min_chats is `50`; must be 100 to 5000",
        "triage.budget.enabled is `3`",
    ] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
    assert!(said("[triage.budget]\npage = 0.1").contains("100 / page or more"));
    assert!(said("[triage.budget]\npage = nan").contains("above 0 and at most 50"));
    assert!(said("[triage.budget]\nbadge = 51.0").contains("above 0 and at most 50"));
}

#[test]
fn help_for_people_in_distress_is_plain_text_of_some_lines_and_what_is_shipped_names_no_number() {
    for (language, _, text) in load("", &[]).expect("valid").triage.distress.texts() {
        let text = text.expect("a text for each language");
        assert!(!text.chars().any(char::is_numeric), "{language}: {text}");
    }
    let file = "[triage.distress]\nresources_en = \"\"\"\nCall 000.\nAt any hour.\n\"\"\"\nresources_zh = \"  \"";
    let [(_, _, en), (_, _, zh)] = load(file, &[]).expect("valid").triage.distress.texts().map(owned);
    assert_eq!((en.as_deref(), zh), (Some("Call 000.\nAt any hour."), None));
    let longest = format!("[triage.distress]\nresources_zh = \"{}\"", "助".repeat(600));
    assert!(load(&longest, &[]).is_ok());
    let cases = [
        (
            format!("resources_zh = \"{}\"", "助".repeat(601)),
            "is `助助助助助助助助助助助助助助助助助助助助…`; must be at most 600",
        ),
        ("resources_zh = \"a\\u0007b\"".to_owned(), "is `a\\u{7}b`; must be plain text in lines"),
        ("resources_zh = 110".to_owned(), "is `110`: invalid type"),
    ];
    for (key, wanted) in cases {
        let text = load(&format!("[triage.distress]\n{key}"), &[]).expect_err("a problem").to_string();
        assert!(text.contains(&format!("triage.distress.resources_zh {wanted}")), "{text}");
    }
}

fn owned<'a>((language, key, text): (&'a str, &'a str, Option<&str>)) -> (&'a str, &'a str, Option<String>) {
    (language, key, text.map(str::to_owned))
}

#[test]
fn segments_that_make_no_sense_are_named_with_their_place_and_rule() {
    let file =
        "[[routing.queue.segments]]\nname = \"Gold\"\nattribute = \"plan\"\nvalues = [\"gold\", \"黄金\"]\nlift = 2";
    let segments = load(file, &[]).expect("valid").routing.queue.segments;
    assert_eq!((segments[0].name.as_str(), segments[0].lift), ("Gold", 2));
    let wrong = "[[routing.queue.segments]]\nname = \"Gold\"\nattribute = \" \"\nvalues = []\nlift = 3";
    let text = load(&format!("{file}\n{wrong}"), &[]).expect_err("problems").to_string();
    for part in [
        "routing.queue.segments[1].name is `Gold`; must be a name of its own, 1 to 40 characters",
        "routing.queue.segments[1].attribute is ` `; must be the name of an attribute that the shop signs",
        "routing.queue.segments[1].values is ``; must be one text or more, none of them empty",
        "routing.queue.segments[1].lift is `3`; must be 0 to 2",
    ] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
    let unknown = file.replace("lift", "lifts");
    assert!(load(&unknown, &[]).expect_err("a typing error").to_string().contains("lifts"));
}

#[test]
fn a_form_before_the_chat_is_off_until_it_is_asked_for_and_its_topics_are_in_both_languages() {
    assert_eq!(load("", &[]).expect("valid").site.form, Form::default());
    let file = "[site.form]\nemail = \"required\"\ntopic = \"optional\"\ntopics = [{ en = \"Orders\", zh = \"订单\" }]";
    let form = load(file, &[]).expect("valid").site.form;
    assert_eq!((form.name, form.email, form.topic), (Asked::Off, Asked::Required, Asked::Optional));
    let variables =
        [("ATTUNE__SITE__FORM__TOPIC", "required"), ("ATTUNE__SITE__FORM__TOPICS", "[{en=\"Orders\",zh=\"订单\"}]")];
    assert_eq!(load("", &variables).expect("valid").site.form.topics[0].zh, "订单");

    let wrong = "[site.form]\ntopic = \"required\"\ntopics = []";
    let text = load(wrong, &[]).expect_err("a problem").to_string();
    assert!(text.contains("site.form.topics is `[]`; must be at least one topic, or site.form.topic"), "{text}");
    let wrong = "[site.form]\ntopics = [{ en = \"Orders\", zh = \"订单\" }, { en = \"Orders\", zh = \" \" }, { en = \"A\\nB\", zh = \"C\" }]";
    let text = load(wrong, &[]).expect_err("problems").to_string();
    for part in [
        "site.form.topics[1].en is `Orders`; must be a text of its own",
        "site.form.topics[1].zh is ` `; must be 1 to 60 characters on one line",
        "site.form.topics[2].en is `A\\nB`; must be 1 to 60",
    ] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
    let text = load("[site.form]\nname = \"maybe\"", &[]).expect_err("a problem").to_string();
    assert!(text.contains("site.form.name") && text.contains("optional"), "{text}");
    let typing = file.replace("zh =", "ch =");
    assert!(load(&typing, &[]).expect_err("a typing error").to_string().contains("ch"));
}

#[test]
fn a_language_model_needs_a_whole_address_and_keeps_its_key_out_of_files_and_logs() {
    let file = "[bot.model]\nurl = \"models.example\"\nkey = \"sk-6f1d\"\ntimeout_seconds = 0";
    let text = load(file, &[]).expect_err("problems").to_string();
    for part in
        ["bot.model.url is `models.example`", "bot.model.model", "bot.model.key must not", "timeout_seconds is `0`"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains("6f1d"), "{text}");
    let file = "[bot.model]\nurl = \"https://models.example/v1\"\nmodel = \"small\"\nkey = \"\"";
    let settings = load(file, &[("ATTUNE__BOT__MODEL__KEY", "sk-6f1d")]).expect("valid");
    assert_eq!((settings.bot.model.is_on(), settings.bot.model.key.0.as_str()), (true, "sk-6f1d"));
    assert!(!format!("{settings:?}").contains("6f1d"));
}

#[test]
fn broken_toml_names_the_fault() {
    let text = load("[server", &[]).expect_err("broken").to_string();
    assert!(text.contains("file is `TOML`"), "{text}");
}

#[test]
fn every_key_is_explained_and_the_example_is_fresh() {
    assert_eq!(strays(), Vec::<String>::new());
    let committed = include_str!("../../config.example.toml");
    assert_eq!(committed, super::example(), "write it anew: cargo run -- config > config.example.toml");
}

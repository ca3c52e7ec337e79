use super::*;
use crate::config::Routing;

fn problems(toml: &str) -> Vec<String> {
    let routing: Routing = toml::from_str(toml).expect("the shape is right");
    routing.check().iter().map(ToString::to_string).collect()
}

#[test]
fn a_team_has_hours_of_its_own_or_the_shops() {
    let routing: Routing = toml::from_str(
        r#"
        teams = [
            { name = "returns", hours = { time_zone = "Asia/Shanghai", week = ["mon-fri 08:00-12:00"], holidays = ["10-01"] } },
            { name = "night", hours = { week = ["mon-sun 22:00-06:00"] } },
            { name = "front" },
        ]
        hours = { time_zone = "Europe/Berlin", week = ["mon-fri 09:00-18:00"], offer_when_closed = false }
        queue = { agents = [{ email = "lin@shop.example", team = "returns" }, { email = "sam@shop.example" }] }
        "#,
    )
    .unwrap();
    assert_eq!(routing.check().len(), 0);
    let zone = |team: usize| {
        let calendar = routing.teams[team].hours.as_ref().unwrap().read(&routing.hours, "here").unwrap();
        calendar.zone.iana_name().unwrap_or_default().to_owned()
    };
    assert_eq!((zone(0), zone(1)), ("Asia/Shanghai".to_owned(), "Europe/Berlin".to_owned()));
    assert!(routing.teams[2].hours.is_none());
}

#[test]
fn what_is_wrong_is_named_with_its_place_and_rule() {
    let wrong = problems(
        r#"
        teams = [
            { name = "returns", hours = { time_zone = "Mars/Olympus", week = ["mon"], holidays = ["13-01"] } },
            { name = "returns" },
            { name = " ", hours = { holidays = ["12-25"] } },
        ]
        queue = { agents = [{ email = "lin@shop.example", team = "retuns" }] }
        "#,
    );
    let starts = [
        "routing.teams[0].hours.time_zone is `Mars/Olympus`",
        "routing.teams[0].hours.week[0] is `mon`",
        "routing.teams[0].hours.holidays[0] is `13-01`",
        "routing.teams[1].name is `returns`",
        "routing.teams[2].name is ` `",
        "routing.teams[2].hours.holidays is `12-25`",
        "routing.queue.agents[0].team is `retuns`",
    ];
    assert_eq!(wrong.len(), starts.len(), "{wrong:#?}");
    for (problem, start) in wrong.iter().zip(starts) {
        assert!(problem.starts_with(start), "{problem} does not start with {start}");
    }
    assert_eq!(problems(r#"queue = { agents = [{ email = "lin@shop.example", team = "any" }] }"#), [""; 0]);
}

#[test]
fn a_topic_is_kept_only_for_people_who_close_at_some_hour() {
    let kept = |rest: &str, agents: &str| {
        let topic = r#"{ name = "returns", words = ["refund"], keep_until_open = true }"#;
        problems(&format!("{rest}\nqueue = {{ topics = [{topic}], agents = [{agents}] }}"))
    };
    let (lin, ana) = (
        r#"{ email = "lin@shop.example", skills = ["returns"], team = "night" }"#,
        r#"{ email = "ana@shop.example", skills = ["returns"] }"#,
    );
    let night = r#"teams = [{ name = "night", hours = { week = ["mon-sun 22:00-06:00"] } }]"#;
    let by_day = r#"hours = { week = ["mon-fri 09:00-18:00"] }"#;
    assert_eq!(kept(night, lin), [""; 0]);
    assert_eq!(kept(by_day, ana), [""; 0]);
    assert_eq!(kept(&format!("{night}\n{by_day}"), &format!("{lin}, {ana}")), [""; 0]);
    for (rest, agents, why) in [
        (by_day, "", "nobody has the skill"),
        (night, ana, "the shop never closes"),
        (night, &*format!("{lin}, {ana}"), "one of them never closes"),
        (r#"teams = [{ name = "night", hours = {} }]"#, lin, "a team that never closes"),
    ] {
        let wrong = kept(rest, agents);
        let is_named = wrong.len() == 1 && wrong[0].starts_with("routing.queue.topics[0].keep_until_open is `true`");
        assert!(is_named, "{why}: {wrong:?}");
    }
}

#[test]
fn offers_are_held_only_where_somebody_has_hours() {
    let never = problems("hours = { offer_when_closed = false }");
    assert!(never.len() == 1 && never[0].starts_with("routing.hours.offer_when_closed is `false`"), "{never:?}");
    let team = r#"teams = [{ name = "night", hours = { week = ["mon 22:00-06:00"] } }]"#;
    assert_eq!(problems(&format!("{team}\nhours = {{ offer_when_closed = false }}")), [""; 0]);
    let many: Vec<String> = (0..=MOST).map(|n| format!("{{ name = \"{n}\" }}")).collect();
    assert!(problems(&format!("teams = [{}]", many.join(", ")))[0].starts_with("routing.teams is `65 long`"));
}

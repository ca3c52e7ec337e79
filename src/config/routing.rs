//! `[routing]`: bot, queue and handoff, and `[routing.queue]`: order and choice. Owns their rules.

use super::{Hours, Problem, Segment, SiteLanguage, Team, segment, team};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Most topics, and most segments.
pub(super) const LISTED: usize = 64;
/// The highest tier.
const TIERS: u32 = 9;
/// Longest name of a team that is set on the settings page, in characters.
const TEAM: usize = 60;
/// Most lines of hours that are set on the settings page.
const LINES: usize = 400;
/// Most stages that a topic or a segment can count more.
pub(super) const LIFTS: u32 = 2;

/// Bot, queue and handoff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Routing {
    /// Folder or file with the knowledge base; empty: the bundled example.
    pub knowledge: PathBuf,
    /// An offer to an agent stands this long, in seconds.
    pub offer_seconds: u32,
    /// An invitation of an expert stands this long, in seconds.
    pub invite_seconds: u32,
    /// An agent whose connection is lost keeps their chats this long, in seconds.
    pub agent_grace_seconds: u32,
    /// An alert that nobody takes notice of goes to the next supervisor after this long, in seconds.
    pub escalate_seconds: u32,
    /// Teams, where some have hours of their own.
    pub teams: Vec<Team>,
    /// Order of the queue and choice of an agent.
    pub queue: Queue,
    /// When people answer.
    pub hours: Hours,
}

impl Default for Routing {
    fn default() -> Self {
        Self {
            knowledge: PathBuf::new(),
            offer_seconds: 30,
            invite_seconds: 300,
            agent_grace_seconds: 30,
            escalate_seconds: 60,
            teams: Vec::new(),
            queue: Queue::default(),
            hours: Hours::default(),
        }
    }
}

/// Order of the queue and choice of an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Queue {
    /// This much waiting counts as one stage more, in seconds.
    pub lift_seconds: u32,
    /// Skills, languages and tiers are waited for this long, in seconds.
    pub patience_seconds: u32,
    /// Most hot conversations that are offered to one agent.
    pub hot_chats: u32,
    /// After a hot conversation others take the next one for this long, in seconds; 0: no rest.
    pub rest_seconds: u32,
    /// Places that only the most urgent may take.
    pub express_places: u32,
    /// The least tier that answers at concern.
    pub tier_at_concern: u32,
    /// The least tier that answers at critical.
    pub tier_at_critical: u32,
    /// Who has waited this long at concern or above, or in distress, is offered to seniors first, in seconds; 0: never.
    pub senior_seconds: u32,
    /// And after this much more to supervisors too, in seconds.
    pub supervisor_seconds: u32,
    /// What conversations can be about.
    pub topics: Vec<Topic>,
    /// Kinds of customers, by what the shop signs of them.
    pub segments: Vec<Segment>,
    /// Who can do what.
    pub agents: Vec<Agent>,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            lift_seconds: 240,
            patience_seconds: 60,
            hot_chats: 3,
            rest_seconds: 60,
            express_places: 0,
            tier_at_concern: 1,
            tier_at_critical: 2,
            senior_seconds: 180,
            supervisor_seconds: 180,
            topics: Vec::new(),
            segments: Vec::new(),
            agents: Vec::new(),
        }
    }
}

/// Something that conversations can be about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Its name; an agent with the skill of this name is preferred.
    pub name: String,
    /// Words of visitors that tell it, in any language.
    pub words: Vec<String>,
    /// Stages that it counts more in the queue, 0 to 2.
    #[serde(default)]
    pub lift: u32,
    /// What is passed to whoever has its skill while the hours of all of them are over is kept for them until they open.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keep_until_open: bool,
}

/// What a member of the staff can do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// Their login name.
    pub email: String,
    /// Names of topics.
    #[serde(default)]
    pub skills: Vec<String>,
    /// Languages they answer in; empty: the language of their screen is preferred, others are answered too.
    #[serde(default)]
    pub languages: Vec<SiteLanguage>,
    /// 1: everybody; 2 and above: seniors.
    #[serde(default = "first_tier")]
    pub tier: u32,
    /// The team they belong to.
    #[serde(default)]
    pub team: String,
}

const fn first_tier() -> u32 {
    1
}

impl Routing {
    pub(super) fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut within = |key: &str, value: u32, (least, most): (u32, u32)| {
            if value < least || value > most {
                problems.push(Problem::rule(
                    &format!("routing.{key}"),
                    &value.to_string(),
                    &format!("{least} to {most}"),
                ));
            }
        };
        within("offer_seconds", self.offer_seconds, (1, 3_600));
        within("invite_seconds", self.invite_seconds, (1, 3_600));
        within("agent_grace_seconds", self.agent_grace_seconds, (1, 3_600));
        within("escalate_seconds", self.escalate_seconds, (1, 3_600));
        let queue = &self.queue;
        within("queue.lift_seconds", queue.lift_seconds, (10, 3_600));
        within("queue.patience_seconds", queue.patience_seconds, (0, 3_600));
        within("queue.hot_chats", queue.hot_chats, (1, 1_000));
        within("queue.rest_seconds", queue.rest_seconds, (0, 3_600));
        within("queue.express_places", queue.express_places, (0, 1_000));
        within("queue.tier_at_concern", queue.tier_at_concern, (1, TIERS));
        within("queue.tier_at_critical", queue.tier_at_critical, (1, TIERS));
        within("queue.senior_seconds", queue.senior_seconds, (0, 3_600));
        within("queue.supervisor_seconds", queue.supervisor_seconds, (0, 3_600));
        if queue.tier_at_critical < queue.tier_at_concern {
            let rule = "routing.queue.tier_at_concern or more: critical is the higher stage";
            problems.push(Problem::rule("routing.queue.tier_at_critical", &queue.tier_at_critical.to_string(), rule));
        }
        queue.check_topics(&mut problems);
        segment::check(&queue.segments, &mut problems);
        queue.check_agents(&mut problems);
        problems.extend(self.hours.check());
        team::check((&self.teams, &queue.agents), &self.hours, &mut problems);
        team::check_kept(queue, &self.teams, &self.hours, &mut problems);
        problems
    }

    /// Everything that is wrong with other hours of the shop, by the rules of the whole.
    #[must_use]
    pub fn check_hours(&self, hours: &Hours) -> Vec<Problem> {
        let mut problems = hours.check();
        for (key, lines) in [("week", &hours.week), ("holidays", &hours.holidays)] {
            if lines.len() > LINES {
                let at = format!("routing.hours.{key}");
                problems.push(Problem::rule(&at, &format!("{} long", lines.len()), &format!("at most {LINES} lines")));
            }
        }
        team::check_offers(&self.teams, hours, &mut problems);
        problems
    }

    /// Everything that is wrong with what somebody can do, by the rules of the whole.
    #[must_use]
    pub fn check_agent(&self, agent: &Agent) -> Vec<Problem> {
        let mut problems = Vec::new();
        if agent.team.chars().count() > TEAM || agent.team.chars().any(char::is_control) {
            let rule = format!("up to {TEAM} characters on one line");
            problems.push(Problem::rule("team", &agent.team.escape_debug().to_string(), &rule));
        } else {
            team::check_members((&self.teams, std::slice::from_ref(agent)), &mut problems);
        }
        let (topics, agents) = (self.queue.topics.clone(), vec![agent.clone()]);
        Queue { topics, agents, ..Queue::default() }.check_agents(&mut problems);
        problems
    }
}

impl Queue {
    fn check_topics(&self, problems: &mut Vec<Problem>) {
        if self.topics.len() > LISTED {
            let rule = format!("at most {LISTED} topics");
            problems.push(Problem::rule("routing.queue.topics", &format!("{} long", self.topics.len()), &rule));
        }
        let mut names = BTreeSet::new();
        for (place, topic) in self.topics.iter().enumerate() {
            let at = |key: &str| format!("routing.queue.topics[{place}].{key}");
            if topic.name.trim().is_empty() || !names.insert(topic.name.as_str()) {
                problems.push(Problem::rule(&at("name"), &topic.name, "a name of its own"));
            }
            if topic.words.is_empty() || topic.words.iter().any(|word| word.trim().is_empty()) {
                problems.push(Problem::rule(
                    &at("words"),
                    &topic.words.join(", "),
                    "one word or more, none of them empty",
                ));
            }
            if topic.lift > LIFTS {
                problems.push(Problem::rule(&at("lift"), &topic.lift.to_string(), &format!("0 to {LIFTS}")));
            }
        }
    }

    fn check_agents(&self, problems: &mut Vec<Problem>) {
        let known = || self.topics.iter().map(|topic| topic.name.as_str());
        let mut seen = BTreeSet::new();
        for (place, agent) in self.agents.iter().enumerate() {
            let at = |key: &str| format!("routing.queue.agents[{place}].{key}");
            if !agent.email.contains('@') || !seen.insert(agent.email.to_lowercase()) {
                problems.push(Problem::rule(&at("email"), &agent.email, "a login name that stands here once"));
            }
            for skill in agent.skills.iter().filter(|skill| known().all(|name| name != skill.as_str())) {
                let names = known().collect::<Vec<_>>().join(", ");
                problems.push(Problem::rule(&at("skills"), skill, &format!("names of topics ({names})")));
            }
            if agent.tier == 0 || agent.tier > TIERS {
                problems.push(Problem::rule(&at("tier"), &agent.tier.to_string(), &format!("1 to {TIERS}")));
            }
        }
    }
}

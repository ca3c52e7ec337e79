//! `[[routing.teams]]`: teams, and the hours of those that have their own. Owns their rules.

use super::hours::Written;
use super::{Agent, Calendar, Hours, Problem, Queue};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most teams.
const MOST: usize = 64;

/// A team that agents belong to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// Its name, as in an agent's `team`.
    pub name: String,
    /// When it answers; absent: when the shop does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<TeamHours>,
}

/// When a team answers. Without a week: always.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TeamHours {
    /// Where, as in the time zone database; empty: where the shop is.
    pub time_zone: String,
    /// Days and hours, such as `mon-fri 09:00-18:00`.
    pub week: Vec<String>,
    /// Days that are different, such as `12-25`. The shop's do not count here.
    pub holidays: Vec<String>,
}

impl TeamHours {
    /// Reads everything; `key` says where it stands.
    ///
    /// # Errors
    /// Every problem.
    pub fn read(&self, shop: &Hours, key: &str) -> Result<Calendar, Vec<Problem>> {
        let Self { time_zone, week, holidays } = self;
        let time_zone = if time_zone.is_empty() { &shop.time_zone } else { time_zone };
        Written { key, time_zone, week, holidays }.read()
    }
}

/// What is wrong with teams, with those whom agents are said to belong to, and with hours that nobody has.
pub(super) fn check((teams, agents): (&[Team], &[Agent]), shop: &Hours, problems: &mut Vec<Problem>) {
    if teams.len() > MOST {
        let value = format!("{} long", teams.len());
        problems.push(Problem::rule("routing.teams", &value, &format!("at most {MOST} teams")));
    }
    let mut names = BTreeSet::new();
    for (place, team) in teams.iter().enumerate() {
        let key = format!("routing.teams[{place}]");
        if team.name.trim().is_empty() || !names.insert(team.name.as_str()) {
            problems.push(Problem::rule(&format!("{key}.name"), &team.name, "a name of its own"));
        }
        let hours = team.hours.as_ref().map(|hours| hours.read(shop, &format!("{key}.hours")));
        problems.extend(hours.and_then(Result::err).into_iter().flatten());
    }
    check_members((teams, agents), problems);
    check_offers(teams, shop, problems);
}

/// Whether offers are held by hours that nobody keeps.
pub(super) fn check_offers(teams: &[Team], shop: &Hours, problems: &mut Vec<Problem>) {
    let has_hours = |team: &Team| team.hours.as_ref().is_some_and(|hours| !hours.week.is_empty());
    if !shop.offer_when_closed && shop.week.is_empty() && !teams.iter().any(has_hours) {
        let rule = "true while routing.hours.week is empty and no team has hours: it is always open";
        problems.push(Problem::rule("routing.hours.offer_when_closed", "false", rule));
    }
}

/// What is wrong with topics that are kept until whoever has their skill is there: somebody must have it, and none of
/// them at every hour, or nothing would ever be kept.
pub(super) fn check_kept(queue: &Queue, teams: &[Team], shop: &Hours, problems: &mut Vec<Problem>) {
    let is_ever_closed = |agent: &Agent| {
        let own = teams.iter().find(|team| team.name == agent.team).and_then(|team| team.hours.as_ref());
        !own.map_or(&shop.week, |hours| &hours.week).is_empty()
    };
    for (place, topic) in queue.topics.iter().enumerate().filter(|(_, topic)| topic.keep_until_open) {
        let mut skilled = queue.agents.iter().filter(|agent| agent.skills.contains(&topic.name)).peekable();
        if skilled.peek().is_none() || !skilled.all(is_ever_closed) {
            let rule = "false, or a skill of agents who all keep hours (routing.hours.week, or those of their team)";
            problems.push(Problem::rule(&format!("routing.queue.topics[{place}].keep_until_open"), "true", rule));
        }
    }
}

/// What is wrong with the teams that agents are said to belong to.
pub(super) fn check_members((teams, agents): (&[Team], &[Agent]), problems: &mut Vec<Problem>) {
    let names: BTreeSet<&str> = teams.iter().map(|team| team.name.as_str()).collect();
    let is_unknown = |agent: &Agent| !agent.team.is_empty() && !names.contains(agent.team.as_str());
    // Without a list of teams a team is a word beside a name, as it always was.
    for (place, agent) in agents.iter().enumerate().filter(|(_, agent)| !teams.is_empty() && is_unknown(agent)) {
        let rule = format!("a name of routing.teams ({})", names.iter().copied().collect::<Vec<_>>().join(", "));
        problems.push(Problem::rule(&format!("routing.queue.agents[{place}].team"), &agent.team, &rule));
    }
}

#[cfg(test)]
#[path = "team_test.rs"]
mod tests;

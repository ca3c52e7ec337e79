//! The example file: every key with its meaning and default, generated, so that it cannot go stale.

use super::Settings;
use toml::{Table, Value};

/// Section, key, meaning.
const MEANINGS: &[(&str, &str, &str)] = &[
    ("server", "listen", "Address to listen on. Put a TLS proxy in front before leaving loopback."),
    (
        "server",
        "public_origin",
        "How browsers reach the server when a proxy stands in front, such as https://chat.example.",
    ),
    ("server", "trusted_proxies", "Proxies whose X-Forwarded-For is believed."),
    ("server", "allow_missing_origin", "Lets visitors in who send no Origin, as apps outside of browsers do."),
    ("server", "max_sockets", "Most sockets at once; more are answered 503 with Retry-After."),
    ("server", "handshakes_per_second", "New sockets per second; the rest wait outside a reconnect storm."),
    ("server", "visitor_conversations", "Conversations that a visitor may have open at once, 1 to 20."),
    ("server", "heartbeat_seconds", "A socket that is silent for twice this long is closed."),
    ("server", "hello_seconds", "A socket must introduce itself within this time."),
    ("server", "drain_seconds", "On SIGTERM, sockets are closed in slices within this time."),
    ("site", "id", "Short name of the website that carries the widget: data-site in its script tag."),
    ("site", "name", "Its name, as visitors see it."),
    ("site", "language", "en or zh: what the bot speaks for lack of a better sign."),
    ("site", "origins", "Origins of the pages that carry the widget, such as [\"https://shop.example\"]; exact."),
    (
        "site",
        "identity_secret",
        "Signs who a customer is (docs/widget.md): 32 bytes or more, shared with the shop's server alone; empty for none.",
    ),
    ("site.form", "name", "Asks visitors' names before their first message: off, optional or required."),
    ("site.form", "email", "The same for their e-mail addresses."),
    ("site.form", "topic", "The same for what it is about, chosen from the topics below."),
    (
        "site.form",
        "topics",
        "What it can be about, at most 12: [{ en = \"Orders\", zh = \"订单\" }, { en = \"Returns\", zh = \"退货\" }].",
    ),
    ("store", "path", "The SQLite file. Its folder is created. `attune backup` copies it while the server runs."),
    ("store", "max_mib", "Largest size of that file in MiB; beyond it nothing is stored. 0: the disk's size."),
    ("triage", "engine", "auto (ONNX Runtime when found, else the built-in engine), ort, or rten."),
    ("triage", "models", "Folder with another model; empty for the bundled one."),
    ("triage", "ort_library", "Path of an ONNX Runtime library (1.20 or later); empty to look for one."),
    ("triage", "workers", "Threads that read messages. One per core that can be spared."),
    ("triage", "policy", "Trajectory policy file (weights, lines, stages); empty for the built-in one."),
    (
        "triage.budget",
        "enabled",
        "Computes the lines of the stages from recent conversations, to keep within these budgets.",
    ),
    ("triage.budget", "page", "False alarms per 100 calm conversations that may page a supervisor (critical)."),
    ("triage.budget", "handoff", "The same for handoffs from the bot to a person (concern)."),
    ("triage.budget", "badge", "The same for badges on an agent's list (watch)."),
    (
        "triage.budget",
        "min_chats",
        "Calm conversations of a language needed before that; until then the policy's own lines hold.",
    ),
    (
        "triage.challenger",
        "models",
        "Folder with a second model that reads in idle time and changes nothing; empty for none.",
    ),
    ("triage.challenger", "sample", "Share of messages that it reads, above 0 and at most 1."),
    ("triage.challenger", "max_backlog", "Most messages that wait for it; beyond that the oldest are left out."),
    (
        "triage.distress",
        "resources_en",
        "Where customers in personal distress find help, in English: plain text, up to 600 characters; empty: none.",
    ),
    (
        "triage.distress",
        "resources_zh",
        "The same in Chinese. The shipped texts name no number: name those you have checked.",
    ),
    (
        "routing",
        "knowledge",
        "Folder or file with the bot's knowledge base (Markdown, CSV, JSON); empty for the bundled example.",
    ),
    ("routing", "offer_seconds", "An offer to an agent stands this long, then goes to the next."),
    ("routing", "invite_seconds", "An expert who is asked privately may answer for this long."),
    ("routing", "agent_grace_seconds", "An agent whose connection is lost keeps their chats this long."),
    (
        "routing",
        "escalate_seconds",
        "An alert that nobody takes notice of goes to the next supervisor after this long.",
    ),
    (
        "routing",
        "teams",
        "Teams with hours of their own: [{ name = \"returns\", hours = { time_zone = \"Asia/Shanghai\", week = [\"mon-fri 08:00-12:00\"], holidays = [\"10-01\"] } }].",
    ),
    (
        "routing.queue",
        "lift_seconds",
        "This much waiting counts as one stage more; whoever has waited three times as long is passed by nobody later.",
    ),
    (
        "routing.queue",
        "patience_seconds",
        "Skills, languages and tiers are waited for this long; then anybody will do.",
    ),
    ("routing.queue", "hot_chats", "Most conversations at concern or critical that are offered to one agent."),
    (
        "routing.queue",
        "rest_seconds",
        "After such a conversation others take the next one for this long, if one is free.",
    ),
    (
        "routing.queue",
        "express_places",
        "Places among all agents that only critical conversations and distress may take.",
    ),
    ("routing.queue", "tier_at_concern", "The least tier that answers at concern."),
    ("routing.queue", "tier_at_critical", "The same at critical. Where nobody there has it, it does not count."),
    (
        "routing.queue",
        "senior_seconds",
        "Who has waited this long at concern or above, or in distress, is offered to tier 2 and above first. 0: never.",
    ),
    (
        "routing.queue",
        "supervisor_seconds",
        "And after this much more to supervisors who are there, also those who take no conversations.",
    ),
    (
        "routing.queue",
        "topics",
        "By visitors' words: [{ name = \"returns\", words = [\"refund\", \"退款\"], lift = 0, keep_until_open = false }]; lift: stages more, 0 to 2; keep_until_open: what is passed to whoever has the skill waits for their hours.",
    ),
    (
        "routing.queue",
        "segments",
        "By what the shop signs of its customers (docs/widget.md): [{ name = \"Gold\", attribute = \"plan\", values = [\"gold\"], lift = 1 }].",
    ),
    (
        "routing.queue",
        "agents",
        "[{ email = \"lin@shop.example\", skills = [\"returns\"], languages = [\"en\", \"zh\"], tier = 2, team = \"returns\" }].",
    ),
    ("routing.hours", "time_zone", "Where people answer: a name of the time zone database, such as Europe/Berlin."),
    ("routing.hours", "week", "When: [\"mon-fri 09:00-18:00\", \"sat 22:00-02:00\"]; empty: always."),
    (
        "routing.hours",
        "holidays",
        "Days that are different: [\"12-25\", \"2026-12-24 09:00-12:00\"]; without hours closed, without a year every year.",
    ),
    (
        "routing.hours",
        "offer_when_closed",
        "Offers whoever waits to agents who are there at any hour; false: outside the hours only personal distress, and the rest at the opening.",
    ),
    (
        "search",
        "enabled",
        "Keeps an index of all messages beside the database, so that staff can search them. It may be deleted any time.",
    ),
    (
        "retention",
        "closed_days",
        "Conversations that ended this many days ago are erased for good (docs/operations.md). 0: never.",
    ),
    (
        "attachments",
        "enabled",
        "Takes pictures and PDFs from visitors and agents. Those that are there stay in any case.",
    ),
    ("attachments", "max_bytes", "Largest file, in bytes."),
    ("attachments", "max_conversation_files", "Most files of one sender in one conversation."),
    ("attachments", "max_conversation_bytes", "Most bytes of them."),
    ("attachments", "max_day_bytes", "Most bytes of one visitor in 24 hours."),
    (
        "attachments",
        "max_total_bytes",
        "Most bytes of all files together; they stand in a folder beside the database (docs/operations.md).",
    ),
    (
        "bot",
        "flows",
        "File with the bot's flows (docs/bot.md); empty for none, in the demo the bundled ones. Changes are taken up as it runs.",
    ),
    (
        "bot.model",
        "url",
        "Base of a language model's address (/v1/chat/completions), such as \"https://models.example/v1\"; empty for none. See docs/bot.md.",
    ),
    ("bot.model", "model", "The model's name there."),
    ("bot.model", "key", "Its key. Never in a file with other settings: ATTUNE__BOT__MODEL__KEY, or key_file."),
    ("bot.model", "key_file", "File that holds the key and nothing else."),
    ("bot.model", "timeout_seconds", "Longest time for one answer; then the bot goes on without it."),
    ("bot.model", "max_tokens", "Most tokens of one answer; one that reaches them is not said."),
    ("bot.model", "rephrase", "Asks it too where the search is sure, to word the article for the question."),
    (
        "bot.model",
        "summarise",
        "Asks it too for a summary of what is handed over; agents read it beside the lines that were said, as the model's.",
    ),
    ("inbox.check", "shipped", "Warn staff of the shipped phrases before they send them; see docs/inbox.md."),
    ("inbox.check", "off", "Names of rules that are left out, such as [\"calm-down\"]."),
    (
        "inbox.check",
        "rules",
        "A TOML file with rules of your own, or with others in the place of shipped ones of the same name.",
    ),
    ("feedback", "sample_flagged", "Share of the flagged messages that staff are asked about, 0 to 1."),
    ("feedback", "sample_unflagged", "Share of all other messages that staff are asked about, 0 to 1."),
    ("feedback", "salt", "Secret that makes the choice of messages repeatable; empty for another at every start."),
    ("feedback", "export_text", "Export labels with the words of the messages; without, with their places only."),
    (
        "metrics",
        "token",
        "Lets others than this machine read /metrics, who send `Authorization: Bearer` with it; 16 characters or more.",
    ),
    ("log", "filter", "What to log: a level such as info, or a filter such as attune=debug."),
    ("log", "json", "One JSON object a line instead of text."),
];

/// The text of `config.example.toml`.
#[must_use]
pub fn example() -> String {
    let defaults = Table::try_from(Settings::default()).expect("the defaults are plain tables");
    let mut out =
        String::from("# Every setting with its default. All are optional: no file at all is a working server.\n");
    out.push_str(
        "# Environment variables win over this file: ATTUNE__SECTION__KEY, for example ATTUNE__SERVER__LISTEN.\n",
    );
    let mut section_before = "";
    for (section, key, meaning) in MEANINGS {
        if *section != section_before {
            out.extend(["\n[", section, "]\n"]);
            section_before = section;
        }
        let table = section.split('.').try_fold(&defaults, |table, name| table.get(name).and_then(Value::as_table));
        let default = table.and_then(|table| table.get(*key)).map_or_else(String::new, Value::to_string);
        out.extend(["# ", meaning, "\n# ", key, " = ", &default, "\n"]);
    }
    out
}

/// Keys that lack a meaning, and meanings that lack a key; both empty unless somebody forgot.
#[cfg(test)]
pub(super) fn strays() -> Vec<String> {
    let defaults = Table::try_from(Settings::default()).expect("the defaults are plain tables");
    let mut keys = Vec::new();
    let mut tables: Vec<(String, &Table)> =
        defaults.iter().filter_map(|(section, value)| value.as_table().map(|table| (section.clone(), table))).collect();
    while let Some((section, table)) = tables.pop() {
        for (key, value) in table {
            match value {
                Value::Table(inner) => tables.push((format!("{section}.{key}"), inner)),
                _ => keys.push((section.clone(), key.clone())),
            }
        }
    }
    let told = |s: &str, k: &str| MEANINGS.iter().any(|(ms, mk, _)| *ms == s && *mk == k);
    let untold = keys.iter().filter(|(s, k)| !told(s, k)).map(|(s, k)| format!("{s}.{k}"));
    let unknown = MEANINGS.iter().filter(|(s, k, _)| !keys.iter().any(|(a, b)| a == s && b == k));
    untold.chain(unknown.map(|(s, k, _)| format!("{s}.{k}"))).collect()
}

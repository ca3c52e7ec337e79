//! Databases with a past: conversations that were decided, folded and appended by the server's own code, in bulk.
//!
//! Owns what stands in them: who said what, in words as frequent as words are, over the last month; everything closed
//! but the last few, which an agent holds. The same plan makes the same conversations. `attune verify` finds nothing.

use crate::talk::{AGENT, Talk, score, site, staff_id};
use anyhow::{Context, ensure};
use attune::auth::{Auth, hash_token};
use attune::clock::{Clock, SystemClock};
use attune::domain::event::CloseCause;
use attune::domain::{Command, Language, Role, Timestamp, VisitorId};
use attune::store::sqlite::Settings;
use attune::store::{Append, Site, SqliteStore, Staff, Store, Visitor};
use futures_util::{StreamExt, TryStreamExt};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// What people wrote to a shop, in both languages.
const LINES: &str = include_str!("../triage/messages.txt");
/// What agents write.
const ANSWERS: [&str; 4] =
    ["Let me look that up for you.", "我帮您查一下。", "Thanks for waiting. It is on its way.", "退款已经提交了。"];
/// Events in one transaction, at most.
const EVENTS: usize = 2_000;
/// Appends under way: the store's writer takes as many into one commit.
const UNDER_WAY: usize = 64;
/// Over so long they began.
const MONTH: Duration = Duration::from_hours(30 * 24);
/// Visitors come back with their tokens in the years that a kept database may be used.
const TOKENS_LAST: Duration = Duration::from_hours(10 * 365 * 24);

/// What stands in a database before the server starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stored {
    /// Conversations.
    pub conversations: u32,
    /// Messages in each, half the visitor's, after the bot's greeting.
    pub messages: u32,
    /// The last of them are open and held by the agent; their visitors' tokens are `token(place)`.
    #[serde(default)]
    pub held: u32,
}

impl Stored {
    /// So much less of it, to try a workload out.
    pub fn scaled(self, share: f64) -> Self {
        let part = |whole: u32| ((f64::from(whole) * share) as u32).max(1).min(whole);
        if self.conversations == 1 {
            return Self { messages: part(self.messages), ..self };
        }
        Self { conversations: part(self.conversations), messages: self.messages, held: part(self.held) }
    }

    /// All messages, the greetings left out.
    pub fn all(self) -> u64 {
        u64::from(self.conversations) * u64::from(self.messages)
    }

    fn name(self) -> String {
        format!("{}x{}-{}.db", self.conversations, self.messages, self.held)
    }
}

/// The token of the visitor of a held conversation, from 0.
pub fn token(held: u32) -> String {
    format!("bench-visitor-{held}")
}

/// Where filled databases lie: each is filled once and then copied.
pub struct Shelf {
    folder: PathBuf,
    // Without a folder to keep them in they go with the run.
    _own: Option<tempfile::TempDir>,
}

impl Shelf {
    /// In this folder, for later runs too; else in one of its own.
    pub fn new(kept: Option<&Path>) -> anyhow::Result<Self> {
        if let Some(kept) = kept {
            std::fs::create_dir_all(kept)?;
            return Ok(Self { folder: kept.to_owned(), _own: None });
        }
        let own = tempfile::tempdir_in("target").context("run it from the repository's root")?;
        Ok(Self { folder: own.path().to_owned(), _own: Some(own) })
    }

    /// The database, filled now unless it is there.
    pub async fn get(&self, stored: Stored) -> anyhow::Result<PathBuf> {
        let path = self.folder.join(stored.name());
        if path.exists() {
            return Ok(path);
        }
        let half_way = self.folder.join("filling.db");
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", half_way.display()));
        }
        eprintln!("filling a database with {} messages", stored.all());
        fill(&half_way, stored).await.context("filling a database")?;
        std::fs::rename(&half_way, &path)?;
        Ok(path)
    }
}

async fn fill(path: &Path, stored: Stored) -> anyhow::Result<()> {
    ensure!(stored.held <= stored.conversations, "no more conversations can be held than there are");
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(path, Settings::default())?);
    let now = SystemClock.now();
    put_people(&store, stored.held).await?;
    let mut rng = StdRng::seed_from_u64(u64::from(stored.messages));
    futures_util::stream::iter(0..stored.conversations)
        .map(|place| anyhow::Ok(conversation(stored, place, now, &mut rng)?))
        .map_ok(|(talk, held)| {
            let store = Arc::clone(&store);
            async move {
                if let Some(held) = held {
                    store.put_visitor(visitor(talk.visitor, held, now)?).await?;
                }
                append(&store, talk).await
            }
        })
        .try_buffer_unordered(UNDER_WAY)
        .try_collect::<()>()
        .await?;
    store.close().await?;
    Ok(())
}

/// A conversation, and which of the held ones it is.
fn conversation(stored: Stored, place: u32, now: Timestamp, rng: &mut StdRng) -> anyhow::Result<(Talk, Option<u32>)> {
    let left = stored.conversations - 1 - place;
    let length = Duration::from_secs(20 * u64::from(stored.messages + 2));
    let begins = now.minus(length).minus(MONTH / stored.conversations * left);
    let who = VisitorId(Uuid::new_v5(&Uuid::NAMESPACE_URL, place.to_string().as_bytes()));
    let mut talk = Talk::new(u64::from(place), who, begins);
    let language = if place.is_multiple_of(2) { Language::En } else { Language::Zh };
    talk.begin(language)?;
    let lines: Vec<&str> = LINES.lines().collect();
    for turn in 0..stored.messages {
        if turn % 2 == 1 {
            talk.agent_says(ANSWERS[rng.random_range(0..ANSWERS.len())])?;
            continue;
        }
        // Every line is half as frequent as one that stands twice as far ahead.
        let line = lines[((lines.len() as f64).powf(rng.random::<f64>()) as usize - 1).min(lines.len() - 1)];
        let text = if turn % 8 == 0 { format!("{line} #{}", number(place, turn)) } else { line.to_owned() };
        talk.visitor_says(&text, score(rng.random::<f32>().powi(6)))?;
    }
    if left < stored.held {
        return Ok((talk, Some(stored.held - 1 - left)));
    }
    talk.put(&Command::Close { by: crate::talk::agent(), cause: CloseCause::Resolved })?;
    Ok((talk, None))
}

/// A number that a visitor names once.
pub fn number(place: u32, turn: u32) -> u64 {
    10_000_000 + u64::from(place) * 1_000 + u64::from(turn)
}

async fn append(store: &Arc<dyn Store>, talk: Talk) -> anyhow::Result<()> {
    let summary = talk.state.summary(talk.conv).context("a conversation that began has a summary")?;
    let outcome = talk.state.outcome(talk.conv);
    let parts = talk.log.chunks(EVENTS).count();
    for (part, events) in talk.log.chunks(EVENTS).enumerate() {
        // The summary is the last one's from the first part on: nobody reads it in between.
        let outcome = outcome.clone().filter(|_| part + 1 == parts);
        let (events, summary) = (events.to_vec(), summary.clone());
        store.append(&Append { conv: talk.conv, events, summary, outcome, claim: None }).await?;
    }
    Ok(())
}

/// The demo's site, and its agent with room for what they hold.
async fn put_people(store: &Arc<dyn Store>, held: u32) -> anyhow::Result<()> {
    let (name, origins) = ("Harbour Goods".to_owned(), Vec::new());
    store.put_site(Site { id: site()?, name, language: Language::En, origins }).await?;
    let auth = Auth::new(Arc::clone(store), Arc::new(SystemClock));
    let password_hash = auth.hash_password("demo").await?;
    let (id, email, name) = (staff_id(AGENT), AGENT.to_owned(), "Lin".to_owned());
    let (role, capacity, language) = (Role::Agent, held.max(4), Language::En);
    store.put_staff(Staff { id, email, name, role, password_hash, capacity, language, active: true }).await?;
    Ok(())
}

fn visitor(id: VisitorId, held: u32, now: Timestamp) -> anyhow::Result<Visitor> {
    Ok(Visitor {
        id,
        site: site()?,
        token_hash: hash_token(&token(held)),
        expires_at: now.plus(TOKENS_LAST),
        identity: None,
    })
}

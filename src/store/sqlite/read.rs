//! The reads: static statements on a read-only connection.

use super::fault::Trouble;
use super::rows::{Word, event, number, party, summary};
use crate::domain::canned::CannedReply;
use crate::domain::{
    ConversationId, Event, Language, Role, Seq, SiteId, StaffId, Stamped, Summary, Timestamp, VisitorId,
};
use crate::store::{AuditLine, Login, Period, PolicyOrigin, PolicyTerm, Site, Staff, Visitor, WordingRule};
use rusqlite::{Connection, Params, Row, params};
use uuid::Uuid;

/// Longer than any id, and so greater.
const AFTER_ALL: [u8; 17] = [0xff; 17];

/// One stretch of a log.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stretch {
    After(Seq),
    Before(Seq),
    PublicAfter(Seq),
    PublicBefore(Seq),
}

impl Stretch {
    const fn sql(self) -> &'static str {
        match self {
            Self::After(_) => {
                "SELECT seq, public, at, body FROM event WHERE conversation = ?1 AND seq > ?2
                 ORDER BY seq LIMIT ?3"
            }
            Self::Before(_) => {
                "SELECT seq, public, at, body FROM event WHERE conversation = ?1 AND seq < ?2
                 ORDER BY seq DESC LIMIT ?3"
            }
            Self::PublicAfter(_) => {
                "SELECT seq, public, at, body FROM event WHERE conversation = ?1 AND seq >= ?2 AND public IS NOT NULL
                 ORDER BY seq LIMIT ?3"
            }
            Self::PublicBefore(_) => {
                "SELECT seq, public, at, body FROM event WHERE conversation = ?1 AND seq < ?2 AND public IS NOT NULL
                 ORDER BY seq DESC LIMIT ?3"
            }
        }
    }

    /// Its events, oldest first, at most `limit`.
    pub(super) fn read(
        self,
        db: &Connection,
        conv: ConversationId,
        limit: u32,
    ) -> Result<Vec<Stamped<Event>>, Trouble> {
        let at = match self {
            Self::After(at) | Self::Before(at) => number(at),
            Self::PublicAfter(at) => first_public(db, conv, number(at).saturating_add(1))?,
            Self::PublicBefore(at) => first_public(db, conv, number(at))?,
        };
        let mut found = all(db, self.sql(), params![conv.0.as_bytes(), at, limit], |row| event(conv, row))?;
        if matches!(self, Self::Before(_) | Self::PublicBefore(_)) {
            found.reverse();
        }
        Ok(found)
    }
}

/// The place of the first event whose public number is at least this, or of whatever hidden events stand before it;
/// past the end when there is none. Both numberings grow together, so that halving finds it without a key of its own.
fn first_public(db: &Connection, conv: ConversationId, public: i64) -> Result<i64, Trouble> {
    let sql = "SELECT seq, public FROM event WHERE conversation = ?1 AND seq >= ?2 AND public IS NOT NULL
               ORDER BY seq LIMIT 1";
    let mut at = db.prepare_cached(sql)?;
    let end: Option<i64> = db
        .prepare_cached("SELECT max(seq) FROM event WHERE conversation = ?1")?
        .query_row(params![conv.0.as_bytes()], |row| row.get(0))?;
    // Hidden events only push a public one further back.
    let (mut low, mut high) = (public.max(1), end.unwrap_or(0).saturating_add(1));
    while low < high {
        let middle = low + (high - low) / 2;
        let mut rows = at.query(params![conv.0.as_bytes(), middle])?;
        match rows.next()? {
            Some(row) if row.get::<_, i64>(1)? < public => low = row.get::<_, i64>(0)?.saturating_add(1),
            _ => high = middle,
        }
    }
    Ok(low)
}

/// Only these are made into events: a conversation is mostly other things.
pub(super) fn judgements(db: &Connection, conv: ConversationId) -> Result<Vec<Stamped<Event>>, Trouble> {
    let sql = "SELECT seq, public, at, body FROM event WHERE conversation = ?1
               AND json_extract(body, '$.event.kind') = 'judged' ORDER BY seq";
    all(db, sql, params![conv.0.as_bytes()], |row| event(conv, row))
}

pub(super) fn summary_of(db: &Connection, conv: ConversationId) -> Result<Option<Summary>, Trouble> {
    one(db, "SELECT id, summary FROM conversation WHERE id = ?1", params![conv.0.as_bytes()], summary)
}

pub(super) fn open_conversations(
    db: &Connection,
    before: Option<ConversationId>,
    limit: u32,
) -> Result<Vec<Summary>, Trouble> {
    let sql = "SELECT id, summary FROM conversation WHERE phase <> 'closed' AND id < ?1 ORDER BY id DESC LIMIT ?2";
    let before = before.map_or(AFTER_ALL.to_vec(), |conv| conv.0.as_bytes().to_vec());
    all(db, sql, params![before, limit], summary)
}

pub(super) fn closed_conversations(db: &Connection, limit: u32) -> Result<Vec<Summary>, Trouble> {
    let sql = "SELECT id, summary FROM conversation WHERE phase = 'closed' ORDER BY updated DESC, id DESC LIMIT ?1";
    all(db, sql, params![limit], summary)
}

pub(super) fn closed_with_alerts(db: &Connection, since: Timestamp) -> Result<Vec<Summary>, Trouble> {
    let sql = "SELECT id, summary FROM conversation WHERE phase = 'closed' AND updated >= ?1
               AND json_type(summary, '$.alerts') IS NOT NULL ORDER BY updated DESC, id DESC";
    all(db, sql, params![since.0], summary)
}

pub(super) fn closed_with_promises(db: &Connection, since: Timestamp, limit: u32) -> Result<Vec<Summary>, Trouble> {
    // Word for word what the index says, or SQLite would read every line.
    let sql = "SELECT id, summary FROM conversation
               WHERE phase = 'closed' AND json_extract(summary, '$.promises[0].due') IS NOT NULL
               AND json_extract(summary, '$.promises[0].due') >= ?1
               ORDER BY json_extract(summary, '$.promises[0].due'), id LIMIT ?2";
    all(db, sql, params![since.0, limit], summary)
}

pub(super) fn opened_in(
    db: &Connection,
    period: &Period,
    after: Option<ConversationId>,
    limit: u32,
) -> Result<Vec<Summary>, Trouble> {
    let Period { since, until, site } = period;
    // What began later has changed later.
    let sql = "SELECT id, summary FROM conversation WHERE id > ?1 AND updated >= ?2
               AND json_extract(summary, '$.opened_at') >= ?2 AND json_extract(summary, '$.opened_at') < ?3
               AND (?4 IS NULL OR site = ?4) ORDER BY id LIMIT ?5";
    let after = after.map_or(Vec::new(), |conv| conv.0.as_bytes().to_vec());
    let site = site.as_ref().map(SiteId::as_str);
    all(db, sql, params![after, since.0, until.0, site, limit], summary)
}

pub(super) fn feedback(
    db: &Connection,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<(ConversationId, Stamped<Event>)>, Trouble> {
    let sql = "SELECT seq, public, at, body, conversation FROM event WHERE at >= ?1 AND feedback IS NOT NULL
               ORDER BY at DESC, conversation DESC, seq DESC LIMIT ?2";
    let mut found = all(db, sql, params![since.0, limit], |row| {
        let conv = ConversationId(id(row, 4)?);
        Ok((conv, event(conv, row)?))
    })?;
    found.reverse();
    Ok(found)
}

pub(super) fn conversations_of(db: &Connection, visitor: VisitorId, limit: u32) -> Result<Vec<Summary>, Trouble> {
    let sql = "SELECT id, summary FROM conversation WHERE visitor = ?1 ORDER BY updated DESC, id DESC LIMIT ?2";
    all(db, sql, params![visitor.0.as_bytes(), limit], summary)
}

pub(super) fn site(db: &Connection, id: &SiteId) -> Result<Option<Site>, Trouble> {
    let sql = "SELECT name, language, origins FROM site WHERE id = ?1";
    one(db, sql, params![id.as_str()], |row| {
        let origins: String = row.get(2)?;
        let origins = serde_json::from_str(&origins)
            .map_err(|error| Trouble::unreadable(&format!("the origins of site {id}"), &error))?;
        Ok(Site { id: id.clone(), name: row.get(0)?, language: word::<Language>(row, 1)?, origins })
    })
}

pub(super) fn visitor(db: &Connection, token_hash: [u8; 32]) -> Result<Option<Visitor>, Trouble> {
    let sql = "SELECT id, site, expires_at, identity FROM visitor WHERE token_hash = ?1";
    one(db, sql, params![token_hash], |row| {
        let site = SiteId::try_from(row.get::<_, String>(1)?)
            .map_err(|error| Trouble::unreadable("the site of a visitor", &error))?;
        let identity = row.get::<_, Option<String>>(3)?.map(|json| serde_json::from_str(&json)).transpose();
        let identity = identity.map_err(|error| Trouble::unreadable("the identity of a visitor", &error))?;
        Ok(Visitor { id: VisitorId(id(row, 0)?), site, token_hash, expires_at: Timestamp(row.get(2)?), identity })
    })
}

pub(super) fn staff_by_email(db: &Connection, email: &str) -> Result<Option<Staff>, Trouble> {
    let sql = "SELECT id, email, name, role, password_hash, capacity, language, active FROM staff
               WHERE email_key = ?1";
    one(db, sql, params![email.to_lowercase()], staff)
}

pub(super) fn staff_by_id(db: &Connection, staff_id: StaffId) -> Result<Option<Staff>, Trouble> {
    let sql = "SELECT id, email, name, role, password_hash, capacity, language, active FROM staff WHERE id = ?1";
    one(db, sql, params![staff_id.0.as_bytes()], staff)
}

pub(super) fn ended_logins(db: &Connection, now: Timestamp, limit: u32) -> Result<Vec<[u8; 32]>, Trouble> {
    let sql = "SELECT token_hash FROM login WHERE expires_at <= ?1 LIMIT ?2";
    all(db, sql, params![now.0, limit], |row| Ok(row.get(0)?))
}

pub(super) fn all_staff(db: &Connection) -> Result<Vec<Staff>, Trouble> {
    let sql = "SELECT id, email, name, role, password_hash, capacity, language, active FROM staff ORDER BY name, id";
    all(db, sql, params![], staff)
}

pub(super) fn login(db: &Connection, token_hash: [u8; 32]) -> Result<Option<Login>, Trouble> {
    let sql = "SELECT staff, expires_at FROM login WHERE token_hash = ?1";
    one(db, sql, params![token_hash], |row| {
        Ok(Login { token_hash, staff: StaffId(id(row, 0)?), expires_at: Timestamp(row.get(1)?) })
    })
}

pub(super) fn policies(db: &Connection) -> Result<Vec<PolicyTerm>, Trouble> {
    all(db, "SELECT since, version, toml, origin, author FROM policy ORDER BY since", params![], |row| {
        Ok(PolicyTerm {
            since: Timestamp(row.get(0)?),
            version: row.get(1)?,
            toml: row.get(2)?,
            origin: word::<PolicyOrigin>(row, 3)?,
            by: party(&row.get::<_, String>(4)?)?,
        })
    })
}

pub(super) fn audit(db: &Connection, limit: u32) -> Result<Vec<AuditLine>, Trouble> {
    all(db, "SELECT at, author, act, detail FROM audit ORDER BY id DESC LIMIT ?1", params![limit], |row| {
        let by = party(&row.get::<_, String>(1)?)?;
        Ok(AuditLine { at: Timestamp(row.get(0)?), by, act: row.get(2)?, detail: row.get(3)? })
    })
}

pub(super) fn canned_replies(db: &Connection) -> Result<Vec<CannedReply>, Trouble> {
    all(db, "SELECT body FROM canned_reply ORDER BY id", params![], |row| {
        let body: String = row.get(0)?;
        serde_json::from_str(&body).map_err(|error| Trouble::unreadable("a canned reply", &error))
    })
}

pub(super) fn wording_rules(db: &Connection) -> Result<Vec<WordingRule>, Trouble> {
    all(db, "SELECT id, body FROM wording_rule ORDER BY id", params![], |row| {
        Ok(WordingRule { id: row.get(0)?, body: row.get(1)? })
    })
}

pub(super) fn epoch(db: &Connection) -> Result<String, Trouble> {
    let found = one(db, "SELECT value FROM meta WHERE key = 'epoch'", params![], |row| Ok(row.get(0)?))?;
    found.ok_or_else(|| Trouble::unreadable("the epoch", &"it is missing"))
}

fn staff(row: &Row<'_>) -> Result<Staff, Trouble> {
    Ok(Staff {
        id: StaffId(id(row, 0)?),
        email: row.get(1)?,
        name: row.get(2)?,
        role: word::<Role>(row, 3)?,
        password_hash: row.get(4)?,
        capacity: row.get(5)?,
        language: word::<Language>(row, 6)?,
        active: row.get(7)?,
    })
}

fn id(row: &Row<'_>, column: usize) -> Result<Uuid, Trouble> {
    Ok(Uuid::from_bytes(row.get(column)?))
}

fn word<T: Word>(row: &Row<'_>, column: usize) -> Result<T, Trouble> {
    T::of(&row.get::<_, String>(column)?)
}

pub(super) fn all<T>(
    db: &Connection,
    sql: &'static str,
    values: impl Params,
    read: impl Fn(&Row<'_>) -> Result<T, Trouble>,
) -> Result<Vec<T>, Trouble> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

pub(super) fn ids(db: &Connection, sql: &'static str, values: impl Params) -> Result<Vec<ConversationId>, Trouble> {
    all(db, sql, values, |row| Ok(ConversationId(id(row, 0)?)))
}

pub(super) fn one<T>(
    db: &Connection,
    sql: &'static str,
    values: impl Params,
    read: impl Fn(&Row<'_>) -> Result<T, Trouble>,
) -> Result<Option<T>, Trouble> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    rows.next()?.map(read).transpose()
}

//! The writes: each one a few static statements inside the transaction of its group.

use super::ends::Ends;
use super::erase;
use super::fault::Trouble;
use super::files;
use super::outcomes::ChangeRow;
use super::overlays;
use super::rows::{AppendRows, EventRow, Word, number, party_json};
use crate::domain::canned::CannedReply;
use crate::domain::{AttachedFile, ConversationId, FileId, PhaseName, StaffId, VisitorId};
use crate::store::{
    ArrivingFile, AuditLine, FileBounds, Login, Overlay, OverlayKind, PolicyTerm, Site, Staff, StoreError, Visitor,
    WordingRule, check,
};
use rusqlite::{Connection, OptionalExtension as _, params};

/// About what anything but an append needs, in bytes.
const SMALL: usize = 1_024;

/// Something to write.
#[derive(Debug)]
pub(super) enum Write {
    Append(Box<AppendRows>),
    Site(Site),
    Visitor(Visitor),
    Staff(Box<Staff>),
    Login(Login),
    EndLogin([u8; 32]),
    EndLoginsOf(StaffId),
    EndLogins(Vec<[u8; 32]>),
    Policy(Box<PolicyTerm>),
    Audit(Box<AuditLine>),
    LinesChange(ChangeRow),
    CannedReply(Box<CannedReply>),
    DeleteCannedReply(String),
    WordingRule(Box<WordingRule>),
    DeleteWordingRule(String),
    Overlay(Box<Overlay>),
    DeleteOverlay(OverlayKind, String),
    Erase(ConversationId),
    BeginFile(Box<(ArrivingFile, FileBounds)>),
    FinishFile(Box<(AttachedFile, [u8; 32])>),
    GiveUpFiles(Vec<FileId>),
    ForgetFiles(Vec<FileId>),
    ForgetVisitor(VisitorId),
    Probe {
        /// So many bytes must find room.
        bytes: usize,
    },
}

impl Write {
    /// Applies it. A refusal (`Conflict`, `DuplicateId`, `AtCapacity`, `NoRoom`, `FileNotFree`) has written nothing; what any other error left
    /// half done is undone by the caller.
    pub(super) fn apply(&self, db: &Connection, ends: &mut Ends) -> Result<(), Trouble> {
        match self {
            Self::Append(rows) => append(db, rows, ends),
            Self::Site(it) => site(db, it),
            Self::Visitor(it) => visitor(db, it),
            Self::Staff(it) => staff(db, it),
            Self::Login(it) => login(db, it),
            Self::EndLogin(hash) => run(db, "DELETE FROM login WHERE token_hash = ?1", params![hash]),
            Self::EndLoginsOf(id) => run(db, "DELETE FROM login WHERE staff = ?1", params![id.0.as_bytes()]),
            Self::EndLogins(hashes) => {
                hashes.iter().try_for_each(|hash| run(db, "DELETE FROM login WHERE token_hash = ?1", params![hash]))
            }
            Self::Policy(it) => policy(db, it),
            Self::Audit(it) => audit(db, it),
            Self::LinesChange(row) => row.write(db),
            Self::CannedReply(it) => canned_reply(db, it),
            Self::DeleteCannedReply(id) => run(db, "DELETE FROM canned_reply WHERE id = ?1", params![id]),
            Self::WordingRule(it) => wording_rule(db, it),
            Self::DeleteWordingRule(id) => run(db, "DELETE FROM wording_rule WHERE id = ?1", params![id]),
            Self::Overlay(it) => overlays::put(db, it),
            Self::DeleteOverlay(kind, id) => overlays::delete(db, *kind, id),
            Self::Erase(conv) => erase::conversation(db, *conv, ends),
            Self::BeginFile(it) => files::begin(db, &it.0, it.1),
            Self::FinishFile(it) => files::finish(db, &it.0, &it.1),
            Self::GiveUpFiles(ids) => files::give_up(db, ids),
            Self::ForgetFiles(ids) => files::forget(db, ids),
            Self::ForgetVisitor(id) => erase::visitor(db, *id),
            Self::Probe { bytes } => {
                let sql = "UPDATE meta SET value = hex(randomblob(?1)) WHERE key = 'probe'";
                run(db, sql, params![i64::try_from(bytes / 2).unwrap_or(i64::MAX)])
            }
        }
    }

    /// The conversation that it adds to, with how many messages and notes.
    pub(super) fn messages(&self) -> Option<(ConversationId, u64)> {
        let Self::Append(rows) = self else { return None };
        let messages = rows.events.iter().filter(|event| event.message_id.is_some()).count();
        Some((rows.conv, messages as u64))
    }

    /// About how many bytes it needs.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Append(rows) => {
                rows.events.iter().map(|event| event.body.len()).sum::<usize>() + rows.line.json.len()
            }
            Self::WordingRule(it) => it.body.len(),
            Self::Overlay(it) => it.body.len(),
            Self::CannedReply(it) => [&it.en, &it.zh].into_iter().flatten().map(|it| it.text.as_str().len()).sum(),
            Self::Probe { bytes } => *bytes,
            _ => SMALL,
        }
    }
}

pub(super) fn run(db: &Connection, sql: &'static str, values: &[&dyn rusqlite::ToSql]) -> Result<(), Trouble> {
    db.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

fn append(db: &Connection, rows: &AppendRows, ends: &mut Ends) -> Result<(), Trouble> {
    if ends.of(db, rows.conv)? != number(rows.after) {
        return Err(check::conflict(rows.conv, rows.after).into());
    }
    if let Some(staff) = rows.claim {
        room(db, rows, staff)?;
    }
    for (file, _) in &rows.files {
        if !files::is_free(db, rows.conv, *file)? {
            return Err(StoreError::FileNotFree.into());
        }
    }
    for event in &rows.events {
        insert(db, rows, event)?;
        ends.moved(rows.conv, event.seq);
    }
    rows.files.iter().try_for_each(|(file, seq)| files::bind(db, *file, *seq))?;
    if !renew(db, rows)? {
        place(db, rows)?;
    }
    rows.outcome.as_ref().map_or(Ok(()), |outcome| outcome.write(db))
}

/// Renews the summary of a conversation that stays in its phase. Names no column of an index that it stands in: SQLite
/// would write their pages anew although nothing in them changes. `false`: it is new, or in another phase.
fn renew(db: &Connection, rows: &AppendRows) -> Result<bool, Trouble> {
    let line = &rows.line;
    let sql = "UPDATE conversation SET agent = ?3, stage = ?4, waiting_since = ?5, updated = ?6, summary = ?7
               WHERE id = ?1 AND phase = ?2";
    let renewed = db.prepare_cached(sql)?.execute(params![
        rows.conv.0.as_bytes(),
        line.phase,
        line.agent,
        line.stage,
        line.waiting_since,
        line.updated,
        line.json
    ])?;
    Ok(renewed > 0)
}

fn place(db: &Connection, rows: &AppendRows) -> Result<(), Trouble> {
    let line = &rows.line;
    run(
        db,
        "INSERT INTO conversation (id, site, visitor, phase, agent, stage, waiting_since, updated, summary)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (id) DO UPDATE SET site = excluded.site, visitor = excluded.visitor, phase = excluded.phase,
             agent = excluded.agent, stage = excluded.stage, waiting_since = excluded.waiting_since,
             updated = excluded.updated, summary = excluded.summary",
        params![
            rows.conv.0.as_bytes(),
            line.site,
            line.visitor,
            line.phase,
            line.agent,
            line.stage,
            line.waiting_since,
            line.updated,
            line.json
        ],
    )
}

/// Only conversations that are not over are looked at: they are few beside those that are.
fn room(db: &Connection, rows: &AppendRows, staff: StaffId) -> Result<(), Trouble> {
    let sql = "SELECT (SELECT count(*) FROM conversation INDEXED BY conversation_open
                       WHERE phase <> 'closed' AND phase = ?3 AND agent = ?1 AND id <> ?2) < capacity
               FROM staff WHERE id = ?1";
    let values = params![staff.0.as_bytes(), rows.conv.0.as_bytes(), PhaseName::WithAgent.word()];
    let has_room: Option<bool> = db.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional()?;
    if has_room == Some(false) { Err(StoreError::AtCapacity.into()) } else { Ok(()) }
}

fn insert(db: &Connection, rows: &AppendRows, event: &EventRow) -> Result<(), Trouble> {
    run(
        db,
        "INSERT INTO event (conversation, seq, public, message_id, at, body, feedback)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            rows.conv.0.as_bytes(),
            event.seq,
            event.public,
            event.message_id,
            event.at,
            event.body,
            event.is_feedback.then_some(1)
        ],
    )
}

fn site(db: &Connection, site: &Site) -> Result<(), Trouble> {
    let origins = serde_json::to_string(&site.origins).map_err(|error| StoreError::Engine(Box::new(error)))?;
    run(
        db,
        "INSERT INTO site (id, name, language, origins) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, language = excluded.language, origins = excluded.origins",
        params![site.id.as_str(), site.name, site.language.word(), origins],
    )
}

fn visitor(db: &Connection, visitor: &Visitor) -> Result<(), Trouble> {
    let identity = visitor.identity.as_ref().map(serde_json::to_string).transpose();
    let identity = identity.map_err(|error| Trouble::unreadable("an identity", &error))?;
    run(
        db,
        "INSERT INTO visitor (token_hash, id, site, expires_at, identity) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (token_hash) DO UPDATE SET id = excluded.id, site = excluded.site,
             expires_at = excluded.expires_at, identity = excluded.identity",
        params![visitor.token_hash, visitor.id.0.as_bytes(), visitor.site.as_str(), visitor.expires_at.0, identity],
    )
}

fn staff(db: &Connection, staff: &Staff) -> Result<(), Trouble> {
    let written = run(
        db,
        "INSERT INTO staff (id, email, email_key, name, role, password_hash, capacity, language, active)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (id) DO UPDATE SET email = excluded.email, email_key = excluded.email_key, name = excluded.name,
             role = excluded.role, password_hash = excluded.password_hash, capacity = excluded.capacity,
             language = excluded.language, active = excluded.active",
        params![
            staff.id.0.as_bytes(),
            staff.email,
            staff.email.to_lowercase(),
            staff.name,
            staff.role.word(),
            staff.password_hash,
            staff.capacity,
            staff.language.word(),
            staff.active,
        ],
    );
    // The address is the only rule of this table that a valid value can break.
    written.map_err(Trouble::or_duplicate)
}

fn login(db: &Connection, login: &Login) -> Result<(), Trouble> {
    run(
        db,
        "INSERT INTO login (token_hash, staff, expires_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (token_hash) DO UPDATE SET staff = excluded.staff, expires_at = excluded.expires_at",
        params![login.token_hash, login.staff.0.as_bytes(), login.expires_at.0],
    )
}

fn policy(db: &Connection, term: &PolicyTerm) -> Result<(), Trouble> {
    let author = party_json(&term.by)?;
    let written = run(
        db,
        "INSERT INTO policy (since, version, toml, origin, author) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![term.since.0, term.version, term.toml, term.origin.word(), author],
    );
    // The moment is the only rule of this table that a valid value can break.
    written.map_err(Trouble::or_duplicate)
}

fn canned_reply(db: &Connection, reply: &CannedReply) -> Result<(), Trouble> {
    let body = serde_json::to_string(reply).map_err(|error| StoreError::Engine(Box::new(error)))?;
    run(
        db,
        "INSERT INTO canned_reply (id, body) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
        params![reply.id, body],
    )
}

fn wording_rule(db: &Connection, rule: &WordingRule) -> Result<(), Trouble> {
    run(
        db,
        "INSERT INTO wording_rule (id, body) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
        params![rule.id, rule.body],
    )
}

fn audit(db: &Connection, line: &AuditLine) -> Result<(), Trouble> {
    let author = party_json(&line.by)?;
    run(
        db,
        "INSERT INTO audit (at, author, act, detail) VALUES (?1, ?2, ?3, ?4)",
        params![line.at.0, author, line.act, line.detail],
    )
}

//! Databases as earlier versions left them.

use rusqlite::Connection;

/// Takes back what schemas 7 to 15 changed, but for values.
pub fn as_schema_6(raw: &Connection) {
    raw.execute_batch(
        "DROP TABLE file;
         DROP TABLE file_gone;
         DROP TABLE file_room;
         DROP INDEX conversation_owing;
         DROP TABLE canned_reply;
         DROP TABLE wording_rule;
         DROP TABLE overlay;
         ALTER TABLE visitor DROP COLUMN identity;
         DROP INDEX event_feedback;
         ALTER TABLE event DROP COLUMN feedback;
         CREATE UNIQUE INDEX event_message ON event (conversation, message_id) WHERE message_id IS NOT NULL;
         CREATE UNIQUE INDEX event_public ON event (conversation, public) WHERE public IS NOT NULL;
         CREATE INDEX event_feedback ON event (at, conversation, seq);
         PRAGMA user_version = 6;",
    )
    .expect("changed");
}

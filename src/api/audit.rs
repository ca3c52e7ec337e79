//! Who changed what over REST. Owns the shape of a line alone; the store keeps them.

use super::{ApiState, Problem};
use crate::auth::StaffSession;
use crate::domain::Party;
use crate::store::AuditLine;

/// Adds a line: what was done, and to which.
pub(super) async fn audit(api: &ApiState, session: &StaffSession, act: &str, detail: &str) -> Result<(), Problem> {
    let by = Party::Staff { id: session.member.id, name: session.member.name.clone() };
    let line = AuditLine { at: api.clock.now(), by, act: act.to_owned(), detail: detail.to_owned() };
    Ok(api.store.put_audit(line).await?)
}

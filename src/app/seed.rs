//! What a demo starts with beside its site: an admin, a supervisor and two agents, and canned replies.
//! Changes nobody who is there.

use crate::auth::Auth;
use crate::domain::canned::CannedReply;
use crate::domain::{Language, Role, StaffId};
use crate::store::{Staff, Store};
use std::sync::Arc;
use uuid::Uuid;

/// Everybody's password.
pub const PASSWORD: &str = "demo";

/// The demo's site.
pub const DEMO_SITE: &str = "demo";

/// E-mail, name, role.
pub const PEOPLE: [(&str, &str, Role); 4] = [
    ("ada@demo.test", "Ada", Role::Admin),
    ("lin@demo.test", "Lin", Role::Agent),
    ("ana@demo.test", "Ana", Role::Agent),
    ("sam@demo.test", "Sam", Role::Supervisor),
];

/// What its agents send often.
const REPLIES: &str = include_str!("replies.json");

/// Conversations that a demo agent takes at once.
const CAPACITY: u32 = 4;

/// Puts the demo's people and canned replies into the store, unless they are there.
///
/// # Errors
/// When the store cannot be written.
pub async fn demo(store: &Arc<dyn Store>, auth: &Auth) -> anyhow::Result<()> {
    if store.canned_replies().await?.is_empty() {
        for reply in serde_json::from_str::<Vec<CannedReply>>(REPLIES)? {
            store.put_canned_reply(reply).await?;
        }
    }
    let mut hash = None;
    for (email, name, role) in PEOPLE {
        if store.staff_by_email(email).await?.is_some() {
            continue;
        }
        let password_hash = match &hash {
            Some(known) => String::clone(known),
            None => hash.insert(auth.hash_password(PASSWORD).await?).clone(),
        };
        let id = StaffId(Uuid::new_v5(&Uuid::NAMESPACE_URL, email.as_bytes()));
        let (email, name) = (email.to_owned(), name.to_owned());
        let person =
            Staff { id, email, name, role, password_hash, capacity: CAPACITY, language: Language::En, active: true };
        store.put_staff(person).await?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "seed_test.rs"]
mod tests;

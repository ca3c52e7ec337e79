//! What a server starts with: the configured site; for the demo one site, an admin, a supervisor
//! and two agents, and canned replies.
//! Changes nobody who is there.

use crate::auth::Auth;
use crate::config::{self, SiteLanguage};
use crate::domain::canned::CannedReply;
use crate::domain::{Language, Role, SiteId, StaffId};
use crate::store::{Site, Staff, Store};
use std::net::SocketAddr;
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

/// Puts the configured site into the store, or changes it to what the configuration says.
///
/// # Errors
/// When its name is not one, or the store cannot be written.
pub async fn site(store: &Arc<dyn Store>, settings: &config::Site) -> anyhow::Result<()> {
    let id = SiteId::try_from(settings.id.clone()).map_err(anyhow::Error::msg)?;
    let language = match settings.language {
        SiteLanguage::En => Language::En,
        SiteLanguage::Zh => Language::Zh,
    };
    let (name, origins) = (settings.name.clone(), settings.origins.clone());
    put(store, Site { id, name, language, origins }).await
}

/// A start writes nothing that stands already: history can be read from a full disk.
async fn put(store: &Arc<dyn Store>, site: Site) -> anyhow::Result<()> {
    if store.site(&site.id).await?.as_ref() != Some(&site) {
        store.put_site(site).await?;
    }
    Ok(())
}

/// Puts the demo's site, people and canned replies into the store, unless they are there.
///
/// # Errors
/// When the store cannot be written.
pub async fn demo(store: &Arc<dyn Store>, auth: &Auth, addr: SocketAddr) -> anyhow::Result<()> {
    let id = SiteId::try_from(DEMO_SITE.to_owned()).map_err(anyhow::Error::msg)?;
    // Both names of loopback, as people type either.
    let origins = vec![format!("http://{addr}"), format!("http://localhost:{}", addr.port())];
    put(store, Site { id, name: "Harbour Goods".to_owned(), language: Language::En, origins }).await?;
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

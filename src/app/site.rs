//! The site as it is configured, with what admins have set on top of it.
//!
//! Owns the way between the configuration's words and the session's, and puts what holds into the store at the start, so
//! that whoever looks a site up finds it as it is.

use super::seed;
use super::translate::language;
use crate::config::{self, Settings, SiteLanguage};
use crate::domain::{Language, SiteId};
use crate::session::{Asked, FormSettings, SiteBook, SiteSettings, TopicText};
use crate::store::{OverlayKind, Site, Store};
use crate::wording::Fault;
use std::net::SocketAddr;
use std::sync::Arc;

/// Reads the site; `demo` is where a demo listens, whose site is its own.
///
/// # Errors
/// When its name is not one, or the store cannot be read or written.
pub async fn open(
    store: &Arc<dyn Store>,
    settings: &Settings,
    demo: Option<SocketAddr>,
) -> anyhow::Result<Arc<SiteBook>> {
    let mut configured = settings.site.clone();
    if let Some(addr) = demo {
        seed::DEMO_SITE.clone_into(&mut configured.id);
        "Harbour Goods".clone_into(&mut configured.name);
        configured.language = SiteLanguage::En;
        // Both names of loopback, as people type either.
        configured.origins = vec![format!("http://{addr}"), format!("http://localhost:{}", addr.port())];
    }
    let id = SiteId::try_from(configured.id.clone()).map_err(anyhow::Error::msg)?;
    let kept = store.overlays(OverlayKind::Site).await?.into_iter().find(|kept| kept.id == id.as_str());
    let own = kept.and_then(|kept| match serde_json::from_str::<SiteSettings>(&kept.body) {
        Ok(own) if faults(&own).is_empty() => Some(own),
        Ok(own) => {
            tracing::error!(faults = ?faults(&own), "what was set of the site is not in force");
            None
        }
        Err(error) => {
            tracing::error!(%error, "what was set of the site is not in force");
            None
        }
    });
    let book = SiteBook::new(id.clone(), set(&configured), own, faults);
    let SiteSettings { name, language, origins, .. } = (*book.in_force()).clone();
    put(store, Site { id, name, language, origins }).await?;
    Ok(Arc::new(book))
}

/// A start writes nothing that stands already: history can be read from a full disk.
async fn put(store: &Arc<dyn Store>, site: Site) -> anyhow::Result<()> {
    if store.site(&site.id).await?.as_ref() != Some(&site) {
        store.put_site(site).await?;
    }
    Ok(())
}

fn set(site: &config::Site) -> SiteSettings {
    let asked = |asked| match asked {
        config::Asked::Off => Asked::Off,
        config::Asked::Optional => Asked::Optional,
        config::Asked::Required => Asked::Required,
    };
    let config::Form { name, email, topic, topics } = site.form.clone();
    let topics = topics.into_iter().map(|config::FormTopic { en, zh }| TopicText { en, zh }).collect();
    let form = FormSettings { name: asked(name), email: asked(email), topic: asked(topic), topics };
    let (name, language, origins) = (site.name.clone(), language(site.language), site.origins.clone());
    SiteSettings { name, language, origins, form }
}

/// By the rules of the configuration.
fn faults(set: &SiteSettings) -> Vec<Fault> {
    let asked = |asked| match asked {
        Asked::Off => config::Asked::Off,
        Asked::Optional => config::Asked::Optional,
        Asked::Required => config::Asked::Required,
    };
    let SiteSettings { name, language, origins, form } = set.clone();
    let topics = form.topics.into_iter().map(|TopicText { en, zh }| config::FormTopic { en, zh }).collect();
    let form = config::Form { name: asked(form.name), email: asked(form.email), topic: asked(form.topic), topics };
    let language = if language == Language::Zh { SiteLanguage::Zh } else { SiteLanguage::En };
    let site = config::Site { name, language, origins, form, ..config::Site::default() };
    let field = |at: String| at.strip_prefix("site.").map(str::to_owned).unwrap_or(at);
    site.check().into_iter().map(|problem| Fault { field: field(problem.at), rule: problem.what }).collect()
}

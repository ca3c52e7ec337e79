//! The site as it is set: what is configured, or what an admin has set on top of it.
//!
//! Owns which of the two holds. What may be set is the configuration's business: its rules come as a value, so that there
//! is one set of them. Never reads or writes a store; whoever keeps what admins set tells of it here.

use crate::domain::{Language, SiteId};
use crate::protocol::form::{FormField, FormTopic, VisitorForm};
use crate::wording::Fault;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::{Mutex, MutexGuard};
use utoipa::ToSchema;

/// What can be set of a site while the server runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteSettings {
    /// Shown to visitors.
    pub name: String,
    /// Of the bot, for lack of a better sign.
    #[schema(value_type = String, example = "en")]
    pub language: Language,
    /// Origins of the pages that may carry the widget.
    pub origins: Vec<String>,
    /// What is asked before the first message.
    #[serde(default)]
    pub form: FormSettings,
}

/// What visitors are asked before their first message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FormSettings {
    /// Their name.
    pub name: Asked,
    /// Their e-mail address.
    pub email: Asked,
    /// What it is about, of `topics`.
    pub topic: Asked,
    /// What it can be about.
    pub topics: Vec<TopicText>,
}

/// Whether something is asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Asked {
    /// Not asked.
    #[default]
    Off,
    /// Asked, and may be left out.
    Optional,
    /// Asked, and needed to begin.
    Required,
}

/// Something that a chat can be about, as visitors read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TopicText {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

impl SiteSettings {
    /// What visitors are asked, as the protocol says it: agents read a topic in the site's language.
    #[must_use]
    pub fn visitor_form(&self) -> VisitorForm {
        let field = |asked| match asked {
            Asked::Off => None,
            Asked::Optional => Some(FormField::Optional),
            Asked::Required => Some(FormField::Required),
        };
        let FormSettings { name, email, topic, topics } = &self.form;
        let topics = topics.iter().filter(|_| *topic != Asked::Off).map(|TopicText { en, zh }| {
            let value = if self.language == Language::Zh { zh.clone() } else { en.clone() };
            FormTopic { en: en.clone(), zh: zh.clone(), value }
        });
        VisitorForm { name: field(*name), email: field(*email), topic: field(*topic), topics: topics.collect() }
    }
}

/// Everything that is wrong with what is to be set.
pub type Judge = fn(&SiteSettings) -> Vec<Fault>;

/// The site.
#[derive(Debug)]
pub struct SiteBook {
    id: SiteId,
    configured: Arc<SiteSettings>,
    own: RwLock<Option<Arc<SiteSettings>>>,
    judge: Judge,
    changing: Mutex<()>,
}

impl SiteBook {
    /// As it is configured, with what an admin has set before.
    #[must_use]
    pub fn new(id: SiteId, configured: SiteSettings, own: Option<SiteSettings>, judge: Judge) -> Self {
        let (configured, own) = (Arc::new(configured), RwLock::new(own.map(Arc::new)));
        Self { id, configured, own, judge, changing: Mutex::default() }
    }

    /// Its short name.
    #[must_use]
    pub const fn id(&self) -> &SiteId {
        &self.id
    }

    /// As the configuration has it.
    #[must_use]
    pub fn configured(&self) -> &SiteSettings {
        &self.configured
    }

    /// What an admin has set.
    #[must_use]
    pub fn own(&self) -> Option<Arc<SiteSettings>> {
        self.own.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// As it is now.
    #[must_use]
    pub fn in_force(&self) -> Arc<SiteSettings> {
        self.own().unwrap_or_else(|| Arc::clone(&self.configured))
    }

    /// Everything that is wrong with what is to be set.
    #[must_use]
    pub fn faults(&self, settings: &SiteSettings) -> Vec<Fault> {
        (self.judge)(settings)
    }

    /// Until it is dropped nobody else changes the site: what is in force is always what is stored.
    pub async fn changing(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().await
    }

    /// Puts it into force; none: as it is configured.
    pub fn amend(&self, own: Option<SiteSettings>) {
        *self.own.write().unwrap_or_else(PoisonError::into_inner) = own.map(Arc::new);
    }
}

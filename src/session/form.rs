//! What a site asks before a chat, held against what a visitor told. Pure. Owns which of it is still missing; what was told
//! may be made up, and is shown as that.

use crate::domain::handoff::Customer;
use crate::domain::identity::Identity;
use crate::protocol::form::{FormField, VisitorForm};
use crate::store::Visitor;

/// The attribute that holds what the chat is about.
const TOPIC: &str = "topic";

/// What the site asks, but for what the shop has vouched for.
pub(super) fn asked_of(visitor: &Visitor, form: &VisitorForm) -> VisitorForm {
    let vouched = |of: fn(&Identity) -> bool| visitor.identity.as_ref().is_some_and(of);
    VisitorForm {
        name: form.name.filter(|_| !vouched(|identity| identity.name.is_some())),
        email: form.email.filter(|_| !vouched(|identity| identity.email.is_some())),
        ..form.clone()
    }
}

/// The first field that is required and missing, and the rule.
pub(super) fn missing(form: &VisitorForm, customer: &Customer) -> Option<(&'static str, String)> {
    let is_required = |field: Option<FormField>| field == Some(FormField::Required);
    let is_told = |text: Option<&String>| text.is_some_and(|text| !text.trim().is_empty());
    let rule = "required: this site asks for it before a chat";
    if is_required(form.name) && !is_told(customer.name.as_ref()) {
        return Some(("customer.name", rule.to_owned()));
    }
    if is_required(form.email) && !is_told(customer.email.as_ref()) {
        return Some(("customer.email", rule.to_owned()));
    }
    let told = customer.attributes.get(TOPIC);
    let is_topic = || form.topics.iter().any(|topic| Some(&topic.value) == told);
    if is_required(form.topic) && !is_topic() {
        let topics: Vec<&str> = form.topics.iter().map(|topic| topic.value.as_str()).collect();
        return Some(("customer.attributes.topic", format!("{rule}, one of: {}", topics.join(", "))));
    }
    None
}

#[cfg(test)]
#[path = "form_test.rs"]
mod tests;

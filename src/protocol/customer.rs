//! What a client may say of a visitor. Owns the limits; the stored shape (`domain::handoff::Customer`) is open to
//! fields of later versions, the wire is not.

use super::shape::is_one_of;
use crate::domain::identity::{
    ATTRIBUTE_NAME_CHARS, ATTRIBUTE_TEXT_CHARS, ATTRIBUTES_MAX, Attributes, are_attributes, in_one_line, is_attribute,
};
use crate::domain::{Language, handoff::Customer};
use serde::{Deserialize, Deserializer, de::Error};
use serde_json::Value;

/// Fields that hold text, with the most characters each may have.
pub(super) const TEXTS: &[(&str, usize)] =
    &[("name", 200), ("email", 320), ("page", 4_096), ("page_title", 1_024), ("device", 1_024)];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    email: Option<String>,
    language: Language,
    #[serde(default)]
    page: Option<String>,
    #[serde(default)]
    page_title: Option<String>,
    #[serde(default)]
    device: Option<String>,
    #[serde(default)]
    attributes: Attributes,
}

/// Reads a customer, strictly.
pub(super) fn strict<'de, D: Deserializer<'de>>(from: D) -> Result<Customer, D::Error> {
    let Said { name, email, language, page, page_title, device, attributes } = Said::deserialize(from)?;
    let customer =
        Customer { name, email, language, page, page_title, device, attributes, identity: None, segment: None };
    let texts = [&customer.name, &customer.email, &customer.page, &customer.page_title, &customer.device];
    let fits =
        texts.iter().zip(TEXTS).all(|(text, (_, most))| text.as_deref().is_none_or(|text| in_one_line(text, *most)))
            && are_attributes(&customer.attributes);
    if fits { Ok(customer) } else { Err(D::Error::custom("a text of `customer` breaks its rule")) }
}

/// The same, where it may be absent.
pub(super) fn strict_option<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Customer>, D::Error> {
    #[derive(Deserialize)]
    struct Strict(#[serde(deserialize_with = "strict")] Customer);
    Ok(Option::<Strict>::deserialize(from)?.map(|Strict(customer)| customer))
}

/// What is wrong with a customer that `strict` refused.
pub(super) fn fault(value: &Value) -> Option<(String, String)> {
    let Some(object) = value.as_object() else {
        return Some(("customer".to_owned(), "an object".to_owned()));
    };
    if object.get("language").is_none_or(|value| !is_one_of(value, &["en", "zh"])) {
        return Some(("customer.language".to_owned(), "en or zh".to_owned()));
    }
    if object.get("attributes").is_some_and(|value| !holds_attributes(value)) {
        let rule = format!(
            "an object of at most {ATTRIBUTES_MAX} texts of {ATTRIBUTE_TEXT_CHARS} characters under names of \
             {ATTRIBUTE_NAME_CHARS}, without control characters"
        );
        return Some(("customer.attributes".to_owned(), rule));
    }
    let told = |name: &str| name != "language" && name != "attributes";
    for (name, value) in object.iter().filter(|(name, value)| told(name) && !value.is_null()) {
        let Some((name, most)) = TEXTS.iter().find(|(known, _)| known == name) else {
            return Some(("customer".to_owned(), "has a field that is none of a customer's".to_owned()));
        };
        if value.as_str().is_none_or(|text| !in_one_line(text, *most)) {
            let rule = format!("a text of at most {most} characters, without control characters");
            return Some((format!("customer.{name}"), rule));
        }
    }
    None
}

fn holds_attributes(value: &Value) -> bool {
    let each = |(name, text): (&String, &Value)| text.as_str().is_some_and(|text| is_attribute(name, text));
    value.as_object().is_some_and(|object| object.len() <= ATTRIBUTES_MAX && object.iter().all(each))
}

use super::*;
use crate::protocol::form::FormTopic;

fn topic(value: &str) -> FormTopic {
    FormTopic { en: value.to_owned(), zh: "订单".to_owned(), value: value.to_owned() }
}

fn told(name: &str, email: &str, topic: &str) -> Customer {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let attributes = given(topic).map(|topic| (TOPIC.to_owned(), topic)).into_iter().collect();
    Customer { name: given(name), email: given(email), attributes, ..Customer::default() }
}

#[test]
fn what_is_required_is_missed_in_the_order_of_the_form() {
    let required = Some(FormField::Required);
    let topics = vec![topic("Orders"), topic("Returns")];
    let form = VisitorForm { name: required, email: required, topic: required, topics };
    for (customer, field) in [
        (told("", "", ""), Some("customer.name")),
        (told(" ", "m@example.org", "Orders"), Some("customer.name")),
        (told("Mei", "", "Orders"), Some("customer.email")),
        (told("Mei", "m@example.org", ""), Some("customer.attributes.topic")),
        (told("Mei", "m@example.org", "订单"), Some("customer.attributes.topic")),
        (told("Mei", "m@example.org", "Returns"), None),
    ] {
        let missed = missing(&form, &customer);
        assert_eq!(missed.as_ref().map(|(field, _)| *field), field, "{customer:?}");
        if let Some(("customer.attributes.topic", rule)) = missed {
            assert!(rule.ends_with("one of: Orders, Returns"), "{rule}");
        }
    }
}

#[test]
fn what_may_be_left_out_or_is_not_asked_is_never_missed() {
    let optional = Some(FormField::Optional);
    let form = VisitorForm { name: optional, email: None, topic: optional, topics: vec![topic("Orders")] };
    assert_eq!(missing(&form, &told("", "", "something else")), None);
    assert_eq!(missing(&VisitorForm::default(), &Customer::default()), None);
}

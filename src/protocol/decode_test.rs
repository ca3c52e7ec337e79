use super::*;
use proptest::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

const ID: &str = "01934f6e-0000-7000-8000-000000000001";
const CONV: &str = "01934f6e-0000-7000-8000-0000000000c1";

fn fixtures() -> Vec<Value> {
    serde_json::from_str(include_str!("../../schema/fixtures/client.json")).expect("a list of frames")
}

fn refused(frame: &Value) -> Rejected {
    decode(frame.to_string().as_bytes()).expect_err("refused")
}

fn fault(frame: &Value) -> (Code, Option<String>) {
    let Rejected { code, field, .. } = refused(frame);
    (code, field)
}

#[test]
fn every_fixture_is_read_and_keeps_all_it_says() {
    let mut types = BTreeSet::new();
    for fixture in fixtures() {
        let frame = decode(fixture.to_string().as_bytes()).unwrap_or_else(|why| panic!("{fixture}: {why:?}"));
        let mut again = serde_json::to_value(&frame).expect("JSON");
        again.as_object_mut().expect("an object").retain(|_, value| !value.is_null());
        assert_eq!(again, fixture);
        types.insert(fixture["t"].as_str().expect("a type").to_owned());
    }
    assert_eq!(types, SHAPES.iter().map(|shape| shape.t.to_owned()).collect(), "a fixture for every type");
}

#[test]
fn the_table_of_shapes_is_the_schema() {
    let schema = serde_json::to_value(schemars::schema_for!(ClientFrame)).expect("a schema");
    let names = |value: &Value| -> BTreeSet<String> {
        value.as_array().into_iter().flatten().filter_map(|n| n.as_str().map(str::to_owned)).collect()
    };
    let mut wanted = BTreeMap::new();
    for variant in schema["oneOf"].as_array().expect("one schema per type") {
        let t = variant["properties"]["t"]["const"].as_str().expect("a name").to_owned();
        let all: BTreeSet<String> = variant["properties"].as_object().expect("fields").keys().cloned().collect();
        let mut required = names(&variant["required"]);
        let optional: BTreeSet<String> = all.difference(&required).cloned().collect();
        required.remove("t");
        wanted.insert(t, (required, optional));
    }
    let set = |list: &[&str]| list.iter().map(|n| (*n).to_owned()).collect::<BTreeSet<_>>();
    let table: BTreeMap<_, _> = SHAPES.iter().map(|s| (s.t.to_owned(), (set(s.required), set(s.optional)))).collect();
    assert_eq!(table, wanted);
}

#[test]
fn what_is_no_frame_is_told_apart() {
    for bytes in [&b""[..], b"null", b"[]", b"7", b"\"x\"", b"{", b"{}x", b"\xff\xfe", b"{\"t\":\"ping\"}{}"] {
        assert_eq!(decode(bytes).expect_err("refused").code, Code::BadFrame, "{bytes:?}");
    }
    assert_eq!(fault(&json!({})), (Code::BadFrame, Some("t".to_owned())));
    assert_eq!(fault(&json!({"t": 7})), (Code::BadFrame, Some("t".to_owned())));
    assert_eq!(fault(&json!({"t": "base"})), (Code::UnknownType, None));
    assert_eq!(fault(&json!({"t": "welcome"})), (Code::UnknownType, None), "a type that only the server sends");
    let twice = format!(r#"{{"t":"end","id":"{ID}","conv":"{CONV}","conv":"{CONV}"}}"#);
    assert_eq!(decode(twice.as_bytes()).expect_err("refused").code, Code::BadFrame);
}

#[test]
fn a_field_at_fault_is_named() {
    let text = |text: Value| json!({"t": "msg", "id": ID, "conv": CONV, "text": text});
    let files = |files: Value| json!({"t": "msg", "id": ID, "conv": CONV, "text": "", "files": files});
    let history = |more: Value| {
        let mut frame = json!({"t": "history", "id": ID, "conv": CONV});
        frame.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        frame
    };
    let customer = |customer: Value| json!({"t": "open", "id": ID, "customer": customer});
    for (frame, field) in [
        (text(json!("")), "text"),
        (text(json!(" \n ")), "text"),
        (text(json!("x".repeat(4_001))), "text"),
        (text(json!("a\u{0}b")), "text"),
        (text(json!({"$ne": 1})), "text"),
        (text(json!(["x"])), "text"),
        (text(json!(null)), "text"),
        (json!({"t": "msg", "id": ID, "conv": CONV}), "text"),
        (files(json!([])), "text"),
        (files(json!([CONV, CONV])), "files"),
        (files(json!([CONV, ID, CONV])), "files"),
        (files(json!(["../x"])), "files"),
        (files(json!(CONV)), "files"),
        (files(json!((0..6).map(Uuid::from_u128).collect::<Vec<_>>())), "files"),
        (json!({"t": "open", "id": ID, "beside": CONV}), "beside"),
        (json!({"t": "open", "id": ID, "beside": [CONV, "../x"]}), "beside"),
        (json!({"t": "open", "id": ID, "beside": (0..21).map(Uuid::from_u128).collect::<Vec<_>>()}), "beside"),
        (json!({"t": "msg", "id": ID, "conv": {"$ne": 1}, "text": "x"}), "conv"),
        (json!({"t": "msg", "id": "1", "conv": CONV, "text": "x"}), "id"),
        (json!({"t": "msg", "id": ID, "conv": CONV, "text": "x", "role": "admin"}), "role"),
        (json!({"t": "rate", "id": ID, "conv": CONV, "score": 0}), "score"),
        (json!({"t": "rate", "id": ID, "conv": CONV, "score": 6}), "score"),
        (json!({"t": "rate", "id": ID, "conv": CONV, "score": 300}), "score"),
        (json!({"t": "rate", "id": ID, "conv": CONV, "score": 4.5}), "score"),
        (history(json!({"after": 1, "before": 9})), "before"),
        (history(json!({"limit": 0})), "limit"),
        (history(json!({"limit": 201})), "limit"),
        (history(json!({"limit": 70_000})), "limit"),
        (history(json!({"after": -1})), "after"),
        (history(json!({"after": 9_007_199_254_740_992_u64})), "after"),
        (json!({"t": "sub", "id": ID, "topic": "everything"}), "topic"),
        (json!({"t": "sub", "id": ID, "topic": "conv"}), "conv"),
        (json!({"t": "sub", "id": ID, "topic": "board", "conv": CONV}), "conv"),
        (json!({"t": "me", "id": ID, "available": "yes"}), "available"),
        (json!({"t": "hello", "token": "a", "ticket": "b"}), "ticket"),
        (json!({"t": "hello", "token": 7}), "token"),
        (json!({"t": "hello", "token": "a", "resume": {"session": ID}}), "resume"),
        (json!({"t": "hello", "token": "a", "language": "fr"}), "language"),
        (customer(json!({})), "customer.language"),
        (customer(json!({"language": "en", "name": "x".repeat(201)})), "customer.name"),
        (customer(json!({"language": "en", "page": "a\nb"})), "customer.page"),
        (customer(json!({"language": "en", "tenant_id": "x"})), "customer"),
        (customer(json!("x")), "customer"),
    ] {
        let why = refused(&frame);
        assert_eq!((why.code, why.field.as_deref()), (Code::InvalidField, Some(field)), "{frame}");
        assert!(why.rule.is_some(), "{frame}");
        let read = frame.get("id").is_some() && field != "id";
        assert_eq!(why.id.is_some(), read, "the request's id goes back: {frame}");
    }
}

#[test]
fn a_made_up_field_name_comes_back_cut_short() {
    let long = "x".repeat(10_000);
    let frame = json!({"t": "ping", &long: 1});
    assert_eq!(refused(&frame).field.map(|f| f.len()), Some(40));
}

#[test]
fn sizes_and_nesting_are_bounded() {
    let at_most = |size: usize| {
        let frame = format!(r#"{{"t":"human","id":"{ID}","conv":"{CONV}"}}"#);
        format!("{frame}{}", " ".repeat(size - frame.len()))
    };
    assert!(decode(at_most(FRAME_MAX_BYTES).as_bytes()).is_ok());
    let why = decode(at_most(FRAME_MAX_BYTES + 1).as_bytes()).expect_err("too large");
    assert_eq!((why.code, why.id), (Code::TooLarge, Uuid::parse_str(ID).ok()));
    let deep = format!("{{\"t\":{}1{}}}", "[".repeat(30_000), "]".repeat(30_000));
    assert_eq!(decode(deep.as_bytes()).expect_err("too deep").code, Code::BadFrame);
    let brackets = json!({"t": "msg", "id": ID, "conv": CONV, "text": "[[[[[[[[[[{{{{{{{{\"\\[["});
    assert!(decode(brackets.to_string().as_bytes()).is_ok(), "brackets in words are words");
}

/// A fixture with one thing changed: a byte, a cut, a field's value, a field gone or doubled.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let frames = fixtures();
    let odd = prop_oneof![
        Just(json!(null)),
        Just(json!(-1)),
        Just(json!(1e300)),
        Just(json!({"$ne": 1})),
        Just(json!([[]])),
        Just(json!(true)),
        any::<String>().prop_map(Value::String),
        any::<u64>().prop_map(Value::from),
    ];
    let change = prop_oneof![
        (any::<prop::sample::Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        any::<prop::sample::Index>().prop_map(Change::Cut),
        (any::<prop::sample::Index>(), odd).prop_map(|(at, value)| Change::Field(at, value)),
        any::<prop::sample::Index>().prop_map(Change::Gone),
        any::<prop::sample::Index>().prop_map(Change::Doubled),
    ];
    (prop::sample::select(frames), change).prop_map(|(frame, change)| change.apply(frame))
}

#[derive(Debug, Clone)]
enum Change {
    Byte(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Field(prop::sample::Index, Value),
    Gone(prop::sample::Index),
    Doubled(prop::sample::Index),
}

impl Change {
    fn apply(self, frame: Value) -> Vec<u8> {
        let Value::Object(mut object) = frame else { panic!("fixtures are objects") };
        let key = |at: prop::sample::Index, object: &Map<String, Value>| {
            object.keys().nth(at.index(object.len())).expect("in range").clone()
        };
        match self {
            Self::Field(at, value) => drop(object.insert(key(at, &object), value)),
            Self::Gone(at) => drop(object.remove(&key(at, &object))),
            Self::Doubled(at) => {
                let name = key(at, &object);
                let text = json!(object).to_string();
                let twice = format!(",{}:{}}}", json!(name), object[&name]);
                return (text[..text.len() - 1].to_owned() + &twice).into_bytes();
            }
            Self::Byte(at, byte) => {
                let mut bytes = json!(object).to_string().into_bytes();
                let at = at.index(bytes.len());
                bytes[at] = byte;
                return bytes;
            }
            Self::Cut(at) => {
                let mut bytes = json!(object).to_string().into_bytes();
                bytes.truncate(at.index(bytes.len()));
                return bytes;
            }
        }
        json!(object).to_string().into_bytes()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn bytes_never_break_it(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = decode(&bytes);
    }

    #[test]
    fn a_changed_frame_is_read_or_refused_with_a_code_of_the_list(bytes in mutated()) {
        match decode(&bytes) {
            Ok(frame) => prop_assert!(serde_json::to_vec(&frame).is_ok()),
            Err(why) => {
                prop_assert!([Code::BadFrame, Code::UnknownType, Code::InvalidField].contains(&why.code));
                let shown = why.rule.unwrap_or_default();
                prop_assert!(!shown.contains("line 1 column"), "a parser's words: {}", shown);
            }
        }
    }

    #[test]
    fn a_doubled_field_is_never_taken(at in any::<prop::sample::Index>(), frame in prop::sample::select(fixtures())) {
        let bytes = Change::Doubled(at).apply(frame);
        prop_assert_eq!(decode(&bytes).map_err(|why| why.code), Err(Code::BadFrame));
    }
}

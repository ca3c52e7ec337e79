//! How people call for a person in English: a person, a verb that reaches for one before, and between them only what
//! changes nothing. Owns the lists, folded, without apostrophes, and how they fit together.

/// People one can ask for, in English.
const NOUNS: &[&str] = &[
    "human",
    "person",
    "agent",
    "representative",
    "rep",
    "operator",
    "manager",
    "supervisor",
    "advisor",
    "adviser",
    "specialist",
    "humans",
    "colleague",
];
/// Those who are asked for only when one wants to talk to them: "a gift for someone" calls nobody.
const TALKED_TO: &[&str] = &[
    "someone",
    "somebody",
    "anyone",
    "anybody",
    "people",
    "staff",
    "support",
    "service",
    "team",
    "care",
    "department",
];
/// Verbs of talking, in English.
const TALKING: &[&str] =
    &["speak", "talk", "chat", "connect", "transfer", "reach", "contact", "escalate", "forward", "redirect", "put"];
/// Verbs of wanting.
const WANTING: &[&str] = &["get", "give", "want", "need", "have", "prefer", "find", "call", "bring", "send", "deserve"];
/// May stand between the verb and the person.
const BETWEEN: &[&str] = &[
    "a",
    "an",
    "the",
    "real",
    "live",
    "actual",
    "human",
    "living",
    "proper",
    "to",
    "with",
    "me",
    "us",
    "my",
    "some",
    "in",
    "through",
    "over",
    "another",
    "different",
    "right",
    "now",
    "please",
    "customer",
    "service",
    "support",
    "care",
    "sales",
    "any",
    "someone",
    "somebody",
    "who",
    "is",
    "being",
    "your",
    "this",
    "be",
    "connected",
    "directly",
    "it",
];
/// May stand between a "not" and the verb.
const BEFORE: &[&str] = &["want", "need", "to", "wish", "like", "really", "have", "for", "necessary", "any", "reason"];
const NOT: &[&str] = &["dont", "not", "no", "never", "without", "neednt", "didnt", "doesnt"];

/// Calls for a person as whole phrases, in English.
pub(super) const PHRASES: &[&str] = &[
    "stop the bot",
    "no more bot",
    "not talk to a bot",
    "not want a bot",
    "dont want a bot",
    "not a bot please",
    "no bots",
    "is there a human",
    "is there a person",
    "is there a real person",
    "any human there",
    "file a complaint",
    "make a complaint",
];

/// What a message in English may consist of, beside nouns, when it is nothing but the name of a person.
const ALONE: &[&str] =
    &["please", "pls", "now", "hello", "hi", "customer", "service", "support", "care", "rep", "live", "real"];

/// Whether a clause, given as words without apostrophes, calls for a person.
pub(super) fn calls(words: &[&str]) -> bool {
    words.iter().enumerate().any(|(place, word)| {
        let is_noun = NOUNS.contains(word);
        if !is_noun && !TALKED_TO.contains(word) {
            return false;
        }
        let between = words[..place].iter().rev().take_while(|word| BETWEEN.contains(word) && !is_verb(word)).count();
        let Some(verb) = (place - between).checked_sub(1) else { return false };
        let is_call = TALKING.contains(&words[verb]) || (is_noun && WANTING.contains(&words[verb]));
        is_call && !is_denied(&words[..verb])
    })
}

fn is_verb(word: &str) -> bool {
    TALKING.contains(&word) || WANTING.contains(&word)
}

/// "not", right before the verb but for words that only soften it.
fn is_denied(before: &[&str]) -> bool {
    before.iter().rev().find(|word| !BEFORE.contains(word)).is_some_and(|word| NOT.contains(word))
}

/// Whether all words together name nobody but a person.
pub(super) fn names_a_person(words: &[&str]) -> bool {
    let is_named = |word: &&str| NOUNS.contains(word) || matches!(*word, "service" | "support");
    let is_filler = |word: &&str| ALONE.contains(word) || matches!(*word, "a" | "an" | "the");
    words.iter().any(is_named) && words.iter().all(|word| is_named(word) || is_filler(word))
}

/// Whether a clause, among others, names nobody but a person, and says please: "my refund, a person please". Without it,
/// it may be who is spoken to: "support, where is my parcel".
pub(super) fn asks_for_a_person(words: &[&str]) -> bool {
    words.iter().any(|word| matches!(*word, "please" | "pls")) && names_a_person(words)
}

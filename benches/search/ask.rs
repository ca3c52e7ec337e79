//! What is asked, kind by kind, and how long the answers take: from the query to the hits with their texts and places.

use crate::fill::{APART, BEGAN};
use crate::percentiles::Percentiles;
use crate::text::{WORDS, Writer, chinese, english};
use attune::domain::{Language, SiteId, Timestamp};
use attune::search::{Query, Search, Speaker, Words};
use std::time::Instant;

/// Queries of each kind, after a tenth as many to warm up.
const QUERIES: usize = 300;

type Maker = fn(&mut Writer) -> Query;

const KINDS: &[(&str, Maker)] = &[
    ("English word, the 20 commonest", |w| asked(&english(w.between(0, 20)))),
    ("English word, rank 200 to 2,000", |w| asked(&english(w.between(200, 2_000)))),
    ("English word, the rarest quarter", |w| asked(&english(w.between(WORDS * 3 / 4, WORDS)))),
    ("Chinese word of two characters, the 20 commonest", |w| asked(&chinese(w.between(0, 20)))),
    ("Chinese word of two characters, rank 200 to 2,000", |w| asked(&chinese(w.between(200, 2_000)))),
    ("Chinese word of two characters, the rarest quarter", |w| asked(&chinese(w.between(WORDS * 3 / 4, WORDS)))),
    ("one Han character", |w| asked(&chinese(w.between(0, 2_000)).chars().take(1).collect::<String>())),
    ("English phrase of two words said", |w| asked(&quoted(w))),
    ("Chinese phrase of four characters said", |w| asked(&run(w))),
    ("two common English words", |w| asked(&format!("{} {}", english(w.between(0, 50)), english(w.between(0, 50))))),
    ("a common and a rare word", |w| {
        asked(&format!("{} {}", english(w.between(0, 20)), english(w.between(9_000, WORDS))))
    }),
    ("a word that nobody said", |w| asked(&format!("nobody{}", w.between(0, 9_999)))),
    ("common word, said by staff", |w| Query { speaker: Some(Speaker::Agent), ..asked(&english(w.between(0, 20))) }),
    ("Chinese word, rank 200 to 2,000, said by the bot, in Chinese", |w| Query {
        speaker: Some(Speaker::Bot),
        language: Some(Language::Zh),
        ..asked(&chinese(w.between(200, 2_000)))
    }),
    ("common word, site of one conversation in 20", |w| Query {
        site: SiteId::try_from("outlet".to_owned()).ok(),
        ..asked(&english(w.between(0, 20)))
    }),
    ("common word, one day of the past", |w| {
        let from = BEGAN + APART * i64::from(w.below(10_000));
        Query {
            from: Some(Timestamp(from)),
            to: Some(Timestamp(from + 86_400_000)),
            ..asked(&english(w.between(0, 20)))
        }
    }),
    ("nothing to find: two common words that never meet", |w| {
        asked(&format!("{} {}", english(w.between(0, 20)), chinese(w.between(0, 20))))
    }),
    ("nothing to find: 16 common words", |_| {
        let words: Vec<String> = (0..8).flat_map(|at| [english(at), chinese(at)]).collect();
        asked(&words.join(" "))
    }),
];

/// Asks everything and prints a table.
pub async fn all(search: &Search, writer: &mut Writer) -> anyhow::Result<()> {
    println!("| looked for, newest 20 | p50 ms | p99 ms | most ms | hits, mean | cut off |\n|---|---|---|---|---|---|");
    for (name, make) in KINDS {
        for _ in 0..QUERIES / 10 {
            search.find(make(writer)).await?;
        }
        let (mut times, mut hits, mut cut_off) = (Vec::new(), 0, 0);
        for _ in 0..QUERIES {
            let query = make(writer);
            let began = Instant::now();
            let found = search.find(query).await?;
            times.push(began.elapsed());
            hits += found.hits.len();
            cut_off += usize::from(!found.is_complete);
        }
        let most = times.iter().max().copied().unwrap_or_default();
        let found = Percentiles::of(times);
        let ms = |time: std::time::Duration| time.as_secs_f64() * 1_000.0;
        let mean = hits as f64 / QUERIES as f64;
        println!("| {name} | {:.2} | {:.2} | {:.2} | {mean:.1} | {cut_off} |", ms(found.p50), ms(found.p99), ms(most));
    }
    Ok(())
}

fn asked(words: &str) -> Query {
    Query::of(Words::parse(words).expect("words of ours"))
}

/// Two words next to each other in a message such as those that were said.
fn quoted(writer: &mut Writer) -> String {
    loop {
        let text = writer.message();
        let words: Vec<&str> = text.split(' ').collect();
        if let [.., one, other] = words.as_slice() {
            return format!("\"{one} {other}\"");
        }
    }
}

/// Four characters next to each other in such a message.
fn run(writer: &mut Writer) -> String {
    loop {
        let text = writer.message();
        if !text.is_ascii() {
            return text.chars().skip(2).take(4).collect();
        }
    }
}

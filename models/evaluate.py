"""Public evaluation through the shipped path: every row goes through `attune score`, nothing else reads the model.

    python3 models/evaluate.py --data PATH [--attune target/release/attune] [--engine rten]

Needs Python 3.9 or later and nothing else. Prints one Markdown table. Intervals are 95 % bootstrap over rows
(over chats for the support chats), seed 1. Test rows are read here and nowhere else.
"""
import argparse
import gzip
import json
import random
import subprocess
from pathlib import Path

ROUNDS = 400
EMOTIONS_EN = {"anger": "anger", "joy": "joy", "optimism": "optimism", "sadness": "sadness"}
EMOTIONS_ZH = {"happy": "joy", "angry": "anger", "neutral": "neutral", "sad": "sadness", "surprise": "surprise", "fear": "fear"}


def rows(folder, name, split, source=None):
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row.get("split") == split and (source is None or row.get("source") == source):
                yield row


def score(binary, engine, requests):
    """Scores of [{"text", "lang"?, "context"?}] in order."""
    lines = "".join(json.dumps({"id": place, **request}, ensure_ascii=False) + "\n" for place, request in enumerate(requests))
    ran = subprocess.run([binary, "score", "--engine", engine], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    scores = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [one["id"] for one in scores] == list(range(len(requests))), "every line is answered, in order"
    return scores


def macro_f1(pairs):
    labels = sorted({true for true, _ in pairs})
    total = 0.0
    for label in labels:
        hit = sum(true == label == found for true, found in pairs)
        found = sum(guess == label for _, guess in pairs)
        there = sum(true == label for true, _ in pairs)
        total += 2 * hit / (found + there) if found + there else 0.0
    return total / len(labels)


def macro_recall(pairs):
    labels = sorted({true for true, _ in pairs})
    return sum(sum(t == label == f for t, f in pairs) / sum(t == label for t, _ in pairs) for label in labels) / len(labels)


def accuracy(pairs):
    return sum(true == found for true, found in pairs) / len(pairs)


def auroc(pairs):
    """pairs of (is positive, score); ties count half."""
    ranked = sorted(pairs, key=lambda pair: pair[1])
    ranks, place = {}, 0
    while place < len(ranked):
        end = place
        while end < len(ranked) and ranked[end][1] == ranked[place][1]:
            end += 1
        ranks[ranked[place][1]] = (place + end + 1) / 2
        place = end
    positive = [ranks[value] for is_positive, value in pairs if is_positive]
    negatives = len(pairs) - len(positive)
    if not positive or not negatives:
        return float("nan")
    return (sum(positive) - len(positive) * (len(positive) + 1) / 2) / (len(positive) * negatives)


def interval(measure, groups):
    """Value, and its 95 % bootstrap interval over groups of pairs."""
    everything = [pair for group in groups for pair in group]
    dice = random.Random(1)
    drawn = []
    for _ in range(ROUNDS):
        sample = [pair for _ in groups for pair in groups[dice.randrange(len(groups))]]
        value = measure(sample)
        if value == value:
            drawn.append(value)
    drawn.sort()
    return measure(everything), drawn[int(.025 * len(drawn))], drawn[int(.975 * len(drawn)) - 1]


def best(scores, wanted):
    return max(wanted, key=lambda label: scores[label])


def each(pairs):
    return [[pair] for pair in pairs]


def evaluations(data, run):
    """(what, measure, n, groups of pairs)."""
    test = list(rows(data, "en_tweeteval_emotion", "test"))
    found = run([{"text": row["text"], "lang": "en"} for row in test])
    emotion = [(EMOTIONS_EN[row["label"]], best(one["emotions"], EMOTIONS_EN.values())) for row, one in zip(test, found)]
    yield "TweetEval emotion, test", "macro-F1", macro_f1, each(emotion)
    yield "the same, anger against the rest", "AUROC", auroc, each([(row["label"] == "anger", one["emotions"]["anger"]) for row, one in zip(test, found)])
    test = list(rows(data, "en_tweeteval_sentiment", "test"))
    found = run([{"text": row["text"], "lang": "en"} for row in test])
    yield "TweetEval sentiment, test", "macro-recall", macro_recall, each(
        [(row["label"], best(one["sentiment"], ("negative", "neutral", "positive"))) for row, one in zip(test, found)])
    test = list(rows(data, "en_tweeteval_offensive", "test"))
    found = run([{"text": row["text"], "lang": "en"} for row in test])
    yield "TweetEval offensive, test (head `abuse`)", "AUROC", auroc, each([(row["label"] == "offensive", one["risks"]["abuse"]) for row, one in zip(test, found)])
    for part in ("usual", "virus"):
        test = list(rows(data, "zh_smp2020_ewect", "test", f"smp2020-ewect/{part}"))
        found = run([{"text": row["text"], "lang": "zh"} for row in test])
        emotion = [(EMOTIONS_ZH[row["label"]], best(one["emotions"], EMOTIONS_ZH.values())) for row, one in zip(test, found)]
        yield f"SMP2020 {part}, test", "macro-F1", macro_f1, each(emotion)
        yield "the same, angry against the rest", "AUROC", auroc, each([(row["label"] == "angry", one["emotions"]["anger"]) for row, one in zip(test, found)])
    for name, title in (("zh_waimai", "waimai reviews, validation"), ("zh_hotel", "hotel reviews, validation")):
        test = list(rows(data, name, "validation"))
        found = run([{"text": row["text"], "lang": "zh"} for row in test])
        yield title, "accuracy", accuracy, each(
            [(row["label"], best({k: one["sentiment"][k] for k in ("negative", "positive")}, ("negative", "positive"))) for row, one in zip(test, found)])
    for language in ("en", "zh"):
        chats = list(rows(data, f"support_{language}", "dev"))
        requests, places = [], []
        for chat in chats:
            for at, turn in enumerate(chat["turns"]):
                if turn["role"] == "visitor":
                    context = [{"role": t["role"], "text": t["text"]} for t in chat["turns"][max(0, at - 2):at]]
                    requests.append({"text": turn["text"], "lang": language, "context": context})
                    places.append((chat["id"], turn["anger"] >= 2))
        groups = {}
        for (chat, angry), one in zip(places, run(requests)):
            groups.setdefault(chat, []).append((angry, one["anger"]))
        yield f"support chats {language}, dev, anger ≥ 2", "AUROC", auroc, list(groups.values())


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--data", type=Path, required=True, help="folder with the labelled data")
    ask.add_argument("--attune", default="target/release/attune")
    ask.add_argument("--engine", default="auto", choices=["auto", "ort", "rten"])
    given = ask.parse_args()
    print("| set | measure | n | value | 95 % |\n|---|---|---|---|---|")
    for title, name, measure, groups in evaluations(given.data, lambda requests: score(given.attune, given.engine, requests)):
        value, low, high = interval(measure, groups)
        print(f"| {title} | {name} | {sum(map(len, groups))} | {value:.3f} | {low:.3f} to {high:.3f} |", flush=True)


if __name__ == "__main__":
    main()

"""Labelled rows -> examples with what each source really knows.

An example bounds anger (`lo`, `hi`), names a sentiment or not, spreads weight over emotions within the classes its
source could have chosen, and knows some risk flags. Unknown stays unknown: it costs nothing in training.
Which of them train is `corpus.py`'s matter.
"""
import gzip
import json
from dataclasses import dataclass, field
from pathlib import Path

from . import relabel
from .config import EMOTIONS, RISKS

EMOTION_OF = {
    "tweeteval": dict(anger="anger", joy="joy", optimism="optimism", sadness="sadness"),
    "smp": dict(angry="anger", happy="joy", neutral="neutral", sad="sadness", surprise="surprise", fear="fear"),
    "weibo": dict(anger="anger", disgust="disgust", happiness="joy", like="joy", sadness="sadness", fear="fear",
                  surprise="surprise", none="neutral"),
    "multi": {"平静": "neutral", "开心": "joy", "生气": "anger", "惊讶": "surprise", "伤心": "sadness", "厌恶": "disgust"},
    "emory": dict(Joyful="joy", Mad="anger", Neutral="neutral", Sad="sadness", Scared="fear"),
    "emocontext": dict(angry="anger", sad="sadness", happy="joy", others="neutral"),
    "codeswitch": dict(happiness="joy", sadness="sadness", anger="anger", fear="fear", surprise="surprise", none="neutral"),
    "goemotions": dict(
        anger="anger", annoyance="anger", disgust="disgust", fear="fear", nervousness="fear", admiration="joy",
        amusement="joy", approval="joy", caring="joy", excitement="joy", gratitude="joy", joy="joy", love="joy",
        pride="joy", relief="joy", sadness="sadness", disappointment="sadness", grief="sadness", remorse="sadness",
        embarrassment="sadness", surprise="surprise", realization="surprise", confusion="surprise",
        curiosity="surprise", optimism="optimism", desire="optimism", neutral="neutral"),
}
OPEN_SOURCES = {"en_goemotions", "en_convabuse", "en_isarcasm", "en_emorynlp", "en_banking77", "en_clinc150",
                "en_bitext_support", "en_cucom_unlabelled", "zh_multi_emotion", "zh_cold_offensive", "support_en", "support_zh"}
DIALOGUES = ("en_uss_satisfaction", "en_cucom_unlabelled")   # rows are the turns of chats; the customer's are examples
EVALUATION_ONLY = {"en_meld", "en_dailydialog_eval", "zh_jddc_satisfaction", "zh_bq_pairs", "zh_lcqmc_pairs"}


@dataclass
class Example:
    """`emotions` maps a label index to its weight; `classes` are the label indices the source chose from."""
    text: str
    lang: str
    source: str
    context: list = field(default_factory=list)
    lo: int | None = None
    hi: int | None = None
    sentiment: int | None = None
    emotions: dict = field(default_factory=dict)
    classes: tuple = ()
    risks: dict = field(default_factory=dict)
    weight: float = 1.0
    surely_annoyed: float = 1.0   # chance that a lower bound of 2 holds, where raters disagree


def rows(data, name, split=None):
    """All rows of one file, or those of one split."""
    if name in EVALUATION_ONLY and split == "train":
        raise ValueError(f"{name} is for evaluation only")
    with gzip.open(Path(data) / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if split is None or row["split"] == split:
                yield row


def examples(data, name, split):
    """Examples of one public file; of chats the customer's turns, each after the two turns before it."""
    if name not in DIALOGUES:
        return [labelled(row, name) for row in rows(data, name, split)]
    out, before, chat = [], [], None
    for row in rows(data, name, split):
        if row["dialogue_id"] != chat:
            chat, before = row["dialogue_id"], []
        if row["role"] == "user":
            out.append(labelled(dict(row, context=before[-2:]), name))
        before.append(dict(role=row["role"], text=row["text"]))
    return out


def _emotions(example, family, labels):
    table = EMOTION_OF[family]
    hits = [EMOTIONS.labels.index(table[label]) for label in labels if label in table]
    example.classes = tuple(sorted({EMOTIONS.labels.index(value) for value in table.values()}))
    if hits:
        example.emotions = {hit: hits.count(hit) / len(hits) for hit in hits}


def _soften(example, shares):
    """Spreads the weight that lies on anger, or all of it, over milder emotions: to be annoyed is not yet to be angry."""
    at = {label: EMOTIONS.labels.index(label) for label in shares}
    weight = example.emotions.pop(at["anger"], 0.) if "anger" in at else 1.
    for label, share in shares.items():
        example.emotions[at[label]] = example.emotions.get(at[label], 0.) + share * weight


def _base(row, name):
    anger = row.get("anger")
    example = Example(row["text"], "zh" if row["lang"].startswith("zh") else "en", name)
    example.context = [(turn["role"], turn["text"]) for turn in row.get("context", [])][-2:]
    if anger is not None:
        example.lo, example.hi = anger, row.get("anger_hi", anger)
    if row.get("sentiment") is not None:
        example.sentiment = row["sentiment"] + 1
    return example


def labelled(row, name):
    """One row of a public file as an example."""
    example = _base(row, name)
    label = row.get("label", row.get("labels"))
    labels = label if isinstance(label, list) else [label]
    family = {"en_tweeteval_emotion": "tweeteval", "zh_smp2020_ewect": "smp", "zh_weibo_emotion": "weibo",
              "zh_multi_emotion": "multi", "en_emorynlp": "emory", "en_emocontext": "emocontext",
              "zh_en_codeswitch": "codeswitch", "en_goemotions": "goemotions"}.get(name)
    if family:
        _emotions(example, family, labels)
    risks = example.risks
    if name == "en_goemotions":
        risks["gratitude"] = float("gratitude" in labels)
        if "annoyance" in labels and "anger" not in labels:
            example.surely_annoyed = .6
            _soften(example, dict(anger=.2, disgust=.3, neutral=.5))
        if labels == ["disapproval"]:
            _soften(example, dict(disgust=.4, neutral=.6))
    if name in ("en_tweeteval_offensive", "zh_cold_offensive"):
        risks["abuse"] = .9 if label == "offensive" else 0.
    if name == "en_convabuse":
        severity = float(label.rsplit("_", 1)[1])
        risks["abuse"] = 1. if severity <= -.5 else 0. if severity >= .5 else .4
    if name in ("en_tweeteval_irony", "en_isarcasm"):
        risks["sarcasm"] = float(label in ("irony", "sarcastic"))
    if name == "en_tweeteval_sentiment" and label == "negative":
        example.weight = 2.   # one row in seven, and the measure counts the classes alike
    if name == "en_uss_satisfaction" and row["sentiment"] == -1:
        example.weight = 4.   # one turn in forty, and what the set is here for
    if name == "en_complaints":
        risks["complaint"] = float(label == "complaint")
    if name in ("zh_waimai", "zh_online_shopping", "zh_hotel"):
        risks["complaint"] = float(label == "negative")
    if name == "en_bitext_support":
        _bitext(example, row)
    if name in ("en_banking77", "en_clinc150", "zh_afqmc_pairs", "zh_smp2019_nlu"):
        _plain_question(example)
    return relabel.apply(example) if row["split"] == "train" else example


def _bitext(example, row):
    intent = row["label"]
    _plain_question(example, hi=2 if intent == "complaint" or row["offensive"] else 1)
    example.risks.update(human=float(intent in ("contact_human_agent", "contact_customer_service")),
                         complaint=float(intent == "complaint"))
    if intent == "contact_customer_service":
        del example.risks["human"]
    if row["offensive"]:
        del example.risks["abuse"]


def _plain_question(example, hi=1):
    """A question or a plain problem report is no anger, no threat and no cry for help: the hard negatives."""
    example.lo, example.hi, example.weight = 0, hi, .5
    example.risks.update({risk: 0. for risk in ("abuse", "human", "legal", "publicity", "distress", "sarcasm", "gratitude", "urgent")})


def support(data, lang, split):
    """The visitor turns of the support chats, each with up to two turns before it."""
    for chat in rows(data, f"support_{lang}", split):
        turns = chat["turns"]
        for place, turn in enumerate(turns):
            if turn["role"] == "visitor":
                context = [(before["role"], before["text"]) for before in turns[max(0, place - 2):place]]
                example = written(turn, lang, f"support_{lang}", context)
                if chat["alert_reason"] != "distress":
                    set_urgent(example, place, [at for at, one in enumerate(turns) if one["role"] == "visitor"], chat["alert_ok_from"], chat["alert_turn"])
                yield example


def set_urgent(example, place, visits, allowed, wanted):
    """Whether a good supervisor would want to know by now, of anger or a threat (distress is a matter of its own): from the first turn at which an alert is no false alarm to one
    after the turn at which it is wanted; what comes later says nothing. `visits`: places of the visitor's turns."""
    if wanted is None:
        example.risks["urgent"] = 0.
    elif place < allowed:
        example.risks["urgent"] = 0.
    elif place in visits[:visits.index(wanted) + 2]:
        example.risks["urgent"] = 1.


def written(turn, lang, source, context=()):
    """A turn labelled by hand: anger exactly, sentiment, and every flag known; `urgent` is a matter of the whole chat."""
    anger, sentiment = turn["anger"], turn.get("sentiment")
    flags = set(turn["flags"])
    example = Example(turn["text"], lang, source, list(context), anger, anger, None if sentiment is None else sentiment + 1)
    example.risks = {risk: float(risk in flags) for risk in RISKS.labels if risk not in ("complaint", "urgent")}
    if anger >= 1 or sentiment is not None and sentiment >= 0:
        example.risks["complaint"] = float(anger >= 1)
    label = "anger" if anger >= 2 else "joy" if "gratitude" in flags else "neutral" if (anger, sentiment) == (0, 0) else None
    if label:
        example.emotions, example.classes = {EMOTIONS.labels.index(label): 1.}, tuple(range(len(EMOTIONS.labels)))
    return example

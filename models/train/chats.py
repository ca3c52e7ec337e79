"""Support chats written for this project: `models/data/chats/*.chat` and single lines in `models/data/lines/*.tsv`.

The format is described in models/data/README.md. Chats whose number ends in 9 are held out for calibration.
"""
import functools
import re

from .config import MODELS
from .data import set_urgent, written

DISTRESS = 2.5   # rare, and the one thing not to be missed
ROLE = {"v": "visitor", "b": "bot", "a": "agent"}
LINE = re.compile(r"(?:v (?P<anger>[0-3]) (?P<sentiment>-1|0|1)(?P<flags>(?: [a-z_,]+)?)(?P<mark>(?: [~!])?)|(?P<role>[ab])(?: [a-z_,]+)?) \| (?P<text>.+)")


def chats():
    """[(id, alert, [turn])], alert being none, anger, threat or distress, and a turn a dict with role and text, and for
    visitors anger, sentiment, flags and mark."""
    out = []
    for path in sorted((MODELS / "data" / "chats").glob("*.chat")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("=="):
                name, *_, alert = (part.strip() for part in line[2:].split("|"))
                out.append((name, alert, []))
            elif line.strip():
                found = LINE.fullmatch(line)
                if not found:
                    raise ValueError(f"{path.name}: not a line of a chat: {line}")
                turn = dict(role=ROLE[found["role"] or "v"], text=found["text"])
                if not found["role"]:
                    turn.update(anger=int(found["anger"]), sentiment=int(found["sentiment"]), mark=found["mark"].strip(),
                                flags=[flag for flag in found["flags"].strip().split(",") if flag])
                out[-1][2].append(turn)
    return out


def is_held_out(name):
    """About a tenth of the chats chooses and calibrates; it never trains."""
    return name.endswith("9")


def marks(turns):
    """(first turn at which an alert is no false alarm, turn at which it is wanted), or Nones: a chat without the first
    mark allows the alert where it wants it."""
    first = lambda mark: next((place for place, turn in enumerate(turns) if turn.get("mark") == mark), None)
    wanted = first("!")
    allowed = first("~")
    return wanted if allowed is None else allowed, wanted


@functools.cache
def test_texts():
    """Letters of every text in the suites: short answers meet by chance, and what is tested is not trained on."""
    column = dict(golden=3, distress=2, explain=0, dialect=2)
    return {_letters(line.split("\t")[column[path.name.split("_")[0]]])
            for path in (MODELS / "data" / "suites").glob("*.tsv") for line in path.read_text(encoding="utf-8").splitlines()}


def _letters(text):
    return re.sub(r"\W+", "", text.lower())


def examples(held_out, source="chats"):
    """Visitor turns with up to two turns before them."""
    out = []
    for name, alert, turns in chats():
        if is_held_out(name) == held_out:
            visits = [place for place, turn in enumerate(turns) if turn["role"] == "visitor"]
            allowed, wanted = marks(turns)
            for place in visits:
                turn = turns[place]
                if _letters(turn["text"]) not in test_texts():
                    context = [(before["role"], before["text"]) for before in turns[max(0, place - 2):place]]
                    example = _complaint(written(turn, name[:2], source, context), turn)
                    if alert != "distress":
                        set_urgent(example, place, visits, allowed, wanted)
                    out.append(example)
    return out


def lines(folder="lines"):
    """Single messages: those of `lines` train, those of `held_out` only measure."""
    out = []
    for path in sorted((MODELS / "data" / folder).glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            anger, sentiment, flags, text = line.split("\t")
            if _letters(text) in test_texts():
                continue
            turn = dict(text=text, anger=int(anger), sentiment=int(sentiment), flags=[flag for flag in flags.split(",") if flag])
            example = _complaint(written(turn, path.name[:2], folder), turn)
            if turn["anger"] == 0 and not {"legal", "publicity", "distress"} & set(turn["flags"]):
                example.risks["urgent"] = 0.
            out.append(example)
    return out


def _complaint(example, turn):
    """These writers set the flag, though not always: mild displeasure without it says nothing."""
    example.risks.pop("complaint", None)
    if "distress" in turn["flags"]:
        example.weight *= DISTRESS
    if "complaint" in turn["flags"] or turn["anger"] >= 2:
        example.risks["complaint"] = 1.
    elif turn["anger"] == 0:
        example.risks["complaint"] = 0.
    return example

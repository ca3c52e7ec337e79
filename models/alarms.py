"""What the whole path (model, trajectory, policy) is worth, through `attune replay`, as the tables of docs/triage.md.

    python3 models/alarms.py --data PATH [--attune target/release/attune] [--policy FILE] [--split dev] [--write docs/triage.md]

Needs Python 3.9 or later and nothing else. An alert counts from the first turn at which it is no false alarm (`alert_ok_from`)
to one customer turn after the turn at which a good supervisor wants it (`alert_turn`); any alert in a calm chat is false, and
so is one that comes too early. Intervals: 2,000 bootstrap samples of whole chats, 95 %.

Two kinds of rows. "As shipped": the alerts that the policy raises. "At n per 100 calm": the belief that `attune replay`
prints, cut at the value that n of 100 of these calm chats exceed. That line is taken on the same chats and so is a little
kind; the shipped lines are fitted on them too (and on chats of our own that no model trained on).
"""
import argparse
import gzip
import json
import math
import random
import statistics
import subprocess
from pathlib import Path

SAMPLES = 2_000
BEGIN, END = "<!-- figures: models/alarms.py -->", "<!-- end of figures -->"
SEQUENCES = "zh_ssa_label_sequences"
STRENGTH = 2.13   # distance of the two bells in standard deviations: AUROC .934, as the best published message model there


def lines_of(folder, name):
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def replay(binary, policy, recorded):
    given = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in recorded)
    command = [binary, "replay"] + (["--policy", policy] if policy else [])
    ran = subprocess.run(command, input=given.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def support(folder, language, split, binary, policy):
    """Chats with `visits` [(turn, belief, stage)] and `alerts` [turn]."""
    known = [chat for chat in lines_of(folder, f"support_{language}") if chat["split"] == split]
    recorded = [dict(id=chat["id"], lang=chat["lang"], turns=[dict(role=t["role"], text=t["text"]) for t in chat["turns"]]) for chat in known]
    for chat, played in zip(known, replay(binary, policy, recorded)):
        chat["visits"] = [(turn["i"], turn["belief"], turn["stage"]) for turn in played["turns"]]
        chat["alerts"] = [alert["turn"] for alert in played["alerts"]]
    return known


def exceeded_by(values, budget):
    """The value that at most `budget` of 100 of these exceed."""
    ordered = sorted(values, reverse=True)
    return ordered[int(len(ordered) * budget / 100)] if ordered else math.inf


def bound_at(chats, budget):
    """The belief that at most `budget` of 100 of the calm chats exceed."""
    return exceeded_by((max(belief for _, belief, _ in chat["visits"]) for chat in chats if not chat["should_alert"]), budget)


def first_alert(chat, bound=None):
    """The turn of the first alert: as the policy raised it, or where belief first exceeds `bound`."""
    if bound is None:
        return min(chat["alerts"], default=None)
    return next((turn for turn, belief, _ in chat["visits"] if belief > bound), None)


def judged(chat, bound=None):
    """(should alert, outcome, turns of lead): outcome is inside (by the turn that wants it), late (one turn after), early,
    missed, false or quiet."""
    found = first_alert(chat, bound)
    if not chat["should_alert"]:
        return False, "quiet" if found is None else "false", None
    visits = [turn for turn, _, _ in chat["visits"]]
    wanted = chat["alert_turn"]
    last = next((turn for turn in visits if turn > wanted), wanted)
    if found is None or found > last:
        return True, "missed", None
    if found < chat["alert_ok_from"]:
        return True, "early", None
    return True, "inside" if found <= wanted else "late", sum(found < turn <= wanted for turn in visits)


def figures(outcomes):
    """{measure: value} of a list of outcomes."""
    counted = {}
    for _, outcome, _ in outcomes:
        counted[outcome] = counted.get(outcome, 0) + 1
    of = lambda *names: sum(counted.get(name, 0) for name in names)
    wanted, calm = of("inside", "late", "early", "missed"), of("false", "quiet")
    leads = [lead for _, _, lead in outcomes if lead is not None]
    return dict(recall=of("inside", "late") / max(1, wanted), inside=of("inside") / max(1, wanted), false=100 * of("false") / max(1, calm),
                precision=of("inside", "late") / max(1, of("inside", "late", "early", "false")), lead=statistics.median(leads) if leads else math.nan)


def intervals(outcomes):
    dice, samples = random.Random(11), []
    for _ in range(SAMPLES):
        samples.append(figures(dice.choices(outcomes, k=len(outcomes))))
    def bounds(name):
        values = sorted(one[name] for one in samples if not math.isnan(one[name]))
        return values[int(.025 * len(values))], values[int(.975 * len(values)) - 1]
    return {name: bounds(name) for name in samples[0]}


def row(name, outcomes):
    value, span = figures(outcomes), intervals(outcomes)
    cell = lambda measure, digits=2: f"{value[measure]:.{digits}f} ({span[measure][0]:.{digits}f} to {span[measure][1]:.{digits}f})"
    return f"| {name} | {cell('false', 1)} | {cell('recall')} | {cell('inside')} | {cell('precision')} | {value['lead']:g} |"


def unrest(chats):
    """Changes of stage per 100 visitor turns in calm chats."""
    changes = turns = 0
    for chat in chats:
        if not chat["should_alert"]:
            stages = ["calm"] + [stage for _, _, stage in chat["visits"]]
            changes += sum(one != other for one, other in zip(stages, stages[1:]))
            turns += len(stages) - 1
    return 100 * changes / max(1, turns)


def chats_table(given):
    out = ["| chats | false alarms per 100 calm | recall | in time (by the turn that wants it) | precision | median lead, turns |", "|---|---|---|---|---|---|"]
    calm_changes, everything = [], []
    for language in ("en", "zh"):
        known = support(given.data, language, given.split, given.attune, given.policy)
        wanted = sum(chat["should_alert"] for chat in known)
        out.append(row(f"{language}, as shipped ({wanted} to alert, {len(known) - wanted} calm)", [judged(chat) for chat in known]))
        for budget in (1, 5):
            bound = bound_at(known, budget)
            cut = [judged(chat, bound) for chat in known]
            everything.append((budget, cut))
            out.append(row(f"{language}, at {budget} per 100 calm", cut))
        calm_changes.append(f"{language} {unrest(known):.1f}")
    for budget in (1, 5):
        out.append(row(f"both, at {budget} per 100 calm", [one for found, cut in everything if found == budget for one in cut]))
    return out + ["", f"Changes of stage per 100 visitor turns in calm chats: {', '.join(calm_changes)}."]


def scored_sequence(turns, dice):
    """Visitor turns with a score drawn for their label, agents' turns without text of their own."""
    out = []
    for role, mood, _ in turns:
        if role == "a":
            out.append(dict(role="agent", text="-"))
            continue
        strength = dice.gauss(STRENGTH if mood < 0 else 0., 1.)
        logit = STRENGTH * strength - STRENGTH ** 2 / 2 - 2.5
        out.append(dict(role="visitor", text="-", score=dict(anger=1 / (1 + math.exp(-logit)))))
    return out


def sequences_table(given):
    """Label sequences with one drawn score for each message: what the filter by itself is worth, on chats without words."""
    chats, dice = [], random.Random(20)
    for at, one in enumerate(chat for chat in lines_of(given.data, SEQUENCES) if chat["split"] == "validation"):
        moods = [(place, mood) for place, (role, mood, _) in enumerate(one["turns"]) if role == "u"]
        if moods:
            chats.append(dict(id=at, moods=moods, ends=one["session_satisfaction"], turns=scored_sequence(one["turns"], dice)))
    policy = given.work / "sequences.toml"
    policy.write_text("[words]\nbias = 0.0\nanger = 1.0\nurgent = 0.0\nlegal = 0.0\npublicity = 0.0\nchurn = 0.0\nabuse = 0.0\ngratitude = 0.0\n"
                      "[behaviour]\nrepeat = 0.0\nbot_loop = 0.0\nunanswered = 0.0\nshouting = 0.0\ncurt = 0.0\n", encoding="utf-8")
    played = replay(given.attune, str(policy), [dict(id=chat["id"], lang="zh", turns=chat["turns"]) for chat in chats])
    for chat, found in zip(chats, played):
        chat["filtered"] = [(turn["i"], turn["belief"]) for turn in found["turns"]]
        chat["plain"] = [(place, turn["score"]["anger"]) for place, turn in enumerate(chat["turns"]) if "score" in turn]
        chat["onset"] = onset(chat["moods"])
    out = ["| at 2 false alarms per 100 calm | n | single messages | belief |", "|---|---|---|---|"]
    calm = [chat for chat in chats if chat["ends"] >= 0 and all(mood >= 0 for _, mood in chat["moods"])]
    begun = [chat for chat in chats if chat["onset"] is not None]
    content, bad = [chat for chat in chats if chat["ends"] >= 0], [chat for chat in chats if chat["ends"] < 0]
    for name, quiet, loud in (("chats with a second negative turn within three (onset)", calm, begun), ("chats that end dissatisfied (outcome)", content, bad)):
        cells = []
        for kind in ("plain", "filtered"):
            bound = exceeded_by((max(value for _, value in chat[kind]) for chat in quiet), 2)
            cells.append(sum(any(value > bound for _, value in chat[kind]) for chat in loud) / max(1, len(loud)))
        out.append(f"| {name} | {len(loud)} | {cells[0]:.2f} | {cells[1]:.2f} |")
    return out


def onset(moods):
    """The place of the second negative turn within three turns of the customer."""
    for at, (place, mood) in enumerate(moods):
        if mood < 0 and any(before < 0 for _, before in moods[max(0, at - 2):at]):
            return place
    return None


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--attune", default="target/release/attune")
    ask.add_argument("--policy")
    ask.add_argument("--split", default="dev", choices=["dev", "train"])
    ask.add_argument("--write", type=Path, help="a document whose figures are to be replaced")
    given = ask.parse_args()
    given.work = Path(given.attune).parent
    text = "\n".join(chats_table(given) + ["", "Label sequences of real service chats, scores drawn:", ""] + sequences_table(given))
    print(text)
    if given.write:
        document = given.write.read_text(encoding="utf-8")
        before, rest = document.split(BEGIN)
        given.write.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()

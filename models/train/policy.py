"""Fits the numbers of the trajectory policy, and prints what they are worth.

Chats that no model trained on: the dev part of the support chats, and our own chats that are held out. Everything is read
through the program (`attune replay --explain`), so that behaviour is counted as the server counts it.

1. Evidence: a logistic regression of "a good supervisor would want to know by now" on single messages.
2. The weight of the newest message in the level, and of the first one, by cross-validation over chats.
3. A scale and a shift, so that the level's probability is calibrated.
4. Lines: the order statistics of what calm chats reach, for 10, 5 and `PAGE` false alarms per 100, language by language; for
   threats, what no calm chat reaches; for distress and a mention of it, what `DISTRESS` and `MENTION` in 100 exceed.
5. The forecast: a logistic regression of "the highest stage within the next three turns".

The result is `models/policy.toml`.

Time is not fitted: the chats have no clock. The weights of waiting and silence are choices, and so are those of behaviour that
fewer than `ENOUGH` messages show.
"""
import gzip
import json
import math
import subprocess

import alarms
import numpy as np
from sklearn.linear_model import LogisticRegression

from . import chats as own
from .config import MODELS
from .normalise import binary

WORDS = ("anger", "urgent", "legal", "publicity", "churn", "abuse", "gratitude")
BEHAVIOUR = ("repeats", "bot_loop", "unanswered", "shouting", "curt")
NEVER_BELOW_0 = ("anger", "urgent", "legal", "publicity", "churn", "abuse") + BEHAVIOUR
PAGE = 2.5           # of 125 calm chats one in 100 is the loudest of all; a site's own 500 bring the budget of 1
SURE, CLIP, FOLDS, BUDGETS = 5., 10., 10, (10, 5, PAGE)
ALPHAS = (.4, .5, .6, .7, .8, 1.)
FIRSTS = (.4, .5, .6, .75, .9, 1.)   # the same of the first message, never below the other
NEAR_TIE = .005   # of the mark by which they are compared
FURY = .975          # a message as angry and as urgent as this, and nothing else
DISTRESS = 4     # calm chats in 100 that may page for it: missing one is worse
MENTION = 5      # calm chats in 100 of either language that may have a mention of it: that costs a badge and no page
PATIENCE = 3     # messages well under its line before a stage falls: after two, calm chats changed their stage half as often again
STRENGTH = .1    # of the regression; small, since some signs are rare
SOON = 3
ENOUGH = 30
CHOSEN = dict(repeats=.3, bot_loop=.3, unanswered=.1, shouting=.3, curt=.1)
PROVEN = .05     # largest calibration error of a forecast that is shown
POLICY = MODELS / "policy.toml"


def support(path, split):
    for lang in ("en", "zh"):
        with gzip.open(path / f"support_{lang}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for chat in map(json.loads, lines):
                if chat["split"] == split:
                    yield dict(id=chat["id"], lang=lang, set=split, why=chat["alert_reason"], wanted=chat["alert_turn"],
                               allowed=chat["alert_ok_from"], turns=[dict(role=one["role"], text=one["text"]) for one in chat["turns"]])


def held_out():
    for name, alert, turns in own.chats():
        if own.is_held_out(name):
            allowed, wanted = own.marks(turns)
            yield dict(id=name, lang=name[:2], set="held out", why=None if wanted is None else alert, wanted=wanted, allowed=allowed, turns=[dict(role=one["role"], text=one["text"]) for one in turns])


def replayed(chats):
    """Adds `visits`: what the program says of each visitor turn."""
    lines = "".join(json.dumps(dict(id=chat["id"], lang=chat["lang"], turns=chat["turns"]), ensure_ascii=False) + "\n" for chat in chats)
    command = [str(binary()), "replay", "--explain", "--models", str(MODELS)]
    ran = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True)
    for chat, line in zip(chats, ran.stdout.decode().splitlines()):
        chat["visits"] = json.loads(line)["turns"]
    return chats


def logit(p):
    p = min(max(p, 1e-4), 1 - 1e-4)
    return max(-SURE, min(SURE, math.log(p / (1 - p))))


def features(visit):
    risks, behaviour = visit["risks"] or {}, visit["behaviour"]
    words = {name: logit(risks.get(name, 0.)) for name in WORDS if name != "anger"} | dict(anger=logit(visit["anger"] or 0.))
    return words | {name: min(behaviour[name], 3) for name in BEHAVIOUR}


def window(chat):
    """(first turn at which an alert counts, last one)."""
    visits = [visit["i"] for visit in chat["visits"]]
    return chat["allowed"], visits[min(visits.index(chat["wanted"]) + 1, len(visits) - 1)]


def is_ours(chat):
    """Distress has a path of its own."""
    return chat["why"] != "distress"


def rows(chats):
    """Features and labels of single messages, up to the end of the window."""
    x, y = [], []
    for chat in filter(is_ours, chats):
        first, last = window(chat) if chat["why"] else (math.inf, math.inf)
        for visit in chat["visits"]:
            if visit["i"] <= last:
                x.append(features(visit))
                y.append(first <= visit["i"])
    return x, np.array(y)


def regression(x, y, names):
    """{name: weight} and a bias; signs that would count the wrong way do not count."""
    names = list(names)
    while True:
        table = np.array([[row[name] for name in names] for row in x])
        spread = table.std(0) + 1e-6
        fitted = LogisticRegression(C=STRENGTH, max_iter=2000).fit(table / spread, y)
        weights = dict(zip(names, fitted.coef_[0] / spread))
        wrong = [name for name in names if (weights[name] < 0 if name in NEVER_BELOW_0 else weights[name] > 0)]
        if not wrong:
            return weights, float(fitted.intercept_[0])
        names = [name for name in names if name not in wrong]


def evidence(visit, weights, bias):
    found = features(visit)
    return bias + sum(weight * found[name] for name, weight in weights.items())


def averaged(values, base, alpha, first=None):
    level, out = base, []
    for value in values:
        level += (max(-CLIP, min(CLIP, value)) - level) * (first if first and not out else alpha)
        out.append(level)
    return out


def folds(chats, seed=7):
    order = np.random.default_rng(seed).permutation(len(chats))
    return {chats[at]["id"]: place % FOLDS for place, at in enumerate(order)}


def cross_validated(chats, names):
    """Chat -> evidence of its turns by a regression that never saw it."""
    fold, out = folds(chats), {}
    for one in range(FOLDS):
        weights, bias = regression(*rows([chat for chat in chats if fold[chat["id"]] != one]), names)
        for chat in chats:
            if fold[chat["id"]] == one:
                out[chat["id"]] = [evidence(visit, weights, bias) for visit in chat["visits"]]
    return out


def worth(chats, levels, budgets=(1, 5)):
    """{budget: (recall, recall in time, median lead in turns, precision)} at exact budgets."""
    known = [dict(should_alert=bool(chat["why"]), alert_turn=chat["wanted"], alert_ok_from=chat["allowed"],
                  visits=[(visit["i"], level, None) for visit, level in zip(chat["visits"], levels[chat["id"]])])
             for chat in filter(is_ours, chats)]
    out = {}
    for budget in budgets:
        found = alarms.figures([alarms.judged(chat, alarms.bound_at(known, budget)) for chat in known])
        out[budget] = [round(float(found[name]), 3) for name in ("recall", "inside", "lead", "precision")]
    return out


def calibrated(chats, levels):
    """(scale, shift) that make the level a log-odds."""
    x, y = [], []
    for chat in filter(is_ours, chats):
        first, last = window(chat) if chat["why"] else (math.inf, math.inf)
        for visit, level in zip(chat["visits"], levels[chat["id"]]):
            if visit["i"] <= last:
                x.append([level])
                y.append(first <= visit["i"])
    fitted = LogisticRegression(C=100.).fit(x, y)
    return float(fitted.coef_[0][0]), float(fitted.intercept_[0])


def fit(path):
    """Fits everything, prints what it is worth, and writes the policy."""
    chats = replayed([*support(path, "dev"), *held_out()])
    shown = {name: sum(visit["behaviour"][name] > 0 for chat in chats for visit in chat["visits"]) for name in BEHAVIOUR}
    print("messages that show it:", shown)
    names = WORDS + tuple(name for name in BEHAVIOUR if shown[name] >= ENOUGH)
    seen = cross_validated(chats, names)
    base_of = lambda values: float(np.median([value for chat in chats if not chat["why"] for value in values[chat["id"]][:1]]))
    base = base_of(seen)
    tried = []
    for alpha, first in [(alpha, first) for alpha in ALPHAS for first in FIRSTS if first >= alpha]:
        levels = {name: averaged(values, base, alpha, first) for name, values in seen.items()}
        marks = {}
        for lang in ("en", "zh"):
            for part in ("dev", None):
                marks[lang, part or "all"] = worth([chat for chat in chats if chat["lang"] == lang and part in (None, chat["set"])], levels)
        # The dev part counts twice: it was written by others, as the chats of those who run this will be.
        mark = np.mean([found[budget][0] + .5 * found[budget][1] for found in marks.values() for budget in (1, 5)])
        print(f"alpha {alpha}, first {first}: {mark:.3f}", {f"{lang} {part}": value for (lang, part), value in marks.items()})
        tried.append((mark, (alpha, first), levels))
    # Near ties go to the slower one: it changes its mind less often.
    alphas, levels = next((alphas, levels) for mark, alphas, levels in tried if mark >= max(mark for mark, *_ in tried) - NEAR_TIE)
    scale, shift = calibrated(chats, levels)
    weights, bias = regression(*rows(chats), names)
    weights = {name: float(weight) * scale for name, weight in weights.items()}
    weights |= {name: CHOSEN[name] for name in BEHAVIOUR if name not in names}
    bias, base = bias * scale + shift, base * scale + shift
    levels = {name: [scale * level + shift for level in values] for name, values in levels.items()}
    lines = {lang: [alarms.exceeded_by(peaks(chats, levels, lang), budget) for budget in BUDGETS] for lang in ("en", "zh")}
    # Whoever begins in full fury pages at once, also where calm chats have come as far: docs/triage.md has the price.
    fury = base * (1 - alphas[1]) + alphas[1] * (bias + sum(weights.get(name, 0.) * logit(FURY if name in ("anger", "urgent") else .1) for name in WORDS))
    lines = {lang: [*found[:2], max(min(found[2], fury), found[1] + .05)] for lang, found in lines.items()}
    forecast = foresee(chats, {name: [scale * one + shift for one in values] for name, values in seen.items()}, levels, base)
    print("reliability (said, was, n):", reliability(chats, levels))
    POLICY.write_text(written(alphas, base, lines, alone(chats), (weights, bias), forecast), encoding="utf-8")
    print(POLICY.read_text(encoding="utf-8"))


def peaks(chats, levels, lang):
    return [max(levels[chat["id"]]) for chat in chats if chat["lang"] == lang and not chat["why"]]


def alone(chats):
    """(threat, mention of distress, distress): probabilities that no calm chat reaches, or few, within reason."""
    threat = max(visit["risks"][risk] for chat in chats if not chat["why"] for visit in chat["visits"] if visit["risks"] for risk in ("legal", "publicity"))
    read = {chat["id"]: [visit["risks"]["distress"] for visit in chat["visits"] if visit["risks"]] for chat in chats}
    quiet = {lang: peaks(chats, read, lang) for lang in ("en", "zh")}
    distress = alarms.exceeded_by([one for several in quiet.values() for one in several], DISTRESS)
    mention = max(alarms.exceeded_by(several, MENTION) for several in quiet.values())
    print("no calm chat reaches: threat", round(threat, 3), "; of 100 calm chats exceed:", DISTRESS, "distress", round(distress, 3), MENTION, "a mention", round(mention, 3))
    distress = min(max(distress, .25), .5)
    return min(max(threat, .5), .9), min(max(mention, distress / 2), distress), distress


NAME = dict(repeats="repeat")


def written(alphas, base, lines, alone, evidence, forecast):
    """The policy as TOML."""
    (threat, mention, distress), (weights, bias) = alone, evidence
    middle = [round(float(lines["en"][at] + lines["zh"][at]) / 2, 2) for at in range(3)]
    number = lambda value: repr(round(float(value), 3))
    out = ["# Written by `python -m train policy`; docs/triage.md says what the numbers mean.", 'version = "7"', f"clip = {CLIP:.1f}", f"alpha = {alphas[0]}", f"alpha_first = {alphas[1]}",
           f"hysteresis_turns = {PATIENCE}", "alpha_fast = 0.6", "alpha_slow = 0.2", f"base = {number(base)}", f"lines = {middle}", f"threat = {number(threat)}",
           f"distress_mention = {number(mention)}", f"distress = {number(distress)}", f"distress_imminent = {number(max(.85, distress))}",
           'handoff_stage = "concern"', 'alert_stage = "critical"', "", "[lines_by_language]"]
    out += [f"{lang} = {[round(float(one), 2) for one in lines[lang]]}" for lang in ("en", "zh")]
    out += ["", "[words]", f"bias = {number(bias)}", *(f"{name} = {number(weights.get(name, 0.))}" for name in WORDS)]
    out += ["", "[behaviour]", *(f"{NAME.get(name, name)} = {number(weights.get(name, 0.))}" for name in BEHAVIOUR), "waiting = 0.15", "silence = 0.6"]
    out += ["", "[forecast]", f"shown = {str(forecast.pop('shown')).lower()}", *(f"{name} = {number(value)}" for name, value in forecast.items())]
    return "\n".join(out) + "\n"


def foresee(chats, seen, levels, base):
    """The forecast, cross-validated over chats: its weights, and how well what it said came true."""
    x, y, of = [], [], []
    for lang in ("en", "zh"):
        bound = alarms.exceeded_by(peaks(chats, levels, lang), 1)
        for chat in chats:
            if chat["lang"] != lang or not is_ours(chat):
                continue
            path, values = levels[chat["id"]], seen[chat["id"]]
            fast, slow = averaged(values, base, .6), averaged(values, base, .2)
            for at, level in enumerate(path):
                if level > bound:
                    break
                x.append([level, fast[at] - slow[at], max(-CLIP, min(CLIP, values[at])), min(at + 1, 8)])
                y.append(any(later > bound for later in path[at + 1:at + 1 + SOON]))
                of.append(chat["id"])
    x, y, fold = np.array(x), np.array(y), folds(chats)
    said = np.zeros(len(y))
    for one in range(FOLDS):
        test = np.array([fold[name] == one for name in of])
        said[test] = LogisticRegression(C=1.).fit(x[~test], y[~test]).predict_proba(x[test])[:, 1]
    fitted = LogisticRegression(C=1.).fit(x, y)
    error = 0.
    print("forecast:", len(y), "turns,", int(y.sum()), "came true")
    print("  Brier", round(float(np.mean((said - y) ** 2)), 4), "always the rate:", round(float(y.mean() * (1 - y.mean())), 4))
    for low, high in zip((0, .05, .1, .2, .3, .5), (.05, .1, .2, .3, .5, 1.01)):
        inside = (said >= low) & (said < high)
        if inside.any():
            error += abs(said[inside].mean() - y[inside].mean()) * inside.mean()
            print(f"  said {said[inside].mean():.2f}, was {y[inside].mean():.2f}, n {inside.sum()}")
    print(f"  calibration error {error:.3f}; shown where it is at most {PROVEN}")
    return dict(shown=error <= PROVEN, bias=float(fitted.intercept_[0])) | dict(zip(("level", "rise", "evidence", "turns"), map(float, fitted.coef_[0])))


def reliability(chats, levels):
    pairs = []
    for chat in filter(is_ours, chats):
        first, last = window(chat) if chat["why"] else (math.inf, math.inf)
        pairs += [(1 / (1 + math.exp(-level)), first <= visit["i"]) for visit, level in zip(chat["visits"], levels[chat["id"]]) if visit["i"] <= last]
    edges = [0, .05, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1.01]
    out = []
    for low, high in zip(edges, edges[1:]):
        found = [(p, y) for p, y in pairs if low <= p < high]
        if found:
            out.append((round(float(np.mean([p for p, _ in found])), 2), round(float(np.mean([y for _, y in found])), 2), len(found)))
    return out

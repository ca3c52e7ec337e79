"""What the whole path (model, trajectory, policy) does with the labelled support chats, through `attune replay`.

    python3 models/alarms.py --data PATH [--attune target/release/attune] [--policy FILE] [--split dev]

Needs Python 3.9 or later and nothing else. Prints one Markdown table: of the chats that should alert, how many did, and
how many no earlier than they may; of those that should not, how many did; median turns before the turn at which a
good supervisor wants the alert.
"""
import argparse
import gzip
import json
import statistics
import subprocess
from pathlib import Path


def chats(folder, language, split):
    with gzip.open(folder / f"support_{language}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [chat for chat in map(json.loads, lines) if chat["split"] == split]


def replay(binary, policy, conversations):
    recorded = [
        {"id": chat["id"], "lang": chat["lang"], "turns": [{"role": t["role"], "text": t["text"]} for t in chat["turns"]]}
        for chat in conversations
    ]
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in recorded)
    command = [binary, "replay"] + (["--policy", policy] if policy else [])
    ran = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return {one["id"]: one for one in map(json.loads, ran.stdout.splitlines())}


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--attune", default="target/release/attune")
    ask.add_argument("--policy")
    ask.add_argument("--split", default="dev", choices=["dev", "train"])
    given = ask.parse_args()
    print("| chats | should alert | alerted | not too early | alerted though calm | median lead, turns | handed over |")
    print("|---|---|---|---|---|---|---|")
    for language in ("en", "zh"):
        known = chats(given.data, language, given.split)
        played = replay(given.attune, given.policy, known)
        wanted = [chat for chat in known if chat["should_alert"]]
        calm = [chat for chat in known if not chat["should_alert"]]
        first = {chat["id"]: min((a["turn"] for a in played[chat["id"]]["alerts"]), default=None) for chat in known}
        caught = [chat for chat in wanted if first[chat["id"]] is not None]
        fitting = [chat for chat in caught if first[chat["id"]] >= chat["alert_ok_from"]]
        false = [chat for chat in calm if first[chat["id"]] is not None]
        leads = [chat["alert_turn"] - first[chat["id"]] for chat in caught]
        handed = sum(played[chat["id"]]["handoff"] is not None for chat in known)
        lead = statistics.median(leads) if leads else "–"
        print(f"| {language}, {given.split} | {len(wanted)} | {len(caught)} | {len(fitting)} | {len(false)} of {len(calm)} | {lead} | {handed} of {len(known)} |")


if __name__ == "__main__":
    main()

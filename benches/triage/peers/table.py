"""Lines of figures, one per program and round, as a Markdown table of each figure's median over the rounds.

    python table.py ROUNDS
"""
import json
import sys
from pathlib import Path
from statistics import median


def main(path):
    rounds = [json.loads(line) for line in Path(path).read_text().splitlines() if line.startswith("{")]
    programs = {}
    for one in rounds:
        programs.setdefault(one["who"], []).append(one)

    def spread(values, digits):
        low, high = min(values), max(values)
        return f"{median(values):.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"

    def percentiles(name, digits):
        def cell(ran):
            if name not in ran[0]:
                return "none"
            p50, p99 = ([one[name][p] for one in ran] for p in ("p50", "p99"))
            return f"{spread(p50, digits)} / {spread(p99, digits)}"
        return cell

    rows = [
        ("one message alone, p50 / p99 ms", percentiles("alone", 2)),
        ("of these, 20 to 32 tokens", percentiles("long", 2)),
        ("before the network, p50 / p99 ms", percentiles("preparing", 3)),
        ("of this, normalising", percentiles("normalising", 3)),
        ("messages a second, one by one", lambda ran: spread([one["alone_per_second"] for one in ran], 0)),
        ("messages a second, in batches", lambda ran: spread([one["together_per_second"] for one in ran], 0)),
        ("messages in a batch, mean", lambda ran: f"{ran[0]['mean_batch']:.1f}"),
        ("tokens in a message, mean", lambda ran: f"{ran[0]['mean_tokens']:.1f}"),
        ("messages read, each round", lambda ran: str(ran[0]["alone"]["n"])),
        ("token ids other than Python's", lambda ran: str(ran[0].get("otherwise", ""))),
    ]
    print("| figure | " + " | ".join(programs) + " |")
    print("|---" * (len(programs) + 1) + "|")
    for name, cell in rows:
        print(f"| {name} | " + " | ".join(cell(ran) for ran in programs.values()) + " |")
    print(f"\nMedians over the rounds (lowest to highest), rounds: {min(map(len, programs.values()))}.")


if __name__ == "__main__":
    main(*sys.argv[1:])

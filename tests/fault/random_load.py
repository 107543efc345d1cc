#!/usr/bin/env python3
"""random_load.py SEED SECONDS: one process of a busy shop. Runs the programs on random records, many of them refused,
and fails on an exit code that is neither 0 nor 1. Its orders, SKUs and owners are those of every other process."""
import json, random, subprocess, sys, time

seed, seconds = int(sys.argv[1]), float(sys.argv[2])
r = random.Random(seed)
SKUS, PLACES = "ABCDE", ("main", "shop")
ORDERS = [f"R{i}" for i in range(1, 61)]
done = 0


def units(most):
    return r.randint(1, most)


def receive():
    return {"sku": r.choice(SKUS), "location": r.choice(PLACES), "quantity": units(9)}


def move():
    start, end = r.sample([p + part for p in PLACES for part in ("", "#unavailable")], 2)
    end = r.choice([end, end, "@loss", "@transit"])
    return {"sku": r.choice(SKUS), "from": start, "to": end, "quantity": units(4)}


def count():
    return {"sku": r.choice(SKUS), "location": r.choice(PLACES), "quantity": r.randint(0, 30)}


def reserve():
    return {"owner": f"web-{units(6)}", "sku": r.choice(SKUS), "quantity": units(4), "expires_at": "2099-01-01"}


def release():
    record = {"owner": f"web-{units(6)}"}
    return record | r.choice([{}, {"sku": r.choice(SKUS)}, {"quantity": units(3)}])


def create():
    lines = [{"sku": r.choice(SKUS), "quantity": units(3)} for _ in range(units(3))]
    for line in lines:
        if r.random() < 0.3:
            line["location"] = r.choice(PLACES)
    return {"order": r.choice(ORDERS), "lines": lines}


def order(parts=False):
    record = {"order": r.choice(ORDERS)}
    if parts and r.random() < 0.5:
        record["parts"] = [{"line": units(2), "quantity": units(2)}]
    return record


def pay():
    return order() | r.choice([{}, {}, {"amount": units(9)}])


VERBS = [  # how often, program and verb, records
    (6, "ecom-stock receive", receive), (3, "ecom-stock move", move), (2, "ecom-stock count", count),
    (3, "ecom-stock reserve", reserve), (2, "ecom-stock release", release),
    (8, "ecom-order create --ttl 2s", create), (6, "ecom-order pay", pay),
    (5, "ecom-order ship", lambda: order(True)), (3, "ecom-order deliver", order),
    (3, "ecom-order cancel", lambda: order(True)), (1, "ecom-order expire", None),
]
weights = [v[0] for v in VERBS]
end = time.monotonic() + seconds
while time.monotonic() < end:
    _, command, make = r.choices(VERBS, weights)[0]
    words = command.split()
    if make:
        words += ["--batch", str(r.choice([1, 3, 100]))]
        if words[1] not in ("receive", "move", "count", "create"):
            words.append("-")
    text = "".join(json.dumps(make()) + "\n" for _ in range(units(8))) if make else ""
    run = subprocess.run(words, input=text, capture_output=True, text=True)
    if run.returncode not in (0, 1) or (run.returncode == 1 and "rejected" not in run.stderr):
        sys.exit(f"seed {seed}: {' '.join(words)}: exit {run.returncode}\n{run.stderr}\n--- of\n{text}")
    done += 1
print(done)

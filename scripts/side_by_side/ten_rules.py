"""Ten rules over campaigns in JSON, as a team would write them for itself. Usage: ten_rules.py FOLDER"""

import json
import pathlib
import re
import sys

THREAD = re.compile(r"^(re|fwd?):", re.I)
GREETING = re.compile(r"^(dear|hello) (customer|client|sir|madam)", re.I)
BARE_TAG = re.compile(r"\{\{\s*(?!unsubscribe_url)[\w.]+\s*\}\}")
SHORT = re.compile(r"^\d+[mh]$")


def judged(campaign):
    sender, stop = campaign.get("sender", {}), campaign.get("stop", {}).get("on", [])
    if not campaign.get("campaign", {}).get("purpose"):
        yield "no purpose"
    if not sender.get("postal_address"):
        yield "no postal address"
    if re.match(r"no-?reply", sender.get("email", ""), re.I):
        yield "nobody reads the answers"
    if "reply" not in stop:
        yield "an answer ends nothing"
    if "decline" not in stop:
        yield "a no ends nothing"
    for step in campaign.get("step", []):
        subject, body = step.get("subject", ""), step.get("body", "")
        if "unsubscribe" not in body.lower():
            yield f"{step['id']}: no way out"
        if THREAD.search(subject):
            yield f"{step['id']}: a thread that never was"
        if GREETING.search(body):
            yield f"{step['id']}: a greeting for nobody"
        if BARE_TAG.search(body):
            yield f"{step['id']}: a merge tag without a fallback"
        if SHORT.match(step.get("wait", "")):
            yield f"{step['id']}: less than a day after the last"


count = 0
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.json")):
    for finding in judged(json.loads(path.read_text(encoding="utf-8"))):
        count += 1
        print(f"{path}: {finding}")
print(f"{count} findings")

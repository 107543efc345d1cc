#!/usr/bin/env python3
"""bad_input.py PROGRAM...: every verb that reads records, found by --spec, is given every kind of bad record that
--schema lets think of. Each must be refused where it stands: "stdin:LINE: FIELD: ...", exit 1, nothing printed.
Prints what is otherwise; the last line counts the verbs and records."""
import json, os, re, subprocess, sys

# What a verb cannot do without.
OPTIONS = {("ecom-notify", "alert"): ["--rule", "r", "--to", "buyer@example.com"]}

WRONG = {  # a value that is none, by type
    "integer": ["1e18", "99999999999999999999", "-9223372036854775809", "1.5", '"1e3"', '"0x10"', '"NaN"', '"three"', "[1]"],
    "amount": ["99999999999999999999", '"NaN"', '"1e3"', '"19.9999999999"', '"\\u20ac5"', "1e5", "[1]", "true"],
    "number": ['"NaN"', '"inf"', '"1,5"', '"x"', '"1e999"', "[1]", "{}"],
    "boolean": ['"maybe"', "2", "[]"],
    "instant": ['"2026-02-30"', '"2026-13-01"', '"10000-01-01"', '"0000-00-00"', '"2026-01-01T25:00:00Z"', "20260101", "[1]"],
    "date": ['"2026-02-30"', '"10000-01-01"', "20260101", "{}"],
    "word": ['"no such word"', "5", "[1]"],
    "array": ["5", '"x"', "[1]", "[[]]", "[null]", '{"a":1}', '"[1]"'],
    "string": ["[1,2]", '{"a":1}', "true"],
}
DEEP = 10000
RAW = {  # a line that is no record of any kind
    "a key twice": b'{"a":1,"a":2}', "a word": b"nonsense", "a number": b"5", "a text": b'"x"', "null": b"null", "two at once": b"{}{}",
    "deep arrays": b'{"a":' + b"[" * DEEP + b"]" * DEEP + b"}", "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "open arrays": b"{" + b"[" * DEEP, "a lone high surrogate": b'{"a":"\\ud800"}', "a lone low one": b'{"a":"\\udc00x"}',
    "a NUL": b'{"a":"\\u0000"}', "a raw NUL": b'{"a":"\0"}', "no UTF-8": b'{"a":"\xff\xfe"}', "an overlong form": b'{"a":"\xc0\xaf"}',
    "a control character": b'{"a":"\x01"}', "NaN": b'{"a":NaN}', "1e400": b'{"a":1e400}',
    "an object that breaks off": b'{"a":1',  # takes the lines after it along, until one begins with a brace
}
problems = 0


def kind(schema):
    if isinstance(schema["type"], list):
        return "amount" if schema["type"] == ["number", "string"] else None
    if "enum" in schema:
        return "word"
    return {"date-time": "instant", "date": "date"}.get(schema.get("format"), schema["type"])


def run(command, text):
    return subprocess.run(command, input=text, capture_output=True, timeout=60)


def complain(command, what, got):
    global problems
    problems += 1
    print(f"{' '.join(command)}: {what}: exit {got.returncode}, {got.stderr[:200]!r}")


def check(command, names, text, first=1):
    """Every line of the text is refused under its number and, where names has one, its field."""
    got = run(command, text)
    told = {}
    for line in got.stderr.decode("utf-8", "strict").splitlines():
        if found := re.match(r"stdin:(\d+): (.*)", line):
            told.setdefault(int(found[1]), found[2])
            if len(line) > 2000:
                complain(command, f"a line of {len(line)} characters", got)
    if got.returncode != 1 or got.stdout:
        complain(command, "not just refused", got)
    for number, (what, field) in enumerate(names, first):
        words = told.get(number, "nothing")
        if words == "nothing" or (field and not words.startswith(field)):
            complain(command, f"{what} is told as: {words[:200]}", got)
    return len(names)


def csv_row(fields, values):
    return ",".join('"' + values.get(f, "").replace('"', '""') + '"' for f in fields).encode() + b"\n"


def check_verb(command, fields, properties):
    lines = [(what, None, line) for what, line in RAW.items()]
    cells = []
    for name, schema in properties.items():
        for value in WRONG.get(kind(schema), []):
            shown = f"{name} = {value[:40]}"
            lines.append((shown, name, f'{{"{name}":{value}}}'.encode()))
            text = json.loads(value)
            if kind(schema) not in ("array", "string") and not isinstance(text, (list, dict, bool)):
                cells.append((shown, name, {name: text if isinstance(text, str) else value}))
    n = check(command, [line[:2] for line in lines], b"".join(line[2] + b"\n" for line in lines))
    plain = [f for f in properties if properties[f]["type"] != "array"]
    required = [f for f, flags in fields if flags == "required"]
    if all(f in plain for f in required):
        header = ",".join(plain).encode() + b"\n"
        text = header + b"".join(csv_row(plain, values) for _, _, values in cells)
        n += check(command, [c[:2] for c in cells], text, 2) if cells else 0
        bad = [b"x\0y", b"\xff\xfe\xfd", b"\x81\x20"]
        text = header + b"".join(b + b"," * (len(plain) - 1) + b"\n" for b in bad) + b"," * len(plain) + b"\n" + b'"open'
        n += check(command, [("a cell", None)] * 3 + [("a cell too many", None), ("an open quote", None)], text, 2)
    for what, text, want in [("nothing", b"", 0), ("a mark", b"\xef\xbb\xbf", 0), ("empty lines", b"\n\r\n\n", 0),
                             ("an empty array", b"[]", 0), ("no known column", b"\nnosuch\n1\n", 65 if required else None)]:
        got = run(command, text)
        if want is not None and got.returncode != want:
            complain(command, what, got)
        if want == 65 and not re.search(rb"stdin:2: \w+: missing column", got.stderr):
            complain(command, what, got)
    return n


verbs = records = 0
for program in sys.argv[1:]:
    fields = {}
    for line in run([program, "--spec"], b"").stdout.decode().splitlines():
        cell = line.split("\t")
        if cell[0] == "field" and cell[2] == "input":
            fields.setdefault(cell[1], []).append((cell[3], cell[4]))
    for verb, listed in fields.items():
        schema = json.loads(run([program, verb, "--schema"], b"").stdout)["input"]
        command = [program, verb] + OPTIONS.get((program, verb), [])
        records += check_verb(command, listed, schema["properties"])
        verbs += 1
print(f"{verbs} verbs, {records} records")
sys.exit(problems > 0)

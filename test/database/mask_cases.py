"""Masks texts as bridge.py does: reads a file of cases, writes what each is shown as.

Run as ``python mask_cases.py BRIDGE CASES``; or with ``--pieces PIECES COUNT`` times masks and patterns over a part
of a megabyte of each piece, and over a whole one of the COUNT slowest.
"""

import importlib.util
import json
import re
import sys
import time

sys.dont_write_bytecode = True

def load(path):
    spec = importlib.util.spec_from_file_location("bridge", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.load_answers()


def mask_of(secret_mask, sources):
    mask = secret_mask.SecretMask()
    mask.add_environment(sources.get("environment", {}))
    mask.add_arguments(sources.get("arguments", []))
    for text in sources.get("texts", []):
        mask.add_text(text)
    return mask


def shown(secret_mask, case):
    mask = mask_of(secret_mask, case.get("sources", {}))
    if case.get("as") == "sql":
        return mask.mask_sql(case["text"], case["dialect"])
    return mask.mask_code(case["text"]) if case.get("as") == "code" else mask.mask(case["text"])


def seconds(failures, secret_mask, pieces, whole):
    """The longest time of each way to mask, and of each pattern of the bridge's own over a line as it is cut, with the piece."""
    mask = mask_of(secret_mask, {"environment": {"DATABASE_URL": "postgresql://me:p@hush-hush@db/app"}})
    ways = {
        "mask": (1, mask.mask),
        "lines": (25, lambda text: mask.mask(re.sub(r"[\s\S]{8000}", r"\g<0>\n", text))),
        "sql": (25, lambda text: mask.mask_sql(text, "mysql" if "\\" in text else "postgresql")),
        "code": (10, mask.mask_code),
        "texts": (25, lambda text: secret_mask.SecretMask().add_text(text)),
        "url": (1, lambda text: secret_mask.SecretMask().add_url("a://b:" + text)),
        "refused": (10, lambda text: failures.kind_of(Exception(text), (None, None))),
        "missing": (10, lambda text: failures.missing_settings(Exception(text))),
        "argument": (10, failures.MISSING_ARGUMENT.search),
        "nothing": (10, failures.OF_NOTHING.search),
        "none": (10, failures.NAMED_NONE.search),
        "traceback": (1, failures.without_traceback),
    }
    slowest = {}
    for name, (part, way) in ways.items():
        times = sorted((time_of(way, piece, 1000000 // part), piece) for piece in pieces)
        # Python is slow: a part of the megabyte tells the worst pieces, and these are given whole.
        worst = [piece for _, piece in times[-whole:]] if part > 1 else []
        slowest[name] = max([times[-1]] + [(time_of(way, piece, 1000000), piece) for piece in worst])
    return slowest


def time_of(way, piece, length):
    """The seconds that a way takes over a piece, repeated to a length."""
    text = piece * (length // len(piece) + 1)
    started = time.perf_counter()
    way(text)
    return time.perf_counter() - started


def main():
    load(sys.argv[1])
    # In sys.modules now, where its folder is not on the path any more.
    from workbench_bridge import failures, secret_mask

    if sys.argv[2] == "--pieces":
        with open(sys.argv[3], encoding="utf-8") as file:
            print(json.dumps(seconds(failures, secret_mask, json.load(file), int(sys.argv[4]))))
        return
    with open(sys.argv[2], encoding="utf-8") as file:
        print(json.dumps([shown(secret_mask, case) for case in json.load(file)]))


main()

"""Asks the real Alembic about revision directories: one JSON object a line in, one a line out.

In: {"files": {name: text}, "questions": [...]}, the files of a `versions` directory and questions in the form that `alembic-ls query` takes.
Out: {"version", "load", "facts" | "user_errors", "answers": [...]}. Works with Alembic from 1.8 on.
"""

import json
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import warnings

import alembic
from alembic import util
from alembic.runtime.migration import HeadMaintainer
from alembic.script import ScriptDirectory

TEMPLATE = """revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}
"""
# Seconds of computing after which a question counts as one that never ends.
LIMIT = 0.5

sys.dont_write_bytecode = True
# Alembic tells on standard output what it writes.
answers = sys.stdout
sys.stdout = sys.stderr

# Before 1.10 files were loaded in the order of the directory, which says nothing.
_listdir = os.listdir
os.listdir = lambda *args: sorted(_listdir(*args))


class Hang(BaseException):
    pass


def on_alarm(_signal, _frame):
    raise Hang()


signal.signal(signal.SIGPROF, on_alarm)


def described(error):
    result = {"type": type(error).__name__, "message": str(error)}
    if error.__cause__ is not None:
        result["cause"] = {
            "type": type(error.__cause__).__name__,
            "message": str(error.__cause__),
        }
    return result


def outcome(ask):
    """Runs `ask`, which gives a dictionary, and adds the warnings; an exception or an endless loop is an outcome too."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        signal.setitimer(signal.ITIMER_PROF, LIMIT)
        try:
            result = ask()
        except Hang:
            result = {"hang": True}
        except Exception as error:
            result = {"error": described(error)}
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    texts = [str(each.message) for each in caught if not issubclass(each.category, (DeprecationWarning, SyntaxWarning))]
    return {**result, "warnings": texts} if texts and "hang" not in result else result


class Anything:
    """Stands for a connection and its table: whatever is asked of it is there and does nothing."""

    as_sql = True

    def __getattr__(self, _name):
        return self

    def __call__(self, *_args, **_options):
        return self

    __eq__ = __call__


class Table(HeadMaintainer):
    """Keeps the rows as Alembic does and notes what it would do to the table."""

    def __init__(self, heads):
        super().__init__(Anything(), heads)
        self.step = []

    def _insert_version(self, version):
        super()._insert_version(version)
        self.step.append(["insert", version])

    def _delete_version(self, version):
        super()._delete_version(version)
        self.step.append(["delete", version])

    def _update_version(self, from_, to_):
        super()._update_version(from_, to_)
        self.step.append(["update", from_, to_])


def through_table(rows, steps):
    table = Table(rows)
    done = []
    try:
        for step in steps:
            table.step = []
            table.update_to_step(step)
            done.append(table.step)
    except Exception as error:
        return {"rows": done, "table_error": described(error)}
    return {"rows": done, "heads_after": sorted(table.heads)}


def name_of(revision):
    return revision if revision is None or isinstance(revision, str) else revision.revision


def starting_rows(script, start):
    if start is None or start == "base":
        return ()
    return (script.get_revision(start).revision,)


def plan(script, question, upgrade):
    target = question["arg"]
    sql = question.get("sql", False)
    start = None
    if ":" in target:
        if not sql:
            raise util.CommandError("Range revision not allowed")
        start, target = target.split(":", 2)
    elif sql and not upgrade:
        raise util.CommandError("downgrade with --sql requires <fromrev>:<torev>")
    rows = starting_rows(script, start) if sql else tuple(question.get("current", ()))
    steps = (script._upgrade_revs if upgrade else script._downgrade_revs)(target, rows)
    return {"plan": [step.revision.revision for step in steps], **through_table(rows, steps)}


def current(script, question):
    found = script.get_all_current(tuple(question.get("current", ())))
    return {"value": {"$set": sorted(each.revision for each in found)}}


def stamp(script, question):
    rows = tuple(question.get("current", ()))
    targets = question["args"]
    if question.get("sql", False):
        start = None
        targets = []
        for each in question["args"]:
            if ":" in each:
                this_start, each = each.split(":", 2)
                if start != this_start:
                    if start is not None:
                        raise util.CommandError(
                            "Stamp operation with --sql only supports a single starting revision at a time"
                        )
                    start = this_start
            targets.append(each)
        rows = starting_rows(script, start)
    elif question.get("purge", False):
        rows = ()
    steps = script._stamp_revs(tuple(targets), rows)
    shown = [
        {
            "from": list(step.from_),
            "to": list(step.to_),
            "is_upgrade": step.is_upgrade,
            "branch_move": step.branch_move,
        }
        for step in steps
    ]
    return {"steps": shown, **through_table(rows, steps)}


def history(script, question):
    span = question.get("range")
    start = end = None
    rows = tuple(question.get("current", ()))
    if span is not None:
        if ":" not in span:
            raise util.CommandError("History range requires [start]:[end], [start]:, or :[end]")
        start, end = span.strip().split(":")
    if end == "current":
        end = rows
    elif start == "current":
        start = rows
    found = script.walk_revisions(base=start or "base", head=end or "heads")
    return {"value": [each.revision for each in found]}


def new_revision(folder, question):
    script = ScriptDirectory(str(folder))
    head = question.get("head")
    if head is None:
        head = "head"
    if question["ask"] == "merge":
        head = question["revisions"]
    path = folder / "versions" / "zzzz_new_.py"
    script.file_template = "zzzz_new_"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        script.revision_map._revision_map
    try:
        script.generate_revision(
            "feedc0ffee00",
            "new",
            head=head,
            splice=question.get("splice", False),
            depends_on=question.get("depends_on"),
        )
        names = {}
        exec(path.read_text(encoding="utf-8"), names)
    finally:
        path.unlink(missing_ok=True)
    plain = lambda value: list(value) if isinstance(value, tuple) else value
    return {"value": {key: plain(names[key]) for key in ("down_revision", "depends_on")}}


def facts(script):
    map_ = script.revision_map
    everything = map_._revision_map
    order = [key for key, rev in everything.items() if key not in (None, ()) and rev.revision == key]
    labels = {key: rev.revision for key, rev in everything.items() if key not in (None, ()) and rev.revision != key}
    where = lambda test: [key for key in order if test(everything[key])]
    revisions = {}
    for key in order:
        rev = everything[key]
        full = {
            "down_revision": list(rev._versioned_down_revisions),
            "resolved_dependencies": list(rev._resolved_dependencies),
            "normalized_dependencies": sorted(rev._normalized_resolved_dependencies),
            "nextrev": sorted(rev.nextrev),
            "all_nextrev": sorted(rev._all_nextrev),
            "branch_labels": sorted(rev.branch_labels),
        }
        revisions[key] = {name: value for name, value in full.items() if value}
    return {
        "order": order,
        "labels": labels,
        "heads": list(map_.heads),
        "real_heads": list(map_._real_heads),
        "bases": list(map_.bases),
        "real_bases": list(map_._real_bases),
        "branch_points": where(lambda rev: rev.is_branch_point),
        "real_branch_points": where(lambda rev: rev._is_real_branch_point),
        "merge_points": where(lambda rev: rev.is_merge_point),
        "revisions": revisions,
    }


def answer(folder, script, question):
    ask = question["ask"]
    if ask == "resolve":
        arg = question["arg"]
        return {
            "get_revisions": outcome(lambda: {"value": [name_of(each) for each in script.get_revisions(arg)]}),
            "get_revision": outcome(lambda: {"value": name_of(script.get_revision(arg))}),
        }
    if ask in ("upgrade", "downgrade"):
        return outcome(lambda: plan(script, question, ask == "upgrade"))
    if ask == "stamp":
        return outcome(lambda: stamp(script, question))
    if ask == "current":
        return outcome(lambda: current(script, question))
    if ask == "history":
        return outcome(lambda: history(script, question))
    return outcome(lambda: new_revision(folder, question))


def commands(folder):
    fresh = lambda: ScriptDirectory(str(folder))
    return {
        "heads": outcome(lambda: {"value": fresh().get_heads()}),
        "show": outcome(lambda: {"value": [name_of(each) for each in fresh().get_revisions("heads")]}),
        "history": outcome(lambda: history(fresh(), {})),
        "upgrade": outcome(lambda: plan(fresh(), {"arg": "heads", "current": []}, True)),
    }


def ask_about(record, folder):
    versions = folder / "versions"
    versions.mkdir()
    (folder / "script.py.mako").write_text(TEMPLATE)
    for name, text in record["files"].items():
        (versions / name).write_text(text, encoding="utf-8")
    script = ScriptDirectory(str(folder))
    load = outcome(lambda: script.revision_map._revision_map and {} or {})
    result = {"version": alembic.__version__, "load": load}
    if "error" in load or "hang" in load:
        return {**result, "user_errors": commands(folder), "answers": []}
    result["facts"] = facts(script)
    result["answers"] = [answer(folder, script, question) for question in record["questions"]]
    return result


def main():
    root = pathlib.Path(tempfile.mkdtemp())
    try:
        for line in sys.stdin:
            folder = root / "project"
            folder.mkdir()
            print(json.dumps(ask_about(json.loads(line), folder)), file=answers, flush=True)
            shutil.rmtree(folder)
    finally:
        shutil.rmtree(root, ignore_errors=True)


main()

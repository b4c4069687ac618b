"""Upgrades copies of the databases, never the databases themselves; and removes such copies."""

from . import current, masking
from .connection_gate import Refused
from .database_copies import DatabaseCopies
from .environment_run import EnvironmentRun
from .failure import Failure
from .failures import failure_of
from .program import open_command


def upgrade_copies(request):
    """
    Runs the upgrade with every connection led to a copy. The answer has the copies that were made, also where the
    upgrade failed.
    """
    copies = DatabaseCopies(request["copies"])
    copies.start()
    databases, failure = [], None
    try:
        run_upgrade(request, copies)
        databases = current.visit(request)["databases"]
        require_no_refusal(copies)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # env.py may raise anything
        masking.print_masked_traceback()
        failure = failure_of(refusal_of(copies, error))
    return {"made": [each["to"] for each in copies.made], "databases": databases, "failure": failure}


def drop_copies(request):
    """Drops copies on a server, by the connection that env.py would make."""
    copies = DatabaseCopies(request["copies"], drops=True)
    copies.start()
    try:
        run_upgrade(request, copies)
    except Refused:
        pass
    return {"dropped": [each["to"] for each in copies.made]}


def run_upgrade(request, copies):
    opened = open_command(request, request["upgradeWords"])
    target = request["target"]

    def upgrade(rows, context):
        return opened[1]._upgrade_revs(target, rows)

    EnvironmentRun(opened, upgrade, as_sql=False, starting_rev=None, destination_rev=target).run()
    require_no_refusal(copies)


def require_no_refusal(copies):
    """An env.py may go on after a refusal, in a thread of its own or with another database."""
    if copies.gate.refusal is not None:
        raise copies.gate.refusal


def refusal_of(copies, error):
    refusal = copies.gate.refusal
    return error if refusal is None else Failure("anotherDatabase", str(refusal))

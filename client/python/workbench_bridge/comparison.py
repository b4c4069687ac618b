"""In what the models and the databases differ."""

from . import script_places
from .current import require_databases
from .database_state import describe
from .difference import describe_difference
from .environment_run import EnvironmentRun
from .model_places import model_files, model_places
from .program import open_command

NEW_REVISION = {
    "message": None, "autogenerate": True, "sql": False, "head": "head", "splice": False, "branch_label": None,
    "version_path": None, "rev_id": None, "depends_on": None,
}


def compare(request):
    """What autogenerate would put into a revision, as ``alembic check`` finds it; nothing is written to the database."""
    from alembic.autogenerate.api import RevisionContext

    command = open_command(request, request["words"])
    places = script_places.ScriptPlaces(command[1])
    revision_context = RevisionContext(command[0], command[1], dict(NEW_REVISION))
    comparison = Comparison(revision_context)
    environment = EnvironmentRun(
        command,
        lambda heads, context: comparison.add(heads, context, environment.engine_name),
        as_sql=False,
        dont_mutate=True,
        template_args=revision_context.template_args,
        revision_context=revision_context,
    )
    environment.run()
    # An env.py that goes on after an error has found no differences, but not that there are none.
    if comparison.error is not None:
        raise comparison.error
    require_databases(comparison.databases)
    models = {token: model_places(metadata) for token, metadata in comparison.metadata.items()}
    return {
        "databases": comparison.databases,
        "differences": comparison.differences(models),
        "modelFiles": model_files(places, [place for own in models.values() for place in own.values()]),
    }


class Comparison:
    """What autogenerate finds, database by database."""

    def __init__(self, revision_context):
        self.revision_context = revision_context
        self.databases = []
        # By the token that a database's part of the revision has: databases may have tables of the same name.
        self.metadata = {}
        self.contexts = {}
        self.error = None

    def add(self, heads, context, name):
        token = str(context.opts.get("upgrade_token"))
        target = context.opts.get("target_metadata")
        targets = target if isinstance(target, (list, tuple)) else [target]
        self.metadata.setdefault(token, []).extend(each for each in targets if each is not None)
        before = list(self.revision_context.generated_revisions)
        try:
            self.revision_context.run_autogenerate(heads, context)
        except Exception as error:
            self.error = error
            raise
        # After it, because a question that a server does not know may end its transaction.
        self.databases.append(describe(context, heads, name))
        self.contexts[token] = self.revision_context._last_autogen_context
        if not self.revision_context.generated_revisions:
            self.take_back(before)
        return []

    def take_back(self, before):
        """A hook of the project has emptied the list: there is no difference here, and the next database goes on."""
        for script in before:
            for operations in script.upgrade_ops_list[-1:]:
                operations.ops[:] = []
        self.revision_context.generated_revisions[:] = before

    def differences(self, models):
        script = self.revision_context.generated_revisions[-1]
        found = []
        for operations in script.upgrade_ops_list:
            token = str(getattr(operations, "upgrade_token", "") or "")
            name = token[: -len("_upgrades")].rstrip("_") if token.endswith("upgrades") else None
            # A hook may have put other operations in the place of those that were found.
            context = self.contexts.get(token) or getattr(self.revision_context, "_last_autogen_context", None)
            for operation, group in leaf_operations(operations, None):
                found.append(describe_difference(operation, group, name or None, models.get(token, {}), context))
        return found


def leaf_operations(container, group):
    """The operations in their order, each with the group of operations about one table that it is in."""
    for operation in container.ops:
        if hasattr(operation, "ops"):
            for inner in leaf_operations(operation, operation):
                yield inner
        else:
            yield operation, group

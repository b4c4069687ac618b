"""Runs env.py as Alembic does, with functions of our own in place of the migrations."""

from . import project_reads


class EnvironmentRun:
    """A run of env.py; ``engine_name`` is the name that an env.py for several databases gives to the one it is at."""

    def __init__(self, opened, migrate, **options):
        from alembic.runtime.environment import EnvironmentContext

        config, self.script, self.application = opened
        self.engine_name = None
        self.environment = EnvironmentContext(config, self.script, fn=migrate, **options)
        project_reads.note_x_arguments(self.environment)
        self._note_engine_names()

    def run(self):
        with self.application, self.environment:
            self.script.run_env()

    def _note_engine_names(self):
        run_migrations = self.environment.run_migrations

        def run_named_migrations(**keywords):
            name = keywords.get("engine_name")
            self.engine_name = name if isinstance(name, str) else None
            return run_migrations(**keywords)

        # On the instance, because the functions of alembic.context are bound to this very class.
        self.environment.run_migrations = run_named_migrations

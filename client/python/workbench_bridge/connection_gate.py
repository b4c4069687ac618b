"""
The one gate to databases: every connection that SQLAlchemy makes passes it after all hooks of the project, and only
those that it opens itself get into a pool.
"""

import sys


class Refused(BaseException):
    """A connection that may not be made. No ``except Exception`` of env.py goes on after it."""


class ConnectionGate:
    """
    Has ``open_connection(dialect, arguments, keywords, connect)`` make every connection; what comes from elsewhere, as
    from a ``creator``, is refused before anything is run on it. ``refusal`` says why, whatever env.py made of it.
    """

    def __init__(self, open_connection):
        self.refusal = None
        self._open = open_connection
        # Kept, so that no other object gets the same identity.
        self._opened = []
        self._forbidden_files = lambda path: None
        self._is_open = False

    def close_all_others(self, forbidden_file=lambda path: None):
        """Puts itself before every driver. ``forbidden_file`` names why an SQLite file may not be opened by hand."""
        from sqlalchemy import event
        from sqlalchemy.engine import Engine
        from sqlalchemy.engine.default import DefaultDialect
        from sqlalchemy.pool import Pool

        gate = self
        self._forbidden_files = forbidden_file
        sys.addaudithook(self._audit)
        # Of every engine, before its own hooks may connect by themselves.
        event.listen(Engine, "do_connect", lambda dialect, *_: gate.guard(type(dialect)))
        event.listen(Pool, "connect", lambda connection, record: gate.require_opened(connection))
        self.guard(DefaultDialect)

    def guard(self, kind):
        """Wraps ``connect`` of a class of dialects, which is what is called after all hooks."""
        owner = next(each for each in kind.__mro__ if "connect" in vars(each))
        connect = vars(owner)["connect"]
        if getattr(connect, "is_guarded", False):
            return
        gate = self

        def guarded(dialect, *arguments, **keywords):
            return gate.pass_through(
                dialect, arguments, keywords, lambda *given, **named: connect(dialect, *given, **named)
            )

        guarded.is_guarded = True
        owner.connect = guarded

    def pass_through(self, dialect, arguments, keywords, connect):
        is_outermost, self._is_open = not self._is_open, True
        try:
            connection = self._open(dialect, arguments, keywords, connect) if is_outermost else connect(*arguments, **keywords)
        except Refused as refusal:
            self.refusal = self.refusal or refusal
            raise
        finally:
            self._is_open = not is_outermost
        self._opened.append(connection)
        return connection

    def require_opened(self, connection):
        """Refuses a connection that env.py made in another way."""
        if not any(connection is each for each in self._opened):
            self.refuse("env.py connects by a function of its own, and which database that leads to is not known before")

    def refuse(self, reason):
        self.refusal = self.refusal or Refused(reason)
        raise self.refusal

    def _audit(self, name, arguments):
        if name == "sqlite3.connect" and not self._is_open and arguments:
            reason = self._forbidden_files(arguments[0])
            if reason is not None:
                self.refuse(reason)

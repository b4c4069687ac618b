"""What is known as a secret here, and texts without it."""

import os
import sys
import traceback

from . import secret_mask

SECRETS = secret_mask.SecretMask()


def mask(text):
    """The text without what is known as a secret and without what stands where a password stands."""
    note_environment()
    return SECRETS.mask(text)


def note_environment():
    """Notes the variables, to which env.py may have added those of a file."""
    variables = dict(os.environ)
    if variables != getattr(SECRETS, "variables", None):
        SECRETS.variables = variables
        SECRETS.add_environment(variables)


def note_values(pairs):
    """Notes values by their names, as a validator tells them: texts, and dictionaries of texts."""
    for name, value in pairs:
        inside = value.items() if isinstance(value, dict) else [(name, value)]
        for key, each in inside:
            if isinstance(each, str):
                SECRETS.add_pair(str(key), each)


def print_masked_traceback():
    """The traceback of the error that is handled, as Python prints it, for the log."""
    try:
        sys.stderr.write(mask(traceback.format_exc()))
    except Exception:  # env.py may have closed or replaced it
        pass


def learn_secrets(request):
    """Notes what is known before env.py runs, and has SQLAlchemy tell what it sees from then on."""
    note_environment()
    for asked in [request] + list(request.get("parts") or []):
        SECRETS.add_arguments(asked.get("words") or [])
    SECRETS.add_arguments(request.get("arguments") or [])
    config = request.get("config")
    folder = os.path.dirname(config) if config else ""
    for path in (config, os.path.join(folder, "alembic.ini"), os.path.join(folder, "pyproject.toml")):
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                SECRETS.add_text(file.read())
        except (OSError, TypeError):
            continue
    note_urls()
    note_connections()


def note_urls():
    """Has every URL noted that SQLAlchemy reads, before it is read."""
    from sqlalchemy.engine import url

    for name in ("_parse_url", "_parse_rfc1738_args"):  # since 2.0, before
        parse = getattr(url, name, None)
        if parse is not None:
            setattr(url, name, noting(parse))


def noting(parse):
    def parse_noted(text, *others, **keywords):
        if isinstance(text, str):
            SECRETS.add_pair("", text)
        return parse(text, *others, **keywords)

    return parse_noted


def note_connections():
    """Has noted what each driver is given: ``connect_args`` and what a hook puts in."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    def note(dialect, record, arguments, keywords):
        for argument in arguments:
            if isinstance(argument, str):
                SECRETS.add_from(argument)
        # A hook of the project's own may put its token in after this one.
        SECRETS.later.append(keywords)

    event.listen(Engine, "do_connect", note)


def note_url(url):
    """What an engine that was made of parts has for a password, and what of it was taken for the host."""
    if url is None:
        return
    for word in (url.username, url.host, url.database):
        SECRETS.who.add(str(word).lower())
    taken = str(url.host or "").rpartition("@")[0]
    # A password may be an object of its own.
    password = "" if url.password is None else str(url.password)
    SECRETS.add_pair("password", "@".join(each for each in (password, taken) if each))
    for name, value in dict(url.query).items():
        for each in [value] if isinstance(value, str) else value:
            SECRETS.add_pair(name, each)

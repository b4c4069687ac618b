"""Replaces passwords by ``***``: the mask of ``bridge.py``, by the list that the extension's own mask reads too.

What is known literally goes first, then what stands where a password stands. ``test/fixtures/secretCases.json`` holds both masks.
"""

import io
import json
import os
import re
from urllib.parse import quote, unquote

with io.open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "secret_patterns.json"), encoding="utf-8") as file:
    LIST = json.load(file)

LONGEST_LINE = LIST["longestLine"]


def expression(source, flags=re.IGNORECASE):
    """A pattern of the list, which is written as JavaScript has it."""
    while "<<" in source:
        source = re.sub(r"<<(\w+)>>", lambda match: LIST["parts"][match.group(1)], source)
    source = re.sub(r"\(\?<(?=[A-Za-z])", "(?P<", source)
    return re.compile(re.sub(r"\\k<(\w+)>", r"(?P=\1)", source), flags)


HINT = expression(LIST["hint"])
SECRET_NAME = expression(LIST["secretName"])
HARMLESS_NAME = expression(LIST["harmlessName"])
HARMLESS_VALUE = expression(LIST["harmlessValue"])
PLACEHOLDER = expression(LIST["placeholder"], 0)
WORKING_DIRECTORY = expression(LIST["workingDirectory"], 0)
NAME_OF_WHO = expression(LIST["nameOfWho"])
PAIRS = [expression(LIST["assignment"]), expression(LIST["option"])]
PHRASES = [expression(source) for source in LIST["phrases"]]
VALUES = {name: expression(source) for name, source in LIST["values"].items()}
URL_IN_TEXT = expression(LIST["urlInText"])
CODE_LITERAL = expression(LIST["code"]["literal"])
CODE_INNER = expression(LIST["code"]["inner"])
SQL_TOKEN = expression(LIST["sql"]["token"])
SQL_TOKEN_WITH_BACKSLASH = expression(LIST["sql"]["tokenWithBackslash"])
SQL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_$]*$")
ACCOUNT_KINDS = frozenset(LIST["sql"]["accountKinds"])
PLAIN_WORDS = frozenset(LIST["plainWords"])
OPTION_LINE = re.compile(r"^\s{0,80}(?:export\s{1,8})?[\"']?([A-Za-z0-9_.-]{1,200})[\"']?\s{0,80}[=:](.*)$")
# Of pages, unlike of databases, a password ends at the first slash.
DATABASE_URL = re.compile(r"^(?!https?:|wss?:|ftps?:|git:|ssh:)[A-Za-z][A-Za-z0-9+.-]{0,40}://", re.IGNORECASE)
MOST_TAILS = 16
DEEPEST = 2
DEEPEST_SQL = 3
WORDS_REMEMBERED = 8


class SecretMask:
    """Knows secrets, and hides them."""

    def __init__(self):
        self.secrets = set()
        self.before_hosts = {}
        self.who = set()
        self.options = {}
        # What drivers are given; it is looked into when something is masked.
        self.later = []
        self.known = None

    def add_environment(self, variables):
        for name, value in variables.items():
            if value and not WORKING_DIRECTORY.search(name):
                self.add_pair(name, value)

    def add_arguments(self, arguments):
        for index, argument in enumerate(arguments):
            name, equals, value = argument.partition("=")
            if equals:
                self.add_pair(re.sub(r"^-x", "", name), value)
            elif name.startswith("--"):
                self.add_pair(name, arguments[index + 1] if index + 1 < len(arguments) else "")
            self.add_from(argument)

    def add_text(self, text):
        """The text of a config file."""
        lines = [line[:LONGEST_LINE] for line in re.split(r"\r?\n", text)]
        options = [match for match in map(OPTION_LINE.search, lines) if match]
        for option in options:
            self.options[option.group(1).lower()] = option.group(2).strip()
        for option in options:
            self.add_pair(option.group(1), unquoted(option.group(2).strip()))
        for line in lines:
            self.add_from(line)

    def add_url(self, url):
        """All of a URL, whatever its password holds."""
        before, _, place = url.partition("://")[2][:LONGEST_LINE].rpartition("@")
        user, _, password = before.partition(":")
        # An @ may stand in the query too.
        first, _, after = password.partition("@")
        if "?" in after.partition("/")[2]:
            password, place = first, "{}@{}".format(after, place)
        self.add(password)
        self.add_who("://{}:@{}".format(user, place))

    def add_pair(self, name, value):
        if is_secret_name(name):
            for line in [value] + re.split(r"\r?\n", value):
                self.add(line)
        elif NAME_OF_WHO.search(name):
            self.who.add(value.lower())
        if DATABASE_URL.search(value):
            self.add_url(value)
        self.add_from(value)

    def add_from(self, text, depth=0):
        """Adds what stands in the text where a password stands."""
        for line in text.split("\n"):
            part = line[: LONGEST_LINE]
            for secret in secrets_of(part):
                self.add(secret, depth)
            if depth == 0:
                self.add_who(part)

    def add(self, written, depth=0):
        self.known = None
        for name in re.findall(r"%\(([^)]{1,200})\)s", written[:LONGEST_LINE]):
            value = self.options.get(name.lower())
            if value and depth < DEEPEST:
                self.add(value, depth + 1)
        if not written or len(written) > LONGEST_LINE or PLACEHOLDER.search(written):
            return
        self.secrets.add(written)
        inside = unquoted(written)
        if not inside or PLACEHOLDER.search(inside):
            return
        self.secrets.add(inside)
        # A value of odbc_connect is a list of pairs of its own.
        if depth < DEEPEST:
            self.add_from(unquote(inside.replace("+", " ")), depth + 1)

    def add_who(self, text):
        """Users, hosts and databases of URLs: words that are no secrets wherever they stand."""
        for rest in re.findall(r"://([^\s'\"]{1,4096})", text):
            before, at, after = rest.rpartition("@")
            place, _, database = after.partition("/")
            user, _, password = before.partition(":")
            host = re.sub(r":\d+$", "", place)
            # However short: a driver takes what follows the first @ for the host.
            self.before_hosts.update(("{}@{}".format(tail, host), "***@" + host) for tail in tails(password) if tail)
            words = [user, host, re.sub(r"[?#/].*$", "", database)]
            self.who.update(unquote(word).lower() for word in words)
        self.known = None

    def literals(self):
        """Every way in which a known secret may be written, longest first, and what is shown in its place."""
        later, self.later = self.later, []
        for keywords in later:
            for name, value in list(keywords.items()):
                if isinstance(value, str):
                    self.add_pair(name, value)
        if self.known is None:
            found = {each: "***" for secret in self.secrets for each in spellings(secret) if self.is_telling(each)}
            found.update(self.before_hosts)
            self.known = sorted(found.items(), key=lambda item: len(item[0]), reverse=True)
        return self.known

    def is_telling(self, literal):
        plain = literal.lower()
        return (
            len(literal) >= LIST["shortestLiteral"]
            and plain not in PLAIN_WORDS
            and plain not in self.who
            and not PLACEHOLDER.search(literal)
            and re.search(r"[^\s\d.,:;/@%'\"\\()-]|\d{6}", literal) is not None
        )

    def mask(self, text):
        """Text for people. Of a line 8,192 characters are left."""
        lines = self.mask_known(text).split("\n")
        return "\n".join(mask_phrases(line) if len(line) <= LONGEST_LINE else mask_long_line(line) for line in lines)

    def mask_code(self, text):
        """
        Python that Alembic wrote, or a few words about a difference: what is known, and the passwords of URLs. A password
        that a table may be called is looked for in values and in texts within texts alone.
        """
        named, others = self.literals_apart(text)
        shown = mask_code_values(text, lambda part: self.mask_known(part, named)) if named else text
        return mask_urls(self.mask_known(shown, others))

    def mask_sql(self, sql, dialect):
        """
        SQL for reading: what is known and literals of passwords; nothing else changes. A password that a table may be
        called is looked for in quotes and comments alone.
        """
        named, others = self.literals_apart(sql)
        quoted = mask_quoted(sql, dialect, lambda text: self.mask_known(text, named)) if named else sql
        return mask_sql_literals(self.mask_known(quoted, others), dialect)

    def literals_apart(self, text):
        """Those in the text that a table may be called, and those that none is called."""
        known = self.literals()
        named = [each for each in known if SQL_NAME.match(each[0]) and each[0] in text]
        return named, [each for each in known if not SQL_NAME.match(each[0])]

    def mask_known(self, text, literals=None):
        for literal, shown in self.literals() if literals is None else literals:
            if literal in text:
                text = replace_whole(text, literal, shown)
        return text


def is_secret_name(name):
    """True for names such as ``DB_PASS``, ``api_key`` and ``odbc_connect``."""
    plain = re.sub(r"^-{1,2}x?", "", name)
    return any(SECRET_NAME.search(each) and not HARMLESS_NAME.search(each) for each in (name, plain))


def mask_phrases(line):
    """The line with what stands where a password stands replaced. The line must not be long."""
    if not HINT.search(line):
        return line
    for pattern in PHRASES:
        line = replace_spans(line, phrase_spans(line, pattern))
    for pattern in PAIRS:
        line = replace_spans(line, pair_spans(line, pattern))
    return line


def secrets_of(line):
    """What stands in the line where a password stands, as it is written there."""
    if not HINT.search(line):
        return []
    spans = [span for pattern in PHRASES for span in phrase_spans(line, pattern)]
    spans += [span for pattern in PAIRS for span in pair_spans(line, pattern)]
    return [line[start:end] for start, end in spans]


def mask_long_line(line):
    """A line of which the beginning is shown: a password that the cut goes through is hidden too."""
    begin = line[:LONGEST_LINE]
    last_word = begin[max(begin.rfind(" "), begin.rfind("\t")) + 1 :]
    url = last_word.rfind("://")
    return mask_phrases(begin if url < 0 else begin[: len(begin) - len(last_word) + url + 3]) + "\u2026"


def mask_urls(text):
    """The text with the passwords of URLs replaced, none of which goes beyond a quote or a blank."""
    return replace_spans(text, phrase_spans(text, URL_IN_TEXT)) if "/" in text else text


def mask_code_values(code, mask):
    """
    Python with what its texts hold replaced by what a mask makes of it: of defaults and comments all, of others what is
    quoted in them, because a table may be called as a password is.
    """

    def shown(match):
        value, literal = match.group("value") or "", match.group("literal")
        return value + (mask(literal) if value else CODE_INNER.sub(lambda inner: mask(inner.group()), literal[1:-1]).join((literal[:1], literal[-1:])))

    return CODE_LITERAL.sub(shown, code)


def phrase_spans(text, pattern):
    return [match.span("secret") for match in pattern.finditer(text)]


def pair_spans(text, pattern):
    """The values of pairs such as ``password=...``, ``"token": "..."`` and ``--db-pass ...``."""
    spans = []
    match = pattern.search(text)
    while match:
        after = match.end()
        # What is hidden already stays, with what follows it.
        if is_secret_name(match.group("name")) and text[after : after + 3] != "***":
            quote_mark = text[match.start() - 1] if match.start() > 0 else ""
            whole = not match.group("close") and match.group("between") == "=" and quote_mark in ("'", '"')
            end = value_end(text, after, match.group("between"), quote_mark if whole else "")
            if end > after and not HARMLESS_VALUE.search(text[after:end]):
                spans.append((after, end))
                after = end
        match = pattern.search(text, after)
    return spans


def value_end(text, start, between, quote_mark):
    if between.startswith("%"):
        return end_of("encoded", text, start)
    if quote_mark:
        whole = end_of("inSingle" if quote_mark == "'" else "inDouble", text, start)
        if whole > start:
            return whole
    if text[start : start + 1] in ("{", "[") and "=" not in between:
        return start
    for name in ("quoted", "escaped", "braces", "bare"):
        end = end_of(name, text, start)
        if end > start:
            return end
    return start


def end_of(name, text, start):
    match = VALUES[name].match(text, start)
    return match.end() if match else start


def replace_spans(text, spans):
    """The text with ``***`` in place of each span."""
    parts, done = [], 0
    for start, end in spans:
        parts += [text[done:start], "***"]
        done = end
    return "".join(parts) + text[done:] if parts else text


def replace_whole(text, literal, shown):
    """Replaces the literal where it is not a part of a longer word."""
    parts, done, at = [], 0, text.find(literal)
    while at >= 0:
        end = at + len(literal)
        if is_border(text, at, literal[0]) and not (is_word(literal[-1]) and is_word(text[end : end + 1])):
            parts += [text[done:at], shown]
            done = end
            at = text.find(literal, end)
        else:
            at = text.find(literal, at + 1)
    return "".join(parts) + text[done:] if parts else text


def is_border(text, at, first):
    """A word begins here: after no word character, or after an escape such as ``%40`` or ``\\n``."""
    if not is_word(first) or at == 0 or not is_word(text[at - 1]):
        return True
    return re.search(r"(?:%[0-9A-Fa-f]{2}|\\[nrt])$", text[max(0, at - 3) : at]) is not None


def is_word(character):
    return re.match(r"[A-Za-z0-9_]$", character) is not None


def spellings(secret):
    """A secret as it is, decoded, encoded, its tails, and each of them as quoted in other languages."""
    plain = set()
    for text in (secret, secret.replace("%%", "%")):
        for form in (text, unquote(text), unquote(text.replace("+", " "))):
            plain.add(form)
            plain.update(percent_encoded(form))
    for text in list(plain):
        plain.update(tails(text))
    found = set()
    for text in plain:
        as_json = json.dumps(text, ensure_ascii=False)[1:-1]
        found.update((
            text,
            as_json,
            json.dumps(text)[1:-1],
            as_json.replace("/", "\\/"),
            as_json.replace("\\", "\\\\"),
            repr(text)[1:-1],
            text.replace("\\", "\\\\").replace("'", "\\'"),
            text.replace("\\", "\\\\"),
            text.replace("'", "''"),
            text.replace('"', '""'),
            text.replace("'", "'\\''"),
            text.replace("'", "'\"'\"'"),
            text.replace("}", "}}"),
            text.replace("%", "%%"),
            re.sub(r"[\\' ]", r"\\\g<0>", text),
        ))
    return found


def tails(text):
    """What follows each ``@`` and each ``%``: the part that is left where either was not written as a URL or an ini file needs it."""
    return [text[match.end() :] for match in re.finditer("[@%]", text)][:MOST_TAILS]


def percent_encoded(text):
    text = text.encode("utf-8", "replace").decode("utf-8")
    everything = quote(text, safe="")
    return (
        everything,
        everything.replace("%2F", "/"),
        everything.replace("%20", "+"),
        everything.replace("%20", " ").replace("%2B", "+"),
        re.sub("%[0-9A-F]{2}", lambda match: match.group().lower(), everything),
        quote(text, safe="!'()*~"),
        re.sub("[:@/]", lambda match: "%{:X}".format(ord(match.group())), text),
        text.replace("@", "%40"),
    )


def unquoted(written):
    """The inside of a quoted or braced value, without the escapes."""
    text = re.sub(r"^[A-Za-z]{1,2}(?=[\"'])", "", written)
    if len(text) < 2:
        return written
    if text[0] == "{" and text[-1] == "}":
        return text[1:-1].replace("}}", "}")
    if text[0] not in "'\"`" or text[-1] != text[0]:
        return written
    inside = text[1:-1]
    if "\\" in inside:
        return re.sub(r"\\(.)", r"\1", inside)
    return inside.replace(text[0] * 2, text[0])


def mask_sql_literals(sql, dialect, depth=0):
    """SQL with its literals of passwords replaced; everything else stays as it is, character for character."""
    pattern = SQL_TOKEN_WITH_BACKSLASH if dialect in ("mysql", "mariadb") else SQL_TOKEN
    statement = StatementWords()
    parts, done = [], 0
    for match in pattern.finditer(sql):
        text, kind = match.group(), match.lastgroup
        if match.group("comment") is not None:
            masked, added = mask_urls(text), None
        elif match.group("dollar") is not None:
            masked, added = mask_dollar(text, match.group("tag") or "", statement, dialect, depth), "'"
        elif kind == "word":
            masked, added = "***" if statement.is_bare_password(text) else text, text
        elif kind == "mark":
            masked, added = text, text
        else:
            masked, added = mask_literal(text, statement, dialect, depth), "'"
        if added is not None:
            statement.add(added)
        if masked != text:
            parts += [sql[done : match.start()], masked]
            done = match.end()
    return "".join(parts) + sql[done:] if parts else sql


def mask_quoted(sql, dialect, mask):
    """
    SQL with its quoted texts and comments replaced by what a mask makes of each; names and words are none of them,
    because a table may be called as a password is.
    """
    has_backslash = dialect in ("mysql", "mariadb")

    def shown(match):
        text, kind = match.group(), match.lastgroup
        if kind in ("word", "mark"):
            return text
        # MySQL has texts in double quotes too.
        is_name = match.group("name") is not None and not (has_backslash and text.startswith('"'))
        return text if is_name else mask(text)

    return (SQL_TOKEN_WITH_BACKSLASH if has_backslash else SQL_TOKEN).sub(shown, sql)


def mask_literal(text, statement, dialect, depth):
    start = re.search("['\"`]", text).end()
    end = len(text) - 1 if len(text) > start and text[-1] == text[start - 1] else len(text)
    inside = text[start:end]
    if not inside:
        return text
    if statement.is_password():
        inside = "***"
    elif statement.is_connection():
        inside = mask_phrases(inside)
    elif statement.is_executed() and depth < DEEPEST_SQL:
        plain = inside.replace("''", "'")
        masked = mask_sql_literals(plain, dialect, depth + 1)
        inside = inside if masked == plain else masked.replace("'", "''")
    else:
        return mask_urls(text)
    return text[:start] + inside + text[end:]


def mask_dollar(text, tag, statement, dialect, depth):
    mark = "${}$".format(tag)
    end = len(text) - len(mark) if len(text) > len(mark) and text.endswith(mark) else len(text)
    if statement.is_password():
        return mark + "***" + text[end:]
    if depth >= DEEPEST_SQL:
        return mask_urls(text)
    return mark + mask_sql_literals(text[len(mark) : end], dialect, depth + 1) + text[end:]


class StatementWords:
    """The words of a statement up to a place: its first ones, and those just before."""

    def __init__(self):
        self.first = []
        self.last = []

    def add(self, text):
        word = text.upper()
        if word == ";":
            self.first, self.last = [], []
            return
        if len(self.first) < WORDS_REMEMBERED:
            self.first.append(word)
        self.last.append(word)
        if len(self.last) > 4 * WORDS_REMEMBERED:
            self.last = self.last[-WORDS_REMEMBERED:]

    def before(self, count):
        return self.last[-count] if count <= len(self.last) else ""

    def is_password(self):
        """True where a literal is a password."""
        one, two = self.before(1), self.before(2)
        if one in ("PASSWORD", "SECRET_ACCESS_KEY") or (one == "(" and two == "PASSWORD"):
            return True
        if one in ("BY", "AS", "USING", "VALUES") and "IDENTIFIED" in self.last[-6:]:
            return True
        if one == "REPLACE":
            return "IDENTIFIED" in self.last
        if one != "=":
            return False
        if self.first[:2] == ["SET", "PASSWORD"]:
            return True
        if two not in ("PASSWORD", "OLD_PASSWORD") and not (two == "SECRET" and "CREDENTIAL" in self.last):
            return False
        return self.before(3) == "BY" or self.is_about_account()

    def is_about_account(self):
        return any(
            word in ("CREATE", "ALTER") and following in ACCOUNT_KINDS
            for word, following in zip(self.last, self.last[1:])
        )

    def is_bare_password(self, word):
        """True for Oracle's ``IDENTIFIED BY word``."""
        if word.upper() in ("PASSWORD", "VALUES", "RANDOM"):
            return False
        return self.last[-2:] == ["IDENTIFIED", "BY"] and ("USER" in self.first or "ROLE" in self.first)

    def is_connection(self):
        """True where a literal is the connection string of a subscription or a link, or a list of credentials."""
        return self.before(1) in ("CONNECTION", "CREDENTIALS") or (self.before(1) == "(" and self.before(2).startswith("DBLINK"))

    def is_executed(self):
        """True where a literal is run as SQL."""
        one = self.before(2) if self.before(1) in ("IMMEDIATE", "(") else self.before(1)
        called = self.before(3) if one == "FORMAT" else one
        return called in ("EXECUTE", "EXEC", "SP_EXECUTESQL") or (one == "FROM" and self.first[:1] == ["PREPARE"])

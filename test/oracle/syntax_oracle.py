"""Says of source texts whether Python compiles them: a JSON list in, a list of null or an error's type and message out."""

import json
import sys
import warnings

warnings.simplefilter("ignore")


def verdict(text):
    try:
        compile(text.encode("utf-8", "surrogatepass"), "revision.py", "exec", dont_inherit=True)
        return None
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        return f"{type(error).__name__}: {getattr(error, 'msg', error)}"


json.dump([verdict(text) for text in json.load(sys.stdin)], sys.stdout)

import assert from 'node:assert/strict';
import { readRevisionFile } from '../../server/core/python/readRevisionFile';

/** What a file's `down_revision` is: as JSON where it can be read, `?` where it can't. */
function parentIn(text: string, fileName: string): string {
  const value = readRevisionFile(text, fileName).header.down_revision?.value;
  if (value?.kind === 'string') return JSON.stringify(value.value);
  if (value?.kind === 'none') return 'null';
  if (value?.kind !== 'sequence') return '?';
  const items = value.items.map((item) => (item.kind === 'string' ? JSON.stringify(item.value) : '?'));
  return `[${items.join(',')}]`;
}

suite('headers that are computed', () => {
  const readable: readonly (readonly [string, string])[] = [
    ['N = "bb02"\ndown_revision = f"7cfe02d1{N}"', '"7cfe02d1bb02"'],
    ['down_revision = f"{\'5b1d\'}90c7aa01"', '"5b1d90c7aa01"'],
    ['down_revision = f"{{{7:03d}}}" "x"', '"{007}x"'],
    ['down_revision = rf"""a\\b{\'c\'!s}"""', '"a\\\\bc"'],
    ['down_revision = "%s_%03d" % ("a", 7)', '"a_007"'],
    ['down_revision = "%(a)s" % {"a": "x"}', '"x"'],
    ['down_revision = "{}-{b:>3}".replace("-", "_").format("a", b="c")', '"a_  c"'],
    ['down_revision = "_".join(["a", "b"])', '"a_b"'],
    ['down_revision = "_".join(x for x in ("a", "b") if x != "b")', '"a"'],
    ['down_revision = " a ".strip()', '"a"'],
    ['down_revision = not 1 or "x"', '"x"'],
    ['down_revision = not 0 and "x" or "y"', '"x"'],
    ['down_revision = not (0 or 1) or "z"', '"z"'],
    ['down_revision = 0 and not 1 or "x"', '?'],
    ['down_revision = ["a"]\n(lambda: down_revision.append("b"))()', '?'],
    ['down_revision = ["a"]\nf = lambda x: x\nf(lambda: down_revision.clear())', '?'],
    ['down_revision = ["a"]\nkey = lambda down_revision: down_revision', '["a"]'],
    ['down_revision = "a"\nf = lambda: (down_revision := "b")', '"a"'],
    ['down_revision = "xxab".lstrip("x").upper()', '"AB"'],
    ['down_revision = "abcdef"[1:3]', '"bc"'],
    ['down_revision = "abcdef"[-2:]', '"ef"'],
    ['down_revision = ("a", "b")[-1]', '"b"'],
    ['down_revision = str(int("0031") + 1).zfill(4)', '"0032"'],
    ['IDS = {"a": "x", "b": "y"}\ndown_revision = IDS["b"]', '"y"'],
    ['IDS = {"a": "x"}\ndown_revision = IDS.get("b", "z")', '"z"'],
    ['IDS = {"a": {"b": "c"}}\ndown_revision = IDS["a"]["b"]', '"c"'],
    ['IDS = {"a": "x"}\nprint(IDS)\nassert "a" in IDS\ndown_revision = IDS["a"]', '"x"'],
    ['class Ids:\n    """Ids"""\n    A = "x"\n    B = A + "y"\ndown_revision = Ids.B', '"xy"'],
    ['import enum\nclass Ids(enum.Enum):\n    A = "x"\ndown_revision = Ids.A.value', '"x"'],
    ['from enum import Enum\nclass Ids(str, Enum):\n    A = "x"\ndown_revision = Ids["A"].value', '"x"'],
    ['for each in ("a", "b"):\n    down_revision = each', '"b"'],
    ['down_revision = []\nfor each in ("a", "b"):\n    down_revision += [each]', '?'],
    ['down_revision = tuple(f"{x}1" for x in ("a", "b"))', '["a1","b1"]'],
    ['down_revision = [x for x in ["a", "b"]]', '["a","b"]'],
    ['down_revision = ["a", "b"]\nassert len(down_revision) == 2\nprint(down_revision)', '["a","b"]'],
    ['down_revision = ["a", "b"]\nFIRST = down_revision[0]\nTEXT = ", ".join(down_revision)', '["a","b"]'],
    ['down_revision = ["a", "b"]\nfor each in down_revision:\n    print(f"{down_revision}")', '["a","b"]'],
    ['import os\nif os.environ.get("X"):\n    down_revision = "a"\nelse:\n    down_revision = "a"', '"a"'],
    ['import os\ndown_revision = "a" if os.environ.get("X") else "a"', '"a"'],
    ['try:\n    import zzz\n    down_revision = "a"\nexcept ImportError:\n    down_revision = "a"', '"a"'],
    [
      'import os\nmatch os.name:\n  case "x":\n    down_revision = "a"\n  case _:\n    down_revision = "a"',
      '"a"',
    ],
    ['import warnings\nwith warnings.catch_warnings():\n    down_revision = "a"', '"a"'],
    ['down_revision = None or "a"', '"a"'],
    [
      'import os\n_n = os.path.basename(__file__)\ndown_revision = f"{int(_n.split(\'_\')[0]) - 1:03d}"',
      '"032"',
    ],
    ['from pathlib import Path\ndown_revision = Path(__file__).stem', '"033_c"'],
    ['import pathlib\ndown_revision = pathlib.Path(__file__).resolve().name[:3]', '"033"'],
    ['from os.path import basename, splitext\ndown_revision = splitext(basename(__file__))[0]', '"033_c"'],
    ['import os\ndown_revision = os.path.split(__file__)[-1].partition("_")[0]', '"033"'],
    ['import os\ndown_revision = __file__.split(os.sep)[-1].removesuffix(".py")', '"033_c"'],
    ['down_revision = "%03d" % (int(__name__.split("_")[0]) - 1)', '"032"'],
  ];
  for (const [text, expected] of readable)
    test(text, () => assert.equal(parentIn(`revision = 'r'\n${text}\n`, '033_c.py'), expected));

  const unreadable: readonly string[] = [
    'import os\ndown_revision = f"{os.getpid()}"',
    'IDS = {"a": "x"}\nIDS["a"] = "y"\ndown_revision = IDS["a"]',
    'IDS = {"a": "x"}\nIDS.update(a="y")\ndown_revision = IDS["a"]',
    'IDS = {"a": "x"}\nchange(IDS)\ndown_revision = IDS["a"]',
    'class Ids:\n    A = "x"\nIds.A = "y"\ndown_revision = Ids.A',
    'class Ids:\n    A = "x"\nsetattr(Ids, "A", "y")\ndown_revision = Ids.A',
    'class Ids(Base):\n    A = "x"\ndown_revision = Ids.A',
    'import os\nif os.environ.get("X"):\n    down_revision = None\nelse:\n    down_revision = "a"',
    'from ids import IDS\ndown_revision = IDS["a"]',
    'down_revision = ["a"]\nextend(down_revision)',
  ];
  for (const text of unreadable)
    test(`not known: ${text}`, () => assert.match(parentIn(`${text}\n`, '033_c.py'), /\?/));
});

suite('code that looks at the names of the module', () => {
  const header = "revision = 'r'\ndown_revision = 'a'\n";
  const harmless: readonly string[] = [
    'table = "t"\nQUERY = "update %(table)s" % vars()',
    'table = "t"\nQUERY = "%(table)s" % locals()',
    'table = "t"\nQUERY = "{table}".format(**vars())',
    'table = "t"\nQUERY = "{table}".format_map(globals())',
    'x = globals().get("y")',
    'if "x" in globals():\n    pass',
    'if "x" not in vars():\n    pass',
    'def f():\n    pass\nglobals()["f"]()',
    'class A:\n    pass\nprint(vars(A))',
    'class A:\n    pass\nsetattr(A, "revision", "x")',
    'import op\nsetattr(op, "revision", "x")',
    'globals()["x"] = 1',
    'globals().update({"x": 1, "y": 2})',
    'globals().update(x=1)',
    'def upgrade(name):\n    globals()["upgrade_%s" % name]()\ndef upgrade(name):\n    globals()["upgrade_%s" % name]()',
    'def f(name):\n    globals()["up_%s" % name]()\ng = f\nh = [f]\nf = g',
    'def d(f):\n    return f\ndef up(name):\n    "%(name)s" % locals()\n@d\ndef upgrade():\n    globals()["x"]()',
    'names = globals()\nif "x" in names:\n    print(names["x"])',
    'for name in list(globals()):\n    print(name)',
    'exec("x = 1")',
    'ns = {}\nexec("revision = 1", ns)',
  ];
  for (const text of harmless) test(text, () => assert.equal(parentIn(`${header}${text}\n`, 'x.py'), '"a"'));

  const harmful: readonly string[] = [
    'globals()["down_revision"] = "x"',
    'globals()["down_" + "revision"] = "x"',
    'globals().update({"down_revision": "x"})',
    'globals().update(down_revision="x")',
    'globals().update(**values)',
    'names = globals()\nnames["down_revision"] = "x"',
    'def f():\n    globals()["down_revision"] = "x"\nf()',
    'def f():\n    globals()["down_revision"] = "x"\nglobals()["f"]()',
    'def f():\n    global down_revision\n    down_revision = "x"\nlocals()["f"]()',
    'import sys\nsetattr(sys.modules[__name__], "down_revision", "x")',
    'import sys\nme = sys.modules[__name__]\nsetattr(me, "down_revision", "x")',
    'import sys\nvars(sys.modules[__name__])["down_revision"] = "x"',
    'exec("down_revision = \'x\'")',
    'change(globals())',
    'vars()["down_revision"] = "x"',
    'del globals()["down_revision"]',
  ];
  for (const text of harmful)
    test(`changes the header: ${text}`, () => assert.equal(parentIn(`${header}${text}\n`, 'x.py'), '?'));
});

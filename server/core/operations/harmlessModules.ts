/**
 * Modules of Python's library, and packages for logging, progress and the like, whose functions change no
 * schema.
 */
const modules: ReadonlySet<string> = new Set(
  (
    'builtins __future__ abc argparse array ast asyncio atexit base64 binascii bisect bz2 calendar cmath codecs collections concurrent configparser ' +
    'contextlib contextvars copy copyreg csv ctypes dataclasses datetime decimal difflib dis email encodings enum errno faulthandler filecmp fileinput ' +
    'fnmatch fractions ftplib functools gc getopt getpass gettext glob graphlib gzip hashlib heapq hmac html http imaplib importlib inspect io ipaddress ' +
    'itertools json keyword linecache locale logging lzma mailbox marshal math mimetypes mmap multiprocessing netrc numbers operator optparse os pathlib ' +
    'pickle pkgutil platform plistlib poplib posixpath pprint profile queue quopri random re reprlib resource runpy sched secrets select selectors shelve ' +
    'shlex shutil signal smtplib socket socketserver sqlite3 ssl stat statistics string stringprep struct subprocess sys sysconfig syslog tarfile tempfile ' +
    'textwrap threading time timeit token tokenize tomllib trace traceback tracemalloc types typing unicodedata unittest urllib uuid venv warnings wave ' +
    'weakref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo ' +
    'click rich tqdm structlog loguru pytz dateutil six yaml orjson simplejson ujson slugify psycopg2 psycopg asyncpg pymysql MySQLdb passlib bcrypt ' +
    'cryptography pydantic typing_extensions dotenv requests httpx numpy pandas boto3 botocore redis geoalchemy2 shapely markupsafe jinja2 werkzeug'
  ).split(' '),
);

/** Whether what a dotted name stands for changes no schema when it is called. */
export function isHarmless(path: string): boolean {
  const at = path.indexOf('.');
  return modules.has(at < 0 ? path : path.slice(0, at));
}

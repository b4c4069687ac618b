import type { BridgeError } from '../bridge/bridgeAnswers';

/** Errors whose text does not say what is to be changed in env.py, the config file or the URL. */
export type SetUpError = Extract<
  BridgeError['kind'],
  | 'percentSign'
  | 'asynchronousDriver'
  | 'driverOption'
  | 'dialectWithoutAlembic'
  | 'loggingSections'
  | 'moduleElsewhere'
>;

/** What is wrong in one sentence, with what to change. */
export function explainSetUp(kind: SetUpError, reason: string): string {
  switch (kind) {
    case 'percentSign':
      return `A value of the configuration has a % sign that stands alone (${reason}); write %% in the config file, and .replace("%", "%%") where env.py sets it.`;
    case 'asynchronousDriver':
      return `env.py opens the asynchronous driver ${reason} with a synchronous engine; use async_engine_from_config as in Alembic's template "async", or the URL of a synchronous driver.`;
    case 'driverOption':
      return `The database driver does not know the option ${reason}; correct it in the database's URL or in connect_args.`;
    case 'dialectWithoutAlembic':
      return `Alembic has no implementation of the dialect ${reason}; declare a subclass of alembic.ddl.impl.DefaultImpl with __dialect__ = "${reason}" in env.py.`;
    case 'loggingSections':
      return `The config file has no section ${reason} for the logging that env.py sets up by fileConfig(); add the sections of Alembic's template, or leave the call out.`;
    case 'moduleElsewhere': {
      const [name = '', ...rest] = reason.split(' ');
      const folder = rest.join(' ');
      const where = folder === '.' ? 'the folder that Alembic runs in' : folder;
      return `env.py imports ${name}, which lies in ${where} and is not on Python's path; name that folder in prepend_sys_path of the config file, or in PYTHONPATH.`;
    }
  }
}

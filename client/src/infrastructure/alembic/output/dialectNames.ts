import { distance } from 'fastest-levenshtein';
import known from '../../../../python/workbench_bridge/dialect_names.json';

const otherNames: Readonly<Record<string, string>> = known.otherNames;
const drivers: Readonly<Record<string, readonly string[]>> = known.drivers;

/** Most letters that are wrong in a slip. */
const fewLetters = 2;

/** The scheme that is meant by one that people write. Names as SQLAlchemy has them: `mysql.pymysql`. */
export function schemeCorrection(name: string): { readonly from: string; readonly to: string } | undefined {
  const [dialect = '', driver = ''] = name.split('.');
  const meant = otherNames[name] ?? corrected(dialect, driver);
  return meant === undefined ? undefined : { from: asScheme(name), to: asScheme(meant) };
}

function corrected(dialect: string, driver: string): string | undefined {
  const own = drivers[dialect];
  if (own) {
    const close = closest(driver, own);
    return close === undefined ? undefined : `${dialect}.${close}`;
  }
  if (known.others.includes(dialect)) return undefined;
  const close = otherNames[dialect] ?? closest(dialect, Object.keys(drivers));
  return close === undefined || driver === '' ? close : `${close}.${driver}`;
}

function closest(written: string, names: readonly string[]): string | undefined {
  const [best] = names
    .map((name) => ({ name, letters: distance(written, name) }))
    .sort((one, other) => one.letters - other.letters);
  return best && best.letters <= fewLetters && written.length > fewLetters * 2 ? best.name : undefined;
}

function asScheme(name: string): string {
  return name.replace('.', '+');
}

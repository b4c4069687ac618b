const urlPassword = /([A-Za-z][\w+.-]*:\/\/[^\s/:@'"]*):[^\s'"]*@/g;
const namedPassword =
  /(\b\w*(?:password|passwd|pwd|secret|token)\w*['"]?\s*[=:]\s*)('[^']*'|"[^"]*"|[^\s;&,'")]+)/gi;
const secretVariable = /password|passwd|secret|token|(?:^|_)pwd$|_pass$/i;
const shortestSecret = 6;

/** Replaces passwords by `***` in whatever text is shown or logged. Lines must come whole. */
export class SecretMask {
  private readonly literals: readonly RegExp[];

  /** Takes the environment of the process whose output is masked: values of its PASSWORD-like variables are secrets. */
  constructor(environment: Readonly<Record<string, string | undefined>> = {}) {
    this.literals = secretValues(environment).map((value) => new RegExp(wholeWord(value), 'g'));
  }

  mask(text: string): string {
    const withoutLiterals = this.literals.reduce((masked, literal) => masked.replace(literal, '***'), text);
    return withoutLiterals.replace(urlPassword, '$1:***@').replace(namedPassword, '$1***');
  }
}

function secretValues(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const values: string[] = [];
  for (const [name, value] of Object.entries(environment)) {
    if (!value) continue;
    // PWD is the working directory; MYSQL_PWD is a password.
    if (name !== 'PWD' && name !== 'OLDPWD' && secretVariable.test(name)) values.push(value);
    const inUrl = /^[A-Za-z][\w+.-]*:\/\/[^/:@]*:([^@]*)@/.exec(value)?.[1];
    if (inUrl) values.push(inUrl);
  }
  return values.filter((value) => value.length >= shortestSecret);
}

function wholeWord(value: string): string {
  const escaped = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return `(?<!\\w)${escaped}(?!\\w)`;
}

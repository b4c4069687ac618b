/** The dotted path that an import statement binds to a name; undefined for any other statement. */
export function importedPath(statement: string, name: string): string | undefined {
  const text = statement
    .replace(/#.*/g, '')
    .replace(/[\\()\s]+/g, ' ')
    .trim();
  const from = /^from ([\w.]+) import (.+)$/.exec(text);
  for (const clause of (from?.[2] ?? text.replace(/^import /, '')).split(',')) {
    const [path = '', alias] = clause.trim().split(' as ');
    if (from) {
      if ((alias ?? path) === name) return `${from[1] ?? ''}.${path}`;
    } else if (alias === undefined ? path.split('.')[0] === name : alias === name)
      return alias === undefined ? name : path;
  }
  return undefined;
}

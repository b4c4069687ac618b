/** A value as indented JSON. Characters that are invisible or that a terminal would act on are escaped. */
export function jsonText(value: unknown): string {
  return escaped(JSON.stringify(value, undefined, 2));
}

/** The same on one line. */
export function jsonLine(value: unknown, replacer?: (key: string, value: unknown) => unknown): string {
  return escaped(JSON.stringify(value, replacer));
}

/**
 * JSON.stringify does not escape DEL, C1 and zero-width characters. They occur in strings only, where an
 * escape is equal.
 */
function escaped(json: string): string {
  const text = json.replace(/[\x7f-\x9f\u2028\u2029]|\p{Default_Ignorable_Code_Point}/gu, (found) =>
    Array.from(
      { length: found.length },
      (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
  return `${text}\n`;
}

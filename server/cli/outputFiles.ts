import { readFileSync, writeFileSync } from 'node:fs';

/** The pages about rules that are bundled with the command line, by rule id. */
export function readRulePages(path: string): ReadonlyMap<string, string> {
  return new Map(Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>));
}

/** Writes a report; gives the reason where that fails. */
export function writeOutputFile(path: string, text: string): string | undefined {
  try {
    writeFileSync(path, text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

import type { GitSetting } from './gitCommand';

/** What Git is asked for the filters that a checkout would run: lines `filter.NAME.process`. */
export const filterQuestion: readonly string[] = [
  'config',
  '--name-only',
  '--get-regexp',
  String.raw`^filter\..*\.(clean|smudge|process|required)$`,
];

/** The names of filters in the answer, such as `lfs`. */
export function filterNames(lines: readonly string[]): readonly string[] {
  const keys = lines.filter((line) => line.startsWith('filter.'));
  return [...new Set(keys.map((key) => key.slice('filter.'.length, key.lastIndexOf('.'))))];
}

/** Settings for which no filter runs: files are what Git has stored. */
export function withoutFilters(names: readonly string[]): readonly GitSetting[] {
  return names.flatMap((name): GitSetting[] => [
    [`filter.${name}.process`, ''],
    [`filter.${name}.smudge`, ''],
    [`filter.${name}.clean`, ''],
    [`filter.${name}.required`, 'false'],
  ]);
}

/** What Git is asked for the files below folders that have a filter. */
export function filteredFilesQuestion(paths: readonly string[]): readonly string[] {
  return [
    '-c',
    'core.quotePath=false',
    'ls-files',
    '--',
    ...paths.map((path) => `:(literal)${path.replaceAll('\\', '/')}`),
    ':(exclude,attr:!filter)',
    ':(exclude,attr:-filter)',
  ];
}

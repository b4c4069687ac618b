import type { RevisionFile } from '../project/environmentSnapshot';
import type { HeaderName, StaticValue } from '../python/revisionFile';
import type { Rule, RuleFinding } from './rule';

/** The header is there, but Python or Alembic can't make anything of it: a syntax error, or a value of a kind that is no id. */
export const unreadableHeader: Rule = {
  id: 'unreadable-header',
  defaultSeverity: 'error',
  summary: "Alembic can't read the header of a revision file.",
  *check({ snapshot }) {
    for (const file of snapshot.files) {
      yield* syntaxProblems(file);
      const { header } = file.reading;
      for (const name of ['revision', 'down_revision', 'branch_labels', 'depends_on'] as const) {
        yield* wrongValue(file, name, header[name]?.value);
      }
    }
  },
};

function syntaxProblems(file: RevisionFile): readonly RuleFinding[] {
  if (file.reading.problems.some((problem) => problem.kind === 'merge-conflict-markers')) return [];
  if (file.reading.problems.length === 0) return unreadableText(file);
  return file.reading.problems.map((problem) => ({
    message: `Python can't load this file, so every Alembic command fails: ${lowerFirst(problem.message)}`,
    file: file.path,
    range: problem.range,
    related: [],
    fixes: [],
  }));
}

/** The file is there, but its text can't be had: a broken link, or bytes that are no text. */
function unreadableText(file: RevisionFile): readonly RuleFinding[] {
  if (!file.failure || !['ImportError', 'AssertionError'].includes(file.failure.type)) return [];
  return [
    {
      message: 'This file can not be read, so every Alembic command fails: restore it or remove it.',
      file: file.path,
      range: { start: 0, end: 0 },
      related: [],
      fixes: [],
    },
  ];
}

function wrongValue(
  file: RevisionFile,
  name: HeaderName,
  value: StaticValue | undefined,
): readonly RuleFinding[] {
  const wrong = value && wrongPart(name, value);
  if (!wrong) return [];
  const words = describe(wrong);
  return [
    {
      severity: name === 'branch_labels' ? 'warning' : undefined,
      message:
        name === 'revision'
          ? `revision is ${words}, and Alembic needs a string: write the id in quotes.`
          : `${name} holds ${words}, which names nothing: write names in quotes, or None for none.`,
      file: file.path,
      range: wrong.range,
      related: [],
      fixes: [],
    },
  ];
}

/** The first value that Alembic can't use. */
function wrongPart(name: HeaderName, value: StaticValue): StaticValue | undefined {
  switch (value.kind) {
    case 'string':
    case 'dynamic':
      return undefined;
    case 'none':
      return name === 'revision' ? value : undefined;
    case 'sequence': {
      if (name === 'revision') return value;
      if (value.items.length === 1 && value.items[0]?.kind === 'none') return undefined;
      return value.items
        .map((item) => (item.kind === 'none' ? item : wrongPart(name, item)))
        .find((part) => part !== undefined);
    }
    case 'number':
    case 'boolean':
    case 'bytes':
      return value;
  }
}

function describe(value: StaticValue): string {
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'sequence':
      return `a ${value.form}`;
    case 'number':
      return `the number ${value.source}`;
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'bytes':
      return 'bytes';
    case 'string':
      return 'a string';
    case 'dynamic':
      return 'something computed';
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

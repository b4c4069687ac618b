import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyFix } from '../../../server/core/edits/fixes/fixes';
import { createDateAt } from '../../../server/core/text/createDate';
import type { EditContext } from '../../../server/core/edits/editContext';
import type { FixSpecification } from '../../../server/core/findings/fixSpecification';
import { readRevisionFile } from '../../../server/core/python/readRevisionFile';
import { runRules } from '../../../server/core/rules/engine/runRules';
import type { WrittenHistory, WrittenRevision } from './histories';
import { historyArbitrary, oddHistoryArbitrary } from './histories';
import type { Files } from './proof';
import { applyChange, graphOf, undoEdits } from './proof';
import { snapshotOf } from '../snapshotOf';
import { caseCount, caseSeed } from '../../fixtures/caseCount';

const date = createDateAt(Date.UTC(2026, 0, 31), undefined, 'UTC');
assert.ok(date);
const context: EditContext = { scriptTemplate: undefined, newRevisionId: 'f00dfacecafe', now: date };

type Graph = Readonly<Record<string, { readonly parents: readonly string[] }>>;

/**
 * One file of a history spoilt, the fix to take, and the parents of every revision that are promised
 * afterwards.
 */
interface Repair {
  readonly files: Files;
  readonly fix: FixSpecification;
  readonly promise: Graph;
  readonly check?: (after: Files) => void;
  /** A revision of which nothing is promised but that it can be read. */
  readonly unsure?: string;
}

type Spoil = (
  history: WrittenHistory,
  revision: WrittenRevision,
  text: string,
  choice: number,
) => Repair | undefined;

const repairs: Readonly<Record<string, Spoil>> = {
  'write-header: a parent that is gone': (history, revision, text) => {
    const { down_revision: own } = readRevisionFile(text).header;
    const spoilt = own && withoutLines(text, own.statementRange);
    if (spoilt === undefined || readRevisionFile(spoilt).header.down_revision) return undefined;
    if (!readRevisionFile(spoilt).header.revision) return undefined;
    const names = { down_revision: revision.parents };
    return repairOf(history, revision, spoilt, { kind: 'write-header', file: revision.path, names });
  },
  'write-header: an id that is gone': (history, revision, text) => {
    const { revision: own } = readRevisionFile(text).header;
    const spoilt = own && withoutLines(text, own.statementRange);
    if (spoilt === undefined || readRevisionFile(spoilt).header.revision) return undefined;
    if (!readRevisionFile(spoilt).header.down_revision) return undefined;
    const fix = { kind: 'write-header', file: revision.path, revision: { id: revision.id } } as const;
    return repairOf(history, revision, spoilt, fix);
  },
  'write-header: a value of another kind': (history, revision, text, choice) => {
    const { down_revision: own } = readRevisionFile(text).header;
    if (!own || /,/.test(text.slice(own.nameRange.start, own.valueRange.start))) return undefined;
    const value = ['3', 'True', 'b"a"', '{"a": 1}'][choice % 4] ?? '';
    const spoilt = text.slice(0, own.valueRange.start) + value + text.slice(own.valueRange.end);
    const names = { down_revision: revision.parents };
    return repairOf(history, revision, spoilt, { kind: 'write-header', file: revision.path, names });
  },
  'add-function': (history, revision, text, choice) => {
    const at = text.indexOf('def downgrade');
    const body = choice % 2 === 0 ? 'pass' : 'raise';
    const spoilt = text.slice(0, at).trimEnd() + (choice % 3 === 0 ? '' : '\n');
    const fix = { kind: 'add-function', file: revision.path, name: 'downgrade', body } as const;
    return repairOf(history, revision, spoilt, fix, (after) => {
      const { downgrade } = readRevisionFile(textOf(after, revision.path));
      assert.equal(downgrade?.isEmpty, body === 'pass');
    });
  },
  'rename-function': (history, revision, text) => {
    const spoilt = text.replace('def upgrade', 'def upgarde');
    const fix = { kind: 'rename-function', file: revision.path, from: 'upgarde', to: 'upgrade' } as const;
    return repairOf(history, revision, spoilt, fix, (after) => {
      assert.equal(textOf(after, revision.path), text);
    });
  },
  'repair-syntax': (history, revision, text, choice) => {
    const brackets = [...text.slice(0, text.indexOf('def ')).matchAll(/[)\]](?=[^"']*\r?\n)/g)];
    const bracket = brackets[choice % Math.max(1, brackets.length)];
    if (!bracket) return undefined;
    const spoilt = text.slice(0, bracket.index) + text.slice(bracket.index + 1);
    const before = readRevisionFile(spoilt).problems.length;
    if (before === 0) return undefined;
    const files = replaced(history.files, revision.path, spoilt);
    const fix = runRules(snapshotOf(files), { rules: {} })
      .flatMap(({ fixes }) => fixes)
      .find(({ kind }) => kind === 'repair-syntax');
    if (!fix) return undefined;
    // Where a bracket is to be closed is a guess; the file can be read afterwards.
    const repair = repairOf(history, revision, spoilt, fix, (after) => {
      assert.ok(readRevisionFile(textOf(after, revision.path)).problems.length < before);
    });
    return { ...repair, unsure: revision.id };
  },
  'resolve-conflict': (history, revision, text, choice) => {
    const { down_revision: own } = readRevisionFile(text).header;
    const [other] = history.revisions.filter(({ id }) => id !== revision.id);
    if (!own || !other || revision !== history.revisions.at(-1)) return undefined;
    const start = text.lastIndexOf('\n', own.statementRange.start - 1) + 1;
    const end = text.indexOf('\n', own.statementRange.end) + 1;
    const written = text.slice(start, end);
    if (!/^down_revision/.test(written) || written.split('revision').length > 2) return undefined;
    const newLine = written.endsWith('\r\n') ? '\r\n' : '\n';
    const theirs = `down_revision = '${other.id}'${newLine}`;
    const [marks, middle, close] = ['<<<<<<< HEAD', '=======', '>>>>>>> topic'].map((mark) => mark + newLine);
    const keep = choice % 2 === 0 ? 'ours' : 'theirs';
    const spoilt = `${text.slice(0, start)}${marks ?? ''}${written}${middle ?? ''}${theirs}${close ?? ''}${text.slice(end)}`;
    const kept = keep === 'ours' ? text : text.slice(0, start) + theirs + text.slice(end);
    const fix = { kind: 'resolve-conflict', file: revision.path, keep, label: '' } as const;
    const parents = keep === 'ours' ? revision.parents : [other.id];
    return {
      files: replaced(history.files, revision.path, spoilt),
      fix,
      promise: { ...graphOfHistory(history), [revision.id]: { parents } },
      check: (after) => assert.equal(headerOf(textOf(after, revision.path)), headerOf(kept)),
    };
  },
  'move-out': (history, revision) => {
    const helper = { path: '/versions/helpers.py', text: 'LIMIT = 3\n' };
    const fix = { kind: 'move-out', file: helper.path } as const;
    const repair = repairOf(history, revision, textOf(history.files, revision.path), fix, (after) => {
      assert.equal(textOf(after, '/helpers.py'), helper.text);
    });
    return { ...repair, files: [...repair.files, helper] };
  },
  'exclude-file': (history, revision, text) => {
    const isNamed = history.revisions.some(({ parents, dependencies }) =>
      [...parents, ...dependencies].includes(revision.id),
    );
    const fix = { kind: 'exclude-file', file: revision.path } as const;
    const repair = repairOf(history, revision, text, fix, (after) => {
      assert.ok(!isNamed);
      assert.equal(textOf(after, `${revision.path}.aside`), text);
    });
    const { [revision.id]: gone, ...promise } = repair.promise;
    assert.ok(gone);
    return { ...repair, promise };
  },
};

/** Reasons for which a repair may be refused. */
const allowed =
  /builds on|does not stand on a line of its own|edit it by hand|by hand|share one value|would not read as promised/;

suite('fixes of spoilt files, on random histories in random spellings', () => {
  for (const [name, spoil] of Object.entries(repairs)) {
    test(`${name}: the promised graph, and undone to the byte`, () => {
      const seed = caseSeed();
      const counts = { done: 0, refused: 0 };
      fc.assert(
        fc.property(
          fc.oneof(historyArbitrary, oddHistoryArbitrary),
          fc.nat(),
          fc.nat(),
          (history, which, choice) => {
            const revision = history.revisions[which % history.revisions.length];
            const repair = revision && spoil(history, revision, textOf(history.files, revision.path), choice);
            if (!repair) return;
            const { files, fix, promise, unsure } = repair;
            const outcome = applyFix(snapshotOf(files), fix, context);
            if (!outcome.ok) {
              assert.match(outcome.reason, allowed);
              counts.refused++;
              return;
            }
            const after = applyChange(files, outcome.change);
            assert.deepEqual(parentsIn(graphOf(after), unsure), parentsIn(promise, unsure));
            repair.check?.(after);
            assert.deepEqual(undoEdits(files, after, outcome.change), files);
            counts.done++;
          },
        ),
        { seed, numRuns: caseCount(80), endOnFailure: true },
      );
      assert.ok(counts.done > 10, JSON.stringify(counts));
    });
  }
});

function parentsIn(graph: Graph, unsure: string | undefined): Readonly<Record<string, readonly string[]>> {
  const entries = Object.entries(graph).filter(([id]) => id !== unsure);
  return Object.fromEntries(entries.map(([id, { parents }]) => [id, parents]));
}

function repairOf(
  history: WrittenHistory,
  { path }: WrittenRevision,
  spoilt: string,
  fix: FixSpecification,
  check?: (after: Files) => void,
): Repair {
  const files = replaced(history.files, path, spoilt);
  return { files, fix, promise: graphOfHistory(history), ...(check ? { check } : {}) };
}

function graphOfHistory({ revisions }: WrittenHistory): Graph {
  return Object.fromEntries(revisions.map(({ id, parents }) => [id, { parents }]));
}

function replaced(files: Files, path: string, text: string): Files {
  return files.map((file) => (file.path === path ? { path, text } : file));
}

function textOf(files: Files, path: string): string {
  const found = files.find((file) => file.path === path);
  assert.ok(found, `${path} is not there`);
  return found.text;
}

/** The text up to the functions, without what is said about parents in the docstring. */
function headerOf(text: string): string {
  return text.slice(text.indexOf('from typing'));
}

/** The text without the lines of a statement, where nothing else stands on them. */
function withoutLines(
  text: string,
  range: { readonly start: number; readonly end: number },
): string | undefined {
  // Two variables at once.
  if (/^revision, /.test(text.slice(range.start, range.end))) return undefined;
  const start = text.lastIndexOf('\n', range.start - 1) + 1;
  const end = text.indexOf('\n', range.end) + 1;
  const rest = text.slice(range.end, end).replace(/;|#[^\r\n]*/g, '');
  return text.slice(start, range.start).trim() === '' && rest.trim() === ''
    ? text.slice(0, start) + text.slice(end)
    : undefined;
}

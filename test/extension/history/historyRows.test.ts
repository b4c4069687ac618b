import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { historyRows, inPieces, pieceOf } from '../../../client/src/features/historyTree/historyNode';
import type { HistoryNode } from '../../../client/src/features/historyTree/historyNode';
import type { EnvironmentDto, HistoryDto, RevisionDto } from '../../../server/protocol/environments';

const environment = { key: 'alembic.ini' } as EnvironmentDto;

suite('rows of the history', () => {
  test('twenty merges in a row are as many rows as revisions', () => {
    const revisions: RevisionDto[] = [revision('base', [])];
    for (let at = 0; at < 20; at++) {
      const below = revisions.at(-1)?.id ?? '';
      revisions.push(revision(`left${at}`, [below]), revision(`right${at}`, [below]));
      revisions.push(revision(`merge${at}`, [`left${at}`, `right${at}`]));
    }
    assert.equal(historyRows(environment, history(revisions.reverse())).length, 61);
  });

  test('each row shows what its index leads to', () => {
    const rows = historyRows(environment, {
      ...history([revision('c', ['x']), revision('h', ['a'], true)]),
      missing: [{ id: 'x', namedBy: ['c'] }],
      unreadable: [
        {
          uri: 'file:///broken.py',
          message: 'no id',
          range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        },
      ],
      rows: [
        { kind: 'revision', index: 1 },
        { kind: 'unreadable', index: 0 },
        { kind: 'revision', index: 0 },
        { kind: 'missing', index: 0 },
        { kind: 'missing', index: 1 },
      ],
    });
    assert.deepEqual(rows.map(describe), ['h', 'file:///broken.py', 'c', 'missing x']);
  });

  test('a long history comes in pieces', () => {
    const revisions = Array.from({ length: 25 }, (_, at) => revision(`r${at}`, []));
    const first = inPieces(environment, historyRows(environment, history(revisions)), 10);
    assert.equal(first.length, 11);
    const older = first[10];
    assert.ok(older?.kind === 'older');
    assert.equal(older.rows.length, 15);
    const second = inPieces(environment, older.rows, 10);
    assert.deepEqual(second.map(describe).slice(0, 2), ['r10', 'r11']);
    assert.equal(second.at(-1)?.kind, 'older');
  });

  test('each row of a long history is in the piece that it is given with', () => {
    const revisions = Array.from({ length: 25 }, (_, at) => revision(`r${at}`, []));
    const rows = historyRows(environment, history(revisions));
    let seen = 0;
    let holder: HistoryNode | undefined;
    for (let piece = inPieces(environment, rows, 10); piece.length > 0;) {
      for (const row of piece) assert.deepEqual(pieceOf(environment, rows, row, 10), holder);
      seen += piece.filter(({ kind }) => kind === 'revision').length;
      const last = piece.at(-1);
      if (last?.kind !== 'older') break;
      holder = last;
      piece = inPieces(environment, last.rows, 10);
    }
    assert.equal(seen, 25);
  });

  test('a history of whole pieces ends with the last one', () => {
    const rows = historyRows(
      environment,
      history(Array.from({ length: 20 }, (_, at) => revision(`r${at}`, []))),
    );
    const [first, last] = [rows[9], rows[19]];
    assert.ok(first && last);
    assert.equal(pieceOf(environment, rows, first, 10), undefined);
    assert.deepEqual(pieceOf(environment, rows, last, 10), inPieces(environment, rows, 10).at(-1));
    assert.equal(pieceOf(environment, rows, last, 20), undefined);
  });
});

function describe(node: HistoryNode): string {
  switch (node.kind) {
    case 'revision':
      return node.revisionId;
    case 'unknown':
    case 'missing':
      return `missing ${node.revisionId}`;
    case 'unreadable':
      return node.uri;
    case 'environment':
    case 'older':
      return node.kind;
  }
}

function history(revisions: readonly RevisionDto[]): HistoryDto {
  const lists = { heads: [], realHeads: [], bases: [], branchLabels: [], missing: [], unreadable: [] };
  const rows = revisions.map((_, index) => ({ kind: 'revision' as const, index }));
  return { environment: 'alembic.ini', generation: 1, revisions, rows, ...lists };
}

function revision(id: string, downRevisions: readonly string[], isHead = false): RevisionDto {
  return {
    id,
    downRevisions,
    nextRevisions: [],
    dependsOn: [],
    branchLabels: [],
    message: id,
    createDate: null,
    uri: `file:///${id}.py`,
    opensAt: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    isHead,
    isBase: downRevisions.length === 0,
    isBranchPoint: false,
    isMergePoint: downRevisions.length > 1,
    dynamic: [],
    problems: [],
    destructive: false,
  };
}

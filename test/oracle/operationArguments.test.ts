import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { bindArguments, isNewer } from '../../server/core/operations/bindArguments';
import { signatures } from '../../server/core/operations/signatures';
import type { Value } from '../../server/core/operations/value';
import { pythonWith } from './graphOracle';

const versions = [
  { name: 'newest', packages: ['alembic', 'sqlalchemy'] },
  { name: '1.13', packages: ['alembic==1.13.3', 'sqlalchemy'] },
  { name: '1.8', packages: ['alembic==1.8.1', 'sqlalchemy==1.4.54'] },
];

/** A call by the number of its positional arguments and the names of the others. */
interface Probe {
  readonly receiver: 'op' | 'batch_op';
  readonly name: string;
  readonly positional: number;
  readonly keywords: readonly string[];
}

const program = `
import inspect, json, sys
import alembic
from alembic.operations import BatchOperations, Operations
owners = {"op": Operations, "batch_op": BatchOperations}
def takes(probe):
    method = getattr(owners[probe["receiver"]], probe["name"], None)
    if method is None:
        return False
    try:
        inspect.signature(method).bind(None, *[None] * probe["positional"], **dict.fromkeys(probe["keywords"]))
    except TypeError:
        return False
    return True
json.dump([alembic.__version__, [takes(each) for each in json.load(sys.stdin)]], sys.stdout)
`;

/** Every parameter once by position, where it can be reached so, and once by name. */
function probes(): readonly Probe[] {
  return (['op', 'batch_op'] as const).flatMap((receiver) =>
    Object.entries(signatures[receiver]).flatMap(([name, { parameters }]): readonly Probe[] => {
      if (name === 'implementation_for' || name === 'register_operation') return [];
      const named = parameters.filter(({ kind }) => kind === 'positional' || kind === 'keyword');
      const required = named.filter((each) => each.required === true).length;
      const hasRest = parameters.some(({ kind }) => kind === 'rest');
      const others = named.slice(required);
      return [
        { receiver, name, positional: required, keywords: [] },
        ...others.map((each) => ({ receiver, name, positional: required, keywords: [each.name] })),
        ...(hasRest
          ? []
          : others.map((_, index) => ({ receiver, name, positional: required + index + 1, keywords: [] }))),
      ];
    }),
  );
}

suite('arguments of operations', () => {
  for (const { name, packages } of versions)
    test(`are those that Alembic ${name} takes`, async () => {
      const python = await pythonWith(`oracle-${name}`, packages);
      const asked = probes();
      const output = execFileSync(python, ['-c', program], {
        input: JSON.stringify(asked),
        encoding: 'utf8',
      });
      const [version, taken] = JSON.parse(output) as [string, boolean[]];
      const none: Value = { kind: 'none', range: { start: 0, end: 0 } };
      const found = asked.map(({ receiver, name: operation, positional, keywords }) => {
        const signature = signatures[receiver][operation];
        if (!signature || isNewer(signature.since, version)) return false;
        const given = {
          positional: Array.from({ length: positional }, () => none),
          keywords: new Map(keywords.map((each) => [each, none])),
          doubt: undefined,
        };
        const { refusal, surplus } = bindArguments(signature, given, version);
        return refusal === undefined && surplus.length === 0;
      });
      assert.deepEqual(
        asked.filter((_, index) => found[index] !== taken[index]),
        [],
      );
      assert.ok(taken.includes(false));
    });
});

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { signatures } from '../../server/core/operations/signatures';
import { sharedFolder } from '../fixtures/projectRoot';

interface Recorded {
  readonly params: readonly { readonly name: string; readonly kind: string; readonly default?: string }[];
}

/** The signatures of Alembic 1.19. */
const recorded = `${sharedFolder}/vectors/ops.json`;
const kinds: Readonly<Record<string, string>> = {
  positional_or_keyword: 'positional',
  keyword_only: 'keyword',
  var_positional: 'rest',
  var_keyword: 'keywords',
};

suite('signatures of operations', () => {
  for (const receiver of ['op', 'batch_op'] as const)
    test(`${receiver} takes what Alembic takes`, function () {
      if (!existsSync(recorded)) {
        console.log(`      skipped: there are no signatures to compare with at ${recorded}`);
        this.skip();
      }
      const answers = JSON.parse(readFileSync(recorded, 'utf8')) as Record<string, Record<string, Recorded>>;
      for (const [name, { params }] of Object.entries(answers[receiver] ?? {})) {
        const ours = signatures[receiver][name];
        // What is of no use in a migration is left out.
        if (!ours && ['implementation_for', 'register_operation'].includes(name)) continue;
        assert.ok(ours, `${receiver}.${name} is missing`);
        assert.deepEqual(
          ours.parameters
            .filter(({ since }) => since !== '1.20')
            .map(({ name, kind, required }) => [name, kind, required]),
          params.map(({ name, kind, default: value }) => [
            name,
            kinds[kind],
            value === undefined && !kind.startsWith('var_') ? true : undefined,
          ]),
          `${receiver}.${name}`,
        );
      }
    });
});

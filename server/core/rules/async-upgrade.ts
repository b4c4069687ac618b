import type { CallResult } from '../python/revisionFile';
import type { Rule } from './engine/rule';

/**
 * Alembic calls `upgrade` and `downgrade` and drops what they give: a coroutine or a generator never runs.
 */
export const asyncUpgrade: Rule = {
  id: 'async-upgrade',
  defaultSeverity: 'warning',
  summary: 'A migration function is async or a generator, so that Alembic runs nothing of it.',
  *checkFile({ path, script, reading }) {
    if (!script || !reading.notRun) return;
    for (const name of ['upgrade', 'downgrade'] as const) {
      const result = reading.notRun[name];
      const range = reading[name]?.nameRange;
      if (result && range)
        yield { message: messageFor(name, result), file: path, range, related: [], fixes: [] };
    }
  },
};

function messageFor(name: string, result: CallResult): string {
  const outcome = 'so it runs nothing and records the revision all the same';
  switch (result) {
    case 'coroutine':
      return `Alembic does not await ${name}(), ${outcome}: write def in place of async def.`;
    case 'generator':
      return `Alembic does not iterate over ${name}(), ${outcome}: take yield out of it.`;
    case 'async generator':
      return `Alembic does not iterate over ${name}(), ${outcome}: write def in place of async def, and take yield out.`;
  }
}

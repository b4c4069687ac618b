import { fileNameOf } from '../files/paths';
import { tablesAfter } from '../operations/tablesAfter';
import type { DroppedTable } from '../operations/tablesAfter';
import { readOperations } from '../operations/readOperations';
import type { Operation } from '../operations/operation';
import type { RevisionFile } from '../project/environmentSnapshot';
import { ancestorsInOrder } from '../schema/schemaAt';
import type { Rule, RuleContext, RuleFinding } from './engine/rule';
import { newFilesOf } from './support/newFiles';
import { quotedList } from './support/wording';

/** So many tables are seldom dropped at once on purpose. */
const fewestTables = 3;

/** In a longer history it is not worked out whether fewer tables are all of them. */
const longestShortHistory = 20;

/** How many of the tables are shown. */
const mostRelated = 20;

const wordsOfIntent =
  /\b(?:drop|remov|delet|clean|clear|retir|deprecat|obsolet|unused|legacy|purg|reset|squash)/i;

/**
 * A new revision that drops three tables or more, or all that there are: what autogenerate writes where
 * env.py sees no models, or only those of another base.
 */
export const massDrop: Rule = {
  id: 'mass-drop',
  defaultSeverity: 'warning',
  summary: 'A new revision drops many tables, as autogenerate does where it sees no models.',
  *check(context) {
    for (const file of newFilesOf(context)) {
      yield undefined;
      const dropped = context.remember(tablesDropped, file);
      const [first] = dropped;
      if (!first || dropped.length === 1 || isMeant(file)) continue;
      if (dropped.length < fewestTables && !leavesNone(context, file)) continue;
      yield findingOf(file, dropped, first);
    }
  },
};

/** Who says so in the message or the name of the file means it. */
function isMeant({ path, script }: RevisionFile): boolean {
  return wordsOfIntent.test(`${script?.message ?? ''} ${fileNameOf(path)}`.replaceAll('_', ' '));
}

function tablesDropped(file: RevisionFile): readonly DroppedTable[] {
  const { script, reading } = file;
  return script && reading.problems.length === 0 && mayDrop(file) ? tablesAfter(upgradeOf(file)).dropped : [];
}

/** Whether the text beside `downgrade` has words for it; of the others nothing need be parsed. */
function mayDrop(file: RevisionFile): boolean {
  const text = file.readText() ?? '';
  const { downgrade } = file.reading;
  const rest = downgrade ? text.slice(0, downgrade.range.start) + text.slice(downgrade.range.end) : text;
  return /drop_table|\bdrop\s+table\b|\.drop\b|\bdrop['"]/i.test(rest);
}

function upgradeOf(file: RevisionFile): readonly Operation[] {
  const { upgrade } = file.reading;
  const text = upgrade && !upgrade.isEmpty ? file.readText() : undefined;
  return text === undefined ? [] : readOperations(text, 'upgrade');
}

/** Whether nothing is left of all that this revision and those before it made, in a short history. */
function leavesNone({ snapshot, remember }: RuleContext, { script }: RevisionFile): boolean {
  const { map } = snapshot;
  if (!script || map.scripts.length > longestShortHistory) return false;
  const files = ancestorsInOrder(snapshot, [script.id]);
  const operations = files.flatMap((file) => remember(upgradeOf, file));
  const isKnown = operations.every(({ kind }) => kind !== 'opaque');
  return isKnown && tablesAfter(operations).made.size === 0;
}

function findingOf(
  { path }: RevisionFile,
  dropped: readonly DroppedTable[],
  { range }: DroppedTable,
): RuleFinding {
  const names = quotedList(dropped.map(({ name }) => name));
  return {
    message: `upgrade() drops ${dropped.length} tables (${names}): where autogenerate wrote this, env.py does not see their models, so delete this revision and import them there; else say in the message that they are dropped.`,
    file: path,
    range,
    related: dropped
      .slice(1, mostRelated)
      .map((each) => ({ file: path, range: each.range, message: `'${each.name}' is dropped here.` })),
    fixes: [],
  };
}

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import type { BrokenRule } from '../fixtures/brokenRules';
import { brokenFile, brokenRules, environmentFiles, offByDefault } from '../fixtures/brokenRules';
import { eventually } from '../fixtures/eventually';
import { GitRepository } from '../fixtures/gitRepository';
import { askAlembic, askAlembicLs } from '../fixtures/graphsOnDisk';
import { Workbench } from './workbench';

const folder = mkdtempSync(join(process.env['ALEMBIC_WORKBENCH_TEST_FOLDER'] ?? tmpdir(), 'rules-'));
const workspace = join(folder, 'broken');
/** Copies of the environments as they are after their first fix. */
const fixed = join(folder, 'fixed');

suite('each rule: its squiggle, its menu, its fix, by keyboard', () => {
  let workbench: Workbench;

  suiteSetup(async () => {
    for (const [rule, broken] of Object.entries(brokenRules)) {
      for (const [name, text] of Object.entries(environmentFiles(broken)))
        write(join(workspace, rule, name), text);
      broken.git?.(GitRepository.around(join(workspace, rule)));
    }
    const settings = { 'alembicWorkbench.rules': offByDefault };
    write(join(workspace, '.vscode', 'settings.json'), JSON.stringify(settings));
    workbench = await Workbench.open(workspace);
    await workbench.openContainer('Alembic');
    await workbench.tree('History').waitForRows('it is there', (rows) => rows.length > 4);
  });
  suiteTeardown(() => workbench?.close());

  for (const [rule, broken] of Object.entries(brokenRules)) {
    test(rule, async () => {
      const { page, editor, problems } = workbench;
      await workbench.closeEditors();
      const before = filesBelow(join(workspace, rule));
      await goToFinding(rule, broken);
      // Under a hint VS Code draws two dots only.
      const text = broken.severity === 'hint' ? broken.text.slice(0, 2) : broken.text;
      await eventually(
        `"${text}" has a squiggle of a ${broken.severity}`,
        () => editor.underlined(broken.severity),
        (texts) => texts.includes(text),
      );
      const titles = await editor.openCodeActions();
      await workbench.screenshot(`menu-${rule}`);
      checkMenu(rule, broken, titles);
      if (!broken.after) return await page.keyboard.press('Escape');

      await page.keyboard.press('Enter');
      const { findings = [] } = broken.after;
      await problems.waitFor(
        'what the fix leaves',
        (rows) => JSON.stringify(rows.map(({ code }) => code).sort()) === JSON.stringify(findings),
      );
      if (broken.makes) await editor.waitForTitle(broken.makes);
      await workbench.saveAll();
      const isAsBefore = (files: Files) => isDeepStrictEqual(files, before);
      const read = () => filesBelow(join(workspace, rule));
      // A file that is being written is empty for a moment.
      const isWhole = (files: Files) =>
        Object.entries(files).every(
          ([name, text]) => text !== '' || before[name] === '' || /gitkeep$/.test(name),
        );
      const saved = await eventually('it is saved', read, (files) => isWhole(files) && !isAsBefore(files));
      // Not copied from the disk, where VS Code may be writing once more.
      for (const [name, text] of Object.entries(saved)) write(join(fixed, rule, name), text, 'latin1');

      await page.keyboard.press('Control+z');
      // The folder of a file that was made stays.
      if (broken.makes !== '.gitkeep') {
        await problems.waitFor('one undo brings it back', (rows) => rows.some(({ code }) => code === rule));
        // A file that is on its way back to its old name can't be saved.
        const names = (files: Files) => Object.keys(files);
        await eventually('and the names', read, (files) => isDeepStrictEqual(names(files), names(before)));
        if (!broken.makes) await editor.waitForTitle(basename(brokenFile(broken)));
        await workbench.saveAll();
      }
      await eventually('and the bytes', read, isAsBefore);
    });
  }

  test('what the fixes left is the graph that they promise, for alembic-ls and for the real Alembic', () => {
    const withFix = Object.entries(brokenRules).filter(([, { after }]) => after !== undefined);
    const folders = withFix.map(([rule]) => join(fixed, rule));
    const real = askAlembic(folders);
    assert.deepEqual(askAlembicLs(folders), real);
    for (const [rule, { after }] of withFix) {
      const graph = real.get(join(fixed, rule));
      assert.ok(graph && 'heads' in graph, `${rule}: ${JSON.stringify(graph)}`);
      assert.deepEqual(
        [...named(graph.heads, after?.heads ?? [])].sort(),
        after?.heads.map(String).sort(),
        rule,
      );
    }
  });

  /** From the Problems panel to the place; hints are not listed there. */
  async function goToFinding(rule: string, broken: BrokenRule): Promise<void> {
    const { editor, problems } = workbench;
    const path = brokenFile(broken);
    const text = readFileSync(join(workspace, rule, path), 'utf8');
    const lines = text.slice(0, text.lastIndexOf(broken.text)).split('\n');
    const place = { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
    await problems.filter(`**/${rule}/**`);
    if (broken.severity === 'hint') {
      await workbench.openPath(`${rule}/${path}`);
      await editor.goTo(place.line, place.column + 1);
      return;
    }
    const rows = await problems.waitFor('it is listed', (all) =>
      all.some((row) => row.code === rule && row.file === basename(path)),
    );
    const row = rows.find(({ code, file }) => code === rule && file === basename(path));
    assert.ok(row);
    const { severity, line, column } = row;
    assert.deepEqual({ severity, line, column }, { severity: broken.severity, ...place });
    assert.match(row.message, /^\S.*\S[.?]$/s, 'it is a sentence');
    await problems.goTo(row);
    await editor.waitForTitle(basename(path));
  }
});

function checkMenu(rule: string, { menu }: BrokenRule, titles: readonly string[]): void {
  const silencing = titles.filter((title) => title.startsWith('Disable '));
  const own = titles.slice(0, titles.length - silencing.length);
  // None where Alembic itself refuses.
  assert.deepEqual(silencing, silencing.length === 0 ? [] : [`Disable ${rule}…`]);
  assert.deepEqual(titles.slice(own.length), silencing);
  assert.deepEqual(named(own, menu), menu.map(String));
  assert.ok(
    titles.every((title) => title.length <= 80),
    'short enough to be read at a glance',
  );
}

/** Each text as the first of the patterns that is like it. */
function named(texts: readonly string[], patterns: readonly (string | RegExp)[]): readonly string[] {
  const isLike = (text: string, wanted: string | RegExp): boolean =>
    typeof wanted === 'string' ? wanted === text : wanted.test(text);
  return texts.map((text) => String(patterns.find((wanted) => isLike(text, wanted)) ?? text));
}

type Files = Readonly<Record<string, string>>;

function filesBelow(path: string): Files {
  return Object.fromEntries(
    readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => !name.startsWith('.git'))
      .sort()
      .flatMap((name) => {
        const text = readIfThere(join(path, name));
        return text === undefined ? [] : [[name, text]];
      }),
  );
}

/** Undefined for a folder, and for a file that is being taken away. */
function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}

function write(path: string, text: string, encoding: BufferEncoding = 'utf8'): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, encoding);
}

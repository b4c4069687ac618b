import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { suite, suiteSetup, teardown, test } from 'mocha';
import { parseTemplates } from '../../client/src/features/initialise/templateList';
import { alembicVersions } from './alembicVersions';
import { DrivenProject } from './drivenProject';

for (const { name, python } of alembicVersions) {
  suite(`alembic init, each template that is listed, Alembic ${name}`, () => {
    let project: DrivenProject | undefined;
    let interpreter = '';
    suiteSetup(async () => {
      interpreter = await python();
    });
    teardown(() => project?.remove());

    const expected = [
      'generic',
      'async',
      'multidb',
      ...(name === 'newest' ? ['pyproject', 'pyproject_async'] : []),
    ];

    test('the list', () => {
      project = new DrivenProject(interpreter, {});
      const output = project.alembic('list_templates').split('\n');
      assert.deepEqual(
        parseTemplates(output.map((text) => ({ stream: 'stdout', text }))).map(({ label }) => label),
        expected,
      );
    });

    for (const template of expected) {
      test(`${template}: as far as a first migration, in a folder with spaces and other letters`, async () => {
        const made = new DrivenProject(interpreter, { 'Büro für Öl & Co/keep': '' });
        project = made;
        const here = made.path('Büro für Öl & Co');
        const isProject = template.startsWith('pyproject');
        const words = (...rest: readonly string[]): readonly string[] => [
          ...['-c', `${here}/${isProject ? 'pyproject.toml' : 'alembic.ini'}`, ...rest],
        ];
        const begun = await made.drive(
          ...words('init', `--template=${template}`, `${here}/größere migrations`),
        );
        assert.equal(begun.outcome.kind, 'success', JSON.stringify(begun));
        // Beside pyproject.toml the ini with the URL stands where Alembic runs.
        const ini = isProject ? made.path('alembic.ini') : `${here}/alembic.ini`;
        const scheme = template.endsWith('async') ? 'sqlite+aiosqlite' : 'sqlite';
        const text = readFileSync(ini, 'utf8')
          .replace(/= driver:\/\/user:pass@localhost\/dbname2$/m, '= sqlite:///two.db')
          .replace(/= driver:\/\/user:pass@localhost\/dbname$/m, `= ${scheme}:///one.db`);
        writeFileSync(ini, text);
        for (const command of [
          ['revision', '-m', 'first', '--rev-id', 'a1'],
          ['upgrade', 'head'],
          ['downgrade', 'base'],
          ['upgrade', 'head'],
        ]) {
          const { outcome, output } = await made.drive(...words(...command));
          assert.equal(outcome.kind, 'success', JSON.stringify(output));
        }
        const heads = await made.heads(`${here}/${isProject ? 'pyproject.toml' : 'alembic.ini'}`);
        assert.deepEqual(heads, template === 'multidb' ? ['a1', 'a1'] : ['a1']);
      });
    }
  });
}

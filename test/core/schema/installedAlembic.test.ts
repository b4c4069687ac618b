import assert from 'node:assert/strict';
import { discoverAtOnce } from '../../../server/core/project/discovery/discoverEnvironments';
import { buildSnapshotAtOnce } from '../../../server/core/project/buildSnapshot';
import { downgradeBodyAnswer } from '../../../server/core/answers/downgradeBodyAnswer';
import { SchemaMemory, schemaAt } from '../../../server/core/schema/schemaAt';
import { finish } from '../../../server/core/text/finish';
import { MemoryFileSystem } from '../../fixtures/memoryFileSystem';

const users = "op.create_table('users', sa.Column('id', sa.Integer()))";

/** What is known of the tables, and of what could not be read, with the packages that are installed. */
class Project {
  readonly fileSystem = new MemoryFileSystem();
  readonly #memory = new SchemaMemory();

  constructor(...bodies: readonly string[]) {
    this.fileSystem.write('/w/alembic.ini', '[alembic]\nscript_location = alembic\n');
    this.fileSystem.write('/w/alembic/env.py', '');
    bodies.forEach((body, index) => {
      const parent = index === 0 ? 'None' : `'r${index - 1}'`;
      this.fileSystem.write(
        `/w/alembic/versions/r${index}.py`,
        `from alembic import op\nimport sqlalchemy as sa\nrevision = 'r${index}'\ndown_revision = ${parent}\n\n\ndef upgrade():\n${body.replace(/^/gm, '    ')}\n`,
      );
    });
  }

  install(environment: string, ...names: readonly string[]): void {
    this.fileSystem.write(`/w/${environment}/pyvenv.cfg`, '');
    const site = `/w/${environment}/lib/python3.12/site-packages`;
    for (const name of names) this.fileSystem.write(`${site}/${name}/METADATA`, '');
  }

  uninstall(environment: string): void {
    this.fileSystem.remove(`/w/${environment}`);
  }

  tell(): readonly string[] {
    const snapshot = this.#snapshot();
    const schema = finish(schemaAt(snapshot, snapshot.map.heads, 'sqlite', this.#memory));
    return [
      ...[...schema.tables.values()].map(
        ({ name, columns, doubt }) =>
          `${name}(${columns.map((column) => column.name).join(', ')})${doubt === undefined ? '' : '?'}`,
      ),
      ...schema.unknownPlaces.map(({ what }) => what),
    ];
  }

  body(): readonly string[] {
    const snapshot = this.#snapshot();
    const [head = ''] = snapshot.map.heads;
    return downgradeBodyAnswer(snapshot, head, 'sqlite')?.body.split('\n') ?? [];
  }

  #snapshot(): ReturnType<typeof buildSnapshotAtOnce> {
    const [environment] = discoverAtOnce(this.fileSystem, '/w').environments;
    assert.ok(environment);
    return buildSnapshotAtOnce({ environment, fileSystem: this.fileSystem, generation: 1 });
  }
}

suite('the Alembic of a project', () => {
  test('refuses arguments that come with a later one', () => {
    const project = new Project(
      users,
      "op.add_column('users', sa.Column('a', sa.Integer()), if_not_exists=True)",
    );
    assert.deepEqual(project.tell(), ['users(id, a)']);
    project.install('.venv', 'alembic-1.15.2.dist-info', 'sqlalchemy-2.0.1.dist-info');
    const refusal = 'Alembic 1.15.2 of the project does not take if_not_exists, which comes with 1.16.0';
    assert.deepEqual(project.tell(), ['users(id)?', refusal]);
    assert.deepEqual(project.body(), [`raise NotImplementedError('${refusal}.')`]);
    project.uninstall('.venv');
    project.install('.venv', 'alembic-1.16.0.dist-info');
    assert.deepEqual(project.tell(), ['users(id, a)']);
  });

  test('refuses arguments by position that an earlier one took, and what it lacks altogether', () => {
    const project = new Project(
      users,
      "op.add_column('users', sa.Column('a', sa.Integer()), None)",
      'op.run_async(print)',
    );
    project.install('env', 'Alembic-1.10.4-py3.9.egg-info');
    assert.deepEqual(project.tell(), [
      'users(id, a)?',
      'Alembic 1.10.4 of the project has no op.run_async, which comes with 1.11.0',
    ]);
    project.uninstall('env');
    project.install('env', 'alembic-1.20.1.dist-info');
    assert.deepEqual(project.tell(), [
      'users(id)?',
      'Alembic 1.20.1 of the project takes schema by name alone, since the release that followed 1.10.4',
      'What op.run_async does is not followed',
    ]);
  });

  test('passes over what it takes for an option, so that nothing is asked first', () => {
    const project = new Project(
      users,
      `try:\n    ${users.replace(/\)$/, ', if_not_exists=True)')}\nexcept Exception:\n    op.drop_table('users')`,
    );
    project.install('.venv', 'alembic-1.13.3.dist-info');
    assert.deepEqual(project.tell(), ['users(id)']);
    project.uninstall('.venv');
    project.install('.venv', 'alembic-1.13.2.dist-info');
    assert.deepEqual(project.tell(), []);
  });

  test('is not known where environments differ', () => {
    const project = new Project(users, "op.drop_constraint('x', 'users', if_exists=True)");
    project.install('.venv', 'alembic-1.12.0.dist-info');
    assert.equal(project.tell().length, 2);
    project.install('other', 'alembic-1.16.1.dist-info');
    assert.deepEqual(project.tell(), ['users(id)']);
  });
});

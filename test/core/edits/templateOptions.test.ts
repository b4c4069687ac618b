import assert from 'node:assert/strict';
import { createDateAt, parseCreateDate } from '../../../server/core/text/createDate';
import { createMerge } from '../../../server/core/edits/history/createMerge';
import { templateOptions } from '../../../server/core/edits/compose/templateOptions';
import { MemoryFileSystem } from '../../fixtures/memoryFileSystem';
import { snapshotOf } from '../snapshotOf';

function optionsOf(files: Readonly<Record<string, string>>, configFile: string, section = 'alembic') {
  return templateOptions(new MemoryFileSystem(files), { configFile, section, workingDirectory: '/p' });
}

suite('what a template may ask of the configuration', () => {
  test('the options of the ini section, interpolated', () => {
    const ini = '[DEFAULT]\nname = x\n[alembic]\nDatabases = %(name)s, %(here)s\n[other]\ndatabases = y\n';
    const { mainOption, revisionEnvironment } = optionsOf({ '/p/alembic.ini': ini }, '/p/alembic.ini');
    assert.equal(mainOption('databases'), 'x, /p');
    assert.equal(mainOption('nothing'), undefined);
    assert.equal(revisionEnvironment, false);
    const other = optionsOf({ '/p/alembic.ini': ini }, '/p/alembic.ini', 'other');
    assert.equal(other.mainOption('databases'), 'y');
  });

  test('whether env.py runs, from either file; an unreadable answer counts as yes', () => {
    const environmentOf = (files: Readonly<Record<string, string>>, file: string) =>
      optionsOf(files, file).revisionEnvironment;
    const ini = (value: string) => ({ '/p/alembic.ini': `[alembic]\nrevision_environment = ${value}\n` });
    assert.equal(environmentOf(ini('true'), '/p/alembic.ini'), true);
    assert.equal(environmentOf(ini('maybe'), '/p/alembic.ini'), true);
    const toml = { '/p/pyproject.toml': '[tool.alembic]\nrevision_environment = true\n' };
    assert.equal(environmentOf(toml, '/p/pyproject.toml'), true);
  });

  test('a template for several databases has a pair of functions for each', () => {
    const template = `<%!
import re

%>"""\${message}"""
revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}
<%
    db_names = config.get_main_option("databases")
%>

## one pair for each
% for db_name in re.split(r',\\s*', db_names):

def upgrade_\${db_name}():
    \${context.get("%s_upgrades" % db_name, "pass")}

% endfor
`;
    const file = (id: string) => ({
      path: `/versions/${id}.py`,
      text: `revision = '${id}'\ndown_revision = None\n`,
    });
    const now = createDateAt(0, undefined, 'UTC');
    assert.ok(now);
    const ini = { '/p/alembic.ini': '[alembic]\ndatabases = one, two\n' };
    const outcome = createMerge(snapshotOf([file('a'), file('b')]), ['a', 'b'], 'm', {
      scriptTemplate: template,
      newRevisionId: 'c',
      now,
      ...optionsOf(ini, '/p/alembic.ini'),
    });
    assert.equal(
      outcome.ok && outcome.change.creates[0]?.text,
      `"""m"""\nrevision = 'c'\ndown_revision = ('a', 'b')\n\n\n\ndef upgrade_one():\n    pass\n\n\ndef upgrade_two():\n    pass\n\n`,
    );
  });
});

suite('create dates', () => {
  test('are those of the time zone, naive where none is configured', () => {
    const moment = Date.UTC(2024, 6, 1, 22, 30, 5, 7);
    const berlin = { year: 2024, month: 7, day: 2, hour: 0, minute: 30, second: 5, microsecond: 7000 };
    const epochSeconds = moment / 1000 - 0.007;
    assert.deepEqual(createDateAt(moment, 'Europe/Berlin', 'UTC'), {
      ...berlin,
      utcOffsetMinutes: 120,
      epochSeconds,
    });
    assert.deepEqual(createDateAt(moment, undefined, 'Europe/Berlin'), {
      ...berlin,
      utcOffsetMinutes: undefined,
      epochSeconds,
    });
    assert.equal(createDateAt(moment, 'utc', 'UTC')?.utcOffsetMinutes, 0);
    assert.equal(createDateAt(moment, 'No/Where', 'UTC'), undefined);
  });

  test('are read as Alembic writes them', () => {
    assert.deepEqual(parseCreateDate('2024-01-02 03:04:05.678901+05:30'), {
      year: 2024,
      month: 1,
      day: 2,
      hour: 3,
      minute: 4,
      second: 5,
      microsecond: 678901,
      utcOffsetMinutes: 330,
      epochSeconds: Date.UTC(2024, 0, 2, 3, 4, 5) / 1000 - 330 * 60,
    });
    assert.equal(parseCreateDate('2024-01-02')?.hour, 0);
    assert.equal(parseCreateDate('2024-02-31 00:00:00'), undefined);
    assert.equal(parseCreateDate('yesterday'), undefined);
  });
});

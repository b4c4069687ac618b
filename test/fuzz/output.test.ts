import assert from 'node:assert/strict';
import { suite } from 'mocha';
import {
  databaseDetails,
  databaseNames,
} from '../../client/src/infrastructure/alembic/databases/databaseName';
import type { CompareAnswer } from '../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import { readAnswer } from '../../client/src/infrastructure/alembic/bridge/readAnswer';
import { readCheckOutput } from '../../client/src/infrastructure/alembic/output/checkOutput';
import { readCurrentOutput } from '../../client/src/infrastructure/alembic/output/currentOutput';
import { describePartialRun } from '../../client/src/infrastructure/alembic/output/partialRun';
import { parseRunningStep, readOutcome } from '../../client/src/infrastructure/alembic/output/runOutcome';
import { SecretMask } from '../../client/src/infrastructure/alembic/output/secretMask';
import { readSqlOutput } from '../../client/src/infrastructure/alembic/output/sqlOutput';
import { shownLines, shownText } from '../../client/src/infrastructure/vscode/shownText';
import { visibleLines, visibleText } from '../../server/core/text/visibleText';
import { parseTree } from '../../server/disk/git/gitObjects';
import type { RandomNumbers } from '../oracle/randomNumbers';
import { fuzz } from './fuzz';
import { mutateText, oddNames } from './mutateText';
import type { Pieces } from './reducePieces';
import { outputSeeds } from './seeds';
import { outputWords } from './vocabularies';

/** Milliseconds for less than 100 KB of output. */
const limit = 100;

const makeOutput = (random: RandomNumbers): Pieces => ({
  text: mutateText(random, random.pick(outputSeeds), outputSeeds, outputWords),
});

const mask = new SecretMask({
  DATABASE_URL: 'postgresql://app:hunter2@db.example/shop',
  DB_PASSWORD: 'correct horse',
  API_TOKEN: 'tok-12345',
});

suite('fuzz: output', () => {
  fuzz({
    name: 'lines that Alembic writes',
    share: 0.04,
    usual: 1,
    limit,
    make: makeOutput,
    run: ({ text = '' }) => {
      const output = text.split('\n').map((line) => ({ stream: 'stdout', text: line }) as const);
      for (const line of output) parseRunningStep(line.text);
      const databases = readCurrentOutput(output);
      databaseNames(databases);
      for (const database of databases) databaseDetails(database);
      readCheckOutput(output);
      readSqlOutput(output);
      describePartialRun(databases, output);
      readOutcome({ exitCode: 1, signal: null, error: null, output }, false, (file) =>
        file.startsWith('/project'),
      );
    },
  });

  fuzz({
    name: 'secrets in what is shown',
    share: 0.03,
    usual: 1,
    limit,
    make: (random) => ({ text: `${makeOutput(random)['text'] ?? ''} hunter2 ` }),
    run: ({ text = '' }) => {
      const masked = mask.mask(text);
      assert.doesNotMatch(masked, /\bhunter2 $/);
    },
  });
});

/** Answers of the bridge, one for each question, and one that failed. */
const answers = [
  '{"result": {"python": "3.12.1", "executable": "/usr/bin/python", "alembic": "1.16.0", "sqlalchemy": "2.0.40"}}',
  '{"result": {"databases": [{"name": null, "dialect": "postgresql", "driver": "psycopg", "url": "postgresql://app:***@h/d", "host": "h", "port": 5432, "database": "d", "user": "app", "file": null, "versionTable": "alembic_version", "versionTableSchema": null, "transactionalDdl": true, "heads": ["a1"]}], "scripts": {"directory": "/p", "versionLocations": ["/p/versions"], "modules": []}}}',
  '{"result": {"parts": [{"scripts": [{"name": null, "dialect": "sqlite", "sql": "SELECT 1;"}]}, {"error": {"kind": "alembic", "type": "x", "message": "no", "file": null, "line": null}}]}}',
  '{"result": {"databases": [], "differences": [{"database": null, "operation": "add column", "schema": null, "table": "t", "name": "c", "detail": null, "code": "op.add_column()", "file": "/p/models.py", "line": 3}], "modelFiles": ["/p/models.py"]}}',
  '{"error": {"kind": "environmentRaised", "type": "builtins.KeyError", "message": "URL", "file": "/p/env.py", "line": 9}}',
];
const questions = ['probe', 'current', 'sql', 'compare'] as const;

suite('fuzz: shown text', () => {
  fuzz({
    name: 'what is shown in VS Code and in a terminal',
    share: 0.03,
    usual: 1,
    // Six functions in one run.
    limit: 6 * limit,
    make: makeOutput,
    run: ({ text = '' }) => {
      for (const shown of [shownText(text), shownLines(text)]) {
        assert.doesNotMatch(shown, /\]\(command:/);
        // eslint-disable-next-line no-control-regex
        assert.doesNotMatch(shown, /[\0-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e]/);
      }
      assert.equal(shownText(shownText(text)), shownText(text));

      // eslint-disable-next-line no-control-regex
      const acting = /[\0-\x08\x1b\x9b\u202e]/;
      for (const line of [visibleText(text), visibleLines(text)]) assert.doesNotMatch(line, acting);
    },
  });
});

suite('fuzz: answers', () => {
  fuzz({
    name: 'answers of the bridge',
    share: 0.02,
    usual: 0.5,
    limit,
    make: (random) => ({
      text: random.chance(0.5)
        ? mutateText(random, random.pick(answers), answers, outputWords)
        : replaceValue(random, random.pick(answers)),
    }),
    run: ({ text = '' }) => {
      for (const ask of questions) {
        const answer = readAnswer<Partial<CompareAnswer>>(text, ask);
        if (!answer) continue;
        if ('error' in answer) answer.error.message.slice(0, 1);
        else if (answer.result.databases) {
          databaseNames(answer.result.databases);
          for (const database of answer.result.databases) databaseDetails(database);
        }
      }
    },
  });
});

/** The text of an answer in which something stands for something of another type. */
function replaceValue(random: RandomNumbers, text: string): string {
  const values = [...text.matchAll(/"[^"]*"|\d+|null|true|\[[^[\]]*\]|\{[^{}]*\}/g)];
  const { 0: old, index } = random.pick(values);
  const others = ['null', '0', '[]', '{}', '"x"', 'true', '[null]', '{"__proto__": 1}', '1e999', '""'];
  return text.slice(0, index) + random.pick(others) + text.slice(index + old.length);
}

suite('fuzz: Git', () => {
  fuzz({
    name: 'tree objects',
    share: 0.04,
    usual: 1,
    limit,
    make: (random) => {
      const entry = (): string => {
        const name = random.chance(0.5) ? random.pick(oddNames) : `f${random.below(9)}.py`;
        const mode = random.pick(['100644', '40000', '120000', '160000', '100755', '', '0']);
        return `${mode} ${name}\0${String.fromCharCode(...Array.from({ length: 20 }, () => random.below(256)))}`;
      };
      const entries = Array.from({ length: random.below(random.chance(0.95) ? 12 : 2000) }, entry).join('');
      return { latin1: random.chance(0.4) ? entries : mutateText(random, entries, [entries], outputWords) };
    },
    run: ({ latin1 = '' }) => {
      const content = Buffer.from(latin1, 'latin1');
      for (const length of [40, 64]) {
        for (const { name } of parseTree({ id: 'a'.repeat(length), type: 'tree', content }))
          assert.doesNotMatch(name, /^(?:\.{0,2}|\.git)$|[/\\\0]/i);
      }
    },
  });
});

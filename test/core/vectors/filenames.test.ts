import assert from 'node:assert/strict';
import { parseCreateDate } from '../../../server/core/text/createDate';
import { renderFileName } from '../../../server/core/edits/compose/fileName';
import { recordedAnswers } from '../../fixtures/recordedAnswers';

interface FileNameRecord {
  readonly message: string | null;
  readonly file_template: string | null;
  readonly truncate_slug_length: number | null;
  readonly rev: string;
  readonly date: string;
  readonly path?: string;
  readonly error?: { readonly type: string; readonly message: string };
}

suite('recorded file names', () => {
  for (const record of recordedAnswers<FileNameRecord>('filenames.jsonl') ?? []) {
    const { message, file_template: template, truncate_slug_length: limit } = record;
    test(`${JSON.stringify(message)} as ${template ?? 'default'}, at most ${limit ?? 'default'}`, () => {
      const date = parseCreateDate(record.date.replace('T', ' '));
      assert.ok(date);
      const configuration = { fileTemplate: template ?? '%(rev)s_%(slug)s', truncateSlugLength: limit ?? 40 };
      const found = renderFileName(configuration, record.rev, message ?? '', date);
      assert.deepEqual(found.ok ? { path: found.name } : { error: found.error }, {
        ...(record.path === undefined ? {} : { path: record.path }),
        ...(record.error === undefined ? {} : { error: record.error }),
      });
    });
  }
});

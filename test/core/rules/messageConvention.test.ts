import assert from 'node:assert/strict';
import { matchesWildcards } from '../../../server/core/text/matchesWildcards';
import { check } from '../check';

const severity = { 'message-convention': 'warning', 'multiple-heads': 'off' } as const;

/** A chain of revisions with messages; all are old but the last, which Git would call new. */
function chain(messages: readonly string[], mark = ''): string {
  return messages
    .map((message, index) => {
      const isLast = index === messages.length - 1;
      return `
#- /versions/r${index}.py
"""${message}

Revision ID: r${index}
"""
revision = 'r${index}'
${isLast ? mark : ''}down_revision = ${index === 0 ? 'None' : `'r${index - 1}'`}
`;
    })
    .join('');
}

const ten = Array.from({ length: 10 }, (_unused, index) => `add column${index} to users`);

suite('rules: message-convention', () => {
  test('off by default', () => void check(chain(['fix'])));

  const found: Readonly<Record<string, readonly [readonly string[], string]>> = {
    'a message that says nothing': [
      ['add users', 'fix'],
      'The message "fix" says nothing of what this revision does: write that at the top of the file.',
    ],
    'words that are parted otherwise': [
      [...ten, 'add_phone_to_users'],
      'The words of the message "add_phone_to_users" are parted otherwise than in the project\'s other messages: write spaces between them.',
    ],
    'another beginning': [
      [...ten, 'Add phone to users'],
      'The message "Add phone to users" begins otherwise than the project\'s other messages: begin with a small letter.',
    ],
  };
  for (const [what, [messages, message]] of Object.entries(found))
    test(what, () => {
      const id = `r${messages.length - 1}`;
      const mark = `#          ^${'^'.repeat(id.length + 1)} warning[message-convention]: ${message}\n`;
      check(chain(messages, mark), { settings: severity });
    });

  test('patterns of the project', () => {
    const matches = (text: string) =>
      ['add_*', '*_on_*', 'a*b*c'].some((pattern) => matchesWildcards(text, pattern));
    for (const text of ['add_users', 'create_index_on_users', 'add_', 'axbxc', 'abc'])
      assert.ok(matches(text), text);
    for (const text of ['Add_users', 'ad', 'on', 'acb', 'ab']) assert.ok(!matches(text), text);
  });

  test('quiet where a message is like the others, where few are alike, and about names in capitals', () => {
    for (const last of ['add phone to users', 'SSO for users', 'phone'])
      check(chain([...ten, last]), { settings: severity });
    check(chain(['add a b', 'add_c', 'Add d']), { settings: severity });
  });
});

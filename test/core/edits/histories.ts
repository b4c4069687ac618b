import fc from 'fast-check';

/** What one revision says; the names in order. */
export interface WrittenRevision {
  readonly id: string;
  readonly path: string;
  readonly parents: readonly string[];
  readonly dependencies: readonly string[];
}

export interface WrittenHistory {
  readonly revisions: readonly WrittenRevision[];
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** Random histories without cycles, each file spelled in its own way. */
export const historyArbitrary = histories(textArbitrary);

/** The same in spellings that nobody would choose and Python takes. */
export const oddHistoryArbitrary = histories(oddTextArbitrary);

function histories(textOf: typeof textArbitrary): fc.Arbitrary<WrittenHistory> {
  return fc
    .record({
      ids: fc.uniqueArray(
        fc.oneof(fc.stringMatching(/^[0-9a-f]{8,12}$/), fc.stringMatching(/^[a-z][a-z0-9_]{2,8}$/)),
        {
          minLength: 2,
          maxLength: 9,
        },
      ),
      seeds: fc.array(fc.nat(), { minLength: 9, maxLength: 9 }),
    })
    .chain(({ ids, seeds }) =>
      fc
        .tuple(
          ...ids.map((id, index) => revisionArbitrary(textOf, id, ids.slice(0, index), seeds[index] ?? 0)),
        )
        .map((written) => ({
          revisions: written.map(({ revision }) => revision),
          files: written.map(({ revision, text }) => ({ path: revision.path, text })),
        })),
    );
}

function revisionArbitrary(
  textOf: typeof textArbitrary,
  id: string,
  earlier: readonly string[],
  seed: number,
): fc.Arbitrary<{ readonly revision: WrittenRevision; readonly text: string }> {
  return fc
    .record({
      parents: fc
        .subarray([...earlier], { maxLength: Math.min(3, earlier.length) })
        .chain((names) => fc.shuffledSubarray(names, { minLength: names.length })),
      dependencies: fc.subarray([...earlier], {
        maxLength: seed % 3 === 0 ? Math.min(2, earlier.length) : 0,
      }),
      isNamedById: fc.boolean(),
    })
    .chain(({ parents, dependencies, isNamedById }) => {
      const own = dependencies.filter((name) => !parents.includes(name));
      const path = `/versions/${isNamedById ? `${id}_some_slug` : `file_${seed}_${id.length}_${id}x`}.py`;
      return textOf(id, parents, own).map((text) => ({
        revision: { id, path, parents, dependencies: own },
        text,
      }));
    });
}

const annotations = ['', ': str', ': str | None', ': Union[str, Sequence[str], None]', ': tuple[str, ...]'];

/** The text of a revision file in a spelling of its own. */
export function textArbitrary(
  id: string,
  parents: readonly string[],
  dependencies: readonly string[],
): fc.Arbitrary<string> {
  const assignment = (name: string, value: fc.Arbitrary<string>) =>
    fc
      .tuple(
        fc.constantFrom(...annotations),
        value,
        fc.constantFrom('', '  # a note', ';', ' # type: ignore'),
      )
      .map(([annotation, written, end]) => `${name}${annotation} = ${written}${end}`);
  const separate = fc
    .tuple(
      assignment('revision', stringArbitrary(id)),
      assignment('down_revision', namesArbitrary(parents)),
      assignment('branch_labels', fc.constantFrom('None', `('label_${id}',)`)),
      dependencies.length === 0
        ? fc.constantFrom('', 'depends_on = None', 'depends_on: str | None = None')
        : assignment('depends_on', namesArbitrary(dependencies)),
    )
    .chain((lines) => fc.shuffledSubarray(lines, { minLength: lines.length }))
    .map((lines) => lines.filter((line) => line !== ''));
  const [only] = parents;
  const together = fc
    .tuple(stringArbitrary(id), stringArbitrary(only ?? ''), namesArbitrary(dependencies))
    .map(([own, parent, others]) => [
      `revision, down_revision = ${own}, ${parent}`,
      `depends_on = ${others}`,
    ]);
  return fc
    .tuple(
      docstringArbitrary(id, parents),
      parents.length === 1 ? fc.oneof({ weight: 5, arbitrary: separate }, together) : separate,
      fc.constantFrom('\n', '\n', '\r\n'),
      fc.constantFrom('', '# -*- coding: utf-8 -*-\n', '# ünï 日本 🎉\n'),
    )
    .map(([docstring, header, lineEnd, first]) =>
      `${first}${docstring}\nfrom typing import Sequence, Union\n\nfrom alembic import op\n\n\n# revision identifiers\n${header.join('\n')}\n\n\ndef upgrade():\n    x = '${id}'\n    pass\n\n\ndef downgrade():\n    pass\n`.replaceAll(
        '\n',
        lineEnd,
      ),
    );
}

function docstringArbitrary(id: string, parents: readonly string[]): fc.Arbitrary<string> {
  const fields = fc
    .constantFrom(parents.join(', '), parents.join(' '), `the work on ${parents.join(' and ')}!`)
    .map((revises) => `Revision ID: ${id}\nRevises: ${revises}\nCreate Date: 2024-01-02 03:04:05.678901\n`);
  return fc
    .tuple(fc.constantFrom('"""', "'''"), fc.oneof({ weight: 4, arbitrary: fields }, fc.constant('')))
    .map(([quote, lines]) => `${quote}some message\n\n${lines}\n${quote}`);
}

function stringArbitrary(value: string): fc.Arbitrary<string> {
  const quoted = fc
    .tuple(fc.constantFrom('', '', '', 'u', 'r', 'U'), fc.constantFrom("'", '"', '"""', "'''"))
    .map(([prefix, quote]) => `${prefix}${quote}${value}${quote}`);
  return fc.oneof(
    { weight: 8, arbitrary: quoted },
    quoted.map((literal) => `(${literal})`),
  );
}

function namesArbitrary(names: readonly string[]): fc.Arbitrary<string> {
  const [only] = names;
  if (only === undefined) return fc.constantFrom('None', 'None', '()', '[]', '(None,)');
  const items = fc.tuple(...names.map((name) => stringArbitrary(name)));
  const laidOut = fc
    .tuple(items, fc.constantFrom('()', '[]'), fc.constantFrom(', ', ',', ' , '), fc.boolean())
    .map(([literals, brackets, separator, trailing]) => {
      const comma = trailing || (literals.length === 1 && brackets === '()') ? ',' : '';
      return `${brackets.charAt(0)}${literals.join(separator)}${comma}${brackets.charAt(1)}`;
    });
  const tall = fc
    .tuple(items, fc.constantFrom('()', '[]'), fc.constantFrom('', '  # why'), fc.boolean(), fc.boolean())
    .map(([literals, brackets, note, trailing, above]) => {
      const isLast = (index: number) => index === literals.length - 1;
      const lines = literals.map((literal, index) => {
        const comma = !isLast(index) || trailing || (literals.length === 1 && brackets === '()') ? ',' : '';
        return `${above ? '    # about the next\n' : ''}    ${literal}${comma}${note}\n`;
      });
      return `${brackets.charAt(0)}\n${lines.join('')}${brackets.charAt(1)}`;
    });
  const hanging = items.map(
    (literals) => `(${literals.join(',\n                 ')}${literals.length === 1 ? ',' : ''})`,
  );
  const bare = items.map((literals) => `${literals.join(', ')}${literals.length === 1 ? ',' : ''}`);
  const several = fc.oneof(laidOut, tall, hanging, bare);
  return names.length === 1 ? fc.oneof({ weight: 3, arbitrary: stringArbitrary(only) }, several) : several;
}

/** The text of a revision file as it may be after years, several editors and a person with taste. */
function oddTextArbitrary(
  id: string,
  parents: readonly string[],
  dependencies: readonly string[],
): fc.Arbitrary<string> {
  const line = (
    name: string,
    names: readonly string[],
    constant: string,
  ): fc.Arbitrary<readonly string[]> => {
    const value = oddNamesArbitrary(names);
    const [only, ...others] = names;
    const plain = fc
      .tuple(
        fc.constantFrom(' = ', '=', '  =\t', ': Union[str, None] = ', ' = \\\n    '),
        value,
        noteArbitrary,
      )
      .map(([sign, written, note]) => [`${name}${sign}${written}${note}`]);
    if (only === undefined || others.length > 0) return plain;
    const byConstant = oddStringArbitrary(only).map((written) => [
      `${constant} = ${written}`,
      `${name} = ${constant}`,
    ]);
    return fc.oneof({ weight: 6, arbitrary: plain }, byConstant);
  };
  const own = fc
    .tuple(
      fc.constantFrom(' = ', '=', ': Final[str] = ', ' = \\\n    '),
      oddStringArbitrary(id),
      noteArbitrary,
    )
    .map(([sign, written, note]) => [`revision${sign}${written}${note}`]);
  const separate = fc
    .tuple(
      own,
      line('down_revision', parents, 'PARENT'),
      fc.constantFrom([], ['branch_labels = None'], [`branch_labels = {'label_${id}'}`]),
      dependencies.length === 0
        ? fc.constantFrom([], ['depends_on=None'])
        : line('depends_on', dependencies, 'OTHER'),
    )
    .chain((blocks) => fc.shuffledSubarray([...blocks], { minLength: blocks.length }))
    .map((blocks) => blocks.flat());
  const together = fc
    .tuple(oddStringArbitrary(id), oddNamesArbitrary(parents), oddNamesArbitrary(dependencies))
    .map(([first, second, third]) => [
      `(revision, down_revision) = (${first}, ${/^['"]|^None|^[([{]/.test(second) ? second : `(${second})`})`,
      `depends_on = ${third}`,
    ]);
  const quote = fc.constantFrom('"""', "'''");
  const docstring = fc.oneof(
    docstringArbitrary(id, parents),
    docstringArbitrary(id, parents).map((text) => `r${text}`),
    fc
      .tuple(quote, quote)
      .map(([mark]) => `${mark}Revision ID:${id}\n\tRevises :  ${parents.join(' ,')}\n${mark}`),
    fc.constantFrom("'one line'", '# no docstring'),
  );
  return fc
    .tuple(
      fc.constantFrom(
        '',
        '#!/usr/bin/env python\n',
        '# -*- coding: latin-1 -*-\n',
        '\n\n',
        '# vim: fileencoding=utf-8\n',
      ),
      docstring,
      fc.oneof({ weight: 5, arbitrary: separate }, together),
      fc.constantFrom('\n', '\r\n', 'mixed'),
      fc.boolean(),
      fc.boolean(),
    )
    .map(([first, doc, header, lineEnd, usesTabs, isOpenEnded]) => {
      const body = `def upgrade():\n    x = '${id}'\n    pass\n\n\ndef downgrade():\n    pass`;
      let text = `${first}${doc}\nfrom typing import Final, Sequence, Union\nfrom alembic import op\n${header.join('\n')}\n${body}`;
      if (!isOpenEnded) text += '\n';
      if (usesTabs) text = text.replace(/^ {4}/gm, '\t');
      let count = 0;
      return text.replace(/\n/g, () => (lineEnd === 'mixed' ? (count++ % 3 === 0 ? '\r\n' : '\n') : lineEnd));
    });
}

const noteArbitrary = fc.constantFrom('', '', ' ;', '# glued', '\t# tab, then "quotes" and (brackets');

/** Strings in parts, with prefixes, over several lines. */
function oddStringArbitrary(value: string): fc.Arbitrary<string> {
  const half = Math.ceil(value.length / 2);
  const parts = [value.slice(0, half), value.slice(half)];
  return fc.oneof(
    { weight: 4, arbitrary: stringArbitrary(value) },
    fc.constantFrom(
      `'${parts[0]}' "${parts[1]}"`,
      `('${parts[0]}'\n    '${parts[1]}')`,
      `((\n  '${value}'  # here\n))`,
    ),
  );
}

function oddNamesArbitrary(names: readonly string[]): fc.Arbitrary<string> {
  const [only, ...others] = names;
  if (only === undefined) return fc.constantFrom('None', '(None)', '[ ]', '(  )');
  const items = fc.tuple(...names.map((name) => oddStringArbitrary(name)));
  const brackets = fc.constantFrom('()', '[]', '{}');
  const several = fc
    .tuple(items, brackets, fc.constantFrom(', ', ',\n\t', '\n    ,', ' ,  # , "not" a name\n'), fc.boolean())
    .map(([literals, pair, separator, isTrailing]) => {
      // A set has no order, so what is to be compared is one name.
      const [open, close] = names.length > 1 && pair === '{}' ? ['[', ']'] : [pair.charAt(0), pair.charAt(1)];
      const comma = isTrailing || (names.length === 1 && open === '(') ? ' ,' : '';
      return `${open}\n${literals.join(separator)}${comma}\n${close}`;
    });
  return others.length > 0 ? several : fc.oneof({ weight: 3, arbitrary: oddStringArbitrary(only) }, several);
}

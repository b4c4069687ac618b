import type {
  CompletionItem,
  CompletionParams,
  Hover,
  TextDocumentPositionParams,
} from 'vscode-languageserver';
import { CompletionItemKind, MarkupKind } from 'vscode-languageserver';
import type { ConfigChoice } from '../../core/features/completeConfig';
import { completeConfig, configNameAt } from '../../core/features/completeConfig';
import { fileNameOf } from '../../core/files/paths';
import { LineIndex } from '../../core/text/lineIndex';
import { ownConfigFile } from '../../core/workbenchConfig/readWorkbenchConfig';
import { pathFromUri } from '../convert/paths';
import { toRange } from '../convert/ranges';
import { markdownName, markdownText } from '../convert/shownText';
import type { Session } from '../session/session';

/** Completion in `[tool.alembic-workbench]`; undefined in other files. */
export function completeWorkbenchConfig(
  { files }: Session,
  { textDocument, position }: CompletionParams,
): CompletionItem[] | undefined {
  const path = configPathOf(textDocument.uri);
  if (path === undefined) return undefined;
  const text = files.readText(path);
  if (text === undefined) return [];
  const lines = new LineIndex(text);
  const completion = completeConfig(path, text, lines.offset(position));
  if (!completion) return [];
  const range = toRange(lines, completion.range);
  return completion.choices.map(({ name, text: newText, description, kind }, index) => ({
    label: name,
    kind: kinds[kind],
    documentation: description,
    filterText: name,
    sortText: String(index).padStart(4, '0'),
    textEdit: { range, newText },
  }));
}

/** The meaning of a key or rule in `[tool.alembic-workbench]`; undefined in other files. */
export function hoverWorkbenchConfig(
  { files }: Session,
  { textDocument, position }: TextDocumentPositionParams,
): Hover | null | undefined {
  const path = configPathOf(textDocument.uri);
  if (path === undefined) return undefined;
  const text = files.readText(path);
  if (text === undefined) return null;
  const lines = new LineIndex(text);
  const found = configNameAt(path, text, lines.offset(position));
  if (!found) return null;
  const value = `**${markdownName(found.name)}**\n\n${markdownText(found.description)}`;
  return { contents: { kind: MarkupKind.Markdown, value }, range: toRange(lines, found.range) };
}

function configPathOf(uri: string): string | undefined {
  const path = pathFromUri(uri);
  const name = path === undefined ? '' : fileNameOf(path);
  return name === ownConfigFile || name === 'pyproject.toml' ? path : undefined;
}

const kinds: Readonly<Record<ConfigChoice['kind'], CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  rule: CompletionItemKind.Constant,
  value: CompletionItemKind.Value,
};

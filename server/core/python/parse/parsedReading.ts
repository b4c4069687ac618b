import type { ParseTree, PythonNode } from '../syntax/boundedParse';
import { BudgetExceeded } from '../../text/budget';
import { LineIndex } from '../../text/lineIndex';
import type { TextRange } from '../../text/textRange';
import { parseBounded } from '../syntax/boundedParse';
import { docstringFieldsOf, messagesOf } from '../docstring';
import { stringValue } from './staticValue';
import { functionsNotRun } from './functionsNotRun';
import { commentOut, pythonConflictMarkers } from './pythonConflictMarkers';
import type { Binding, Bindings } from './moduleBindings';
import { executeModule } from './moduleExecution';
import { nothingRead } from '../nothingRead';
import { headerNames } from '../revisionFile';
import { decodeLiteral } from '../pythonString';
import type {
  Docstring,
  HeaderAssignment,
  HeaderName,
  MigrationFunction,
  ReadingProblem,
  RevisionFileReading,
  UnreadText,
} from '../revisionFile';
import { statementsOf } from './statementTree';
import { findTokenProblem, withJoinedStrings } from './bracketErrors';
import { mayHaveItems, withoutParentheses } from './parenthesizedWith';

/** Reads a revision file through a parse of the whole text. */
export function readByParsing(text: string, fileName?: string): RevisionFileReading {
  const reading = readAsItStands(text, fileName, withoutFormFeeds);
  if (reading.problems.length === 0 || reading.unread || !mayHaveItems(text)) return reading;
  // What Python takes and the parser does not.
  const withItems = readAsItStands(text, fileName, (source) => withoutParentheses(withoutFormFeeds(source)));
  return withItems.problems.length === 0 ? withItems : reading;
}

/** The text as the parser takes it, every offset kept. */
function withoutFormFeeds(text: string): string {
  if (!text.includes('\f')) return text;
  return text.replace(formFeedsBeforeCode, asBlankLine).replaceAll('\f', ' ');
}

/** To Python a line begins behind a form feed, of which the parser knows nothing. */
const formFeedsBeforeCode = /(?:^|\n)(?:[ \t]*\f)+/g;

/** As long as what it stands for, so that every offset stays. */
function asBlankLine(part: string): string {
  return `${' '.repeat(part.length - 1)}\n`;
}

function readAsItStands(
  text: string,
  fileName: string | undefined,
  forParser: (source: string) => string,
): RevisionFileReading {
  const { inCode, inStrings } = pythonConflictMarkers(text);
  const withoutMarkers = inCode.length > 0 ? commentOut(text, inCode) : text;
  // A blank line in place of the byte order mark keeps every offset.
  const source = withoutMarkers.startsWith('\ufeff') ? `\n${withoutMarkers.slice(1)}` : withoutMarkers;
  const conflicts = conflictProblems(inCode);
  const { tree, end, unread } = parseBounded(forParser(withJoinedStrings(source)));
  if (unread) {
    const problems = [...conflicts, ...tokenProblems(source)];
    return problems.length > 0 ? { ...nothingRead, problems } : notRead(source, unread);
  }
  const bindings = executeWithin(source, tree, fileName);
  if (!bindings) return { ...nothingRead, problems: conflicts, unread: tooManySteps };
  const header: Partial<Record<HeaderName, HeaderAssignment>> = {};
  for (const name of headerNames) {
    const binding = bindings.get(name);
    if (binding) header[name] = assignment(name, binding);
  }
  const docstring = docstringOf(source, tree);
  return {
    header,
    docstring,
    ...messagesOf(moduleDoc(bindings, docstring)),
    upgrade: functionOf('upgrade', bindings),
    downgrade: functionOf('downgrade', bindings),
    ...functionsNotRun(source, bindings),
    docstringFields: docstring ? outsideOf(inStrings, docstringFieldsOf(source, docstring.contentRange)) : {},
    problems: [...conflicts, ...syntaxProblems(source, tree, end)],
    ...(inStrings.length > 0 ? { conflictMarkersInStrings: inStrings } : {}),
  };
}

/** The fields that both sides of a conflict in the docstring have alike. */
function outsideOf(
  markers: readonly TextRange[],
  fields: RevisionFileReading['docstringFields'],
): RevisionFileReading['docstringFields'] {
  const [first] = markers;
  const last = markers.at(-1);
  if (!first || !last) return fields;
  return Object.fromEntries(
    Object.entries(fields).filter(([, { range }]) => range.end < first.start || range.start > last.end),
  );
}

function conflictProblems(markers: readonly TextRange[]): readonly ReadingProblem[] {
  return markers.map((range) => ({
    kind: 'merge-conflict-markers',
    message:
      'This file holds the markers of a merge conflict; choose what is to stay and delete the marker lines.',
    pythonMessage: 'invalid syntax',
    range,
  }));
}

function tokenProblems(source: string): readonly ReadingProblem[] {
  const problem = findTokenProblem(source);
  return problem ? [problem] : [];
}

function notRead(
  source: string,
  { offset, why: what }: { readonly offset: number; readonly why: string },
): RevisionFileReading {
  const why = `line ${new LineIndex(source).at(offset).line + 1} ${what}`;
  return { ...nothingRead, unread: { why, range: { start: offset, end: offset + 1 } } };
}

const tooManySteps: UnreadText = {
  why: 'following its names takes too many steps',
  range: { start: 0, end: 0 },
};

/** What the module's names stand for; undefined where following them takes more than the budget. */
function executeWithin(source: string, tree: ParseTree, fileName: string | undefined): Bindings | undefined {
  try {
    return executeModule(source, tree, fileName);
  } catch (error) {
    if (error instanceof BudgetExceeded) return undefined;
    throw error;
  }
}

function assignment(name: HeaderName, binding: Binding): HeaderAssignment {
  const { nameRange, statementRange, value, valueRange } = binding;
  return { name, nameRange, statementRange, value, valueRange };
}

function moduleDoc(bindings: Bindings, docstring: Docstring | undefined): string | undefined {
  const assigned = bindings.get('__doc__');
  if (!assigned) return docstring?.value;
  return assigned.value.kind === 'string' ? assigned.value.value : undefined;
}

function docstringOf(text: string, tree: ParseTree): Docstring | undefined {
  let first = statementsOf(tree.topNode)[0];
  if (first?.name === 'StatementGroup') first = statementsOf(first)[0];
  if (first?.name !== 'ExpressionStatement') return undefined;
  let expression = onlyExpression(first);
  while (expression?.name === 'ParenthesizedExpression') expression = onlyExpression(expression);
  if (expression?.name !== 'String' && expression?.name !== 'ContinuedString') return undefined;
  const value = stringValue(text, expression);
  if (value?.kind !== 'string') return undefined;
  const range = value.range;
  const firstLiteral = decodeLiteral(text.slice(value.literals[0]?.start, value.literals[0]?.end));
  const last = value.literals[value.literals.length - 1];
  const lastLiteral = decodeLiteral(text.slice(last?.start, last?.end));
  return {
    range,
    contentRange: {
      start: range.start + (firstLiteral?.openingLength ?? 0),
      end: range.end - (lastLiteral?.closingLength ?? 0),
    },
    value: value.value,
  };
}

function onlyExpression(node: PythonNode): PythonNode | undefined {
  let only: PythonNode | undefined;
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name === '(' || child.name === ')' || child.name === 'Comment') continue;
    if (only) return undefined;
    only = child;
  }
  return only;
}

function functionOf(name: string, bindings: Bindings): MigrationFunction | undefined {
  const binding = bindings.get(name);
  // A plain value such as None is nothing that can be run.
  if (!binding || (!binding.definition && binding.value.kind !== 'dynamic')) return undefined;
  const { nameRange, statementRange } = binding;
  const definition = binding.definition;
  const body = definition?.name === 'FunctionDefinition' ? definition.getChild('Body') : undefined;
  const statements = body ? statementsOf(body) : [];
  const first = statements[0];
  const last = statements[statements.length - 1];
  if (!definition || !first || !last) {
    const end = statementRange.end;
    return { nameRange, range: statementRange, bodyRange: { start: end, end }, isEmpty: false };
  }
  const end = lastTokenEnd(last);
  return {
    nameRange,
    range: { start: definition.from, end },
    bodyRange: { start: first.from, end },
    isEmpty: statements.every(doesNothing),
  };
}

function doesNothing(statement: PythonNode): boolean {
  if (statement.name === 'PassStatement') return true;
  if (statement.name === 'StatementGroup') return statementsOf(statement).every(doesNothing);
  if (statement.name !== 'ExpressionStatement') return false;
  const expression = onlyExpression(statement);
  return (
    expression?.name === 'Ellipsis' || expression?.name === 'String' || expression?.name === 'ContinuedString'
  );
}

/** Where the last token of a statement ends, comments and blanks after it left out. */
export function lastTokenEnd(statement: PythonNode): number {
  let node = statement;
  for (;;) {
    // The closing quote is no node of its own.
    if (node.name === 'FormatString') return node.to;
    let last = node.lastChild;
    while (last && (last.name === 'Comment' || (last.type.isError && last.from === last.to)))
      last = last.prevSibling;
    if (!last) return node.to;
    node = last;
  }
}

/**
 * Errors outside of functions and classes, and whatever leaves a bracket or a string open. Inside functions
 * the parser's errors are not taken over, since it does not know all of the newest syntax.
 */
function syntaxProblems(text: string, tree: ParseTree, end: number): ReadingProblem[] {
  let parserIsContent = true;
  let first: { readonly from: number; readonly to: number } | undefined;
  let strayReturn: TextRange | undefined;
  let inDefinition = 0;
  tree.iterate({
    enter: (reference) => {
      if (isDefinition(reference.name)) inDefinition++;
      else if (reference.name === 'ReturnStatement' && inDefinition === 0)
        strayReturn ??= { start: reference.from, end: reference.to };
      else if (reference.type.isError) {
        parserIsContent = false;
        if (inDefinition === 0) first ??= { from: reference.from, to: reference.to };
      } else if (reference.name === 'String' && !endsWithQuote(text, reference)) parserIsContent = false;
    },
    leave: (reference) => {
      if (isDefinition(reference.name)) inDefinition--;
    },
  });
  if (parserIsContent) return strayReturn ? [returnOutsideFunction(strayReturn)] : [];
  const token = findTokenProblem(text);
  if (token) return [token];
  first ??= end < text.length ? { from: end, to: end } : undefined;
  if (!first) return [];
  const message = 'This is not valid Python; correct or finish it so that Alembic can load the file.';
  return [
    { kind: 'syntax', message, pythonMessage: 'invalid syntax', range: { start: first.from, end: first.to } },
  ];
}

function returnOutsideFunction(range: TextRange): ReadingProblem {
  const message = 'Python allows return only in a function; indent the line, or delete it.';
  return { kind: 'syntax', message, pythonMessage: "'return' outside function", range };
}

function isDefinition(name: string): boolean {
  return name === 'FunctionDefinition' || name === 'ClassDefinition';
}

function endsWithQuote(text: string, node: { readonly from: number; readonly to: number }): boolean {
  const last = text[node.to - 1];
  const opening = /['"]/.exec(text.slice(node.from, node.to));
  return opening !== null && opening[0] === last && node.to - node.from > opening.index + 1;
}

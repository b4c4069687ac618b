import { groupBy } from '../../core/text/groupBy';
import type { Diagnostic } from 'vscode-languageserver';
import type { RevisionFile } from '../../core/project/environmentSnapshot';
import type { Finding } from '../../core/findings/finding';
import { toDiagnostic } from '../convert/diagnostics';
import { LineIndexes } from '../convert/ranges';
import type { IndexedEnvironment, IndexState } from './indexState';

/** Where the texts and names of files come from. */
export interface DiagnosticSources {
  textOf(path: string): string | undefined;
  uriOf(path: string): string;
}

/** The findings of one environment or folder in one file as diagnostics. */
interface FileDiagnostics {
  readonly uri: string;
  readonly findings: readonly Finding[];
  /** No two of them say the same. */
  readonly diagnostics: readonly Diagnostic[];
  /** What tells each of the diagnostics from others in the same place. */
  readonly identities: readonly string[];
  /**
   * The files that the findings name; undefined where one of them is no revision file, so that nobody tells
   * when it changes.
   */
  readonly places: readonly Place[] | undefined;
}

interface Place {
  readonly path: string;
  readonly uri: string;
  readonly file: RevisionFile;
}

/**
 * Turns findings into diagnostics. Those of a file are the same array as before while neither the findings
 * nor the files that they name have changed.
 */
export class WorkspaceDiagnostics {
  #kept: ReadonlyMap<string, FileDiagnostics> = new Map();

  /**
   * The diagnostics of the whole workspace by URI. A file that several environments share shows what any of
   * them finds, and what all of them find only once.
   */
  of(state: IndexState, sources: DiagnosticSources): ReadonlyMap<string, readonly Diagnostic[]> {
    const converted = new Map<string, FileDiagnostics>();
    for (const [key, indexed] of state.environments) {
      const convert = converterFor(key, indexed, sources);
      for (const [file, findings] of groupBy(indexed.findings, ({ file }) => file)) {
        const name = JSON.stringify([key, file]);
        const before = this.#kept.get(name);
        converted.set(
          name,
          before && holdsStill(before, findings, indexed, sources) ? before : convert(findings),
        );
      }
    }
    this.#kept = new Map(converted);
    const convert = converterFor('', undefined, sources);
    for (const [file, findings] of groupBy(state.problems, ({ file }) => file))
      converted.set(file, convert(findings));
    return byUri(converted.values());
  }
}

function byUri(all: Iterable<FileDiagnostics>): ReadonlyMap<string, readonly Diagnostic[]> {
  const files = groupBy(all, ({ uri }) => uri);
  return new Map([...files].map(([uri, parts]) => [uri, withoutRepeats(parts)]));
}

function withoutRepeats(parts: readonly FileDiagnostics[]): readonly Diagnostic[] {
  const [first, ...others] = parts;
  if (!first || others.length === 0) return first?.diagnostics ?? [];
  const seen = new Set<string>();
  return parts.flatMap(({ diagnostics, identities }) =>
    diagnostics.filter((_, at) => {
      const identity = identities[at] ?? '';
      const isNew = !seen.has(identity);
      seen.add(identity);
      return isNew;
    }),
  );
}

/** Whether converting the findings again would give what it gave before. */
function holdsStill(
  { findings: before, places }: FileDiagnostics,
  findings: readonly Finding[],
  { snapshot }: IndexedEnvironment,
  sources: DiagnosticSources,
): boolean {
  return (
    places !== undefined &&
    before.length === findings.length &&
    findings.every((finding, at) => finding === before[at]) &&
    places.every(
      (place) =>
        snapshot.filesByPath.get(place.path) === place.file && sources.uriOf(place.path) === place.uri,
    )
  );
}

/** The conversion for one answer, in which every text is taken apart into lines once. */
function converterFor(
  environment: string,
  indexed: IndexedEnvironment | undefined,
  sources: DiagnosticSources,
): (findings: readonly Finding[]) => FileDiagnostics {
  const files = indexed?.snapshot.filesByPath;
  const lines = new LineIndexes((path) => files?.get(path)?.readText() ?? sources.textOf(path));
  return (findings) => {
    const unique = new Map<string, Finding>();
    for (const finding of findings) {
      const identity = identityOf(finding);
      if (!unique.has(identity)) unique.set(identity, finding);
    }
    const paths = new Set(
      findings.flatMap(({ file, related }) => [file, ...related.map((place) => place.file)]),
    );
    const places = [...paths].map((path) => ({ path, uri: sources.uriOf(path), file: files?.get(path) }));
    return {
      uri: sources.uriOf(findings[0]?.file ?? ''),
      findings,
      diagnostics: [...unique.values()].map((finding) =>
        toDiagnostic(finding, { environment }, lines, (path) => sources.uriOf(path)),
      ),
      identities: [...unique.keys()],
      places: places.every((place): place is Place => place.file !== undefined) ? places : undefined,
    };
  };
}

function identityOf({ file, range, code, message }: Finding): string {
  return JSON.stringify([file, range.start, range.end, code, message]);
}

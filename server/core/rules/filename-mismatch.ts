import type { RevisionScript } from '../revision/graph/revisionScript';
import { rangeOfRevisionId } from './support/headerStrings';
import type { Rule } from './engine/rule';
import { fileNameOf } from '../files/paths';

/**
 * The share of files that must bear their id as the template says for the project to be said to follow it.
 */
const usualShare = 0.9;
const fewest = 5;

/**
 * A file whose name bears another id than the one inside, in a project whose file names follow its template.
 * Alembic ignores names.
 */
export const filenameMismatch: Rule = {
  id: 'filename-mismatch',
  defaultSeverity: 'information',
  summary: 'A file name does not bear the revision id inside, though the others do.',
  suspects: ({ configuration: { fileTemplate } }) => {
    if (!fileTemplate.includes('%(rev)s')) return () => false;
    const shape = templateShape(fileTemplate);
    return ({ script }) => script !== undefined && !follows(shape, script);
  },
  *check({ snapshot, suspects }) {
    const { length } = snapshot.map.scripts;
    if (length < fewest || length - suspects.length < length * usualShare) return;
    for (const file of suspects) {
      const { script } = file;
      if (!script || !file.reading.header.revision || file.dynamic.includes('revision')) continue;
      yield {
        message: `${fileNameOf(file.path)} holds '${script.id}', and file_template puts the id into the name: rename the file so that people find it; Alembic does not mind.`,
        file: file.path,
        range: rangeOfRevisionId(file),
        related: [],
        fixes: [{ kind: 'rename-file', file: file.path }],
      };
    }
  },
};

/** What stands in a name one after another: text, the id, digits, or anything. */
type NamePart = 'id' | 'digits' | 'anything' | { readonly text: string };

/** The template's last part. */
interface TemplateShape {
  readonly parts: readonly NamePart[];
  /**
   * What follows the id, where the name begins with it and little can follow, which is the usual case and the
   * quick one.
   */
  readonly afterId: RegExp | undefined;
}

/** Parts of a template that are followed; a name has no more characters than this. */
const mostParts = 255;

function templateShape(template: string): TemplateShape {
  const parts = template
    .slice(template.lastIndexOf('/') + 1)
    .split(/(%\([a-z]+\)[\d.]*[ds]|%%)/)
    .filter((part) => part !== '')
    .map((part): NamePart => {
      if (part === '%%') return { text: '%' };
      if (part === '%(slug)s') return 'anything';
      if (part === '%(rev)s') return 'id';
      return part.startsWith('%(') ? 'digits' : { text: part };
    });
  const [first, ...others] = parts;
  const isQuick = first === 'id' && !others.includes('id') && others.filter(isVariable).length <= 1;
  return { parts, afterId: isQuick ? new RegExp(`^${others.map(sourceOf).join('')}$`, 'u') : undefined };
}

function isVariable(part: NamePart): boolean {
  return typeof part === 'string';
}

function sourceOf(part: NamePart): string {
  if (typeof part === 'object') return escape(part.text);
  return part === 'digits' ? '\\d+' : '.*';
}

/**
 * Whether a name is made of the parts: a step for each part and each character, however many ways there are
 * to share them out.
 */
function isMadeOf(name: string, parts: readonly NamePart[], id: string): boolean {
  let ends = new Set([0]);
  for (const part of parts) {
    const next = new Set<number>();
    for (const end of ends) {
      const text = part === 'id' ? id : typeof part === 'object' ? part.text : undefined;
      if (text !== undefined) {
        if (name.startsWith(text, end)) next.add(end + text.length);
      } else if (part === 'anything') {
        for (let at = end; at <= name.length && !next.has(at); at++) next.add(at);
      } else for (let at = end; isDigit(name[at]) && !next.has(at + 1); at++) next.add(at + 1);
    }
    ends = next;
  }
  return ends.has(name.length);
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

/**
 * Whether a longer id stands in the name as a word of its own, though perhaps not where the template has it.
 */
function bears(name: string, id: string): boolean {
  const place = id.length >= 8 ? name.indexOf(id) : -1;
  const isWord = (neighbour: string | undefined) =>
    neighbour === undefined || !/[\p{L}\p{N}]/u.test(neighbour);
  return place >= 0 && isWord(name[place - 1]) && isWord(name[place + id.length]);
}

/** Whether the file is called as the template says, or as its id alone. */
function follows(shape: TemplateShape, script: RevisionScript): boolean {
  const name = fileNameOf(script.file).replace(/\.py[co]?$/, '');
  if (name === script.id || bears(name, script.id)) return true;
  if (shape.afterId) return name.startsWith(script.id) && shape.afterId.test(name.slice(script.id.length));
  return shape.parts.length > mostParts || isMadeOf(name, shape.parts, script.id);
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

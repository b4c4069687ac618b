import type { RevisionScript } from '../revision/graph/revisionScript';
import { rangeOfRevisionId } from './support/headerStrings';
import type { Rule } from './engine/rule';
import { fileNameOf } from '../files/paths';

/** The share of files that must bear their id as the template says for the project to be said to follow it. */
const usualShare = 0.9;
const fewest = 5;

/** A file whose name bears another id than the one inside, in a project whose file names follow its template. Alembic ignores names. */
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

/** The template's last part, cut where the id stands. */
interface TemplateShape {
  /** Sources of regular expressions: what stands before, between and after the ids. */
  readonly pieces: readonly string[];
  /** The last piece alone, where the name begins with the id, which is the usual case and the quick one. */
  readonly afterId: RegExp | undefined;
}

function templateShape(template: string): TemplateShape {
  const lastPart = template.slice(template.lastIndexOf('/') + 1);
  const pieces = lastPart.split('%(rev)s').map((piece) =>
    piece
      .split(/(%\([a-z]+\)[\d.]*[ds]|%%)/)
      .map((part) => {
        if (part === '%%') return '%';
        if (part === '%(slug)s') return '.*';
        return part.startsWith('%(') ? '\\d+' : escape(part);
      })
      .join(''),
  );
  const [first, second] = pieces;
  const isIdFirst = pieces.length === 2 && first === '' && second !== undefined;
  return { pieces, afterId: isIdFirst ? new RegExp(`^${second}$`, 'u') : undefined };
}

/** Whether a longer id stands in the name as a word of its own, though perhaps not where the template has it. */
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
  return new RegExp(`^${shape.pieces.join(escape(script.id))}$`, 'u').test(name);
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

import type { RevisionScript } from '../revision/revisionScript';
import { baseName, fileOfScript, rangeOfRevisionId } from './headerStrings';
import type { Rule } from './rule';

/** The share of files that must bear their id as the template says for the project to be said to follow it. */
const usualShare = 0.9;
const fewest = 5;

/** A file whose name bears another id than the one inside, in a project whose file names follow its template. Alembic ignores names. */
export const filenameMismatch: Rule = {
  id: 'filename-mismatch',
  defaultSeverity: 'information',
  summary: 'A file name does not bear the revision id inside, though the others do.',
  *check({ snapshot }) {
    const template = snapshot.environment.configuration.fileTemplate;
    if (!template.includes('%(rev)s')) return;
    const shape = templateShape(template);
    const { scripts } = snapshot.map;
    const astray = scripts.filter((script) => !follows(shape, script));
    if (scripts.length < fewest || scripts.length - astray.length < scripts.length * usualShare) return;
    for (const script of astray) {
      const file = fileOfScript(snapshot, script);
      if (!file?.reading.header.revision || file.dynamic.includes('revision')) continue;
      yield {
        message: `The file name ${baseName(script.file)} does not bear the id '${script.id}' as the template says: rename the file.`,
        file: file.path,
        range: rangeOfRevisionId(file),
        related: [],
        fixes: [{ kind: 'rename-file', file: file.path }],
      };
    }
  },
};

/** The template's last part as the source of a regular expression, with `\0` for the id. */
function templateShape(template: string): string {
  const lastPart = template.slice(template.lastIndexOf('/') + 1);
  return lastPart
    .split(/(%\([a-z]+\)[\d.]*[ds]|%%)/)
    .map((piece) => {
      if (piece === '%%') return '%';
      if (piece === '%(rev)s') return '\0';
      if (piece === '%(slug)s') return '.*';
      return piece.startsWith('%(') ? '\\d+' : escape(piece);
    })
    .join('');
}

/** Whether the file is called as the template says; a separator that an empty message leaves at the end may be missing. */
function follows(shape: string, script: RevisionScript): boolean {
  const name = baseName(script.file).replace(/\.py[co]?$/, '');
  if (name === script.id) return true;
  return new RegExp(`^${shape.replaceAll('\0', escape(script.id))}$`, 'u').test(name);
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

import { buildSnapshotAtOnce } from '../../server/core/project/buildSnapshot';
import { discoverAtOnce } from '../../server/core/project/discovery/discoverEnvironments';
import { readOperations } from '../../server/core/operations/readOperations';
import { parseBounded } from '../../server/core/python/syntax/boundedParse';
import { schemaAt } from '../../server/core/schema/schemaAt';
import { finish } from '../../server/core/text/finish';
import { normalizePath } from '../../server/disk/nativePath';
import { nodeFileSystem } from '../../server/disk/nodeFileSystem';

// Works out the schema at the heads of a project in a process that has done nothing else than index it, and
// then reads the operations of all revisions beside a bare parse of the same texts.
const folder = normalizePath(process.argv[2] ?? '');
const [environment] = discoverAtOnce(nodeFileSystem, folder).environments;
if (!environment) throw new Error(`There is no environment below ${folder}`);
const snapshot = buildSnapshotAtOnce({ environment, fileSystem: nodeFileSystem, generation: 1 });

const peak = (): number => process.resourceUsage().maxRSS / 1024;
const timed = (work: () => void): number => {
  const start = performance.now();
  work();
  return performance.now() - start;
};

const before = peak();
const firstSchema = timed(() => {
  const schema = finish(schemaAt(snapshot, snapshot.map.realHeads, 'postgresql'));
  if (schema.tables.size === 0) throw new Error('A schema without tables');
});
const memory = peak() - before;

const texts = snapshot.files.flatMap((file) => file.readText() ?? []);
const parse = (text: string): void => void parseBounded(text);
const read = (text: string): void => void readOperations(text, 'upgrade');
for (const text of texts.slice(0, 500)) {
  parse(text);
  read(text);
}
const parsing = timed(() => {
  texts.forEach(parse);
});
const reading = timed(() => {
  texts.forEach(read);
});
process.stdout.write(JSON.stringify({ firstSchema, memory, parsing, reading }));

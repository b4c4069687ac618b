import { writeGeneratedProject } from './generatedProject';

// Writes a generated project: the folder, and how many revisions.
const [folder = '', count = ''] = process.argv.slice(2);
writeGeneratedProject(folder, Number(count));

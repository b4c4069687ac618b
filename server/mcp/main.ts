import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { version } from '../package.json';
import { joinPath, plainPath } from '../core/files/paths';
import { normalizePath } from '../disk/nativePath';
import { changeTools } from './changeTools';
import { McpProject } from './mcpProject';
import { readingTools } from './readingTools';
import { registerResources } from './resources';

const instructions =
  'Answers about the Alembic migrations of this project by reading files: nothing is run or written, no database is asked. Never invent revision ids: take them from next-revision, merge and rename, apply their diffs yourself, and call check before and after a change.';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== 'mcp' && word !== '--stdio'),
  options: {
    cwd: { type: 'string' },
    config: { type: 'string', short: 'c' },
    name: { type: 'string', short: 'n' },
  },
});
const here = normalizePath(process.cwd());
const folder = plainPath(values.cwd === undefined ? here : joinPath(here, normalizePath(values.cwd)));
const project = new McpProject(
  folder,
  { config: values.config ?? (process.env['ALEMBIC_CONFIG'] || undefined), section: values.name },
  join(__dirname, 'syntax-check.js'),
);
const pages = new Map(
  Object.entries(
    JSON.parse(readFileSync(join(__dirname, 'rule-pages.json'), 'utf8')) as Record<string, string>,
  ),
);
const server = new McpServer({ name: 'alembic-ls', version }, { instructions });
for (const { name, description, input, call } of [...readingTools(project, version), ...changeTools(project)])
  server.registerTool(
    name,
    {
      description,
      inputSchema: input,
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    call,
  );
registerResources(server, project, pages);
void server.connect(new StdioServerTransport());
process.stdin.on('end', () => process.exit(0));

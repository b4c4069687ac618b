import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { viewRevision } from '../core/history/revisionView';
import { historyOrder } from '../core/history/historyOrder';
import { listedRules } from '../core/rules/engine/ruleList';
import { visibleLines, visibleText } from '../core/text/visibleText';
import type { McpProject } from './mcpProject';
import { ToolError } from './mcpProject';

/** The most revisions of one environment that the list of resources has, the newest ones. */
const mostListed = 200;
/** The longest text of a revision file. */
const longestText = 100_000;

/** Revisions and the pages about rules as resources. */
export function registerResources(
  server: McpServer,
  project: McpProject,
  pages: ReadonlyMap<string, string>,
): void {
  server.registerResource(
    'revision',
    new ResourceTemplate('alembic://revisions/{config}/{section}/{id}', {
      list: () => ({
        resources: project.read().snapshots.flatMap((snapshot) => listedRevisions(project, snapshot)),
      }),
    }),
    { description: 'The text of a revision file.', mimeType: 'text/x-python' },
    (uri, variables) => {
      const [config = '', section = '', id = ''] = ['config', 'section', 'id'].map((name) =>
        decodeURIComponent(String(variables[name] ?? '')),
      );
      const snapshot = project.environment({ config, section });
      const file = snapshot.map.revisions.get(id)?.script.file;
      const text = file === undefined ? undefined : snapshot.filesByPath.get(file)?.readText();
      if (text === undefined) throw new ToolError(`There is no revision ${id} in ${config}.`);
      const shown = visibleLines(text.slice(0, longestText).replaceAll('\r\n', '\n'));
      return { contents: [{ uri: uri.href, mimeType: 'text/x-python', text: shown }] };
    },
  );
  server.registerResource(
    'rule',
    new ResourceTemplate('alembic://rules/{id}', {
      list: () => ({
        resources: listedRules.map(({ id, summary }) => ({
          uri: `alembic://rules/${id}`,
          name: id,
          description: summary,
          mimeType: 'text/markdown',
        })),
      }),
    }),
    { description: 'The page about a rule of alembic-ls check.', mimeType: 'text/markdown' },
    (uri, variables) => {
      const text = pages.get(String(variables['id'] ?? ''));
      if (text === undefined) throw new ToolError('There is no such rule: the list of resources has all.');
      return { contents: [{ uri: uri.href, mimeType: 'text/markdown', text }] };
    },
  );
}

type Snapshot = ReturnType<McpProject['environment']>;

function listedRevisions(
  project: McpProject,
  snapshot: Snapshot,
): { uri: string; name: string; description: string; mimeType: string }[] {
  const place = [project.configOf(snapshot), snapshot.environment.configuration.section];
  return historyOrder(snapshot.map)
    .slice(0, mostListed)
    .flatMap((id) => {
      const view = viewRevision(snapshot, id);
      if (!view) return [];
      const path = [...place, id].map(encodeURIComponent).join('/');
      return [
        {
          uri: `alembic://revisions/${path}`,
          name: visibleText(id),
          description: visibleText(view.script.message),
          mimeType: 'text/x-python',
        },
      ];
    });
}

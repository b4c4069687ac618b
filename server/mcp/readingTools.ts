import { z } from 'zod';
import { detailedFindings } from '../core/answers/detailedFindings';
import { environmentAnswer } from '../core/answers/environmentAnswer';
import { headsAnswer } from '../core/answers/headsAnswer';
import { historyAnswer, listRevisions } from '../core/answers/historyAnswer';
import { planAnswer } from '../core/answers/planAnswer';
import { reviewAnswer } from '../core/answers/reviewAnswer';
import { readSchema, schemaAnswer, schemaDiffAnswer, unknownPlaces } from '../core/answers/schemaAnswer';
import { findRevisions, showAnswer } from '../core/answers/showAnswer';
import { touchesAnswer } from '../core/answers/touchesAnswer';
import { reportFindings } from '../core/findings/findingReport';
import { pageOf } from './boundedAnswer';
import type { McpProject } from './mcpProject';
import { ToolError } from './mcpProject';
import { baseInput, environmentInput, pageInput, revisionInput, tableInput } from './toolInputs';
import type { AnyTool } from './tool';
import { tool } from './tool';

/** The tools that answer by reading. */
export function readingTools(project: McpProject, version: string): readonly AnyTool[] {
  return [
    tool(
      'environments',
      'Lists the Alembic environments of the project: config file, section, script location, version locations, problems.',
      pageInput,
      (page) => {
        const { snapshots, problems } = project.read();
        const { textOf } = project.sources(undefined, version);
        const all = snapshots.map((snapshot) => {
          const { configuration } = snapshot.environment;
          const own = reportFindings(configuration.problems, textOf, project.shownPath);
          return {
            ...environmentAnswer(snapshot, own, project.shownPath),
            revisions: snapshot.files.length,
            ...headsAnswer(snapshot),
          };
        });
        return {
          ...pageOf(all, page),
          configFiles: reportFindings(problems.slice(0, page.limit), textOf, project.shownPath),
        };
      },
    ),
    tool('heads', 'Lists the heads of an environment.', { ...environmentInput, ...pageInput }, (input) => {
      const { heads, ...rest } = headsAnswer(project.environment(input));
      return { ...pageOf(heads, input), ...rest };
    }),
    tool(
      'history',
      'Lists revisions, newest first, as alembic history does.',
      {
        range: z
          .string()
          .max(500)
          .optional()
          .describe('START:END as alembic history -r takes it; all without it.'),
        ...environmentInput,
        ...pageInput,
      },
      (input) => {
        refuseCurrent(input.range?.split(':') ?? []);
        const listed = listRevisions(project.environment(input), input.range);
        if (!('views' in listed)) return listed;
        const { revisions, ...rest } = historyAnswer(listed, project.shownPath);
        return { ...pageOf(revisions, input), ...rest };
      },
    ),
    tool(
      'show',
      'Shows one revision in full, with the text of its file.',
      { revision: revisionInput, ...environmentInput, ...pageInput },
      (input) => {
        refuseCurrent([input.revision]);
        const snapshot = project.environment(input);
        const found = findRevisions(snapshot, input.revision);
        if (!('views' in found)) return found;
        const { revisions } = showAnswer(found.views, project.shownPath);
        const all = revisions.map((each, at) => ({
          ...each,
          text: snapshot.filesByPath.get(found.views[at]?.path ?? '')?.readText(),
        }));
        return pageOf(all, input);
      },
    ),
    tool(
      'schema',
      'The tables that a revision and its ancestors leave, found by following the operations; with against the differences from another revision.',
      {
        revision: revisionInput.optional(),
        against: revisionInput.optional().describe('Show what differs from the schema of this revision.'),
        table: tableInput.optional().describe('Only this table.'),
        ...environmentInput,
        ...pageInput,
      },
      (input) => {
        refuseCurrent([input.revision, input.against].filter((each) => each !== undefined));
        const snapshot = project.environment(input);
        const dialect = project.dialectOf(snapshot);
        const after = readSchema(snapshot, input.revision, dialect);
        if (!('schema' in after)) return after;
        const unknown = unknownPlaces(snapshot, after.schema, project.shownPath).slice(0, input.limit);
        const isMeant = ({
          schema,
          name,
        }: {
          readonly schema: string | null;
          readonly name: string;
        }): boolean =>
          input.table === undefined || input.table === name || input.table === `${schema ?? ''}.${name}`;
        if (input.against === undefined) {
          const { tables, ...rest } = schemaAnswer(after, unknown);
          return { ...rest, ...pageOf(tables.filter(isMeant), input) };
        }
        const before = readSchema(snapshot, input.against, dialect);
        if (!('schema' in before)) return before;
        const { differences, ...rest } = schemaDiffAnswer(before, after, unknown);
        const meant = differences.filter(({ schema, table }) => isMeant({ schema, name: table }));
        return { ...rest, ...pageOf(meant, input) };
      },
    ),
    tool(
      'touches',
      'Lists the revisions that touch a table or column, newest first.',
      { target: tableInput, ...environmentInput, ...pageInput },
      (input) => {
        const snapshot = project.environment(input);
        const { touches } = touchesAnswer(
          snapshot,
          input.target,
          project.dialectOf(snapshot),
          project.shownPath,
        );
        return pageOf(touches, input);
      },
    ),
    tool(
      'plan',
      'Lists the revisions that an upgrade or downgrade would run, in order. Nothing is run and no database is asked.',
      {
        direction: z.enum(['upgrade', 'downgrade']),
        target: z.string().min(1).max(500).describe('A revision, head, heads, base, +N, -N, label@head.'),
        from: z
          .array(revisionInput)
          .max(100)
          .default([])
          .describe('Where the database stands; an empty one without it.'),
        ...environmentInput,
        ...pageInput,
      },
      (input) => {
        if (input.direction === 'downgrade' && input.from.length === 0)
          throw new ToolError(
            'A downgrade starts from where the database stands: give its revisions as from.',
          );
        const answer = planAnswer(project.environment(input), input.direction, input.target, input.from);
        return 'steps' in answer ? pageOf(answer.steps, input) : answer;
      },
    ),
    tool(
      'check',
      'Says what is wrong with the migrations: the findings of every rule, each with its fixes. Use it before and after a change.',
      {
        base: baseInput,
        all: z.boolean().default(false).describe('Judge the operations of old revisions too.'),
        rule: z.string().max(100).optional().describe('Only findings of this rule.'),
        ...environmentInput,
        ...pageInput,
      },
      async (input) => {
        const snapshot = project.environment(input);
        const git = await project.git(snapshot, input.base);
        const found = await project.findings(snapshot, git, input.all ? 'all' : undefined);
        const meant = found.filter(({ code }) => input.rule === undefined || code === input.rule);
        const sources = project.sources(snapshot, version);
        return {
          comparedWith: git?.mainBranch ?? null,
          ...pageOf(detailedFindings(snapshot, meant, sources), input),
        };
      },
    ),
    tool(
      'review',
      'Says what this Git branch brings: new revisions, heads, changes of the schema, findings, changes that do not go together.',
      { base: baseInput, ...environmentInput, ...pageInput },
      async (input) => {
        const snapshot = project.environment(input);
        const git = await project.git(snapshot, input.base);
        const findings = detailedFindings(
          snapshot,
          await project.findings(snapshot, git),
          project.sources(snapshot, version),
        );
        const request = { findings, dialect: project.dialectOf(snapshot) };
        const answer = reviewAnswer(snapshot, git, request, project.shownPath);
        const { revisions, schemaDiff, unknownPlaces: places, conflicts, ...rest } = answer;
        // Five lists in one answer: each gets its part of the limit.
        const part = { offset: input.offset, limit: Math.ceil(input.limit / 5) };
        return {
          ...rest,
          findings: pageOf(findings, part),
          revisions: pageOf(revisions, part),
          schemaDiff: pageOf(schemaDiff, part),
          unknownPlaces: pageOf(places, part),
          conflicts: pageOf(conflicts, part),
        };
      },
    ),
  ];
}

function refuseCurrent(words: readonly string[]): void {
  if (words.includes('current'))
    throw new ToolError("'current' is known to the database alone, which is not asked: name a revision.");
}

import { z } from 'zod';

/** The longest word that a tool takes. */
const longestWord = 500;

const word = z.string().min(1).max(longestWord);

/** What every tool about one environment takes. */
export const environmentInput = {
  config: word
    .optional()
    .describe('The config file as the tool environments shows it; needed where there are several.'),
  section: word.optional().describe('The section of the config file.'),
};

/** What every tool with a list takes. */
export const pageInput = {
  offset: z.number().int().min(0).max(1_000_000).default(0).describe('Where the part of the list begins.'),
  limit: z.number().int().min(1).max(200).default(50).describe('How many items at most.'),
};

export const revisionInput = word.describe(
  'A revision as Alembic takes it: an id, its beginning, head, a branch label, label@head.',
);

export const baseInput = word.optional().describe('The branch to compare with; the main branch without it.');

export const messageInput = z.string().min(1).max(longestWord);

export const tableInput = word.describe('TABLE or TABLE.COLUMN, with the schema in front where it has one.');

export const revisionsInput = z.array(revisionInput).max(100);

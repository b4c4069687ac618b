import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { visibleText } from '../core/text/visibleText';
import { answerText } from './boundedAnswer';
import { ToolError } from './mcpProject';

/** A tool as it is registered; it checks its input itself. */
export interface AnyTool {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodObject;
  readonly call: (input: unknown) => Promise<CallToolResult>;
}

/** A tool that takes `shape` and nothing else, and answers with JSON; what goes wrong is its answer too. */
export function tool<Shape extends z.ZodRawShape>(
  name: string,
  description: string,
  shape: Shape,
  answer: (input: z.output<z.ZodObject<Shape>>) => object | Promise<object>,
): AnyTool {
  const input = z.strictObject(shape);
  return {
    name,
    description,
    input,
    call: async (given) => {
      const read = input.safeParse(given);
      if (!read.success) return failure(`Wrong input: ${z.prettifyError(read.error).replaceAll('\n', ' ')}`);
      try {
        const value = await answer(read.data);
        return { content: [{ type: 'text', text: answerText(value) }], isError: 'error' in value };
      } catch (error) {
        if (error instanceof ToolError) return failure(error.message);
        return failure(`alembic-ls failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
}

function failure(reason: string): CallToolResult {
  return { content: [{ type: 'text', text: visibleText(reason) }], isError: true };
}

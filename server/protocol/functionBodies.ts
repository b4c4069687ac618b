import type { RangeDto } from './range';
import type { RequestMethod } from './requestMethod';

/** Lines of code without the indentation that all of them share. */
export interface CodeLinesDto {
  readonly text: string;
  /** Indices of lines that begin inside a string, which keep their own indentation. */
  readonly verbatim: readonly number[];
}

/** The body of a function, its docstring left out. */
export interface FunctionBodyDto {
  readonly range: RangeDto;
  /** Whether it does nothing. */
  readonly isEmpty: boolean;
}

/** The bodies of a revision file's functions; null for one that is not there. */
export interface FunctionBodiesDto {
  readonly upgrade: FunctionBodyDto | null;
  readonly downgrade: FunctionBodyDto | null;
  /** The tables that `upgrade` drops, and neither made nor makes again. */
  readonly droppedTables: readonly string[];
}

/** A Python file of a project that new revisions start from. */
export interface RevisionTemplateDto {
  readonly title: string | null;
  readonly upgrade: CodeLinesDto;
  readonly downgrade: CodeLinesDto;
}

export interface PythonTextParams {
  readonly text: string;
}

/** The places of `upgrade` and `downgrade` in a text. */
export const readFunctionBodies: RequestMethod<PythonTextParams, FunctionBodiesDto> = {
  method: 'alembicWorkbench/functionBodies',
};

export const readRevisionTemplate: RequestMethod<PythonTextParams, RevisionTemplateDto> = {
  method: 'alembicWorkbench/revisionTemplate',
};

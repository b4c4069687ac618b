import type { PythonNode } from '../syntax/boundedParse';
import type { CallResult, RevisionFileReading } from '../revisionFile';
import type { Bindings } from './moduleBindings';
import { childrenOf } from './statementTree';

/** Those of the two functions that a call does not run. */
export function functionsNotRun(text: string, bindings: Bindings): Pick<RevisionFileReading, 'notRun'> {
  const upgrade = whatCallGives(text, 'upgrade', bindings);
  const downgrade = whatCallGives(text, 'downgrade', bindings);
  if (!upgrade && !downgrade) return {};
  return { notRun: { ...(upgrade ? { upgrade } : {}), ...(downgrade ? { downgrade } : {}) } };
}

/**
 * What a call of a module's function gives in place of running its body. Undefined for a plain function, and
 * where decorators, conditions or other modules decide.
 */
function whatCallGives(text: string, name: string, bindings: Bindings): CallResult | undefined {
  const binding = bindings.get(name);
  if (!binding) return undefined;
  const { start, end } = binding.valueRange;
  // The last binding of a name that stands in front is the one that an assignment has read.
  const source = binding.definition ? undefined : bindings.get(text.slice(start, end));
  const isBefore = source !== undefined && source.statementRange.end <= binding.statementRange.start;
  const definition = binding.definition ?? (isBefore ? source.definition : undefined);
  // One inside of a block or below a decorator may not be what is called.
  if (definition?.name !== 'FunctionDefinition' || definition.parent?.name !== 'Script') return undefined;
  const isAsync = definition.firstChild?.name === 'async';
  const body = definition.getChild('Body');
  if (body && yields(body)) return isAsync ? 'async generator' : 'generator';
  return isAsync ? 'coroutine' : undefined;
}

/**
 * Whether `yield` stands in code of the function itself, not in that of a function, class or lambda in it.
 */
function yields(node: PythonNode): boolean {
  return childrenOf(node).some((child) => {
    switch (child.name) {
      case 'yield':
        return true;
      case 'FunctionDefinition':
      case 'ClassDefinition':
        // Defaults, base classes and decorators belong to the code around.
        return childrenOf(child).some(
          (part) => part.name !== 'Body' && part.name !== 'TypeDef' && yields(part),
        );
      case 'LambdaExpression':
        return childrenOf(child).some((part) => part.name === 'ParamList' && yields(part));
      default:
        return yields(child);
    }
  });
}

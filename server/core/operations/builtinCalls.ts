import type { TextRange } from '../text/textRange';
import { attributeOf, isOperations } from './attributes';
import { itemsOf } from './containers';
import { equal } from './conditions';
import { formatted, textValue } from './formatting';
import type { Arguments, Machine } from './machine';
import { Raised } from './machine';
import type { ListValue, Value } from './value';
import { hole, isLive, textOf, truthOf, unknown } from './value';

/** Calls a function of Python's own, or of its library, which has no effect on a database. */
export function callBuiltin(machine: Machine, path: string, args: Arguments, range: TextRange): Value {
  const [first, second] = args.positional;
  const live = args.positional.some(isLive);
  const list = (form: ListValue['form'], items: Value[], doubt?: string): Value => ({
    kind: 'list',
    form,
    items,
    range,
    ...(live ? { isLive: true } : {}),
    ...(doubt === undefined ? {} : { doubt }),
  });
  switch (path) {
    case 'builtins.list':
    case 'builtins.tuple':
    case 'builtins.set':
    case 'builtins.frozenset':
    case 'builtins.reversed':
    case 'builtins.sorted':
    case 'builtins.iter': {
      const form = path === 'builtins.tuple' ? 'tuple' : path.endsWith('set') ? 'set' : 'list';
      if (!first) return list(form, []);
      const items = itemsOf(first);
      if (!items) break;
      if (path === 'builtins.reversed') return list(form, [...items.items].reverse(), items.doubt);
      if (path === 'builtins.sorted') {
        const texts = items.items.map(textOf);
        if (args.keywords.size > 0 || !texts.every((text) => text !== undefined)) break;
        return list(
          form,
          [...items.items].sort((a, b) => order(textOf(a), textOf(b))),
          items.doubt,
        );
      }
      return list(form, form === 'set' ? distinct(items.items) : [...items.items], items.doubt);
    }
    case 'builtins.enumerate': {
      const items = first && itemsOf(first);
      if (!items) break;
      const start = second ?? args.keywords.get('start');
      const from = start?.kind === 'number' ? start.value : 0;
      return list(
        'list',
        items.items.map((item, index) => list('tuple', [numberValue(from + index, range), item])),
        items.doubt,
      );
    }
    case 'builtins.zip': {
      const lists = args.positional.map(itemsOf);
      if (!lists.every((each) => each !== undefined)) break;
      const length = Math.min(...lists.map((each) => each.items.length));
      const rows = Array.from({ length: Number.isFinite(length) ? length : 0 }, (_, index) =>
        list(
          'tuple',
          lists.flatMap(({ items }) => items.slice(index, index + 1)),
        ),
      );
      return list('list', rows, lists.find(({ doubt }) => doubt !== undefined)?.doubt);
    }
    case 'itertools.chain': {
      const lists = args.positional.map(itemsOf);
      if (!lists.every((each) => each !== undefined)) break;
      return list(
        'list',
        lists.flatMap(({ items }) => items),
        lists.find(({ doubt }) => doubt !== undefined)?.doubt,
      );
    }
    case 'itertools.product': {
      const lists = args.positional.map(itemsOf);
      if (!lists.every((each) => each !== undefined)) break;
      let rows: Value[][] = [[]];
      for (const { items } of lists) rows = rows.flatMap((row) => items.map((item) => [...row, item]));
      return list(
        'list',
        rows.slice(0, 10_000).map((row) => list('tuple', row)),
      );
    }
    case 'builtins.map': {
      const items = second && itemsOf(second);
      if (!first || !items) break;
      return list(
        'list',
        items.items.map((item) => machine.call(first, withOne(item), range)),
        items.doubt,
      );
    }
    case 'builtins.filter': {
      const items = second && itemsOf(second);
      if (!first || !items) break;
      let doubt = items.doubt;
      const kept = items.items.filter((item) => {
        const truth = truthOf(first.kind === 'none' ? item : machine.call(first, withOne(item), range));
        if (truth === undefined) doubt ??= 'a condition is not known';
        return truth !== false;
      });
      return list('list', kept, doubt);
    }
    case 'builtins.range': {
      const numbers = args.positional.map((each) => (each.kind === 'number' ? each.value : NaN));
      const [start, end, step] =
        numbers.length === 1 ? [0, numbers[0], 1] : [numbers[0], numbers[1], numbers[2] ?? 1];
      if (start === undefined || end === undefined || step === undefined || !(Math.abs(step) >= 1)) break;
      const items: Value[] = [];
      for (let at = start; step > 0 ? at < end : at > end; at += step) {
        machine.step();
        items.push(numberValue(at, range));
      }
      return list('list', items);
    }
    case 'builtins.len': {
      if (first?.kind === 'string') return numberValue(first.value.length, range);
      const items = first && itemsOf(first);
      if (items && items.doubt === undefined) return numberValue(items.items.length, range);
      break;
    }
    case 'builtins.str':
    case 'builtins.repr':
      if (!first) return { kind: 'string', value: '', range };
      if (first.kind === 'special' && first.role === 'url') return first;
      if (first.kind === 'unknown') return { ...first, template: first.template ?? hole };
      return textValue(formatted(first, path === 'builtins.repr' ? 'r' : undefined) ?? hole, live, range);
    case 'builtins.int': {
      const value = first?.kind === 'number' ? first.value : Number(textOf(first) ?? NaN);
      if (Number.isFinite(value)) return numberValue(Math.trunc(value), range);
      break;
    }
    case 'builtins.bool': {
      const truth = first ? truthOf(first) : false;
      if (truth !== undefined)
        return { kind: 'boolean', value: truth, range, ...(live ? { isLive: true } : {}) };
      break;
    }
    case 'builtins.dict':
    case 'collections.OrderedDict': {
      const entries = new Map<string | number, Value>();
      if (first?.kind === 'dictionary') for (const [key, value] of first.entries) entries.set(key, value);
      else if (first) {
        const pairs = itemsOf(first);
        if (!pairs || pairs.doubt !== undefined) break;
        for (const pair of pairs.items) {
          const [key, value] = pair.kind === 'list' ? pair.items : [];
          if ((key?.kind === 'string' || key?.kind === 'number') && value) entries.set(key.value, value);
        }
      }
      for (const [key, value] of args.keywords) entries.set(key, value);
      return {
        kind: 'dictionary',
        entries,
        range,
        ...(args.doubt === undefined ? {} : { doubt: args.doubt }),
      };
    }
    case 'builtins.any':
    case 'builtins.all': {
      const items = first && itemsOf(first);
      if (!items) break;
      const decides = path === 'builtins.any';
      const truths = items.items.map(truthOf);
      if (truths.includes(decides))
        return { kind: 'boolean', value: decides, range, ...(live ? { isLive: true } : {}) };
      if (items.doubt !== undefined || truths.includes(undefined)) break;
      return { kind: 'boolean', value: !decides, range, ...(live ? { isLive: true } : {}) };
    }
    case 'builtins.next': {
      const items = first && itemsOf(first);
      if (!items || items.doubt !== undefined) break;
      return items.items[0] ?? second ?? unknown(range, 'there is no next item', { isLive: live });
    }
    case 'builtins.isinstance':
    case 'builtins.hasattr':
    case 'builtins.callable':
      return unknown(range, 'the condition is not known', { isLive: live });
    case 'builtins.globals':
      return {
        kind: 'dictionary',
        entries: new Map<string | number, Value>(machine.module.variables),
        range,
      };
    case 'builtins.getattr': {
      const name = textOf(second);
      if (first && name !== undefined) return attributeOf(machine, first, name, range);
      if (first && isOperations(first))
        sayUnfollowed(machine, 'which operation is called is not known', range);
      break;
    }
    case 'builtins.vars':
    case 'builtins.setattr':
    case 'operator.methodcaller':
      if (args.positional.some(isOperations)) sayUnfollowed(machine, 'operations are handed on', range);
      break;
    case 'builtins.exec':
    case 'builtins.eval':
      sayUnfollowed(machine, 'a text is run', range);
      break;
    case 'builtins.__import__':
    case 'importlib.import_module':
      if (first?.kind === 'string') return { kind: 'reference', path: first.value, range };
      break;
    case 'builtins.exit':
    case 'builtins.quit':
    case 'sys.exit':
    case 'os._exit':
      if (machine.context.doubt === undefined) throw new Raised('SystemExit');
      break;
    case 'textwrap.dedent':
    case 'inspect.cleandoc': {
      const text = textOf(first) ?? (first?.kind === 'unknown' ? first.template : undefined);
      if (text !== undefined) return textValue(text, live, range);
      break;
    }
    case 'functools.partial':
      if (first?.kind === 'function')
        return { ...first, partial: { positional: args.positional.slice(1), keywords: args.keywords } };
      if (first?.kind === 'reference' || first?.kind === 'method')
        return { kind: 'method', of: { ...bundled(first, args, range) }, name: 'partial', range };
      break;
    case 're.sub':
    case 'copy.copy':
    case 'copy.deepcopy':
      if (path !== 're.sub' && first) return first;
      break;
  }
  return unknown(range, `what ${path.replace('builtins.', '')} gives is not followed`, { isLive: live });
}

function sayUnfollowed(machine: Machine, why: string, range: TextRange): void {
  machine.emit({
    kind: 'opaque',
    reason: `A call is not followed: ${why}`,
    tables: undefined,
    range,
  });
}

/** The path of what stands for a call with some of its arguments given. */
export const partialPath = 'functools.partial';

function bundled(callee: Value, args: Arguments, range: TextRange): Value {
  return {
    kind: 'construct',
    path: partialPath,
    positional: [callee, ...args.positional.slice(1)],
    keywords: args.keywords,
    doubt: args.doubt,
    attached: [],
    range,
  };
}

function withOne(item: Value): Arguments {
  return { positional: [item], keywords: new Map(), doubt: undefined };
}

function numberValue(value: number, range: TextRange): Value {
  return { kind: 'number', value, source: String(value), range };
}

function distinct(items: readonly Value[]): Value[] {
  const kept: Value[] = [];
  for (const item of items) if (!kept.some((each) => equal(each, item) === true)) kept.push(item);
  return kept;
}

function order(a: string | undefined, b: string | undefined): number {
  return (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;
}

// `node scripts/boundCalls.mjs FOLDER… [--unbound]`: how many of the calls of operations in the revision
// files below the folders are bound to Alembic's signatures, by operation. Python's own parser finds the
// calls. With --unbound each call that is not bound is printed, with the reason.
import { execFileSync } from 'node:child_process';
import { basename, join, relative, resolve } from 'node:path';
import { loadBundled } from './loadBundled.mjs';
import { isMain, root } from './paths.mjs';
import { runMain } from './setup/command.mjs';
import { ensurePython } from './setup/python.mjs';

/** Lists revision files with the calls of operations in their functions: receiver, name, line, column. */
const listCalls = `
import ast, json, pathlib, sys, warnings
warnings.simplefilter("ignore")
def calls_in(tree):
    ops, functions, batches = {"op"}, {}, {"batch_op"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "alembic":
            ops |= {each.asname or each.name for each in node.names if each.name == "op"}
        elif isinstance(node, ast.ImportFrom) and node.module == "alembic.op":
            functions.update({each.asname or each.name: each.name for each in node.names})
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                call = item.context_expr
                if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) == "batch_alter_table":
                    if isinstance(item.optional_vars, ast.Name):
                        batches.add(item.optional_vars.id)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        func = node.func
        if isinstance(func, ast.Name) and func.id in functions:
            yield "op", functions[func.id], node.lineno, node.col_offset
        elif isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) and func.value.id in ops | batches:
            yield "op" if func.value.id in ops else "batch_op", func.attr, node.lineno, node.col_offset
for folder in sys.argv[1:]:
    for path in sorted(pathlib.Path(folder).rglob("*.py")):
        try:
            text = path.read_bytes().decode("utf-8-sig").replace("\\r\\n", "\\n")
            tree = ast.parse(text)
        except (SyntaxError, ValueError, OSError):
            continue
        names = {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}
        header = {each.id for node in tree.body for each in ast.walk(node) if isinstance(each, ast.Name)}
        if "upgrade" in names and "revision" in header:
            print(json.dumps({"folder": folder, "path": str(path), "text": text, "calls": list(calls_in(tree))}))
`;

/** What gives a value or asks for one, and is no operation. */
const values = new Set(['f', 'get_bind', 'get_context', 'inline_literal', 'implementation_for']);

async function countBoundCalls(folders, printsUnbound) {
  const { unboundReason } = loadBundled({ entryPoints: [join(root, 'test/bench/unboundReason.ts')] });
  const counts = { operations: new Map(), projects: new Map(), reasons: new Map() };
  const [python, ...options] = await ensurePython();
  const output = execFileSync(python, [...options, '-c', listCalls, ...folders], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  for (const line of output.split('\n').filter(Boolean)) {
    const { folder, path, text, calls } = JSON.parse(line);
    const reasonOf = unboundReason(text);
    for (const [receiver, name, row, column] of calls) {
      if (values.has(name)) continue;
      const reason = reasonOf(receiver, name, row, column);
      add(counts.operations, `${receiver}.${name}`, reason);
      add(counts.projects, basename(folder), reason);
      if (reason === undefined) continue;
      add(counts.reasons, reason, reason);
      if (printsUnbound) console.log(`${relative('.', path)}:${row} ${receiver}.${name}: ${reason}`);
    }
  }
  for (const [title, rows] of [
    ['By operation', counts.operations],
    ['By project', counts.projects],
  ]) {
    console.log(`\n${title}:`);
    for (const [name, { all, bound }] of sorted(rows)) console.log(lineOf(name, bound, all));
  }
  console.log('\nNot bound:');
  for (const [reason, { all }] of sorted(counts.reasons))
    console.log(`${String(all).padStart(6)}  ${reason}`);
  const rows = [...counts.operations.values()];
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  console.log(`\n${lineOf('all', sum('bound'), sum('all'))}`);
}

function add(rows, key, reason) {
  const row = rows.get(key) ?? { all: 0, bound: 0 };
  rows.set(key, { all: row.all + 1, bound: row.bound + (reason === undefined ? 1 : 0) });
}

function sorted(rows) {
  return [...rows].sort(([, a], [, b]) => b.all - a.all);
}

function lineOf(name, bound, all) {
  const share = all === 0 ? '-' : `${((100 * bound) / all).toFixed(1)} %`;
  return `${name.padEnd(40)} ${String(bound).padStart(6)} of ${String(all).padStart(6)} ${share.padStart(8)}`;
}

if (isMain(import.meta))
  await runMain(async () => {
    const words = process.argv.slice(2);
    const folders = words.filter((word) => word !== '--unbound').map((folder) => resolve(folder));
    if (folders.length === 0) throw new Error('Which folders? Name at least one with revision files.');
    await countBoundCalls(folders, words.includes('--unbound'));
    return 0;
  });

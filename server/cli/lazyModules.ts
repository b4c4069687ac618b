// Modules that heads, history and plan don't need: rules, changes, Git. Bundled as one separate file, loaded
// on demand, because loading it takes as long as reading a small project.
export { agentsCommand } from './commands/agents';
export { checkCommand } from './commands/check';
export { explainCommand, rulesCommand } from './commands/rules';
export { graphCommand } from './commands/graph';
export { downgradeBodyCommand } from './commands/downgradeBody';
export { fixCommand } from './commands/fix';
export { mergeCommand } from './commands/merge';
export { rebaseCommand } from './commands/rebase';
export { renameCommand } from './commands/rename';
export { reviewCommand } from './commands/review';
export { schemaCommand } from './commands/schema';
export { touchesCommand } from './commands/touches';
export { runRules } from '../core/rules/engine/runRules';
export { readRulePages, writeOutputFile } from './outputFiles';
export { nextChange } from './nextChange';
export { deferSignals } from './deferSignals';
export { beginJournal } from '../disk/write/claimWriting';
export { interruptedChanges, settleInterrupted } from '../disk/write/settleInterrupted';
export { writeChange } from '../disk/write/writeChange';
export { GitReader } from '../disk/git/gitReader';
export { readStagedFiles } from '../disk/git/stagedFiles';
export { readFilesForFix } from '../disk/git/filesForFix';
export { SyntaxChecker } from '../disk/syntax/syntaxChecker';

/** Every command the extension contributes. The manifest is held against this list by a test. */
export const commandIds = {
  upgrade: 'alembicWorkbench.upgrade',
  downgrade: 'alembicWorkbench.downgrade',
  newRevision: 'alembicWorkbench.newRevision',
  newRevisionHere: 'alembicWorkbench.newRevisionHere',
  mergeHeads: 'alembicWorkbench.mergeHeads',
  showCurrent: 'alembicWorkbench.showCurrent',
  refresh: 'alembicWorkbench.refresh',
  showLog: 'alembicWorkbench.showLog',
  restartServer: 'alembicWorkbench.restartServer',
  upgradeNewest: 'alembicWorkbench.upgradeNewest',
  reportIssue: 'alembicWorkbench.reportIssue',
  openProjectAbove: 'alembicWorkbench.openProjectAbove',
  openRevision: 'alembicWorkbench.openRevision',
  showInHistory: 'alembicWorkbench.showInHistory',
  copyRevisionId: 'alembicWorkbench.copyRevisionId',
  upgradeToHere: 'alembicWorkbench.upgradeToHere',
  downgradeToHere: 'alembicWorkbench.downgradeToHere',
  rebase: 'alembicWorkbench.rebase',
  reparent: 'alembicWorkbench.reparent',
  newRevisionId: 'alembicWorkbench.newRevisionId',
  disableRule: 'alembicWorkbench.disableRule',
  findRevision: 'alembicWorkbench.findRevision',
  showPlan: 'alembicWorkbench.showPlan',
  editRevision: 'alembicWorkbench.editRevision',
  initialise: 'alembicWorkbench.initialise',
  runAgain: 'alembicWorkbench.runAgain',
  copyCommandLine: 'alembicWorkbench.copyCommandLine',
  correctUrl: 'alembicWorkbench.correctUrl',
  runInTerminal: 'alembicWorkbench.runInTerminal',
  compareWithMerged: 'alembicWorkbench.compareWithMerged',
  selectInterpreter: 'alembicWorkbench.selectInterpreter',
  previewUpgradeSql: 'alembicWorkbench.previewUpgradeSql',
  previewDowngradeSql: 'alembicWorkbench.previewDowngradeSql',
  previewRevisionSql: 'alembicWorkbench.previewRevisionSql',
  compareSqlPreviews: 'alembicWorkbench.compareSqlPreviews',
  saveSqlPreview: 'alembicWorkbench.saveSqlPreview',
  stamp: 'alembicWorkbench.stamp',
  stampHere: 'alembicWorkbench.stampHere',
  checkDrift: 'alembicWorkbench.checkDrift',
  generateFromDrift: 'alembicWorkbench.generateFromDrift',
  checkDriftAgain: 'alembicWorkbench.checkDriftAgain',
  showDriftText: 'alembicWorkbench.showDriftText',
  openModel: 'alembicWorkbench.openModel',
  clearDrift: 'alembicWorkbench.clearDrift',
  showGraph: 'alembicWorkbench.showGraph',
  revealInGraph: 'alembicWorkbench.revealInGraph',
  exportGraph: 'alembicWorkbench.exportGraph',
  filterHistory: 'alembicWorkbench.filterHistory',
  clearHistoryFilter: 'alembicWorkbench.clearHistoryFilter',
  generateDowngrade: 'alembicWorkbench.generateDowngrade',
  showSchema: 'alembicWorkbench.showSchema',
  showSchemaAs: 'alembicWorkbench.showSchemaAs',
  compareSchema: 'alembicWorkbench.compareSchema',
  whoTouched: 'alembicWorkbench.whoTouched',
  runProjectCommand: 'alembicWorkbench.runProjectCommand',
  useProjectCommand: 'alembicWorkbench.useProjectCommand',
  upgradeCopy: 'alembicWorkbench.upgradeCopy',
  testConnection: 'alembicWorkbench.testConnection',
} as const;

export const viewIds = {
  container: 'alembicWorkbench',
  history: 'alembicWorkbench.history',
  databases: 'alembicWorkbench.databases',
  drift: 'alembicWorkbench.drift',
} as const;

/**
 * One context key a surface. `alembicWorkbench.state` says which welcome text the history shows,
 * `alembicWorkbench.driftState` whether there is a result of a check for drift,
 * `alembicWorkbench.revisionInEditor` whether the active editor has a revision file,
 * `alembicWorkbench.severalHeads` whether an environment has more than one head,
 * `alembicWorkbench.projectAbove` whether a folder above the opened one has an environment,
 * `alembicWorkbench.filtered` whether the history leaves rows out.
 */
export const contextKeys = {
  projectAbove: 'alembicWorkbench.projectAbove',
  state: 'alembicWorkbench.state',
  drift: 'alembicWorkbench.driftState',
  revisionInEditor: 'alembicWorkbench.revisionInEditor',
  severalHeads: 'alembicWorkbench.severalHeads',
  filtered: 'alembicWorkbench.filtered',
} as const;

/** The values of `alembicWorkbench.state`. */
export type WorkbenchState =
  'noWorkspace' | 'reading' | 'noEnvironment' | 'brokenConfig' | 'ready' | 'serverFailed';

/**
 * The values of `alembicWorkbench.driftState`: nothing was checked, the result holds, or it may not any more.
 */
export type DriftState = 'none' | 'fresh' | 'stale';

/** Prefix of all settings, as `workspace.getConfiguration` takes it. */
export const settingsSection = 'alembicWorkbench';

/** The tools of `alembic-ls mcp` as language models see them, by their names in the manifest. */
export const languageModelTools = {
  alembicWorkbench_environments: 'environments',
  alembicWorkbench_heads: 'heads',
  alembicWorkbench_history: 'history',
  alembicWorkbench_show: 'show',
  alembicWorkbench_schema: 'schema',
  alembicWorkbench_touches: 'touches',
  alembicWorkbench_plan: 'plan',
  alembicWorkbench_check: 'check',
  alembicWorkbench_review: 'review',
  alembicWorkbench_next_revision: 'next-revision',
  alembicWorkbench_merge: 'merge',
  alembicWorkbench_rebase: 'rebase',
  alembicWorkbench_rename: 'rename',
  alembicWorkbench_downgrade_body: 'downgrade-body',
} as const;

/** What offers `alembic-ls mcp` to VS Code as a server for agents. */
export const mcpProviderId = 'alembicWorkbench.mcp';

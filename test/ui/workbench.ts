import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { teardown } from 'mocha';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '../fixtures/eventually';
import { projectRoot } from '../fixtures/projectRoot';
import { Editor } from './parts/editor';
import { Dialog, Notifications } from './parts/messages';
import { Problems } from './parts/problems';
import { QuickInput } from './parts/quickInput';
import { TreeView } from './parts/treeView';

/** Milliseconds that a click or a wait may take where both processors are busy. */
const patience = 180_000;

const openWindows = new Set<Workbench>();

// What a person would have seen when a test failed.
teardown(async function () {
  if (this.currentTest?.state !== 'failed') return;
  const name = `failed ${this.currentTest.fullTitle()}`.replaceAll(/[^\w-]+/g, '-').slice(0, 100);
  for (const workbench of openWindows) await workbench.savePicture(name);
});

/** How to open the workbench. */
export interface OpenOptions {
  /** False opens the folder in Restricted mode. */
  readonly trusted?: boolean;
}

/** The real VS Code with the extension loaded, as a person sees and uses it. */
export class Workbench {
  public readonly quickInput: QuickInput;
  public readonly notifications: Notifications;
  public readonly dialog: Dialog;
  public readonly editor: Editor;
  public readonly problems: Problems;

  private constructor(
    private readonly browser: Browser,
    /** For what this class has no word for. */
    public readonly page: Page,
  ) {
    this.quickInput = new QuickInput(page);
    this.notifications = new Notifications(page);
    this.dialog = new Dialog(page);
    this.editor = new Editor(page);
    this.problems = new Problems(page);
  }

  /**
   * Opens a folder or a .code-workspace file (undefined: an empty window) in a window of its own, and waits
   * until it can be used.
   */
  public static async open(workspace: string | undefined, options: OpenOptions = {}): Promise<Workbench> {
    const browser = await chromium.connect(environment('ALEMBIC_WORKBENCH_TEST_BROWSER'));
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    await page.goto(address(workspace, options.trusted ?? true));
    await page.locator('.monaco-workbench .statusbar').waitFor();
    const workbench = new Workbench(browser, page);
    openWindows.add(workbench);
    return workbench;
  }

  public async close(): Promise<void> {
    openWindows.delete(this);
    await this.browser.close();
  }

  /**
   * Runs a command from the command palette by its whole title, "Category: Title". Waits until the palette
   * knows it.
   */
  public async runCommand(title: string): Promise<void> {
    const entry = this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.page.getByText(title, { exact: true }) })
      .first();
    await eventually(`the command palette has "${title}"`, async () => {
      await this.openPalette(title);
      await entry.waitFor({ timeout: 5000 }).catch(() => undefined);
      const found = await entry.isVisible();
      // The palette does not list commands that came after it was opened.
      if (!found) await this.quickInput.cancel();
      return found;
    });
    await entry.click();
  }

  /** True where the command palette lists a command with this whole title. */
  public async hasCommand(title: string): Promise<boolean> {
    await this.openPalette(title);
    const rows = await eventually(
      'the command palette has answered',
      () => this.quickInput.rows(),
      (found) => found.length > 0,
    );
    await this.quickInput.cancel();
    return rows.some((row) => row.label === title);
  }

  /** Opens the command palette with a text in it; what else may be open there is closed by that. */
  private async openPalette(text: string): Promise<void> {
    await eventually('the command palette is open', async () => {
      await this.page.keyboard.press('F1');
      return await this.quickInput.tryType(`>${text}`);
    });
  }

  /** Opens a view container by its icon in the activity bar. */
  public async openContainer(title: string): Promise<void> {
    const icon = this.page.locator('.activitybar .action-item').filter({
      has: this.page.locator(`.action-label[aria-label^="${title}"]`),
    });
    await icon.waitFor();
    const isOpen = /\bchecked\b/.test((await icon.getAttribute('class')) ?? '');
    if (!isOpen) await icon.click();
    // Away from the icon, whose tooltip would lie over the view.
    await this.page.mouse.move(700, 400);
  }

  /** A tree view by its name; its container has to be open. */
  public tree(viewName: string): TreeView {
    return new TreeView(this.page, viewName);
  }

  /** The texts of the status bar's items. */
  public async statusTexts(): Promise<readonly string[]> {
    const texts = await this.page.locator('.statusbar-item:visible').allInnerTexts();
    return texts.map((text) => text.trim()).filter((text) => text !== '');
  }

  /** Opens a file of the workspace by its name. */
  public async openFile(name: string): Promise<void> {
    await eventually(`${name} is chosen`, async () => {
      await this.openQuickOpen(name);
      const isChosen = await this.quickInput.tryChoose(name);
      if (!isChosen) await this.quickInput.cancel();
      return isChosen;
    });
    await this.editor.waitForTitle(name);
  }

  /** Opens the list of files with a text in it; a window that is still loading may close it again. */
  private async openQuickOpen(text: string): Promise<void> {
    await eventually('the list of files is open', async () => {
      await this.page.keyboard.press('Control+p');
      return await this.quickInput.tryType(text);
    });
  }

  /** Opens a file of the workspace by its path. */
  public async openPath(path: string): Promise<void> {
    await this.openQuickOpen(path);
    const end = path.lastIndexOf('/');
    const name = path.slice(end + 1);
    // Files that were open before come first at first, whatever their folder is.
    await eventually(`${path} is found`, async () => {
      const [row] = await this.quickInput.rows();
      return row?.label === name && row.description === path.slice(0, end);
    });
    await this.page.keyboard.press('Enter');
    await this.editor.waitForTitle(name);
  }

  /** Closes all editors; what is not saved in them is gone. */
  public async closeEditors(): Promise<void> {
    const tabs = this.page.locator('.editor-group-container .tab');
    await eventually('all editors are closed', async () => {
      await this.page.keyboard.press('Control+k');
      await this.page.keyboard.press('Control+w');
      const isClosed = (): Promise<boolean> =>
        tabs
          .first()
          .waitFor({ state: 'hidden', timeout: 2000 })
          .then(
            () => true,
            () => false,
          );
      // One question a file that is not saved.
      while (!(await isClosed())) {
        const isAsking = (await this.dialog.isOpen()) && (await this.dialog.read()).text.includes('save');
        if (!isAsking) return false;
        await this.dialog.press("Don't Save");
      }
      return true;
    });
  }

  /** Saves all files, and waits until no tab is marked as unsaved. */
  public async saveAll(): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await this.page.keyboard.press('s');
    await eventually('all is saved', async () => (await this.page.locator('.tab.dirty').count()) === 0);
  }

  /** Saves a picture of the window, to be looked at, where suites are run by name; it takes a while. */
  public async screenshot(name: string): Promise<void> {
    if (process.env['ALEMBIC_WORKBENCH_TEST_PICTURES'] !== 'failed') await this.savePicture(name);
  }

  /** Saves a picture of the window to test/ui/screenshots/<name>.png. */
  public async savePicture(name: string): Promise<void> {
    const folder = join(projectRoot, 'test', 'ui', 'screenshots');
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }
}

function address(workspace: string | undefined, trusted: boolean): string {
  const url = new URL(environment(`ALEMBIC_WORKBENCH_TEST_${trusted ? 'TRUSTED' : 'RESTRICTED'}_WINDOW`));
  if (workspace !== undefined) {
    url.searchParams.delete('ew');
    url.searchParams.set(workspace.endsWith('.code-workspace') ? 'workspace' : 'folder', workspace);
  }
  return url.href;
}

function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is not set; run these tests by: node scripts/layer.mjs ui`);
  return value;
}

import { readFileSync } from 'node:fs';
import { projectRoot } from '../fixtures/projectRoot';

/** One entry of a menu, of the welcome texts or of the key bindings. */
export interface Conditional {
  readonly command?: string;
  readonly submenu?: string;
  readonly view?: string;
  readonly key?: string;
  readonly when?: string;
  readonly contents?: string;
}

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
}

/** The parts of package.json that the tests look at. */
export interface Manifest {
  readonly version: string;
  readonly icon?: string;
  readonly main: string;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly when?: string }[]>>;
    readonly viewsContainers: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly Conditional[];
    readonly submenus: readonly { readonly id: string; readonly label: string }[];
    readonly menus: Readonly<Record<string, readonly Conditional[]>>;
    readonly keybindings?: readonly Conditional[];
    readonly problemMatchers: readonly { readonly pattern: { readonly regexp: string } }[];
    readonly languageModelTools: readonly { readonly name: string }[];
    readonly mcpServerDefinitionProviders: readonly { readonly id: string }[];
    readonly languages: readonly {
      readonly id: string;
      readonly filenames?: readonly string[];
      readonly extensions?: readonly string[];
    }[];
    readonly configuration: readonly {
      readonly properties: Readonly<
        Record<
          string,
          { readonly default: unknown; readonly description?: string; readonly markdownDescription?: string }
        >
      >;
    }[];
  };
}

/** A text file of the project. */
export function readProjectFile(path: string): string {
  return readFileSync(`${projectRoot}/${path}`, 'utf8');
}

export const manifest = JSON.parse(readProjectFile('package.json')) as Manifest;

/** Every condition in the manifest, with the place it stands in. */
export const conditions: readonly { readonly place: string; readonly when: string }[] = [
  ...Object.entries(manifest.contributes.menus).flatMap(([menu, items]) =>
    items.map((item) => ({ place: `${menu}: ${item.command ?? ''}`, when: item.when ?? '' })),
  ),
  ...manifest.contributes.viewsWelcome.map((item) => ({ place: `welcome`, when: item.when ?? '' })),
  ...(manifest.contributes.keybindings ?? []).map((item) => ({
    place: `key ${item.key ?? ''}`,
    when: item.when ?? '',
  })),
  ...Object.values(manifest.contributes.views)
    .flat()
    .map((view) => ({ place: `view ${view.id}`, when: view.when ?? '' })),
].filter(({ when }) => when !== '');

/** The comparisons in a condition: a key, and what it is compared with if anything. */
export function readCondition(when: string): readonly { readonly key: string; readonly value?: string }[] {
  return when
    .split(/&&|\|\||[()](?![^/]*\/)/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const match = /^!?\s*([\w.]+)(?:\s*(?:==|!=|=~)\s*(.+))?$/.exec(part);
      if (!match) throw new Error(`Can't read the condition '${part}' in '${when}'.`);
      const value = match[2]?.trim().replace(/^'(.*)'$/, '$1');
      return value === undefined ? { key: match[1] ?? '' } : { key: match[1] ?? '', value };
    });
}

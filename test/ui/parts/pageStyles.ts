/** Themes of VS Code as pages get them: the class of the body, and the colours that the graph uses. */
export const pageStyles = {
  dark: {
    class: 'vscode-dark',
    colours: `
      --vscode-foreground: #cccccc;
      --vscode-editor-background: #1f1f1f;
      --vscode-sideBar-background: #181818;
      --vscode-descriptionForeground: #9d9d9d;
      --vscode-textLink-foreground: #4daafc;
      --vscode-panel-border: #2b2b2b;
      --vscode-button-background: #0078d4;
      --vscode-button-secondaryBackground: #313131;
      --vscode-button-secondaryForeground: #cccccc;
      --vscode-charts-blue: #3794ff;
      --vscode-charts-purple: #b180d7;
      --vscode-charts-green: #89d185;
      --vscode-charts-orange: #d18616;
      --vscode-charts-yellow: #cca700;
      --vscode-editorWarning-foreground: #cca700;
      --vscode-editorError-foreground: #f14c4c;
      --vscode-testing-iconPassed: #73c991;
      --vscode-badge-background: #616161;
      --vscode-badge-foreground: #f8f8f8;
      --vscode-list-activeSelectionBackground: #04395e;
      --vscode-list-activeSelectionForeground: #ffffff;
      --vscode-list-inactiveSelectionBackground: #37373d;
      --vscode-input-background: #313131;
      --vscode-button-foreground: #ffffff;
      --vscode-focusBorder: #0078d4;
      --vscode-list-hoverBackground: #2a2d2e;
      --vscode-charts-foreground: #cccccc;
    `,
  },
  light: {
    class: 'vscode-light',
    colours: `
      --vscode-foreground: #3b3b3b;
      --vscode-editor-background: #ffffff;
      --vscode-sideBar-background: #f8f8f8;
      --vscode-descriptionForeground: #3b3b3b;
      --vscode-textLink-foreground: #005fb8;
      --vscode-panel-border: #e5e5e5;
      --vscode-button-background: #005fb8;
      --vscode-button-secondaryBackground: #e5e5e5;
      --vscode-button-secondaryForeground: #3b3b3b;
      --vscode-charts-blue: #1a85ff;
      --vscode-charts-purple: #652d90;
      --vscode-charts-green: #388a34;
      --vscode-charts-orange: #d18616;
      --vscode-charts-yellow: #bf8803;
      --vscode-editorWarning-foreground: #7a5b00;
      --vscode-editorError-foreground: #b01011;
      --vscode-testing-iconPassed: #1a7f37;
      --vscode-badge-background: #cccccc;
      --vscode-badge-foreground: #3b3b3b;
      --vscode-list-activeSelectionBackground: #e8e8e8;
      --vscode-list-activeSelectionForeground: #000000;
      --vscode-list-inactiveSelectionBackground: #e4e6f1;
      --vscode-input-background: #ffffff;
      --vscode-button-foreground: #ffffff;
      --vscode-focusBorder: #005fb8;
      --vscode-list-hoverBackground: #f2f2f2;
      --vscode-charts-foreground: #3b3b3b;
    `,
  },
  contrastDark: {
    class: 'vscode-high-contrast',
    colours: `
      --vscode-foreground: #ffffff;
      --vscode-editor-background: #000000;
      --vscode-sideBar-background: #000000;
      --vscode-descriptionForeground: #ffffff;
      --vscode-textLink-foreground: #21a6ff;
      --vscode-panel-border: #6fc3df;
      --vscode-contrastBorder: #6fc3df;
      --vscode-contrastActiveBorder: #f38518;
      --vscode-button-border: #6fc3df;
      --vscode-button-secondaryForeground: #ffffff;
      --vscode-charts-blue: #3794ff;
      --vscode-charts-purple: #b180d7;
      --vscode-charts-green: #89d185;
      --vscode-charts-orange: #d18616;
      --vscode-charts-yellow: #ffd370;
      --vscode-editorWarning-foreground: #ffd370;
      --vscode-editorError-foreground: #f48771;
      --vscode-testing-iconPassed: #73c991;
      --vscode-badge-background: #000000;
      --vscode-badge-foreground: #ffffff;
      --vscode-input-background: #000000;
      --vscode-button-foreground: #ffffff;
      --vscode-focusBorder: #f38518;
      --vscode-charts-foreground: #ffffff;
    `,
  },
  contrastLight: {
    class: 'vscode-high-contrast vscode-high-contrast-light',
    colours: `
      --vscode-foreground: #292929;
      --vscode-editor-background: #ffffff;
      --vscode-sideBar-background: #ffffff;
      --vscode-descriptionForeground: #292929;
      --vscode-textLink-foreground: #0f4a85;
      --vscode-panel-border: #0f4a85;
      --vscode-contrastBorder: #0f4a85;
      --vscode-contrastActiveBorder: #006bbd;
      --vscode-button-border: #0f4a85;
      --vscode-button-background: #0f4a85;
      --vscode-button-secondaryBackground: #ffffff;
      --vscode-button-secondaryForeground: #292929;
      --vscode-charts-blue: #1a85ff;
      --vscode-charts-purple: #652d90;
      --vscode-charts-green: #374e06;
      --vscode-charts-orange: #a35a00;
      --vscode-charts-yellow: #895503;
      --vscode-editorWarning-foreground: #895503;
      --vscode-editorError-foreground: #b5200d;
      --vscode-testing-iconPassed: #007100;
      --vscode-badge-background: #0f4a85;
      --vscode-badge-foreground: #ffffff;
      --vscode-input-background: #ffffff;
      --vscode-button-foreground: #ffffff;
      --vscode-focusBorder: #006bbd;
      --vscode-charts-foreground: #292929;
    `,
  },
} as const;

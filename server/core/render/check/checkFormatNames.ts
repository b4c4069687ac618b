/** The report formats of CI, as `check --format` names them; apart from the renderers, which load later. */
export const checkFormatNames = ['github', 'sarif', 'gitlab', 'junit'] as const;
export type CheckFormatName = (typeof checkFormatNames)[number];

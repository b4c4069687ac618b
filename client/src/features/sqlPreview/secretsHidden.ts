/** The first line of a preview in which something is hidden. */
export const secretsHidden = '-- Secrets are shown as ***: this is for reading, not for running.';

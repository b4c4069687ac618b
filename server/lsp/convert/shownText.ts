import { visibleText } from '../../core/text/visibleText';

/**
 * Text for a message of the editor, in which VS Code makes `[a](command:b)` a link: a mark of no width takes
 * the link away.
 */
export function messageText(text: string): string {
  return visibleText(text).replace(/\](?=\()/g, ']\u200B');
}

/**
 * Text for a row of a list, in which VS Code draws `$(name)` as an icon: a mark of no width keeps it text.
 */
export function rowText(text: string): string {
  return visibleText(text).replace(/\$(?=\([\w-]+(?:~\w+)?\))/g, '$&\u200B');
}

/** Text in Markdown, where it reads as it is written: no link, address, picture or HTML of it works. */
export function markdownText(text: string): string {
  return visibleText(text).replace(/[\\`*_{}[\]()#+\-.!<>|~&@$]|:(?=\/\/)/g, '\\$&');
}

/** A name in Markdown, in the letters of code where it is a word of the usual kind. */
export function markdownName(name: string): string {
  return /^[\w.:/ -]+$/.test(name) && name.trim() === name ? `\`${name}\`` : markdownText(name);
}

/** A link of ours in Markdown; `text` is Markdown already. */
export function markdownLink(text: string, uri: string): string {
  return `[${text}](${uri.replace(/[\s()<>\\]/g, encodeCharacter)})`;
}

function encodeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

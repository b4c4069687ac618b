/**
 * What people write, such as a message, an id or a label, for places where VS Code draws `$(name)` as an icon: pick lists, the status bar, and code in
 * Markdown with icons. A mark of no width goes between `$` and `(`, for a backslash would be read aloud, found by typing, and shown in code.
 */
export function iconsAsText(text: string): string {
  return text.replaceAll(/\$(?=\([\w-]+(?:~\w+)?\))/g, '$&\u200B');
}

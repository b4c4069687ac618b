import { visibleText } from '../text/visibleText';

/**
 * Foreign text in a Mermaid diagram, inside quotes. Mermaid reads `#…;` as an entity; everything that could
 * be markup, syntax or a directive is written as one.
 */
export function mermaidText(text: string): string {
  return visibleText(text).replace(
    /[^\p{L}\p{N} .,:_/-]/gu,
    (character) => `#${String(character.codePointAt(0))};`,
  );
}

import { withoutControls } from '../core/text/visibleText';

/**
 * A text for the terminal: control characters are written out, except line ends, tabs and, with colours, our
 * own styles.
 */
export function terminalText(text: string, hasColours: boolean): string {
  if (!hasColours) return withoutControls(text);
  const pieces = text.split(ownStyle);
  return pieces.map((piece, index) => (index % 2 === 0 ? withoutControls(piece) : piece)).join('');
}

// eslint-disable-next-line no-control-regex -- the styles that are ours
const ownStyle = /(\x1b\[(?:1|22|31|33|36|39|90)m)/;

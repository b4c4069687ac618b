import patterns from '../../../../python/workbench_bridge/secret_patterns.json';
import { expression } from './secretPatterns';

const literalOfCode = expression(patterns.code.literal, 'gi');
const quotedInside = expression(patterns.code.inner, 'gi');

/**
 * Python with what its texts hold replaced by what a mask makes of it: of defaults and comments all, of
 * others what is quoted in them, because a table may be called as a password is.
 */
export function maskCodeValues(code: string, mask: (text: string) => string): string {
  return code.replace(literalOfCode, (text: string, value: string | undefined, literal: string) => {
    if (value) return value + mask(literal);
    const inside = text.slice(1, -1).replace(quotedInside, mask);
    return text.slice(0, 1) + inside + text.slice(-1);
  });
}

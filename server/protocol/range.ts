/** Zero-based lines and UTF-16 characters, the end not included, as in LSP. */
export interface RangeDto {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

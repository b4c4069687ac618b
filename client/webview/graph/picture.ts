/** The most pixels that browsers draw in one direction. */
const mostPixels = 16_000;

/** A drawing as a PNG in Base64, smaller where it would be too large; null where it can't be drawn. */
export async function pictureOf(svg: string): Promise<string | null> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(inThisTheme(svg))}`;
  try {
    await image.decode();
  } catch {
    return null;
  }
  const scale = Math.min(2, mostPixels / Math.max(1, image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.floor(image.width * scale));
  canvas.height = Math.max(1, Math.floor(image.height * scale));
  const drawing = canvas.getContext('2d');
  if (!drawing) return null;
  drawing.fillStyle = getComputedStyle(document.body).backgroundColor;
  drawing.fillRect(0, 0, canvas.width, canvas.height);
  drawing.drawImage(image, 0, 0, canvas.width, canvas.height);
  const [, data] = canvas.toDataURL('image/png').split(',');
  return data ? data : null;
}

/** The drawing in the colours of the page: the system's preference need not be VS Code's theme. */
function inThisTheme(svg: string): string {
  const isDark = /\bvscode-(?:dark|high-contrast)(?!-light)\b/.test(document.body.className);
  return svg.replace('@media(prefers-color-scheme:dark)', isDark ? '@media all' : '@media not all');
}

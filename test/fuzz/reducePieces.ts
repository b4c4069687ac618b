/** The texts of an input by their names: a file alone, or the files of a project. */
export type Pieces = Readonly<Record<string, string>>;

/**
 * A smaller input that still fails: whole texts go first, then ever smaller parts of each. `stillFails` is
 * asked at most `tries` times.
 */
export async function reducePieces(
  pieces: Pieces,
  stillFails: (smaller: Pieces) => Promise<boolean>,
  tries = 600,
): Promise<Pieces> {
  let smallest = pieces;
  let left = tries;
  const attempt = async (candidate: Pieces): Promise<boolean> => {
    if (left-- <= 0 || !(await stillFails(candidate))) return false;
    smallest = candidate;
    return true;
  };
  for (const name of Object.keys(pieces)) {
    if (Object.keys(smallest).length < 2) break;
    const { [name]: gone, ...others } = smallest;
    if (gone !== undefined) await attempt(others);
  }
  for (const name of Object.keys(smallest)) {
    const length = (): number => smallest[name]?.length ?? 0;
    for (
      let size = Math.ceil(length() / 2);
      size >= 1 && left > 0;
      size = size === 1 ? 0 : Math.ceil(size / 2)
    ) {
      let at = 0;
      while (at < length() && left > 0) {
        const text = smallest[name] ?? '';
        const isGone = await attempt({ ...smallest, [name]: text.slice(0, at) + text.slice(at + size) });
        if (!isGone) at += size;
      }
    }
  }
  return smallest;
}

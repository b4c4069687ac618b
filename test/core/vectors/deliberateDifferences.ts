/** Record ids on which the answer differs from the recorded one on purpose, each with the reason. */
export const deliberateDifferences: Readonly<Record<string, string>> = {};

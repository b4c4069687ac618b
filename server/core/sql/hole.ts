/** Stands for the part of a text that is not known. */
export const hole = '\uFFFC';

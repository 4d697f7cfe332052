/** Stands for `format` of mathjs in the build, see trim-mathjs.ts. */
export const format = String

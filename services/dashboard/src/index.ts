/** Folder of the built page (`vite build`); it exists only after a build. A file URL with a slash at its end. */
export const distFolder: URL = new URL('../dist/', import.meta.url)

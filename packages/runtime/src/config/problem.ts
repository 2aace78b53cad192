/** One thing that is wrong in a configuration. */
export interface ConfigProblem {
  /** `brands[0].names[2]`; empty for the whole file. */
  readonly path: string
  /** From 1; null when there is no place for it in the file. */
  readonly line: number | null
  /** What is wrong and what is allowed. */
  readonly message: string
  /** What was probably meant: a key with its path, or a value. */
  readonly meant: string | null
}

/** `brands[0].names` */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text ? `${text}.${String(step)}` : String(step)),
    '',
  )
}

/** The inverse of {@link pathText}. */
export function pathOf(text: string): PropertyKey[] {
  return [...text.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) =>
    index === undefined ? key! : Number(index),
  )
}

/** One line for a person: `moodlight.yaml:12 mood.brand: no such key; did you mean mood.band?` */
export function problemLine(file: string, { path, line, message, meant }: ConfigProblem): string {
  const place = line === null ? file : `${file}:${line}`
  const sentence = `${place} ${path ? `${path}: ` : ''}${message}`
  return meant ? `${sentence}; did you mean ${meant}?` : sentence
}

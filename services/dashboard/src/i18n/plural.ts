type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }

/** Chooses the plural form of a language: `count('en')(1, { one: '1 post', other: 'n posts' })`. */
export function count(locale: string): (n: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(locale)
  return (n, forms) => forms[rules.select(n)] ?? forms.other
}

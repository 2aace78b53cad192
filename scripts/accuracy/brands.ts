import { type BrandFigure, type Counted, measureBrands } from '../../packages/brands/test/ambiguous/measure.ts'
import { wilson } from '../../packages/intent/test/measure.ts'
import { atLeast, type Floor } from './floors.ts'
import { between, table, three, whole } from './markdown.ts'

const precision = ({ hits, falseHits }: Counted): number =>
  hits + falseHits === 0 ? Number.NaN : hits / (hits + falseHits)
const recall = ({ hits, misses }: Counted): number => (hits + misses === 0 ? Number.NaN : hits / (hits + misses))

/** All names together. */
export function pooled(figures: readonly BrandFigure[], of: (figure: BrandFigure) => Counted): Counted {
  const sum = { hits: 0, falseHits: 0, misses: 0 }
  for (const figure of figures) {
    const counted = of(figure)
    sum.hits += counted.hits
    sum.falseHits += counted.falseHits
    sum.misses += counted.misses
  }
  return sum
}

/** Who is meant by an ambiguous name, on the halves that whoever writes rules has not seen. */
export const brandFigures = (): BrandFigure[] => measureBrands()

export function brandFloors(figures: readonly BrandFigure[]): Floor[] {
  const all = figures.length > 0 ? [['all names', pooled(figures, (f) => f.examples)] as const] : []
  const each = figures.map((figure) => [figure.name, figure.examples] as const)
  return [...all, ...each].flatMap(([name, counted]) => [
    atLeast(
      `brand ${name}, precision of sure matches`,
      0.95,
      null,
      precision(counted),
      wilson(counted.hits, counted.hits + counted.falseHits),
    ),
    atLeast(
      `brand ${name}, recall of sure matches`,
      0.9,
      null,
      recall(counted),
      wilson(counted.hits, counted.hits + counted.misses),
    ),
  ])
}

export function brandsSection(figures: readonly BrandFigure[]): string[] {
  if (figures.length === 0) return []
  const pair = (counted: Counted): string => `${three(precision(counted))} / ${three(recall(counted))}`
  const line = (name: string, posts: number, about: number, unsure: number, by: readonly Counted[]): string[] => {
    const [examples, rules, short, alone] = by as [Counted, Counted, Counted, Counted]
    return [
      name,
      whole(posts),
      whole(about),
      between(precision(examples), wilson(examples.hits, examples.hits + examples.falseHits)),
      between(recall(examples), wilson(examples.hits, examples.hits + examples.misses)),
      whole(unsure),
      pair(rules),
      pair(short),
      pair(alone),
    ]
  }
  const kinds = (f: BrandFigure): Counted[] => [f.examples, f.rules, f.shortRules, f.nameAlone]
  const sum = (key: 'posts' | 'about' | 'unsure'): number => figures.reduce((total, f) => total + f[key], 0)
  return [
    '## Brands: who is meant',
    '',
    'Posts written by us about ambiguous names, about half of them not about the brand; the half that nobody who writes rules has seen. *Sure*',
    'matches with a definition and marked posts of the other half, as the product is meant to be used; beside it precision / recall of the same',
    'knowledge as plain rules, of a short rule of the kind a brand team would write, and of the name as a word.',
    '',
    ...table(
      ['name', 'posts', 'about it', 'precision', 'recall', 'left unsure', 'rules', 'short rule', 'name alone'],
      [
        line(
          '**all**',
          sum('posts'),
          sum('about'),
          sum('unsure'),
          [0, 1, 2, 3].map((k) => pooled(figures, (f) => kinds(f)[k]!)),
        ),
        ...figures.map((f) => line(f.name, f.posts, f.about, f.unsure, kinds(f))),
      ],
    ),
  ]
}

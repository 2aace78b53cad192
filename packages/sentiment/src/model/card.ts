import { existsSync, readdirSync, readFileSync } from 'node:fs'

export interface Figures {
  readonly accuracy: number
  readonly macroF1: number
  readonly averageRecall: number
  /** Net sentiment as labelled less net sentiment as it is. */
  readonly bias: number
}

export interface DevelopmentSet extends Figures {
  readonly set: string
  readonly n: number
  readonly neutralMasked: Figures | null
}

/** The convolutional network beside the linear weights. */
export interface NetCard {
  /** Rows of its table are 2^bits. */
  readonly bits: number
  /** What one step is worth, as in the linear weights. */
  readonly step: number
  /** How much of its log-odds is added to those of the linear model. */
  readonly share: number
  /** SHA-256 of its file. */
  readonly sha256: string
}

/** What is known of a trained model, beside its weights: `models/LANG.json`. */
export interface ModelCard {
  readonly format: 1
  readonly language: string
  /** Buckets are 2^bits. */
  readonly bits: number
  /** What one step is worth: a byte q of the weights stands for sign(q) q² steps. */
  readonly step: number
  /** Log-odds are divided by the one of the label they favour: calibration that leaves the label as it is. */
  readonly temperatures: readonly [number, number, number]
  /** Word lists inside, by name. */
  readonly lists: readonly string[]
  readonly listedWords: number
  readonly featureVersion: number
  readonly tokenVersion: number
  /** Rows: true label, columns: label given; on development text that was not trained on, sets weighted evenly. */
  readonly confusion: readonly (readonly [number, number, number])[]
  /** Rows of development text that the confusion was measured on. */
  readonly measured: number
  /** Expected calibration error on development text by cross-fitting: each fifth calibrated by the other four. */
  readonly calibrationError: number
  /** Figures per development set; `neutralMasked` for sets without neutral rows, when neutral is not allowed. */
  readonly development: readonly DevelopmentSet[]
  readonly trainedOn: readonly { readonly set: string; readonly rows: number }[]
  /** SHA-256 of the weights file. */
  readonly sha256: string
  /** Null where there is none. */
  readonly net: NetCard | null
}

const FOLDER = new URL('../../models/', import.meta.url)

/** The languages that have a trained model, sorted. */
export function trainedLanguages(): string[] {
  if (!existsSync(FOLDER)) return []
  return readdirSync(FOLDER)
    .filter((name) => /^[a-z]{3}\.json$/.test(name))
    .map((name) => name.slice(0, 3))
    .sort()
}

/** The card as it lies on disk, for the hash over all models. */
export const cardText = (language: string): string => readFileSync(new URL(`${language}.json`, FOLDER), 'utf8')
export const readCard = (language: string): ModelCard => JSON.parse(cardText(language)) as ModelCard
export const readWeights = (language: string): Buffer => readFileSync(new URL(`${language}.bin.gz`, FOLDER))
export const readNet = (language: string): Buffer => readFileSync(new URL(`${language}.net.gz`, FOLDER))

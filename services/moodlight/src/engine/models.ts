import { loadModels, type Models, modelHash, shippedModels } from '@moodlight/stages'
import { TOKEN_VERSION } from '@moodlight/text'

/** One name for all models that label, and for the version of the tokens they read. */
const nameOf = (models: Models): string => `${modelHash(models)}/${TOKEN_VERSION}`

export function shippedInUse(): string {
  return nameOf(shippedModels())
}

/** The same of the models of a module, null: of the shipped ones. @throws ML_REPLAY_MODEL */
export async function modelsInUse(module: string | null): Promise<string> {
  return nameOf(await loadModels(module))
}

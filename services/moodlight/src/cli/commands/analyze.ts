import { fullText } from '@moodlight/core'
import type { Command } from 'commander'
import { analyse } from '../../analyse.ts'
import { settingsFor } from '../target.ts'
import { out, table } from '../terminal.ts'

export function analyzeCommand(program: Command): void {
  program
    .command('analyze <text>')
    .description(
      'What Moodlight reads in a text: language, brands with the reason, sentiment and intents towards each, evidence',
    )
    .option('--lang <code>', 'a hint for the language, as a source would give it')
    .option('--json', 'machine-readable')
    .addHelpText(
      'after',
      '\nExamples:\n  moodlight analyze "Velora is down again, glad I am with Maravel"\n  moodlight analyze "维洛拉的应用又崩了" --json',
    )
    .action(async (text: string, options: { lang?: string; json?: boolean }, command: Command) => {
      const { config, secret } = await settingsFor(command)
      const found = analyse(text, {
        brands: config.brands,
        authorSecret: secret,
        hints: options.lang ? [options.lang] : [],
      })
      if (options.json) return out(JSON.stringify(found, null, 2))
      const whole = fullText({ title: null, text })
      out(`language   ${found.language.code} (${found.language.by}, ${found.language.confidence.toFixed(2)})`)
      if (found.mentions.length === 0) out('brands     none of the watched brands is named')
      for (const mention of found.mentions) {
        out(`\n${mention.brand}  ${mention.certainty}  ${mention.voice}${mention.addressed ? '  addressed' : ''}`)
        out(
          table(
            ['  where', 'text', 'kind', 'certainty', 'why'],
            mention.matches.map((m) => [
              `  ${m.start}–${m.end}`,
              whole.slice(m.start, m.end),
              m.kind,
              m.certainty,
              m.why,
            ]),
          ),
        )
        const s = mention.sentiment
        if (s.label === 'unscored') out(`  label      unscored: ${s.reason}`)
        else {
          const p = s.probabilities
          out(
            `  label      ${s.label}${s.confident ? '' : ' (not confident)'}  negative ${p.negative.toFixed(2)}  neutral ${p.neutral.toFixed(2)}  positive ${p.positive.toFixed(2)}  judged: ${s.scope === 'target' ? 'the part about this brand' : 'the whole text'}`,
          )
          for (const e of s.evidence)
            out(`  evidence   ${e.weight > 0 ? '+' : ''}${e.weight.toFixed(2)}  ${whole.slice(e.start, e.end)}`)
        }
        for (const { kind, confidence, evidence } of mention.intents)
          out(
            `  intent     ${kind} ${confidence.toFixed(2)}  ${evidence.map((e) => whole.slice(e.start, e.end)).join(' … ')}`,
          )
      }
      for (const refused of found.refused)
        out(`\nrefused    ${refused.brand}: “${whole.slice(refused.start, refused.end)}” (${refused.why})`)
    })
}

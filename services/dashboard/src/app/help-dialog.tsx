import type { RefObject } from 'react'
import { MarkLegend } from '../design/mark-legend.tsx'
import { LabelSign, MoodSign } from '../design/signs.tsx'
import { useLocale } from '../i18n/locale.tsx'
import { Dialog } from './dialog.tsx'

const COLOURS = ['green', 'red', 'mixed', 'grey'] as const

/** What keys and signs mean. */
export function HelpDialog({ dialog }: { dialog: RefObject<HTMLDialogElement | null> }) {
  const { t } = useLocale()
  const keys: [string, string][] = [
    ['j / k', t.help.next],
    ['Enter', t.help.openIt],
    ['o', t.help.original],
    ['/', t.help.search],
    ['p', t.help.pause],
    ['g', t.help.top],
    ['?', t.help.thisHelp],
  ]
  return (
    <Dialog dialog={dialog} title={t.help.title}>
      <h3>{t.help.keys}</h3>
      <dl className="help__keys">
        {keys.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <h3>{t.help.symbols}</h3>
      <ul className="help__signs">
        {COLOURS.map((colour) => (
          <li key={colour}>
            <span className="chip" data-colour={colour}>
              <MoodSign colour={colour} /> {t.colour[colour]}
            </span>
          </li>
        ))}
        <li>
          <span className="chip" data-colour="grey">
            <LabelSign label="neutral" /> {t.label.neutral}
          </span>
        </li>
      </ul>
      <p>{t.help.colour}</p>
      <p>{t.help.interval}</p>
      <h3>{t.help.marks}</h3>
      <MarkLegend />
    </Dialog>
  )
}

import type { ReactNode } from 'react'
import { Component } from 'react'
import type { ApiFailure } from '../api/client.ts'
import { en } from '../i18n/en.ts'
import { useLocale } from '../i18n/locale.tsx'

/** Nothing to show, and why. */
export function Empty({ title, how, children }: { title: string; how?: string; children?: ReactNode }) {
  return (
    <div className="notice">
      <p className="notice__title">{title}</p>
      {how === undefined ? null : <p>{how}</p>}
      {children}
    </div>
  )
}

/** A failed request: what happened, what to do, and the way out. */
export function Failed({ failure, retry }: { failure: ApiFailure; retry: () => void }) {
  const { t } = useLocale()
  const { body } = failure
  const title = failure.kind === 'unreachable' ? t.error.unreachable : (body?.message ?? t.error.broken)
  const how = failure.kind === 'unreachable' ? t.error.unreachableHow : body?.todo
  return (
    <div className="notice" role="alert">
      <p className="notice__title">{title}</p>
      {how === undefined ? null : <p>{how}</p>}
      {body?.fields
        ?.filter((one) => !title.includes(one.message))
        .map((one) => (
          <p key={one.field} className="notice__code">
            {one.field}: {one.message}
          </p>
        ))}
      {body === null ? null : <p className="notice__code">{t.error.code(body.code, body.requestId)}</p>}
      <button type="button" className="button" onClick={retry}>
        {t.error.retry}
      </button>
    </div>
  )
}

/** The last net under the page: a bug in one view is said, and does not leave a white wall. */
export class CrashNet extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <Empty title={en.error.crash} how={en.error.crashHow}>
        <button type="button" className="button" onClick={() => location.reload()}>
          {en.error.retry}
        </button>
      </Empty>
    )
  }
}

import type { BrandInfo } from '../api/contract.ts'
import { MentionView } from './mention-view.tsx'
import './mention.css'

export function MentionPage({ id, brands }: { id: string; brands: readonly BrandInfo[] }) {
  return (
    <div className="mention-page">
      <MentionView id={id} brands={brands} />
    </div>
  )
}

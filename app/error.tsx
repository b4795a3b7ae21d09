'use client'
import { PageFailure } from '@/components/shell/PageFailure'

export default function Failure({ error, reset }: { error: Error; reset: () => void }) {
  return <PageFailure error={error} onRetry={reset} />
}

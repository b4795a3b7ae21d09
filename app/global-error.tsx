'use client'

/** The last resort, when even the frame has failed: no component of ours may be needed here. */
export default function GlobalFailure({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <h1>Atrium: this page has failed · 此页面出错</h1>
        <button type="button" onClick={reset}>
          Try again · 重试
        </button>
      </body>
    </html>
  )
}

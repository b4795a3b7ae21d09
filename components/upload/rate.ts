/** Speed over the last few seconds, from how far something was at which time. */
export function createRate(windowMs = 5_000): (at: number, bytes: number) => number | null {
  let seen: { at: number; bytes: number }[] = []
  return (at, bytes) => {
    // What goes back, after a broken connection, begins anew.
    if (seen.some(earlier => earlier.bytes > bytes)) seen = []
    seen = [...seen.filter(earlier => at - earlier.at <= windowMs), { at, bytes }]
    const [first] = seen
    return first && at - first.at >= 500 ? ((bytes - first.bytes) * 1000) / (at - first.at) : null
  }
}

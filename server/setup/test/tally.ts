/** How many tests ended well and how many did not. */
export interface Tally {
  passed: number
  failed: number
}

export const total = (tallies: readonly Tally[]): Tally =>
  tallies.reduce((sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }), { passed: 0, failed: 0 })

/** The closing line of `npm test`, which other programs read. */
export const closingLine = ({ passed, failed }: Tally): string => `${passed} passed, ${failed} failed`

/** The part of vitest's JSON report (Jest's format) that counts. */
export interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

/** A file that could not be loaded holds no tests, but is a failure all the same. */
export function tallyOfVitest(report: VitestReport): Tally {
  const unloaded = report.testResults.filter(file => file.status === 'failed' && file.assertionResults.length === 0).length
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded }
}

/** The part of Playwright's JSON report that counts. `flaky` passed at a later try; errors are those outside of any test. */
export interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
}

/** A test that was not run (a skip, or one after a failed set-up) is no pass. */
export const tallyOfPlaywright = ({ stats, errors }: PlaywrightReport): Tally =>
  ({ passed: stats.expected + stats.flaky, failed: stats.unexpected + stats.skipped + errors.length })

/** What a runner reported, made consistent with how it ended: one that ended badly has at least one failure. */
export function withExitCode(tally: Tally | undefined, code: number): Tally {
  const counted = tally ?? { passed: 0, failed: 0 }
  const nothingRan = counted.passed + counted.failed === 0
  return (code !== 0 && counted.failed === 0) || nothingRan ? { ...counted, failed: counted.failed + 1 } : counted
}

import { expect, test } from 'vitest'
import { closingLine, tallyOfPlaywright, tallyOfVitest, total, withExitCode } from './tally'

test('the closing line sums all runners', () => {
  expect(closingLine(total([{ passed: 1, failed: 0 }, { passed: 20, failed: 2 }, { passed: 3, failed: 1 }]))).toBe('24 passed, 3 failed')
})

test('a test file that cannot be loaded is a failure', () => {
  const testResults = [{ status: 'passed', assertionResults: [{}] }, { status: 'failed', assertionResults: [] }]
  expect(tallyOfVitest({ numPassedTests: 5, numFailedTests: 0, testResults })).toEqual({ passed: 5, failed: 1 })
})

test('browser tests that were not run, and errors outside of tests, are failures', () => {
  expect(tallyOfPlaywright({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] })).toEqual({ passed: 5, failed: 4 })
})

test('a runner that ends badly, or runs nothing, counts as a failure', () => {
  expect(withExitCode({ passed: 3, failed: 0 }, 1)).toEqual({ passed: 3, failed: 1 })
  expect(withExitCode({ passed: 3, failed: 2 }, 1)).toEqual({ passed: 3, failed: 2 })
  expect(withExitCode(undefined, 137)).toEqual({ passed: 0, failed: 1 })
  expect(withExitCode({ passed: 0, failed: 0 }, 0)).toEqual({ passed: 0, failed: 1 })
  expect(withExitCode({ passed: 3, failed: 0 }, 0)).toEqual({ passed: 3, failed: 0 })
})

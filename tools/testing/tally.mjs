import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { root } from '../lib/paths.mjs'

/**
 * Counts one vitest run from its JSON report. A skipped test and a file that could not be loaded count as failed: the last
 * line of `npm test` must not be green over something that was not tried. Tests that passed at a second try (where the run allows one) are named:
 * whoever reads the run looks into them.
 */
export function tally(reportFile, exitCode) {
  let report
  try {
    report = JSON.parse(readFileSync(reportFile, 'utf8'))
  } catch {
    return { passed: 0, complaints: ['The test runner ended without a report.'], wavering: [] }
  }
  const complaints = []
  const wavering = []
  let passed = 0
  for (const file of report.testResults) {
    const name = relative(root, file.name)
    if (file.assertionResults.length === 0) complaints.push(`${name}: no test ran`)
    for (const test of file.assertionResults) {
      if (test.status === 'passed') {
        passed++
        if (test.failureMessages.length > 0) wavering.push(`${name}: ${test.fullName.trim()}: ${test.failureMessages[0].split('\n')[0]}`)
      } else complaints.push(`${name}: ${test.fullName.trim()} (${test.status === 'failed' ? 'failed' : 'skipped'})`)
    }
  }
  // Errors outside any test: an unhandled rejection, a failed teardown.
  if (exitCode !== 0 && complaints.length === 0) complaints.push('The test runner reported an error outside the tests.')
  return { passed, complaints, wavering }
}

/** One line of progress; on stderr, because `recado export` and the like own stdout. */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** An end that a person can act on: one sentence, no stack. */
export function fail(sentence, code = 1) {
  process.stderr.write(`\n${sentence}\n`)
  process.exit(code)
}

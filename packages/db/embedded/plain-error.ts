/** A failure told in one sentence for the person at the terminal: whoever reports it prints the message without a stack. */
export class PlainError extends Error {
  readonly plain = true
  override readonly name = 'PlainError'
}

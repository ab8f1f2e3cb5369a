import { spawn } from 'node:child_process'

const PATIENCE_MS = 8_000

/**
 * Runs a command to its end and returns its exit code. A signal sent to us alone is passed on, and we leave only after
 * the child has: whoever waits for us can rely on nothing being left behind.
 */
export async function runChild(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'inherit', ...options })
  let stoppedBy = null
  const passOn = (signal) => {
    if (stoppedBy === null) setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref()
    stoppedBy = signal
    child.kill(signal)
  }
  process.on('SIGINT', passOn).on('SIGTERM', passOn)
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (status, signal) => resolve(status ?? (signal ? 1 : 0)))
    })
    if (stoppedBy !== null) process.exit(stoppedBy === 'SIGINT' ? 130 : 143)
    return code
  } finally {
    process.off('SIGINT', passOn).off('SIGTERM', passOn)
  }
}

/** The same for a script of ours, with the Node that runs us. */
export function runNode(script, args = [], options = {}) {
  return runChild(process.execPath, [script, ...args], options)
}

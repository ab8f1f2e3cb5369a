import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { treeOf } from '../tools/product/processes.mjs'

const BLOCK = Buffer.alloc(2 ** 20)

/**
 * A directory whose disk can be filled: a file system of its own where one may be mounted (root), and elsewhere a limit on how long a file of these
 * processes may grow, which stops every write just so.
 * @param {number} bytes
 */
export function smallDisk(bytes) {
  const dir = mkdtempSync(join(tmpdir(), 'recado-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=711`, 'tmpfs', dir]).status === 0
  return {
    dir, mounted,
    /** Nothing more can be written until the function it returns is called. @param {{ product(): import('../tools/product/start.mjs').Product }} desk */
    fill: (desk) => (mounted ? ballast(dir) : limits(desk.product().pid)),
    remove: () => {
      if (mounted) spawnSync('umount', ['-l', dir])
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** A file that takes what is left, and takes again what others give back meanwhile. */
function ballast(dir) {
  const file = join(dir, 'ballast')
  const fd = openSync(file, 'w')
  const eat = () => {
    for (let size = BLOCK.length; size >= 4096;) {
      try { if (writeSync(fd, BLOCK, 0, size) < size) size /= 2 } catch { size /= 2 }
    }
  }
  eat()
  const timer = setInterval(eat, 50)
  return () => { clearInterval(timer); closeSync(fd); rmSync(file) }
}

function limits(pid) {
  const set = (limit) => { for (const one of treeOf(pid)) spawnSync('prlimit', ['--pid', String(one), `--fsize=${limit}:`]) }
  set('4096')
  return () => set('unlimited')
}

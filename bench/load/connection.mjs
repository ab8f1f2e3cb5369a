import { connect } from 'node:net'

/**
 * One keep-alive connection that carries one request at a time. Raw, because an HTTP client costs more than what is measured.
 */
export class Connection {
  #rest = null
  #done = null

  /** @param {number} port @param {string} host */
  constructor(port, host) {
    this.socket = connect({ port, host, noDelay: true })
    this.ready = new Promise((resolve, reject) => this.socket.once('connect', resolve).once('error', reject))
    this.socket.on('data', (chunk) => this.#read(chunk)).on('close', () => this.#finish(0)).on('error', () => {})
  }

  /**
   * @param {Buffer} request
   * @param {(status: number) => void} done 0: the connection ended instead of answering
   */
  send(request, done) {
    this.#done = done
    this.socket.write(request)
  }

  #read(chunk) {
    const data = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk
    const end = data.indexOf('\r\n\r\n')
    const length = end < 0 ? 0 : bodyLength(data.latin1Slice(0, end))
    if (end < 0 || data.length < end + 4 + length) { this.#rest = data; return }
    this.#rest = null
    this.#finish(Number(data.latin1Slice(9, 12)))
  }

  #finish(status) {
    const done = this.#done
    this.#done = null
    done?.(status)
  }

  close() { this.socket.destroy() }
}

function bodyLength(head) {
  return Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
}

/** Writes single bits, most significant first. */
export class BitWriter {
  readonly #bytes: number[] = []
  #held = 0
  #count = 0

  bits(value: number, length: number): this {
    for (let at = length - 1; at >= 0; at--) {
      this.#held = (this.#held << 1) | ((value >> at) & 1)
      if (++this.#count === 8) this.#flush()
    }
    return this
  }

  /** Exponential-Golomb, as H.264 writes its numbers. */
  golomb(value: number): this {
    const length = 32 - Math.clz32(value + 1)
    return this.bits(0, length - 1).bits(value + 1, length)
  }

  /** Fills the last byte with `bit`. */
  align(bit: 0 | 1 = 0): this {
    while (this.#count > 0) this.bits(bit, 1)
    return this
  }

  bytes(): Buffer {
    return Buffer.from(this.#bytes)
  }

  #flush(): void {
    this.#bytes.push(this.#held)
    this.#held = 0
    this.#count = 0
  }
}

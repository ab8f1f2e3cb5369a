import { expect, it } from 'vitest'
import { squareOf } from './square.js'

it.each([
  ['a square is whole', 640, 640, 0.5, { x: 0, y: 0, side: 640 }], ['the middle of a wide one', 800, 600, 0.5, { x: 100, y: 0, side: 600 }], ['its start', 800, 600, 0, { x: 0, y: 0, side: 600 }], ['its end', 800, 600, 1, { x: 200, y: 0, side: 600 }],
  ['the top of a tall one', 300, 900, 0, { x: 0, y: 0, side: 300 }], ['its foot', 300, 900, 1, { x: 0, y: 600, side: 300 }], ['the other side never moves', 300, 300, 1, { x: 0, y: 0, side: 300 }],
])('%s', (_sentence, width, height, shift, square) => expect(squareOf(width, height, shift)).toEqual(square))

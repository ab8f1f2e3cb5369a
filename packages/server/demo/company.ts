import { readFile } from 'node:fs/promises'
import type { Company } from '../../../seeds/company.js'

export type { Company, Known, Person, Step, Words } from '../../../seeds/company.js'

// seeds/ lies beside packages/ and is found at run time: from the sources by tests, compiled by the server.
const SEEDS = import.meta.url.endsWith('.ts') ? new URL('../../../seeds/', import.meta.url) : new URL('../../../../seeds/dist/', import.meta.url)

/** The company that demo workspaces are filled with. */
export async function loadCompany(): Promise<Company> {
  const { company } = (await import(new URL(import.meta.url.endsWith('.ts') ? 'company.ts' : 'company.js', SEEDS).href)) as { company: Company }
  return company
}

/** A picture of seeds/pictures as a phone's camera would send it. */
export async function takePhoto(name: string): Promise<{ base64: string; mime: string; name: string }> {
  const drawing = await readFile(new URL(`pictures/${name}.svg`, SEEDS))
  // Loaded with the first photo: it would cost an idle desk some 30 MB.
  const { default: sharp } = await import('sharp')
  const photo = await sharp(drawing).jpeg({ quality: 82 }).toBuffer()
  return { base64: photo.toString('base64'), mime: 'image/jpeg', name: `${name}.jpg` }
}

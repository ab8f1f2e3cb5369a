/** A reporter for knip that fails when it has looked at suspiciously little (a resolver that finds nothing reports no dead code). */
export default function countModules({ counters }) {
  const seen = counters?.processed ?? counters?.total ?? 0
  if (seen < 20) {
    console.error(`knip looked at ${seen} modules only: its configuration no longer fits the tree.`)
    process.exitCode = 1
  } else console.error(`  knip looked at ${seen} modules.`)
}

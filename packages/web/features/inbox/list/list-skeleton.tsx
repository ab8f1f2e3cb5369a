/** The shape of what comes. */
export function ListSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="animate-[pulse_1.4s_infinite]">
      {[60, 45, 70, 50, 65, 40].map((width, index) => (
        <div key={index} className="flex gap-3 px-4 py-4">
          <span className="size-10 rounded-full bg-line" />
          <span className="flex grow flex-col gap-2 pt-1"><span className="h-3 rounded bg-line" style={{ width: `${width}%` }} /><span className="h-3 w-4/5 rounded bg-line opacity-60" /></span>
        </div>
      ))}
    </div>
  )
}

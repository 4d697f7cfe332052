import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface ChoiceProps<Name extends string> {
  readonly label: string
  readonly names: readonly Name[]
  readonly value: Name
  readonly onChange: (name: Name) => void
  /** What stands behind a name. */
  readonly note?: (name: Name) => ComponentChildren
}

/** One of a few, all in view. */
export function Choice<Name extends string>({ label, names, value, onChange, note }: ChoiceProps<Name>) {
  const group = useId()
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      {names.map((name) => (
        <label key={name}>
          <input type="radio" name={group} checked={name === value} onChange={() => onChange(name)} />
          {name}
          {note?.(name)}
        </label>
      ))}
    </fieldset>
  )
}

import { useId } from 'preact/hooks'

interface NumberSliderProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  readonly onChange: (value: number) => void
}

export function NumberSlider({ label, value, min, max, step, onChange }: NumberSliderProps) {
  const id = useId()
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <input
        {...{ id, type: 'range', min, max, step, value }}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <output for={id}>{value}</output>
    </div>
  )
}

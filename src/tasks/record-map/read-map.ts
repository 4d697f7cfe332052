import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadOption, badOption } from '../../errors.js'
import { findBadOption } from '../../options/find-bad-option.js'
import { nearestName } from '../../options/nearest-name.js'
import { type PresetName, RECORD_PRESETS } from './presets.js'
import { RECORD_MAP, type RecordMap } from './record-map.js'

/**
 * A map as the command takes it: `gold=answer,taskType=numerical-reasoning,promptId=id`, the name of a preset, or a preset some of
 * whose paths are others: `verl,response=output`. A fixed value stands behind a second `=` or in quotes: `language='Chinese'`.
 *
 * @returns `Left BadOption` for an unknown name, or where `gold` or `taskType` is absent
 */
export function readMap(text: string): Either<BadOption, RecordMap> {
  if (typeof text !== 'string') return left(badOption('map', 'the text of a map', text))
  const map: Record<string, string> = {}
  const parts = text.match(/(?:'[^']*'|"[^"]*"|[^,])+/gu) ?? ['']
  for (const [i, part] of parts.entries()) {
    const at = part.indexOf('=')
    const name = part.slice(0, Math.max(at, 0)).trim()
    const isPreset = at < 0 && i === 0 && isPresetName(part.trim())
    if (!isPreset && !FIELDS.includes(name)) {
      const meant = at < 0 ? nearestName(part, RECORD_PRESETS) : nearestName(name, FIELDS)
      const hint = meant === undefined ? '' : `; did you mean ${meant}?`
      const expected = `a preset (${RECORD_PRESETS.join(', ')}) or field=path of ${FIELDS.join(', ')}${hint}`
      return left(badOption('map', expected, part))
    }
    const value = part.slice(at + 1).trim()
    if (value === '' || value === '=') return left(badOption(`map.${name}`, EXPECTED, ''))
    map[isPreset ? 'preset' : name] = value.replace(/^'([^']*)'$|^"([^"]*)"$/u, '=$1$2')
  }
  const missing = findMissing(map)
  return missing === undefined ? right(map as unknown as RecordMap) : left(missing)
}

/** Without a preset a map needs both. */
function findMissing(map: Readonly<Partial<Record<keyof typeof RECORD_MAP, string>>>): BadOption | undefined {
  if (map.preset !== undefined) return undefined
  const missing = (['gold', 'taskType'] as const).find((name) => map[name] === undefined)
  return missing && badOption(`map.${missing}`, EXPECTED, undefined)
}

const EXPECTED = 'a path of keys, or = and a fixed value'

const FIELDS = Object.keys(RECORD_MAP).filter((name) => name !== 'preset')

const isPresetName = (name: string): name is PresetName =>
  (RECORD_PRESETS as readonly string[]).includes(name)

/** A map given as an option: its text, or the map itself. */
export function checkMap(map: unknown): Either<BadOption, RecordMap> {
  if (typeof map === 'string') return readMap(map)
  if (typeof map !== 'object' || map === null || Array.isArray(map))
    return left(badOption('map', 'the text of a map, or an object of paths', map))
  const wrong = findBadOption(map, RECORD_MAP, 'map') ?? findMissing(map as Partial<RecordMap>)
  return wrong === undefined ? right(map as RecordMap) : left(wrong)
}

/** A map as `readMap` reads it. */
export function writeMap(map: RecordMap | PresetName): string {
  if (typeof map === 'string') return map
  const { preset, ...paths } = map as Readonly<Record<string, string>>
  return [
    ...(preset === undefined ? [] : [preset]),
    ...Object.entries(paths).map(([name, path]) => `${name}=${quoted(path)}`),
  ].join(',')
}

const quoted = (path: string): string => (/[,']/.test(path) ? `"${path.replace(/^=/, '')}"` : path)

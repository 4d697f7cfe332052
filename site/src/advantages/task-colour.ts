import { TASK_TYPES } from 'golongrl'

// Dark enough for white text on them, light enough to stand out on black.
const COLOURS = [
  '#2f6fb0',
  '#a3591a',
  '#2c7f52',
  '#8a4a9e',
  '#b03a48',
  '#4b6b78',
  '#7d6a00',
  '#35708a',
  '#9c4170',
]

export const taskColour = (taskType: string): string =>
  COLOURS[(TASK_TYPES as readonly string[]).indexOf(taskType)] ?? '#666'

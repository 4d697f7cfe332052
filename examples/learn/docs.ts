/** npm run learn:docs: writes the figures and the tables of docs/learning.md. */
import { readFileSync, writeFileSync } from 'node:fs'
import { drawFigures, fillPage } from './page.js'

const PAGE = 'docs/learning.md'

for (const [name, figure] of Object.entries(drawFigures())) writeFileSync(`docs/charts/${name}`, figure)
writeFileSync(PAGE, fillPage(readFileSync(PAGE, 'utf8')))

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: string[] }

const papers = (folder: string) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file))

/** The targets of Markdown links and pictures that stay in the repository. */
function localLinks(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8').replace(/^```[\s\S]*?^```$/gmu, '')
  return [...text.matchAll(/\]\(([^)\s]+)\)/gu)]
    .map((match) => match[1]!)
    .filter((target) => !/^[a-z]+:/u.test(target))
}

/** The anchors that GitHub gives the headings of a page. */
const anchors = (page: string) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^#+ (.+)$/gmu)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/gu, '-'),
  )

describe('links of the papers', () => {
  it.each([...papers('.'), ...papers('docs')])('%s: every link leads somewhere', (page) => {
    const dead = localLinks(page).filter((link) => {
      const [path, anchor] = link.split('#') as [string, string | undefined]
      const target = path === '' ? page : join(dirname(page), path)
      if (!existsSync(join(root, target))) return true
      return anchor !== undefined && target.endsWith('.md') && !anchors(target).includes(anchor)
    })
    expect(dead).toEqual([])
  })

  it('the README links only to what the package ships, or by address', () => {
    const missing = localLinks('README.md').filter((link) => !files.includes(link.split(/[/#]/u)[0]!))
    expect(missing).toEqual([])
  })
})

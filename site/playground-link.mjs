import { JSX } from 'typedoc'

/** Puts a link to the playground at the top of every page's navigation. */
export function load(app) {
  app.renderer.hooks.on('sidebar.begin', (context) =>
    JSX.createElement(
      'p',
      undefined,
      JSX.createElement('a', { href: context.relativeURL('playground/index.html') }, 'Playground'),
    ),
  )
}

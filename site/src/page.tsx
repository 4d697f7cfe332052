import { render } from 'preact'
import { App } from './app.js'
import './style.css'

export const showPage = (): void => render(<App />, document.getElementById('app')!)

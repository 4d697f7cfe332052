import { setThreadScript } from './train/thread.js'

// One script for the page and for its training thread, so that golongrl is in a file that both of them load.
setThreadScript(import.meta.url)
if (typeof document === 'undefined') import('./train/worker.js').then(({ awaitOrders }) => awaitOrders())
else import('./page.js').then(({ showPage }) => showPage())

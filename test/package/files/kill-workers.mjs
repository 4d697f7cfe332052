// Preloaded into the command: ends one of its worker threads, in turn, at every tick.
const workers = new Set()
process.on('worker', (worker) => {
  workers.add(worker)
  worker.once('exit', () => workers.delete(worker))
})
setInterval(() => {
  const [oldest] = workers
  oldest?.terminate()
}, Number(process.env.KILL_EVERY_MS)).unref()

// Preloaded into the command: ends one of its worker threads, in turn, at 20, 40, 60 and 80 % of its progress. A clock
// would end workers of a busy machine before they have begun.
const workers = new Set()
process.on('worker', (worker) => {
  workers.add(worker)
  worker.once('exit', () => workers.delete(worker))
})
const write = process.stderr.write.bind(process.stderr)
process.stderr.write = (text, ...rest) => {
  const [oldest] = workers
  if (/^[2468]0%/u.test(text)) oldest?.terminate()
  return write(text, ...rest)
}

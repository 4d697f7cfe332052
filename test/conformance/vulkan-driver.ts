import { existsSync } from 'node:fs'

/** Where Debian's `chromium` and Google Chrome keep SwiftShader, a Vulkan driver that runs on the CPU. */
const SWIFTSHADER = [
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  '/opt/google/chrome/vk_swiftshader_icd.json',
]

/** Where Vulkan's loader looks for the drivers of GPUs. */
const GPU_DRIVERS = [
  '/usr/share/vulkan/icd.d/nvidia_icd.json',
  '/etc/vulkan/icd.d/nvidia_icd.json',
  '/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json',
]

/** Where Linux keeps Vulkan's loader, without which no driver is found. */
const LOADER_FOLDERS = [
  ...(process.env.LD_LIBRARY_PATH ?? '').split(':').filter(Boolean),
  ...['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu`),
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib',
]
const hasLoader = (): boolean =>
  process.platform !== 'linux' || LOADER_FOLDERS.some((folder) => existsSync(`${folder}/libvulkan.so.1`))

/**
 * The Vulkan driver to test on: the one that `VK_DRIVER_FILES` names, else a GPU's, else SwiftShader, whose choice is then
 * written to the environment. Undefined where there is none, or no loader (libvulkan1); Mesa's llvmpipe does not count, Dawn refuses it.
 */
export function findVulkanDriver(): string | undefined {
  if (!hasLoader()) return undefined
  const { env } = process
  const chosen = env.VK_DRIVER_FILES ?? env.VK_ICD_FILENAMES
  if (chosen !== undefined) return chosen
  const found = [...GPU_DRIVERS, ...SWIFTSHADER].find((path) => existsSync(path))
  // Two names: loaders before 1.3.207 know the second only.
  if (found !== undefined) Object.assign(env, { VK_DRIVER_FILES: found, VK_ICD_FILENAMES: found })
  return found
}

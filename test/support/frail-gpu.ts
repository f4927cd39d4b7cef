import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { findProgram } from './programs.js';

/** A GPU that goes in mid-set, by a Vulkan driver of its own (`frail-gpu.c`) before SwiftShader's. */
export interface FrailGpu {
  /** What a process needs in its environment to have it; this one, before it first computes on webgpu. */
  readonly env: Readonly<Record<string, string>>;
  /** From now on it is lost, hangs or takes its process with it; until then it is well. */
  befall(fate: 'lost' | 'hangs' | 'crashes'): void;
}

const swiftshader = '/usr/lib/chromium/vk_swiftshader_icd.json';
/** Of the C library's, for programs that are compiled here. */
const header = '/usr/include/dlfcn.h';
const source = fileURLToPath(new URL('frail-gpu.c', import.meta.url));

/**
 * For all tests of a file. Gives what makes GPUs, each with a fate of its own; undefined, with a line that says why, where
 * there is no SwiftShader or no C compiler.
 */
export function buildFrailGpu(): (() => FrailGpu) | undefined {
  const compiler = findProgram('cc');
  const missing = [swiftshader, header].find((file) => !existsSync(file));
  if (missing !== undefined)
    process.stderr.write(`skipping tests of a GPU that goes: no ${missing}\n`);
  if (compiler === undefined || missing !== undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'ghostnote-gpu-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const library = join(folder, 'libfrail.so');
  const flags = ['-shared', '-fPIC', '-Wall', '-Wextra', '-Werror'];
  execFileSync(compiler, [...flags, '-o', library, source, '-ldl']);
  const { ICD } = JSON.parse(readFileSync(swiftshader, 'utf8')) as {
    readonly ICD: { readonly library_path: string; readonly api_version: string };
  };
  const icd = join(folder, 'icd.json');
  const own = { file_format_version: '1.0.0', ICD: { ...ICD, library_path: library } };
  writeFileSync(icd, JSON.stringify(own));
  const driver = resolve(dirname(swiftshader), ICD.library_path);
  let count = 0;
  return () => {
    const fate = join(folder, `fate-${(count += 1)}`);
    return {
      env: { VK_ICD_FILENAMES: icd, FRAIL_DRIVER: driver, FRAIL_FATE: fate },
      befall: (what) => writeFileSync(fate, what),
    };
  };
}

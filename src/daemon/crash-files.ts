import { readdir, rm } from 'node:fs/promises';
import { cpus, freemem, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { replaceFile } from '../model/files/replace-file.js';
import { thisHome } from './io/state-folder.js';
import { type Crash, crashReport } from './crash-report.js';

/** Reports that are kept: a box that dies every hour fills no disk in a year. */
const kept = 20;

/**
 * Writes what is known of the death of a process that began at `began` of `performance.now` to a file of its own, and gives
 * that; the oldest reports go. Fault FILE_UNWRITABLE.
 */
export async function reportCrash(
  folder: string,
  began: number,
  death: Pick<Crash, 'version' | 'cause' | 'said'>,
): Promise<string> {
  const time = new Date().toISOString();
  const file = join(folder, `${time.slice(0, 19).replaceAll(':', '-')}.txt`);
  const seconds = Math.round((performance.now() - began) / 1000);
  const words = process.argv.slice(2);
  const memory = `${Math.round(freemem() / 2 ** 20)} of ${Math.round(totalmem() / 2 ** 20)} MB free`;
  const machine = [
    `Node.js ${process.versions.node} on ${process.platform} ${process.arch} ${release()}`,
    `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${memory}`,
  ];
  await replaceFile(
    file,
    crashReport({ ...death, time, seconds, words, machine, home: thisHome().home }),
  );
  await dropOldReports(folder);
  return file;
}

/** They are named by when they were written. */
async function dropOldReports(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.txt')).sort();
  for (const name of names.slice(0, -kept)) await rm(join(folder, name), { force: true });
}

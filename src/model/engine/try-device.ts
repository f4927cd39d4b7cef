import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Fault } from '../fault.js';
import { remedyFor } from './ort-devices.js';

const trial = fileURLToPath(new URL('./device-trial.js', import.meta.url));
/** Milliseconds: a driver may compile for seconds, or hang. */
const patience = 30_000;

/**
 * Has onnxruntime compute on `device` in a process of its own: what a driver writes to standard error is not for people, and
 * one that crashes takes nobody else along. @throws Fault ENGINE_FAILED that says why it does not
 */
export async function tryDevice(device: string, entry = trial): Promise<void> {
  const reason = await new Promise<string>((resolve) => {
    execFile(process.execPath, [entry, device], { timeout: patience }, (error, said) => {
      if (said !== '' || error === null) resolve(said);
      else if (error.killed === true) resolve(`${device} hangs`);
      else resolve(`${device} crashes (${error.signal ?? `status ${error.code}`})`);
    });
  });
  if (reason !== '') throw new Fault('ENGINE_FAILED', reason, { hint: remedyFor(device) });
}

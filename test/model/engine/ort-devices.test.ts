import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { remedyFor } from '../../../src/model/engine/ort-devices.js';
import { createOrtEngine } from '../../../src/model/engine/ort-engine.js';
import { ortDevices } from '../../../src/model/engine/ort.js';
import { describeFault, Fault } from '../../../src/model/fault.js';
import { architecture, smallModel } from '../small.js';

const open = (device: string) =>
  createOrtEngine(architecture, smallModel().params, { device, threads: 1 });

it('a device that does not work says in one line why, and what to do', async () => {
  for (const device of ['cuda', 'coreml', 'dml', 'toaster']) {
    const fault = await open(device).then(
      (engine) => engine.close(),
      (cause: unknown) => cause,
    );
    if (fault === undefined) continue; // it works here
    expect(fault).toMatchObject({ code: 'ENGINE_FAILED', hint: remedyFor(device) });
    const line = describeFault(fault as Fault);
    expect(line).toMatch(new RegExp(`on ${device}: .*--device cpu$`));
    expect(line).not.toContain('\n');
    if (!ortDevices().includes(device)) expect(line).toContain('this build is without it');
  }
});

it("what fetches onnxruntime's library for CUDA is where the hint says", () => {
  const [script] = /node_modules\S+\.js/.exec(remedyFor('cuda'))!;
  expect(existsSync(script)).toBe(true);
});

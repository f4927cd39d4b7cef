import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Architecture } from '../net/architecture.js';
import { createOrtEngine } from './ort-engine.js';
import type { SessionOptions } from './ort.js';

/** How many nodes of some graphs onnxruntime computes where: by device, `cpu` among them. */
export type Placement = Readonly<Record<string, number>>;

/** Where the nodes are of all graphs that play a network on `device`: those that it cannot compute fall to the CPU. */
export function placementOf(
  architecture: Architecture,
  params: Float32Array,
  device: string,
): Promise<Placement> {
  return watchPlacement({ device, threads: 1 }, async (options) => {
    const engine = await createOrtEngine(architecture, params, options);
    const windows = await engine.openWindows(2, 1, true);
    await windows.close();
    await engine.close();
  });
}

/** Counts the nodes that ran in the sessions that `act` opens with the options given, and closes. */
export async function watchPlacement(
  options: SessionOptions,
  act: (options: SessionOptions) => Promise<void>,
): Promise<Placement> {
  const folder = await mkdtemp(join(tmpdir(), 'ghostnote-profile-'));
  try {
    await act({ ...options, profile: join(folder, 'session') });
    const places: Record<string, number> = {};
    for (const file of await readdir(folder))
      for (const place of placesIn(await readFile(join(folder, file), 'utf8')))
        places[place] = (places[place] ?? 0) + 1;
    return places;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** `31 nodes on webgpu, none on the CPU`. */
export function describePlacement(placement: Placement): string {
  const { cpu = 0, ...others } = placement;
  const counts = Object.entries(others).map(([device, count]) => `${count} nodes on ${device}`);
  return [...counts, `${cpu === 0 ? 'none' : cpu} on the CPU`].join(', ');
}

interface ProfiledEvent {
  readonly cat: string;
  readonly name: string;
  readonly args?: { readonly provider?: string };
}

/** The place of each node in a profile, which has an event for each time that one ran. */
function placesIn(profile: string): string[] {
  const places = new Map<string, string>();
  for (const { cat, name, args } of JSON.parse(profile) as ProfiledEvent[])
    if (cat === 'Node' && args?.provider !== undefined)
      places.set(name, args.provider.replace('ExecutionProvider', '').toLowerCase());
  return [...places.values()];
}

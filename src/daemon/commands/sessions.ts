import type { Command } from '../command.js';
import { pickSettings } from '../core/settings.js';
import { listSessions, sessionHeader, type SessionFiles } from '../io/session-files.js';
import { stateFolder } from '../io/state-folder.js';
import { wallTime } from '../io/wall-clock.js';

/** One session, as `--json` has it. */
interface Row {
  readonly session: string;
  /** As ISO 8601 has it, in UTC; null where it cannot be read. */
  readonly began: string | null;
  /** Of the model. */
  readonly model: string;
  readonly seconds: number;
  readonly bytes: number;
}

export const sessions: Command = {
  help: 'list what was played, the oldest first: ghostnote keeps every session',
  options: pickSettings('state', 'json'),
  positionals: '',
  async run({ values, out, err }) {
    const { sessions: folder } = stateFolder(values['state'] as string);
    const rows = await Promise.all((await listSessions(folder)).map(row));
    if (values['json'] === true) out(JSON.stringify({ folder, sessions: rows }));
    else {
      for (const { session, began, model, seconds, bytes } of rows) {
        const when = began === null ? '?'.padEnd(16) : wallTime(new Date(began)).slice(0, 16);
        out(`${session}  ${when}  ${duration(seconds)}  ${megabytes(bytes)}  ${model}`);
      }
      err(rows.length === 0 ? `no session in ${folder} yet` : `in ${folder}`);
    }
    return 0;
  },
};

async function row(session: SessionFiles): Promise<Row> {
  const { files, id } = session;
  const header = await sessionHeader(session).catch(() => undefined);
  const start = Date.parse(header?.began ?? '');
  const began = Number.isNaN(start) ? null : new Date(start).toISOString();
  const seconds = Math.max(0, Math.round((files.at(-1)!.written.getTime() - start) / 1000));
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const model =
    header?.parts.map(({ name }) => name).join(' and ') ?? '(its beginning cannot be read)';
  return { session: id, began, model, seconds: Number.isNaN(seconds) ? 0 : seconds, bytes };
}

function duration(seconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`.padStart(9);
}

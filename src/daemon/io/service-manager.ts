import { execFile } from 'node:child_process';

/** Milliseconds: a third of the unit's WatchdogSec. */
const interval = 10_000;

/**
 * Tells systemd, where it started us with `Type=notify`, that music plays, and from then on that it still does. Through
 * systemd's own `systemd-notify`, since Node has no datagram sockets of the Unix kind. Called once; never throws.
 */
export function reportToServiceManager(): void {
  if (process.env['NOTIFY_SOCKET'] === undefined) return;
  const notify = (state: string): void => {
    execFile('systemd-notify', [state], () => undefined);
  };
  notify('READY=1');
  setInterval(() => notify('WATCHDOG=1'), interval).unref();
}

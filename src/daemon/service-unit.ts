/** What a service runs: absolute paths, so that it needs no shell and no PATH. */
export interface ServiceProgram {
  readonly node: string;
  /** The entry of ghostnote. */
  readonly main: string;
  /** File of settings; empty is the usual one. */
  readonly config: string;
  /** Whom it runs as. */
  readonly user: string;
}

export const serviceName = 'ghostnote';

function argumentsOf({ node, main, config }: ServiceProgram, state: string): string[] {
  const settings = config === '' ? [] : ['--config', config];
  return [node, main, 'play', '--headless', '--state', state, ...settings];
}

/**
 * The unit for systemd (systemd.service(5), systemd.exec(5)). It is told that music plays, and every 10 s that it still
 * does. The process may do nothing but play: no capability, no device but sound, no address but this machine's own.
 */
export function systemdUnit(program: ServiceProgram): string {
  const state = `/var/lib/${serviceName}`;
  const command = argumentsOf(program, state).map(quoteForSystemd).join(' ');
  return `[Unit]
Description=ghostnote, a drummer that listens
After=sound.target network.target
StartLimitIntervalSec=300
StartLimitBurst=20

[Service]
ExecStart=${command}
User=${program.user}
SupplementaryGroups=audio
StateDirectory=${serviceName}
WorkingDirectory=${state}

# It says itself when it plays, and that it still does.
Type=notify
NotifyAccess=all
WatchdogSec=30
TimeoutStartSec=60
# The process that watches is told to end, and ends the one that plays, which ends every note.
KillMode=mixed
# Its status then is that of SIGTERM, which systemd takes for a failure unless it is told.
SuccessExitStatus=143
TimeoutStopSec=10
Restart=on-failure
RestartSec=1

# Before other programs: the clock thread asks for real-time priority 20, all others for nice -11.
LimitRTPRIO=95
LimitNICE=-19
CPUWeight=1000
OOMScoreAdjust=-500
# With two cores kept free ("isolcpus=2,3" on the kernel's command line):
#CPUAffinity=2 3

# Nothing but what it plays with.
NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictNamespaces=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
# What services do, real-time priority among it; of the rest nothing ends the music, it only does not happen.
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
ProtectProc=invisible
RemoveIPC=yes
UMask=0077
# For "--device cuda" or "webgpu" add lines such as "DeviceAllow=char-drm rw".
DevicePolicy=closed
DeviceAllow=char-alsa rw
# It hears and reaches this machine alone; for phones ("lan = true") and Link allow your network, such as 192.168.1.0/24.
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
IPAddressDeny=any
IPAddressAllow=localhost

[Install]
WantedBy=multi-user.target
`;
}

/** The agent for launchd (launchd.plist(5)): macOS gives MIDI to those who are logged in. */
export function launchdAgent(program: ServiceProgram, state: string): string {
  const words = argumentsOf(program, state).map(
    (word) => `    <string>${escapeXml(word)}</string>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${serviceName}</string>
  <key>ProgramArguments</key>
  <array>
${words.join('\n')}
  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ThrottleInterval</key>
  <integer>1</integer>
  <key>ProcessType</key>
  <string>Interactive</string>
  <key>ExitTimeOut</key>
  <integer>10</integer>
  <key>Umask</key>
  <integer>63</integer>
</dict>
</plist>
`;
}

/** One word of a command line: in quotes, with what systemd would read as its own doubled. */
function quoteForSystemd(word: string): string {
  const safe = word.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /[\s"'\\;]/.test(word) ? `"${safe}"` : safe;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

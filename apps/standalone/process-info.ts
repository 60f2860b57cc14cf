import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A running process: its parent's id and its command line, arguments separated by spaces. */
export interface ProcessInfo {
  parent: number;
  command: string;
}

/** What the operating system says about a process; undefined when it is not running. */
export function processInfo(pid: number): ProcessInfo | undefined {
  try {
    return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
  } catch {
    return undefined;
  }
}

function fromProc(pid: number): ProcessInfo | undefined {
  // The command in brackets may itself hold brackets and spaces, so fields are counted from the last one.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z') return undefined;
  return { parent: Number(parent), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') };
}

// Slim containers have no `ps`, which is why Linux reads /proc; macOS always has it.
function fromPs(pid: number): ProcessInfo | undefined {
  const line = execFileSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  const found = /^(\d+)\s+(.*)$/s.exec(line);
  return found ? { parent: Number(found[1]), command: found[2] ?? '' } : undefined;
}

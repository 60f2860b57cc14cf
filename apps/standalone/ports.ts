import { createServer, type AddressInfo } from 'node:net';
import { StartError } from './start-error';

/**
 * The port a setting names, seen to be free on that address; 0 finds any free one.
 * Throws StartError when it is no port or taken.
 */
export async function reservePort(setting: string, text: string, host = '127.0.0.1'): Promise<number> {
  const wanted = Number(text);
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535) throw new StartError(`${setting} must be a port from 0 to 65535, not "${text}".`);
  const probe = createServer();
  try {
    await new Promise<void>((done, fail) => probe.once('error', fail).listen(wanted, host, done));
    return (probe.address() as AddressInfo).port;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new StartError(`Port ${wanted} is in use; stop what uses it or set ${setting} to another.`);
    if (code === 'EACCES') throw new StartError(`This user may not use port ${wanted}; set ${setting} to one above 1023.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new StartError(`This machine has no address ${host}; set HOST to one it has.`);
    throw error;
  } finally {
    await new Promise((done) => probe.close(done));
  }
}

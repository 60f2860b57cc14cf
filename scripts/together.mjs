// Runs npm scripts at the same time: `node scripts/together.mjs types lint`. What each says is printed whole when it ends.
import { spawn } from 'node:child_process';

const run = (script) =>
  new Promise((done) => {
    const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
    child.on('close', (code) => {
      console.log(`${said}${script}: ${code === 0 ? 'passed' : 'failed'}`);
      done(code === 0);
    });
  });

const passed = await Promise.all(process.argv.slice(2).map(run));
process.exitCode = passed.every(Boolean) ? 0 : 1;

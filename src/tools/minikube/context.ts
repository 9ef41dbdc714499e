// What a command gets: flags, arguments, output, the profile, and the machines that its clusters
// are made of.
import type { Task } from '../../base/sim';
import type { Process } from '../../machine/types';
import type { ParsedLine } from '../kubectl/framework/parse-flags';
import type { FlagValues } from '../kubectl/framework/values';
import { QuietExit } from './exit';
import { Out } from './out';
import type { ClusterMachines, MinikubePlatform } from './platform';
import { type ProfileConfig, Profiles } from './profiles';

export class Context {
  readonly process: Process;
  readonly platform: MinikubePlatform;
  readonly flags: FlagValues;
  readonly args: readonly string[];
  readonly out: Out;
  readonly profiles: Profiles;

  constructor(process: Process, platform: MinikubePlatform, line: ParsedLine) {
    this.process = process;
    this.platform = platform;
    this.flags = line.flags;
    this.args = line.args;
    this.out = new Out(process);
    this.profiles = new Profiles(process);
  }

  /** The profile that -p, the environment or `minikube profile` names. */
  get profileName(): string {
    if (this.flags.changed('profile')) return this.flags.string('profile');
    const named = this.process.env.get('MINIKUBE_PROFILE');
    return named || this.profiles.setting('profile') || 'minikube';
  }

  get home(): string {
    return this.process.env.get('HOME') ?? '/';
  }

  /** The profile's cluster, whether or not it runs. Ends the run when there is none. */
  *loaded(): Task<Loaded> {
    const name = this.profileName;
    const config = this.profiles.read(name);
    const machines = config && this.platform.find(name);
    if (config === undefined || machines === undefined) {
      yield* this.out.step(
        'shrug',
        `Profile "${name}" not found. Run "minikube profile list" to view all profiles.`,
      );
      yield* this.startHint(name);
      throw new QuietExit(85);
    }
    return { name, config, machines };
  }

  /** The profile's cluster, running. Ends the run when it doesn't. */
  *running(): Task<Loaded> {
    const loaded = yield* this.loaded();
    if (loaded.machines.state === 'Stopped') {
      const node = loaded.config.Nodes[0]?.Name || loaded.name;
      yield* this.out.step(
        'shrug',
        `The control-plane node ${node} host is not running: state=Stopped`,
      );
      yield* this.startHint(loaded.name);
      throw new QuietExit(83);
    }
    if (loaded.machines.state === 'Paused') {
      const text = 'The control-plane node minikube apiserver is not running: (state=Paused)';
      yield* this.out.step('shrug', text);
      yield* this.startHint(loaded.name);
      throw new QuietExit(83);
    }
    return loaded;
  }

  *startHint(name: string): Task<void> {
    const flag = name === 'minikube' ? '' : ` -p ${name}`;
    yield* this.out.step('workaround', `To start a cluster, run: "minikube start${flag}"`);
  }
}

/** A profile with what it was made with and the machines themselves. */
export interface Loaded {
  readonly name: string;
  readonly config: ProfileConfig;
  readonly machines: ClusterMachines;
}

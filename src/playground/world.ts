// A whole world: a laptop, its network, and the clusters that it knows. Everything in it follows
// from seed, epoch and inputs. Save and restore are of the world as a whole.
import { Random } from '../base/random';
import { Sim } from '../base/sim';
import { Fabric } from '../kubernetes/network/fabric';
import { HostStack } from '../kubernetes/network/host-stack';
import { resolverConfiguration } from '../kubernetes/network/resolver';
import { debianTree } from '../machine/debian';
import { FileSystem } from '../machine/filesystem/filesystem';
import type { Tree } from '../machine/filesystem/tree';
import { createMachine, type SimulatedMachine } from '../machine/machine';
import type { Program } from '../machine/types';
import type { MadeCluster } from './cluster-factory';
import { type ProfileName, profiles, type WorldProfile } from './profiles';
import { basicPrograms, lazyProgram } from './programs';

export interface WorldOptions {
  readonly seed: string;
  /** Virtual ms since 1970 at which the world begins. */
  readonly epochMs: number;
  readonly profile: ProfileName;
}

/** A world. */
export class World {
  readonly sim: Sim;
  readonly seed: string;
  readonly random: Random;
  readonly fabric: Fabric;
  readonly profile: WorldProfile;
  readonly programs: ReadonlyMap<string, Program>;
  readonly laptop: SimulatedMachine;
  readonly laptopHost: HostStack;
  /** Clusters by name. */
  readonly clusters = new Map<string, MadeCluster>();
  #nodeTree: Tree | undefined;

  constructor(options: WorldOptions) {
    this.seed = options.seed;
    this.sim = new Sim(options.epochMs);
    this.random = new Random(options.seed);
    this.fabric = new Fabric(this.sim);
    this.profile = profiles[options.profile];
    const shells = {
      bash: lazyProgram('bash', () => import('../shell/bash')),
      dash: lazyProgram('dash', () => import('../shell/dash')),
    };
    const basic = basicPrograms(shells);
    const tools = {
      kubectl: lazyProgram('kubectl', () => import('../tools/kubectl/kubectl')),
    };
    this.programs = new Map<string, Program>([...basic, ...Object.entries(tools)]);
    this.laptopHost = this.#makeLaptopHost();
    this.laptop = this.#makeLaptop();
  }

  /** What nodes' disks look like; one tree for all. */
  nodeTree(): Tree {
    this.#nodeTree ??= debianTree({ programs: this.programs.keys(), hostname: 'node' });
    return this.#nodeTree;
  }

  #makeLaptopHost(): HostStack {
    const { files } = this.profile.laptop;
    const host = new HostStack(this.fabric, {
      name: this.profile.laptop.hostname,
      role: 'laptop',
      resolver: () =>
        resolverConfiguration(
          this.laptop.files.read('/etc/hosts'),
          this.laptop.files.read('/etc/resolv.conf'),
        ),
    });
    void files;
    host.isTunnelled = this.profile.laptop.isOnNode;
    host.addAddress(this.profile.laptop.address);
    return host;
  }

  #makeLaptop(): SimulatedMachine {
    const { hostname, user, files } = this.profile.laptop;
    const base = debianTree({
      programs: this.programs.keys(),
      hostname,
      files,
      ...(user.uid === 0 ? {} : { user }),
    });
    return createMachine({
      sim: this.sim,
      hostname,
      filesystem: () => FileSystem.from(base),
      programs: this.programs,
      net: this.laptopHost,
      random: (name) => this.random.float(`laptop/${name}`),
    });
  }
}

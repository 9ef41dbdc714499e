// A whole world: a laptop, its network, and the clusters that it knows. Everything in it follows
// from seed, epoch and inputs. Save and restore are of the world as a whole. Nothing of Kubernetes
// but the network is imported before it is needed.
import { Random } from '../base/random';
import { Sim } from '../base/sim';
import { Fabric } from '../kubernetes/network/fabric';
import { HostStack } from '../kubernetes/network/host-stack';
import { resolverConfiguration } from '../kubernetes/network/resolver';
import { debianTree } from '../machine/debian';
import { FileSystem } from '../machine/filesystem/filesystem';
import type { Tree } from '../machine/filesystem/tree';
import { createMachine, type SimulatedMachine } from '../machine/machine';
import type { Process, Program } from '../machine/types';
import type { MadeCluster } from './cluster-factory';
import { LaptopTerminal } from './laptop-terminal';
import { type ProfileName, profiles, type WorldProfile } from './profiles';
import { basicPrograms, lazyProgram, sharedPrograms } from './programs';

export interface WorldOptions {
  readonly seed: string;
  /** Virtual ms since 1970 at which the world begins. */
  readonly epochMs: number;
  readonly profile: ProfileName;
  /** What World.snapshot() told. */
  readonly snapshot?: unknown;
}

/** Something in the world that a snapshot must hold besides laptop and queue. */
export interface WorldPart {
  /** JSON. */
  save(): unknown;
  /** False: something runs of which a snapshot would lose a part. */
  readonly canSave: boolean;
  /** Nothing is under way in it. */
  readonly isSettled: boolean;
  /** Grows with what can be seen of it. */
  readonly changes: number;
  /** How many times faster time should pass just now. */
  readonly hurry: number;
}

type Saving = typeof import('./saving');

/** A world. */
export class World {
  readonly sim: Sim;
  readonly seed: string;
  readonly random: Random;
  readonly fabric: Fabric;
  readonly profile: WorldProfile;
  readonly programs: Map<string, Program>;
  readonly laptop: SimulatedMachine;
  readonly laptopHost: HostStack;
  readonly terminals: LaptopTerminal[] = [];
  /** Clusters by name. */
  readonly clusters = new Map<string, MadeCluster>();
  /** What lazily loaded tools keep in this world, by their name. */
  readonly parts = new Map<string, WorldPart>();
  #saving: Saving | undefined;
  #nodeTree: Tree | undefined;

  constructor(options: Omit<WorldOptions, 'snapshot'>) {
    this.seed = options.seed;
    this.sim = new Sim(options.epochMs);
    this.random = new Random(options.seed);
    this.fabric = new Fabric(this.sim);
    this.profile = profiles[options.profile];
    const minikube = lazyProgram(
      'minikube',
      async () => (await import('./minikube')).minikube(this),
      'rerun',
    );
    const basic = basicPrograms({ ...sharedPrograms(), minikube });
    this.programs = basic;
    this.laptopHost = this.#makeLaptopHost();
    this.laptop = this.#makeLaptop();
  }

  /** Opens a window with a login shell. */
  openTerminal(columns: number, rows: number): LaptopTerminal {
    return this.reopenTerminal(columns, rows);
  }

  /** Opens a window in which something else runs first. */
  reopenTerminal(
    columns: number,
    rows: number,
    body?: (process: Process) => NonNullable<ReturnType<Program['run']>>,
  ): LaptopTerminal {
    const { user } = this.profile.laptop;
    const options = { machine: this.laptop, user, columns, rows };
    const terminal = new LaptopTerminal(body === undefined ? options : { ...options, body });
    this.terminals.push(terminal);
    return terminal;
  }

  /** Puts one more program on the laptop. */
  addProgram(program: Program): void {
    this.programs.set(program.name, program);
    this.laptop.files.install(`/usr/local/bin/${program.name}`, program.name);
  }

  /** What nodes' disks look like; one tree for all. */
  nodeTree(): Tree {
    this.#nodeTree ??= debianTree({ programs: this.#commands(), hostname: 'node' });
    return this.#nodeTree;
  }

  /** Nothing is under way: no command runs, and the clusters have come to rest. */
  get isSettled(): boolean {
    if (!this.terminals.every((one) => one.isIdle)) return false;
    return [...this.parts.values()].every((part) => part.isSettled);
  }

  /** Grows with each visible change of a cluster. */
  get changes(): number {
    return this.#sum((part) => part.changes);
  }

  get hurry(): number {
    return Math.max(1, ...[...this.parts.values()].map((part) => part.hurry));
  }

  /** Whether a snapshot now would lose nothing that runs. */
  get canSave(): boolean {
    if (this.#saving === undefined || this.sim.nextAt() === this.sim.now) return false;
    if (!this.#saving.canSaveLaptop(this)) return false;
    return [...this.parts.values()].every((part) => part.canSave);
  }

  /** The whole state as JSON. @throws while `canSave` is false before the module is there. */
  snapshot(): unknown {
    if (this.#saving === undefined) throw new Error('the world cannot be saved yet');
    return this.#saving.saveWorld(this);
  }

  /** Loads what saving needs. */
  async prepareSaving(): Promise<Saving> {
    this.#saving ??= await import('./saving');
    return this.#saving;
  }

  /** Brings back what a lazily loaded tool kept. */
  async restorePart(name: string, saved: unknown): Promise<void> {
    if (name === 'minikube') (await import('./minikube')).restoreMinikube(this, saved);
    else throw new Error(`no part ${name} in a world`);
  }

  #sum(of: (part: WorldPart) => number): number {
    let sum = 0;
    for (const part of this.parts.values()) sum += of(part);
    return sum;
  }

  /** Programs of every machine: the tools are the laptop's alone. */
  #commands(): string[] {
    return [...this.programs.keys()].filter(
      (name) => !['ash', 'kubectl', 'minikube'].includes(name),
    );
  }

  #makeLaptopHost(): HostStack {
    const host = new HostStack(this.fabric, {
      name: this.profile.laptop.hostname,
      role: 'laptop',
      resolver: () =>
        resolverConfiguration(
          this.laptop.files.read('/etc/hosts'),
          this.laptop.files.read('/etc/resolv.conf'),
        ),
    });
    host.isTunnelled = this.profile.laptop.isOnNode;
    host.addAddress(this.profile.laptop.address);
    return host;
  }

  #makeLaptop(): SimulatedMachine {
    const { hostname, user, files, tools } = this.profile.laptop;
    const programs = this.#commands();
    const base = debianTree({
      programs: tools === '/usr/bin' ? [...programs, 'kubectl'] : programs,
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

/** Makes a world, or brings one back from its snapshot. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const { snapshot, ...fresh } = options;
  const world = new World(fresh);
  if (snapshot === undefined) void world.prepareSaving();
  else await (await world.prepareSaving()).restoreWorld(world, snapshot);
  return world;
}

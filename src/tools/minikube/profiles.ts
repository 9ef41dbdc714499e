// ~/.minikube: profiles and settings, as files of the student's home.
import { isObject, type JsonObject } from '../../base/json';
import type { Files, Process } from '../../machine/types';

export interface NodeConfig {
  /** '' for the first node. */
  readonly Name: string;
  readonly IP: string;
  readonly Port: number;
  readonly KubernetesVersion: string;
  readonly ContainerRuntime: string;
  readonly ControlPlane: boolean;
  readonly Worker: boolean;
}

/** The part of profiles/NAME/config.json that is used here. */
export interface ProfileConfig {
  readonly Name: string;
  readonly Memory: number;
  readonly CPUs: number;
  readonly Driver: string;
  readonly APIServerPort: number;
  readonly KubernetesConfig: {
    readonly KubernetesVersion: string;
    readonly ClusterName: string;
    readonly Namespace: string;
    readonly ContainerRuntime: string;
    readonly NetworkPlugin: string;
    readonly ServiceCIDR: string;
    readonly CNI: string;
  };
  readonly Nodes: readonly NodeConfig[];
  readonly Addons: Readonly<Record<string, boolean>>;
}

export class Profiles {
  #files: Files;
  readonly folder: string;

  constructor(process: Process) {
    this.#files = process.files;
    const home = process.env.get('MINIKUBE_HOME');
    this.folder = home
      ? home.endsWith('.minikube')
        ? home
        : `${home}/.minikube`
      : `${process.env.get('HOME') ?? ''}/.minikube`;
  }

  path(profile: string, name: string): string {
    return `${this.folder}/profiles/${profile}/${name}`;
  }

  read(profile: string): ProfileConfig | undefined {
    const value = readJson(this.#files, this.path(profile, 'config.json'));
    return value === undefined ? undefined : (value as unknown as ProfileConfig);
  }

  write(config: ProfileConfig): void {
    const path = this.path(config.Name, 'config.json');
    this.#files.mkdirAll(path.slice(0, path.lastIndexOf('/')), 0o755);
    this.#files.write(path, `${JSON.stringify(config, undefined, '\t')}`, 0o600);
  }

  remove(profile: string): void {
    this.#files.removeAll(`${this.folder}/profiles/${profile}`);
  }

  /** Names of all profiles; undefined: there is no folder of them. */
  names(): string[] | undefined {
    const folder = `${this.folder}/profiles`;
    if (!this.#files.isDir(folder)) return undefined;
    return this.#files.list(folder).filter((name) => this.read(name) !== undefined);
  }

  /** What `minikube config` has set. */
  settings(): JsonObject {
    return readJson(this.#files, `${this.folder}/config/config.json`) ?? {};
  }

  setting(name: string): string | undefined {
    const value = this.settings()[name];
    return value === undefined ? undefined : String(value);
  }

  change(name: string, value: string | number | boolean | undefined): void {
    const { [name]: _old, ...rest } = this.settings();
    const settings = value === undefined ? rest : { ...rest, [name]: value };
    const sorted = Object.fromEntries(
      Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    this.#files.mkdirAll(`${this.folder}/config`, 0o755);
    const text = JSON.stringify(sorted, undefined, 4);
    this.#files.write(`${this.folder}/config/config.json`, text, 0o600);
  }
}

function readJson(files: Files, path: string): JsonObject | undefined {
  if (!files.isFile(path)) return undefined;
  try {
    const value: unknown = JSON.parse(files.read(path));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

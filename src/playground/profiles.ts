// What kinds of world there are: data.
import { dir, type Entry, file } from '../machine/filesystem/tree';

export type ProfileName = 'minikube' | 'lab';

export interface LaptopProfile {
  readonly hostname: string;
  readonly user: { readonly name: string; readonly uid: number };
  readonly address: string;
  /** Stands in the cluster's network, as the machine of the recordings did. */
  readonly isOnNode: boolean;
  /** Files besides those of any Debian. */
  readonly files: Readonly<Record<string, Entry>>;
}

export interface WorldProfile {
  readonly name: ProfileName;
  readonly laptop: LaptopProfile;
}

export const profiles: Readonly<Record<ProfileName, WorldProfile>> = {
  minikube: {
    name: 'minikube',
    laptop: {
      hostname: 'laptop',
      user: { name: 'student', uid: 1000 },
      address: '192.168.49.1',
      isOnNode: false,
      files: {},
    },
  },
  lab: {
    name: 'lab',
    laptop: {
      hostname: 'lab',
      user: { name: 'root', uid: 0 },
      address: '192.168.49.1',
      isOnNode: true,
      files: { '/root/work': dir(0o755), '/root/.kube': dir(0o755), '/etc/motd': file('') },
    },
  },
};
